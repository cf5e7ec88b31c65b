/*
 * spec.h — reads the JSON of the Mustache specification for its test.
 *
 * The template folder may not use engine/codec, so this small reader knows just the
 * JSON of test/data/mustache: trusted, well formed, no surrogate pairs.
 */
#pragma once

#include "base/node.h"

struct node *spec_read(struct arena *arena, struct text json);
