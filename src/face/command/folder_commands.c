/* folder_commands.c — init, demo, upgrade, rebuild: a folder is made and follows its definitions. */
#include "face/command/command_inside.h"

#include "work/upkeep/demo.h"
#include "work/upkeep/upkeep.h"

enum { PROBLEMS_MAX = 200 };

#define DEFAULT_PACK TEXT("vietnam")

static const char *store_of(const struct command_line *line)
{
    struct text store = option_text(line, "store");
    return store.length > 0 ? store.bytes : NULL;
}

bool init_command(struct command_line *line, struct failure *why)
{
    struct text pack = option_text(line, "pack");
    struct upkeep_init ask = {.folder = line->given[0].bytes, .pack = pack.length > 0 ? pack : DEFAULT_PACK, .world = world_real(),
                              .store = store_of(line)};
    struct problems problems;
    ask.world.today = line->today;
    problems_init(&problems, line->arena, PROBLEMS_MAX);
    if (!upkeep_init(&ask, line->arena, &problems, why))
        return false;
    struct node *result = node_map(line->arena);
    node_put(result, "problems", tell_problems(line, &problems));
    say_node(line, result);
    if (!line->found)
        say(line, WORD_MADE, line->given[0], ask.pack);
    return true;
}

bool demo_command(struct command_line *line, struct failure *why)
{
    const struct demo_ask ask = {.folder = line->given[0].bytes, .progress = &line->progress, .store = store_of(line)};
    struct demo_made made;
    if (!demo_make(&ask, line->arena, &made, why))
        return false;
    progress_end(line);
    struct node *result = node_map(line->arena);
    node_put(result, "records", node_whole(line->arena, made.records));
    node_put(result, "acts", node_whole(line->arena, made.acts));
    say_node(line, result);
    say(line, WORD_DEMO_MADE, number_text(line, made.records), number_text(line, made.acts));
    return true;
}

/* ---- upgrade ---- */

static void say_changes(struct command_line *line, const struct node *changes)
{
    for (size_t i = 0; i < node_count(changes); i++) {
        const struct node *one = changes->list.items[i];
        struct text change = node_text_at(one, "change"), kind = node_text_at(one, "kind"), name = node_text_at(one, "name");
        enum word word = text_is(change, "new") ? WORD_CHANGE_NEW : text_is(change, "gone") ? WORD_CHANGE_GONE : WORD_CHANGE_CHANGED;
        struct text said = word_text(line, word, (struct text){0}, (struct text){0});
        say_text(line, text_format(line->arena, "%-8.*s %-12.*s %.*s\n", TEXT_ARGS(said), TEXT_ARGS(kind), TEXT_ARGS(name)));
    }
    if (node_count(changes) == 0)
        say(line, WORD_CHANGES_NONE, (struct text){0}, (struct text){0});
}

/* What the pack would change in the folder as it is now. */
static bool find_changes(struct command_line *line, struct node **changes, struct problems *problems, struct failure *why)
{
    struct desk CLOSING(desk) desk = {0};
    const struct definition *definition;
    if (!upkeep_check_pack(line->arena, line->given[1], &definition, problems, why) || !open_desk(line, false, &desk, why))
        return false;
    *changes = definition ? desk_changes(&desk, line->arena, definition) : node_list(line->arena);
    return true;
}

bool upgrade_command(struct command_line *line, struct failure *why)
{
    struct problems problems;
    struct node *changes, *given;
    problems_init(&problems, line->arena, PROBLEMS_MAX);
    if (!find_changes(line, &changes, &problems, why))
        return false;
    if (problems.errors > 0) {
        struct node *result = node_map(line->arena);
        node_put(result, "problems", tell_problems(line, &problems));
        say_node(line, result);
        return true;
    }
    if (!upkeep_upgrade_given(line->arena, line->given[1], &given, &problems, why))
        return false;
    say_changes(line, changes);
    const struct wish wish = {TEXT("upgrade"), given, option_has(line, "dry-run")};
    struct done done = {0};
    if (!perform(line, &wish, &done, why))
        return false;
    struct node *result = node_map(line->arena);
    node_put(result, "act", node_whole(line->arena, done.act));
    node_put(result, "changes", changes);
    node_put(result, "problems", done.problems);
    say_node(line, result);
    if (!line->found)
        say(line, wish.dry_run ? WORD_ACT_WOULD : WORD_ACT_DONE, number_text(line, done.act), (struct text){0});
    return true;
}

bool rebuild_command(struct command_line *line, struct failure *why)
{
    const struct wish wish = {TEXT("rebuild"), node_map(line->arena), false};
    return perform_and_say(line, &wish, why);
}
