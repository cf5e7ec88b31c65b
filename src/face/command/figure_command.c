/* figure_command.c — one number, and the records that add up to it. */
#include "face/command/command_inside.h"

static struct text shown(const struct command_line *line, const struct node *number)
{
    return number && number->kind == NODE_NUMBER ? decimal_write_people(line->arena, number->number, line->language == LANGUAGE_EN) : TEXT("–");
}

static void say_rows(const struct command_line *line, const struct node *records)
{
    for (size_t i = 0; i < node_count(records); i++) {
        const struct node *one = records->list.items[i], *number = node_at(one, "record");
        struct text record = number ? value_write(line->arena, value_number(number->number)) : TEXT("–");
        struct text day = node_text_at(one, "day"), unit = node_text_at(one, "unit"), amount = shown(line, node_at(one, "amount"));
        say_text(line, text_format(line->arena, "  #%-8.*s %-10.*s  %-14.*s %14.*s\n", TEXT_ARGS(record), TEXT_ARGS(day), TEXT_ARGS(unit),
                                   TEXT_ARGS(amount)));
    }
}

static void say_records(const struct command_line *line, const struct node *answer)
{
    const struct node *records = node_at(answer, "records"), *total = node_at(answer, "total");
    if (!records)
        return;
    say_rows(line, records);
    say(line, WORD_FIGURE_RECORDS, shown(line, total), shown(line, node_at(answer, "sum")));
}

static void say_joined(const struct command_line *line, const struct node *joined)
{
    if (!joined)
        return;
    say(line, WORD_FIGURE_JOINED, shown(line, node_at(joined, "value")), (struct text){0});
    say_rows(line, node_at(joined, "records"));
}

/* The paper, and what it said where records win. */
static void say_retyped(const struct command_line *line, const struct node *retyped)
{
    const struct node *stands = node_at(retyped, "stands");
    struct day day;
    if (!stands)
        return;
    bool dated = day_read(node_text_at(retyped, "paper_day"), &day);
    struct text paper = text_format(line->arena, "%.*s, %.*s, %.*s", TEXT_ARGS(node_text_at(retyped, "paper_name")),
                                    TEXT_ARGS(node_text_at(retyped, "paper_number")),
                                    TEXT_ARGS(dated ? day_write_people(line->arena, day, line->language == LANGUAGE_EN) : TEXT("–")));
    if (stands->truth)
        say(line, WORD_FIGURE_RETYPED, paper, (struct text){0});
    else
        say(line, WORD_FIGURE_RETYPED_BESIDE, paper, shown(line, node_at(retyped, "value")));
}

bool figure_command(struct command_line *line, struct failure *why)
{
    struct desk CLOSING(desk) desk = {0};
    struct desk_figure ask = {.figure = line->given[1], .records = option_has(line, "records")};
    struct node *answer;
    if (!option_need(line, "unit", &ask.unit, why) || !option_need(line, "period", &ask.period, why) ||
        !open_desk(line, false, &desk, why) || !desk_figure(&desk, &ask, line->arena, &answer, why))
        return false;
    say_node(line, answer);
    struct text title = node_text_at(answer, "title"), place = node_text_at(answer, "unit_name"), value = shown(line, node_at(answer, "value")),
                unit = node_text_at(answer, "counted_in");
    say_text(line, text_format(line->arena, "%.*s — %.*s, %.*s: %.*s%s%.*s\n", TEXT_ARGS(title), TEXT_ARGS(place), TEXT_ARGS(ask.period),
                               TEXT_ARGS(value), unit.length > 0 ? " " : "", TEXT_ARGS(unit)));
    say_retyped(line, node_at(answer, "retyped"));
    say_records(line, answer);
    say_joined(line, node_at(answer, "joined"));
    return true;
}
