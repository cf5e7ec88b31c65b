/* field.c — what a register asks: kinds of fields, their limits and choices. */
#include "keep/definition/definition_inside.h"

enum { TEXT_LENGTH_MAX = 500, LONG_TEXT_LENGTH_MAX = 4000 };

#define FIELD_KIND(id, word, in_rules, column) [FIELD_##id] = TEXT_ENTRY(word),
static const struct text kind_words[] = {
#include "keep/definition/field_kinds.def"
};
#undef FIELD_KIND

#define FIELD_KIND(id, word, in_rules, column) [FIELD_##id] = {in_rules, column},
static const struct kind_row {
    enum value_kind in_rules;
    const char *column;
} kind_rows[] = {
#include "keep/definition/field_kinds.def"
};
#undef FIELD_KIND

#define KIND(kind) (1u << (kind))
static const unsigned numeric_kinds = KIND(FIELD_NUMBER) | KIND(FIELD_DECIMAL) | KIND(FIELD_MONEY);

/* Which keys only some kinds of fields understand. */
static const struct key_of_kinds {
    const char *key;
    unsigned kinds;
} keys_of_kinds[] = {
    {"length", KIND(FIELD_TEXT) | KIND(FIELD_LONG_TEXT)},
    {"min", KIND(FIELD_NUMBER) | KIND(FIELD_DECIMAL) | KIND(FIELD_MONEY)},
    {"max", KIND(FIELD_NUMBER) | KIND(FIELD_DECIMAL) | KIND(FIELD_MONEY)},
    {"scale", KIND(FIELD_DECIMAL)},
    {"scan", KIND(FIELD_TEXT) | KIND(FIELD_LONG_TEXT)},
    {"whole", KIND(FIELD_DAY)},
    {"of", KIND(FIELD_CHOICE) | KIND(FIELD_UNIT) | KIND(FIELD_RECORD)},
    {"many", KIND(FIELD_CHOICE) | KIND(FIELD_UNIT) | KIND(FIELD_RECORD) | KIND(FIELD_INSTRUMENT)},
    {"state", KIND(FIELD_RECORD)},
    {"shares", KIND(FIELD_RECORD)},
    {"known_within", KIND(FIELD_TEXT)},
};

static const struct text box_words[] = {TEXT_ENTRY("identity"), TEXT_ENTRY("content")}; /* BOX_IDENTITY on */
static const unsigned sealed_kinds = KIND(FIELD_TEXT) | KIND(FIELD_LONG_TEXT) | KIND(FIELD_NUMBER) | KIND(FIELD_DAY);

struct text seal_box_word(enum seal_box box)
{
    return box == BOX_NONE ? (struct text){0} : box_words[box - BOX_IDENTITY];
}

struct text field_kind_word(enum field_kind kind)
{
    return kind_words[kind];
}

enum value_kind field_kind_in_rules(enum field_kind kind)
{
    return kind_rows[kind].in_rules;
}

const char *field_kind_column(enum field_kind kind)
{
    return kind_rows[kind].column;
}

static void choices_read(struct reading *reading, const struct yaml_fields *above, struct field_definition *field)
{
    static const struct text known[] = {TEXT_ENTRY("vi"), TEXT_ENTRY("en"), TEXT_ENTRY("retired")};
    struct yaml_fields of;
    if (!yaml_fields_map(above, "of", YAML_MUST, &of) || !count_check(reading, above, of.map, CHOICES_MAX))
        return;
    struct row choices = ROW_OF(struct choice);
    for (size_t i = 0; i < of.map->map.count; i++) {
        const struct node_entry *entry = &of.map->map.entries[i];
        struct yaml_fields in;
        if (!name_check(reading, entry->key, NAME_OF_COLUMN, entry_place(&of, entry)) ||
            !yaml_fields_item_map(&of, entry->value, &in))
            continue;
        yaml_fields_check(&in, (struct yaml_words){known, LENGTH_OF(known)});
        struct choice *choice = row_add(&choices, reading->arena);
        choice->code = entry->key;
        if (yaml_fields_text(&in, "vi", YAML_MUST, &choice->title.vi))
            choice->title.en = choice->title.vi;
        yaml_fields_text(&in, "en", YAML_MAY, &choice->title.en);
        yaml_fields_truth(&in, "retired", YAML_MAY, &choice->retired);
        profile_check_words(reading, &choice->title, entry_place(&of, entry));
    }
    if (of.map->map.count == 0)
        problem_of(reading, yaml_fields_key_place(above, "of"), "definition.no-choices", field->name, (struct text){0});
    field->choices = (const struct choice *)(const void *)choices.items;
    field->choice_count = choices.count;
}

static void limit_read(struct reading *reading, const struct yaml_fields *in, const char *key,
                       const struct field_definition *field, bool *has, struct decimal *limit)
{
    struct text written;
    struct decimal number;
    if (!yaml_fields_text(in, key, YAML_MAY, &written))
        return;
    if (!decimal_read(written, &number) || !decimal_rescale(number, field->scale, &number)) {
        problem_of(reading, value_place(in, key), "definition.limit", written, text_of(key));
        return;
    }
    *has = true;
    *limit = number;
}

static void limits_read(struct reading *reading, const struct yaml_fields *in, struct field_definition *field)
{
    int64_t whole = 0;
    if (field->kind == FIELD_TEXT || field->kind == FIELD_LONG_TEXT) {
        int64_t most = field->kind == FIELD_TEXT ? TEXT_LENGTH_MAX : LONG_TEXT_LENGTH_MAX;
        field->length = (size_t)most;
        if (yaml_fields_whole(in, "length", YAML_MAY, (struct yaml_range){1, most}, &whole))
            field->length = (size_t)whole;
    }
    if (field->kind == FIELD_DECIMAL && yaml_fields_whole(in, "scale", YAML_MUST, (struct yaml_range){1, DECIMAL_SCALE_MAX}, &whole))
        field->scale = (uint8_t)whole;
    if ((KIND(field->kind) & numeric_kinds) == 0)
        return;
    limit_read(reading, in, "min", field, &field->has_min, &field->min);
    limit_read(reading, in, "max", field, &field->has_max, &field->max);
    if (field->has_min && field->has_max && decimal_compare(field->min, field->max) > 0)
        problem_of(reading, value_place(in, "max"), "definition.limits-order", decimal_write(reading->arena, field->min),
                   decimal_write(reading->arena, field->max));
}

static void of_read(struct reading *reading, const struct yaml_fields *in, struct field_definition *field)
{
    if (field->kind == FIELD_CHOICE)
        choices_read(reading, in, field);
    if (field->kind == FIELD_RECORD)
        yaml_fields_text(in, "of", YAML_MUST, &field->of); /* the register: known when all are read */
    if (field->kind == FIELD_UNIT && yaml_fields_text(in, "of", YAML_MAY, &field->of) &&
        !vocabulary_knows(&reading->organisation_kinds, field->of))
        vocabulary_check(reading, &reading->place_kinds, field->of, value_place(in, "of"));
}

/* What lies in a box is personal and takes no part in anything that is worked out from records. */
static void sealed_read(struct reading *reading, const struct yaml_fields *in, struct field_definition *field)
{
    size_t box;
    if (yaml_fields_choice(in, "sealed", YAML_MAY, (struct yaml_words){box_words, LENGTH_OF(box_words)}, &box)) {
        field->sealed = BOX_IDENTITY + (enum seal_box)box;
        field->personal = true;
        if ((sealed_kinds & KIND(field->kind)) == 0)
            problem_of(reading, value_place(in, "sealed"), "definition.sealed-kind", field->name, kind_words[field->kind]);
    }
    yaml_fields_truth(in, "write_only", YAML_MAY, &field->write_only);
    if (field->write_only && field->sealed != BOX_IDENTITY)
        problem_of(reading, value_place(in, "write_only"), "definition.write-only", field->name, (struct text){0});
}

void sealed_check(struct reading *reading, const struct field_definition *field, struct place place)
{
    if (field->sealed)
        problem_of(reading, place, "definition.sealed-used", field->name, (struct text){0});
}

static void marks_read(struct reading *reading, const struct yaml_fields *in, struct field_definition *field)
{
    yaml_fields_truth(in, "required", YAML_MAY, &field->required);
    yaml_fields_truth(in, "personal", YAML_MAY, &field->personal);
    yaml_fields_truth(in, "public", YAML_MAY, &field->is_public);
    yaml_fields_truth(in, "many", YAML_MAY, &field->many);
    yaml_fields_truth(in, "retired", YAML_MAY, &field->retired);
    yaml_fields_truth(in, "later", YAML_MAY, &field->later);
    sealed_read(reading, in, field);
    if (field->personal && field->is_public)
        problem_of(reading, value_place(in, "public"), "definition.personal-public", field->name, (struct text){0});
    if (field->retired && field->required)
        problem_of(reading, value_place(in, "required"), "definition.retired-required", field->name, (struct text){0});
    if (field->later && field->required)
        problem_of(reading, value_place(in, "required"), "definition.later-required", field->name, (struct text){0});
    for (size_t i = 0; i < LENGTH_OF(keys_of_kinds); i++)
        if (node_of_key(in, keys_of_kinds[i].key) != NULL && (keys_of_kinds[i].kinds & KIND(field->kind)) == 0)
            problem_of(reading, yaml_fields_key_place(in, keys_of_kinds[i].key), "definition.key-not-for-kind",
                       text_of(keys_of_kinds[i].key), kind_words[field->kind]);
}

/* What a text's words may not tell of, and how coarse a day is kept. */
static void closeness_read(struct reading *reading, const struct yaml_fields *in, struct field_definition *field)
{
    static const struct text scans[] = {TEXT_ENTRY("names"), TEXT_ENTRY("groups")};
    static const struct text wholes[] = {TEXT_ENTRY("month")};
    size_t index;
    struct row scanned = texts_read(reading, in, "scan", LENGTH_OF(scans));
    for (size_t i = 0; i < scanned.count; i++) {
        struct text word = *(struct text *)row_at(&scanned, i);
        if (!word_among(word, (struct yaml_words){scans, LENGTH_OF(scans)}, &index))
            word_unknown(reading, value_place(in, "scan"), "definition.unknown-scan", word, (struct yaml_words){scans, LENGTH_OF(scans)});
        else if (index == 0)
            field->scans_names = true;
        else
            field->scans_groups = true;
    }
    field->whole_month = yaml_fields_choice(in, "whole", YAML_MAY, (struct yaml_words){wholes, LENGTH_OF(wholes)}, &index);
}

/* Several values stand in a table named after the register and the field; no database takes a longer name. */
static void link_name_check(struct reading *reading, const struct register_definition *made, const struct field_definition *field)
{
    size_t room = LINK_NAMES_MAX - made->name.length;
    if (field->many && field->name.length > room)
        problem_of(reading, field->place, "definition.name-long", field->name, text_format(reading->arena, "%zu", room));
}

static void field_read_one(struct reading *reading, struct register_reading *reg, const struct yaml_fields *above,
                           const struct node_entry *entry)
{
    static const struct text known[] = {
        TEXT_ENTRY("is"), TEXT_ENTRY("title"), TEXT_ENTRY("hint"), TEXT_ENTRY("unit"), TEXT_ENTRY("required"),
        TEXT_ENTRY("personal"), TEXT_ENTRY("public"), TEXT_ENTRY("many"), TEXT_ENTRY("retired"), TEXT_ENTRY("was"), TEXT_ENTRY("later"),
        TEXT_ENTRY("length"), TEXT_ENTRY("min"), TEXT_ENTRY("max"), TEXT_ENTRY("scale"), TEXT_ENTRY("of"),
        TEXT_ENTRY("sealed"), TEXT_ENTRY("write_only"), TEXT_ENTRY("scan"), TEXT_ENTRY("whole"),
        TEXT_ENTRY("state"), TEXT_ENTRY("shares"), TEXT_ENTRY("known_within"),
    };
    struct yaml_fields in;
    struct place place = entry_place(above, entry);
    size_t kind = 0;
    bool named = name_check_column(reading, entry->key, place);
    if (!yaml_fields_item_map(above, entry->value, &in))
        return;
    yaml_fields_check(&in, (struct yaml_words){known, LENGTH_OF(known)});
    bool kinded = yaml_fields_choice(&in, "is", YAML_MUST, (struct yaml_words){kind_words, LENGTH_OF(kind_words)}, &kind);
    struct field_definition *field = &reg->fields[reg->made->field_count];
    *field = (struct field_definition){.name = entry->key, .kind = (enum field_kind)kind, .place = place};
    title_read(reading, &in, "title", YAML_MUST, &field->title);
    title_read(reading, &in, "hint", YAML_MAY, &field->hint);
    title_read(reading, &in, "unit", YAML_MAY, &field->unit);
    yaml_fields_text(&in, "was", YAML_MAY, &field->was);
    yaml_fields_text(&in, "state", YAML_MAY, &field->state);
    yaml_fields_text(&in, "shares", YAML_MAY, &field->shares);
    yaml_fields_text(&in, "known_within", YAML_MAY, &field->known_within);
    if (kinded)
        marks_read(reading, &in, field);
    if (named)
        profile_check(reading, field, place);
    if (!named || !kinded)
        return;
    limits_read(reading, &in, field);
    closeness_read(reading, &in, field);
    of_read(reading, &in, field);
    link_name_check(reading, reg->made, field);
    field->slot = reg->made->field_count++;
}

void field_read_all(struct reading *reading, struct register_reading *reg)
{
    struct yaml_fields below;
    if (!yaml_fields_map(&reg->in, "fields", YAML_MUST, &below) || !count_check(reading, &reg->in, below.map, REGISTER_FIELDS_MAX))
        return;
    size_t count = below.map->map.count;
    reg->fields = arena_make_many(reading->arena, count, sizeof *reg->fields);
    reg->made->fields = reg->fields;
    for (size_t i = 0; i < count; i++)
        field_read_one(reading, reg, &below, &below.map->map.entries[i]);
}

/* Only a personal text can be a mark, for it is erased with the person's record; and its key is that of one record. */
static void link_within(struct reading *reading, const struct register_reading *reg, struct field_definition *field)
{
    const struct field_definition *within = register_field(reg->made, field->known_within);
    if (!within || within->kind != FIELD_RECORD || within->many || !field->personal || field->sealed || field->required)
        problem_of(reading, field->place, "definition.known-within", field->name, field->known_within);
    else
        field->within = within;
}

void field_link(struct reading *reading, struct register_reading *reg)
{
    for (size_t i = 0; i < reg->made->field_count; i++) {
        struct field_definition *field = &reg->fields[i];
        if (field->kind == FIELD_RECORD && field->of.length > 0 &&
            vocabulary_check(reading, &reading->registers, field->of, field->place))
            field->of_register = vocabulary_find(&reading->registers, field->of);
        if (field->known_within.length > 0)
            link_within(reading, reg, field);
        if (field->was.length > 0 && register_field(reg->made, field->was) != NULL)
            problem_of(reading, field->place, "definition.was-still-there", field->name, field->was);
    }
}

static void state_check(struct reading *reading, const struct field_definition *field)
{
    struct text names[STATES_MAX];
    size_t index, count = 0;
    for (; count < field->of_register->state_count; count++)
        names[count] = field->of_register->states[count].code;
    if (!word_among(field->state, (struct yaml_words){names, count}, &index))
        word_unknown(reading, field->place, "definition.unknown-state", field->state, (struct yaml_words){names, count});
}

static bool names_one(const struct field_definition *field)
{
    return field && field->kind == FIELD_RECORD && !field->many;
}

static void link_shared(struct reading *reading, const struct register_reading *reg, struct field_definition *field)
{
    const struct field_definition *here = register_field(reg->made, field->shares), *there = register_field(field->of_register, field->shares);
    if (!names_one(here) || !names_one(there) || here->of_register != there->of_register)
        problem_of(reading, field->place, "definition.shares", field->name, field->shares);
    else
        field->shared_here = here, field->shared_there = there;
}

/* When the fields and states of all registers are known. */
void field_link_referred(struct reading *reading, struct register_reading *reg)
{
    for (size_t i = 0; i < reg->made->field_count; i++) {
        struct field_definition *field = &reg->fields[i];
        if (field->state.length > 0 && field->of_register)
            state_check(reading, field);
        if (field->shares.length > 0 && field->of_register)
            link_shared(reading, reg, field);
    }
}

/* ── finding a field by what a key says ── */

const struct field_definition *field_get(struct reading *reading, const struct register_reading *reg, struct text name,
                                         struct place place)
{
    const struct register_definition *made = reg->made;
    const struct field_definition *field = register_field(made, name);
    if (field != NULL)
        return field;
    struct arena *CLOSING(arena) scratch = arena_open();
    struct text *names = arena_make_many(scratch, made->field_count, sizeof *names);
    for (size_t i = 0; i < made->field_count; i++)
        names[i] = made->fields[i].name;
    word_unknown(reading, place, "definition.unknown-field", name, (struct yaml_words){names, made->field_count});
    return NULL;
}

const struct field_definition *field_at(struct reading *reading, const struct register_reading *reg,
                                        const struct yaml_fields *in, const char *key, enum yaml_need need)
{
    struct text name;
    if (!yaml_fields_text(in, key, need, &name))
        return NULL;
    return field_get(reading, reg, name, value_place(in, key));
}

const struct field_definition *const *fields_at(struct reading *reading, const struct register_reading *reg, const struct yaml_fields *in,
                                                const char *key, size_t *count)
{
    struct row names = texts_read(reading, in, key, REGISTER_FIELDS_MAX);
    struct row fields = ROW_OF(const struct field_definition *);
    for (size_t i = 0; i < names.count; i++) {
        const struct field_definition *field = field_get(reading, reg, *(struct text *)row_at(&names, i), value_place(in, key));
        if (field != NULL)
            *(const struct field_definition **)row_add(&fields, reading->arena) = field;
    }
    *count = fields.count;
    return (const struct field_definition *const *)(const void *)fields.items;
}

const struct field_definition *field_day_at(struct reading *reading, const struct register_reading *reg,
                                            const struct yaml_fields *in, const char *key, enum yaml_need need)
{
    const struct field_definition *field = field_at(reading, reg, in, key, need);
    if (field == NULL)
        return NULL;
    if (field->kind != FIELD_DAY) {
        problem_of(reading, value_place(in, key), "definition.not-a-day", field->name, field_kind_word(field->kind));
        return NULL;
    }
    if (field->personal) { /* figures and deadlines are computed from facts alone */
        problem_of(reading, value_place(in, key), "definition.personal-figure", field->name, (struct text){0});
        return NULL;
    }
    return field;
}
