/*
 * markup_inside.h — words and numbers on their way into HTML and SVG.
 */
#pragma once

#include "base/buffer.h"

/* `text` with & < > and both quotes escaped: fit for content and for quoted attributes. */
void markup_add(struct buffer *out, struct text text);
/* " name=\"value\"" */
void markup_attribute(struct buffer *out, const char *name, struct text value);
/* A length with at most two digits behind the point, whatever the locale. */
void markup_number(struct buffer *out, double number);
