/* deadline.c — which legal time limits run on a record, derived from its days and from its acts. */
#include "keep/record/deadline.h"

#include "keep/record/record_inside.h"

#include <stdlib.h>

#define SQL(id, name, text, postgres) static const struct sql id __attribute__((unused)) = {name, text, postgres};
#include "keep/record/record_sql.def"
#undef SQL

/* ---- when things happened ---- */

/* One time an act of the register was done that says its day. */
struct moved {
    const struct transition_definition *act;
    struct day day;
    int days;
};

struct history {
    const struct record *record;
    struct moved *moves; /* in the order they were done */
    size_t count;
};

static struct day field_day(const struct record *record, const struct field_definition *field)
{
    if (!field || record->values[field->slot].value.kind != VALUE_DAY)
        return DAY_NONE;
    return record->values[field->slot].value.day;
}

static int field_days(const struct record *record, const struct field_definition *field)
{
    if (!field || record->values[field->slot].value.kind != VALUE_NUMBER)
        return 0;
    int64_t days = record->values[field->slot].value.number.digits;
    return days < 0 ? 0 : days > DEADLINE_DAYS_MAX ? DEADLINE_DAYS_MAX : (int)days;
}

bool deadline_note_move(struct connection *writer, const struct record_change *change, struct failure *why)
{
    const struct record *record = change->after;
    const struct transition_definition *act =
        change->move.length > 0 ? register_transition(record->register_, change->move) : NULL;
    struct day day = act ? field_day(record, act->day) : DAY_NONE;
    if (!day_is_some(day))
        return true;
    struct store_value row[] = {store_int64(record->unit->shard), store_int64(record->number), store_int64(change->act),
                                store_text(act->name), store_int64(day.number), store_int64(field_days(record, act->days))};
    return store_run(writer, &MOVED_ADD, row, LENGTH_OF(row), why);
}

/* Only where a limit of the register asks for an act: most never do. */
static bool asks_acts(const struct register_definition *register_)
{
    for (size_t i = 0; i < register_->deadline_count; i++) {
        const struct deadline_use *use = &register_->deadlines[i];
        const struct deadline_moments *all[] = {&use->stops, &use->suspends, &use->continues, &use->extends};
        if (use->starts.act)
            return true;
        for (size_t j = 0; j < LENGTH_OF(all); j++)
            for (size_t k = 0; k < all[j]->count; k++)
                if (all[j]->items[k].act)
                    return true;
    }
    return false;
}

static bool history_load(struct arena *arena, struct connection *connection, const struct record *record, struct history *history,
                         struct failure *why)
{
    struct store_value key[] = {store_int64(record->unit->shard), store_int64(record->number)};
    struct statement *row_of;
    size_t room = 0;
    *history = (struct history){.record = record};
    if (!asks_acts(record->register_))
        return true;
    if (!store_select(connection, &MOVED_LOAD, key, LENGTH_OF(key), &row_of, why))
        return false;
    while (statement_next(row_of, why)) {
        struct moved move = {register_transition(record->register_, statement_text(row_of, 0)),
                             {(int32_t)statement_int64(row_of, 1)}, (int)statement_int64(row_of, 2)};
        if (!move.act || !move.act->day)
            continue; /* the register no longer has it */
        if (history->count == room) {
            room = room ? room * 2 : 8;
            struct moved *more = arena_make_many(arena, room, sizeof *more);
            for (size_t i = 0; i < history->count; i++)
                more[i] = history->moves[i];
            history->moves = more;
        }
        history->moves[history->count++] = move;
    }
    return statement_sound(row_of);
}

/* Does a later act say its day in the same field? Then the field speaks of that one. */
static bool is_latest(const struct history *history, size_t index)
{
    for (size_t i = index + 1; i < history->count; i++)
        if (history->moves[i].act->day == history->moves[index].act->day)
            return false;
    return true;
}

struct happenings {
    struct arena *arena;
    const struct history *history;
    struct deadline_event events[DEADLINE_EVENTS_MAX];
    size_t count;
};

static void happened(struct happenings *all, enum deadline_event_kind kind, struct day day, int days)
{
    if (day_is_some(day) && all->count < DEADLINE_EVENTS_MAX)
        all->events[all->count++] = (struct deadline_event){kind, day, days};
}

static bool field_was_moved(const struct history *history, const struct field_definition *field)
{
    for (size_t i = 0; i < history->count; i++)
        if (history->moves[i].act->day == field)
            return true;
    return false;
}

/* Each time of one moment: what the acts said, the latest as the field says it now; without acts, the field alone. */
static void happened_at(struct happenings *all, enum deadline_event_kind kind, const struct deadline_moment *moment)
{
    const struct history *history = all->history;
    const struct record *record = history->record;
    if (!moment->act || !field_was_moved(history, moment->day)) {
        happened(all, kind, field_day(record, moment->day), field_days(record, moment->days));
        return;
    }
    for (size_t i = 0; i < history->count; i++) {
        const struct moved *move = &history->moves[i];
        if (move->act != moment->act)
            continue;
        if (is_latest(history, i))
            happened(all, kind, field_day(record, moment->day), field_days(record, moment->days));
        else
            happened(all, kind, move->day, move->days);
    }
}

static void happened_all(struct happenings *all, enum deadline_event_kind kind, const struct deadline_moments *moments)
{
    for (size_t i = 0; i < moments->count; i++) {
        bool said = false; /* two acts that share a field, and neither was done: what the field says happened once */
        for (size_t j = 0; j < i; j++)
            said = said || moments->items[j].day == moments->items[i].day;
        if (!said || field_was_moved(all->history, moments->items[i].day))
            happened_at(all, kind, &moments->items[i]);
    }
}

static struct day day_started(struct arena *arena, const struct history *history, const struct deadline_moment *starts)
{
    struct happenings *all = arena_make(arena, sizeof *all);
    *all = (struct happenings){.arena = arena, .history = history};
    happened_at(all, DEADLINE_CONTINUED, starts);
    return all->count > 0 ? all->events[all->count - 1].day : DAY_NONE;
}

/* The first end; what an act ended before the limit began anew does not end it again. */
static struct day day_stopped(struct arena *arena, const struct history *history, const struct deadline_use *use, struct day start, bool before)
{
    struct day first = DAY_NONE;
    for (size_t i = 0; i < use->stops.count; i++) {
        struct happenings *all = arena_make(arena, sizeof *all);
        *all = (struct happenings){.arena = arena, .history = history};
        happened_at(all, DEADLINE_CONTINUED, &use->stops.items[i]);
        for (size_t j = 0; j < all->count; j++) {
            struct day day = all->events[j].day;
            bool counts = before || !use->stops.items[i].act || day_compare(day, start) >= 0;
            if (counts && (!day_is_some(first) || day_compare(day, first) < 0))
                first = day;
        }
    }
    return first;
}

/* ---- one limit of one record ---- */

static struct text variant_of(struct arena *arena, const struct record *record, const struct deadline_use *use)
{
    for (size_t i = 0; i < use->variant_count; i++)
        if (use->variants[i].where && rule_holds(use->variants[i].where, record_slots(arena, record), record->register_->slot_count))
            return use->variants[i].name;
    return (struct text){0};
}

/* Nothing runs without a starting day, where its `where` is not a plain yes, nor while no version was in force. */
static bool tell(struct arena *arena, const struct definition *definition, const struct history *history, const struct deadline_use *use,
                 struct deadline_told *told, bool *runs, struct failure *why)
{
    const struct record *record = history->record;
    *runs = false;
    *told = (struct deadline_told){.use = use, .start = day_started(arena, history, &use->starts), .done = DAY_NONE};
    if (record->withdrawn || !day_is_some(told->start) ||
        (use->where && !rule_holds(use->where, record_slots(arena, record), record->register_->slot_count)))
        return true;
    const struct deadline_version *first = deadline_rule_on(&use->rule->rule, told->start);
    if (!first)
        return true;
    struct happenings *all = arena_make(arena, sizeof *all);
    *all = (struct happenings){.arena = arena, .history = history};
    happened_all(all, DEADLINE_SUSPENDED, &use->suspends);
    happened_all(all, DEADLINE_CONTINUED, &use->continues);
    happened_all(all, DEADLINE_EXTENDED, &use->extends);
    told->done = day_stopped(arena, history, use, told->start, first->before);
    const struct deadline_matter matter = {.start = told->start, .stop = told->done, .variant = variant_of(arena, record, use),
                                           .events = all->events, .event_count = all->count};
    *runs = true;
    return deadline_compute(arena, definition->calendar, &use->rule->rule, &matter, &told->date, why);
}

static struct store_value day_value(struct day day)
{
    return day_is_some(day) ? store_int64(day.number) : store_null();
}

/* ---- how many are open, by the day they fall due (table deadline_due) ---- */

/* What one rule of one record counts for; `due` DAY_NONE where it counts for nothing: done, or its day is not known. */
struct counted {
    int64_t unit, lasts;
    struct day due;
};

static bool counts_same(const struct counted *one, const struct counted *other)
{
    return one->unit == other->unit && one->lasts == other->lasts && day_compare(one->due, other->due) == 0;
}

/* By the register's rules, in their order. */
static bool read_counted(struct connection *writer, const struct record *record, struct counted *was, struct failure *why)
{
    const struct store_value key[] = {store_int64(record->unit->shard), store_int64(record->number)};
    const struct register_definition *register_ = record->register_;
    struct statement *row_of;
    if (!store_select(writer, &DEADLINE_WAS_OPEN, key, LENGTH_OF(key), &row_of, why))
        return false;
    while (statement_next(row_of, why))
        for (size_t i = 0; i < register_->deadline_count; i++)
            if (text_equal(register_->deadlines[i].rule->name, statement_text(row_of, 0)))
                was[i] = (struct counted){statement_int64(row_of, 1), statement_int64(row_of, 2), {(int32_t)statement_int64(row_of, 3)}};
    return statement_sound(row_of);
}

static bool count_again(struct connection *writer, const struct record *record, const struct counted *was, const struct counted *is, struct failure *why)
{
    if (counts_same(was, is))
        return true;
    const struct store_value shard = store_int64(record->unit->shard), name = store_text(record->register_->name);
    struct store_value left[] = {shard, store_int64(was->unit), name, store_int64(was->lasts), day_value(was->due)};
    struct store_value came[] = {shard, store_int64(is->unit), name, store_int64(is->lasts), day_value(is->due)};
    return (!day_is_some(was->due) ||
            (store_run(writer, &DUE_LESS, left, LENGTH_OF(left), why) && store_run(writer, &DUE_NONE, left, LENGTH_OF(left), why))) &&
           (!day_is_some(is->due) || store_run(writer, &DUE_MORE, came, LENGTH_OF(came), why));
}

/* ---- writing them ---- */

static bool save_told(struct connection *writer, const struct record *record, const struct deadline_told *told, struct failure *why)
{
    const struct deadline_definition *rule = told->use->rule;
    struct store_value row[] = {store_int64(record->unit->shard), store_int64(record->number), store_text(rule->name),
                                store_text(record->register_->name), store_int64(record->unit->number), day_value(told->date.due),
                                day_value(told->done), day_value(told->date.rests), store_int64(rule->rule.at_least)};
    return store_run(writer, &DEADLINE_SAVE, row, LENGTH_OF(row), why);
}

static bool drop_rule(struct connection *writer, const struct record *record, const struct deadline_use *use, struct failure *why)
{
    struct store_value key[] = {store_int64(record->unit->shard), store_int64(record->number), store_text(use->rule->name)};
    return store_run(writer, &DEADLINE_DROP, key, LENGTH_OF(key), why);
}

bool deadline_save(struct arena *arena, struct connection *writer, const struct definition *definition,
                   const struct record *record, bool was_there, struct failure *why)
{
    size_t count = record->register_->deadline_count;
    struct history history;
    if (count == 0)
        return true;
    struct counted *was = arena_make_many(arena, count, sizeof *was);
    for (size_t i = 0; i < count; i++)
        was[i] = (struct counted){.due = DAY_NONE};
    if (!history_load(arena, writer, record, &history, why) || (was_there && !read_counted(writer, record, was, why)))
        return false;
    for (size_t i = 0; i < count; i++) {
        const struct deadline_use *use = &record->register_->deadlines[i];
        struct counted is = {.due = DAY_NONE};
        struct deadline_told told;
        bool runs;
        if (!tell(arena, definition, &history, use, &told, &runs, why))
            return false;
        if (runs && !day_is_some(told.done) && day_is_some(told.date.due))
            is = (struct counted){record->unit->number, use->rule->rule.at_least, told.date.due};
        bool saved = runs ? save_told(writer, record, &told, why) : !was_there || drop_rule(writer, record, use, why);
        if (!saved || !count_again(writer, record, &was[i], &is, why))
            return false;
    }
    return true;
}

bool deadline_of_record(struct arena *arena, struct connection *connection, const struct definition *definition,
                        const struct record *record, struct list *told, struct failure *why)
{
    struct history history;
    if (!history_load(arena, connection, record, &history, why))
        return false;
    for (size_t i = 0; i < record->register_->deadline_count; i++) {
        struct deadline_told *one = arena_make(arena, sizeof *one);
        bool runs;
        if (!tell(arena, definition, &history, &record->register_->deadlines[i], one, &runs, why))
            return false;
        if (runs)
            list_add(told, arena, one);
    }
    return true;
}

/* ---- what an act may not extend ---- */

static bool extends_by(const struct deadline_use *use, const struct transition_definition *move)
{
    for (size_t i = 0; i < use->extends.count; i++)
        if (use->extends.items[i].act == move)
            return true;
    return false;
}

/* The history as it will be once the act is done. */
static void history_add(struct arena *arena, struct history *history, const struct transition_definition *move)
{
    struct moved *moves = arena_make_many(arena, history->count + 1, sizeof *moves);
    for (size_t i = 0; i < history->count; i++)
        moves[i] = history->moves[i];
    moves[history->count] = (struct moved){move, field_day(history->record, move->day), field_days(history->record, move->days)};
    history->moves = moves;
    history->count++;
}

struct checking {
    const struct definition *definition;
    const struct record *after;
    const struct transition_definition *move;
    struct problems *problems;
};

/* At the field that says too much, with the article. */
static void add_refused(const struct checking *checking, const struct deadline_told *told, struct deadline_extension may, enum deadline_refusal refusal)
{
    struct arena *arena = checking->problems->arena;
    const struct field_definition *field = checking->move->day;
    struct text number = {0};
    const char *code = "record.extension-none";
    if (refusal == DEADLINE_TOO_LONG) {
        code = "record.extension-long";
        field = checking->move->days ? checking->move->days : field;
        number = text_format(arena, "%d", may.days);
    } else if (refusal == DEADLINE_TOO_OFTEN) {
        code = "record.extension-often";
        number = text_format(arena, "%d", may.times);
    } else if (refusal == DEADLINE_AFTER_THE_END && day_is_some(told->date.due)) {
        code = "record.extension-late";
        number = day_write_people(arena, told->date.due, false);
    }
    struct text law = may.law.length > 0 ? may.law : told->date.version->law;
    problem_add(checking->problems, (struct place){.field = field->name}, code,
                definition_cite(arena, checking->definition, law, LANGUAGE_VI), number);
}

static void check_told(const struct checking *checking, const struct deadline_told *told)
{
    struct text name = variant_of(checking->problems->arena, checking->after, told->use);
    const struct deadline_variant *variant = name.length > 0 ? deadline_variant_named(told->date.version, name) : NULL;
    struct deadline_extension may = variant ? variant->extension : told->date.version->extension;
    struct day day = field_day(checking->after, checking->move->day);
    for (size_t i = 0; i < told->date.step_count; i++) {
        const struct deadline_step *step = &told->date.steps[i];
        if (step->kind == DEADLINE_STEP_REFUSED && step->event == DEADLINE_EXTENDED && day_compare(step->day, day) == 0)
            add_refused(checking, told, may, step->refusal);
    }
}

bool deadline_check_move(struct connection *connection, const struct definition *definition, const struct record *after,
                         const struct transition_definition *move, struct problems *problems, struct failure *why)
{
    const struct checking checking = {definition, after, move, problems};
    struct history history = {0};
    for (size_t i = 0; i < after->register_->deadline_count; i++) {
        const struct deadline_use *use = &after->register_->deadlines[i];
        struct deadline_told told;
        bool runs;
        if (!extends_by(use, move) || !day_is_some(field_day(after, move->day)))
            continue;
        if (!history.record) {
            if (!history_load(problems->arena, connection, after, &history, why))
                return false;
            history_add(problems->arena, &history, move);
        }
        if (!tell(problems->arena, definition, &history, use, &told, &runs, why))
            return false;
        if (runs && told.date.version)
            check_told(&checking, &told);
    }
    return true;
}

/* ---- lists ---- */

/* Which of a unit's deadlines: a statement, and what it takes behind shard and unit. */
struct wanted {
    const struct sql *sql;
    struct store_value values[4];
    size_t count;
};

static bool list_unit(struct arena *arena, struct connection *connection, const struct definition *definition, const struct unit *unit,
                      const struct wanted *wanted, struct list *entries, struct failure *why)
{
    struct store_value key[] = {store_int64(unit->shard), store_int64(unit->number), wanted->values[0], wanted->values[1], wanted->values[2],
                                wanted->values[3]};
    struct statement *row_of;
    if (!store_select(connection, wanted->sql, key, 2 + wanted->count, &row_of, why))
        return false;
    while (statement_next(row_of, why)) {
        struct deadline_entry entry = {.record = statement_int64(row_of, 0),
                                       .rule = definition_deadline(definition, statement_text(row_of, 1)),
                                       .register_ = definition_register(definition, statement_text(row_of, 2)),
                                       .unit = unit,
                                       .due = statement_is_null(row_of, 3) ? DAY_NONE : (struct day){(int32_t)statement_int64(row_of, 3)},
                                       .done = DAY_NONE};
        if (entry.rule && entry.register_)
            list_add(entries, arena, arena_copy(arena, &entry, sizeof entry));
    }
    return statement_sound(row_of);
}

static int compare_due(const void *a, const void *b)
{
    const struct deadline_entry *one = *(struct deadline_entry *const *)a, *other = *(struct deadline_entry *const *)b;
    int days = day_compare(one->due, other->due);
    return days != 0 ? days : (one->record > other->record) - (one->record < other->record);
}

/* The earliest `limit` of what was found; the day of the last bounds what other units need to tell. */
static void keep_earliest(struct list *found, size_t limit, struct day *until)
{
    if (found->count > 1)
        qsort(found->items, found->count, sizeof *found->items, compare_due);
    if (found->count < limit || limit == 0)
        return;
    found->count = limit;
    *until = ((const struct deadline_entry *)found->items[limit - 1])->due;
}

bool deadline_list(struct arena *arena, struct connection *connection, const struct definition *definition,
                   const struct unit_set *units, struct day today, struct day until, size_t limit,
                   struct list *entries, struct failure *why)
{
    struct list found = {0};
    const struct store_value most = store_int64((int64_t)limit);
    const struct wanted untold = {&DEADLINE_UNKNOWN, {most}, 1};
    for (size_t i = 0; i < units->count * 2; i++) {
        bool lasting = i % 2 == 1;
        const struct wanted open = {&DEADLINE_OPEN, {most, store_int64(lasting), store_int64(lasting ? today.number : INT32_MIN), store_int64(until.number)}, 4};
        if (!list_unit(arena, connection, definition, units->units[i / 2], &open, &found, why))
            return false;
        keep_earliest(&found, limit, &until);
    }
    for (size_t i = 0; i < units->count && found.count < limit; i++)
        if (!list_unit(arena, connection, definition, units->units[i], &untold, &found, why))
            return false;
    found.count = found.count > limit ? limit : found.count;
    *entries = found;
    return true;
}

bool deadline_list_lasting(struct arena *arena, struct connection *connection, const struct unit_set *units,
                           const struct deadline_lasting *lasting, struct list *entries, struct failure *why)
{
    for (size_t i = 0; i < units->count; i++) {
        const struct unit *unit = units->units[i];
        struct store_value key[] = {store_int64(unit->shard),           store_text(lasting->rule->name),
                                    store_int64(unit->number),          store_int64(lasting->from.number),
                                    store_int64(lasting->until.number), store_text(lasting->register_->name),
                                    store_int64((int64_t)lasting->limit)};
        struct statement *row_of;
        if (!store_select(connection, &DEADLINE_LASTING, key, LENGTH_OF(key), &row_of, why))
            return false;
        while (statement_next(row_of, why)) {
            const struct deadline_entry entry = {.record = statement_int64(row_of, 0),
                                                 .register_ = lasting->register_,
                                                 .rule = lasting->rule,
                                                 .unit = unit,
                                                 .due = {(int32_t)statement_int64(row_of, 1)},
                                                 .done = statement_is_null(row_of, 2) ? DAY_NONE : (struct day){(int32_t)statement_int64(row_of, 2)}};
            list_add(entries, arena, arena_copy(arena, &entry, sizeof entry));
        }
        if (!statement_sound(row_of))
            return false;
    }
    return true;
}

/* The register after `name` that has open limits of the unit; empty behind the last. One step down the index, however many there are. */
static bool next_register(struct arena *arena, struct connection *connection, const struct unit *unit, struct text *name, struct failure *why)
{
    struct store_value asked[] = {store_int64(unit->shard), store_int64(unit->number), store_text(*name)};
    struct statement *row_of;
    struct text found = {0};
    if (!store_select(connection, &DEADLINE_REGISTER, asked, LENGTH_OF(asked), &row_of, why))
        return false;
    while (statement_next(row_of, why))
        found = statement_is_null(row_of, 0) ? (struct text){0} : text_copy(arena, statement_text(row_of, 0));
    *name = found;
    return statement_sound(row_of);
}

static bool count_register(struct connection *connection, const struct day days[2], struct deadline_tally *tally, struct failure *why)
{
    const struct unit *unit = tally->unit;
    struct store_value asked[] = {store_int64(unit->shard), store_int64(unit->number), store_text(tally->register_->name),
                                  store_int64(days[0].number), store_int64(days[1].number)};
    struct statement *row_of;
    if (!store_select(connection, &DEADLINE_TALLY, asked, LENGTH_OF(asked), &row_of, why))
        return false;
    while (statement_next(row_of, why)) {
        tally->late = statement_int64(row_of, 0);
        tally->due = statement_int64(row_of, 1);
    }
    return statement_sound(row_of);
}

bool deadline_count(struct arena *arena, struct connection *connection, const struct definition *definition,
                    const struct unit_set *units, struct day today, struct day until, struct list *tallies, struct failure *why)
{
    const struct day days[] = {today, until};
    for (size_t i = 0; i < units->count; i++) {
        struct text name = {0};
        if (!next_register(arena, connection, units->units[i], &name, why))
            return false;
        while (name.length > 0) {
            struct deadline_tally tally = {.register_ = definition_register(definition, name), .unit = units->units[i]};
            if (tally.register_ && !count_register(connection, days, &tally, why))
                return false;
            if (tally.late + tally.due > 0)
                list_add(tallies, arena, arena_copy(arena, &tally, sizeof tally));
            if (!next_register(arena, connection, units->units[i], &name, why))
                return false;
        }
    }
    return true;
}
