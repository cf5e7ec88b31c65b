/*
 * address.h — where a test's database stands: a file, or a schema of the cluster under test.
 *
 *     const struct store_options options = {.address = test_store_address(arena, folder, "store"), …};
 *
 * With DANVAN_TEST_STORE (tools/postgres.sh sets it) every test runs on PostgreSQL: the same folder and
 * name give the same schema, others another one.
 */
#pragma once

#include "base/arena.h"
#include "base/text.h"

/* "FOLDER/NAME.db", or the address of a schema. */
const char *test_store_address(struct arena *arena, const char *folder, const char *name);
/* For options where no name means a file in the folder: NULL, or the address of a schema. */
const char *test_store_named(struct arena *arena, const char *folder, const char *name);
bool test_store_is_file(void);
