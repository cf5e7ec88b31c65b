/* demo.c — the sample's events are put in order of time and done, each by its person. */
#include "work/upkeep/demo_inside.h"

#include "keep/instance/instance.h"
#include "work/act/act.h"
#include "work/report/report.h"
#include "work/upkeep/upkeep_inside.h"

#include <stdlib.h>

#define GRANTED_FROM TEXT("2020-01-01")

struct making_demo {
    struct demo demo;
    struct instance *instance;
    const struct house *house;
    struct list people; /* struct demo_person *, and beside each its account */
    const struct account **accounts;
    const struct progress *progress;
    const char *store;
    struct demo_made made;
};

/* ---- one piece of work ---- */

static bool perform(struct making_demo *making, const struct act_request *requests, size_t count,
                    struct arena *arena, struct act_answer *answers, struct failure *why)
{
    if (!act_perform_many(making->instance, requests, count, arena, answers, why))
        return false;
    for (size_t i = 0; i < count; i++)
        if (answers[i].problems.errors > 0) {
            const struct problem *problem = &answers[i].problems.items[0];
            struct text say = problem_sentence(arena, problem, LANGUAGE_EN),
                        in = node_text_at(requests[i].given, "register");
            return FAIL(why, FAILURE_BROKEN, "the sample's act %.*s (%.*s) was refused: %.*s: %.*s",
                        TEXT_ARGS(requests[i].name), TEXT_ARGS(in), TEXT_ARGS(problem->place.field),
                        TEXT_ARGS(say));
        }
    making->made.acts += (int64_t)count;
    return true;
}

static void move_to(struct making_demo *making, struct moment now)
{
    struct world *world = instance_world(making->instance);
    REQUIRE(world->fixed && world->now.milliseconds <= now.milliseconds);
    world->now = now;
}

/* ---- the definitions, the people ---- */

static bool bring_definitions(struct making_demo *making, const struct viewer *owner, const char *packs,
                              struct failure *why)
{
    struct arena *arena = making->demo.arena;
    struct problems problems;
    struct act_answer answer;
    struct node *given;
    problems_init(&problems, arena, 1);
    if (!upkeep_upgrade_given(arena, text_format(arena, "%s/long-bien-2021", packs), &given, &problems, why))
        return false;
    if (problems.errors > 0) {
        struct text line = problem_line(arena, &problems.items[0], LANGUAGE_EN);
        return FAIL(why, FAILURE_BROKEN, "%.*s", TEXT_ARGS(line));
    }
    const struct act_request request = {.name = TEXT("upgrade"), .viewer = owner, .given = given};
    return perform(making, &request, 1, arena, &answer, why);
}

static struct node *person_given(struct making_demo *making, const struct demo_person *person)
{
    struct arena *arena = making->demo.arena;
    struct node *given = node_map(arena);
    node_put(given, "name", node_text(arena, person->name));
    node_put(given, "full_name", node_text(arena, person->full_name));
    node_put(given, "password", node_text(arena, node_text_at(making->demo.sample, "password")));
    node_put(given, "must_change", node_text(arena, TEXT("no")));
    return given;
}

static void add_grants(struct making_demo *making, const struct viewer *viewer,
                       const struct demo_person *person, struct list *requests)
{
    struct arena *arena = making->demo.arena;
    for (size_t u = 0; u < node_count(person->roles); u++) {
        const struct node_entry *unit = &person->roles->map.entries[u];
        for (size_t r = 0; r < node_count(unit->value); r++) {
            struct node *given = node_map(arena);
            node_put(given, "account", node_text(arena, person->name));
            node_put(given, "role", node_text(arena, unit->value->list.items[r]->text));
            node_put(given, "unit", node_text(arena, unit->key));
            node_put(given, "from", node_text(arena, GRANTED_FROM));
            struct act_request *request = arena_make(arena, sizeof *request);
            *request = (struct act_request){.name = TEXT("account-grant"), .viewer = viewer, .given = given};
            list_add(requests, arena, request);
        }
    }
}

static bool bring_people(struct making_demo *making, const struct viewer *owner, struct failure *why)
{
    struct arena *arena = making->demo.arena;
    struct list requests = {0};
    if (!demo_everyone(&making->demo, &making->people, why))
        return false;
    for (size_t i = 0; i < making->people.count; i++) {
        struct act_request *request = arena_make(arena, sizeof *request);
        *request = (struct act_request){.name = TEXT("account-add"),
                                        .viewer = owner,
                                        .given = person_given(making, making->people.items[i])};
        list_add(&requests, arena, request);
    }
    for (size_t i = 0; i < making->people.count; i++)
        add_grants(making, owner, making->people.items[i], &requests);
    struct act_request *flat = arena_make_many(arena, requests.count, sizeof *flat);
    for (size_t i = 0; i < requests.count; i++)
        flat[i] = *(struct act_request *)requests.items[i];
    return perform(making, flat, requests.count, arena,
                   arena_make_many(arena, requests.count, sizeof(struct act_answer)), why);
}

static bool load_people(struct making_demo *making, struct failure *why)
{
    struct connection *CLOSING(store_read) reading = NULL;
    if (!store_read_begin(instance_store(making->instance), &reading, why))
        return false;
    making->accounts = arena_make_many(making->demo.arena, making->people.count, sizeof *making->accounts);
    for (size_t i = 0; i < making->people.count; i++) {
        const struct demo_person *person = making->people.items[i];
        if (!account_load(making->demo.arena, reading, making->house->units, person->name,
                          &making->accounts[i], why))
            return false;
    }
    return true;
}

/* ---- the events ---- */

static int by_time(const void *a, const void *b)
{
    const struct demo_event *first = *(struct demo_event *const *)a, *second = *(struct demo_event *const *)b;
    if (first->at.milliseconds != second->at.milliseconds)
        return first->at.milliseconds < second->at.milliseconds ? -1 : 1;
    return first->order < second->order ? -1 : first->order > second->order;
}

static bool viewer_of(struct making_demo *making, const struct demo_event *event, struct viewer *viewer,
                      struct failure *why)
{
    const struct account *account = NULL;
    for (size_t i = 0; i < making->people.count && !account; i++)
        if (text_equal(((const struct demo_person *)making->people.items[i])->name, event->person))
            account = making->accounts[i];
    if (!account)
        return FAIL(why, FAILURE_BROKEN, "sample.yaml: nobody is called %.*s", TEXT_ARGS(event->person));
    *viewer = (struct viewer){.account = account, .today = instance_today(making->instance)};
    const struct unit *own = unit_find(making->house->units, event->unit, viewer->today);
    for (size_t i = 0; i < account->grant_count && !viewer->acting_for; i++)
        if (!own || !own->is_organisation || unit_is_under(own, account->grants[i].unit))
            viewer->acting_for = account->grants[i].unit;
    return true;
}

/* {record: NAME} in a field becomes that record's number; a change says which version was seen. */
static void put_numbers(struct making_demo *making, struct demo_event *event)
{
    struct arena *arena = making->demo.arena;
    struct node *fields = node_at(event->given, "fields");
    if (event->changes) {
        node_put(event->given, "record", node_whole(arena, event->entry->number));
        node_put(event->given, "version", node_whole(arena, event->entry->version));
    }
    for (size_t i = 0; i < node_count(fields); i++) {
        const struct node *value = fields->map.entries[i].value;
        for (size_t k = 0; value->kind == NODE_MAP && k < making->demo.entries.count; k++) {
            const struct demo_entry *entry = making->demo.entries.items[k];
            if (entry->name.length > 0 && text_equal(entry->name, node_text_at(value, "record")))
                fields->map.entries[i].value = node_whole(arena, entry->number);
        }
    }
}

/* A report is built from what stands there now, then published. */
static bool publish(struct making_demo *making, const struct demo_event *event, struct failure *why)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    struct viewer viewer;
    struct act_answer answer;
    move_to(making, event->at);
    if (!viewer_of(making, event, &viewer, why))
        return false;
    const struct report_request request = {.report = node_text_at(event->given, "report"),
                                           .unit = node_text_at(event->given, "unit"),
                                           .period = node_text_at(event->given, "period"),
                                           .viewer = &viewer,
                                           .for_public = true};
    if (!report_publish(making->instance, &request, (struct text){0}, scratch, &answer, why))
        return false;
    if (answer.problems.errors > 0)
        return FAIL(why, FAILURE_BROKEN, "the sample's report %.*s cannot be published",
                    TEXT_ARGS(request.period));
    making->made.acts++;
    return true;
}

/* All that happens at one moment, as one piece of work. */
static bool do_moment(struct making_demo *making, struct demo_event *const *events, size_t count,
                      struct failure *why)
{
    if (text_is(events[0]->act, "report-publish"))
        return publish(making, events[0], why);
    struct arena *CLOSING(arena) scratch = arena_open();
    struct act_request *requests = arena_make_many(scratch, count, sizeof *requests);
    struct act_answer *answers = arena_make_many(scratch, count, sizeof *answers);
    struct viewer *viewers = arena_make_many(scratch, count, sizeof *viewers);
    move_to(making, events[0]->at);
    for (size_t i = 0; i < count; i++) {
        if (!viewer_of(making, events[i], &viewers[i], why))
            return false;
        put_numbers(making, events[i]);
        requests[i] =
            (struct act_request){.name = events[i]->act, .viewer = &viewers[i], .given = events[i]->given};
    }
    if (!perform(making, requests, count, scratch, answers, why))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct demo_entry *entry = events[i]->entry;
        if (!entry)
            continue;
        making->made.records += !events[i]->changes || events[i]->takes_back;
        if (events[i]->takes_back)
            continue;
        entry->number = events[i]->changes ? entry->number : answers[i].record;
        entry->version = answers[i].act;
    }
    return true;
}

static bool do_events(struct making_demo *making, struct failure *why)
{
    struct demo_event **events = (struct demo_event **)making->demo.events.items;
    size_t count = making->demo.events.count, end;
    qsort(events, count, sizeof(struct demo_event *), by_time);
    for (size_t begin = 0; begin < count; begin = end) {
        for (end = begin + 1; end < count && events[end]->at.milliseconds == events[begin]->at.milliseconds;)
            end++;
        if (!do_moment(making, events + begin, end - begin, why))
            return false;
        progress_step(making->progress, "acts", (int64_t)end, (int64_t)count);
    }
    return true;
}

/* ---- together ---- */

static bool fill(struct making_demo *making, const char *packs, struct failure *why)
{
    struct world *world = instance_world(making->instance);
    world->today =
        DAY_NONE; /* from here on the day is that of the moment; the folder keeps its own in danvan.yaml */
    const struct viewer owner = {.whole_house = true, .today = making->demo.begins};
    if (!bring_definitions(making, &owner, packs, why))
        return false;
    move_to(making, moment_of(making->demo.begins, 9, 0));
    if (!bring_people(making, &owner, why))
        return false;
    making->house = instance_house(making->instance);
    bool done = load_people(making, why) && demo_chapters(&making->demo, why) && do_events(making, why);
    instance_release(making->instance, making->house);
    return done;
}

static bool make_in(struct making_demo *making, struct making *folder, const char *packs, struct failure *why)
{
    struct instance_options options = {.writing = true, .create = true, .demo = true, .store = making->store};
    options.world = world_fixed(moment_of(making->demo.begins, 8, 0), making->demo.chance.seed);
    options.world.today = making->demo.today;
    if (!instance_open(folder->path, &options, &making->instance, why))
        return false;
    folder->store = making->store;
    bool done = fill(making, packs, why);
    instance_close(making->instance);
    return done;
}

bool demo_make(const struct demo_ask *ask, struct arena *arena, struct demo_made *made, struct failure *why)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    const char *packs = ask->packs ? ask->packs : upkeep_pack(arena, TEXT("long-bien-2021")).folder;
    struct making_demo making = {.progress = ask->progress, .store = ask->store};
    struct making folder;
    if (!demo_read(scratch, packs, &making.demo, why))
        return false;
    making.demo.small = ask->small;
    if (!making_begin(arena, ask->folder, &folder, why))
        return false;
    if (!make_in(&making, &folder, packs, why) || !making_done(&folder, why)) {
        making_drop(&folder);
        return false;
    }
    *made = making.made;
    return true;
}

/* ---- who may sign in ---- */

static struct text role_words(struct arena *arena, const struct node *roles, enum language language)
{
    struct text words[ROLES];
    size_t count = 0;
    for (size_t u = 0; u < node_count(roles); u++)
        for (size_t r = 0; r < node_count(roles->map.entries[u].value) && count < ROLES; r++) {
            enum role role;
            if (role_read(roles->map.entries[u].value->list.items[r]->text, &role))
                words[count++] = title_in(role_title(role), language);
        }
    return text_join(arena, words, count, TEXT(", "));
}

struct node *demo_people(struct arena *arena, enum language language)
{
    struct node *list = node_list(arena);
    struct demo demo;
    struct list people = {0};
    struct failure absent;
    if (!demo_read(arena, upkeep_pack(arena, TEXT("long-bien-2021")).folder, &demo, &absent) ||
        !demo_everyone(&demo, &people, &absent))
        return list;
    const struct node *shown = node_at(demo.sample, "shown");
    for (size_t i = 0; i < people.count; i++) {
        const struct demo_person *person = people.items[i];
        bool show = !person->of_ward;
        for (size_t k = 0; k < node_count(shown); k++)
            show = show || text_equal(shown->list.items[k]->text, person->name);
        if (!show)
            continue;
        struct node *one = node_append(list, node_map(arena));
        node_put(one, "name", node_text(arena, person->name));
        node_put(one, "full_name", node_text(arena, person->full_name));
        node_put(one, "password", node_text(arena, node_text_at(demo.sample, "password")));
        node_put(one, "passphrase", node_text(arena, node_text_at(demo.sample, "passphrase")));
        node_put(one, "roles", node_text(arena, role_words(arena, person->roles, language)));
    }
    return list;
}
