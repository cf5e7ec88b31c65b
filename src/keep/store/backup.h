/*
 * backup.h — a copy that can be trusted, and whether two stores hold the same.
 *
 *     if (!store_backup(store, "/media/usb/danvan.db", why)) …     (while others read and write)
 *
 *     struct store_difference first;
 *     if (!store_compare(a, b, NULL, 0, arena, &first, why)) …
 *     if (first.table.length > 0) … they differ there …
 */
#pragma once

#include "base/arena.h"
#include "base/failure.h"
#include "base/list.h"
#include "base/text.h"

struct connection;
struct statement;
struct store;

/* Copies one moment of the store to a new SQLite file, checks the copy, then gives it its name.
 * FAILURE_CONFLICT when `path` is there already. */
MUST_CHECK bool store_backup(struct store *store, const char *path, struct failure *why);

/* Puts all tables of `from`, as of one moment, into `to`, which must have none; either may be of either kind. */
MUST_CHECK bool store_carry(struct store *from, struct store *to, struct failure *why);

/* Takes away all tables, and the schema when it was made by store_open: for a making that failed halfway. The caller
 * knows that the store held nothing before. */
MUST_CHECK bool store_discard(struct store *store, struct failure *why);

/* Moves all that was written into the main file and empties the log beside it, so that what was
 * erased is on the disk no more. FAILURE_BUSY while readings last too long. */
MUST_CHECK bool store_settle(struct store *store, struct failure *why);

/* Asks the database whether its pages, indexes and references are whole; FAILURE_BROKEN says what is not. */
MUST_CHECK bool store_check(struct store *store, struct failure *why);

/* Names of all tables, sorted; items are `struct text *`. */
MUST_CHECK bool store_tables(struct connection *connection, struct arena *arena, struct list *names,
                             struct failure *why);
/* Names of a table's columns, sorted. */
MUST_CHECK bool store_columns(struct connection *connection, struct arena *arena, struct text table,
                              struct list *names, struct failure *why);
/* All rows of a table, in the order of its primary key (else of all columns), its columns sorted by name. */
MUST_CHECK bool store_rows(struct connection *connection, struct text table, struct statement **rows,
                           struct failure *why);

/* Where two stores first differ. No value is kept here but the key. */
struct store_difference {
    struct text table; /* empty: they are equal */
    struct text key;   /* of the row, as "0, 17"; empty where the table or its columns differ */
    struct text what;  /* "only in the first", "only in the second", "column amount" */
};

/* Compares all tables, columns and values, types and bytes, but for the tables named in `skip`. */
MUST_CHECK bool store_compare(struct store *first, struct store *second, const char *const *skip,
                              size_t skip_count, struct arena *arena, struct store_difference *difference,
                              struct failure *why);
