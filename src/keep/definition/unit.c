/* unit.c — places, organisations and what became of them when the map changed. */
#include "keep/definition/definition_inside.h"

/* What the linker needs of a unit besides the unit: its places in the file, and the next unit of the same code. */
struct unit_reading {
    struct yaml_fields in;
    struct unit_definition *unit; /* set by the linker, when the row moves no more */
    struct unit_reading *next;
};

static const struct text share_words[] = {TEXT_ENTRY("whole"), TEXT_ENTRY("part"), TEXT_ENTRY("area_only"), TEXT_ENTRY("rest")};

static bool code_check(struct reading *reading, struct text code, struct place place)
{
    bool good = code.length > 0 && code.length <= NAME_LENGTH_MAX;
    for (size_t i = 0; i < code.length && good; i++) {
        char c = code.bytes[i];
        good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || ((c == '.' || c == '-') && i > 0);
    }
    if (!good)
        problem_of(reading, place, "definition.unit-code", code, (struct text){0});
    return good;
}

static void signers_read(struct reading *reading, const struct yaml_fields *above, struct unit_definition *unit)
{
    static const struct text known[] = {TEXT_ENTRY("power"), TEXT_ENTRY("post"), TEXT_ENTRY("from"), TEXT_ENTRY("to")};
    const struct node *list;
    if (!yaml_fields_list(above, "signers", YAML_MAY, &list) || !count_check(reading, above, list, 40))
        return;
    struct row signers = ROW_OF(struct signer_definition);
    for (size_t i = 0; i < list->list.count; i++) {
        struct yaml_fields in;
        if (!yaml_fields_item_map(above, list->list.items[i], &in))
            continue;
        yaml_fields_check(&in, (struct yaml_words){known, LENGTH_OF(known)});
        struct signer_definition *signer = row_add(&signers, reading->arena);
        yaml_fields_text(&in, "power", YAML_MAY, &signer->power);
        yaml_fields_text(&in, "post", YAML_MUST, &signer->post);
        validity_read(reading, &in, &signer->from, &signer->to);
    }
    unit->signers = (const struct signer_definition *)(const void *)signers.items;
    unit->signer_count = signers.count;
}

static void kind_check(struct reading *reading, const struct yaml_fields *in, struct unit_definition *unit)
{
    if (!yaml_fields_text(in, "kind", YAML_MUST, &unit->kind))
        return;
    unit->is_organisation = vocabulary_knows(&reading->organisation_kinds, unit->kind);
    if (!unit->is_organisation)
        vocabulary_check(reading, &reading->place_kinds, unit->kind, value_place(in, "kind"));
}

static void unit_fields_read(struct reading *reading, const struct yaml_fields *in, struct unit_definition *unit)
{
    static const struct text known[] = {
        TEXT_ENTRY("code"), TEXT_ENTRY("kind"), TEXT_ENTRY("in"), TEXT_ENTRY("under"), TEXT_ENTRY("name"), TEXT_ENTRY("short"),
        TEXT_ENTRY("from"), TEXT_ENTRY("to"), TEXT_ENTRY("order"), TEXT_ENTRY("issuer"), TEXT_ENTRY("superior_title"),
        TEXT_ENTRY("symbol"), TEXT_ENTRY("seal"), TEXT_ENTRY("signers"), TEXT_ENTRY("reports_as"),
    };
    int64_t order = 0;
    yaml_fields_check(in, (struct yaml_words){known, LENGTH_OF(known)});
    kind_check(reading, in, unit);
    title_read(reading, in, "name", YAML_MUST, &unit->name);
    unit->short_name = unit->name;
    title_read(reading, in, "short", YAML_MAY, &unit->short_name);
    yaml_fields_text(in, "in", YAML_MAY, &unit->in);
    yaml_fields_text(in, "under", YAML_MAY, &unit->under);
    yaml_fields_text(in, "reports_as", YAML_MAY, &unit->reports_as);
    yaml_fields_text(in, "issuer", YAML_MAY, &unit->issuer);
    yaml_fields_text(in, "superior_title", YAML_MAY, &unit->superior_title);
    yaml_fields_text(in, "symbol", YAML_MAY, &unit->symbol);
    yaml_fields_truth(in, "seal", YAML_MAY, &unit->seal);
    if (yaml_fields_whole(in, "order", YAML_MAY, (struct yaml_range){0, UNITS_MAX}, &order))
        unit->order = (int)order;
    validity_read(reading, in, &unit->from, &unit->to);
    signers_read(reading, in, unit);
}

static void unit_read_one(struct reading *reading, const struct yaml_fields *above, const struct node *item, int64_t shard)
{
    struct yaml_fields in;
    struct text code;
    if (!yaml_fields_item_map(above, item, &in))
        return;
    if (!yaml_fields_text(&in, "code", YAML_MUST, &code) || !code_check(reading, code, value_place(&in, "code")))
        return;
    struct unit_definition *unit = row_add(&reading->unit_row, reading->arena);
    *unit = (struct unit_definition){.code = code, .from = DAY_NONE, .to = DAY_NONE, .shard = shard};
    struct unit_reading *link = arena_make(reading->arena, sizeof *link);
    link->in = in;
    list_add(&reading->unit_places, reading->arena, link);
    unit_fields_read(reading, &in, unit);
    struct word *word = map_find(reading->units.words, code);
    if (word == NULL)
        word = vocabulary_add(reading, &reading->units, code, value_place(&in, "code"));
    link->next = word->item;
    word->item = link;
}

static void successor_read_one(struct reading *reading, const struct yaml_fields *above, const struct node *item)
{
    static const struct text known[] = {TEXT_ENTRY("old"), TEXT_ENTRY("new"), TEXT_ENTRY("share"), TEXT_ENTRY("on"),
                                        TEXT_ENTRY("law"), TEXT_ENTRY("confidence")};
    struct yaml_fields in;
    if (!yaml_fields_item_map(above, item, &in))
        return;
    yaml_fields_check(&in, (struct yaml_words){known, LENGTH_OF(known)});
    struct successor_definition *successor = row_add(&reading->successor_row, reading->arena);
    struct unit_reading *link = arena_make(reading->arena, sizeof *link);
    link->in = in;
    list_add(&reading->successor_places, reading->arena, link);
    *successor = (struct successor_definition){.on = DAY_NONE};
    size_t index;
    yaml_fields_text(&in, "old", YAML_MUST, &successor->old_code);
    yaml_fields_text(&in, "new", YAML_MUST, &successor->new_code);
    if (yaml_fields_choice(&in, "share", YAML_MUST, (struct yaml_words){share_words, LENGTH_OF(share_words)}, &index))
        successor->share = share_words[index];
    yaml_fields_day(&in, "on", YAML_MUST, &successor->on);
    law_read(reading, &in, YAML_MUST, &successor->law);
    confidence_read(&in, &successor->confidence);
}

void unit_read(struct reading *reading, const struct yaml_fields *in)
{
    static const struct text known[] = {TEXT_ENTRY("shard"), TEXT_ENTRY("units"), TEXT_ENTRY("successors")};
    int64_t shard = 0;
    const struct node *list;
    yaml_fields_check(in, (struct yaml_words){known, LENGTH_OF(known)});
    yaml_fields_whole(in, "shard", YAML_MUST, (struct yaml_range){0, INT32_MAX}, &shard);
    if (yaml_fields_list(in, "units", YAML_MAY, &list) && count_check(reading, in, list, UNITS_MAX))
        for (size_t i = 0; i < list->list.count; i++)
            unit_read_one(reading, in, list->list.items[i], shard);
    if (yaml_fields_list(in, "successors", YAML_MAY, &list) && count_check(reading, in, list, UNITS_MAX))
        for (size_t i = 0; i < list->list.count; i++)
            successor_read_one(reading, in, list->list.items[i]);
}

/* ── linking ── */

static bool validities_meet(const struct unit_definition *a, const struct unit_definition *b)
{
    return (!day_is_some(a->from) || !day_is_some(b->to) || day_compare(a->from, b->to) <= 0) &&
           (!day_is_some(b->from) || !day_is_some(a->to) || day_compare(b->from, a->to) <= 0);
}

/* The unit of that code that was there at some time of `unit`'s own; NULL when none. */
static const struct unit_definition *contemporary(const struct reading *reading, const struct unit_definition *unit, struct text code)
{
    const struct unit_reading *link = vocabulary_find(&reading->units, code);
    while (link != NULL && !validities_meet(link->unit, unit))
        link = link->next;
    return link == NULL ? NULL : link->unit;
}

static bool unit_lives_on(const struct reading *reading, struct text code, struct day day)
{
    const struct unit_reading *link = vocabulary_find(&reading->units, code);
    while (link != NULL && !validity_holds(link->unit->from, link->unit->to, day))
        link = link->next;
    return link != NULL;
}

/* Checks one of a unit's three ways up; gives the unit it leads to. */
static const struct unit_definition *way_check(struct reading *reading, const struct unit_reading *link, const char *key,
                                               struct text code)
{
    if (code.length == 0)
        return NULL;
    struct place place = value_place(&link->in, key);
    if (!vocabulary_check(reading, &reading->units, code, place))
        return NULL;
    const struct unit_definition *other = contemporary(reading, link->unit, code);
    if (other == NULL)
        problem_of(reading, place, "definition.unit-not-then", link->unit->code, code);
    return other;
}

static size_t level_of(const struct reading *reading, struct text kind)
{
    size_t level = 0;
    while (level < reading->place_row.count && !text_equal(*(struct text *)row_at(&reading->place_row, level), kind))
        level++;
    return level;
}

static void ways_check(struct reading *reading, const struct unit_reading *link)
{
    const struct unit_definition *unit = link->unit;
    const struct unit_definition *in = way_check(reading, link, "in", unit->in);
    const struct unit_definition *under = way_check(reading, link, "under", unit->under);
    const struct unit_definition *as = way_check(reading, link, "reports_as", unit->reports_as);
    if (in != NULL && in->is_organisation)
        problem_of(reading, value_place(&link->in, "in"), "definition.unit-in-organisation", unit->code, in->code);
    else if (in != NULL && !unit->is_organisation && level_of(reading, in->kind) >= level_of(reading, unit->kind))
        problem_of(reading, value_place(&link->in, "in"), "definition.unit-level", unit->code, in->code);
    if (under != NULL && (!under->is_organisation || !unit->is_organisation))
        problem_of(reading, value_place(&link->in, "under"), "definition.unit-under-place", unit->code, under->code);
    if (as != NULL && !as->is_organisation)
        problem_of(reading, value_place(&link->in, "reports_as"), "definition.unit-under-place", unit->code, as->code);
    if (unit->is_organisation && unit->in.length == 0)
        problem_of(reading, value_place(&link->in, "code"), "definition.unit-nowhere", unit->code, (struct text){0});
}

/* Levels forbid a circle of places; organisations have no levels, so their way up is walked. */
static void circle_check(struct reading *reading, const struct unit_reading *link)
{
    const struct unit_definition *unit = link->unit;
    size_t steps = 0;
    while (unit != NULL && unit->under.length > 0 && steps++ < UNIT_DEPTH_MAX)
        unit = contemporary(reading, unit, unit->under);
    if (steps >= UNIT_DEPTH_MAX)
        problem_of(reading, value_place(&link->in, "under"), "definition.unit-circle", link->unit->code, (struct text){0});
}

static void same_code_check(struct reading *reading, const struct unit_reading *link)
{
    for (const struct unit_reading *other = link->next; other != NULL; other = other->next)
        if (validities_meet(link->unit, other->unit)) {
            struct place place = value_place(&link->in, "code"), first = value_place(&other->in, "code");
            problem_of(reading, place, "definition.twice", link->unit->code,
                       text_format(reading->arena, "%.*s:%u", TEXT_ARGS(first.file), (unsigned)first.line));
            return;
        }
}

static void successor_check(struct reading *reading, const struct successor_definition *successor, const struct yaml_fields *in)
{
    if (successor->old_code.length > 0)
        vocabulary_check(reading, &reading->units, successor->old_code, value_place(in, "old"));
    if (successor->new_code.length == 0 || !vocabulary_check(reading, &reading->units, successor->new_code, value_place(in, "new")))
        return;
    if (day_is_some(successor->on) && !unit_lives_on(reading, successor->new_code, successor->on))
        problem_of(reading, value_place(in, "new"), "definition.successor-not-then", successor->new_code,
                   day_write(reading->arena, successor->on));
}

void unit_link(struct reading *reading)
{
    const struct row *units = &reading->unit_row, *successors = &reading->successor_row;
    struct list *links = &reading->unit_places;
    for (size_t i = 0; i < units->count; i++)
        ((struct unit_reading *)links->items[i])->unit = row_at(units, i);
    for (size_t i = 0; i < units->count; i++) {
        ways_check(reading, links->items[i]);
        circle_check(reading, links->items[i]);
        same_code_check(reading, links->items[i]);
    }
    for (size_t i = 0; i < successors->count; i++)
        successor_check(reading, row_at(successors, i), &((struct unit_reading *)reading->successor_places.items[i])->in);
    reading->made->units = (const struct unit_definition *)(const void *)units->items;
    reading->made->unit_count = units->count;
    reading->made->successors = (const struct successor_definition *)(const void *)successors->items;
    reading->made->successor_count = successors->count;
}
