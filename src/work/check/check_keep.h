/*
 * check_keep.h — what of a check run may a mission keep?
 *
 *     const struct check_keeping keeping = {.mission = number, .wards = wards};
 *     if (!check_keep_sheet(arena, run, &keeping, &bytes, why)) …          rows for the register `finding`, as CSV
 *
 * One row for each kind of each dossier: its number, the ward, the line, the numbers of the conditions in the policy's file and
 * their articles, and the file's hash (DESIGN §10; users.md C4). No name, no cell, no value, no amount. Of a line whose name alone
 * tells of health, and of dossiers without a number or with one that may be a person's own, only how many there are stands there:
 * the dossier is then CHECK_TOTAL, with the ward's name behind it where it is known.
 *
 * The column CHECK_PERSON says who it is (check_person_words). So the sheet never leaves the memory of the run; what does is the
 * sheet that check_marks.h makes of it, in which a mark under the mission's key stands there instead.
 */
#pragma once

#include "base/failure.h"
#include "work/check/check.h"

#define CHECK_TOTAL "tổng số"
#define CHECK_PERSON "person"
#define CHECK_KEPT_IN "finding" /* the register */

struct check_keeping {
    int64_t mission; /* number of its record */
    const struct text
        *wards; /* code of the ward each file of the run is of, in their order; empty: not known */
    const struct text *ward_names; /* the same as people say it */
};

MUST_CHECK bool check_keep_sheet(struct arena *arena, const struct check_run *run,
                                 const struct check_keeping *keeping, struct text *bytes,
                                 struct failure *why);
/* The file of a finding's dossier: its place among the run's files. */
size_t check_finding_file(const struct check_run *run, const struct check_finding *finding);
