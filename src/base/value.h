/*
 * value.h — one value of a record, a rule or a row: five types, and unknown.
 *
 * Missing data is VALUE_UNKNOWN; it is never zero, empty or "no". A code is a
 * word of a closed list (a choice, a state, a unit's code); a text is free.
 * Texts are borrowed.
 */
#pragma once

#include "base/day.h"
#include "base/decimal.h"
#include "base/text.h"

enum value_kind { VALUE_UNKNOWN, VALUE_TRUTH, VALUE_NUMBER, VALUE_TEXT, VALUE_DAY, VALUE_CODE };

struct value {
    enum value_kind kind;
    union {
        bool truth;
        struct decimal number;
        struct text text; /* VALUE_TEXT, VALUE_CODE */
        struct day day;
    };
};

struct value value_unknown(void);
struct value value_truth(bool truth);
struct value value_number(struct decimal number);
struct value value_whole(int64_t number);
struct value value_text(struct text text);
struct value value_code(struct text code);
struct value value_day(struct day day);
bool value_known(struct value value);
/* Same kind and same value; two unknowns are the same here (this is not the rules' "="). */
bool value_same(struct value a, struct value b);
/* Machine form: "true", "12.5", "2021-09-08", the text itself; "" when unknown. */
struct text value_write(struct arena *arena, struct value value);
