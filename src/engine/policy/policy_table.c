/* policy_table.c — persons read from CSV or columns: row after row into values of the policy's columns. */
#include "engine/policy/policy_table.h"

#include "engine/codec/columnar.h"
#include "engine/codec/csv.h"
#include "engine/policy/policy_inside.h"
#include "engine/rule/rule_columns.h"

#include <string.h>

struct policy_table {
    const struct policy *policy;
    struct text file;
    struct problems *problems;
    struct csv *csv; /* NULL: columnar */
    struct columnar *columnar;
    const struct columnar_column *filed; /* its columns */
    struct value **codes;                /* of each of them with a list: what its codes are here */
    size_t columns[POLICY_COLUMNS_MAX];  /* of the policy */
    size_t column_count;
    struct value *values;
    int64_t rows, strange;
};

static struct csv_options csv_options(void)
{
    struct csv_options options = CSV_USUAL;
    options.bytes_max = POLICY_TABLE_BYTES_MAX;
    options.columns_max = POLICY_COLUMNS_MAX;
    options.rows_max = POLICY_TABLE_ROWS_MAX + 1;
    return options;
}

/* ── what it is ── */

static bool first_row_names(const struct policy *policy, const struct csv_row *row)
{
    for (size_t i = 0; i < row->count; i++)
        if (policy_column_find(policy, row->cells[i]) == policy->column_count)
            return false;
    return true;
}

bool policy_table_is(const struct policy *policy, struct text bytes)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    struct problems unseen;
    struct csv_row row;
    struct text rest = bytes, first;
    if (columnar_is(bytes))
        return true;
    problems_init(&unseen, scratch, 1);
    if (!text_next(&rest, '\n', &first))
        return false;
    return csv_next(csv_make(scratch, (struct text){0}, first, csv_options(), &unseen), &row) && first_row_names(policy, &row);
}

/* ── its columns ── */

static struct place at(const struct policy_table *table, int64_t line, size_t index)
{
    return (struct place){.file = table->file, .line = (uint32_t)line, .column = (uint32_t)index + 1};
}

/* `kind`: of a columnar file's column; VALUE_UNKNOWN: whatever the dictionary says. */
static void column_take(struct policy_table *table, struct text name, enum value_kind kind, struct place place)
{
    const struct policy *policy = table->policy;
    size_t column = policy_column_find(policy, name);
    enum value_kind wanted = column < policy->column_count ? policy->columns[column].kind : VALUE_TEXT;
    if (wanted == VALUE_TEXT || (kind != VALUE_UNKNOWN && kind != wanted)) {
        problem_add(table->problems, place, "policy.table-column", name, (struct text){0});
        return;
    }
    for (size_t i = 0; i < table->column_count; i++)
        if (table->columns[i] == column) {
            problem_add(table->problems, place, "policy.table-twice", name, (struct text){0});
            return;
        }
    table->columns[table->column_count++] = column;
}

static void open_csv(struct arena *arena, struct policy_table *table, struct text bytes)
{
    struct csv_row row;
    table->csv = csv_make(arena, table->file, bytes, csv_options(), table->problems);
    if (!csv_next(table->csv, &row)) {
        if (csv_sound(table->csv))
            problem_add(table->problems, (struct place){.file = table->file}, "check.no-table", (struct text){0}, (struct text){0});
        return;
    }
    for (size_t i = 0; i < row.count; i++)
        column_take(table, row.cells[i], VALUE_UNKNOWN, at(table, row.line, i));
}

/* What each code of the file is in the dictionary; unknown: there is none. */
static struct value *codes_of(struct arena *arena, const struct policy_column *column, const struct columnar_column *filed)
{
    struct value *codes = arena_make_many(arena, filed->code_count, sizeof *codes);
    for (size_t i = 0; i < filed->code_count; i++)
        codes[i] = policy_value_admit(column, value_code(filed->codes[i]));
    return codes;
}

static bool open_columnar(struct arena *arena, struct policy_table *table, struct text bytes, struct failure *why)
{
    size_t count, errors = table->problems->errors;
    if (!columnar_open(arena, (struct columnar_source){.bytes = bytes}, &table->columnar, why))
        return false;
    table->filed = columnar_columns(table->columnar, &count);
    table->codes = arena_make_many(arena, count, sizeof *table->codes);
    for (size_t i = 0; i < count && table->problems->errors == errors; i++) {
        column_take(table, table->filed[i].name, table->filed[i].kind, (struct place){.file = table->file});
        if (table->problems->errors == errors && table->filed[i].kind == VALUE_CODE)
            table->codes[i] = codes_of(arena, &table->policy->columns[table->columns[i]], &table->filed[i]);
    }
    return true;
}

bool policy_table_open(struct arena *arena, const struct policy *policy, const struct policy_table_source *source, struct policy_table **table,
                       struct problems *problems, struct failure *why)
{
    struct policy_table *made = arena_make(arena, sizeof *made);
    size_t errors = problems->errors;
    *made = (struct policy_table){.policy = policy, .file = source->file, .problems = problems};
    if (columnar_is(source->bytes)) {
        if (!open_columnar(arena, made, source->bytes, why))
            return false;
    } else {
        open_csv(arena, made, source->bytes);
    }
    made->values = arena_make_many(arena, RULE_BLOCK * policy->column_count, sizeof *made->values);
    *table = problems->errors == errors ? made : NULL;
    return true;
}

const size_t *policy_table_columns(const struct policy_table *table, size_t *count)
{
    *count = table->column_count;
    return table->columns;
}

int64_t policy_table_strange(const struct policy_table *table)
{
    return table->strange;
}

/* ── rows ── */

static void strange(struct policy_table *table, int64_t line, size_t index)
{
    table->strange++;
    problem_warn(table->problems, at(table, line, index), "check.strange", table->policy->columns[table->columns[index]].title.vi, (struct text){0});
}

/* Unknown where the column may not have it; a code is then the dictionary's own, so that nothing of the cell is kept. */
static struct value value_kept(const struct policy_column *column, struct value given)
{
    struct value value = policy_value_admit(column, given);
    for (size_t i = 0; value.kind == VALUE_CODE && i < column->code_count; i++)
        if (text_equal(column->codes[i], value.text))
            return value_code(column->codes[i]);
    return value;
}

static struct value *values_of(const struct policy_table *table, size_t row)
{
    return table->values + row * table->policy->column_count;
}

static void csv_row_take(struct policy_table *table, struct arena *scratch, const struct csv_row *given, size_t row)
{
    struct value *values = values_of(table, row);
    for (size_t i = 0; i < given->count; i++) {
        size_t slot = table->columns[i];
        const struct policy_column *column = &table->policy->columns[slot];
        struct value value = value_unknown();
        if (given->cells[i].length == 0)
            continue;
        if (policy_scalar_read(scratch, column->kind, given->cells[i], &value))
            values[slot] = value_kept(column, value);
        if (!value_known(values[slot]))
            strange(table, given->line, i);
    }
}

/* A row with more or fewer cells than there are headings has lost its columns: what stands where is not known. */
static size_t csv_rows_take(struct policy_table *table)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    struct csv_row row;
    size_t count = 0;
    while (count < RULE_BLOCK && csv_next(table->csv, &row)) {
        if (row.count != table->column_count) {
            problem_add(table->problems, at(table, row.line, row.count < table->column_count ? row.count : table->column_count), "policy.table-row",
                        text_format(scratch, "%zu", row.count), text_format(scratch, "%zu", table->column_count));
            return 0;
        }
        csv_row_take(table, scratch, &row, count++);
    }
    return csv_sound(table->csv) ? count : 0;
}

static struct value filed_value(const struct policy_table *table, size_t index, int64_t digits)
{
    const struct columnar_column *filed = &table->filed[index];
    const struct policy_column *column = &table->policy->columns[table->columns[index]];
    switch (filed->kind) {
    case VALUE_TRUTH:
        return digits == 0 || digits == 1 ? value_truth(digits == 1) : value_unknown();
    case VALUE_NUMBER:
        return value_kept(column, value_number((struct decimal){digits, filed->scale}));
    case VALUE_DAY:
        return digits == (int32_t)digits ? value_kept(column, value_day((struct day){(int32_t)digits})) : value_unknown();
    case VALUE_CODE:
        return digits >= 0 && (uint64_t)digits < filed->code_count ? value_kept(column, table->codes[index][digits]) : value_unknown();
    case VALUE_TEXT:
    case VALUE_UNKNOWN:
        break;
    }
    NEVER("a kind that was refused");
}

static enum rule_width width_of(const struct columnar_column *filed)
{
    return filed->width == 1 ? RULE_WIDTH_8 : filed->width == 2 ? RULE_WIDTH_16 : filed->width == 4 ? RULE_WIDTH_32 : RULE_WIDTH_64;
}

static void columns_take(struct policy_table *table, const struct columnar_block *block)
{
    for (size_t row = 0; row < block->rows; row++)
        for (size_t i = 0; i < table->column_count; i++) {
            const struct columnar_values *given = &block->columns[i];
            struct value *value = &values_of(table, row)[table->columns[i]];
            if (given->missing && given->missing[row])
                continue;
            *value = filed_value(table, i, rule_column_get(given->values, width_of(&table->filed[i]), row));
            if (!value_known(*value))
                strange(table, table->rows + (int64_t)row + 1, i);
        }
}

bool policy_table_next(struct policy_table *table, struct policy_table_rows *rows, struct failure *why)
{
    struct columnar_block block = {0};
    memset(table->values, 0, RULE_BLOCK * table->policy->column_count * sizeof *table->values); /* unknown */
    *rows = (struct policy_table_rows){.values = table->values, .first = table->rows + 1};
    if (table->csv) {
        rows->count = csv_rows_take(table);
    } else {
        if (!columnar_next(table->columnar, &block, why))
            return false;
        columns_take(table, &block);
        rows->count = block.rows;
    }
    table->rows += (int64_t)rows->count;
    return true;
}
