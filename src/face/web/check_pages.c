/*
 * check_pages.c — lists against a policy: uploaded, looked at, taken along as a workbook, kept in the mission, dropped.
 *
 * What was uploaded lies in work/check/check_desk.h and goes with it; what is kept goes the way of any sheet (work/intake/desk.h),
 * where it is shown again before it is written.
 */
#include "face/web/site_inside.h"

#include "work/check/check_desk.h"
#include "work/check/check_keep.h"
#include "work/intake/desk.h"

enum { KEPT_PROBLEMS = 10 };

static struct text run_name(const struct turn *turn)
{
    return node_text_at(turn->given, "run");
}

static struct text run_address(struct turn *turn, struct text run)
{
    return text_format(turn->arena, "/kiem-tra/%.*s", TEXT_ARGS(run));
}

static void take_files(struct turn *turn, struct check_upload *upload)
{
    struct check_file *files = arena_make_many(turn->arena, turn->form.count + 1, sizeof *files);
    for (enum check_list list = 0; list < CHECK_LISTS; list++) {
        const struct form_field *file = form_find(&turn->form, check_list_word(list).bytes);
        for (; file; file = form_next(&turn->form, file))
            if (file->file && file->value.length > 0)
                files[upload->file_count++] = (struct check_file){list, file->file_name, file->value};
    }
    upload->files = files;
}

bool perform_check(struct turn *turn, struct failure *why)
{
    const struct form_field *policy = form_find(&turn->form, "policy_file");
    struct text said = text_trimmed(form_text(&turn->form, "as_of")), name = {0};
    struct check_upload upload = {.viewer = turn->viewer,
                                  .policy = form_text(&turn->form, "policy"),
                                  .mission = form_text(&turn->form, "mission"),
                                  .as_of = DAY_NONE};
    struct problems problems;
    problems_init(&problems, turn->arena, KEPT_PROBLEMS);
    if (policy && policy->file)
        upload.policy_file = policy->value;
    if (said.length > 0 && !day_read_people(said, &upload.as_of))
        problem_add(&problems, (struct place){.field = TEXT("as_of")}, "record.not-a-day", said,
                    (struct text){0});
    take_files(turn, &upload);
    if (upload.file_count > CHECK_FILES_MAX)
        return FAIL(why, FAILURE_TOO_BIG, "at most %d lists are checked at once", CHECK_FILES_MAX);
    if (problems.errors == 0 &&
        !check_desk_take(turn->site->checks, &upload, turn->arena, &name, &problems, why))
        return false;
    if (problems.errors == 0) {
        response_redirect(turn->response, turn->arena, run_address(turn, name));
        return true;
    }
    bool busy = text_is(text_of(problems.items[0].code), "check.busy");
    turn->typed = typed_keep(turn);
    turn->problems = &problems;
    turn->status = busy ? 503 : 422;
    return turn_show(turn, TEXT("/kiem-tra"), why);
}

bool show_check(struct turn *turn, struct failure *why)
{
    struct node *tree;
    if (!check_desk_look(turn->site->checks, turn->viewer, run_name(turn), turn->arena, &tree, why))
        return false;
    node_put(tree, "address", node_text(turn->arena, run_address(turn, run_name(turn))));
    return page_render(turn, "checked", tree, why);
}

bool download_check(struct turn *turn, struct failure *why)
{
    struct text bytes;
    if (!check_desk_book(turn->site->checks, turn->viewer, run_name(turn), turn->arena, &bytes, why))
        return false;
    answer_file(turn, TEXT("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
                TEXT("doi-chieu-danh-sach.xlsx"), bytes);
    return true;
}

bool perform_check_keep(struct turn *turn, struct failure *why)
{
    struct text name;
    struct check_sheet sheet;
    if (!check_desk_sheet(turn->site->checks, turn->viewer, run_name(turn), turn->arena, &sheet, why))
        return false;
    const struct intake_upload upload = {.viewer = turn->viewer,
                                         .register_name = TEXT(CHECK_KEPT_IN),
                                         .unit = sheet.unit,
                                         .file_name = TEXT("doi-chieu-danh-sach.csv"),
                                         .bytes = sheet.bytes};
    if (!intake_desk_take(turn->site->desk, &upload, turn->arena, &name, why))
        return false;
    response_redirect(turn->response, turn->arena,
                      text_format(turn->arena, "/so/" CHECK_KEPT_IN "/nhap-tep/%.*s", TEXT_ARGS(name)));
    return true;
}

/* viec: mot (one person), khong (not one), bo (what was said is taken back). */
bool perform_check_pair(struct turn *turn, struct failure *why)
{
    struct text said = form_text(&turn->form, "viec");
    int64_t a, b;
    if (!text_read_int64(form_text(&turn->form, "a"), &a) || !text_read_int64(form_text(&turn->form, "b"), &b) || a < 0 || b < 0 || a > UINT32_MAX ||
        b > UINT32_MAX)
        return FAIL(why, FAILURE_NOT_FOUND, "no such pair");
    const struct check_desk_pair pair = {(uint32_t)a, (uint32_t)b,
                                         text_is(said, "mot")     ? DESK_ONE
                                         : text_is(said, "khong") ? DESK_TWO
                                                                  : DESK_UNDO};
    if (!check_desk_decide(turn->site->checks, turn->viewer, run_name(turn), &pair, why))
        return false;
    response_redirect(turn->response, turn->arena, text_format(turn->arena, "%.*s#cap", TEXT_ARGS(run_address(turn, run_name(turn)))));
    return true;
}

bool perform_check_drop(struct turn *turn, struct failure *why)
{
    if (!check_desk_drop(turn->site->checks, turn->viewer, run_name(turn), why))
        return false;
    response_redirect(turn->response, turn->arena, TEXT("/kiem-tra?xong=check-dropped"));
    return true;
}
