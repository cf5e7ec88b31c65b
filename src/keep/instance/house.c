/*
 * house.c — the snapshot: definitions as the last upgrade brought them, and the units.
 *
 * The files of a pack are the facts of the act `upgrade`, so the journal holds every
 * definition a record was ever checked against. The table `house` says which act that was.
 */
#include "keep/instance/instance_inside.h"

#include "keep/store/migration.h"
#include "keep/store/statement.h"

#define SQL(id, name, text) static const struct sql id __attribute__((unused)) = {name, text, NULL};
SQL(HOUSE_LAST, "house last", "SELECT shard, act FROM house ORDER BY act DESC LIMIT 1")
SQL(HOUSE_VERSION, "house version", "SELECT max(act) FROM house")
SQL(HOUSE_ADD, "house add", "INSERT INTO house (shard, act, pack, version, digest) VALUES (?1, ?2, ?3, ?4, ?5)")
#undef SQL

enum { HOUSE_PROBLEMS_MAX = 20 };

static const char *const FIRST[] = {
    "CREATE TABLE house (shard INTEGER NOT NULL, act INTEGER NOT NULL, pack TEXT NOT NULL, version INTEGER NOT NULL,"
    " digest BLOB NOT NULL, PRIMARY KEY (shard, act)) STRICT",
    NULL,
};
static const struct migration STEPS[] = {{1, "which packs are in force", FIRST, NULL}};

bool house_migrate(struct store *store, struct failure *why)
{
    return store_migrate(store, "house", STEPS, LENGTH_OF(STEPS), why);
}

static const char VERSION[] = "house version";

static bool ask_version(struct connection *connection, int64_t *version, struct failure *why)
{
    if (!store_find_int64(connection, &HOUSE_VERSION, NULL, 0, 0, version, why))
        return false;
    store_remember(connection, VERSION, 0, *version);
    return true;
}

bool house_save(struct connection *writer, int64_t shard, int64_t act, const struct definition *definition, struct failure *why)
{
    const struct pack_definition *pack = &definition->packs[definition->pack_count - 1];
    struct store_value row[] = {store_int64(shard), store_int64(act), store_text(pack->name), store_int64(pack->version),
                                store_blob((struct text){(const char *)definition->digest, sizeof definition->digest})};
    return store_run(writer, &HOUSE_ADD, row, LENGTH_OF(row), why) && ask_version(writer, &act, why);
}

bool house_version(struct connection *connection, int64_t *version, struct failure *why)
{
    return store_recall(connection, VERSION, 0, version) || ask_version(connection, version, why);
}

bool house_files(struct arena *arena, const struct journal_entry *entry, struct definition_source *source, struct failure *why)
{
    size_t items = body_count(entry->facts), count = 0;
    struct definition_file *files = arena_make_many(arena, items, sizeof *files);
    for (size_t i = 0; i < items; i++) {
        const struct body_item *item = body_item(entry->facts, i);
        if (item->kind == BODY_BYTES && text_starts(item->name, HOUSE_FILE))
            files[count++] = (struct definition_file){text_from(item->name, HOUSE_FILE.length + HOUSE_FILE_DIGITS + 1), item->bytes};
    }
    if (count == 0)
        return FAIL(why, FAILURE_BROKEN, "an upgrade without files");
    *source = (struct definition_source){files, count};
    return true;
}

static bool load_definition(struct arena *arena, struct connection *connection, int64_t shard, struct house *house, struct failure *why)
{
    struct journal_entry *entry;
    struct definition_source source;
    struct problems problems;
    problems_init(&problems, arena, HOUSE_PROBLEMS_MAX);
    if (!journal_load(arena, connection, shard, house->version, &entry, why) || !house_files(arena, entry, &source, why))
        return false;
    house->definition = definition_make(arena, &source, &problems);
    if (house->definition)
        return true;
    struct text line = problem_line(arena, &problems.items[0], LANGUAGE_EN);
    return FAIL(why, FAILURE_BROKEN, "the definitions kept in the journal no longer read: %.*s", TEXT_ARGS(line));
}

bool house_load(struct connection *connection, struct house_held **held, struct failure *why)
{
    struct arena *arena = arena_open();
    struct house_held *made = arena_make(arena, sizeof *made);
    struct statement *row;
    made->arena = arena;
    bool done = store_find(connection, &HOUSE_LAST, NULL, 0, &row, why);
    if (done && row) {
        int64_t shard = statement_int64(row, 0);
        made->house.version = statement_int64(row, 1);
        done = load_definition(arena, connection, shard, &made->house, why);
    }
    done = done && unit_tree_load(arena, connection, made->house.definition, &made->house.units, why);
    if (!done) {
        arena_close(arena);
        return false;
    }
    *held = made;
    return true;
}
