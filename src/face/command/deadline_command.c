/* deadline_command.c — the day a legal time limit ends, each step of it, or the list of all rules. */
#include "face/command/command_inside.h"

#include "base/world.h"
#include "work/upkeep/upkeep.h"
#include "work/view/deadline_answer.h"

enum { PROBLEMS_MAX = 20 };

/* "30@2021-09-08", "30": so many days, and when it was decided. */
static struct deadline_ask_event event_of(const struct option_given *option, enum deadline_event_kind kind)
{
    struct deadline_ask_event event = {.kind = kind, .day = option->value, .field = option->name.bytes, .days_field = option->name.bytes};
    if (kind != DEADLINE_EXTENDED)
        return event;
    event.day = option->value;
    (void)text_next(&event.day, '@', &event.days);
    return event;
}

static void take_events(const struct command_line *line, struct deadline_ask *ask)
{
    static const struct {
        const char *option;
        enum deadline_event_kind kind;
    } kinds[] = {{"suspend", DEADLINE_SUSPENDED}, {"continue", DEADLINE_CONTINUED}, {"extend", DEADLINE_EXTENDED}};
    struct deadline_ask_event *events = arena_make_many(line->arena, line->option_count + 1, sizeof *events);
    for (size_t i = 0; i < line->option_count; i++)
        for (size_t k = 0; k < LENGTH_OF(kinds); k++)
            if (text_is(line->options[i].name, kinds[k].option))
                events[ask->event_count++] = event_of(&line->options[i], kinds[k].kind);
    ask->events = events;
}

static void say_list(struct command_line *line, const struct deadline_ask *ask)
{
    const struct node *rules = deadline_rules(line->arena, ask);
    say_node(line, rules);
    for (size_t i = 0; i < node_count(rules); i++) {
        struct text name = node_text_at(rules->list.items[i], "name"), title = node_text_at(rules->list.items[i], "title");
        say_text(line, text_format(line->arena, "%-34.*s %.*s\n", TEXT_ARGS(name), TEXT_ARGS(title)));
    }
}

static bool is_so(const struct node *answer, const char *key)
{
    const struct node *truth = node_at(answer, key);
    return truth && truth->truth;
}

static void say_end(const struct command_line *line, const struct node *answer)
{
    const struct node *due = node_at(answer, "due");
    struct text none = {0}, left = node_text_at(answer, "left");
    if (is_so(answer, "rests"))
        say(line, WORD_DEADLINE_RESTS, none, none);
    else if (is_so(answer, "untold"))
        say(line, WORD_DEADLINE_UNTOLD, none, none);
    else if (!due)
        say(line, WORD_DEADLINE_NEVER, none, none);
    else if (is_so(answer, "at_least"))
        say(line, WORD_DEADLINE_NOT_BEFORE, node_text_at(due, "shown"), none);
    else
        say(line, left.length > 0 ? WORD_DEADLINE_DUE : WORD_DEADLINE_ENDS, node_text_at(due, "shown"), left);
}

static void say_answer(struct command_line *line, const struct node *answer)
{
    const struct node *steps = node_at(answer, "steps");
    struct text law = node_text_at(answer, "instrument");
    say_text(line, text_format(line->arena, "%.*s\n", TEXT_ARGS(node_text_at(answer, "title"))));
    if (law.length > 0)
        say(line, is_so(answer, "unconfirmed") ? WORD_DEADLINE_LAW_UNCONFIRMED : WORD_DEADLINE_LAW, law, (struct text){0});
    for (size_t i = 0; i < node_count(steps); i++)
        say_text(line, text_format(line->arena, "%3zu. %.*s\n", i + 1, TEXT_ARGS(node_text_at(steps->list.items[i], "words"))));
    say_end(line, answer);
}

bool deadline_command(struct command_line *line, struct failure *why)
{
    struct problems problems;
    struct text pack = option_has(line, "pack") ? option_text(line, "pack") : TEXT("vietnam");
    struct deadline_ask ask = {.from = option_text(line, "from"), .stop = option_text(line, "done"), .variant = option_text(line, "variant"),
                               .today = line->today, .language = line->language};
    problems_init(&problems, line->arena, PROBLEMS_MAX);
    if (!upkeep_check_pack(line->arena, pack, &ask.definition, &problems, why))
        return false;
    if (!ask.definition) {
        say_node(line, tell_problems(line, &problems));
        return true;
    }
    take_events(line, &ask);
    if (!day_is_some(ask.today)) {
        const struct world world = world_real();
        ask.today = world_today(&world);
    }
    if (line->count == 0) {
        say_list(line, &ask);
        return true;
    }
    ask.rule = line->given[0];
    problems_init(&problems, line->arena, PROBLEMS_MAX);
    struct node *answer = deadline_answer(line->arena, &ask, &problems);
    if (problems.errors > 0) {
        say_node(line, tell_problems(line, &problems));
        return true;
    }
    say_node(line, answer);
    say_answer(line, answer);
    return true;
}
