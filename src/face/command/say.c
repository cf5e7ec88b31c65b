/* say.c — results to standard output; problems, failures and progress to standard error. */
#include "face/command/command_inside.h"

#include "base/buffer.h"
#include "engine/codec/json.h"

#include <stdio.h>
#include <unistd.h>

enum { OUTPUT_MAX = 256 << 20, PROGRESS_MILLISECONDS = 100, PLAIN_STEPS = 10 };

static void put(FILE *to, struct text text)
{
    if (text.length > 0)
        (void)fwrite(text.bytes, 1, text.length, to);
}

void say_text(const struct command_line *line, struct text text)
{
    if (!line->json)
        put(stdout, text);
}

void say(const struct command_line *line, enum word word, struct text first, struct text second)
{
    say_text(line, word_text(line, word, first, second));
    say_text(line, TEXT("\n"));
}

void say_node(const struct command_line *line, const struct node *node)
{
    struct buffer CLOSING(buffer) out;
    struct failure why;
    buffer_init(&out, OUTPUT_MAX);
    if (!line->json)
        return;
    json_write_pretty(&out, node);
    if (buffer_ok(&out, &why))
        put(stdout, buffer_text(&out));
    else
        tell_failure(line, &why);
}

void note(const struct command_line *line, enum word word, struct text first, struct text second)
{
    put(stderr, word_text(line, word, first, second));
    put(stderr, TEXT("\n"));
}

/* ---- problems ---- */

static struct node *problem_node(const struct command_line *line, const struct problem *problem)
{
    struct arena *arena = line->arena;
    struct node *node = node_map(arena);
    node_put(node, "weight", node_text(arena, problem->weight == PROBLEM_ERROR ? TEXT("error") : TEXT("warning")));
    if (problem->place.file.length > 0)
        node_put(node, "file", node_text(arena, problem->place.file));
    if (problem->place.sheet.length > 0) {
        node_put(node, "sheet", node_text(arena, problem->place.sheet));
        node_put(node, "cell", node_text(arena, place_cell(arena, problem->place.line, problem->place.column)));
    }
    if (problem->place.line > 0)
        node_put(node, "line", node_whole(arena, problem->place.line));
    if (problem->place.column > 0)
        node_put(node, "column", node_whole(arena, problem->place.column));
    if (problem->place.field.length > 0)
        node_put(node, "field", node_text(arena, problem->place.field));
    node_put(node, "code", node_text(arena, text_of(problem->code)));
    node_put(node, "sentence", node_text(arena, problem_sentence(arena, problem, line->language)));
    return node;
}

static void tell_problem(const struct command_line *line, const struct problem *problem)
{
    struct text said = problem_line(line->arena, problem, line->language);
    if (problem->weight == PROBLEM_WARNING) {
        put(stderr, word_text(line, WORD_WARNING, (struct text){0}, (struct text){0}));
        put(stderr, TEXT(": "));
    }
    put(stderr, said);
    put(stderr, TEXT("\n"));
}

struct node *problem_nodes(struct command_line *line, const struct problems *problems)
{
    struct node *list = node_list(line->arena);
    for (size_t i = 0; i < problems->count; i++)
        node_append(list, problem_node(line, &problems->items[i]));
    line->found = line->found || problems->errors > 0;
    return list;
}

struct node *tell_problems(struct command_line *line, const struct problems *problems)
{
    for (size_t i = 0; i < problems->count && !line->json; i++)
        tell_problem(line, &problems->items[i]);
    if (problems->errors > 0 && !line->json)
        note(line, WORD_PROBLEMS, number_text(line, (int64_t)problems->errors), (struct text){0});
    return problem_nodes(line, problems);
}

/* ---- failures ---- */

static const struct {
    enum failure_kind kind;
    int code;
    enum word word;
} EXITS[] = {
    {FAILURE_INVALID, 2, WORD_FAILED_INVALID}, {FAILURE_DENIED, 3, WORD_FAILED_DENIED},     {FAILURE_NOT_FOUND, 4, WORD_FAILED_NOT_FOUND},
    {FAILURE_BUSY, 5, WORD_FAILED_BUSY},       {FAILURE_TOO_BIG, 5, WORD_FAILED_TOO_BIG},   {FAILURE_CONFLICT, 6, WORD_FAILED_CONFLICT},
    {FAILURE_BROKEN, 9, WORD_FAILED_BROKEN},
};

int exit_code(const struct failure *failure)
{
    for (size_t i = 0; i < LENGTH_OF(EXITS); i++)
        if (EXITS[i].kind == failure->kind)
            return EXITS[i].code;
    return 9;
}

void tell_failure(const struct command_line *line, const struct failure *failure)
{
    struct text said = text_of(failure->text);
    for (size_t i = 0; i < LENGTH_OF(EXITS); i++)
        if (EXITS[i].kind == failure->kind)
            note(line, EXITS[i].word, said, (struct text){0});
    if (!line->json)
        return;
    struct node *result = node_map(line->arena), *inner = node_put(result, "failure", node_map(line->arena));
    node_put(inner, "kind", node_text(line->arena, text_of(failure_word(failure->kind))));
    node_put(inner, "text", node_text(line->arena, said));
    say_node(line, result);
}

/* ---- progress ---- */

struct progress_line {
    const struct command_line *line;
    const char *what;
    bool terminal, open;       /* open: the line on the terminal has no end yet */
    int64_t told;              /* percent */
    struct moment last;
};

static enum word progress_word(const char *what)
{
    static const struct { const char *what; enum word word; } WORDS[] = {
        {"copy", WORD_PROGRESS_copy}, {"acts", WORD_PROGRESS_acts}, {"tables", WORD_PROGRESS_tables}, {"check", WORD_PROGRESS_check},
        {"write", WORD_PROGRESS_write}, {"days", WORD_PROGRESS_days},
    };
    for (size_t i = 0; i < LENGTH_OF(WORDS); i++)
        if (text_is(text_of(what), WORDS[i].what))
            return WORDS[i].word;
    return WORD_PROGRESS_write;
}

static void close_line(struct progress_line *shown)
{
    if (shown->open)
        put(stderr, TEXT("\n"));
    shown->open = false;
}

/* On a terminal one line that changes, ten times a second; elsewhere a line for each tenth. */
static void step(void *context, const char *what, int64_t done, int64_t total)
{
    struct progress_line *shown = context;
    struct world clock = world_real();
    struct moment now = world_now(&clock);
    bool fresh = shown->what == NULL || !text_equal(text_of(shown->what), text_of(what));
    int64_t percent = total > 0 ? done * 100 / total : -1;
    if (!fresh && (shown->terminal ? now.milliseconds - shown->last.milliseconds < PROGRESS_MILLISECONDS && done < total
                                   : percent / PLAIN_STEPS == shown->told / PLAIN_STEPS))
        return;
    if (fresh)
        close_line(shown);
    *shown = (struct progress_line){shown->line, what, shown->terminal, shown->terminal, percent, now};
    struct arena *CLOSING(arena) scratch = arena_open();
    struct text name = word_text(shown->line, progress_word(what), (struct text){0}, (struct text){0});
    struct text number = percent < 0 ? TEXT("…") : text_format(scratch, ": %3lld %%  (%lld / %lld)", (long long)percent, (long long)done, (long long)total);
    put(stderr, shown->terminal ? TEXT("\r\x1b[K") : TEXT(""));
    put(stderr, name);
    put(stderr, number);
    put(stderr, shown->terminal ? TEXT("") : TEXT("\n"));
}

void progress_begin(struct command_line *line)
{
    if (line->quiet)
        return;
    line->progress_line = arena_make(line->arena, sizeof *line->progress_line);
    line->progress_line->line = line;
    line->progress_line->terminal = isatty(STDERR_FILENO) == 1;
    line->progress = (struct progress){line->progress_line, step};
}

void progress_end(struct command_line *line)
{
    if (line->progress_line)
        close_line(line->progress_line);
}
