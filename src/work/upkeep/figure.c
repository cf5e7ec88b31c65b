/* figure.c — one number at the command line, and all that stands behind it. */
#include "work/upkeep/desk.h"

#include "keep/record/joined.h"
#include "keep/record/retyped.h"

struct asking {
    const struct desk *desk;
    struct arena *arena;
    struct connection *reading;
    const struct figure_definition *figure;
    const struct unit *place;
    struct figure_question question;
};

static bool find_figure(const struct desk *desk, struct text name, const struct figure_definition **figure, struct failure *why)
{
    const struct definition *definition = desk->house->definition;
    const struct figure_definition *found = definition ? definition_figure(definition, name) : NULL;
    if (found) {
        *figure = found;
        return true;
    }
    struct arena *CLOSING(arena) scratch = arena_open();
    size_t count = definition ? definition->figure_count : 0;
    struct text *names = arena_make_many(scratch, count, sizeof *names);
    for (size_t i = 0; i < count; i++)
        names[i] = definition->figures[i].name;
    struct text near = text_nearest(name, names, count);
    if (near.length > 0)
        return FAIL(why, FAILURE_NOT_FOUND, "no figure is called %.*s; did you mean %.*s?", TEXT_ARGS(name), TEXT_ARGS(near));
    return FAIL(why, FAILURE_NOT_FOUND, "no figure is called %.*s", TEXT_ARGS(name));
}

static bool make_question(struct asking *asking, const struct desk_figure *ask, struct failure *why)
{
    const struct desk *desk = asking->desk;
    struct period period;
    if (!find_figure(desk, ask->figure, &asking->figure, why))
        return false;
    if (!period_read(ask->period, &period))
        return FAIL(why, FAILURE_INVALID, "%.*s is no period: 2021, 2021-Q3, 2021-H1, 2021-08 are", TEXT_ARGS(ask->period));
    asking->place = unit_find(desk->house->units, ask->unit, period.end);
    if (!asking->place)
        asking->place = unit_find(desk->house->units, ask->unit, DAY_NONE);
    if (!asking->place)
        return FAIL(why, FAILURE_NOT_FOUND, "no unit bears the code %.*s", TEXT_ARGS(ask->unit));
    if (!account_may_read_figure(&desk->viewer, desk->house->definition, asking->figure, asking->place))
        return FAIL(why, FAILURE_DENIED, "this person may not see this figure there");
    asking->question = (struct figure_question){
        .definition = desk->house->definition,
        .units = unit_subtree(asking->arena, desk->house->units, asking->place, period.begin, period.end),
        .period = period,
        .today = desk->viewer.today,
    };
    return true;
}

static struct node *value_node(struct arena *arena, struct value value)
{
    return value.kind == VALUE_NUMBER ? node_number(arena, value.number) : node_nothing(arena);
}

static struct node *entry_node(const struct asking *asking, const struct figure_entry *entry)
{
    struct arena *arena = asking->arena;
    const struct desk *desk = asking->desk;
    struct node *node = node_map(arena);
    enum sight sight = account_sight(&desk->viewer, desk->house->definition, entry->register_, entry->unit);
    /* Who may not see the record still sees what it adds: the list always sums up. */
    if (desk->viewer.whole_house || sight >= SIGHT_ROWS_WITHOUT_PERSONS)
        node_put(node, "record", node_whole(arena, entry->record));
    node_put(node, "unit", node_text(arena, entry->unit->code));
    if (day_is_some(entry->day))
        node_put(node, "day", node_text(arena, day_write(arena, entry->day)));
    if (entry->by.length > 0)
        node_put(node, "by", node_text(arena, text_copy(arena, entry->by)));
    node_put(node, "amount", value_node(arena, entry->amount));
    return node;
}

static bool put_records(struct asking *asking, struct node *answer, struct failure *why)
{
    struct node *records = node_put(answer, "records", node_list(asking->arena));
    struct figure_list list = {.order = FIGURE_BY_UNIT, .limit = FIGURE_PAGE_MAX};
    struct figure_opening opening;
    do {
        if (!figure_open(asking->arena, asking->reading, asking->desk->house->units, asking->figure, &asking->question, &list, &opening, why))
            return false;
        for (size_t i = 0; i < opening.count; i++)
            node_append(records, entry_node(asking, &opening.entries[i]));
        list.from = opening.next;
    } while (opening.next.length > 0);
    node_put(answer, "total", node_whole(asking->arena, opening.total));
    node_put(answer, "sum", value_node(asking->arena, opening.sum));
    return true;
}

/* What its organisations joined and others led (keep/record/joined.h): beside the number, with a list of its own. */
static bool put_joined(struct asking *asking, bool records, struct node *answer, struct failure *why)
{
    struct joined_list list = {.limit = records ? FIGURE_PAGE_MAX : 0};
    struct node *shown = NULL;
    struct joined joined;
    if (!joined_figure(asking->figure))
        return true;
    do {
        if (!joined_open(asking->arena, asking->reading, asking->desk->house->units, asking->figure, &asking->question, &list, &joined, why))
            return false;
        if (!joined.told || joined.total == 0)
            return true;
        if (!shown) {
            shown = node_put(answer, "joined", node_map(asking->arena));
            node_put(shown, "value", value_node(asking->arena, joined.sum));
            node_put(shown, "total", node_whole(asking->arena, joined.total));
            node_put(shown, "records", node_list(asking->arena));
        }
        for (size_t i = 0; i < joined.count; i++)
            node_append(node_at(shown, "records"), entry_node(asking, &joined.entries[i]));
        list.from = joined.next;
    } while (joined.next.length > 0);
    return true;
}

/* As the pages: a number of an old report stands in where no record of the time is there, else beside what they come to. */
static bool put_retyped(struct asking *asking, struct value *value, struct node *answer, struct failure *why)
{
    const struct unit_tree *tree = asking->desk->house->units;
    struct arena *arena = asking->arena;
    struct list all;
    bool stands;
    if (!retyped_load(arena, asking->reading, unit_tree_shard(tree), asking->question.period, &all, why))
        return false;
    const struct retyped *retyped = retyped_find(&all, asking->figure, asking->place);
    if (!retyped)
        return true;
    if (!retyped_stands(asking->reading, asking->figure, asking->question.units, asking->question.period, &stands, why))
        return false;
    struct node *shown = node_put(answer, "retyped", node_map(arena));
    node_put(shown, "value", node_number(arena, retyped->value));
    node_put(shown, "stands", node_truth(arena, stands));
    node_put(shown, "paper_number", node_text(arena, retyped->paper_number));
    node_put(shown, "paper_day", node_text(arena, day_write(arena, retyped->paper_day)));
    node_put(shown, "paper_name", node_text(arena, retyped->paper_name));
    if (stands)
        *value = value_number(retyped->value);
    return true;
}

static void put_head(const struct asking *asking, const struct figure_answer *found, struct node *answer)
{
    struct arena *arena = asking->arena;
    const struct figure_definition *figure = asking->figure;
    enum language language = asking->desk->viewer.language;
    node_put(answer, "figure", node_text(arena, figure->name));
    node_put(answer, "title", node_text(arena, title_in(figure->title, language)));
    node_put(answer, "unit", node_text(arena, asking->place->code));
    node_put(answer, "unit_name", node_text(arena, title_in(asking->place->name, language)));
    node_put(answer, "period", node_text(arena, period_write(arena, asking->question.period)));
    node_put(answer, "value", value_node(arena, found->value));
    node_put(answer, "counted_in", node_text(arena, title_in(figure->unit, language)));
    if (found->part_count == 0)
        return;
    struct node *parts = node_put(answer, "parts", node_map(arena));
    for (size_t i = 0; i < found->part_count; i++)
        node_put_text(parts, found->parts[i].code, value_node(arena, found->parts[i].value));
}

bool desk_figure(const struct desk *desk, const struct desk_figure *ask, struct arena *arena, struct node **answer, struct failure *why)
{
    struct connection *CLOSING(store_read) reading = NULL;
    struct asking asking = {.desk = desk, .arena = arena};
    struct figure_answer found;
    struct node *made = node_map(arena);
    if (!make_question(&asking, ask, why) || !store_read_begin(instance_store(desk->instance), &reading, why))
        return false;
    asking.reading = reading;
    if (!figure_compute(arena, reading, desk->house->units, asking.figure, &asking.question, &found, why))
        return false;
    if (!put_retyped(&asking, &found.value, made, why))
        return false;
    put_head(&asking, &found, made);
    if ((ask->records && !put_records(&asking, made, why)) || !put_joined(&asking, ask->records, made, why))
        return false;
    *answer = made;
    return true;
}
