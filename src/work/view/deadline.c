/*
 * deadline.c — a legal time limit worked out in a page: choose the rule, give the days, see each step.
 *
 * Anyone may: nothing but the definitions is read, and nothing that is typed is kept.
 */
#include "work/view/deadline_answer.h"
#include "work/view/view_inside.h"

enum { TIMES = 2, TYPED_PROBLEMS = 20 };

/* Names in the address; the fields of problems are the names on the page too. */
static const struct asked {
    enum deadline_event_kind kind;
    const char *day, *days;
} ASKED[] = {
    {DEADLINE_SUSPENDED, "tam-dinh-chi", ""}, {DEADLINE_CONTINUED, "tiep-tuc", ""}, {DEADLINE_SUSPENDED, "tam-dinh-chi-2", ""},
    {DEADLINE_CONTINUED, "tiep-tuc-2", ""}, {DEADLINE_EXTENDED, "gia-han", "gia-han-them"}, {DEADLINE_EXTENDED, "gia-han-2", "gia-han-them-2"},
};

static struct text id_of(struct text field)
{
    return text_is(field, "from") ? TEXT("tu") : text_is(field, "rule") ? TEXT("quy-dinh") : text_is(field, "done") ? TEXT("xong")
           : text_is(field, "variant") ? TEXT("truong-hop") : field;
}

static void put_problems(const struct view_context *view, struct node *page, const struct problems *problems)
{
    struct node *list = node_put(page, "problems", node_list(view->arena)), *at = node_put(page, "wrong", node_map(view->arena));
    for (size_t i = 0; i < problems->count; i++) {
        struct text id = id_of(problems->items[i].place.field), sentence = problem_sentence(view->arena, &problems->items[i], view->language);
        struct node *shown = node_append(list, node_map(view->arena));
        view_put_text(view, shown, "href", text_format(view->arena, "#%.*s", TEXT_ARGS(id)));
        view_put_text(view, shown, "sentence", sentence);
        view_put_text(view, at, text_copy(view->arena, id).bytes, sentence);
    }
    node_put(page, "problems_count", node_whole(view->arena, (int64_t)problems->count));
}

/* One text field of the form: what it is called, what was typed, what is wrong with it. */
static void put_input(const struct view_context *view, struct node *list, const char *id, const char *vi, const char *en)
{
    struct node *shown = node_append(list, node_map(view->arena));
    view_put_text(view, shown, "id", text_of(id));
    view_put_text(view, shown, "label", view_words(view, vi, en));
    view_put_text(view, shown, "typed", view_given(view, id));
}

static void put_inputs(const struct view_context *view, struct node *page)
{
    const struct node *suspends = node_at(page, "suspends"), *extends = node_at(page, "extends");
    struct node *list = node_put(page, "inputs", node_list(view->arena));
    if (suspends && suspends->truth) {
        put_input(view, list, "tam-dinh-chi", "Quyết định tạm đình chỉ, ngày", "Suspended on");
        put_input(view, list, "tiep-tuc", "Quyết định tiếp tục, ngày", "Continued on");
        put_input(view, list, "tam-dinh-chi-2", "Tạm đình chỉ lần nữa, ngày", "Suspended again on");
        put_input(view, list, "tiep-tuc-2", "Lại tiếp tục, ngày", "Continued again on");
    }
    if (extends && extends->truth) {
        put_input(view, list, "gia-han", "Quyết định gia hạn, ngày", "Extended on");
        put_input(view, list, "gia-han-them", "Gia hạn thêm bao nhiêu ngày", "By how many days");
        put_input(view, list, "gia-han-2", "Gia hạn lần nữa, ngày", "Extended again on");
        put_input(view, list, "gia-han-them-2", "Thêm bao nhiêu ngày", "By how many days");
    }
    put_input(view, list, "xong", "Đã xong ngày (nếu đã xong)", "Done on (if it is)");
}

static void mark_wrong(const struct view_context *view, struct node *page)
{
    struct node *inputs = node_at(page, "inputs");
    const struct node *wrong = node_at(page, "wrong");
    for (size_t i = 0; i < node_count(inputs); i++) {
        struct node *input = inputs->list.items[i];
        struct text id = node_text_at(input, "id");
        const struct node *problem = node_find(wrong, id);
        if (problem)
            view_put_text(view, input, "problem", problem->text);
    }
}

bool deadline_view(struct view_context *view, struct node *page, struct failure *why)
{
    struct deadline_ask_event events[LENGTH_OF(ASKED)];
    struct problems problems;
    (void)why;
    problems_init(&problems, view->arena, TYPED_PROBLEMS);
    for (size_t i = 0; i < LENGTH_OF(ASKED); i++)
        events[i] = (struct deadline_ask_event){ASKED[i].kind, view_given(view, ASKED[i].day),
                                                ASKED[i].days[0] ? view_given(view, ASKED[i].days) : (struct text){0}, ASKED[i].day, ASKED[i].days};
    const struct deadline_ask ask = {.definition = view->house->definition, .rule = view_given(view, "quy-dinh"), .from = view_given(view, "tu"),
                                     .stop = view_given(view, "xong"), .variant = view_given(view, "truong-hop"), .events = events,
                                     .event_count = LENGTH_OF(events), .today = view->today, .language = view->language};
    node_put(page, "rules", deadline_rules(view->arena, &ask));
    view_put_text(view, page, "page_title", view_words(view, "Tính thời hạn", "Work out a time limit"));
    if (ask.rule.length > 0) {
        const struct node *answer = deadline_answer(view->arena, &ask, &problems);
        for (size_t i = 0; i < answer->map.count; i++)
            node_put_text(page, answer->map.entries[i].key, answer->map.entries[i].value);
    }
    view_put_text(view, page, "from_typed", ask.from);
    put_inputs(view, page);
    if (ask.from.length > 0 || (ask.rule.length > 0 && !node_at(page, "title"))) { /* a rule only just chosen has nothing wrong yet */
        put_problems(view, page, &problems);
        mark_wrong(view, page);
    }
    return true;
}
