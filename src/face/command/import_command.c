/* import_command.c — the rows of a workbook become records. */
#include "face/command/command_inside.h"

#include "base/buffer.h"
#include "base/file.h"
#include "engine/codec/yaml.h"
#include "work/intake/marked_sheet.h"

#include <unistd.h>

enum { SHEET_MAX = 100 << 20, MAP_PROBLEMS_MAX = 50 };

static void say_result(struct command_line *line, const struct intake_answer *answer)
{
    struct node *result = node_map(line->arena);
    node_put(result, "rows", node_whole(line->arena, answer->rows));
    node_put(result, "kept", node_whole(line->arena, answer->kept));
    node_put(result, "repeated", node_whole(line->arena, answer->repeated));
    node_put(result, "added", node_whole(line->arena, answer->counts.added));
    node_put(result, "changed", node_whole(line->arena, answer->counts.changed));
    node_put(result, "same", node_whole(line->arena, answer->counts.same));
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

/* The file of --map: YAML, their column: our field. False with `*problems` told. */
bool map_asked(struct command_line *line, const struct node **map, bool *sound, struct failure *why)
{
    struct text path = option_text(line, "map"), bytes;
    struct problems problems;
    struct node *root;
    *sound = true;
    if (path.length == 0)
        return true;
    problems_init(&problems, line->arena, MAP_PROBLEMS_MAX);
    if (!file_read(line->arena, path.bytes, YAML_BYTES_MAX, &bytes, why))
        return false;
    *sound = yaml_read(line->arena, path, bytes, &root, &problems);
    if (!*sound)
        say_node(line, tell_problems(line, &problems));
    else if (root->kind != NODE_MAP)
        return FAIL(why, FAILURE_INVALID, "--map is a file of lines such as  Ngày họp: held_on");
    else
        *map = root;
    return true;
}

/* "-" is standard input, read to its end. */
static bool read_sheet(struct command_line *line, struct text *bytes, struct failure *why)
{
    if (!text_is(line->given[2], "-"))
        return file_read(line->arena, line->given[2].bytes, SHEET_MAX, bytes, why);
    struct buffer CLOSING(buffer) read_in;
    char piece[64 * 1024];
    ssize_t got;
    buffer_init(&read_in, SHEET_MAX);
    while ((got = read(STDIN_FILENO, piece, sizeof piece)) > 0)
        buffer_add_bytes(&read_in, piece, (size_t)got);
    if (got < 0)
        return FAIL(why, FAILURE_BROKEN, "standard input cannot be read");
    if (!buffer_ok(&read_in, why))
        return false;
    *bytes = text_copy(line->arena, buffer_text(&read_in));
    return true;
}

/* --to: the sheet with its problems marked, of a dry run. */
static bool import_or_mark(struct command_line *line, struct desk *desk, const struct intake_request *request, struct intake_answer *answer,
                           struct failure *why)
{
    struct text to = option_text(line, "to"), bytes;
    if (to.length == 0)
        return intake_import(desk->instance, request, line->arena, answer, why);
    if (!request->dry_run || !text_ends(to, TEXT(".xlsx")))
        return FAIL(why, FAILURE_INVALID, "--to goes with --dry-run, and is a file that ends in .xlsx");
    return marked_sheet_make(desk->instance, request, line->arena, answer, &bytes, why) && file_replace(to.bytes, bytes, why);
}

bool import_command(struct command_line *line, struct failure *why)
{
    struct desk CLOSING(desk) desk = {0};
    struct intake_request request = {.register_name = line->given[1], .unit = option_text(line, "unit"), .file_name = line->given[2],
                                     .sheet_name = option_text(line, "sheet"), .dry_run = option_has(line, "dry-run"), .progress = &line->progress};
    struct intake_answer answer;
    bool sound;
    if (!map_asked(line, &request.map, &sound, why))
        return false;
    if (!sound)
        return true;
    if (!read_sheet(line, &request.bytes, why) ||
        !open_desk(line, !request.dry_run, &desk, why))
        return false;
    request.viewer = &desk.viewer;
    if (!import_or_mark(line, &desk, &request, &answer, why))
        return false;
    progress_end(line);
    say_result(line, &answer);
    return true;
}
