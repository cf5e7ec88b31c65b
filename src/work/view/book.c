/*
 * book.c — a register's official book for a month, as it will be printed, and where to take it as a file.
 */
#include "work/view/view_inside.h"

#include "work/paper/book.h"
#include "work/report/report.h"

bool book_view(struct view_context *view, struct node *page, struct failure *why)
{
    struct period period;
    struct document *document;
    struct text html, given = view_given(view, "ky"), unit = view_given(view, "don-vi");
    struct day_parts today = day_parts(view->today);
    if (given.length == 0)
        period = period_of(PERIOD_MONTH, today.year, today.month, false);
    else if (!period_read(given, &period))
        return FAIL(why, FAILURE_INVALID, "that is not a period");
    if (unit.length == 0 && view->viewer->acting_for)
        unit = view->viewer->acting_for->code;
    const struct book_request ask = {.register_ = view_given(view, "register"), .unit = unit, .from = period.begin, .to = period.end,
                                     .viewer = view->viewer, .language = view->language};
    if (!view_allow(view_signed_in(view), "read a book", why) || !book_build(view->instance, &ask, view->arena, &document, why) ||
        !report_write(view->arena, document, REPORT_HTML, &html, why))
        return false;
    view_put_text(view, page, "page_title", document->title);
    view_put_period(view, page, "period", period);
    view_put_text(view, page, "unit", unit);
    view_put_text(view, page, "html", html);
    view_put_text(view, page, "back", text_format(view->arena, "/so/%.*s", TEXT_ARGS(ask.register_)));
    struct text files = text_format(view->arena, "/so/%.*s/so-giay/tai-ve", TEXT_ARGS(ask.register_));
    const struct register_definition *of = definition_register(view->house->definition, ask.register_);
    if (of && register_has_sealed(of) && view->viewer->acting_for && text_equal(unit, view->viewer->acting_for->code))
        view_put_text(view, page, "named",
                      text_format(view->arena, "/so/%.*s/so-giay/mo?ky=%.*s", TEXT_ARGS(ask.register_), TEXT_ARGS(period_write(view->arena, period))));
    struct text query = text_format(view->arena, "?ky=%.*s&don-vi=%.*s", TEXT_ARGS(period_write(view->arena, period)), TEXT_ARGS(unit));
    view_put_text(view, page, "word", text_format(view->arena, "%.*s.docx%.*s", TEXT_ARGS(files), TEXT_ARGS(query)));
    view_put_text(view, page, "sheet", text_format(view->arena, "%.*s.xlsx%.*s", TEXT_ARGS(files), TEXT_ARGS(query)));
    return true;
}
