/*
 * mission_inside.h — a mission, what it found, and what is recommended upon that: for its page and for the form of a recommendation.
 */
#pragma once

#include "work/view/seen_inside.h"

struct mission_registers {
    const struct register_definition *missions, *findings, *advice;
    const struct field_definition *stands_on, *of_mission; /* of `advice` */
};
/* False where no finding is known within records of that register, or nothing is recommended upon them. */
bool mission_registers(const struct definition *definition, const struct register_definition *missions, struct mission_registers *made);

/* `mission`: {to_review, confirmed, dropped, advised, mended, open: [{ward, count, href}], advice: […]}; `same_person`, `stands_on`,
 * `advised`: lists of records. Reads. */
MUST_CHECK bool seen_put_mission(struct view_context *view, struct node *page, const struct seen_record *seen, struct failure *why);
/* A recommendation to that ward, as far as it is known: the mission, what was confirmed there and nothing recommends upon yet, to
 * whom, and by when an answer is asked. */
MUST_CHECK bool mission_advice(struct view_context *view, const struct record *mission, struct text ward_code, struct mission_registers *registers,
                               struct record_value **values, struct failure *why);
