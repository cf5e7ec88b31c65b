#include "engine/document/docx_inside.h"

#include "base/markers.h"

enum { COLUMNS_OF_FORM = 16, FORM_POINTS = 7 };

static bool crowded(const struct table *table)
{
    enum { COLUMNS_AT_EASE = 7 };
    return table->columns.count > COLUMNS_AT_EASE;
}

/* A crowded table takes smaller letters, a form's of many columns the smallest. */
static struct docx_letters table_letters(const struct docx *docx, const struct table *table, bool bold)
{
    struct docx_letters letters = docx->layout->table;
    letters.points -= crowded(table) ? 1.5 : 0;
    if (table_is_form(table) && table->columns.count > COLUMNS_OF_FORM)
        letters.points = FORM_POINTS;
    letters.bold = bold;
    return letters;
}

/* A column's claim on the width: its share, or the longest word or number it must hold. */
static double column_claim(struct docx *docx, const struct table *table, size_t index)
{
    enum { LETTERS_LEAST = 5, LETTERS_MOST = 34, CELL_MARGINS = 2 };
    size_t title_most = crowded(table) ? 7 : 12; /* titles wrap */
    const struct column *column = table->columns.items[index];
    if (column->share > 0)
        return column->share;
    size_t most = text_points(column->title);
    if (most > title_most)
        most = title_most;
    for (size_t i = 0; i < table->rows.count; i++) {
        const struct row *row = table->rows.items[i];
        size_t letters = text_points(runs_text(docx->scratch, &row->cells[index]));
        most = letters > most ? letters : most;
    }
    most = most < LETTERS_LEAST ? LETTERS_LEAST : most > LETTERS_MOST ? LETTERS_MOST : most;
    return (double)most + CELL_MARGINS;
}

static double *widths_make(struct docx *docx, const struct table *table)
{
    size_t count = table->columns.count;
    double *widths = arena_make_many(docx->scratch, count, sizeof *widths);
    double sum = 0;
    for (size_t i = 0; i < count; i++) {
        widths[i] = column_claim(docx, table, i);
        sum += widths[i];
    }
    for (size_t i = 0; i < count; i++)
        widths[i] *= docx_layout_width(docx->layout) / sum;
    return widths;
}

struct title {
    struct docx_letters letters;
    struct text words;
    double width;
    size_t columns;
    enum docx_merge merge;
};

static void title_cell(struct docx *docx, struct title title)
{
    const struct docx_paragraph paragraph = {
        .align = DOCX_CENTRE, .before = 2, .after = 2, .keep_next = true};
    docx_cell_begin(docx, title.width, title.columns, title.merge);
    docx_line(docx, &paragraph, title.letters, title.merge == DOCX_MERGE_ON ? TEXT("") : title.words);
    docx_cell_end(docx);
}

/* The heading that covers this place, begun in this row or above. */
static const struct heading *heading_at(const struct heading *headings, size_t count, size_t row, size_t column)
{
    for (size_t i = 0; i < count; i++)
        if (headings[i].first <= column && column < headings[i].first + headings[i].count && headings[i].row <= row &&
            row < headings[i].row + headings[i].rows)
            return &headings[i];
    return NULL;
}

static void title_rows(struct docx *docx, const struct table *table, const double *widths)
{
    size_t rows, count;
    const struct heading *headings = table_headings(docx->scratch, table, &rows, &count);
    for (size_t r = 0; r < rows; r++) {
        docx_row_begin(docx, true);
        for (size_t c = 0; c < table->columns.count;) {
            const struct heading *heading = heading_at(headings, count, r, c);
            REQUIRE(heading != NULL);
            enum docx_merge merge = heading->row < r ? DOCX_MERGE_ON : heading->rows > 1 ? DOCX_MERGE_BEGIN : DOCX_ALONE;
            struct title title = {table_letters(docx, table, true), heading->title, 0, heading->count, merge};
            for (size_t k = c; k < c + heading->count; k++)
                title.width += widths[k];
            title_cell(docx, title);
            c += heading->count;
        }
        docx_row_end(docx);
    }
}

static void body_row(struct docx *docx, const struct table *table, const struct row *row,
                     const double *widths)
{
    static const enum docx_align aligns[] = {
        [ALIGN_LEFT] = DOCX_LEFT, [ALIGN_CENTRE] = DOCX_CENTRE, [ALIGN_RIGHT] = DOCX_RIGHT};
    struct docx_letters letters = table_letters(docx, table, row->total);
    docx_row_begin(docx, false);
    for (size_t i = 0; i < table->columns.count; i++) {
        const struct column *column = table->columns.items[i];
        docx_cell_begin(docx, widths[i], 1, DOCX_ALONE);
        docx_paragraph_begin(
            docx, &(struct docx_paragraph){.align = aligns[column->align], .before = 1, .after = 1});
        docx_runs(docx, letters, &row->cells[i]);
        docx_paragraph_end(docx);
        docx_cell_end(docx);
    }
    docx_row_end(docx);
}

void docx_table(struct docx *docx, const struct table *table)
{
    const struct docx_layout *layout = docx->layout;
    const double *widths = widths_make(docx, table);
    struct docx_letters letters = layout->table;
    letters.bold = true;
    if (table->caption.length > 0)
        docx_line(docx,
                  &(struct docx_paragraph){.align = DOCX_CENTRE, .before = 6, .after = 4, .keep_next = true},
                  letters, table->caption);
    docx->centred_cells = true;
    docx->narrow_cells = table_is_form(table) && table->columns.count > COLUMNS_OF_FORM;
    docx_grid_begin(docx, widths, table->columns.count, !table->bare);
    title_rows(docx, table, widths);
    for (size_t i = 0; i < table->rows.count; i++)
        body_row(docx, table, table->rows.items[i], widths);
    docx_grid_end(docx);
    docx->centred_cells = docx->narrow_cells = false;
    docx_line(docx, &(struct docx_paragraph){.align = DOCX_LEFT, .before = 2, .after = layout->space},
              layout->note, table->note);
}
