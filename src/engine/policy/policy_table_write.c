/* policy_table_write.c — persons as CSV or columns, and answers as columns. */
#include "engine/policy/policy_table.h"

#include "engine/codec/columnar.h"
#include "engine/codec/csv.h"
#include "engine/policy/policy_inside.h"
#include "engine/rule/rule_columns.h"

/* ── columns of a block ── */

struct filling { /* a columnar file being written, and its block in hand */
    struct columnar_writer *writer;
    struct columnar_column columns[COLUMNAR_COLUMNS_MAX];
    struct columnar_values values[COLUMNAR_COLUMNS_MAX];
    enum rule_width widths[COLUMNAR_COLUMNS_MAX];
    size_t count;
};

static void column_add(struct filling *filling, struct columnar_column column, enum rule_width width)
{
    column.width = (uint8_t)(1u << width);
    filling->widths[filling->count] = width;
    filling->columns[filling->count++] = column;
}

static bool filling_begin(struct arena *arena, struct filling *filling, struct buffer *out, struct failure *why)
{
    for (size_t i = 0; i < filling->count; i++)
        filling->values[i] = (struct columnar_values){arena_make_many(arena, COLUMNAR_ROWS, filling->columns[i].width), arena_make(arena, COLUMNAR_ROWS)};
    return columnar_begin(arena, (struct columnar_target){.bytes = out}, filling->columns, filling->count, &filling->writer, why);
}

static void cell_put(struct filling *filling, size_t column, size_t row, bool known, int64_t digits)
{
    ((uint8_t *)filling->values[column].missing)[row] = !known;
    rule_column_put((void *)filling->values[column].values, filling->widths[column], row, known ? digits : 0);
}

/* ── persons ── */

struct writing {
    const struct policy *policy;
    const struct policy_table_source *source;
    struct buffer *out;
    struct policy_table_written *written;
    struct problems *problems;
};

/* What the numbers of a column need: digits behind the point, and the greatest and least of them. */
struct need {
    uint8_t scale;
    bool any;
    struct decimal least, most;
};

static void need_take(struct need *need, struct value value)
{
    if (value.kind != VALUE_NUMBER)
        return;
    if (value.number.scale > need->scale)
        need->scale = value.number.scale;
    if (!need->any || decimal_compare(value.number, need->least) < 0)
        need->least = value.number;
    if (!need->any || decimal_compare(value.number, need->most) > 0)
        need->most = value.number;
    need->any = true;
}

/* All of it is read once before the first byte: a columnar file says how wide its columns are ahead of them. */
static bool needs_survey(const struct writing *writing, struct need *needs, struct failure *why)
{
    struct arena *CLOSING(arena) arena = arena_open();
    const struct policy *policy = writing->policy;
    struct policy_table *table;
    struct policy_table_rows rows;
    if (!policy_table_open(arena, policy, writing->source, &table, writing->problems, why))
        return false;
    while (table && writing->problems->errors == 0) {
        if (!policy_table_next(table, &rows, why))
            return false;
        if (rows.count == 0)
            break;
        for (size_t i = 0; i < rows.count * policy->column_count; i++)
            need_take(&needs[i % policy->column_count], rows.values[i]);
        writing->written->rows += (int64_t)rows.count;
    }
    if (table)
        writing->written->strange = policy_table_strange(table);
    return true;
}

static bool column_plan(struct filling *filling, const struct policy_column *column, const struct need *need, struct failure *why)
{
    struct columnar_column made = {.name = column->name, .kind = column->kind};
    struct decimal least = {0}, most = {0};
    if (column->kind == VALUE_CODE) {
        made.codes = column->codes;
        made.code_count = column->code_count;
    }
    if (column->kind != VALUE_NUMBER) {
        column_add(filling, made, column->kind == VALUE_DAY ? RULE_WIDTH_32 : RULE_WIDTH_8);
        return true;
    }
    made.scale = need->scale;
    if (need->any && (!decimal_rescale(need->least, need->scale, &least) || !decimal_rescale(need->most, need->scale, &most)))
        return FAIL(why, FAILURE_TOO_BIG, "numbers of the column %.*s have too many digits to stand in one column", TEXT_ARGS(column->name));
    column_add(filling, made, rule_column_width(least.digits, most.digits));
    return true;
}

static void person_put(const struct policy *policy, struct filling *filling, size_t index, size_t slot, const struct policy_table_rows *rows)
{
    const struct policy_column *column = &policy->columns[slot];
    for (size_t row = 0; row < rows->count; row++) {
        struct value value = rows->values[row * policy->column_count + slot];
        struct decimal number = {0};
        int64_t digits = value.kind == VALUE_TRUTH ? value.truth : value.kind == VALUE_DAY ? value.day.number : 0;
        if (value.kind == VALUE_NUMBER) {
            REQUIRE(decimal_rescale(value.number, filling->columns[index].scale, &number));
            digits = number.digits;
        }
        while (value.kind == VALUE_CODE && !text_equal(column->codes[digits], value.text))
            digits++;
        cell_put(filling, index, row, value_known(value), digits);
    }
}

/* The table once more, without telling its problems again. */
static bool open_again(struct arena *arena, const struct writing *writing, struct policy_table **table, struct failure *why)
{
    struct problems *told = arena_make(arena, sizeof *told);
    problems_init(told, arena, 1);
    return policy_table_open(arena, writing->policy, writing->source, table, told, why);
}

static bool write_columnar(const struct writing *writing, struct failure *why)
{
    struct arena *CLOSING(arena) arena = arena_open();
    struct need needs[POLICY_COLUMNS_MAX] = {0};
    struct filling *filling = arena_make(arena, sizeof *filling);
    struct policy_table *table;
    struct policy_table_rows rows;
    size_t count;
    if (!needs_survey(writing, needs, why))
        return false;
    if (writing->problems->errors > 0)
        return true;
    if (!open_again(arena, writing, &table, why))
        return false;
    const size_t *slots = policy_table_columns(table, &count);
    for (size_t i = 0; i < count; i++)
        if (!column_plan(filling, &writing->policy->columns[slots[i]], &needs[slots[i]], why))
            return false;
    if (!filling_begin(arena, filling, writing->out, why))
        return false;
    for (;;) {
        if (!policy_table_next(table, &rows, why))
            return false;
        if (rows.count == 0)
            return columnar_end(filling->writer, why);
        for (size_t i = 0; i < count; i++)
            person_put(writing->policy, filling, i, slots[i], &rows);
        if (!columnar_write(filling->writer, &(struct columnar_block){rows.count, filling->values}, why))
            return false;
    }
}

static void csv_rows_write(const struct writing *writing, const size_t *slots, size_t count, const struct policy_table_rows *rows)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    struct text cells[POLICY_COLUMNS_MAX];
    for (size_t row = 0; row < rows->count; row++) {
        for (size_t i = 0; i < count; i++)
            cells[i] = value_write(scratch, rows->values[row * writing->policy->column_count + slots[i]]);
        csv_write_row(writing->out, ',', cells, count);
    }
}

static bool write_csv(const struct writing *writing, struct failure *why)
{
    struct arena *CLOSING(arena) arena = arena_open();
    struct text names[POLICY_COLUMNS_MAX];
    struct policy_table *table;
    struct policy_table_rows rows = {.count = 1};
    size_t count;
    if (!policy_table_open(arena, writing->policy, writing->source, &table, writing->problems, why))
        return false;
    if (!table)
        return true;
    const size_t *slots = policy_table_columns(table, &count);
    for (size_t i = 0; i < count; i++)
        names[i] = writing->policy->columns[slots[i]].name;
    csv_write_row(writing->out, ',', names, count);
    while (rows.count > 0) {
        if (!policy_table_next(table, &rows, why))
            return false;
        csv_rows_write(writing, slots, count, &rows);
        writing->written->rows += (int64_t)rows.count;
    }
    writing->written->strange = policy_table_strange(table);
    return buffer_ok(writing->out, why);
}

bool policy_table_write(const struct policy *policy, const struct policy_table_source *source, enum policy_table_form form, struct buffer *out,
                        struct policy_table_written *written, struct problems *problems, struct failure *why)
{
    const struct writing writing = {policy, source, out, written, problems};
    *written = (struct policy_table_written){0};
    return form == POLICY_TABLE_CSV ? write_csv(&writing, why) : write_columnar(&writing, why);
}

/* ── answers ── */

enum { OF_LINE = 4 }; /* columns: answer, amount, failed, unknown */

struct policy_answers {
    const struct policy *policy;
    struct day as_of;
    struct filling filling;
};

/* In the order of enum policy_answer, and one more. */
static const struct text WORDS[] = {TEXT_ENTRY("no"), TEXT_ENTRY("unknown"), TEXT_ENTRY("yes"), TEXT_ENTRY("yields")};

bool policy_answers_begin(struct arena *arena, const struct policy *policy, struct day as_of, struct buffer *out, struct policy_answers **answers,
                          struct failure *why)
{
    static const char *const parts[] = {"amount", "failed", "unknown"};
    struct policy_answers *made = arena_make(arena, sizeof *made);
    struct text *hash = arena_make(arena, sizeof *hash);
    *hash = text_of(policy->hash);
    made->policy = policy;
    made->as_of = as_of;
    for (size_t i = 0; i < policy->line_count; i++) {
        struct text id = policy->lines[i].id;
        column_add(&made->filling, (struct columnar_column){.name = id, .kind = VALUE_CODE, .codes = WORDS, .code_count = LENGTH_OF(WORDS)}, RULE_WIDTH_8);
        for (size_t k = 0; k < LENGTH_OF(parts); k++)
            column_add(&made->filling, (struct columnar_column){.name = text_format(arena, "%.*s.%s", TEXT_ARGS(id), parts[k]), .kind = VALUE_NUMBER}, RULE_WIDTH_64);
    }
    column_add(&made->filling, (struct columnar_column){.name = TEXT("all.total"), .kind = VALUE_NUMBER}, RULE_WIDTH_64);
    column_add(&made->filling, (struct columnar_column){.name = TEXT("all.as_of"), .kind = VALUE_DAY}, RULE_WIDTH_32);
    column_add(&made->filling, (struct columnar_column){.name = TEXT("all.policy"), .kind = VALUE_CODE, .codes = hash, .code_count = 1}, RULE_WIDTH_8);
    if (!filling_begin(arena, &made->filling, out, why))
        return false;
    *answers = made;
    return true;
}

static void verdict_put(struct filling *filling, size_t line, size_t row, const struct policy_verdict *verdict)
{
    cell_put(filling, line * OF_LINE, row, true, verdict->yields_to > 0 ? (int64_t)LENGTH_OF(WORDS) - 1 : (int64_t)verdict->answer);
    cell_put(filling, line * OF_LINE + 1, row, verdict->answer == POLICY_YES, verdict->amount);
    cell_put(filling, line * OF_LINE + 2, row, true, verdict->failed);
    cell_put(filling, line * OF_LINE + 3, row, true, verdict->unknown);
}

bool policy_answers_write(struct policy_answers *answers, const struct policy_verdict *verdicts, size_t count, struct failure *why)
{
    size_t lines = answers->policy->line_count, behind = lines * OF_LINE;
    for (size_t row = 0; row < count; row++) {
        const struct policy_verdict *of = verdicts + row * lines;
        int64_t total = policy_total(answers->policy, of);
        for (size_t line = 0; line < lines; line++)
            verdict_put(&answers->filling, line, row, &of[line]);
        cell_put(&answers->filling, behind, row, total >= 0, total);
        cell_put(&answers->filling, behind + 1, row, day_is_some(answers->as_of), answers->as_of.number);
        cell_put(&answers->filling, behind + 2, row, true, 0);
    }
    return count == 0 || columnar_write(answers->filling.writer, &(struct columnar_block){count, answers->filling.values}, why);
}

bool policy_answers_end(struct policy_answers *answers, struct failure *why)
{
    return columnar_end(answers->filling.writer, why);
}
