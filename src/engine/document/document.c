#include "engine/document/document.h"

#include "base/markers.h"

/* ---- runs ---- */

static struct run *run_add(struct runs *runs, enum run_kind kind, struct text text)
{
    if (runs->count == runs->room) {
        size_t room = runs->room == 0 ? 4 : runs->room * 2;
        struct run *items = arena_make_many(runs->arena, room, sizeof *items);
        for (size_t i = 0; i < runs->count; i++)
            items[i] = runs->items[i];
        runs->items = items;
        runs->room = room;
    }
    struct run *run = &runs->items[runs->count++];
    *run = (struct run){.kind = kind, .text = text};
    return run;
}

void run_text(struct runs *runs, struct text text)
{
    run_add(runs, RUN_TEXT, text);
}

void run_bold(struct runs *runs, struct text text)
{
    run_add(runs, RUN_TEXT, text)->bold = true;
}

void run_italic(struct runs *runs, struct text text)
{
    run_add(runs, RUN_TEXT, text)->italic = true;
}

void run_link(struct runs *runs, struct text text, struct text href)
{
    run_add(runs, RUN_LINK, text)->href = href;
}

void run_figure(struct runs *runs, struct text printed, const struct bound *bound)
{
    run_add(runs, RUN_FIGURE, printed)->bound = *bound;
}

struct text runs_text(struct arena *arena, const struct runs *runs)
{
    struct text *parts = arena_make_many(arena, runs->count, sizeof *parts);
    for (size_t i = 0; i < runs->count; i++)
        parts[i] = runs->items[i].text;
    return text_join(arena, parts, runs->count, TEXT(""));
}

/* ---- tables ---- */

struct table *table_make(struct arena *arena, struct text caption)
{
    struct table *table = arena_make(arena, sizeof *table);
    table->arena = arena;
    table->caption = caption;
    return table;
}

struct column *table_column(struct table *table, struct text title, enum align align)
{
    REQUIRE(table->rows.count == 0);
    struct column *column = arena_make(table->arena, sizeof *column);
    *column = (struct column){.title = title, .align = align};
    list_add(&table->columns, table->arena, column);
    return column;
}

void table_group_at(struct table *table, size_t level, struct text title, size_t first, size_t count)
{
    REQUIRE(count > 0 && first + count <= table->columns.count);
    for (size_t i = 0; i < table->groups.count; i++) {
        const struct column_group *other = table->groups.items[i];
        REQUIRE(other->level != level || first >= other->first + other->count);
    }
    struct column_group *group = arena_make(table->arena, sizeof *group);
    *group = (struct column_group){.title = title, .first = first, .count = count, .level = level};
    list_add(&table->groups, table->arena, group);
}

void table_group(struct table *table, struct text title, size_t first, size_t count)
{
    table_group_at(table, 0, title, first, count);
}

static const struct column_group *group_over(const struct table *table, size_t level, size_t column)
{
    for (size_t i = 0; i < table->groups.count; i++) {
        const struct column_group *group = table->groups.items[i];
        if (group->level == level && column >= group->first && column < group->first + group->count)
            return group;
    }
    return NULL;
}

const struct column_group *table_find_group(const struct table *table, size_t column)
{
    return group_over(table, 0, column);
}

/* ---- headings ---- */

static size_t depth_of(const struct table *table, size_t column)
{
    size_t depth = 0;
    while (group_over(table, depth, column) != NULL)
        depth++;
    return depth;
}

static bool is_labelled(const struct table *table)
{
    for (size_t i = 0; i < table->columns.count; i++)
        if (((const struct column *)table->columns.items[i])->label.length > 0)
            return true;
    return false;
}

bool table_is_form(const struct table *table)
{
    for (size_t i = 0; i < table->groups.count; i++)
        if (((const struct column_group *)table->groups.items[i])->level > 0)
            return true;
    return is_labelled(table);
}

const struct heading *table_headings(struct arena *arena, const struct table *table, size_t *rows, size_t *count)
{
    bool labelled = is_labelled(table);
    size_t titles = 1, columns = table->columns.count, found = 0;
    for (size_t c = 0; c < columns; c++)
        titles = depth_of(table, c) + 1 > titles ? depth_of(table, c) + 1 : titles;
    struct heading *headings = arena_make_many(arena, (titles + 1) * columns + 1, sizeof *headings);
    for (size_t r = 0; r < titles; r++)
        for (size_t c = 0; c < columns; c++) {
            const struct column_group *group = group_over(table, r, c);
            const struct column *column = table->columns.items[c];
            if (group != NULL && group->first == c)
                headings[found++] = (struct heading){group->title, r, 1, c, group->count, true};
            else if (group == NULL && depth_of(table, c) == r)
                headings[found++] = (struct heading){column->title, r, titles - r, c, 1, false};
        }
    for (size_t c = 0; labelled && c < columns; c++)
        headings[found++] = (struct heading){((const struct column *)table->columns.items[c])->label, titles, 1, c, 1, false};
    *rows = titles + labelled;
    *count = found;
    return headings;
}

struct row *table_row(struct table *table)
{
    size_t width = table->columns.count;
    REQUIRE(width > 0);
    struct row *row = arena_make(table->arena, sizeof *row);
    row->cells = arena_make_many(table->arena, width, sizeof *row->cells);
    for (size_t i = 0; i < width; i++)
        row->cells[i].arena = table->arena;
    list_add(&table->rows, table->arena, row);
    return row;
}

struct row *table_total(struct table *table)
{
    struct row *row = table_row(table);
    row->total = true;
    return row;
}

/* ---- the document ---- */

struct document *document_make(struct arena *arena, enum language language, struct text title)
{
    struct document *document = arena_make(arena, sizeof *document);
    document->arena = arena;
    document->language = language;
    document->title = title;
    return document;
}

static void text_into(struct document *document, struct list *list, struct text text)
{
    struct text *item = arena_make(document->arena, sizeof *item);
    *item = text;
    list_add(list, document->arena, item);
}

void document_addressed_to(struct document *document, struct text body)
{
    text_into(document, &document->head.addressed_to, body);
}

void document_recipient(struct document *document, struct text recipient)
{
    text_into(document, &document->head.recipients, recipient);
}

void document_signature_title(struct document *document, struct text title)
{
    text_into(document, &document->head.signature.titles, title);
}

static struct block *block_add(struct document *document, enum block_kind kind)
{
    struct block *block = arena_make(document->arena, sizeof *block);
    block->kind = kind;
    block->runs.arena = document->arena;
    list_add(&document->blocks, document->arena, block);
    return block;
}

struct block *document_heading(struct document *document, int level, struct text title)
{
    REQUIRE(level >= 1 && level <= 3);
    struct block *block = block_add(document, BLOCK_HEADING);
    block->level = level;
    run_text(&block->runs, title);
    return block;
}

struct runs *document_paragraph(struct document *document, enum paragraph_style style)
{
    struct block *block = block_add(document, BLOCK_PARAGRAPH);
    block->style = style;
    return &block->runs;
}

struct table *document_table(struct document *document, struct text caption)
{
    struct block *block = block_add(document, BLOCK_TABLE);
    block->table = table_make(document->arena, caption);
    return block->table;
}

struct block *document_chart(struct document *document, struct chart *chart, struct table *table)
{
    REQUIRE(chart != NULL && table != NULL);
    struct block *block = block_add(document, BLOCK_CHART);
    block->chart = chart;
    block->table = table;
    return block;
}

struct block *document_list(struct document *document, bool numbered)
{
    struct block *block = block_add(document, BLOCK_LIST);
    block->numbered = numbered;
    return block;
}

struct runs *document_list_item(struct document *document, struct block *list)
{
    REQUIRE(list->kind == BLOCK_LIST);
    struct runs *item = arena_make(document->arena, sizeof *item);
    item->arena = document->arena;
    list_add(&list->items, document->arena, item);
    return item;
}

void document_page_break(struct document *document)
{
    block_add(document, BLOCK_PAGE_BREAK);
}

struct block *document_annex(struct document *document, struct text title)
{
    struct block *block = block_add(document, BLOCK_ANNEX);
    run_text(&block->runs, title);
    return block;
}
