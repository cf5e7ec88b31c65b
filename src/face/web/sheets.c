/*
 * sheets.c — a page's lists as a workbook: the view's tree, page after page, through sheets.def.
 *
 * Nothing is shown here that the page itself, and its pages behind, would not show to the same person.
 */
#include "face/web/site_inside.h"

#include "engine/codec/xlsx_write.h"
#include "engine/document/document_xlsx.h"

enum {
    ROWS_MAX = 200000,
    PUBLIC_ROWS_MAX = 10000, /* for who is not signed in */
    TITLES_MAX = 4,
    COLUMNS_MAX = 80,
    KIND_ROWS = 50, /* looked at to tell a column of numbers from one of words */
};

struct line {
    bool begins;                     /* SHEET, else COLUMN */
    const char *view;
    const char *place, *title;
};

static const struct line LINES[] = {
#define SHEET(view, rows, title) {true, view, rows, title},
#define COLUMN(place, title) {false, NULL, place, title},
#include "face/web/sheets.def"
#undef SHEET
#undef COLUMN
};

struct gathering {
    struct turn *turn;
    struct xlsx_writer *writer;
    struct xlsx_column columns[COLUMNS_MAX];
    struct text places[COLUMNS_MAX]; /* in a row; an item of a list as "cells*3" */
    size_t count;
    int64_t rows;
};

/* ---- paths ---- */

static const struct node *at_path(const struct node *node, struct text path)
{
    struct text part;
    while (node && text_next(&path, '.', &part))
        node = node_find(node, part);
    return node;
}

static struct text title_at(const struct gathering *gathering, const struct node *tree, const char *title)
{
    struct text path = text_of(title);
    if (!text_starts(path, TEXT("@")))
        return words_find(gathering->turn->site->words[gathering->turn->language], title);
    const struct node *found = at_path(tree, text_from(path, 1));
    return found && found->kind == NODE_TEXT ? found->text : (struct text){0};
}

/* ---- a cell ---- */

static struct value shown_value(const struct node *map)
{
    const struct node *value = node_at(map, "value"), *number = node_at(map, "number");
    struct text shown = node_text_at(map, "shown");
    struct decimal decimal;
    struct day day;
    if (!value || value->kind == NODE_NOTHING)
        return value_unknown();
    if (value->kind == NODE_NUMBER)
        return value_number(value->number);
    if (value->kind != NODE_TEXT || value->text.length == 0)
        return value_text(shown);
    if (number && number->kind == NODE_TRUTH && number->truth && decimal_read(value->text, &decimal))
        return value_number(decimal);
    /* A day is shown otherwise than machines write it; a text that looks like one is not. */
    if (!text_equal(value->text, shown) && day_read(value->text, &day))
        return value_day(day);
    return value_text(shown);
}

static struct value node_value(const struct gathering *gathering, const struct node *node)
{
    switch (node ? node->kind : NODE_NOTHING) {
    case NODE_NOTHING:
    case NODE_LIST:
        return value_unknown();
    case NODE_TRUTH:
        return node->truth ? value_text(words_find(gathering->turn->site->words[gathering->turn->language], "sheet.yes")) : value_unknown();
    case NODE_NUMBER:
        return value_number(node->number);
    case NODE_TEXT:
        return value_text(node->text);
    case NODE_MAP:
        return shown_value(node);
    }
    NEVER("a kind of node");
}

/* What stands at the path; where a list is on the way, all its items, apart by ";". */
static struct value cell_at(const struct gathering *gathering, struct arena *arena, const struct node *node, struct text path)
{
    struct text part, index;
    int64_t at;
    bool names = text_starts(path, TEXT("#"));
    path = names ? text_from(path, 1) : path;
    while (node && node->kind != NODE_LIST && path.length > 0) {
        text_next(&path, '.', &part);
        bool indexed = text_contains(part, TEXT("*"));
        index = part;
        if (indexed)
            text_next(&index, '*', &part);
        node = node_find(node, part);
        if (indexed)
            node = text_read_int64(index, &at) && (size_t)at < node_count(node) ? node->list.items[at] : NULL;
    }
    if (names && node && node->kind == NODE_NUMBER)
        return value_text(decimal_write(arena, node->number));
    if (!node || node->kind != NODE_LIST)
        return node_value(gathering, node);
    struct text *joined = arena_make_many(arena, node_count(node), sizeof *joined);
    size_t count = 0;
    for (size_t i = 0; i < node_count(node); i++) {
        struct value one = cell_at(gathering, arena, node->list.items[i], path);
        if (value_known(one))
            joined[count++] = value_write(arena, one);
    }
    return value_text(text_join(arena, joined, count, TEXT("; ")));
}

/* ---- a sheet ---- */

static void add_column(struct gathering *gathering, struct text place, struct text title)
{
    struct arena *arena = gathering->turn->arena;
    if (gathering->count == COLUMNS_MAX)
        return;
    gathering->places[gathering->count] = text_copy(arena, place);
    gathering->columns[gathering->count++] = (struct xlsx_column){.title = text_copy(arena, title)};
}

/* One column for each item of the list that names them: "cells*" under "@heads*title". */
static void add_columns(struct gathering *gathering, const struct node *tree, const struct line *line)
{
    struct text list, title = text_from(text_of(line->title), 1), place = text_of(line->place);
    text_next(&title, '*', &list);
    const struct node *heads = at_path(tree, list);
    for (size_t i = 0; i < node_count(heads); i++) {
        const struct node *head = at_path(heads->list.items[i], title);
        add_column(gathering, text_format(gathering->turn->arena, "%.*s%zu", TEXT_ARGS(place), i), head ? head->text : (struct text){0});
    }
}

static enum xlsx_kind kind_of(const struct gathering *gathering, struct arena *arena, const struct node *rows, struct text place)
{
    for (size_t i = 0; i < node_count(rows) && i < KIND_ROWS; i++) {
        struct value value = cell_at(gathering, arena, rows->list.items[i], place);
        if (value.kind == VALUE_NUMBER || value.kind == VALUE_DAY)
            return value.kind == VALUE_DAY ? XLSX_DAY : XLSX_NUMBER;
        if (value_known(value))
            return XLSX_TEXT;
    }
    return XLSX_TEXT;
}

/* "withdrawn?filters.withdrawn_too" is a column where that is so; `*place` is left with what stands in a row. */
static bool is_wanted(const struct node *tree, struct text *place)
{
    struct text condition = *place;
    if (!text_contains(condition, TEXT("?")))
        return true;
    text_next(&condition, '?', place);
    const struct node *asked = at_path(tree, condition);
    return asked && asked->kind == NODE_TRUTH && asked->truth;
}

static void find_columns(struct gathering *gathering, const struct node *tree, const struct node *rows, const struct line *sheet)
{
    gathering->count = 0;
    for (const struct line *line = sheet + 1; line < LINES + LENGTH_OF(LINES) && !line->begins; line++) {
        struct text place = text_of(line->place);
        if (text_ends(place, TEXT("*")))
            add_columns(gathering, tree, line);
        else if (is_wanted(tree, &place))
            add_column(gathering, place, title_at(gathering, tree, line->title));
    }
    for (size_t i = 0; i < gathering->count; i++)
        gathering->columns[i].kind = kind_of(gathering, gathering->turn->arena, rows, gathering->places[i]);
}

static void write_rows(struct gathering *gathering, struct arena *arena, const struct node *rows)
{
    struct value cells[COLUMNS_MAX];
    for (size_t r = 0; r < node_count(rows); r++, gathering->rows++) {
        for (size_t i = 0; i < gathering->count; i++)
            cells[i] = cell_at(gathering, arena, rows->list.items[r], gathering->places[i]);
        xlsx_writer_row(gathering->writer, cells, gathering->count);
    }
}

/* What the page is about, for whom and when, above the headings. */
static size_t find_titles(struct gathering *gathering, const struct node *tree, struct text name, struct text *titles)
{
    struct turn *turn = gathering->turn;
    const struct node *words = turn->site->words[turn->language], *period = node_at(tree, "period");
    struct node *frame = NULL;
    struct failure why;
    size_t count = 0;
    struct text title = node_text_at(tree, "page_title"), unit = node_text_at(node_at(tree, "unit"), "name");
    title = title.length > 0 ? title : node_text_at(tree, "title");
    titles[count++] = title.length > 0 && !text_equal(title, name) ? text_format(turn->arena, "%.*s: %.*s", TEXT_ARGS(title), TEXT_ARGS(name)) : name;
    if (unit.length > 0 && period)
        titles[count++] = text_format(turn->arena, "%.*s, %.*s", TEXT_ARGS(unit), TEXT_ARGS(node_text_at(period, "title")));
    else if (unit.length > 0)
        titles[count++] = unit;
    if (!view_frame(turn->site->instance, &(struct view_request){.viewer = turn->viewer}, turn->arena, &frame, &why))
        return count;
    titles[count++] = text_format(turn->arena, "%.*s: %.*s", TEXT_ARGS(words_find(words, "sheet.made")),
                                  TEXT_ARGS(node_text_at(node_at(frame, "today"), "shown")));
    if (node_at(frame, "demo")->truth)
        titles[count++] = words_find(words, "layout.demo_tag");
    return count;
}

static void begin_sheet(struct gathering *gathering, const struct node *tree, const struct node *rows, const struct line *line)
{
    struct text titles[TITLES_MAX], name = text_copy(gathering->turn->arena, title_at(gathering, tree, line->title));
    find_columns(gathering, tree, rows, line);
    const struct xlsx_sheet sheet = {.name = name, .title = titles, .title_count = find_titles(gathering, tree, name, titles),
                                     .columns = gathering->columns, .column_count = gathering->count};
    xlsx_writer_sheet(gathering->writer, &sheet);
}

/* ---- page after page ---- */

/* The first page, or the one at an address that a page's list says is the next. */
static bool show_tree(struct turn *turn, struct arena *arena, struct text address, struct node **tree, struct failure *why)
{
    struct node *given = node_map(arena);
    struct form query;
    struct text path;
    for (size_t i = 0; i < node_count(turn->given); i++)
        node_put_text(given, turn->given->map.entries[i].key, turn->given->map.entries[i].value);
    node_put(given, "trang", node_text(arena, TEXT("1")));
    form_init(&query, arena);
    if (text_next(&address, '?', &path) && address.length > 0 && !form_read_query(&query, address, why))
        return false;
    for (size_t i = 0; i < query.count; i++)
        node_put_text(given, query.fields[i].name, node_text(arena, query.fields[i].value));
    node_put(given, "dang", node_text(arena, TEXT("bang")));
    const struct view_request request = {.viewer = turn->viewer, .given = given};
    return view_show(turn->site->instance, text_of(turn->route->view), &request, arena, tree, why);
}

/* The map that holds the rows, where the number of pages stands too. */
static const struct node *pages_of(const struct node *tree, struct text place)
{
    struct text part, rest = place;
    for (const struct node *node = tree; text_next(&rest, '.', &part); node = node_find(node, part))
        if (rest.length == 0)
            return node_at(node, "pages");
    return NULL;
}

static int64_t whole_at(const struct node *map, const char *key)
{
    const struct node *node = node_at(map, key);
    node = node && node->kind == NODE_MAP ? node_at(node, "value") : node;
    return node && node->kind == NODE_NUMBER ? node->number.digits : 0;
}

/* A page's memory goes before the next one is read. */
static bool write_pages(struct gathering *gathering, struct text place, struct text next, struct failure *why)
{
    struct turn *turn = gathering->turn;
    while (next.length > 0) {
        struct arena *CLOSING(arena) arena = arena_open();
        struct node *tree;
        if (!show_tree(turn, arena, next, &tree, why))
            return false;
        const struct node *rows = at_path(tree, place);
        write_rows(gathering, arena, rows);
        next = node_count(rows) > 0 ? text_copy(turn->arena, node_text_at(pages_of(tree, place), "next")) : (struct text){0};
        if (gathering->rows > ROWS_MAX)
            return FAIL(why, FAILURE_TOO_BIG, "the list grew beyond what one workbook takes");
    }
    return true;
}

static bool write_sheets(struct gathering *gathering, struct arena *arena, const struct node *tree, struct failure *why)
{
    bool any = false;
    for (const struct line *line = LINES; line < LINES + LENGTH_OF(LINES); line++) {
        if (!line->begins || !text_is(text_of(line->view), gathering->turn->route->view))
            continue;
        const struct node *rows = at_path(tree, text_of(line->place)), *pages = pages_of(tree, text_of(line->place));
        if (node_count(rows) == 0 && (any || line + 1 == LINES + LENGTH_OF(LINES)))
            continue;
        if (node_count(rows) == 0 && !node_at(tree, "heads"))
            continue; /* an empty list keeps its headings where it is all the page is */
        any = true;
        begin_sheet(gathering, tree, rows, line);
        write_rows(gathering, arena, rows);
        if (!write_pages(gathering, text_of(line->place), node_text_at(pages, "next"), why))
            return false;
    }
    return any || FAIL(why, FAILURE_NOT_FOUND, "the page has no list");
}

/* How many rows the longest of the page's lists has, counted before any is read. */
static int64_t rows_in_all(const struct turn *turn, const struct node *tree)
{
    int64_t most = 0;
    for (const struct line *line = LINES; line < LINES + LENGTH_OF(LINES); line++)
        if (line->begins && text_is(text_of(line->view), turn->route->view)) {
            int64_t total = whole_at(pages_of(tree, text_of(line->place)), "total");
            most = total > most ? total : most;
        }
    return most;
}

/* ---- the answer ---- */

static bool refuse_many(struct turn *turn, int64_t rows, int64_t most, struct failure *why)
{
    const struct node *words = turn->site->words[turn->language];
    bool english = turn->language == LANGUAGE_EN;
    struct node *page = node_map(turn->arena);
    struct text text = words_find(words, "sheet.too_many_text");
    text = text_replace(turn->arena, text, TEXT("{rows}"), decimal_write_people(turn->arena, decimal_of(rows), english));
    text = text_replace(turn->arena, text, TEXT("{most}"), decimal_write_people(turn->arena, decimal_of(most), english));
    node_put(page, "page_title", node_text(turn->arena, words_find(words, "sheet.too_many")));
    node_put(page, "text", node_text(turn->arena, text));
    node_put(page, "number", node_whole(turn->arena, turn->request->number));
    turn->status = failure_status(FAILURE_TOO_BIG);
    return page_render(turn, "failure", page, why);
}

/* The end of the path names the file: /so/outreach is outreach.xlsx. */
static struct text workbook_name(const struct turn *turn)
{
    struct text rest = turn->path, part, name = TEXT("index");
    while (text_next(&rest, '/', &part))
        name = part.length > 0 ? part : name;
    return text_format(turn->arena, "%.*s.xlsx", TEXT_ARGS(name));
}

/* A report that was published: its tables, its numbers and its words. */
static const struct node *document_of(const struct node *tree)
{
    const struct node *newest = node_at(tree, "newest");
    return node_at(newest ? newest : tree, "document");
}

bool sheet_answer(struct turn *turn, struct failure *why)
{
    struct arena *CLOSING(arena) arena = arena_open();
    struct xlsx_writer *CLOSING(xlsx_writer) writer = NULL;
    struct gathering *gathering = arena_make(turn->arena, sizeof *gathering);
    struct node *tree;
    struct text bytes;
    int64_t most = turn->viewer && turn->viewer->account ? ROWS_MAX : PUBLIC_ROWS_MAX;
    if (!show_tree(turn, arena, (struct text){0}, &tree, why))
        return false;
    int64_t rows = rows_in_all(turn, tree);
    if (rows > most)
        return refuse_many(turn, rows, most, why);
    if (document_of(tree)) {
        if (!document_xlsx_write_json(turn->arena, document_of(tree), &bytes, why))
            return false;
    } else {
        if (!xlsx_writer_open(turn->arena, &writer, why))
            return false;
        *gathering = (struct gathering){.turn = turn, .writer = writer};
        if (!write_sheets(gathering, arena, tree, why) || !xlsx_writer_done(writer, turn->arena, &bytes, why))
            return false;
    }
    answer_file(turn, TEXT(XLSX_TYPE), workbook_name(turn), bytes);
    return true;
}

bool sheet_offered(const struct turn *turn, const struct node *tree)
{
    if (!turn->route || turn->route->handler != show_page || !turn->route->view || turn->request->post)
        return false;
    if (document_of(tree))
        return true;
    for (const struct line *line = LINES; line < LINES + LENGTH_OF(LINES); line++)
        if (line->begins && text_is(text_of(line->view), turn->route->view) && node_count(at_path(tree, text_of(line->place))) > 0)
            return true;
    return false;
}
