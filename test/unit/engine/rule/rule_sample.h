/*
 * rule_sample.h — the names that test rules may use, and one row of values for them.
 *
 * Golden files, the comparison of both evaluators and the fuzz target share it:
 * each kind has names with a value and one whose value is missing.
 */
#pragma once

#include "engine/rule/rule.h"

/* TEXT("…") is no constant for a table of structs. */
#define WORD(literal) {literal, sizeof(literal) - 1}

static const struct text sample_states[] = {
    WORD("planned"),   WORD("notified"), WORD("under_way"), WORD("reported"),
    WORD("concluded"), WORD("closed"),   WORD("cancelled"),
};
static const struct text sample_forms[] = {
    WORD("study"), WORD("team"), WORD("community"), WORD("joint"),
};

enum {
    SAMPLE_STATE, SAMPLE_FORM, SAMPLE_OUTCOME, SAMPLE_WARD, SAMPLE_TEAM, /* codes */
    SAMPLE_TITLE, SAMPLE_NOTE,                                           /* texts */
    SAMPLE_DOSSIERS, SAMPLE_AMOUNT, SAMPLE_RATE, SAMPLE_HUGE, SAMPLE_PAID, /* numbers */
    SAMPLE_WORKED_ON, SAMPLE_REPORTED, SAMPLE_BORN, SAMPLE_PLANNED_FOR,  /* days */
    SAMPLE_PUBLIC, SAMPLE_URGENT, SAMPLE_AGREED,                         /* truths */
    SAMPLE_COUNT
};

static const struct rule_name sample_names[SAMPLE_COUNT] = {
    {WORD("state"), VALUE_CODE, sample_states, LENGTH_OF(sample_states), SAMPLE_STATE},
    {WORD("form"), VALUE_CODE, sample_forms, LENGTH_OF(sample_forms), SAMPLE_FORM},
    {WORD("outcome"), VALUE_CODE, sample_states, LENGTH_OF(sample_states), SAMPLE_OUTCOME},
    {WORD("ward"), VALUE_CODE, NULL, 0, SAMPLE_WARD},
    {WORD("team"), VALUE_CODE, NULL, 0, SAMPLE_TEAM}, /* a code of `form` too */
    {WORD("title"), VALUE_TEXT, NULL, 0, SAMPLE_TITLE},
    {WORD("note"), VALUE_TEXT, NULL, 0, SAMPLE_NOTE},
    {WORD("dossiers"), VALUE_NUMBER, NULL, 0, SAMPLE_DOSSIERS},
    {WORD("amount"), VALUE_NUMBER, NULL, 0, SAMPLE_AMOUNT},
    {WORD("rate"), VALUE_NUMBER, NULL, 0, SAMPLE_RATE},
    {WORD("huge"), VALUE_NUMBER, NULL, 0, SAMPLE_HUGE},
    {WORD("paid"), VALUE_NUMBER, NULL, 0, SAMPLE_PAID},
    {WORD("worked_on"), VALUE_DAY, NULL, 0, SAMPLE_WORKED_ON},
    {WORD("reported"), VALUE_DAY, NULL, 0, SAMPLE_REPORTED}, /* a code of `state` too */
    {WORD("born"), VALUE_DAY, NULL, 0, SAMPLE_BORN},
    {WORD("planned_for"), VALUE_DAY, NULL, 0, SAMPLE_PLANNED_FOR},
    {WORD("public"), VALUE_TRUTH, NULL, 0, SAMPLE_PUBLIC},
    {WORD("urgent"), VALUE_TRUTH, NULL, 0, SAMPLE_URGENT},
    {WORD("agreed"), VALUE_TRUTH, NULL, 0, SAMPLE_AGREED},
};

static const struct rule_scope sample_scope = {sample_names, SAMPLE_COUNT};

/* outcome, note, paid, planned_for and agreed are missing. */
static inline void sample_row(struct value row[SAMPLE_COUNT])
{
    for (size_t i = 0; i < SAMPLE_COUNT; i++)
        row[i] = value_unknown();
    row[SAMPLE_STATE] = value_code(TEXT("reported"));
    row[SAMPLE_FORM] = value_code(TEXT("study"));
    row[SAMPLE_WARD] = value_code(TEXT("00118"));
    row[SAMPLE_TEAM] = value_code(TEXT("a"));
    row[SAMPLE_TITLE] = value_text(TEXT("Chi trả hỗ trợ"));
    row[SAMPLE_DOSSIERS] = value_whole(12);
    row[SAMPLE_AMOUNT] = value_whole(1500000);
    row[SAMPLE_RATE] = value_number((struct decimal){25, 1});
    row[SAMPLE_HUGE] = value_whole(INT64_MAX);
    row[SAMPLE_WORKED_ON] = value_day(day_of(2021, 8, 30));
    row[SAMPLE_REPORTED] = value_day(day_of(2021, 9, 14));
    row[SAMPLE_BORN] = value_day(day_of(2004, 2, 29));
    row[SAMPLE_PUBLIC] = value_truth(true);
    row[SAMPLE_URGENT] = value_truth(false);
}
