/* body.c — the canonical bytes of a body; docs/journal.md is their description. */
#include "keep/journal/body.h"

#include "base/buffer.h"

#include <stdlib.h>
#include <string.h>

enum { VERSION = 1 };

/* The byte before each value. Never renumbered. */
enum mark { MARK_UNKNOWN, MARK_TRUTH, MARK_NUMBER, MARK_TEXT, MARK_DAY, MARK_CODE, MARK_BYTES, MARK_LIST };

struct body {
    struct arena *arena;
    struct body_item *items;
    size_t count, room;
    bool sorted;
    bool is_written;
    struct text written;
};

/* ---- putting and finding ---- */

struct body *body_make(struct arena *arena)
{
    struct body *body = arena_make(arena, sizeof *body);
    body->arena = arena;
    body->sorted = true;
    return body;
}

static void add_item(struct body *body, struct body_item item)
{
    if (body->count == body->room) {
        size_t room = body->room == 0 ? 16 : body->room * 2;
        struct body_item *more = arena_make_many(body->arena, room, sizeof *more);
        if (body->count > 0)
            memcpy(more, body->items, body->count * sizeof *more);
        body->items = more;
        body->room = room;
    }
    body->sorted =
        body->sorted && (body->count == 0 || text_compare(body->items[body->count - 1].name, item.name) < 0);
    body->is_written = false;
    body->items[body->count++] = item;
}

void body_put(struct body *body, struct text name, struct value value)
{
    add_item(body, (struct body_item){.name = name, .kind = BODY_VALUE, .value = value});
}

void body_put_bytes(struct body *body, struct text name, struct text bytes)
{
    add_item(body, (struct body_item){.name = name, .kind = BODY_BYTES, .bytes = bytes});
}

void body_put_list(struct body *body, struct text name, const struct value *values, size_t count)
{
    const struct value *copy = count == 0 ? NULL : arena_copy(body->arena, values, count * sizeof *values);
    add_item(body, (struct body_item){.name = name, .kind = BODY_LIST, .values = copy, .count = count});
}

size_t body_count(const struct body *body)
{
    return body->count;
}

const struct body_item *body_item(const struct body *body, size_t index)
{
    REQUIRE(index < body->count);
    return &body->items[index];
}

static int by_name(const void *a, const void *b)
{
    return text_compare(((const struct body_item *)a)->name, ((const struct body_item *)b)->name);
}

const struct body_item *body_find(const struct body *body, struct text name)
{
    struct body_item wanted = {.name = name};
    if (body->count == 0)
        return NULL;
    if (body->sorted)
        return bsearch(&wanted, body->items, body->count, sizeof *body->items, by_name);
    for (size_t i = 0; i < body->count; i++)
        if (text_equal(body->items[i].name, name))
            return &body->items[i];
    return NULL;
}

struct value body_value(const struct body *body, struct text name)
{
    const struct body_item *item = body_find(body, name);
    return item == NULL || item->kind != BODY_VALUE ? value_unknown() : item->value;
}

struct text body_text(const struct body *body, struct text name)
{
    struct value value = body_value(body, name);
    return value.kind == VALUE_TEXT || value.kind == VALUE_CODE ? value.text : TEXT("");
}

int64_t body_whole(const struct body *body, struct text name)
{
    struct value value = body_value(body, name);
    return value.kind == VALUE_NUMBER && value.number.scale == 0 ? value.number.digits : 0;
}

struct text body_bytes(const struct body *body, struct text name)
{
    const struct body_item *item = body_find(body, name);
    return item == NULL || item->kind != BODY_BYTES ? TEXT("") : item->bytes;
}

/* ---- writing ---- */

static struct decimal shortest(struct decimal number)
{
    while (number.scale > 0 && number.digits % 10 == 0) {
        number.digits /= 10;
        number.scale--;
    }
    return number;
}

static void write_bytes(struct buffer *out, enum mark mark, struct text bytes)
{
    buffer_add_u8(out, (uint8_t)mark);
    buffer_add_u32(out, (uint32_t)bytes.length);
    buffer_add(out, bytes);
}

static bool write_text(struct buffer *out, enum mark mark, struct text text, struct failure *why)
{
    if (!text_is_utf8(text))
        return FAIL(why, FAILURE_INVALID, "a body's text is not UTF-8");
    write_bytes(out, mark, text);
    return true;
}

static bool write_value(struct buffer *out, const struct value *value, struct failure *why)
{
    struct decimal number;
    switch (value->kind) {
    case VALUE_UNKNOWN:
        buffer_add_u8(out, MARK_UNKNOWN);
        return true;
    case VALUE_TRUTH:
        buffer_add_u8(out, MARK_TRUTH);
        buffer_add_u8(out, value->truth ? 1 : 0);
        return true;
    case VALUE_NUMBER:
        number = shortest(value->number);
        buffer_add_u8(out, MARK_NUMBER);
        buffer_add_u8(out, number.scale);
        buffer_add_u64(out, (uint64_t)number.digits);
        return true;
    case VALUE_DAY:
        REQUIRE(day_is_some(value->day));
        buffer_add_u8(out, MARK_DAY);
        buffer_add_u32(out, (uint32_t)value->day.number);
        return true;
    case VALUE_TEXT:
        return write_text(out, MARK_TEXT, value->text, why);
    case VALUE_CODE:
        return write_text(out, MARK_CODE, value->text, why);
    }
    return FAIL(why, FAILURE_INVALID, "a value of no kind");
}

static bool write_item(struct buffer *out, const struct body_item *item, struct failure *why)
{
    if (item->name.length == 0 || item->name.length > BODY_NAME_MAX || !text_is_utf8(item->name))
        return FAIL(why, FAILURE_INVALID, "a body's name is empty, too long or not UTF-8");
    if (item->count > BODY_ITEMS_MAX || item->bytes.length > BODY_MAX)
        return FAIL(why, FAILURE_TOO_BIG, "a list or a file is too long for a body");
    buffer_add_u16(out, (uint16_t)item->name.length);
    buffer_add(out, item->name);
    switch (item->kind) {
    case BODY_VALUE:
        return write_value(out, &item->value, why);
    case BODY_BYTES:
        write_bytes(out, MARK_BYTES, item->bytes);
        return true;
    case BODY_LIST:
        break;
    }
    buffer_add_u8(out, MARK_LIST);
    buffer_add_u32(out, (uint32_t)item->count);
    for (size_t i = 0; i < item->count; i++)
        if (!write_value(out, &item->values[i], why))
            return false;
    return true;
}

static void sort_items(struct body *body)
{
    if (body->sorted)
        return;
    qsort(body->items, body->count, sizeof *body->items, by_name);
    for (size_t i = 1; i < body->count; i++)
        REQUIRE(!text_equal(body->items[i - 1].name, body->items[i].name));
    body->sorted = true;
}

bool body_write(struct body *body, struct text *bytes, struct failure *why)
{
    if (body->is_written) {
        *bytes = body->written;
        return true;
    }
    if (body->count > BODY_ITEMS_MAX)
        return FAIL(why, FAILURE_TOO_BIG, "a body says more than %d things", BODY_ITEMS_MAX);
    sort_items(body);
    struct buffer CLOSING(buffer) out;
    buffer_init(&out, BODY_MAX);
    buffer_add_u8(&out, VERSION);
    buffer_add_u32(&out, (uint32_t)body->count);
    for (size_t i = 0; i < body->count; i++)
        if (!write_item(&out, &body->items[i], why))
            return false;
    if (!buffer_ok(&out, why))
        return false;
    body->written = text_copy(body->arena, buffer_text(&out));
    body->is_written = true;
    *bytes = body->written;
    return true;
}

/* ---- reading ---- */

/* What is left to read. Once it is torn it gives zeros; whoever reads asks at the end. */
struct source {
    struct text rest;
    bool torn;
};

static struct text take(struct source *source, size_t length)
{
    if (source->torn || source->rest.length < length) {
        source->torn = true;
        return TEXT("");
    }
    struct text part = text_part(source->rest, 0, length);
    source->rest = text_from(source->rest, length);
    return part;
}

static uint64_t take_number(struct source *source, size_t width)
{
    struct text part = take(source, width);
    uint64_t number = 0;
    for (size_t i = 0; i < part.length; i++)
        number = number << 8 | (uint8_t)part.bytes[i];
    return number;
}

static struct text take_text(struct source *source)
{
    struct text text = take(source, take_number(source, 4));
    source->torn = source->torn || !text_is_utf8(text);
    return text;
}

static struct value take_decimal(struct source *source)
{
    struct decimal number = {.scale = (uint8_t)take_number(source, 1)};
    number.digits = (int64_t)take_number(source, 8);
    bool shorter = number.scale > 0 && number.digits % 10 == 0;
    source->torn = source->torn || number.scale > DECIMAL_SCALE_MAX || shorter;
    return value_number(number);
}

static struct value take_day(struct source *source)
{
    struct day day = {(int32_t)(uint32_t)take_number(source, 4)};
    if (day.number < day_of(1900, 1, 1).number || day.number > day_of(2199, 12, 31).number)
        source->torn = true;
    return value_day(day);
}

static struct value take_value(struct source *source, enum mark mark)
{
    uint64_t truth;
    switch (mark) {
    case MARK_UNKNOWN:
        return value_unknown();
    case MARK_TRUTH:
        truth = take_number(source, 1);
        source->torn = source->torn || truth > 1;
        return value_truth(truth == 1);
    case MARK_NUMBER:
        return take_decimal(source);
    case MARK_TEXT:
        return value_text(take_text(source));
    case MARK_DAY:
        return take_day(source);
    case MARK_CODE:
        return value_code(take_text(source));
    case MARK_BYTES:
    case MARK_LIST:
        break;
    }
    source->torn = true;
    return value_unknown();
}

static enum mark take_mark(struct source *source)
{
    uint64_t mark = take_number(source, 1);
    source->torn = source->torn || mark > MARK_LIST;
    return source->torn ? MARK_UNKNOWN : (enum mark)mark;
}

static void take_list(struct source *source, struct arena *arena, struct body_item *item)
{
    size_t count = take_number(source, 4);
    /* Each value takes a byte at least: a count beyond what is left is a lie. */
    if (source->torn || count > BODY_ITEMS_MAX || count > source->rest.length) {
        source->torn = true;
        return;
    }
    struct value *values = arena_make_many(arena, count, sizeof *values);
    for (size_t i = 0; i < count && !source->torn; i++)
        values[i] = take_value(source, take_mark(source));
    item->kind = BODY_LIST;
    item->values = values;
    item->count = count;
}

static struct body_item take_item(struct source *source, struct arena *arena)
{
    struct body_item item = {.kind = BODY_VALUE};
    item.name = take(source, take_number(source, 2));
    if (item.name.length == 0 || item.name.length > BODY_NAME_MAX || !text_is_utf8(item.name))
        source->torn = true;
    enum mark mark = take_mark(source);
    if (mark == MARK_LIST) {
        take_list(source, arena, &item);
    } else if (mark == MARK_BYTES) {
        item.kind = BODY_BYTES;
        item.bytes = take(source, take_number(source, 4));
    } else {
        item.value = take_value(source, mark);
    }
    return item;
}

bool body_read(struct arena *arena, struct text bytes, struct body **body, struct failure *why)
{
    struct source source = {.rest = bytes};
    struct body *made = body_make(arena);
    bool known = bytes.length <= BODY_MAX && take_number(&source, 1) == VERSION;
    size_t count = take_number(&source, 4);
    if (!known || source.torn || count > BODY_ITEMS_MAX)
        return FAIL(why, FAILURE_BROKEN, "these bytes are no body");
    for (size_t i = 0; i < count && !source.torn; i++)
        add_item(made, take_item(&source, arena));
    if (source.torn || source.rest.length > 0 || !made->sorted)
        return FAIL(why, FAILURE_BROKEN, "a body is torn");
    made->written = bytes;
    made->is_written = true;
    *body = made;
    return true;
}
