#include "engine/document/document_html.h"

#include "base/markers.h"
#include "engine/document/chart.h"
#include "engine/document/drawing_svg.h"
#include "engine/document/markup_inside.h"

struct html {
    struct buffer *out;
    const struct document *document;
    enum html_kind kind;
    struct arena *scratch;
    size_t charts; /* written so far */
    size_t tables;
};

static bool html_is_page(const struct html *html)
{
    return html->kind == HTML_PAGE;
}

static void put(struct html *html, const char *markup)
{
    buffer_add(html->out, text_of(markup));
}

/* ---- runs ---- */

static void figure_open(struct html *html, const struct bound *bound)
{
    bool opens = bound->href.length > 0;
    put(html, opens ? "<a class=\"figure\"" : "<span class=\"figure\"");
    if (opens)
        markup_attribute(html->out, "href", bound->href);
    markup_attribute(html->out, "data-figure", bound->figure);
    put(html, ">");
}

static void run_words_write(struct html *html, const struct run *run)
{
    if (run->bold)
        put(html, "<strong>");
    if (run->italic)
        put(html, "<em>");
    markup_add(html->out, run->text);
    if (run->italic)
        put(html, "</em>");
    if (run->bold)
        put(html, "</strong>");
}

static void run_write(struct html *html, const struct run *run)
{
    bool sum = run->kind == RUN_FIGURE && run->bound.figure.length == 0; /* a number that opens nothing */
    if (run->kind == RUN_TEXT || sum || !html_is_page(html)) {
        run_words_write(html, run);
        return;
    }
    if (run->kind == RUN_FIGURE) {
        figure_open(html, &run->bound);
        run_words_write(html, run);
        put(html, run->bound.href.length > 0 ? "</a>" : "</span>");
        return;
    }
    put(html, "<a");
    markup_attribute(html->out, "href", run->href);
    put(html, ">");
    run_words_write(html, run);
    put(html, "</a>");
}

static void runs_write(struct html *html, const struct runs *runs)
{
    for (size_t i = 0; i < runs->count; i++)
        run_write(html, &runs->items[i]);
}

/* ---- tables ---- */

/* Class of a column's cells: pages only. */
static void align_write(struct html *html, enum align align)
{
    if (!html_is_page(html) || align == ALIGN_LEFT)
        return;
    put(html, align == ALIGN_RIGHT ? " class=\"number\"" : " class=\"centre\"");
}

static void heading_cell_write(struct html *html, const struct table *table, const struct heading *heading)
{
    const struct column *column = table->columns.items[heading->first];
    put(html, heading->group ? "<th scope=\"colgroup\"" : "<th scope=\"col\"");
    if (heading->count > 1 || heading->group)
        buffer_add_format(html->out, " colspan=\"%zu\"", heading->count);
    if (heading->rows > 1)
        buffer_add_format(html->out, " rowspan=\"%zu\"", heading->rows);
    align_write(html, heading->group ? ALIGN_CENTRE : column->align);
    put(html, ">");
    markup_add(html->out, heading->title);
    put(html, "</th>");
}

static void headings_write(struct html *html, const struct table *table)
{
    size_t rows, count, at = 0;
    const struct heading *headings = table_headings(html->scratch, table, &rows, &count);
    put(html, "<thead>\n");
    for (size_t r = 0; r < rows; r++) {
        put(html, "<tr>");
        for (; at < count && headings[at].row == r; at++)
            heading_cell_write(html, table, &headings[at]);
        put(html, "</tr>\n");
    }
    put(html, "</thead>\n");
}

static void row_write(struct html *html, const struct table *table, const struct row *row)
{
    put(html, row->total && html_is_page(html) ? "<tr class=\"total\">" : "<tr>");
    bool strong = row->total && !html_is_page(html);
    for (size_t i = 0; i < table->columns.count; i++) {
        const struct column *column = table->columns.items[i];
        put(html, i == 0 ? "<th scope=\"row\"" : "<td");
        align_write(html, column->align);
        put(html, strong ? "><strong>" : ">");
        runs_write(html, &row->cells[i]);
        put(html, strong ? "</strong>" : "");
        put(html, i == 0 ? "</th>" : "</td>");
    }
    put(html, "</tr>\n");
}

static void table_body_write(struct html *html, const struct table *table)
{
    headings_write(html, table);
    put(html, "<tbody>\n");
    for (size_t i = 0; i < table->rows.count; i++)
        row_write(html, table, table->rows.items[i]);
    put(html, "</tbody>\n</table>\n");
}

static void note_write(struct html *html, struct text note)
{
    if (note.length == 0)
        return;
    put(html, html_is_page(html) ? "<p class=\"note\">" : "<p><em>");
    markup_add(html->out, note);
    put(html, html_is_page(html) ? "</p>\n" : "</em></p>\n");
}

/* A wide table scrolls by itself; it can be reached by key, so it needs a name. */
static void table_page_write(struct html *html, const struct table *table)
{
    html->tables++;
    bool named = table->caption.length > 0;
    put(html, "<div class=\"table-scroll\" role=\"group\" tabindex=\"0\"");
    if (named)
        buffer_add_format(html->out, " aria-labelledby=\"table-%zu\"", html->tables);
    else
        markup_attribute(html->out, "aria-label",
                         html->document->language == LANGUAGE_EN ? TEXT("Table") : TEXT("Bảng số liệu"));
    put(html, table->bare ? ">\n<table class=\"bare\">\n" : ">\n<table>\n");
    if (named) {
        buffer_add_format(html->out, "<caption id=\"table-%zu\">", html->tables);
        markup_add(html->out, table->caption);
        put(html, "</caption>\n");
    }
    table_body_write(html, table);
    put(html, "</div>\n");
    note_write(html, table->note);
}

static void table_portal_write(struct html *html, const struct table *table)
{
    if (table->caption.length > 0) {
        put(html, "<p><strong>");
        markup_add(html->out, table->caption);
        put(html, "</strong></p>\n");
    }
    put(html, "<table>\n");
    table_body_write(html, table);
    note_write(html, table->note);
}

static void table_write(struct html *html, const struct table *table)
{
    if (html_is_page(html))
        table_page_write(html, table);
    else
        table_portal_write(html, table);
}

/* ---- blocks ---- */

static void chart_write(struct html *html, const struct block *block)
{
    if (!html_is_page(html)) {
        table_portal_write(html, block->table);
        return;
    }
    struct text id = block->anchor;
    if (id.length == 0)
        id = text_format(html->scratch, "chart-%zu", html->charts + 1);
    html->charts++;
    put(html, "<figure class=\"chart\"");
    if (block->anchor.length > 0)
        markup_attribute(html->out, "id", block->anchor);
    put(html, ">\n<figcaption>");
    markup_add(html->out, block->chart->title);
    put(html, "</figcaption>\n<div class=\"chart-picture\">\n");
    drawing_svg_write(html->out, chart_draw(html->scratch, block->chart, html->document->language), id);
    put(html, "</div>\n");
    table_page_write(html, block->table);
    put(html, "</figure>\n");
}

static void heading_write(struct html *html, const struct block *block, int level)
{
    int most = html_is_page(html) ? 4 : 3;
    int tag = level + 1 > most ? most : level + 1;
    buffer_add_format(html->out, "<h%d", tag);
    if (html_is_page(html) && block->anchor.length > 0)
        markup_attribute(html->out, "id", block->anchor);
    put(html, ">");
    runs_write(html, &block->runs);
    buffer_add_format(html->out, "</h%d>\n", tag);
}

static void paragraph_write(struct html *html, const struct block *block)
{
    static const char *const page[] = {[PARAGRAPH_BODY] = "<p>",
                                       [PARAGRAPH_NOTE] = "<p class=\"note\">",
                                       [PARAGRAPH_OPINION] = "<p class=\"opinion\">",
                                       [PARAGRAPH_CENTRED] = "<p class=\"centred\">"};
    bool small = !html_is_page(html) && block->style == PARAGRAPH_NOTE;
    put(html, html_is_page(html) ? page[block->style] : "<p>");
    put(html, small ? "<em>" : "");
    runs_write(html, &block->runs);
    put(html, small ? "</em></p>\n" : "</p>\n");
}

/* A portal's clean-up knows ul alone: numbers there are words. */
static void list_write(struct html *html, const struct block *block)
{
    bool spelled = block->numbered && !html_is_page(html);
    const char *tag = block->numbered ? "ol" : "ul";
    if (!spelled)
        buffer_add_format(html->out, "<%s>\n", tag);
    for (size_t i = 0; i < block->items.count; i++) {
        if (spelled)
            buffer_add_format(html->out, "<p>%zu. ", i + 1);
        else
            put(html, "<li>");
        runs_write(html, block->items.items[i]);
        put(html, spelled ? "</p>\n" : "</li>\n");
    }
    if (!spelled)
        buffer_add_format(html->out, "</%s>\n", tag);
}

static void block_write(struct html *html, const struct block *block)
{
    switch (block->kind) {
    case BLOCK_HEADING:
        heading_write(html, block, block->level);
        break;
    case BLOCK_PARAGRAPH:
        paragraph_write(html, block);
        break;
    case BLOCK_TABLE:
        table_write(html, block->table);
        break;
    case BLOCK_CHART:
        chart_write(html, block);
        break;
    case BLOCK_LIST:
        list_write(html, block);
        break;
    case BLOCK_PAGE_BREAK:
        break; /* pages on screen do not break */
    case BLOCK_ANNEX:
        heading_write(html, block, 1);
        break;
    }
}

void document_html_write(struct buffer *out, const struct document *document, enum html_kind kind)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    struct html html = {.out = out, .document = document, .kind = kind, .scratch = scratch};
    if (document->notice.length > 0) {
        put(&html, html_is_page(&html) ? "<p class=\"notice\">" : "<p><strong>");
        markup_add(out, document->notice);
        put(&html, html_is_page(&html) ? "</p>\n" : "</strong></p>\n");
    }
    for (size_t i = 0; i < document->blocks.count; i++)
        block_write(&html, document->blocks.items[i]);
}
