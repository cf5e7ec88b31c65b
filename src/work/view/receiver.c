/*
 * receiver.c — to which body a denunciation belongs, asked before anything of it is written (users.md C7).
 *
 * Two questions: where the person works, and what it is about. The register's `receivers:` answer; the organisation itself is
 * never the answer. Nothing is kept, and the page is asked by a posted form, so that no address holds the answers.
 */
#include "work/view/view_inside.h"

#include "keep/definition/book.h"

static const struct {
    const char *code, *vi, *en;
} ABOUT[] = {
    {"duty", "Việc thực hiện nhiệm vụ, công vụ", "How they do their official duty"},
    {"other_law", "Việc chấp hành quy định quản lý nhà nước trong các lĩnh vực khác", "Another law"},
    {"party", "Kỷ luật Đảng, tư cách đảng viên", "Party discipline"},
};

/* A discreet register that says who receives; NULL when the packs have none. */
static const struct register_definition *asked_register(const struct view_context *view)
{
    for (size_t i = 0; i < view->house->definition->register_count; i++)
        if (view->house->definition->registers[i].receiver_count > 0)
            return &view->house->definition->registers[i];
    return NULL;
}

static bool says(const struct text *words, size_t count, struct text word)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal(words[i], word))
            return true;
    return false;
}

static const struct receiver_definition *line_for(const struct register_definition *register_, const struct unit *works, struct text about)
{
    for (size_t i = 0; i < register_->receiver_count; i++) {
        const struct receiver_definition *line = &register_->receivers[i];
        bool kind = line->works_at_count == 0 || (works && says(line->works_at, line->works_at_count, works->kind));
        if (kind && says(line->about, line->about_count, about) && (!line->above || (works && works->under)))
            return line;
    }
    return NULL;
}

static void put_choice(const struct view_context *view, struct node *list, struct text code, struct text label, struct text chosen)
{
    struct node *one = node_append(list, node_map(view->arena));
    view_put_text(view, one, "code", code);
    view_put_text(view, one, "label", label);
    view_put_truth(view, one, "chosen", text_equal(code, chosen));
}

static void put_answer(const struct view_context *view, struct node *page, const struct register_definition *register_, const struct unit *works,
                       struct text about)
{
    const struct receiver_definition *line = line_for(register_, works, about);
    const struct unit *body = line && line->above ? works->under : NULL;
    struct node *answer = node_put(page, "answer", node_map(view->arena));
    view_put_truth(view, answer, "outside", body == NULL);
    view_put_text(view, answer, "say", line ? view_title(view, line->say)
                                            : view_words(view, "Chưa xác định được nơi nhận trong hệ thống này. Đơn gửi đến cơ quan cấp trên trực tiếp của nơi người đó công tác.",
                                                         "No receiving body in this system. It is sent to the office directly above."));
    view_put_text(view, answer, "law", line ? line->law : (struct text){0});
    view_put_text(view, answer, "address", line ? view_title(view, line->address) : (struct text){0});
    if (!body)
        return;
    view_put_unit(view, answer, "body", body);
    bool here = body == view->viewer->acting_for && account_may_write(view->viewer, register_, body);
    view_put_truth(view, answer, "here", here);
    if (here)
        view_put_text(view, answer, "href", text_format(view->arena, "/so/%.*s/moi", TEXT_ARGS(register_->name)));
}

bool receiver_view(struct view_context *view, struct node *page, struct failure *why)
{
    const struct register_definition *register_ = asked_register(view);
    const struct node *sent = view_sent(view);
    struct text code = text_trimmed(node_text_at(sent, "noi")), about = text_trimmed(node_text_at(sent, "viec"));
    const struct unit_set *units = unit_all(view->arena, view->house->units, view->today);
    const struct unit *works = code.length > 0 ? unit_find(view->house->units, code, view->today) : NULL;
    if (!view_allow(account_has_role_anywhere(view->viewer, ROLE_RECEPTION), "ask who receives", why))
        return false;
    if (!register_)
        return FAIL(why, FAILURE_NOT_FOUND, "no register says who receives");
    view_put_text(view, page, "form_action", TEXT("/tiep-dan/noi-nhan"));
    struct node *places = node_put(page, "places", node_list(view->arena)), *matters = node_put(page, "matters", node_list(view->arena));
    for (size_t i = 0; i < units->count; i++)
        if (units->units[i]->is_organisation)
            put_choice(view, places, units->units[i]->code, view_title(view, units->units[i]->name), code);
    for (size_t i = 0; i < LENGTH_OF(ABOUT); i++)
        put_choice(view, matters, text_of(ABOUT[i].code), view_words(view, ABOUT[i].vi, ABOUT[i].en), about);
    if (about.length > 0)
        put_answer(view, page, register_, works, about);
    return true;
}
