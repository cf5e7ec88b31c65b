/*
 * deadline_words.h — how is a computed due day told to people, step by step?
 *
 *     for (size_t i = 0; i < date.step_count; i++)
 *         … deadline_step_sentence(arena, &date, &date.steps[i], language)
 *
 *     Bắt đầu từ 30/08/2021 (không tính ngày đầu)
 *     10 ngày làm việc
 *     Bỏ 02/09–03/09/2021 (Quốc khánh)
 *     Bỏ 04/09–05/09/2021 (thứ Bảy, Chủ nhật)
 *     Đến hạn: 15/09/2021
 *
 * A page, a command and a file print these same sentences. Texts live in the arena.
 */
#pragma once

#include "base/problem.h"
#include "engine/calendar/deadline.h"

struct text deadline_step_sentence(struct arena *arena, const struct deadline_date *date, const struct deadline_step *step,
                                   enum language language);
/* "10 ngày làm việc", "ít nhất 1 ngày trong mỗi tuần": the length alone. */
struct text deadline_length_words(struct arena *arena, const struct deadline_version *version, int days, enum language language);
/* "còn 3 ngày", "hạn hôm nay", "quá hạn 2 ngày". */
struct text deadline_left_words(struct arena *arena, struct day due, struct day today, enum language language);
