/* check.c — is a record complete and sensible? Problems name the field, in the register's own words. */
#include "keep/record/record_inside.h"
#include "keep/record/wording.h"

static struct place at_field(const struct field_definition *field)
{
    return (struct place){.field = field->name};
}

static bool is_empty(const struct field_definition *field, const struct record_value *value)
{
    return field->many ? value->many_count == 0 : !value_known(value->value);
}

static void check_range(const struct field_definition *field, struct value value, struct problems *problems)
{
    if (value.kind != VALUE_NUMBER)
        return;
    if (field->has_min && decimal_compare(value.number, field->min) < 0)
        problem_add(problems, at_field(field), "record.too-small", field->title.vi,
                    decimal_write_people(problems->arena, field->min, false));
    if (field->has_max && decimal_compare(value.number, field->max) > 0)
        problem_add(problems, at_field(field), "record.too-big", field->title.vi,
                    decimal_write_people(problems->arena, field->max, false));
}

static void check_text(const struct record *record, const struct field_definition *field, struct value value, struct problems *problems)
{
    const struct refusal_definition *refuses = record->register_->refuses;
    struct arena *CLOSING(arena) scratch = arena_open();
    if (value.kind != VALUE_TEXT)
        return;
    if (text_points(value.text) > field->length)
        problem_add(problems, at_field(field), "record.too-long", field->title.vi,
                    text_format(problems->arena, "%zu", field->length));
    const char *code = wording_problem(scratch, field, value.text);
    if (code)
        problem_add(problems, at_field(field), code, field->title.vi, (struct text){0});
    if (wording_refused(scratch, refuses, value.text)) {
        const struct text say[4] = {refuses->say.vi, refuses->say.en};
        problem_add_all(problems, PROBLEM_ERROR, at_field(field), "record.check", say);
    }
}

/* A value that was refused is told already; that it is missing now, or that a check cannot be answered, says nothing new. */
static bool is_told(const struct problems *problems, struct text field)
{
    for (size_t i = 0; i < problems->count; i++)
        if (problems->items[i].weight == PROBLEM_ERROR && text_equal(problems->items[i].place.field, field))
            return true;
    return false;
}

static void check_field(const struct record *record, const struct field_definition *field, struct problems *problems)
{
    const struct record_value *value = &record->values[field->slot];
    /* Of a record that is there, what is sealed cannot be seen to be missing. */
    bool closed = field->sealed && record->version > 0;
    if (field->required && !field->retired && !closed && is_empty(field, value) && !is_told(problems, field->name))
        problem_add(problems, at_field(field), "record.required", field->title.vi, (struct text){0});
    check_range(field, value->value, problems);
    check_text(record, field, value->value, problems);
}

/* Who joined is an organisation, and another than who leads. */
static void check_joint(const struct record *record, struct problems *problems)
{
    const struct field_definition *field = record->register_->joint;
    for (size_t i = 0; field && i < record->values[field->slot].many_count; i++) {
        const struct unit *unit = unit_by_number(record->units, record->values[field->slot].many[i].number.digits);
        const char *code = unit == record->unit ? "record.joint-self" : unit && !unit->is_organisation ? "record.joint-place" : NULL;
        if (code)
            problem_add(problems, at_field(field), code, unit->name.vi, field->title.vi);
    }
}

/* A place has nobody who would see what is meant for it. */
static void check_addressee(const struct record *record, struct problems *problems)
{
    const struct field_definition *field = record->register_->addressee;
    struct value value = field ? record->values[field->slot].value : value_unknown();
    const struct unit *unit = value.kind == VALUE_NUMBER ? unit_by_number(record->units, value.number.digits) : NULL;
    if (unit && !unit->is_organisation)
        problem_add(problems, at_field(field), "record.addressee-place", unit->name.vi, field->title.vi);
}

static bool reads_what_is_told(const struct register_definition *register_, const struct check_definition *check, const struct problems *problems)
{
    size_t count;
    const size_t *slots = rule_slots(check->rule, &count);
    for (size_t i = 0; i < count; i++)
        if (slots[i] < register_->field_count && is_told(problems, register_->fields[slots[i]].name))
            return true;
    return false;
}

/* The field a check speaks of: the first it reads. */
static struct place at_check(const struct register_definition *register_, const struct check_definition *check)
{
    size_t count;
    const size_t *slots = rule_slots(check->rule, &count);
    struct place place = {0};
    if (count > 0 && slots[0] < register_->field_count)
        place.field = register_->fields[slots[0]].name;
    return place;
}

void record_check(const struct record *record, struct problems *problems)
{
    const struct register_definition *register_ = record->register_;
    struct arena *CLOSING(arena) scratch = arena_open();
    for (size_t i = 0; i < register_->field_count; i++)
        check_field(record, &register_->fields[i], problems);
    check_joint(record, problems);
    check_addressee(record, problems);
    const struct value *slots = record_slots(scratch, record);
    for (size_t i = 0; i < register_->check_count; i++) {
        const struct check_definition *check = &register_->checks[i];
        const struct text arguments[4] = {check->say.vi, check->say.en.length ? check->say.en : check->say.vi};
        struct value answer = rule_evaluate(check->rule, slots, register_->slot_count);
        /* A warning speaks of what is known; what stops a record must be a plain yes. */
        bool fine = answer.kind == VALUE_TRUTH ? answer.truth : check->warns;
        if (!fine && !reads_what_is_told(register_, check, problems))
            problem_add_all(problems, check->warns ? PROBLEM_WARNING : PROBLEM_ERROR, at_check(register_, check), "record.check",
                            arguments);
    }
}
