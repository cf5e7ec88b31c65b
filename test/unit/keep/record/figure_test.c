/*
 * figure_test.c — figures of every kind, beside a count over all records that anyone can follow.
 *
 * Records are written, corrected, withdrawn and moved by chance; after each batch some figures, and at the end
 * all of them, for units, periods of both calendars and days by chance, must be what the plain count says.
 */
#include "unit/keep/record/shelf.h"

#include "engine/calendar/deadline.h"
#include "keep/store/store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { RECORDS_MAX = 4000, CHANGES = 1500, BATCH_MAX = 25, VALUES_MAX = 4096, ENTRIES_MAX = 8000 };

/* More kinds than the small pack has: breakdowns of sums, distinct words, open and late ones with a condition. */
static const char *const CHANGED[] = {
    "registers/outreach.yaml", "  meeting_share:",
    "  by_form:       {title: {vi: \"Lượt người theo hình thức\"}, sum: attendance, where: \"hours > 2\", by: form}\n"
    "  hours_by_kind: {title: {vi: \"Giờ theo loại đơn vị\"}, sum: hours, by: unit_kind}\n"
    "  explained:     {title: {vi: \"Văn bản đã tuyên truyền\"}, distinct: about, where: first_time}\n"
    "  topics:        {title: {vi: \"Chủ đề\"}, distinct: topic}\n"
    "  in_group:      {title: {vi: \"Tại tổ 1\"}, count: records, where: \"home_group = '00118.g1'\"}\n"
    "  meeting_share:",
    "registers/supervision.yaml", "  reports_late:",
    "  teams_open:     {title: {vi: \"Đoàn đang giám sát\"}, open: {from: worked_on, until: reported_on}, where: form = 'team'}\n"
    "  plans_late:     {title: {vi: \"Kế hoạch gửi muộn\"}, late: front-plan-sent}\n"
    "  late_share:     {title: {vi: \"Tỷ lệ quá hạn\"}, share: [reports_late, missions]}\n"
    "  reports_late:",
    "registers/supervision.yaml", "{rule: front-team-report, starts: worked_on, stops: reported_on}",
    "{rule: front-team-report, starts: worked_on, stops: reported_on, where: form = 'team'}",
    NULL,
};

struct world_of_records {
    struct shelf shelf;
    struct record *records[RECORDS_MAX];
    size_t count;
};

/* ---- the plain count ---- */

struct question {
    const struct figure_definition *figure;
    struct figure_question ask;
};

static bool has_unit(const struct unit_set *units, const struct unit *unit)
{
    for (size_t i = 0; i < units->count; i++)
        if (units->units[i] == unit)
            return true;
    return false;
}

static struct day day_in(const struct record *record, const struct field_definition *field)
{
    struct value value = record->values[field->slot].value;
    return value.kind == VALUE_DAY ? value.day : DAY_NONE;
}

/* Is this record one of those the figure speaks of, leaving days aside? */
static bool speaks_of(struct arena *arena, const struct record *record, const struct question *question)
{
    const struct figure_definition *figure = question->figure;
    if (record->withdrawn || record->register_ != figure->register_ || !has_unit(question->ask.units, record->unit))
        return false;
    if (!figure->where)
        return true;
    struct value answer = rule_evaluate_slowly(figure->where, record_slots(arena, record), record->register_->slot_count);
    return answer.kind == VALUE_TRUTH && answer.truth;
}

static struct text part_of(const struct record *record, const struct figure_definition *figure)
{
    if (figure->by_unit_kind)
        return record->unit->kind;
    struct value value = figure->by ? record->values[figure->by->slot].value : value_unknown();
    return value.kind == VALUE_CODE ? value.text : (struct text){0};
}

static bool in_days(struct day day, struct day begin, struct day end)
{
    return day_is_some(day) && day_compare(day, begin) >= 0 && day_compare(day, end) <= 0;
}

static int64_t amount_of(const struct record *record, const struct figure_definition *figure)
{
    if (figure->kind == FIGURE_COUNT)
        return 1;
    struct value value = record->values[figure->field->slot].value;
    return value.kind == VALUE_NUMBER ? value.number.digits : 0;
}

static int64_t plain_sum(struct arena *arena, const struct world_of_records *all, const struct question *question, struct day begin)
{
    int64_t sum = 0;
    for (size_t i = 0; i < all->count; i++) {
        const struct record *record = all->records[i];
        struct text by = question->ask.by;
        if (in_days(day_in(record, question->figure->day), begin, question->ask.period.end) && speaks_of(arena, record, question) &&
            (by.length == 0 || text_equal(by, part_of(record, question->figure))))
            sum += amount_of(record, question->figure);
    }
    return sum;
}

static int64_t plain_distinct(struct arena *arena, const struct world_of_records *all, const struct question *question)
{
    struct value *seen = arena_make_many(arena, VALUES_MAX, sizeof *seen);
    size_t count = 0;
    const struct field_definition *field = question->figure->field;
    for (size_t i = 0; i < all->count; i++) {
        const struct record *record = all->records[i];
        const struct record_value *value = &record->values[field->slot];
        if (!in_days(day_in(record, question->figure->day), question->ask.period.begin, question->ask.period.end) ||
            !speaks_of(arena, record, question))
            continue;
        size_t values = field->many ? value->many_count : value_known(value->value);
        for (size_t k = 0; k < values; k++) {
            struct value one = field->many ? value->many[k] : value->value;
            size_t at = 0;
            while (at < count && !value_same(seen[at], one))
                at++;
            if (at == count)
                seen[count++] = one;
        }
    }
    return (int64_t)count;
}

static int64_t plain_open(struct arena *arena, const struct world_of_records *all, const struct question *question)
{
    int64_t open = 0;
    struct day end = question->ask.period.end;
    for (size_t i = 0; i < all->count; i++) {
        if (all->records[i]->register_ != question->figure->register_)
            continue;
        struct day from = day_in(all->records[i], question->figure->from), until = day_in(all->records[i], question->figure->until);
        if (!day_is_some(from) || !speaks_of(arena, all->records[i], question))
            continue;
        open += day_compare(from, end) <= 0;
        open -= day_is_some(until) && day_compare(until, end) <= 0;
    }
    return open;
}

static bool plain_limit(struct arena *arena, const struct world_of_records *all, const struct record *record,
                        const struct deadline_use *use, struct day *due)
{
    const struct deadline_matter matter = {.start = day_in(record, use->starts.day), .stop = DAY_NONE};
    struct deadline_date date;
    struct failure outside;
    if (!day_is_some(matter.start))
        return false;
    if (use->where) {
        struct value answer = rule_evaluate_slowly(use->where, record_slots(arena, record), record->register_->slot_count);
        if (answer.kind != VALUE_TRUTH || !answer.truth)
            return false;
    }
    if (!deadline_compute(arena, all->shelf.definition->calendar, &use->rule->rule, &matter, &date, &outside) || date.standing != DEADLINE_KNOWN)
        return false;
    *due = date.due;
    return true;
}

static int64_t plain_deadlines(struct arena *arena, const struct world_of_records *all, const struct question *question)
{
    const struct register_definition *register_ = question->figure->register_;
    struct day today = question->ask.today, due;
    const struct deadline_use *use = register_->deadlines;
    int64_t count = 0;
    while (use->rule != question->figure->deadline)
        use++;
    for (size_t i = 0; i < all->count; i++) {
        const struct record *record = all->records[i];
        if (record->register_ != register_ || !speaks_of(arena, record, question) || !plain_limit(arena, all, record, use, &due) ||
            !in_days(due, question->ask.period.begin, question->ask.period.end))
            continue;
        struct day done = day_in(record, use->stops.items[0].day);
        bool past = day_compare(due, today) < 0, ended = day_is_some(done);
        if (question->figure->kind == FIGURE_LATE)
            count += past && (!ended || day_compare(done, due) > 0);
        else if (question->figure->kind == FIGURE_DUE)
            count += !past && (!ended || day_compare(done, today) > 0);
        else
            count += ended && day_compare(done, due) < 0;
    }
    return count;
}

static struct value plain_answer(struct arena *arena, const struct world_of_records *all, const struct question *question);

/* In tenths of a percent, half away from zero. */
static struct value plain_share(struct arena *arena, const struct world_of_records *all, const struct question *question)
{
    struct question part = *question;
    part.figure = question->figure->first;
    int64_t first = plain_answer(arena, all, &part).number.digits;
    part.figure = question->figure->second;
    int64_t second = plain_answer(arena, all, &part).number.digits;
    return second == 0 ? value_unknown() : value_number((struct decimal){(first * 2000 + second) / (2 * second), 1});
}

static struct value plain_balance(struct arena *arena, const struct world_of_records *all, const struct question *question)
{
    struct question plus = *question, minus = *question;
    plus.figure = question->figure->first;
    minus.figure = question->figure->second;
    plus.ask.by = minus.ask.by = (struct text){0};
    struct day ever = day_of(1900, 1, 1);
    return value_whole(plain_sum(arena, all, &plus, ever) - plain_sum(arena, all, &minus, ever));
}

static struct value plain_answer(struct arena *arena, const struct world_of_records *all, const struct question *question)
{
    switch (question->figure->kind) {
    case FIGURE_COUNT:
        return value_whole(plain_sum(arena, all, question, question->ask.period.begin));
    case FIGURE_SUM:
        return value_number((struct decimal){plain_sum(arena, all, question, question->ask.period.begin), question->figure->field->scale});
    case FIGURE_DISTINCT:
        return value_whole(plain_distinct(arena, all, question));
    case FIGURE_BALANCE:
        return plain_balance(arena, all, question);
    case FIGURE_OPEN:
        return value_whole(plain_open(arena, all, question));
    case FIGURE_LATE:
    case FIGURE_DUE:
    case FIGURE_SHORT:
        return value_whole(plain_deadlines(arena, all, question));
    case FIGURE_SHARE:
        return plain_share(arena, all, question);
    }
    return value_unknown();
}

/* ---- the two side by side ---- */

static void same_or_fail(struct arena *arena, const struct question *question, const char *what, struct value got, struct value want)
{
    if (!value_same(got, want))
        fail_msg("%s of %.*s (%.*s, part “%.*s”): %.*s, but counted plainly %.*s", what, TEXT_ARGS(question->figure->name),
                 TEXT_ARGS(period_write(arena, question->ask.period)), TEXT_ARGS(question->ask.by), TEXT_ARGS(value_write(arena, got)),
                 TEXT_ARGS(value_write(arena, want)));
}

/* Does `one` come before `other` in the list? The key of each order is compared, ties by chance of its own. */
static bool in_order(const struct figure_list *list, const struct unit_set *units, const struct figure_entry *one,
                     const struct figure_entry *other)
{
    size_t places[2] = {0, 0};
    int order = 0;
    while (units->units[places[0]] != one->unit)
        places[0]++;
    while (units->units[places[1]] != other->unit)
        places[1]++;
    switch (list->order) {
    case FIGURE_BY_DAY:
        order = day_compare(other->day, one->day);
        break;
    case FIGURE_BY_UNIT:
        order = places[0] != places[1] ? (places[0] > places[1]) - (places[0] < places[1]) : day_compare(other->day, one->day);
        break;
    case FIGURE_BY_AMOUNT:
        order = decimal_compare(other->amount.number, one->amount.number);
        break;
    case FIGURE_BY_NUMBER:
        order = (other->record > one->record) - (other->record < one->record);
        break;
    }
    return list->turned ? order >= 0 : order <= 0;
}

static bool same_entry(const struct figure_entry *one, const struct figure_entry *other)
{
    return one->record == other->record && one->part == other->part && one->position == other->position;
}

struct walk {
    struct figure_list list;
    struct figure_entry entries[ENTRIES_MAX];
    size_t count;
    struct figure_opening opening; /* the last page read */
};

static void open_or_fail(struct arena *arena, struct connection *reading, const struct world_of_records *all,
                         const struct question *question, struct walk *walk)
{
    struct failure why;
    if (!figure_open(arena, reading, all->shelf.tree, question->figure, &question->ask, &walk->list, &walk->opening, &why))
        fail_msg("%s", why.text);
}

/* Forward: no gap, nothing twice, in order, the amounts make the sum. */
static void walk_forward(struct arena *arena, struct connection *reading, const struct world_of_records *all,
                         const struct question *question, struct walk *walk)
{
    struct decimal sum = {0, 0};
    do {
        open_or_fail(arena, reading, all, question, walk);
        for (size_t i = 0; i < walk->opening.count; i++) {
            const struct figure_entry *entry = &walk->opening.entries[i];
            assert_true(walk->count < ENTRIES_MAX);
            if (walk->count > 0) {
                assert_true(in_order(&walk->list, question->ask.units, &walk->entries[walk->count - 1], entry));
                assert_false(same_entry(&walk->entries[walk->count - 1], entry));
            }
            assert_true(decimal_add(sum, entry->amount.number, &sum));
            walk->entries[walk->count++] = *entry;
        }
        assert_true(walk->opening.count == walk->list.limit || walk->opening.next.length == 0);
        walk->list.from = walk->opening.next;
    } while (walk->opening.next.length > 0);
    assert_int_equal(walk->count, walk->opening.total);
    if (walk->opening.sum.kind == VALUE_NUMBER)
        assert_int_equal(decimal_compare(walk->opening.sum.number, sum), 0);
}

/* And back from the last page: the same entries. */
static void walk_backwards(struct arena *arena, struct connection *reading, const struct world_of_records *all,
                           const struct question *question, struct walk *walk)
{
    size_t at = walk->count - walk->opening.count;
    walk->list.backwards = true;
    while (walk->opening.previous.length > 0) {
        walk->list.from = walk->opening.previous;
        open_or_fail(arena, reading, all, question, walk);
        bool first = walk->opening.previous.length == 0; /* a full first page, though less of it was left */
        assert_true(first || at >= walk->opening.count);
        at = first ? 0 : at - walk->opening.count;
        for (size_t i = 0; i < walk->opening.count; i++)
            assert_true(same_entry(&walk->entries[at + i], &walk->opening.entries[i]));
    }
    assert_true(at == 0);
}

/* All pages, of a size by chance, in one of the eight orders. */
static void check_opening(struct arena *arena, struct connection *reading, const struct world_of_records *all,
                          const struct question *question, struct figure_answer answer, size_t page)
{
    struct walk *walk = arena_make(arena, sizeof *walk);
    walk->list = (struct figure_list){.order = (enum figure_order)(page % 4), .turned = page % 8 >= 4, .limit = page};
    walk_forward(arena, reading, all, question, walk);
    walk_backwards(arena, reading, all, question, walk);
    bool sums = question->figure->kind != FIGURE_SHARE && question->figure->kind != FIGURE_DISTINCT;
    if (sums)
        assert_int_equal(decimal_compare(walk->opening.sum.number, answer.value.number), 0);
}

/* Too many to walk: by day instead, and said. Where nothing has to be walked nothing changes. */
static void check_ceiling(struct arena *arena, struct connection *reading, const struct world_of_records *all,
                          const struct question *question)
{
    struct walk *walk = arena_make(arena, sizeof *walk);
    walk->list = (struct figure_list){.order = FIGURE_BY_NUMBER, .limit = 1, .walked_max = 1};
    open_or_fail(arena, reading, all, question, walk);
    assert_int_equal(walk->opening.order, walk->opening.total > 1 ? FIGURE_BY_DAY : FIGURE_BY_NUMBER);
    walk->list.order = FIGURE_BY_UNIT;
    open_or_fail(arena, reading, all, question, walk);
    assert_int_equal(walk->opening.order, FIGURE_BY_UNIT);
}

/* A list of some days holds just what the whole list holds of them. */
static void check_days(struct arena *arena, struct connection *reading, const struct world_of_records *all, const struct question *question)
{
    const struct figure_days days = {day_plus(question->ask.period.begin, 10), day_plus(question->ask.period.begin, 40)};
    struct walk *whole = arena_make(arena, sizeof *whole), *some = arena_make(arena, sizeof *some);
    size_t inside = 0;
    whole->list = (struct figure_list){.limit = FIGURE_PAGE_MAX};
    some->list = (struct figure_list){.limit = FIGURE_PAGE_MAX, .days = &days};
    walk_forward(arena, reading, all, question, whole);
    walk_forward(arena, reading, all, question, some);
    for (size_t i = 0; i < whole->count; i++)
        inside += day_compare(whole->entries[i].day, days.begin) >= 0 && day_compare(whole->entries[i].day, days.end) <= 0;
    assert_int_equal(some->count, inside);
}

static void check_parts(struct arena *arena, const struct world_of_records *all, const struct question *question,
                        const struct figure_answer *answer)
{
    int64_t sum = 0;
    for (size_t i = 0; i < answer->part_count; i++) {
        struct question part = *question;
        part.ask.by = answer->parts[i].code;
        sum += answer->parts[i].value.number.digits;
        if (part.ask.by.length > 0)
            same_or_fail(arena, &part, "the part", answer->parts[i].value, plain_answer(arena, all, &part));
    }
    if (answer->part_count > 0)
        assert_int_equal(sum, answer->value.number.digits);
}

static void check_figure(const struct world_of_records *all, const struct question *question, size_t page)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    struct connection *CLOSING(store_read) reading = shelf_reading(&all->shelf);
    struct figure_answer answer;
    struct failure why;
    if (!figure_compute(scratch, reading, all->shelf.tree, question->figure, &question->ask, &answer, &why))
        fail_msg("%s", why.text);
    same_or_fail(scratch, question, "the value", answer.value, plain_answer(scratch, all, question));
    check_parts(scratch, all, question, &answer);
    if (answer.units)
        assert_int_equal(answer.unit_count, answer.value.number.digits);
    check_opening(scratch, reading, all, question, answer, page);
    check_days(scratch, reading, all, question);
    check_ceiling(scratch, reading, all, question);
}

static struct period random_period(struct chance *chance)
{
    static const struct { enum period_kind kind; int most; } KINDS[] = {
        {PERIOD_YEAR, 1}, {PERIOD_HALF, 2}, {PERIOD_NINE_MONTHS, 1}, {PERIOD_QUARTER, 4}, {PERIOD_MONTH, 12}};
    size_t at = chance_below(chance, LENGTH_OF(KINDS));
    int year = chance_below(chance, 6) == 0 ? 2020 : 2021;
    return period_of(KINDS[at].kind, year, 1 + (int)chance_below(chance, (uint64_t)KINDS[at].most), chance_below(chance, 2) == 0);
}

static struct question random_question(struct world_of_records *all, struct chance *chance, size_t figure)
{
    static const char *const PLACES[] = {"01", "004", "00118", "00136"};
    struct question question = {.figure = &all->shelf.definition->figures[figure],
                                .ask = {.definition = all->shelf.definition, .period = random_period(chance)}};
    const struct unit *place = shelf_unit(&all->shelf, PLACES[chance_below(chance, LENGTH_OF(PLACES))], day_of(2021, 6, 1));
    question.ask.units = unit_subtree(all->shelf.arena, all->shelf.tree, place, question.ask.period.begin, question.ask.period.end);
    question.ask.today = day_plus(day_of(2021, 1, 1), (int)chance_below(chance, 400));
    return question;
}

static void check_table(struct world_of_records *all, struct chance *chance)
{
    enum { GROUPS = 4 };
    static const char *const PLACES[GROUPS] = {"004", "00118", "00136", "00142"};
    struct shelf *shelf = &all->shelf;
    size_t figures = shelf->definition->figure_count;
    const struct figure_definition **asked = arena_make_many(shelf->arena, figures, sizeof *asked);
    struct value *values = arena_make_many(shelf->arena, figures * GROUPS, sizeof *values);
    const struct unit_set *groups[GROUPS];
    struct failure why;
    struct figure_table_question table = {.definition = shelf->definition, .figures = asked, .figure_count = figures, .groups = groups,
                                          .group_count = GROUPS, .period = random_period(chance), .today = day_of(2021, 10, 8)};
    for (size_t i = 0; i < figures; i++)
        asked[i] = &shelf->definition->figures[i];
    for (size_t g = 0; g < GROUPS; g++)
        groups[g] = unit_subtree(shelf->arena, shelf->tree, shelf_unit(shelf, PLACES[g], day_of(2021, 6, 1)), table.period.begin,
                                 table.period.end);
    struct connection *CLOSING(store_read) reading = shelf_reading(shelf);
    if (!figure_table(shelf->arena, reading, shelf->tree, &table, values, &why))
        fail_msg("%s", why.text);
    for (size_t g = 0; g < GROUPS; g++)
        for (size_t i = 0; i < figures; i++) {
            struct question question = {asked[i], {.definition = shelf->definition, .units = groups[g], .period = table.period,
                                                   .today = table.today}};
            same_or_fail(shelf->arena, &question, "the table", values[g * figures + i], plain_answer(shelf->arena, all, &question));
        }
}

/* ---- chance at work ---- */

/* One batch: new records, other versions of old ones and of those just made, withdrawals. */
static void change_some(struct world_of_records *all, struct chance *chance)
{
    struct record *befores[BATCH_MAX] = {0}, *afters[BATCH_MAX];
    size_t count = 1 + chance_below(chance, BATCH_MAX), old = all->count;
    size_t places[BATCH_MAX];
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && !afters[i - 1]->withdrawn && chance_below(chance, 6) == 0) { /* once more */
            places[i] = places[i - 1];
            befores[i] = afters[i - 1];
            afters[i] = shelf_changed(&all->shelf, chance, befores[i]);
            continue;
        }
        bool fresh = old < BATCH_MAX || chance_below(chance, 3) > 0;
        places[i] = fresh ? all->count++ : (old / count) * i + chance_below(chance, old / count);
        struct record *was = fresh ? NULL : all->records[places[i]];
        if (!was || was->withdrawn) {
            const struct register_definition *register_ = &all->shelf.definition->registers[chance_below(chance, all->shelf.definition->register_count)];
            places[i] = fresh ? places[i] : all->count++;
            afters[i] = shelf_random(&all->shelf, chance, register_);
        } else {
            befores[i] = was;
            afters[i] = shelf_changed(&all->shelf, chance, was);
            afters[i]->withdrawn = chance_below(chance, 5) == 0;
        }
        assert_true(all->count <= RECORDS_MAX);
    }
    shelf_write_all(&all->shelf, befores, afters, count);
    for (size_t i = 0; i < count; i++)
        all->records[places[i]] = afters[i];
}

static void every_figure_is_what_a_plain_count_says(void **state)
{
    static const uint64_t SEEDS[] = {1, 20210908, 68};
    (void)state;
    for (size_t s = 0; s < LENGTH_OF(SEEDS); s++) {
        struct arena *CLOSING(arena) own = arena_open();
        struct world_of_records *all = arena_make(own, sizeof *all);
        struct chance chance = {SEEDS[s]};
        shelf_open(&all->shelf, CHANGED);
        size_t figures = all->shelf.definition->figure_count;
        while (all->shelf.last < CHANGES) {
            change_some(all, &chance);
            struct question question = random_question(all, &chance, chance_below(&chance, figures));
            check_figure(all, &question, 1 + chance_below(&chance, 200));
        }
        for (size_t i = 0; i < figures * 3; i++) {
            struct question question = random_question(all, &chance, i % figures);
            check_figure(all, &question, 1 + chance_below(&chance, 200));
        }
        check_table(all, &chance);
        struct text before = shelf_bytes(&all->shelf);
        shelf_rebuild(&all->shelf);
        assert_true(text_equal(before, shelf_bytes(&all->shelf)));
        shelf_close(&all->shelf);
    }
}

/* ---- what must be seen by name ---- */

static struct record *a_record(struct shelf *shelf, const char *register_, const char *unit)
{
    struct chance chance = {7};
    struct record *record = shelf_random(shelf, &chance, shelf_register(shelf, register_));
    for (size_t i = 0; i < record->register_->field_count; i++)
        record->values[i] = (struct record_value){0};
    record->unit = shelf_unit(shelf, unit, day_of(2021, 9, 8));
    record->state = record->register_->states[0].code;
    record->day = DAY_NONE;
    return record;
}

static struct figure_answer ask(struct shelf *shelf, const char *figure, const char *place, const char *period, struct day today)
{
    struct figure_question question = {.definition = shelf->definition, .today = today};
    struct connection *CLOSING(store_read) reading = shelf_reading(shelf);
    struct figure_answer answer;
    struct failure why;
    assert_true(period_read(text_of(period), &question.period));
    question.units = unit_subtree(shelf->arena, shelf->tree, shelf_unit(shelf, place, day_of(2021, 9, 8)), question.period.begin,
                                  question.period.end);
    if (!figure_compute(shelf->arena, reading, shelf->tree, definition_figure(shelf->definition, text_of(figure)), &question, &answer, &why))
        fail_msg("%s", why.text);
    return answer;
}

static void a_ward_seen_twice_is_one_ward(void **state)
{
    (void)state;
    struct shelf shelf;
    shelf_open(&shelf, NULL);
    for (int i = 0; i < 2; i++) {
        struct record *record = a_record(&shelf, "supervision", i == 0 ? "004.mttq" : "00118.mttq");
        struct value *wards = arena_make_many(shelf.arena, 2, sizeof *wards);
        wards[0] = value_whole(shelf_unit(&shelf, "00136", day_of(2021, 9, 8))->number);
        wards[1] = value_whole(shelf_unit(&shelf, "00118", day_of(2021, 9, 8))->number);
        shelf_set(&shelf, record, "worked_on", "30/08/2021");
        record->state = TEXT("reported");
        record->values[register_field(record->register_, TEXT("supervised"))->slot] = (struct record_value){.many = wards, .many_count = 2};
        shelf_write(&shelf, NULL, record);
    }
    struct figure_answer whole = ask(&shelf, "supervision.units_supervised", "004", "2021-Q3", day_of(2021, 10, 1));
    assert_int_equal(whole.value.number.digits, 2);
    assert_int_equal(whole.unit_count, 2);
    assert_true(text_is(unit_names(shelf.arena, whole.units, whole.unit_count, LANGUAGE_VI), "Ngọc Thụy và Phúc Lợi"));
    assert_int_equal(ask(&shelf, "supervision.units_supervised", "00118", "2021-Q3", day_of(2021, 10, 1)).value.number.digits, 2);
    shelf_close(&shelf);
}

static void a_share_of_nothing_is_not_known(void **state)
{
    (void)state;
    struct shelf shelf;
    shelf_open(&shelf, NULL);
    assert_int_equal(ask(&shelf, "outreach.meeting_share", "004", "2021-Q3", day_of(2021, 10, 1)).value.kind, VALUE_UNKNOWN);
    assert_int_equal(ask(&shelf, "outreach.sessions", "004", "2021-Q3", day_of(2021, 10, 1)).value.number.digits, 0);
    for (int i = 0; i < 3; i++) {
        struct record *record = a_record(&shelf, "outreach", "00118.kv");
        shelf_set(&shelf, record, "held_on", "08/09/2021");
        shelf_set(&shelf, record, "form", i < 2 ? "meeting" : "loudspeaker");
        shelf_write(&shelf, NULL, record);
    }
    struct figure_answer share = ask(&shelf, "outreach.meeting_share", "004", "2021-Q3", day_of(2021, 10, 1));
    assert_true(text_is(value_write(shelf.arena, share.value), "66.7"));
    shelf_close(&shelf);
}

/* 14/9 is the last day of the inspectorate's third quarter, 15/9 the first of its fourth. */
static void both_calendars_meet_in_the_middle_of_a_month(void **state)
{
    static const struct { const char *day; int64_t plain, tt02, next; } DAYS[] = {
        {"30/06/2021", 0, 1, 0}, {"14/06/2021", 0, 0, 0}, {"15/06/2021", 0, 1, 0}, {"01/07/2021", 1, 1, 0},
        {"14/09/2021", 1, 1, 0}, {"15/09/2021", 1, 0, 1}, {"30/09/2021", 1, 0, 1}, {"01/10/2021", 0, 0, 1},
    };
    (void)state;
    for (size_t i = 0; i < LENGTH_OF(DAYS); i++) {
        struct shelf shelf;
        shelf_open(&shelf, NULL);
        struct record *record = a_record(&shelf, "outreach", "00118.kv");
        shelf_set(&shelf, record, "held_on", DAYS[i].day);
        shelf_write(&shelf, NULL, record);
        struct day today = day_of(2021, 12, 31);
        assert_int_equal(ask(&shelf, "outreach.sessions", "01", "2021-Q3", today).value.number.digits, DAYS[i].plain);
        assert_int_equal(ask(&shelf, "outreach.sessions", "01", "2021-Q3/tt02", today).value.number.digits, DAYS[i].tt02);
        assert_int_equal(ask(&shelf, "outreach.sessions", "01", "2021-Q4/tt02", today).value.number.digits, DAYS[i].next);
        shelf_close(&shelf);
    }
}

/* A report is due 15 days after the session: worked on 30/08, due 14/09. */
static void late_due_and_short_follow_the_day_asked(void **state)
{
    static const struct { const char *done; int day; int64_t late, due; } CASES[] = {
        {"", 13, 0, 1}, {"", 14, 0, 1}, {"", 15, 1, 0}, {"14/09/2021", 20, 0, 0}, {"15/09/2021", 20, 1, 0}, {"20/09/2021", 10, 0, 1},
    };
    (void)state;
    for (size_t i = 0; i < LENGTH_OF(CASES); i++) {
        struct shelf shelf;
        shelf_open(&shelf, NULL);
        struct record *record = a_record(&shelf, "supervision", "004.mttq");
        shelf_set(&shelf, record, "worked_on", "30/08/2021");
        shelf_set(&shelf, record, "reported_on", CASES[i].done);
        shelf_set(&shelf, record, "posted_on", "01/08/2021");
        shelf_set(&shelf, record, "taken_down", "20/08/2021");
        shelf_write(&shelf, NULL, record);
        struct day today = day_of(2021, 9, CASES[i].day);
        assert_int_equal(ask(&shelf, "supervision.reports_late", "004", "2021-Q3", today).value.number.digits, CASES[i].late);
        assert_int_equal(ask(&shelf, "supervision.reports_due", "004", "2021-Q3", today).value.number.digits, CASES[i].due);
        assert_int_equal(ask(&shelf, "supervision.posted_short", "004", "2021-Q3", today).value.number.digits, 1);
        shelf_close(&shelf);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_figure_is_what_a_plain_count_says),
        cmocka_unit_test(a_ward_seen_twice_is_one_ward),
        cmocka_unit_test(a_share_of_nothing_is_not_known),
        cmocka_unit_test(both_calendars_meet_in_the_middle_of_a_month),
        cmocka_unit_test(late_due_and_short_follow_the_day_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
