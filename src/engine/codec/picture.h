/*
 * picture.h — what is this file really, and what does a picture tell beside what it shows?
 *
 * The kind of a file is read from its content, never from its name or from what a browser says. Six kinds are known; a
 * document with macros is none of them. A phone writes place, moment and device into each photo: picture_strip takes all of
 * that out (Exif, XMP, IPTC, comments, text chunks) and leaves the picture as it is, to the byte; of Exif only the
 * orientation is kept, or photos would lie on their side.
 *
 *     enum file_kind kind = file_kind_of(bytes);
 *     if (kind == FILE_UNKNOWN) …
 *     if (file_kind_is_picture(kind) && !picture_strip(arena, kind, bytes, &bytes, why)) …
 */
#pragma once

#include "base/arena.h"
#include "base/failure.h"
#include "base/text.h"

enum file_kind { FILE_UNKNOWN, FILE_PDF, FILE_JPEG, FILE_PNG, FILE_WEBP, FILE_DOCX, FILE_XLSX };

enum file_kind file_kind_of(struct text bytes);
bool file_kind_is_picture(enum file_kind kind);
struct text file_kind_type(enum file_kind kind);   /* "application/pdf" */
struct text file_kind_ending(enum file_kind kind); /* "pdf" */
/* The kind of such a type; FILE_UNKNOWN for another. */
enum file_kind file_kind_read(struct text type);

/* In `arena`. FAILURE_INVALID when it is cut off or is not what it says. */
MUST_CHECK bool picture_strip(struct arena *arena, enum file_kind kind, struct text bytes, struct text *stripped, struct failure *why);
