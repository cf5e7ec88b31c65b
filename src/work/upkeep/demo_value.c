/* demo_value.c — values of the sample are drawn from their templates. */
#include "work/upkeep/demo_inside.h"

enum { GROUPS = 12 }; /* residential groups are numbered up to this in made-up names */

int64_t demo_draw(struct demo *demo, int64_t least, int64_t most)
{
    uint64_t number;
    REQUIRE(least <= most);
    world_random(&demo->chance, &number, sizeof number);
    return least + (int64_t)(number % (uint64_t)(most - least + 1));
}

struct text demo_text(struct demo *demo, struct text text, const struct demo_ward *ward)
{
    struct text made = text;
    if (ward) {
        made = text_replace(demo->arena, made, TEXT("{ward}"), ward->name);
        made = text_replace(demo->arena, made, TEXT("{slug}"), ward->slug);
        made = text_replace(demo->arena, made, TEXT("{code}"), ward->code);
    }
    if (text_contains(made, TEXT("{group}")))
        made = text_replace(demo->arena, made, TEXT("{group}"),
                            text_format(demo->arena, "%lld", (long long)demo_draw(demo, 1, GROUPS)));
    return made;
}

/* ---- numbers and days ---- */

static bool number_at(const struct node *map, const char *key, int64_t absent, int64_t *number)
{
    *number = absent;
    return !node_at(map, key) || text_read_int64(node_text_at(map, key), number);
}

static bool draw_between(struct demo *demo, const struct node *map, int64_t *number, struct failure *why)
{
    int64_t from, to, step;
    if (!number_at(map, "from", 0, &from) || !number_at(map, "to", 0, &to) ||
        !number_at(map, "step", 1, &step) || to < from || step < 1)
        return demo_wrong(demo, map, "from, to and step are not whole numbers in order", why);
    *number = from + step * demo_draw(demo, 0, (to - from) / step);
    return true;
}

static bool draw_number(struct demo *demo, const struct node *template, const struct demo_place *place,
                        struct node **value, struct failure *why)
{
    int64_t number, step;
    if (!draw_between(demo, template, &number, why) || !number_at(template, "step", 1, &step))
        return false;
    if (place->ward && text_is(node_text_at(template, "by_size"), "yes"))
        number = number * place->ward->size / 100 / step * step; /* people round as they did before */
    *value = node_whole(demo->arena, number > 0 ? number : step);
    return true;
}

static bool draw_day(struct demo *demo, const struct node *template, const struct demo_place *place,
                     struct node **value, struct failure *why)
{
    const struct node *shift = node_at(template, "day");
    int64_t days;
    if (shift->kind == NODE_MAP) {
        if (!draw_between(demo, shift, &days, why))
            return false;
    } else if (!number_at(template, "day", 0, &days)) {
        return demo_wrong(demo, template, "day is not a number of days", why);
    }
    struct day drawn = day_plus(place->day, (int)days);
    *value = node_text(demo->arena,
                       day_write(demo->arena, day_compare(drawn, demo->today) > 0 ? demo->today : drawn));
    return true;
}

/* ---- out of several ---- */

static bool draw_some(struct demo *demo, const struct node *template, struct node **value,
                      struct failure *why)
{
    const struct node *of = node_at(template, "some");
    int64_t most;
    if (of->kind != NODE_LIST || of->list.count == 0 || !number_at(template, "most", 1, &most) || most < 1)
        return demo_wrong(demo, template, "some needs a list, most a number", why);
    /* Neighbours in the list, so that none is taken twice. */
    size_t count = (size_t)demo_draw(demo, 1, most),
           first = (size_t)demo_draw(demo, 0, (int64_t)of->list.count - 1);
    *value = node_list(demo->arena);
    for (size_t i = 0; i < count && i < of->list.count; i++)
        node_append(*value, of->list.items[(first + i) % of->list.count]);
    return true;
}

/* A multiple of fields drawn before: the value of 40 gifts at 300,000 each. */
static bool draw_product(struct demo *demo, const struct node *template, const struct demo_place *place,
                         struct node **value, struct failure *why)
{
    const struct node *of = node_at(template, "of"), *times = node_at(template, "times");
    int64_t product;
    if (of->kind != NODE_LIST || !times || times->kind != NODE_LIST || times->list.count == 0)
        return demo_wrong(demo, template, "of and times are lists", why);
    const struct node *one = times->list.items[demo_draw(demo, 0, (int64_t)times->list.count - 1)];
    if (one->kind != NODE_TEXT || !text_read_int64(one->text, &product))
        return demo_wrong(demo, template, "times holds whole numbers", why);
    for (size_t i = 0; i < of->list.count; i++) {
        const struct node *factor =
            of->list.items[i]->kind == NODE_TEXT ? node_find(place->fields, of->list.items[i]->text) : NULL;
        if (!factor || factor->kind != NODE_NUMBER)
            return demo_wrong(demo, template, "of names a number field that stands above", why);
        product *= factor->number.digits;
    }
    *value = node_whole(demo->arena, product);
    return true;
}

/* What goes with the value of a field drawn before: rice in kg, water in boxes. Nothing where none is said for it. */
static bool draw_for(struct demo *demo, const struct node *template, const struct demo_place *place, struct node **value, struct failure *why)
{
    const struct node *drawn = node_find(place->fields, node_text_at(template, "for")), *is = node_at(template, "is");
    if (!is || is->kind != NODE_MAP)
        return demo_wrong(demo, template, "for needs a map under is", why);
    const struct node *goes_with = drawn && drawn->kind == NODE_TEXT ? node_find(is, drawn->text) : NULL;
    *value = NULL;
    return !goes_with || demo_value(demo, goes_with, place, value, why);
}

static bool draw_from_map(struct demo *demo, const struct node *template, const struct demo_place *place,
                          struct node **value, struct failure *why)
{
    int64_t chance;
    if (node_at(template, "for"))
        return draw_for(demo, template, place, value, why);
    if (node_at(template, "from"))
        return draw_number(demo, template, place, value, why);
    if (node_at(template, "day"))
        return draw_day(demo, template, place, value, why);
    if (node_at(template, "some"))
        return draw_some(demo, template, value, why);
    if (node_at(template, "all")) {
        *value = node_at(template, "all");
        return true;
    }
    if (node_at(template, "of"))
        return draw_product(demo, template, place, value, why);
    if (!node_at(template, "chance") || !node_at(template, "is") ||
        !number_at(template, "chance", 0, &chance))
        return demo_wrong(demo, template, "this template is not known", why);
    *value = NULL;
    return demo_draw(demo, 1, 100) > chance || demo_value(demo, node_at(template, "is"), place, value, why);
}

bool demo_value(struct demo *demo, const struct node *template, const struct demo_place *place,
                struct node **value, struct failure *why)
{
    struct node *record = NULL;
    switch (template->kind) {
    case NODE_TEXT:
        *value = node_text(demo->arena, demo_text(demo, template->text, place->ward));
        return true;
    case NODE_LIST:
        if (template->list.count == 0)
            return demo_wrong(demo, template, "a list to draw from is empty", why);
        return demo_value(demo, template->list.items[demo_draw(demo, 0, (int64_t) template->list.count - 1)],
                          place, value, why);
    case NODE_MAP:
        if (!node_at(template, "record"))
            return draw_from_map(demo, template, place, value, why);
        record = node_map(demo->arena);
        node_put(record, "record",
                 node_text(demo->arena, demo_text(demo, node_text_at(template, "record"), place->ward)));
        *value = record;
        return true;
    case NODE_NOTHING:
    case NODE_TRUTH:
    case NODE_NUMBER:
        break;
    }
    return demo_wrong(demo, template, "no value can be drawn from this", why);
}

bool demo_fields(struct demo *demo, const struct node *templates, struct demo_place place,
                 struct node **fields, struct failure *why)
{
    struct node *made = node_map(demo->arena), *value;
    place.fields = made;
    for (size_t i = 0; i < node_count(templates); i++) {
        if (!demo_value(demo, templates->map.entries[i].value, &place, &value, why))
            return false;
        if (value)
            node_put_text(made, templates->map.entries[i].key, value);
    }
    *fields = made;
    return true;
}
