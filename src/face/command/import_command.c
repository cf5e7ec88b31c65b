/* import_command.c — a CSV sheet becomes records. */
#include "face/command/command_inside.h"

#include "base/file.h"
#include "work/intake/intake.h"

enum { SHEET_MAX = 512 << 20 };

static void say_result(struct command_line *line, const struct intake_answer *answer)
{
    struct node *result = node_map(line->arena);
    node_put(result, "rows", node_whole(line->arena, answer->rows));
    node_put(result, "kept", node_whole(line->arena, answer->kept));
    node_put(result, "repeated", node_whole(line->arena, answer->repeated));
    node_put(result, "columns", answer->columns);
    node_put(result, "problems", tell_problems(line, &answer->problems));
    say_node(line, result);
    if (line->found)
        note(line, WORD_ACT_NOTHING, (struct text){0}, (struct text){0});
    else if (option_has(line, "dry-run"))
        say(line, WORD_IMPORT_WOULD, number_text(line, answer->rows), (struct text){0});
    else
        say(line, answer->repeated > 0 ? WORD_IMPORTED_AGAIN : WORD_IMPORTED, number_text(line, answer->kept - answer->repeated),
            number_text(line, answer->repeated));
}

bool import_command(struct command_line *line, struct failure *why)
{
    struct desk CLOSING(desk) desk = {0};
    struct intake_request request = {.register_name = line->given[1], .unit = option_text(line, "unit"), .file_name = line->given[2],
                                     .dry_run = option_has(line, "dry-run"), .progress = &line->progress};
    struct intake_answer answer;
    if (!file_read(line->arena, line->given[2].bytes, SHEET_MAX, &request.bytes, why) || !open_desk(line, !request.dry_run, &desk, why))
        return false;
    request.viewer = &desk.viewer;
    if (!intake_import(desk.instance, &request, line->arena, &answer, why))
        return false;
    progress_end(line);
    say_result(line, &answer);
    return true;
}
