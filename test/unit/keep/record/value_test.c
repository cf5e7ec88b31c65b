/* value_test.c — what people write in a field, what is kept, and how it reads back. */
#include "unit/keep/record/shelf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

struct reading_case {
    const char *register_, *field, *given;
    const char *machine; /* NULL: refused, and `code` says why */
    const char *people, *code;
};

static const struct reading_case CASES[] = {
    {"outreach", "held_on", "8/9/2021", "2021-09-08", "08/09/2021", NULL},
    {"outreach", "held_on", "2021-09-08", "2021-09-08", "08/09/2021", NULL},
    {"outreach", "held_on", "08-09-2021", "2021-09-08", "08/09/2021", NULL},
    {"outreach", "held_on", "29/02/2021", NULL, NULL, "record.not-a-day"},
    {"outreach", "held_on", "hôm qua", NULL, NULL, "record.not-a-day"},
    {"outreach", "held_on", "  ", "", "", NULL},
    {"outreach", "attendance", "1.500", "1500", "1.500", NULL},
    {"outreach", "attendance", "1 500", "1500", "1.500", NULL},
    {"outreach", "attendance", "1500", "1500", "1.500", NULL},
    {"outreach", "attendance", "1,5", NULL, NULL, "record.not-whole"},
    {"outreach", "attendance", "2.5", NULL, NULL, "record.not-whole"},
    {"outreach", "attendance", "bốn mươi", NULL, NULL, "record.not-a-number"},
    {"outreach", "attendance", "1e9", NULL, NULL, "record.not-a-number"},
    {"outreach", "attendance", "10000000000001", NULL, NULL, "record.too-big"},
    {"outreach", "attendance", "99999999999999999999999", NULL, NULL, "record.not-a-number"},
    {"outreach", "hours", "2,5", "2.5", "2,5", NULL},
    {"outreach", "hours", "2.5", "2.5", "2,5", NULL},
    {"outreach", "hours", "3", "3.0", "3,0", NULL},
    {"outreach", "hours", "2,55", NULL, NULL, "record.too-fine"},
    {"outreach", "first_time", "Có", "true", "Có", NULL},
    {"outreach", "first_time", "KHÔNG", "false", "Không", NULL},
    {"outreach", "first_time", "x", "true", "Có", NULL},
    {"outreach", "first_time", "không rõ", NULL, NULL, "record.not-yes-or-no"},
    {"outreach", "form", "meeting", "meeting", "Hội nghị, họp tổ dân phố", NULL},
    {"outreach", "form", "hội nghị,  HỌP tổ dân phố", "meeting", "Hội nghị, họp tổ dân phố", NULL},
    {"outreach", "form", "House visits", "house_visit", "Đến từng nhà", NULL},
    {"outreach", "form", "Họp", NULL, NULL, "record.unknown-choice"},
    {"outreach", "home_group", "00118.g1", "00118.g1", "Tổ dân phố 1", NULL},
    {"outreach", "home_group", "to dan pho 1", "00118.g1", "Tổ dân phố 1", NULL},
    {"outreach", "home_group", "Tổ dân phố 2", NULL, NULL, "record.unknown-unit"},
    {"outreach", "home_group", "00118", NULL, NULL, "record.unit-kind"},
    {"outreach", "about", "luat-mttq-2015", "luat-mttq-2015", NULL, NULL},
    {"outreach", "about", "luật nào đó", NULL, NULL, "record.unknown-instrument"},
    {"supervision", "supervised", "Ngọc Thụy", "00118", "Ngọc Thụy", NULL},
    {"supervision", "supervised", "Phường Ngọc Thụy", "00118", "Ngọc Thụy", NULL},
    {"supervision", "sessions", "12", "12", "#12", NULL},
    {"supervision", "sessions", "0", NULL, NULL, "record.unknown-record"},
    {"supervision", "sessions", "mười hai", NULL, NULL, "record.unknown-record"},
    {"donation", "amount", "1.500.000", "1500000", "1.500.000", NULL},
    {"donation", "amount", "1.500.000 đồng", NULL, NULL, "record.not-a-number"},
    {"donation", "donor", "  Một người ", "Một người", "Một người", NULL},
};

static void check_case(const struct shelf *shelf, const struct reading_case *one)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    const struct field_definition *field = register_field(shelf_register(shelf, one->register_), text_of(one->field));
    const struct text given = text_of(one->given);
    struct record_value value = {.value = value_truth(true)};
    struct problems problems;
    problems_init(&problems, scratch, 5);
    bool read = record_read_value(scratch, field, &given, 1, shelf->definition, shelf->tree, day_of(2021, 9, 8),
                                  (struct place){.field = field->name}, &value, &problems);
    if (read != (one->machine != NULL))
        fail_msg("%s “%s”: %s", one->field, one->given, read ? "taken" : problems.items[0].code);
    if (!read) {
        assert_string_equal(problems.items[0].code, one->code);
        assert_true(text_equal(problems.items[0].place.field, field->name));
        assert_true(value.value.kind == VALUE_TRUTH); /* untouched */
        return;
    }
    assert_int_equal(problems.errors, 0);
    struct text machine = record_value_machine(scratch, field, &value, shelf->tree);
    struct text people = record_value_people(scratch, field, &value, shelf->definition, shelf->tree, LANGUAGE_VI);
    if (!text_is(machine, one->machine) || (one->people && !text_is(people, one->people)))
        fail_msg("%s “%s”: %.*s, %.*s", one->field, one->given, TEXT_ARGS(machine), TEXT_ARGS(people));
}

static void each_field_reads_what_people_write(void **state)
{
    struct shelf shelf;
    (void)state;
    shelf_open(&shelf, NULL);
    for (size_t i = 0; i < LENGTH_OF(CASES); i++)
        check_case(&shelf, &CASES[i]);
    shelf_close(&shelf);
}

/* A field of thousandths: what we wrote reads back as it was; what people write as thousands stays thousands. */
static void a_number_we_wrote_reads_back_as_it_was(void **state)
{
    static const char *const FINE[] = {"registers/outreach.yaml", "is: decimal, scale: 1", "is: decimal, scale: 3", NULL};
    static const struct { int64_t digits; const char *machine; } NUMBERS[] = {
        {1234, "1.2340"}, {-1234, "-1.2340"}, {123456, "123.4560"}, {1234567, "1234.567"}, {1500000, "1500.000"}, {500, "0.5000"}, {0, "0.000"}, {999000, "999.0000"}};
    static const struct { const char *given; int64_t digits; } PEOPLE[] = {{"1.234", 1234000}, {"1,234", 1234}, {"1.234,5", 1234500}, {"2.5", 2500}};
    struct shelf shelf;
    (void)state;
    shelf_open(&shelf, FINE);
    struct field_definition field = *register_field(shelf_register(&shelf, "outreach"), TEXT("hours"));
    field.has_max = false;
    struct problems problems;
    struct record_value read;
    problems_init(&problems, shelf.arena, 5);
    for (size_t i = 0; i < LENGTH_OF(NUMBERS); i++) {
        const struct record_value value = {.value = value_number((struct decimal){NUMBERS[i].digits, 3})};
        const struct text machine = record_value_machine(shelf.arena, &field, &value, shelf.tree);
        assert_string_equal(text_copy(shelf.arena, machine).bytes, NUMBERS[i].machine);
        assert_true(record_read_value(shelf.arena, &field, &machine, 1, shelf.definition, shelf.tree, day_of(2021, 9, 8), (struct place){0},
                                      &read, &problems));
        assert_int_equal(read.value.number.digits, NUMBERS[i].digits);
    }
    for (size_t i = 0; i < LENGTH_OF(PEOPLE); i++) {
        const struct text given = text_of(PEOPLE[i].given);
        assert_true(record_read_value(shelf.arena, &field, &given, 1, shelf.definition, shelf.tree, day_of(2021, 9, 8), (struct place){0},
                                      &read, &problems));
        assert_int_equal(read.value.number.digits, PEOPLE[i].digits);
    }
    shelf_close(&shelf);
}

static void several_values_keep_their_order_each_once(void **state)
{
    struct shelf shelf;
    struct problems problems;
    struct record_value value;
    const struct text given[] = {TEXT("00136"), TEXT(" "), TEXT("Ngọc Thụy"), TEXT("00136")};
    (void)state;
    shelf_open(&shelf, NULL);
    problems_init(&problems, shelf.arena, 5);
    const struct field_definition *field = register_field(shelf_register(&shelf, "supervision"), TEXT("supervised"));
    assert_true(record_read_value(shelf.arena, field, given, LENGTH_OF(given), shelf.definition, shelf.tree, day_of(2021, 9, 8),
                                  (struct place){0}, &value, &problems));
    assert_int_equal(value.many_count, 2);
    assert_true(text_is(record_value_machine(shelf.arena, field, &value, shelf.tree), "00136;00118"));
    assert_true(text_is(record_value_people(shelf.arena, field, &value, shelf.definition, shelf.tree, LANGUAGE_VI), "Phúc Lợi, Ngọc Thụy"));
    shelf_close(&shelf);
}

static void too_many_values_are_refused(void **state)
{
    struct shelf shelf;
    struct problems problems;
    struct record_value value;
    struct text given[201];
    (void)state;
    shelf_open(&shelf, NULL);
    problems_init(&problems, shelf.arena, 5);
    for (size_t i = 0; i < LENGTH_OF(given); i++)
        given[i] = TEXT("00118");
    const struct field_definition *many = register_field(shelf_register(&shelf, "supervision"), TEXT("supervised"));
    const struct field_definition *one = register_field(shelf_register(&shelf, "supervision"), TEXT("topic"));
    assert_false(record_read_value(shelf.arena, many, given, LENGTH_OF(given), shelf.definition, shelf.tree, day_of(2021, 9, 8),
                                   (struct place){0}, &value, &problems));
    assert_string_equal(problems.items[0].code, "record.too-many-values");
    assert_false(record_read_value(shelf.arena, one, given, 2, shelf.definition, shelf.tree, day_of(2021, 9, 8), (struct place){0}, &value,
                                   &problems));
    assert_string_equal(problems.items[1].code, "record.one-value");
    shelf_close(&shelf);
}

/* A code means what it meant on the record's day. */
static void a_unit_is_the_one_of_that_day(void **state)
{
    static const char *const CHANGED[] = {
        "units.yaml", "successors:\n",
        "  - {code: \"00118\", kind: ward, in: \"01\", name: {vi: \"Phường Bồ Đề\"}, short: {vi: \"Bồ Đề\"}, from: 2025-07-01}\nsuccessors:\n", NULL};
    struct shelf shelf;
    struct problems problems;
    struct record_value then, now;
    const struct text code = TEXT("00118"), name = TEXT("bo de");
    (void)state;
    shelf_open(&shelf, CHANGED);
    problems_init(&problems, shelf.arena, 5);
    const struct field_definition *field = register_field(shelf_register(&shelf, "supervision"), TEXT("supervised"));
    assert_true(record_read_value(shelf.arena, field, &code, 1, shelf.definition, shelf.tree, day_of(2021, 9, 8), (struct place){0}, &then, &problems));
    assert_true(record_read_value(shelf.arena, field, &code, 1, shelf.definition, shelf.tree, day_of(2025, 9, 8), (struct place){0}, &now, &problems));
    assert_true(text_is(record_value_people(shelf.arena, field, &then, shelf.definition, shelf.tree, LANGUAGE_VI), "Ngọc Thụy"));
    assert_true(text_is(record_value_people(shelf.arena, field, &now, shelf.definition, shelf.tree, LANGUAGE_VI), "Bồ Đề"));
    assert_false(record_read_value(shelf.arena, field, &name, 1, shelf.definition, shelf.tree, day_of(2021, 9, 8), (struct place){0}, &now, &problems));
    shelf_close(&shelf);
}

static void a_day_kept_as_its_month_tells_no_day(void **state)
{
    static const char *const MONTH[] = {"registers/outreach.yaml", "held_on:    {is: day,", "held_on:    {is: day, whole: month,", NULL};
    static const struct { const char *given, *machine; } SAID[] = {
        {"9/2021", "2021-09-01"}, {"09/2021", "2021-09-01"}, {"30/09/2021", "2021-09-01"}, {"2021-09-08", "2021-09-01"}, {"13/2021", NULL}, {"9/21", NULL}, {"/2021", NULL}};
    struct shelf shelf;
    (void)state;
    shelf_open(&shelf, MONTH);
    const struct field_definition *field = register_field(shelf_register(&shelf, "outreach"), TEXT("held_on"));
    for (size_t i = 0; i < LENGTH_OF(SAID); i++) {
        const struct text given = text_of(SAID[i].given);
        struct problems problems;
        struct record_value read;
        problems_init(&problems, shelf.arena, 5);
        bool taken = record_read_value(shelf.arena, field, &given, 1, shelf.definition, shelf.tree, day_of(2021, 9, 8), (struct place){0}, &read, &problems);
        assert_int_equal(taken, SAID[i].machine != NULL);
        if (!taken)
            continue;
        assert_true(text_is(record_value_machine(shelf.arena, field, &read, shelf.tree), SAID[i].machine));
        assert_true(text_is(record_value_people(shelf.arena, field, &read, shelf.definition, shelf.tree, LANGUAGE_VI), "09/2021"));
    }
    shelf_close(&shelf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_field_reads_what_people_write),
        cmocka_unit_test(a_number_we_wrote_reads_back_as_it_was),
        cmocka_unit_test(several_values_keep_their_order_each_once),
        cmocka_unit_test(too_many_values_are_refused),
        cmocka_unit_test(a_unit_is_the_one_of_that_day),
        cmocka_unit_test(a_day_kept_as_its_month_tells_no_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
