/* attach_pages.c — files are sent to a record, or one is taken along from it. */
#include "face/web/site_inside.h"

#include "work/act/act.h"

static struct text record_address(const struct turn *turn)
{
    return text_format(turn->arena, "/muc-ghi/%.*s/%.*s", TEXT_ARGS(node_text_at(turn->given, "register")),
                       TEXT_ARGS(node_text_at(turn->given, "record")));
}

/* One file that was sent, as the act takes it. It names its record by the address, whatever the form says. */
static struct node *given_of(struct turn *turn, const struct form_field *file)
{
    struct node *given = node_map(turn->arena);
    node_put(given, "register", node_text(turn->arena, node_text_at(turn->given, "register")));
    node_put(given, "record", node_text(turn->arena, node_text_at(turn->given, "record")));
    node_put(given, "name", node_text(turn->arena, file ? file->file_name : (struct text){0}));
    node_put(given, "file", node_text(turn->arena, file ? file->value : (struct text){0}));
    return given;
}

/* The first that is wrong with them, at the field its file came by. */
static bool show_wrong(struct turn *turn, struct act_answer *answer, const struct form_field *file, struct failure *why)
{
    for (size_t i = 0; file && i < answer->problems.count; i++)
        if (text_is(answer->problems.items[i].place.field, "file"))
            answer->problems.items[i].place.field = file->name;
    turn->problems = &answer->problems;
    turn->status = 422;
    return turn_show(turn, record_address(turn), why);
}

/* All files that were chosen, or none of them: one act for each. */
bool perform_attach(struct turn *turn, struct failure *why)
{
    struct arena *arena = turn->arena;
    const struct form_field **files = arena_make_many(arena, turn->form.count + 1, sizeof *files);
    struct text mark = form_text(&turn->form, "once"), once = {0};
    size_t count = 0;
    for (size_t i = 0; i < turn->form.count; i++)
        if (turn->form.fields[i].file && turn->form.fields[i].value.length > 0)
            files[count++] = &turn->form.fields[i];
    if (count == 0)
        files[count++] = form_find(&turn->form, "file");
    if (mark.length > 0 && mark.length <= 40)
        once = act_once(arena, mark, turn->token, turn->request->body);
    struct act_request *requests = arena_make_many(arena, count, sizeof *requests);
    struct act_answer *answers = arena_make_many(arena, count, sizeof *answers);
    for (size_t i = 0; i < count; i++)
        requests[i] = (struct act_request){.name = TEXT("record-attach"), .viewer = turn->viewer, .given = given_of(turn, files[i]),
                                           .once = i == 0 || once.length == 0 ? once : text_format(arena, "%.*s.%zu", TEXT_ARGS(once), i)};
    if (!act_perform_many(turn->site->instance, requests, count, arena, answers, why))
        return false;
    for (size_t i = 0; i < count; i++)
        if (answers[i].problems.errors > 0)
            return show_wrong(turn, &answers[i], files[i], why);
    response_redirect(turn->response, arena, text_format(arena, "%.*s?xong=record-attach", TEXT_ARGS(record_address(turn))));
    return true;
}

void answer_taken(struct turn *turn, const struct view_file *file)
{
    struct text name = text_fold(turn->arena, file->name);
    answer_file(turn, file->type,
                text_ends(name, file->ending) ? name : text_format(turn->arena, "%.*s.%.*s", TEXT_ARGS(name), TEXT_ARGS(file->ending)), file->bytes);
    response_header(turn->response, turn->arena, "Content-Security-Policy", TEXT("sandbox; default-src 'none'"));
}

bool download_file(struct turn *turn, struct failure *why)
{
    const struct view_request request = {.viewer = turn->viewer, .given = turn->given};
    struct view_file file;
    if (!view_take_file(turn->site->instance, &request, turn->arena, &file, why))
        return false;
    answer_taken(turn, &file);
    return true;
}
