#include "engine/document/document_xlsx.h"

#include "base/list.h"
#include "base/map.h"
#include "engine/codec/xlsx_write.h"
#include "engine/document/document_json.h"

enum { WORDS_WIDTH = 85, TABLE_COLUMNS_MAX = 256, FIGURE_COLUMNS = 6, HEADING_ROWS_MAX = 16, TITLES_MAX = 12 };
enum { FORM_WIDTH = 215, FORM_FIRST = 24, FORM_NARROWEST = 5 }; /* letters: a page across */

struct book {
    struct arena *arena;
    struct xlsx_writer *writer;
    const struct node *document;
    bool english;
    struct map *seen; /* the figures that stand in the sheet of numbers already */
};

static struct text in_language(const struct book *book, const char *vi, const char *en)
{
    return text_of(book->english ? en : vi);
}

static struct text runs_words(const struct book *book, const struct node *runs)
{
    struct text *parts = arena_make_many(book->arena, node_count(runs), sizeof *parts);
    for (size_t i = 0; i < node_count(runs); i++)
        parts[i] = node_text_at(runs->list.items[i], "text");
    return text_join(book->arena, parts, node_count(runs), TEXT(""));
}

/* ---- the words ---- */

static void line(const struct book *book, struct text words)
{
    const struct value cell = value_text(words);
    if (words.length > 0)
        xlsx_writer_row(book->writer, &cell, 1);
}

static void gap(const struct book *book)
{
    const struct value cell = value_unknown();
    xlsx_writer_row(book->writer, &cell, 1);
}

static void lines(const struct book *book, struct text lead, const struct node *texts)
{
    if (node_count(texts) > 0)
        line(book, lead);
    for (size_t i = 0; i < node_count(texts); i++)
        line(book, text_format(book->arena, "%s%.*s", lead.length > 0 ? "- " : "", TEXT_ARGS(texts->list.items[i]->text)));
}

static void write_block(const struct book *book, const struct node *block)
{
    struct text kind = node_text_at(block, "kind");
    const struct node *items = node_at(block, "items"), *numbered = node_at(block, "numbered");
    if (text_is(kind, "heading") || text_is(kind, "annex")) {
        const struct value cell = value_text(runs_words(book, node_at(block, "runs")));
        gap(book);
        xlsx_writer_total(book->writer, &cell, 1);
    } else if (text_is(kind, "paragraph")) {
        line(book, runs_words(book, node_at(block, "runs")));
    } else if (node_at(block, "table")) {
        struct text caption = node_text_at(node_at(block, "table"), "caption");
        line(book, text_format(book->arena, "[%.*s]", TEXT_ARGS(caption.length > 0 ? caption : in_language(book, "Bảng", "Table"))));
    }
    for (size_t i = 0; i < node_count(items); i++) {
        struct text words = runs_words(book, items->list.items[i]);
        line(book, numbered && numbered->truth ? text_format(book->arena, "%zu. %.*s", i + 1, TEXT_ARGS(words))
                                               : text_format(book->arena, "- %.*s", TEXT_ARGS(words)));
    }
}

static void write_head(const struct book *book)
{
    static const char *const LINES[] = {"superior", "issuer", "number", "place_and_date", "type_name", "subject"};
    const struct node *head = node_at(book->document, "head");
    struct text notice = node_text_at(book->document, "notice");
    if (notice.length > 0)
        line(book, text_format(book->arena, "(%.*s)", TEXT_ARGS(notice)));
    for (size_t i = 0; i < LENGTH_OF(LINES) && !text_is(node_text_at(head, "layout"), "plain"); i++)
        line(book, node_text_at(head, LINES[i]));
    lines(book, in_language(book, "Kính gửi:", "To:"), node_at(head, "addressed_to"));
}

static void write_foot(const struct book *book)
{
    const struct node *head = node_at(book->document, "head"), *signature = node_at(head, "signature");
    if (text_is(node_text_at(head, "layout"), "plain"))
        return;
    gap(book);
    line(book, node_text_at(signature, "power"));
    lines(book, (struct text){0}, node_at(signature, "titles"));
    line(book, node_text_at(signature, "name"));
    lines(book, in_language(book, "Nơi nhận:", "Recipients:"), node_at(head, "recipients"));
}

static void write_words(const struct book *book, const struct node *blocks)
{
    const struct xlsx_column column = {.width = WORDS_WIDTH};
    struct text title = node_text_at(book->document, "title");
    xlsx_writer_sheet(book->writer, &(struct xlsx_sheet){.name = in_language(book, "Nội dung", "Words"), .title = &title, .title_count = 1,
                                                         .columns = &column, .column_count = 1, .bare = true, .portrait = true});
    write_head(book);
    for (size_t i = 0; i < node_count(blocks); i++)
        write_block(book, blocks->list.items[i]);
    write_foot(book);
}

/* ---- the numbers ---- */

static struct value exact_value(const struct node *run)
{
    const struct node *value = node_at(run, "value");
    if (value && value->kind == NODE_NUMBER)
        return value_number(value->number);
    return value && value->kind == NODE_TEXT ? value_text(value->text) : value_unknown();
}

static void write_figure(const struct book *book, const struct node *run)
{
    struct text id = node_text_at(run, "figure"), unit = node_text_at(run, "unit"), period = node_text_at(run, "period"), by = node_text_at(run, "by");
    struct text key = text_format(book->arena, "%.*s|%.*s|%.*s|%.*s", TEXT_ARGS(id), TEXT_ARGS(unit), TEXT_ARGS(period), TEXT_ARGS(by));
    if (id.length == 0 || map_find(book->seen, key))
        return;
    map_put(book->seen, key, (void *)(uintptr_t)run); /* never written through */
    const struct value cells[FIGURE_COLUMNS] = {value_text(id), value_text(unit), value_text(period),
                                                value_text(by), exact_value(run), value_text(node_text_at(run, "text"))};
    xlsx_writer_row(book->writer, cells, FIGURE_COLUMNS);
}

/* Every run of the tree that knows its figure, in the order of reading. */
static void write_figures_in(const struct book *book, const struct node *node)
{
    if (!node)
        return;
    if (node->kind == NODE_LIST)
        for (size_t i = 0; i < node_count(node); i++)
            write_figures_in(book, node->list.items[i]);
    if (node->kind != NODE_MAP)
        return;
    write_figure(book, node);
    for (size_t i = 0; i < node_count(node); i++)
        write_figures_in(book, node->map.entries[i].value);
}

static void write_figures(const struct book *book, const struct node *blocks)
{
    const struct xlsx_column columns[FIGURE_COLUMNS] = {
        {.title = in_language(book, "Số liệu", "Figure"), .width = 34},
        {.title = in_language(book, "Đơn vị", "Unit")},
        {.title = in_language(book, "Kỳ", "Period")},
        {.title = in_language(book, "Trong đó", "Of which")},
        {.title = in_language(book, "Giá trị", "Value"), .kind = XLSX_NUMBER},
        {.title = in_language(book, "Như trong báo cáo", "As printed")},
    };
    xlsx_writer_sheet(book->writer, &(struct xlsx_sheet){.name = in_language(book, "Số liệu", "Figures"), .columns = columns,
                                                         .column_count = FIGURE_COLUMNS});
    write_figures_in(book, blocks);
}

/* ---- a table ---- */

/* One with a tree of headings of its own. */
static bool is_form(const struct node *table)
{
    return node_at(table, "headings") != NULL;
}


static struct value cell_value(const struct book *book, const struct node *runs)
{
    const struct node *only = node_count(runs) == 1 ? runs->list.items[0] : NULL;
    struct value exact = only ? exact_value(only) : value_unknown();
    return value_known(exact) ? exact : value_text(runs_words(book, runs));
}

static size_t table_columns(const struct book *book, const struct node *table, struct xlsx_column *columns)
{
    const struct node *heads = node_at(table, "columns");
    size_t count = node_count(heads) < TABLE_COLUMNS_MAX ? node_count(heads) : TABLE_COLUMNS_MAX;
    for (size_t i = 0; i < count; i++) {
        const struct node *head = heads->list.items[i];
        struct text title = node_text_at(head, "title"), group = node_text_at(head, "group");
        columns[i] = (struct xlsx_column){.title = group.length > 0 ? text_format(book->arena, "%.*s: %.*s", TEXT_ARGS(group), TEXT_ARGS(title)) : title,
                                          .kind = text_is(node_text_at(head, "align"), "right") ? XLSX_NUMBER : XLSX_TEXT};
    }
    return count;
}

static size_t whole_at(const struct node *map, const char *key)
{
    const struct node *node = node_at(map, key);
    return node && node->kind == NODE_NUMBER && node->number.digits >= 0 ? (size_t)node->number.digits : 0;
}

/* How many lines a heading takes over its columns. */
static unsigned heading_lines(const struct node *heading, const struct xlsx_column *columns)
{
    size_t first = whole_at(heading, "first"), count = whole_at(heading, "count"), width = 0;
    for (size_t i = first; i < first + count; i++)
        width += columns[i].width;
    return 1 + (unsigned)(text_points(node_text_at(heading, "title")) * 4 / (width * 3 + 1)); /* words break early in narrow cells */
}

/* The height of each row, so that what stands over several finds room in them together. */
static void heading_heights(const struct node *headings, const struct xlsx_column *columns, size_t count, unsigned *heights)
{
    for (size_t span = 1; span <= HEADING_ROWS_MAX; span++)
        for (size_t i = 0; i < node_count(headings); i++) {
            const struct node *heading = headings->list.items[i];
            size_t row = whole_at(heading, "row"), rows = whole_at(heading, "rows");
            unsigned room = 0;
            if (rows != span || row + rows > HEADING_ROWS_MAX || whole_at(heading, "first") + whole_at(heading, "count") > count)
                continue;
            unsigned needed = heading_lines(heading, columns);
            for (size_t r = row; r < row + rows; r++)
                room += heights[r];
            if (needed > room)
                heights[row + rows - 1] += needed - room;
        }
}

/* A form's own tree of headings: merged over its columns, down to where the next begins. */
static void write_headings(const struct book *book, const struct node *table, const struct xlsx_column *of, size_t columns)
{
    const struct node *headings = node_at(table, "headings");
    size_t rows = whole_at(table, "heading_rows");
    unsigned heights[HEADING_ROWS_MAX];
    rows = rows < HEADING_ROWS_MAX ? rows : HEADING_ROWS_MAX;
    for (size_t r = 0; r < HEADING_ROWS_MAX; r++)
        heights[r] = 1;
    heading_heights(headings, of, columns, heights);
    struct value *cells = arena_make_many(book->arena, TABLE_COLUMNS_MAX, sizeof *cells);
    for (size_t r = 0; r < rows; r++) {
        for (size_t c = 0; c < columns; c++)
            cells[c] = value_unknown();
        for (size_t i = 0; i < node_count(headings); i++) {
            const struct node *heading = headings->list.items[i];
            size_t first = whole_at(heading, "first"), count = whole_at(heading, "count");
            if (whole_at(heading, "row") != r || count == 0 || first + count > columns)
                continue;
            cells[first] = value_text(node_text_at(heading, "title"));
            xlsx_writer_merge(book->writer, first, first + count - 1, (uint32_t)whole_at(heading, "rows"));
        }
        xlsx_writer_headings(book->writer, cells, columns, heights[r]);
    }
}

/* A page across, whatever stands in its headings. */
static void form_widths(struct xlsx_column *columns, size_t count)
{
    size_t each = count > 1 ? (FORM_WIDTH - FORM_FIRST) / (count - 1) : FORM_FIRST;
    for (size_t i = 0; i < count; i++)
        columns[i].width = i == 0 ? FORM_FIRST : (unsigned)(each > FORM_NARROWEST ? each < FORM_FIRST ? each : FORM_FIRST : FORM_NARROWEST);
}

/* Whose form it is and what it says of itself stand above it, for who signs it gets this sheet alone. */
static size_t form_titles(const struct book *book, const struct node *table, struct text *titles, size_t most)
{
    static const char *const HEAD[] = {"superior", "issuer", "type_name", "subject"};
    const struct node *head = node_at(book->document, "head"), *blocks = node_at(book->document, "blocks");
    size_t count = 0;
    titles[count++] = node_text_at(table, "caption");
    for (size_t i = 0; i < LENGTH_OF(HEAD); i++)
        titles[count++] = node_text_at(head, HEAD[i]);
    titles[count++] = node_text_at(book->document, "notice");
    for (size_t i = 0; i < node_count(blocks) && count + 1 < most; i++)
        if (text_is(node_text_at(blocks->list.items[i], "kind"), "paragraph"))
            titles[count++] = runs_words(book, node_at(blocks->list.items[i], "runs"));
    titles[count++] = node_text_at(table, "note");
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (titles[i].length > 0)
            titles[kept++] = titles[i];
    return kept;
}

static void form_foot(const struct book *book)
{
    const struct node *signature = node_at(node_at(book->document, "head"), "signature"), *titles = node_at(signature, "titles");
    xlsx_writer_words(book->writer, (struct text){0});
    xlsx_writer_words(book->writer, node_text_at(signature, "power"));
    for (size_t i = 0; i < node_count(titles); i++)
        xlsx_writer_words(book->writer, titles->list.items[i]->text);
}

static void write_table(const struct book *book, const struct node *table)
{
    struct xlsx_column *columns = arena_make_many(book->arena, TABLE_COLUMNS_MAX, sizeof *columns);
    struct value *cells = arena_make_many(book->arena, TABLE_COLUMNS_MAX, sizeof *cells);
    size_t count = table_columns(book, table, columns);
    struct text caption = node_text_at(table, "caption"), note = node_text_at(table, "note");
    struct text titles[TITLES_MAX] = {caption.length > 0 ? caption : in_language(book, "Bảng", "Table"), note};
    const struct node *rows = node_at(table, "rows");
    bool form = is_form(table);
    size_t title_count = form ? form_titles(book, table, titles, TITLES_MAX) : note.length > 0 ? 2 : 1;
    if (form)
        form_widths(columns, count);
    xlsx_writer_sheet(book->writer, &(struct xlsx_sheet){.name = titles[0], .title = titles, .title_count = title_count, .columns = columns,
                                                         .column_count = count, .bare = form, .ruled = form});
    if (form)
        write_headings(book, table, columns, count);
    for (size_t r = 0; r < node_count(rows); r++) {
        const struct node *row = rows->list.items[r], *shown = node_at(row, "cells"), *total = node_at(row, "total");
        for (size_t i = 0; i < count; i++)
            cells[i] = i < node_count(shown) ? cell_value(book, shown->list.items[i]) : value_unknown();
        if (total && total->kind == NODE_TRUTH && total->truth)
            xlsx_writer_total(book->writer, cells, count);
        else
            xlsx_writer_row(book->writer, cells, count);
    }
    if (form)
        form_foot(book);
}

/* ---- the workbook ---- */

static void write_tables(const struct book *book, const struct node *blocks, bool forms)
{
    for (size_t i = 0; i < node_count(blocks); i++) {
        const struct node *table = node_at(blocks->list.items[i], "table");
        if (table && is_form(table) == forms)
            write_table(book, table);
    }
}

static bool has_form(const struct node *blocks)
{
    for (size_t i = 0; i < node_count(blocks); i++)
        if (node_at(blocks->list.items[i], "table") && is_form(node_at(blocks->list.items[i], "table")))
            return true;
    return false;
}

bool document_xlsx_write_json(struct arena *arena, const struct node *document, struct text *bytes, struct failure *why)
{
    struct xlsx_writer *CLOSING(xlsx_writer) writer = NULL;
    const struct node *blocks = node_at(document, "blocks");
    if (!blocks || blocks->kind != NODE_LIST)
        return FAIL(why, FAILURE_INVALID, "that is no document");
    if (!xlsx_writer_open(arena, &writer, why))
        return false;
    const struct book book = {.arena = arena, .writer = writer, .document = document,
                              .english = text_is(node_text_at(document, "language"), "en"), .seen = map_make(arena)};
    write_tables(&book, blocks, true);
    if (!has_form(blocks))
        write_words(&book, blocks);
    write_figures(&book, blocks);
    write_tables(&book, blocks, false);
    return xlsx_writer_done(writer, arena, bytes, why);
}

bool document_xlsx_write(struct arena *arena, const struct document *document, struct text *bytes, struct failure *why)
{
    return document_xlsx_write_json(arena, document_json_make(arena, document), bytes, why);
}
