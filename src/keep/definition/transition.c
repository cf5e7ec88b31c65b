/* transition.c — a register's states, the acts that move a record between them, and its checks. */
#include "keep/definition/definition_inside.h"

static const struct text roles[] = {
    TEXT_ENTRY("recorder"), TEXT_ENTRY("officer"), TEXT_ENTRY("approver"), TEXT_ENTRY("clerk"), TEXT_ENTRY("supervisor"),
    TEXT_ENTRY("reception"), TEXT_ENTRY("custodian"), TEXT_ENTRY("publisher"), TEXT_ENTRY("administrator"),
};

/* What every record of every register can be done to: an act of a register takes another name. */
static const struct text common_acts[] = {
    TEXT_ENTRY("create"), TEXT_ENTRY("correct"), TEXT_ENTRY("withdraw"), TEXT_ENTRY("erase"), TEXT_ENTRY("copy"), TEXT_ENTRY("import"),
};

void roles_read(struct reading *reading, const struct yaml_fields *in, const char *key, const struct text **read, size_t *count)
{
    struct row given = texts_read(reading, in, key, LENGTH_OF(roles));
    size_t index;
    for (size_t i = 0; i < given.count; i++) {
        struct text role = *(struct text *)row_at(&given, i);
        if (!word_among(role, (struct yaml_words){roles, LENGTH_OF(roles)}, &index))
            word_unknown(reading, value_place(in, key), "definition.unknown-role", role, (struct yaml_words){roles, LENGTH_OF(roles)});
    }
    *read = (const struct text *)(const void *)given.items;
    *count = given.count;
}

static void state_check(struct reading *reading, const struct register_reading *reg, struct text code, struct place place)
{
    struct text names[STATES_MAX];
    size_t index;
    for (size_t i = 0; i < reg->made->state_count; i++)
        names[i] = reg->made->states[i].code;
    struct yaml_words known = {names, reg->made->state_count};
    if (!word_among(code, known, &index))
        word_unknown(reading, place, "definition.unknown-state", code, known);
}

static void states_read(struct reading *reading, struct register_reading *reg)
{
    static const struct state_definition only = {TEXT_ENTRY("noted"), {TEXT_ENTRY("Đã ghi"), TEXT_ENTRY("Noted")}};
    struct yaml_fields below;
    reg->made->states = &only;
    reg->made->state_count = 1;
    if (!yaml_fields_map(&reg->in, "states", YAML_MAY, &below) || !count_check(reading, &reg->in, below.map, STATES_MAX))
        return;
    struct row states = ROW_OF(struct state_definition);
    for (size_t i = 0; i < below.map->map.count; i++) {
        const struct node_entry *entry = &below.map->map.entries[i];
        if (!name_check(reading, entry->key, NAME_OF_COLUMN, entry_place(&below, entry)))
            continue;
        struct state_definition *state = row_add(&states, reading->arena);
        state->code = entry->key;
        title_read_node(reading, &below, entry->value, &state->title);
    }
    if (states.count == 0) {
        problem_of(reading, yaml_fields_key_place(&reg->in, "states"), "definition.no-states", (struct text){0}, (struct text){0});
        return;
    }
    reg->made->states = (const struct state_definition *)(const void *)states.items;
    reg->made->state_count = states.count;
}

static void transition_read_one(struct reading *reading, const struct register_reading *reg, const struct yaml_fields *above,
                                const struct node_entry *entry, struct transition_definition *transition)
{
    struct rule_scope scope = scope_of(reading, reg, false);
    struct text source;
    static const struct text known[] = {TEXT_ENTRY("title"), TEXT_ENTRY("from"), TEXT_ENTRY("to"), TEXT_ENTRY("by"), TEXT_ENTRY("needs"),
                                        TEXT_ENTRY("day"), TEXT_ENTRY("days"), TEXT_ENTRY("next")};
    struct yaml_fields in;
    struct place place = entry_place(above, entry);
    size_t index;
    *transition = (struct transition_definition){.name = entry->key};
    if (name_check(reading, entry->key, NAME_OF_COLUMN, place) &&
        word_among(entry->key, (struct yaml_words){common_acts, LENGTH_OF(common_acts)}, &index))
        problem_of(reading, place, "definition.act-common", entry->key, (struct text){0});
    if (!yaml_fields_item_map(above, entry->value, &in))
        return;
    yaml_fields_check(&in, (struct yaml_words){known, LENGTH_OF(known)});
    title_read(reading, &in, "title", YAML_MUST, &transition->title);
    struct row from = texts_read(reading, &in, "from", STATES_MAX);
    if (from.count == 0)
        problem_of(reading, yaml_fields_key_place(&in, "from"), "definition.act-from-nowhere", entry->key, (struct text){0});
    for (size_t i = 0; i < from.count; i++)
        state_check(reading, reg, *(struct text *)row_at(&from, i), value_place(&in, "from"));
    transition->from = (const struct text *)(const void *)from.items;
    transition->from_count = from.count;
    if (yaml_fields_text(&in, "to", YAML_MUST, &transition->to))
        state_check(reading, reg, transition->to, value_place(&in, "to"));
    if (yaml_fields_text(&in, "by", YAML_MUST, &transition->by) &&
        !word_among(transition->by, (struct yaml_words){roles, LENGTH_OF(roles)}, &index))
        word_unknown(reading, value_place(&in, "by"), "definition.unknown-role", transition->by,
                     (struct yaml_words){roles, LENGTH_OF(roles)});
    transition->needs = fields_at(reading, reg, &in, "needs", &transition->need_count);
    for (size_t i = 0; i < transition->need_count; i++)
        sealed_check(reading, transition->needs[i], value_place(&in, "needs"));
    transition->day = field_day_at(reading, reg, &in, "day", YAML_MAY);
    transition->days = field_at(reading, reg, &in, "days", YAML_MAY);
    if (transition->days && (transition->days->kind != FIELD_NUMBER || transition->days->personal || transition->days->many))
        problem_of(reading, value_place(&in, "days"), "definition.act-days", transition->days->name, field_kind_word(transition->days->kind));
    transition->next = rule_at(reading, &in, "next", &scope, &source);
}

void transition_read_all(struct reading *reading, struct register_reading *reg)
{
    struct yaml_fields below;
    states_read(reading, reg);
    if (!yaml_fields_map(&reg->in, "acts", YAML_MAY, &below) || !count_check(reading, &reg->in, below.map, TRANSITIONS_MAX))
        return;
    size_t count = below.map->map.count;
    struct transition_definition *transitions = arena_make_many(reading->arena, count, sizeof *transitions);
    for (size_t i = 0; i < count; i++)
        transition_read_one(reading, reg, &below, &below.map->map.entries[i], &transitions[i]);
    reg->made->transitions = transitions;
    reg->made->transition_count = count;
}

/* ── checks ── */

void check_read_all(struct reading *reading, struct register_reading *reg)
{
    static const struct text known[] = {TEXT_ENTRY("id"), TEXT_ENTRY("rule"), TEXT_ENTRY("say"), TEXT_ENTRY("law"), TEXT_ENTRY("warn")};
    const struct node *list;
    if (!yaml_fields_list(&reg->in, "checks", YAML_MAY, &list) || !count_check(reading, &reg->in, list, CHECKS_MAX))
        return;
    struct check_definition *checks = arena_make_many(reading->arena, list->list.count, sizeof *checks);
    struct rule_scope scope = scope_of(reading, reg, true);
    struct vocabulary ids;
    vocabulary_init(&ids, reading->arena, "definition.unknown-field");
    for (size_t i = 0; i < list->list.count; i++) {
        struct check_definition *check = &checks[i];
        struct yaml_fields in;
        struct text source;
        if (!yaml_fields_item_map(&reg->in, list->list.items[i], &in))
            continue;
        yaml_fields_check(&in, (struct yaml_words){known, LENGTH_OF(known)});
        if (yaml_fields_text(&in, "id", YAML_MUST, &check->id) && name_check(reading, check->id, NAME_OF_RULE, value_place(&in, "id")))
            vocabulary_add(reading, &ids, check->id, value_place(&in, "id"));
        if (yaml_fields_text(&in, "rule", YAML_MUST, &source))
            check->rule = rule_at(reading, &in, "rule", &scope, &source);
        title_read(reading, &in, "say", YAML_MUST, &check->say);
        law_read(reading, &in, YAML_MAY, &check->law);
        yaml_fields_truth(&in, "warn", YAML_MAY, &check->warns);
    }
    reg->made->checks = checks;
    reg->made->check_count = list->list.count;
}
