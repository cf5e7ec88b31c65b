/*
 * migration.h — how the tables came to be, step by numbered step.
 *
 *     static const char *const FIRST[] = {"CREATE TABLE unit (…) STRICT", "CREATE INDEX …", NULL};
 *     static const struct migration STEPS[] = {{1, "units", FIRST, NULL}};
 *
 *     bool unit_migrate(struct store *store, struct failure *why)
 *     {
 *         return store_migrate(store, "unit", STEPS, LENGTH_OF(STEPS), why);
 *     }
 *
 * Each part of the program has its own steps, numbered 1, 2, 3 … without a gap. A step
 * once released is never changed. Steps not yet made are made in one commit, in order,
 * and noted in the table `migration`. A database that knows more steps than the program
 * was made by a newer one: FAILURE_CONFLICT.
 */
#pragma once

#include "base/failure.h"

#include <stdbool.h>
#include <stddef.h>

struct connection;
struct store;

struct migration {
    int number;
    const char *name;
    const char *const *statements; /* ended by NULL; for both databases, as store_define takes them */
    bool (*fill)(struct connection *writer, struct failure *why); /* after the statements, in the same commit; NULL: nothing */
};

MUST_CHECK bool store_migrate(struct store *store, const char *part, const struct migration *steps,
                              size_t count, struct failure *why);
/* FAILURE_CONFLICT unless exactly these steps have been made: for a store that is only read. */
MUST_CHECK bool store_migrated(struct store *store, const char *part, size_t count, struct failure *why);
