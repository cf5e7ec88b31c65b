/*
 * citation.h — how does a document name an instrument?
 *
 *     struct text words = citation_expand(arena, definition, TEXT("Căn cứ [[nq-68-2021]];"), &(struct citing){.language = LANGUAGE_VI});
 *                                    Căn cứ Nghị quyết số 68/NQ-CP ngày 01/7/2021 của Chính phủ;
 *
 * Laws are named by their title, other instruments by number, day and issuer (Decree 30/2020/ND-CP, Annex I). What is
 * in brackets and no instrument's id stays as it is. Returned texts live in the arena.
 */
#pragma once

#include "base/problem.h"
#include "keep/definition/definition.h"

struct citing {
    enum language language;
    void (*cited)(void *context, const struct instrument_definition *instrument); /* told of each; NULL: nobody */
    void *context;
};

struct text citation_expand(struct arena *arena, const struct definition *definition, struct text source, const struct citing *citing);
struct text citation_write(struct arena *arena, const struct instrument_definition *instrument, enum language language);
/* "01/7/2021": days below 10 and months 1 and 2 take a 0, as in formal dates. */
struct text citation_day(struct arena *arena, struct day day);
