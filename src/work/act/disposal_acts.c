/*
 * disposal_acts.c — records whose term of keeping has ended are disposed of, by a decision (users.md C24).
 *
 * record-dispose  register, unit (the organisation), records (numbers), or all: yes for those that are due there, whose work
 *                 ended in `year` or in any; decision (its number), decided_on, council (who sat in it, by their posts)
 *
 * The organisation's clerk may, and of a register with handlers whoever handles it too. One entry for at most
 * DISPOSAL_PART_MAX records; of more, the longest due are taken and the rest waits. Nothing goes before its term.
 *
 * With each record go the personal bodies of its acts, what lies sealed, its files, and its texts with the words it was
 * found by. Its row stays as disposal.h says, so figures open to it and the journal's leaves stay true. What stays in the row
 * and stands in a body that goes (a text that a figure asks for since) is said anew: "kept:RECORD:FIELD" among the facts.
 */
#include "keep/box/dossier.h"
#include "keep/record/attached.h"
#include "keep/record/disposal.h"
#include "keep/record/wording.h"
#include "work/act/act_inside.h"

enum { NUMBER_MAX = 100, COUNCIL_MIN = 5, COUNCIL_MAX = 300 };

struct disposing {
    const struct register_definition *register_;
    const struct unit *unit;
    struct value *records;
    size_t count;
};

/* ---- what was decided ---- */

static void take_decision(struct act_context *context, const struct node *given, struct journal_entry *entry, struct act_answer *answer)
{
    static const struct field_definition plain = {.scans_names = true};
    struct text number = text_trimmed(node_text_at(given, "decision")), council = text_trimmed(node_text_at(given, "council"));
    struct text day = text_trimmed(node_text_at(given, "decided_on"));
    struct day on = DAY_NONE;
    if (number.length == 0 || text_points(number) > NUMBER_MAX)
        act_problem(answer, "decision", "act.dispose-number", (struct text){0}, (struct text){0});
    if ((!day_read(day, &on) && !day_read_people(day, &on)) || day_compare(on, context->today) > 0)
        act_problem(answer, "decided_on", "act.dispose-day", (struct text){0}, (struct text){0});
    const char *wrong = wording_problem(context->arena, &plain, council);
    if (text_points(council) < COUNCIL_MIN || text_points(council) > COUNCIL_MAX)
        wrong = "act.dispose-council";
    if (wrong)
        act_problem(answer, "council", wrong, (struct text){0}, (struct text){0});
    body_put(entry->facts, TEXT("decision"), value_text(number));
    body_put(entry->facts, TEXT("decided_on"), day_is_some(on) ? value_day(on) : value_unknown());
    body_put(entry->facts, TEXT("council"), value_text(council));
}

/* ---- which records ---- */

static bool check_term(struct act_context *context, const struct record *record, struct act_answer *answer, struct failure *why)
{
    struct text number = text_format(context->arena, "%lld", (long long)record->number);
    struct disposal disposal;
    struct disposal_term term;
    bool done;
    if (!disposal_find(context->arena, context->connection, record->unit->shard, record->number, &disposal, &done, why) ||
        !disposal_term(context->arena, context->connection, record, &term, why))
        return false;
    struct day until = disposal_kept_until(record->register_, term.closed);
    if (done)
        act_problem(answer, "records", "act.dispose-done", number, (struct text){0});
    else if (day_compare(until, context->today) >= 0)
        act_problem(answer, "records", "act.dispose-early", number, day_write_people(context->arena, until, false));
    else if (term.runs)
        act_problem(answer, "records", "act.dispose-runs", number, (struct text){0});
    return true;
}

static bool already(const struct disposing *disposing, int64_t number)
{
    for (size_t i = 0; i < disposing->count; i++)
        if (disposing->records[i].number.digits == number)
            return true;
    return false;
}

static bool take_chosen(struct act_context *context, const struct node *one, struct disposing *disposing, struct act_answer *answer,
                        struct failure *why)
{
    struct record *record;
    int64_t number = one->kind == NODE_NUMBER && one->number.scale == 0 ? one->number.digits : 0;
    if ((one->kind == NODE_TEXT && !text_read_int64(one->text, &number)) || number <= 0)
        return FAIL(why, FAILURE_NOT_FOUND, "that is no record's number");
    if (already(disposing, number))
        return true;
    if (!record_load(context->arena, context->connection, context->house->units, disposing->register_, number, &record, why))
        return false;
    disposing->records[disposing->count++] = value_whole(number);
    if (record->unit == disposing->unit)
        return check_term(context, record, answer, why);
    act_problem(answer, "records", "act.dispose-elsewhere", text_format(context->arena, "%lld", (long long)number), (struct text){0});
    return true;
}

/* One text, or several; a form sends an empty one before its boxes. */
static bool take_chosen_all(struct act_context *context, const struct node *chosen, struct disposing *disposing, struct act_answer *answer,
                            struct failure *why)
{
    size_t count = chosen->kind == NODE_LIST ? node_count(chosen) : 1;
    if (count > DISPOSAL_PART_MAX + 1) {
        act_problem(answer, "records", "act.dispose-many", text_format(context->arena, "%d", DISPOSAL_PART_MAX), (struct text){0});
        return true;
    }
    for (size_t i = 0; i < count; i++) {
        const struct node *one = chosen->kind == NODE_LIST ? chosen->list.items[i] : chosen;
        bool empty = one->kind == NODE_TEXT && one->text.length == 0;
        if (!empty && disposing->count < DISPOSAL_PART_MAX && !take_chosen(context, one, disposing, answer, why))
            return false;
    }
    return true;
}

static bool take_due(struct act_context *context, const struct node *given, struct disposing *disposing, struct failure *why)
{
    const struct unit_set own = {&disposing->unit, 1};
    struct list due = {0};
    int64_t year = 0, total;
    if (node_text_at(given, "year").length > 0 && (!act_number(given, "year", &year) || year <= DISPOSAL_YEAR_MIN || year > DISPOSAL_YEAR_LAST))
        return FAIL(why, FAILURE_INVALID, "that is no year");
    const struct disposal_query query = {.register_ = disposing->register_, .units = &own, .today = context->today, .year = (int)year,
                                         .limit = DISPOSAL_PART_MAX};
    if (!disposal_list(context->arena, context->connection, context->house->units, &query, &due, &total, why))
        return false;
    for (size_t i = 0; i < due.count; i++)
        disposing->records[disposing->count++] = value_whole(((const struct disposal_due *)due.items[i])->record);
    return true;
}

static struct text kept_name(struct arena *arena, int64_t record, const struct field_definition *field)
{
    return text_format(arena, "kept:%lld:%.*s", (long long)record, TEXT_ARGS(field->name));
}

/* All acts of the record: struct journal_entry *. */
static bool load_entries(struct arena *arena, struct act_context *context, const struct record *record, struct list *entries, struct failure *why)
{
    struct journal_query query = {.shard = record->unit->shard, .register_name = record->register_->name, .record = record->number, .from = 1};
    struct list page;
    do {
        if (!journal_load_page(arena, context->connection, &query, &page, why))
            return false;
        for (size_t i = 0; i < page.count; i++) {
            query.from = ((const struct journal_entry *)page.items[i])->number + 1;
            list_add(entries, arena, page.items[i]);
        }
    } while (page.count == JOURNAL_PAGE_MAX);
    return true;
}

/* Is the field said in the body of an act that will be erased? */
static bool said_in_erasable(struct act_context *context, const struct list *entries, const struct field_definition *field)
{
    struct text name = text_format(context->arena, "f:%.*s", TEXT_ARGS(field->name));
    for (size_t i = 0; i < entries->count; i++) {
        const struct journal_entry *one = entries->items[i];
        if (one->personal && body_find(one->personal, name))
            return true;
    }
    return false;
}

static bool put_kept(struct act_context *context, struct journal_entry *entry, const struct register_definition *register_, int64_t number,
                     struct failure *why)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    struct list entries = {0};
    struct record *record;
    if (!record_load(context->arena, context->connection, context->house->units, register_, number, &record, why) ||
        !load_entries(scratch, context, record, &entries, why))
        return false;
    for (size_t i = 0; i < register_->field_count; i++) {
        const struct field_definition *field = &register_->fields[i];
        const struct record_value *value = &record->values[i];
        if (disposal_takes(register_, field) || !said_in_erasable(context, &entries, field))
            continue;
        if (field->many)
            body_put_list(entry->facts, kept_name(context->arena, number, field), value->many, value->many_count);
        else
            body_put(entry->facts, kept_name(context->arena, number, field), value->value);
    }
    return true;
}

bool record_dispose_act_prepare(struct act_context *context, const struct node *given, struct journal_entry *entry, struct act_answer *answer,
                                struct failure *why)
{
    struct disposing disposing = {act_given_register(context, given, answer), act_unit(context, given, "unit", answer),
                                  arena_make_many(context->arena, DISPOSAL_PART_MAX, sizeof(struct value)), 0};
    const struct node *chosen = node_at(given, "records");
    bool all = text_is(act_chosen(given, "all"), "yes");
    if (!disposing.register_ || !disposing.unit)
        return true;
    if (!act_allow(account_may_dispose(context->viewer, disposing.register_, disposing.unit), "dispose of that organisation's records", why))
        return false;
    take_decision(context, given, entry, answer);
    if (disposing.register_->keep_years == 0) {
        act_problem(answer, "register", "act.dispose-permanent", (struct text){0}, (struct text){0});
        return true;
    }
    if (all ? !take_due(context, given, &disposing, why) : chosen && !take_chosen_all(context, chosen, &disposing, answer, why))
        return false;
    if (disposing.count == 0)
        act_problem(answer, "records", "act.dispose-none", (struct text){0}, (struct text){0});
    for (size_t i = 0; i < disposing.count && answer->problems.errors == 0; i++)
        if (!put_kept(context, entry, disposing.register_, disposing.records[i].number.digits, why))
            return false;
    act_put_unit(entry, disposing.unit);
    entry->register_name = disposing.register_->name;
    entry->day = context->today;
    body_put_list(entry->facts, TEXT("records"), disposing.records, disposing.count);
    return true;
}

/* ---- carrying out ---- */

static bool erase_bodies(struct arena *arena, struct act_context *context, const struct record *record, struct failure *why)
{
    struct list entries = {0};
    if (!load_entries(arena, context, record, &entries, why))
        return false;
    for (size_t i = 0; i < entries.count; i++) {
        const struct journal_entry *entry = entries.items[i];
        if (entry->personal && !journal_erase_personal(context->connection, entry->shard, entry->number, why))
            return false;
    }
    return true;
}

static bool drop_files(struct arena *arena, struct act_context *context, const struct record *record, struct failure *why)
{
    struct list files = {0};
    if (!attached_load(arena, context->connection, record->unit->shard, record->number, &files, why))
        return false;
    for (size_t i = 0; i < files.count; i++) {
        const struct attached *file = files.items[i];
        if (!attached_drop(context->connection, record->unit->shard, record->number, file->number, why))
            return false;
    }
    return true;
}

static void take_kept(struct arena *arena, const struct journal_entry *entry, struct record *left)
{
    for (size_t i = 0; i < left->register_->field_count; i++) {
        const struct body_item *kept = body_find(entry->facts, kept_name(arena, left->number, &left->register_->fields[i]));
        if (kept)
            left->values[i] = kept->kind == BODY_LIST ? (struct record_value){.many = kept->values, .many_count = kept->count}
                                                      : (struct record_value){.value = kept->value};
    }
}

static bool dispose_one(struct act_context *context, const struct journal_entry *entry, const struct register_definition *register_, int64_t number,
                        struct failure *why)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    struct record *record;
    if (!record_load(scratch, context->connection, context->house->units, register_, number, &record, why))
        return false;
    struct record *left = disposal_left(scratch, record);
    take_kept(scratch, entry, left);
    const struct record_change change = {.act = entry->number, .before = record, .after = left};
    return record_write(context->batch, &change, why) && erase_bodies(scratch, context, record, why) && drop_files(scratch, context, record, why) &&
           dossier_erase(context->connection, entry->shard, number, why) && act_end_person_key(context, entry->shard, number, why) &&
           disposal_mark(context->connection, entry->shard, number, entry->number, why);
}

bool record_dispose_act_carry_out(struct act_context *context, const struct journal_entry *entry, struct failure *why)
{
    const struct register_definition *register_ = definition_register(context->house->definition, entry->register_name);
    const struct body_item *records = body_find(entry->facts, TEXT("records"));
    const struct unit *unit;
    if (!register_ || !records)
        return FAIL(why, FAILURE_BROKEN, "the journal disposes of records of no register that is defined");
    if (!act_entry_unit(context, entry, &unit, why) || !act_batch(context, why))
        return false;
    context->destroyed = true;
    for (size_t i = 0; i < records->count; i++)
        if (!dispose_one(context, entry, register_, records->values[i].number.digits, why))
            return false;
    const struct disposal disposal = {.act = entry->number,
                                      .unit = unit->number,
                                      .records = (int64_t)records->count,
                                      .register_name = entry->register_name,
                                      .decision = body_text(entry->facts, TEXT("decision")),
                                      .council = body_text(entry->facts, TEXT("council")),
                                      .decided_on = body_value(entry->facts, TEXT("decided_on")).day};
    return disposal_save(context->connection, entry->shard, &disposal, why);
}
