/*
 * document_json.h — a document as JSON for other programs.
 *
 * Every bound figure has its id, unit, period and exact value beside the
 * printed words; an unknown value is null. The members are listed in
 * docs/report-json.md. Never fails but by the buffer's ceiling.
 */
#pragma once

#include "base/buffer.h"
#include "engine/document/document.h"

void document_json_write(struct buffer *out, const struct document *document);
