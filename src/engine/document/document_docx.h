/*
 * document_docx.h — a document as a Word file in the office's own layout.
 *
 * The head's layout chooses the form: Party (Hướng dẫn 36-HD/VPTW), State
 * (Nghị định 30/2020/NĐ-CP, Annex I), Front, or plain. All sizes and margins
 * stand in one table, docx_layout.c. Charts and wide tables go to an annex after
 * the signature (see enum placing); the text says where. Links are plain words. The same document
 * gives the same bytes on one machine. Fails with FAILURE_TOO_BIG over the
 * buffer's ceiling, FAILURE_BROKEN when a picture cannot be drawn.
 */
#pragma once

#include "base/buffer.h"
#include "base/failure.h"
#include "engine/document/document.h"

MUST_CHECK bool document_docx_write(struct buffer *out, const struct document *document, struct failure *why);
