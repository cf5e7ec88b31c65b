/*
 * body.h — what an act says, name by name, as bytes that mean one thing only.
 *
 * Each act has two bodies: facts (all that figures, deadlines and rebuilding need) and
 * personal (fields marked personal). Both are written the same way; docs/journal.md
 * says how, with vectors, and never changes.
 *
 *     struct body *facts = body_make(arena);
 *     body_put(facts, TEXT("state"), value_code(TEXT("planned")));
 *     body_put_list(facts, TEXT("supervised"), units, 5);
 *     …
 *     struct value state = body_value(facts, TEXT("state"));       unknown when it is not said
 *
 * A body lives in its arena and borrows texts and bytes put in, which must live as long;
 * lists are copied. A name is put once. Order does not matter: writing sorts by name.
 * A body that was read borrows the bytes it was read from.
 */
#pragma once

#include "base/arena.h"
#include "base/failure.h"
#include "base/text.h"
#include "base/value.h"

enum {
    BODY_MAX = 48 << 20,     /* bytes when written */
    BODY_ITEMS_MAX = 100000, /* names, and values of one list */
    BODY_NAME_MAX = 200,     /* bytes */
};

struct body;

enum body_kind { BODY_VALUE, BODY_BYTES, BODY_LIST };

struct body_item {
    struct text name;
    enum body_kind kind;
    struct value value;         /* BODY_VALUE */
    struct text bytes;          /* BODY_BYTES */
    const struct value *values; /* BODY_LIST */
    size_t count;
};

struct body *body_make(struct arena *arena);
/* Unknown is said too: it means "now unknown". A name put twice is a bug. Decimals lose the zeros at their end. */
void body_put(struct body *body, struct text name, struct value value);
void body_put_bytes(struct body *body, struct text name, struct text bytes);
void body_put_list(struct body *body, struct text name, const struct value *values, size_t count);

size_t body_count(const struct body *body);
const struct body_item *body_item(const struct body *body, size_t index);
const struct body_item *body_find(const struct body *body, struct text name); /* NULL when it is not said */

/* What is said, or unknown, empty, nothing when it is not, or is of another kind. */
struct value body_value(const struct body *body, struct text name);
struct text body_text(const struct body *body, struct text name); /* of a text or code value */
int64_t body_whole(const struct body *body, struct text name);    /* of a whole number; else 0 */
struct text body_bytes(const struct body *body, struct text name);

/* The canonical bytes, in the body's arena. FAILURE_TOO_BIG over a ceiling. */
MUST_CHECK bool body_write(struct body *body, struct text *bytes, struct failure *why);
/* Takes only bytes that body_write could have made: else FAILURE_BROKEN. */
MUST_CHECK bool body_read(struct arena *arena, struct text bytes, struct body **body, struct failure *why);
