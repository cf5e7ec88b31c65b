/* paper_command.c — a paper made from a record, of a disposal, or about a period, as a file or on the screen. */
#include "face/command/command_inside.h"

#include "work/paper/paper.h"
#include "work/report/report.h"

bool paper_command(struct command_line *line, struct failure *why)
{
    struct desk CLOSING(desk) desk = {0};
    struct paper_request ask = {.paper = line->given[1], .record = option_text(line, "record"), .each = option_text(line, "for"),
                                .disposal = option_text(line, "disposal"), .unit = option_text(line, "unit"),
                                .period = option_text(line, "period"), .language = line->language};
    enum report_format format;
    struct document *document;
    struct text to, bytes;
    bool disposal = ask.disposal.length > 0;
    if (!document_asked(line, &to, &format, why) || (!disposal && ask.period.length == 0 && !option_need(line, "record", &ask.record, why)) ||
        (!disposal && ask.record.length == 0 && !option_need(line, "unit", &ask.unit, why)) || !open_desk(line, false, &desk, why))
        return false;
    ask.viewer = &desk.viewer;
    return paper_build(desk.instance, &ask, line->arena, &document, why) && report_write(line->arena, document, format, &bytes, why) &&
           document_put(line, to, bytes, why);
}
