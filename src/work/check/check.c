/* check.c — the steps of a run, and what it comes to. */
#include "work/check/check_inside.h"

bool check_lists(struct arena *arena, const struct check_request *request, struct check_run **run, struct problems *problems, struct failure *why)
{
    struct checking checking = {.arena = arena, .problems = problems, .run = arena_make(arena, sizeof **run)};
    if (request->file_count == 0)
        return FAIL(why, FAILURE_INVALID, "no list was given");
    if (request->file_count > CHECK_FILES_MAX)
        return FAIL(why, FAILURE_TOO_BIG, "at most %d lists are checked at once", CHECK_FILES_MAX);
    *checking.run = (struct check_run){.request = request, .plan = match_plan_people(arena)};
    checking.match = checking.run->people = match_rows_make(arena, checking.run->plan);
    *run = checking.run;
    if (!check_read(&checking, why))
        return false;
    return problems->errors > 0 || (check_join(&checking, why) && check_find(&checking, why));
}

/* ---- words ---- */

static const struct {
    const char *word, *vi, *en;
} LISTS[CHECK_LISTS] = {
    [CHECK_APPLIED] = {"applied", "đề nghị", "applied"},
    [CHECK_REFUSED] = {"refused", "không đủ điều kiện", "refused"},
    [CHECK_APPROVED] = {"approved", "được duyệt", "approved"},
    [CHECK_PAID] = {"paid", "đã chi", "paid"},
};

struct text check_list_word(enum check_list list)
{
    return text_of(LISTS[list].word);
}

struct text check_list_title(enum check_list list, enum language language)
{
    return text_of(language == LANGUAGE_VI ? LISTS[list].vi : LISTS[list].en);
}

static const struct {
    enum policy_finding_kind kind;
    const char *vi, *en;
} KINDS[] = {
    {POLICY_MISSED, "Sót", "Missed"},
    {POLICY_WRONG, "Chưa thấy đủ điều kiện", "A condition is not met"},
    {POLICY_UNPROVEN, "Thiếu căn cứ", "Not proven"},
    {POLICY_TWICE, "Trùng", "Twice"},
    {POLICY_SHORT, "Chi thiếu", "Paid short"},
    {POLICY_OVER, "Chi thừa", "Paid too much"},
    {POLICY_LATE, "Chậm", "Late"},
};

struct text check_kind_title(enum policy_finding_kind kind, enum language language)
{
    for (size_t i = 0; i < LENGTH_OF(KINDS); i++)
        if (KINDS[i].kind == kind)
            return text_of(language == LANGUAGE_VI ? KINDS[i].vi : KINDS[i].en);
    NEVER("a kind of finding");
}

/* ---- rows ---- */

struct text check_row_cell(struct arena *arena, const struct check_run *run, const struct check_row *row, struct text column)
{
    int index = list_file_place(row->file, row->table, column);
    size_t slot = policy_column_find(run->request->policy, column);
    for (size_t i = 0; index < 0 && slot < run->request->policy->column_count && i < row->table->table->column_count; i++) {
        struct arena *CLOSING(arena) scratch = arena_open();
        if (policy_column_by_heading(run->request->policy, scratch, row->table->table->columns[i].title) == slot)
            index = (int)i;
    }
    struct text cell = index >= 0 ? sheet_address(arena, row->table->table->columns[index].column, row->number) : text_format(arena, "%u", row->number);
    struct text file = row->file->source.file_name;
    if (row->table->sheet_name.length == 0)
        return text_format(arena, "%.*s › %.*s", TEXT_ARGS(file), TEXT_ARGS(cell));
    return text_format(arena, "%.*s › %.*s › %.*s", TEXT_ARGS(file), TEXT_ARGS(row->table->sheet_name), TEXT_ARGS(cell));
}

/* ---- the summary ---- */

static void count_kinds(const struct check_run *run, int line, int64_t counts[LENGTH_OF(KINDS)])
{
    for (size_t i = 0; i < run->finding_count; i++)
        for (size_t k = 0; k < LENGTH_OF(KINDS) && (line < 0 || run->findings[i].line == line); k++)
            counts[k] += (run->findings[i].found.kinds & KINDS[k].kind) != 0;
}

static struct node *kinds_node(struct arena *arena, const struct check_run *run, int line)
{
    struct node *node = node_map(arena);
    int64_t counts[LENGTH_OF(KINDS)] = {0};
    count_kinds(run, line, counts);
    for (size_t k = 0; k < LENGTH_OF(KINDS); k++)
        node_put_text(node, policy_finding_word(KINDS[k].kind), node_whole(arena, counts[k]));
    return node;
}

struct node *check_summary(struct arena *arena, const struct check_run *run, enum language language)
{
    struct node *node = node_map(arena), *lists = node_put(node, "lists", node_map(arena));
    const struct policy *policy = run->request->policy;
    node_put(node, "policy", node_text(arena, policy->id));
    node_put(node, "hash", node_text(arena, text_of(policy->hash)));
    node_put(node, "as_of", node_text(arena, day_write(arena, run->request->as_of)));
    for (size_t i = 0; i < CHECK_LISTS; i++)
        node_put_text(lists, check_list_word(i), node_whole(arena, (int64_t)run->list_rows[i]));
    node_put(node, "dossiers", node_whole(arena, (int64_t)run->dossiers));
    node_put(node, "persons", node_whole(arena, (int64_t)run->persons));
    node_put(node, "lineless", node_whole(arena, (int64_t)run->lineless));
    node_put(node, "findings", kinds_node(arena, run, -1));
    node_put(node, "pairs", node_whole(arena, (int64_t)run->pair_count));
    struct node *by_line = node_put(node, "by_line", node_list(arena));
    for (size_t i = 0; i < policy->line_count; i++) {
        struct node *one = node_append(by_line, node_map(arena));
        node_put(one, "line", node_text(arena, policy->lines[i].id));
        node_put(one, "title", node_text(arena, policy_words_in(policy->lines[i].title, language)));
        node_put(one, "findings", kinds_node(arena, run, (int)i));
    }
    return node;
}
