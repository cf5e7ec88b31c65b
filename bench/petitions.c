/* bench: work/paper */
/*
 * petitions.c — what a district's time limits and its form 01/XLD cost with a hundred thousand open petitions.
 *
 *     build-release/bench/bench-petitions [PETITIONS [FOLDER]]
 *
 * The packs we ship, fourteen wards and the district itself. "Due and late": the first 500 in order of day, and how many in
 * all; beside it the same read from the petitions and their acts, each limit worked out anew. Form 01/XLD for all bodies;
 * beside it the same counted by walking the petitions, and by one statement of plain SQL. All sides must say the same.
 */
#include "base/file.h"
#include "keep/record/deadline.h"
#include "keep/record/figure.h"
#include "keep/store/statement.h"
#include "support/measure.h"
#include "support/official.h"
#include "support/pack.h"
#include "work/act/act.h"

#include <stdio.h>
#include <stdlib.h>

#define SQL(id, name, text, postgres) static const struct sql id __attribute__((unused)) = {name, text, postgres};
#include "keep/record/record_sql.def"
#undef SQL

#define SEED UINT64_C(20211008)

enum { WARDS = 14, BODIES = WARDS + 1, PART = 20000, ROUNDS = 41, PEER_ROUNDS = 3, FIRST_RECORD = 1000, SHOWN = 500, AHEAD = 15, DAYS = 900, PLAN_COLUMN = 3 };

struct desk {
    struct instance *instance;
    const struct house *house;
    struct arena *arena;
    const struct register_definition *petitions;
    struct unit_set bodies; /* the district first */
    struct viewer viewer;
    struct day today;
    int64_t total;
};

/* ---- the house ---- */

static void upgrade(struct desk *desk)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    pack_upgrade(desk->instance, &desk->viewer, pack_files(scratch, BENCH_PACKS "/../../packs", "long-bien-2021"));
}

static void find_bodies(struct desk *desk)
{
    const struct unit *district = unit_find(desk->house->units, TEXT("004"), DAY_NONE);
    const struct unit_set *wards = unit_places(desk->arena, desk->house->units, district, TEXT("ward"), desk->today, desk->today);
    const struct unit **bodies = arena_make_many(desk->arena, BODIES, sizeof *bodies);
    REQUIRE(wards->count == WARDS);
    bodies[0] = unit_find(desk->house->units, TEXT("004.ubnd"), DAY_NONE);
    for (size_t i = 0; i < WARDS; i++) {
        bodies[i + 1] = unit_find(desk->house->units, text_format(desk->arena, "%.*s.ubnd", TEXT_ARGS(wards->units[i]->code)), DAY_NONE);
        REQUIRE(bodies[i + 1] != NULL);
    }
    desk->bodies = (struct unit_set){bodies, BODIES};
}

static void desk_make(struct desk *desk, const char *folder, int64_t total)
{
    struct failure why;
    *desk = (struct desk){.arena = arena_open(), .today = day_of(2021, 10, 8), .total = total};
    const struct instance_options options = {.writing = true, .create = true, .demo = true,
                                             .world = world_fixed(moment_of(desk->today, 8, 0), SEED)};
    must(instance_open(folder, &options, &desk->instance, &why), &why);
    desk->viewer = (struct viewer){.whole_house = true, .today = desk->today};
    upgrade(desk);
    desk->house = instance_house(desk->instance);
    desk->petitions = definition_register(desk->house->definition, TEXT("petition"));
    find_bodies(desk);
}

/* ---- petitions ---- */

static void set(struct record *record, const char *field, struct value value)
{
    record->values[register_field(record->register_, text_of(field))->slot].value = value;
}

static void set_code(struct record *record, const char *field, const char *code)
{
    set(record, field, value_code(text_of(code)));
}

/* Where it stands: of ten, three just came, two are classified, one is a suggestion in hand, four are accepted, some of those suspended. */
static void set_progress(struct record *record, uint64_t *seed)
{
    static const char *const AREAS[] = {"land", "housing", "policy", "order", "other"};
    uint64_t step = draw(seed) % 10;
    struct day day = record->day;
    bool suggestion = step == 5;
    if (step < 3)
        return;
    record->state = TEXT("classified");
    set(record, "classified_on", value_day(day_plus(day, 2)));
    set(record, "fit", value_truth(true));
    set_code(record, "area", AREAS[draw(seed) % LENGTH_OF(AREAS)]);
    set_code(record, "kind", suggestion ? "suggestion" : "complaint");
    if (suggestion) {
        record->state = TEXT("in_hand");
        set(record, "taken_up_on", value_day(day_plus(day, 4)));
    }
    if (step < 6)
        return;
    record->state = TEXT("accepted");
    set(record, "identity_checked_on", value_day(day_plus(day, 3)));
    set(record, "accepted_on", value_day(day_plus(day, 5)));
    set_code(record, "instance", "first");
    if (step == 9 && draw(seed) % 2 == 0) {
        record->state = TEXT("suspended");
        set(record, "asked_on", value_day(day_plus(day, 9)));
    }
}

static struct record *petition_make(const struct desk *desk, struct arena *arena, int64_t index)
{
    static const char *const SIGNED[] = {"one", "one", "several", "other"};
    uint64_t seed = SEED + (uint64_t)index * UINT64_C(0xD1B54A32D192ED03);
    struct record *record = arena_make(arena, sizeof *record);
    *record = (struct record){.number = FIRST_RECORD + index, .register_ = desk->petitions, .units = desk->house->units,
                              .unit = desk->bodies.units[draw(&seed) % BODIES],
                              .state = TEXT("received"),
                              .day = day_plus(desk->today, -(int)(index * DAYS / desk->total) - (int)(draw(&seed) % 4)),
                              .values = arena_make_many(arena, desk->petitions->field_count, sizeof *record->values)};
    set(record, "received_on", value_day(record->day));
    set_code(record, "came_by", draw(&seed) % 3 == 0 ? "desk" : "post");
    set_code(record, "signed", "signature");
    set_code(record, "signatories", SIGNED[draw(&seed) % LENGTH_OF(SIGNED)]);
    set(record, "subject", value_text(TEXT("Bồi thường khi thu hồi đất làm đường tại ngõ ven đê")));
    set_progress(record, &seed);
    return record;
}

struct part {
    const struct desk *desk;
    int64_t first, count;
};

static bool write_part(void *context, struct connection *writer, struct failure *why)
{
    const struct part *part = context;
    struct arena *CLOSING(arena) scratch = arena_open();
    struct record_batch *batch;
    if (!record_batch_open(scratch, writer, part->desk->house->definition, part->desk->house->units, &batch, why))
        return false;
    for (int64_t i = part->first; i < part->first + part->count; i++) {
        struct record *record = petition_make(part->desk, scratch, i);
        bool accepted = text_is(record->state, "accepted") || text_is(record->state, "suspended");
        const struct record_change change = {.act = record->number, .after = record, .move = accepted ? TEXT("accept") : (struct text){0}};
        if (!record_write(batch, &change, why)) {
            record_batch_drop(batch);
            return false;
        }
    }
    return record_batch_close(batch, why);
}

static void load(struct desk *desk)
{
    struct failure why;
    double begin = seconds_now();
    for (int64_t first = 0; first < desk->total; first += PART) {
        struct part part = {desk, first, desk->total - first < PART ? desk->total - first : PART};
        must(store_write(instance_store(desk->instance), write_part, &part, &why), &why);
    }
    row_print(&(struct row){"open petitions written, with their limits", "records/s", (double)desk->total / (seconds_now() - begin), 0, 0, NULL, true});
}

/* ---- due and late ---- */

struct due {
    int64_t listed, open, late;
    double counting; /* seconds of it */
};

static double time_due(const struct desk *desk, struct connection *reading, struct due *due)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    struct list entries = {0}, tallies = {0};
    struct failure why;
    struct day until = day_plus(desk->today, AHEAD);
    double begin = seconds_now();
    must(deadline_list(scratch, reading, desk->house->definition, &desk->bodies, desk->today, until, SHOWN, &entries, &why), &why);
    double listed = seconds_now();
    must(deadline_count(scratch, reading, desk->house->definition, &desk->bodies, desk->today, until, &tallies, &why), &why);
    double taken = seconds_now() - begin;
    *due = (struct due){.listed = (int64_t)entries.count, .counting = seconds_now() - listed};
    for (size_t i = 0; i < tallies.count; i++) {
        const struct deadline_tally *tally = tallies.items[i];
        due->open += tally->late + tally->due;
        due->late += tally->late;
    }
    return taken;
}

/* ---- the same by walking all petitions ---- */

/* What the form counts, of one body. */
enum { CARRIED, CAME, HANDLED, COMPLAINTS, SUGGESTIONS, ACCEPTED, TAKEN_UP, GUIDED, FORWARDED, REPLIES, COUNTED };
enum { SIGNATURES = 3 };

struct walk {
    struct period period;
    struct due due;
    int64_t counts[BODIES][COUNTED][SIGNATURES];
    double limits; /* seconds of working out limits, reading them out of `moved` included */
};

static struct value value_of(const struct record *record, const char *field)
{
    return record->values[register_field(record->register_, text_of(field))->slot].value;
}

static bool is_code(const struct record *record, const char *field, const char *code)
{
    struct value value = value_of(record, field);
    return value.kind == VALUE_CODE && text_is(value.text, code);
}

static bool within(const struct walk *walk, const struct record *record, const char *field)
{
    struct value value = value_of(record, field);
    return value.kind == VALUE_DAY && day_compare(value.day, walk->period.begin) >= 0 && day_compare(value.day, walk->period.end) <= 0;
}

static bool before(const struct walk *walk, const struct record *record, const char *field)
{
    struct value value = value_of(record, field);
    return value.kind == VALUE_DAY && day_compare(value.day, walk->period.begin) < 0;
}

static void count_columns(struct walk *walk, size_t body, const struct record *record)
{
    size_t signatures = is_code(record, "signatories", "several") ? 0 : is_code(record, "signatories", "one") ? 1 : 2;
    bool came = within(walk, record, "received_on"), fit = value_of(record, "fit").kind == VALUE_TRUTH && value_of(record, "fit").truth;
    const bool counts[COUNTED] = {
        [CARRIED] = before(walk, record, "received_on") && !before(walk, record, "classified_on"),
        [CAME] = came,
        [HANDLED] = within(walk, record, "classified_on"),
        [COMPLAINTS] = came && fit && is_code(record, "kind", "complaint"),
        [SUGGESTIONS] = came && fit && is_code(record, "kind", "suggestion"),
        [ACCEPTED] = within(walk, record, "accepted_on"),
        [TAKEN_UP] = within(walk, record, "taken_up_on"),
        [GUIDED] = text_is(record->state, "guided") && within(walk, record, "sent_on"),
        [FORWARDED] = text_is(record->state, "forwarded") && within(walk, record, "sent_on"),
        [REPLIES] = within(walk, record, "reply_on"),
    };
    for (size_t i = 0; i < COUNTED; i++)
        walk->counts[body][i][signatures] += counts[i];
}

static void count_limits(const struct desk *desk, struct connection *reading, struct arena *scratch, const struct record *record, struct walk *walk)
{
    struct list told = {0};
    struct failure why;
    double begin = seconds_now();
    must(deadline_of_record(scratch, reading, desk->house->definition, record, &told, &why), &why);
    for (size_t i = 0; i < told.count; i++) {
        const struct deadline_told *one = told.items[i];
        bool open = !day_is_some(one->done) && day_is_some(one->date.due) && day_compare(one->date.due, day_plus(desk->today, AHEAD)) <= 0;
        walk->due.open += open;
        walk->due.late += open && day_compare(one->date.due, desk->today) < 0;
    }
    walk->limits += seconds_now() - begin;
}

static size_t body_of(const struct desk *desk, const struct unit *unit)
{
    size_t body = 0;
    while (desk->bodies.units[body] != unit)
        body++;
    return body;
}

static double time_walk(const struct desk *desk, struct connection *reading, struct walk *walk)
{
    double begin = seconds_now();
    for (int64_t i = 0; i < desk->total; i++) {
        struct arena *CLOSING(arena) scratch = arena_open();
        struct record *record;
        struct failure why;
        must(record_load(scratch, reading, desk->house->units, desk->petitions, FIRST_RECORD + i, &record, &why), &why);
        count_columns(walk, body_of(desk, record->unit), record);
        count_limits(desk, reading, scratch, record, walk);
    }
    return seconds_now() - begin;
}

/* ---- form 01/XLD ---- */

static double time_form(const struct desk *desk, size_t *broken)
{
    double begin = seconds_now();
    *broken = official_build(desk->instance, &desk->viewer, "xld-01-tt02-2021", "004.ubnd", "2021-Q3/tt02");
    return seconds_now() - begin;
}

/* The columns that both know, each body's, must be what walking found. */
static void compare_figures(const struct desk *desk, struct connection *reading, const struct walk *walk)
{
    static const struct { const char *figure, *by; int counted; bool before; } COLUMNS[] = {
        {"petition.signatories", "", CAME, false},        {"petition.handled", "", HANDLED, false}, {"petition.fit", "complaint", COMPLAINTS, false},
        {"petition.fit", "suggestion", SUGGESTIONS, false}, {"petition.accepted", "", ACCEPTED, false}, {"petition.taken_up", "", TAKEN_UP, false},
        {"petition.unhandled", "", CARRIED, true},
    };
    struct failure why;
    for (size_t b = 0; b < BODIES; b++)
        for (size_t c = 0; c < LENGTH_OF(COLUMNS); c++) {
            struct figure_answer answer;
            const struct unit_set one = {&desk->bodies.units[b], 1};
            const struct figure_question question = {.definition = desk->house->definition, .units = &one, .by = text_of(COLUMNS[c].by), .today = desk->today,
                                                     .period = COLUMNS[c].before ? period_previous(walk->period) : walk->period};
            const int64_t *found = walk->counts[b][COLUMNS[c].counted];
            must(figure_compute(desk->arena, reading, desk->house->units, definition_figure(desk->house->definition, text_of(COLUMNS[c].figure)), &question,
                                &answer, &why), &why);
            REQUIRE(answer.value.kind == VALUE_NUMBER && answer.value.number.digits == found[0] + found[1] + found[2]);
        }
}

/* One pass over the register's table, as one would write the form by hand. */
#define WITHIN(day) "count(*) FILTER (WHERE " day " BETWEEN ?1 AND ?2)"
static const struct sql PLAIN = {"bench form",
                                 "SELECT unit, signatories, kind, count(*) FILTER (WHERE received_on < ?1 AND (classified_on IS NULL OR classified_on >= ?1)), "
                                 WITHIN("received_on") ", " WITHIN("classified_on") ", count(*) FILTER (WHERE fit = 1 AND received_on BETWEEN ?1 AND ?2), "
                                 WITHIN("accepted_on") ", " WITHIN("taken_up_on") ", count(*) FILTER (WHERE state = 'guided' AND sent_on BETWEEN ?1 AND ?2), "
                                 "count(*) FILTER (WHERE state = 'forwarded' AND sent_on BETWEEN ?1 AND ?2), " WITHIN("reply_on")
                                 " FROM r_petition WHERE withdrawn = 0 GROUP BY unit, signatories, kind", NULL};

static double time_plain(struct connection *reading, const struct walk *walk)
{
    struct failure why;
    struct statement *row_of;
    const struct store_value days[] = {store_int64(walk->period.begin.number), store_int64(walk->period.end.number)};
    int64_t came = 0, expected = 0;
    double begin = seconds_now();
    must(store_select(reading, &PLAIN, days, LENGTH_OF(days), &row_of, &why), &why);
    while (statement_next(row_of, &why))
        came += statement_int64(row_of, 4);
    must(statement_sound(row_of), &why);
    double taken = seconds_now() - begin;
    for (size_t b = 0; b < BODIES; b++)
        for (size_t s = 0; s < SIGNATURES; s++)
            expected += walk->counts[b][CAME][s];
    REQUIRE(came == expected);
    return taken;
}

/* ---- how the database goes about it ---- */

static void print_plan(const struct desk *desk, struct connection *reading, const struct sql *sql, size_t bound)
{
    const struct sql asked = {text_format(desk->arena, "plan of %s", sql->name).bytes, text_format(desk->arena, "EXPLAIN QUERY PLAN %s", sql->text).bytes, NULL};
    struct store_value values[12];
    struct statement *row_of;
    struct failure why;
    REQUIRE(bound <= LENGTH_OF(values));
    for (size_t i = 0; i < bound; i++)
        values[i] = store_int64(0);
    must(store_select(reading, &asked, values, bound, &row_of, &why), &why);
    (void)printf("%s:\n", sql->name);
    while (statement_next(row_of, &why))
        (void)printf("    %.*s\n", TEXT_ARGS(statement_text(row_of, PLAN_COLUMN)));
    must(statement_sound(row_of), &why);
}

static void print_plans(const struct desk *desk, struct connection *reading)
{
    print_plan(desk, reading, &DEADLINE_OPEN, 6);
    print_plan(desk, reading, &DEADLINE_UNKNOWN, 3);
    print_plan(desk, reading, &DEADLINE_REGISTER, 3);
    print_plan(desk, reading, &DEADLINE_TALLY, 5);
    print_plan(desk, reading, &CELL_RANGE, 4);
    print_plan(desk, reading, &MOVED_LOAD, 2);
}

/* ---- one size ---- */

static void measure(const char *folder, int64_t total)
{
    struct desk desk;
    struct connection *reading;
    struct failure why;
    struct due due = {0};
    struct walk *walk;
    double lists[ROUNDS], forms[ROUNDS], plain[ROUNDS], walks[PEER_ROUNDS];
    size_t broken = 0;
    char what[100];
    desk_make(&desk, folder, total);
    load(&desk);
    walk = arena_make(desk.arena, sizeof *walk);
    must(store_read_begin(instance_store(desk.instance), &reading, &why), &why);
    REQUIRE(period_read(TEXT("2021-Q3/tt02"), &walk->period));
    const struct period period = walk->period;
    for (int i = 0; i < PEER_ROUNDS; i++) {
        *walk = (struct walk){.period = period};
        walks[i] = time_walk(&desk, reading, walk);
    }
    for (int i = 0; i < ROUNDS; i++) {
        lists[i] = time_due(&desk, reading, &due);
        forms[i] = time_form(&desk, &broken);
        plain[i] = time_plain(reading, walk);
    }
    REQUIRE(due.open == walk->due.open && due.late == walk->due.late);
    compare_figures(&desk, reading, walk);
    double own = middle(lists, ROUNDS), form = middle(forms, ROUNDS), walked = middle(walks, PEER_ROUNDS), sql = middle(plain, ROUNDS);
    (void)snprintf(what, sizeof what, "first %lld of %lld due, %lld of them late", (long long)due.listed, (long long)due.open, (long long)due.late);
    row_print(&(struct row){what, "ms", own * 1e3, walked * 1e3, walked / own, "<= 20 ms", own <= 0.02});
    row_print(&(struct row){"of it: how many", "ms", due.counting * 1e3, 0, 0, NULL, true});
    row_print(&(struct row){"of walking: working out the limits alone", "ms", walk->limits * 1e3, 0, 0, NULL, true});
    row_print(&(struct row){"form 01/XLD, 15 bodies, beside walking", "ms", form * 1e3, walked * 1e3, walked / form, "<= 100 ms", form <= 0.1});
    row_print(&(struct row){"the same beside one statement of SQL", "ms", form * 1e3, sql * 1e3, sql / form, NULL, true});
    row_print(&(struct row){"sums of the form that do not hold", "rows", (double)broken, 0, 0, NULL, true});
    print_plans(&desk, reading);
    store_read_end(reading);
    instance_release(desk.instance, desk.house);
    instance_close(desk.instance);
    arena_close(desk.arena);
}

int main(int count, char **arguments)
{
    char folder[200], path[300];
    struct failure why;
    int64_t total = count > 1 ? strtoll(arguments[1], NULL, 10) : 100000;
    (void)snprintf(folder, sizeof folder, "%s/danvan-bench-XXXXXX", count > 2 ? arguments[2] : "/var/tmp");
    REQUIRE(total >= 100 && mkdtemp(folder) != NULL);
    (void)snprintf(path, sizeof path, "%s/house", folder);
    row_head();
    measure(path, total);
    return folder_delete(folder, &why) ? 0 : 9;
}
