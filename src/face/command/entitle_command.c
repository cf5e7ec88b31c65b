/* entitle_command.c — each person of a list against a policy file. */
#include "face/command/command_inside.h"

#include "base/buffer.h"
#include "base/file.h"
#include "base/world.h"
#include "engine/policy/policy_table.h"
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

/* What is written is seen by the name of the file it goes into. */
static bool read_form(struct text to, bool persons, enum entitle_form *form, struct failure *why)
{
    static const struct {
        const char *ending;
        enum entitle_form form;
    } forms[] = {{".csv", ENTITLE_CSV}, {".columns", ENTITLE_COLUMNAR}, {".xlsx", ENTITLE_XLSX}};
    for (size_t i = 0; i < LENGTH_OF(forms); i++)
        if (text_ends(to, text_of(forms[i].ending)) && !(persons && forms[i].form == ENTITLE_XLSX)) {
            *form = forms[i].form;
            return true;
        }
    return FAIL(why, FAILURE_INVALID, "--to is a file that ends in .csv%s or .columns", persons ? "" : ", .xlsx");
}

/* The persons themselves, in the other form. */
static bool write_persons(struct command_line *line, const struct entitle_request *request, struct text to, struct problems *problems, struct failure *why)
{
    struct buffer CLOSING(buffer) out;
    struct policy_table_written written;
    const struct policy_table_source source = {request->file, request->bytes};
    buffer_init(&out, POLICY_TABLE_BYTES_MAX);
    if (!policy_table_write(request->policy, &source, request->form == ENTITLE_CSV ? POLICY_TABLE_CSV : POLICY_TABLE_COLUMNAR, &out, &written, problems, why))
        return false;
    struct node *told = tell_problems(line, problems);
    if (problems->errors > 0) {
        say_node(line, told);
        return true;
    }
    if (!file_replace(to.bytes, buffer_text(&out), why))
        return false;
    struct node *result = node_map(line->arena);
    node_put(result, "rows", node_whole(line->arena, written.rows));
    node_put(result, "strange", node_whole(line->arena, written.strange));
    node_put(result, "file", node_text(line->arena, to));
    say_node(line, result);
    say(line, WORD_ENTITLE_PERSONS, number_text(line, written.rows), to);
    return true;
}

static bool write_answers(struct command_line *line, const struct entitle_request *request, struct text to, struct problems *problems, struct failure *why)
{
    struct entitle_made made;
    if (!entitle_list(line->arena, request, &made, problems, why))
        return false;
    struct node *told = tell_problems(line, problems);
    if (problems->errors > 0) {
        say_node(line, told);
        return true;
    }
    if (!file_replace(to.bytes, made.bytes, why))
        return false;
    say_made(line, request, &made, to);
    return true;
}

bool entitle_command(struct command_line *line, struct failure *why)
{
    struct entitle_request request = {.sheet = option_text(line, "sheet"), .language = line->language};
    struct problems problems;
    struct text to;
    bool persons = option_has(line, "persons");
    problems_init(&problems, line->arena, ENTITLE_PROBLEMS_MAX);
    if (!option_need(line, "in", &request.file, why) || !option_need(line, "to", &to, why) || !read_days(line, &request.as_of, why) ||
        !read_form(to, persons, &request.form, why) || !read_policy(line, &request.policy, why))
        return false;
    if (request.policy == NULL)
        return true;
    if (!file_read(line->arena, request.file.bytes, text_ends(request.file, TEXT(".columns")) || text_ends(request.file, TEXT(".csv")) ? POLICY_TABLE_BYTES_MAX : WORKBOOK_MAX,
                   &request.bytes, why))
        return false;
    return persons ? write_persons(line, &request, to, &problems, why) : write_answers(line, &request, to, &problems, why);
}
