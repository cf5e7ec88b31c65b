/*
 * cell_value.h — how does a cell of a sheet say a field's value?
 *
 *     struct text said;
 *     if (!cell_say(arena, field, cell, place, &said, problems)) …          a problem was added; nothing is guessed
 *
 * What Excel knows (days, numbers, yes and no) is taken as it knows it; what people type is brought to the one spelling
 * that records read: "1.500.000 đ" and "2 triệu" to 1500000 and 2000000, "ngày 8 tháng 9 năm 2021" to 2021-09-08.
 * A bare serial number in a column of days is read as Excel's day, with a warning that says so.
 */
#pragma once

#include "base/problem.h"
#include "engine/codec/sheet.h"
#include "keep/definition/definition.h"

/* `*said` borrows the cell or lives in `arena`; empty for an empty cell (NULL). */
MUST_CHECK bool cell_say(struct arena *arena, const struct field_definition *field, const struct sheet_cell *cell, struct place place,
                         struct text *said, struct problems *problems);

/* As a person reads it there, for texts, units and states: a day as 08/09/2021. */
struct text cell_people(struct arena *arena, const struct sheet_cell *cell);

/* A number as people write amounts; false when it is none, or would be rounded. */
MUST_CHECK bool amount_read(struct arena *scratch, struct text text, struct decimal *number);
