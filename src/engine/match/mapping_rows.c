/* mapping_rows.c — the rows of a sheet under the headings that the mapping names. */
#include "engine/match/mapping.h"

#include "base/buffer.h"
#include "engine/codec/old_text.h"
#include "engine/codec/sheet.h"

enum { HEADING_ROWS = 50, ROWS_BYTES_MAX = 1 << 30, SEEN_MAX = 20000 };

struct sheet_reading {
    const struct match_mapping *mapping;
    int list;
    struct arena *arena;
    int32_t columns[MATCH_FIELDS_MAX][MATCH_COLUMNS_MAX];
    struct text missing; /* a heading of the row that had most of them */
    size_t found_most;
    struct buffer cells, lines; /* of struct text; uint32_t */
};

/* ---- headings ---- */

static int32_t heading_find(struct arena *scratch, const struct sheet_row *row, struct text heading)
{
    struct text wanted = text_fold(scratch, heading);
    for (size_t i = 0; i < row->count; i++)
        if (text_equal(text_fold(scratch, row->cells[i].text), wanted))
            return (int32_t)row->cells[i].column;
    return -1;
}

/* Whether all columns of the mapping stand in the row. */
static bool heading_is(struct sheet_reading *reading, const struct sheet_row *row)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    const struct match_mapping *mapping = reading->mapping;
    size_t found = 0, wanted = 0;
    struct text missing = {0};
    for (size_t f = 0; f < mapping->plan.field_count; f++)
        for (size_t c = 0; c < mapping->column_counts[reading->list][f]; c++) {
            struct text heading = mapping->columns[reading->list][f][c];
            reading->columns[f][c] = heading_find(scratch, row, heading);
            wanted++;
            found += reading->columns[f][c] >= 0;
            if (reading->columns[f][c] < 0)
                missing = heading;
        }
    if (found >= reading->found_most && found < wanted) {
        reading->found_most = found;
        reading->missing = missing;
    }
    return found == wanted;
}

/* ---- rows ---- */

static struct text cell_find(const struct sheet_row *row, int32_t column)
{
    for (size_t i = 0; i < row->count; i++)
        if ((int32_t)row->cells[i].column == column)
            return text_part(text_trimmed(row->cells[i].text), 0, MATCH_CELL_MAX);
    return (struct text){0};
}

/* The cells of a field, joined: a name in two columns is one name. */
static struct text field_cell(const struct sheet_reading *reading, const struct sheet_row *row, size_t f)
{
    struct text parts[MATCH_COLUMNS_MAX];
    size_t count = 0;
    for (size_t c = 0; c < reading->mapping->column_counts[reading->list][f]; c++) {
        struct text part = cell_find(row, reading->columns[f][c]);
        if (part.length > 0)
            parts[count++] = part;
    }
    struct text joined = text_join(reading->arena, parts, count, TEXT(" "));
    while (joined.length > 0 && !text_is_utf8(joined))
        joined.length--; /* cut within a letter */
    return joined;
}

static void row_take(struct sheet_reading *reading, const struct sheet_row *row)
{
    struct text cells[MATCH_FIELDS_MAX];
    bool empty = true;
    for (size_t f = 0; f < reading->mapping->plan.field_count; f++) {
        cells[f] = field_cell(reading, row, f);
        empty = empty && cells[f].length == 0;
    }
    if (empty)
        return;
    buffer_add_bytes(&reading->cells, cells, reading->mapping->plan.field_count * sizeof *cells);
    buffer_add_bytes(&reading->lines, &row->number, sizeof row->number);
}

/* True when this sheet has the headings; its rows were then taken. */
static bool sheet_take(struct sheet_reading *reading, struct sheet *sheet)
{
    struct sheet_row row;
    bool heading = false;
    for (size_t seen = 0; !heading && seen < HEADING_ROWS && sheet_next(sheet, &row); seen++)
        heading = heading_is(reading, &row);
    while (heading && sheet_next(sheet, &row))
        row_take(reading, &row);
    return heading;
}

/* ---- old encodings ---- */

static void column_decode(struct arena *arena, struct text *cells, size_t count, size_t fields)
{
    struct old_text_column column = {0};
    for (size_t i = 0; i < count && i < SEEN_MAX; i++)
        old_text_see(&column, cells[i * fields]);
    old_text_settle(&column, OLD_TEXT_UNSURE);
    if (column.encoding == OLD_TEXT_UNICODE && column.follow)
        return;
    for (size_t i = 0; i < count; i++) {
        struct old_text_cell got = old_text_read(arena, &column, cells[i * fields]);
        cells[i * fields] = got.text;
    }
}

static void cells_decode(const struct match_plan *plan, struct arena *arena,
                         const struct match_origin *origin)
{
    for (size_t f = 0; f < plan->field_count; f++)
        if (plan->fields[f].kind == MATCH_NAME || plan->fields[f].kind == MATCH_WORDS)
            column_decode(arena, origin->cells + f, origin->count, plan->field_count);
}

static bool rows_add(const struct sheet_reading *reading, struct match_rows *rows,
                     struct match_origin *origin, struct failure *why)
{
    const struct match_plan *plan = &reading->mapping->plan;
    if (!buffer_ok(&reading->cells, why) || !buffer_ok(&reading->lines, why))
        return false;
    origin->cells = arena_copy(reading->arena, reading->cells.bytes, reading->cells.length);
    origin->lines = arena_copy(reading->arena, reading->lines.bytes, reading->lines.length);
    origin->count = reading->lines.length / sizeof *origin->lines;
    cells_decode(plan, reading->arena, origin);
    for (size_t i = 0; i < origin->count; i++)
        if (!match_rows_add(rows, reading->list, origin->cells + i * plan->field_count, why))
            return false;
    return true;
}

bool match_mapping_add(const struct match_mapping *mapping, struct match_rows *rows, int list,
                       const struct match_file *file, struct match_origin *origin, struct problems *problems,
                       struct failure *why)
{
    struct workbook *CLOSING(workbook) workbook =
        workbook_open(file->name, file->bytes, WORKBOOK_USUAL, problems);
    struct sheet_reading reading = {.mapping = mapping, .list = list, .arena = problems->arena};
    struct match_origin made = {0};
    bool found = false, added = false;
    buffer_init(&reading.cells, ROWS_BYTES_MAX);
    buffer_init(&reading.lines, ROWS_BYTES_MAX);
    for (size_t i = 0; i < workbook_sheets(workbook) && !found && workbook_sound(workbook); i++) {
        struct sheet *sheet = sheet_open(workbook, i);
        found = sheet_take(&reading, sheet);
        made.sheet = text_copy(problems->arena, workbook_sheet_name(workbook, i));
        sheet_close(sheet);
    }
    if (workbook_sound(workbook) && !found)
        problem_add(problems, (struct place){.file = file->name}, "match.heading", reading.missing,
                    (struct text){0});
    if (workbook_sound(workbook) && found)
        added = rows_add(&reading, rows, &made, why);
    buffer_clear(&reading.cells);
    buffer_clear(&reading.lines);
    if (added)
        *origin = made;
    return added;
}
