/* policy_value.c — values as people write them in lists and answers, and as they are shown. */
#include "engine/policy/policy_inside.h"

struct value policy_value_admit(const struct policy_column *column, struct value value)
{
    if (value.kind != column->kind)
        return value_unknown();
    if (value.kind == VALUE_NUMBER &&
        (decimal_compare(value.number, column->least) < 0 || decimal_compare(value.number, column->most) > 0))
        return value_unknown();
    if (value.kind == VALUE_DAY && !day_is_some(value.day))
        return value_unknown();
    if (value.kind != VALUE_CODE)
        return value;
    for (size_t i = 0; i < column->code_count; i++)
        if (text_equal(column->codes[i], value.text))
            return value;
    return value_unknown();
}

bool policy_money(struct value value, int64_t *money)
{
    struct decimal whole;
    if (value.kind != VALUE_NUMBER || !decimal_rescale(value.number, 0, &whole) || whole.digits < 0)
        return false;
    *money = whole.digits;
    return true;
}

static bool truth_read(struct arena *arena, struct text text, bool *truth)
{
    static const struct text yes[] = {TEXT_ENTRY("co"), TEXT_ENTRY("x"), TEXT_ENTRY("1"), TEXT_ENTRY("yes"), TEXT_ENTRY("true"), TEXT_ENTRY("dung"), TEXT_ENTRY("roi")};
    static const struct text no[] = {TEXT_ENTRY("khong"), TEXT_ENTRY("0"), TEXT_ENTRY("no"), TEXT_ENTRY("false"), TEXT_ENTRY("sai"), TEXT_ENTRY("chua")};
    struct text folded = text_fold(arena, text);
    for (size_t i = 0; i < LENGTH_OF(yes); i++)
        if (text_equal(folded, yes[i])) {
            *truth = true;
            return true;
        }
    for (size_t i = 0; i < LENGTH_OF(no); i++)
        if (text_equal(folded, no[i])) {
            *truth = false;
            return true;
        }
    return false;
}

static bool is_word_of(struct arena *arena, const struct policy_column *column, size_t code, struct text folded)
{
    const struct policy_code_words *words = column->code_words ? &column->code_words[code] : NULL;
    for (size_t i = 0; words && i < words->count; i++)
        if (text_equal(folded, text_fold(arena, words->words[i])))
            return true;
    return false;
}

static bool code_read(struct arena *arena, const struct policy_column *column, struct text text, struct text *code)
{
    struct text folded = text_fold(arena, text);
    for (size_t i = 0; i < column->code_count; i++) {
        const struct policy_words *title = &column->code_titles[i];
        if (!text_equal(text, column->codes[i]) && !text_equal(folded, text_fold(arena, title->vi)) && !text_equal(folded, text_fold(arena, title->en)) &&
            !is_word_of(arena, column, i, folded))
            continue;
        *code = column->codes[i];
        return true;
    }
    return false;
}

static bool kind_read(struct arena *arena, const struct policy_column *column, struct text text, struct value *value)
{
    struct value read = {.kind = column->kind};
    bool good = false;
    if (column->kind == VALUE_TRUTH)
        good = truth_read(arena, text, &read.truth);
    else if (column->kind == VALUE_NUMBER)
        good = decimal_read_people(text, &read.number) || decimal_read(text, &read.number);
    else if (column->kind == VALUE_DAY)
        good = day_read_people(text, &read.day);
    else if (column->kind == VALUE_CODE)
        good = code_read(arena, column, text, &read.text);
    else
        good = text_normalise(arena, text, &read.text);
    *value = good ? policy_value_admit(column, read) : value_unknown();
    return good && value_known(*value);
}

bool policy_value_read(struct arena *arena, const struct policy_column *column, struct text text, struct value *value)
{
    struct value read = value_unknown();
    struct text trimmed = text_trimmed(text);
    if (trimmed.length > 0 && !kind_read(arena, column, trimmed, &read))
        return false;
    *value = read;
    return true;
}

struct text policy_value_show(struct arena *arena, const struct policy_column *column, struct value value, enum language language)
{
    bool english = language == LANGUAGE_EN;
    switch (value.kind) {
    case VALUE_UNKNOWN:
        return english ? TEXT("not known") : TEXT("chưa biết");
    case VALUE_TRUTH:
        return value.truth ? (english ? TEXT("yes") : TEXT("có")) : (english ? TEXT("no") : TEXT("không"));
    case VALUE_NUMBER:
        return decimal_write_people(arena, value.number, english);
    case VALUE_DAY:
        return day_write_people(arena, value.day, english);
    case VALUE_CODE:
        for (size_t i = 0; column != NULL && i < column->code_count; i++)
            if (text_equal(column->codes[i], value.text))
                return policy_words_in(column->code_titles[i], language);
        return value.text;
    case VALUE_TEXT:
        break;
    }
    return value.text;
}
