#include "engine/document/drawing_png.h"

#include <cairo.h>
#include <math.h>
#include <pango/pangocairo.h>

/* The comma keeps the last word of a face's name from being read as a style. */
static const char png_face[] = "Arimo,Liberation Sans,Noto Sans,sans-serif,";

struct png {
    cairo_t *cairo;
    PangoLayout *layout;
    PangoFontDescription *face;
};

static double hex_part(const char *colour, size_t at)
{
    unsigned number = 0;
    for (size_t i = at; i < at + 2; i++) {
        char c = colour[i];
        number = number * 16 + (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10);
    }
    return number / 255.0;
}

static void ink_take(cairo_t *cairo, enum ink ink)
{
    const char *colour = ink_colour(ink); /* #rrggbb, small letters */
    cairo_set_source_rgb(cairo, hex_part(colour, 1), hex_part(colour, 3), hex_part(colour, 5));
}

static void stroke_draw(cairo_t *cairo, struct paint paint)
{
    static const double lengths[][2] = {[DASH_NONE] = {0, 0}, [DASH_LONG] = {7, 4}, [DASH_SHORT] = {2, 3}};
    if (paint.line_width <= 0) {
        cairo_new_path(cairo);
        return;
    }
    ink_take(cairo, paint.ink);
    cairo_set_line_width(cairo, paint.line_width);
    cairo_set_dash(cairo, lengths[paint.dash], paint.dash == DASH_NONE ? 0 : 2, 0);
    cairo_stroke(cairo);
}

static void stripes_draw(cairo_t *cairo, struct box box)
{
    enum { APART = 8 };
    double first = floor(box.x / APART) * APART - box.height;
    cairo_set_line_width(cairo, 3);
    for (double x = first; x < box.x + box.width; x += APART) {
        cairo_move_to(cairo, x, box.y + box.height);
        cairo_line_to(cairo, x + box.height, box.y);
        cairo_stroke(cairo);
    }
}

static void dots_draw(cairo_t *cairo, struct box box)
{
    enum { APART = 6 };
    for (double y = box.y + 3; y < box.y + box.height; y += APART) {
        for (double x = box.x + 3; x < box.x + box.width; x += APART) {
            cairo_arc(cairo, x, y, 1.3, 0, 2 * 3.14159265358979);
            cairo_fill(cairo);
        }
    }
}

static void rectangle_draw(cairo_t *cairo, const struct shape *shape)
{
    struct box box = shape->box;
    struct paint paint = shape->paint;
    cairo_save(cairo);
    cairo_rectangle(cairo, box.x, box.y, box.width, box.height);
    cairo_clip_preserve(cairo);
    ink_take(cairo, paint.fill == FILL_SOLID ? paint.ink : INK_PAPER);
    cairo_fill(cairo);
    ink_take(cairo, paint.ink);
    cairo_set_dash(cairo, NULL, 0, 0);
    if (paint.fill == FILL_STRIPES)
        stripes_draw(cairo, box);
    if (paint.fill == FILL_DOTS)
        dots_draw(cairo, box);
    cairo_restore(cairo);
    cairo_rectangle(cairo, box.x, box.y, box.width, box.height);
    stroke_draw(cairo, paint);
}

static void line_draw(cairo_t *cairo, const struct shape *shape)
{
    for (size_t i = 0; i < shape->count; i++)
        cairo_line_to(cairo, shape->points[i].x, shape->points[i].y);
    stroke_draw(cairo, shape->paint);
}

static void text_draw(const struct png *png, const struct shape *shape)
{
    struct lettering lettering = shape->lettering;
    pango_font_description_set_absolute_size(png->face, lettering.size * PANGO_SCALE);
    pango_font_description_set_weight(png->face, lettering.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_layout_set_font_description(png->layout, png->face);
    pango_layout_set_text(png->layout, shape->text.bytes, (int)shape->text.length);
    int width = 0;
    pango_layout_get_size(png->layout, &width, NULL);
    double shift = lettering.anchor == ANCHOR_START ? 0 : lettering.anchor == ANCHOR_MIDDLE ? 0.5 : 1;
    double baseline = (double)pango_layout_get_baseline(png->layout) / PANGO_SCALE;
    cairo_move_to(png->cairo, shape->box.x - shift * width / PANGO_SCALE, shape->box.y - baseline);
    ink_take(png->cairo, lettering.ink);
    pango_cairo_show_layout(png->cairo, png->layout);
    cairo_new_path(png->cairo);
}

static void shapes_draw(const struct png *png, const struct list *shapes)
{
    for (size_t i = 0; i < shapes->count; i++) {
        const struct shape *shape = shapes->items[i];
        switch (shape->kind) {
        case SHAPE_RECTANGLE:
            rectangle_draw(png->cairo, shape);
            break;
        case SHAPE_LINE:
            line_draw(png->cairo, shape);
            break;
        case SHAPE_TEXT:
            if (shape->text.length > 0)
                text_draw(png, shape);
            break;
        case SHAPE_GROUP:
            shapes_draw(png, &shape->shapes);
            break; /* groups do not nest: one step deep */
        }
    }
}

/* Letters are placed where they fall, not on whole pixels: spacing stays even at every scale. */
static void letters_prepare(PangoContext *context)
{
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    pango_cairo_context_set_font_options(context, options);
    pango_cairo_context_set_resolution(context, 72);
    pango_context_set_round_glyph_positions(context, FALSE);
    cairo_font_options_destroy(options);
}

static void drawing_paint(cairo_t *cairo, const struct drawing *drawing, double scale)
{
    struct png png = {.cairo = cairo};
    ink_take(cairo, INK_PAPER);
    cairo_paint(cairo);
    cairo_scale(cairo, scale, scale);
    PangoFontMap *faces = pango_cairo_font_map_new(); /* ours alone, so that it goes when we are done */
    PangoContext *context = pango_font_map_create_context(faces);
    pango_cairo_update_context(cairo, context);
    png.face = pango_font_description_from_string(png_face);
    letters_prepare(context);
    png.layout = pango_layout_new(context);
    shapes_draw(&png, &drawing->shapes);
    pango_font_description_free(png.face);
    g_object_unref(png.layout);
    g_object_unref(context);
    g_object_unref(faces);
}

#ifdef __SANITIZE_ADDRESS__
/* fontconfig keeps some 300 bytes for the life of the process and says so to nobody. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_options(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libfontconfig\n";
}
const char *__lsan_default_options(void)
{
    return "print_suppressions=0";
}
#endif

static cairo_status_t bytes_take(void *closure, const unsigned char *bytes, unsigned length)
{
    buffer_add_bytes(closure, bytes, length);
    return CAIRO_STATUS_SUCCESS;
}

bool drawing_png_write(struct buffer *out, const struct drawing *drawing, double scale, struct failure *why)
{
    double width = ceil(drawing->width * scale), height = ceil(drawing->height * scale);
    if (!(width >= 1 && height >= 1 && width * height <= DRAWING_PIXELS_MAX && width < 32767 &&
          height < 32767))
        return FAIL(why, FAILURE_TOO_BIG, "a picture of %.0f by %.0f pixels", width, height);
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)width, (int)height);
    cairo_t *cairo = cairo_create(surface);
    drawing_paint(cairo, drawing, scale);
    cairo_status_t status = cairo_status(cairo);
    if (status == CAIRO_STATUS_SUCCESS)
        status = cairo_surface_write_to_png_stream(surface, bytes_take, out);
    cairo_destroy(cairo);
    cairo_surface_destroy(surface);
    if (status != CAIRO_STATUS_SUCCESS)
        return FAIL(why, FAILURE_BROKEN, "cairo: %s", cairo_status_to_string(status));
    return buffer_ok(out, why);
}
