/*
 * saved.h — which ways of looking at a register's list has a person kept under a name?
 *
 * What is looked for may be a name, so name and question are the person's: they stand in the personal body of the act that
 * kept them, and go with it. One may be shown to all who act for the same organisation; only its owner takes it away.
 *
 *     struct list saved = {0};
 *     if (!saved_load(arena, connection, account, unit, register_name, &saved, why)) …     struct saved *, by name
 */
#pragma once

#include "base/list.h"
#include "base/text.h"
#include "keep/store/store.h"

enum { SAVED_MAX = 40 /* of one person in one register */, SAVED_NAME_MAX = 80 /* letters */, SAVED_QUERY_MAX = 2000 /* bytes */ };

struct saved {
    int64_t number;            /* of the act that kept it */
    int64_t account;           /* whose it is; 0: the folder's owner's */
    int64_t unit;              /* the organisation it is shown to; 0: to nobody else */
    struct text register_name;
    struct text name, query;   /* query: what stands behind the "?" of the list's address */
};

/* A query as a list's address may have it: nothing but what is escaped, "=" and "&". */
bool saved_is_query(struct text query);

/* One's own, and those shown to the organisation `unit` (0: none). */
MUST_CHECK bool saved_load(struct arena *arena, struct connection *connection, int64_t account, int64_t unit, struct text register_name,
                           struct list *saved, struct failure *why);
/* FAILURE_NOT_FOUND. */
MUST_CHECK bool saved_find(struct arena *arena, struct connection *connection, int64_t number, struct saved *saved, struct failure *why);
/* Inside an act's transaction. */
MUST_CHECK bool saved_add(struct connection *writer, const struct saved *saved, struct failure *why);
MUST_CHECK bool saved_drop(struct connection *writer, int64_t number, struct failure *why);
