/* deadline_words_test.c — what decisions do to a limit, told as people read it; what the law does not allow is said and not counted. */
#include "engine/calendar/deadline_words.h"

#include "base/buffer.h"
#include "unit/engine/calendar/vietnam.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static int open_vietnam(void **state)
{
    *state = vietnam_open();
    return 0;
}

static int close_vietnam(void **state)
{
    vietnam_close(*state);
    return 0;
}

/* 30 days; a complicated matter 30 and one extension of 30; from 2026-07-01 suspended by decision, and it takes over. */
static const struct deadline_variant VARIANTS[] = {
    {.name = {"complex", 7}, .title = {{"phuc tap", 8}, {"complicated", 11}}, .days = 30, .extension = {.times = 1, .days = 30}},
};
static const struct deadline_version VERSIONS[] = {
    {.from = {16000}, .to = {20634}, .days = 30, .roll = true, .variants = VARIANTS, .variant_count = 1},
    {.from = {20635}, .to = {INT32_MIN}, .days = 30, .roll = true, .takes_over = true, .suspension = {.allowed = true},
     .variants = VARIANTS, .variant_count = 1},
};
static const struct deadline_rule RULE = {VERSIONS, 2, false};

/* "s2026-07-10 c2026-07-20 e2026-07-25+10" */
static size_t events_read(const char *written, struct deadline_event *events)
{
    struct text rest = text_of(written), word;
    size_t count = 0;
    while (text_next(&rest, ' ', &word)) {
        struct deadline_event *event = &events[count++];
        int64_t days = 0;
        *event = (struct deadline_event){.kind = word.bytes[0] == 's'   ? DEADLINE_SUSPENDED
                                                 : word.bytes[0] == 'c' ? DEADLINE_CONTINUED
                                                                        : DEADLINE_EXTENDED};
        assert_true(day_read((struct text){word.bytes + 1, 10}, &event->day));
        if (word.length > 12)
            assert_true(text_read_int64(text_from(word, 12), &days));
        event->days = (int)days;
    }
    return count;
}

static const char *told(const struct vietnam *vietnam, const struct deadline_matter *matter, enum language language)
{
    struct buffer CLOSING(buffer) out;
    struct deadline_date date;
    struct failure why = {0};
    buffer_init(&out, 1 << 16);
    assert_true(deadline_compute(vietnam->arena, vietnam->calendar, &RULE, matter, &date, &why));
    for (size_t i = 0; i < date.step_count; i++) {
        buffer_add(&out, deadline_step_sentence(vietnam->arena, &date, &date.steps[i], language));
        buffer_add(&out, TEXT("\n"));
    }
    return text_copy(vietnam->arena, buffer_text(&out)).bytes;
}

static void every_step_is_told_in_both_languages(void **state)
{
    const struct vietnam *vietnam = *state;
    static const struct {
        const char *start, *variant, *events, *vi, *en;
    } cases[] = {
        {"2021-08-04", "", "", "Bắt đầu từ 04/08/2021 (không tính ngày đầu)\n30 ngày\nNgày cuối là 03/09/2021, ngày nghỉ: chuyển sang ngày làm việc tiếp theo\nBỏ 03/09/2021\nBỏ 04/09/2021–05/09/2021 (thứ Bảy, Chủ nhật)\nĐến hạn: 06/09/2021\n",
         "Starts on 4 August 2021 (the first day is not counted)\n30 days\nThe last day is 3 September 2021, a day off: it moves to the next working day\nNot counted: 3 September 2021 (\"National Day\")\nNot counted: 4 September 2021–5 September 2021 (Saturday, Sunday)\nDue: 6 September 2021\n"},
        {"2026-07-02", "", "s2026-07-10 c2026-07-20",
         "Bắt đầu từ 02/07/2026 (không tính ngày đầu)\n30 ngày\nTạm đình chỉ từ 10/07/2026, còn 22 ngày chưa dùng\nTiếp tục từ 20/07/2026 (không tính ngày này), còn 22 ngày\nĐến hạn: 11/08/2026\n",
         "Starts on 2 July 2026 (the first day is not counted)\n30 days\nSuspended on 10 July 2026, 22 days are left\nContinued on 20 July 2026 (that day is not counted), 22 days are left\nDue: 11 August 2026\n"},
        {"2026-06-15", "", "s2026-07-10",
         "Bắt đầu từ 15/06/2026 (không tính ngày đầu)\nTheo quy định có hiệu lực từ 01/07/2026, áp dụng cả việc đang giải quyết\n30 ngày\nTạm đình chỉ từ 10/07/2026, còn 5 ngày chưa dùng\nĐang tạm đình chỉ: chưa có ngày đến hạn, còn 5 ngày khi tiếp tục\n",
         "Starts on 15 June 2026 (the first day is not counted)\nUnder the rule in force since 1 July 2026, which takes over what was running\n30 days\nSuspended on 10 July 2026, 5 days are left\nSuspended: no due day yet, 5 days are left when it goes on\n"},
        {"2021-03-01", "complex", "e2021-03-20+45 e2021-04-20",
         "Bắt đầu từ 01/03/2021 (không tính ngày đầu)\nTrường hợp: phuc tap\n30 ngày\nGia hạn theo quyết định ngày 20/03/2021: thêm 30 ngày\nKhông tính lần gia hạn ngày 20/03/2021: phần vượt quá số ngày cho phép\nKhông tính lần gia hạn ngày 20/04/2021: quá số lần cho phép\nNgày cuối là 30/04/2021, ngày nghỉ: chuyển sang ngày làm việc tiếp theo\nBỏ 30/04/2021\nBỏ 01/05/2021–02/05/2021 (thứ Bảy, Chủ nhật)\nBỏ 03/05/2021\nĐến hạn: 04/05/2021\n",
         NULL},
    };
    for (size_t i = 0; i < LENGTH_OF(cases); i++) {
        struct deadline_event events[4];
        const struct deadline_matter matter = {.start = vietnam_day(cases[i].start), .stop = DAY_NONE, .variant = text_of(cases[i].variant),
                                               .events = events, .event_count = events_read(cases[i].events, events)};
        assert_string_equal(told(vietnam, &matter, LANGUAGE_VI), cases[i].vi);
        if (cases[i].en)
            assert_string_equal(told(vietnam, &matter, LANGUAGE_EN), cases[i].en);
    }
}

static void what_the_law_does_not_allow_is_not_counted(void **state)
{
    const struct vietnam *vietnam = *state;
    static const struct {
        const char *start, *events, *because;
    } cases[] = {
        {"2021-08-09", "s2021-08-10", "tạm đình chỉ ngày 10/08/2021: quy định áp dụng không cho phép"},
        {"2021-08-09", "e2021-08-10", "gia hạn ngày 10/08/2021: quy định áp dụng không cho phép"},
        {"2026-07-02", "s2026-07-01", "tạm đình chỉ ngày 01/07/2026: trước ngày bắt đầu"},
        {"2026-07-02", "c2026-07-05", "tiếp tục ngày 05/07/2026: không đúng thứ tự"},
        {"2026-07-02", "s2026-08-20", "tạm đình chỉ ngày 20/08/2026: thời hạn đã hết trước đó"},
        {"2026-06-10", "s2026-06-20", "tạm đình chỉ ngày 20/06/2026: quy định áp dụng không cho phép"}, /* before the version that allows it */
    };
    for (size_t i = 0; i < LENGTH_OF(cases); i++) {
        struct deadline_event events[4];
        struct deadline_matter matter = {.start = vietnam_day(cases[i].start), .stop = DAY_NONE};
        struct deadline_date with, without;
        struct failure why = {0};
        assert_true(deadline_compute(vietnam->arena, vietnam->calendar, &RULE, &matter, &without, &why));
        matter.events = events;
        matter.event_count = events_read(cases[i].events, events);
        assert_true(deadline_compute(vietnam->arena, vietnam->calendar, &RULE, &matter, &with, &why));
        assert_int_equal(with.due.number, without.due.number);
        assert_true(text_contains(text_of(told(vietnam, &matter, LANGUAGE_VI)), text_of(cases[i].because)));
    }
}

static void what_happens_after_the_end_changes_nothing(void **state)
{
    const struct vietnam *vietnam = *state;
    struct deadline_event events[4];
    const struct deadline_matter matter = {.start = day_of(2026, 7, 2), .stop = day_of(2026, 7, 8), .events = events,
                                           .event_count = events_read("s2026-07-10", events)};
    struct deadline_date date;
    struct failure why = {0};
    assert_true(deadline_compute(vietnam->arena, vietnam->calendar, &RULE, &matter, &date, &why));
    assert_int_equal(date.standing, DEADLINE_KNOWN);
}

static void what_is_no_event_is_refused(void **state)
{
    const struct vietnam *vietnam = *state;
    struct deadline_event many[DEADLINE_EVENTS_MAX + 1];
    for (size_t i = 0; i < LENGTH_OF(many); i++)
        many[i] = (struct deadline_event){DEADLINE_EXTENDED, day_of(2021, 8, 10), 1};
    const struct deadline_event bad[] = {{DEADLINE_EXTENDED, DAY_NONE, 1}, {DEADLINE_EXTENDED, day_of(2021, 8, 10), -1}};
    const struct deadline_matter cases[] = {
        {.start = day_of(2021, 8, 9), .stop = DAY_NONE, .events = many, .event_count = LENGTH_OF(many)},
        {.start = day_of(2021, 8, 9), .stop = DAY_NONE, .events = &bad[0], .event_count = 1},
        {.start = day_of(2021, 8, 9), .stop = DAY_NONE, .events = &bad[1], .event_count = 1},
        {.start = day_of(2021, 8, 9), .stop = DAY_NONE, .variant = TEXT("urgent")},
    };
    for (size_t i = 0; i < LENGTH_OF(cases); i++) {
        struct deadline_date date = {.step_count = 77};
        struct failure why = {0};
        assert_false(deadline_compute(vietnam->arena, vietnam->calendar, &RULE, &cases[i], &date, &why));
        assert_int_equal(why.kind, i == 0 ? FAILURE_TOO_BIG : FAILURE_INVALID);
        assert_int_equal(date.step_count, 77);
    }
}

static void days_left_are_told(void **state)
{
    const struct vietnam *vietnam = *state;
    static const struct {
        int left;
        const char *vi, *en;
    } cases[] = {{3, "còn 3 ngày", "3 days left"}, {0, "hạn hôm nay", "due today"}, {-2, "quá hạn 2 ngày", "2 days overdue"}};
    for (size_t i = 0; i < LENGTH_OF(cases); i++) {
        struct day due = day_plus(day_of(2021, 9, 8), cases[i].left);
        assert_true(text_is(deadline_left_words(vietnam->arena, due, day_of(2021, 9, 8), LANGUAGE_VI), cases[i].vi));
        assert_true(text_is(deadline_left_words(vietnam->arena, due, day_of(2021, 9, 8), LANGUAGE_EN), cases[i].en));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_step_is_told_in_both_languages),
        cmocka_unit_test(what_the_law_does_not_allow_is_not_counted),
        cmocka_unit_test(what_happens_after_the_end_changes_nothing),
        cmocka_unit_test(what_is_no_event_is_refused),
        cmocka_unit_test(days_left_are_told),
    };
    return cmocka_run_group_tests_name("engine/calendar/deadline_words", tests, open_vietnam, close_vietnam);
}
