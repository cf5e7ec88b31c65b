/* source.c — first the tables of an upload, then its rows. */
#include "work/intake/source.h"

#include "work/intake/cell_value.h"
#include "work/intake/empty_sheet.h"
#include "work/intake/kept_rows.h"
#include "work/intake/marked_sheet.h"
#include "work/intake/table_find.h"

enum { SCRATCH_ROWS = 64, MARK_COLUMNS_MAX = TABLE_COLUMNS_MAX };

struct text source_table_name(struct arena *arena, const struct source_table *table)
{
    return text_format(arena, "%zu.%u.%u", table->sheet, table->table->heading_first, table->table->first_column);
}

struct place source_place(const struct source *source, const struct source_table *table, uint32_t row, uint32_t column)
{
    return (struct place){.file = source->file_name, .line = row, .column = row > 0 ? column + 1 : 0,
                          .sheet = table ? table->sheet_name : (struct text){0}};
}

/* ---- the mark of a sheet of ours ---- */

struct mark {
    bool found;
    struct text names[MARK_COLUMNS_MAX];
};

static bool read_mark_row(struct arena *arena, const struct sheet_row *row, struct mark *mark)
{
    const struct sheet_cell *first = row_cell(row, 0);
    if (row->number == 1)
        return first && text_is(first->text, EMPTY_SHEET_MARK);
    for (size_t i = 0; row->number == 2 && i < row->count; i++)
        if (row->cells[i].column < MARK_COLUMNS_MAX)
            mark->names[row->cells[i].column] = text_copy(arena, row->cells[i].text);
    mark->found = mark->found || row->number == 2;
    return row->number < 2;
}

static void read_mark(struct arena *arena, struct workbook *workbook, struct mark *mark)
{
    for (size_t i = 0; i < workbook_sheets(workbook); i++) {
        if (!workbook_sheet_hidden(workbook, i) || !text_is(workbook_sheet_name(workbook, i), EMPTY_SHEET_MARK))
            continue;
        struct sheet *sheet = sheet_open(workbook, i);
        struct sheet_row row;
        while (sheet_next(sheet, &row) && read_mark_row(arena, &row, mark))
            continue;
        sheet_close(sheet);
        return;
    }
}

static void match_by_mark(struct arena *arena, const struct register_definition *register_, const struct mark *mark,
                          struct source_table *table)
{
    for (size_t i = 0; i < table->table->column_count; i++) {
        uint32_t column = table->table->columns[i].column;
        struct column_match match = {0};
        if (column < MARK_COLUMNS_MAX)
            match = column_named(arena, register_, mark->names[column]);
        if (match.kind != COLUMN_NONE)
            table->matches[i] = match;
    }
}

/* ---- tables ---- */

static int compare_spans(const void *a, const void *b)
{
    const struct sheet_span *one = a, *other = b;
    return one->first_row < other->first_row ? -1 : one->first_row > other->first_row;
}

static void keep_spans(struct source *source, size_t index, const struct sheet_span *spans, size_t count)
{
    struct sheet_span *kept = arena_make_many(source->arena, count, sizeof *kept);
    size_t filled = 0;
    for (size_t i = 0; i < count; i++)
        if (spans[i].last_row > spans[i].first_row)
            kept[filled++] = spans[i];
    qsort(kept, filled, sizeof *kept, compare_spans);
    source->spans[index] = kept;
    source->span_counts[index] = filled;
}

/* The sheet that lists what was wrong in a marked sheet of ours. */
static bool is_list_of_ours(const struct sheet_row *row)
{
    const struct sheet_cell *first = row_cell(row, 0);
    return first && text_starts(first->text, TEXT(MARKED_SHEET_MARK));
}

static void survey_sheet(struct source *source, struct workbook *workbook, size_t index, const struct table_words *words)
{
    struct sheet *sheet = sheet_open(workbook, index);
    struct table_finder *finder = table_finder_make(source->arena, words);
    struct sheet_row row;
    size_t count;
    while (sheet_next(sheet, &row)) {
        if (row.number == 1 && is_list_of_ours(&row))
            break;
        table_finder_take(finder, &row);
        if (source->kept && !kept_rows_add(source->kept, index, &row))
            source_forget(source);
        source->rows++;
    }
    const struct sheet_span *spans = sheet_spans(sheet, &count);
    const struct list *tables = table_finder_end(finder, spans, count);
    keep_spans(source, index, spans, count);
    for (size_t i = 0; i < tables->count; i++) {
        struct source_table *table = arena_make(source->arena, sizeof *table);
        *table = (struct source_table){.sheet = index, .sheet_name = text_copy(source->arena, workbook_sheet_name(workbook, index)),
                                       .table = tables->items[i]};
        list_add(&source->tables, source->arena, table);
    }
    sheet_close(sheet);
}

static size_t known_columns(const struct source_table *table)
{
    size_t known = 0;
    for (size_t i = 0; i < table->table->column_count; i++)
        known += table->matches[i].kind != COLUMN_NONE && table->matches[i].kind != COLUMN_PASSED_OVER &&
                 table->matches[i].certainty >= MATCH_LIKELY;
    return known;
}

static bool is_asked(struct arena *arena, const struct source_table *table, const struct node *names)
{
    struct text name = source_table_name(arena, table);
    for (size_t i = 0; i < node_count(names); i++)
        if (names->list.items[i]->kind == NODE_TEXT && text_equal(names->list.items[i]->text, name))
            return true;
    return false;
}

/* Those asked for; else those with at least half as many known columns as the best; else the first, so that its
 * columns can be told. */
static void take_tables(struct source *source, const struct source_asking *asking)
{
    size_t most = 0;
    for (size_t i = 0; i < source->tables.count; i++) {
        size_t known = known_columns(source->tables.items[i]);
        most = known > most ? known : most;
    }
    for (size_t i = 0; i < source->tables.count; i++) {
        struct source_table *table = source->tables.items[i];
        size_t known = known_columns(table);
        table->taken = node_count(asking->tables) > 0 ? is_asked(source->arena, table, asking->tables)
                       : most == 0                    ? i == 0
                                                      : known > 0 && known * 2 >= most && (table->table->rows > 0 || source->tables.count == 1);
    }
}

void source_survey(struct arena *arena, struct text file_name, struct text bytes, const struct source_asking *asking,
                   struct source *source, struct problems *problems)
{
    struct workbook *CLOSING(workbook) workbook = workbook_open(file_name, bytes, WORKBOOK_USUAL, problems);
    struct table_words words = column_words_make(arena, asking->columns.register_);
    struct mark mark = {0};
    size_t sheets = workbook_sheets(workbook);
    *source = (struct source){.arena = arena, .file_name = file_name, .bytes = bytes, .sheets = sheets,
                              .spans = arena_make_many(arena, sheets, sizeof *source->spans),
                              .span_counts = arena_make_many(arena, sheets, sizeof *source->span_counts)};
    if (sheets > SOURCE_SHEETS_MAX) {
        problem_add(problems, (struct place){.file = file_name}, "sheet.sheets", text_format(arena, "%d", SOURCE_SHEETS_MAX), (struct text){0});
        return;
    }
    if (asking->keep_bytes > 0)
        source->kept = kept_rows_make(sheets, asking->keep_bytes);
    read_mark(arena, workbook, &mark);
    for (size_t i = 0; i < sheets && workbook_sound(workbook); i++) {
        source->hidden_sheets += workbook_sheet_hidden(workbook, i);
        if (workbook_sheet_hidden(workbook, i) ||
            (asking->sheet_name.length > 0 && !text_equal(asking->sheet_name, workbook_sheet_name(workbook, i))))
            continue;
        survey_sheet(source, workbook, i, &words);
    }
    source->ours = mark.found;
    if (!workbook_sound(workbook))
        source_forget(source);
    for (size_t i = 0; i < source->tables.count; i++) {
        struct source_table *table = source->tables.items[i];
        table->matches = arena_make_many(arena, table->table->column_count, sizeof *table->matches);
        column_match(arena, &asking->columns, table->table, table->matches);
        if (mark.found && i == 0)
            match_by_mark(arena, asking->columns.register_, &mark, table);
    }
    take_tables(source, asking);
}

void source_forget(struct source *source)
{
    kept_rows_drop(source->kept);
    source->kept = NULL;
}

/* ---- rows ---- */

/* The first cell of merged ones, while rows they reach over are read. */
struct filled {
    const struct sheet_span *span;
    struct sheet_cell cell;
    bool there;
};

enum { ABOVE_COLUMNS = 2, ABOVE_BYTES = 256 };

/* The last cell that was not empty in a column of units. */
struct above {
    struct sheet_cell cell; /* EMPTY: none */
    char bytes[ABOVE_BYTES];
};

struct reading {
    const struct source_table *table;
    struct table_state state;
    struct text group;
    struct above above[ABOVE_COLUMNS];
};

struct source_reader {
    const struct source *source;
    struct arena *scratch, *filling, *groups;
    size_t in_scratch;
    struct workbook *workbook; /* NULL: the rows were kept */
    struct problems unseen;
    size_t sheet; /* the next to be opened */
    bool opened;
    struct sheet *open;        /* of the workbook */
    struct kept_reader kept;   /* else */
    struct reading readings[TABLES_MAX];
    size_t reading_count, turn; /* which tables of this row are still to be told */
    bool told;
    struct sheet_row row;
    struct filled filled[TABLE_COLUMNS_MAX];
    size_t filled_count, span;
    const struct sheet_cell *cells[TABLE_COLUMNS_MAX];
    bool as_above[TABLE_COLUMNS_MAX];
};

struct source_reader *source_open(const struct source *source)
{
    struct arena *arena = arena_open();
    struct source_reader *reader = arena_make(arena, sizeof *reader);
    reader->source = source;
    reader->groups = arena; /* its own too */
    reader->scratch = arena_open();
    reader->filling = arena_open();
    problems_init(&reader->unseen, arena, 1);
    if (!source->kept)
        reader->workbook = workbook_open(source->file_name, source->bytes, WORKBOOK_USUAL, &reader->unseen);
    return reader;
}

void source_close(struct source_reader *reader)
{
    if (!reader)
        return;
    workbook_drop(reader->workbook);
    arena_close(reader->scratch);
    arena_close(reader->filling);
    arena_close(reader->groups);
}

/* The next sheet that has tables; false when there is none. */
static bool open_next(struct source_reader *reader)
{
    const struct list *tables = &reader->source->tables;
    sheet_close(reader->open);
    reader->open = NULL;
    reader->opened = false;
    while (!reader->opened && reader->sheet < reader->source->sheets) {
        size_t index = reader->sheet++;
        reader->reading_count = 0;
        for (size_t i = 0; i < tables->count && reader->reading_count < TABLES_MAX; i++) {
            const struct source_table *table = tables->items[i];
            if (table->sheet == index)
                reader->readings[reader->reading_count++] = (struct reading){.table = table};
        }
        reader->opened = reader->reading_count > 0;
        if (reader->opened && reader->workbook)
            reader->open = sheet_open(reader->workbook, index);
        reader->kept = (struct kept_reader){.cells = reader->kept.cells, .room = reader->kept.room};
        reader->filled_count = reader->span = 0;
    }
    return reader->opened;
}

static bool sheet_row_next(struct source_reader *reader)
{
    if (reader->workbook)
        return sheet_next(reader->open, &reader->row);
    return kept_rows_next(reader->source->kept, reader->groups, reader->sheet - 1, &reader->kept, &reader->row);
}

static void drop_filled(struct source_reader *reader)
{
    size_t kept = 0;
    for (size_t i = 0; i < reader->filled_count; i++)
        if (reader->filled[i].span->last_row >= reader->row.number)
            reader->filled[kept++] = reader->filled[i];
    if (kept == 0 && reader->filled_count > 0) {
        arena_close(reader->filling);
        reader->filling = arena_open();
    }
    reader->filled_count = kept;
}

static void take_spans(struct source_reader *reader)
{
    size_t index = reader->readings[0].table->sheet;
    const struct sheet_span *spans = reader->source->spans[index];
    drop_filled(reader);
    while (reader->span < reader->source->span_counts[index] && spans[reader->span].first_row <= reader->row.number) {
        const struct sheet_span *span = &spans[reader->span++];
        const struct sheet_cell *cell = span->first_row == reader->row.number ? row_cell(&reader->row, span->first_column) : NULL;
        if (!cell || span->last_row < reader->row.number || reader->filled_count == TABLE_COLUMNS_MAX)
            continue;
        struct filled *filled = &reader->filled[reader->filled_count++];
        *filled = (struct filled){.span = span, .cell = *cell};
        filled->cell.text = text_copy(reader->filling, cell->text);
    }
}

static bool next_row(struct source_reader *reader)
{
    if (++reader->in_scratch >= SCRATCH_ROWS) {
        arena_close(reader->scratch);
        reader->scratch = arena_open();
        reader->in_scratch = 0;
    }
    while (!reader->opened || !sheet_row_next(reader))
        if ((reader->workbook && !workbook_sound(reader->workbook)) || !open_next(reader))
            return false;
    take_spans(reader);
    reader->turn = 0;
    reader->told = false;
    return true;
}

static const struct sheet_cell *cell_at(const struct source_reader *reader, uint32_t column)
{
    const struct sheet_cell *cell = row_cell(&reader->row, column);
    for (size_t i = 0; !cell && i < reader->filled_count; i++)
        if (reader->filled[i].span->first_column == column)
            cell = &reader->filled[i].cell;
    return cell;
}

static bool in_table(const struct sheet_table *table, uint32_t row)
{
    return row >= table->heading_first && row <= table->last_row;
}

static bool is_covered(const struct source_reader *reader, uint32_t column)
{
    for (size_t i = 0; i < reader->reading_count; i++) {
        const struct sheet_table *table = reader->readings[i].table->table;
        for (size_t k = 0; in_table(table, reader->row.number) && k < table->column_count; k++)
            if (table->columns[k].column == column)
                return true;
    }
    return false;
}

static void find_beyond(const struct source_reader *reader, struct source_row *row)
{
    for (size_t i = 0; !row->beyond && i < reader->row.count; i++)
        if (text_trimmed(reader->row.cells[i].text).length > 0 && !is_covered(reader, reader->row.cells[i].column)) {
            row->beyond = true;
            row->beyond_column = reader->row.cells[i].column;
        }
}

static bool is_above_column(const struct column_match *match)
{
    return match->kind == COLUMN_UNIT || (match->kind == COLUMN_FIELD && match->field->kind == FIELD_UNIT && match->field->required);
}

/* Something stands in the row itself, besides its running number. */
static bool says_something(const struct source_reader *reader, const struct source_table *table)
{
    for (size_t i = 0; i < table->table->column_count; i++) {
        const struct sheet_cell *cell = row_cell(&reader->row, table->table->columns[i].column);
        if (table->matches[i].kind != COLUMN_PASSED_OVER && cell && text_trimmed(cell->text).length > 0)
            return true;
    }
    return false;
}

static void fill_from_above(struct source_reader *reader, struct reading *reading)
{
    const struct source_table *table = reading->table;
    bool says = says_something(reader, table);
    size_t turn = 0;
    for (size_t i = 0; i < table->table->column_count; i++) {
        reader->as_above[i] = false;
        if (turn == ABOVE_COLUMNS || !is_above_column(&table->matches[i]))
            continue;
        struct above *above = &reading->above[turn++];
        const struct sheet_cell *cell = reader->cells[i];
        if (cell && text_trimmed(cell->text).length > 0) {
            above->cell = cell->text.length <= ABOVE_BYTES ? *cell : (struct sheet_cell){0};
            for (size_t k = 0; k < above->cell.text.length; k++)
                above->bytes[k] = cell->text.bytes[k];
            above->cell.text.bytes = above->bytes;
        } else if (says && above->cell.value != SHEET_EMPTY) {
            reader->cells[i] = &above->cell;
            reader->as_above[i] = true;
        }
    }
}

static void tell(struct source_reader *reader, struct reading *reading, struct source_row *row)
{
    const struct sheet_table *table = reading->table->table;
    enum row_role role = ROW_HEADING;
    if (reader->row.number > table->heading_last)
        role = table_row_role(table, &reading->state, &reader->row, reader->scratch);
    if (role == ROW_GROUP || role == ROW_TOTAL)
        for (size_t i = 0; i < ABOVE_COLUMNS; i++)
            reading->above[i].cell = (struct sheet_cell){0};
    if (role == ROW_GROUP)
        reading->group = text_copy(reader->groups, sheet_table_group(table, &reader->row));
    *row = (struct source_row){.table = reading->table, .role = role, .row = &reader->row, .group = reading->group, .cells = reader->cells,
                                .as_above = reader->as_above};
    for (size_t i = 0; i < table->column_count && (role == ROW_DATA || role == ROW_TOTAL); i++)
        reader->cells[i] = role == ROW_DATA ? cell_at(reader, table->columns[i].column) : row_cell(&reader->row, table->columns[i].column);
    if (role == ROW_DATA)
        fill_from_above(reader, reading);
    if (role == ROW_DATA && reading->table->taken)
        find_beyond(reader, row);
}

bool source_next(struct source_reader *reader, struct source_row *row)
{
    for (;;) {
        if (!reader->opened || (reader->turn == reader->reading_count && reader->told))
            if (!next_row(reader))
                return false;
        while (reader->turn < reader->reading_count) {
            struct reading *reading = &reader->readings[reader->turn++];
            if (!in_table(reading->table->table, reader->row.number))
                continue;
            tell(reader, reading, row);
            if (row->role == ROW_OUTSIDE)
                continue; /* of the table beside it */
            reader->told = true;
            return true;
        }
        if (!reader->told) {
            reader->told = true;
            *row = (struct source_row){.role = ROW_OUTSIDE, .row = &reader->row};
            return true;
        }
    }
}

/* ---- what a cell says, in Unicode ---- */

/* Ð (U+00D0) and Ɖ (U+0189), which look like Đ: one cell may have them among others that do not. */
static bool has_eth(struct text text)
{
    return text_contains(text, TEXT("\xc3\x90")) || text_contains(text, TEXT("\xc6\x89"));
}

/* As a person said the column is to be read, or as its cells tell; what is not sure stays as it is. */
static const struct sheet_cell *in_unicode(struct arena *scratch, const struct source_row *row, size_t column, bool *doubtful)
{
    const struct sheet_cell *cell = row->cells[column];
    const struct table_column *in = &row->table->table->columns[column];
    const struct old_text_column *old = &in->holds.old;
    if (!cell || cell->value != SHEET_TEXT ||
        (!in->letters_told && old->encoding == OLD_TEXT_UNICODE && old->follow && !has_eth(cell->text)))
        return cell;
    struct text text = cell->text;
    if (in->letters_told) {
        *doubtful = !old_text_convert(scratch, in->letters, cell->text, &text) || *doubtful;
    } else {
        struct old_text_cell read = old_text_read(scratch, old, cell->text);
        *doubtful = (read.encoding == OLD_TEXT_UNSURE && read.proposals_count > 0) || *doubtful;
        if (read.encoding != OLD_TEXT_UNSURE && read.encoding != OLD_TEXT_UNICODE)
            text = read.text;
    }
    struct sheet_cell *converted = arena_copy(scratch, cell, sizeof *cell);
    converted->text = text;
    return converted;
}

const struct sheet_cell *source_cell(struct arena *scratch, const struct source_row *row, size_t column, bool *doubtful)
{
    const struct column_match *matches = row->table->matches;
    struct text parts[TABLE_COLUMNS_MAX];
    size_t columns = 1, filled = 0;
    *doubtful = false;
    const struct sheet_cell *first = in_unicode(scratch, row, column, doubtful);
    for (size_t i = column; i < row->table->table->column_count; i++) {
        if (i > column && (!matches[i].continues || matches[i].field != matches[column].field))
            continue;
        columns += i > column;
        parts[filled] = cell_people(scratch, i > column ? in_unicode(scratch, row, i, doubtful) : first);
        filled += parts[filled].length > 0;
    }
    if (columns == 1 || filled == 0)
        return columns == 1 ? first : NULL;
    bool day = matches[column].field && matches[column].field->kind == FIELD_DAY;
    struct sheet_cell *made = arena_make(scratch, sizeof *made);
    *made = (struct sheet_cell){.value = SHEET_TEXT, .text = text_join(scratch, parts, filled, day ? TEXT("/") : TEXT(" "))};
    return made;
}
