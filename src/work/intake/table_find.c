/* table_find.c — the heading is chosen among the first rows; from there each row says what it is. */
#include "work/intake/table_find.h"

enum {
    SAMPLE_BYTES = 400,
    COLUMN_CEILING = 1024, /* cells behind it are not looked at */
    SCRATCH_ROWS = 64,
    LONG_TEXT = 160,       /* bytes: a sentence, no heading */
    RING = TABLE_HEADING_LINES,
    SEEN_TEXTS = 64,
    SEEN_BYTES = 56,
};

/* Columns say the same over and over ("Có", "Tạm trú"): which letters a text is in is looked at once for many cells. */
struct seen_text {
    uint32_t times, length;
    char bytes[SEEN_BYTES];
};

/* A row kept: its cells copied. */
struct kept_row {
    struct arena *own; /* holds it, in the ring; NULL: the finder's */
    uint32_t number;
    struct sheet_cell *cells;
    size_t count;
};

enum finding { FINDING_FIRST, FINDING_HEADING, FINDING_ROWS, FINDING_NEXT };

struct table_finder {
    struct arena *arena, *scratch;
    size_t in_scratch;
    const struct table_words *words;
    enum finding finding;
    struct kept_row window[TABLE_WINDOW];
    size_t window_count;
    struct kept_row ring[RING]; /* the rows before this one, latest first */
    size_t ring_count;
    struct kept_row lines[TABLE_HEADING_LINES]; /* of the heading being read */
    size_t line_count;
    struct sheet_table *open[TABLE_BESIDE_MAX];
    struct table_state states[TABLE_BESIDE_MAX];
    size_t open_count;
    struct list tables;
    bool sideways;
    struct seen_text *seen[TABLE_BESIDE_MAX][TABLE_COLUMNS_MAX]; /* SEEN_TEXTS of each column of an open table; NULL: none yet */
};

struct table_finder *table_finder_make(struct arena *arena, const struct table_words *words)
{
    struct table_finder *finder = arena_make(arena, sizeof *finder);
    finder->arena = arena;
    finder->scratch = arena_open();
    finder->words = words;
    return finder;
}

/* ---- rows kept ---- */

/* At most SAMPLE_BYTES of it, never half a letter. */
static struct text clipped(struct arena *arena, struct text text)
{
    size_t length = text.length < SAMPLE_BYTES ? text.length : SAMPLE_BYTES;
    while (length < text.length && length > 0 && ((unsigned char)text.bytes[length] & 0xc0) == 0x80)
        length--;
    return text_copy(arena, text_part(text, 0, length));
}

static struct kept_row keep_row(struct arena *arena, const struct sheet_row *row)
{
    struct kept_row kept = {.number = row->number};
    while (kept.count < row->count && row->cells[kept.count].column < COLUMN_CEILING)
        kept.count++;
    kept.cells = arena_copy(arena, row->cells, kept.count * sizeof *kept.cells);
    for (size_t i = 0; i < kept.count; i++)
        kept.cells[i].text = clipped(arena, row->cells[i].text);
    return kept;
}

static struct sheet_row as_row(const struct kept_row *kept)
{
    return (struct sheet_row){.number = kept->number, .cells = kept->cells, .count = kept->count};
}

/* ---- choosing the first heading ---- */

struct shape {
    size_t texts, other, longs, known;
    uint32_t first, last; /* columns */
};

static struct shape shape_of(const struct table_finder *finder, const struct kept_row *kept)
{
    struct shape shape = {.first = UINT32_MAX};
    struct sheet_row row = as_row(kept);
    for (size_t i = 0; i < kept->count; i++) {
        const struct sheet_cell *cell = &kept->cells[i];
        enum cell_looks looks = cell_looks(cell);
        if (looks == LOOKS_EMPTY)
            continue;
        shape.texts += looks == LOOKS_TEXT;
        shape.other += looks != LOOKS_TEXT;
        shape.longs += cell->text.length > LONG_TEXT;
        shape.first = cell->column < shape.first ? cell->column : shape.first;
        shape.last = cell->column;
    }
    shape.known = row_known(&row, finder->words, finder->scratch);
    return shape;
}

static int64_t score_of(const struct shape *shape)
{
    if (shape->texts == 0)
        return 0;
    return 20 * (int64_t)shape->known + 2 * (int64_t)shape->texts - 6 * (int64_t)shape->other - 6 * (int64_t)shape->longs;
}

enum { SIDEWAYS_TITLES = 3, SIDEWAYS_COLUMNS = 8 };

/* More titles of the register stand one below the other in a column than beside each other in the heading. */
static bool is_sideways(const struct table_finder *finder, size_t known)
{
    size_t down[SIDEWAYS_COLUMNS] = {0}, most = 0;
    for (size_t i = 0; i < finder->window_count; i++)
        for (size_t k = 0; k < finder->window[i].count; k++) {
            const struct sheet_cell *cell = &finder->window[i].cells[k];
            if (cell->column < SIDEWAYS_COLUMNS && cell_looks(cell) == LOOKS_TEXT &&
                map_find(finder->words->titles, title_fold(finder->scratch, cell->text)))
                down[cell->column]++;
        }
    for (size_t i = 0; i < SIDEWAYS_COLUMNS; i++)
        most = down[i] > most ? down[i] : most;
    return most >= SIDEWAYS_TITLES && most > known;
}

/* The best row; TABLE_WINDOW when none can be one. */
static size_t choose_heading(struct table_finder *finder)
{
    size_t best = TABLE_WINDOW, known = 0;
    int64_t most = 0;
    for (size_t i = 0; i < finder->window_count; i++) {
        struct shape shape = shape_of(finder, &finder->window[i]);
        int64_t score = score_of(&shape);
        if (score > most) {
            most = score;
            best = i;
            known = shape.known;
        }
    }
    finder->sideways = is_sideways(finder, known);
    return best;
}

/* ---- the lines of a heading ---- */

static const struct sheet_cell *line_cell(const struct kept_row *line, uint32_t column)
{
    struct sheet_row row = as_row(line);
    const struct sheet_cell *cell = row_cell(&row, column);
    return cell_looks(cell) == LOOKS_EMPTY ? NULL : cell;
}

static bool all_texts(const struct kept_row *kept)
{
    size_t texts = 0;
    for (size_t i = 0; i < kept->count; i++) {
        enum cell_looks looks = cell_looks(&kept->cells[i]);
        if (looks == LOOKS_NUMBER || looks == LOOKS_DAY || kept->cells[i].text.length > LONG_TEXT)
            return false;
        texts += looks == LOOKS_TEXT;
    }
    return texts > 0;
}

/* Does `below` stand in the gaps that `above` leaves: under empty cells, or under a title that reaches over them? */
static bool fits_below(const struct kept_row *above, const struct kept_row *below)
{
    size_t in_gaps = 0;
    if (below->number != above->number + 1 || !all_texts(below) || above->count == 0)
        return false;
    uint32_t last = above->cells[above->count - 1].column, first = above->cells[0].column;
    for (size_t i = 0; i < below->count; i++) {
        uint32_t column = below->cells[i].column;
        if (cell_looks(&below->cells[i]) == LOOKS_EMPTY)
            continue;
        if (column < first)
            return false;
        if (!line_cell(above, column))
            in_gaps++;
        else if (column == last ? false : line_cell(above, column + 1) != NULL)
            return false; /* a full title of one column: below it stand entries */
    }
    return in_gaps > 0;
}

/* A line above belongs to the heading when the heading fills its gaps, and it is no title of the sheet. */
static bool fits_above(const struct kept_row *above, const struct kept_row *heading)
{
    struct kept_row upper = *above;
    size_t over = 0;
    if (!all_texts(above) || above->number + 1 != heading->number)
        return false;
    if (fits_below(above, heading))
        return above->count > 1;
    /* One title over a part of the columns: not at their beginning, and not alone over all of them. */
    for (size_t i = 0; i < upper.count; i++)
        over += line_cell(heading, upper.cells[i].column) != NULL && upper.cells[i].column > heading->cells[0].column;
    return over > 0 && upper.cells[0].column > heading->cells[0].column;
}

static void count_all_seen(struct table_finder *finder);

static void begin_heading(struct table_finder *finder, const struct kept_row *row)
{
    struct kept_row lines[TABLE_HEADING_LINES];
    size_t count = 0;
    lines[count++] = *row;
    for (size_t i = 0; i < finder->ring_count && count < TABLE_HEADING_LINES && fits_above(&finder->ring[i], &lines[count - 1]); i++) {
        struct sheet_row above = as_row(&finder->ring[i]);
        lines[count++] = keep_row(finder->arena, &above);
    }
    for (size_t i = 0; i < count; i++)
        finder->lines[i] = lines[count - 1 - i];
    finder->line_count = count;
    finder->finding = FINDING_HEADING;
    count_all_seen(finder);
    finder->open_count = 0;
}

/* ---- the heading becomes tables ---- */

static bool is_heading_column(const struct table_finder *finder, uint32_t column)
{
    for (size_t i = 0; i < finder->line_count; i++)
        if (line_cell(&finder->lines[i], column))
            return true;
    return false;
}

static bool column_known(const struct table_finder *finder, uint32_t column)
{
    for (size_t i = 0; i < finder->line_count; i++) {
        const struct sheet_cell *cell = line_cell(&finder->lines[i], column);
        if (cell && map_find(finder->words->titles, title_fold(finder->scratch, cell->text)))
            return true;
    }
    return false;
}

static void open_table(struct table_finder *finder, uint32_t first, uint32_t last)
{
    struct sheet_table *table = arena_make(finder->arena, sizeof *table);
    if (finder->open_count == TABLE_BESIDE_MAX || finder->tables.count == TABLES_MAX)
        return;
    *table = (struct sheet_table){.heading_first = finder->lines[0].number,
                            .heading_last = finder->lines[finder->line_count - 1].number,
                            .first_column = first, .last_column = last, .sideways = finder->sideways && finder->tables.count == 0,
                            .columns = arena_make_many(finder->arena, TABLE_COLUMNS_MAX, sizeof *table->columns)};
    table->last_row = table->heading_last;
    for (uint32_t column = first; column <= last && table->column_count < TABLE_COLUMNS_MAX; column++) {
        if (!is_heading_column(finder, column))
            continue;
        struct table_column *one = &table->columns[table->column_count++];
        one->column = column;
        for (size_t i = 0; i < finder->line_count; i++) {
            const struct sheet_cell *cell = line_cell(&finder->lines[i], column);
            one->lines[i] = cell ? text_trimmed(cell->text) : (struct text){0};
        }
        table->known += column_known(finder, column);
    }
    finder->states[finder->open_count] = (struct table_state){0};
    finder->open[finder->open_count++] = table;
    list_add(&finder->tables, finder->arena, table);
}

/* Is a title between `begin` and `last` one that stands left of the gap too, or does none left of it belong to the register? */
static bool is_own_table(const struct table_finder *finder, uint32_t first, uint32_t gap, uint32_t last)
{
    const struct kept_row *bottom = &finder->lines[finder->line_count - 1];
    bool left_known = false;
    for (uint32_t left = first; left < gap; left++) {
        const struct sheet_cell *one = line_cell(bottom, left);
        left_known = left_known || column_known(finder, left);
        for (uint32_t right = gap; one && right <= last; right++) {
            const struct sheet_cell *other = line_cell(bottom, right);
            if (other && text_equal(title_fold(finder->scratch, one->text), title_fold(finder->scratch, other->text)))
                return true;
        }
    }
    return !left_known;
}

/* Two tables stand side by side when an empty column parts them and the right one is a table of its own; an empty column
 * alone parts nothing. */
static bool parts_here(const struct table_finder *finder, uint32_t first, uint32_t gap, uint32_t last)
{
    size_t known = 0, columns = 0;
    for (uint32_t column = gap; column <= last; column++) {
        if (!is_heading_column(finder, column))
            continue;
        columns++;
        known += column_known(finder, column);
    }
    return columns >= 2 && gap >= first + 2 && is_own_table(finder, first, gap, last) && (known >= 2 || column_known(finder, first));
}

static void finish_heading(struct table_finder *finder)
{
    uint32_t first = UINT32_MAX, last = 0;
    for (size_t i = 0; i < finder->line_count; i++)
        for (size_t k = 0; k < finder->lines[i].count; k++) {
            uint32_t column = finder->lines[i].cells[k].column;
            if (cell_looks(&finder->lines[i].cells[k]) == LOOKS_EMPTY)
                continue;
            first = column < first ? column : first;
            last = column > last ? column : last;
        }
    finder->finding = FINDING_ROWS;
    uint32_t begin = first;
    for (uint32_t column = first; column <= last && first != UINT32_MAX; column++)
        if (!is_heading_column(finder, column) && column > begin && parts_here(finder, begin, column, last)) {
            open_table(finder, begin, column - 1);
            while (!is_heading_column(finder, column + 1))
                column++;
            begin = column + 1;
        }
    if (first != UINT32_MAX)
        open_table(finder, begin, last);
}

/* ---- rows ---- */

static void count_seen(struct column_holds *holds, struct seen_text *seen)
{
    if (seen->times > 0)
        old_text_see_times(&holds->old, (struct text){seen->bytes, seen->length}, seen->times);
    seen->times = 0;
}

static void see_text(struct table_finder *finder, size_t open, size_t column, struct text text)
{
    struct column_holds *holds = &finder->open[open]->columns[column].holds;
    struct seen_text **seen = &finder->seen[open][column];
    if (text.length > SEEN_BYTES) {
        old_text_see(&holds->old, text);
        return;
    }
    if (!*seen)
        *seen = arena_make_many(finder->arena, SEEN_TEXTS, sizeof **seen);
    struct seen_text *place = &(*seen)[text_hash(text) % SEEN_TEXTS];
    if (place->times > 0 && !text_equal(text, (struct text){place->bytes, place->length}))
        count_seen(holds, place);
    if (place->times == 0) {
        place->length = (uint32_t)text.length;
        memcpy(place->bytes, text.bytes, text.length);
    }
    place->times++;
}

/* What was seen is counted before the tables are looked at, and before others are opened. */
static void count_all_seen(struct table_finder *finder)
{
    for (size_t open = 0; open < finder->open_count; open++)
        for (size_t i = 0; i < finder->open[open]->column_count; i++)
            for (size_t k = 0; finder->seen[open][i] && k < SEEN_TEXTS; k++)
                count_seen(&finder->open[open]->columns[i].holds, &finder->seen[open][i][k]);
}

static void hold(struct table_finder *finder, size_t open, const struct sheet_row *row)
{
    struct sheet_table *table = finder->open[open];
    table->rows++;
    table->hidden += row->hidden;
    for (size_t i = 0; i < table->column_count; i++) {
        struct column_holds *holds = &table->columns[i].holds;
        const struct sheet_cell *cell = row_cell(row, table->columns[i].column);
        enum cell_looks looks = cell_looks(cell);
        holds->texts += looks == LOOKS_TEXT;
        holds->numbers += looks == LOOKS_NUMBER;
        holds->days += looks == LOOKS_DAY;
        if (looks == LOOKS_TEXT)
            see_text(finder, open, i, cell->text);
        if (looks != LOOKS_EMPTY && holds->sample_count < TABLE_SAMPLES)
            holds->samples[holds->sample_count++] = clipped(finder->arena, cell->text);
    }
}

/* Another heading: words of the register, or the titles of a table before over again. */
static bool is_heading(const struct table_finder *finder, const struct sheet_row *row)
{
    return row->count >= 2 && row_known(row, finder->words, finder->scratch) >= 2;
}

static void take_rows(struct table_finder *finder, const struct sheet_row *row, bool *heading)
{
    bool open = false, data = false;
    for (size_t i = 0; i < finder->open_count; i++) {
        struct sheet_table *table = finder->open[i];
        enum row_role role = table_row_role(table, &finder->states[i], row, finder->scratch);
        if (role == ROW_DATA)
            data = true;
        table->groups += role == ROW_GROUP;
        if (role != ROW_NOTE && role != ROW_OUTSIDE && role != ROW_DATA)
            table->last_row = row->number;
        open = open || (role != ROW_NOTE && role != ROW_OUTSIDE && role != ROW_DATA);
    }
    /* What looks like an entry or a note may be the heading of the next table. */
    if (!open && is_heading(finder, row)) {
        *heading = true;
        return;
    }
    for (size_t i = 0; data && i < finder->open_count; i++)
        if (finder->states[i].before == ROW_DATA && finder->states[i].last == row->number) {
            finder->open[i]->last_row = row->number;
            hold(finder, i, row);
        }
}

static void push_ring(struct table_finder *finder, const struct kept_row *kept)
{
    arena_close(finder->ring[RING - 1].own);
    for (size_t i = RING - 1; i > 0; i--)
        finder->ring[i] = finder->ring[i - 1];
    finder->ring[0] = *kept;
    finder->ring_count += finder->ring_count < RING;
}

static void clear_ring(struct table_finder *finder)
{
    for (size_t i = 0; i < RING; i++) {
        arena_close(finder->ring[i].own);
        finder->ring[i] = (struct kept_row){0};
    }
    finder->ring_count = 0;
}

/* Rows that hold no number and no day may be a line above a heading: only they are kept for a while. */
static bool may_be_title(const struct sheet_row *row)
{
    for (size_t i = 0; i < row->count; i++) {
        enum cell_looks looks = cell_looks(&row->cells[i]);
        if (looks == LOOKS_NUMBER || looks == LOOKS_DAY)
            return false;
    }
    return true;
}

static void take_row(struct table_finder *finder, const struct sheet_row *row)
{
    bool heading = false;
    if (finder->finding == FINDING_HEADING) {
        struct kept_row kept = keep_row(finder->arena, row);
        if (finder->line_count < TABLE_HEADING_LINES && fits_below(&finder->lines[finder->line_count - 1], &kept)) {
            finder->lines[finder->line_count++] = kept;
            return;
        }
        finish_heading(finder);
    }
    if (finder->finding == FINDING_ROWS)
        take_rows(finder, row, &heading);
    else
        heading = is_heading(finder, row);
    if (!heading && !may_be_title(row)) {
        clear_ring(finder);
        return;
    }
    struct arena *own = heading ? NULL : arena_open();
    struct kept_row kept = keep_row(heading ? finder->arena : own, row);
    kept.own = own;
    if (heading)
        begin_heading(finder, &kept);
    push_ring(finder, &kept);
}

static void take_window(struct table_finder *finder)
{
    size_t chosen = choose_heading(finder);
    finder->finding = FINDING_NEXT;
    for (size_t i = 0; i < finder->window_count; i++) {
        struct sheet_row row = as_row(&finder->window[i]);
        if (i == chosen)
            begin_heading(finder, &finder->window[i]);
        else if (i > chosen)
            take_row(finder, &row);
        if (i <= chosen)
            push_ring(finder, &finder->window[i]);
    }
}

static void tidy(struct table_finder *finder)
{
    if (++finder->in_scratch < SCRATCH_ROWS)
        return;
    arena_close(finder->scratch);
    finder->scratch = arena_open();
    finder->in_scratch = 0;
}

void table_finder_take(struct table_finder *finder, const struct sheet_row *row)
{
    tidy(finder);
    if (finder->finding != FINDING_FIRST) {
        take_row(finder, row);
        return;
    }
    finder->window[finder->window_count++] = keep_row(finder->arena, row);
    if (finder->window_count == TABLE_WINDOW)
        take_window(finder);
}

/* ---- titles ---- */

static const struct sheet_span *span_over(const struct sheet_span *spans, size_t count, uint32_t row, uint32_t column)
{
    for (size_t i = 0; i < count; i++)
        if (row >= spans[i].first_row && row <= spans[i].last_row && column >= spans[i].first_column && column <= spans[i].last_column)
            return &spans[i];
    return NULL;
}

/* The title that stands over this column in one line: its own, or that of the merged cell it is part of. Without merged
 * cells (CSV) a title reaches over the empty cells to its right that have titles below them. */
static struct text line_title(const struct sheet_table *table, size_t column, size_t line, const struct sheet_span *spans, size_t count)
{
    const struct table_column *own = &table->columns[column];
    if (own->lines[line].length > 0)
        return own->lines[line];
    uint32_t row = table->heading_first + (uint32_t)line;
    const struct sheet_span *span = span_over(spans, count, row, own->column);
    for (size_t i = column; span && i-- > 0;)
        if (table->columns[i].column >= span->first_column)
            if (table->columns[i].lines[line].length > 0)
                return table->columns[i].lines[line];
    bool below = false;
    for (size_t k = line + 1; k < TABLE_HEADING_LINES; k++)
        below = below || own->lines[k].length > 0;
    for (size_t i = column; below && count == 0 && i-- > 0;)
        if (table->columns[i].lines[line].length > 0)
            return table->columns[i].lines[line];
    return (struct text){0};
}

static void join_titles(struct arena *arena, struct sheet_table *table, const struct sheet_span *spans, size_t count)
{
    for (size_t i = 0; i < table->column_count; i++) {
        struct text parts[TABLE_HEADING_LINES];
        size_t filled = 0;
        for (size_t line = 0; line < TABLE_HEADING_LINES && table->heading_first + line <= table->heading_last; line++) {
            struct text one = line_title(table, i, line, spans, count);
            if (one.length > 0 && (filled == 0 || !text_equal(parts[filled - 1], one)))
                parts[filled++] = one;
        }
        table->columns[i].title = text_replace(arena, text_join(arena, parts, filled, TEXT(" › ")), TEXT("\n"), TEXT(" "));
    }
}

static bool has_accents(struct text text)
{
    for (size_t i = 0; i < text.length; i++)
        if ((unsigned char)text.bytes[i] >= 0x80)
            return true;
    return false;
}

/* Titles typed in an old font are read by what they are in together, or else by what the cells below are in. Below titles
 * that are surely Unicode a column in which nothing is sure ("Ngõ xanh") is Unicode too; titles in bare letters tell nothing. */
static void read_old_titles(struct arena *arena, struct sheet_table *table)
{
    struct old_text_column titles = {0}, alone;
    enum old_text below = OLD_TEXT_UNSURE, beside = OLD_TEXT_UNSURE;
    for (size_t i = 0; i < table->column_count; i++)
        old_text_see(&titles, table->columns[i].title);
    alone = titles;
    old_text_settle(&alone, OLD_TEXT_UNSURE);
    for (size_t i = 0; i < table->column_count; i++)
        if (alone.encoding == OLD_TEXT_UNICODE && has_accents(table->columns[i].title))
            beside = OLD_TEXT_UNICODE;
    for (size_t i = 0; i < table->column_count; i++) {
        old_text_settle(&table->columns[i].holds.old, beside);
        enum old_text one = table->columns[i].holds.old.encoding;
        below = one == OLD_TEXT_TCVN3 || one == OLD_TEXT_VNI ? one : below;
    }
    /* Nor is a column that is sure of nothing ("Lao ®éng tù do") in other letters than the one it stands beside. */
    for (size_t i = 0; i < table->column_count && beside == OLD_TEXT_UNSURE && below != OLD_TEXT_UNSURE; i++)
        if (table->columns[i].holds.old.encoding == OLD_TEXT_UNSURE)
            old_text_settle(&table->columns[i].holds.old, below);
    old_text_settle(&titles, below);
    for (size_t i = 0; i < table->column_count; i++)
        table->columns[i].title = old_text_read(arena, &titles, table->columns[i].title).text;
}

const struct list *table_finder_end(struct table_finder *finder, const struct sheet_span *spans, size_t span_count)
{
    if (finder->finding == FINDING_FIRST)
        take_window(finder);
    if (finder->finding == FINDING_HEADING)
        finish_heading(finder);
    count_all_seen(finder);
    for (size_t i = 0; i < finder->tables.count; i++) {
        struct sheet_table *table = finder->tables.items[i];
        size_t near = 0; /* only merged cells of the heading matter here */
        struct sheet_span *own = arena_make_many(finder->arena, span_count, sizeof *own);
        for (size_t k = 0; k < span_count; k++)
            if (spans[k].first_row <= table->heading_last && spans[k].last_row >= table->heading_first)
                own[near++] = spans[k];
        join_titles(finder->arena, table, own, near);
        read_old_titles(finder->arena, table);
    }
    clear_ring(finder);
    arena_close(finder->scratch);
    finder->scratch = NULL;
    return &finder->tables;
}
