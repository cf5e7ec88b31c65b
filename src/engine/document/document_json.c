#include "engine/document/document_json.h"

#include "base/markers.h"
#include "engine/codec/json.h"
#include "engine/document/chart.h"

static void put_text(struct node *map, const char *key, struct text text)
{
    node_put(map, key, node_text(map->arena, text));
}

static void put_word(struct node *map, const char *key, const char *word)
{
    put_text(map, key, text_of(word));
}

static void put_truth(struct node *map, const char *key, bool truth)
{
    node_put(map, key, node_truth(map->arena, truth));
}

static void put_some(struct node *map, const char *key, struct text text)
{
    if (text.length > 0)
        put_text(map, key, text);
}

static struct node *value_node(struct arena *arena, struct value value)
{
    switch (value.kind) {
    case VALUE_UNKNOWN:
        return node_nothing(arena);
    case VALUE_TRUTH:
        return node_truth(arena, value.truth);
    case VALUE_NUMBER:
        return node_number(arena, value.number);
    case VALUE_TEXT:
    case VALUE_CODE:
        return node_text(arena, value.text);
    case VALUE_DAY:
        return node_text(arena, day_write(arena, value.day));
    }
    REQUIRE(false && "a value kind");
    return NULL;
}

static struct node *texts_node(struct arena *arena, const struct list *texts)
{
    struct node *list = node_list(arena);
    for (size_t i = 0; i < texts->count; i++)
        node_append(list, node_text(arena, *(const struct text *)texts->items[i]));
    return list;
}

/* ---- runs ---- */

static struct node *run_node(struct arena *arena, const struct run *run)
{
    struct node *node = node_map(arena);
    put_text(node, "text", run->text);
    if (run->bold)
        put_truth(node, "bold", true);
    if (run->italic)
        put_truth(node, "italic", true);
    if (run->kind == RUN_LINK)
        put_text(node, "href", run->href);
    if (run->kind == RUN_FIGURE) {
        put_text(node, "figure", run->bound.figure);
        put_text(node, "unit", run->bound.unit);
        put_text(node, "period", run->bound.period);
        put_some(node, "by", run->bound.by);
        node_put(node, "value", value_node(arena, run->bound.value));
        put_some(node, "href", run->bound.href);
    }
    return node;
}

static struct node *runs_node(struct arena *arena, const struct runs *runs)
{
    struct node *list = node_list(arena);
    for (size_t i = 0; i < runs->count; i++)
        node_append(list, run_node(arena, &runs->items[i]));
    return list;
}

/* ---- tables and charts ---- */

static struct node *columns_node(struct arena *arena, const struct table *table)
{
    static const char *const aligns[] = {
        [ALIGN_LEFT] = "left", [ALIGN_CENTRE] = "centre", [ALIGN_RIGHT] = "right"};
    struct node *list = node_list(arena);
    for (size_t i = 0; i < table->columns.count; i++) {
        const struct column *column = table->columns.items[i];
        struct node *node = node_append(list, node_map(arena));
        put_text(node, "title", column->title);
        put_word(node, "align", aligns[column->align]);
        const struct column_group *group = table_find_group(table, i);
        put_text(node, "group", group == NULL ? TEXT("") : group->title);
    }
    return list;
}

/* Of a form: what stands over which columns, in which rows. */
static void put_headings(struct arena *arena, struct node *node, const struct table *table)
{
    size_t rows, count;
    const struct heading *headings = table_headings(arena, table, &rows, &count);
    node_put(node, "heading_rows", node_whole(arena, (int64_t)rows));
    struct node *list = node_put(node, "headings", node_list(arena));
    for (size_t i = 0; i < count; i++) {
        struct node *heading = node_append(list, node_map(arena));
        put_text(heading, "title", headings[i].title);
        node_put(heading, "row", node_whole(arena, (int64_t)headings[i].row));
        node_put(heading, "rows", node_whole(arena, (int64_t)headings[i].rows));
        node_put(heading, "first", node_whole(arena, (int64_t)headings[i].first));
        node_put(heading, "count", node_whole(arena, (int64_t)headings[i].count));
    }
}

static struct node *table_node(struct arena *arena, const struct table *table)
{
    struct node *node = node_map(arena);
    put_text(node, "caption", table->caption);
    put_text(node, "note", table->note);
    node_put(node, "columns", columns_node(arena, table));
    if (table_is_form(table))
        put_headings(arena, node, table);
    struct node *rows = node_put(node, "rows", node_list(arena));
    for (size_t r = 0; r < table->rows.count; r++) {
        const struct row *row = table->rows.items[r];
        struct node *into = node_append(rows, node_map(arena));
        put_truth(into, "total", row->total);
        struct node *cells = node_put(into, "cells", node_list(arena));
        for (size_t c = 0; c < table->columns.count; c++)
            node_append(cells, runs_node(arena, &row->cells[c]));
    }
    return node;
}

static struct node *chart_node(struct arena *arena, const struct chart *chart)
{
    struct node *node = node_map(arena);
    put_word(node, "kind", chart->kind == CHART_BARS ? "bars" : "lines");
    put_text(node, "title", chart->title);
    put_text(node, "unit", chart->unit);
    struct node *series = node_put(node, "series", node_list(arena));
    for (size_t s = 0; s < chart->series_count; s++)
        node_append(series, node_text(arena, chart->series[s]));
    struct node *points = node_put(node, "points", node_list(arena));
    for (size_t i = 0; i < chart->points.count; i++) {
        const struct chart_point *point = chart->points.items[i];
        struct node *into = node_append(points, node_map(arena));
        put_text(into, "name", point->name);
        struct node *values = node_put(into, "values", node_list(arena));
        for (size_t s = 0; s < chart->series_count; s++)
            node_append(values, value_node(arena, point->values[s]));
    }
    return node;
}

/* ---- blocks ---- */

static void list_fill(struct node *node, const struct block *block)
{
    put_truth(node, "numbered", block->numbered);
    struct node *items = node_put(node, "items", node_list(node->arena));
    for (size_t i = 0; i < block->items.count; i++)
        node_append(items, runs_node(node->arena, block->items.items[i]));
}

static struct node *block_node(struct arena *arena, const struct block *block)
{
    static const char *const kinds[] = {
        [BLOCK_HEADING] = "heading", [BLOCK_PARAGRAPH] = "paragraph", [BLOCK_TABLE] = "table",
        [BLOCK_CHART] = "chart",     [BLOCK_LIST] = "list",           [BLOCK_PAGE_BREAK] = "page-break",
        [BLOCK_ANNEX] = "annex"};
    static const char *const styles[] = {
        [PARAGRAPH_BODY] = "body", [PARAGRAPH_NOTE] = "note", [PARAGRAPH_OPINION] = "opinion",
        [PARAGRAPH_CENTRED] = "centred"};
    struct node *node = node_map(arena);
    put_word(node, "kind", kinds[block->kind]);
    switch (block->kind) {
    case BLOCK_HEADING:
        node_put(node, "level", node_whole(arena, block->level));
        break;
    case BLOCK_PARAGRAPH:
        put_word(node, "style", styles[block->style]);
        break;
    case BLOCK_CHART:
        node_put(node, "chart", chart_node(arena, block->chart));
        break;
    case BLOCK_LIST:
        list_fill(node, block);
        break;
    case BLOCK_TABLE:
    case BLOCK_PAGE_BREAK:
    case BLOCK_ANNEX:
        break;
    }
    if (block->table != NULL)
        node_put(node, "table", table_node(arena, block->table));
    if (block->kind == BLOCK_HEADING || block->kind == BLOCK_PARAGRAPH || block->kind == BLOCK_ANNEX)
        node_put(node, "runs", runs_node(arena, &block->runs));
    return node;
}

static struct node *head_node(struct arena *arena, const struct document_head *head)
{
    static const char *const layouts[] = {[LAYOUT_PLAIN] = "plain",
                                          [LAYOUT_PARTY] = "party",
                                          [LAYOUT_STATE] = "state",
                                          [LAYOUT_FRONT] = "front"};
    struct node *node = node_map(arena);
    put_word(node, "layout", layouts[head->layout]);
    put_text(node, "superior", head->superior);
    put_text(node, "issuer", head->issuer);
    put_text(node, "number", head->number);
    put_text(node, "place_and_date", head->place_and_date);
    put_text(node, "type_name", head->type_name);
    put_text(node, "subject", head->subject);
    node_put(node, "addressed_to", texts_node(arena, &head->addressed_to));
    node_put(node, "recipients", texts_node(arena, &head->recipients));
    struct node *signature = node_put(node, "signature", node_map(arena));
    put_text(signature, "power", head->signature.power);
    node_put(signature, "titles", texts_node(arena, &head->signature.titles));
    put_text(signature, "name", head->signature.name);
    return node;
}

struct node *document_json_make(struct arena *arena, const struct document *document)
{
    struct node *node = node_map(arena);
    put_text(node, "title", document->title);
    put_word(node, "language", document->language == LANGUAGE_EN ? "en" : "vi");
    put_text(node, "notice", document->notice);
    node_put(node, "head", head_node(arena, &document->head));
    struct node *blocks = node_put(node, "blocks", node_list(arena));
    for (size_t i = 0; i < document->blocks.count; i++)
        node_append(blocks, block_node(arena, document->blocks.items[i]));
    return node;
}

void document_json_write(struct buffer *out, const struct document *document)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    json_write_pretty(out, document_json_make(scratch, document));
}
