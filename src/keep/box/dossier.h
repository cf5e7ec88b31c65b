/*
 * dossier.h — what of a record lies closed: its dossier's key pair, and the boxes that acts have put in.
 *
 * A dossier's pair is made with the record. Its open half stands in the table, so that an act adds a box without being able
 * to read the others; its secret half is sealed to a body's key (body_key.h). Each act's box holds the fields it gave, as
 * a body of the journal (body.h); of several boxes the last word counts. A box belongs to its record, act and place there:
 * put anywhere else it does not open.
 *
 *     struct dossier *dossier;
 *     if (!dossier_load(arena, connection, shard, record, &dossier, why)) …          NULL: nothing is sealed there
 *     if (!dossier_open(arena, connection, &body_pair, dossier, &contents, why)) …   struct dossier_content *, in order of acts
 */
#pragma once

#include "base/arena.h"
#include "base/failure.h"
#include "base/list.h"
#include "engine/seal/box.h"

struct connection;

enum { DOSSIERS_MAX = 400000 }; /* passed on by one act */

struct dossier {
    int64_t shard, record, unit; /* whose key opens it */
    struct box_key open;
    struct text sealed;          /* the secret half, for the body's key */
};

/* One act's box: `box` is its number among those of an act (enum seal_box of the definition). */
struct dossier_box {
    int64_t record, act;
    int box;
    struct text bytes;
};

/* A box's words before they are closed, and what they are bound to. */
struct dossier_place {
    int64_t shard, record, act;
    int box;
};
struct text dossier_close_box(struct arena *arena, const struct box_key *open, const struct dossier_place *place, struct text content,
                              const uint8_t random[BOX_RANDOM]);

MUST_CHECK bool dossier_load(struct arena *arena, struct connection *connection, int64_t shard, int64_t record, struct dossier **dossier,
                             struct failure *why);
MUST_CHECK bool dossier_save(struct connection *writer, const struct dossier *dossier, struct failure *why);
MUST_CHECK bool dossier_add_box(struct connection *writer, int64_t shard, const struct dossier_box *box, struct failure *why);
/* Destroys key and boxes; the personal bodies of the acts that gave them are the caller's to erase. */
MUST_CHECK bool dossier_erase(struct connection *writer, int64_t shard, int64_t record, struct failure *why);

struct dossier_content {
    int64_t act;
    int box;
    struct text content;
};
/* FAILURE_BROKEN when a box does not open with the dossier's own key, or the dossier not with this one. */
MUST_CHECK bool dossier_open(struct arena *arena, struct connection *connection, const struct box_pair *body, const struct dossier *dossier,
                             struct list *contents, struct failure *why);

/* One box that lies elsewhere, such as a scan's; BROKEN likewise, and when it is not of that place. */
MUST_CHECK bool dossier_open_box(struct arena *arena, const struct box_pair *body, const struct dossier *dossier, const struct dossier_place *place,
                                 struct text box, struct text *content, struct failure *why);

/* ---- from one body's key to another ---- */

MUST_CHECK bool dossier_count(struct connection *connection, int64_t shard, int64_t unit, int64_t *count, struct failure *why);
/*
 * All dossiers of `from` (or the one of `record`), their secret halves sealed to `to` instead, as bytes for the journal: record
 * (8 bytes, most significant first) and BOX_SEALED_KEY bytes, over and over. `random` gives as many bytes as asked each time.
 */
struct dossier_passing {
    int64_t shard, unit, record; /* record 0: all */
    const struct box_pair *from;
    const struct box_key *to;
    void (*random)(void *context, uint8_t *bytes, size_t length);
    void *context;
};
MUST_CHECK bool dossier_reseal(struct arena *arena, struct connection *connection, const struct dossier_passing *passing, struct text *bytes,
                               struct failure *why);
/* Carries such bytes out: the dossiers then belong to `unit`. What was erased meanwhile is passed over. */
MUST_CHECK bool dossier_pass(struct connection *writer, int64_t shard, int64_t unit, struct text bytes, struct failure *why);
