/*
 * record_acts.c — an entry is written, corrected, withdrawn, moved.
 *
 * record-write     register, unit, fields: {name: text or list of texts}, state (optional), twice (optional: yes says
 *                  that it is not what is like it; else that is a problem, where one act alone is asked)
 * record-correct   register, record, version, fields (only those that change), reason
 * record-withdraw  register, record, version, reason
 * record-move      register, record, version, act (the register's), fields (optional), reason (optional)
 * record-reverse   register, record, version, day (optional: today), reason: a new record takes back what that one put in a fund's ledger
 *
 * Facts hold what changed: "f:FIELD" for a field, "unit", "state", "withdrawn", "move". Whatever disposal takes stands in the
 * personal body under the same names: fields marked personal, texts that nothing is worked out from (disposal_takes), "reason" of
 * a record outside any book. Sealed fields stand in boxes (seal_fields.c). A new record of a register with sealed fields may be
 * sealed for another body than its own: sealed_for, a unit's code. Older entries have such texts among their facts.
 */
#include "keep/record/alike.h"
#include "keep/record/deadline.h"
#include "keep/record/disposal.h"
#include "keep/record/ledger.h"
#include "work/act/key_inside.h"

#define FIELD_PREFIX "f:"

/* ---- reading what was given ---- */

const struct register_definition *act_given_register(struct act_context *context, const struct node *given, struct act_answer *answer)
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
            /* As record_read_value reads it; a whole number plainly, for it may be the number of a record. */
            texts[(*count)++] = one->number.scale == 0 ? decimal_write(arena, one->number) : decimal_write_people(arena, one->number, false);
        else if (one->kind == NODE_TRUTH)
            texts[(*count)++] = one->truth ? TEXT("yes") : TEXT("no");
    }
    return texts;
}

static bool same_value(const struct record_value *a, const struct record_value *b)
{
    if (a->many_count != b->many_count || !value_same(a->value, b->value))
        return false;
    for (size_t i = 0; i < a->many_count; i++)
        if (!value_same(a->many[i], b->many[i]))
            return false;
    return true;
}

/* A choice that is no longer offered stays where it was and comes nowhere new. */
static void check_retired(const struct field_definition *field, const struct record_value *value, struct act_answer *answer)
{
    size_t count = field->many ? value->many_count : 1;
    for (size_t i = 0; i < count; i++) {
        struct value one = field->many ? value->many[i] : value->value;
        for (size_t k = 0; k < field->choice_count && one.kind == VALUE_CODE; k++)
            if (field->choices[k].retired && text_equal(field->choices[k].code, one.text))
                problem_add(&answer->problems, (struct place){.field = field->name}, "record.unknown-choice", field->choices[k].title.vi,
                            field->title.vi);
    }
}

static struct text state_title(const struct register_definition *register_, struct text state)
{
    for (size_t i = 0; i < register_->state_count; i++)
        if (text_equal(register_->states[i].code, state))
            return register_->states[i].title.vi;
    return state;
}

static bool check_referred(struct act_context *context, const struct field_definition *field, struct value number,
                           struct act_answer *answer, struct failure *why)
{
    struct record *referred;
    struct failure absent;
    if (number.kind != VALUE_NUMBER ||
        record_load(context->arena, context->connection, context->house->units, field->of_register, number.number.digits, &referred,
                    &absent)) {
        if (field->state.length > 0 && !text_equal(referred->state, field->state))
            problem_add(&answer->problems, (struct place){.field = field->name}, "record.not-in-state", value_write(context->arena, number),
                        state_title(field->of_register, field->state));
        return true;
    }
    problem_add(&answer->problems, (struct place){.field = field->name}, "record.unknown-record", value_write(context->arena, number),
                (struct text){0});
    return absent.kind == FAILURE_NOT_FOUND || FAIL(why, absent.kind, "%s", absent.text);
}

/* A record that another refers to must be there. */
static bool check_referred_all(struct act_context *context, const struct field_definition *field, const struct record_value *value,
                               struct act_answer *answer, struct failure *why)
{
    if (!field->many)
        return check_referred(context, field, value->value, answer, why);
    for (size_t i = 0; i < value->many_count; i++)
        if (!check_referred(context, field, value->many[i], answer, why))
            return false;
    return true;
}

/* Units are looked up as they are on `day`. */
static bool read_field(struct act_context *context, const struct node_entry *given, struct record *record, struct day day,
                       struct act_answer *answer, struct failure *why)
{
    const struct field_definition *field = register_field(record->register_, given->key);
    struct place place = {.field = given->key};
    struct record_value read;
    size_t count;
    const struct ledger_definition *ledger = record->register_->ledger;
    /* Which entry one takes back is no one's to type: record-reverse says it. */
    if (!field || field->retired || (ledger && field == ledger->reverses)) {
        problem_add(&answer->problems, place, "act.unknown-field", given->key, (struct text){0});
        return true;
    }
    const struct text *texts = given_texts(context->arena, given->value, &count);
    /* A refused value is a problem already; the field keeps what it had. */
    if (!record_read_value(context->arena, field, texts, count, context->house->definition, context->house->units, day, place, &read,
                           &answer->problems) ||
        same_value(&record->values[field->slot], &read))
        return true;
    record->values[field->slot] = read;
    check_retired(field, &read, answer);
    return field->kind != FIELD_RECORD || check_referred_all(context, field, &read, answer, why);
}

static bool given_one_of(const struct node *fields, const struct field_definition *a, const struct field_definition *b)
{
    return node_find(fields, a->name) != NULL || node_find(fields, b->name) != NULL;
}

/* What a recommendation stands on belongs to its own mission: asked when either of the two fields is given. */
static bool check_shared(struct act_context *context, const struct record *record, const struct field_definition *field, struct act_answer *answer,
                         struct failure *why)
{
    const struct record_value *named = &record->values[field->slot];
    const struct value *numbers = field->many ? named->many : &named->value, here = record->values[field->shared_here->slot].value;
    size_t count = field->many ? named->many_count : value_known(named->value);
    struct record *referred;
    struct failure absent;
    for (size_t i = 0; i < count; i++) {
        if (numbers[i].kind != VALUE_NUMBER)
            continue;
        if (!record_load(context->arena, context->connection, context->house->units, field->of_register, numbers[i].number.digits, &referred, &absent)) {
            if (absent.kind != FAILURE_NOT_FOUND)
                return FAIL(why, absent.kind, "%s", absent.text);
            continue; /* told where it was read */
        }
        if (!value_known(here) || !value_same(here, referred->values[field->shared_there->slot].value))
            problem_add(&answer->problems, (struct place){.field = field->name}, "record.not-shared", value_write(context->arena, numbers[i]),
                        field->shared_here->title.vi);
    }
    return true;
}

static void take_day(struct record *record)
{
    struct value day = record->values[record->register_->day->slot].value;
    record->day = day.kind == VALUE_DAY ? day.day : DAY_NONE;
}

/* The record's own day is read first: the other fields speak of units as they were then. */
static bool read_fields(struct act_context *context, const struct node *given, struct record *record, struct act_answer *answer,
                        struct failure *why)
{
    const struct node *fields = node_at(given, "fields");
    struct text day_name = record->register_->day->name;
    for (int round = 0; round < 2; round++) {
        struct day day = day_is_some(record->day) ? record->day : context->today;
        for (size_t i = 0; i < node_count(fields); i++)
            if (text_equal(fields->map.entries[i].key, day_name) == (round == 0) &&
                !read_field(context, &fields->map.entries[i], record, day, answer, why))
                return false;
        take_day(record);
    }
    for (size_t i = 0; i < record->register_->field_count; i++) {
        const struct field_definition *field = &record->register_->fields[i];
        if (field->shared_here && given_one_of(fields, field, field->shared_here) && !check_shared(context, record, field, answer, why))
            return false;
    }
    return true;
}

/* ---- writing the bodies ---- */

static struct text field_name_in_body(struct arena *arena, const struct field_definition *field)
{
    const struct text parts[] = {TEXT(FIELD_PREFIX), field->name};
    return text_join(arena, parts, LENGTH_OF(parts), (struct text){0});
}

static struct body *body_for(struct act_context *context, struct journal_entry *entry, bool erasable)
{
    if (erasable && !entry->personal)
        entry->personal = body_make(context->arena);
    return erasable ? entry->personal : entry->facts;
}

static void put_field(struct act_context *context, struct journal_entry *entry, const struct register_definition *register_,
                      const struct field_definition *field, const struct record_value *value)
{
    struct text name = field_name_in_body(context->arena, field);
    struct body *body = body_for(context, entry, disposal_takes(register_, field));
    if (field->many)
        body_put_list(body, name, value->many, value->many_count);
    else
        body_put(body, name, value->value);
}

/* What people see of one changed field. */
static void tell_difference(struct act_context *context, const struct field_definition *field, const struct record_value *was,
                            const struct record_value *is, struct act_answer *answer)
{
    struct arena *arena = context->arena;
    const struct house *house = context->house;
    enum language language = context->viewer->language;
    struct node *line = node_append(answer->difference, node_map(arena));
    struct text before = record_value_people(arena, field, was, house->definition, house->units, language);
    struct text after = record_value_people(arena, field, is, house->definition, house->units, language);
    node_put(line, "field", node_text(arena, field->name));
    node_put(line, "title", node_text(arena, title_in(field->title, language)));
    node_put(line, "before", node_text(arena, before));
    node_put(line, "after", node_text(arena, after));
}

/* The fields that differ from `before` (all known ones of a new record). Gives how many. */
static size_t put_difference(struct act_context *context, struct journal_entry *entry, const struct record *before,
                             const struct record *after, struct act_answer *answer)
{
    static const struct record_value nothing;
    size_t changed = 0;
    answer->difference = context->alone ? node_list(context->arena) : NULL;
    for (size_t i = 0; i < after->register_->field_count; i++) {
        const struct field_definition *field = &after->register_->fields[i];
        const struct record_value *was = before ? &before->values[i] : &nothing, *is = &after->values[i];
        if (same_value(was, is))
            continue;
        changed++;
        put_field(context, entry, after->register_, field, is);
        if (context->alone)
            tell_difference(context, field, was, is, answer);
    }
    return changed;
}

/* Why a book was corrected stays as long as the book. */
static void put_reason(struct act_context *context, struct journal_entry *entry, const struct register_definition *register_, struct text reason)
{
    body_put(body_for(context, entry, !register_->ledger), TEXT("reason"), value_text(reason));
}

static void fill_entry(struct journal_entry *entry, const struct record *record)
{
    act_put_unit(entry, record->unit);
    entry->register_name = record->register_->name;
    entry->record = record->number;
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

static void check_needs(const struct transition_definition *move, const struct record *record, struct act_answer *answer)
{
    for (size_t i = 0; i < move->need_count; i++) {
        const struct field_definition *field = move->needs[i];
        const struct record_value *value = &record->values[field->slot];
        if (field->many ? value->many_count == 0 : !value_known(value->value))
            problem_add(&answer->problems, (struct place){.field = field->name}, "record.required", field->title.vi, (struct text){0});
    }
}

/* The move that leads to `state` and that this person may make; NULL when there is none. */
static const struct transition_definition *move_to(const struct viewer *viewer, const struct record *record, struct text state)
{
    for (size_t i = 0; i < record->register_->transition_count; i++) {
        const struct transition_definition *move = &record->register_->transitions[i];
        if (text_equal(move->to, state) && account_may_move(viewer, move, record->unit))
            return move;
    }
    return NULL;
}

/* A state other than the first may be given at once for what happened long ago, by whoever may move a record there. */
static void read_state(struct act_context *context, const struct node *given, struct record *record, struct act_answer *answer)
{
    struct text state = node_text_at(given, "state");
    if (state.length == 0 || text_equal(state, record->state))
        return;
    if (record->register_->handled_by_count > 0) {
        act_problem(answer, "state", "act.state-by-steps", (struct text){0}, (struct text){0});
        return;
    }
    const struct transition_definition *move = move_to(context->viewer, record, state);
    if (!known_state(record->register_, state))
        act_problem(answer, "state", "act.unknown-state", state, (struct text){0});
    else if (!move)
        act_problem(answer, "state", "act.state-not-yours", state, (struct text){0});
    else
        check_needs(move, record, answer);
    record->state = move ? state : record->state;
}

/* What is like it, to whoever may see it with its name and number; of the rest only who wrote it. */
static bool tell_alike(struct act_context *context, const struct register_definition *register_, const struct alike *alike,
                       struct act_answer *answer, struct failure *why)
{
    const struct house *house = context->house;
    const struct viewer *viewer = context->viewer;
    struct record *record;
    struct text who = title_in(alike->unit->name, viewer->language);
    bool writes = account_may_write(viewer, register_, alike->unit);
    if (!writes && account_sight(viewer, house->definition, register_, alike->unit) < SIGHT_ROWS_WITHOUT_PERSONS) {
        problem_add(&answer->problems, (struct place){0}, "record.alike-unseen", who, (struct text){0});
        return true;
    }
    if (!record_load(context->arena, context->connection, house->units, register_, alike->number, &record, why))
        return false;
    const struct field_definition *name = register_->name_field && !register_->name_field->personal ? register_->name_field : register_->day;
    struct text number = text_format(context->arena, "%lld", (long long)alike->number);
    const struct text said[4] = {who,
                                 record_value_people(context->arena, name, &record->values[name->slot], house->definition, house->units, viewer->language),
                                 number, text_format(context->arena, "%.*s/%.*s", TEXT_ARGS(register_->name), TEXT_ARGS(number))};
    problem_add_all(&answer->problems, PROBLEM_ERROR, (struct place){0}, "record.alike", said);
    return true;
}

/* Asked last, of what could be written: a person is asked once, and may insist. */
static bool check_alike(struct act_context *context, const struct node *given, const struct record *record, struct act_answer *answer,
                        struct failure *why)
{
    struct alike found[ALIKE_FOUND_MAX];
    size_t count;
    if (!context->alone || record->register_->same_count == 0 || answer->problems.errors > 0 || text_is(node_text_at(given, "twice"), "yes"))
        return true;
    struct alike_book *CLOSING(alike_book) book = alike_book_open(record->register_, context->house->units);
    if (!alike_find(book, context->connection, record, found, &count, why))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!tell_alike(context, record->register_, &found[i], answer, why))
            return false;
    return true;
}

bool record_write_act_prepare(struct act_context *context, const struct node *given, struct journal_entry *entry,
                              struct act_answer *answer, struct failure *why)
{
    const struct register_definition *register_ = act_given_register(context, given, answer);
    const struct unit *unit = act_unit(context, given, "unit", answer);
    size_t sealed;
    if (!register_ || !unit)
        return true;
    if (!act_allow(account_may_write(context->viewer, register_, unit), "write in this register for that organisation", why))
        return false;
    struct record *record = blank(context, register_, unit);
    if (!read_fields(context, given, record, answer, why))
        return false;
    read_state(context, given, record, answer);
    if (!ledger_prepare(context->arena, context->connection, record, &answer->problems, why))
        return false;
    record_check(record, &answer->problems);
    if (!check_alike(context, given, record, answer, why))
        return false;
    record->number = JOURNAL_ITSELF;
    if (!seal_fields(context, &(struct sealing){given, record, true}, entry, &sealed, answer, why))
        return false;
    (void)put_difference(context, entry, NULL, record, answer);
    body_put(entry->facts, TEXT("state"), value_code(record->state));
    fill_entry(entry, record);
    return true;
}

/* ---- carrying out: from the entry alone ---- */

static void take_field(struct act_context *context, const struct journal_entry *entry, const struct field_definition *field, struct record *record)
{
    const struct body_item *item = journal_said(entry, field_name_in_body(context->arena, field));
    if (!item)
        return;
    record->values[field->slot] = item->kind == BODY_LIST ? (struct record_value){.many = item->values, .many_count = item->count}
                                                          : (struct record_value){.value = item->value};
}

static void take_entry(struct act_context *context, const struct journal_entry *entry, struct record *record)
{
    for (size_t i = 0; i < record->register_->field_count; i++)
        take_field(context, entry, &record->register_->fields[i], record);
    struct text state = body_text(entry->facts, TEXT("state"));
    if (state.length > 0)
        record->state = state;
    if (body_find(entry->facts, TEXT("withdrawn")))
        record->withdrawn = true;
    take_day(record);
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
    const struct unit *unit;
    if (!entry_register(context, entry, &register_, why) || !act_entry_unit(context, entry, &unit, why))
        return false;
    struct record *record = blank(context, register_, unit);
    record->number = entry->record;
    take_entry(context, entry, record);
    const struct record_change change = {.act = entry->number, .after = record};
    return act_batch(context, why) && record_write(context->batch, &change, why) && seal_carry_out(context, entry, why);
}

/* ---- a change of one that is there ---- */

static struct record *copy_of(struct arena *arena, const struct record *record)
{
    struct record *copy = arena_copy(arena, record, sizeof *record);
    copy->values = arena_copy(arena, record->values, record->register_->field_count * sizeof *record->values);
    return copy;
}

bool act_given_record(struct act_context *context, const struct node *given, struct record **record, struct act_answer *answer,
                      struct failure *why)
{
    const struct register_definition *register_ = act_given_register(context, given, answer);
    int64_t number = 0;
    *record = NULL;
    if (!register_)
        return true;
    if (!act_number(given, "record", &number))
        return FAIL(why, FAILURE_NOT_FOUND, "no record was named");
    struct disposal disposal;
    bool disposed;
    if (!record_load(context->arena, context->connection, context->house->units, register_, number, record, why) ||
        !disposal_find(context->arena, context->connection, (*record)->unit->shard, number, &disposal, &disposed, why))
        return false;
    return !disposed || FAIL(why, FAILURE_CONFLICT, "record %lld was disposed of", (long long)number);
}

/* Is it the version the person saw? CONFLICT when somebody changed it meanwhile. Asked after permission. */
static bool check_version(const struct node *given, const struct record *record, struct failure *why)
{
    int64_t version = 0;
    if (!act_number(given, "version", &version) || version != record->version)
        return FAIL(why, FAILURE_CONFLICT, "record %lld is now version %lld", (long long)record->number, (long long)record->version);
    if (record->withdrawn)
        return FAIL(why, FAILURE_CONFLICT, "record %lld has been withdrawn", (long long)record->number);
    return true;
}

bool record_correct_act_prepare(struct act_context *context, const struct node *given, struct journal_entry *entry,
                                struct act_answer *answer, struct failure *why)
{
    struct record *before;
    size_t sealed;
    if (!act_given_record(context, given, &before, answer, why))
        return false;
    if (!before)
        return true;
    if (!act_allow(account_may_write(context->viewer, before->register_, before->unit), "correct this record", why) ||
        !check_version(given, before, why))
        return false;
    struct record *after = copy_of(context->arena, before);
    struct text reason = act_reason(given, answer);
    if (!read_fields(context, given, after, answer, why))
        return false;
    ledger_check_change(before, after, &answer->problems);
    record_check(after, &answer->problems);
    if (!seal_fields(context, &(struct sealing){given, after, false}, entry, &sealed, answer, why))
        return false;
    size_t changed = put_difference(context, entry, before, after, answer);
    if (answer->problems.errors == 0 && changed + sealed == 0)
        act_problem(answer, "fields", "act.nothing-changed", (struct text){0}, (struct text){0});
    put_reason(context, entry, after->register_, reason);
    fill_entry(entry, after);
    return true;
}

bool record_withdraw_act_prepare(struct act_context *context, const struct node *given, struct journal_entry *entry,
                                 struct act_answer *answer, struct failure *why)
{
    struct record *before;
    if (!act_given_record(context, given, &before, answer, why))
        return false;
    if (!before)
        return true;
    if (!act_allow(account_may_write(context->viewer, before->register_, before->unit), "withdraw this record", why) ||
        !check_version(given, before, why))
        return false;
    if (!ledger_check_withdrawal(context->connection, before, &answer->problems, why))
        return false;
    body_put(entry->facts, TEXT("withdrawn"), value_truth(true));
    put_reason(context, entry, before->register_, act_reason(given, answer));
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

/* Whoever may only move a record fills in what the move needs, and nothing else. */
static bool only_needs(const struct node *given, const struct transition_definition *move)
{
    const struct node *fields = node_at(given, "fields");
    for (size_t i = 0; i < node_count(fields); i++) {
        bool needed = false;
        for (size_t k = 0; k < move->need_count; k++)
            needed = needed || text_equal(move->needs[k]->name, fields->map.entries[i].key);
        if (!needed)
            return false;
    }
    return true;
}

bool record_move_act_prepare(struct act_context *context, const struct node *given, struct journal_entry *entry,
                             struct act_answer *answer, struct failure *why)
{
    struct record *before;
    size_t sealed;
    struct text name = node_text_at(given, "act");
    if (!act_given_record(context, given, &before, answer, why))
        return false;
    if (!before)
        return true;
    const struct transition_definition *move = register_transition(before->register_, name);
    if (!move)
        return FAIL(why, FAILURE_NOT_FOUND, "%.*s has no act %.*s", TEXT_ARGS(before->register_->name), TEXT_ARGS(name));
    bool whole = account_may_write(context->viewer, before->register_, before->unit);
    if (!act_allow(account_may_move(context->viewer, move, before->unit) && account_handles(context->viewer, before->register_, before->unit),
                   "do this with the record", why) ||
        !act_allow(whole || only_needs(given, move), "change other fields with this move", why) || !check_version(given, before, why))
        return false;
    if (!comes_from(move, before->state))
        return FAIL(why, FAILURE_CONFLICT, "record %lld is in state %.*s", (long long)before->number, TEXT_ARGS(before->state));
    struct record *after = copy_of(context->arena, before);
    if (!read_fields(context, given, after, answer, why))
        return false;
    after->state = move->to;
    ledger_check_change(before, after, &answer->problems);
    check_needs(move, after, answer);
    record_check(after, &answer->problems);
    if (!deadline_check_move(context->connection, context->house->definition, after, move, &answer->problems, why))
        return false;
    if (!seal_fields(context, &(struct sealing){given, after, false}, entry, &sealed, answer, why))
        return false;
    (void)put_difference(context, entry, before, after, answer);
    body_put(entry->facts, TEXT("state"), value_code(move->to));
    body_put(entry->facts, TEXT("move"), value_code(move->name));
    if (node_text_at(given, "reason").length > 0)
        put_reason(context, entry, after->register_, act_reason(given, answer));
    fill_entry(entry, after);
    return true;
}

bool record_reverse_act_prepare(struct act_context *context, const struct node *given, struct journal_entry *entry,
                                struct act_answer *answer, struct failure *why)
{
    struct record *before, *back;
    struct text day = node_text_at(given, "day");
    struct day on = context->today;
    if (!act_given_record(context, given, &before, answer, why))
        return false;
    if (!before)
        return true;
    if (!act_allow(account_may_write(context->viewer, before->register_, before->unit), "reverse this record", why) || !check_version(given, before, why))
        return false;
    struct text reason = act_reason(given, answer);
    if (day.length > 0 && !day_read(day, &on) && !day_read_people(day, &on))
        act_problem(answer, "day", "record.not-a-day", day, (struct text){0});
    if (!ledger_reversal(context->arena, context->connection, before, on, &back, &answer->problems, why))
        return false;
    if (!back)
        return true;
    back->number = JOURNAL_ITSELF;
    back->state = back->register_->states[0].code;
    (void)put_difference(context, entry, NULL, back, answer);
    body_put(entry->facts, TEXT("state"), value_code(back->state));
    put_reason(context, entry, back->register_, reason);
    fill_entry(entry, back);
    return true;
}

bool record_reverse_act_carry_out(struct act_context *context, const struct journal_entry *entry, struct failure *why)
{
    return record_write_act_carry_out(context, entry, why);
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
    const struct record_change change = {.act = entry->number, .before = before, .after = after, .move = body_text(entry->facts, TEXT("move"))};
    bool ended = after->withdrawn || (!text_equal(after->state, before->state) && register_ends_in(register_, after->state));
    return act_batch(context, why) && record_write(context->batch, &change, why) && seal_carry_out(context, entry, why) &&
           (!ended || act_end_person_key(context, entry->shard, entry->record, why));
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
