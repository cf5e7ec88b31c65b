/* dossier.c — dossiers and their boxes, to and from their tables. */
#include "keep/box/dossier.h"

#include "base/buffer.h"
#include "engine/seal/seal.h"
#include "keep/store/statement.h"

#define SQL(id, name, text, postgres) static const struct sql id __attribute__((unused)) = {name, text, postgres};
#include "keep/box/box_sql.def"
#undef SQL

enum { NUMBER_BYTES = 8, PASSED_BYTES = NUMBER_BYTES + BOX_SEALED_KEY, ABOUT_MAX = 100 };

static int64_t number_at(const char *bytes)
{
    uint64_t number = 0;
    for (int i = 0; i < NUMBER_BYTES; i++)
        number = number << 8 | (uint8_t)bytes[i];
    return (int64_t)number;
}

/* "danvan box 1" NUL, shard, record, act, and which box of the act, one byte. */
static struct text about_of(struct arena *arena, const struct dossier_place *place)
{
    static const char words[] = "danvan box 1";
    struct buffer CLOSING(buffer) out;
    buffer_init(&out, ABOUT_MAX);
    buffer_add_bytes(&out, words, sizeof words);
    buffer_add_u64(&out, (uint64_t)place->shard);
    buffer_add_u64(&out, (uint64_t)place->record);
    buffer_add_u64(&out, (uint64_t)place->act);
    buffer_add_u8(&out, (uint8_t)place->box);
    return text_copy(arena, buffer_text(&out));
}

struct text dossier_close_box(struct arena *arena, const struct box_key *open, const struct dossier_place *place, struct text content,
                              const uint8_t random[BOX_RANDOM])
{
    return box_close(arena, open, about_of(arena, place), content, random);
}

/* ---- in and out ---- */

static bool read_dossier(struct arena *arena, struct statement *row, struct dossier *made, struct failure *why)
{
    made->unit = statement_int64(row, 0);
    made->sealed = text_copy(arena, statement_blob(row, 2));
    return box_key_read(statement_blob(row, 1), &made->open) ||
           FAIL(why, FAILURE_BROKEN, "the key of record %lld's dossier is torn", (long long)made->record);
}

bool dossier_load(struct arena *arena, struct connection *connection, int64_t shard, int64_t record, struct dossier **dossier,
                  struct failure *why)
{
    struct store_value where[] = {store_int64(shard), store_int64(record)};
    struct statement *row;
    *dossier = NULL;
    if (!store_find(connection, &DOSSIER_LOAD, where, LENGTH_OF(where), &row, why))
        return false;
    if (!row)
        return true;
    struct dossier *made = arena_make(arena, sizeof *made);
    *made = (struct dossier){.shard = shard, .record = record};
    if (!read_dossier(arena, row, made, why))
        return false;
    *dossier = made;
    return true;
}

bool dossier_save(struct connection *writer, const struct dossier *dossier, struct failure *why)
{
    struct store_value row[] = {store_int64(dossier->shard), store_int64(dossier->record), store_int64(dossier->unit),
                                store_blob(box_key_text(&dossier->open)), store_blob(dossier->sealed)};
    return store_run(writer, &DOSSIER_SAVE, row, LENGTH_OF(row), why);
}

bool dossier_add_box(struct connection *writer, int64_t shard, const struct dossier_box *box, struct failure *why)
{
    struct store_value row[] = {store_int64(shard), store_int64(box->record), store_int64(box->act), store_int64(box->box),
                                store_blob(box->bytes)};
    return store_run(writer, &BOX_SAVE, row, LENGTH_OF(row), why);
}

bool dossier_erase(struct connection *writer, int64_t shard, int64_t record, struct failure *why)
{
    struct store_value where[] = {store_int64(shard), store_int64(record)};
    return store_run(writer, &BOXES_DROP, where, LENGTH_OF(where), why) && store_run(writer, &DOSSIER_DROP, where, LENGTH_OF(where), why);
}

/* ---- opening ---- */

static bool unseal_dossier(const struct box_pair *body, int64_t record, struct text sealed, struct box_pair *pair, struct failure *why)
{
    struct box_key secret;
    if (!box_key_unseal(body, sealed, &secret))
        return FAIL(why, FAILURE_BROKEN, "the dossier of record %lld is not sealed to this key", (long long)record);
    *pair = box_pair_of(&secret);
    seal_forget(&secret, sizeof secret);
    return true;
}

static bool open_box(struct arena *arena, const struct box_pair *own, const struct dossier_place *place, struct text box, struct text *content,
                     struct failure *why)
{
    return box_open(arena, own, about_of(arena, place), box, content) ||
           FAIL(why, FAILURE_BROKEN, "a box of record %lld is torn, or of another record", (long long)place->record);
}

static bool open_boxes(struct arena *arena, struct connection *connection, const struct box_pair *own, const struct dossier *dossier,
                       struct list *contents, struct failure *why)
{
    struct store_value where[] = {store_int64(dossier->shard), store_int64(dossier->record)};
    struct statement *row_of;
    if (!store_select(connection, &BOXES_OF, where, LENGTH_OF(where), &row_of, why))
        return false;
    while (statement_next(row_of, why)) {
        struct dossier_content content = {.act = statement_int64(row_of, 0), .box = (int)statement_int64(row_of, 1)};
        const struct dossier_place place = {dossier->shard, dossier->record, content.act, content.box};
        if (!open_box(arena, own, &place, statement_blob(row_of, 2), &content.content, why))
            return false;
        list_add(contents, arena, arena_copy(arena, &content, sizeof content));
    }
    return statement_sound(row_of);
}

bool dossier_open(struct arena *arena, struct connection *connection, const struct box_pair *body, const struct dossier *dossier,
                  struct list *contents, struct failure *why)
{
    struct box_pair own;
    if (!unseal_dossier(body, dossier->record, dossier->sealed, &own, why))
        return false;
    *contents = (struct list){0};
    bool opened = open_boxes(arena, connection, &own, dossier, contents, why);
    seal_forget(&own, sizeof own);
    return opened;
}

bool dossier_open_box(struct arena *arena, const struct box_pair *body, const struct dossier *dossier, const struct dossier_place *place,
                      struct text box, struct text *content, struct failure *why)
{
    struct box_pair own;
    if (!unseal_dossier(body, dossier->record, dossier->sealed, &own, why))
        return false;
    bool opened = open_box(arena, &own, place, box, content, why);
    seal_forget(&own, sizeof own);
    return opened;
}

/* ---- from one body's key to another ---- */

bool dossier_count(struct connection *connection, int64_t shard, int64_t unit, int64_t *count, struct failure *why)
{
    struct store_value where[] = {store_int64(shard), store_int64(unit)};
    return store_find_int64(connection, &DOSSIERS_COUNT, where, LENGTH_OF(where), 0, count, why);
}

static bool reseal_one(struct buffer *out, struct arena *scratch, const struct dossier_passing *passing, int64_t record, struct text sealed,
                       struct failure *why)
{
    struct box_pair own;
    uint8_t random[BOX_KEY_BYTES];
    if (!unseal_dossier(passing->from, record, sealed, &own, why))
        return false;
    passing->random(passing->context, random, sizeof random);
    buffer_add_u64(out, (uint64_t)record);
    buffer_add(out, box_key_seal(scratch, passing->to, &own.secret, random));
    seal_forget(&own, sizeof own);
    seal_forget(random, sizeof random);
    return true;
}

static bool reseal_all(struct buffer *out, struct arena *scratch, struct connection *connection, const struct dossier_passing *passing,
                       struct failure *why)
{
    struct store_value where[] = {store_int64(passing->shard), store_int64(passing->unit)};
    struct statement *row_of;
    if (!store_select(connection, &DOSSIERS_OF, where, LENGTH_OF(where), &row_of, why))
        return false;
    while (statement_next(row_of, why)) {
        int64_t record = statement_int64(row_of, 0);
        if ((passing->record == 0 || passing->record == record) &&
            !reseal_one(out, scratch, passing, record, statement_blob(row_of, 1), why))
            return false;
    }
    return statement_sound(row_of);
}

bool dossier_reseal(struct arena *arena, struct connection *connection, const struct dossier_passing *passing, struct text *bytes,
                    struct failure *why)
{
    struct buffer CLOSING(buffer) out;
    int64_t count;
    buffer_init(&out, (size_t)DOSSIERS_MAX * PASSED_BYTES);
    if (!dossier_count(connection, passing->shard, passing->unit, &count, why))
        return false;
    if (count > DOSSIERS_MAX)
        return FAIL(why, FAILURE_TOO_BIG, "at most %d dossiers are passed on by one act", DOSSIERS_MAX);
    if (!reseal_all(&out, arena, connection, passing, why) || !buffer_ok(&out, why))
        return false;
    *bytes = text_copy(arena, buffer_text(&out));
    return true;
}

bool dossier_pass(struct connection *writer, int64_t shard, int64_t unit, struct text bytes, struct failure *why)
{
    if (bytes.length % PASSED_BYTES != 0)
        return FAIL(why, FAILURE_BROKEN, "the dossiers passed on are torn");
    for (size_t at = 0; at < bytes.length; at += PASSED_BYTES) {
        struct store_value row[] = {store_int64(shard), store_int64(number_at(bytes.bytes + at)), store_int64(unit),
                                    store_blob(text_part(bytes, at + NUMBER_BYTES, BOX_SEALED_KEY))};
        if (!store_run(writer, &DOSSIER_PASS, row, LENGTH_OF(row), why))
            return false;
    }
    return true;
}
