/* copy_commands.c — verify, backup, restore. */
#include "face/command/command_inside.h"

#include "work/upkeep/upkeep.h"

static struct node *verified_node(struct command_line *line, const struct upkeep_verified *verified)
{
    struct node *result = node_map(line->arena);
    node_put(result, "acts", node_whole(line->arena, verified->acts));
    node_put(result, "problems", tell_problems(line, &verified->problems));
    return result;
}

bool verify_command(struct command_line *line, struct failure *why)
{
    struct upkeep_verified verified;
    if (!upkeep_verify(line->given[0].bytes, &line->progress, line->arena, &verified, why))
        return false;
    progress_end(line);
    say_node(line, verified_node(line, &verified));
    if (!line->found)
        say(line, WORD_VERIFIED, number_text(line, verified.acts), (struct text){0});
    return true;
}

bool backup_command(struct command_line *line, struct failure *why)
{
    struct desk CLOSING(desk) desk = {0};
    if (!open_desk(line, false, &desk, why) || !upkeep_backup(desk.instance, line->given[1].bytes, &line->progress, why))
        return false;
    struct node *result = node_map(line->arena);
    progress_end(line);
    node_put(result, "file", node_text(line->arena, line->given[1]));
    say_node(line, result);
    say(line, WORD_BACKED_UP, line->given[1], (struct text){0});
    return true;
}

bool restore_command(struct command_line *line, struct failure *why)
{
    struct upkeep_verified verified;
    if (!upkeep_restore(line->given[0].bytes, line->given[1].bytes, &line->progress, line->arena, &verified, why))
        return false;
    progress_end(line);
    say_node(line, verified_node(line, &verified));
    if (!line->found)
        say(line, WORD_RESTORED, line->given[1], number_text(line, verified.acts));
    return true;
}

bool move_command(struct command_line *line, struct failure *why)
{
    struct upkeep_verified verified;
    struct text store = option_text(line, "store");
    const struct upkeep_move ask = {line->given[0].bytes, line->given[1].bytes, store.length > 0 ? store.bytes : NULL};
    if (!upkeep_move(&ask, &line->progress, line->arena, &verified, why))
        return false;
    progress_end(line);
    say_node(line, verified_node(line, &verified));
    if (!line->found)
        say(line, WORD_MOVED, line->given[1], number_text(line, verified.acts));
    return true;
}
