/*
 * batch.h — how do checked rows become records: part by part, each wholly or not at all, never twice?
 *
 * batch_write opens the import (or finds the one these very bytes opened before, and goes on behind its parts), writes
 * part after part, and closes it. Between parts other work goes on, and stopping is asked.
 */
#pragma once

#include "work/intake/intake_inside.h"

/* Also where a stop was asked: `answer->stopped`; the import then stays open, to be gone on with. */
MUST_CHECK bool batch_write(struct intake_run *run, struct instance *instance, struct intake_answer *answer, struct failure *why);

/* The map of the last import of equal headings for this register and unit; NULL when there is none. */
MUST_CHECK bool batch_remembered(struct intake_run *run, struct instance *instance, const struct node **map, struct failure *why);
