/*
 * identity_number.h — is this cell an identity number, and can what Excel did to it be undone?
 *
 *     struct identity_person person = {.sex = IDENTITY_WOMAN, .birth_year = 1985};   (what the row says beside it)
 *     struct identity_number got = identity_number_read(arena, cell, person);
 *     if (got.verdict == IDENTITY_PROBLEM) problem_add(problems, place, got.problem, (struct text){0}, (struct text){0});
 *
 * Two numbers are in use:
 * - 12 digits (căn cước, personal number): 3 for the province, or the country, where the birth was registered · 1 for
 *   century and sex (0 man, 1 woman of 1900–1999; 2, 3 of 2000–2099; 4, 5; 6, 7; 8, 9) · 2 for the year · 6 at random.
 *   Decree 137/2015/NĐ-CP Article 13; Circular 07/2016/TT-BCA Article 7 with its annexes; Circular 59/2021/TT-BCA Article
 *   4. There is no check digit. Every province is below 100, so Excel takes a zero or two off its front.
 * - 9 digits (CMND, void since 1 January 2025, still on old lists): nothing in it can be compared with the person.
 *
 * What is done to a cell, and what it asks for:
 * - nothing, or only marks between digits taken out (spaces, dots, hyphens, an apostrophe in front, ".0" behind): the
 *   structure must hold, and sex and birth year, as far as the row tells them, must not disagree;
 * - digits put in (lost zeros in front, "8.5085000001E+10" with every digit there, the letter O for 0): sex AND birth
 *   year must both be told and agree, for nothing else tells a lost zero from another number. So a CMND of 8 digits is
 *   never repaired;
 * - digits that are gone ("1.23457E+11"; more than 15 digits, of which Excel keeps 15 and writes zeros): never repaired.
 * Whatever fails is a problem with a sentence that says what to do. No problem holds the number.
 */
#pragma once

#include "base/arena.h"
#include "base/text.h"

enum identity_sex { IDENTITY_SEX_UNKNOWN, IDENTITY_MAN, IDENTITY_WOMAN };

struct identity_person {
    enum identity_sex sex;
    int birth_year; /* 0: not told */
};

enum identity_verdict {
    IDENTITY_NONE,     /* the cell is empty */
    IDENTITY_READ,     /* as written, marks between digits aside */
    IDENTITY_REPAIRED, /* digits were put in, and sex and birth year agree */
    IDENTITY_PROBLEM,
};

struct identity_number {
    enum identity_verdict verdict;
    struct text number;  /* 12 or 9 digits; empty when NONE or PROBLEM */
    const char *problem; /* a code of problem_sentences.def that takes no argument; NULL without */
};

/* `cell` as it was read; a number cell by its shortest digits (sheet.h gives them so). */
struct identity_number identity_number_read(struct arena *arena, struct text cell, struct identity_person person);
