/*
 * verify.c — is all that stands in the tables what the acts made of them?
 *
 * A copy of one moment is taken, so what is served meanwhile goes on. In the copy every entry's leaf is
 * worked out again; each entry is carried out in a second, empty database; both are compared.
 */
#include "work/upkeep/upkeep_inside.h"

#include "base/file.h"
#include "keep/instance/instance.h"
#include "keep/journal/journal.h"
#include "keep/record/attached.h"
#include "keep/store/backup.h"
#include "keep/store/store.h"
#include "work/act/act.h"

enum { VERIFY_PROBLEMS_MAX = 20 };

/* Who is signed in and how often a page was seen are no acts; when a table was made is no content.
 * Files are proved by the hashes that the acts name. */
static const char *const NOT_COMPARED[] = {"session", "page_view", "migration", "backup", "file"};

struct verifying {
    const struct progress *progress;
    struct upkeep_verified *verified;
    struct store *kept, *again;
    struct act_replay *replay;
    int64_t total;
};

static void found(struct verifying *verifying, const char *code, struct text first, struct text second)
{
    problem_add(&verifying->verified->problems, (struct place){0}, code, first, second);
}

/* ---- the copy ---- */

static bool copy_moment(const char *path, const char *copy, struct failure *why)
{
    if (!folder_exists(path))
        return instance_copy_file(path, copy, why);
    struct instance *CLOSING(instance) instance = NULL;
    const struct instance_options options = {.readers = 2, .world = world_real()};
    return instance_open(path, &options, &instance, why) && store_backup(instance_store(instance), copy, why);
}

/* ---- all acts ---- */

static bool count_acts(struct verifying *verifying, struct failure *why)
{
    struct connection *CLOSING(store_read) reading = NULL;
    int64_t shard = -1, last;
    bool more = true;
    if (!store_read_begin(verifying->kept, &reading, why))
        return false;
    while (more) {
        if (!journal_next_shard(reading, shard, &shard, &more, why))
            return false;
        if (more && !journal_last(reading, shard, &last, why))
            return false;
        verifying->total += more ? last : 0;
    }
    return true;
}

static bool load_page(struct verifying *verifying, struct arena *arena, const struct journal_query *query, struct list *entries,
                      struct failure *why)
{
    struct connection *CLOSING(store_read) reading = NULL;
    return store_read_begin(verifying->kept, &reading, why) && journal_load_page(arena, reading, query, entries, why);
}

static bool check_shard(struct verifying *verifying, int64_t shard, struct failure *why)
{
    struct journal_query query = {.shard = shard, .from = 1};
    for (;;) {
        struct arena *CLOSING(arena) page = arena_open();
        struct list entries = {0};
        if (!load_page(verifying, page, &query, &entries, why))
            return false;
        if (entries.count == 0)
            return true;
        for (size_t i = 0; i < entries.count; i++) {
            struct journal_entry *entry = entries.items[i];
            if (entry->number != query.from + (int64_t)i)
                return FAIL(why, FAILURE_BROKEN, "act %lld is missing", (long long)(query.from + (int64_t)i));
            if (!journal_intact(entry, why))
                return false;
        }
        if (!act_replay_page(verifying->replay, &entries, why))
            return false;
        query.from += (int64_t)entries.count;
        verifying->verified->acts += (int64_t)entries.count;
        progress_step(verifying->progress, "acts", verifying->verified->acts, verifying->total);
    }
}

static bool check_acts(struct verifying *verifying, struct failure *why)
{
    int64_t shard = -1;
    bool more = true;
    while (more) {
        struct connection *CLOSING(store_read) reading = NULL;
        if (!store_read_begin(verifying->kept, &reading, why) || !journal_next_shard(reading, shard, &shard, &more, why))
            return false;
        store_read_end(reading);
        reading = NULL;
        if (more && !check_shard(verifying, shard, why))
            return false;
    }
    return true;
}

/* ---- all tables ---- */

static bool count_tables(struct verifying *verifying, struct arena *arena, struct failure *why)
{
    struct connection *CLOSING(store_read) reading = NULL;
    struct list names = {0};
    if (!store_read_begin(verifying->kept, &reading, why) || !store_tables(reading, arena, &names, why))
        return false;
    verifying->verified->tables = (int64_t)names.count;
    return true;
}

static bool check_tables(struct verifying *verifying, struct arena *arena, struct failure *why)
{
    struct store_difference difference;
    progress_step(verifying->progress, "tables", 0, 0);
    if (!count_tables(verifying, arena, why) ||
        !store_compare(verifying->kept, verifying->again, NOT_COMPARED, LENGTH_OF(NOT_COMPARED), arena, &difference, why))
        return false;
    if (difference.table.length > 0) {
        const struct text arguments[4] = {difference.table, difference.key, difference.what};
        problem_add_all(&verifying->verified->problems, PROBLEM_ERROR, (struct place){0}, "verify.table", arguments);
    }
    return true;
}

static bool check_files(struct verifying *verifying, struct failure *why)
{
    struct connection *CLOSING(store_read) reading = NULL;
    return store_read_begin(verifying->kept, &reading, why) && attached_intact(reading, why);
}

/* ---- together ---- */

/* False, with `why`, for whatever the copy has wrong: the caller makes a problem of it. */
static bool check_copy(struct verifying *verifying, struct arena *arena, struct failure *why)
{
    return store_check(verifying->kept, why) && count_acts(verifying, why) && check_acts(verifying, why) &&
           check_tables(verifying, arena, why) && check_files(verifying, why);
}

static bool verify_in(struct verifying *verifying, const char *path, const char *scratch, struct arena *arena, struct failure *why)
{
    const char *copy = text_format(arena, "%s/kept.db", scratch).bytes, *again = text_format(arena, "%s/again.db", scratch).bytes;
    const struct store_options keeping = {.address = copy, .readers = 2};
    const struct store_options writing = {.address = again, .readers = 2, .writes = true, .create = true};
    struct store *CLOSING(store) kept = NULL, *CLOSING(store) second = NULL;
    struct failure wrong;
    progress_step(verifying->progress, "copy", 0, 0);
    if (!copy_moment(path, copy, why) || !store_open(&writing, &second, why) || !act_replay_open(second, &verifying->replay, why))
        return false;
    if (!store_open(&keeping, &kept, &wrong)) {
        found(verifying, "verify.not-ours", text_of(path), (struct text){0});
        return true;
    }
    verifying->kept = kept;
    verifying->again = second;
    if (!check_copy(verifying, arena, &wrong))
        found(verifying, "verify.broken", text_copy(arena, text_of(wrong.text)), (struct text){0});
    return true;
}

bool upkeep_verify(const char *path, const struct progress *progress, struct arena *arena, struct upkeep_verified *verified,
                   struct failure *why)
{
    struct upkeep_verified made = {0};
    struct verifying verifying = {.progress = progress, .verified = &made};
    const char *scratch;
    struct failure unseen;
    problems_init(&made.problems, arena, VERIFY_PROBLEMS_MAX);
    if (!folder_exists(path) && !file_exists(path))
        return FAIL(why, FAILURE_NOT_FOUND, "there is no %s", path);
    if (!making_scratch(arena, &scratch, why))
        return false;
    bool done = verify_in(&verifying, path, scratch, arena, why);
    act_replay_close(verifying.replay);
    if (!folder_delete(scratch, done ? why : &unseen) || !done)
        return false;
    *verified = made;
    return true;
}
