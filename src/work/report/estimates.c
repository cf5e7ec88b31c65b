/* estimates.c — "ước thực hiện": what a figure is expected to reach, beside its number while the period lasts, and replaced by it after. */
#include "work/report/report_inside.h"

enum { REPLACED_TOLD_MAX = 10 };

static bool is_over(const struct building *building, int span)
{
    return day_compare(building->today, building->periods[span].end) > 0;
}

static bool english(const struct building *building)
{
    return building->language == LANGUAGE_EN;
}

bool report_load_estimates(struct building *building, struct failure *why)
{
    for (int span = SPAN_NOW; span <= SPAN_PREVIOUS; span++) {
        const struct estimate_of of = {building->unit->shard, building->unit->number, period_write(building->arena, building->periods[span])};
        if (!estimate_load(building->arena, building->connection, &of, &building->estimates[span], why))
            return false;
    }
    return true;
}

bool report_may_estimate(const struct building *building, const struct figure_definition *figure)
{
    return !is_over(building, SPAN_NOW) && (figure->kind == FIGURE_COUNT || figure->kind == FIGURE_SUM);
}

const struct estimate *report_estimate(const struct building *building, const struct bound *bound)
{
    bool whole = bound->by.length == 0 && text_equal(bound->unit, building->unit->code);
    bool now = whole && !is_over(building, SPAN_NOW) && text_equal(bound->period, period_write(building->arena, building->periods[SPAN_NOW]));
    return now ? estimate_find(&building->estimates[SPAN_NOW], bound->figure) : NULL;
}

struct text report_estimate_shown(const struct building *building, const struct estimate *estimate)
{
    struct text value = decimal_write_people(building->arena, estimate->value, english(building));
    return text_format(building->arena, "%s %.*s", english(building) ? "est." : "ước", TEXT_ARGS(value));
}

/* Only what this report asks for: an estimate of another report's figure is none of its business. */
static const struct asked *asked_of(const struct building *building, const struct estimate *estimate)
{
    return map_find(building->asked, estimate->figure);
}

struct text report_estimates_note(const struct building *building)
{
    bool any = false;
    for (size_t i = 0; !is_over(building, SPAN_NOW) && i < building->estimates[SPAN_NOW].count; i++)
        any = any || asked_of(building, building->estimates[SPAN_NOW].items[i]);
    if (!any)
        return (struct text){0};
    struct text end = day_write_people(building->arena, building->periods[SPAN_NOW].end, english(building));
    return text_format(building->arena, english(building) ? "“est.”: what is expected by %.*s; the number itself will take its place."
                                                          : "“ước”: ước thực hiện đến ngày %.*s, sẽ thay bằng số thực hiện.",
                       TEXT_ARGS(end));
}

/* "Số buổi tuyên truyền ước 150, thực hiện 148": of the period before, and of this one once it is over. */
struct text report_replaced_note(const struct building *building)
{
    struct text told[REPLACED_TOLD_MAX];
    size_t count = 0;
    for (int span = SPAN_NOW; span <= SPAN_PREVIOUS; span++)
        for (size_t i = 0; is_over(building, span) && i < building->estimates[span].count && count < REPLACED_TOLD_MAX; i++) {
            const struct estimate *estimate = building->estimates[span].items[i];
            const struct asked *asked = asked_of(building, estimate);
            if (!asked)
                continue;
            told[count++] = text_format(building->arena, english(building) ? "%.*s (%.*s) %.*s, done %.*s" : "%.*s (%.*s) %.*s, thực hiện %.*s",
                                        TEXT_ARGS(report_title(building, asked->figure->title)),
                                        TEXT_ARGS(period_title(building->arena, building->periods[span], english(building))),
                                        TEXT_ARGS(report_estimate_shown(building, estimate)),
                                        TEXT_ARGS(report_shown(building, asked->answers[span].value)));
        }
    if (count == 0)
        return (struct text){0};
    struct text all = text_join(building->arena, told, count, TEXT("; "));
    return text_format(building->arena, english(building) ? "Estimates replaced by what was done: %.*s." : "Số ước đã thay bằng số thực hiện: %.*s.",
                       TEXT_ARGS(all));
}
