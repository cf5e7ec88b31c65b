/* form_test.c — a form counts what each body received, adds up its columns, names the sums that do not hold, and who may see it. */
#include "support/house/house.h"

#include "work/paper/form.h"
#include "work/report/report.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static struct form_request asked(const struct viewer *viewer)
{
    return (struct form_request){.form = TEXT("sessions"), .unit = TEXT("00118.kv"), .period = TEXT("2021-Q3"), .viewer = viewer};
}

static struct form_built made(struct test_house *house, const struct form_request *ask)
{
    struct form_built built;
    struct failure why;
    if (!form_build(house->instance, ask, house->arena, &built, &why))
        fail_msg("%s", why.text);
    return built;
}

static void fill(struct test_house *house)
{
    house_write(house, "outreach", "00118.kv", "held_on", "05/07/2021", "topic", "Tiêm vắc-xin", "form", "loudspeaker", NULL);
    house_write(house, "outreach", "00118.kv", "held_on", "20/08/2021", "topic", "Phân loại rác", "form", "meeting", "attendance", "1500", NULL);
    house_write(house, "outreach", "00136.kv", "held_on", "20/08/2021", "topic", "Nơi khác", "form", "meeting", "attendance", "9", NULL);
}

static const struct table *table_of(const struct document *document)
{
    for (size_t i = 0; i < document->blocks.count; i++)
        if (((const struct block *)document->blocks.items[i])->kind == BLOCK_TABLE)
            return ((const struct block *)document->blocks.items[i])->table;
    fail_msg("the form has no table");
    return NULL;
}

static void a_body_counts_its_own_and_columns_add_up(void **state)
{
    static const char *const WANT[] = {"2", "1", "1", "1.500", "1.502", "", ""};
    struct test_house *house = *state;
    fill(house);
    const struct form_request ask = asked(&house->owner);
    struct form_built built = made(house, &ask);
    const struct table *table = table_of(built.document);
    assert_int_equal(table->rows.count, 1);
    const struct row *row = table->rows.items[0];
    for (size_t i = 0; i < LENGTH_OF(WANT); i++)
        assert_true(text_is(runs_text(house->arena, &row->cells[i + 1]), WANT[i]));
    assert_true(text_contains(row->cells[2].items[0].bound.href, TEXT("/so-lieu/outreach.sessions?don-vi=00118.kv&ky=2021-Q3&theo=meeting")));
    assert_true(built.document->landscape);
}

static void a_sum_that_does_not_hold_is_named(void **state)
{
    struct test_house *house = *state;
    fill(house);
    const struct form_request ask = asked(&house->owner);
    struct form_built built = made(house, &ask);
    assert_int_equal(node_count(built.broken), 1); /* 1=2+3 holds, 6=1 cannot be told */
    assert_true(text_is(node_text_at(built.broken->list.items[0], "sum"), "1=4"));
    assert_true(text_contains(table_of(built.document)->note, TEXT("1=4")));
}

static void headings_stand_over_their_columns(void **state)
{
    struct test_house *house = *state;
    const struct form_request ask = asked(&house->owner);
    struct form_built built = made(house, &ask);
    size_t rows, count;
    const struct heading *headings = table_headings(house->arena, table_of(built.document), &rows, &count);
    assert_int_equal(rows, 4); /* three of titles, one of numbers */
    assert_true(text_is(headings[0].title, "Đơn vị"));
    assert_int_equal(headings[0].rows, 3);
    assert_true(text_is(headings[2].title, "Hình thức"));
    assert_int_equal(headings[2].count, 3);
    struct text bytes;
    struct failure why;
    assert_true(report_write(house->arena, built.document, REPORT_HTML, &bytes, &why));
    assert_true(text_contains(bytes, TEXT("<th scope=\"colgroup\" colspan=\"2\" class=\"centre\">Khác</th>")));
    assert_true(text_contains(bytes, TEXT(">1=2+3</th>")));
    assert_true(report_write(house->arena, built.document, REPORT_XLSX, &bytes, &why));
    assert_true(report_write(house->arena, built.document, REPORT_DOCX, &bytes, &why));
}

static void refuses(struct test_house *house, const struct form_request *ask, enum failure_kind kind)
{
    struct form_built built = {0};
    struct failure why = {0};
    assert_false(form_build(house->instance, ask, house->arena, &built, &why));
    assert_int_equal(why.kind, kind);
}

static void only_the_head_and_the_officer_compile_forms(void **state)
{
    struct test_house *house = *state;
    struct form_request ask = asked(house_person(house, "lan", ROLE_RECORDER, "00118.kv"));
    refuses(house, &ask, FAILURE_DENIED);
    ask.viewer = house_person(house, "mai", ROLE_OFFICER, "00136.kv");
    refuses(house, &ask, FAILURE_DENIED);
    ask.viewer = house_person(house, "hoa", ROLE_APPROVER, "00118.kv");
    assert_non_null(made(house, &ask).document);
    ask.period = TEXT("2021-Q3/tt02");
    refuses(house, &ask, FAILURE_INVALID);
    ask = asked(&house->owner);
    ask.unit = TEXT("004.mttq");
    refuses(house, &ask, FAILURE_NOT_FOUND);
    ask.form = TEXT("no-such-form");
    refuses(house, &ask, FAILURE_NOT_FOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_body_counts_its_own_and_columns_add_up, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(a_sum_that_does_not_hold_is_named, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(headings_stand_over_their_columns, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(only_the_head_and_the_officer_compile_forms, house_setup, house_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
