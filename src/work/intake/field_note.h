/*
 * field_note.h — what may be written in a cell of a field, in a sentence or two?
 *
 *     field_note(arena, LANGUAGE_VI, field)            "Bắt buộc. Ngày/tháng/năm, ví dụ 08/09/2021."
 */
#pragma once

#include "base/problem.h"
#include "keep/definition/definition.h"

struct text field_note(struct arena *arena, enum language language, const struct field_definition *field);
