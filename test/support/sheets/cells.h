/*
 * cells.h — what a workbook's bytes say, as one text that a test compares.
 *
 *     struct text cells = workbook_said(arena, bytes);        "Sổ!A1=Ngày|Sổ!A2=2021-09-08|~danvan!A1=danvan|"
 *
 * Sheet by sheet, row by row; a hidden sheet stands behind "~"; a cell with a formula is "FORMULA". A workbook that does
 * not read fails the test.
 */
#pragma once

#include "base/text.h"

struct text workbook_said(struct arena *arena, struct text bytes);
