/*
 * template_scan.c — cuts a source into words and tags, by the delimiters in force.
 */
#include "engine/template/template_inside.h"

#include <string.h>

struct scan {
    const struct template_reading *reading;
    struct tags *tags;
    size_t at;
    uint32_t line;
    size_t line_begin;
    size_t counted; /* columns are counted on from here, so that a long line costs once */
    uint32_t column;
    struct text open, close;
};

void template_problem(const struct template_reading *reading, uint32_t line, uint32_t column, const char *code,
                      struct text first, struct text second)
{
    struct place place = {.file = reading->name, .line = line, .column = column};
    problem_add(reading->problems, place, code, first, second);
}

void *template_grown(struct arena *arena, void *items, size_t count, size_t *room, size_t size)
{
    if (count < *room)
        return items;
    size_t wanted = *room == 0 ? 16 : *room * 2;
    void *grown = arena_make_many(arena, wanted, size);
    if (count > 0)
        memcpy(grown, items, count * size);
    *room = wanted;
    return grown;
}

static struct tag *add_tag(struct scan *scan, enum tag_kind kind, struct text words, size_t begin)
{
    struct tags *tags = scan->tags;
    tags->items = template_grown(scan->reading->arena, tags->items, tags->count, &tags->room, sizeof *tags->items);
    struct tag *tag = &tags->items[tags->count++];
    if (scan->counted < scan->line_begin) {
        scan->counted = scan->line_begin;
        scan->column = 0;
    }
    scan->column += (uint32_t)text_points(text_part(scan->reading->source, scan->counted, begin - scan->counted));
    scan->counted = begin;
    *tag = (struct tag){.kind = kind, .words = words, .line = scan->line,
                        .column = scan->column + 1, .begins_line = begin == scan->line_begin};
    return tag;
}

/* Where `mark` next stands, or the source's length. */
static size_t find(struct text source, size_t from, struct text mark)
{
    const char *hit = memmem(source.bytes + from, source.length - from, mark.bytes, mark.length);
    return hit == NULL ? source.length : (size_t)(hit - source.bytes);
}

/* Words up to the next tag, a line at a time. */
static void scan_words(struct scan *scan, size_t end)
{
    struct text source = scan->reading->source;
    while (scan->at < end) {
        size_t stop = find(source, scan->at, TEXT("\n"));
        stop = stop < end ? stop + 1 : end;
        add_tag(scan, TAG_WORDS, text_part(source, scan->at, stop - scan->at), scan->at);
        scan->at = stop;
        if (source.bytes[stop - 1] == '\n') {
            scan->line++;
            scan->line_begin = stop;
        }
    }
}

static bool has_space(struct text text)
{
    for (size_t i = 0; i < text.length; i++)
        if (strchr(" \t\r\n", text.bytes[i]) != NULL)
            return true;
    return false;
}

static bool scan_delimiters(struct scan *scan, struct text inside)
{
    if (inside.length < 1 || inside.bytes[inside.length - 1] != '=')
        return false;
    inside = text_trimmed(text_part(inside, 0, inside.length - 1));
    size_t first = 0;
    while (first < inside.length && strchr(" \t\r\n", inside.bytes[first]) == NULL)
        first++;
    struct text open = text_part(inside, 0, first);
    struct text close = text_trimmed(text_from(inside, first));
    if (open.length == 0 || close.length == 0 || has_space(close) || text_contains(inside, TEXT("=")))
        return false;
    scan->open = open;
    scan->close = close;
    return true;
}

static enum tag_kind kind_of(char sigil)
{
    switch (sigil) {
    case '#': return TAG_SECTION;
    case '^': return TAG_INVERTED;
    case '/': return TAG_CLOSE;
    case '>': return TAG_PARTIAL;
    case '<': return TAG_PARENT;
    case '$': return TAG_BLOCK;
    case '!':
    case '=': return TAG_SILENT;
    case '&':
    case '{': return TAG_VALUE_RAW;
    default: return TAG_VALUE;
    }
}

static bool scan_name(struct scan *scan, enum tag_kind kind, struct text inside, size_t begin)
{
    struct text name = text_trimmed(inside);
    struct tag *tag = add_tag(scan, kind, name, begin);
    if (name.length > 0 && !has_space(name))
        return true;
    template_problem(scan->reading, tag->line, tag->column, name.length == 0 ? "template.name-empty" : "template.name",
                     name, (struct text){0});
    return false;
}

/* A tag may run over several lines: what follows it is counted from there. */
static void count_lines(struct scan *scan, size_t begin, size_t end)
{
    for (size_t i = begin; i < end; i++) {
        if (scan->reading->source.bytes[i] != '\n')
            continue;
        scan->line++;
        scan->line_begin = i + 1;
    }
}

/* One tag, at its open delimiter. False when the rest cannot be understood either. */
static bool scan_tag(struct scan *scan, bool *good)
{
    struct text source = scan->reading->source;
    size_t begin = scan->at;
    size_t inside = begin + scan->open.length;
    while (inside < source.length && strchr(" \t\r\n", source.bytes[inside]) != NULL)
        inside++;
    char sigil = '\0';
    if (inside < source.length)
        sigil = source.bytes[inside];
    size_t end = find(source, inside, scan->close);
    if (sigil == '{')
        while (end < source.length && !(end + scan->close.length < source.length && source.bytes[end] == '}' &&
                                        text_starts(text_from(source, end + 1), scan->close)))
            end++;
    if (end >= source.length) {
        struct tag *tag = add_tag(scan, TAG_SILENT, (struct text){0}, begin);
        template_problem(scan->reading, tag->line, tag->column, "template.tag-open", scan->close, (struct text){0});
        return false;
    }
    enum tag_kind kind = kind_of(sigil);
    struct text content = text_part(source, inside, end - inside);
    if (kind != TAG_VALUE)
        content = text_from(content, 1);
    scan->at = end + scan->close.length + (sigil == '{' ? 1 : 0);
    if (kind != TAG_SILENT) {
        *good = scan_name(scan, kind, content, begin) && *good;
    } else {
        struct tag *tag = add_tag(scan, kind, (struct text){0}, begin);
        if (sigil == '=' && !scan_delimiters(scan, content)) {
            template_problem(scan->reading, tag->line, tag->column, "template.delimiters", (struct text){0},
                             (struct text){0});
            return false;
        }
    }
    count_lines(scan, begin, scan->at);
    return true;
}

bool template_scan(const struct template_reading *reading, struct tags *tags)
{
    struct scan scan = {.reading = reading, .tags = tags, .line = 1, .open = TEXT("{{"), .close = TEXT("}}")};
    bool good = true;
    while (scan.at < reading->source.length) {
        size_t next = find(reading->source, scan.at, scan.open);
        scan_words(&scan, next);
        if (next < reading->source.length && !scan_tag(&scan, &good))
            return false;
    }
    return good;
}
