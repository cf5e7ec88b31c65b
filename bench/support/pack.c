/* pack.c — a pack's files, and the act that takes them. */
#include "support/pack.h"

#include "keep/definition/definition.h"
#include "support/measure.h"

#include <stdio.h>

struct node *pack_files(struct arena *arena, const char *folder, const char *pack)
{
    struct failure why;
    struct problems problems;
    struct definition_source source;
    struct node *files = node_map(arena);
    problems_init(&problems, arena, 20);
    must(definition_source_read(arena, folder, text_of(pack), &source, &problems, &why), &why);
    for (size_t i = 0; i < source.count; i++)
        (void)node_put_text(files, source.files[i].path, node_text(arena, source.files[i].bytes));
    return files;
}

void pack_upgrade(struct instance *instance, const struct viewer *viewer, struct node *files)
{
    struct failure why;
    struct act_answer answer;
    struct node *given = node_map(files->arena);
    node_put(given, "files", files);
    const struct act_request request = {.name = TEXT("upgrade"), .viewer = viewer, .given = given};
    must(act_perform(instance, &request, files->arena, &answer, &why), &why);
    for (size_t i = 0; i < answer.problems.count; i++)
        (void)fprintf(stderr, "%.*s\n", TEXT_ARGS(problem_line(files->arena, &answer.problems.items[i], LANGUAGE_EN)));
    REQUIRE(answer.problems.errors == 0);
}
