/* match_command.c — rows that speak of the same person, within one sheet or between two, as a workbook to look through. */
#include "face/command/command_inside.h"

#include "base/file.h"
#include "engine/codec/csv.h"
#include "engine/codec/xlsx_write.h"
#include "engine/match/mapping.h"

#include <math.h>

enum { WORKBOOK_MAX = 100 << 20, MAP_MAX = 1 << 20, CSV_MAX = 1 << 30, MATCH_PROBLEMS_MAX = 50, COLUMNS_MAX = 2 * MATCH_FIELDS_MAX + 8 };

struct matching {
    struct command_line *line;
    struct match_mapping *mapping;
    struct match_rows *rows;
    struct match_origin origins[2];
    struct match_result result;
};

static struct text said(const struct matching *matching, enum word word)
{
    return word_text(matching->line, word, (struct text){0}, (struct text){0});
}

/* ---- one row ---- */

static const struct match_origin *origin_of(const struct matching *matching, uint32_t row, size_t *index)
{
    bool second = row >= matching->origins[0].count;
    *index = row - (second ? matching->origins[0].count : 0);
    return &matching->origins[second];
}

static struct text cell_of(const struct matching *matching, uint32_t row, size_t field)
{
    size_t index;
    const struct match_origin *origin = origin_of(matching, row, &index);
    return origin->cells[index * matching->mapping->plan.field_count + field];
}

static struct value line_of(const struct matching *matching, uint32_t row)
{
    size_t index;
    const struct match_origin *origin = origin_of(matching, row, &index);
    return value_whole(origin->lines[index]);
}

/* ---- the pairs ---- */

/* Group, band, why, bits, two lines, and each field of both rows side by side. */
static size_t pair_titles(const struct matching *matching, struct text titles[COLUMNS_MAX])
{
    const struct match_plan *plan = &matching->mapping->plan;
    size_t count = 0;
    titles[count++] = said(matching, WORD_MATCH_GROUP);
    titles[count++] = said(matching, WORD_MATCH_BAND);
    titles[count++] = said(matching, WORD_MATCH_WHY);
    titles[count++] = said(matching, WORD_MATCH_BITS);
    for (int side = 0; side < 2; side++)
        titles[count++] = word_text(matching->line, WORD_MATCH_LINE, side == 0 ? TEXT("1") : TEXT("2"), (struct text){0});
    for (size_t f = 0; f < plan->field_count; f++)
        for (int side = 0; side < 2; side++)
            titles[count++] = word_text(matching->line, WORD_MATCH_OF, plan->fields[f].title, side == 0 ? TEXT("1") : TEXT("2"));
    return count;
}

static size_t pair_values(const struct matching *matching, const struct match_link *link, struct arena *arena, struct value values[COLUMNS_MAX])
{
    const struct match_plan *plan = &matching->mapping->plan;
    size_t count = 0;
    values[count++] = link->joined ? value_whole((int64_t)matching->result.group[link->a] + 1) : value_unknown();
    values[count++] = value_text(said(matching, link->band == BAND_SURE ? WORD_MATCH_SURE : WORD_MATCH_LOOK));
    values[count++] = value_text(match_words(arena, plan, link->levels, matching->line->language));
    values[count++] = plan->rule_count > 0 ? value_unknown() : value_number((struct decimal){llround((double)link->weight * 10), 1});
    values[count++] = line_of(matching, link->a);
    values[count++] = line_of(matching, link->b);
    for (size_t f = 0; f < plan->field_count; f++) {
        values[count++] = value_text(cell_of(matching, link->a, f));
        values[count++] = value_text(cell_of(matching, link->b, f));
    }
    return count;
}

static bool write_csv(const struct matching *matching, struct text *bytes, struct failure *why)
{
    struct arena *arena = matching->line->arena;
    struct buffer CLOSING(buffer) out;
    struct text cells[COLUMNS_MAX];
    buffer_init(&out, CSV_MAX);
    csv_write_mark(&out);
    csv_write_row(&out, ',', cells, pair_titles(matching, cells));
    for (size_t i = 0; i < matching->result.count; i++) {
        struct arena *CLOSING(arena) scratch = arena_open();
        struct value values[COLUMNS_MAX];
        size_t count = pair_values(matching, &matching->result.links[i], scratch, values);
        for (size_t c = 0; c < count; c++)
            cells[c] = value_write(scratch, values[c]);
        csv_write_row(&out, ',', cells, count);
    }
    if (!buffer_ok(&out, why))
        return false;
    *bytes = text_copy(arena, buffer_text(&out));
    return true;
}

/* ---- the other sheets ---- */

static void sheet_begin(const struct matching *matching, struct xlsx_writer *writer, enum word name, const struct text *titles, size_t count)
{
    struct arena *arena = matching->line->arena;
    struct xlsx_column *columns = arena_make_many(arena, count, sizeof *columns);
    struct xlsx_sheet *sheet = arena_make(arena, sizeof *sheet);
    for (size_t i = 0; i < count; i++)
        columns[i].title = titles[i];
    *sheet = (struct xlsx_sheet){.name = said(matching, name), .columns = columns, .column_count = count};
    xlsx_writer_sheet(writer, sheet);
}

static void write_weights(const struct matching *matching, struct xlsx_writer *writer)
{
    const struct match_plan *plan = &matching->mapping->plan;
    const struct text titles[] = {said(matching, WORD_MATCH_FIELD), said(matching, WORD_MATCH_LEVEL), said(matching, WORD_MATCH_BITS)};
    sheet_begin(matching, writer, WORD_MATCH_WEIGHTS, titles, LENGTH_OF(titles));
    for (size_t f = 0; f < plan->field_count; f++)
        for (unsigned l = 1; l <= match_levels(plan->fields[f].kind); l++) {
            struct text level = match_level_words(plan->fields[f].kind, l, matching->line->language);
            if (level.length == 0)
                level = said(matching, l == 1 ? WORD_MATCH_LEVEL_SAME : WORD_MATCH_LEVEL_OTHER);
            const struct decimal bits = {llround((double)matching->result.weights[f][l] * 10), 1};
            xlsx_writer_row(writer, (struct value[]){value_text(plan->fields[f].title), value_text(level), value_number(bits)}, 3);
        }
}

static void write_left_out(const struct matching *matching, struct xlsx_writer *writer)
{
    const struct match_plan *plan = &matching->mapping->plan;
    struct arena *arena = matching->line->arena;
    const struct text titles[] = {said(matching, WORD_MATCH_KEY), said(matching, WORD_MATCH_ROWS),
                                  word_text(matching->line, WORD_MATCH_LINE, TEXT("1"), (struct text){0})};
    sheet_begin(matching, writer, WORD_MATCH_LEFT_OUT, titles, LENGTH_OF(titles));
    for (size_t i = 0; i < matching->result.capped_count; i++) {
        const struct match_capped *capped = &matching->result.capped[i];
        const struct match_key *key = &plan->keys[capped->key];
        struct text parts[MATCH_ATOMS_MAX];
        for (size_t a = 0; a < key->count; a++)
            parts[a] = plan->fields[key->atoms[a].field].title;
        struct text joined = text_join(arena, parts, key->count, TEXT(" + "));
        xlsx_writer_row(writer, (struct value[]){value_text(joined), value_whole(capped->rows), line_of(matching, capped->row)}, 3);
    }
}

/* The number stays as it was written; what is wrong with it is said beside it. */
static void write_numbers(const struct matching *matching, struct xlsx_writer *writer)
{
    struct command_line *line = matching->line;
    const struct text titles[] = {said(matching, WORD_MATCH_FILE), word_text(line, WORD_MATCH_LINE, (struct text){0}, (struct text){0}),
                                  said(matching, WORD_MATCH_NUMBERS), said(matching, WORD_MATCH_WHY)};
    sheet_begin(matching, writer, WORD_MATCH_NUMBERS, titles, LENGTH_OF(titles));
    for (size_t i = 0; i < matching->result.doubt_count; i++) {
        const struct match_doubt *doubt = &matching->result.doubts[i];
        const struct problem problem = {.code = doubt->problem};
        struct text why = doubt->problem == NULL ? said(matching, WORD_MATCH_REPAIRED) : problem_sentence(line->arena, &problem, line->language);
        xlsx_writer_row(writer, (struct value[]){value_whole(doubt->row < matching->origins[0].count ? 1 : 2), line_of(matching, doubt->row),
                                                 value_text(cell_of(matching, doubt->row, doubt->field)), value_text(why)}, 4);
    }
}

static bool write_xlsx(const struct matching *matching, struct text *bytes, struct failure *why)
{
    struct arena *arena = matching->line->arena;
    struct xlsx_writer *CLOSING(xlsx_writer) writer = NULL;
    struct text titles[COLUMNS_MAX];
    if (!xlsx_writer_open(arena, &writer, why))
        return false;
    sheet_begin(matching, writer, WORD_MATCH_PAIRS, titles, pair_titles(matching, titles));
    for (size_t i = 0; i < matching->result.count; i++) {
        struct arena *CLOSING(arena) scratch = arena_open();
        struct value values[COLUMNS_MAX];
        size_t count = pair_values(matching, &matching->result.links[i], scratch, values);
        xlsx_writer_row(writer, values, count);
    }
    if (matching->mapping->plan.rule_count == 0)
        write_weights(matching, writer);
    if (matching->result.doubt_count > 0)
        write_numbers(matching, writer);
    if (matching->result.capped_count > 0)
        write_left_out(matching, writer);
    return xlsx_writer_done(writer, arena, bytes, why);
}

/* ---- the whole ---- */

/* False with problems, or else with a failure. */
static bool read_all(struct matching *matching, struct problems *problems, struct failure *why)
{
    struct command_line *line = matching->line;
    struct text map = option_text(line, "map"), bytes;
    if (!file_read(line->arena, map.bytes, MAP_MAX, &bytes, why) || !match_mapping_read(line->arena, map, bytes, &matching->mapping, problems))
        return false;
    struct match_plan *plan = &matching->mapping->plan;
    if (line->count == 1)
        plan->form = MATCH_GROUPS;
    else if (plan->form == MATCH_GROUPS)
        plan->form = MATCH_ONE_TO_ONE;
    matching->rows = match_rows_make(line->arena, plan);
    for (size_t i = 0; i < line->count; i++) {
        struct match_file file = {.name = line->given[i]};
        if (!file_read(line->arena, file.name.bytes, WORKBOOK_MAX, &file.bytes, why) ||
            !match_mapping_add(matching->mapping, matching->rows, (int)i, &file, &matching->origins[i], problems, why))
            return false;
    }
    return true;
}

static void say_all(struct matching *matching, struct text to)
{
    struct command_line *line = matching->line;
    const struct match_result *result = &matching->result;
    struct node *node = node_map(line->arena);
    uint32_t largest = 0;
    int64_t sure = 0, repaired = 0, rows = (int64_t)match_rows_count(matching->rows);
    for (size_t i = 0; i < result->count; i++)
        sure += result->links[i].band == BAND_SURE;
    for (size_t i = 0; i < result->doubt_count; i++)
        repaired += result->doubts[i].problem == NULL;
    for (size_t i = 0; i < result->capped_count; i++)
        largest = result->capped[i].rows > largest ? result->capped[i].rows : largest;
    int64_t look = (int64_t)result->count - sure, doubts = (int64_t)result->doubt_count - repaired, capped = (int64_t)result->capped_count;
    node_put(node, "file", node_text(line->arena, to));
    node_put(node, "rows", node_whole(line->arena, rows));
    node_put(node, "compared", node_whole(line->arena, (int64_t)result->pairs));
    node_put(node, "sure", node_whole(line->arena, sure));
    node_put(node, "to-look-at", node_whole(line->arena, look));
    node_put(node, "left-out", node_whole(line->arena, capped));
    node_put(node, "numbers-wrong", node_whole(line->arena, doubts));
    node_put(node, "numbers-repaired", node_whole(line->arena, repaired));
    say_node(line, node);
    say(line, WORD_MATCH_COMPARED, number_text(line, (int64_t)result->pairs), number_text(line, rows));
    say(line, WORD_MATCH_FOUND, number_text(line, sure), number_text(line, look));
    if (capped > 0)
        say(line, WORD_MATCH_CAPPED, number_text(line, capped), number_text(line, largest));
    if (result->doubt_count > 0)
        say(line, WORD_MATCH_DOUBTS, number_text(line, doubts), number_text(line, repaired));
    say(line, WORD_WRITTEN, to, (struct text){0});
}

bool match_command(struct command_line *line, struct failure *why)
{
    struct matching matching = {.line = line};
    struct problems problems;
    struct text map, to, bytes;
    problems_init(&problems, line->arena, MATCH_PROBLEMS_MAX);
    if (!option_need(line, "map", &map, why) || !option_need(line, "to", &to, why))
        return false;
    bool csv = text_ends(to, TEXT(".csv"));
    if (!csv && !text_ends(to, TEXT(".xlsx")))
        return FAIL(why, FAILURE_INVALID, "--to is a file that ends in .csv or .xlsx");
    if (!read_all(&matching, &problems, why)) {
        if (problems.errors == 0)
            return false;
        say_node(line, tell_problems(line, &problems));
        return true;
    }
    if (!match_run(line->arena, matching.rows, MATCH_THREADS_MAX, &matching.result, why) ||
        !(csv ? write_csv(&matching, &bytes, why) : write_xlsx(&matching, &bytes, why)) || !file_replace(to.bytes, bytes, why))
        return false;
    say_all(&matching, to);
    return true;
}
