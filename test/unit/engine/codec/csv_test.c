/* csv_test.c — sheets read row by row, and rows that no spreadsheet runs. */
#include "engine/codec/csv.h"

#include "base/file.h"
#include "engine/codec/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* Rows as "line:cell|cell", one after the other with " / "; then the problem, if any. */
static const char *told(struct arena *arena, struct text bytes, struct csv_options options)
{
    struct problems problems;
    problems_init(&problems, arena, 10);
    struct csv *csv = csv_make(arena, TEXT("a.csv"), bytes, options, &problems);
    struct csv_row row;
    struct text all = {0};
    while (csv_next(csv, &row)) {
        struct text cells = text_join(arena, row.cells, row.count, TEXT("|"));
        all = text_format(arena, "%.*s%s%u:%.*s", TEXT_ARGS(all), all.length > 0 ? " / " : "", (unsigned)row.line,
                          TEXT_ARGS(cells));
    }
    assert_false(csv_next(csv, &row));
    assert_int_equal(csv_sound(csv), problems.count == 0);
    assert_true(problems.count <= 1);
    if (problems.count == 1)
        all = text_format(arena, "%.*s%s%s", TEXT_ARGS(all), all.length > 0 ? " / " : "",
                          problem_line(arena, &problems.items[0], LANGUAGE_EN).bytes);
    return all.length > 0 ? all.bytes : "";
}

static void sheets_are_read_row_by_row(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"", ""},
        {"\n\r\n\n", ""},
        {"a,b\n1,2\n", "1:a|b / 2:1|2"},
        {"a,b\r\n1,2", "1:a|b / 2:1|2"},
        {"a,b\r1,2\r", "1:a|b / 2:1|2"},
        {"\xEF\xBB\xBFsổ;đ\n1;2,5\n", "1:sổ|đ / 2:1|2,5"},
        {"a\tb\n1,5\t2\n", "1:a|b / 2:1,5|2"},
        {"sep=;\na,b;c\n", "2:a,b|c"},
        {"sep=;\r\na;b\r\n", "2:a|b"},
        {"sep=xy\n", "1:sep=xy"},
        {"\"a;b\",c,\";;;\"\n", "1:a;b|c|;;;"},
        {"a,\"x\ny\r\nz\",b\nc\n", "1:a|x\ny\r\nz|b / 4:c"},
        {"\"a \"\"b\"\" c\",\"\"\"\",\"\"\n", "1:a \"b\" c|\"|"},
        {"a \"b\" c,5\"\n", "1:a \"b\" c|5\""},
        {"a,b\n\n\n1,\n,\n", "1:a|b / 4:1| / 5:|"},
        {"\"\"\n", "1:"},
        {"Bo\xCC\x82\xCC\x80,b\n", "1:Bồ|b"},
        {"a,b\n1,\"torn\n2,3\n", "1:a|b / a.csv:2:3: the quote opened here is never closed"},
        {"đ,\"x\ny\",\"b\"c\n",
         "a.csv:2:7: after a closing quote there must be a separator or the line's end"},
        {"a,b\nx,\xE9\n", "a.csv:2:3: the letters on this line are not UTF-8 (perhaps TCVN3, VNI or Windows-1258); save "
                          "it again as “CSV UTF-8”"},
        {"\xFF\xFE" "a", "a.csv: this file is saved as UTF-16 (“Unicode Text”); save it again as “CSV UTF-8”"},
        {"a,12345678901\n", "a.csv:1:3: a cell is longer than 10 bytes"},
        {"a,\"12345678901\"\n", "a.csv:1:3: a cell is longer than 10 bytes"},
        {"a\na,b,c,d,e\n", "1:a / a.csv:2: a row has more than 4 columns"},
        {"1\n2\n3\n4\n5\n6\n", "1:1 / 2:2 / 3:3 / 4:4 / 5:5 / a.csv:6: the sheet has more than 5 rows"},
    };
    struct csv_options options = {.bytes_max = 1 << 20, .cell_max = 10, .columns_max = 4, .rows_max = 5};
    for (size_t i = 0; i < LENGTH_OF(cases); i++) {
        struct arena *CLOSING(arena) arena = arena_open();
        size_t length = strlen(cases[i][0]);
        struct text bytes = {arena_copy(arena, cases[i][0], length), length};
        assert_string_equal(told(arena, bytes, options), cases[i][1]);
    }
}

static void a_sheet_over_the_ceiling_is_not_even_read(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    char *bytes = arena_make(arena, (1 << 20) + 1);
    memset(bytes, 'a', (1 << 20) + 1);
    struct csv_options options = CSV_USUAL;
    options.bytes_max = 1 << 20;
    assert_string_equal(told(arena, (struct text){bytes, (1 << 20) + 1}, options),
                        "a.csv: the file is bigger than 1 MB");
}

static struct text data_read(struct arena *arena, const char *folder, struct text name, const char *ending)
{
    struct failure why;
    struct text bytes, path = text_format(arena, DANVAN_TEST_DATA "/csv/%s/%.*s%s", folder, TEXT_ARGS(name), ending);
    assert_true(file_read(arena, path.bytes, 1 << 20, &bytes, &why));
    return bytes;
}

/* The sheet as a list of maps, by its first row. */
static struct node *records_of(struct arena *arena, struct text bytes)
{
    struct problems problems;
    problems_init(&problems, arena, 10);
    struct csv *csv = csv_make(arena, TEXT("a.csv"), bytes, CSV_USUAL, &problems);
    struct csv_row row;
    assert_true(csv_next(csv, &row));
    size_t columns = row.count;
    const struct text *heads = arena_copy(arena, row.cells, columns * sizeof *heads);
    struct node *records = node_list(arena);
    while (csv_next(csv, &row)) {
        struct node *record = node_append(records, node_map(arena));
        assert_int_equal(row.count, columns);
        for (size_t i = 0; i < columns; i++)
            node_put_text(record, heads[i], node_text(arena, row.cells[i]));
    }
    assert_true(csv_sound(csv));
    return records;
}

static void csv_spectrum_is_read_as_its_json_says(void **state)
{
    (void)state;
    static const char *const names[] = {
        "comma_in_quotes",      "empty",    "empty_crlf",    "escaped_quotes",      "json",
        "location_coordinates", "newlines", "newlines_crlf", "quotes_and_newlines", "simple",
        "simple_crlf",          "utf8",
    };
    for (size_t i = 0; i < LENGTH_OF(names); i++) {
        struct arena *CLOSING(arena) arena = arena_open();
        struct problems problems;
        problems_init(&problems, arena, 10);
        struct node *want;
        struct text json = data_read(arena, "csv-spectrum/json", text_of(names[i]), ".json");
        assert_true(json_read(arena, text_of(names[i]), json, &want, &problems));
        struct node *got = records_of(arena, data_read(arena, "csv-spectrum/csvs", text_of(names[i]), ".csv"));
        if (want->kind == NODE_MAP) {
            /* One file of the suite gives a lone record, with another phone number than its sheet. */
            assert_string_equal(names[i], "location_coordinates");
            got = got->list.items[0];
            node_put(got, "Contact Phone Number", node_at(want, "Contact Phone Number"));
        }
        if (!node_equal(got, want))
            fail_msg("%s was read otherwise", names[i]);
    }
}

static void rows_are_written_so_that_no_spreadsheet_runs_them(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        /* cell, written between commas */
        {"a", "a"},
        {"", ""},
        {"a,b", "\"a,b\""},
        {"a;b", "\"a;b\""},
        {"a\"b\"", "\"a\"\"b\"\"\""},
        {"a\nb", "\"a\nb\""},
        {" a", "\" a\""},
        {"=1+1", "'=1+1"},
        {"=\"a\"", "\"'=\"\"a\"\"\""},
        {"+84 912 345 678", "+84 912 345 678"},
        {"-12", "-12"},
        {"-1.500.000,5", "\"-1.500.000,5\""},
        {"+1", "+1"},
        {"-", "'-"},
        {"-1-1", "'-1-1"},
        {"-1,", "\"'-1,\""},
        {"-a", "'-a"},
        {"@SUM(1)", "'@SUM(1)"},
        {"\tx", "\"'\tx\""},
        {"\rx", "\"'\rx\""},
        {"＝1", "'＝1"},
        {"2021-09-08", "2021-09-08"},
    };
    for (size_t i = 0; i < LENGTH_OF(cases); i++) {
        struct arena *CLOSING(arena) arena = arena_open();
        struct buffer CLOSING(buffer) out;
        buffer_init(&out, 1000);
        const struct text cells[] = {TEXT("x"), text_of(cases[i][0]), TEXT("y")};
        csv_write_row(&out, ',', cells, LENGTH_OF(cells));
        assert_string_equal(text_copy(arena, buffer_text(&out)).bytes,
                            text_format(arena, "x,%s,y\r\n", cases[i][1]).bytes);
    }
}

static void no_known_payload_stays_a_formula(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct text rest = data_read(arena, "csv-injection", TEXT("csv-payload"), ".txt"), line;
    size_t guarded = 0;
    while (text_next(&rest, '\n', &line)) {
        struct buffer CLOSING(buffer) out;
        buffer_init(&out, 1000);
        csv_write_row(&out, ';', &line, 1);
        struct problems problems;
        problems_init(&problems, arena, 10);
        struct csv_options options = CSV_USUAL;
        options.separator = ';';
        struct csv *csv = csv_make(arena, TEXT("a"), buffer_text(&out), options, &problems);
        struct csv_row row;
        assert_true(csv_next(csv, &row));
        assert_int_equal(row.count, 1);
        assert_null(strchr("=+-@\t\r", row.cells[0].bytes[0]));
        guarded += row.cells[0].bytes[0] == '\'';
    }
    assert_int_equal(guarded, 5);
}

static void what_is_written_reads_back(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct buffer CLOSING(buffer) out;
    buffer_init(&out, 1000);
    const struct text rows[][2] = {{TEXT("Sổ"), TEXT("a\"b\r\nc;d,e\tf")}, {TEXT(""), TEXT("\"\"")}};
    const struct text lone = TEXT("");
    csv_write_mark(&out);
    csv_write_row(&out, ';', rows[0], 2);
    csv_write_row(&out, ';', rows[1], 2);
    csv_write_row(&out, ';', &lone, 1);
    assert_string_equal(told(arena, buffer_text(&out), CSV_USUAL), "1:Sổ|a\"b\r\nc;d,e\tf / 3:|\"\" / 4:");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sheets_are_read_row_by_row),
        cmocka_unit_test(a_sheet_over_the_ceiling_is_not_even_read),
        cmocka_unit_test(csv_spectrum_is_read_as_its_json_says),
        cmocka_unit_test(rows_are_written_so_that_no_spreadsheet_runs_them),
        cmocka_unit_test(no_known_payload_stays_a_formula),
        cmocka_unit_test(what_is_written_reads_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
