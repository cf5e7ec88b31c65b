/* form.c — fields of a form, urlencoded or multipart, and percent-encoding. */
#include "engine/codec/form.h"

#include "engine/codec/door_inside.h"

#include <string.h>

void form_init(struct form *form, struct arena *arena)
{
    *form = (struct form){
        .arena = arena,
        .limits = {.fields = 512, .name = 256, .value = 64 << 10, .file = 0},
    };
}

/* ---- what both kinds share ---- */

static void fields_begin(struct form *form, size_t expected)
{
    size_t room = expected < form->limits.fields ? expected : form->limits.fields;
    form->fields = arena_make_many(form->arena, room, sizeof *form->fields);
    form->count = 0;
}

static bool field_add(struct form *form, struct form_field field, struct failure *why)
{
    size_t most = field.file ? form->limits.file : form->limits.value;
    if (form->count >= form->limits.fields)
        return FAIL(why, FAILURE_TOO_BIG, "a form with more than %zu fields", form->limits.fields);
    if (field.name.length > form->limits.name)
        return FAIL(why, FAILURE_TOO_BIG, "a field's name of %zu bytes", field.name.length);
    if (field.value.length > most)
        return FAIL(why, FAILURE_TOO_BIG, "%s of %zu bytes, at most %zu", field.file ? "a file" : "a field",
                    field.value.length, most);
    form->fields[form->count++] = field;
    return true;
}

/* Keeps only the line feeds of line breaks: browsers send CR LF for what was typed as one. */
static struct text lines_unified(struct arena *arena, struct text text)
{
    return text_contains(text, TEXT("\r")) ? text_replace(arena, text, TEXT("\r\n"), TEXT("\n")) : text;
}

/* ---- percent-encoding ---- */

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The text that `escaped` stands for, in NFC. False for a broken "%" and for what is not UTF-8 or holds NUL. */
static bool unescape(struct arena *arena, struct text escaped, bool plus_is_blank, struct text *text)
{
    char *bytes = arena_make(arena, escaped.length + 1), *out = bytes;
    for (size_t i = 0; i < escaped.length; i++) {
        char c = escaped.bytes[i];
        if (c == '%') {
            int high = i + 2 < escaped.length ? hex_value(escaped.bytes[i + 1]) : -1;
            int low = i + 2 < escaped.length ? hex_value(escaped.bytes[i + 2]) : -1;
            if (high < 0 || low < 0)
                return false;
            c = (char)(high * 16 + low);
            i += 2;
        } else if (c == '+' && plus_is_blank) {
            c = ' ';
        }
        *out++ = c;
    }
    return door_borrow(arena, (struct text){bytes, (size_t)(out - bytes)}, text);
}

bool form_read_escaped(struct arena *arena, struct text escaped, struct text *text)
{
    return unescape(arena, escaped, false, text);
}

void form_write_escaped(struct buffer *out, struct text text)
{
    static const char digits[] = "0123456789ABCDEF";
    for (size_t i = 0; i < text.length; i++) {
        unsigned char c = (unsigned char)text.bytes[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                     c == '.' || c == '_' || c == '~';
        if (plain) {
            buffer_add_char(out, (char)c);
        } else {
            buffer_add_char(out, '%');
            buffer_add_char(out, digits[c >> 4]);
            buffer_add_char(out, digits[c & 15]);
        }
    }
}

void form_write_pair(struct buffer *out, struct text name, struct text value)
{
    struct text before = buffer_text(out);
    if (before.length > 0 && !text_ends(before, TEXT("?")) && !text_ends(before, TEXT("&")))
        buffer_add_char(out, '&');
    form_write_escaped(out, name);
    buffer_add_char(out, '=');
    form_write_escaped(out, value);
}

/* ---- urlencoded ---- */

static bool pair_read(struct form *form, struct text pair, struct failure *why)
{
    struct form_field field = {0};
    struct text name = {0};
    if (!text_next(&pair, '=', &name))
        return FAIL(why, FAILURE_INVALID, "an empty pair");
    /* An escaped letter takes three bytes: longer than that cannot fit, and is not unpacked. */
    if (name.length > 3 * form->limits.name || pair.length > 3 * form->limits.value)
        return FAIL(why, FAILURE_TOO_BIG, "a field of %zu bytes", name.length + pair.length);
    struct text value;
    if (!unescape(form->arena, name, true, &field.name) || !unescape(form->arena, pair, true, &value))
        return FAIL(why, FAILURE_INVALID, "a field that is not percent-encoded UTF-8");
    field.value = lines_unified(form->arena, value);
    return field_add(form, field, why);
}

static bool pairs_read(struct form *form, struct text pairs, struct failure *why)
{
    size_t expected = 1;
    for (size_t i = 0; i < pairs.length; i++)
        expected += pairs.bytes[i] == '&';
    fields_begin(form, expected);
    struct text pair;
    while (text_next(&pairs, '&', &pair))
        if (pair.length > 0 && !pair_read(form, pair, why))
            return false;
    return true;
}

/* ---- headers of multipart ---- */

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool same_word(struct text a, const char *lower_word)
{
    for (size_t i = 0; i < a.length; i++)
        if (lower_word[i] == '\0' || lower(a.bytes[i]) != lower_word[i])
            return false;
    return lower_word[a.length] == '\0';
}

/*
 * Takes one ; name=value off `*rest`; a value may stand in quotes with \" and \\
 * inside. False at the end or for nonsense.
 */
static bool parameter_next(struct arena *arena, struct text *rest, struct text *name, struct text *value)
{
    *rest = text_trimmed(*rest);
    if (!text_starts(*rest, TEXT(";")))
        return false;
    *rest = text_from(*rest, 1);
    if (!text_next(rest, '=', name))
        return false;
    *name = text_trimmed(*name);
    *rest = text_trimmed(*rest);
    if (!text_starts(*rest, TEXT("\""))) {
        size_t length = 0;
        while (length < rest->length && rest->bytes[length] != ';')
            length++;
        *value = text_trimmed(text_part(*rest, 0, length));
        *rest = text_from(*rest, length);
        return true;
    }
    char *bytes = arena_make(arena, rest->length);
    size_t i = 1, length = 0;
    for (; i < rest->length && rest->bytes[i] != '"'; i++) {
        /* A backslash escapes only these two: older browsers send whole Windows paths. */
        if (rest->bytes[i] == '\\' && i + 1 < rest->length &&
            (rest->bytes[i + 1] == '"' || rest->bytes[i + 1] == '\\'))
            i++;
        bytes[length++] = rest->bytes[i];
    }
    if (i >= rest->length)
        return false;
    *value = (struct text){bytes, length};
    *rest = text_from(*rest, i + 1);
    return true;
}

/* Browsers write a quote and line breaks inside a name as %22, %0D, %0A (HTML, multipart/form-data encoding). */
static struct text name_unescaped(struct arena *arena, struct text name)
{
    if (!text_contains(name, TEXT("%")))
        return name;
    name = text_replace(arena, name, TEXT("%22"), TEXT("\""));
    name = text_replace(arena, name, TEXT("%0D%0A"), TEXT("\n"));
    return text_replace(arena, name, TEXT("%0A"), TEXT("\n"));
}

/* Only what stands behind the last slash of either kind. */
static struct text last_part(struct text path)
{
    size_t start = 0;
    for (size_t i = 0; i < path.length; i++)
        if (path.bytes[i] == '/' || path.bytes[i] == '\\')
            start = i + 1;
    return text_from(path, start);
}

static bool disposition_read(struct form *form, struct text header, struct form_field *field, struct failure *why)
{
    size_t kind = 0;
    while (kind < header.length && header.bytes[kind] != ';')
        kind++;
    if (!same_word(text_trimmed(text_part(header, 0, kind)), "form-data"))
        return FAIL(why, FAILURE_INVALID, "a part that is not form-data");
    struct text rest = text_from(header, kind), name, value;
    bool named = false;
    while (parameter_next(form->arena, &rest, &name, &value)) {
        bool is_name = same_word(name, "name");
        bool is_file_name = same_word(name, "filename");
        if (!is_name && !is_file_name)
            continue;
        if ((is_name && named) || (is_file_name && field->file))
            return FAIL(why, FAILURE_INVALID, "a part with two names");
        struct text *into = is_name ? &field->name : &field->file_name;
        if (!door_borrow(form->arena, name_unescaped(form->arena, value), into))
            return FAIL(why, FAILURE_INVALID, "a part's name that is not UTF-8");
        named = named || is_name;
        field->file = field->file || is_file_name;
    }
    if (!named || text_trimmed(rest).length > 0)
        return FAIL(why, FAILURE_INVALID, "a part without a readable name");
    field->file_name = last_part(field->file_name);
    if (field->file_name.length > form->limits.name)
        return FAIL(why, FAILURE_TOO_BIG, "a file's name of %zu bytes", field->file_name.length);
    return true;
}

static bool header_read(struct form *form, struct text line, struct form_field *field, bool *disposed,
                        struct failure *why)
{
    struct text name;
    if (!text_contains(line, TEXT(":")) || !text_next(&line, ':', &name))
        return FAIL(why, FAILURE_INVALID, "a part's header without a colon");
    line = text_trimmed(line);
    if (same_word(name, "content-disposition")) {
        if (*disposed)
            return FAIL(why, FAILURE_INVALID, "a part with two names");
        *disposed = true;
        return disposition_read(form, line, field, why);
    }
    if (same_word(name, "content-type")) {
        if (line.length > form->limits.name || !text_is_utf8(line))
            return FAIL(why, FAILURE_INVALID, "a part's content type");
        field->content_type = line;
    }
    if (same_word(name, "content-transfer-encoding") && !same_word(line, "binary") && !same_word(line, "8bit") &&
        !same_word(line, "7bit"))
        return FAIL(why, FAILURE_INVALID, "a part in a transfer encoding"); /* RFC 7578 §4.7 */
    return true;
}

/* ---- multipart ---- */

enum { HEADER_MAX = 4096 }; /* of one part, all lines together */

/* One part, headers and body, without the line break before its boundary. */
static bool part_read(struct form *form, struct text part, struct failure *why)
{
    struct form_field field = {0};
    bool disposed = false;
    const char *blank = memmem(part.bytes, part.length, "\r\n\r\n", 4);
    if (blank == NULL || blank - part.bytes > HEADER_MAX)
        return FAIL(why, FAILURE_INVALID, "a part whose headers do not end");
    struct text headers = text_part(part, 0, (size_t)(blank - part.bytes));
    struct text body = text_from(part, headers.length + 4);
    struct text line;
    while (text_next(&headers, '\n', &line)) {
        if (text_ends(line, TEXT("\r")))
            line.length--;
        if (!header_read(form, line, &field, &disposed, why))
            return false;
    }
    if (!disposed)
        return FAIL(why, FAILURE_INVALID, "a part without a name");
    field.value = body;
    if (field.file)
        return field_add(form, field, why);
    if (body.length > form->limits.value)
        return FAIL(why, FAILURE_TOO_BIG, "a field of %zu bytes, at most %zu", body.length, form->limits.value);
    if (!door_borrow(form->arena, body, &body))
        return FAIL(why, FAILURE_INVALID, "a field that is not UTF-8");
    field.value = lines_unified(form->arena, body);
    return field_add(form, field, why);
}

/* RFC 2046 §5.1.1: 1 to 70 of these characters, not ending in a blank. */
static bool boundary_is_good(struct text boundary)
{
    if (boundary.length == 0 || boundary.length > 70 || text_ends(boundary, TEXT(" ")))
        return false;
    for (size_t i = 0; i < boundary.length; i++) {
        char c = boundary.bytes[i];
        bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!word && (c == '\0' || strchr("'()+_,-./:=? ", c) == NULL))
            return false;
    }
    return true;
}

static bool boundary_read(struct arena *arena, struct text parameters, struct text *boundary)
{
    struct text name, value;
    bool found = false;
    while (parameter_next(arena, &parameters, &name, &value)) {
        if (!same_word(name, "boundary"))
            continue;
        if (found)
            return false;
        *boundary = value;
        found = true;
    }
    return found && boundary_is_good(*boundary);
}

/*
 * Steps over the next boundary line, which `mark` begins ("\r\n--boundary"), and
 * says what stood before it. A mark that something else follows is part of a body.
 */
static bool boundary_next(struct text *rest, struct text mark, struct text *before, bool *last)
{
    size_t from = 0;
    for (;;) {
        const char *found = memmem(rest->bytes + from, rest->length - from, mark.bytes, mark.length);
        if (found == NULL)
            return false;
        size_t start = (size_t)(found - rest->bytes), end = start + mark.length;
        struct text behind = text_from(*rest, end);
        *last = text_starts(behind, TEXT("--"));
        if (*last)
            behind = text_from(behind, 2);
        while (behind.length > 0 && (behind.bytes[0] == ' ' || behind.bytes[0] == '\t'))
            behind = text_from(behind, 1);
        if (text_starts(behind, TEXT("\r\n")) || (*last && behind.length == 0)) {
            *before = text_part(*rest, 0, start);
            /* The line break stays: it begins the mark of a part that has no bytes. */
            *rest = behind;
            return true;
        }
        from = start + 1;
    }
}

static bool parts_read(struct form *form, struct text boundary, struct text body, struct failure *why)
{
    struct text mark = text_format(form->arena, "\r\n--%.*s", TEXT_ARGS(boundary));
    struct text opening = text_from(mark, 2), before = {0};
    bool last = false;
    fields_begin(form, form->limits.fields);
    /* The first boundary may stand at the very start, without a line break before it. */
    bool begun;
    if (text_starts(body, opening)) {
        struct text line = body;
        begun = boundary_next(&line, opening, &before, &last) && before.length == 0;
        body = line;
    } else {
        begun = boundary_next(&body, mark, &before, &last);
    }
    if (!begun)
        return FAIL(why, FAILURE_INVALID, "a multipart body without its boundary");
    while (!last) {
        if (!boundary_next(&body, mark, &before, &last))
            return FAIL(why, FAILURE_INVALID, "a multipart body that is cut off");
        if (!text_starts(before, TEXT("\r\n")))
            return FAIL(why, FAILURE_INVALID, "a part without headers");
        if (!part_read(form, text_from(before, 2), why))
            return false;
    }
    return true;
}

/* ---- the door ---- */

/* On failure the form is as form_init left it, but for its limits. */
static bool form_close(struct form *form, bool read)
{
    if (!read) {
        form->fields = NULL;
        form->count = 0;
    }
    return read;
}

bool form_read(struct form *form, struct text content_type, struct text body, struct failure *why)
{
    size_t kind = 0;
    while (kind < content_type.length && content_type.bytes[kind] != ';')
        kind++;
    struct text type = text_trimmed(text_part(content_type, 0, kind)), boundary = {0};
    if (same_word(type, "application/x-www-form-urlencoded"))
        return form_close(form, pairs_read(form, body, why));
    if (!same_word(type, "multipart/form-data")) {
        (void)form_close(form, false);
        return FAIL(why, FAILURE_INVALID, "a body that is no form");
    }
    if (!boundary_read(form->arena, text_from(content_type, kind), &boundary)) {
        (void)form_close(form, false);
        return FAIL(why, FAILURE_INVALID, "a multipart body without a good boundary");
    }
    return form_close(form, parts_read(form, boundary, body, why));
}

bool form_read_query(struct form *form, struct text query, struct failure *why)
{
    return form_close(form, pairs_read(form, query, why));
}

const struct form_field *form_find(const struct form *form, const char *name)
{
    for (size_t i = 0; i < form->count; i++)
        if (text_is(form->fields[i].name, name))
            return &form->fields[i];
    return NULL;
}

struct text form_text(const struct form *form, const char *name)
{
    const struct form_field *field = form_find(form, name);
    return field == NULL ? (struct text){0} : field->value;
}

const struct form_field *form_next(const struct form *form, const struct form_field *field)
{
    for (size_t i = (size_t)(field - form->fields) + 1; i < form->count; i++)
        if (text_equal(form->fields[i].name, field->name))
            return &form->fields[i];
    return NULL;
}
