/* xlsx_styles.c — which cell formats show a number as a day or an hour. */
#include "engine/codec/xlsx_inside.h"

#include "base/list.h"

#include <string.h>

enum { FORMATS_MAX = 20000, CELL_FORMATS_MAX = 100000 }; /* Excel itself: about 250 and 65,490 */

struct format {
    uint32_t id;
    enum sheet_show show;
};

struct styles {
    struct xlsx *xlsx;
    struct arena *arena;
    struct list formats; /* struct format * */
    bool in_formats, in_cells;
    size_t room;
};

/* A number of an attribute; 0 when it is none. */
static uint32_t id_read(struct text text)
{
    int64_t id = 0;
    return text_read_int64(text, &id) && id > 0 && id < INT32_MAX ? (uint32_t)id : 0;
}

static enum sheet_show show_find(const struct styles *styles, uint32_t id)
{
    for (size_t i = styles->formats.count; i-- > 0;) {
        const struct format *format = styles->formats.items[i];
        if (format->id == id)
            return format->show;
    }
    return sheet_show_of_id(id);
}

static void format_add(struct styles *styles, const char *const *attributes)
{
    if (styles->formats.count >= FORMATS_MAX) {
        (void)workbook_stop(styles->xlsx->workbook, "xlsx.formats", FORMATS_MAX);
        return;
    }
    struct format *format = arena_make(styles->arena, sizeof *format);
    format->id = id_read(xml_read_attribute(attributes, "numFmtId"));
    format->show = sheet_show_of_format(xml_read_attribute(attributes, "formatCode"));
    list_add(&styles->formats, styles->arena, format);
}

static void cell_format_add(struct styles *styles, const char *const *attributes)
{
    struct xlsx *xlsx = styles->xlsx;
    if (xlsx->show_count >= CELL_FORMATS_MAX) {
        (void)workbook_stop(xlsx->workbook, "xlsx.formats", CELL_FORMATS_MAX);
        return;
    }
    if (xlsx->show_count == styles->room) {
        styles->room = styles->room == 0 ? 64 : styles->room * 2;
        enum sheet_show *shows = arena_make_many(xlsx->workbook->arena, styles->room, sizeof *shows);
        if (xlsx->show_count > 0)
            memcpy(shows, xlsx->shows, xlsx->show_count * sizeof *shows);
        xlsx->shows = shows;
    }
    xlsx->shows[xlsx->show_count++] = show_find(styles, id_read(xml_read_attribute(attributes, "numFmtId")));
}

/* <numFmts> stands before <cellXfs>, by the schema. */
static void styles_begin(void *own, struct text name, const char *const *attributes)
{
    struct styles *styles = own;
    if (styles->xlsx->workbook->broken)
        return;
    if (text_is(name, "numFmts"))
        styles->in_formats = true;
    else if (text_is(name, "cellXfs"))
        styles->in_cells = true;
    else if (text_is(name, "numFmt") && styles->in_formats)
        format_add(styles, attributes);
    else if (text_is(name, "xf") && styles->in_cells)
        cell_format_add(styles, attributes);
}

static void styles_end(void *own, struct text name)
{
    struct styles *styles = own;
    if (text_is(name, "numFmts"))
        styles->in_formats = false;
    else if (text_is(name, "cellXfs"))
        styles->in_cells = false;
}

static void styles_text(void *own, struct text piece)
{
    (void)own, (void)piece;
}

bool xlsx_styles_read(struct xlsx *xlsx)
{
    static const struct xml_events events = {styles_begin, styles_end, styles_text};
    if (xlsx->styles_part == NULL)
        return true;
    struct arena *CLOSING(arena) scratch = arena_open();
    struct styles styles = {.xlsx = xlsx, .arena = scratch};
    return xlsx_part_read(xlsx, xlsx->styles_part, &events, &styles) && !xlsx->workbook->broken;
}
