/*
 * drawing_png.h — a drawing as a PNG picture, for Word documents.
 *
 * `scale` is pixels per unit of the drawing (2 to 4 prints well). The letters
 * are the machine's sans-serif face: Arimo (fonts-croscore) has all Vietnamese
 * letters. Two runs on one machine give the same bytes. Fails with
 * FAILURE_TOO_BIG over DRAWING_PIXELS_MAX and FAILURE_BROKEN when cairo does.
 */
#pragma once

#include "base/buffer.h"
#include "base/failure.h"
#include "engine/document/drawing.h"

enum { DRAWING_PIXELS_MAX = 40 * 1000 * 1000 };

MUST_CHECK bool drawing_png_write(struct buffer *out, const struct drawing *drawing, double scale,
                                  struct failure *why);
