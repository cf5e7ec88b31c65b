/*
 * paste.h — cells pasted from Excel, a table from Word, a message from Zalo: as a sheet.
 *
 *     struct text bytes = paste_to_sheet(arena, pasted);       text in columns, for engine/codec/sheet.h
 *
 * What holds tabs is a table already. Lines such as "Ngày: 8/9/2021" and "- Nội dung: …" are a message: each block of
 * them is one row, its words before the colon are the headings; a block ends with an empty line, or where a heading
 * comes again. What has neither stays as it is. Nothing is taken for sure: the columns are proposed like any others.
 */
#pragma once

#include "base/arena.h"
#include "base/text.h"

enum { PASTE_MAX = 2 << 20, PASTE_HEADINGS_MAX = 64, PASTE_BLOCKS_MAX = 5000 };

struct text paste_to_sheet(struct arena *arena, struct text pasted);
