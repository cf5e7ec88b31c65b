/* act_command.c — any act, with what it reads given as NAME=VALUE. */
#include "face/command/command_inside.h"

#include "work/act/act.h"

/* What acts on records read besides fields; every other name is a field. "f.NAME" is always a field. */
static const char *const HEADS[] = {"register", "unit", "record", "version", "state", "reason", "act", "twice"};
#define FIELD_MARK TEXT("f.")

static bool is_head(struct text name)
{
    for (size_t i = 0; i < LENGTH_OF(HEADS); i++)
        if (text_is(name, HEADS[i]))
            return true;
    return false;
}

/* A name given twice is a list of values. */
static void put(struct arena *arena, struct node *map, struct text name, struct text value)
{
    struct node *there = node_find(map, name);
    if (!there) {
        node_put_text(map, name, node_text(arena, value));
        return;
    }
    if (there->kind != NODE_LIST) {
        struct node *list = node_list(arena);
        node_append(list, there);
        there = node_put_text(map, name, list);
    }
    node_append(there, node_text(arena, value));
}

static bool read_values(const struct command_line *line, struct text act, struct node *given, struct failure *why)
{
    bool record = text_starts(act, TEXT("record-"));
    struct node *fields = record ? node_put(given, "fields", node_map(line->arena)) : NULL;
    for (size_t i = 0; i < line->option_count; i++) {
        struct text value = line->options[i].value, name, normal;
        if (!text_is(line->options[i].name, "set"))
            continue;
        if (!text_contains(value, TEXT("=")) || !text_next(&value, '=', &name) || name.length == 0)
            return FAIL(why, FAILURE_INVALID, "--set takes NAME=VALUE");
        if (!text_normalise(line->arena, value, &normal))
            return FAIL(why, FAILURE_INVALID, "the value of %.*s is not UTF-8", TEXT_ARGS(name));
        bool field = record && text_starts(name, FIELD_MARK);
        put(line->arena, field || (record && !is_head(name)) ? fields : given, field ? text_from(name, FIELD_MARK.length) : name, normal);
    }
    return true;
}

/* Without --version the record is changed as it is now. */
static bool add_version(struct command_line *line, struct node *given, struct failure *why)
{
    struct text record = option_text(line, "record"), version = option_text(line, "version");
    int64_t number, present;
    if (record.length > 0)
        node_put(given, "record", node_text(line->arena, record));
    if (version.length > 0)
        node_put(given, "version", node_text(line->arena, version));
    if (!text_read_int64(node_text_at(given, "record"), &number) || node_at(given, "version"))
        return true;
    struct desk CLOSING(desk) desk = {0};
    if (!open_desk(line, false, &desk, why) || !desk_record_version(&desk, node_text_at(given, "register"), number, &present, why))
        return false;
    node_put(given, "version", node_whole(line->arena, present));
    return true;
}

static void list_acts(const struct command_line *line)
{
    struct node *list = node_list(line->arena);
    for (size_t i = 0; i < act_count(); i++) {
        struct text name = act_name(i), title = act_title(name, line->language);
        struct node *one = node_append(list, node_map(line->arena));
        node_put(one, "name", node_text(line->arena, name));
        node_put(one, "title", node_text(line->arena, title));
        say_text(line, text_format(line->arena, "%-22.*s %.*s\n", TEXT_ARGS(name), TEXT_ARGS(title)));
    }
    say_node(line, list);
}

static bool known_act(struct text name, struct failure *why)
{
    struct text names[64];
    REQUIRE(act_count() <= LENGTH_OF(names));
    for (size_t i = 0; i < act_count(); i++) {
        names[i] = act_name(i);
        if (text_equal(names[i], name))
            return true;
    }
    struct text near = text_nearest(name, names, act_count());
    if (near.length > 0)
        return FAIL(why, FAILURE_NOT_FOUND, "no act is called %.*s; did you mean %.*s?", TEXT_ARGS(name), TEXT_ARGS(near));
    return FAIL(why, FAILURE_NOT_FOUND, "no act is called %.*s", TEXT_ARGS(name));
}

bool act_command(struct command_line *line, struct failure *why)
{
    struct node *given = node_map(line->arena);
    if (line->count == 1) {
        list_acts(line);
        return true;
    }
    if (act_is_of_keys(line->given[1]))
        return FAIL(why, FAILURE_INVALID, "this act asks for a passphrase, which no command line should see: do it on the page /khoa");
    if (!known_act(line->given[1], why) || !read_values(line, line->given[1], given, why) || !add_version(line, given, why))
        return false;
    if (option_has(line, "twice"))
        node_put(given, "twice", node_text(line->arena, TEXT("yes")));
    const struct wish wish = {line->given[1], given, option_has(line, "dry-run")};
    return perform_and_say(line, &wish, why);
}
