/*
 * copy.h — rows of a SQLite file into the tables of the same names on PostgreSQL, by COPY.
 *
 *     copy_table("/var/tmp/house/danvan.db", connection, "contribution");
 *
 * A bench fills SQLite through the program and PostgreSQL with the very same rows: what is measured is reading.
 */
#pragma once

#include <libpq-fe.h>

void copy_table(const char *file, PGconn *to, const char *table);
