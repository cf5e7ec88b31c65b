/* deadline_use.c — a register's use of time limits: which of its fields and acts start, stop and move them. */
#include "keep/definition/definition_inside.h"

enum { MOMENTS_MAX = 10 };

static bool is_moment_field(const struct field_definition *field)
{
    return field->kind == FIELD_DAY && !field->personal;
}

static const struct transition_definition *act_named(const struct register_reading *reg, struct text name)
{
    const struct transition_definition *act = register_transition(reg->made, name);
    return act && act->day ? act : NULL;
}

static void moment_unknown(struct reading *reading, const struct register_reading *reg, struct text name, struct place place)
{
    const struct register_definition *made = reg->made;
    struct arena *CLOSING(arena) scratch = arena_open();
    struct text *names = arena_make_many(scratch, made->field_count + made->transition_count, sizeof *names);
    size_t count = 0;
    for (size_t i = 0; i < made->field_count; i++)
        if (is_moment_field(&made->fields[i]))
            names[count++] = made->fields[i].name;
    for (size_t i = 0; i < made->transition_count; i++)
        if (made->transitions[i].day)
            names[count++] = made->transitions[i].name;
    word_unknown(reading, place, "definition.unknown-moment", name, (struct yaml_words){names, count});
}

/* A day field, or an act that says on which day it happened. */
static bool moment_read(struct reading *reading, const struct register_reading *reg, struct text name, struct place place,
                        struct deadline_moment *moment)
{
    const struct field_definition *field = register_field(reg->made, name);
    const struct transition_definition *act = act_named(reg, name);
    *moment = (struct deadline_moment){0};
    if (field && is_moment_field(field))
        moment->day = field;
    else if (act)
        *moment = (struct deadline_moment){act->day, act->days, act};
    else if (field && field->personal && field->kind == FIELD_DAY) /* deadlines are computed from facts alone */
        problem_of(reading, place, "definition.personal-figure", name, (struct text){0});
    else if (field && !act)
        problem_of(reading, place, "definition.not-a-day", name, field_kind_word(field->kind));
    else
        moment_unknown(reading, reg, name, place);
    return moment->day != NULL;
}

static struct deadline_moments moments_read(struct reading *reading, const struct register_reading *reg, const struct yaml_fields *in,
                                            const char *key)
{
    struct row names = texts_read(reading, in, key, MOMENTS_MAX);
    struct row moments = ROW_OF(struct deadline_moment);
    for (size_t i = 0; i < names.count; i++) {
        struct deadline_moment moment;
        if (moment_read(reading, reg, *(struct text *)row_at(&names, i), value_place(in, key), &moment))
            *(struct deadline_moment *)row_add(&moments, reading->arena) = moment;
    }
    return (struct deadline_moments){(const struct deadline_moment *)(const void *)moments.items, moments.count};
}

static bool rule_knows(const struct deadline_rule *rule, bool suspension)
{
    for (size_t i = 0; i < rule->version_count; i++) {
        const struct deadline_version *version = &rule->versions[i];
        bool extended = version->extension.times > 0;
        for (size_t j = 0; j < version->variant_count; j++)
            extended = extended || version->variants[j].extension.times > 0;
        if (suspension ? version->suspension.allowed : extended)
            return true;
    }
    return false;
}

/* Only what must last may be ended too early. */
static void planned_read(struct reading *reading, const struct register_reading *reg, const struct yaml_fields *in, struct deadline_use *use)
{
    struct deadline_moment planned;
    struct text name;
    if (node_of_key(in, "planned") == NULL || !yaml_fields_text(in, "planned", YAML_MAY, &name))
        return;
    if (!use->rule->rule.at_least)
        problem_of(reading, value_place(in, "planned"), "definition.deadline-not-foreseen", use->rule->name, TEXT("at_least"));
    else if (moment_read(reading, reg, name, value_place(in, "planned"), &planned))
        use->planned = planned.day;
}

/* What the law does not foresee would never count: better said at once. */
static void foreseen_check(struct reading *reading, const struct yaml_fields *in, const struct deadline_use *use)
{
    if (use->suspends.count > 0 && !rule_knows(&use->rule->rule, true))
        problem_of(reading, value_place(in, "suspends"), "definition.deadline-not-foreseen", use->rule->name, TEXT("suspension"));
    if (use->extends.count > 0 && !rule_knows(&use->rule->rule, false))
        problem_of(reading, value_place(in, "extends"), "definition.deadline-not-foreseen", use->rule->name, TEXT("extension"));
}

static void variant_check(struct reading *reading, const struct deadline_rule *rule, struct text name, struct place place)
{
    struct text names[DEADLINE_VERSIONS_MAX * DEADLINE_VARIANTS_MAX];
    size_t count = 0;
    for (size_t i = 0; i < rule->version_count; i++)
        for (size_t j = 0; j < rule->versions[i].variant_count; j++)
            names[count++] = rule->versions[i].variants[j].name;
    if (!deadline_rule_has_variant(rule, name))
        word_unknown(reading, place, "definition.unknown-variant", name, (struct yaml_words){names, count});
}

static void variants_read(struct reading *reading, const struct yaml_fields *above, const struct rule_scope *scope, struct deadline_use *use)
{
    struct yaml_fields in;
    struct text source;
    if (!yaml_fields_map(above, "variants", YAML_MAY, &in) || !count_check(reading, above, in.map, DEADLINE_VARIANTS_MAX))
        return;
    struct deadline_variant_use *variants = arena_make_many(reading->arena, in.map->map.count, sizeof *variants);
    for (size_t i = 0; i < in.map->map.count; i++) {
        const struct node_entry *entry = &in.map->map.entries[i];
        struct text key = text_copy(reading->arena, entry->key); /* ends in NUL */
        variants[i] = (struct deadline_variant_use){entry->key, rule_at(reading, &in, key.bytes, scope, &source)};
        variant_check(reading, &use->rule->rule, entry->key, entry_place(&in, entry));
    }
    use->variants = variants;
    use->variant_count = in.map->map.count;
}

static void use_read(struct reading *reading, const struct register_reading *reg, const struct yaml_fields *in, struct deadline_use *use)
{
    static const struct text known[] = {TEXT_ENTRY("rule"), TEXT_ENTRY("starts"), TEXT_ENTRY("stops"), TEXT_ENTRY("where"),
                                        TEXT_ENTRY("suspends"), TEXT_ENTRY("continues"), TEXT_ENTRY("extends"), TEXT_ENTRY("variants"),
                                        TEXT_ENTRY("planned")};
    struct rule_scope scope = scope_of(reading, reg, false);
    struct text name, source;
    yaml_fields_check(in, (struct yaml_words){known, LENGTH_OF(known)});
    if (yaml_fields_text(in, "rule", YAML_MUST, &name) && vocabulary_check(reading, &reading->deadlines, name, value_place(in, "rule")))
        use->rule = vocabulary_find(&reading->deadlines, name);
    if (yaml_fields_text(in, "starts", YAML_MUST, &name))
        (void)moment_read(reading, reg, name, value_place(in, "starts"), &use->starts);
    use->stops = moments_read(reading, reg, in, "stops");
    if (node_of_key(in, "stops") == NULL)
        (void)yaml_fields_text(in, "stops", YAML_MUST, &name);
    use->suspends = moments_read(reading, reg, in, "suspends");
    use->continues = moments_read(reading, reg, in, "continues");
    use->extends = moments_read(reading, reg, in, "extends");
    use->where = rule_at(reading, in, "where", &scope, &source);
    if (use->rule == NULL)
        return;
    foreseen_check(reading, in, use);
    planned_read(reading, reg, in, use);
    variants_read(reading, in, &scope, use);
}

void deadline_use_read_all(struct reading *reading, struct register_reading *reg)
{
    const struct node *list;
    if (!yaml_fields_list(&reg->in, "deadlines", YAML_MAY, &list) || !count_check(reading, &reg->in, list, REGISTER_DEADLINES_MAX))
        return;
    struct row uses = ROW_OF(struct deadline_use);
    for (size_t i = 0; i < list->list.count; i++) {
        struct yaml_fields in;
        struct deadline_use use = {0};
        if (!yaml_fields_item_map(&reg->in, list->list.items[i], &in))
            continue;
        use_read(reading, reg, &in, &use);
        if (use.rule == NULL)
            continue;
        for (size_t j = 0; j < uses.count; j++)
            if (((struct deadline_use *)row_at(&uses, j))->rule == use.rule)
                problem_of(reading, value_place(&in, "rule"), "definition.deadline-twice", use.rule->name, (struct text){0});
        *(struct deadline_use *)row_add(&uses, reading->arena) = use;
    }
    reg->made->deadlines = (const struct deadline_use *)(const void *)uses.items;
    reg->made->deadline_count = uses.count;
}
