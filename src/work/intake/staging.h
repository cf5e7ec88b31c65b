/*
 * staging.h — where does an uploaded workbook lie until it is written or given up?
 *
 * In the folder `staging` of the instance, outside backups, readable by its owner alone, under a random name: NAME.sheet
 * is the workbook, NAME.json what was said about it. Both go when the import is written, when the person gives it up,
 * or STAGING_HOURS after the upload (staging_sweep, at start and hourly).
 *
 *     struct text name;
 *     if (!staging_put(folder, bytes, about, arena, &name, why)) …
 *     if (!staging_get(folder, name, arena, &bytes, &about, why)) …      NOT_FOUND
 */
#pragma once

#include "base/arena.h"
#include "base/failure.h"
#include "base/text.h"

enum { STAGING_HOURS = 24, STAGING_BYTES_MAX = 100 << 20, STAGING_FILES_MAX = 1000, STAGING_NAME = 32 };

MUST_CHECK bool staging_put(const char *folder, struct text bytes, struct text about, struct arena *arena, struct text *name, struct failure *why);
MUST_CHECK bool staging_set_about(const char *folder, struct text name, struct text about, struct failure *why);
MUST_CHECK bool staging_get(const char *folder, struct text name, struct arena *arena, struct text *bytes, struct text *about, struct failure *why);
/* What is not there is gone already. */
void staging_drop(const char *folder, struct text name);
/* Drops what is older than STAGING_HOURS; `now` in seconds since 1970. */
void staging_sweep(const char *folder, int64_t now);
