/* typed.c — what a person typed: read for an act, and put back into the form when something is wrong with it. */
#include "face/web/site_inside.h"

#define RECORD_FIELD "f."

/* The form's own marks, which no act reads. */
static bool own_mark(struct text name)
{
    return text_is(name, "form_key") || text_is(name, "once") || text_is(name, "form") || text_is(name, "back");
}

static bool secret(struct text name)
{
    return text_contains(name, TEXT("password")) || text_contains(name, TEXT("passphrase"));
}

/* One text, or a list without the empty ones: an empty hidden field says that nothing is chosen. */
static struct node *values_of(const struct form *form, const struct form_field *field, struct arena *arena)
{
    struct node *list = node_list(arena);
    if (!form_next(form, field))
        return node_text(arena, field->value);
    for (const struct form_field *one = field; one; one = form_next(form, one))
        if (one->value.length > 0)
            node_append(list, node_text(arena, one->value));
    if (node_count(list) == 0)
        return node_text(arena, (struct text){0});
    return list;
}

struct node *typed_given(struct turn *turn)
{
    struct arena *arena = turn->arena;
    struct node *given = node_map(arena), *fields = node_map(arena);
    for (size_t i = 0; i < turn->form.count; i++) {
        const struct form_field *field = &turn->form.fields[i];
        struct node *into = text_starts(field->name, TEXT(RECORD_FIELD)) ? fields : given;
        struct text name = into == fields ? text_from(field->name, sizeof RECORD_FIELD - 1) : field->name;
        if (!field->file && !own_mark(field->name) && !node_find(into, name))
            node_put_text(into, name, values_of(&turn->form, field, arena));
    }
    if (node_count(fields) > 0)
        node_put(given, "fields", fields);
    return given;
}

struct node *typed_keep(struct turn *turn)
{
    struct node *kept = node_map(turn->arena);
    for (size_t i = 0; i < turn->form.count; i++) {
        const struct form_field *field = &turn->form.fields[i];
        if (!field->file && !own_mark(field->name) && !secret(field->name) && !node_find(kept, field->name))
            node_put_text(kept, field->name, values_of(&turn->form, field, turn->arena));
    }
    return kept;
}

/* ---- back into the form ---- */

static bool said(const struct node *typed, struct text code)
{
    if (typed->kind == NODE_TEXT)
        return text_equal(typed->text, code);
    for (size_t i = 0; i < node_count(typed); i++)
        if (text_equal(typed->list.items[i]->text, code))
            return true;
    return false;
}

static void fill_field(struct arena *arena, struct node *field, const struct node *typed)
{
    struct node *options = node_at(field, "options");
    for (size_t i = 0; i < node_count(options); i++) {
        struct node *option = options->list.items[i];
        node_put(option, "chosen", node_truth(arena, said(typed, node_text_at(option, "code"))));
    }
    if (typed->kind == NODE_TEXT)
        node_put(field, "value", node_text(arena, typed->text));
}

static struct node *field_named(struct node *fields, struct text name)
{
    for (size_t i = 0; i < node_count(fields); i++) {
        struct text own = node_text_at(fields->list.items[i], "name");
        if (text_equal(own, name) || (text_starts(own, TEXT(RECORD_FIELD)) && text_equal(text_from(own, sizeof RECORD_FIELD - 1), name)))
            return fields->list.items[i];
    }
    return NULL;
}

static void fill_all(struct arena *arena, struct node *fields, const struct node *typed)
{
    for (size_t i = 0; i < node_count(fields); i++) {
        struct node *value = node_find(typed, node_text_at(fields->list.items[i], "name"));
        if (value)
            fill_field(arena, fields->list.items[i], value);
    }
}

/* Warnings stand beside errors: the person should know, though only errors stop. */
static void put_problem(struct turn *turn, struct node *list, struct node *fields, const struct problem *problem)
{
    struct arena *arena = turn->arena;
    struct text sentence = problem_sentence(arena, problem, turn->language);
    if (problem->place.sheet.length > 0) {
        struct text where = place_write(arena, (struct place){.line = problem->place.line, .column = problem->place.column, .sheet = problem->place.sheet});
        sentence = text_format(arena, "%.*s: %.*s", TEXT_ARGS(where), TEXT_ARGS(sentence));
    } else if (problem->place.line > 0) /* of a sheet pasted or saved as text */
        sentence = text_format(arena, "%.*s %u: %.*s", TEXT_ARGS(words_find(turn->site->words[turn->language], "import.line")),
                               problem->place.line, TEXT_ARGS(sentence));
    struct node *line = node_append(list, node_map(arena)), *field = field_named(fields, problem->place.field);
    node_put(line, "field", node_text(arena, problem->place.field));
    node_put(line, "sentence", node_text(arena, sentence));
    struct text alike = act_alike_record(problem);
    node_put(line, "href", node_text(arena, (struct text){0}));
    node_put(line, "alike", node_text(arena, alike.length > 0 ? text_format(arena, "/muc-ghi/%.*s", TEXT_ARGS(alike)) : alike));
    if (!field)
        return;
    struct text first = node_text_at(field, "first_id");
    node_put(line, "href", node_text(arena, text_format(arena, "#%.*s", TEXT_ARGS(first.length > 0 ? first : node_text_at(field, "id")))));
    if (node_text_at(field, "problem").length == 0)
        node_put(field, "problem", node_text(arena, sentence));
}

void typed_fill(struct turn *turn, struct node *tree)
{
    struct node *fields = node_at(tree, "fields"), *list = node_list(turn->arena);
    if (turn->typed) {
        fill_all(turn->arena, fields, turn->typed);
        fill_all(turn->arena, node_at(tree, "hidden"), turn->typed);
    }
    for (size_t i = 0; turn->problems && i < turn->problems->count; i++)
        put_problem(turn, list, fields, &turn->problems->items[i]);
    node_put(tree, "may_insist", node_truth(turn->arena, turn->problems && act_only_alike(turn->problems)));
    if (node_count(list) > 0) {
        node_put(tree, "problems", list);
        node_put(tree, "problems_count", node_whole(turn->arena, (int64_t)node_count(list)));
    }
}

struct text typed_path(struct text path)
{
    if (path.length == 0 || path.length > 2000 || path.bytes[0] != '/')
        return (struct text){0};
    for (size_t i = 0; i < path.length; i++)
        if ((unsigned char)path.bytes[i] <= 0x20 || (unsigned char)path.bytes[i] >= 0x7f || path.bytes[i] == '\\')
            return (struct text){0};
    /* "//evil" is another site's address. */
    return path.length > 1 && path.bytes[1] == '/' ? (struct text){0} : path;
}
