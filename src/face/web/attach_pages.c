/* attach_pages.c — a file is sent to a record, or taken along from it. */
#include "face/web/site_inside.h"

#include "work/act/act.h"

static struct text record_address(const struct turn *turn)
{
    return text_format(turn->arena, "/muc-ghi/%.*s/%.*s", TEXT_ARGS(node_text_at(turn->given, "register")),
                       TEXT_ARGS(node_text_at(turn->given, "record")));
}

/* The act names its record by the address, whatever the form says. */
bool perform_attach(struct turn *turn, struct failure *why)
{
    struct arena *arena = turn->arena;
    const struct form_field *file = form_find(&turn->form, "file");
    struct text once = form_text(&turn->form, "once"), address = record_address(turn);
    struct node *given = node_map(arena);
    struct act_answer answer;
    node_put(given, "register", node_text(arena, node_text_at(turn->given, "register")));
    node_put(given, "record", node_text(arena, node_text_at(turn->given, "record")));
    node_put(given, "name", node_text(arena, file ? file->file_name : (struct text){0}));
    node_put(given, "file", node_text(arena, file ? file->value : (struct text){0}));
    const struct act_request request = {.name = TEXT("record-attach"), .viewer = turn->viewer, .given = given,
                                        .once = once.length == 0 || once.length > 40 ? (struct text){0}
                                                                                    : act_once(arena, once, turn->token, turn->request->body)};
    if (!act_perform(turn->site->instance, &request, arena, &answer, why))
        return false;
    if (answer.problems.errors > 0) {
        turn->problems = &answer.problems;
        turn->status = 422;
        return turn_show(turn, address, why);
    }
    response_redirect(turn->response, arena, text_format(arena, "%.*s?xong=record-attach", TEXT_ARGS(address)));
    return true;
}

/* Never opened inside a page of ours: it is another's, and stays a download whatever it is called. */
bool download_file(struct turn *turn, struct failure *why)
{
    const struct view_request request = {.viewer = turn->viewer, .given = turn->given};
    struct view_file file;
    if (!view_take_file(turn->site->instance, &request, turn->arena, &file, why))
        return false;
    struct text name = text_fold(turn->arena, file.name);
    answer_file(turn, file.type, text_ends(name, file.ending) ? name : text_format(turn->arena, "%.*s.%.*s", TEXT_ARGS(name), TEXT_ARGS(file.ending)),
                file.bytes);
    response_header(turn->response, turn->arena, "Content-Security-Policy", TEXT("sandbox; default-src 'none'"));
    return true;
}
