/* value.c — making, comparing and writing single values. */
#include "base/value.h"

struct value value_unknown(void)
{
    return (struct value){.kind = VALUE_UNKNOWN};
}

struct value value_truth(bool truth)
{
    return (struct value){.kind = VALUE_TRUTH, .truth = truth};
}

struct value value_number(struct decimal number)
{
    return (struct value){.kind = VALUE_NUMBER, .number = number};
}

struct value value_whole(int64_t number)
{
    return value_number(decimal_of(number));
}

struct value value_text(struct text text)
{
    return (struct value){.kind = VALUE_TEXT, .text = text};
}

struct value value_code(struct text code)
{
    return (struct value){.kind = VALUE_CODE, .text = code};
}

struct value value_day(struct day day)
{
    return (struct value){.kind = VALUE_DAY, .day = day};
}

bool value_known(struct value value)
{
    return value.kind != VALUE_UNKNOWN;
}

bool value_same(struct value a, struct value b)
{
    if (a.kind != b.kind)
        return false;
    switch (a.kind) {
    case VALUE_UNKNOWN:
        return true;
    case VALUE_TRUTH:
        return a.truth == b.truth;
    case VALUE_NUMBER:
        return decimal_compare(a.number, b.number) == 0;
    case VALUE_TEXT:
    case VALUE_CODE:
        return text_equal(a.text, b.text);
    case VALUE_DAY:
        return day_compare(a.day, b.day) == 0;
    }
    return false;
}

struct text value_write(struct arena *arena, struct value value)
{
    switch (value.kind) {
    case VALUE_UNKNOWN:
        return TEXT("");
    case VALUE_TRUTH:
        return value.truth ? TEXT("true") : TEXT("false");
    case VALUE_NUMBER:
        return decimal_write(arena, value.number);
    case VALUE_TEXT:
    case VALUE_CODE:
        return text_copy(arena, value.text);
    case VALUE_DAY:
        return day_is_some(value.day) ? day_write(arena, value.day) : TEXT("");
    }
    return TEXT("");
}
