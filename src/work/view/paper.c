/*
 * paper.c — a paper as it will be printed: its head, its text, where to take it as a file.
 */
#include "work/view/view_inside.h"

#include "work/paper/paper.h"
#include "work/report/report.h"

static void put_lines(const struct view_context *view, struct node *map, const char *key, const struct list *texts)
{
    struct node *list = node_put(map, key, node_list(view->arena));
    for (size_t i = 0; i < texts->count; i++)
        node_append(list, node_text(view->arena, *(const struct text *)texts->items[i]));
}

static void put_head(const struct view_context *view, struct node *page, const struct document_head *head)
{
    struct node *shown = node_put(page, "head", node_map(view->arena));
    view_put_text(view, shown, "superior", head->superior);
    view_put_text(view, shown, "issuer", head->issuer);
    view_put_text(view, shown, "number", head->number);
    view_put_text(view, shown, "place_and_date", head->place_and_date);
    view_put_text(view, shown, "type_name", head->type_name);
    view_put_text(view, shown, "subject", head->subject);
    view_put_truth(view, shown, "is_party", head->layout == LAYOUT_PARTY);
    view_put_truth(view, shown, "is_nation", head->layout == LAYOUT_STATE || head->layout == LAYOUT_FRONT);
    view_put_text(view, shown, "power", head->signature.power);
    put_lines(view, shown, "signers", &head->signature.titles);
    put_lines(view, shown, "to", &head->addressed_to);
    put_lines(view, shown, "recipients", &head->recipients);
    view_put_truth(view, shown, "has_to", head->addressed_to.count > 0);
    view_put_truth(view, shown, "has_recipients", head->recipients.count > 0);
}

static void put_addresses(const struct view_context *view, struct node *page, const struct paper_request *ask)
{
    struct arena *arena = view->arena;
    struct text register_ = view_given(view, "register");
    bool disposal = ask->disposal.length > 0;
    struct text query = disposal                 ? (struct text){0}
                        : ask->record.length == 0 ? text_format(arena, "?don-vi=%.*s&ky=%.*s", TEXT_ARGS(ask->unit), TEXT_ARGS(ask->period))
                        : ask->each.length > 0  ? text_format(arena, "?cho=%.*s", TEXT_ARGS(ask->each))
                                                : (struct text){0};
    struct text back = disposal                 ? TEXT("/tieu-huy")
                       : ask->record.length == 0 ? text_format(arena, "/ky?ky=%.*s", TEXT_ARGS(ask->period))
                                               : text_format(arena, "/muc-ghi/%.*s/%.*s", TEXT_ARGS(register_), TEXT_ARGS(ask->record));
    struct text base = disposal                 ? text_format(arena, "/tieu-huy/%.*s", TEXT_ARGS(ask->disposal))
                       : ask->record.length == 0 ? TEXT("/ky")
                                                 : back;
    view_put_text(view, page, "back", back);
    view_put_text(view, page, "word",
                  text_format(arena, "%.*s/van-ban/%.*s/tai-ve.docx%.*s", TEXT_ARGS(base), TEXT_ARGS(ask->paper), TEXT_ARGS(query)));
    const struct register_definition *of = definition_register(view->house->definition, register_);
    if (ask->record.length > 0 && of && register_has_sealed(of))
        view_put_text(view, page, "named",
                      text_format(arena, "%.*s/mo?van-ban=%.*s%s%.*s", TEXT_ARGS(back), TEXT_ARGS(ask->paper), ask->each.length > 0 ? "&cho=" : "",
                                  TEXT_ARGS(ask->each)));
    view_put_text(view, page, "plain",
                  text_format(arena, "%.*s/van-ban/%.*s/tai-ve.txt%.*s", TEXT_ARGS(base), TEXT_ARGS(ask->paper), TEXT_ARGS(query)));
}

bool paper_view(struct view_context *view, struct node *page, struct failure *why)
{
    const struct paper_request ask = {.paper = view_given(view, "paper"), .record = view_given(view, "record"), .each = view_given(view, "cho"),
                                      .unit = view_given(view, "don-vi"), .period = view_given(view, "ky"), .disposal = view_given(view, "disposal"), .viewer = view->viewer,
                                      .language = view->language};
    struct document *document;
    struct text html;
    if (!view_allow(view_signed_in(view), "make papers", why) ||
        !paper_build(view->instance, &ask, view->arena, &document, why) || !report_write(view->arena, document, REPORT_HTML, &html, why))
        return false;
    view_put_text(view, page, "page_title", document->title);
    put_head(view, page, &document->head);
    view_put_text(view, page, "html", html);
    put_addresses(view, page, &ask);
    return true;
}
