/*
 * form.c — an official form filled in, for the head and the officer who sign it; which sums do not hold; ways to take it along.
 */
#include "work/view/view_inside.h"

#include "work/paper/form.h"
#include "work/report/report.h"

static void put_address(const struct view_context *view, struct node *page, const char *key, const struct form_request *ask, const char *format)
{
    view_put_text(view, page, key,
                  text_format(view->arena, "/bieu/%.*s/tai-ve.%s?don-vi=%.*s&ky=%.*s", TEXT_ARGS(ask->form), format, TEXT_ARGS(ask->unit),
                              TEXT_ARGS(ask->period)));
}

bool form_view(struct view_context *view, struct node *page, struct failure *why)
{
    const struct form_request ask = {.form = view_given(view, "form"), .unit = view_given(view, "don-vi"), .period = view_given(view, "ky"),
                                     .viewer = view->viewer, .language = view->language};
    struct form_built built;
    struct text html;
    if (!view_allow(view_signed_in(view), "compile forms", why) || !form_build(view->instance, &ask, view->arena, &built, why) ||
        !report_write(view->arena, built.document, REPORT_HTML, &html, why))
        return false;
    const struct form_definition *form = definition_form(view->house->definition, ask.form);
    view_put_text(view, page, "page_title", text_format(view->arena, "%.*s: %.*s", TEXT_ARGS(form->code), TEXT_ARGS(built.document->title)));
    view_put_text(view, page, "issuer", built.document->head.issuer);
    view_put_text(view, page, "html", html);
    view_put_truth(view, page, "unconfirmed", form->confidence == CONFIDENCE_C);
    node_put(page, "broken", built.broken);
    view_put_truth(view, page, "has_broken", node_count(built.broken) > 0);
    put_address(view, page, "sheet", &ask, "xlsx");
    put_address(view, page, "word", &ask, "docx");
    return true;
}
