/* sheet_command.c — an empty sheet of a register, to fill in and bring back with `import`. */
#include "face/command/command_inside.h"

#include "base/file.h"
#include "work/intake/empty_sheet.h"

bool sheet_command(struct command_line *line, struct failure *why)
{
    struct desk CLOSING(desk) desk = {0};
    struct text to, bytes;
    if (!option_need(line, "to", &to, why) || !open_desk(line, false, &desk, why))
        return false;
    if (!text_ends(to, TEXT(".xlsx")))
        return FAIL(why, FAILURE_INVALID, "--to is a file that ends in .xlsx");
    if (!empty_sheet_make(desk.instance, line->given[1], &desk.viewer, line->arena, &bytes, why) || !file_replace(to.bytes, bytes, why))
        return false;
    struct node *result = node_map(line->arena);
    node_put(result, "file", node_text(line->arena, to));
    node_put(result, "bytes", node_whole(line->arena, (int64_t)bytes.length));
    say_node(line, result);
    say(line, WORD_WRITTEN, to, (struct text){0});
    return true;
}
