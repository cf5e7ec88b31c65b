/*
 * form.h — what did a browser send in a form or behind the "?"?
 *
 *     struct form form;
 *     form_init(&form, arena);
 *     form.limits.file = 16 << 20;                (else files are refused)
 *     if (!form_read(&form, content_type, body, why))
 *         return false;
 *     struct text topic = form_text(&form, "topic");
 *
 * Reads application/x-www-form-urlencoded, multipart/form-data (RFC 7578, the
 * boundary rules of RFC 2046) and query strings. Fields keep the order sent, and
 * a name sent twice is there twice. Names and values are UTF-8 in NFC without
 * NUL, line breaks as LF; bytes of files are as sent, and borrow `body`.
 *
 * Fails with FAILURE_INVALID when no browser would send that, and with
 * FAILURE_TOO_BIG over a limit; `form` then has no fields.
 */
#pragma once

#include "base/arena.h"
#include "base/buffer.h"
#include "base/failure.h"
#include "base/text.h"

struct form_limits {
    size_t fields, name, value; /* usual: 512 fields, 256 bytes, 64 KiB */
    size_t file;                /* bytes of one file; usual: 0, files are refused */
};

struct form_field {
    struct text name;
    struct text value;        /* of a file: its bytes */
    struct text file_name;    /* last part of a path only; never a path to write to */
    struct text content_type; /* as the browser says, not to be trusted */
    bool file;                /* sent as a file, even when none was chosen */
};

struct form {
    struct arena *arena;
    struct form_limits limits;
    struct form_field *fields;
    size_t count;
};

void form_init(struct form *form, struct arena *arena); /* empty, usual limits */

/* A body, by its Content-Type header. Replaces what the form held. */
MUST_CHECK bool form_read(struct form *form, struct text content_type, struct text body, struct failure *why);
/* What stands behind the "?" of an address. */
MUST_CHECK bool form_read_query(struct form *form, struct text query, struct failure *why);

/* First field of that name; NULL when it was not sent. */
const struct form_field *form_find(const struct form *form, const char *name);
/* Its value; the empty text when it was not sent. */
struct text form_text(const struct form *form, const char *name);
/* The next field of the same name behind `field`; NULL after the last. */
const struct form_field *form_next(const struct form *form, const struct form_field *field);

/* Adds the text percent-encoded: all but A-Z a-z 0-9 - . _ ~ */
void form_write_escaped(struct buffer *out, struct text text);
/* Adds name=value, with "&" before it unless the buffer is empty or ends with "?" or "&". */
void form_write_pair(struct buffer *out, struct text name, struct text value);
/* Percent-decoded bytes of a path; false for a broken "%", NUL or what is not UTF-8. */
MUST_CHECK bool form_read_escaped(struct arena *arena, struct text escaped, struct text *text);
