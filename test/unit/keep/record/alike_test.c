/* alike_test.c — which records tell of one event: near each other, on one day, in much the same words. */
#include "unit/keep/record/shelf.h"

#include "keep/record/alike.h"
#include "keep/store/store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const char *const COMPARED[] = {"registers/outreach.yaml", "name: topic\n", "name: topic\nsame: [held_on, form, topic]\n", NULL};
static const char DAY[] = "08/09/2021";

struct pair {
    const char *unit, *day, *form, *topic;
    bool alike;
};

/* Each beside a meeting of the ward's bloc 00118.kv: "Họp tổ dân phố số 7: nhắc 5K". */
static const struct pair PAIRS[] = {
    {"00118.kv", DAY, "meeting", "Họp tổ dân phố số 7: nhắc 5K", true},
    {"00118.pn", DAY, "meeting", "HOP TO DAN PHO 7, nhac 5k", true},      /* another organisation of the ward, without accents */
    {"00118.pn", DAY, "meeting", "Nhắc thực hiện 5K, họp tổ dân phố số 7", true},
    {"004.mttq", DAY, "meeting", "Họp tổ dân phố số 7: nhắc 5K", true},   /* the district holds the ward */
    {"00136.kv", DAY, "meeting", "Họp tổ dân phố số 7: nhắc 5K", false},  /* the next ward */
    {"00118.pn", "09/09/2021", "meeting", "Họp tổ dân phố số 7: nhắc 5K", false},
    {"00118.pn", DAY, "loudspeaker", "Họp tổ dân phố số 7: nhắc 5K", false},
    {"00118.pn", DAY, "meeting", "Họp tổ dân phố số 5: nhắc 5K", false},  /* each names a number of its own */
    {"00118.pn", DAY, "meeting", "Họp tổ dân phố: nhắc 5K", true},
    {"00118.pn", DAY, "meeting", "Phân loại rác tại nguồn", false},
};

static struct record *session(struct shelf *shelf, const struct pair *of)
{
    struct chance chance = {7};
    struct record *record = shelf_copy(shelf, shelf_random(shelf, &chance, shelf_register(shelf, "outreach")));
    shelf_set(shelf, record, "held_on", of->day);
    shelf_set(shelf, record, "form", of->form);
    shelf_set(shelf, record, "topic", of->topic);
    record->day = record->values[record->register_->day->slot].value.day;
    record->unit = shelf_unit(shelf, of->unit, record->day);
    record->withdrawn = false;
    record->number = 0;
    return record;
}

static struct alike_book *book_of(const struct shelf *shelf)
{
    return alike_book_open(shelf_register(shelf, "outreach"), shelf->tree);
}

static size_t found_beside(struct shelf *shelf, const struct record *record)
{
    struct alike_book *CLOSING(alike_book) book = book_of(shelf);
    struct alike found[ALIKE_FOUND_MAX];
    struct failure why;
    size_t count;
    struct connection *reading = shelf_reading(shelf);
    if (!alike_find(book, reading, record, found, &count, &why))
        fail_msg("%s", why.text);
    store_read_end(reading);
    return count;
}

static void kept_records_of_one_event_are_found(void **state)
{
    struct shelf shelf;
    (void)state;
    shelf_open(&shelf, COMPARED);
    struct record *kept = session(&shelf, &PAIRS[0]);
    shelf_write(&shelf, NULL, kept);
    for (size_t i = 0; i < LENGTH_OF(PAIRS); i++)
        if ((found_beside(&shelf, session(&shelf, &PAIRS[i])) > 0) != PAIRS[i].alike)
            fail_msg("%s, %s: %s", PAIRS[i].unit, PAIRS[i].topic, PAIRS[i].alike ? "not found" : "found");
    assert_int_equal(found_beside(&shelf, kept), 0); /* itself */
    struct record *withdrawn = shelf_copy(&shelf, kept);
    withdrawn->withdrawn = true;
    shelf_write(&shelf, kept, withdrawn);
    assert_int_equal(found_beside(&shelf, session(&shelf, &PAIRS[0])), 0);
    shelf_close(&shelf);
}

static void rows_of_one_sheet_are_compared_with_those_before(void **state)
{
    struct shelf shelf;
    struct alike found;
    (void)state;
    shelf_open(&shelf, COMPARED);
    for (size_t i = 0; i < LENGTH_OF(PAIRS); i++) {
        struct alike_book *CLOSING(alike_book) book = book_of(&shelf);
        assert_false(alike_row(book, session(&shelf, &PAIRS[0]), 2, &found));
        assert_int_equal(alike_row(book, session(&shelf, &PAIRS[i]), 3, &found), PAIRS[i].alike);
        assert_true(!PAIRS[i].alike || found.number == 2);
    }
    shelf_close(&shelf);
}

static void a_register_that_does_not_ask_compares_nothing(void **state)
{
    struct shelf shelf;
    struct alike found;
    (void)state;
    shelf_open(&shelf, NULL);
    shelf_write(&shelf, NULL, session(&shelf, &PAIRS[0]));
    assert_int_equal(found_beside(&shelf, session(&shelf, &PAIRS[0])), 0);
    struct alike_book *CLOSING(alike_book) book = book_of(&shelf);
    assert_false(alike_row(book, session(&shelf, &PAIRS[0]), 2, &found));
    assert_false(alike_row(book, session(&shelf, &PAIRS[0]), 3, &found));
    shelf_close(&shelf);
}

static void no_more_are_told_than_people_read(void **state)
{
    struct shelf shelf;
    (void)state;
    shelf_open(&shelf, COMPARED);
    for (size_t i = 0; i < ALIKE_FOUND_MAX + 2; i++)
        shelf_write(&shelf, NULL, session(&shelf, &PAIRS[0]));
    assert_int_equal(found_beside(&shelf, session(&shelf, &PAIRS[1])), ALIKE_FOUND_MAX);
    shelf_close(&shelf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kept_records_of_one_event_are_found),
        cmocka_unit_test(rows_of_one_sheet_are_compared_with_those_before),
        cmocka_unit_test(a_register_that_does_not_ask_compares_nothing),
        cmocka_unit_test(no_more_are_told_than_people_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
