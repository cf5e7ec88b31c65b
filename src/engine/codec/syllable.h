/*
 * syllable.h — can this word be a syllable of Vietnamese, by its letters and its tone?
 *
 *     syllable_is(points, 6)      (n g u y ễ n: yes; n g u y ô n: no)
 *
 * Spelling only: an onset, a rhyme that may stand behind it (k, gh, ngh before e ê i only), and a tone the rhyme may bear
 * at the vowel where it is written (both "hòa" and "hoà"; words that end in c, ch, p, t have only sắc and nặng). It knows
 * no words: "tụn" is a syllable. Few random rows of letters pass, which makes it a test of whether text was decoded
 * rightly. Nothing is kept and nothing can fail.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SYLLABLE_LETTERS_MAX = 7 }; /* nghiêng */

enum syllable_tone { TONE_NONE, TONE_HUYEN, TONE_HOI, TONE_NGA, TONE_SAC, TONE_NANG };

/* A letter taken apart: ă â đ ê ô ơ ư are letters of their own. */
struct syllable_letter {
    int32_t plain; /* small, without tone */
    enum syllable_tone tone;
    bool capital;
};

/* Code points in NFC, capitals or not. */
bool syllable_is(const int32_t *points, size_t count);

/* Takes a letter in NFC apart: a to z, đ, the twelve vowels with any tone. False for every other code point. */
bool syllable_letter_split(int32_t point, struct syllable_letter *letter);

/* The code point of a letter; 0 when no such letter is (a tone on a consonant). */
int32_t syllable_letter_join(struct syllable_letter letter);
