#include "engine/document/docx_inside.h"

#include "base/markers.h"
#include "engine/document/chart.h"

/* ---- what moves behind the signature ---- */

static bool block_moves(const struct docx *docx, const struct block *block)
{
    if (block->kind != BLOCK_CHART && block->kind != BLOCK_TABLE)
        return false;
    enum placing placing = block->kind == BLOCK_TABLE ? block->table->placing : block->placing;
    if (placing != PLACING_DEFAULT)
        return placing == PLACING_ANNEX;
    bool wide = block->kind == BLOCK_CHART || block->table->columns.count > TABLE_COLUMNS_IN_TEXT;
    return docx->layout->annex_by_default && wide;
}

/* The tree in the order of paper: text, foot, annex of what moved, annexes of the builder. */
struct order {
    struct list text;   /* const struct block * */
    struct list moved;  /* const struct block *: sheet 1, 2 … */
    struct list behind; /* const struct block *: from the first BLOCK_ANNEX on */
    size_t annexes;     /* in all */
};

static struct order order_make(struct docx *docx)
{
    struct order order = {0};
    for (size_t i = 0; i < docx->document->blocks.count; i++) {
        struct block *block = docx->document->blocks.items[i];
        order.annexes += block->kind == BLOCK_ANNEX;
        bool behind = order.annexes > 0;
        list_add(behind ? &order.behind : &order.text, docx->scratch, block);
        if (!behind && block_moves(docx, block))
            list_add(&order.moved, docx->scratch, block);
    }
    order.annexes += order.moved.count > 0;
    return order;
}

static struct text annex_name(struct docx *docx, const struct order *order, size_t number)
{
    static const char *const romans[] = {"I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"};
    struct text word = docx_is_english(docx) ? TEXT("ANNEX") : TEXT("PHỤ LỤC");
    if (order->annexes < 2)
        return word;
    if (number > LENGTH_OF(romans))
        return text_format(docx->scratch, "%.*s %zu", TEXT_ARGS(word), number);
    return text_format(docx->scratch, "%.*s %s", TEXT_ARGS(word), romans[number - 1]);
}

static struct text sheet_name(struct docx *docx, size_t number)
{
    return text_format(docx->scratch, docx_is_english(docx) ? "Table %zu" : "Biểu %zu", number);
}

/* ---- blocks ---- */

static struct docx_paragraph body_paragraph(const struct docx *docx)
{
    const struct docx_layout *layout = docx->layout;
    return (struct docx_paragraph){.align = DOCX_JUSTIFIED,
                                   .first_line = layout->first_line,
                                   .after = layout->space,
                                   .line = layout->line};
}

static void heading_write(struct docx *docx, const struct block *block)
{
    struct docx_paragraph paragraph = body_paragraph(docx);
    struct docx_letters letters = docx->layout->body;
    letters.bold = true;
    letters.italic = block->level == 3;
    paragraph.heading = block->level;
    paragraph.keep_next = true;
    docx_paragraph_begin(docx, &paragraph);
    docx_runs(docx, letters, &block->runs);
    docx_paragraph_end(docx);
}

static void paragraph_write(struct docx *docx, const struct block *block)
{
    struct docx_paragraph paragraph = body_paragraph(docx);
    if (block->style == PARAGRAPH_CENTRED)
        paragraph = (struct docx_paragraph){.align = DOCX_CENTRE, .before = docx->layout->space, .after = docx->layout->space, .keep_next = true};
    docx_paragraph_begin(docx, &paragraph);
    docx_runs(docx, block->style == PARAGRAPH_NOTE ? docx->layout->note : docx->layout->body, &block->runs);
    docx_paragraph_end(docx);
}

static void list_write(struct docx *docx, const struct block *block)
{
    struct docx_paragraph paragraph = body_paragraph(docx);
    for (size_t i = 0; i < block->items.count; i++) {
        docx_paragraph_begin(docx, &paragraph);
        docx_words(docx, docx->layout->body,
                   block->numbered ? text_format(docx->scratch, "%zu. ", i + 1) : TEXT("- "));
        docx_runs(docx, docx->layout->body, block->items.items[i]);
        docx_paragraph_end(docx);
    }
}

static void chart_write(struct docx *docx, const struct block *block)
{
    struct docx_letters letters = docx->layout->table;
    letters.bold = true;
    docx_line(docx, &(struct docx_paragraph){.align = DOCX_CENTRE, .before = 6, .keep_next = true}, letters,
              block->chart->title);
    docx_picture(docx, chart_draw(docx->scratch, block->chart, docx->document->language));
    docx_table(docx, block->table);
}

static void annex_title(struct docx *docx, struct text name, struct text title)
{
    const struct docx_layout *layout = docx->layout;
    docx_line(docx, &(struct docx_paragraph){.align = DOCX_CENTRE, .new_page = true, .keep_next = true},
              layout->type_name, name);
    docx_line(docx, &(struct docx_paragraph){.align = DOCX_CENTRE, .keep_next = true}, layout->subject,
              title);
    struct text number = docx->document->head.number;
    if (layout->right_title == NULL || number.length == 0)
        return;
    if (text_starts(number, TEXT("Số")))
        number = text_from(number, TEXT("Số").length);
    if (text_starts(number, TEXT(":")))
        number = text_from(number, 1);
    struct docx_letters letters = layout->body;
    letters.italic = true;
    docx_line(
        docx, &(struct docx_paragraph){.align = DOCX_CENTRE, .after = layout->space}, letters,
        text_format(docx->scratch,
                    docx_is_english(docx) ? "(attached to document No. %.*s)" : "(kèm theo văn bản số %.*s)",
                    TEXT_ARGS(text_trimmed(number))));
}

static void block_write(struct docx *docx, const struct block *block)
{
    switch (block->kind) {
    case BLOCK_HEADING:
        heading_write(docx, block);
        break;
    case BLOCK_PARAGRAPH:
        paragraph_write(docx, block);
        break;
    case BLOCK_TABLE:
        docx_table(docx, block->table);
        break;
    case BLOCK_CHART:
        chart_write(docx, block);
        break;
    case BLOCK_LIST:
        list_write(docx, block);
        break;
    case BLOCK_PAGE_BREAK:
        docx_line(docx, &(struct docx_paragraph){.new_page = true}, (struct docx_letters){.points = 1},
                  TEXT(""));
        break;
    case BLOCK_ANNEX:
        break; /* has its own title, see docx_body */
    }
}

/* Where a table or chart stood, the text says where it went. */
static void pointer_write(struct docx *docx, const struct order *order, const struct block *block,
                          size_t sheet)
{
    struct docx_paragraph paragraph = body_paragraph(docx);
    struct docx_letters letters = docx->layout->body;
    letters.italic = true;
    struct text what = block->kind == BLOCK_CHART ? block->chart->title : block->table->caption;
    struct text name = sheet_name(docx, sheet);
    bool english = docx_is_english(docx);
    const char *roman = order->annexes > 1 ? " I" : "";
    struct text where = english ? text_format(docx->scratch, "%.*s, Annex%s", TEXT_ARGS(name), roman)
                                : text_format(docx->scratch, "%.*s, Phụ lục%s", TEXT_ARGS(name), roman);
    docx_line(docx, &paragraph, letters,
              what.length == 0 ? text_format(docx->scratch, "(%.*s)", TEXT_ARGS(where))
                               : text_format(docx->scratch, english ? "(%.*s: see %.*s)" : "(%.*s: xem %.*s)",
                                             TEXT_ARGS(what), TEXT_ARGS(where)));
}

static void text_write(struct docx *docx, const struct order *order)
{
    size_t sheet = 0;
    for (size_t i = 0; i < order->text.count; i++) {
        const struct block *block = order->text.items[i];
        /* No signature alone on a page; but a table may part from it, it would all move. */
        docx->keep_next = i + 1 == order->text.count && block->kind != BLOCK_TABLE;
        if (block_moves(docx, block))
            pointer_write(docx, order, block, ++sheet);
        else
            block_write(docx, block);
    }
    docx->keep_next = false;
}

static void moved_write(struct docx *docx, const struct order *order)
{
    if (order->moved.count == 0)
        return;
    annex_title(docx, annex_name(docx, order, 1),
                docx_is_english(docx) ? TEXT("Tables and charts") : TEXT("Biểu số liệu và biểu đồ"));
    struct docx_letters letters = docx->layout->body;
    letters.bold = true;
    for (size_t i = 0; i < order->moved.count; i++) {
        docx_line(docx, &(struct docx_paragraph){.align = DOCX_LEFT, .before = 6, .keep_next = true}, letters,
                  sheet_name(docx, i + 1));
        block_write(docx, order->moved.items[i]);
    }
}

static void behind_write(struct docx *docx, const struct order *order)
{
    size_t number = order->moved.count > 0;
    for (size_t i = 0; i < order->behind.count; i++) {
        const struct block *block = order->behind.items[i];
        if (block->kind == BLOCK_ANNEX)
            annex_title(docx, annex_name(docx, order, ++number), runs_text(docx->scratch, &block->runs));
        else
            block_write(docx, block);
    }
}

void docx_body(struct docx *docx)
{
    struct order order = order_make(docx);
    docx_head(docx);
    text_write(docx, &order);
    docx_foot(docx);
    moved_write(docx, &order);
    behind_write(docx, &order);
}
