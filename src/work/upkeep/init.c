/* init.c — packs are found and checked; a folder begins with the act that brings their definitions. */
#include "work/upkeep/upkeep_inside.h"

#include "base/file.h"
#include "keep/account/account.h"
#include "keep/instance/instance.h"
#include "work/act/act.h"

#include <stdlib.h>

struct upkeep_pack upkeep_pack(struct arena *arena, struct text given)
{
    const char *named = getenv("DANVAN_PACKS");
    while (given.length > 1 && text_ends(given, TEXT("/")))
        given.length--;
    size_t slash = given.length;
    while (slash > 0 && given.bytes[slash - 1] != '/')
        slash--;
    if (slash > 0)
        return (struct upkeep_pack){text_copy(arena, text_part(given, 0, slash)).bytes, text_from(given, slash)};
    return (struct upkeep_pack){named && *named ? named : DANVAN_PACKS, given};
}

bool upkeep_check_pack(struct arena *arena, struct text pack, const struct definition **definition, struct problems *problems,
                       struct failure *why)
{
    struct upkeep_pack found = upkeep_pack(arena, pack);
    struct definition_source source;
    size_t before = problems->errors;
    if (!definition_source_read(arena, found.folder, found.name, &source, problems, why))
        return false;
    *definition = problems->errors > before ? NULL : definition_make(arena, &source, problems);
    return true;
}

bool upkeep_upgrade_given(struct arena *arena, struct text pack, struct node **given, struct problems *problems, struct failure *why)
{
    struct upkeep_pack found = upkeep_pack(arena, pack);
    struct definition_source source;
    if (!definition_source_read(arena, found.folder, found.name, &source, problems, why))
        return false;
    struct node *made = node_map(arena);
    struct node *files = node_put(made, "files", node_map(arena));
    for (size_t i = 0; problems->errors == 0 && i < source.count; i++)
        node_put_text(files, source.files[i].path, node_text(arena, source.files[i].bytes));
    *given = made;
    return true;
}

/* The first act of all: the folder's owner brings the definitions. */
static bool first_act(const struct upkeep_init *ask, struct making *making, const struct node *given, struct arena *arena,
                      struct problems *problems, struct failure *why)
{
    struct instance *CLOSING(instance) instance = NULL;
    const struct instance_options options = {.writing = true, .create = true, .world = ask->world, .demo = ask->demo,
                                             .store = ask->store, .fault = ask->fault};
    if (!instance_open(making->path, &options, &instance, why))
        return false;
    making->store = ask->store;
    const struct viewer owner = {.whole_house = true, .today = instance_today(instance)};
    const struct act_request request = {.name = TEXT("upgrade"), .viewer = &owner, .given = given};
    struct act_answer answer;
    if (!act_perform(instance, &request, arena, &answer, why))
        return false;
    for (size_t i = 0; i < answer.problems.count; i++)
        problem_add_all(problems, answer.problems.items[i].weight, answer.problems.items[i].place, answer.problems.items[i].code,
                        answer.problems.items[i].arguments);
    return true;
}

bool upkeep_init(const struct upkeep_init *ask, struct arena *arena, struct problems *problems, struct failure *why)
{
    struct making making;
    struct node *given;
    if (!upkeep_upgrade_given(arena, ask->pack, &given, problems, why))
        return false;
    if (problems->errors > 0)
        return true;
    if (!making_begin(arena, ask->folder, &making, why))
        return false;
    bool made = first_act(ask, &making, given, arena, problems, why);
    if (made && problems->errors == 0 && making_done(&making, why))
        return true;
    making_drop(&making);
    return made && problems->errors > 0;
}
