/* csv.c — rows of a sheet, cell by cell, without copying what need not be copied. */
#include "engine/codec/csv.h"

#include "engine/codec/door_inside.h"

#include <string.h>

struct csv {
    struct arena *arena;
    struct text file;
    struct problems *problems;
    struct csv_options options;
    const char *at, *end;
    const char *line_start;
    uint32_t line; /* of `at` */
    size_t rows;
    struct text *cells;
    size_t room;
    bool broken;
    bool stops[256]; /* bytes that end a cell written without quotes */
};

/* Names the problem and ends the reading. A number behind the code goes into its sentence. */
static bool stop(struct csv *csv, struct place place, const char *code, size_t number)
{
    place.file = csv->file;
    struct text first = number > 0 ? text_format(csv->arena, "%zu", number) : (struct text){0};
    problem_add(csv->problems, place, code, first, (struct text){0});
    csv->broken = true;
    return false;
}

/* A place kept cheaply: its column is counted only when a problem asks for it. */
struct spot {
    const char *at, *line_start;
    uint32_t line;
};

static struct spot spot_here(const struct csv *csv)
{
    return (struct spot){csv->at, csv->line_start, csv->line};
}

static struct place place_of(struct spot spot)
{
    struct text before = {spot.line_start, (size_t)(spot.at - spot.line_start)};
    return (struct place){.line = spot.line, .column = (uint32_t)text_points(before) + 1};
}

/* ---- opening ---- */

/* The one of , ; tab that stands, outside quotes, on most of the first lines (a title above the table has none or another),
 * and among equals most often. */
static char separator_find(struct text bytes)
{
    enum { LINES_SEEN = 20 };
    static const char candidates[] = {',', ';', '\t'};
    size_t counts[LENGTH_OF(candidates)] = {0}, lines[LENGTH_OF(candidates)] = {0}, best = 0, line = 1;
    bool quoted = false, on_line[LENGTH_OF(candidates)] = {false};
    for (size_t i = 0; i < bytes.length && line <= LINES_SEEN; i++) {
        char c = bytes.bytes[i];
        if (c == '"')
            quoted = !quoted;
        bool breaks = !quoted && (c == '\n' || c == '\r');
        line += breaks;
        for (size_t k = 0; k < LENGTH_OF(candidates) && !quoted; k++) {
            bool here = c == candidates[k];
            counts[k] += here;
            lines[k] += here && !on_line[k];
            on_line[k] = (on_line[k] || here) && !breaks;
        }
    }
    for (size_t k = 1; k < LENGTH_OF(candidates); k++)
        if (lines[k] > lines[best] || (lines[k] == lines[best] && counts[k] > counts[best]))
            best = k;
    return candidates[best];
}

/* Excel's own first line "sep=;". */
static bool separator_take(struct csv *csv, struct text *bytes)
{
    struct text line, rest = *bytes;
    if (!text_starts(*bytes, TEXT("sep=")) || !text_next(&rest, '\n', &line))
        return false;
    if (text_ends(line, TEXT("\r")))
        line.length--;
    if (line.length != 5 || strchr(",;\t|", line.bytes[4]) == NULL)
        return false;
    csv->options.separator = line.bytes[4];
    csv->line = 2;
    *bytes = rest;
    return true;
}

/* UTF-8 in NFC without its mark; false when it cannot be had. */
static bool bytes_take(struct csv *csv, struct text *bytes)
{
    struct place place = {0};
    if (bytes->length > csv->options.bytes_max)
        return stop(csv, place, "csv.too-big", csv->options.bytes_max >> 20);
    if (text_starts(*bytes, TEXT("\xFF\xFE")) || text_starts(*bytes, TEXT("\xFE\xFF")))
        return stop(csv, place, "csv.utf16", 0);
    if (door_find_bad(*bytes, &place.line, &place.column))
        return stop(csv, place, "csv.utf8", 0);
    if (text_starts(*bytes, TEXT("\xEF\xBB\xBF")))
        *bytes = text_from(*bytes, 3);
    return door_is_composed(*bytes) || text_normalise(csv->arena, *bytes, bytes);
}

struct csv *csv_make(struct arena *arena, struct text file_name, struct text bytes, struct csv_options options,
                     struct problems *problems)
{
    struct csv *csv = arena_make(arena, sizeof *csv);
    *csv = (struct csv){.arena = arena, .file = text_copy(arena, file_name), .problems = problems, .options = options,
                        .line = 1};
    if (!bytes_take(csv, &bytes))
        bytes.length = 0;
    if (!separator_take(csv, &bytes) && options.separator == 0)
        csv->options.separator = separator_find(bytes);
    csv->at = csv->line_start = bytes.length > 0 ? bytes.bytes : "";
    csv->end = csv->at + bytes.length;
    csv->stops[(unsigned char)csv->options.separator] = true;
    csv->stops['\n'] = csv->stops['\r'] = true;
    return csv;
}

/* ---- cells ---- */

/* Steps over LF, CR LF or CR. */
static void line_end_take(struct csv *csv)
{
    char c = *csv->at++;
    if (c == '\r' && csv->at < csv->end && *csv->at == '\n')
        csv->at++;
    csv->line++;
    csv->line_start = csv->at;
}

/* A cell without quotes; a quote inside it stands for itself. */
static struct text plain_read(struct csv *csv)
{
    const char *start = csv->at, *at = start, *end = csv->end;
    while (at < end && !csv->stops[(unsigned char)*at])
        at++;
    csv->at = at;
    return (struct text){start, (size_t)(at - start)};
}

/* The inside of a quoted cell with its doubled quotes made single. */
static struct text quotes_halved(struct arena *arena, struct text raw)
{
    char *bytes = arena_make(arena, raw.length), *out = bytes;
    for (size_t i = 0; i < raw.length; i++) {
        *out++ = raw.bytes[i];
        if (raw.bytes[i] == '"')
            i++;
    }
    return (struct text){bytes, (size_t)(out - bytes)};
}

/* Counts the line breaks that stand inside a quoted cell. */
static void lines_count(struct csv *csv, struct text raw)
{
    for (size_t i = 0; i < raw.length; i++) {
        char c = raw.bytes[i];
        bool pair = c == '\r' && i + 1 < raw.length && raw.bytes[i + 1] == '\n';
        if ((c != '\n' && c != '\r') || pair)
            continue;
        csv->line++;
        csv->line_start = raw.bytes + i + 1;
    }
}

/* A cell that begins with a quote. */
static bool quoted_read(struct csv *csv, struct text *cell)
{
    struct spot opening = spot_here(csv);
    const char *start = ++csv->at, *quote = start;
    bool doubled = false;
    for (;;) {
        quote = memchr(quote, '"', (size_t)(csv->end - quote));
        if (quote == NULL)
            return stop(csv, place_of(opening), "csv.open-quote", 0);
        if (quote + 1 == csv->end || quote[1] != '"')
            break;
        doubled = true;
        quote += 2;
    }
    struct text raw = {start, (size_t)(quote - start)};
    lines_count(csv, raw);
    csv->at = quote + 1;
    if (csv->at < csv->end && !csv->stops[(unsigned char)*csv->at])
        return stop(csv, place_of(spot_here(csv)), "csv.after-quote", 0);
    if (raw.length > csv->options.cell_max)
        return stop(csv, place_of(opening), "csv.cell-too-big", csv->options.cell_max);
    *cell = doubled ? quotes_halved(csv->arena, raw) : raw;
    return true;
}

/* ---- rows ---- */

/* Room for one more cell. */
static void cells_grow(struct csv *csv, size_t count)
{
    if (count < csv->room)
        return;
    size_t room = csv->room == 0 ? 32 : csv->room * 2;
    struct text *cells = arena_make_many(csv->arena, room, sizeof *cells);
    if (count > 0)
        memcpy(cells, csv->cells, count * sizeof *cells);
    csv->cells = cells;
    csv->room = room;
}

static bool cell_read(struct csv *csv, struct text *cell)
{
    if (csv->at < csv->end && *csv->at == '"')
        return quoted_read(csv, cell);
    struct spot start = spot_here(csv);
    *cell = plain_read(csv);
    if (cell->length > csv->options.cell_max)
        return stop(csv, place_of(start), "csv.cell-too-big", csv->options.cell_max);
    return true;
}

bool csv_next(struct csv *csv, struct csv_row *row)
{
    while (csv->at < csv->end && (*csv->at == '\n' || *csv->at == '\r'))
        line_end_take(csv);
    if (csv->broken || csv->at == csv->end)
        return false;
    uint32_t line = csv->line;
    size_t count = 0;
    if (++csv->rows > csv->options.rows_max)
        return stop(csv, (struct place){.line = line}, "csv.rows", csv->options.rows_max);
    for (;;) {
        if (count >= csv->options.columns_max)
            return stop(csv, (struct place){.line = line}, "csv.columns", csv->options.columns_max);
        cells_grow(csv, count);
        if (!cell_read(csv, &csv->cells[count]))
            return false;
        count++;
        if (csv->at == csv->end || *csv->at != csv->options.separator)
            break;
        csv->at++;
    }
    if (csv->at < csv->end)
        line_end_take(csv);
    *row = (struct csv_row){csv->cells, count, line};
    return true;
}

bool csv_sound(const struct csv *csv)
{
    return !csv->broken;
}

char csv_separator(const struct csv *csv)
{
    return csv->options.separator;
}

/* ---- writing ---- */

/* A number as people or machines write it: a sign, digits, and points, commas or blanks between them. */
static bool is_plain_number(struct text cell)
{
    bool after_digit = false, any = false;
    size_t i = cell.bytes[0] == '-' || cell.bytes[0] == '+';
    for (; i < cell.length; i++) {
        char c = cell.bytes[i];
        bool digit = c >= '0' && c <= '9';
        if (!digit && !(after_digit && (c == '.' || c == ',' || c == ' ')))
            return false;
        after_digit = digit;
        any = any || digit;
    }
    return any && after_digit;
}

/* What a spreadsheet takes for the start of a formula, the full-width forms of East Asian keyboards too. */
static bool runs_as_formula(struct text cell)
{
    static const char *const wide[] = {"＝", "＋", "－", "＠"};
    if (cell.length == 0)
        return false;
    for (size_t i = 0; i < LENGTH_OF(wide); i++)
        if (text_starts(cell, text_of(wide[i])))
            return true;
    return cell.bytes[0] != '\0' && strchr("=+-@\t\r\n", cell.bytes[0]) != NULL && !is_plain_number(cell);
}

/* Quotes stand around what holds any separator of any country's Excel, quotes, line breaks or blanks at its ends. */
static bool needs_quotes(struct text cell, char separator)
{
    for (size_t i = 0; i < cell.length; i++) {
        char c = cell.bytes[i];
        if (c == separator || c == ',' || c == ';' || c == '\t' || c == '"' || c == '\n' || c == '\r')
            return true;
    }
    return cell.length > 0 && (cell.bytes[0] == ' ' || cell.bytes[cell.length - 1] == ' ');
}

static void cell_write(struct buffer *out, char separator, struct text cell)
{
    bool guarded = runs_as_formula(cell), quoted = needs_quotes(cell, separator);
    if (quoted)
        buffer_add_char(out, '"');
    if (guarded)
        buffer_add_char(out, '\'');
    struct text part;
    while (quoted && text_contains(cell, TEXT("\"")) && text_next(&cell, '"', &part)) {
        buffer_add(out, part);
        buffer_add(out, TEXT("\"\""));
    }
    buffer_add(out, cell);
    if (quoted)
        buffer_add_char(out, '"');
}

void csv_write_row(struct buffer *out, char separator, const struct text *cells, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            buffer_add_char(out, separator);
        cell_write(out, separator, cells[i]);
    }
    /* A row of one empty cell would be a line with nothing on it, which readers leave out. */
    if (count == 1 && cells[0].length == 0)
        buffer_add(out, TEXT("\"\""));
    buffer_add(out, TEXT("\r\n"));
}

void csv_write_mark(struct buffer *out)
{
    buffer_add(out, TEXT("\xEF\xBB\xBF"));
}
