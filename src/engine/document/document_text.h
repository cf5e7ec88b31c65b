/*
 * document_text.h — a document as plain text to paste into a message.
 *
 * A paragraph is one line, or is wrapped at `width` letters (0: one line);
 * tables are aligned with spaces. Never fails but by the buffer's ceiling.
 */
#pragma once

#include "base/buffer.h"
#include "engine/document/document.h"

void document_text_write(struct buffer *out, const struct document *document, size_t width);
