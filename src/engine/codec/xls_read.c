/*
 * xls_read.c — an .xls (BIFF8) opened: the OLE2 file, then the globals of its workbook: formats, shared texts, sheets.
 *
 * Older kinds (Excel 95 and before) and locked files are told apart and refused with a sentence of their own.
 */
#include "engine/codec/biff_inside.h"
#include "engine/codec/compound_inside.h"
#include "engine/codec/little_inside.h"
#include "engine/codec/xls_inside.h"

#include <string.h>

enum {
    GLOBALS = 0x0005,
    WORKSHEET = 0,
    SHARED_TEXT_BYTES_MIN = 3,
    FORMATS_OF_EXCEL = 164,
    SCRATCH_BYTES = 1 << 20
};

/* ---- one record of the globals ---- */

static bool take_date_mode(struct workbook *workbook, struct biff *biff)
{
    struct xls *xls = workbook->own;
    xls->from_1904 = biff->body.length >= 2 && little_u16(biff->body, 0) == 1;
    return true;
}

static bool take_format(struct workbook *workbook, struct biff *biff)
{
    struct xls *xls = workbook->own;
    struct text head, code;
    struct arena *CLOSING(arena) scratch = arena_open();
    if (!biff_take(scratch, biff, 4, &head) || !biff_text(scratch, biff, little_u16(head, 2), &code))
        return workbook_stop(workbook, "xls.torn", 0);
    xls->shows[little_u16(head, 0)] = (uint8_t)sheet_show_of_format(code);
    return true;
}

static bool take_cell_format(struct workbook *workbook, struct biff *biff)
{
    struct xls *xls = workbook->own;
    if (biff->body.length < 4 || xls->formats_count == XLS_FORMATS)
        return workbook_stop(workbook, "xls.torn", 0);
    if (xls->formats_count == xls->formats_room) {
        xls->formats_room = xls->formats_room == 0 ? 64 : xls->formats_room * 2;
        uint16_t *formats = arena_make_many(workbook->arena, xls->formats_room, sizeof *formats);
        if (xls->formats_count > 0)
            memcpy(formats, xls->formats, xls->formats_count * sizeof *formats);
        xls->formats = formats;
    }
    xls->formats[xls->formats_count++] = (uint16_t)little_u16(biff->body, 2);
    return true;
}

/* Several sheets at one place would be read several times over. */
static bool offset_is_new(const struct workbook *workbook, size_t offset)
{
    for (size_t i = 0; i < workbook->count; i++)
        if (workbook->sheets[i].offset == offset)
            return false;
    return true;
}

static bool take_sheet(struct workbook *workbook, struct biff *biff)
{
    struct text head;
    struct workbook_sheet sheet = {0};
    if (!biff_take(workbook->arena, biff, 7, &head))
        return workbook_stop(workbook, "xls.torn", 0);
    if (little_u8(head, 5) != WORKSHEET)
        return true;
    sheet.offset = little_u32(head, 0);
    sheet.hidden = (little_u8(head, 4) & 3) != 0;
    if (!offset_is_new(workbook, sheet.offset) ||
        !biff_text(workbook->arena, biff, little_u8(head, 6), &sheet.name))
        return workbook_stop(workbook, "xls.torn", 0);
    return workbook_put(workbook, sheet);
}

static bool take_strings(struct workbook *workbook, struct biff *biff)
{
    struct xls *xls = workbook->own;
    struct text head;
    if (xls->strings != NULL || !biff_take(workbook->arena, biff, 8, &head))
        return workbook_stop(workbook, "xls.torn", 0); /* one table only */
    size_t count = little_u32(head, 4), begun = arena_used(workbook->arena);
    if (count > workbook->limits.strings_max)
        return workbook_stop(workbook, "sheet.strings", workbook->limits.strings_max);
    if (count > (xls->stream.length - biff->start) / SHARED_TEXT_BYTES_MIN)
        return workbook_stop(workbook, "xls.torn", 0); /* more texts announced than the file can hold */
    xls->strings = arena_make_many(workbook->arena, count, sizeof *xls->strings);
    struct arena *scratch = arena_open();
    bool good = true;
    for (size_t i = 0; i < count && good; i++) {
        struct text text;
        if (arena_used(scratch) > SCRATCH_BYTES) { /* what decoding leaves behind is given back in between */
            arena_close(scratch);
            scratch = arena_open();
        }
        good = biff_rich_text(scratch, biff, &text) || workbook_stop(workbook, "xls.torn", 0);
        if (!good)
            break;
        xls->strings[xls->strings_count++] = text_copy(workbook->arena, text);
        if (arena_used(workbook->arena) - begun > workbook->limits.strings_bytes_max)
            good = workbook_stop(workbook, "sheet.strings-bytes", workbook->limits.strings_bytes_max >> 20);
    }
    arena_close(scratch);
    return good;
}

/* ---- all of them ---- */

static const struct {
    uint32_t id;
    bool (*take)(struct workbook *workbook, struct biff *biff);
} records[] = {{BIFF_DATEMODE, take_date_mode},
               {BIFF_FORMAT, take_format},
               {BIFF_XF, take_cell_format},
               {BIFF_BOUNDSHEET, take_sheet},
               {BIFF_SST, take_strings}};

static bool record_take(struct workbook *workbook, struct biff *biff)
{
    for (size_t i = 0; i < LENGTH_OF(records); i++)
        if (records[i].id == biff->id)
            return records[i].take(workbook, biff);
    return true;
}

static bool globals_begin(struct workbook *workbook, struct biff *biff)
{
    if (!biff_next(biff) || biff->id != BIFF_BOF || biff->body.length < 4)
        return workbook_stop(workbook, "xls.torn", 0);
    if (little_u16(biff->body, 0) != BIFF_VERSION_8)
        return workbook_stop(workbook, "xls.old", 0);
    return little_u16(biff->body, 2) == GLOBALS || workbook_stop(workbook, "xls.torn", 0);
}

static void globals_read(struct workbook *workbook, struct text stream)
{
    struct xls *xls = arena_make(workbook->arena, sizeof *xls);
    *xls = (struct xls){.stream = stream, .shows = arena_make(workbook->arena, XLS_FORMATS)};
    workbook->own = xls;
    for (uint32_t id = 0; id < FORMATS_OF_EXCEL; id++)
        xls->shows[id] = (uint8_t)sheet_show_of_id(id);
    struct biff biff = {.stream = stream};
    if (!globals_begin(workbook, &biff))
        return;
    while (biff_next(&biff)) {
        if (biff.id == BIFF_EOF)
            return;
        if (biff.id == BIFF_FILEPASS) {
            (void)workbook_stop(workbook, "sheet.encrypted", 0);
            return;
        }
        if (!record_take(workbook, &biff))
            return;
    }
    (void)workbook_stop(workbook, "xls.torn", 0);
}

/* Which of the many files in OLE2 it is. */
static const char *fault_of(struct arena *arena, const struct compound *file)
{
    if (compound_has(arena, file, "Workbook"))
        return NULL;
    if (compound_has(arena, file, "Book"))
        return "xls.old";
    return compound_has(arena, file, "EncryptedPackage") ? "sheet.encrypted" : "sheet.kind";
}

static void xls_open(struct workbook *workbook)
{
    struct compound file;
    struct text stream;
    const char *code = NULL;
    if (!compound_is(workbook->bytes)) {
        (void)workbook_stop(workbook, "xls.old", 0); /* BIFF without OLE2 around it: Excel 4 and before */
        return;
    }
    bool good = compound_open(workbook->arena, workbook->bytes, workbook->limits.entries_max, &file, &code);
    if (good)
        code = fault_of(workbook->arena, &file);
    if (code == NULL && compound_read(workbook->arena, &file, "Workbook", &stream, &code))
        globals_read(workbook, stream);
    else
        (void)workbook_stop(workbook, code,
                            strcmp(code, "xls.entries") == 0 ? workbook->limits.entries_max : 0);
}

static void xls_close(struct workbook *workbook)
{
    (void)workbook; /* all of it stands in the workbook's arena */
}

const struct sheet_reader xls_reader = {.open = xls_open,
                                        .close = xls_close,
                                        .sheet_open = xls_sheet_open,
                                        .sheet_next = xls_sheet_next,
                                        .sheet_close = xls_sheet_close};
