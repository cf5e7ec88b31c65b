/* due_command.c — time limits that run out. */
#include "face/command/command_inside.h"

static struct text left_of(const struct command_line *line, const struct node *one)
{
    const struct node *days = node_at(one, "days_left");
    if (!days)
        return word_text(line, WORD_DUE_UNTOLD, (struct text){0}, (struct text){0});
    int64_t left = days->number.digits;
    return word_text(line, left < 0 ? WORD_DUE_LATE : WORD_DUE_LEFT, number_text(line, left < 0 ? -left : left), (struct text){0});
}

static void say_due(const struct command_line *line, const struct node *one)
{
    struct text due = node_text_at(one, "due"), unit = node_text_at(one, "unit"), title = node_text_at(one, "title"), left = left_of(line, one);
    say_text(line, text_format(line->arena, "%-10.*s  #%-7lld %-12.*s %.*s (%.*s)\n", TEXT_ARGS(due),
                               (long long)node_at(one, "record")->number.digits, TEXT_ARGS(unit), TEXT_ARGS(title), TEXT_ARGS(left)));
}

bool due_command(struct command_line *line, struct failure *why)
{
    struct desk CLOSING(desk) desk = {0};
    struct desk_due ask = {.unit = option_text(line, "unit"), .until = DAY_NONE};
    struct text by = option_text(line, "by");
    struct node *list;
    if (by.length > 0 && !day_read_people(by, &ask.until))
        return FAIL(why, FAILURE_INVALID, "--by is a day such as 2021-10-31");
    if (!open_desk(line, false, &desk, why) || !desk_due(&desk, &ask, line->arena, &list, why))
        return false;
    say_node(line, list);
    for (size_t i = 0; i < node_count(list); i++)
        say_due(line, list->list.items[i]);
    if (node_count(list) == 0)
        say(line, WORD_DUE_NONE, (struct text){0}, (struct text){0});
    return true;
}
