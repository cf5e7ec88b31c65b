/* duty.c — see duty.h: the view "today", once for each organisation the person works for. */
#include "work/notice/duty.h"

#include "work/view/view.h"

#include <stdlib.h>

enum { DUTIES_MAX = 500, PERIODS_MAX = 20 };

struct gathering {
    struct instance *instance;
    struct arena *arena;
    struct viewer viewer;
    struct duties *duties;
};

/* "Hồ sơ 12/2026": the record's number and the year of its day; of today's where it has none. */
static struct text dossier_of(const struct gathering *gathering, const struct node *line)
{
    const struct node *record = node_at(line, "record"), *day = node_at(line, "day");
    struct day of = gathering->viewer.today;
    if (day && day->kind == NODE_MAP && !day_read(node_text_at(day, "value"), &of))
        of = gathering->viewer.today;
    return text_format(gathering->arena, "%s %.*s/%d", gathering->viewer.language == LANGUAGE_EN ? "Dossier" : "Hồ sơ",
                       TEXT_ARGS(decimal_write(gathering->arena, record->number)), day_parts(of).year);
}

static bool known_already(const struct duties *duties, struct text key)
{
    for (size_t i = 0; i < duties->own_count; i++)
        if (text_equal(duties->own[i].key, key))
            return true;
    return false;
}

static void take_line(struct gathering *gathering, const struct node *line)
{
    struct duties *duties = gathering->duties;
    struct text key = text_format(gathering->arena, "%.*s/%.*s", TEXT_ARGS(node_text_at(line, "href")), TEXT_ARGS(node_text_at(line, "rule")));
    if (duties->own_count == DUTIES_MAX || known_already(duties, key))
        return;
    struct duty *duty = &duties->own[duties->own_count++];
    const struct node *due = node_at(line, "due");
    *duty = (struct duty){.key = key, .within = node_text_at(line, "within"), .dossier = dossier_of(gathering, line), .due = DAY_NONE};
    if (due && !day_read(node_text_at(due, "value"), &duty->due))
        duty->due = DAY_NONE;
}

static void take_period(struct gathering *gathering, struct text title)
{
    struct duties *duties = gathering->duties;
    for (size_t i = 0; i < duties->period_count; i++)
        if (text_equal(duties->periods[i], title))
            return;
    if (duties->period_count < PERIODS_MAX)
        duties->periods[duties->period_count++] = title;
}

static void take_page(struct gathering *gathering, const struct node *page)
{
    const struct node *deadlines = node_at(page, "deadlines"), *addressed = node_at(page, "addressed"), *periods = node_at(page, "periods"), *more = node_at(page, "under_more");
    for (size_t i = 0; i < node_count(deadlines); i++)
        take_line(gathering, deadlines->list.items[i]);
    for (size_t i = 0; i < node_count(addressed); i++)
        if (!text_is(node_text_at(addressed->list.items[i], "within"), "later"))
            take_line(gathering, addressed->list.items[i]);
    for (size_t i = 0; i < node_count(periods); i++)
        take_period(gathering, node_text_at(node_at(periods->list.items[i], "period"), "title"));
    gathering->duties->returned += (int64_t)node_count(node_at(page, "returned"));
    gathering->duties->drafts += (int64_t)node_count(node_at(page, "drafts"));
    /* The same organisations stand under several roles of one person: the longest list holds the others. */
    int64_t under = (int64_t)node_count(node_at(page, "under")) + (more ? node_at(more, "value")->number.digits : 0);
    if (under > gathering->duties->under)
        gathering->duties->under = under;
}

static bool gather_unit(struct gathering *gathering, const struct unit *unit, struct failure *why)
{
    struct node *page;
    gathering->viewer.acting_for = unit;
    const struct view_request request = {.viewer = &gathering->viewer};
    if (!view_show(gathering->instance, TEXT("today"), &request, gathering->arena, &page, why))
        return false;
    take_page(gathering, page);
    return true;
}

static int earliest_first(const void *a, const void *b)
{
    const struct duty *first = a, *second = b;
    if (day_is_some(first->due) != day_is_some(second->due))
        return day_is_some(first->due) ? -1 : 1;
    if (first->due.number != second->due.number)
        return first->due.number < second->due.number ? -1 : 1;
    return text_compare(first->key, second->key);
}

static bool load_person(struct gathering *gathering, const struct house *house, int64_t account, struct failure *why)
{
    struct connection *CLOSING(store_read) reading = NULL;
    if (!store_read_begin(instance_store(gathering->instance), &reading, why) ||
        !account_load_number(gathering->arena, reading, house->units, account, &gathering->viewer.account, why))
        return false;
    return !gathering->viewer.account->locked || FAIL(why, FAILURE_DENIED, "this person is locked");
}

/* Once for each organisation, whatever roles the person holds there today. */
static bool gather_all(struct gathering *gathering, struct failure *why)
{
    const struct account *person = gathering->viewer.account;
    for (size_t i = 0; i < person->grant_count; i++) {
        const struct grant *grant = &person->grants[i];
        bool before = false;
        for (size_t k = 0; k < i && !before; k++)
            before = person->grants[k].unit == grant->unit && account_has_role(&gathering->viewer, person->grants[k].role, grant->unit);
        if (!before && account_has_role(&gathering->viewer, grant->role, grant->unit) && !gather_unit(gathering, grant->unit, why))
            return false;
    }
    return true;
}

bool duties_gather(struct instance *instance, int64_t account, enum language language, struct arena *arena, struct duties *duties,
                   struct failure *why)
{
    const struct house *house = instance_house(instance);
    struct gathering gathering = {.instance = instance, .arena = arena, .duties = duties,
                                  .viewer = {.today = instance_today(instance), .language = language}};
    *duties = (struct duties){.own = arena_make_many(arena, DUTIES_MAX, sizeof(struct duty)),
                              .periods = arena_make_many(arena, PERIODS_MAX, sizeof(struct text)),
                              .today = gathering.viewer.today};
    bool gathered = load_person(&gathering, house, account, why) && gather_all(&gathering, why);
    instance_release(instance, house);
    if (gathered)
        qsort(duties->own, duties->own_count, sizeof *duties->own, earliest_first);
    return gathered;
}

bool duties_none(const struct duties *duties)
{
    return duties->own_count == 0 && duties->under == 0 && duties->returned == 0 && duties->drafts == 0 && duties->period_count == 0;
}

struct text duty_words(struct arena *arena, const struct duty *duty, enum language language)
{
    bool english = language == LANGUAGE_EN;
    if (!day_is_some(duty->due))
        return text_format(arena, "%.*s: %s", TEXT_ARGS(duty->dossier), english ? "the day cannot be told yet" : "chưa tính được ngày đến hạn");
    struct day_parts due = day_parts(duty->due);
    return text_format(arena, "%.*s: %s %02d/%02d", TEXT_ARGS(duty->dossier), english ? "due" : "đến hạn", due.day, due.month);
}
