/*
 * template_inside.h — how a template is kept between reading and rendering.
 *
 * Reading goes source -> tags (template_scan) -> tags matched, their lines judged
 * (template_layout) -> steps (template_read). A step that opens something says at
 * `end` where it is over, so rendering walks one flat list.
 */
#pragma once

#include "engine/template/template.h"

enum tag_kind {
    TAG_WORDS, /* no tag: words of one line, its end included */
    TAG_VALUE,
    TAG_VALUE_RAW,
    TAG_SECTION,
    TAG_INVERTED,
    TAG_CLOSE,
    TAG_PARTIAL,
    TAG_PARENT,
    TAG_BLOCK,
    TAG_SILENT, /* a comment or new delimiters */
};

struct tag {
    enum tag_kind kind;
    struct text words; /* the words, or the name */
    uint32_t line, column;
    bool dropped;      /* words that only hold a standalone tag's place on its line */
    bool begins_line;  /* first of its source line */
    bool standalone;   /* alone on its line, as its kind understands it */
    bool in_parent;    /* a parent's direct content, of which only blocks count */
    size_t match;      /* openers: index of the close; closes: of the opener */
    size_t strip;      /* bytes of indentation that the block around it takes off this line */
    struct text indent; /* partial, parent, block: what their lines are moved in by */
};

struct tags {
    struct tag *items;
    size_t count, room;
};

enum step_kind { STEP_WORDS, STEP_VALUE, STEP_VALUE_RAW, STEP_SECTION, STEP_INVERTED, STEP_PARTIAL, STEP_PARENT, STEP_BLOCK };

struct step {
    enum step_kind kind;
    bool begins_line;
    bool standalone;
    struct text words;  /* the words; the name of a partial, parent or block */
    struct text *parts; /* value and section: the name's parts; none for "." */
    size_t part_count;
    size_t end;         /* openers: the step after their content */
    struct text indent;
};

struct template {
    struct text name;
    struct step *steps;
    size_t count, room;
    struct template_name *names;
    size_t name_count, name_room;
};

/* What one reading works with. */
struct template_reading {
    struct arena *arena;
    struct text name;
    struct text source;
    struct problems *problems;
};

static inline bool tag_opens(enum tag_kind kind)
{
    return kind == TAG_SECTION || kind == TAG_INVERTED || kind == TAG_PARENT || kind == TAG_BLOCK;
}

/* Both say false with problems; the first cuts the source, the second fills in the rest of each tag. */
MUST_CHECK bool template_scan(const struct template_reading *reading, struct tags *tags);
MUST_CHECK bool template_layout(const struct template_reading *reading, struct tags *tags);

void template_problem(const struct template_reading *reading, uint32_t line, uint32_t column, const char *code,
                      struct text first, struct text second);
/* Room for one more in an arena's array: doubled when full. */
void *template_grown(struct arena *arena, void *items, size_t count, size_t *room, size_t size);
