/* sums.c — what the number columns add up to, and whether the sheet's own totals say the same. */
#include "work/intake/intake_inside.h"

#include "work/intake/cell_value.h"

/* Of one table, by column: since its heading, and since the last total or group. */
struct table_sums {
    struct decimal all[TABLE_COLUMNS_MAX], since[TABLE_COLUMNS_MAX];
    bool lost[TABLE_COLUMNS_MAX]; /* a sum passed 64 bits: not compared */
    uint32_t total_row[TABLE_COLUMNS_MAX];
    struct decimal total[TABLE_COLUMNS_MAX];
};

static struct table_sums *sums_of(struct intake_run *run, const struct source_table *table)
{
    if (!run->sums)
        run->sums = arena_make_many(run->arena, run->source.tables.count, sizeof *run->sums);
    for (size_t i = 0; i < run->source.tables.count; i++)
        if (run->source.tables.items[i] == table)
            return &run->sums[i];
    return NULL;
}

static bool is_number(const struct column_match *match)
{
    return match->kind == COLUMN_FIELD && !match->field->many &&
           (match->field->kind == FIELD_NUMBER || match->field->kind == FIELD_DECIMAL || match->field->kind == FIELD_MONEY);
}

void sums_row(struct intake_run *run, const struct source_row *row, const struct typed_row *typed)
{
    struct table_sums *sums = sums_of(run, row->table);
    for (size_t i = 0; i < row->table->table->column_count; i++) {
        if (!is_number(&row->table->matches[i]))
            continue;
        struct value value = typed->record.values[row->table->matches[i].field->slot].value;
        if (value.kind == VALUE_NUMBER && (!decimal_add(sums->all[i], value.number, &sums->all[i]) ||
                                           !decimal_add(sums->since[i], value.number, &sums->since[i])))
            sums->lost[i] = true;
    }
}

static bool read_total(struct arena *scratch, const struct sheet_cell *cell, struct decimal *total)
{
    if (!cell)
        return false;
    struct text text = text_trimmed(cell->text);
    if (cell->value == SHEET_NUMBER)
        return decimal_read(text, total);
    return decimal_read_people(text, total) || amount_read(scratch, text, total);
}

void sums_total(struct intake_run *run, struct arena *scratch, const struct source_row *row)
{
    struct table_sums *sums = sums_of(run, row->table);
    for (size_t i = 0; i < row->table->table->column_count; i++) {
        const struct column_match *match = &row->table->matches[i];
        struct decimal total;
        if (!is_number(match) || sums->lost[i] || row->role != ROW_TOTAL || !read_total(scratch, row->cells[i], &total))
            continue;
        sums->total_row[i] = row->row->number;
        sums->total[i] = total;
        if (decimal_compare(total, sums->all[i]) == 0 || decimal_compare(total, sums->since[i]) == 0)
            continue;
        bool shown = !match->field->personal;
        problem_warn(run->problems, source_place(&run->source, row->table, row->row->number, row->table->table->columns[i].column),
                     "intake.total-differs", shown ? decimal_write_people(scratch, total, false) : TEXT("…"),
                     shown ? decimal_write_people(scratch, sums->all[i], false) : TEXT("…"));
    }
    for (size_t i = 0; i < TABLE_COLUMNS_MAX; i++)
        sums->since[i] = (struct decimal){0};
}

struct node *sums_node(const struct intake_run *run)
{
    struct arena *arena = run->arena;
    struct node *list = node_list(arena);
    for (size_t i = 0; run->sums && i < run->source.tables.count; i++) {
        const struct source_table *table = run->source.tables.items[i];
        const struct table_sums *sums = &run->sums[i];
        for (size_t k = 0; table->taken && k < table->table->column_count; k++) {
            if (!is_number(&table->matches[k]) || sums->lost[k])
                continue;
            struct node *one = node_append(list, node_map(arena));
            bool told = sums->total_row[k] > 0;
            node_put(one, "title", node_text(arena, column_title(arena, &table->table->columns[k])));
            node_put(one, "sheet", node_text(arena, table->sheet_name));
            node_put(one, "sum", node_text(arena, decimal_write_people(arena, sums->all[k], false)));
            node_put(one, "told", node_text(arena, told ? decimal_write_people(arena, sums->total[k], false) : (struct text){0}));
            node_put(one, "differs", node_truth(arena, told && decimal_compare(sums->total[k], sums->all[k]) != 0));
        }
    }
    return list;
}
