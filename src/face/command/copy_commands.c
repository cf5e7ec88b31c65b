/* copy_commands.c — verify, backup, restore, move. */
#include "face/command/command_inside.h"

#include "base/file.h"
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

/* What is no folder is a sealed file; its passphrase is asked once, a new one twice. */
bool move_command(struct command_line *line, struct failure *why)
{
    static const struct secret NEW = {"key-file", WORD_PASSPHRASE_NEW, WORD_PASSPHRASE_AGAIN}, KNOWN = {"key-file", WORD_PASSPHRASE, WORD_PASSPHRASE};
    struct upkeep_verified verified;
    struct text store = option_text(line, "store");
    struct upkeep_move ask = {.from = line->given[0].bytes, .to = line->given[1].bytes, .store = store.length > 0 ? store.bytes : NULL};
    bool out = option_has(line, "sealed"), in = !out && file_exists(ask.from) && !folder_exists(ask.from);
    if (out && (ask.store != NULL || !folder_exists(ask.from)))
        return FAIL(why, FAILURE_INVALID, "--sealed makes a file of a folder, and no database");
    if ((out || in) && !ask_secret(line, out ? &NEW : &KNOWN, &ask.passphrase, why))
        return false;
    if (!(out || in ? upkeep_move_sealed : upkeep_move)(&ask, &line->progress, line->arena, &verified, why))
        return false;
    progress_end(line);
    say_node(line, verified_node(line, &verified));
    if (!line->found)
        say(line, out ? WORD_SEALED : WORD_MOVED, line->given[1], number_text(line, verified.acts));
    return true;
}
