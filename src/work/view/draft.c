/*
 * draft.c — a report as it stands today: its words, its warnings, what may be edited, and ways to take it along.
 *
 * A bound number is never edited. The officer edits free words and may leave a figure out, with a
 * note; the publisher makes it public.
 */
#include "work/report/report.h"
#include "work/view/view_inside.h"

static const struct {
    const char *format, *vi, *en;
} DOWNLOADS[] = {
    {"docx", "Tải về Word", "Word"},
    {"xlsx", "Tải bảng tính (.xlsx)", "Spreadsheet (.xlsx)"},
    {"txt", "Văn bản thuần (để dán vào tin nhắn)", "Plain text"},
    {"fragment", "Đoạn HTML để dán lên cổng thông tin", "HTML to paste into the portal"},
    {"json", "JSON", "JSON"},
};

static struct text address_of(const struct view_context *view)
{
    struct text report = view_given(view, "report"), unit = view_given(view, "unit"), period = view_given(view, "period");
    return text_format(view->arena, "/du-thao/%.*s/%.*s/%.*s", TEXT_ARGS(report), TEXT_ARGS(unit), TEXT_ARGS(period));
}

static void put_downloads(const struct view_context *view, struct node *page)
{
    struct node *list = node_put(page, "downloads", node_list(view->arena));
    struct text address = address_of(view);
    for (size_t i = 0; i < LENGTH_OF(DOWNLOADS); i++) {
        struct node *one = node_append(list, node_map(view->arena));
        view_put_text(view, one, "format", text_of(DOWNLOADS[i].format));
        view_put_text(view, one, "title", view_words(view, DOWNLOADS[i].vi, DOWNLOADS[i].en));
        view_put_text(view, one, "href", text_format(view->arena, "%.*s/tai-ve.%s", TEXT_ARGS(address), DOWNLOADS[i].format));
    }
}

/* What the page needs of each section to offer an edit: which kind it is, and whether there is something to edit. */
static void mark_sections(const struct view_context *view, struct node *sections, bool may_edit)
{
    for (size_t i = 0; i < node_count(sections); i++) {
        struct node *section = sections->list.items[i];
        bool words = text_is(node_text_at(section, "kind"), "words");
        struct node *figures = node_at(section, "figures");
        view_put_truth(view, section, "is_words", words);
        view_put_truth(view, section, "is_heading", text_is(node_text_at(section, "kind"), "heading"));
        view_put_truth(view, section, "is_display", text_is(node_text_at(section, "kind"), "chart") || text_is(node_text_at(section, "kind"), "table"));
        view_put_truth(view, section, "may_edit", may_edit && words);
        view_put_truth(view, section, "has_figures", node_count(figures) > 0);
        view_put_truth(view, section, "may_leave_out", may_edit && node_count(figures) > 0);
        view_put_truth(view, section, "edited", node_text_at(section, "words").length > 0);
    }
}

static bool put_document(const struct view_context *view, struct node *page, const struct report_built *built, struct failure *why)
{
    struct text html;
    if (!report_write(view->arena, built->document, REPORT_HTML, &html, why))
        return false;
    view_put_text(view, page, "title", built->document->title);
    view_put_text(view, page, "html", html);
    node_put(page, "warnings", built->warnings);
    view_put_truth(view, page, "has_warnings", node_count(built->warnings) > 0);
    node_put(page, "not_sent", built->not_sent);
    node_put(page, "sections", built->sections);
    return true;
}

bool draft_view(struct view_context *view, struct node *page, struct failure *why)
{
    const struct report_request ask = {.report = view_given(view, "report"),
                                       .unit = view_given(view, "unit"),
                                       .period = view_given(view, "period"),
                                       .viewer = view->viewer,
                                       .language = view->language};
    struct report_built built;
    struct period period;
    const struct unit *unit;
    view_release(view); /* the builder takes a connection of its own */
    if (!report_build(view->instance, &ask, view->arena, &built, why) || !put_document(view, page, &built, why) ||
        !view_period(view, "period", &period, why) || !view_unit(view, ask.unit, period.end, &unit, why))
        return false;
    const struct report_definition *report = definition_report(view->house->definition, ask.report);
    if (!report)
        return FAIL(why, FAILURE_NOT_FOUND, "there is no such report");
    const struct unit *issuer = report_issuer(view->arena, view->house, report, unit, view->today);
    bool whole = view->viewer->whole_house;
    bool edits = whole || (issuer && account_has_role(view->viewer, ROLE_OFFICER, issuer));
    bool publishes = report->reach == REACH_PUBLIC && (whole || (issuer && account_has_role(view->viewer, ROLE_PUBLISHER, issuer)));
    mark_sections(view, node_at(page, "sections"), edits);
    view_put_text(view, page, "report", report->name);
    view_put_unit(view, page, "unit", unit);
    view_put_period(view, page, "period", period);
    view_put_text(view, page, "address", address_of(view));
    view_put_truth(view, page, "may_edit", edits);
    view_put_truth(view, page, "may_publish", publishes);
    view_put_truth(view, page, "is_public", report->reach == REACH_PUBLIC);
    put_downloads(view, page);
    return true;
}
