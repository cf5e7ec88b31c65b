/* lists_command.c — what the lists of a ward got wrong, against a policy. */
#include "face/command/command_inside.h"

#include "base/file.h"
#include "base/world.h"
#include "engine/codec/yaml.h"
#include "work/check/check_book.h"
#include "work/upkeep/upkeep.h"

enum { LIST_MAX = 100 << 20, LIST_PROBLEMS_MAX = 100, KEPT_DAYS = 30 };

static bool read_lists(struct command_line *line, struct check_request *request, struct failure *why)
{
    struct check_file *files = arena_make_many(line->arena, line->option_count, sizeof *files);
    for (size_t i = 0; i < line->option_count; i++)
        for (enum check_list list = 0; list < CHECK_LISTS; list++) {
            if (!text_equal(line->options[i].name, check_list_word(list)))
                continue;
            struct check_file *file = &files[request->file_count++];
            *file = (struct check_file){.list = list, .name = name_without_folder(line->options[i].value)};
            if (!file_read(line->arena, line->options[i].value.bytes, LIST_MAX, &file->bytes, why))
                return false;
        }
    request->files = files;
    return request->file_count > 0 || FAIL(why, FAILURE_INVALID, "at least one of --applied, --refused, --approved, --paid is needed");
}

/* False with problems told, or with a failure. */
static bool read_rules(struct command_line *line, struct check_request *request, struct problems *problems, struct failure *why)
{
    struct text bytes;
    if (!file_read(line->arena, line->given[0].bytes, POLICY_BYTES_MAX, &bytes, why) ||
        !upkeep_check_pack(line->arena, option_has(line, "pack") ? option_text(line, "pack") : TEXT("vietnam"), &request->definition, problems, why))
        return false;
    request->policy = policy_read(line->arena, line->given[0], bytes, problems);
    return true;
}

static struct day today_of(const struct command_line *line)
{
    struct world world = world_real();
    return day_is_some(line->today) ? line->today : world_today(&world);
}

static bool write_book(struct command_line *line, const struct check_run *run, struct failure *why)
{
    struct check_head head = {.mission = option_text(line, "mission"), .holder = option_text(line, "holder"), .destroy_on = day_plus(today_of(line), KEPT_DAYS),
                              .language = line->language};
    struct text bytes, to = option_text(line, "to");
    if (option_has(line, "destroy") && !day_read_people(option_text(line, "destroy"), &head.destroy_on))
        return FAIL(why, FAILURE_INVALID, "--destroy is a day such as 2021-11-30");
    if (!check_book(line->arena, run, &head, &bytes, why) || !file_replace(to.bytes, bytes, why))
        return false;
    struct node *result = check_summary(line->arena, run, line->language);
    node_put(result, "file", node_text(line->arena, to));
    say_node(line, result);
    say_text(line, text_format(line->arena, "%.*s\n", TEXT_ARGS(check_plain(line->arena, run, line->language))));
    say(line, WORD_WRITTEN, to, (struct text){0});
    line->found = run->finding_count > 0 || run->pair_count > 0;
    return true;
}

bool lists_command(struct command_line *line, struct failure *why)
{
    struct check_request request = {.line = option_text(line, "line"), .as_of = today_of(line), .language = line->language, .threads = 2};
    struct check_run *run;
    struct problems problems;
    struct text to;
    bool sound = true;
    problems_init(&problems, line->arena, LIST_PROBLEMS_MAX);
    if (!option_need(line, "to", &to, why))
        return false;
    if (!text_ends(to, TEXT(".xlsx")))
        return FAIL(why, FAILURE_INVALID, "--to is a file that ends in .xlsx");
    if (!map_asked(line, &request.map, &sound, why) || !sound)
        return sound ? false : true;
    if (!read_rules(line, &request, &problems, why) || !read_lists(line, &request, why))
        return false;
    if (problems.errors == 0 && !check_lists(line->arena, &request, &run, &problems, why))
        return false;
    struct node *told = tell_problems(line, &problems);
    if (problems.errors > 0) {
        say_node(line, told);
        return true;
    }
    return write_book(line, run, why);
}
