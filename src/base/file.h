/*
 * file.h — whole files and folders, with a ceiling on what is read.
 *
 * file_replace writes beside the name, syncs, renames and syncs the folder: after
 * a crash the old or the new file is there, never half of one.
 */
#pragma once

#include "base/arena.h"
#include "base/failure.h"
#include "base/list.h"
#include "base/text.h"

MUST_CHECK bool file_read(struct arena *arena, const char *path, size_t ceiling, struct text *bytes, struct failure *why);
MUST_CHECK bool file_replace(const char *path, struct text bytes, struct failure *why);
bool file_exists(const char *path);
bool folder_exists(const char *path);
/* Makes the folder and those above it. */
MUST_CHECK bool folder_make(const char *path, struct failure *why);
/* Paths of all files below `path`, relative to it, sorted by bytes; hidden ones left out. Items are `struct text *`. */
MUST_CHECK bool folder_files(struct arena *arena, const char *path, size_t ceiling, struct list *paths, struct failure *why);
/* Deletes the folder and all below it; a folder that is not there is success. */
MUST_CHECK bool folder_delete(const char *path, struct failure *why);
