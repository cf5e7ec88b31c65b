/* policy.c — finding the parts of a policy, and the days its parameters cover. */
#include "engine/policy/policy_inside.h"

struct text policy_words_in(struct policy_words words, enum language language)
{
    return language == LANGUAGE_EN && words.en.length > 0 ? words.en : words.vi;
}

struct text policy_cite_write(struct arena *arena, struct policy_cite cite, enum language language)
{
    if (cite.law == NULL)
        return cite.article;
    return text_format(arena, "%.*s, %.*s", TEXT_ARGS(cite.article), TEXT_ARGS(policy_words_in(cite.law->name, language)));
}

const struct policy_line *policy_line_find(const struct policy *policy, struct text id)
{
    for (size_t i = 0; i < policy->line_count; i++)
        if (text_equal(policy->lines[i].id, id))
            return &policy->lines[i];
    return NULL;
}

size_t policy_column_find(const struct policy *policy, struct text name)
{
    size_t i = 0;
    while (i < policy->column_count && !text_equal(policy->columns[i].name, name))
        i++;
    return i;
}

static bool heading_is(struct arena *scratch, struct text folded, struct text word)
{
    return word.length > 0 && text_equal(folded, text_fold(scratch, word));
}

size_t policy_column_by_heading(const struct policy *policy, struct arena *scratch, struct text heading)
{
    struct text folded = text_fold(scratch, text_trimmed(heading));
    for (size_t i = 0; i < policy->column_count && folded.length > 0; i++) {
        const struct policy_column *column = &policy->columns[i];
        bool found = heading_is(scratch, folded, column->name) || heading_is(scratch, folded, column->title.vi) ||
                     heading_is(scratch, folded, column->title.en);
        for (size_t k = 0; k < column->heading_count && !found; k++)
            found = heading_is(scratch, folded, column->headings[k]);
        if (found)
            return i;
    }
    return policy->column_count;
}

/* ── dated parameters ── */

static bool in_force(const struct policy_value *value, struct day day)
{
    return (!day_is_some(value->from) || day_compare(value->from, day) <= 0) && (!day_is_some(value->to) || day_compare(day, value->to) <= 0);
}

const struct policy_value *policy_param_on(const struct policy_param *param, struct day day)
{
    for (size_t i = 0; i < param->count; i++)
        if (in_force(&param->values[i], day))
            return &param->values[i];
    return NULL;
}

bool policy_param_gap(const struct policy_param *param, struct day from, struct day to, struct day *gap)
{
    struct day at = from;
    for (size_t i = 0; i < param->count; i++) {
        if (!in_force(&param->values[i], at))
            continue;
        if (!day_is_some(param->values[i].to))
            return false;
        at = day_plus(param->values[i].to, 1);
    }
    if (day_is_some(to) && day_compare(at, to) > 0)
        return false;
    *gap = at;
    return true;
}

const struct policy_value *policy_param_only(const struct policy_param *param, struct day from, struct day to)
{
    const struct policy_value *only = NULL;
    struct day gap;
    if (policy_param_gap(param, from, to, &gap))
        return NULL;
    for (size_t i = 0; i < param->count; i++) {
        const struct policy_value *value = &param->values[i];
        bool before = day_is_some(value->to) && day_compare(value->to, from) < 0;
        bool after = day_is_some(to) && day_is_some(value->from) && day_compare(value->from, to) > 0;
        if (before || after)
            continue;
        if (only != NULL && !value_same(only->value, value->value))
            return NULL;
        only = value;
    }
    return only;
}
