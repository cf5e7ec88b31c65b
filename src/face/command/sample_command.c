/* sample_command.c — dossiers drawn from a list so that anybody can draw them again. */
#include "face/command/command_inside.h"

#include "base/file.h"
#include "base/world.h"
#include "work/check/sample_list.h"
#include "work/upkeep/upkeep.h"

enum { WORKBOOK_MAX = 100 << 20, SAMPLE_PROBLEMS_MAX = 50 };

static bool write_survey(struct command_line *line, const struct sample_made *made, struct text *bytes, struct failure *why)
{
    const struct definition *definition;
    struct document *document;
    struct problems problems;
    struct world world = world_real();
    struct day today = day_is_some(line->today) ? line->today : world_today(&world);
    problems_init(&problems, line->arena, SAMPLE_PROBLEMS_MAX);
    if (!upkeep_check_pack(line->arena, option_has(line, "pack") ? option_text(line, "pack") : TEXT("vietnam"), &definition, &problems, why))
        return false;
    if (!definition)
        return FAIL(why, FAILURE_INVALID, "the pack does not read: danvan define-check tells why");
    return sample_list_survey(line->arena, made, definition, day_parts(today).year, &document, why) &&
           report_write(line->arena, document, REPORT_DOCX, bytes, why);
}

static bool write_made(struct command_line *line, const struct sample_made *made, struct text to, struct failure *why)
{
    struct text bytes;
    bool done = text_ends(to, TEXT(".xlsx"))   ? sample_list_xlsx(line->arena, made, &bytes, why)
                : text_ends(to, TEXT(".csv")) ? sample_list_csv(line->arena, made, &bytes, why)
                                              : write_survey(line, made, &bytes, why);
    if (!done || !file_replace(to.bytes, bytes, why))
        return false;
    struct node *result = sample_list_node(line->arena, made);
    node_put(result, "file", node_text(line->arena, to));
    say_node(line, result);
    say(line, WORD_SAMPLE_DRAWN, number_text(line, (int64_t)made->sample.count), number_text(line, made->rows));
    say_text(line, text_format(line->arena, "%.*s\n", TEXT_ARGS(sample_list_minutes(line->arena, made))));
    say(line, WORD_WRITTEN, to, (struct text){0});
    return true;
}

bool sample_command(struct command_line *line, struct failure *why)
{
    struct sample_request request = {.file = name_without_folder(line->given[0]), .by = option_text(line, "by"), .in_proportion = option_text(line, "in-proportion"),
                                     .sheet = option_text(line, "sheet"), .language = line->language};
    struct sample_made made;
    struct problems problems;
    struct text size, to;
    int64_t number;
    problems_init(&problems, line->arena, SAMPLE_PROBLEMS_MAX);
    if (!option_need(line, "size", &size, why) || !option_need(line, "seed", &request.seed, why) || !option_need(line, "to", &to, why))
        return false;
    if (!text_read_int64(size, &number) || number < 1 || number > SAMPLE_ITEMS_MAX)
        return FAIL(why, FAILURE_INVALID, "--size is how many dossiers are drawn");
    if (!text_ends(to, TEXT(".xlsx")) && !text_ends(to, TEXT(".csv")) && !text_ends(to, TEXT(".docx")))
        return FAIL(why, FAILURE_INVALID, "--to is a file that ends in .xlsx or .csv (the dossiers drawn) or .docx (a survey sheet for each)");
    request.size = (size_t)number;
    if (!file_read(line->arena, line->given[0].bytes, WORKBOOK_MAX, &request.bytes, why) ||
        !sample_list_draw(line->arena, &request, &made, &problems, why))
        return false;
    struct node *told = tell_problems(line, &problems);
    if (problems.errors > 0) {
        say_node(line, told);
        return true;
    }
    return write_made(line, &made, to, why);
}
