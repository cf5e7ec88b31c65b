/* journal.c — the table `act`: written at its end, read in order, erased in part. */
#include "keep/journal/journal.h"

#include "keep/journal/leaf_inside.h"
#include "keep/store/migration.h"
#include "keep/store/statement.h"
#include "keep/store/store.h"

#include <string.h>

#define SQL(id, name, text, postgres) static const struct sql id = {name, text, postgres};
#include "keep/journal/journal_sql.def"
#undef SQL

/* ---- the table ---- */

/* With rowids: rows above 1 kB spill over in a table without them (150,000 acts of 900 bytes: 673 MB, not 202). */
static const char *const FIRST[] = {
    "CREATE TABLE act (shard INTEGER NOT NULL, number INTEGER NOT NULL, at INTEGER NOT NULL, account INTEGER "
    "NOT NULL,"
    " on_behalf TEXT, name TEXT NOT NULL, register TEXT, record INTEGER, unit TEXT, day INTEGER, definition "
    "INTEGER,"
    " once TEXT, facts BLOB NOT NULL, facts_nonce BLOB NOT NULL, personal BLOB, personal_nonce BLOB,"
    " personal_commitment BLOB, leaf BLOB NOT NULL, PRIMARY KEY (shard, number)) STRICT",
    "CREATE UNIQUE INDEX act_once ON act (shard, once) WHERE once IS NOT NULL",
    "CREATE INDEX act_record ON act (shard, register, record, number) WHERE record IS NOT NULL",
    NULL,
};
static const struct migration STEPS[] = {{1, "act", FIRST, NULL}};

const struct body_item *journal_said(const struct journal_entry *entry, struct text name)
{
    const struct body_item *said = entry->personal ? body_find(entry->personal, name) : NULL;
    return said ? said : body_find(entry->facts, name);
}

bool journal_migrate(struct store *store, struct failure *why)
{
    return store_migrate(store, "journal", STEPS, LENGTH_OF(STEPS), why);
}

/* ---- writing ---- */

static const char LAST_ACT[] = "last act";

static struct store_value text_or_null(struct text text)
{
    return text.length == 0 ? store_null() : store_text(text);
}

static struct store_value number_or_null(int64_t number)
{
    return number == 0 ? store_null() : store_int64(number);
}

static struct store_value blob_of(const uint8_t *bytes, size_t length)
{
    return store_blob((struct text){(const char *)bytes, length});
}

static struct store_value hash_value(const struct seal_hash *hash)
{
    return blob_of(hash->bytes, sizeof hash->bytes);
}

static struct store_value nonce_value(const struct seal_nonce *nonce)
{
    return blob_of(nonce->bytes, sizeof nonce->bytes);
}

static bool check_words(const struct journal_entry *entry, struct failure *why)
{
    const struct text words[] = {entry->on_behalf, entry->name, entry->register_name, entry->unit,
                                 entry->once};
    for (size_t i = 0; i < LENGTH_OF(words); i++)
        if (words[i].length > JOURNAL_WORD_MAX)
            return FAIL(why, FAILURE_TOO_BIG, "a word of an act's head is longer than %d bytes",
                        JOURNAL_WORD_MAX);
    return true;
}

static bool insert(struct connection *writer, struct journal_entry *entry, struct failure *why)
{
    struct text facts, personal = TEXT("");
    if (!body_write(entry->facts, &facts, why) ||
        (entry->personal != NULL && !body_write(entry->personal, &personal, why)))
        return false;
    bool has_personal = entry->personal != NULL;
    const struct store_value values[] = {
        store_int64(entry->shard),
        store_int64(entry->number),
        store_int64(entry->at.milliseconds),
        store_int64(entry->account),
        text_or_null(entry->on_behalf),
        store_text(entry->name),
        text_or_null(entry->register_name),
        number_or_null(entry->record),
        text_or_null(entry->unit),
        day_is_some(entry->day) ? store_int64(entry->day.number) : store_null(),
        number_or_null(entry->definition),
        text_or_null(entry->once),
        store_blob(facts),
        nonce_value(&entry->facts_nonce),
        has_personal ? store_blob(personal) : store_null(),
        has_personal ? nonce_value(&entry->personal_nonce) : store_null(),
        entry->erased ? hash_value(&entry->personal_commitment) : store_null(),
        hash_value(&entry->leaf),
    };
    if (!store_run(writer, &ACT_INSERT, values, LENGTH_OF(values), why))
        return false;
    store_remember(writer, LAST_ACT, entry->shard, entry->number);
    return true;
}

bool journal_append(struct connection *writer, struct world *world, struct journal_entry *entry,
                    struct failure *why)
{
    struct journal_entry made = *entry;
    int64_t last = 0;
    REQUIRE(made.facts != NULL && made.name.length > 0);
    if (!check_words(entry, why) || !journal_last(writer, entry->shard, &last, why))
        return false;
    made.number = last + 1;
    if (made.record == JOURNAL_ITSELF)
        made.record = made.number;
    made.erased = false;
    world_random(world, made.facts_nonce.bytes, sizeof made.facts_nonce.bytes);
    if (made.personal != NULL)
        world_random(world, made.personal_nonce.bytes, sizeof made.personal_nonce.bytes);
    if (!leaf_compute(&made, &made.leaf, why) || !insert(writer, &made, why))
        return false;
    *entry = made;
    return true;
}

bool journal_copy(struct connection *writer, struct journal_entry *entry, struct failure *why)
{
    int64_t last = 0;
    if (!journal_last(writer, entry->shard, &last, why) || !journal_intact(entry, why))
        return false;
    if (entry->number != last + 1)
        return FAIL(why, FAILURE_INVALID, "act %lld of shard %lld does not follow %lld",
                    (long long)entry->number, (long long)entry->shard, (long long)last);
    return insert(writer, entry, why);
}

/* ---- asking ---- */

bool journal_find_once(struct connection *connection, int64_t shard, struct text once, int64_t *number,
                       struct failure *why)
{
    const struct store_value values[] = {store_int64(shard), store_text(once)};
    return store_find_int64(connection, &ACT_ONCE, values, LENGTH_OF(values), 0, number, why);
}

bool journal_last(struct connection *connection, int64_t shard, int64_t *number, struct failure *why)
{
    const struct store_value values[] = {store_int64(shard)};
    return store_recall(connection, LAST_ACT, shard, number) ||
           store_find_int64(connection, &ACT_LAST, values, LENGTH_OF(values), 0, number, why);
}

bool journal_next_shard(struct connection *connection, int64_t after, int64_t *shard, bool *found,
                        struct failure *why)
{
    const struct store_value values[] = {store_int64(after)};
    int64_t next = INT64_MIN;
    if (!store_find_int64(connection, &ACT_NEXT_SHARD, values, LENGTH_OF(values), INT64_MIN, &next, why))
        return false;
    *found = next != INT64_MIN;
    if (*found)
        *shard = next;
    return true;
}

/* ---- reading ---- */

static bool broken(const struct journal_entry *entry, const char *what, struct failure *why)
{
    return FAIL(why, FAILURE_BROKEN, "act %lld of shard %lld: %s", (long long)entry->number,
                (long long)entry->shard, what);
}

/* A column of exactly 32 bytes. */
static bool load_32(const struct statement *row, int column, uint8_t bytes[32])
{
    struct text found = statement_blob(row, column);
    if (found.length != 32)
        return false;
    memcpy(bytes, found.bytes, 32);
    return true;
}

static bool load_body(struct arena *arena, const struct statement *row, int column, struct body **body,
                      struct failure *why)
{
    return body_read(arena, text_copy(arena, statement_blob(row, column)), body, why);
}

static bool load_personal(struct arena *arena, const struct statement *row, struct journal_entry *entry,
                          struct failure *why)
{
    entry->erased = !statement_is_null(row, 16);
    if (entry->erased && !load_32(row, 16, entry->personal_commitment.bytes))
        return broken(entry, "the commitment that was kept is torn", why);
    if (statement_is_null(row, 14) != statement_is_null(row, 15) ||
        (entry->erased && !statement_is_null(row, 14)))
        return broken(entry, "a personal body is half there", why);
    if (statement_is_null(row, 14))
        return true;
    if (!load_32(row, 15, entry->personal_nonce.bytes) || !load_body(arena, row, 14, &entry->personal, why))
        return broken(entry, "the personal body is torn", why);
    return true;
}

static void load_head(struct arena *arena, const struct statement *row, struct journal_entry *entry)
{
    entry->shard = statement_int64(row, 0);
    entry->number = statement_int64(row, 1);
    entry->at.milliseconds = statement_int64(row, 2);
    entry->account = statement_int64(row, 3);
    entry->on_behalf = text_copy(arena, statement_text(row, 4));
    entry->name = text_copy(arena, statement_text(row, 5));
    entry->register_name = text_copy(arena, statement_text(row, 6));
    entry->record = statement_int64(row, 7);
    entry->unit = text_copy(arena, statement_text(row, 8));
    entry->day = statement_is_null(row, 9) ? DAY_NONE : (struct day){(int32_t)statement_int64(row, 9)};
    entry->definition = statement_int64(row, 10);
    entry->once = text_copy(arena, statement_text(row, 11));
}

static bool load_entry(struct arena *arena, const struct statement *row, struct journal_entry **entry,
                       struct failure *why)
{
    struct journal_entry *made = arena_make(arena, sizeof *made);
    load_head(arena, row, made);
    if (!load_32(row, 13, made->facts_nonce.bytes) || !load_32(row, 17, made->leaf.bytes) ||
        !load_body(arena, row, 12, &made->facts, why))
        return broken(made, "the facts, their nonce or the leaf are torn", why);
    if (!load_personal(arena, row, made, why))
        return false;
    *entry = made;
    return true;
}

bool journal_load(struct arena *arena, struct connection *connection, int64_t shard, int64_t number,
                  struct journal_entry **entry, struct failure *why)
{
    const struct store_value values[] = {store_int64(shard), store_int64(number)};
    struct statement *row = NULL;
    if (!store_find(connection, &ACT_LOAD, values, LENGTH_OF(values), &row, why))
        return false;
    if (row == NULL)
        return FAIL(why, FAILURE_NOT_FOUND, "no act %lld in shard %lld", (long long)number, (long long)shard);
    return load_entry(arena, row, entry, why);
}

bool journal_load_page(struct arena *arena, struct connection *connection, const struct journal_query *query,
                       struct list *entries, struct failure *why)
{
    size_t limit = query->limit == 0 || query->limit > JOURNAL_PAGE_MAX ? JOURNAL_PAGE_MAX : query->limit;
    bool of_record = query->record != 0;
    const struct store_value values[] = {store_int64(query->shard), store_int64(query->from),
                                         store_int64((int64_t)limit), store_text(query->register_name),
                                         store_int64(query->record)};
    struct statement *rows = NULL;
    struct list found = {0};
    if (!store_select(connection, of_record ? &ACT_PAGE_OF_RECORD : &ACT_PAGE, values, of_record ? 5 : 3,
                      &rows, why))
        return false;
    while (statement_next(rows, why)) {
        struct journal_entry *entry = NULL;
        if (!load_entry(arena, rows, &entry, why))
            return false;
        list_add(&found, arena, entry);
    }
    if (!statement_sound(rows))
        return false;
    *entries = found;
    return true;
}

/* ---- proving and erasing ---- */

bool journal_intact(struct journal_entry *entry, struct failure *why)
{
    struct seal_hash leaf;
    if (!leaf_compute(entry, &leaf, why))
        return false;
    return seal_same_hash(&leaf, &entry->leaf) || broken(entry, "it is not what its leaf says", why);
}

bool journal_erase_personal(struct connection *writer, int64_t shard, int64_t number, struct failure *why)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    struct journal_entry *entry = NULL;
    struct text bytes;
    if (!journal_load(scratch, writer, shard, number, &entry, why))
        return false;
    if (entry->erased)
        return true;
    if (entry->personal == NULL)
        return FAIL(why, FAILURE_NOT_FOUND, "act %lld of shard %lld has no personal body", (long long)number,
                    (long long)shard);
    if (!journal_intact(entry, why) || !body_write(entry->personal, &bytes, why))
        return false;
    struct seal_hash commitment = seal_commitment(bytes, &entry->personal_nonce);
    const struct store_value values[] = {store_int64(shard), store_int64(number), hash_value(&commitment)};
    return store_run(writer, &ACT_ERASE, values, LENGTH_OF(values), why);
}
