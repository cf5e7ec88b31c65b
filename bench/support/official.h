/*
 * official.h — an official form built as its page builds it; apart, for a document's rows and a bench's bear one name.
 *
 *     broken = official_build(instance, &viewer, "xld-01-tt02-2021", "004.ubnd", "2021-Q3/tt02");
 */
#pragma once

#include "keep/instance/instance.h"

/* How many of its sums do not hold. */
size_t official_build(struct instance *instance, const struct viewer *viewer, const char *form, const char *unit, const char *period);
