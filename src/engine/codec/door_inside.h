/*
 * door_inside.h — what every reader of this folder does with text from outside.
 *
 * Bytes are UTF-8 or they are refused with their place; texts come in as NFC.
 */
#pragma once

#include "base/arena.h"
#include "base/text.h"

/* Where the first byte stands that is not UTF-8 (or is NUL); false when there is none. Column in characters. */
bool door_find_bad(struct text bytes, uint32_t *line, uint32_t *column);

/* True when the text is surely in NFC already: it holds nothing that composes. May be false for a text that is. */
bool door_is_composed(struct text text);

/* A copy in NFC; false when `raw` is not UTF-8. */
MUST_CHECK bool door_copy(struct arena *arena, struct text raw, struct text *text);

/* The same, but a text that is in NFC already is borrowed, not copied. */
MUST_CHECK bool door_borrow(struct arena *arena, struct text raw, struct text *text);
