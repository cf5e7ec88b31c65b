/* check_command.c — a pack is read, linked and checked, with the place of each problem. */
#include "face/command/command_inside.h"

#include "base/buffer.h"
#include "base/file.h"
#include "engine/codec/yaml.h"
#include "work/upkeep/upkeep.h"

#include <stdio.h>

enum { PROBLEMS_MAX = 200, SHOWN_MAX = 1 << 20 };

/* Each problem with its line and a mark under the place, where the file is at hand. */
static void show(struct command_line *line, const struct problems *problems, const char *packs)
{
    struct buffer CLOSING(buffer) out;
    buffer_init(&out, SHOWN_MAX);
    for (size_t i = 0; i < problems->count && !line->json; i++) {
        struct text bytes = {0};
        struct failure unread;
        const struct problem *problem = &problems->items[i];
        struct text path = text_format(line->arena, "%s/%.*s", packs, TEXT_ARGS(problem->place.file));
        if (problem->place.file.length > 0 && file_exists(path.bytes) && file_read(line->arena, path.bytes, YAML_BYTES_MAX, &bytes, &unread))
            yaml_show(&out, bytes, problem, line->language);
        else
            buffer_add_format(&out, "%.*s\n", TEXT_ARGS(problem_line(line->arena, problem, line->language)));
    }
    if (out.length > 0)
        (void)fwrite(out.bytes, 1, out.length, stderr);
}

static struct text counts(const struct command_line *line, const struct definition *definition)
{
    bool english = line->language == LANGUAGE_EN;
    return text_format(line->arena, english ? "%zu registers, %zu figures, %zu reports, %zu units" : "%zu sổ, %zu số liệu, %zu báo cáo, %zu đơn vị",
                       definition->register_count, definition->figure_count, definition->report_count, definition->unit_count);
}

bool define_check_command(struct command_line *line, struct failure *why)
{
    const struct definition *definition;
    struct problems problems;
    problems_init(&problems, line->arena, PROBLEMS_MAX);
    if (!upkeep_check_pack(line->arena, line->given[0], &definition, &problems, why))
        return false;
    show(line, &problems, upkeep_pack(line->arena, line->given[0]).folder);
    struct node *result = node_map(line->arena);
    node_put(result, "problems", problem_nodes(line, &problems));
    say_node(line, result);
    if (!line->found)
        say(line, WORD_CHECKED, line->given[0], counts(line, definition));
    else if (!line->json)
        note(line, WORD_PROBLEMS, number_text(line, (int64_t)problems.errors), (struct text){0});
    return true;
}
