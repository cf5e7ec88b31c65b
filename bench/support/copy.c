/* copy.c — text COPY: numbers, words and bytes as PostgreSQL reads them. */
#include "support/copy.h"

#include "base/buffer.h"
#include "base/markers.h"
#include "support/bare.h"
#include "support/cluster.h"

#include <stdio.h>
#include <string.h>

enum { LINES_BYTES = 1 << 20, LINES_SENT = 1 << 19, QUERY_BYTES = 2000 };

static void add_bytes(struct buffer *out, const unsigned char *bytes, int count)
{
    static const char digits[] = "0123456789abcdef";
    buffer_add(out, TEXT("\\\\x"));
    for (int i = 0; i < count; i++) {
        const char pair[] = {digits[bytes[i] >> 4], digits[bytes[i] & 15]};
        buffer_add(out, (struct text){pair, 2});
    }
}

static void add_value(struct buffer *out, sqlite3_stmt *row, int column)
{
    switch (sqlite3_column_type(row, column)) {
    case SQLITE_NULL:
        buffer_add(out, TEXT("\\N"));
        break;
    case SQLITE_BLOB:
        add_bytes(out, sqlite3_column_blob(row, column), sqlite3_column_bytes(row, column));
        break;
    default: /* no word of these tables holds a tab, a line's end or a backslash */
        buffer_add(out, text_of((const char *)sqlite3_column_text(row, column)));
        break;
    }
}

static void send_lines(PGconn *to, struct buffer *lines)
{
    struct text text = buffer_text(lines);
    REQUIRE(!lines->full && PQputCopyData(to, text.bytes, (int)text.length) == 1);
    buffer_rewind(lines);
}

static void begin_copy(PGconn *to, const char *table, sqlite3_stmt *rows)
{
    char command[QUERY_BYTES];
    size_t length = (size_t)snprintf(command, sizeof command, "COPY %s (", table);
    for (int i = 0; i < sqlite3_column_count(rows); i++)
        length += (size_t)snprintf(command + length, sizeof command - length, "%s\"%s\"", i ? ", " : "", sqlite3_column_name(rows, i));
    (void)snprintf(command + length, sizeof command - length, ") FROM STDIN");
    PGresult *result = PQexec(to, command);
    REQUIRE(PQresultStatus(result) == PGRES_COPY_IN);
    PQclear(result);
}

void copy_table(const char *file, PGconn *to, const char *table)
{
    char query[QUERY_BYTES];
    struct buffer CLOSING(buffer) lines;
    sqlite3 *from = bare_open(file);
    (void)snprintf(query, sizeof query, "SELECT * FROM %s", table);
    sqlite3_stmt *rows = bare_prepare(from, query);
    buffer_init(&lines, LINES_BYTES);
    begin_copy(to, table, rows);
    while (sqlite3_step(rows) == SQLITE_ROW) {
        for (int i = 0; i < sqlite3_column_count(rows); i++) {
            buffer_add(&lines, i ? TEXT("\t") : TEXT(""));
            add_value(&lines, rows, i);
        }
        buffer_add(&lines, TEXT("\n"));
        if (buffer_text(&lines).length > LINES_SENT)
            send_lines(to, &lines);
    }
    send_lines(to, &lines);
    REQUIRE(PQputCopyEnd(to, NULL) == 1);
    PGresult *result = PQgetResult(to);
    REQUIRE(PQresultStatus(result) == PGRES_COMMAND_OK);
    PQclear(result);
    REQUIRE(PQgetResult(to) == NULL);
    (void)sqlite3_finalize(rows);
    (void)sqlite3_close(from);
}
