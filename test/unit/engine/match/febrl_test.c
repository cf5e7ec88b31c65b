/* febrl_test.c — FEBRL's data sets 1 and 2, whose truth is known: how much is found without being told any of it. */
#include "engine/match/match.h"

#include "base/file.h"
#include "engine/codec/csv.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { ROWS_MAX = 5000, COLUMNS = 11 };
enum column { REC, GIVEN, SURNAME, NUMBER, ADDRESS, ADDRESS_2, SUBURB, POSTCODE, STATE, BORN, SOCIAL };

static const enum match_kind KINDS[COLUMNS] = {
    [GIVEN] = MATCH_WORDS,     [SURNAME] = MATCH_WORDS,  [NUMBER] = MATCH_CONTACT,   [ADDRESS] = MATCH_WORDS,
    [ADDRESS_2] = MATCH_WORDS, [SUBURB] = MATCH_WORDS,   [POSTCODE] = MATCH_CONTACT, [STATE] = MATCH_CONTACT,
    [BORN] = MATCH_DAY,        [SOCIAL] = MATCH_IDENTITY};

/* Two columns and what of them two rows must share; REC: none. A key is left out where one of its columns is. */
static const struct {
    enum column column;
    enum match_part part;
    enum column second;
    enum match_part second_part;
} KEYS[] = {
    {SOCIAL, PART_WHOLE, REC, 0},
    {BORN, PART_WHOLE, REC, 0},
    {ADDRESS, PART_WHOLE, REC, 0},
    {GIVEN, PART_WHOLE, SURNAME, PART_WHOLE},
    {GIVEN, PART_WHOLE, SUBURB, PART_WHOLE},
    {SURNAME, PART_WHOLE, SUBURB, PART_WHOLE},
    {GIVEN, PART_WHOLE, BORN, PART_YEAR},
    {SURNAME, PART_WHOLE, BORN, PART_YEAR},
    {SUBURB, PART_WHOLE, BORN, PART_YEAR},
    {STATE, PART_WHOLE, BORN, PART_YEAR},
    {POSTCODE, PART_WHOLE, SURNAME, PART_WHOLE},
    {POSTCODE, PART_WHOLE, GIVEN, PART_WHOLE},
    {GIVEN, PART_START, SURNAME, PART_START},
    {SUBURB, PART_START, SURNAME, PART_START},
    {SUBURB, PART_START, GIVEN, PART_START},
    {GIVEN, PART_NEAR, STATE, PART_WHOLE},
    {SURNAME, PART_NEAR, STATE, PART_WHOLE},
    {GIVEN, PART_NEAR, BORN, PART_YEAR},
    {SURNAME, PART_NEAR, BORN, PART_YEAR},
    {SUBURB, PART_NEAR, BORN, PART_YEAR},
    {BORN, PART_MONTH_DAY, SURNAME, PART_START},
};

struct people {
    struct text cells[ROWS_MAX][COLUMNS];
    int64_t truth[ROWS_MAX]; /* "rec-223-dup-0" is person 223 */
    size_t count;
};

static struct people *people_read(struct arena *arena, const char *name)
{
    struct failure why;
    struct problems problems;
    struct text bytes, rec;
    struct csv_row row;
    struct people *people = arena_make(arena, sizeof *people);
    problems_init(&problems, arena, 10);
    assert_true(file_read(arena, text_format(arena, DANVAN_TEST_DATA "/linkage/%s", name).bytes, 1 << 20,
                          &bytes, &why));
    struct csv *csv = csv_make(arena, TEXT("febrl.csv"), bytes, CSV_USUAL, &problems);
    for (bool heading = csv_next(csv, &row); heading && csv_next(csv, &row); people->count++) {
        assert_int_equal(row.count, COLUMNS);
        for (size_t c = 0; c < COLUMNS; c++)
            people->cells[people->count][c] = text_copy(arena, text_trimmed(row.cells[c]));
        struct text rest = text_from(row.cells[REC], 4);
        assert_true(text_next(&rest, '-', &rec) && text_read_int64(rec, &people->truth[people->count]));
    }
    return people;
}

static void plan_make(struct match_plan *plan, int8_t field_of[COLUMNS], unsigned used)
{
    *plan = (struct match_plan){.form = MATCH_GROUPS, .block_max = 1000, .sure = 0.999, .doubtful = 0.5};
    for (int c = 0; c < COLUMNS; c++) {
        field_of[c] = -1;
        if (c == REC || (used >> c & 1) == 0)
            continue;
        field_of[c] = (int8_t)plan->field_count;
        plan->fields[plan->field_count++] =
            (struct match_field){.title = TEXT("x"), .kind = KINDS[c], .sex_field = -1, .day_field = -1};
    }
    for (size_t k = 0; k < LENGTH_OF(KEYS); k++) {
        struct match_key key = {{{(uint8_t)field_of[KEYS[k].column], KEYS[k].part}}, 1};
        if (field_of[KEYS[k].column] < 0 || (KEYS[k].second != REC && field_of[KEYS[k].second] < 0))
            continue;
        if (KEYS[k].second != REC)
            key.atoms[key.count++] =
                (struct match_atom){(uint8_t)field_of[KEYS[k].second], KEYS[k].second_part};
        plan->keys[plan->key_count++] = key;
    }
}

/* Pairwise F1 of the groups found, in ten-thousandths. */
static int measure(const struct people *people, const struct match_result *result)
{
    int64_t found = 0, right = 0, all = 0;
    for (size_t i = 0; i < people->count; i++)
        for (size_t j = i + 1; j < people->count; j++) {
            bool one = people->truth[i] == people->truth[j], said = result->group[i] == result->group[j];
            all += one;
            found += said;
            right += one && said;
        }
    return (int)(20000 * right / (found + all));
}

static void check(const char *name, unsigned used, bool year_only, int least)
{
    struct arena *CLOSING(arena) arena = arena_open();
    struct failure why;
    struct match_plan plan;
    struct match_result result;
    int8_t field_of[COLUMNS];
    struct people *people = people_read(arena, name);
    plan_make(&plan, field_of, used);
    struct match_rows *rows = match_rows_make(arena, &plan);
    for (size_t i = 0; i < people->count; i++) {
        struct text cells[MATCH_FIELDS_MAX];
        for (int c = 0; c < COLUMNS; c++)
            if (field_of[c] >= 0)
                cells[field_of[c]] =
                    c == BORN && year_only ? text_part(people->cells[i][c], 0, 4) : people->cells[i][c];
        assert_true(match_rows_add(rows, 0, cells, &why));
    }
    assert_true(match_run(arena, rows, 2, &result, &why));
    int reached = measure(people, &result);
    print_message("# %s: F1 0.%04d of at least 0.%04d\n", name, reached, least);
    assert_true(reached >= least);
    size_t wrong = 0;
    for (size_t i = 0; i < result.count; i++)
        wrong += result.links[i].band == BAND_SURE &&
                 people->truth[result.links[i].a] != people->truth[result.links[i].b];
    assert_int_equal(wrong, 0);
}

enum {
    ALL = (1 << COLUMNS) - 1,
    NO_NUMBER = ALL & ~(1 << SOCIAL),
    FEW = 1 << GIVEN | 1 << SURNAME | 1 << BORN | 1 << SUBURB | 1 << STATE,
};

static void with_all_columns(void **state)
{
    (void)state;
    check("dataset1.csv", ALL, false, 9995);
    check("dataset2.csv", ALL, false, 9995);
}

static void without_the_identity_number(void **state)
{
    (void)state;
    check("dataset1.csv", NO_NUMBER, false, 9940);
    check("dataset2.csv", NO_NUMBER, false, 9940);
}

static void by_name_birthday_suburb_and_state(void **state)
{
    (void)state;
    check("dataset1.csv", FEW, false, 9750);
    check("dataset2.csv", FEW, false, 9100);
}

static void by_name_year_of_birth_suburb_and_state(void **state)
{
    (void)state;
    check("dataset1.csv", FEW, true, 9400);
    check("dataset2.csv", FEW, true, 8700);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(with_all_columns),
        cmocka_unit_test(without_the_identity_number),
        cmocka_unit_test(by_name_birthday_suburb_and_state),
        cmocka_unit_test(by_name_year_of_birth_suburb_and_state),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
