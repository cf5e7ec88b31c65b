#include "engine/document/drawing_svg.h"

#include "engine/document/markup_inside.h"

static const char *const fill_words[] = {
    [FILL_NONE] = "none", [FILL_SOLID] = "solid", [FILL_STRIPES] = "stripes", [FILL_DOTS] = "dots"};

static void attribute_number(struct buffer *out, const char *name, double number)
{
    buffer_add_format(out, " %s=\"", name);
    markup_number(out, number);
    buffer_add_char(out, '"');
}

/* ---- patterns: one definition for each ink and fill in use ---- */

enum { INKS = INK_THIRD + 1, FILLS = FILL_DOTS + 1 };

struct patterns {
    bool used[INKS][FILLS];
};

static void patterns_note(struct patterns *patterns, const struct list *shapes)
{
    for (size_t i = 0; i < shapes->count; i++) {
        const struct shape *shape = shapes->items[i];
        if (shape->kind == SHAPE_GROUP)
            patterns_note(patterns, &shape->shapes);
        else if (shape->kind == SHAPE_RECTANGLE)
            patterns->used[shape->paint.ink][shape->paint.fill] = true;
    }
}

static void pattern_write(struct buffer *out, struct text id, enum ink ink, enum fill fill)
{
    const char *word = ink_word(ink), *colour = ink_colour(ink);
    buffer_add_format(out,
                      "<pattern id=\"%.*s-%s-%s\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\"",
                      TEXT_ARGS(id), word, fill_words[fill]);
    if (fill == FILL_STRIPES) {
        buffer_add_format(out,
                          " patternTransform=\"rotate(45)\"><rect width=\"6\" height=\"6\" fill=\"#fff\"/>"
                          "<rect class=\"ink-%s\" width=\"3\" height=\"6\" fill=\"%s\"/></pattern>\n",
                          word, colour);
        return;
    }
    buffer_add_format(out,
                      "><rect width=\"6\" height=\"6\" fill=\"#fff\"/>"
                      "<circle class=\"ink-%s\" cx=\"3\" cy=\"3\" r=\"1.3\" fill=\"%s\"/></pattern>\n",
                      word, colour);
}

static void patterns_write(struct buffer *out, const struct drawing *drawing, struct text id)
{
    struct patterns patterns = {0};
    patterns_note(&patterns, &drawing->shapes);
    bool begun = false;
    for (unsigned ink = 0; ink < INKS; ink++) {
        for (unsigned fill = FILL_STRIPES; fill < FILLS; fill++) {
            if (!patterns.used[ink][fill])
                continue;
            if (!begun)
                buffer_add(out, TEXT("<defs>\n"));
            begun = true;
            pattern_write(out, id, (enum ink)ink, (enum fill)fill);
        }
    }
    if (begun)
        buffer_add(out, TEXT("</defs>\n"));
}

/* ---- shapes ---- */

static void stroke_write(struct buffer *out, struct paint paint)
{
    if (paint.line_width <= 0)
        return;
    buffer_add_format(out, " stroke=\"%s\"", ink_colour(paint.ink));
    attribute_number(out, "stroke-width", paint.line_width);
    if (paint.dash != DASH_NONE)
        buffer_add_format(out, " stroke-dasharray=\"%s\"", paint.dash == DASH_LONG ? "7 4" : "2 3");
}

static void rectangle_write(struct buffer *out, const struct shape *shape, struct text id)
{
    struct paint paint = shape->paint;
    buffer_add_format(out, "<rect class=\"%s line-%s\"", paint.fill == FILL_SOLID ? "solid" : "outlined",
                      ink_word(paint.ink));
    if (paint.fill == FILL_SOLID)
        buffer_add_format(out, " fill=\"%s\"", ink_colour(paint.ink));
    else if (paint.fill == FILL_NONE)
        buffer_add(out, TEXT(" fill=\"#fff\""));
    else
        buffer_add_format(out, " fill=\"url(#%.*s-%s-%s)\"", TEXT_ARGS(id), ink_word(paint.ink),
                          fill_words[paint.fill]);
    stroke_write(out, paint);
    attribute_number(out, "x", shape->box.x);
    attribute_number(out, "y", shape->box.y);
    attribute_number(out, "width", shape->box.width);
    attribute_number(out, "height", shape->box.height);
    buffer_add(out, TEXT("/>\n"));
}

static void line_write(struct buffer *out, const struct shape *shape)
{
    buffer_add_format(out, "<polyline class=\"line-%s\" fill=\"none\"", ink_word(shape->paint.ink));
    stroke_write(out, shape->paint);
    buffer_add(out, TEXT(" points=\""));
    for (size_t i = 0; i < shape->count; i++) {
        if (i > 0)
            buffer_add_char(out, ' ');
        markup_number(out, shape->points[i].x);
        buffer_add_char(out, ',');
        markup_number(out, shape->points[i].y);
    }
    buffer_add(out, TEXT("\"/>\n"));
}

static void text_write(struct buffer *out, const struct shape *shape)
{
    static const char *const anchors[] = {
        [ANCHOR_START] = "start", [ANCHOR_MIDDLE] = "middle", [ANCHOR_END] = "end"};
    struct lettering lettering = shape->lettering;
    buffer_add_format(out, "<text class=\"ink-%s\" fill=\"%s\"", ink_word(lettering.ink),
                      ink_colour(lettering.ink));
    attribute_number(out, "font-size", lettering.size);
    if (lettering.anchor != ANCHOR_START)
        buffer_add_format(out, " text-anchor=\"%s\"", anchors[lettering.anchor]);
    if (lettering.bold)
        buffer_add(out, TEXT(" font-weight=\"bold\""));
    attribute_number(out, "x", shape->box.x);
    attribute_number(out, "y", shape->box.y);
    buffer_add_char(out, '>');
    markup_add(out, shape->text);
    buffer_add(out, TEXT("</text>\n"));
}

static void shapes_write(struct buffer *out, const struct list *shapes, struct text id)
{
    for (size_t i = 0; i < shapes->count; i++) {
        const struct shape *shape = shapes->items[i];
        switch (shape->kind) {
        case SHAPE_RECTANGLE:
            rectangle_write(out, shape, id);
            break;
        case SHAPE_LINE:
            line_write(out, shape);
            break;
        case SHAPE_TEXT:
            text_write(out, shape);
            break;
        case SHAPE_GROUP:
            buffer_add(out, TEXT("<g><title>"));
            markup_add(out, shape->text);
            buffer_add(out, TEXT("</title>\n"));
            shapes_write(out, &shape->shapes, id); /* groups do not nest: one step deep */
            buffer_add(out, TEXT("</g>\n"));
            break;
        }
    }
}

void drawing_svg_write(struct buffer *out, const struct drawing *drawing, struct text id)
{
    buffer_add(out, TEXT("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"drawing\" role=\"img\""
                         " font-family=\"sans-serif\" viewBox=\"0 0 "));
    markup_number(out, drawing->width);
    buffer_add_char(out, ' ');
    markup_number(out, drawing->height);
    buffer_add_char(out, '"');
    attribute_number(out, "width", drawing->width);
    attribute_number(out, "height", drawing->height);
    buffer_add_format(out, " aria-labelledby=\"%.*s-title %.*s-desc\">\n<title id=\"%.*s-title\">",
                      TEXT_ARGS(id), TEXT_ARGS(id), TEXT_ARGS(id));
    markup_add(out, drawing->title);
    buffer_add_format(out, "</title>\n<desc id=\"%.*s-desc\">", TEXT_ARGS(id));
    markup_add(out, drawing->description);
    buffer_add(out, TEXT("</desc>\n"));
    patterns_write(out, drawing, id);
    shapes_write(out, &drawing->shapes, id);
    buffer_add(out, TEXT("</svg>\n"));
}
