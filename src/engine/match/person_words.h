/*
 * person_words.h — who does a row speak of, in one form that is the same however it was written?
 *
 *     struct text who = person_words(arena, letters, cells);      (a text for each PERSON_ field, as match_rows_add takes them)
 *
 *         "so 001085000001"                  an identity number that can be one, brought to its digits; lost zeros put back
 *                                            where sex and year of birth prove them (engine/codec/identity_number.h)
 *         "ten nguyên4 van1 a1 1985-09-08"   without one: the name as person_name.h brings it to one form, and a full birthday
 *
 * Empty when neither is known: then nobody is known again by it. Pure; the text stands in the arena and names a person.
 */
#pragma once

#include "engine/match/match.h"
#include "engine/match/person_name.h"

struct text person_words(struct arena *arena, const struct letters *letters, const struct text cells[PERSON_FIELDS]);
/* By number? It says more than a name and a birthday, which two people may share. */
bool person_words_sure(struct text words);
