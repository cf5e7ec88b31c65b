/* saved.c — ways of looking at a register's list that a person has kept: their links, and the forms that keep and drop one. */
#include "work/view/saved_inside.h"

#include "keep/account/saved.h"

static int64_t own_number(const struct view_context *view)
{
    return view->viewer->account ? view->viewer->account->number : 0;
}

/* What stands behind the "?" of the list as asked; empty when nothing is. */
static struct text asked_query(const struct view_context *view, const struct register_definition *register_)
{
    struct text query = entries_address(view, register_, NULL, NULL), path;
    return text_next(&query, '?', &path) ? query : (struct text){0};
}

static struct text page_of(const struct view_context *view, const struct register_definition *register_, const char *word, struct text rest)
{
    const struct text parts[] = {TEXT("/so/"), register_->name, TEXT("/"), text_of(word), rest};
    return text_join(view->arena, parts, LENGTH_OF(parts), (struct text){0});
}

bool saved_put(struct view_context *view, struct node *page, const struct register_definition *register_, struct failure *why)
{
    const struct unit *unit = view->viewer->acting_for;
    struct list found = {0};
    if (!view_signed_in(view))
        return true;
    if (!saved_load(view->arena, view->reading, own_number(view), unit ? unit->number : 0, register_->name, &found, why))
        return false;
    struct node *list = node_put(page, "saved", node_list(view->arena));
    for (size_t i = 0; i < found.count; i++) {
        const struct saved *saved = found.items[i];
        struct node *one = node_append(list, node_map(view->arena));
        view_put_text(view, one, "name", saved->name);
        view_put_text(view, one, "href", text_format(view->arena, "/so/%.*s?%.*s", TEXT_ARGS(register_->name), TEXT_ARGS(saved->query)));
        view_put_truth(view, one, "shared", saved->unit != 0);
        view_put_truth(view, one, "own", saved->account == own_number(view));
        view_put_text(view, one, "drop_href", page_of(view, register_, "bo-cach-xem/", text_format(view->arena, "%lld", (long long)saved->number)));
    }
    view_put_truth(view, page, "has_saved", found.count > 0);
    struct text query = asked_query(view, register_);
    if (query.length > 0)
        view_put_text(view, page, "save_href", page_of(view, register_, "luu-cach-xem?", query));
    return true;
}

bool list_save_view(struct view_context *view, struct node *page, struct failure *why)
{
    const struct register_definition *register_;
    if (!seen_register(view, &register_, why) || !view_allow(view_signed_in(view), "keep a way of looking at a list", why))
        return false;
    fields_form(view, page,
                &(struct fields_form){.act = "list-save",
                                      .back = page_of(view, register_, "", (struct text){0}),
                                      .title = view_words(view, "Lưu cách xem này", "Save this way of looking"),
                                      .button = view_words(view, "Lưu", "Save")});
    view_put_text(view, page, "back", entries_address(view, register_, NULL, NULL));
    view_put_text(view, page, "cancel", entries_address(view, register_, NULL, NULL));
    fields_hide(view, page, TEXT("register"), register_->name);
    fields_hide(view, page, TEXT("query"), asked_query(view, register_));
    struct node *fields = fields_put(view, page);
    struct node *name = fields_add(view, fields, TEXT("name"), "is_text", view_words(view, "Đặt tên", "Name"));
    fields_hint(view, name, view_words(view, "Ví dụ: Hội nghị quý III chưa kiểm tra", "Such as: Meetings of the third quarter not yet checked"));
    if (!view->viewer->acting_for)
        return true;
    struct node *shared = fields_add(view, fields, TEXT("shared"), "is_select", view_words(view, "Ai thấy cách xem này", "Who sees it"));
    fields_hint(view, shared,
                view_words(view, "Mỗi người mở vẫn chỉ thấy những mục mình được xem.", "Whoever opens it sees only the records that person may see."));
    fields_option(view, shared, TEXT("no"), view_words(view, "Chỉ mình tôi", "Only I"), true);
    fields_option(view, shared, TEXT("yes"),
                  text_format(view->arena, view->language == LANGUAGE_EN ? "All who work for %.*s" : "Mọi người làm việc cho %.*s",
                              TEXT_ARGS(view_title(view, view->viewer->acting_for->name))),
                  false);
    fields_choose(view, shared);
    return true;
}

bool list_drop_view(struct view_context *view, struct node *page, struct failure *why)
{
    const struct register_definition *register_;
    struct saved saved;
    int64_t number;
    if (!seen_register(view, &register_, why) || !view_read(view, why))
        return false;
    if (!text_read_int64(view_given(view, "list"), &number))
        return FAIL(why, FAILURE_NOT_FOUND, "that is no number");
    if (!saved_find(view->arena, view->reading, number, &saved, why) ||
        !view_allow(view_signed_in(view) && saved.account == own_number(view), "drop what another person keeps", why))
        return false;
    struct text back = page_of(view, register_, "", (struct text){0});
    fields_form(view, page,
                &(struct fields_form){.act = "list-drop",
                                      .back = text_part(back, 0, back.length - 1),
                                      .cancel = text_part(back, 0, back.length - 1),
                                      .title = view_words(view, "Bỏ cách xem đã lưu", "Drop this saved way of looking"),
                                      .button = view_words(view, "Bỏ", "Drop it")});
    view_put_text(view, page, "lead", saved.name);
    fields_hide(view, page, TEXT("list"), text_format(view->arena, "%lld", (long long)number));
    (void)fields_put(view, page);
    return true;
}
