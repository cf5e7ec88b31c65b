/*
 * drawing_svg.h — a drawing as SVG to stand in a page.
 *
 * role="img" with <title> and <desc>; classes and presentation attributes, no
 * style attribute and no script, so it shows under a strict content policy.
 * Classes: drawing (svg); ink-first … (fill of letters and patterns); line-first
 * … (stroke) with solid or outlined (filled or not) on bars.
 * `id` is an ASCII word, unique in the page: names of patterns and labels begin
 * with it. Never fails but by the buffer's ceiling.
 */
#pragma once

#include "base/buffer.h"
#include "engine/document/drawing.h"

void drawing_svg_write(struct buffer *out, const struct drawing *drawing, struct text id);
