/* register.c — one register: its head, and the order in which its parts are read and linked. */
#include "keep/definition/definition_inside.h"

static const struct text publics[] = {
    [PUBLIC_NOTHING] = TEXT_ENTRY("nothing"), [PUBLIC_FIGURES] = TEXT_ENTRY("figures"), [PUBLIC_RECORDS] = TEXT_ENTRY("records"),
};

static void entered_by_read(struct reading *reading, struct register_reading *reg)
{
    struct row kinds = texts_read(reading, &reg->in, "entered_by", ENTERED_BY_MAX);
    if (kinds.count == 0)
        problem_of(reading, yaml_fields_key_place(&reg->in, "entered_by"), "definition.entered-by-nobody", reg->made->name,
                   (struct text){0});
    for (size_t i = 0; i < kinds.count; i++)
        vocabulary_check(reading, &reading->organisation_kinds, *(struct text *)row_at(&kinds, i),
                         value_place(&reg->in, "entered_by"));
    reg->made->entered_by = (const struct text *)(const void *)kinds.items;
    reg->made->entered_by_count = kinds.count;
}

static void laws_read(struct reading *reading, struct register_reading *reg)
{
    struct row laws = texts_read(reading, &reg->in, "law", 40);
    for (size_t i = 0; i < laws.count; i++)
        law_check(reading, *(struct text *)row_at(&laws, i), value_place(&reg->in, "law"));
    reg->made->law = (const struct text *)(const void *)laws.items;
    reg->made->law_count = laws.count;
}

/* "10 years", or "permanent". */
static void keep_for_read(struct reading *reading, struct register_reading *reg)
{
    struct text written, number;
    int64_t years = 0;
    if (!yaml_fields_text(&reg->in, "keep_for", YAML_MUST, &written))
        return;
    struct text rest = written;
    bool good = text_is(written, "permanent");
    if (!good && text_next(&rest, ' ', &number))
        good = text_read_int64(number, &years) && years >= 1 && years <= 100 &&
               (text_is(rest, "years") || (years == 1 && text_is(rest, "year")));
    reg->made->keep_years = good ? (int)years : 0;
    if (good)
        reg->made->keep_for = written;
    else
        problem_of(reading, value_place(&reg->in, "keep_for"), "definition.keep-for", written, (struct text){0});
}

static bool is_among(struct text role, const struct text *roles, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal(roles[i], role))
            return true;
    return false;
}

/* Who writes sees what was written; and what is to be kept quiet is sensitive and has handlers. */
static void hands_read(struct reading *reading, struct register_reading *reg)
{
    struct register_definition *made = reg->made;
    roles_read(reading, &reg->in, "written_by", &made->written_by, &made->written_by_count);
    roles_read(reading, &reg->in, "handled_by", &made->handled_by, &made->handled_by_count);
    yaml_fields_truth(&reg->in, "discreet", YAML_MAY, &made->discreet);
    for (size_t i = 0; i < made->written_by_count && made->handled_by_count > 0; i++)
        if (!is_among(made->written_by[i], made->handled_by, made->handled_by_count))
            problem_of(reading, value_place(&reg->in, "written_by"), "definition.writes-unseen", made->written_by[i], (struct text){0});
    if (made->discreet && (!made->sensitive || made->handled_by_count == 0))
        problem_of(reading, value_place(&reg->in, "discreet"), "definition.discreet-open", made->name, (struct text){0});
}

static void head_read(struct reading *reading, struct register_reading *reg)
{
    struct register_definition *made = reg->made;
    const struct yaml_fields *in = &reg->in;
    title_read(reading, in, "title", YAML_MUST, &made->title);
    made->plural = made->title;
    title_read(reading, in, "plural", YAML_MAY, &made->plural);
    title_read(reading, in, "note", YAML_MAY, &made->note);
    entered_by_read(reading, reg);
    laws_read(reading, reg);
    keep_for_read(reading, reg);
    yaml_fields_truth(in, "sensitive", YAML_MAY, &made->sensitive);
    hands_read(reading, reg);
    refusal_read(reading, reg);
    size_t reach;
    if (yaml_fields_choice(in, "public", YAML_MAY, (struct yaml_words){publics, LENGTH_OF(publics)}, &reach))
        made->is_public = (enum public_reach)reach;
}

static void name_field_read(struct reading *reading, struct register_reading *reg)
{
    const struct field_definition *field = field_at(reading, reg, &reg->in, "name", YAML_MAY);
    if (field == NULL)
        return;
    if (field->many || (field->kind != FIELD_TEXT && field->kind != FIELD_CHOICE && field->kind != FIELD_INSTRUMENT &&
                        field->kind != FIELD_UNIT))
        problem_of(reading, value_place(&reg->in, "name"), "definition.name-field", field->name, field_kind_word(field->kind));
    else
        reg->made->name_field = field;
    sealed_check(reading, field, value_place(&reg->in, "name"));
}

/* By which a row of a sheet is known again as the record it changes. */
static void key_read(struct reading *reading, struct register_reading *reg)
{
    struct register_definition *made = reg->made;
    made->key = fields_at(reading, reg, &reg->in, "key", &made->key_count);
    for (size_t i = 0; i < made->key_count; i++) {
        sealed_check(reading, made->key[i], value_place(&reg->in, "key"));
        if (made->key[i]->many || made->key[i]->retired || made->key[i]->kind == FIELD_LONG_TEXT)
            problem_of(reading, value_place(&reg->in, "key"), "definition.key-field", made->key[i]->name, field_kind_word(made->key[i]->kind));
    }
}

static bool may_tell_apart(const struct field_definition *field)
{
    return !field->many && !field->retired && !field->personal && field->kind != FIELD_LONG_TEXT;
}

/* By which two records are seen to tell of one event. What others wrote is hinted at, so never in a sensitive register. */
static void same_read(struct reading *reading, struct register_reading *reg)
{
    struct register_definition *made = reg->made;
    bool has_day = false;
    made->same = fields_at(reading, reg, &reg->in, "same", &made->same_count);
    for (size_t i = 0; i < made->same_count; i++) {
        has_day = has_day || made->same[i] == made->day;
        if (!may_tell_apart(made->same[i]))
            problem_of(reading, value_place(&reg->in, "same"), "definition.same-field", made->same[i]->name,
                       field_kind_word(made->same[i]->kind));
    }
    if (made->same_count > 0 && made->day && !has_day)
        problem_of(reading, value_place(&reg->in, "same"), "definition.same-day", made->day->name, (struct text){0});
    if (made->same_count > 0 && made->sensitive)
        problem_of(reading, value_place(&reg->in, "same"), "definition.same-sensitive", made->name, (struct text){0});
}

/* The parts of a mixed petition have their own records, each naming what it was split from. */
static void split_read(struct reading *reading, struct register_reading *reg)
{
    struct register_definition *made = reg->made;
    made->split_keeps = fields_at(reading, reg, &reg->in, "split_keeps", &made->split_keep_count);
    for (size_t i = 0; i < made->split_keep_count; i++)
        sealed_check(reading, made->split_keeps[i], value_place(&reg->in, "split_keeps"));
}

/* Who joined what the writer led: it counts for the writer alone, and each of them is told. */
static void joint_read(struct reading *reading, struct register_reading *reg)
{
    static const struct text known[] = {TEXT_ENTRY("with")};
    struct register_definition *made = reg->made;
    struct yaml_fields in;
    if (!yaml_fields_map(&reg->in, "joint", YAML_MAY, &in) || !yaml_fields_check(&in, (struct yaml_words){known, LENGTH_OF(known)}))
        return;
    const struct field_definition *field = field_at(reading, reg, &in, "with", YAML_MUST);
    if (field == NULL)
        return;
    made->joint = field;
    if (field->kind != FIELD_UNIT || !field->many || field->personal || field->of.length > 0)
        problem_of(reading, value_place(&in, "with"), "definition.joint-field", field->name, field_kind_word(field->kind));
    if (made->sensitive)
        problem_of(reading, value_place(&in, "with"), "definition.joint-sensitive", made->name, (struct text){0});
}

/* Whom a record is meant for sees it, though it stands among another organisation's: never where cases of citizens are kept. */
static void addressee_read(struct reading *reading, struct register_reading *reg)
{
    const struct field_definition *field = field_at(reading, reg, &reg->in, "addressee", YAML_MAY);
    struct register_definition *made = reg->made;
    if (field == NULL)
        return;
    made->addressee = field;
    if (field->kind != FIELD_UNIT || field->many || field->personal || field->of.length > 0)
        problem_of(reading, value_place(&reg->in, "addressee"), "definition.addressee-field", field->name, field_kind_word(field->kind));
    if (made->sensitive || made->handled_by_count > 0)
        problem_of(reading, value_place(&reg->in, "addressee"), "definition.addressee-sensitive", made->name, (struct text){0});
}

void register_read(struct reading *reading, const struct yaml_fields *in)
{
    static const struct text known[] = {
        TEXT_ENTRY("register"), TEXT_ENTRY("title"), TEXT_ENTRY("plural"), TEXT_ENTRY("note"), TEXT_ENTRY("entered_by"),
        TEXT_ENTRY("law"), TEXT_ENTRY("refuses"), TEXT_ENTRY("day"), TEXT_ENTRY("keep_for"), TEXT_ENTRY("public"), TEXT_ENTRY("sensitive"),
        TEXT_ENTRY("written_by"), TEXT_ENTRY("handled_by"), TEXT_ENTRY("discreet"), TEXT_ENTRY("name"), TEXT_ENTRY("key"), TEXT_ENTRY("same"), TEXT_ENTRY("split_keeps"), TEXT_ENTRY("joint"), TEXT_ENTRY("addressee"), TEXT_ENTRY("fields"), TEXT_ENTRY("states"), TEXT_ENTRY("acts"), TEXT_ENTRY("checks"),
        TEXT_ENTRY("figures"), TEXT_ENTRY("deadlines"), TEXT_ENTRY("book"), TEXT_ENTRY("copy"), TEXT_ENTRY("times"), TEXT_ENTRY("receivers"), TEXT_ENTRY("ledger"), TEXT_ENTRY("progress"),
    };
    struct text name;
    yaml_fields_check(in, (struct yaml_words){known, LENGTH_OF(known)});
    if (!yaml_fields_text(in, "register", YAML_MUST, &name))
        return;
    struct place place = value_place(in, "register");
    if (!name_check_table(reading, name, place))
        return;
    struct word *word = vocabulary_add(reading, &reading->registers, name, place);
    if (word == NULL)
        return;
    struct register_reading *reg = arena_make(reading->arena, sizeof *reg);
    reg->in = *in;
    list_add(&reading->register_readings, reading->arena, reg);
    reg->place = place;
    reg->made = arena_make(reading->arena, sizeof *reg->made); /* moves to its place among the others when all are counted */
    reg->made->name = name;
    reg->made->place = place;
    field_read_all(reading, reg);
}

/* All registers are known by name now: they get their lasting places, then what points between them is read. */
static void registers_place(struct reading *reading)
{
    const struct list *readings = &reading->register_readings;
    struct register_definition *all = arena_make_many(reading->arena, readings->count, sizeof *all);
    for (size_t i = 0; i < readings->count; i++) {
        struct register_reading *reg = readings->items[i];
        all[i] = *reg->made;
        all[i].index = i;
        all[i].state_slot = all[i].field_count;
        all[i].unit_kind_slot = all[i].field_count + 1;
        all[i].slot_count = all[i].field_count + 2;
        reg->made = &all[i];
        struct word *word = map_find(reading->registers.words, all[i].name);
        word->item = &all[i];
    }
    reading->made->registers = all;
    reading->made->register_count = readings->count;
}

static void figures_place(struct reading *reading)
{
    const struct list *readings = &reading->register_readings;
    size_t count = 0;
    for (size_t i = 0; i < readings->count; i++) {
        const struct register_reading *reg = readings->items[i];
        size_t written = node_count(node_of_key(&reg->in, "figures"));
        count += written < REGISTER_FIGURES_MAX ? written : REGISTER_FIGURES_MAX; /* a longer list is refused whole */
    }
    reading->figures_made = arena_make_many(reading->arena, count, sizeof *reading->figures_made);
    reading->made->figures = reading->figures_made;
}

void register_link(struct reading *reading)
{
    const struct list *readings = &reading->register_readings;
    registers_place(reading);
    figures_place(reading);
    for (size_t i = 0; i < readings->count; i++) {
        struct register_reading *reg = readings->items[i];
        head_read(reading, reg);
        field_link(reading, reg);
        reg->made->day = field_day_at(reading, reg, &reg->in, "day", YAML_MUST);
        name_field_read(reading, reg);
        key_read(reading, reg);
        same_read(reading, reg);
        split_read(reading, reg);
        joint_read(reading, reg);
        addressee_read(reading, reg);
        transition_read_all(reading, reg);
        check_read_all(reading, reg);
        deadline_use_read_all(reading, reg);
        book_read_all(reading, reg);
        figure_read_all(reading, reg);
    }
    for (size_t i = 0; i < readings->count; i++) {
        field_link_referred(reading, readings->items[i]);
        ledger_read(reading, readings->items[i]);
        progress_read(reading, readings->items[i]);
        figure_link(reading, readings->items[i]);
    }
    ledger_link(reading);
}
