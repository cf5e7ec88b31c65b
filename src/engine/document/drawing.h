/*
 * drawing.h — a picture as shapes, before it is SVG, PNG or PDF.
 *
 *     struct drawing *drawing = drawing_make(arena, 420, 300, TEXT("Số buổi theo phường"));
 *     shape_rectangle(drawing, (struct box){80, 10, 120, 14}, (struct paint){INK_FIRST, FILL_SOLID, 1});
 *     shape_text(drawing, (struct point){76, 21}, TEXT("Bồ Đề"), (struct lettering){13, ANCHOR_END, false, INK_TEXT});
 *
 * Lengths are in units of the drawing, x to the right, y down; a text stands on
 * its baseline. Inks are names: pages colour them through CSS classes
 * (ink-first …), and each carries a colour of its own for where no CSS reaches.
 * Lives in the arena; texts are borrowed. drawing_svg.h and drawing_png.h write it.
 */
#pragma once

#include "base/arena.h"
#include "base/list.h"
#include "base/text.h"

enum ink { INK_TEXT, INK_PAPER, INK_FAINT, INK_FIRST, INK_SECOND, INK_THIRD };
enum fill { FILL_NONE, FILL_SOLID, FILL_STRIPES, FILL_DOTS };
enum dash { DASH_NONE, DASH_LONG, DASH_SHORT };
enum anchor { ANCHOR_START, ANCHOR_MIDDLE, ANCHOR_END };

struct point {
    double x, y;
};

struct box {
    double x, y, width, height;
};

struct paint {
    enum ink ink;
    enum fill fill;    /* FILL_NONE: the outline alone */
    double line_width; /* of outline or line; 0: none */
    enum dash dash;
};

struct lettering {
    double size;
    enum anchor anchor;
    bool bold;
    enum ink ink;
};

enum shape_kind { SHAPE_RECTANGLE, SHAPE_LINE, SHAPE_TEXT, SHAPE_GROUP };

struct shape {
    enum shape_kind kind;
    struct paint paint;
    struct box box;       /* rectangle; of a text, x and y */
    struct point *points; /* line through them */
    size_t count;
    struct text text; /* text; of a group, its title */
    struct lettering lettering;
    struct list shapes; /* group: struct shape * */
};

struct drawing {
    struct arena *arena;
    double width, height;
    struct text title;
    struct text description;
    struct list shapes; /* struct shape * */
    struct shape *open; /* the group that takes new shapes, or NULL */
};

struct drawing *drawing_make(struct arena *arena, double width, double height, struct text title);
void shape_rectangle(struct drawing *drawing, struct box box, struct paint paint);
void shape_line(struct drawing *drawing, const struct point *points, size_t count,
                struct paint paint); /* copied */
void shape_text(struct drawing *drawing, struct point at, struct text text, struct lettering lettering);
/* Shapes made until drawing_group_end belong together and answer to `title`. Groups do not nest. */
void drawing_group(struct drawing *drawing, struct text title);
void drawing_group_end(struct drawing *drawing);

/* About how wide `text` prints: the same on every machine, on the wide side. */
double drawing_text_width(struct text text, double size);

/* The colour of an ink where no CSS reaches: "#1d4f91". */
const char *ink_colour(enum ink ink);
const char *ink_word(enum ink ink); /* "first": class ink-first */
