/*
 * json.c — JSON both ways.
 *
 * The reader is our own because it must keep what a library's tree loses: each
 * node's place, and numbers exactly as written.
 */
#include "engine/codec/json.h"

#include "base/decimal.h"
#include "engine/codec/door_inside.h"

#include <string.h>

struct reading {
    struct arena *arena;
    struct text file;
    struct problems *problems;
    const char *at, *end;
    const char *marked; /* the place below is of this byte */
    uint32_t line, column;
    size_t nodes;
};

/* Moves the mark forward to `to`; marks are asked for in the order of the bytes, so this is one pass. */
static void mark_move(struct reading *reading, const char *to)
{
    for (; reading->marked < to; reading->marked++) {
        if (*reading->marked == '\n') {
            reading->line++;
            reading->column = 1;
        } else if (((unsigned char)*reading->marked & 0xC0) != 0x80) {
            reading->column++;
        }
    }
}

/* Adds a problem at a byte that is not before the last mark. Always NULL, so it can be returned. */
static struct node *refuse(struct reading *reading, const char *at, const char *code, struct text first)
{
    mark_move(reading, at);
    struct place place = {.file = reading->file, .line = reading->line, .column = reading->column};
    problem_add(reading->problems, place, code, first, (struct text){0});
    return NULL;
}

static struct node *refuse_form(struct reading *reading)
{
    return refuse(reading, reading->at, reading->at == reading->end ? "json.end" : "json.form", (struct text){0});
}

static void skip_blank(struct reading *reading)
{
    while (reading->at < reading->end &&
           (*reading->at == ' ' || *reading->at == '\n' || *reading->at == '\r' || *reading->at == '\t'))
        reading->at++;
}

/* Steps over `c` when it is next. */
static bool take(struct reading *reading, char c)
{
    if (reading->at == reading->end || *reading->at != c)
        return false;
    reading->at++;
    return true;
}

/* ---- texts ---- */

/* Four hexadecimal digits; -1 when they are not there. */
static int32_t unit_read(const char *at, const char *end)
{
    if (end - at < 4)
        return -1;
    int32_t unit = 0;
    for (int i = 0; i < 4; i++) {
        char c = at[i];
        int digit = c >= '0' && c <= '9'   ? c - '0'
                    : c >= 'a' && c <= 'f' ? c - 'a' + 10
                    : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                           : -1;
        if (digit < 0)
            return -1;
        unit = unit * 16 + digit;
    }
    return unit;
}

/* The character that `\u` at `*at` stands for, two units of a pair together; -1 when it stands for none. */
static int32_t point_read(const char **at, const char *end)
{
    int32_t unit = unit_read(*at + 2, end);
    if (unit < 0 || (unit >= 0xDC00 && unit <= 0xDFFF))
        return -1;
    *at += 6;
    if (unit < 0xD800 || unit > 0xDBFF)
        return unit;
    if (end - *at < 6 || (*at)[0] != '\\' || (*at)[1] != 'u')
        return -1;
    int32_t low = unit_read(*at + 2, end);
    if (low < 0xDC00 || low > 0xDFFF)
        return -1;
    *at += 6;
    return 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
}

/* What stands in `raw` with its escapes resolved. Never longer than raw: the longest, a pair, is 12 bytes for 4. */
static bool text_unescape(struct reading *reading, struct text raw, struct text *text)
{
    static const char letters[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
    char *bytes = arena_make(reading->arena, raw.length + 1), *out = bytes;
    const char *at = raw.bytes, *end = raw.bytes + raw.length;
    while (at < end) {
        if (*at != '\\') {
            *out++ = *at++;
            continue;
        }
        const char *start = at;
        const char *letter = strchr(letters, at[1]);
        if (letter != NULL) {
            *out++ = meant[letter - letters];
            at += 2;
            continue;
        }
        int32_t point = at[1] == 'u' ? point_read(&at, end) : -1;
        if (point <= 0) {
            refuse(reading, start, point == 0 ? "json.nul" : "json.escape", (struct text){0});
            return false;
        }
        out += text_point_write(point, out);
    }
    *text = (struct text){bytes, (size_t)(out - bytes)};
    return true;
}

/* The text behind an opening quote, whose bytes were found to be UTF-8 before. */
static bool text_read(struct reading *reading, struct text *text)
{
    const char *start = reading->at;
    bool escaped = false;
    while (reading->at < reading->end && *reading->at != '"') {
        if ((unsigned char)*reading->at < ' ') {
            refuse(reading, reading->at, "json.control", (struct text){0});
            return false;
        }
        if (*reading->at == '\\') {
            escaped = true;
            reading->at++;
        }
        if (reading->at < reading->end)
            reading->at++;
    }
    struct text raw = {start, (size_t)(reading->at - start)};
    if (!take(reading, '"')) {
        refuse_form(reading);
        return false;
    }
    if (escaped && !text_unescape(reading, raw, &raw))
        return false;
    if (!door_is_composed(raw))
        return text_normalise(reading->arena, raw, text);
    *text = escaped ? raw : text_copy(reading->arena, raw);
    return true;
}

/* ---- numbers ---- */

static bool is_digit(const struct reading *reading)
{
    return reading->at < reading->end && *reading->at >= '0' && *reading->at <= '9';
}

/* A number being read: digits (negative, for the range reaches further there) times ten to the exponent. */
struct measure {
    int64_t digits;
    int64_t exponent;
    int64_t zeros; /* read, but not yet in digits: trailing ones never come in */
    bool over;
};

static void digit_add(struct measure *measure, int digit)
{
    if (digit == 0) {
        measure->zeros++;
        return;
    }
    for (int64_t i = 0; i <= measure->zeros && measure->digits != 0 && !measure->over; i++)
        measure->over = __builtin_mul_overflow(measure->digits, 10, &measure->digits);
    measure->over = measure->over || __builtin_sub_overflow(measure->digits, digit, &measure->digits);
    measure->zeros = 0;
}

/* False when no digit stood there. */
static bool digits_read(struct reading *reading, struct measure *measure, bool fraction)
{
    if (!is_digit(reading))
        return false;
    for (; is_digit(reading); reading->at++) {
        digit_add(measure, *reading->at - '0');
        measure->exponent -= fraction;
    }
    return true;
}

static bool exponent_read(struct reading *reading, struct measure *measure)
{
    enum { FAR = 1000000 }; /* no number we keep has an exponent near it */
    bool negative = take(reading, '-');
    if (!negative)
        (void)take(reading, '+');
    if (!is_digit(reading))
        return false;
    int64_t exponent = 0;
    for (; is_digit(reading); reading->at++)
        exponent = exponent < FAR ? exponent * 10 + (*reading->at - '0') : FAR;
    measure->exponent += negative ? -exponent : exponent;
    return true;
}

/* The measure as a decimal; false when it is none of ours. */
static bool measure_close(struct measure *measure, bool negative, struct decimal *number)
{
    *number = (struct decimal){0};
    if (measure->digits == 0 && !measure->over)
        return true;
    measure->exponent += measure->zeros;
    for (; measure->exponent > 0 && !measure->over; measure->exponent--)
        measure->over = __builtin_mul_overflow(measure->digits, 10, &measure->digits);
    if (measure->over || measure->exponent < -DECIMAL_SCALE_MAX || (!negative && measure->digits == INT64_MIN))
        return false;
    number->digits = negative ? measure->digits : -measure->digits;
    number->scale = (uint8_t)-measure->exponent;
    return true;
}

static struct node *number_read(struct reading *reading)
{
    const char *start = reading->at;
    struct measure measure = {0};
    bool negative = take(reading, '-');
    if (!take(reading, '0') && !digits_read(reading, &measure, false))
        return refuse_form(reading);
    if (take(reading, '.') && !digits_read(reading, &measure, true))
        return refuse_form(reading);
    if ((take(reading, 'e') || take(reading, 'E')) && !exponent_read(reading, &measure))
        return refuse_form(reading);
    struct decimal number;
    if (!measure_close(&measure, negative, &number)) {
        enum { SHOWN_MAX = 40 };
        struct text written = text_part((struct text){start, (size_t)(reading->at - start)}, 0, SHOWN_MAX);
        return refuse(reading, start, "json.number", written);
    }
    return node_number(reading->arena, number);
}

/* ---- values ---- */

static struct node *value_read(struct reading *reading, size_t depth);

static struct node *list_read(struct reading *reading, size_t depth)
{
    struct node *list = node_list(reading->arena);
    skip_blank(reading);
    if (take(reading, ']'))
        return list;
    do {
        struct node *item = value_read(reading, depth);
        if (item == NULL)
            return NULL;
        node_append(list, item);
        skip_blank(reading);
    } while (take(reading, ','));
    return take(reading, ']') ? list : refuse_form(reading);
}

/* One "key": value into the map. */
static bool entry_read(struct reading *reading, struct node *map, size_t depth)
{
    skip_blank(reading);
    const char *start = reading->at;
    struct text key;
    if (!take(reading, '"')) {
        refuse_form(reading);
        return false;
    }
    mark_move(reading, start);
    uint32_t line = reading->line, column = reading->column;
    if (!text_read(reading, &key))
        return false;
    if (node_find(map, key) != NULL) {
        struct place place = {.file = reading->file, .line = line, .column = column};
        problem_add(reading->problems, place, "json.duplicate", key, (struct text){0});
        return false;
    }
    if (node_count(map) >= JSON_KEYS_MAX) {
        refuse(reading, reading->at, "json.many", text_format(reading->arena, "%d", JSON_KEYS_MAX));
        return false;
    }
    skip_blank(reading);
    if (!take(reading, ':')) {
        refuse_form(reading);
        return false;
    }
    struct node *value = value_read(reading, depth);
    if (value == NULL)
        return false;
    node_put_text(map, key, value);
    struct node_entry *entry = &map->map.entries[map->map.count - 1];
    entry->line = line;
    entry->column = column;
    return true;
}

static struct node *map_read(struct reading *reading, size_t depth)
{
    struct node *map = node_map(reading->arena);
    skip_blank(reading);
    if (take(reading, '}'))
        return map;
    do {
        if (!entry_read(reading, map, depth))
            return NULL;
        skip_blank(reading);
    } while (take(reading, ','));
    return take(reading, '}') ? map : refuse_form(reading);
}

static struct node *word_read(struct reading *reading)
{
    static const char *const words[] = {"true", "false", "null"};
    struct text rest = {reading->at, (size_t)(reading->end - reading->at)};
    for (size_t i = 0; i < LENGTH_OF(words); i++) {
        if (!text_starts(rest, text_of(words[i])))
            continue;
        reading->at += strlen(words[i]);
        return i == 2 ? node_nothing(reading->arena) : node_truth(reading->arena, i == 0);
    }
    return refuse_form(reading);
}

static struct node *bare_read(struct reading *reading, size_t depth)
{
    struct text text;
    bool branch = *reading->at == '[' || *reading->at == '{';
    if (branch && depth >= JSON_DEPTH_MAX)
        return refuse(reading, reading->at, "json.deep", text_format(reading->arena, "%d", JSON_DEPTH_MAX));
    if (take(reading, '['))
        return list_read(reading, depth + 1);
    if (take(reading, '{'))
        return map_read(reading, depth + 1);
    if (take(reading, '"'))
        return text_read(reading, &text) ? node_text(reading->arena, text) : NULL;
    if (*reading->at == '-' || is_digit(reading))
        return number_read(reading);
    return word_read(reading);
}

/* NULL when a problem was added. Goes no deeper than JSON_DEPTH_MAX. */
static struct node *value_read(struct reading *reading, size_t depth)
{
    skip_blank(reading);
    if (reading->at == reading->end)
        return refuse_form(reading);
    if (++reading->nodes > JSON_NODES_MAX)
        return refuse(reading, reading->at, "json.many", text_format(reading->arena, "%d", JSON_NODES_MAX));
    mark_move(reading, reading->at);
    uint32_t line = reading->line, column = reading->column;
    struct node *node = bare_read(reading, depth);
    if (node != NULL) {
        node->line = line;
        node->column = column;
    }
    return node;
}

bool json_read(struct arena *arena, struct text file_name, struct text bytes, struct node **root,
               struct problems *problems)
{
    struct place place = {.file = file_name};
    if (bytes.length > JSON_BYTES_MAX) {
        problem_add(problems, place, "json.too-big", text_format(arena, "%d", JSON_BYTES_MAX >> 20), (struct text){0});
        return false;
    }
    if (door_find_bad(bytes, &place.line, &place.column)) {
        problem_add(problems, place, "json.utf8", (struct text){0}, (struct text){0});
        return false;
    }
    if (text_starts(bytes, TEXT("\xEF\xBB\xBF")))
        bytes = text_from(bytes, 3);
    const char *start = bytes.length > 0 ? bytes.bytes : "";
    struct reading reading = {.arena = arena, .file = file_name, .problems = problems, .at = start,
                              .end = start + bytes.length, .marked = start, .line = 1, .column = 1};
    struct node *read = value_read(&reading, 0);
    if (read == NULL)
        return false;
    skip_blank(&reading);
    if (reading.at < reading.end) {
        refuse(&reading, reading.at, "json.more", (struct text){0});
        return false;
    }
    *root = read;
    return true;
}
