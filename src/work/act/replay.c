/* replay.c — the journal of one store carried out on another: verify and restore trust nothing else. */
#include "work/act/act_inside.h"

#include "keep/store/store.h"

struct act_replay {
    struct arena *arena; /* holds the house */
    struct store *into;
    struct world world;
    struct house none;
    const struct house *house;
};

struct replay_page {
    struct act_replay *replay;
    const struct list *entries;
};

bool act_replay_open(struct store *into, struct act_replay **replay, struct failure *why)
{
    struct arena *arena = arena_open();
    struct act_replay *made = arena_make(arena, sizeof *made);
    made->arena = arena;
    made->into = into;
    made->world = world_real();
    made->house = &made->none;
    if (!instance_migrate(into, why)) {
        arena_close(arena);
        return false;
    }
    *replay = made;
    return true;
}

void act_replay_close(struct act_replay *replay)
{
    if (replay)
        arena_close(replay->arena);
}

static bool replay_one(struct act_context *context, struct journal_entry *entry, struct failure *why)
{
    const struct act_kind *kind = act_find(entry->name);
    if (!kind)
        return FAIL(why, FAILURE_BROKEN, "the journal names an act this program does not know: %.*s", TEXT_ARGS(entry->name));
    context->now = entry->at;
    return journal_copy(context->connection, entry, why) && kind->carry_out(context, entry, why);
}

static bool replay_page(void *given, struct connection *writer, struct failure *why)
{
    struct replay_page *page = given;
    struct act_replay *replay = page->replay;
    struct arena *CLOSING(arena) scratch = arena_open();
    struct act_context context = {.lasting = scratch, .connection = writer, .world = &replay->world, .house = replay->house};
    for (size_t i = 0; i < page->entries->count; i++) {
        struct journal_entry *entry = page->entries->items[i];
        const struct act_kind *kind = act_find(entry->name);
        /* A house outlives the page it came with. */
        context.arena = kind && kind->reloads ? replay->arena : scratch;
        if (!replay_one(&context, entry, why)) {
            record_batch_drop(context.batch);
            return false;
        }
    }
    replay->house = context.house;
    return !context.batch || record_batch_close(context.batch, why);
}

bool act_replay_page(struct act_replay *replay, const struct list *entries, struct failure *why)
{
    struct replay_page page = {replay, entries};
    return store_write(replay->into, replay_page, &page, why);
}
