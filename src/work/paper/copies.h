/*
 * copies.h — one paper printed many times, each for something of its own: a survey sheet for each dossier of a sample.
 *
 *     struct paper_copies ask = {.definition = definition, .paper = TEXT("supervision-survey"), .marks = marks, .count = 200,
 *                                .topic = TEXT("hỗ trợ lao động tự do"), .year = 2021};
 *     if (!paper_copies(arena, &ask, &document, why)) …         NOT_FOUND: no such paper; TOO_BIG
 *
 * It needs no record and no folder: what only a record knows is a gap to fill. Each copy begins on a page of its own with
 * its mark ("Hồ sơ số …"), which is how the sheet finds its dossier again; a paper that keeps names away keeps them away.
 */
#pragma once

#include "engine/document/document.h"
#include "keep/definition/definition.h"

enum { PAPER_COPIES_MAX = 5000 };

struct paper_copies {
    const struct definition *definition;
    struct text paper;
    const struct text *marks; /* of each copy, printed under its title */
    size_t count;
    struct text topic;        /* empty: a gap */
    int year;
    enum language language;
};

MUST_CHECK bool paper_copies(struct arena *arena, const struct paper_copies *ask, struct document **document, struct failure *why);
