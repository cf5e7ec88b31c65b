/* pack_reading.h — the small pack, as it is or with words changed, made into a snapshot. */
#pragma once

#include "keep/definition/definition.h"

/* The files of test/data/packs/small. */
struct definition_source small_source(struct arena *arena);
/* The same with `old` replaced by `new` in one file ("registers/outreach.yaml"); `old` must stand there. */
struct definition_source changed_source(struct arena *arena, struct definition_source source, struct text path, struct text old,
                                        struct text new);
/* The snapshot, which must be good: problems are printed and fail the test. */
const struct definition *good_definition(struct arena *arena, struct definition_source source);
/* All problems, Vietnamese then English, one a line. */
struct text problem_lines(struct arena *arena, const struct problems *problems);
