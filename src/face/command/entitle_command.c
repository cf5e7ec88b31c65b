/* entitle_command.c — each person of a list against a policy file. */
#include "face/command/command_inside.h"

#include "base/file.h"
#include "base/world.h"
#include "work/check/entitle_list.h"

enum { WORKBOOK_MAX = 100 << 20, ENTITLE_PROBLEMS_MAX = 100 };

/* The policy, when it reads and passes its own tests; else its problems are told. */
static bool read_policy(struct command_line *line, const struct policy **policy, struct failure *why)
{
    struct problems problems;
    struct text bytes;
    problems_init(&problems, line->arena, ENTITLE_PROBLEMS_MAX);
    if (!file_read(line->arena, line->given[0].bytes, POLICY_BYTES_MAX, &bytes, why))
        return false;
    *policy = policy_read(line->arena, line->given[0], bytes, &problems);
    if (*policy != NULL && !policy_check(*policy, &problems))
        *policy = NULL;
    struct node *told = tell_problems(line, &problems);
    if (*policy == NULL)
        say_node(line, told);
    return true;
}

static bool read_days(struct command_line *line, struct day *as_of, struct failure *why)
{
    struct world world = world_real();
    *as_of = day_is_some(line->today) ? line->today : world_today(&world);
    if (option_has(line, "as-of") && !day_read_people(option_text(line, "as-of"), as_of))
        return FAIL(why, FAILURE_INVALID, "--as-of is a day such as 2021-09-08");
    return true;
}

static void say_made(struct command_line *line, const struct entitle_request *request, const struct entitle_made *made, struct text to)
{
    struct node *result = entitle_node(line->arena, request, made);
    node_put(result, "file", node_text(line->arena, to));
    say_node(line, result);
    say(line, WORD_ENTITLE_ROWS, number_text(line, made->rows), day_write_people(line->arena, request->as_of, line->language == LANGUAGE_EN));
    for (size_t i = 0; i < request->policy->line_count; i++) {
        const struct entitle_count *count = &made->lines[i];
        if (count->yes + count->yields + count->unknown == 0)
            continue;
        say_text(line, text_format(line->arena, "  %.*s\n", TEXT_ARGS(policy_words_in(request->policy->lines[i].title, line->language))));
        say(line, WORD_ENTITLE_LINE, number_text(line, count->yes), number_text(line, count->unknown));
    }
    say(line, WORD_WRITTEN, to, (struct text){0});
}

bool entitle_command(struct command_line *line, struct failure *why)
{
    struct entitle_request request = {.sheet = option_text(line, "sheet"), .language = line->language};
    struct entitle_made made;
    struct problems problems;
    struct text in, to;
    problems_init(&problems, line->arena, ENTITLE_PROBLEMS_MAX);
    if (!option_need(line, "in", &in, why) || !option_need(line, "to", &to, why) || !read_days(line, &request.as_of, why))
        return false;
    request.xlsx = text_ends(to, TEXT(".xlsx"));
    request.file = in;
    if (!request.xlsx && !text_ends(to, TEXT(".csv")))
        return FAIL(why, FAILURE_INVALID, "--to is a file that ends in .csv or .xlsx");
    if (!read_policy(line, &request.policy, why))
        return false;
    if (request.policy == NULL)
        return true;
    if (!file_read(line->arena, in.bytes, WORKBOOK_MAX, &request.bytes, why) || !entitle_list(line->arena, &request, &made, &problems, why))
        return false;
    struct node *told = tell_problems(line, &problems);
    if (problems.errors > 0) {
        say_node(line, told);
        return true;
    }
    if (!file_replace(to.bytes, made.bytes, why))
        return false;
    say_made(line, &request, &made, to);
    return true;
}
