/*
 * policies.c — "Tôi có được hỗ trợ không?": a few plain questions, and for each line of a policy yes, no, or which paper would tell.
 *
 * What was answered comes with each posted form and stands in the next one; nothing is kept, and no address, log or history
 * holds it (users.md C17). A field is named "q.COLUMN"; "?" says that one does not know, and is not asked again.
 */
#include "work/view/fields_inside.h"

#include "engine/policy/policy_entitle.h"

enum { ASKED_AT_ONCE = 3, HASH_SHOWN = 16 /* letters: enough to tell two versions of a file apart */ };

#define QUESTION "q."
#define DOES_NOT_KNOW "?"

static struct text words_of(const struct view_context *view, struct policy_words words)
{
    return policy_words_in(words, view->language);
}

bool policies_view(struct view_context *view, struct node *page, struct failure *why)
{
    const struct definition *definition = view->house->definition;
    struct node *list = node_put(page, "policies", node_list(view->arena));
    for (size_t i = 0; i < definition->policy_count; i++) {
        const struct policy *policy = definition->policies[i];
        struct node *one = node_append(list, node_map(view->arena)), *lines;
        view_put_text(view, one, "title", words_of(view, policy->title));
        view_put_text(view, one, "href", text_format(view->arena, "/ho-tro/%.*s", TEXT_ARGS(policy->id)));
        lines = node_put(one, "lines", node_list(view->arena));
        for (size_t n = 0; n < policy->line_count; n++)
            node_append(lines, node_text(view->arena, words_of(view, policy->lines[n].title)));
    }
    view_put_truth(view, page, "has_policies", definition->policy_count > 0);
    (void)why;
    return true;
}

/* ---- what was answered ---- */

struct asking {
    struct view_context *view;
    const struct policy *policy;
    struct text said[POLICY_COLUMNS_MAX]; /* as typed; "?": one does not know; empty: not asked yet */
    struct value values[POLICY_COLUMNS_MAX];
    bool wrong[POLICY_COLUMNS_MAX];
    size_t wrong_count;
    const struct policy_result *result; /* by what is answered so far */
};

static struct text field_name(const struct asking *asking, size_t column)
{
    return text_format(asking->view->arena, QUESTION "%.*s", TEXT_ARGS(asking->policy->columns[column].name));
}

/* Of several the last: an empty one stands before radios. */
static struct text text_in(const struct node *node)
{
    if (node && node->kind == NODE_LIST)
        node = node_count(node) > 0 ? node->list.items[node_count(node) - 1] : NULL;
    return node && node->kind == NODE_TEXT ? text_trimmed(node->text) : (struct text){0};
}

/* Was it on the form that came in? Then leaving it open is an answer too. */
static bool stood_there(const struct asking *asking, size_t column)
{
    const struct node *asked = node_find(view_sent(asking->view), TEXT("hoi"));
    struct text name = asking->policy->columns[column].name;
    for (size_t i = 0; i < node_count(asked); i++)
        if (text_equal(text_in(asked->list.items[i]), name))
            return true;
    return text_equal(text_in(asked), name);
}

static void read_answers(struct asking *asking)
{
    for (size_t i = 0; i < asking->policy->column_count; i++) {
        struct text said = text_in(node_find(view_sent(asking->view), field_name(asking, i)));
        asking->said[i] = said.length > 0 ? said : stood_there(asking, i) ? TEXT(DOES_NOT_KNOW) : (struct text){0};
        if (said.length == 0 || text_is(said, DOES_NOT_KNOW))
            continue;
        asking->wrong[i] = !policy_value_read(asking->view->arena, &asking->policy->columns[i], said, &asking->values[i]);
        asking->wrong_count += asking->wrong[i];
    }
}

static bool answered(const struct asking *asking, size_t column)
{
    return asking->said[column].length > 0;
}

static struct policy_facts facts_of(const struct asking *asking)
{
    return (struct policy_facts){asking->values, asking->policy->column_count, asking->view->today};
}

/* ---- the next questions ---- */

static void add_choices(const struct asking *asking, struct node *field, size_t column, struct text said)
{
    const struct view_context *view = asking->view;
    const struct policy_column *asked = &asking->policy->columns[column];
    if (asked->kind == VALUE_TRUTH) {
        fields_option(view, field, TEXT("yes"), view_words(view, "Có", "Yes"), text_is(said, "yes"));
        fields_option(view, field, TEXT("no"), view_words(view, "Không", "No"), text_is(said, "no"));
    }
    for (size_t i = 0; i < asked->code_count; i++)
        fields_option(view, field, asked->codes[i], words_of(view, asked->code_titles[i]), text_equal(said, asked->codes[i]));
    fields_option(view, field, TEXT(DOES_NOT_KNOW), view_words(view, "Chưa biết", "Do not know"), text_is(said, DOES_NOT_KNOW));
    fields_choose(view, field);
}

static void add_question(const struct asking *asking, struct node *fields, size_t column)
{
    const struct view_context *view = asking->view;
    const struct policy_column *asked = &asking->policy->columns[column];
    struct text said = asking->said[column];
    bool chosen = asked->kind == VALUE_TRUTH || asked->kind == VALUE_CODE;
    const char *kind = chosen ? "is_radios" : asked->kind == VALUE_DAY ? "is_day" : asked->kind == VALUE_NUMBER ? "is_number" : "is_text";
    struct node *field = fields_add(view, fields, field_name(asking, column), kind, words_of(view, asked->ask));
    struct text hint = words_of(view, asked->hint);
    if (hint.length == 0 && asked->kind == VALUE_DAY)
        hint = view_words(view, "Ví dụ: 15/7/2021. Chưa biết thì để trống.", "Such as 15/7/2021. Leave it open if you do not know.");
    if (hint.length == 0 && asked->kind == VALUE_NUMBER)
        hint = view_words(view, "Chỉ ghi số. Chưa biết thì để trống.", "Digits only. Leave it open if you do not know.");
    fields_hint(view, field, hint);
    if (chosen)
        add_choices(asking, field, column, said);
    else if (!text_is(said, DOES_NOT_KNOW))
        fields_value(view, field, said);
    if (asking->wrong[column])
        view_put_text(view, field, "problem", view_words(view, "Chưa hiểu câu trả lời này: hãy ghi lại, hoặc để trống nếu chưa biết.",
                                                         "This answer is not understood: write it anew, or leave it open."));
}

/* What would tell most comes first: how many lines hang on it; of equals, what is chosen before what is typed. */
static int64_t weight_of(const struct asking *asking, size_t column)
{
    const struct policy_column *asked = &asking->policy->columns[column];
    int64_t weight = asked->kind == VALUE_TRUTH || asked->kind == VALUE_CODE;
    for (size_t i = 0; i < asking->policy->line_count; i++)
        for (size_t n = 0; n < asking->result->lines[i].missing_count; n++)
            weight += 2 * (asking->result->lines[i].missing[n] == asked);
    return weight;
}

/* The columns still to be asked, in that order; `ordered` has room for POLICY_COLUMNS_MAX. */
static size_t next_questions(const struct asking *asking, size_t *ordered)
{
    const struct policy_facts facts = facts_of(asking);
    const struct policy_questions open = policy_questions(asking->view->arena, asking->policy, &facts);
    int64_t weights[POLICY_COLUMNS_MAX];
    size_t count = 0;
    for (size_t i = 0; i < open.count; i++) {
        size_t column = open.columns[i], at = count;
        if (answered(asking, column))
            continue;
        int64_t weight = weight_of(asking, column);
        for (; at > 0 && weights[at - 1] < weight; at--) {
            weights[at] = weights[at - 1];
            ordered[at] = ordered[at - 1];
        }
        weights[at] = weight;
        ordered[at] = column;
        count++;
    }
    return count;
}

static size_t open_lines(const struct asking *asking)
{
    size_t count = 0;
    for (size_t i = 0; i < asking->policy->line_count; i++)
        count += asking->result->lines[i].missing_count > 0;
    return count;
}

/* Does an open line hang on it that what is asked above it cannot close? The last line's questions come together. */
static bool apart_from(const struct asking *asking, const bool *shown, size_t column)
{
    if (open_lines(asking) == 1)
        return true;
    for (size_t i = 0; i < asking->policy->line_count; i++) {
        const struct policy_line_result *line = &asking->result->lines[i];
        bool own = false, others = false;
        for (size_t n = 0; n < line->missing_count; n++) {
            own = own || line->missing[n] == &asking->policy->columns[column];
            others = others || shown[line->missing[n] - asking->policy->columns];
        }
        if (own && !others)
            return true;
    }
    return false;
}

/* What stands on the form is asked; an empty answer to it then says "does not know". */
static size_t put_questions(const struct asking *asking, struct node *page, bool all)
{
    const struct view_context *view = asking->view;
    struct node *fields = fields_put(view, page);
    bool shown[POLICY_COLUMNS_MAX] = {0};
    size_t open[POLICY_COLUMNS_MAX], left = next_questions(asking, open);
    for (size_t i = 0; i < asking->policy->column_count; i++)
        shown[i] = asking->wrong[i] || (all && answered(asking, i));
    for (size_t i = 0; i < asking->policy->column_count; i++)
        if (shown[i])
            add_question(asking, fields, i);
    for (size_t n = 0; n < left && !all && node_count(fields) < ASKED_AT_ONCE; n++) {
        if (node_count(fields) > 0 && !apart_from(asking, shown, open[n]))
            continue;
        add_question(asking, fields, open[n]);
        shown[open[n]] = true;
    }
    for (size_t i = 0; i < asking->policy->column_count; i++) {
        if (shown[i])
            fields_hide(view, page, TEXT("hoi"), asking->policy->columns[i].name);
        else if (answered(asking, i))
            fields_hide(view, page, field_name(asking, i), asking->said[i]);
    }
    view_put_number(view, page, "left", value_whole((int64_t)left));
    return left;
}

/* ---- the answer ---- */

static void put_answers(const struct asking *asking, struct node *page)
{
    const struct view_context *view = asking->view;
    struct node *list = node_put(page, "answers", node_list(view->arena));
    for (size_t i = 0; i < asking->policy->column_count; i++) {
        if (asking->values[i].kind == VALUE_UNKNOWN)
            continue;
        const struct policy_column *column = &asking->policy->columns[i];
        struct node *one = node_append(list, node_map(view->arena));
        view_put_text(view, one, "title", words_of(view, column->title));
        view_put_text(view, one, "shown", policy_value_show(view->arena, column, asking->values[i], view->language));
    }
}

/* A template that finds no key looks further out: each part says for itself whether it is confirmed. */
static void say_confirmed(const struct view_context *view, struct node *line, const char *key)
{
    struct node *parts = node_at(line, key);
    for (size_t i = 0; i < node_count(parts); i++)
        if (!node_at(parts->list.items[i], "unconfirmed"))
            view_put_truth(view, parts->list.items[i], "unconfirmed", false);
}

static void say_all(const struct view_context *view, struct node *line, bool wanted)
{
    struct node *steps = node_at(line, "steps");
    say_confirmed(view, line, "reasons");
    say_confirmed(view, line, "parts");
    say_confirmed(view, line, "steps");
    for (size_t i = 0; i < node_count(steps); i++)
        view_put_truth(view, steps->list.items[i], "has_days", node_at(steps->list.items[i], "days") != NULL);
    view_put_truth(view, line, "wanted", wanted); /* papers, offices, complaints */
    view_put_truth(view, line, "has_papers", node_count(node_at(line, "papers")) > 0);
    view_put_truth(view, line, "has_steps", node_count(steps) > 0);
}

/* The lines one may get first, then those that nobody can tell yet, then the others. */
static void put_result(const struct asking *asking, struct node *page)
{
    static const struct { const char *answer, *list, *any; } GROUPS[] = {
        {"yes", "granted", "has_granted"}, {"unknown", "open", "has_open"}, {"yields", "kept_out", "has_kept_out"}, {"no", "refused", "has_refused"}};
    const struct view_context *view = asking->view;
    struct node *tree = policy_result_node(view->arena, asking->result, view->language);
    struct node *result = node_put(page, "result", node_map(view->arena)), *lines = node_at(tree, "lines");
    view_put_text(view, result, "hash", text_part(node_text_at(tree, "hash"), 0, HASH_SHOWN));
    view_put_day(view, result, "as_of", view->today);
    if (node_at(tree, "total") && node_at(node_at(tree, "total"), "digits"))
        node_put(result, "total", node_at(tree, "total"));
    for (size_t g = 0; g < LENGTH_OF(GROUPS); g++) {
        struct node *list = node_put(result, GROUPS[g].list, node_list(view->arena));
        for (size_t i = 0; i < node_count(lines); i++) {
            struct node *line = lines->list.items[i];
            if (!text_is(node_text_at(line, "answer"), GROUPS[g].answer))
                continue;
            say_all(view, line, g < 2);
            node_append(list, line);
        }
        view_put_truth(view, result, GROUPS[g].any, node_count(list) > 0);
    }
    put_answers(asking, page);
}

bool policy_view(struct view_context *view, struct node *page, struct failure *why)
{
    struct asking asking = {.view = view, .policy = definition_policy(view->house->definition, view_given(view, "policy"))};
    const struct node *sent = view_sent(view);
    struct text whom = text_in(node_at(sent, "cho"));
    bool others = text_is(whom, "other"), back = node_at(sent, "sua") != NULL, now = node_at(sent, "xem") != NULL;
    if (!asking.policy)
        return FAIL(why, FAILURE_NOT_FOUND, "no policy %.*s", TEXT_ARGS(view_given(view, "policy")));
    read_answers(&asking);
    const struct policy_facts facts = facts_of(&asking);
    asking.result = policy_entitle(view->arena, asking.policy, &facts);
    view_put_text(view, page, "page_title", words_of(view, asking.policy->title));
    view_put_text(view, page, "form_action", text_format(view->arena, "/ho-tro/%.*s", TEXT_ARGS(asking.policy->id)));
    view_put_truth(view, page, "others", others);
    view_put_truth(view, page, "begun", whom.length > 0);
    size_t left = put_questions(&asking, page, back);
    bool done = !back && asking.wrong_count == 0 && (now || left == 0);
    fields_hide(view, page, TEXT("cho"), others ? TEXT("other") : TEXT("self"));
    view_put_truth(view, page, "done", done);
    view_put_truth(view, page, "more", left > 0);
    if (done)
        put_result(&asking, page);
    return true;
}
