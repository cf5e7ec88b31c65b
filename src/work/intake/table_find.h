/*
 * table_find.h — where on a sheet are its tables?
 *
 *     struct table_finder *finder = table_finder_make(arena, &words);
 *     while (sheet_next(sheet, &row))
 *         table_finder_take(finder, &row);
 *     const struct list *tables = table_finder_end(finder, spans, span_count);       struct sheet_table *, from the top
 *
 * Rows come one by one and are not kept, but for the first TABLE_WINDOW: among them the first heading is chosen by what
 * its cells say (words of the register count most) and by its shape. Later headings are known by words of the register
 * or by being the first one over again. What is found, and each row's role, is a proposal: the preview shows it.
 */
#pragma once

#include "work/intake/sheet_table.h"

enum { TABLE_WINDOW = 48 };

struct table_finder;

struct table_finder *table_finder_make(struct arena *arena, const struct table_words *words);
void table_finder_take(struct table_finder *finder, const struct sheet_row *row);
/* Merged cells join the lines of headings. The finder is over. */
const struct list *table_finder_end(struct table_finder *finder, const struct sheet_span *spans, size_t span_count);
