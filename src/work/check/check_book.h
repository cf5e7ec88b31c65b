/*
 * check_book.h — the findings of a check run as the workbook for the working session, and as a few plain lines.
 *
 *     const struct check_head head = {.mission = TEXT("…"), .holder = TEXT("Nguyễn Thị A"), .destroy_on = day, .language = LANGUAGE_VI};
 *     if (!check_book(arena, run, &head, &bytes, why)) …
 *
 * Sheets: what came out; each finding with the reason, the article, what the lists say, and the cells it rests on; pairs that may
 * be one person (“giống ở …; khác ở …”); identity numbers to look at; how each column was read. Every sheet carries the mission,
 * who holds the workbook and the day it is to be destroyed (facts of health and poverty may stand in it), and says that nothing
 * in it is a verdict. Equal runs make equal bytes.
 */
#pragma once

#include "base/failure.h"
#include "work/check/check.h"

struct check_head {
    struct text mission, holder; /* empty: a gap to fill by hand */
    struct day destroy_on;
    enum language language;
};

MUST_CHECK bool check_book(struct arena *arena, const struct check_run *run, const struct check_head *head, struct text *bytes, struct failure *why);
/* A few lines for the screen. */
struct text check_plain(struct arena *arena, const struct check_run *run, enum language language);
