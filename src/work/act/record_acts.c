/*
 * record_acts.c — an entry is written, corrected, withdrawn, moved.
 *
 * record-write     register, unit, fields: {name: text or list of texts}, state (optional)
 * record-correct   register, record, version, fields (only those that change), reason
 * record-withdraw  register, record, version, reason
 * record-move      register, record, version, act (the register's), fields (optional), reason (optional)
 *
 * Facts hold what changed: "f:FIELD" for a field, "state", "day", "withdrawn", "reason", "move". Fields marked
 * personal stand in the personal body under the same names.
 */
#include "work/act/act_inside.h"

#define FIELD_PREFIX "f:"

/* ---- reading what was given ---- */

static const struct register_definition *given_register(struct act_context *context, const struct node *given, struct act_answer *answer)
{
    struct text name = node_text_at(given, "register");
    const struct register_definition *register_ = context->house->definition ? definition_register(context->house->definition, name) : NULL;
    if (!register_)
        act_problem(answer, "register", "act.unknown-register", name, (struct text){0});
    return register_;
}

/* One text, or several, as a form or a sheet gives them. */
static const struct text *given_texts(struct arena *arena, const struct node *node, size_t *count)
{
    size_t items = node->kind == NODE_LIST ? node->list.count : 1;
    struct text *texts = arena_make_many(arena, items, sizeof *texts);
    *count = 0;
    for (size_t i = 0; i < items; i++) {
        const struct node *one = node->kind == NODE_LIST ? node->list.items[i] : node;
        if (one->kind == NODE_TEXT)
            texts[(*count)++] = one->text;
        else if (one->kind == NODE_NUMBER)
            texts[(*count)++] = decimal_write(arena, one->number);
        else if (one->kind == NODE_TRUTH)
            texts[(*count)++] = one->truth ? TEXT("yes") : TEXT("no");
    }
    return texts;
}

static void read_fields(struct act_context *context, const struct node *given, struct record *record, struct act_answer *answer)
{
    const struct node *fields = node_at(given, "fields");
    for (size_t i = 0; i < node_count(fields); i++) {
        const struct node_entry *entry = &fields->map.entries[i];
        const struct field_definition *field = register_field(record->register_, entry->key);
        if (!field || field->retired) {
            problem_add(&answer->problems, (struct place){.field = entry->key}, "act.unknown-field", entry->key, (struct text){0});
            continue;
        }
        size_t count;
        const struct text *texts = given_texts(context->arena, entry->value, &count);
        struct place place = {.field = field->name};
        /* A refused value is a problem already; the field keeps what it had. */
        if (!record_read_value(context->arena, field, texts, count, context->house->definition, context->house->units, context->today,
                               place, &record->values[field->slot], &answer->problems))
            continue;
    }
    struct value day = record->values[record->register_->day->slot].value;
    record->day = day.kind == VALUE_DAY ? day.day : DAY_NONE;
}

/* ---- writing the bodies ---- */

static bool same_value(const struct record_value *a, const struct record_value *b)
{
    if (a->many_count != b->many_count || !value_same(a->value, b->value))
        return false;
    for (size_t i = 0; i < a->many_count; i++)
        if (!value_same(a->many[i], b->many[i]))
            return false;
    return true;
}

static void put_field(struct act_context *context, struct journal_entry *entry, const struct field_definition *field,
                      const struct record_value *value)
{
    struct text name = text_format(context->arena, FIELD_PREFIX "%.*s", TEXT_ARGS(field->name));
    if (field->personal && !entry->personal)
        entry->personal = body_make(context->arena);
    struct body *body = field->personal ? entry->personal : entry->facts;
    if (field->many)
        body_put_list(body, name, value->many, value->many_count);
    else
        body_put(body, name, value->value);
}

/* The fields that differ from `before` (all known ones of a new record), and what people see of it. */
static void put_difference(struct act_context *context, struct journal_entry *entry, const struct record *before,
                           const struct record *after, struct act_answer *answer)
{
    static const struct record_value nothing;
    answer->difference = node_list(context->arena);
    for (size_t i = 0; i < after->register_->field_count; i++) {
        const struct field_definition *field = &after->register_->fields[i];
        const struct record_value *was = before ? &before->values[i] : &nothing, *is = &after->values[i];
        if (same_value(was, is))
            continue;
        put_field(context, entry, field, is);
        struct node *line = node_append(answer->difference, node_map(context->arena));
        enum language language = context->viewer->language;
        node_put(line, "field", node_text(context->arena, field->name));
        node_put(line, "title", node_text(context->arena, title_in(field->title, language)));
        node_put(line, "before", node_text(context->arena, record_value_people(context->arena, field, was, context->house->definition,
                                                                               context->house->units, language)));
        node_put(line, "after", node_text(context->arena, record_value_people(context->arena, field, is, context->house->definition,
                                                                              context->house->units, language)));
    }
}

static void fill_entry(struct journal_entry *entry, const struct record *record)
{
    entry->shard = record->unit->shard;
    entry->register_name = record->register_->name;
    entry->record = record->number;
    entry->unit = record->unit->code;
    entry->day = record->day;
}

/* ---- a new record ---- */

static struct record *blank(struct act_context *context, const struct register_definition *register_, const struct unit *unit)
{
    struct arena *arena = context->arena;
    struct record *record = arena_make(arena, sizeof *record);
    *record = (struct record){.register_ = register_, .unit = unit, .units = context->house->units, .day = DAY_NONE, .state = register_->states[0].code,
                              .values = arena_make_many(arena, register_->field_count, sizeof *record->values)};
    return record;
}

static bool known_state(const struct register_definition *register_, struct text state)
{
    for (size_t i = 0; i < register_->state_count; i++)
        if (text_equal(register_->states[i].code, state))
            return true;
    return false;
}

/* A state other than the first may be given at once for what happened long ago, by whoever may make each move. */
static void read_state(const struct node *given, struct record *record, struct act_answer *answer)
{
    struct text state = node_text_at(given, "state");
    if (state.length == 0)
        return;
    if (!known_state(record->register_, state))
        act_problem(answer, "state", "act.unknown-state", state, (struct text){0});
    else
        record->state = state;
}

bool record_write_act_prepare(struct act_context *context, const struct node *given, struct journal_entry *entry,
                              struct act_answer *answer, struct failure *why)
{
    const struct register_definition *register_ = given_register(context, given, answer);
    const struct unit *unit = act_unit(context, given, "unit", answer);
    if (!register_ || !unit)
        return true;
    if (!act_allow(account_may_write(context->viewer, register_, unit), "write in this register for that organisation", why))
        return false;
    struct record *record = blank(context, register_, unit);
    read_fields(context, given, record, answer);
    read_state(given, record, answer);
    record_check(record, &answer->problems);
    int64_t last;
    if (!journal_last(context->connection, unit->shard, &last, why))
        return false;
    record->number = last + 1;
    put_difference(context, entry, NULL, record, answer);
    body_put(entry->facts, TEXT("state"), value_code(record->state));
    fill_entry(entry, record);
    return true;
}

/* ---- carrying out: from the entry alone ---- */

static void take_field(struct act_context *context, const struct body *body, const struct field_definition *field, struct record *record)
{
    struct text name = text_format(context->arena, FIELD_PREFIX "%.*s", TEXT_ARGS(field->name));
    const struct body_item *item = body ? body_find(body, name) : NULL;
    if (!item)
        return;
    record->values[field->slot] = item->kind == BODY_LIST ? (struct record_value){.many = item->values, .many_count = item->count}
                                                          : (struct record_value){.value = item->value};
}

static void take_entry(struct act_context *context, const struct journal_entry *entry, struct record *record)
{
    for (size_t i = 0; i < record->register_->field_count; i++) {
        const struct field_definition *field = &record->register_->fields[i];
        take_field(context, field->personal ? entry->personal : entry->facts, field, record);
    }
    struct text state = body_text(entry->facts, TEXT("state"));
    if (state.length > 0)
        record->state = state;
    if (body_find(entry->facts, TEXT("withdrawn")))
        record->withdrawn = true;
    struct value day = record->values[record->register_->day->slot].value;
    record->day = day.kind == VALUE_DAY ? day.day : DAY_NONE;
}

static bool entry_register(struct act_context *context, const struct journal_entry *entry, const struct register_definition **register_,
                           struct failure *why)
{
    *register_ = definition_register(context->house->definition, entry->register_name);
    return *register_ || FAIL(why, FAILURE_BROKEN, "the journal names a register that is not defined: %.*s", TEXT_ARGS(entry->register_name));
}

bool record_write_act_carry_out(struct act_context *context, const struct journal_entry *entry, struct failure *why)
{
    const struct register_definition *register_;
    const struct unit *unit = unit_find(context->house->units, entry->unit, DAY_NONE);
    if (!entry_register(context, entry, &register_, why))
        return false;
    if (!unit)
        return FAIL(why, FAILURE_BROKEN, "the journal names a unit that is not there: %.*s", TEXT_ARGS(entry->unit));
    struct record *record = blank(context, register_, unit);
    record->number = entry->record;
    take_entry(context, entry, record);
    const struct record_change change = {.act = entry->number, .after = record};
    return act_batch(context, why) && record_write(context->batch, &change, why);
}

/* ---- a change of one that is there ---- */

static struct record *copy_of(struct arena *arena, const struct record *record)
{
    struct record *copy = arena_copy(arena, record, sizeof *record);
    copy->values = arena_copy(arena, record->values, record->register_->field_count * sizeof *record->values);
    return copy;
}

/* The record given, in the version the person saw; CONFLICT when somebody changed it meanwhile. */
static bool given_record(struct act_context *context, const struct node *given, struct record **record, struct act_answer *answer,
                         struct failure *why)
{
    const struct register_definition *register_ = given_register(context, given, answer);
    int64_t number = 0, version = 0;
    *record = NULL;
    if (!register_)
        return true;
    if (!act_number(given, "record", &number))
        return FAIL(why, FAILURE_NOT_FOUND, "no record was named");
    if (!record_load(context->arena, context->connection, context->house->units, register_, number, record, why))
        return false;
    if (!act_number(given, "version", &version) || version != (*record)->version)
        return FAIL(why, FAILURE_CONFLICT, "record %lld is now version %lld", (long long)number, (long long)(*record)->version);
    if ((*record)->withdrawn)
        return FAIL(why, FAILURE_CONFLICT, "record %lld has been withdrawn", (long long)number);
    return true;
}

bool record_correct_act_prepare(struct act_context *context, const struct node *given, struct journal_entry *entry,
                                struct act_answer *answer, struct failure *why)
{
    struct record *before;
    if (!given_record(context, given, &before, answer, why))
        return false;
    if (!before)
        return true;
    if (!act_allow(account_may_write(context->viewer, before->register_, before->unit), "correct this record", why))
        return false;
    struct record *after = copy_of(context->arena, before);
    struct text reason = act_reason(given, answer);
    read_fields(context, given, after, answer);
    record_check(after, &answer->problems);
    put_difference(context, entry, before, after, answer);
    if (answer->problems.errors == 0 && node_count(answer->difference) == 0)
        act_problem(answer, "fields", "act.nothing-changed", (struct text){0}, (struct text){0});
    body_put(entry->facts, TEXT("reason"), value_text(reason));
    fill_entry(entry, after);
    return true;
}

bool record_withdraw_act_prepare(struct act_context *context, const struct node *given, struct journal_entry *entry,
                                 struct act_answer *answer, struct failure *why)
{
    struct record *before;
    if (!given_record(context, given, &before, answer, why))
        return false;
    if (!before)
        return true;
    if (!act_allow(account_may_write(context->viewer, before->register_, before->unit), "withdraw this record", why))
        return false;
    body_put(entry->facts, TEXT("withdrawn"), value_truth(true));
    body_put(entry->facts, TEXT("reason"), value_text(act_reason(given, answer)));
    fill_entry(entry, before);
    return true;
}

static bool comes_from(const struct transition_definition *move, struct text state)
{
    for (size_t i = 0; i < move->from_count; i++)
        if (text_equal(move->from[i], state))
            return true;
    return false;
}

static void check_needs(const struct transition_definition *move, const struct record *record, struct act_answer *answer)
{
    for (size_t i = 0; i < move->need_count; i++) {
        const struct field_definition *field = move->needs[i];
        const struct record_value *value = &record->values[field->slot];
        if (field->many ? value->many_count == 0 : !value_known(value->value))
            problem_add(&answer->problems, (struct place){.field = field->name}, "record.required", field->title.vi, (struct text){0});
    }
}

bool record_move_act_prepare(struct act_context *context, const struct node *given, struct journal_entry *entry,
                             struct act_answer *answer, struct failure *why)
{
    struct record *before;
    struct text name = node_text_at(given, "act");
    if (!given_record(context, given, &before, answer, why))
        return false;
    if (!before)
        return true;
    const struct transition_definition *move = register_transition(before->register_, name);
    if (!move)
        return FAIL(why, FAILURE_NOT_FOUND, "%.*s has no act %.*s", TEXT_ARGS(before->register_->name), TEXT_ARGS(name));
    if (!act_allow(account_may_move(context->viewer, move, before->unit), "do this with the record", why))
        return false;
    if (!comes_from(move, before->state))
        return FAIL(why, FAILURE_CONFLICT, "record %lld is in state %.*s", (long long)before->number, TEXT_ARGS(before->state));
    struct record *after = copy_of(context->arena, before);
    read_fields(context, given, after, answer);
    after->state = move->to;
    check_needs(move, after, answer);
    record_check(after, &answer->problems);
    put_difference(context, entry, before, after, answer);
    body_put(entry->facts, TEXT("state"), value_code(move->to));
    body_put(entry->facts, TEXT("move"), value_code(move->name));
    if (node_text_at(given, "reason").length > 0)
        body_put(entry->facts, TEXT("reason"), value_text(act_reason(given, answer)));
    fill_entry(entry, after);
    return true;
}

static bool carry_out_change(struct act_context *context, const struct journal_entry *entry, struct failure *why)
{
    const struct register_definition *register_;
    struct record *before;
    if (!entry_register(context, entry, &register_, why) ||
        !record_load(context->arena, context->connection, context->house->units, register_, entry->record, &before, why))
        return false;
    struct record *after = copy_of(context->arena, before);
    take_entry(context, entry, after);
    const struct record_change change = {.act = entry->number, .before = before, .after = after};
    return act_batch(context, why) && record_write(context->batch, &change, why);
}

bool record_correct_act_carry_out(struct act_context *context, const struct journal_entry *entry, struct failure *why)
{
    return carry_out_change(context, entry, why);
}

bool record_withdraw_act_carry_out(struct act_context *context, const struct journal_entry *entry, struct failure *why)
{
    return carry_out_change(context, entry, why);
}

bool record_move_act_carry_out(struct act_context *context, const struct journal_entry *entry, struct failure *why)
{
    return carry_out_change(context, entry, why);
}
