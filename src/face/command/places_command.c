/* places_command.c — the names of places in a column of a sheet get their official codes. */
#include "face/command/command_inside.h"

#include "base/file.h"
#include "work/intake/place_column.h"
#include "work/upkeep/upkeep.h"

enum { WORKBOOK_MAX = 100 << 20, PLACE_PROBLEMS_MAX = 50 };

static void say_made(struct command_line *line, const struct place_column_made *made, struct text to)
{
    struct node *result = node_map(line->arena);
    node_put(result, "file", node_text(line->arena, to));
    node_put(result, "rows", node_whole(line->arena, made->rows));
    node_put(result, "sure", node_whole(line->arena, made->sure));
    node_put(result, "unsure", node_whole(line->arena, made->unsure));
    node_put(result, "unknown", node_whole(line->arena, made->unknown));
    say_node(line, result);
    say(line, WORD_PLACES_SURE, number_text(line, made->rows), number_text(line, made->sure));
    say(line, WORD_PLACES_REST, number_text(line, made->unsure), number_text(line, made->unknown));
    say(line, WORD_WRITTEN, to, (struct text){0});
    line->found = made->sure < made->rows;
}

bool places_command(struct command_line *line, struct failure *why)
{
    struct desk CLOSING(desk) desk = {0};
    struct place_column_request request = {
        .file = line->given[1], .day = DAY_NONE, .language = line->language};
    struct place_column_made made;
    struct problems problems;
    struct text to;
    problems_init(&problems, line->arena, PLACE_PROBLEMS_MAX);
    if (!option_need(line, "column", &request.column, why) || !option_need(line, "to", &to, why))
        return false;
    request.xlsx = text_ends(to, TEXT(".xlsx"));
    if (!request.xlsx && !text_ends(to, TEXT(".csv")))
        return FAIL(why, FAILURE_INVALID, "--to is a file that ends in .csv or .xlsx");
    if (option_has(line, "day") && !day_read_people(option_text(line, "day"), &request.day))
        return FAIL(why, FAILURE_INVALID, "--day is a day such as 2021-09-08");
    request.packs = upkeep_pack(line->arena, TEXT("vietnam")).folder;
    if (!open_desk(line, false, &desk, why) ||
        !file_read(line->arena, line->given[1].bytes, WORKBOOK_MAX, &request.bytes, why))
        return false;
    if (!day_is_some(request.day))
        request.day = desk.viewer.today;
    if (!place_column_resolve(desk.instance, &request, line->arena, &made, &problems, why))
        return false;
    if (problems.errors > 0) {
        say_node(line, tell_problems(line, &problems));
        return true;
    }
    if (!file_replace(to.bytes, made.bytes, why))
        return false;
    say_made(line, &made, to);
    return true;
}
