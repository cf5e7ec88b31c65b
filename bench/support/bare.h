/*
 * bare.h — the very rows that acts made, put bare into an equal database: what an act is measured by.
 *
 *     struct bare_rows rows;
 *     bare_read(kept, &table, range, &rows);            from the instance's own database
 *     sqlite3_stmt *insert = bare_insert(peer, &table, rows.columns);
 *     … BEGIN … bare_put(insert, &rows); … COMMIT …     timed
 *     bare_clear(&rows);
 *
 * Both databases have the settings of keep/store.
 */
#pragma once

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* `which` stands behind WHERE and reads ?1 to ?4; `again` stands behind the values: what to do with a row that is there already. */
struct bare_table {
    const char *name, *which, *again;
    bool own; /* a register's */
};

struct bare_rows { /* of one table, in memory */
    sqlite3_value **values;
    size_t count, room;
    int columns;
};

sqlite3 *bare_open(const char *path);
sqlite3_stmt *bare_prepare(sqlite3 *database, const char *text);
/* All of `from` as it stands, page by page. */
void bare_copy(sqlite3 *from, sqlite3 *to);
/* All tables and indexes of `from`, empty. */
void bare_copy_schema(sqlite3 *from, sqlite3 *to);
void bare_read(sqlite3 *from, const struct bare_table *table, const int64_t range[4], struct bare_rows *rows);
void bare_clear(struct bare_rows *rows);
sqlite3_stmt *bare_insert(sqlite3 *to, const struct bare_table *table, int columns);
void bare_put(sqlite3_stmt *insert, const struct bare_rows *rows);
