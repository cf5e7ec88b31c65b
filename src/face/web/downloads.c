/* downloads.c — a draft or a paper as a file, a published report as text, a register as CSV, its empty sheet. */
#include "face/web/site_inside.h"

#include "engine/codec/csv.h"
#include "engine/codec/xlsx_write.h"
#include "work/intake/desk.h"
#include "work/intake/empty_sheet.h"
#include "work/notice/feed.h"
#include "work/paper/book.h"
#include "work/paper/form.h"
#include "work/paper/paper.h"
#include "work/report/report.h"

enum { SHEET_PAGES_MAX = 500, SHEET_MAX = 32 << 20 };

/* Names of ours are letters, digits and a few marks; whatever else an address held becomes "-". */
static struct text file_name(struct arena *arena, struct text name)
{
    struct text safe = text_copy(arena, name);
    char *bytes = arena_copy(arena, safe.bytes, safe.length + 1);
    for (size_t i = 0; i < safe.length; i++) {
        char c = bytes[i];
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_'))
            bytes[i] = '-';
    }
    return (struct text){bytes, safe.length};
}

void answer_file(struct turn *turn, struct text type, struct text name, struct text bytes)
{
    struct web_response *response = turn->response;
    response->status = 200;
    response->content_type = text_copy(turn->arena, type).bytes;
    response->bytes = bytes;
    response_header(response, turn->arena, "Content-Disposition",
                    text_format(turn->arena, "attachment; filename=\"%.*s\"", TEXT_ARGS(file_name(turn->arena, name))));
}

/* ---- reports ---- */

static struct report_request report_asked(struct turn *turn)
{
    return (struct report_request){.report = node_text_at(turn->given, "report"),
                                   .unit = node_text_at(turn->given, "unit"),
                                   .period = node_text_at(turn->given, "period"),
                                   .viewer = turn->viewer,
                                   .language = turn->language};
}

bool download_draft(struct turn *turn, struct failure *why)
{
    const struct report_request ask = report_asked(turn);
    struct text word = node_text_at(turn->given, "format"), bytes;
    enum report_format format;
    struct report_built built;
    if (!report_format_read(word, &format))
        return FAIL(why, FAILURE_NOT_FOUND, "reports are not written in that format");
    if (!report_build(turn->site->instance, &ask, turn->arena, &built, why) ||
        !report_write(turn->arena, built.document, format, &bytes, why))
        return false;
    /* The piece to paste into a portal is HTML too. */
    word = format == REPORT_FRAGMENT ? TEXT("html") : word;
    answer_file(turn, report_format_type(format),
                text_format(turn->arena, "%.*s-%.*s-%.*s.%.*s", TEXT_ARGS(ask.report), TEXT_ARGS(ask.unit), TEXT_ARGS(ask.period),
                            TEXT_ARGS(word)),
                bytes);
    return true;
}

bool download_published(struct turn *turn, struct failure *why)
{
    struct node *tree;
    if (!page_view(turn, "published", &tree, why))
        return false;
    turn->response->status = 200;
    turn->response->content_type = "text/plain; charset=utf-8";
    turn->response->bytes = node_text_at(tree, "text");
    return true;
}

/* ---- papers ---- */

bool download_book(struct turn *turn, struct failure *why)
{
    struct text word = node_text_at(turn->given, "format"), bytes, given = node_text_at(turn->given, "ky");
    struct period period;
    enum report_format format;
    struct document *document;
    if (!report_format_read(word, &format) || !period_read(given, &period))
        return FAIL(why, FAILURE_NOT_FOUND, "a book is of a period, in a format that is written");
    const struct book_request ask = {.register_ = node_text_at(turn->given, "register"), .unit = node_text_at(turn->given, "don-vi"),
                                     .from = period.begin, .to = period.end, .viewer = turn->viewer, .language = turn->language};
    if (!book_build(turn->site->instance, &ask, turn->arena, &document, why) || !report_write(turn->arena, document, format, &bytes, why))
        return false;
    answer_file(turn, report_format_type(format),
                text_format(turn->arena, "so-%.*s-%.*s.%.*s", TEXT_ARGS(ask.unit), TEXT_ARGS(given), TEXT_ARGS(word)), bytes);
    return true;
}

bool download_paper(struct turn *turn, struct failure *why)
{
    const struct paper_request ask = {.paper = node_text_at(turn->given, "paper"), .record = node_text_at(turn->given, "record"),
                                      .each = node_text_at(turn->given, "cho"), .unit = node_text_at(turn->given, "don-vi"),
                                      .period = node_text_at(turn->given, "ky"), .disposal = node_text_at(turn->given, "disposal"),
                                      .viewer = turn->viewer, .language = turn->language};
    struct text word = node_text_at(turn->given, "format"), bytes;
    struct text of = ask.disposal.length > 0 ? ask.disposal : ask.record.length > 0 ? ask.record : ask.period;
    enum report_format format;
    struct document *document;
    if (!report_format_read(word, &format))
        return FAIL(why, FAILURE_NOT_FOUND, "papers are not written in that format");
    if (!paper_build(turn->site->instance, &ask, turn->arena, &document, why) || !report_write(turn->arena, document, format, &bytes, why))
        return false;
    answer_file(turn, report_format_type(format),
                text_format(turn->arena, "%.*s-%.*s.%.*s", TEXT_ARGS(ask.paper), TEXT_ARGS(of), TEXT_ARGS(word)), bytes);
    return true;
}

/* ---- official forms ---- */

bool download_form(struct turn *turn, struct failure *why)
{
    const struct form_request ask = {.form = node_text_at(turn->given, "form"), .unit = node_text_at(turn->given, "don-vi"),
                                     .period = node_text_at(turn->given, "ky"), .viewer = turn->viewer, .language = turn->language};
    struct text word = node_text_at(turn->given, "format"), bytes;
    enum report_format format;
    struct form_built built;
    if (!report_format_read(word, &format))
        return FAIL(why, FAILURE_NOT_FOUND, "forms are not written in that format");
    if (!form_build(turn->site->instance, &ask, turn->arena, &built, why) || !report_write(turn->arena, built.document, format, &bytes, why))
        return false;
    answer_file(turn, report_format_type(format),
                text_format(turn->arena, "%.*s-%.*s-%.*s.%.*s", TEXT_ARGS(ask.form), TEXT_ARGS(ask.unit), TEXT_ARGS(ask.period), TEXT_ARGS(word)),
                bytes);
    return true;
}

/* ---- a register as a sheet ---- */

bool download_empty_sheet(struct turn *turn, struct failure *why)
{
    struct text bytes, name = node_text_at(turn->given, "register");
    if (!empty_sheet_make(turn->site->instance, name, turn->viewer, turn->arena, &bytes, why))
        return false;
    answer_file(turn, TEXT(XLSX_TYPE), text_format(turn->arena, "%.*s-trong.xlsx", TEXT_ARGS(name)), bytes);
    return true;
}

bool download_marked_sheet(struct turn *turn, struct failure *why)
{
    struct text bytes;
    if (!intake_desk_mark(turn->site->desk, turn->viewer, node_text_at(turn->given, "upload"), turn->arena, &bytes, why))
        return false;
    answer_file(turn, TEXT(XLSX_TYPE), text_format(turn->arena, "%.*s-danh-dau.xlsx", TEXT_ARGS(node_text_at(turn->given, "register"))), bytes);
    return true;
}

/* ---- a calendar ---- */

bool download_feed(struct turn *turn, struct failure *why)
{
    struct text bytes;
    if (!feed_write(turn->site->instance, node_text_at(turn->given, "token"), turn->language, turn->arena, &bytes, why))
        return false;
    answer_file(turn, TEXT(FEED_TYPE), TEXT("lich.ics"), bytes);
    return true;
}

/* ---- a list as CSV ---- */

static void add_cell(struct arena *arena, struct list *cells, struct text cell)
{
    list_add(cells, arena, arena_copy(arena, &cell, sizeof cell));
}

static void write_cells(struct buffer *out, struct arena *arena, const struct list *cells)
{
    struct text *texts = arena_make_many(arena, cells->count, sizeof *texts);
    for (size_t i = 0; i < cells->count; i++)
        texts[i] = *(const struct text *)cells->items[i];
    csv_write_row(out, ',', texts, cells->count);
}

static void write_head(struct buffer *out, struct arena *arena, const struct node *tree, const struct node *words)
{
    struct list cells = {0};
    const struct node *heads = node_at(tree, "heads");
    add_cell(arena, &cells, words_find(words, "entries.number"));
    add_cell(arena, &cells, words_find(words, "entries.day"));
    add_cell(arena, &cells, words_find(words, "entries.name"));
    add_cell(arena, &cells, words_find(words, "entries.unit"));
    for (size_t i = 0; i < node_count(heads); i++)
        add_cell(arena, &cells, node_text_at(heads->list.items[i], "title"));
    add_cell(arena, &cells, words_find(words, "entries.state"));
    write_cells(out, arena, &cells);
}

static void write_row(struct buffer *out, struct arena *arena, const struct node *row)
{
    struct list cells = {0};
    const struct node *shown = node_at(row, "cells");
    add_cell(arena, &cells, decimal_write(arena, node_at(row, "record")->number));
    add_cell(arena, &cells, node_text_at(node_at(row, "day"), "value"));
    add_cell(arena, &cells, node_text_at(row, "name"));
    add_cell(arena, &cells, node_text_at(node_at(row, "unit"), "name"));
    for (size_t k = 0; k < node_count(shown); k++)
        add_cell(arena, &cells, node_text_at(shown->list.items[k], "shown"));
    add_cell(arena, &cells, node_text_at(node_at(row, "state"), "title"));
    write_cells(out, arena, &cells);
}

/* One page of the list; `*more` when there is another. A page's memory goes before the next one is read. */
static bool write_page(struct turn *turn, struct buffer *out, int page, bool *more, struct failure *why)
{
    struct arena *CLOSING(arena) arena = arena_open();
    struct node *given = node_map(arena), *tree;
    for (size_t i = 0; i < node_count(turn->given); i++)
        node_put_text(given, turn->given->map.entries[i].key, turn->given->map.entries[i].value);
    node_put(given, "dang", node_text(arena, TEXT("csv")));
    node_put(given, "trang", node_text(arena, text_format(arena, "%d", page)));
    const struct view_request request = {.viewer = turn->viewer, .given = given};
    if (!view_show(turn->site->instance, TEXT("entries"), &request, arena, &tree, why))
        return false;
    if (page == 1)
        write_head(out, arena, tree, turn->site->words[turn->language]);
    const struct node *rows = node_at(tree, "rows");
    for (size_t i = 0; i < node_count(rows); i++)
        write_row(out, arena, rows->list.items[i]);
    *more = node_count(rows) > 0;
    return buffer_ok(out, why);
}

bool download_entries(struct turn *turn, struct failure *why)
{
    struct buffer CLOSING(buffer) out;
    bool more = true;
    buffer_init(&out, SHEET_MAX);
    csv_write_mark(&out);
    for (int page = 1; more; page++) {
        if (page > SHEET_PAGES_MAX)
            return FAIL(why, FAILURE_TOO_BIG, "the list has too many rows for one sheet");
        if (!write_page(turn, &out, page, &more, why))
            return false;
    }
    answer_file(turn, TEXT("text/csv; charset=utf-8"), text_format(turn->arena, "%.*s.csv", TEXT_ARGS(node_text_at(turn->given, "register"))),
                text_copy(turn->arena, buffer_text(&out)));
    return true;
}
