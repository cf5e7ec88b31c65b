/*
 * import.h — which sheets came in, in which parts, and which were taken back?
 *
 * An import is one act that opens it (the file's name and hash, its register, its mapping, how many rows), then parts:
 * each part is one piece of work that begins with an act of its own, behind which the acts of its records stand without
 * a gap; so the part's number and its count of acts say which records it made. All is derived from the acts. Kept of
 * the file are its name and hash; never its bytes.
 *
 *     struct import import = {.act = entry->number, .register_name = …, .sha256 = hex, .rows = 98000, .parts = 49};
 *     if (!import_save(writer, shard, &import, why)) …
 *     if (!import_save_part(writer, shard, import, &(struct import_part){.part = 1, .act = 1201, .acts = 2000}, why)) …
 */
#pragma once

#include "base/list.h"
#include "base/world.h"
#include "keep/store/store.h"

enum import_state { IMPORT_OPEN, IMPORT_CLOSED, IMPORT_UNDOING, IMPORT_UNDONE };
const char *import_state_word(enum import_state state); /* "open": a key of words */

struct import {
    int64_t act;             /* that opened it: its number */
    struct text register_name;
    int64_t unit;            /* that it was asked for; 0: the rows say it */
    int64_t account;
    struct moment at;
    struct text file_name;
    struct text sha256;      /* hex */
    struct text asked;       /* what else makes the same file another import: sheet and tables chosen */
    struct text headings;    /* hash of the titles, to know them again */
    struct text map;         /* JSON: title -> field; what the next import of equal headings is offered */
    int64_t rows, parts;
    int64_t added, changed, same;
    enum import_state state;
    struct text reason;      /* of taking it back */
};

struct import_part {
    int64_t part;            /* from 1 */
    int64_t act;             /* that begins it; its records' acts are act + 1 … act + acts */
    int64_t acts;
    bool undone;
};

/* Brings this folder's tables up to this program (migration.h). */
MUST_CHECK bool import_migrate(struct store *store, struct failure *why);

/* Changes, inside an act's transaction. */
MUST_CHECK bool import_save(struct connection *writer, int64_t shard, const struct import *import, struct failure *why);
MUST_CHECK bool import_save_part(struct connection *writer, int64_t shard, int64_t import, const struct import_part *part, struct failure *why);
MUST_CHECK bool import_set_state(struct connection *writer, int64_t shard, int64_t import, enum import_state state, struct text reason,
                                 struct failure *why);
/* Marks the part; with the last of them the import is IMPORT_UNDONE. */
MUST_CHECK bool import_undo_part(struct connection *writer, int64_t shard, int64_t import, int64_t part, struct failure *why);

MUST_CHECK bool import_load(struct arena *arena, struct connection *connection, int64_t shard, int64_t act, struct import **import,
                            struct failure *why); /* NOT_FOUND */
/* items: struct import_part *, in order */
MUST_CHECK bool import_load_parts(struct arena *arena, struct connection *connection, int64_t shard, int64_t act, struct list *parts,
                                  struct failure *why);
/* The newest import of these very bytes for this register, unit and choice that was not taken back; NULL when there is none. */
MUST_CHECK bool import_find(struct arena *arena, struct connection *connection, int64_t shard, const struct import *like,
                            struct import **import, struct failure *why);
/* The map of the newest import of equal headings for this register and unit; the empty text when there is none. */
MUST_CHECK bool import_find_map(struct arena *arena, struct connection *connection, int64_t shard, const struct import *like,
                                struct text *map, struct failure *why);
/* The newest of a register, whoever's they are. items: struct import * */
MUST_CHECK bool import_list(struct arena *arena, struct connection *connection, int64_t shard, struct text register_name, size_t limit,
                            struct list *imports, struct failure *why);
