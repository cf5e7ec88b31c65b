/*
 * rules_in_sql_test.c — on the part of the rules language that SQL shares, rules over columns and SQLite agree.
 *
 * Both know three answers: whole numbers, comparing, and, or, not, between, in, + and -. One writer puts down
 * each random condition twice. On PostgreSQL the same would need the types of every place; it is left out there.
 */
#include "base/buffer.h"
#include "engine/rule/rule_columns.h"
#include "support/store/address.h"
#include "unit/keep/record/shelf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

enum { RULES = 300, ROWS = 25, NAMES = 4, DEEPEST = 4 };

static const struct rule_name names[NAMES] = {
    {{"a", 1}, VALUE_NUMBER, NULL, 0, 0},
    {{"b", 1}, VALUE_NUMBER, NULL, 0, 1},
    {{"c", 1}, VALUE_NUMBER, NULL, 0, 2},
    {{"d", 1}, VALUE_NUMBER, NULL, 0, 3},
};
static const struct rule_column columns[NAMES] = {
    {.slot = 0, .kind = VALUE_NUMBER, .width = RULE_WIDTH_8},
    {.slot = 1, .kind = VALUE_NUMBER, .width = RULE_WIDTH_16},
    {.slot = 2, .kind = VALUE_NUMBER, .width = RULE_WIDTH_32},
    {.slot = 3, .kind = VALUE_NUMBER, .width = RULE_WIDTH_64},
};

struct writer {
    struct chance *chance;
    struct buffer *rule, *sql;
};

static void both(struct writer *writer, const char *words)
{
    buffer_add(writer->rule, text_of(words));
    buffer_add(writer->sql, text_of(words));
}

static const char *pick(struct writer *writer, const char *const *words, uint64_t count)
{
    return words[chance_below(writer->chance, count)];
}

static void write_number(struct writer *writer, unsigned depth)
{
    static const char *const constants[] = {"0", "1", "-3", "7", "100"}, *const joins[] = {" + ", " - "};
    uint64_t name = chance_below(writer->chance, 2 * NAMES);
    if (depth > 0 && chance_below(writer->chance, 2) == 0) {
        both(writer, "(");
        write_number(writer, depth - 1);
        both(writer, pick(writer, joins, 2));
        write_number(writer, depth - 1);
        both(writer, ")");
    } else if (name < NAMES) {
        buffer_add(writer->rule, names[name].name);
        buffer_add_format(writer->sql, "?%d", (int)name + 1);
    } else {
        both(writer, pick(writer, constants, LENGTH_OF(constants)));
    }
}

static void write_comparison(struct writer *writer, unsigned depth)
{
    static const char *const orders[] = {" = ", " != ", " < ", " <= ", " > ", " >= "};
    static const char *const betweens[] = {" between ", " not between "}, *const ins[] = {" in (",
                                                                                          " not in ("};
    uint64_t form = chance_below(writer->chance, 4);
    both(writer, "(");
    write_number(writer, depth);
    both(writer, form == 0   ? pick(writer, betweens, 2)
                 : form == 1 ? pick(writer, ins, 2)
                             : pick(writer, orders, LENGTH_OF(orders)));
    write_number(writer, depth);
    both(writer, form == 0 ? " and " : form == 1 ? ", 7, " : "");
    if (form < 2)
        write_number(writer, depth);
    both(writer, form == 1 ? "))" : ")");
}

static void write_truth(struct writer *writer, unsigned depth)
{
    uint64_t form = depth == 0 ? 3 : chance_below(writer->chance, 4);
    if (form == 3) {
        write_comparison(writer, depth / 2);
        return;
    }
    both(writer, form == 2 ? "(not " : "(");
    write_truth(writer, depth - 1);
    if (form < 2) {
        both(writer, form == 0 ? " and " : " or ");
        write_truth(writer, depth - 1);
    }
    both(writer, ")");
}

struct rows {
    int8_t a[ROWS];
    int16_t b[ROWS];
    int32_t c[ROWS];
    int64_t d[ROWS];
    uint8_t missing[NAMES][ROWS];
};

static void make_rows(struct chance *chance, struct rows *rows)
{
    for (size_t i = 0; i < ROWS; i++) {
        rows->a[i] = (int8_t)(chance_below(chance, 20) - 5);
        rows->b[i] = (int16_t)(chance_below(chance, 300) - 150);
        rows->c[i] = (int32_t)(chance_below(chance, 12) - 4);
        rows->d[i] = (int64_t)chance_below(chance, 200) - 100;
        for (size_t n = 0; n < NAMES; n++)
            rows->missing[n][i] = chance_below(chance, 4) == 0;
    }
}

static struct store_value value_at(const struct rows *rows, size_t name, size_t i)
{
    const int64_t values[NAMES] = {rows->a[i], rows->b[i], rows->c[i], rows->d[i]};
    return rows->missing[name][i] ? store_null() : store_int64(values[name]);
}

/* yes, no or unknown, as SQLite says. */
static char ask_sqlite(struct connection *reading, const struct sql *sql, const struct rows *rows, size_t i)
{
    struct failure why;
    struct statement *row = NULL;
    struct store_value values[NAMES];
    for (size_t n = 0; n < NAMES; n++)
        values[n] = value_at(rows, n, i);
    assert_true(store_find(reading, sql, values, NAMES, &row, &why));
    return statement_is_null(row, 0) ? '?' : statement_int64(row, 0) != 0 ? 'y' : 'n';
}

static void compare_rule(struct connection *reading, struct chance *chance, int number)
{
    struct arena *CLOSING(arena) arena = arena_open();
    struct buffer CLOSING(buffer) source;
    struct buffer CLOSING(buffer) text;
    struct problems problems;
    struct rule_columns *rules;
    struct failure why;
    struct rows rows;
    char name[24];
    buffer_init(&source, RULE_SOURCE_MAX);
    buffer_init(&text, 4 * RULE_SOURCE_MAX);
    buffer_add(
        &text,
        TEXT("SELECT ?1 IS ?1 AND ?2 IS ?2 AND ?3 IS ?3 AND ?4 IS ?4 AND ")); /* every place stands there */
    write_truth(&(struct writer){chance, &source, &text}, 1 + (unsigned)chance_below(chance, DEEPEST));
    assert_true(buffer_ok(&source, &why) && buffer_ok(&text, &why));
    problems_init(&problems, arena, 5);
    const struct rule_scope scope = {names, NAMES};
    const struct rule *rule =
        rule_read(arena, buffer_text(&source), (struct place){0}, &scope, VALUE_TRUTH, &problems);
    assert_non_null(rule);
    const struct rule_line line = {&rule, 1, NULL};
    const struct rule_columns_plan plan = {
        .columns = columns, .column_count = NAMES, .lines = &line, .line_count = 1};
    assert_true(rule_columns_read(arena, &plan, &rules, &why));
    struct rule_columns_run *run = rule_columns_open(arena, rules);
    make_rows(chance, &rows);
    const struct rule_column_block blocks[NAMES] = {{rows.a, rows.missing[0]},
                                                    {rows.b, rows.missing[1]},
                                                    {rows.c, rows.missing[2]},
                                                    {rows.d, rows.missing[3]}};
    rule_columns_run(run, blocks, ROWS);
    const struct rule_line_answers *answers = rule_columns_answers(run, 0);
    (void)snprintf(name, sizeof name, "rule %d", number);
    const struct sql sql = {name, text_copy(arena, buffer_text(&text)).bytes, NULL};
    for (size_t i = 0; i < ROWS; i++) {
        char ours = answers->unknown[i]  ? '?'
                    : answers->failed[i] ? 'n'
                                         : 'y',
             theirs = ask_sqlite(reading, &sql, &rows, i);
        if (ours != theirs)
            print_error("rule %d, row %zu: %c, SQLite %c: %s\n", number, i, ours, theirs,
                        rule_source(rule).bytes);
        assert_int_equal(ours, theirs);
    }
}

static void rules_over_columns_and_sqlite_agree(void **state)
{
    (void)state;
    struct shelf shelf;
    struct chance chance = {20210701};
    shelf_open(&shelf, NULL);
    struct connection *reading = shelf_reading(&shelf);
    for (int i = 0; i < RULES; i++)
        compare_rule(reading, &chance, i);
    store_read_end(reading);
    shelf_close(&shelf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rules_over_columns_and_sqlite_agree),
    };
    if (!test_store_is_file()) {
        (void)printf("1..0 # SKIP the language that both share is asked of SQLite\n");
        return 0;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
