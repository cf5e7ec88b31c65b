/*
 * command_inside.h — what each command is given, and how it speaks.
 *
 *     bool verify_command(struct command_line *line, struct failure *why)
 *     {
 *         const char *path = line->given[0].bytes;
 *         …
 *         say(line, WORD_VERIFIED, number, (struct text){0});            a result, on standard output
 *         return true;
 *     }
 *
 * A command is a row in commands.def and such a function. It returns false for what could not be done
 * (the exit code follows from the failure's kind), and sets `found` when it was done and problems were
 * found. Results go to standard output; problems, progress and failures to standard error.
 */
#pragma once

#include "base/failure.h"
#include "base/node.h"
#include "base/problem.h"
#include "base/progress.h"
#include "work/report/report.h"
#include "work/upkeep/desk.h"

enum { OPTIONS_MAX = 200 };

struct command_line;
typedef bool command_function(struct command_line *line, struct failure *why);

struct command {
    struct text words; /* "user add" */
    command_function *run;
    struct text takes, options; /* "DIR FIGURE"; names of its own options */
    struct text about[2];       /* by language */
    struct text example;
};

struct option_given {
    struct text name, value;
};

struct command_line {
    struct arena *arena;
    const struct command *command;
    enum language language;
    bool json, quiet, help;
    struct text as;
    struct day today;
    const struct text *given; /* DIR …: what is no option; each ends in NUL */
    size_t count;
    struct option_given options[OPTIONS_MAX];
    size_t option_count;
    bool found;            /* problems: exit code 1 */
    struct progress progress;
    struct progress_line *progress_line;
};

#define COMMAND(words, function, takes, options, vi, en, example) command_function function;
#include "face/command/commands.def"
#undef COMMAND

/* commands.c */
size_t command_count(void);
const struct command *command_at(size_t index);
/* By its words at the front of `given`, how many of which it took; NULL when there is none. */
const struct command *command_find(const struct text *given, size_t count, size_t *taken);

/* options.c */
/* Reads what stands behind "danvan"; INVALID says what is wrong, with the nearest word. */
MUST_CHECK bool command_line_read(struct command_line *line, const char *const *words, size_t count, struct failure *why);
bool option_has(const struct command_line *line, const char *name);
struct text option_text(const struct command_line *line, const char *name); /* the last one given; empty when none */
MUST_CHECK bool option_need(const struct command_line *line, const char *name, struct text *value, struct failure *why);

/* help.c */
void help_all(const struct command_line *line);
void help_one(const struct command_line *line);

/* words.c */
enum word {
#define WORD(id, vi, en) WORD_##id,
#include "face/command/words.def"
#undef WORD
};
struct text word_text(const struct command_line *line, enum word word, struct text first, struct text second); /* {1} {2} filled */
struct text number_text(const struct command_line *line, int64_t number); /* "1.500" */

/* say.c */
void say(const struct command_line *line, enum word word, struct text first, struct text second); /* a line of result; nothing with --json */
void say_text(const struct command_line *line, struct text text);                                 /* as it is; nothing with --json */
void say_node(const struct command_line *line, const struct node *node);                          /* only with --json */
void note(const struct command_line *line, enum word word, struct text first, struct text second); /* to standard error */
/* {weight, file, line, column, field, code, sentence} each; errors set line->found. */
struct node *problem_nodes(struct command_line *line, const struct problems *problems);
/* The same, and each is a line on standard error unless --json tells them. */
struct node *tell_problems(struct command_line *line, const struct problems *problems);
void tell_failure(const struct command_line *line, const struct failure *failure);
int exit_code(const struct failure *failure);
void progress_begin(struct command_line *line); /* makes line->progress */
void progress_end(struct command_line *line);

/* user_commands.c */
struct secret {
    const char *file_option; /* takes it from a file's first line instead */
    enum word prompt, again; /* the same: asked once */
};
/* A line typed without showing it. */
MUST_CHECK bool ask_secret(struct command_line *line, const struct secret *asked, struct text *password, struct failure *why);

/* perform.c */
/* Opens the folder for this person, with the day and the language given. */
MUST_CHECK bool open_desk(const struct command_line *line, bool writing, struct desk *desk, struct failure *why);

struct wish { /* an act to be done */
    struct text act;
    const struct node *given;
    bool dry_run;
};
struct done {
    int64_t act, record;
    struct node *problems;   /* list of {weight, field, sentence}, told already */
    struct node *difference; /* NULL: none */
};
/* Does the act here; while the folder is served, the serving process does it. Problems set line->found. */
MUST_CHECK bool perform(struct command_line *line, const struct wish *wish, struct done *done, struct failure *why);
/* The same, and says what was done. */
MUST_CHECK bool perform_and_say(struct command_line *line, const struct wish *wish, struct failure *why);

/* report_command.c: --to, by how the file's name ends; the screen takes text, or JSON with --json. */
MUST_CHECK bool document_asked(const struct command_line *line, struct text *to, enum report_format *format, struct failure *why);
MUST_CHECK bool document_put(const struct command_line *line, struct text to, struct text bytes, struct failure *why);

/* import_command.c: the file of --map; `*map` stays when none was given. `*sound` is false when it does not read, and the problems were told. */
MUST_CHECK bool map_asked(struct command_line *line, const struct node **map, bool *sound, struct failure *why);
/* options.c: a path without its folder. */
struct text name_without_folder(struct text path);

/* hand_over.c */
/* Asks the process that serves the folder; FAILURE_BUSY when none answers. */
MUST_CHECK bool hand_over(struct command_line *line, const struct wish *wish, struct done *done, struct failure *why);
