/* figure.c — what a register counts: nine kinds, their rule, breakdown and reach. */
#include "keep/definition/definition_inside.h"

/* How a figure of a kind is written and which other keys it understands. */
static const struct text kind_keys[] = {
    [FIGURE_COUNT] = TEXT_ENTRY("count"), [FIGURE_SUM] = TEXT_ENTRY("sum"),       [FIGURE_DISTINCT] = TEXT_ENTRY("distinct"),
    [FIGURE_BALANCE] = TEXT_ENTRY("balance"), [FIGURE_OPEN] = TEXT_ENTRY("open"), [FIGURE_LATE] = TEXT_ENTRY("late"),
    [FIGURE_DUE] = TEXT_ENTRY("due"),     [FIGURE_SHORT] = TEXT_ENTRY("short"),   [FIGURE_SHARE] = TEXT_ENTRY("share"),
};

static const struct text reaches[] = {
    [REACH_INTERNAL] = TEXT_ENTRY("internal"), [REACH_SUPERIOR] = TEXT_ENTRY("superior"), [REACH_PUBLIC] = TEXT_ENTRY("public"),
};

#define KIND(kind) (1u << (kind))

/* ── rules of a register ── */

static void scope_add_state(struct reading *reading, const struct register_reading *reg, struct row *names)
{
    const struct register_definition *made = reg->made;
    struct text *states = arena_make_many(reading->arena, made->state_count, sizeof *states);
    for (size_t i = 0; i < made->state_count; i++)
        states[i] = made->states[i].code;
    *(struct rule_name *)row_add(names, reading->arena) = (struct rule_name){
        .name = TEXT("state"), .kind = VALUE_CODE, .codes = states, .code_count = made->state_count, .slot = made->state_slot};

    size_t count = reading->made->organisation_kind_count;
    struct text *kinds = arena_make_many(reading->arena, count, sizeof *kinds);
    for (size_t i = 0; i < count; i++)
        kinds[i] = reading->made->organisation_kinds[i].name;
    *(struct rule_name *)row_add(names, reading->arena) = (struct rule_name){
        .name = TEXT("unit_kind"), .kind = VALUE_CODE, .codes = kinds, .code_count = count, .slot = made->unit_kind_slot};
    if (made->day != NULL)
        *(struct rule_name *)row_add(names, reading->arena) =
            (struct rule_name){.name = TEXT("day"), .kind = VALUE_DAY, .slot = made->day->slot};
}

/* A field with several values has no one value a rule could compare, so it is not in scope. */
struct rule_scope scope_of(struct reading *reading, const struct register_reading *reg, bool personal)
{
    struct row names = ROW_OF(struct rule_name);
    for (size_t i = 0; i < reg->made->field_count; i++) {
        const struct field_definition *field = &reg->fields[i];
        if (field->many || (field->personal && !personal) || field->sealed)
            continue;
        struct text *codes = arena_make_many(reading->arena, field->choice_count, sizeof *codes);
        for (size_t j = 0; j < field->choice_count; j++)
            codes[j] = field->choices[j].code;
        *(struct rule_name *)row_add(&names, reading->arena) = (struct rule_name){
            .name = field->name, .kind = field_kind_in_rules(field->kind), .codes = codes, .code_count = field->choice_count,
            .slot = field->slot};
    }
    scope_add_state(reading, reg, &names);
    return (struct rule_scope){(const struct rule_name *)(const void *)names.items, names.count};
}

const struct rule *rule_at(struct reading *reading, const struct yaml_fields *in, const char *key,
                           const struct rule_scope *scope, struct text *source)
{
    if (!yaml_fields_text(in, key, YAML_MAY, source))
        return NULL;
    struct place place = value_place(in, key);
    if (node_of_key(in, key)->quoted)
        place.column++; /* the rule begins behind the quote */
    return rule_read(reading->arena, *source, place, scope, VALUE_TRUTH, reading->problems);
}

/* ── one figure ── */

static bool kind_read(struct reading *reading, const struct yaml_fields *in, struct place place, enum figure_kind *kind)
{
    size_t found = 0;
    for (size_t i = 0; i < LENGTH_OF(kind_keys); i++)
        if (node_find(in->map, kind_keys[i]) != NULL) {
            *kind = (enum figure_kind)i;
            found++;
        }
    if (found == 1)
        return true;
    problem_of(reading, place, found == 0 ? "definition.figure-kindless" : "definition.figure-kinds",
               text_join(reading->arena, kind_keys, LENGTH_OF(kind_keys), TEXT(", ")), (struct text){0});
    return false;
}

static bool field_fits(enum figure_kind figure, const struct field_definition *field)
{
    const unsigned numbers = KIND(FIELD_NUMBER) | KIND(FIELD_DECIMAL) | KIND(FIELD_MONEY);
    const unsigned values = KIND(FIELD_CHOICE) | KIND(FIELD_UNIT) | KIND(FIELD_RECORD) | KIND(FIELD_TEXT) | KIND(FIELD_INSTRUMENT);
    return (KIND(field->kind) & (figure == FIGURE_SUM ? numbers : values)) != 0;
}

static void counted_read(struct reading *reading, const struct register_reading *reg, const struct yaml_fields *in,
                         struct figure_definition *figure)
{
    const char *key = kind_keys[figure->kind].bytes;
    const struct field_definition *field = field_at(reading, reg, in, key, YAML_MUST);
    if (field == NULL)
        return;
    if (field->personal)
        problem_of(reading, value_place(in, key), "definition.personal-figure", field->name, (struct text){0});
    else if (!field_fits(figure->kind, field))
        problem_of(reading, value_place(in, key), figure->kind == FIGURE_SUM ? "definition.sum-of" : "definition.distinct-of",
                   field->name, field_kind_word(field->kind));
    else
        figure->field = field;
}

static void records_read(struct reading *reading, const struct yaml_fields *in)
{
    struct text what;
    if (yaml_fields_text(in, "count", YAML_MUST, &what) && !text_is(what, "records"))
        problem_of(reading, value_place(in, "count"), "definition.count-of", what, (struct text){0});
}

static void open_read(struct reading *reading, const struct register_reading *reg, const struct yaml_fields *above,
                      struct figure_definition *figure)
{
    static const struct text known[] = {TEXT_ENTRY("from"), TEXT_ENTRY("until")};
    struct yaml_fields in;
    if (!yaml_fields_map(above, "open", YAML_MUST, &in))
        return;
    yaml_fields_check(&in, (struct yaml_words){known, LENGTH_OF(known)});
    figure->from = field_day_at(reading, reg, &in, "from", YAML_MUST);
    figure->until = field_day_at(reading, reg, &in, "until", YAML_MUST);
}

static void limit_figure_read(struct reading *reading, const struct register_reading *reg, const struct yaml_fields *in,
                              struct figure_definition *figure)
{
    const char *key = kind_keys[figure->kind].bytes;
    struct text name;
    if (!yaml_fields_text(in, key, YAML_MUST, &name) ||
        !vocabulary_check(reading, &reading->deadlines, name, value_place(in, key)))
        return;
    figure->deadline = vocabulary_find(&reading->deadlines, name);
    for (size_t i = 0; i < reg->made->deadline_count; i++)
        if (reg->made->deadlines[i].rule == figure->deadline)
            return;
    problem_of(reading, value_place(in, key), "definition.deadline-unused", name, reg->made->name);
}

static void breakdown_read(struct reading *reading, const struct register_reading *reg, const struct yaml_fields *in,
                           struct figure_definition *figure)
{
    struct text by;
    if (!yaml_fields_text(in, "by", YAML_MAY, &by))
        return;
    if (text_is(by, "unit_kind")) {
        figure->by_unit_kind = true;
        return;
    }
    const struct field_definition *field = field_get(reading, reg, by, value_place(in, "by"));
    if (field == NULL)
        return;
    if (field->kind != FIELD_CHOICE || field->many || field->personal)
        problem_of(reading, value_place(in, "by"), "definition.by-of", field->name, field_kind_word(field->kind));
    else
        figure->by = field;
}

/* A public figure of a register that shows nothing, or a live one about people, would open what the register closes. */
static void reach_read(struct reading *reading, const struct register_reading *reg, const struct yaml_fields *in,
                       struct figure_definition *figure)
{
    size_t reach;
    if (yaml_fields_choice(in, "reach", YAML_MAY, (struct yaml_words){reaches, LENGTH_OF(reaches)}, &reach))
        figure->reach = (enum figure_reach)reach;
    yaml_fields_truth(in, "live", YAML_MAY, &figure->live);
    if (figure->reach == REACH_PUBLIC && reg->made->is_public == PUBLIC_NOTHING)
        problem_of(reading, value_place(in, "reach"), "definition.public-of-nothing", figure->name, reg->made->name);
    if (figure->live && figure->reach != REACH_PUBLIC)
        problem_of(reading, value_place(in, "live"), "definition.live-not-public", figure->name, (struct text){0});
    if (figure->live && reg->made->sensitive)
        problem_of(reading, value_place(in, "live"), "definition.live-sensitive", figure->name, reg->made->name);
}

/* A yearly plan is measured from the year's beginning: only what adds up over days can be. */
static void over_read(struct reading *reading, const struct yaml_fields *in, struct figure_definition *figure)
{
    static const struct text words[] = {TEXT_ENTRY("year")};
    const unsigned adds_up = KIND(FIGURE_COUNT) | KIND(FIGURE_SUM) | KIND(FIGURE_SHARE);
    size_t word;
    if (!yaml_fields_choice(in, "over", YAML_MAY, (struct yaml_words){words, LENGTH_OF(words)}, &word))
        return;
    figure->over_year = true;
    if ((KIND(figure->kind) & adds_up) == 0)
        problem_of(reading, value_place(in, "over"), "definition.over-of", figure->name, kind_keys[figure->kind]);
}

/* What is worked out from two other figures, or from a time limit, takes its records, days and breakdown from there. */
static void combined_check(struct reading *reading, const struct yaml_fields *in, const struct figure_definition *figure)
{
    static const char *const theirs[] = {"where", "by", "day"};
    const unsigned taken = KIND(FIGURE_BALANCE) | KIND(FIGURE_SHARE) | KIND(FIGURE_LATE) | KIND(FIGURE_DUE) | KIND(FIGURE_SHORT);
    if ((KIND(figure->kind) & taken) == 0)
        return;
    for (size_t i = 0; i < LENGTH_OF(theirs); i++)
        if (node_of_key(in, theirs[i]) != NULL)
            problem_of(reading, yaml_fields_key_place(in, theirs[i]), "definition.figure-combined", text_of(theirs[i]),
                       kind_keys[figure->kind]);
}

static void kind_fields_read(struct reading *reading, const struct register_reading *reg, const struct yaml_fields *in,
                             struct figure_definition *figure)
{
    switch (figure->kind) {
    case FIGURE_COUNT:
        records_read(reading, in);
        break;
    case FIGURE_SUM:
    case FIGURE_DISTINCT:
        counted_read(reading, reg, in, figure);
        break;
    case FIGURE_OPEN:
        open_read(reading, reg, in, figure);
        break;
    case FIGURE_LATE:
    case FIGURE_DUE:
    case FIGURE_SHORT:
        limit_figure_read(reading, reg, in, figure);
        break;
    case FIGURE_BALANCE:
    case FIGURE_SHARE:
        break; /* figure_link: when every figure is known */
    }
}

static void figure_fields_read(struct reading *reading, const struct register_reading *reg, const struct yaml_fields *in,
                               struct figure_definition *figure)
{
    title_read(reading, in, "title", YAML_MUST, &figure->title);
    profile_check_words(reading, &figure->title, value_place(in, "title"));
    title_read(reading, in, "unit", YAML_MAY, &figure->unit);
    title_read(reading, in, "note", YAML_MAY, &figure->note);
    kind_fields_read(reading, reg, in, figure);
    breakdown_read(reading, reg, in, figure);
    const struct field_definition *day = field_day_at(reading, reg, in, "day", YAML_MAY);
    figure->day = day != NULL ? day : reg->made->day;
    reach_read(reading, reg, in, figure);
    over_read(reading, in, figure);
    combined_check(reading, in, figure);
}

static struct figure_definition *figure_read_one(struct reading *reading, struct register_reading *reg,
                                                 const struct yaml_fields *above, const struct node_entry *entry)
{
    static const struct text known[] = {
        TEXT_ENTRY("title"), TEXT_ENTRY("unit"), TEXT_ENTRY("note"), TEXT_ENTRY("count"), TEXT_ENTRY("sum"),
        TEXT_ENTRY("distinct"), TEXT_ENTRY("balance"), TEXT_ENTRY("open"), TEXT_ENTRY("late"), TEXT_ENTRY("due"),
        TEXT_ENTRY("short"), TEXT_ENTRY("share"), TEXT_ENTRY("where"), TEXT_ENTRY("by"), TEXT_ENTRY("day"),
        TEXT_ENTRY("reach"), TEXT_ENTRY("live"), TEXT_ENTRY("over"),
    };
    struct yaml_fields in;
    struct place place = entry_place(above, entry);
    enum figure_kind kind;
    bool named = name_check(reading, entry->key, NAME_OF_COLUMN, place);
    if (!yaml_fields_item_map(above, entry->value, &in))
        return NULL;
    yaml_fields_check(&in, (struct yaml_words){known, LENGTH_OF(known)});
    if (!kind_read(reading, &in, place, &kind) || !named)
        return NULL;
    struct figure_definition *figure = &reading->figures_made[reading->made->figure_count];
    *figure = (struct figure_definition){
        .kind = kind, .register_ = reg->made, .index = reading->made->figure_count++,
        .name = text_format(reading->arena, "%.*s.%.*s", TEXT_ARGS(reg->made->name), TEXT_ARGS(entry->key))};
    figure_fields_read(reading, reg, &in, figure);
    struct rule_scope scope = scope_of(reading, reg, false);
    figure->where = rule_at(reading, &in, "where", &scope, &figure->where_source);
    struct word *word = vocabulary_add(reading, &reading->figures, figure->name, place);
    if (word != NULL)
        word->item = figure;
    return figure;
}

void figure_read_all(struct reading *reading, struct register_reading *reg)
{
    struct yaml_fields below;
    if (!yaml_fields_map(&reg->in, "figures", YAML_MAY, &below) || !count_check(reading, &reg->in, below.map, REGISTER_FIGURES_MAX))
        return;
    struct row figures = ROW_OF(const struct figure_definition *);
    for (size_t i = 0; i < below.map->map.count; i++) {
        const struct figure_definition *figure = figure_read_one(reading, reg, &below, &below.map->map.entries[i]);
        if (figure != NULL)
            *(const struct figure_definition **)row_add(&figures, reading->arena) = figure;
    }
    reg->made->figures = (const struct figure_definition *const *)(const void *)figures.items;
    reg->made->figure_count = figures.count;
}

/* ── figures made of two others ── */

/* "received" of the same register, or "donation.received" of any. */
static const struct figure_definition *other_get(struct reading *reading, const struct register_reading *reg, struct text name,
                                                 struct place place)
{
    struct text full = name;
    if (!text_contains(name, TEXT(".")))
        full = text_format(reading->arena, "%.*s.%.*s", TEXT_ARGS(reg->made->name), TEXT_ARGS(name));
    return vocabulary_check(reading, &reading->figures, full, place) ? vocabulary_find(&reading->figures, full) : NULL;
}

/* Only kinds that stand on records may be parts: so no figure can lead back to itself. */
static void parts_check(struct reading *reading, const struct figure_definition *figure, struct place place)
{
    const unsigned whole = KIND(FIGURE_COUNT) | KIND(FIGURE_SUM);
    const unsigned any = whole | KIND(FIGURE_DISTINCT) | KIND(FIGURE_OPEN) | KIND(FIGURE_LATE) | KIND(FIGURE_DUE) | KIND(FIGURE_SHORT);
    const struct figure_definition *parts[] = {figure->first, figure->second};
    for (size_t i = 0; i < LENGTH_OF(parts); i++)
        if (parts[i] != NULL && (KIND(parts[i]->kind) & (figure->kind == FIGURE_BALANCE ? whole : any)) == 0)
            problem_of(reading, place, figure->kind == FIGURE_BALANCE ? "definition.balance-of" : "definition.share-of",
                       parts[i]->name, kind_keys[parts[i]->kind]);
}

static void balance_read(struct reading *reading, const struct register_reading *reg, const struct yaml_fields *above,
                         struct figure_definition *figure)
{
    static const struct text known[] = {TEXT_ENTRY("plus"), TEXT_ENTRY("minus")};
    struct yaml_fields in;
    struct text name;
    if (!yaml_fields_map(above, "balance", YAML_MUST, &in))
        return;
    yaml_fields_check(&in, (struct yaml_words){known, LENGTH_OF(known)});
    if (yaml_fields_text(&in, "plus", YAML_MUST, &name))
        figure->first = other_get(reading, reg, name, value_place(&in, "plus"));
    if (yaml_fields_text(&in, "minus", YAML_MUST, &name))
        figure->second = other_get(reading, reg, name, value_place(&in, "minus"));
    parts_check(reading, figure, value_place(above, "balance"));
}

static void share_read(struct reading *reading, const struct register_reading *reg, const struct yaml_fields *in,
                       struct figure_definition *figure)
{
    struct row names = texts_read(reading, in, "share", 2);
    struct place place = value_place(in, "share");
    if (names.count != 2) {
        problem_of(reading, place, "definition.share-two", (struct text){0}, (struct text){0});
        return;
    }
    figure->first = other_get(reading, reg, *(struct text *)row_at(&names, 0), place);
    figure->second = other_get(reading, reg, *(struct text *)row_at(&names, 1), place);
    parts_check(reading, figure, place);
}

void figure_link(struct reading *reading, struct register_reading *reg)
{
    struct yaml_fields below;
    if (reg->made->figure_count == 0 || !yaml_fields_map(&reg->in, "figures", YAML_MAY, &below))
        return;
    for (size_t i = 0; i < reg->made->figure_count; i++) {
        struct figure_definition *figure = &reading->figures_made[reg->made->figures[i]->index];
        struct yaml_fields in;
        struct text short_name = text_from(figure->name, reg->made->name.length + 1);
        if (!yaml_fields_map(&below, short_name.bytes, YAML_MUST, &in))
            continue;
        if (figure->kind == FIGURE_BALANCE)
            balance_read(reading, reg, &in, figure);
        if (figure->kind == FIGURE_SHARE)
            share_read(reading, reg, &in, figure);
    }
}
