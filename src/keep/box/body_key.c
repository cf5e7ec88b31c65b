/* body_key.c — keys of officers and bodies, to and from their tables. */
#include "keep/box/body_key.h"

#include "base/buffer.h"
#include "engine/seal/seal.h"
#include "keep/store/migration.h"
#include "keep/store/statement.h"

#include <string.h>

#define SQL(id, name, text, postgres) static const struct sql id __attribute__((unused)) = {name, text, postgres};
#include "keep/box/box_sql.def"
#undef SQL

static const char *const FIRST[] = {
    "CREATE TABLE officer_key (shard INTEGER NOT NULL, account INTEGER NOT NULL, act INTEGER NOT NULL, open BLOB NOT NULL,"
    " salt BLOB NOT NULL, wrapped BLOB NOT NULL, PRIMARY KEY (shard, account)) STRICT",
    "CREATE TABLE body_key (shard INTEGER NOT NULL, unit INTEGER NOT NULL, act INTEGER NOT NULL, open BLOB NOT NULL,"
    " recovery BLOB NOT NULL, PRIMARY KEY (shard, unit)) STRICT",
    "CREATE TABLE key_holder (shard INTEGER NOT NULL, unit INTEGER NOT NULL, account INTEGER NOT NULL, act INTEGER NOT NULL,"
    " sealed BLOB NOT NULL, PRIMARY KEY (shard, unit, account)) STRICT",
    "CREATE TABLE dossier (shard INTEGER NOT NULL, record INTEGER NOT NULL, unit INTEGER NOT NULL, open BLOB NOT NULL,"
    " sealed BLOB NOT NULL, PRIMARY KEY (shard, record)) STRICT",
    "CREATE INDEX dossier_unit ON dossier (shard, unit, record)",
    "CREATE TABLE sealed_box (shard INTEGER NOT NULL, record INTEGER NOT NULL, act INTEGER NOT NULL, box INTEGER NOT NULL,"
    " bytes BLOB NOT NULL, PRIMARY KEY (shard, record, act, box)) STRICT",
    NULL,
};
static const char *const PERSONS[] = {
    "CREATE TABLE person_key (shard INTEGER NOT NULL, record INTEGER NOT NULL, act INTEGER NOT NULL, key BLOB NOT NULL,"
    " PRIMARY KEY (shard, record)) STRICT",
    NULL,
};
static const struct migration STEPS[] = {{1, "keys and boxes", FIRST, NULL}, {2, "keys by which a mission knows persons", PERSONS, NULL}};

bool box_migrate(struct store *store, struct failure *why)
{
    return store_migrate(store, "box", STEPS, LENGTH_OF(STEPS), why);
}

enum { ABOUT_MAX = 100 };

static bool torn(const char *what, struct failure *why)
{
    return FAIL(why, FAILURE_BROKEN, "%s is torn in its table", what);
}

/* "danvan officer 1" NUL, the number of the person or body, the open half: what a wrapped secret half belongs to. */
static struct text about_of(struct arena *arena, const char *words, int64_t number, const struct box_key *open)
{
    struct buffer CLOSING(buffer) out;
    buffer_init(&out, ABOUT_MAX);
    buffer_add_bytes(&out, words, text_of(words).length + 1);
    buffer_add_u64(&out, (uint64_t)number);
    buffer_add(&out, box_key_text(open));
    return text_copy(arena, buffer_text(&out));
}

/* ---- of one officer ---- */

static struct text about_officer(struct arena *arena, int64_t account, const struct box_key *open)
{
    return about_of(arena, "danvan officer 1", account, open);
}

bool officer_key_load(struct arena *arena, struct connection *connection, int64_t shard, int64_t account, struct officer_key **key,
                      struct failure *why)
{
    struct store_value where[] = {store_int64(shard), store_int64(account)};
    struct statement *row;
    *key = NULL;
    if (!store_find(connection, &OFFICER_LOAD, where, LENGTH_OF(where), &row, why))
        return false;
    if (!row)
        return true;
    struct officer_key *made = arena_make(arena, sizeof *made);
    struct text salt = statement_blob(row, 2);
    made->act = statement_int64(row, 0);
    made->wrapped = text_copy(arena, statement_blob(row, 3));
    if (!box_key_read(statement_blob(row, 1), &made->open) || salt.length != sizeof made->salt)
        return torn("an officer's key", why);
    memcpy(made->salt, salt.bytes, sizeof made->salt);
    *key = made;
    return true;
}

bool officer_key_lose(struct connection *writer, int64_t shard, int64_t account, struct failure *why)
{
    struct store_value of[] = {store_int64(shard), store_int64(account)};
    return store_run(writer, &HOLDINGS_DROP, of, LENGTH_OF(of), why);
}

bool officer_key_rewrap(struct connection *writer, int64_t shard, int64_t account, const struct officer_key *key, struct failure *why)
{
    struct store_value row[] = {store_int64(shard),
                                store_int64(account),
                                store_int64(key->act),
                                store_blob(box_key_text(&key->open)),
                                store_blob((struct text){(const char *)key->salt, sizeof key->salt}),
                                store_blob(key->wrapped)};
    return store_run(writer, &OFFICER_SAVE, row, LENGTH_OF(row), why);
}

bool officer_key_save(struct connection *writer, int64_t shard, int64_t account, const struct officer_key *key, struct failure *why)
{
    return officer_key_lose(writer, shard, account, why) && officer_key_rewrap(writer, shard, account, key, why);
}

struct text officer_key_wrap(struct arena *arena, int64_t account, const struct box_pair *pair, const struct box_key *passphrase,
                             const uint8_t random[BOX_NONCE])
{
    return box_key_wrap(arena, passphrase, about_officer(arena, account, &pair->open), &pair->secret, random);
}

bool officer_key_unwrap(const struct officer_key *key, int64_t account, const struct box_key *passphrase, struct box_pair *pair)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    struct box_key secret;
    if (!box_key_unwrap(passphrase, about_officer(scratch, account, &key->open), key->wrapped, &secret))
        return false;
    *pair = box_pair_of(&secret);
    seal_forget(&secret, sizeof secret);
    return true;
}

/* ---- of one body ---- */

bool body_key_load(struct arena *arena, struct connection *connection, int64_t shard, int64_t unit, struct body_key **key,
                   struct failure *why)
{
    struct store_value where[] = {store_int64(shard), store_int64(unit)};
    struct statement *row;
    *key = NULL;
    if (!store_find(connection, &BODY_LOAD, where, LENGTH_OF(where), &row, why))
        return false;
    if (!row)
        return true;
    struct body_key *made = arena_make(arena, sizeof *made);
    *made = (struct body_key){.unit = unit, .act = statement_int64(row, 0), .recovery = text_copy(arena, statement_blob(row, 2))};
    if (!box_key_read(statement_blob(row, 1), &made->open))
        return torn("an organisation's key", why);
    *key = made;
    return true;
}

bool body_key_save(struct connection *writer, int64_t shard, const struct body_key *key, struct failure *why)
{
    struct store_value row[] = {store_int64(shard), store_int64(key->unit), store_int64(key->act), store_blob(box_key_text(&key->open)),
                                store_blob(key->recovery)};
    struct store_value of[] = {store_int64(shard), store_int64(key->unit)};
    return store_run(writer, &HOLDERS_DROP, of, LENGTH_OF(of), why) && store_run(writer, &BODY_SAVE, row, LENGTH_OF(row), why);
}

bool body_key_add_holder(struct connection *writer, int64_t shard, int64_t unit, const struct key_holder *holder, struct failure *why)
{
    struct store_value row[] = {store_int64(shard), store_int64(unit), store_int64(holder->account), store_int64(holder->act),
                                store_blob(holder->sealed)};
    return store_run(writer, &HOLDER_SAVE, row, LENGTH_OF(row), why);
}

bool body_key_holders(struct arena *arena, struct connection *connection, int64_t shard, int64_t unit, struct list *holders,
                      struct failure *why)
{
    struct store_value where[] = {store_int64(shard), store_int64(unit)};
    struct statement *row_of;
    struct list found = {0};
    if (!store_select(connection, &HOLDERS_OF, where, LENGTH_OF(where), &row_of, why))
        return false;
    while (statement_next(row_of, why)) {
        struct key_holder holder = {.account = statement_int64(row_of, 0), .act = statement_int64(row_of, 1),
                                    .sealed = text_copy(arena, statement_blob(row_of, 2))};
        list_add(&found, arena, arena_copy(arena, &holder, sizeof holder));
    }
    if (!statement_sound(row_of))
        return false;
    *holders = found;
    return true;
}

static struct text about_recovery(struct arena *arena, int64_t unit, const struct box_key *open)
{
    return about_of(arena, "danvan recovery 1", unit, open);
}

struct text body_key_wrap_recovery(struct arena *arena, int64_t unit, const struct box_pair *pair, const struct box_key *recovery,
                                   const uint8_t random[BOX_NONCE])
{
    return box_key_wrap(arena, recovery, about_recovery(arena, unit, &pair->open), &pair->secret, random);
}

bool body_key_recover(const struct body_key *key, const struct box_key *recovery, struct box_pair *pair)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    struct box_key secret;
    if (!box_key_unwrap(recovery, about_recovery(scratch, key->unit, &key->open), key->recovery, &secret))
        return false;
    *pair = box_pair_of(&secret);
    seal_forget(&secret, sizeof secret);
    return true;
}

static const struct key_holder *holder_of(const struct list *holders, int64_t account)
{
    for (size_t i = 0; i < holders->count; i++)
        if (((const struct key_holder *)holders->items[i])->account == account)
            return holders->items[i];
    return NULL;
}

bool body_key_unlock(struct arena *arena, struct connection *connection, const struct body_key_ask *ask, struct box_pair *pair,
                     enum body_key_answer *answer, struct failure *why)
{
    struct officer_key *own;
    struct body_key *body;
    struct list holders;
    struct box_pair mine;
    struct box_key secret;
    if (!officer_key_load(arena, connection, ask->shard, ask->account, &own, why) ||
        !body_key_load(arena, connection, ask->shard, ask->unit, &body, why) ||
        !body_key_holders(arena, connection, ask->shard, ask->unit, &holders, why))
        return false;
    const struct key_holder *holder = holder_of(&holders, ask->account);
    *answer = !body ? BODY_KEY_NONE : !own || !holder ? BODY_KEY_NOT_HELD : BODY_KEY_OPEN;
    if (*answer != BODY_KEY_OPEN)
        return true;
    if (!officer_key_unwrap(own, ask->account, ask->passphrase, &mine)) {
        *answer = BODY_KEY_WRONG_PASSPHRASE;
        return true;
    }
    bool opened = box_key_unseal(&mine, holder->sealed, &secret);
    seal_forget(&mine, sizeof mine);
    if (!opened)
        return torn("a holder's share of a key", why);
    *pair = box_pair_of(&secret);
    seal_forget(&secret, sizeof secret);
    return true;
}
