/* twin.c — a row that tells of an event recorded already, or told by a row before it: pointed out, never stopped. */
#include "keep/record/alike.h"
#include "work/intake/intake_inside.h"

/* The cell that names the record; without one, the row's first. */
static struct place name_place(const struct intake_run *run, const struct source_row *row)
{
    uint32_t column = row->table->table->first_column;
    for (size_t i = 0; i < row->table->table->column_count; i++)
        if (row->table->matches[i].field && row->table->matches[i].field == run->register_->name_field)
            column = row->table->table->columns[i].column;
    return source_place(&run->source, row->table, row->row->number, column);
}

static void tell_kept(struct intake_run *run, struct place place, const struct alike *alike)
{
    const struct viewer *viewer = run->request->viewer;
    bool sees = account_may_write(viewer, run->register_, alike->unit) ||
                account_sight(viewer, run->house->definition, run->register_, alike->unit) >= SIGHT_ROWS_WITHOUT_PERSONS;
    struct text who = title_in(alike->unit->name, viewer->language);
    problem_warn(run->problems, place, sees ? "record.alike-kept" : "record.alike-unseen", who,
                 sees ? value_write(run->arena, value_whole(alike->number)) : (struct text){0});
}

bool twin_row(struct intake_run *run, struct connection *reading, const struct source_row *row, const struct typed_row *typed,
              struct failure *why)
{
    struct alike kept[ALIKE_FOUND_MAX], before;
    size_t count;
    if (run->register_->same_count == 0)
        return true;
    if (!run->book)
        run->book = alike_book_open(run->register_, run->house->units);
    bool row_before = alike_row(run->book, &typed->record, row->row->number, &before);
    if (!alike_find(run->book, reading, &typed->record, kept, &count, why))
        return false;
    if ((count == 0 && !row_before) || run->counts.alike++ >= TWINS_TOLD_MAX)
        return true;
    struct place place = name_place(run, row);
    if (row_before)
        problem_warn(run->problems, place, "record.alike-row", value_write(run->arena, value_whole(before.number)), (struct text){0});
    if (count > 0)
        tell_kept(run, place, &kept[0]);
    return true;
}
