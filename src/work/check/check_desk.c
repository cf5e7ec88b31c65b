/* check_desk.c — one thread checks the lists; everybody else only looks and asks, under one lock. Nothing leaves this memory. */
#include "work/check/check_desk.h"

#include "base/buffer.h"
#include "base/world.h"
#include "engine/codec/json.h"
#include "engine/seal/seal.h"
#include "keep/instance/instance.h"
#include "keep/record/record.h"
#include "keep/store/store.h"
#include "work/check/check_book.h"
#include "work/check/check_marks.h"
#include "work/check/check_page.h"

#include <pthread.h>
#include <time.h>

enum { LOOK_STEP_MILLISECONDS = 50, PROBLEMS_MAX = 30, RESULT_BYTES = 4 << 20, SECOND = 1000 };

enum run_state { RUN_WAITING, RUN_CHECKING, RUN_CHECKED, RUN_FAILED };
static const char *const STATES[] = {"waiting", "checking", "checked", "failed"};

struct desk_run {
    struct arena *arena; /* what was uploaded but for the lists; NULL: the place is free */
    struct arena *lists; /* NULL once they are checked and nothing is left to say of them */
    struct arena *found;
    struct text name, policy, policy_file, topic, holder, unit,
        place; /* topic: of the mission; place: code, whose wards the files are of */
    int64_t account, mission, turn;
    struct moment taken;
    struct day today, as_of;
    enum language language;
    enum run_state state;
    bool dropped; /* while it is checked: freed then */
    struct check_file *files;
    size_t file_count;
    struct check_decision *decisions; /* room for CHECK_DESK_DECISIONS */
    size_t decision_count;
    const struct check_pair *pairs; /* in `found` */
    size_t pair_count;
    struct text result, book, sheet; /* result: JSON */
};

struct check_desk {
    struct arena *arena;
    struct instance *instance;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wanted;
    struct desk_run runs[CHECK_DESK_RUNS];
    int64_t turns;
    bool closing;
};

/* ---- places ---- */

static void wipe(struct arena *arena)
{
    arena_wipe(arena);
    arena_close(arena);
}

static void free_lists(struct desk_run *run)
{
    wipe(run->lists);
    run->lists = NULL;
    run->files = NULL;
    run->file_count = 0;
}

/* Under the lock; what is being checked goes when that is over. */
static void free_run(struct desk_run *run)
{
    if (run->state == RUN_CHECKING) {
        run->dropped = true;
        return;
    }
    free_lists(run);
    wipe(run->found);
    wipe(run->arena);
    *run = (struct desk_run){0};
}

static bool is_there(const struct desk_run *run)
{
    return run->arena && !run->dropped;
}

static struct desk_run *free_place(struct check_desk *desk)
{
    for (size_t i = 0; i < CHECK_DESK_RUNS; i++)
        if (!desk->runs[i].arena)
            return &desk->runs[i];
    return NULL;
}

static void forget(struct check_desk *desk, int64_t account)
{
    for (size_t i = 0; i < CHECK_DESK_RUNS; i++)
        if (is_there(&desk->runs[i]) && desk->runs[i].account == account)
            free_run(&desk->runs[i]);
}

/* Under the lock. */
static void sweep(struct check_desk *desk)
{
    struct world world = world_real();
    int64_t now = world_now(&world).milliseconds;
    for (size_t i = 0; i < CHECK_DESK_RUNS; i++)
        if (is_there(&desk->runs[i]) &&
            now - desk->runs[i].taken.milliseconds > (int64_t)CHECK_DESK_SECONDS * SECOND)
            free_run(&desk->runs[i]);
}

/* ---- the thread ---- */

struct working {
    struct check_desk *desk;
    struct desk_run *run; /* its texts stay while it is checked */
    struct arena *arena, *found;
    const struct house *house;
    struct problems problems;
    const struct check_pair *pairs;
    size_t pair_count;
    struct text result, book, sheet;
};

/* " ngoc thuy chi ": words of a file's name, to find a ward's name in. */
static struct text words_of_name(struct arena *arena, struct text name)
{
    static const struct text MARKS[] = {TEXT_ENTRY("-"), TEXT_ENTRY("_"), TEXT_ENTRY("."), TEXT_ENTRY("(")};
    struct text words = text_fold(arena, name);
    for (size_t i = 0; i < LENGTH_OF(MARKS); i++)
        words = text_replace(arena, words, MARKS[i], TEXT(" "));
    return text_format(arena, " %.*s ", TEXT_ARGS(words));
}

/* The one ward whose name stands in the file's name; NULL when none, or several. */
static const struct unit *ward_of_file(struct working *working, struct text name)
{
    const struct unit *place = unit_find(working->house->units, working->run->place, working->run->today),
                      *found = NULL;
    if (!place)
        return NULL;
    const struct unit_set *wards = unit_places(working->arena, working->house->units, place, TEXT("ward"),
                                               working->run->as_of, working->run->as_of);
    struct text words = words_of_name(working->arena, name);
    size_t count = 0;
    for (size_t i = 0; i < wards->count; i++) {
        struct text own = wards->units[i]->short_name.vi.length > 0 ? wards->units[i]->short_name.vi
                                                                    : wards->units[i]->name.vi;
        if (!text_contains(words, words_of_name(working->arena, own)))
            continue;
        found = wards->units[i];
        count++;
    }
    return count == 1 ? found : NULL;
}

static void find_wards(struct working *working, struct check_keeping *keeping)
{
    const struct desk_run *run = working->run;
    struct text *codes = arena_make_many(working->arena, run->file_count, sizeof *codes),
                *names = arena_make_many(working->arena, run->file_count, sizeof *names);
    for (size_t i = 0; i < run->file_count; i++) {
        const struct unit *ward = ward_of_file(working, run->files[i].name);
        codes[i] = ward ? ward->code : (struct text){0};
        names[i] = !ward                            ? (struct text){0}
                   : ward->short_name.vi.length > 0 ? ward->short_name.vi
                                                    : ward->name.vi;
    }
    *keeping = (struct check_keeping){.mission = run->mission, .wards = codes, .ward_names = names};
}

static const struct policy *policy_of(struct working *working)
{
    const struct desk_run *run = working->run;
    if (run->policy_file.length == 0)
        return definition_policy(working->house->definition, run->policy);
    const struct policy *policy =
        policy_read(working->arena, TEXT("policy.yaml"), run->policy_file, &working->problems);
    return policy && policy_check(policy, &working->problems) ? policy : NULL;
}

static void put_problems(struct working *working, struct node *page)
{
    struct node *list = node_put(page, "problems", node_list(working->arena));
    for (size_t i = 0; i < working->problems.count; i++)
        node_put(node_append(list, node_map(working->arena)), "sentence",
                 node_text(working->arena, problem_line(working->arena, &working->problems.items[i],
                                                        working->run->language)));
    node_put(page, "has_problems", node_truth(working->arena, working->problems.count > 0));
    node_put(page, "sound", node_truth(working->arena, working->problems.errors == 0));
}

static bool write_result(struct working *working, struct node *page, struct failure *why)
{
    struct buffer CLOSING(buffer) out;
    buffer_init(&out, RESULT_BYTES);
    put_problems(working, page);
    json_write(&out, page);
    if (!buffer_ok(&out, why))
        return false;
    working->result = text_copy(working->found, buffer_text(&out));
    return true;
}

static bool check_all(struct working *working, struct failure *why)
{
    const struct desk_run *run = working->run;
    struct check_request request = {.policy = policy_of(working),
                                    .definition = working->house->definition,
                                    .files = run->files,
                                    .file_count = run->file_count,
                                    .as_of = run->as_of,
                                    .language = run->language,
                                    .threads = 1,
                                    .decisions = run->decisions,
                                    .decision_count = run->decision_count};
    const struct check_head head = {.mission = run->topic,
                                    .holder = run->holder,
                                    .destroy_on = day_plus(run->today, CHECK_DESK_BOOK_DAYS),
                                    .language = run->language};
    struct check_keeping keeping;
    struct check_run *made = NULL;
    if (!request.policy && working->problems.errors == 0)
        return FAIL(why, FAILURE_NOT_FOUND, "no policy has that name");
    if (request.policy && !check_lists(working->arena, &request, &made, &working->problems, why))
        return false;
    if (working->problems.errors > 0)
        return write_result(working, node_map(working->arena), why);
    find_wards(working, &keeping);
    working->pairs = arena_copy(working->found, made->pairs, made->pair_count * sizeof *made->pairs);
    working->pair_count = made->pair_count;
    struct node *page = check_page(working->arena, made, &keeping, CHECK_DESK_SHOWN);
    node_put(page, "policy",
             node_text(working->arena, policy_words_in(request.policy->title, run->language)));
    node_put(page, "hash", node_text(working->arena, text_part(text_of(request.policy->hash), 0, 12)));
    return check_book(working->found, made, &head, &working->book, why) &&
           check_keep_sheet(working->found, made, &keeping, &working->sheet, why) &&
           write_result(working, page, why);
}

static void work(struct check_desk *desk, struct desk_run *run)
{
    struct working working = {.desk = desk,
                              .run = run,
                              .arena = arena_open(),
                              .found = arena_open(),
                              .house = instance_house(desk->instance)};
    struct failure why;
    problems_init(&working.problems, working.arena, PROBLEMS_MAX);
    bool done = check_all(&working, &why);
    instance_release(desk->instance, working.house);
    (void)pthread_mutex_lock(&desk->lock);
    run->state = done ? RUN_CHECKED : RUN_FAILED;
    run->found = working.found;
    run->pairs = working.pairs;
    run->pair_count = working.pair_count;
    run->result = working.result;
    run->book = working.book;
    run->sheet = working.sheet;
    if (run->pair_count == 0)
        free_lists(run);
    if (run->dropped)
        free_run(run);
    (void)pthread_mutex_unlock(&desk->lock);
    wipe(working.arena);
}

static struct desk_run *next_run(struct check_desk *desk)
{
    struct desk_run *next = NULL;
    for (size_t i = 0; i < CHECK_DESK_RUNS; i++)
        if (is_there(&desk->runs[i]) && desk->runs[i].state == RUN_WAITING &&
            (!next || desk->runs[i].turn < next->turn))
            next = &desk->runs[i];
    return next;
}

static void *run_desk(void *given)
{
    struct check_desk *desk = given;
    (void)pthread_mutex_lock(&desk->lock);
    while (!desk->closing) {
        struct desk_run *run = next_run(desk);
        if (!run) {
            (void)pthread_cond_wait(&desk->wanted, &desk->lock);
            continue;
        }
        run->state = RUN_CHECKING;
        (void)pthread_mutex_unlock(&desk->lock);
        work(desk, run);
        (void)pthread_mutex_lock(&desk->lock);
    }
    (void)pthread_mutex_unlock(&desk->lock);
    return NULL;
}

bool check_desk_open(struct instance *instance, struct check_desk **desk, struct failure *why)
{
    struct arena *arena = arena_open();
    struct check_desk *made = arena_make(arena, sizeof *made);
    *made = (struct check_desk){.arena = arena, .instance = instance};
    (void)pthread_mutex_init(&made->lock, NULL);
    (void)pthread_cond_init(&made->wanted, NULL);
    if (pthread_create(&made->thread, NULL, run_desk, made) != 0) {
        arena_close(arena);
        return FAIL(why, FAILURE_BROKEN, "no thread for checks of lists can be started");
    }
    *desk = made;
    return true;
}

void check_desk_close(struct check_desk *desk)
{
    if (!desk)
        return;
    (void)pthread_mutex_lock(&desk->lock);
    desk->closing = true;
    (void)pthread_cond_signal(&desk->wanted);
    (void)pthread_mutex_unlock(&desk->lock);
    (void)pthread_join(desk->thread, NULL);
    for (size_t i = 0; i < CHECK_DESK_RUNS; i++)
        if (desk->runs[i].arena)
            free_run(&desk->runs[i]);
    (void)pthread_mutex_destroy(&desk->lock);
    (void)pthread_cond_destroy(&desk->wanted);
    arena_close(desk->arena);
}

/* ---- taking ---- */

static bool allowed(const struct viewer *viewer, const struct house *house, struct failure *why)
{
    const struct register_definition *register_ =
        house->definition ? definition_register(house->definition, TEXT(CHECK_KEPT_IN)) : NULL;
    bool may = register_ && viewer->account && viewer->acting_for &&
               account_has_role(viewer, ROLE_SUPERVISOR, viewer->acting_for) &&
               account_may_write(viewer, register_, viewer->acting_for);
    return may || FAIL(why, FAILURE_DENIED, "this person may not check lists for the organisation");
}

/* The mission's topic; it must be the organisation's own. */
static bool load_mission(struct check_desk *desk, const struct house *house,
                         const struct check_upload *upload, struct arena *arena, struct text *topic,
                         int64_t *number, struct failure *why)
{
    struct connection *CLOSING(store_read) reading = NULL;
    const struct register_definition *kept = definition_register(house->definition, TEXT(CHECK_KEPT_IN));
    const struct register_definition *missions = register_field(kept, TEXT("mission"))->of_register;
    struct record *record;
    if (!text_read_int64(upload->mission, number))
        return FAIL(why, FAILURE_NOT_FOUND, "no such mission");
    if (!store_read_begin(instance_store(desk->instance), &reading, why) ||
        !record_load(arena, reading, house->units, missions, *number, &record, why))
        return false;
    if (record->unit != upload->viewer->acting_for &&
        !text_equal(record->unit->code, upload->viewer->acting_for->code))
        return FAIL(why, FAILURE_NOT_FOUND, "the mission is another organisation's");
    const struct value *named = &record->values[missions->name_field->slot].value;
    *topic = named->kind == VALUE_TEXT ? named->text : (struct text){0};
    return true;
}

static void tell(struct problems *problems, const char *field, const char *code)
{
    problem_add(problems, (struct place){.field = text_of(field)}, code, (struct text){0}, (struct text){0});
}

static bool complete(const struct check_upload *upload, struct problems *problems)
{
    if (upload->policy.length == 0 && upload->policy_file.length == 0)
        tell(problems, "policy", "check.choose-policy");
    if (upload->mission.length == 0)
        tell(problems, "mission", "check.choose-mission");
    if (upload->file_count == 0)
        tell(problems, "applied", "check.no-lists");
    return problems->errors == 0;
}

static void copy_upload(struct desk_run *run, const struct check_upload *upload, struct text topic)
{
    const struct viewer *viewer = upload->viewer;
    run->policy = text_copy(run->arena, upload->policy);
    run->policy_file = text_copy(run->arena, upload->policy_file);
    run->topic = text_copy(run->arena, topic);
    run->holder = text_copy(run->arena, viewer->account->full_name.length > 0 ? viewer->account->full_name
                                                                              : viewer->account->name);
    run->unit = text_copy(run->arena, viewer->acting_for->code);
    run->place =
        viewer->acting_for->in ? text_copy(run->arena, viewer->acting_for->in->code) : (struct text){0};
    run->account = viewer->account->number;
    run->language = viewer->language;
    run->today = viewer->today;
    run->as_of = day_is_some(upload->as_of) ? upload->as_of : viewer->today;
    run->files = arena_make_many(run->lists, upload->file_count, sizeof *run->files);
    run->file_count = upload->file_count;
    for (size_t i = 0; i < upload->file_count; i++)
        run->files[i] =
            (struct check_file){upload->files[i].list, text_copy(run->lists, upload->files[i].name),
                                text_copy(run->lists, upload->files[i].bytes)};
}

static struct text random_name(struct arena *arena)
{
    struct world world = world_real();
    uint8_t random[SEAL_TOKEN_BYTES];
    world_random(&world, random, sizeof random);
    return seal_token(arena, random);
}

/* Empty when there is no place. */
static struct text lay_in_memory(struct check_desk *desk, const struct check_upload *upload, struct text topic, int64_t mission)
{
    struct world world = world_real();
    sweep(desk);
    forget(desk, upload->viewer->account->number);
    struct desk_run *run = free_place(desk);
    if (!run)
        return (struct text){0};
    *run = (struct desk_run){.arena = arena_open(),
                             .lists = arena_open(),
                             .mission = mission,
                             .turn = ++desk->turns,
                             .taken = world_now(&world)};
    copy_upload(run, upload, topic);
    run->decisions = arena_make_many(run->arena, CHECK_DESK_DECISIONS, sizeof *run->decisions);
    run->name = random_name(run->arena);
    (void)pthread_cond_signal(&desk->wanted);
    return run->name;
}

bool check_desk_take(struct check_desk *desk, const struct check_upload *upload, struct arena *arena,
                     struct text *name, struct problems *problems, struct failure *why)
{
    const struct house *house = instance_house(desk->instance);
    struct text topic = {0};
    int64_t mission = 0;
    bool may = allowed(upload->viewer, house, why), ready = may && complete(upload, problems);
    bool done = ready && load_mission(desk, house, upload, arena, &topic, &mission, why);
    if (done) {
        (void)pthread_mutex_lock(&desk->lock);
        *name = text_copy(arena, lay_in_memory(desk, upload, topic, mission));
        (void)pthread_mutex_unlock(&desk->lock);
        if (name->length == 0)
            problem_add(problems, (struct place){.field = TEXT("applied")}, "check.busy", text_format(arena, "%d", CHECK_DESK_RUNS),
                        (struct text){0});
    }
    instance_release(desk->instance, house);
    return done || (may && !ready);
}

/* ---- looking ---- */

/* Under the lock. */
static struct desk_run *get_run(struct check_desk *desk, const struct viewer *viewer, struct text name,
                                struct failure *why)
{
    sweep(desk);
    for (size_t i = 0; i < CHECK_DESK_RUNS; i++) {
        struct desk_run *run = &desk->runs[i];
        if (is_there(run) && viewer->account && run->account == viewer->account->number &&
            text_equal(run->name, name))
            return run;
    }
    (void)FAIL(why, FAILURE_NOT_FOUND, "no such check of lists, or no more");
    return NULL;
}

static void wait_step(struct check_desk *desk)
{
    const struct timespec step = {.tv_nsec = LOOK_STEP_MILLISECONDS * 1000000L};
    (void)pthread_mutex_unlock(&desk->lock);
    (void)nanosleep(&step, NULL);
    (void)pthread_mutex_lock(&desk->lock);
}

static void put_run(const struct desk_run *run, struct node *page)
{
    struct arena *arena = page->arena;
    struct problems unseen;
    struct node *result = NULL;
    problems_init(&unseen, arena, 1);
    if (run->result.length > 0 &&
        json_read(arena, TEXT("result"), text_copy(arena, run->result), &result, &unseen))
        node_put(page, "result", result);
    node_put(page, "state", node_text(arena, text_of(STATES[run->state])));
    node_put(page, STATES[run->state], node_truth(arena, true));
    node_put(page, "moving", node_truth(arena, run->state == RUN_WAITING || run->state == RUN_CHECKING));
    node_put(page, "ready", node_truth(arena, run->book.length > 0));
    node_put(page, "mission", node_text(arena, text_copy(arena, run->topic)));
    node_put(page, "mission_number", node_whole(arena, run->mission));
    node_put(page, "as_of",
             node_text(arena, day_write_people(arena, run->as_of, run->language == LANGUAGE_EN)));
    node_put(
        page, "until",
        node_text(arena, moment_write_people(arena, (struct moment){run->taken.milliseconds +
                                                                    (int64_t)CHECK_DESK_SECONDS * SECOND})));
}

bool check_desk_look(struct check_desk *desk, const struct viewer *viewer, struct text name,
                     struct arena *arena, struct node **page, struct failure *why)
{
    struct node *made = node_map(arena);
    (void)pthread_mutex_lock(&desk->lock);
    struct desk_run *run = get_run(desk, viewer, name, why);
    for (int waited = 0; run && (run->state == RUN_WAITING || run->state == RUN_CHECKING) &&
                         waited < CHECK_DESK_WAIT_MILLISECONDS;
         waited += LOOK_STEP_MILLISECONDS) {
        wait_step(desk);
        run = get_run(desk, viewer, name, why);
    }
    if (run)
        put_run(run, made);
    (void)pthread_mutex_unlock(&desk->lock);
    *page = made;
    return run != NULL;
}

/* Under the lock. */
static const struct desk_run *get_checked(struct check_desk *desk, const struct viewer *viewer,
                                          struct text name, struct failure *why)
{
    const struct desk_run *run = get_run(desk, viewer, name, why);
    if (run && run->book.length == 0) {
        (void)FAIL(why, FAILURE_CONFLICT, "the lists are not checked");
        return NULL;
    }
    return run;
}

bool check_desk_book(struct check_desk *desk, const struct viewer *viewer, struct text name,
                     struct arena *arena, struct text *bytes, struct failure *why)
{
    (void)pthread_mutex_lock(&desk->lock);
    const struct desk_run *run = get_checked(desk, viewer, name, why);
    if (run)
        *bytes = text_copy(arena, run->book);
    (void)pthread_mutex_unlock(&desk->lock);
    return run != NULL;
}

bool check_desk_sheet(struct check_desk *desk, const struct viewer *viewer, struct text name,
                      struct arena *arena, struct check_sheet *sheet, struct failure *why)
{
    struct arena *CLOSING(wiped) scratch = arena_open(); /* holds persons */
    struct check_marking marking = {.instance = desk->instance, .viewer = viewer};
    (void)pthread_mutex_lock(&desk->lock);
    const struct desk_run *run = get_checked(desk, viewer, name, why);
    if (run) {
        sheet->unit = text_copy(arena, run->unit);
        marking.unit = sheet->unit;
        marking.mission = run->mission;
        marking.sheet = text_copy(scratch, run->sheet);
    }
    (void)pthread_mutex_unlock(&desk->lock);
    return run != NULL && check_marks(arena, &marking, &sheet->bytes, why);
}

/* ---- saying that a pair is one person, or not ---- */

static bool has_pair(const struct desk_run *run, const struct check_desk_pair *pair)
{
    for (size_t i = 0; i < run->pair_count; i++)
        if (run->pairs[i].a == pair->a && run->pairs[i].b == pair->b)
            return true;
    return false;
}

/* What was said of the pair before is said no more. */
static void take_back(struct desk_run *run, const struct check_desk_pair *pair)
{
    size_t kept = 0;
    for (size_t i = 0; i < run->decision_count; i++)
        if (run->decisions[i].a != pair->a || run->decisions[i].b != pair->b)
            run->decisions[kept++] = run->decisions[i];
    run->decision_count = kept;
}

static bool decide(struct check_desk *desk, struct desk_run *run, const struct check_desk_pair *pair, struct failure *why)
{
    if (run->state != RUN_CHECKED || !run->lists)
        return FAIL(why, FAILURE_CONFLICT, "the lists are not checked");
    if (!has_pair(run, pair))
        return FAIL(why, FAILURE_NOT_FOUND, "no such pair");
    take_back(run, pair);
    if (pair->say != DESK_UNDO && run->decision_count == CHECK_DESK_DECISIONS)
        return FAIL(why, FAILURE_TOO_BIG, "at most %d pairs are decided in one check", CHECK_DESK_DECISIONS);
    if (pair->say != DESK_UNDO)
        run->decisions[run->decision_count++] = (struct check_decision){pair->a, pair->b, pair->say == DESK_ONE};
    wipe(run->found);
    run->found = NULL;
    run->result = run->book = run->sheet = (struct text){0};
    run->pairs = NULL;
    run->pair_count = 0;
    run->state = RUN_WAITING;
    run->turn = ++desk->turns;
    (void)pthread_cond_signal(&desk->wanted);
    return true;
}

bool check_desk_decide(struct check_desk *desk, const struct viewer *viewer, struct text name,
                       const struct check_desk_pair *pair, struct failure *why)
{
    (void)pthread_mutex_lock(&desk->lock);
    struct desk_run *run = get_run(desk, viewer, name, why);
    bool done = run && decide(desk, run, pair, why);
    (void)pthread_mutex_unlock(&desk->lock);
    return done;
}

bool check_desk_drop(struct check_desk *desk, const struct viewer *viewer, struct text name,
                     struct failure *why)
{
    (void)pthread_mutex_lock(&desk->lock);
    struct desk_run *run = get_run(desk, viewer, name, why);
    if (run)
        free_run(run);
    (void)pthread_mutex_unlock(&desk->lock);
    return run != NULL;
}

void check_desk_forget(struct check_desk *desk, const struct viewer *viewer)
{
    if (!viewer->account)
        return;
    (void)pthread_mutex_lock(&desk->lock);
    forget(desk, viewer->account->number);
    (void)pthread_mutex_unlock(&desk->lock);
}

void check_desk_sweep(struct check_desk *desk)
{
    (void)pthread_mutex_lock(&desk->lock);
    sweep(desk);
    (void)pthread_mutex_unlock(&desk->lock);
}
