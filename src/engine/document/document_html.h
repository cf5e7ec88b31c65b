/*
 * document_html.h — a document as a piece of HTML, in two kinds.
 *
 * HTML_PAGE stands in one of our own pages: figures are links (class "figure"),
 * each chart has its table beside it, wide tables scroll by themselves. The
 * title is the page's own h1 and is not repeated; headings begin at h2.
 * Classes for the page's CSS: notice, note, opinion (p); figure (a, span);
 * table-scroll (div), number, centre (cells), total (tr); chart (figure),
 * chart-picture (div); those of drawing_svg.h.
 * HTML_PORTAL is for pasting into the district's portal: only h2, h3, p, ul, li,
 * table, strong, em; no attribute but colspan, rowspan and scope, no links, no picture.
 * Never fails but by the buffer's ceiling.
 */
#pragma once

#include "base/buffer.h"
#include "engine/document/document.h"

enum html_kind { HTML_PAGE, HTML_PORTAL };

void document_html_write(struct buffer *out, const struct document *document, enum html_kind kind);
