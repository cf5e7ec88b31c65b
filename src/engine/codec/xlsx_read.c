/* xlsx_read.c — an .xlsx workbook, behind sheet.h. */
#include "engine/codec/xlsx_inside.h"

static void xlsx_open(struct workbook *workbook)
{
    struct xlsx *xlsx = arena_make(workbook->arena, sizeof *xlsx);
    struct zip_limits limits = {workbook->limits.entries_max, workbook->limits.unpacked_max, workbook->limits.ratio_max};
    struct zip_trouble trouble = {0};
    *xlsx = (struct xlsx){.workbook = workbook};
    workbook->own = xlsx;
    xlsx->zip = zip_read_open(workbook->arena, workbook->bytes, limits, &trouble);
    if (xlsx->zip == NULL)
        (void)xlsx_stop(xlsx, trouble);
    else if (xlsx_package_read(xlsx))
        (void)xlsx_styles_read(xlsx);
}

static void xlsx_close(struct workbook *workbook)
{
    struct xlsx *xlsx = workbook->own;
    zip_read_close(xlsx->zip);
}

const struct sheet_reader xlsx_reader = {xlsx_open, xlsx_close, xlsx_sheet_open, xlsx_sheet_next, xlsx_sheet_close};
