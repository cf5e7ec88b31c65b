/* paste.c — lines of a message become rows under their headings. */
#include "work/intake/paste.h"

#include "base/list.h"
#include "engine/codec/csv.h"

enum { HEADING_POINTS = 40 };

struct block {
    struct text values[PASTE_HEADINGS_MAX];
    bool filled;
};

struct message {
    struct arena *arena;
    struct text headings[PASTE_HEADINGS_MAX];
    size_t heading_count;
    struct list blocks; /* struct block * */
    struct block *open;
};

static struct text without_dash(struct text line)
{
    static const char *const MARKS[] = {"-", "+", "*", "•", "–"};
    for (size_t i = 0; i < LENGTH_OF(MARKS); i++)
        if (text_starts(line, text_of(MARKS[i])))
            return text_trimmed(text_from(line, text_of(MARKS[i]).length));
    return line;
}

/* "Ngày: 8/9/2021" parted; an hour such as "8:30" or an address of the web is no heading. */
static bool part_line(struct text line, struct text *heading, struct text *value)
{
    struct text rest = without_dash(line);
    if (!text_contains(rest, TEXT(":")) || !text_next(&rest, ':', heading))
        return false;
    *heading = text_trimmed(*heading);
    *value = text_trimmed(rest);
    bool digit = heading->length > 0 && heading->bytes[heading->length - 1] >= '0' && heading->bytes[heading->length - 1] <= '9';
    return heading->length > 0 && !digit && text_points(*heading) <= HEADING_POINTS && !text_starts(*value, TEXT("//"));
}

static size_t heading_of(struct message *message, struct text heading)
{
    struct text folded = text_fold(message->arena, heading);
    for (size_t i = 0; i < message->heading_count; i++)
        if (text_equal(text_fold(message->arena, message->headings[i]), folded))
            return i;
    if (message->heading_count == PASTE_HEADINGS_MAX)
        return PASTE_HEADINGS_MAX;
    message->headings[message->heading_count] = heading;
    return message->heading_count++;
}

static void take_value(struct message *message, struct text heading, struct text value)
{
    size_t at = heading_of(message, heading);
    if (at == PASTE_HEADINGS_MAX)
        return;
    if (!message->open || message->open->values[at].length > 0) {
        message->open = arena_make(message->arena, sizeof *message->open);
        list_add(&message->blocks, message->arena, message->open);
    }
    message->open->values[at] = value;
    message->open->filled = message->open->filled || value.length > 0;
}

static bool read_message(struct message *message, struct text pasted)
{
    size_t parted = 0;
    for (struct text line; message->blocks.count < PASTE_BLOCKS_MAX && text_next(&pasted, '\n', &line);) {
        struct text heading, value;
        line = text_trimmed(line);
        if (line.length == 0)
            message->open = NULL;
        else if (part_line(line, &heading, &value)) {
            parted++;
            take_value(message, heading, value);
        }
    }
    return parted >= 2 && message->heading_count >= 2;
}

struct text paste_to_sheet(struct arena *arena, struct text pasted)
{
    struct message *message = arena_make(arena, sizeof *message);
    struct buffer CLOSING(buffer) out;
    buffer_init(&out, 4 * PASTE_MAX);
    message->arena = arena;
    if (text_contains(pasted, TEXT("\t")) || !read_message(message, pasted))
        return pasted;
    csv_write_row(&out, ';', message->headings, message->heading_count);
    for (size_t i = 0; i < message->blocks.count; i++)
        if (((struct block *)message->blocks.items[i])->filled)
            csv_write_row(&out, ';', ((struct block *)message->blocks.items[i])->values, message->heading_count);
    return text_copy(arena, buffer_text(&out));
}
