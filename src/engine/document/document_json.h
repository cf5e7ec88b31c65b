/*
 * document_json.h — a document as JSON for other programs.
 *
 *     {"title", "language", "notice",
 *      "head": {"layout", "superior", "issuer", "number", "place_and_date", "type_name", "subject",
 *               "addressed_to": […], "recipients": […], "signature": {"power", "titles": […], "name"}},
 *      "blocks": [{"kind": "paragraph", "style", "runs": […]},
 *                 {"kind": "heading", "level", "runs"}, {"kind": "annex", "runs"}, {"kind": "page-break"},
 *                 {"kind": "list", "numbered", "items": [[run, …], …]},
 *                 {"kind": "table", "table": {"caption", "note", "columns": [{"title", "align", "group"}],
 *                                             "rows": [{"total", "cells": [[run, …], …]}]}},
 *                 a form's table also "heading_rows" and "headings": [{"title", "row", "rows", "first", "count"}],
 *                 {"kind": "chart", "chart": {"kind", "title", "unit", "series": […],
 *                                             "points": [{"name", "values": […]}]}, "table": {…}}]}
 *
 * A run is {"text"} with "bold", "italic", "href" where they apply; a bound
 * figure adds {"figure", "unit", "period", "by", "value"}, its exact value; an
 * unknown value is null, never 0. Numbers are JSON numbers, days "2021-09-08".
 * Members that are empty are left out of runs and kept elsewhere. Never fails
 * but by the buffer's ceiling.
 */
#pragma once

#include "base/buffer.h"
#include "base/node.h"
#include "engine/document/document.h"

/* The tree alone, for a view that puts it among other things. Borrows the document's texts. */
struct node *document_json_make(struct arena *arena, const struct document *document);
/* Over several lines, ending in a newline. */
void document_json_write(struct buffer *out, const struct document *document);
