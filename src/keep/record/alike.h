/*
 * alike.h — which records tell of an event that this one tells of too?
 *
 * A residents' meeting is written down by the group, by its ward and by the women's union, and
 * the same sheet comes twice. A register that says `same: [held_on, form, topic]` has its records
 * compared: those of one day whose organisations stand in one line of places (the group in the
 * ward, the ward in the district), where each field of `same` is equal, and of texts at least
 * ALIKE_WORDS_PERCENT of the words are, accents and capitals apart, and not each names a number
 * that the other does not ("tổ 5", "tổ 7"). It is a hint, never proof:
 * whoever writes may insist.
 *
 *     struct alike_book *CLOSING(alike_book) book = alike_book_open(register_, tree);
 *     struct alike found[ALIKE_FOUND_MAX];
 *     size_t count;
 *     if (!alike_find(book, connection, record, found, &count, why)) …
 *
 * A book keeps what it read of each place and day, so a sheet asks the database once for each. Fields of `same` are never personal.
 */
#pragma once

#include "keep/record/record.h"

enum {
    ALIKE_WORDS_PERCENT = 60, /* twice the words in common, of the words of both together */
    ALIKE_FOUND_MAX = 5,
    ALIKE_READ_MAX = 1000,    /* records of one day and neighbourhood, the newest: more are not compared */
    ALIKE_UNITS_MAX = 3000,   /* organisations below the writer's place: of more, only those of the place itself */
};

struct alike {
    int64_t number; /* the record's; or what alike_row was given */
    const struct unit *unit;
};

struct alike_book;
struct alike_book *alike_book_open(const struct register_definition *register_, const struct unit_tree *tree);
void alike_book_close(struct alike_book *book); /* NULL is allowed */
static inline void alike_book_closing(struct alike_book **book)
{
    alike_book_close(*book);
}

/* Kept records that are like it, itself apart, newest first. None in a register without `same`, or without a day. */
MUST_CHECK bool alike_find(struct alike_book *book, struct connection *connection, const struct record *record,
                           struct alike found[ALIKE_FOUND_MAX], size_t *count, struct failure *why);
/* Would two such texts tell of one thing? By their words and numbers alone; never when one is empty. */
bool alike_texts(struct arena *arena, struct text a, struct text b);
/* The first row like it among those told before, and tells this one under `number`; false when there is none. */
bool alike_row(struct alike_book *book, const struct record *record, int64_t number, struct alike *found);
