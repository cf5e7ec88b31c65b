/* act.c — the way every act goes: prepare, journal, carry out, one commit. */
#include "work/act/act_inside.h"

#include "engine/seal/seal.h"
#include "keep/store/backup.h"
#include "keep/store/store.h"

#define ACT(name_, vi, en, stem, ready_, reloads_) \
    {{name_, sizeof(name_) - 1}, {{vi, sizeof(vi) - 1}, {en, sizeof(en) - 1}}, stem##_prepare, stem##_carry_out, ready_, reloads_},
static const struct act_kind KINDS[] = {
#include "work/act/acts.def"
};
#undef ACT

const struct act_kind *act_find(struct text name)
{
    for (size_t i = 0; i < LENGTH_OF(KINDS); i++)
        if (text_equal(KINDS[i].name, name))
            return &KINDS[i];
    return NULL;
}

struct text act_title(struct text name, enum language language)
{
    const struct act_kind *kind = act_find(name);
    return kind ? title_in(kind->title, language) : name;
}

size_t act_count(void)
{
    return LENGTH_OF(KINDS);
}

struct text act_name(size_t index)
{
    return KINDS[index].name;
}

bool act_is_of_keys(struct text name)
{
    const struct act_kind *kind = act_find(name);
    return kind && kind->ready == key_ready;
}

struct text act_once(struct arena *arena, struct text mark, struct text secret, struct text sent)
{
    enum { SHOWN_BYTES = 8 };
    struct seal_sha256 hashing;
    seal_sha256_init(&hashing);
    seal_sha256_add(&hashing, text_format(arena, "danvan once 1 %zu ", secret.length));
    seal_sha256_add(&hashing, secret);
    seal_sha256_add(&hashing, sent);
    struct seal_hash hash = seal_sha256_end(&hashing);
    return text_format(arena, "%.*s-%.*s", TEXT_ARGS(mark), TEXT_ARGS(seal_hex(arena, hash.bytes, SHOWN_BYTES)));
}

bool act_only_alike(const struct problems *problems)
{
    size_t alike = 0;
    for (size_t i = 0; i < problems->count; i++)
        alike += problems->items[i].weight == PROBLEM_ERROR &&
                 text_starts(text_of(problems->items[i].code), TEXT("record.alike"));
    return alike > 0 && alike == problems->errors;
}

struct text act_alike_record(const struct problem *problem)
{
    return text_is(text_of(problem->code), "record.alike") ? problem->arguments[3] : (struct text){0};
}

/* ---- one piece of work for the writer ---- */

enum { TRIES_MAX = 3 }; /* when definitions change meanwhile, which happens a few times a year */

struct piece {
    struct instance *instance;
    const struct house *house;
    const struct act_request *requests;
    const struct act_kind **kinds;
    const struct node **given;
    struct act_answer *answers;
    size_t count;
    struct arena *arena;
    bool refused; /* problems were found: all is undone, and that is no failure */
    bool reloads;
    bool stale; /* the house has changed since it was asked for */
    bool destroyed;
};

/* The answer to the first posting. A mark used by another person, or for something else, is no repetition. */
static bool answer_again(struct act_context *context, const struct act_request *request, int64_t number, struct act_answer *answer,
                         struct failure *why)
{
    struct journal_entry *entry;
    if (!journal_load(context->arena, context->connection, context->shard, number, &entry, why))
        return false;
    int64_t account = request->viewer->account ? request->viewer->account->number : 0;
    if (entry->account != account || !text_equal(entry->name, request->name))
        return FAIL(why, FAILURE_CONFLICT, "the mark against repeating was used for another act");
    answer->act = number;
    answer->record = entry->record;
    answer->repeated = true;
    return true;
}

static void fill_head(struct act_context *context, const struct act_request *request, struct journal_entry *entry)
{
    *entry = (struct journal_entry){
        .shard = context->shard,
        .at = context->now,
        .account = request->viewer->account ? request->viewer->account->number : 0,
        .on_behalf = request->viewer->acting_for ? request->viewer->acting_for->code : (struct text){0},
        .name = request->name,
        .day = DAY_NONE,
        .definition = context->house->version,
        .once = request->once,
        .facts = body_make(context->arena),
    };
}

static bool do_one(struct act_context *context, struct piece *piece, size_t index, struct failure *why)
{
    const struct act_request *request = &piece->requests[index];
    const struct act_kind *kind = piece->kinds[index];
    struct act_answer *answer = &piece->answers[index];
    struct journal_entry entry;
    context->viewer = request->viewer;
    context->dry_run = request->dry_run;
    if (request->once.length > 0) {
        int64_t before = 0;
        if (!journal_find_once(context->connection, context->shard, request->once, &before, why))
            return false;
        if (before != 0)
            return answer_again(context, request, before, answer, why);
    }
    fill_head(context, request, &entry);
    context->carried = (struct text){0};
    if (!kind->prepare(context, piece->given[index], &entry, answer, why))
        return false;
    if (answer->problems.errors > 0) {
        piece->refused = true;
        return FAIL(why, FAILURE_INVALID, "%.*s: problems were found", TEXT_ARGS(kind->name));
    }
    if (request->dry_run)
        return true;
    if (entry.shard == 0)
        entry.shard = context->shard;
    if (!journal_append(context->connection, context->world, &entry, why) || !kind->carry_out(context, &entry, why))
        return false;
    answer->act = entry.number;
    answer->record = entry.record;
    piece->reloads = piece->reloads || kind->reloads;
    piece->destroyed = piece->destroyed || context->destroyed;
    return true;
}

/* One of many leaves nothing behind but its answer: its memory goes at once. A new house stays for the acts behind it. */
static bool do_in_turn(struct act_context *context, struct piece *piece, size_t index, struct failure *why)
{
    struct arena *CLOSING(arena) own = arena_open();
    context->arena = context->alone || piece->kinds[index]->reloads ? context->lasting : own;
    return do_one(context, piece, index, why);
}

/* An upgrade may have been carried out between the asking for the house and this piece's turn to write. */
static bool check_house(struct piece *piece, struct connection *writer, struct failure *why)
{
    int64_t version;
    if (!house_version(writer, &version, why))
        return false;
    piece->stale = version != piece->house->version;
    return !piece->stale || FAIL(why, FAILURE_BUSY, "the definitions have just changed");
}

/* It may be run once more, when another of its commit has spoilt both: store.h. */
static void begin_anew(struct piece *piece)
{
    for (size_t i = 0; i < piece->count; i++) {
        piece->answers[i] = (struct act_answer){0};
        problems_init(&piece->answers[i].problems, piece->arena, ACT_PROBLEMS_MAX);
    }
    piece->refused = piece->stale = piece->reloads = piece->destroyed = false;
}

static bool do_piece(void *given, struct connection *writer, struct failure *why)
{
    struct piece *piece = given;
    begin_anew(piece);
    if (!check_house(piece, writer, why))
        return false;
    struct world *world = instance_world(piece->instance);
    struct act_context context = {.lasting = piece->arena,
                                  .connection = writer,
                                  .world = world,
                                  .house = piece->house,
                                  .alone = piece->count == 1,
                                  .shard = piece->house->units ? unit_tree_shard(piece->house->units) : 0,
                                  .today = world_today(world),
                                  .now = world_now(world)};
    for (size_t i = 0; i < piece->count; i++)
        if (!do_in_turn(&context, piece, i, why)) {
            record_batch_drop(context.batch);
            return false;
        }
    return !context.batch || record_batch_close(context.batch, why);
}

static bool make_ready(struct piece *piece, struct failure *why)
{
    for (size_t i = 0; i < piece->count; i++) {
        const struct act_request *request = &piece->requests[i];
        const struct act_kind *kind = act_find(request->name);
        if (!kind)
            return FAIL(why, FAILURE_NOT_FOUND, "no act is called %.*s", TEXT_ARGS(request->name));
        if (request->once.length > ACT_ONCE_MAX)
            return FAIL(why, FAILURE_TOO_BIG, "the mark against repeating has more than %d bytes", ACT_ONCE_MAX);
        piece->kinds[i] = kind;
        piece->given[i] = request->given;
        if (kind->ready && !kind->ready(piece->arena, piece->instance, request, &piece->given[i], why))
            return false;
    }
    return true;
}

/* One try, with the house as it is now. */
static bool try_piece(struct piece *piece, struct failure *why)
{
    begin_anew(piece); /* also what no turn to write is given to is answered */
    piece->house = instance_house(piece->instance);
    bool done = store_write(instance_store(piece->instance), do_piece, piece, why);
    instance_release(piece->instance, piece->house);
    return done;
}

bool act_perform_many(struct instance *instance, const struct act_request *requests, size_t count, struct arena *arena,
                      struct act_answer *answers, struct failure *why)
{
    if (count > ACT_PART_MAX)
        return FAIL(why, FAILURE_TOO_BIG, "at most %d acts are done as one", ACT_PART_MAX);
    struct piece piece = {.instance = instance,
                          .requests = requests,
                          .kinds = arena_make_many(arena, count, sizeof *piece.kinds),
                          .given = arena_make_many(arena, count, sizeof *piece.given),
                          .answers = answers,
                          .count = count,
                          .arena = arena};
    if (!make_ready(&piece, why))
        return false;
    bool done = try_piece(&piece, why);
    for (int again = 0; piece.stale && again < TRIES_MAX; again++)
        done = instance_reload(instance, why) && try_piece(&piece, why);
    if (piece.refused) {
        for (size_t i = 0; i < count; i++)
            answers[i].act = answers[i].record = 0;
        return true;
    }
    if (done && piece.destroyed) {
        /* What is destroyed shall not lie in the log beside the tables either. The act is kept: where a long reading is in the
         * way, the database settles later by itself. */
        struct failure later;
        bool settled = store_settle(instance_store(instance), &later);
        (void)settled;
    }
    return done && (!piece.reloads || instance_reload(instance, why));
}

bool act_perform(struct instance *instance, const struct act_request *request, struct arena *arena, struct act_answer *answer,
                 struct failure *why)
{
    struct act_answer made;
    if (!act_perform_many(instance, request, 1, arena, &made, why))
        return false;
    *answer = made;
    return true;
}

/* ---- what prepare functions share ---- */

void act_problem(struct act_answer *answer, const char *field, const char *code, struct text first, struct text second)
{
    problem_add(&answer->problems, (struct place){.field = text_of(field)}, code, first, second);
}

bool act_number(const struct node *given, const char *key, int64_t *number)
{
    const struct node *node = node_at(given, key);
    if (node && node->kind == NODE_NUMBER && node->number.scale == 0) {
        *number = node->number.digits;
        return true;
    }
    return node && node->kind == NODE_TEXT && text_read_int64(node->text, number);
}

struct text act_chosen(const struct node *given, const char *key)
{
    const struct node *node = node_at(given, key);
    size_t count = node && node->kind == NODE_LIST ? node_count(node) : 0;
    return count > 0 ? node->list.items[count - 1]->text : node_text_at(given, key);
}

const struct unit *act_unit(struct act_context *context, const struct node *given, const char *key, struct act_answer *answer)
{
    struct text code = node_text_at(given, key);
    const struct unit *unit = context->house->units ? unit_find(context->house->units, code, context->today) : NULL;
    /* A folder on a closed place still writes for its last day. */
    if (!unit && context->house->units)
        unit = unit_find(context->house->units, code, DAY_NONE);
    if (!unit)
        act_problem(answer, key, "act.unknown-unit", code, (struct text){0});
    return unit;
}

struct text act_reason(const struct node *given, struct act_answer *answer)
{
    struct text reason = text_trimmed(node_text_at(given, "reason"));
    if (text_points(reason) < ACT_REASON_MIN)
        act_problem(answer, "reason", "act.reason", (struct text){0}, (struct text){0});
    else if (text_points(reason) > ACT_REASON_MAX)
        act_problem(answer, "reason", "act.reason-long", (struct text){0}, (struct text){0});
    return reason;
}

bool act_allow(bool allowed, const char *what, struct failure *why)
{
    return allowed || FAIL(why, FAILURE_DENIED, "this person may not %s", what);
}

bool act_batch(struct act_context *context, struct failure *why)
{
    return context->batch || record_batch_open(context->lasting, context->connection, context->house->definition, context->house->units,
                                               &context->batch, why);
}

bool act_batch_end(struct act_context *context, struct failure *why)
{
    struct record_batch *batch = context->batch;
    context->batch = NULL;
    return !batch || record_batch_close(batch, why);
}

void act_put_unit(struct journal_entry *entry, const struct unit *unit)
{
    entry->shard = unit->shard;
    entry->unit = unit->code;
    body_put(entry->facts, TEXT("unit"), value_whole(unit->number));
}

bool act_entry_unit(struct act_context *context, const struct journal_entry *entry, const struct unit **unit, struct failure *why)
{
    const struct unit *found = unit_by_number(context->house->units, body_whole(entry->facts, TEXT("unit")));
    if (!found)
        return FAIL(why, FAILURE_BROKEN, "the journal names a unit that is not there: %.*s", TEXT_ARGS(entry->unit));
    *unit = found;
    return true;
}
