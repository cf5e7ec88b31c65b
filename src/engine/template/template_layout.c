/*
 * template_layout.c — which close belongs to which opener, which tags stand alone
 * on their line, and how far the lines of a block are moved in.
 *
 * The core rule: a tag other than a value, alone on its line, takes the line with
 * it. A parent's own content says nothing, so a parent stands alone when only
 * spaces stand before its opener and behind its close, and a block inside it when
 * only spaces follow its opener. The lines of a block lose the indentation they
 * have in common where they are written, and get that of the place where they are
 * put: of the default's lines if it has any, else of the block's own tag.
 */
#include "engine/template/template_inside.h"

#include <string.h>

static bool is_blank(struct text words)
{
    for (size_t i = 0; i < words.length; i++)
        if (strchr(" \t\r\n", words.bytes[i]) == NULL)
            return false;
    return true;
}

static bool ends_line(const struct tag *tag)
{
    return tag->kind == TAG_WORDS && text_ends(tag->words, TEXT("\n"));
}

static bool match_close(const struct template_reading *reading, struct tags *tags, size_t opener, size_t close)
{
    struct tag *opened = &tags->items[opener];
    struct tag *closing = &tags->items[close];
    opened->match = close;
    closing->match = opener;
    if (text_equal(opened->words, closing->words))
        return true;
    struct text where = text_format(reading->arena, "%s (%u:%u)", text_copy(reading->arena, opened->words).bytes,
                                    (unsigned)opened->line, (unsigned)opened->column);
    template_problem(reading, closing->line, closing->column, "template.close-other", closing->words, where);
    return false;
}

static bool match_all(const struct template_reading *reading, struct tags *tags)
{
    size_t open[TEMPLATE_SECTIONS_MAX];
    size_t depth = 0;
    for (size_t i = 0; i < tags->count; i++) {
        struct tag *tag = &tags->items[i];
        size_t around = depth;
        if (tag->kind == TAG_CLOSE) {
            if (depth == 0) {
                template_problem(reading, tag->line, tag->column, "template.close-stray", tag->words, (struct text){0});
                return false;
            }
            if (!match_close(reading, tags, open[--depth], i))
                return false;
            around = depth;
        } else if (tag_opens(tag->kind)) {
            if (depth == TEMPLATE_SECTIONS_MAX) {
                template_problem(reading, tag->line, tag->column, "template.too-deep", tag->words, (struct text){0});
                return false;
            }
            open[depth++] = i;
        }
        tag->in_parent = around > 0 && tags->items[open[around - 1]].kind == TAG_PARENT;
    }
    for (size_t i = 0; i < depth; i++) {
        const struct tag *tag = &tags->items[open[i]];
        template_problem(reading, tag->line, tag->column, "template.section-open", tag->words, (struct text){0});
    }
    return depth == 0;
}

/* Only spaces stand before it on its line. */
static bool blank_before(const struct tags *tags, size_t i)
{
    if (tags->items[i].begins_line)
        return true;
    const struct tag *before = &tags->items[i - 1];
    return before->kind == TAG_WORDS && before->begins_line && is_blank(before->words);
}

static bool blank_after(const struct tags *tags, size_t i)
{
    if (i + 1 == tags->count)
        return true;
    const struct tag *after = &tags->items[i + 1];
    return after->kind == TAG_WORDS && is_blank(after->words) && (ends_line(after) || i + 2 == tags->count);
}

static void drop_before(struct tags *tags, size_t i)
{
    if (!tags->items[i].begins_line)
        tags->items[i - 1].dropped = true;
}

static void drop_after(struct tags *tags, size_t i)
{
    if (i + 1 < tags->count)
        tags->items[i + 1].dropped = true;
}

static void judge_parent(struct tags *tags, size_t i)
{
    struct tag *tag = &tags->items[i];
    tag->standalone = blank_before(tags, i) && blank_after(tags, tag->match);
    if (!tag->standalone)
        return;
    drop_before(tags, i);
    drop_after(tags, tag->match);
}

static void judge_line(struct tags *tags, size_t i)
{
    struct tag *tag = &tags->items[i];
    bool before = blank_before(tags, i);
    bool after = blank_after(tags, i);
    if (tag->in_parent && tag->kind == TAG_BLOCK)
        before = true;
    if (tag->in_parent && tag->kind == TAG_CLOSE && tags->items[tag->match].kind == TAG_BLOCK)
        after = true;
    tag->standalone = before && after;
    if (!tag->standalone)
        return;
    if (blank_before(tags, i))
        drop_before(tags, i);
    if (blank_after(tags, i))
        drop_after(tags, i);
}

static void judge(struct tags *tags, size_t i)
{
    const struct tag *tag = &tags->items[i];
    switch (tag->kind) {
    case TAG_WORDS:
    case TAG_VALUE:
    case TAG_VALUE_RAW:
        break;
    case TAG_PARENT:
        judge_parent(tags, i);
        break;
    case TAG_CLOSE:
        if (tags->items[tag->match].kind != TAG_PARENT)
            judge_line(tags, i);
        break;
    case TAG_SECTION:
    case TAG_INVERTED:
    case TAG_PARTIAL:
    case TAG_BLOCK:
    case TAG_SILENT:
        judge_line(tags, i);
        break;
    }
}

/* The spaces a line begins with, seen from its first tag or words. */
static struct text line_indent(const struct tags *tags, size_t i)
{
    const struct tag *tag = &tags->items[i];
    if (tag->kind != TAG_WORDS)
        return (struct text){0};
    size_t length = 0;
    while (length < tag->words.length && strchr(" \t", tag->words.bytes[length]) != NULL)
        length++;
    return text_part(tag->words, 0, length);
}

static size_t common_length(struct text a, struct text b)
{
    size_t length = 0;
    while (length < a.length && length < b.length && a.bytes[length] == b.bytes[length])
        length++;
    return length;
}

/* What all lines of a block's content begin with; false when it has none. */
static bool content_indent(const struct tags *tags, size_t block, struct text *indent)
{
    bool any = false;
    size_t close = tags->items[block].match;
    for (size_t i = block + 1; i < close; i++) {
        const struct tag *tag = &tags->items[i];
        bool empty = tag->kind == TAG_WORDS && is_blank(tag->words) && (ends_line(tag) || i + 1 == close);
        if (!tag->begins_line || empty)
            continue;
        struct text here = line_indent(tags, i);
        *indent = any ? text_part(*indent, 0, common_length(*indent, here)) : here;
        any = true;
    }
    return any;
}

/* The spaces before a tag that begins its line. */
static struct text tag_indent(const struct tags *tags, size_t i)
{
    if (tags->items[i].begins_line || !blank_before(tags, i))
        return (struct text){0};
    return tags->items[i - 1].words;
}

/* Blocks come before the blocks inside them, whose strip then replaces theirs. */
static void indent_block(struct tags *tags, size_t i)
{
    struct tag *block = &tags->items[i];
    struct text indent = tag_indent(tags, i);
    if (block->standalone && content_indent(tags, i, &indent))
        for (size_t inside = i + 1; inside < block->match; inside++)
            tags->items[inside].strip = indent.length;
    block->indent = text_from(indent, block->strip < indent.length ? block->strip : indent.length);
}

static void indent_partial(struct tags *tags, size_t i)
{
    struct tag *tag = &tags->items[i];
    struct text indent = tag->standalone ? tag_indent(tags, i) : (struct text){0};
    tag->indent = text_from(indent, tag->strip < indent.length ? tag->strip : indent.length);
}

bool template_layout(const struct template_reading *reading, struct tags *tags)
{
    if (!match_all(reading, tags))
        return false;
    for (size_t i = 0; i < tags->count; i++)
        judge(tags, i);
    for (size_t i = 0; i < tags->count; i++) {
        if (tags->items[i].kind == TAG_BLOCK)
            indent_block(tags, i);
        else if (tags->items[i].kind == TAG_PARTIAL || tags->items[i].kind == TAG_PARENT)
            indent_partial(tags, i);
    }
    return true;
}
