/*
 * sheet_conformance_test.c — other people's workbooks: read as Excel and LibreOffice read them, or refused in time.
 *
 * agreed.csv names the sheets of which both programs say the same; beside each workbook stands the CSV they agree on.
 * Each file of nasty/ is a test: within 2 seconds, 256 MB and 64 MB of text it is read, or refused with a sentence.
 */
#include "base/file.h"
#include "engine/codec/sheet.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { SECONDS_MAX = 2, MEMORY_MAX_KIB = 256 << 10, OUTPUT_MAX = 64 << 20 };

static struct text bytes_of(struct arena *arena, const char *folder, struct text name)
{
    struct text bytes = {0};
    struct failure why = {0};
    struct text path = text_format(arena, DANVAN_TEST_DATA "/xlsx/%s%.*s", folder, TEXT_ARGS(name));
    if (!file_read(arena, path.bytes, (size_t)64 << 20, &bytes, &why))
        fail_msg("%s: %s", path.bytes, why.text);
    return bytes;
}

/* ---- as Excel and LibreOffice ---- */

struct compared {
    size_t sheets, cells, different;
};

static void difference(struct compared *compared, struct text workbook, struct text cell, struct text said)
{
    compared->different++;
    print_message("%.*s %.*s: %.*s\n", TEXT_ARGS(workbook), TEXT_ARGS(cell), TEXT_ARGS(said));
}

/* The cells of one row, which stand in the same columns and say the same. */
static void rows_compare(struct arena *arena, struct text workbook, struct sheet_row got, struct sheet_row want, struct compared *compared)
{
    if (got.number != want.number || got.count != want.count) {
        difference(compared, workbook, text_format(arena, "row %u", want.number),
                   text_format(arena, "row %u with %zu cells, wanted %zu", got.number, got.count, want.count));
        return;
    }
    for (size_t i = 0; i < got.count; i++) {
        compared->cells++;
        if (got.cells[i].column != want.cells[i].column || !text_equal(got.cells[i].text, want.cells[i].text))
            difference(compared, workbook, sheet_address(arena, want.cells[i].column, want.number), got.cells[i].text);
    }
}

static void sheets_compare(struct arena *arena, struct text name, size_t number, struct text wanted, struct compared *compared)
{
    struct problems problems;
    problems_init(&problems, arena, 10);
    struct workbook *CLOSING(workbook) ours = workbook_open(name, bytes_of(arena, "agreed/", name), WORKBOOK_USUAL, &problems);
    struct workbook *CLOSING(workbook) theirs = workbook_open(wanted, bytes_of(arena, "agreed/", wanted), WORKBOOK_USUAL, &problems);
    assert_true(number < workbook_sheets(ours));
    struct sheet *sheet = sheet_open(ours, number), *csv = sheet_open(theirs, 0);
    struct sheet_row got, want;
    while (sheet_next(csv, &want)) {
        if (sheet_next(sheet, &got))
            rows_compare(arena, name, got, want, compared);
        else
            difference(compared, name, text_format(arena, "row %u", want.number), TEXT("missing"));
    }
    if (sheet_next(sheet, &got))
        difference(compared, name, text_format(arena, "row %u", got.number), TEXT("one too many"));
    compared->sheets++;
    assert_int_equal(problems.errors, 0);
}

static void sheets_are_read_as_excel_and_libreoffice_read_them(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct problems problems;
    struct compared compared = {0};
    size_t wanted = 0;
    struct sheet_row row;
    problems_init(&problems, arena, 10);
    struct workbook *CLOSING(workbook) list = workbook_open(TEXT("agreed.csv"), bytes_of(arena, "", TEXT("agreed.csv")), WORKBOOK_USUAL, &problems);
    struct sheet *sheet = sheet_open(list, 0);
    assert_true(sheet_next(sheet, &row));
    while (sheet_next(sheet, &row)) {
        int64_t number, cells;
        assert_int_equal(row.count, 4);
        assert_true(text_read_int64(row.cells[1].text, &number) && text_read_int64(row.cells[3].text, &cells));
        struct arena *CLOSING(arena) scratch = arena_open();
        sheets_compare(scratch, row.cells[0].text, (size_t)number, row.cells[2].text, &compared);
        wanted += (size_t)cells;
    }
    print_message("%zu sheets, %zu cells of about %zu, %zu different\n", compared.sheets, compared.cells, wanted, compared.different);
    assert_int_equal(compared.sheets, 137);
    assert_true(compared.cells > 29000);
    assert_int_equal(compared.different, 0);
}

/* ---- nasty files ---- */

/* Reads everything in it; 0 read, 1 refused with a sentence, 2 neither. */
static int whole_read(struct text name)
{
    struct arena *CLOSING(arena) arena = arena_open();
    struct problems problems;
    problems_init(&problems, arena, 10);
    struct workbook *CLOSING(workbook) workbook = workbook_open(name, bytes_of(arena, "nasty/", name), WORKBOOK_USUAL, &problems);
    size_t said = 0;
    for (size_t i = 0; i < workbook_sheets(workbook); i++) {
        struct sheet *sheet = sheet_open(workbook, i);
        struct sheet_row row;
        while (sheet_next(sheet, &row))
            for (size_t k = 0; k < row.count; k++)
                said += row.cells[k].text.length;
        sheet_close(sheet);
    }
    if (said > OUTPUT_MAX || workbook_sound(workbook) != (problems.errors == 0))
        return 2;
    if (problems.errors == 0)
        return 0;
    print_message("    %s\n", problem_line(arena, &problems.items[0], LANGUAGE_VI).bytes);
    return 1;
}

static void it_is_read_or_refused_in_time(void **state)
{
    const struct text *name = *state;
    struct rusage used;
    int status = 0;
    (void)fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        (void)setrlimit(RLIMIT_CPU, &(struct rlimit){SECONDS_MAX * 2, SECONDS_MAX * 2});
        int ended = whole_read(*name);
        (void)fflush(NULL);
        _exit(ended);
    }
    assert_int_equal(wait4(child, &status, 0, &used), child);
    assert_true(WIFEXITED(status));
    assert_in_range(WEXITSTATUS(status), 0, 1);
    assert_in_range(used.ru_utime.tv_sec + used.ru_stime.tv_sec, 0, SECONDS_MAX - 1);
    assert_in_range(used.ru_maxrss, 1, MEMORY_MAX_KIB);
    print_message("    %s, %ld ms, %ld MB\n", WEXITSTATUS(status) == 0 ? "read" : "refused",
                  (long)(used.ru_utime.tv_sec * 1000 + used.ru_utime.tv_usec / 1000), used.ru_maxrss >> 10);
}

int main(void)
{
    struct arena *CLOSING(arena) arena = arena_open();
    struct failure why = {0};
    struct list names = {0};
    if (!folder_files(arena, DANVAN_TEST_DATA "/xlsx/nasty", 1000, &names, &why))
        return 1;
    struct CMUnitTest *tests = arena_make_many(arena, names.count + 1, sizeof *tests);
    tests[0] = (struct CMUnitTest)cmocka_unit_test(sheets_are_read_as_excel_and_libreoffice_read_them);
    for (size_t i = 0; i < names.count; i++) {
        const struct text *name = names.items[i];
        tests[i + 1] = (struct CMUnitTest){name->bytes, it_is_read_or_refused_in_time, NULL, NULL, names.items[i]};
    }
    size_t count = names.count + 1;
    return _cmocka_run_group_tests("engine/codec/sheet_conformance", tests, count, NULL, NULL);
}
