/* desk.c — one thread works through the uploads; everybody else only looks and asks, under one lock. */
#include "work/intake/desk.h"

#include "base/buffer.h"
#include "engine/codec/json.h"
#include "keep/instance/instance.h"
#include "keep/store/store.h"
#include "work/intake/desk_page.h"
#include "work/intake/marked_sheet.h"
#include "work/intake/staging.h"
#include "work/intake/undo.h"

#include <pthread.h>
#include <time.h>

enum { SWEEP_SECONDS = 3600, ABOUT_BYTES = 1 << 20, RESULT_BYTES = 12 << 20, LOOK_STEP_MILLISECONDS = 50 };

enum job_state { JOB_WAITING, JOB_CHECKING, JOB_CHECKED, JOB_WRITING, JOB_STOPPED, JOB_WRITTEN, JOB_FAILED };
static const char *const STATES[] = {"waiting", "checking", "checked", "writing", "stopped", "written", "failed"};

enum job_wish { WISH_NONE, WISH_CHECK, WISH_WRITE, WISH_UNDO };

struct job {
    struct arena *arena; /* what it is; NULL: the place is free */
    struct arena *found; /* what the last check found */
    struct text name;    /* in staging; empty: an import is taken back */
    struct text register_name, unit, acting_for, file_name, map, tables, letters, reason;
    int64_t account;
    bool whole_house;
    enum language language;
    enum job_state state;
    enum job_wish wish;
    atomic_bool stop;
    int64_t done, total, import, errors, turn;
    struct text result;  /* JSON */
    struct failure failed;
};

struct intake_desk {
    struct instance *instance;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wanted;
    struct job jobs[DESK_JOBS_MAX];
    int64_t turns;
    bool closing, marking;
};

/* ---- what is laid down beside the workbook ---- */

static struct text write_json(struct arena *arena, const struct node *tree, size_t ceiling)
{
    struct buffer CLOSING(buffer) out;
    buffer_init(&out, ceiling);
    json_write(&out, tree);
    return out.full ? (struct text){0} : text_copy(arena, buffer_text(&out));
}

static struct node *read_json(struct arena *arena, struct text said)
{
    struct problems unseen;
    struct node *root = NULL;
    problems_init(&unseen, arena, 1);
    return said.length > 0 && json_read(arena, TEXT("json"), said, &root, &unseen) ? root : NULL;
}

static struct text about_of(struct arena *arena, const struct job *job)
{
    const struct { const char *key; struct text text; } TEXTS[] = {
        {"register", job->register_name}, {"unit", job->unit}, {"acting_for", job->acting_for}, {"file_name", job->file_name}, {"map", job->map},
        {"tables", job->tables}, {"letters", job->letters}};
    struct node *about = node_map(arena);
    for (size_t i = 0; i < LENGTH_OF(TEXTS); i++)
        node_put(about, TEXTS[i].key, node_text(arena, TEXTS[i].text));
    node_put(about, "account", node_whole(arena, job->account));
    node_put(about, "owner", node_truth(arena, job->whole_house));
    node_put(about, "writing", node_truth(arena, job->state == JOB_WRITING || job->state == JOB_STOPPED));
    return write_json(arena, about, ABOUT_BYTES);
}

static bool read_about(struct job *job, struct text said)
{
    const struct node *about = read_json(job->arena, said), *account = node_at(about, "account"), *owner = node_at(about, "owner"),
                      *writing = node_at(about, "writing");
    if (!about || !account || account->kind != NODE_NUMBER)
        return false;
    job->register_name = node_text_at(about, "register");
    job->unit = node_text_at(about, "unit");
    job->acting_for = node_text_at(about, "acting_for");
    job->file_name = node_text_at(about, "file_name");
    job->map = node_text_at(about, "map");
    job->tables = node_text_at(about, "tables");
    job->letters = node_text_at(about, "letters");
    job->account = account->number.digits;
    job->whole_house = owner && owner->kind == NODE_TRUTH && owner->truth;
    job->state = writing && writing->kind == NODE_TRUTH && writing->truth ? JOB_STOPPED : JOB_WAITING;
    return true;
}

/* ---- places ---- */

static struct job *find_job(struct intake_desk *desk, struct text name)
{
    for (size_t i = 0; i < DESK_JOBS_MAX; i++)
        if (desk->jobs[i].arena && name.length > 0 && text_equal(desk->jobs[i].name, name))
            return &desk->jobs[i];
    return NULL;
}

static void free_job(struct job *job)
{
    arena_close(job->found);
    arena_close(job->arena);
    *job = (struct job){0};
}

/* A free place, or that of the job nobody has waited for longest. */
static struct job *new_job(struct intake_desk *desk, struct failure *why)
{
    struct job *place = NULL;
    for (size_t i = 0; i < DESK_JOBS_MAX; i++) {
        struct job *job = &desk->jobs[i];
        if (!job->arena) {
            place = job;
            break;
        }
        bool busy = job->wish != WISH_NONE || job->state == JOB_CHECKING || job->state == JOB_WRITING;
        if (!busy && (!place || job->turn < place->turn))
            place = job;
    }
    if (!place) {
        (void)FAIL(why, FAILURE_BUSY, "%d uploads are waiting already", DESK_JOBS_MAX);
        return NULL;
    }
    if (place->arena)
        free_job(place);
    place->arena = arena_open();
    place->turn = ++desk->turns;
    return place;
}

static void wish(struct intake_desk *desk, struct job *job, enum job_wish wanted)
{
    job->wish = wanted;
    job->turn = ++desk->turns;
    atomic_store(&job->stop, false);
    (void)pthread_cond_signal(&desk->wanted);
}

static void take_viewer(struct job *job, const struct viewer *viewer)
{
    job->account = viewer->account ? viewer->account->number : 0;
    job->whole_house = viewer->whole_house;
    job->language = viewer->language;
    job->acting_for = viewer->acting_for ? text_copy(job->arena, viewer->acting_for->code) : (struct text){0};
}

/* ---- the thread ---- */

struct working {
    struct intake_desk *desk;
    struct job *job;
    struct job asked; /* as it was when the work began */
    struct arena *arena;
    const struct house *house;
    struct viewer viewer;
};

static void stepped(void *context, const char *what, int64_t done, int64_t total)
{
    struct working *working = context;
    (void)what;
    (void)pthread_mutex_lock(&working->desk->lock);
    working->job->done = done;
    working->job->total = total;
    (void)pthread_mutex_unlock(&working->desk->lock);
}

/* The person as they are now: who was locked meanwhile writes no more. */
static bool load_viewer(struct working *working, struct failure *why)
{
    struct connection *CLOSING(store_read) reading = NULL;
    const struct job *asked = &working->asked;
    working->viewer = (struct viewer){.today = instance_today(working->desk->instance), .language = asked->language,
                                      .whole_house = asked->whole_house};
    if (asked->acting_for.length > 0)
        working->viewer.acting_for = unit_find(working->house->units, asked->acting_for, working->viewer.today);
    if (asked->account == 0)
        return true;
    if (!store_read_begin(instance_store(working->desk->instance), &reading, why) ||
        !account_load_number(working->arena, reading, working->house->units, asked->account, &working->viewer.account, why))
        return false;
    return !working->viewer.account->locked || FAIL(why, FAILURE_DENIED, "this person is locked");
}

/* The workbook out of staging, and how it is to be read. */
static bool get_request(const struct working *working, struct intake_request *request, struct failure *why)
{
    const struct job *asked = &working->asked;
    struct text about;
    *request = (struct intake_request){.register_name = asked->register_name,
                                       .unit = asked->unit,
                                       .file_name = asked->file_name,
                                       .map = read_json(working->arena, asked->map),
                                       .tables = read_json(working->arena, asked->tables),
                                       .letters = read_json(working->arena, asked->letters),
                                       .viewer = &working->viewer};
    return staging_get(instance_folder(working->desk->instance), asked->name, working->arena, &request->bytes, &about, why);
}

static bool work_on_upload(struct working *working, struct intake_answer *answer, struct failure *why)
{
    const struct progress progress = {working, stepped};
    struct intake_request request;
    if (!get_request(working, &request, why))
        return false;
    request.dry_run = working->asked.wish == WISH_CHECK;
    request.stop = &working->job->stop;
    request.progress = &progress;
    return intake_import(working->desk->instance, &request, working->arena, answer, why);
}

/* `answer` takes no more than the problems. */
static bool work_on_undo(struct working *working, struct intake_answer *answer, struct failure *why)
{
    const struct progress progress = {working, stepped};
    const struct undo_request request = {.import = working->asked.import, .viewer = &working->viewer, .reason = working->asked.reason,
                                         .progress = &progress, .stop = &working->job->stop};
    problems_init(&answer->problems, working->arena, UNDO_PROBLEMS_MAX);
    if (!undo_check(working->desk->instance, &request, &answer->problems, why))
        return false;
    return answer->problems.errors > 0 || atomic_load(&working->job->stop) ||
           undo_import(working->desk->instance, &request, &answer->problems, why);
}

/* Why it was not taken back is kept for who asks; else the place is free. Under the lock. */
static void finish_undo(struct working *working, const struct intake_answer *answer)
{
    struct job *job = working->job;
    struct node *result = node_map(working->arena);
    if (answer->problems.errors == 0) {
        free_job(job);
        return;
    }
    desk_page_problems(result, &answer->problems);
    job->found = arena_open();
    job->result = write_json(job->found, result, RESULT_BYTES);
    job->state = JOB_CHECKED;
}

/* Under the lock. */
static void take_answer(struct working *working, const struct intake_answer *answer)
{
    struct job *job = working->job;
    arena_close(job->found);
    job->found = arena_open();
    job->result = write_json(job->found, desk_page_result(working->arena, answer), RESULT_BYTES);
    job->errors = (int64_t)answer->problems.errors;
    job->import = answer->import;
    job->state = working->asked.wish == WISH_CHECK || answer->problems.errors > 0 ? JOB_CHECKED : answer->stopped ? JOB_STOPPED : JOB_WRITTEN;
}

static void finish(struct working *working, bool done, const struct intake_answer *answer, const struct failure *why)
{
    struct job *job = working->job;
    const char *folder = instance_folder(working->desk->instance);
    (void)pthread_mutex_lock(&working->desk->lock);
    if (!done) {
        job->failed = *why;
        job->state = JOB_FAILED;
    } else if (working->asked.wish == WISH_UNDO)
        finish_undo(working, answer);
    else {
        take_answer(working, answer);
        if (job->state == JOB_WRITTEN)
            staging_drop(folder, job->name);
    }
    (void)pthread_mutex_unlock(&working->desk->lock);
}

static void work(struct intake_desk *desk, struct job *job, struct job asked)
{
    struct arena *CLOSING(arena) arena = arena_open();
    struct working working = {.desk = desk, .job = job, .asked = asked, .arena = arena, .house = instance_house(desk->instance)};
    struct intake_answer answer = {0};
    struct failure why = {0};
    bool done = load_viewer(&working, &why);
    done = done && (asked.wish == WISH_UNDO ? work_on_undo(&working, &answer, &why) : work_on_upload(&working, &answer, &why));
    finish(&working, done, &answer, &why);
    instance_release(desk->instance, working.house);
}

static struct job *next_job(struct intake_desk *desk)
{
    struct job *next = NULL;
    for (size_t i = 0; i < DESK_JOBS_MAX; i++)
        if (desk->jobs[i].arena && desk->jobs[i].wish != WISH_NONE && (!next || desk->jobs[i].turn < next->turn))
            next = &desk->jobs[i];
    return next;
}

static void wait_a_while(struct intake_desk *desk)
{
    struct timespec until;
    (void)clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += SWEEP_SECONDS;
    if (pthread_cond_timedwait(&desk->wanted, &desk->lock, &until) != 0)
        staging_sweep(instance_folder(desk->instance), (int64_t)until.tv_sec);
}

static void *run_desk(void *given)
{
    struct intake_desk *desk = given;
    (void)pthread_mutex_lock(&desk->lock);
    while (!desk->closing) {
        struct job *job = next_job(desk);
        if (!job) {
            wait_a_while(desk);
            continue;
        }
        struct job asked = *job;
        job->wish = WISH_NONE;
        job->state = asked.wish == WISH_CHECK ? JOB_CHECKING : JOB_WRITING;
        job->done = job->total = 0;
        (void)pthread_mutex_unlock(&desk->lock);
        work(desk, job, asked);
        (void)pthread_mutex_lock(&desk->lock);
    }
    (void)pthread_mutex_unlock(&desk->lock);
    return NULL;
}

bool intake_desk_open(struct instance *instance, struct intake_desk **desk, struct failure *why)
{
    struct arena *arena = arena_open();
    struct intake_desk *made = arena_make(arena, sizeof *made);
    struct world world = world_real();
    made->instance = instance;
    made->jobs[0].arena = arena; /* the desk's own place: never given away */
    made->jobs[0].state = JOB_WRITING;
    (void)pthread_mutex_init(&made->lock, NULL);
    (void)pthread_cond_init(&made->wanted, NULL);
    staging_sweep(instance_folder(instance), world_now(&world).milliseconds / 1000);
    if (pthread_create(&made->thread, NULL, run_desk, made) != 0) {
        arena_close(arena);
        return FAIL(why, FAILURE_BROKEN, "no thread for uploads can be started");
    }
    *desk = made;
    return true;
}

void intake_desk_close(struct intake_desk *desk)
{
    if (!desk)
        return;
    (void)pthread_mutex_lock(&desk->lock);
    desk->closing = true;
    for (size_t i = 1; i < DESK_JOBS_MAX; i++)
        atomic_store(&desk->jobs[i].stop, true);
    (void)pthread_cond_signal(&desk->wanted);
    (void)pthread_mutex_unlock(&desk->lock);
    (void)pthread_join(desk->thread, NULL);
    (void)pthread_mutex_destroy(&desk->lock);
    (void)pthread_cond_destroy(&desk->wanted);
    for (size_t i = 1; i < DESK_JOBS_MAX; i++)
        if (desk->jobs[i].arena)
            free_job(&desk->jobs[i]);
    arena_close(desk->jobs[0].arena);
}

/* ---- what people ask ---- */

static bool lay_down(struct intake_desk *desk, struct job *job, struct text bytes, struct arena *arena, struct failure *why)
{
    struct text name;
    if (!staging_put(instance_folder(desk->instance), bytes, about_of(arena, job), arena, &name, why))
        return false;
    job->name = text_copy(job->arena, name);
    return true;
}

/* What is to be sealed would lie open in staging. */
static bool check_open(struct intake_desk *desk, struct text register_name, struct failure *why)
{
    const struct house *house = instance_house(desk->instance);
    const struct register_definition *register_ = house->definition ? definition_register(house->definition, register_name) : NULL;
    bool sealed = register_ && register_has_sealed(register_);
    instance_release(desk->instance, house);
    return !sealed || FAIL(why, FAILURE_DENIED, "a register with sealed fields takes no sheet over the desk");
}

bool intake_desk_take(struct intake_desk *desk, const struct intake_upload *upload, struct arena *arena, struct text *name,
                      struct failure *why)
{
    if (!check_open(desk, upload->register_name, why))
        return false;
    (void)pthread_mutex_lock(&desk->lock);
    struct job *job = new_job(desk, why);
    bool taken = job != NULL;
    if (taken) {
        take_viewer(job, upload->viewer);
        job->register_name = text_copy(job->arena, upload->register_name);
        job->unit = text_copy(job->arena, upload->unit);
        job->file_name = text_copy(job->arena, upload->file_name);
        taken = lay_down(desk, job, upload->bytes, arena, why);
    }
    if (taken) {
        *name = text_copy(arena, job->name);
        wish(desk, job, WISH_CHECK);
    } else if (job)
        free_job(job);
    (void)pthread_mutex_unlock(&desk->lock);
    return taken;
}

/* The job of that name, of this person; found again in staging after a restart. Under the lock. */
static struct job *get_job(struct intake_desk *desk, const struct viewer *viewer, struct text name, struct failure *why)
{
    struct job *job = find_job(desk, name);
    struct text about;
    if (!job) {
        struct arena *CLOSING(arena) scratch = arena_open();
        if (!staging_get(instance_folder(desk->instance), name, scratch, NULL, &about, why) || !(job = new_job(desk, why)))
            return NULL;
        job->name = text_copy(job->arena, name);
        job->language = viewer->language;
        if (!read_about(job, about)) {
            free_job(job);
            (void)FAIL(why, FAILURE_NOT_FOUND, "no such upload");
            return NULL;
        }
        if (job->state == JOB_WAITING)
            wish(desk, job, WISH_CHECK);
    }
    int64_t account = viewer->account ? viewer->account->number : 0;
    if (job->account == account && job->whole_house == viewer->whole_house)
        return job;
    (void)FAIL(why, FAILURE_NOT_FOUND, "no such upload");
    return NULL;
}

static void put_page(const struct job *job, const struct definition *definition, const struct viewer *viewer, struct node *page)
{
    struct arena *arena = page->arena;
    const struct register_definition *register_ = definition_register(definition, job->register_name);
    struct node *result = read_json(arena, job->result);
    node_put(page, "state", node_text(arena, text_of(STATES[job->state])));
    node_put(page, STATES[job->state], node_truth(arena, true));
    node_put(page, "moving", node_truth(arena, job->state == JOB_WAITING || job->state == JOB_CHECKING || job->state == JOB_WRITING ||
                                                   job->wish != WISH_NONE));
    node_put(page, "done", node_whole(arena, job->done));
    node_put(page, "total", node_whole(arena, job->total));
    node_put(page, "parts_done", node_whole(arena, job->done / INTAKE_PART + (job->done % INTAKE_PART > 0)));
    node_put(page, "parts", node_whole(arena, (job->total + INTAKE_PART - 1) / INTAKE_PART));
    node_put(page, "import", node_whole(arena, job->import));
    node_put(page, "has_import", node_truth(arena, job->import > 0));
    node_put(page, "file_name", node_text(arena, text_copy(arena, job->file_name)));
    node_put(page, "register_name", node_text(arena, text_copy(arena, job->register_name)));
    if (job->state == JOB_FAILED)
        node_put(page, "failure", node_text(arena, text_of(failure_word(job->failed.kind))));
    if (!result || !register_)
        return;
    desk_page_fill(result, register_, viewer->language);
    node_put(page, "result", result);
}

/* Others go on meanwhile; what was found under the lock is to be found again. */
static void wait_step(struct intake_desk *desk)
{
    const struct timespec step = {.tv_nsec = LOOK_STEP_MILLISECONDS * 1000000L};
    (void)pthread_mutex_unlock(&desk->lock);
    (void)nanosleep(&step, NULL);
    (void)pthread_mutex_lock(&desk->lock);
}

static bool is_settled(const struct job *job)
{
    return job->wish == WISH_NONE && job->state != JOB_WAITING && job->state != JOB_CHECKING && job->state != JOB_WRITING;
}

bool intake_desk_look(struct intake_desk *desk, const struct viewer *viewer, struct text name, struct arena *arena, struct node **page,
                      struct failure *why)
{
    const struct house *house = instance_house(desk->instance);
    struct node *made = node_map(arena);
    (void)pthread_mutex_lock(&desk->lock);
    struct job *job = get_job(desk, viewer, name, why);
    for (int waited = 0; job && !is_settled(job) && waited < DESK_WAIT_MILLISECONDS; waited += LOOK_STEP_MILLISECONDS) {
        wait_step(desk);
        job = get_job(desk, viewer, name, why);
    }
    if (job)
        put_page(job, house->definition, viewer, made);
    (void)pthread_mutex_unlock(&desk->lock);
    instance_release(desk->instance, house);
    node_put(made, "upload", node_text(arena, name));
    *page = job ? made : *page;
    return job != NULL;
}

static bool is_working(const struct job *job)
{
    return job->wish != WISH_NONE || job->state == JOB_CHECKING || job->state == JOB_WRITING;
}

static struct text choice_json(struct job *job, const struct node *chosen)
{
    return chosen ? write_json(job->arena, chosen, ABOUT_BYTES) : (struct text){0};
}

bool intake_desk_choose(struct intake_desk *desk, const struct viewer *viewer, struct text name, const struct intake_choice *choice,
                        struct failure *why)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    (void)pthread_mutex_lock(&desk->lock);
    struct job *job = get_job(desk, viewer, name, why);
    bool done = job != NULL;
    if (done && is_working(job))
        done = FAIL(why, FAILURE_CONFLICT, "the upload is being worked on");
    if (done) {
        job->map = choice_json(job, choice->map);
        job->tables = choice_json(job, choice->tables);
        job->letters = choice_json(job, choice->letters);
        done = staging_set_about(instance_folder(desk->instance), name, about_of(scratch, job), why);
    }
    if (done)
        wish(desk, job, WISH_CHECK);
    (void)pthread_mutex_unlock(&desk->lock);
    return done;
}

bool intake_desk_write(struct intake_desk *desk, const struct viewer *viewer, struct text name, struct failure *why)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    (void)pthread_mutex_lock(&desk->lock);
    struct job *job = get_job(desk, viewer, name, why);
    bool done = job != NULL, ready = done && !is_working(job) && ((job->state == JOB_CHECKED && job->errors == 0) || job->state == JOB_STOPPED ||
                                                                 job->state == JOB_FAILED);
    if (done && !ready)
        done = FAIL(why, FAILURE_CONFLICT, "the upload is not ready to be written");
    if (done) {
        job->state = JOB_STOPPED; /* so it is known after a restart */
        done = staging_set_about(instance_folder(desk->instance), name, about_of(scratch, job), why);
    }
    if (done)
        wish(desk, job, WISH_WRITE);
    (void)pthread_mutex_unlock(&desk->lock);
    return done;
}

/* What was asked, apart from the place that another request may free meanwhile. Under the lock. */
static struct job copy_asked(struct arena *arena, const struct job *job)
{
    return (struct job){.name = text_copy(arena, job->name), .register_name = text_copy(arena, job->register_name), .unit = text_copy(arena, job->unit),
                        .file_name = text_copy(arena, job->file_name), .map = text_copy(arena, job->map), .tables = text_copy(arena, job->tables),
                        .letters = text_copy(arena, job->letters)};
}

bool intake_desk_mark(struct intake_desk *desk, const struct viewer *viewer, struct text name, struct arena *arena, struct text *bytes,
                      struct failure *why)
{
    struct working working = {.desk = desk, .arena = arena, .viewer = *viewer};
    struct intake_request request;
    struct intake_answer answer;
    (void)pthread_mutex_lock(&desk->lock);
    struct job *job = get_job(desk, viewer, name, why);
    bool done = job != NULL;
    if (done && (is_working(job) || job->state != JOB_CHECKED))
        done = FAIL(why, FAILURE_CONFLICT, "the upload is not checked");
    else if (done && desk->marking)
        done = FAIL(why, FAILURE_BUSY, "another sheet is being marked");
    desk->marking = desk->marking || done;
    if (done)
        working.asked = copy_asked(arena, job);
    (void)pthread_mutex_unlock(&desk->lock);
    if (!done)
        return false;
    done = get_request(&working, &request, why) && marked_sheet_make(desk->instance, &request, arena, &answer, bytes, why);
    (void)pthread_mutex_lock(&desk->lock);
    desk->marking = false;
    (void)pthread_mutex_unlock(&desk->lock);
    return done;
}

bool intake_desk_stop(struct intake_desk *desk, const struct viewer *viewer, struct text name, struct failure *why)
{
    (void)pthread_mutex_lock(&desk->lock);
    struct job *job = get_job(desk, viewer, name, why);
    if (job)
        atomic_store(&job->stop, true);
    (void)pthread_mutex_unlock(&desk->lock);
    return job != NULL;
}

bool intake_desk_drop(struct intake_desk *desk, const struct viewer *viewer, struct text name, struct failure *why)
{
    (void)pthread_mutex_lock(&desk->lock);
    struct job *job = get_job(desk, viewer, name, why);
    bool done = job != NULL;
    if (done && is_working(job))
        done = FAIL(why, FAILURE_CONFLICT, "the upload is being worked on: stop it first");
    if (done) {
        staging_drop(instance_folder(desk->instance), name);
        free_job(job);
    }
    (void)pthread_mutex_unlock(&desk->lock);
    return done;
}

/* ---- taking back ---- */

static struct job *find_undo(struct intake_desk *desk, int64_t import)
{
    for (size_t i = 1; i < DESK_JOBS_MAX; i++)
        if (desk->jobs[i].arena && desk->jobs[i].name.length == 0 && desk->jobs[i].import == import)
            return &desk->jobs[i];
    return NULL;
}

bool intake_desk_undo(struct intake_desk *desk, const struct viewer *viewer, int64_t import, struct text reason, struct failure *why)
{
    (void)pthread_mutex_lock(&desk->lock);
    struct job *job = find_undo(desk, import);
    bool under_way = job && is_working(job);
    if (job && !under_way)
        free_job(job);
    if (!under_way)
        job = new_job(desk, why);
    if (job && !under_way) {
        take_viewer(job, viewer);
        job->import = import;
        job->reason = text_copy(job->arena, reason);
        wish(desk, job, WISH_UNDO);
    }
    bool taken = job != NULL;
    for (int waited = 0; taken && job && is_working(job) && waited < DESK_WAIT_MILLISECONDS; waited += LOOK_STEP_MILLISECONDS) {
        wait_step(desk);
        job = find_undo(desk, import);
    }
    (void)pthread_mutex_unlock(&desk->lock);
    return taken;
}

struct node *intake_desk_undoing(struct intake_desk *desk, int64_t import, enum language language, struct arena *arena)
{
    struct node *page = NULL;
    (void)pthread_mutex_lock(&desk->lock);
    const struct job *job = find_undo(desk, import);
    if (job) {
        page = read_json(arena, job->result);
        page = page ? page : node_map(arena);
        node_put(page, "refused", node_truth(arena, job->state == JOB_CHECKED));
        node_put(page, "moving", node_truth(arena, is_working(job)));
        if (job->total > 0) {
            node_put(page, "done", node_whole(arena, job->done));
            node_put(page, "total", node_whole(arena, job->total));
        }
        if (job->state == JOB_FAILED && !is_working(job))
            node_put(page, "failure", node_text(arena, text_of(failure_word(job->failed.kind))));
    }
    (void)pthread_mutex_unlock(&desk->lock);
    if (page)
        desk_page_sentences(page, language);
    return page;
}
