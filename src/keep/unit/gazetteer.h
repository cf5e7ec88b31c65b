/*
 * gazetteer.h — which place does this written name mean, on that day?
 *
 *     const struct gazetteer *names = gazetteer_make(arena, &source);
 *     struct gazetteer_answer answer;
 *     gazetteer_find(names, &(struct gazetteer_question){.written = TEXT("P. Bồ Đề - Q. Long Biên"), .day = day}, &answer);
 *     if (answer.sureness == GAZETTEER_SURE)
 *         use(answer.places[0]->code);
 *
 * Made over any list of dated places: an instance's own tree, or the official lists of the country. It reads names as
 * people write them: with and without kind words ("phường", "P.", "TT"), diacritics and tone places, decomposed, in
 * capitals, parts divided by commas, dashes, slashes, brackets or the kind words themselves, smallest or largest first,
 * with house numbers and hamlets before them; kind words and abbreviations stand in gazetteer_words.def.
 *
 * It never guesses. Sure is one place valid on the day, in which every part agrees: a diacritic or kind word that is
 * written must be right, a part nobody knows must be one that names no unit (a house, a street, a hamlet). What several
 * places bear, what is no more or not yet, what is a slip away, is unsure and comes with proposals. Written alone, a
 * code of three digits or more is taken as such.
 *
 * The source is borrowed as long as the gazetteer lives; it lives in the arena, is never changed and serves all threads.
 * gazetteer_find takes no memory and its work is bounded whatever the text.
 */
#pragma once

#include "base/arena.h"
#include "base/day.h"
#include "base/text.h"

enum {
    GAZETTEER_TEXT_MAX = 600,    /* bytes of a written name; longer is unknown */
    GAZETTEER_PROPOSALS_MAX = 8, /* kept of an answer */
    GAZETTEER_PLACES_MAX = 1 << 20,
};

struct gazetteer_place {
    struct text code, name; /* "00139", "Phường Bồ Đề" */
    struct text short_name; /* another name, or empty */
    struct text kind;       /* what questions may ask for: province, district, ward … */
    struct text parent;     /* code of the place above; empty at the top */
    struct day from, to;    /* DAY_NONE: open */
    bool is_organisation;   /* found by its name too; streets and houses do not lie in it */
    const void *owner;      /* the caller's own */
};

struct gazetteer_successor {
    size_t old_place, new_place; /* of the source's places */
};

struct gazetteer_source {
    const struct gazetteer_place *places;
    size_t count;
    const struct gazetteer_successor *successors;
    size_t successor_count;
};

enum gazetteer_sureness { GAZETTEER_SURE, GAZETTEER_UNSURE, GAZETTEER_UNKNOWN };

/* Why an answer is not sure; what weighs most. */
enum gazetteer_reason {
    GAZETTEER_NO_REASON,
    GAZETTEER_SEVERAL, /* several places are so called */
    GAZETTEER_GONE,    /* the place is no more on that day; proposed are those that took it over */
    GAZETTEER_NOT_YET,
    GAZETTEER_MARKS,   /* other diacritics */
    GAZETTEER_KIND,    /* another kind of place */
    GAZETTEER_REST,    /* a part that is no place there */
    GAZETTEER_NEAR,    /* one slip away */
    GAZETTEER_NOWHERE, /* unknown: no name like it */
    GAZETTEER_EMPTY,   /* unknown: nothing is written */
    GAZETTEER_TOO_LONG,
};

struct gazetteer_question {
    struct text written; /* UTF-8 */
    struct text kind;    /* the place must be of it; empty: any */
    struct day day;      /* DAY_NONE: any day */
};

struct gazetteer_answer {
    enum gazetteer_sureness sureness;
    enum gazetteer_reason reason;
    const struct gazetteer_place
        *places[GAZETTEER_PROPOSALS_MAX]; /* the place itself when sure, else proposals by code */
    size_t count;
    size_t found;                       /* as many are proposed, kept or not */
    const struct gazetteer_place *gone; /* GONE: the old place */
};

struct gazetteer;

/* A name may appear twice, a code too, on other days. Parents are found by code and days. */
const struct gazetteer *gazetteer_make(struct arena *arena, const struct gazetteer_source *source);
void gazetteer_find(const struct gazetteer *gazetteer, const struct gazetteer_question *question,
                    struct gazetteer_answer *answer);

/* The place above, NULL at the top. `place` is one of the source's. */
const struct gazetteer_place *gazetteer_above(const struct gazetteer *gazetteer,
                                              const struct gazetteer_place *place);
/* "Phường Bồ Đề, Quận Long Biên, Thành phố Hà Nội". */
struct text gazetteer_full_name(struct arena *arena, const struct gazetteer *gazetteer,
                                const struct gazetteer_place *place);
