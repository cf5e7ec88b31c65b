/*
 * intake_pages.c — a sheet on its way into a register: taken, looked at, its columns chosen, written, stopped, taken back.
 *
 * Every page shows itself again by a plain refresh while work goes on; nothing needs a script.
 */
#include "face/web/site_inside.h"

#include "base/buffer.h"
#include "work/intake/desk.h"
#include "work/intake/paste.h"

enum { REASON_LEAST = 5 }; /* letters: the act asks for as many */

static struct text upload_address(struct turn *turn, struct text register_name, struct text upload)
{
    return text_format(turn->arena, "/so/%.*s/nhap-tep/%.*s", TEXT_ARGS(register_name), TEXT_ARGS(upload));
}

static bool show_nothing_sent(struct turn *turn, struct text register_name, struct failure *why)
{
    struct problems nothing;
    problems_init(&nothing, turn->arena, 1);
    problem_add(&nothing, (struct place){.field = TEXT("file")}, "web.no-file", (struct text){0}, (struct text){0});
    turn->problems = &nothing;
    turn->status = 422;
    return turn_show(turn, text_format(turn->arena, "/so/%.*s/nhap-tep", TEXT_ARGS(register_name)), why);
}

/* A file, or what was pasted when there is none. */
bool perform_import(struct turn *turn, struct failure *why)
{
    const struct form_field *file = form_find(&turn->form, "file");
    struct text pasted = form_text(&turn->form, "pasted"), name;
    bool has_file = file && file->value.length > 0;
    struct text register_name = node_text_at(turn->given, "register");
    if (!has_file && text_trimmed(pasted).length == 0)
        return show_nothing_sent(turn, register_name, why);
    const struct intake_upload upload = {.viewer = turn->viewer,
                                         .register_name = register_name,
                                         .unit = form_text(&turn->form, "unit"),
                                         .file_name = has_file ? file->file_name : TEXT("bảng dán"),
                                         .bytes = has_file ? file->value : paste_to_sheet(turn->arena, pasted)};
    if (!intake_desk_take(turn->site->desk, &upload, turn->arena, &name, why))
        return false;
    response_redirect(turn->response, turn->arena, upload_address(turn, register_name, name));
    return true;
}

bool show_upload(struct turn *turn, struct failure *why)
{
    struct node *tree, *form;
    struct text upload = node_text_at(turn->given, "upload"), register_name = node_text_at(turn->given, "register");
    /* The form's own page says which register it is and whether this person may write there. */
    if (!page_view(turn, "import", &form, why) || !intake_desk_look(turn->site->desk, turn->viewer, upload, turn->arena, &tree, why))
        return false;
    if (!text_equal(node_text_at(tree, "register_name"), register_name))
        return FAIL(why, FAILURE_NOT_FOUND, "that upload is of another register");
    node_put(tree, "register", node_at(form, "register"));
    node_put(tree, "unit", node_at(form, "unit"));
    node_put(tree, "address", node_text(turn->arena, upload_address(turn, register_name, upload)));
    return page_render(turn, "upload", tree, why);
}

/* ---- what is asked of an upload ---- */

/* A hidden field with the title stands before each choice: `choice` says which one is meant. */
static struct node *columns_said(struct turn *turn, const char *choice)
{
    struct node *map = node_map(turn->arena);
    struct text title = {0};
    for (size_t i = 0; i < turn->form.count; i++) {
        const struct form_field *field = &turn->form.fields[i];
        if (text_is(field->name, "tieu_de"))
            title = field->value;
        else if (text_is(field->name, choice) && title.length > 0 && field->value.length > 0)
            node_put_text(map, title, node_text(turn->arena, field->value));
    }
    return map;
}

static struct node *tables_said(struct turn *turn)
{
    struct node *list = node_list(turn->arena);
    for (const struct form_field *field = form_find(&turn->form, "bang"); field; field = form_next(&turn->form, field))
        if (field->value.length > 0)
            node_append(list, node_text(turn->arena, field->value));
    return node_count(list) > 0 ? list : NULL;
}

bool perform_upload(struct turn *turn, struct failure *why)
{
    struct intake_desk *desk = turn->site->desk;
    struct text upload = node_text_at(turn->given, "upload"), what = form_text(&turn->form, "viec");
    struct text register_name = node_text_at(turn->given, "register");
    struct text next = upload_address(turn, register_name, upload);
    bool done = false;
    if (text_is(what, "chon")) {
        const struct intake_choice choice = {columns_said(turn, "cot"), tables_said(turn), columns_said(turn, "chu")};
        done = intake_desk_choose(desk, turn->viewer, upload, &choice, why);
    }
    else if (text_is(what, "ghi"))
        done = intake_desk_write(desk, turn->viewer, upload, why);
    else if (text_is(what, "dung"))
        done = intake_desk_stop(desk, turn->viewer, upload, why);
    else if (text_is(what, "bo")) {
        done = intake_desk_drop(desk, turn->viewer, upload, why);
        next = text_format(turn->arena, "/so/%.*s/nhap-tep?xong=upload-dropped", TEXT_ARGS(register_name));
    } else
        return FAIL(why, FAILURE_INVALID, "nothing of that name is done with an upload");
    if (done)
        response_redirect(turn->response, turn->arena, next);
    return done;
}

/* ---- taking back ---- */

bool show_import(struct turn *turn, struct failure *why)
{
    struct node *tree;
    int64_t import;
    if (!page_view(turn, "import-batch", &tree, why))
        return false;
    struct node *undo = text_read_int64(node_text_at(turn->given, "import"), &import)
                            ? intake_desk_undoing(turn->site->desk, import, turn->language, turn->arena) : NULL;
    if (undo)
        node_put(tree, "undo", undo);
    if (!turn->json)
        return page_render(turn, "import-batch", tree, why);
    page_json(turn, tree);
    return true;
}

bool perform_undo(struct turn *turn, struct failure *why)
{
    struct text number = node_text_at(turn->given, "import"), reason = text_trimmed(form_text(&turn->form, "reason"));
    struct text address = text_format(turn->arena, "/dot-nhap/%.*s", TEXT_ARGS(number));
    struct problems problems;
    struct node *tree;
    int64_t import;
    problems_init(&problems, turn->arena, 1);
    if (!text_read_int64(number, &import))
        return FAIL(why, FAILURE_NOT_FOUND, "no such import");
    /* The page says whether this person may. */
    if (!page_view(turn, "import-batch", &tree, why))
        return false;
    const struct node *may = node_at(tree, "may_undo");
    if (!may || !may->truth)
        return FAIL(why, FAILURE_DENIED, "this person may not take the import back");
    if (text_points(reason) >= REASON_LEAST) {
        if (!intake_desk_undo(turn->site->desk, turn->viewer, import, reason, why))
            return false;
        response_redirect(turn->response, turn->arena, address);
        return true;
    }
    problem_add(&problems, (struct place){.field = TEXT("reason")}, "act.reason", (struct text){0}, (struct text){0});
    turn->typed = typed_keep(turn);
    turn->problems = &problems;
    turn->status = 422;
    return turn_show(turn, address, why);
}
