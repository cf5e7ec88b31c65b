/*
 * seal_scan.c — a scan of what was handed in: closed under its dossier's key when it is attached, and opened again.
 *
 * The box holds the file's bytes, its name, and zeros up to the next SCAN_STEP bytes: who has the file elsewhere does not
 * find it by its length. It is kept as any file is (keep/record/attached.h), under the hash of the box. Closing needs the
 * open half of the dossier's key alone, so whatever happens to the body's key, scans open with the dossier (docs/sealing.md).
 */
#include "work/act/key_inside.h"

#include "keep/record/attached.h"

enum { SCAN_BOX = 3, SCAN_STEP = 64 << 10, SCAN_WORDS_MAX = 4 << 10 /* name, and what a body writes beside */ };

_Static_assert((int)SCAN_BOX >= (int)SEAL_BOXES, "no box of fields has the number of scans: what is closed would not open any more");
_Static_assert(ATTACHED_BYTES_MAX + SCAN_WORDS_MAX + SCAN_STEP <= BOX_CONTENT_MAX, "the biggest scan fits a box");

static const struct text BYTES = TEXT_ENTRY("bytes"), NAME = TEXT_ENTRY("name"), PAD = TEXT_ENTRY("pad");

static bool write_scan(struct arena *arena, const struct scan *scan, size_t pad, struct text *content, struct failure *why)
{
    struct body *body = body_make(arena);
    body_put_bytes(body, BYTES, scan->bytes);
    body_put(body, NAME, value_text(scan->name));
    body_put_bytes(body, PAD, (struct text){arena_make(arena, pad + 1), pad});
    return body_write(body, content, why);
}

/* One byte less than a number of steps: the box adds one at least. */
static bool write_padded(struct arena *arena, const struct scan *scan, struct text *content, struct failure *why)
{
    const struct scan empty = {.name = scan->name};
    struct text words;
    if (!write_scan(arena, &empty, 0, &words, why))
        return false;
    size_t length = words.length + scan->bytes.length + 1;
    return write_scan(arena, scan, (SCAN_STEP - length % SCAN_STEP) % SCAN_STEP, content, why);
}

bool seal_scan(struct act_context *context, const struct record *record, const struct scan *scan, struct text *box,
               struct act_answer *answer, struct failure *why)
{
    struct dossier *dossier;
    struct text content;
    uint8_t random[BOX_RANDOM];
    int64_t last;
    if (!dossier_load(context->arena, context->connection, context->shard, record->number, &dossier, why) ||
        !journal_last(context->connection, context->shard, &last, why))
        return false;
    if (!dossier) {
        act_problem(answer, "file", "act.scan-no-dossier", (struct text){0}, (struct text){0});
        return true;
    }
    if (!write_padded(context->arena, scan, &content, why))
        return false;
    /* journal_append comes next in this piece of work and gives this number. */
    const struct dossier_place place = {context->shard, record->number, last + 1, SCAN_BOX};
    world_random(context->world, random, sizeof random);
    *box = dossier_close_box(context->arena, &dossier->open, &place, content, random);
    return true;
}

bool seal_scan_open(struct act_context *context, const struct box_pair *pair, const struct dossier *dossier, const struct attached *file,
                    struct scan *scan, struct failure *why)
{
    const struct dossier_place place = {dossier->shard, dossier->record, file->number, SCAN_BOX};
    struct text box, content;
    struct body *body;
    if (!attached_bytes(context->arena, context->connection, context->shard, file->hash, &box, why) ||
        !dossier_open_box(context->lasting, pair, dossier, &place, box, &content, why) ||
        !body_read(context->lasting, content, &body, why))
        return false;
    *scan = (struct scan){.name = body_text(body, NAME), .bytes = body_bytes(body, BYTES)};
    return true;
}
