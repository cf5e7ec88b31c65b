/* perform.c — a command that writes: here, or by the process that serves the folder. */
#include "face/command/command_inside.h"

#include "work/act/act.h"

bool open_desk(const struct command_line *line, bool writing, struct desk *desk, struct failure *why)
{
    const struct desk_options options = {.folder = line->given[0].bytes, .as = line->as, .writing = writing, .today = line->today,
                                         .language = line->language};
    return desk_open(&options, line->arena, desk, why);
}

/* A copy that borrows nothing from definitions, which go when the folder is closed. */
static struct node *copy_tree(struct arena *arena, const struct node *node)
{
    if (node->kind == NODE_TEXT)
        return node_text(arena, text_copy(arena, node->text));
    if (node->kind != NODE_LIST && node->kind != NODE_MAP)
        return arena_copy(arena, node, sizeof *node);
    struct node *copy = node->kind == NODE_LIST ? node_list(arena) : node_map(arena);
    for (size_t i = 0; i < node_count(node); i++)
        if (node->kind == NODE_LIST)
            node_append(copy, copy_tree(arena, node->list.items[i]));
        else
            node_put_text(copy, text_copy(arena, node->map.entries[i].key), copy_tree(arena, node->map.entries[i].value));
    return copy;
}

static bool perform_here(struct command_line *line, struct desk *desk, const struct wish *wish, struct done *done, struct failure *why)
{
    const struct act_request request = {.name = wish->act, .viewer = &desk->viewer, .given = wish->given, .dry_run = wish->dry_run};
    struct act_answer answer;
    if (!act_perform(desk->instance, &request, line->arena, &answer, why))
        return false;
    *done = (struct done){.act = answer.act, .record = answer.record};
    if (answer.difference)
        done->difference = copy_tree(line->arena, answer.difference);
    done->problems = tell_problems(line, &answer.problems);
    return true;
}

bool perform(struct command_line *line, const struct wish *wish, struct done *done, struct failure *why)
{
    struct desk CLOSING(desk) desk = {0};
    if (open_desk(line, true, &desk, why))
        return perform_here(line, &desk, wish, done, why);
    return why->kind == FAILURE_BUSY && hand_over(line, wish, done, why);
}

bool perform_and_say(struct command_line *line, const struct wish *wish, struct failure *why)
{
    struct done done = {0};
    if (!perform(line, wish, &done, why))
        return false;
    struct node *result = node_map(line->arena);
    node_put(result, "act", node_whole(line->arena, done.act));
    node_put(result, "record", node_whole(line->arena, done.record));
    node_put(result, "problems", done.problems);
    if (done.difference)
        node_put(result, "difference", done.difference);
    say_node(line, result);
    struct text act = number_text(line, done.act), record = number_text(line, done.record);
    if (line->found)
        note(line, WORD_ACT_NOTHING, (struct text){0}, (struct text){0});
    else if (wish->dry_run)
        say(line, WORD_ACT_WOULD, (struct text){0}, (struct text){0});
    else
        say(line, done.record > 0 ? WORD_ACT_DONE_RECORD : WORD_ACT_DONE, act, record);
    return true;
}
