/*
 * attached.h — which files belong to a record, and their bytes.
 *
 * A file is kept once, under the SHA-256 of its bytes (table `file`), however often it is attached (table `attached`). The act
 * that attaches one says hash, kind and size among its facts and the name among what is personal; the bytes go beside the
 * journal, which proves them by their hash. Dropping one erases its name, and its bytes once nothing holds them any more;
 * hash, kind, size and moment stay.
 *
 * A sealed one (work/act/seal_scan.c) is kept as the closed box that holds its bytes and its name: hash and size are the box's,
 * and the name here is empty.
 *
 *     struct list files = {0};
 *     if (!attached_load(arena, connection, shard, record, &files, why)) …      struct attached *, oldest first
 */
#pragma once

#include "base/list.h"
#include "base/text.h"
#include "keep/store/store.h"

enum { ATTACHED_BYTES_MAX = 10 << 20, ATTACHED_NAME_MAX = 120 /* letters */, ATTACHED_MAX = 20 /* of one record */ };

struct attached {
    int64_t number;     /* of the act that attached it */
    struct text hash;   /* SHA-256, hex */
    struct text type;   /* "application/pdf", read from its content */
    int64_t size;
    struct text name;   /* as its sender called it, without a path; empty once dropped, or sealed */
    bool dropped;
    bool sealed;        /* and not dropped */
};

MUST_CHECK bool attached_load(struct arena *arena, struct connection *connection, int64_t shard, int64_t record, struct list *files,
                              struct failure *why);
/* FAILURE_NOT_FOUND, also for a dropped one. */
MUST_CHECK bool attached_find(struct arena *arena, struct connection *connection, int64_t shard, int64_t record, int64_t number,
                              struct attached *file, struct failure *why);
/* FAILURE_BROKEN when they are gone or are not those. */
MUST_CHECK bool attached_bytes(struct arena *arena, struct connection *connection, int64_t shard, struct text hash, struct text *bytes,
                               struct failure *why);

/* Inside an act's transaction. `bytes` empty: the entry is carried out again and they are kept elsewhere. */
MUST_CHECK bool attached_add(struct connection *writer, int64_t shard, int64_t record, const struct attached *file, struct text bytes,
                             struct failure *why);
MUST_CHECK bool attached_drop(struct connection *writer, int64_t shard, int64_t record, int64_t number, struct failure *why);

/* Reads every file: FAILURE_BROKEN, with its hash and a record that holds it, when one is not what its hash says or has no bytes. */
MUST_CHECK bool attached_intact(struct connection *connection, struct failure *why);
