/*
 * person_name.h — one way to write a Vietnamese name, so that two ways of writing it can be compared.
 *
 *     struct person_name got = person_name_read(arena, letters, TEXT("NG. Thị  Hoà"));
 *     got.plain          "nguyen thi hoa"
 *     got.toned          "nguyên4 thi5 hoa1"      (letters without tones, and the syllable's tone behind it)
 *
 * The same are: composed and decomposed letters, capitals and small ones, any number of spaces, hoà and hòa, Lý and Lí,
 * Ng. and Nguyễn. An apostrophe goes (H'Hen is HHen), a hyphen or a point is a space. Old encodings are for old_text.h, before.
 *
 * `plain` alone is also what other words are compared by: words_read.
 */
#pragma once

#include "base/arena.h"
#include "base/text.h"

struct letters; /* a table of which letter is which without its marks; made once, then only read */

struct letters *letters_make(struct arena *arena);

struct person_name {
    struct text plain, toned;
};

/* Both empty when there is no letter in it. `name` must be UTF-8. */
struct person_name person_name_read(struct arena *arena, const struct letters *letters, struct text name);

/* Small letters without marks, spaces as one: text_fold, only quicker; what is so already is borrowed. `words` must be UTF-8. */
struct text words_read(struct arena *arena, const struct letters *letters, struct text words);
