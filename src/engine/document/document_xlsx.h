/*
 * document_xlsx.h — a document as a workbook: its words on the first sheet, its numbers on the second, a sheet for each table.
 *
 *     if (!document_xlsx_write(arena, document, &bytes, why)) …
 *
 * A cell of a table that is one bound figure is a number, exact; anything else is its words. The sheet of numbers
 * lists each bound figure once, in the order of reading: its id, unit, period, breakdown, exact value, and as printed;
 * an unknown value leaves its cell empty. A chart is its table. Equal documents make equal bytes.
 *
 * A document kept as JSON (document_json.h), such as a published one, is written the same way from that tree. Fails
 * as xlsx_write.h does; FAILURE_INVALID for a tree that is no document.
 */
#pragma once

#include "base/failure.h"
#include "base/node.h"
#include "engine/document/document.h"

MUST_CHECK bool document_xlsx_write(struct arena *arena, const struct document *document, struct text *bytes, struct failure *why);
MUST_CHECK bool document_xlsx_write_json(struct arena *arena, const struct node *document, struct text *bytes, struct failure *why);
