/*
 * sheet_value_inside.h — how a number of a workbook is shown, and the day it means.
 *
 * A spreadsheet keeps days as numbers and tells them by the cell's number format: ids 14 to 22 and 45 to 47 of Excel,
 * or a code of its own with d, m, y, h or s outside quotes and brackets. Whole numbers count days from 1899-12-31,
 * with a 29 February 1900 that never was (number 60), or from 1904-01-01; the fraction is the part of the day.
 */
#pragma once

#include "engine/codec/sheet.h"

enum sheet_show { SHOW_NUMBER, SHOW_DAY, SHOW_MOMENT, SHOW_TIME, SHOW_LENGTH /* "[h]:mm" */ };

enum { SHEET_NUMBER_ROOM = 48 };

enum sheet_show sheet_show_of_id(uint32_t id);
enum sheet_show sheet_show_of_format(struct text format);

/*
 * Fills value, number, day, second and text; the text is written into `room`. A number that means no day (60, or one
 * outside 1900 to 2199) stays a number.
 */
void sheet_cell_number(struct sheet_cell *cell, double number, enum sheet_show show, bool from_1904,
                       char room[SHEET_NUMBER_ROOM]);

/* "2021-09-08", "2021-09-08T14:30:00(.5)(Z)", "14:30:00" of strict workbooks, as its number; false for anything else. */
bool sheet_read_iso(struct text text, bool from_1904, double *number, enum sheet_show *show);

/* Plain or with an exponent ("1.5E-3"), nothing around it; false for what is no finite number. */
bool sheet_read_number(struct text text, double *number);

/* At most 15 digits, without an exponent where 21 places do; the length written. */
size_t sheet_write_number(double number, char room[SHEET_NUMBER_ROOM]);
