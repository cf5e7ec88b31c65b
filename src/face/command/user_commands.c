/* user_commands.c — people, their passwords and roles; each change is an act. */
#include "face/command/command_inside.h"

#include "base/file.h"

#include <stdio.h>
#include <termios.h>
#include <unistd.h>

enum { PASSWORD_MAX = 1024 };

/* ---- passwords ---- */

static void first_line(struct text *text)
{
    struct text rest = *text, line = {0};
    if (text_next(&rest, '\n', &line))
        *text = text_ends(line, TEXT("\r")) ? text_part(line, 0, line.length - 1) : line;
}

/* A line typed without showing it, where there is a terminal. */
static bool ask_once(struct command_line *line, enum word prompt, struct text *password, struct failure *why)
{
    struct termios shown, hidden;
    bool terminal = tcgetattr(STDIN_FILENO, &shown) == 0;
    char typed[PASSWORD_MAX];
    if (terminal) {
        struct text said = word_text(line, prompt, (struct text){0}, (struct text){0});
        (void)fwrite(said.bytes, 1, said.length, stderr);
        hidden = shown;
        hidden.c_lflag &= ~(tcflag_t)ECHO;
        (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
    }
    bool got = fgets(typed, sizeof typed, stdin) != NULL;
    if (terminal) {
        (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
        (void)fputc('\n', stderr);
    }
    if (!got)
        return FAIL(why, FAILURE_INVALID, "no password was given");
    struct text text = text_of(typed);
    first_line(&text);
    *password = text_copy(line->arena, text);
    return true;
}

bool ask_secret(struct command_line *line, const struct secret *asked, struct text *password, struct failure *why)
{
    struct text file = option_text(line, asked->file_option), again, first;
    if (file.length > 0) {
        if (!file_read(line->arena, file.bytes, PASSWORD_MAX, password, why))
            return false;
        first_line(password);
        return true;
    }
    if (!ask_once(line, asked->prompt, &first, why))
        return false;
    bool twice = isatty(STDIN_FILENO) == 1 && asked->again != asked->prompt;
    if (twice && (!ask_once(line, asked->again, &again, why) || !text_equal(first, again)))
        return FAIL(why, FAILURE_INVALID, "the two passwords are not the same");
    *password = first;
    return true;
}

static const struct secret PASSWORD = {"password-file", WORD_PASSWORD, WORD_PASSWORD_AGAIN};

/* ---- acts ---- */

static struct node *given_of(const struct command_line *line, const char *key)
{
    struct node *given = node_map(line->arena);
    node_put(given, key, node_text(line->arena, line->given[1]));
    return given;
}

bool user_add_command(struct command_line *line, struct failure *why)
{
    struct node *given = given_of(line, "name");
    struct text name = option_text(line, "name"), password;
    if (!ask_secret(line, &PASSWORD, &password, why))
        return false;
    node_put(given, "full_name", node_text(line->arena, name.length > 0 ? name : line->given[1]));
    node_put(given, "password", node_text(line->arena, password));
    const struct wish wish = {TEXT("account-add"), given, false};
    return perform_and_say(line, &wish, why);
}

bool user_passwd_command(struct command_line *line, struct failure *why)
{
    struct node *given = given_of(line, "account");
    struct text password;
    if (!ask_secret(line, &PASSWORD, &password, why))
        return false;
    node_put(given, "password", node_text(line->arena, password));
    const struct wish wish = {TEXT("account-password"), given, false};
    return perform_and_say(line, &wish, why);
}

bool user_lock_command(struct command_line *line, struct failure *why)
{
    struct node *given = given_of(line, "account");
    node_put(given, "locked", node_text(line->arena, option_has(line, "unlock") ? TEXT("no") : TEXT("yes")));
    const struct wish wish = {TEXT("account-lock"), given, false};
    return perform_and_say(line, &wish, why);
}

bool user_grant_command(struct command_line *line, struct failure *why)
{
    struct node *given = given_of(line, "account");
    node_put(given, "role", node_text(line->arena, line->given[2]));
    node_put(given, "unit", node_text(line->arena, line->given[3]));
    node_put(given, "from", node_text(line->arena, option_text(line, "from")));
    node_put(given, "to", node_text(line->arena, option_text(line, "until")));
    const struct wish wish = {TEXT("account-grant"), given, false};
    return perform_and_say(line, &wish, why);
}

/* ---- the list ---- */

static void say_person(struct command_line *line, const struct node *person)
{
    struct text name = node_text_at(person, "name"), full = node_text_at(person, "full_name");
    const struct node *locked = node_at(person, "locked"), *roles = node_at(person, "roles");
    struct text mark = locked && locked->truth ? word_text(line, WORD_LOCKED, (struct text){0}, (struct text){0}) : (struct text){0};
    say_text(line, text_format(line->arena, "%-20.*s %.*s %.*s\n", TEXT_ARGS(name), TEXT_ARGS(full), TEXT_ARGS(mark)));
    for (size_t i = 0; i < node_count(roles); i++) {
        const struct node *role = roles->list.items[i];
        struct text word = node_text_at(role, "role"), unit = node_text_at(role, "unit"), from = node_text_at(role, "from"),
                    to = node_text_at(role, "to");
        say_text(line, text_format(line->arena, "    %-14.*s %-12.*s %.*s – %.*s\n", TEXT_ARGS(word), TEXT_ARGS(unit), TEXT_ARGS(from), TEXT_ARGS(to)));
    }
}

bool user_list_command(struct command_line *line, struct failure *why)
{
    struct desk CLOSING(desk) desk = {0};
    struct node *people;
    if (!open_desk(line, false, &desk, why) || !desk_people(&desk, line->arena, &people, why))
        return false;
    say_node(line, people);
    for (size_t i = 0; i < node_count(people); i++)
        say_person(line, people->list.items[i]);
    return true;
}
