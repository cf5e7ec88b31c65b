/* bare.c — rows read from one database and put into another by SQLite's own calls. */
#include "support/bare.h"

#include "base/markers.h"

#include <stdio.h>
#include <stdlib.h>

enum { COLUMNS_MAX = 40 };

static const char SETTINGS[] = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
                               "PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY; PRAGMA cell_size_check = ON;"
                               "PRAGMA cache_size = -8192; PRAGMA journal_size_limit = 67108864; PRAGMA wal_autocheckpoint = 8000;";

sqlite3 *bare_open(const char *path)
{
    sqlite3 *database = NULL;
    REQUIRE(sqlite3_open(path, &database) == SQLITE_OK);
    REQUIRE(sqlite3_exec(database, SETTINGS, NULL, NULL, NULL) == SQLITE_OK);
    return database;
}

sqlite3_stmt *bare_prepare(sqlite3 *database, const char *text)
{
    sqlite3_stmt *statement = NULL;
    REQUIRE(sqlite3_prepare_v2(database, text, -1, &statement, NULL) == SQLITE_OK);
    return statement;
}

void bare_copy(sqlite3 *from, sqlite3 *to)
{
    sqlite3_backup *copy = sqlite3_backup_init(to, "main", from, "main");
    REQUIRE(copy != NULL && sqlite3_backup_step(copy, -1) == SQLITE_DONE);
    REQUIRE(sqlite3_backup_finish(copy) == SQLITE_OK);
}

void bare_copy_schema(sqlite3 *from, sqlite3 *to)
{
    sqlite3_stmt *list =
        bare_prepare(from, "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY rowid");
    while (sqlite3_step(list) == SQLITE_ROW)
        REQUIRE(sqlite3_exec(to, (const char *)sqlite3_column_text(list, 0), NULL, NULL, NULL) == SQLITE_OK);
    (void)sqlite3_finalize(list);
}

void bare_read(sqlite3 *from, const struct bare_table *table, const int64_t range[4], struct bare_rows *rows)
{
    char text[300];
    (void)snprintf(text, sizeof text, "SELECT * FROM %s WHERE %s", table->name, table->which);
    sqlite3_stmt *select = bare_prepare(from, text);
    for (int i = 0; i < sqlite3_bind_parameter_count(select); i++)
        (void)sqlite3_bind_int64(select, i + 1, range[i]);
    *rows = (struct bare_rows){.columns = sqlite3_column_count(select)};
    while (sqlite3_step(select) == SQLITE_ROW) {
        if (rows->count + (size_t)rows->columns > rows->room) {
            rows->room = rows->room * 2 + COLUMNS_MAX;
            rows->values = realloc(rows->values, rows->room * sizeof(sqlite3_value *));
            REQUIRE(rows->values != NULL);
        }
        for (int i = 0; i < rows->columns; i++)
            rows->values[rows->count++] = sqlite3_value_dup(sqlite3_column_value(select, i));
    }
    (void)sqlite3_finalize(select);
}

void bare_clear(struct bare_rows *rows)
{
    for (size_t i = 0; i < rows->count; i++)
        sqlite3_value_free(rows->values[i]);
    (free)(rows->values);
}

sqlite3_stmt *bare_insert(sqlite3 *to, const struct bare_table *table, int columns)
{
    char text[300];
    int length = snprintf(text, sizeof text, "INSERT INTO %s VALUES (?1", table->name);
    for (int i = 2; i <= columns; i++)
        length += snprintf(text + length, sizeof text - (size_t)length, ", ?%d", i);
    (void)snprintf(text + length, sizeof text - (size_t)length, ")%s", table->again);
    return bare_prepare(to, text);
}

void bare_put(sqlite3_stmt *insert, const struct bare_rows *rows)
{
    for (size_t at = 0; at < rows->count; at += (size_t)rows->columns) {
        for (int i = 0; i < rows->columns; i++)
            (void)sqlite3_bind_value(insert, i + 1, rows->values[at + (size_t)i]);
        REQUIRE(sqlite3_step(insert) == SQLITE_DONE);
        (void)sqlite3_reset(insert);
    }
}
