/* policy_table_test.c — persons as CSV and as columns: one made of the other, the same answers, and what is wrong told at its place. */
#include "engine/policy/policy_table.h"

#include "engine/codec/columnar.h"
#include "engine/codec/csv.h"
#include "engine/policy/policy_people.h"
#include "engine/rule/rule_columns.h"
#include "unit/engine/policy/sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

enum { PEOPLE = 2500, OUT_MAX = 16 << 20 };

static struct policy_table_source source_of(struct text bytes)
{
    return (struct policy_table_source){TEXT("nguoi.csv"), bytes};
}

/* Random people as CSV; what is out of bounds is left out. */
static struct text people_csv(struct arena *arena, const struct policy *policy, uint64_t seed)
{
    struct buffer CLOSING(buffer) out;
    struct text cells[POLICY_COLUMNS_MAX];
    buffer_init(&out, OUT_MAX);
    for (size_t c = 0; c < policy->column_count; c++)
        cells[c] = policy->columns[c].name;
    csv_write_row(&out, ',', cells, policy->column_count);
    for (size_t i = 0; i < PEOPLE; i++) {
        for (size_t c = 0; c < policy->column_count; c++) {
            int32_t cell;
            struct value value = sample_random(&policy->columns[c], &seed, &cell);
            bool out_of_bounds = (value.kind == VALUE_NUMBER && cell < 0) || (value.kind == VALUE_CODE && (size_t)cell >= policy->columns[c].code_count) ||
                                 (value.kind == VALUE_NUMBER && decimal_compare(value.number, policy->columns[c].most) > 0);
            cells[c] = out_of_bounds || sample_next(&seed) % 6 == 0 ? (struct text){0} : value_write(arena, value);
        }
        csv_write_row(&out, ',', cells, policy->column_count);
    }
    return text_copy(arena, buffer_text(&out));
}

/* Written in that form, with nothing to tell. */
static struct text written(struct arena *arena, const struct policy *policy, struct text bytes, enum policy_table_form form)
{
    struct buffer CLOSING(buffer) out;
    struct policy_table_source source = source_of(bytes);
    struct policy_table_written told;
    struct problems problems;
    struct failure why;
    problems_init(&problems, arena, 5);
    buffer_init(&out, OUT_MAX);
    assert_true(policy_table_write(policy, &source, form, &out, &told, &problems, &why));
    assert_true(problems.errors == 0 && problems.warnings == 0 && told.strange == 0);
    return text_copy(arena, buffer_text(&out));
}

/* What everybody of a table gets, as a columnar file of answers. */
static struct text answers(struct arena *arena, const struct policy *policy, struct text bytes, struct day as_of)
{
    struct buffer CLOSING(buffer) out;
    struct policy_table_source source = source_of(bytes);
    struct policy_people *people = policy_people_open(arena, policy, as_of);
    struct policy_verdict *verdicts = arena_make_many(arena, RULE_BLOCK * policy->line_count, sizeof *verdicts);
    struct policy_table *table;
    struct policy_table_rows rows = {.count = 1};
    struct policy_answers *answers;
    struct problems problems;
    struct failure why;
    problems_init(&problems, arena, 5);
    buffer_init(&out, OUT_MAX);
    assert_true(policy_table_open(arena, policy, &source, &table, &problems, &why) && table);
    assert_true(policy_answers_begin(arena, policy, as_of, &out, &answers, &why));
    while (rows.count > 0) {
        assert_true(policy_table_next(table, &rows, &why));
        policy_people_judge(people, rows.values, rows.count, verdicts);
        assert_true(policy_answers_write(answers, verdicts, rows.count, &why));
    }
    assert_true(policy_answers_end(answers, &why));
    return text_copy(arena, buffer_text(&out));
}

static void one_is_made_of_the_other_and_both_are_answered_the_same(void **state)
{
    static const char *const names[] = {"nq-68-2021", "hanoi-2021", "nq-116-2021"};
    (void)state;
    for (size_t i = 0; i <= LENGTH_OF(names); i++) {
        struct arena *CLOSING(arena) arena = arena_open();
        const struct policy *policy = sample_policy(arena);
        if (i < LENGTH_OF(names))
            policy = pack_policy(arena, names[i]);
        struct text csv = people_csv(arena, policy, i), columnar = written(arena, policy, csv, POLICY_TABLE_COLUMNAR);
        assert_true(policy_table_is(policy, csv) && policy_table_is(policy, columnar) && columnar_is(columnar) && !columnar_is(csv));
        assert_true(text_equal(written(arena, policy, columnar, POLICY_TABLE_CSV), csv));
        assert_true(text_equal(written(arena, policy, columnar, POLICY_TABLE_COLUMNAR), columnar));
        assert_true(text_equal(answers(arena, policy, csv, day_of(2021, 10, 1)), answers(arena, policy, columnar, day_of(2021, 10, 1))));
    }
}

static const struct {
    const char *csv;
    const char *told; /* weight, line, column and code of each */
} TORN[] = {
    {"days_stopped,insured\r\n20,yes\r\n,\r\n", ""},
    {"days_stopped\n\"\"\n20\n", ""},
    {"days_stopped;insured;children\n1.500;no;2,5\n20;true;2.5\n", "lưu ý 2:3 check.strange "},
    {"days_stopped,insured,residence,stopped_on\n20,có,nowhere,8/9/2021\n-1,yes,permanent,2021-02-30\n",
     "lưu ý 2:2 check.strange lưu ý 2:3 check.strange lưu ý 2:4 check.strange lưu ý 3:1 check.strange lưu ý 3:4 check.strange "},
    {"days_stopped,luong\n1,2\n", "1:2 policy.table-column "},
    {"days_stopped,insured,days_stopped\n1,yes,2\n", "1:3 policy.table-twice "},
    {"days_stopped,insured\n1,yes\n1\n", "3:2 policy.table-row "},
    {"days_stopped,insured\n1,yes,no\n", "2:3 policy.table-row "},
    {"", "0:0 check.no-table "},
};

static struct text told(struct arena *arena, const struct problems *problems)
{
    struct buffer CLOSING(buffer) out;
    buffer_init(&out, 1 << 16);
    for (size_t i = 0; i < problems->count; i++)
        buffer_add_format(&out, "%s%u:%u %s ", problems->items[i].weight == PROBLEM_WARNING ? "lưu ý " : "", problems->items[i].place.line,
                          problems->items[i].place.column, problems->items[i].code);
    return text_copy(arena, buffer_text(&out));
}

static void what_is_wrong_is_told_at_its_line_and_column(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    const struct policy *policy = sample_policy(arena);
    for (size_t i = 0; i < LENGTH_OF(TORN); i++) {
        struct buffer CLOSING(buffer) out;
        struct policy_table_source source = source_of(text_of(TORN[i].csv));
        struct policy_table_written counts;
        struct problems problems;
        struct failure why;
        problems_init(&problems, arena, 20);
        buffer_init(&out, OUT_MAX);
        assert_true(policy_table_write(policy, &source, i % 2 == 0 ? POLICY_TABLE_CSV : POLICY_TABLE_COLUMNAR, &out, &counts, &problems, &why));
        assert_string_equal(told(arena, &problems).bytes, TORN[i].told);
        assert_int_equal((size_t)counts.strange, problems.warnings);
    }
}

/* "1.500" is one and a half here, whatever a sheet of people means by it; nothing is taken for thousands. */
static void a_point_stands_before_fractions_and_nothing_is_unknown(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    const struct policy *policy = sample_policy(arena);
    struct text csv = TEXT("days_stopped,insured\r\n1.5,true\r\n,\r\n20,\r\n"), columnar = written(arena, policy, csv, POLICY_TABLE_COLUMNAR);
    struct columnar *file;
    struct columnar_block block;
    struct failure why;
    size_t count;
    assert_true(columnar_open(arena, (struct columnar_source){.bytes = columnar}, &file, &why) && columnar_next(file, &block, &why));
    const struct columnar_column *columns = columnar_columns(file, &count);
    assert_true(count == 2 && block.rows == 3 && columns[0].scale == 1 && columns[0].width == 2);
    const int16_t *days = block.columns[0].values;
    assert_true(days[0] == 15 && days[2] == 200 && block.columns[0].missing[1] == 1 && block.columns[1].missing[2] == 1);
}

static void only_a_table_with_names_of_the_dictionary_is_one(void **state)
{
    static const struct {
        const char *bytes;
        bool is;
    } cases[] = {{"days_stopped,insured\n1,yes\n", true}, {"insured", true},  {"\xEF\xBB\xBF" "insured\r\nyes\r\n", true}, {"Số ngày nghỉ,insured\n1,yes\n", false},
                 {"days_stopped,\n", false},              {"", false},        {"PK\x03\x04", false},                   {"dvcolum1", true}};
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    const struct policy *policy = sample_policy(arena);
    for (size_t i = 0; i < LENGTH_OF(cases); i++)
        if (policy_table_is(policy, text_of(cases[i].bytes)) != cases[i].is)
            fail_msg("%s", cases[i].bytes);
}

/* A columnar file by somebody else: other order of codes, one the dictionary does not have, values beyond every bound. */
static void a_columnar_file_of_others_is_read_by_the_dictionary(void **state)
{
    static const struct text codes[] = {TEXT_ENTRY("nowhere"), TEXT_ENTRY("none"), TEXT_ENTRY("permanent")};
    static const int8_t places[] = {2, 0, 5, 1}, truths[] = {1, 0, 2, 1};
    static const int64_t days[] = {15, -1, 20, 3000000000};
    const struct columnar_column columns[] = {{.name = TEXT("residence"), .kind = VALUE_CODE, .width = 1, .codes = codes, .code_count = 3},
                                              {.name = TEXT("insured"), .kind = VALUE_TRUTH, .width = 1},
                                              {.name = TEXT("days_stopped"), .kind = VALUE_NUMBER, .width = 8}};
    const struct columnar_values values[] = {{places, NULL}, {truths, NULL}, {days, NULL}};
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    const struct policy *policy = sample_policy(arena);
    struct buffer CLOSING(buffer) file, CLOSING(buffer) out;
    struct columnar_writer *writer;
    struct policy_table_written counts;
    struct problems problems;
    struct failure why;
    problems_init(&problems, arena, 20);
    buffer_init(&file, OUT_MAX);
    buffer_init(&out, OUT_MAX);
    assert_true(columnar_begin(arena, (struct columnar_target){.bytes = &file}, columns, LENGTH_OF(columns), &writer, &why) &&
                columnar_write(writer, &(struct columnar_block){4, values}, &why) && columnar_end(writer, &why));
    struct policy_table_source source = source_of(buffer_text(&file));
    assert_true(policy_table_write(policy, &source, POLICY_TABLE_CSV, &out, &counts, &problems, &why));
    assert_string_equal(text_copy(arena, buffer_text(&out)).bytes, "residence,insured,days_stopped\r\npermanent,true,15\r\n,false,\r\n,,20\r\nnone,true,3000000000\r\n");
    assert_int_equal((size_t)counts.strange, 4);
    source.bytes.length -= 3;
    assert_false(policy_table_write(policy, &source, POLICY_TABLE_COLUMNAR, &out, &counts, &problems, &why));
    assert_int_equal(why.kind, FAILURE_INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_is_made_of_the_other_and_both_are_answered_the_same),
        cmocka_unit_test(what_is_wrong_is_told_at_its_line_and_column),
        cmocka_unit_test(a_point_stands_before_fractions_and_nothing_is_unknown),
        cmocka_unit_test(only_a_table_with_names_of_the_dictionary_is_one),
        cmocka_unit_test(a_columnar_file_of_others_is_read_by_the_dictionary),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
