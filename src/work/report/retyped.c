/* retyped.c — numbers of old reports, where a report compares with a time that has no records. */
#include "work/report/report_inside.h"

enum { PAPERS_TOLD_MAX = 10 };

static struct text key_of(const struct building *building, struct text figure, struct text unit, struct text period)
{
    return text_format(building->arena, "%.*s|%.*s|%.*s", TEXT_ARGS(figure), TEXT_ARGS(unit), TEXT_ARGS(period));
}

bool report_load_retyped(struct building *building, struct failure *why)
{
    building->stands_in = map_make(building->arena);
    for (int span = 0; span < REPORT_SPANS; span++)
        if (!retyped_load(building->arena, building->connection, unit_tree_shard(building->house->units), building->periods[span],
                          &building->retyped[span], why))
            return false;
    return true;
}

bool report_stand_in(struct building *building, const struct figure_definition *figure, const struct unit *unit,
                     const struct unit_set *units, int span, struct value *value, struct failure *why)
{
    const struct retyped *retyped = retyped_find(&building->retyped[span], figure, unit);
    bool stands;
    if (!retyped)
        return true;
    if (!retyped_stands(building->connection, figure, units, building->periods[span], &stands, why))
        return false;
    if (!stands)
        return true;
    *value = value_number(retyped->value);
    map_put(building->stands_in, key_of(building, figure->name, unit->code, period_write(building->arena, building->periods[span])),
            (void *)(uintptr_t)retyped);
    return true;
}

const struct retyped *report_retyped(const struct building *building, const struct bound *bound)
{
    if (bound->by.length > 0 || !building->stands_in || map_count(building->stands_in) == 0)
        return NULL;
    return map_find(building->stands_in, key_of(building, bound->figure, bound->unit, bound->period));
}

static bool told_before(const struct building *building, size_t index)
{
    const struct retyped *one = map_value(building->stands_in, index);
    for (size_t i = 0; i < index; i++) {
        const struct retyped *other = map_value(building->stands_in, i);
        if (text_equal(one->paper_number, other->paper_number) && one->paper_day.number == other->paper_day.number)
            return true;
    }
    return false;
}

struct text report_retyped_note(const struct building *building)
{
    struct text papers[PAPERS_TOLD_MAX];
    size_t count = 0;
    for (size_t i = 0; building->stands_in && i < map_count(building->stands_in) && count < PAPERS_TOLD_MAX; i++) {
        const struct retyped *one = map_value(building->stands_in, i);
        struct text day = day_write_people(building->arena, one->paper_day, building->language == LANGUAGE_EN);
        if (!told_before(building, i))
            papers[count++] = text_format(building->arena, building->language == LANGUAGE_EN ? "%.*s, No. %.*s of %.*s" : "%.*s số %.*s ngày %.*s",
                                          TEXT_ARGS(one->paper_name), TEXT_ARGS(one->paper_number), TEXT_ARGS(day));
    }
    if (count == 0)
        return (struct text){0};
    struct text all = text_join(building->arena, papers, count, TEXT("; "));
    return text_format(building->arena,
                       building->language == LANGUAGE_EN ? "* Typed in from old reports, without records: %.*s."
                                                         : "* Số liệu nhập lại từ báo cáo cũ, không có mục ghi: %.*s.",
                       TEXT_ARGS(all));
}

struct node *report_retyped_node(const struct building *building, const struct retyped *retyped)
{
    struct node *node = node_map(building->arena);
    node_put(node, "number", node_text(building->arena, retyped->paper_number));
    node_put(node, "day", node_text(building->arena, day_write(building->arena, retyped->paper_day)));
    node_put(node, "name", node_text(building->arena, retyped->paper_name));
    return node;
}
