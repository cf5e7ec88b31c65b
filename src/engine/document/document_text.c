#include "engine/document/document_text.h"

#include "base/markers.h"

struct plain {
    struct buffer *out;
    const struct document *document;
    size_t width; /* 0: a paragraph is one line */
    struct arena *scratch;
};

static void line_end(struct plain *plain)
{
    buffer_add_char(plain->out, '\n');
}

/* `lead` begins the first line; the rest is set in as far. */
static void words_write(struct plain *plain, struct text lead, struct text words)
{
    size_t indent = text_points(lead), column = indent;
    buffer_add(plain->out, lead);
    struct text word;
    bool first = true;
    while (text_next(&words, ' ', &word)) {
        size_t length = text_points(word);
        if (!first && plain->width > 0 && column + 1 + length > plain->width) {
            line_end(plain);
            buffer_add_format(plain->out, "%*s", (int)indent, "");
            column = indent;
        } else if (!first) {
            buffer_add_char(plain->out, ' ');
            column++;
        }
        buffer_add(plain->out, word);
        column += length;
        first = false;
    }
    line_end(plain);
}

static void line_write(struct plain *plain, struct text line)
{
    if (line.length > 0)
        words_write(plain, TEXT(""), line);
}

/* ---- tables ---- */

struct grid {
    const struct table *table;
    size_t *widths;
    struct text *titles;
};

static struct text title_at(struct plain *plain, const struct table *table, size_t index)
{
    const struct column *column = table->columns.items[index];
    const struct column_group *group = table_find_group(table, index);
    if (group == NULL)
        return column->title;
    return text_format(plain->scratch, "%.*s: %.*s", TEXT_ARGS(group->title), TEXT_ARGS(column->title));
}

static struct grid grid_make(struct plain *plain, const struct table *table)
{
    size_t count = table->columns.count;
    struct grid grid = {.table = table};
    grid.widths = arena_make_many(plain->scratch, count, sizeof *grid.widths);
    grid.titles = arena_make_many(plain->scratch, count, sizeof *grid.titles);
    for (size_t c = 0; c < count; c++) {
        grid.titles[c] = title_at(plain, table, c);
        grid.widths[c] = text_points(grid.titles[c]);
        for (size_t r = 0; r < table->rows.count; r++) {
            const struct row *row = table->rows.items[r];
            size_t width = text_points(runs_text(plain->scratch, &row->cells[c]));
            if (width > grid.widths[c])
                grid.widths[c] = width;
        }
    }
    return grid;
}

static void padding(struct plain *plain, size_t count)
{
    for (size_t i = 0; i < count; i++)
        buffer_add_char(plain->out, ' ');
}

static void cell_write(struct plain *plain, const struct grid *grid, size_t index, struct text words)
{
    const struct column *column = grid->table->columns.items[index];
    size_t spare = grid->widths[index] - text_points(words);
    size_t before = column->align == ALIGN_RIGHT ? spare : column->align == ALIGN_CENTRE ? spare / 2 : 0;
    bool last = index + 1 == grid->table->columns.count;
    if (index > 0)
        padding(plain, 2);
    padding(plain, before);
    buffer_add(plain->out, words);
    if (!last)
        padding(plain, spare - before);
}

static void rule_write(struct plain *plain, const struct grid *grid)
{
    for (size_t c = 0; c < grid->table->columns.count; c++) {
        if (c > 0)
            padding(plain, 2);
        for (size_t i = 0; i < grid->widths[c]; i++)
            buffer_add_char(plain->out, '-');
    }
    line_end(plain);
}

static void table_write(struct plain *plain, const struct table *table)
{
    struct grid grid = grid_make(plain, table);
    size_t count = table->columns.count;
    line_write(plain, table->caption);
    for (size_t c = 0; c < count; c++)
        cell_write(plain, &grid, c, grid.titles[c]);
    line_end(plain);
    rule_write(plain, &grid);
    for (size_t r = 0; r < table->rows.count; r++) {
        const struct row *row = table->rows.items[r];
        if (row->total)
            rule_write(plain, &grid);
        for (size_t c = 0; c < count; c++)
            cell_write(plain, &grid, c, runs_text(plain->scratch, &row->cells[c]));
        line_end(plain);
    }
    line_write(plain, table->note);
}

/* ---- blocks ---- */

static void list_write(struct plain *plain, const struct block *block)
{
    for (size_t i = 0; i < block->items.count; i++) {
        struct text lead = block->numbered ? text_format(plain->scratch, "%zu. ", i + 1) : TEXT("- ");
        words_write(plain, lead, runs_text(plain->scratch, block->items.items[i]));
    }
}

static void block_write(struct plain *plain, const struct block *block)
{
    if (block->kind == BLOCK_PAGE_BREAK)
        return;
    if (plain->out->length > 0)
        line_end(plain);
    switch (block->kind) {
    case BLOCK_HEADING:
    case BLOCK_PARAGRAPH:
    case BLOCK_ANNEX:
        line_write(plain, runs_text(plain->scratch, &block->runs));
        break;
    case BLOCK_TABLE:
    case BLOCK_CHART: /* its table says the same */
        table_write(plain, block->table);
        break;
    case BLOCK_LIST:
        list_write(plain, block);
        break;
    case BLOCK_PAGE_BREAK:
        break;
    }
}

static void head_write(struct plain *plain)
{
    const struct document_head *head = &plain->document->head;
    if (head->layout == LAYOUT_PLAIN) {
        line_write(plain, plain->document->title);
    } else {
        line_write(plain, head->superior);
        line_write(plain, head->issuer);
        line_write(plain, head->number);
        line_write(plain, head->place_and_date);
        line_write(plain, head->type_name);
        line_write(plain, head->subject);
    }
    if (plain->document->notice.length > 0)
        line_write(plain, text_format(plain->scratch, "(%.*s)", TEXT_ARGS(plain->document->notice)));
    if (head->addressed_to.count == 0)
        return;
    line_end(plain);
    line_write(plain, plain->document->language == LANGUAGE_EN ? TEXT("To:") : TEXT("Kính gửi:"));
    for (size_t i = 0; i < head->addressed_to.count; i++)
        words_write(plain, TEXT("- "), *(const struct text *)head->addressed_to.items[i]);
}

static void foot_write(struct plain *plain)
{
    const struct document_head *head = &plain->document->head;
    const struct signature *signature = &head->signature;
    if (head->layout == LAYOUT_PLAIN)
        return;
    line_end(plain);
    line_write(plain, signature->power);
    for (size_t i = 0; i < signature->titles.count; i++)
        line_write(plain, *(const struct text *)signature->titles.items[i]);
    line_write(plain, signature->name);
    if (head->recipients.count == 0)
        return;
    line_end(plain);
    line_write(plain, plain->document->language == LANGUAGE_EN ? TEXT("Recipients:") : TEXT("Nơi nhận:"));
    for (size_t i = 0; i < head->recipients.count; i++)
        words_write(plain, TEXT("- "), *(const struct text *)head->recipients.items[i]);
}

void document_text_write(struct buffer *out, const struct document *document, size_t width)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    struct plain plain = {.out = out, .document = document, .width = width, .scratch = scratch};
    head_write(&plain);
    bool signed_off = false;
    for (size_t i = 0; i < document->blocks.count; i++) {
        const struct block *block = document->blocks.items[i];
        if (block->kind == BLOCK_ANNEX && !signed_off) {
            foot_write(&plain);
            signed_off = true;
        }
        block_write(&plain, block);
    }
    if (!signed_off)
        foot_write(&plain);
}
