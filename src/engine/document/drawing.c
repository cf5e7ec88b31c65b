#include "engine/document/drawing.h"

#include "base/markers.h"

struct ink_look {
    const char *word;
    const char *colour;
};

/* Dark enough on white for WCAG AA, and apart from each other for every kind of colour sight. */
static const struct ink_look ink_looks[] = {
    [INK_TEXT] = {"text", "#1b1b1b"},     [INK_PAPER] = {"paper", "#ffffff"},
    [INK_FAINT] = {"faint", "#c8ccd0"},   [INK_FIRST] = {"first", "#1d4f91"},
    [INK_SECOND] = {"second", "#a04a00"}, [INK_THIRD] = {"third", "#2f6f5e"},
};

const char *ink_colour(enum ink ink)
{
    return ink_looks[ink].colour;
}

const char *ink_word(enum ink ink)
{
    return ink_looks[ink].word;
}

struct drawing *drawing_make(struct arena *arena, double width, double height, struct text title)
{
    REQUIRE(width > 0 && height > 0);
    struct drawing *drawing = arena_make(arena, sizeof *drawing);
    drawing->arena = arena;
    drawing->width = width;
    drawing->height = height;
    drawing->title = title;
    return drawing;
}

static struct shape *shape_add(struct drawing *drawing, enum shape_kind kind)
{
    struct shape *shape = arena_make(drawing->arena, sizeof *shape);
    shape->kind = kind;
    struct list *into = drawing->open == NULL ? &drawing->shapes : &drawing->open->shapes;
    list_add(into, drawing->arena, shape);
    return shape;
}

void shape_rectangle(struct drawing *drawing, struct box box, struct paint paint)
{
    struct shape *shape = shape_add(drawing, SHAPE_RECTANGLE);
    shape->box = box;
    shape->paint = paint;
}

void shape_line(struct drawing *drawing, const struct point *points, size_t count, struct paint paint)
{
    REQUIRE(count >= 2);
    struct shape *shape = shape_add(drawing, SHAPE_LINE);
    shape->points = arena_copy(drawing->arena, points, count * sizeof *points);
    shape->count = count;
    shape->paint = paint;
}

void shape_text(struct drawing *drawing, struct point at, struct text text, struct lettering lettering)
{
    struct shape *shape = shape_add(drawing, SHAPE_TEXT);
    shape->box = (struct box){.x = at.x, .y = at.y};
    shape->text = text;
    shape->lettering = lettering;
}

void drawing_group(struct drawing *drawing, struct text title)
{
    REQUIRE(drawing->open == NULL);
    struct shape *group = shape_add(drawing, SHAPE_GROUP);
    group->text = title;
    drawing->open = group;
}

void drawing_group_end(struct drawing *drawing)
{
    REQUIRE(drawing->open != NULL);
    drawing->open = NULL;
}

/* Widths in hundredths of the letter size, after the widest of the common sans-serif faces. */
static unsigned letter_width(unsigned char lead)
{
    static const char narrow[] = " iljtfrI.,:;'|!()[]-/";
    if (lead >= 0x80)
        return 66;
    for (const char *n = narrow; *n != '\0'; n++)
        if (*n == (char)lead)
            return 40;
    if (lead == 'm' || lead == 'M' || lead == 'w' || lead == 'W')
        return 90;
    if (lead >= 'A' && lead <= 'Z')
        return 76;
    return 64;
}

double drawing_text_width(struct text text, double size)
{
    unsigned hundredths = 0;
    for (size_t i = 0; i < text.length; i++) {
        unsigned char byte = (unsigned char)text.bytes[i];
        if ((byte & 0xC0) != 0x80)
            hundredths += letter_width(byte);
    }
    return size * hundredths / 100.0;
}
