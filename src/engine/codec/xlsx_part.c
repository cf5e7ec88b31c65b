/* xlsx_part.c — a part of a package, unpacked and taken apart chunk by chunk. */
#include "engine/codec/xlsx_inside.h"

enum { CHUNK = 64 << 10 };

bool xlsx_part_open(struct xlsx_part *part, struct xlsx *xlsx, const struct zip_file *file, const struct xml_events *events,
                    void *own, struct zip_trouble *trouble)
{
    *part = (struct xlsx_part){.xlsx = xlsx, .state = XML_READ_MORE};
    part->stream = zip_stream_open(xlsx->zip, file, trouble);
    if (part->stream == NULL)
        return false;
    part->xml = xml_read_open(events, own);
    return true;
}

void xlsx_part_close(struct xlsx_part *part)
{
    zip_stream_close(part->stream);
    xml_read_close(part->xml);
    *part = (struct xlsx_part){.xlsx = part->xlsx, .state = XML_READ_DONE};
}

enum xml_read xlsx_part_next(struct xlsx_part *part, struct zip_trouble *trouble)
{
    *trouble = (struct zip_trouble){0};
    if (part->state == XML_READ_PAUSED)
        part->state = xml_read_go_on(part->xml);
    while (part->state == XML_READ_MORE) {
        size_t length;
        char *room = xml_read_room(part->xml, CHUNK);
        if (!zip_stream_read(part->stream, room, CHUNK, &length, trouble))
            return part->state = XML_READ_BROKEN;
        part->state = xml_read_take(part->xml, length, length == 0);
        if (part->xlsx->workbook->broken) /* an event said why */
            return part->state = XML_READ_BROKEN;
    }
    if (part->state == XML_READ_BROKEN)
        trouble->code = xml_read_trouble(part->xml);
    return part->state;
}

bool xlsx_stop(struct xlsx *xlsx, struct zip_trouble trouble)
{
    struct workbook *workbook = xlsx->workbook;
    if (!workbook->broken && trouble.code != NULL)
        problem_add(workbook->problems, (struct place){.file = workbook->file}, trouble.code, trouble.about, (struct text){0});
    workbook->broken = true;
    return false;
}

bool xlsx_part_read(struct xlsx *xlsx, const struct zip_file *file, const struct xml_events *events, void *own)
{
    struct xlsx_part part;
    struct zip_trouble trouble;
    if (!xlsx_part_open(&part, xlsx, file, events, own, &trouble))
        return xlsx_stop(xlsx, trouble);
    enum xml_read state = xlsx_part_next(&part, &trouble);
    xlsx_part_close(&part);
    return state == XML_READ_DONE || xlsx_stop(xlsx, trouble);
}
