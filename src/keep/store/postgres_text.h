/*
 * postgres_text.h — how does PostgreSQL read what is written once for both databases?
 *
 *     struct postgres_text made;
 *     postgres_text_make(arena, "SELECT a FROM t WHERE b = ?2", &made);     … WHERE b = $1; place_of[0] is 2
 *
 * Inside keep/store only. What stands in quotes is never touched; nothing here fails: texts are ours.
 */
#pragma once

#include "base/arena.h"

enum { POSTGRES_PLACES_MAX = 32000 }; /* a place beyond is a bug */

/* A statement with $1, $2 … in place of ?1, ?2 …. PostgreSQL wants every number used, so parameters
 * are numbered anew; `place_of` says which place each stands for. */
struct postgres_text {
    const char *text;
    int places;    /* the highest ?N */
    int count;     /* parameters */
    int *place_of; /* of parameter $1, $2 … */
};

void postgres_text_make(struct arena *arena, const char *text, struct postgres_text *made);

/* Definitions of tables and indexes: bigint, bytea, text by bytes; STRICT left out, and WITHOUT ROWID
 * kept as the table's comment, for the way back. */
const char *postgres_define_text(struct arena *arena, const char *text);
