/*
 * cluster.h — the PostgreSQL server that benches are given by tools/postgres.sh.
 *
 *     const char *address = cluster_address(buffer, sizeof buffer);
 *     if (address) …                       NULL: there is none, and what needs it is left out
 *     cluster_clear(address);              all tables gone: the next instance finds nothing
 *
 * The server is a cluster of its own, started for this run and deleted afterwards.
 */
#pragma once

#include <libpq-fe.h>
#include <stddef.h>

const char *cluster_address(char *room, size_t size);
void cluster_clear(const char *address);
PGconn *cluster_connect(const char *address);
/* A command that must succeed; its result is dropped. */
void cluster_run(PGconn *connection, const char *command);
/* First column of the first row, as a number. */
double cluster_number(PGconn *connection, const char *query);
