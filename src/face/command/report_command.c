/* report_command.c — a report built from the records, as a file or on the screen. */
#include "face/command/command_inside.h"

#include "base/file.h"
#include "work/report/report.h"

#define REPORT_USUAL TEXT("quarterly-portal")
#define SCREEN TEXT("-")

bool document_asked(const struct command_line *line, struct text *to, enum report_format *format, struct failure *why)
{
    if (!option_need(line, "to", to, why))
        return false;
    size_t dot = to->length;
    while (dot > 0 && to->bytes[dot - 1] != '.')
        dot--;
    struct text ending = text_equal(*to, SCREEN) ? (line->json ? TEXT("json") : TEXT("txt")) : text_from(*to, dot);
    return report_format_read(ending, format) ||
           FAIL(why, FAILURE_INVALID, "--to is a file that ends in .docx, .xlsx, .html, .fragment, .txt or .json, or - for the screen");
}

static void tell_warnings(struct command_line *line, const struct node *warnings)
{
    for (size_t i = 0; i < node_count(warnings); i++) {
        struct text sentence = node_text_at(warnings->list.items[i], "sentence");
        note(line, WORD_HANDED_PROBLEM, word_text(line, WORD_WARNING, (struct text){0}, (struct text){0}), sentence);
    }
}

static bool build(struct command_line *line, enum report_format format, struct text *bytes, struct failure *why)
{
    struct desk CLOSING(desk) desk = {0};
    struct text name = option_text(line, "report");
    struct report_request ask = {.report = name.length > 0 ? name : REPORT_USUAL, .language = line->language};
    struct report_built built;
    if (!option_need(line, "unit", &ask.unit, why) || !option_need(line, "period", &ask.period, why) || !open_desk(line, false, &desk, why))
        return false;
    ask.viewer = &desk.viewer;
    if (!report_build(desk.instance, &ask, line->arena, &built, why) || !report_write(line->arena, built.document, format, bytes, why))
        return false;
    tell_warnings(line, built.warnings);
    return true;
}

bool document_put(const struct command_line *line, struct text to, struct text bytes, struct failure *why)
{
    if (text_equal(to, SCREEN)) {
        struct command_line plain = *line;
        plain.json = false; /* the document itself is the result */
        say_text(&plain, bytes);
        return true;
    }
    if (!file_replace(to.bytes, bytes, why))
        return false;
    struct node *result = node_map(line->arena);
    node_put(result, "file", node_text(line->arena, to));
    node_put(result, "bytes", node_whole(line->arena, (int64_t)bytes.length));
    say_node(line, result);
    say(line, WORD_WRITTEN, to, (struct text){0});
    return true;
}

bool report_command(struct command_line *line, struct failure *why)
{
    enum report_format format;
    struct text to, bytes;
    return document_asked(line, &to, &format, why) && build(line, format, &bytes, why) && document_put(line, to, bytes, why);
}
