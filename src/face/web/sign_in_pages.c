/*
 * sign_in_pages.c — signing in and out, and for whom one records.
 *
 * A form sent after the session ended is not lost: the sign-in page carries what was typed
 * in hidden fields, "giu." before each name, and the form is shown again after signing in.
 */
#include "face/web/site_inside.h"

#include "work/check/check_desk.h"

#define KEPT "giu."

struct moment now_of_guard(void)
{
    struct world real = world_real(); /* waiting is counted in the day's own time, also where a folder lives in 2021 */
    return world_now(&real);
}

/* ---- the page ---- */

static void put_field(struct turn *turn, struct node *fields, const char *name, const char *word, const char *kind)
{
    static const char *const EMPTY[] = {"hint", "problem", "value", "unit", "first_id"};
    struct node *field = node_append(fields, node_map(turn->arena));
    for (size_t i = 0; i < LENGTH_OF(EMPTY); i++)
        node_put(field, EMPTY[i], node_text(turn->arena, (struct text){0}));
    node_put(field, "name", node_text(turn->arena, text_of(name)));
    node_put(field, "id", node_text(turn->arena, text_of(name)));
    node_put(field, "title", node_text(turn->arena, words_find(turn->site->words[turn->language], word)));
    node_put(field, "required", node_truth(turn->arena, true));
    node_put(field, kind, node_truth(turn->arena, true));
}

static void put_kept(struct turn *turn, struct node *tree, const struct node *kept)
{
    struct node *list = node_put(tree, "kept", node_list(turn->arena));
    for (size_t i = 0; i < node_count(kept); i++) {
        const struct node *value = kept->map.entries[i].value;
        size_t count = value->kind == NODE_LIST ? value->list.count : 1;
        for (size_t k = 0; k < count; k++) {
            struct node *one = node_append(list, node_map(turn->arena));
            node_put(one, "name", node_text(turn->arena, text_format(turn->arena, KEPT "%.*s", TEXT_ARGS(kept->map.entries[i].key))));
            node_put(one, "value", node_text(turn->arena, value->kind == NODE_LIST ? value->list.items[k]->text : value->text));
        }
    }
    node_put(tree, "has_kept", node_truth(turn->arena, node_count(list) > 0));
}

static bool render(struct turn *turn, struct text next, const struct node *kept, struct failure *why)
{
    struct node *tree = node_map(turn->arena), *fields = node_put(tree, "fields", node_list(turn->arena));
    put_field(turn, fields, "name", "sign_in.name", "is_name");
    put_field(turn, fields, "password", "sign_in.password", "is_password");
    node_put(tree, "next", node_text(turn->arena, next));
    put_kept(turn, tree, kept);
    return page_render(turn, "sign-in", tree, why);
}

bool show_sign_in(struct turn *turn, struct failure *why)
{
    struct text done = form_text(&turn->query, "xong");
    turn->notice = done.length > 0 ? text_copy(turn->arena, done).bytes : NULL;
    return render(turn, typed_path(form_text(&turn->query, "tiep")), node_map(turn->arena), why);
}

bool sign_in_page(struct turn *turn, struct text next, struct failure *why)
{
    turn->notice = "session-ended";
    turn->status = 401;
    return render(turn, next, typed_keep(turn), why);
}

/* ---- what is sent ---- */

/* The fields that were carried on, under their own names again. */
static struct node *take_kept(struct turn *turn)
{
    struct node *kept = node_map(turn->arena);
    for (size_t i = 0; i < turn->form.count; i++) {
        struct text name = turn->form.fields[i].name;
        if (!text_starts(name, TEXT(KEPT)))
            continue;
        name = text_from(name, sizeof KEPT - 1);
        struct node *value = node_text(turn->arena, turn->form.fields[i].value), *before = node_find(kept, name);
        if (before && before->kind == NODE_LIST) {
            node_append(before, value);
        } else if (before) {
            struct node *list = node_list(turn->arena);
            node_append(list, before);
            node_append(list, value);
            node_put_text(kept, name, list);
        } else {
            node_put_text(kept, name, value);
        }
    }
    return kept;
}

static bool refuse(struct turn *turn, const char *code, struct text argument, int status, struct failure *why)
{
    struct problems problems;
    problems_init(&problems, turn->arena, 1);
    problem_add(&problems, (struct place){.field = TEXT("name")}, code, argument, (struct text){0});
    struct node *typed = node_map(turn->arena);
    node_put(typed, "name", node_text(turn->arena, form_text(&turn->form, "name")));
    turn->typed = typed;
    turn->problems = &problems;
    turn->status = status;
    return render(turn, typed_path(form_text(&turn->form, "tiep")), take_kept(turn), why);
}

static bool welcome(struct turn *turn, const struct sign_in *signed_in, struct failure *why)
{
    struct text next = typed_path(form_text(&turn->form, "tiep"));
    struct node *kept = take_kept(turn);
    cookie_set(turn->response, turn->arena, SESSION_COOKIE, signed_in->token, 0, turn->site->behind_tls);
    if (node_count(kept) > 0 && next.length > 0 && !signed_in->must_change_password) {
        turn->token = signed_in->token;
        turn->typed = kept;
        turn->notice = "typed-kept";
        return turn_visit(turn, why) && turn_show(turn, next, why);
    }
    response_redirect(turn->response, turn->arena,
                      signed_in->must_change_password ? TEXT("/mat-khau") : next.length > 0 ? next : TEXT("/viec-hom-nay"));
    return true;
}

bool perform_sign_in(struct turn *turn, struct failure *why)
{
    struct text name = text_fold(turn->arena, form_text(&turn->form, "name")), caller = turn->request->caller;
    const struct sign_in_request request = {
        .name = name, .password = form_text(&turn->form, "password"), .queue = turn->site->queue};
    struct sign_in signed_in;
    int wait = guard_wait(turn->site->guard, name, caller, now_of_guard());
    if (wait > 0)
        return refuse(turn, "web.sign-in-wait", text_format(turn->arena, "%d", wait), 429, why);
    if (!sign_in(turn->site->instance, &request, turn->arena, &signed_in, why)) {
        if (why->kind != FAILURE_DENIED)
            return false;
        guard_wrong(turn->site->guard, name, caller, now_of_guard());
        return refuse(turn, "web.sign-in-wrong", (struct text){0}, 401, why);
    }
    guard_right(turn->site->guard, name, caller);
    return welcome(turn, &signed_in, why);
}

bool perform_sign_out(struct turn *turn, struct failure *why)
{
    if (turn->viewer->account && !sign_out(turn->site->instance, turn->token, why))
        return false;
    check_desk_forget(turn->site->checks, turn->viewer);
    cookie_set(turn->response, turn->arena, SESSION_COOKIE, (struct text){0}, 0, turn->site->behind_tls);
    response_redirect(turn->response, turn->arena, TEXT("/dang-nhap?xong=signed-out"));
    return true;
}

/* Asked by a posted form, answered on the page itself: what was asked stands in no address and no history. */
bool ask_page(struct turn *turn, struct failure *why)
{
    node_put(turn->given, VIEW_SENT, typed_keep(turn));
    return show_page(turn, why);
}

bool perform_acting_for(struct turn *turn, struct failure *why)
{
    /* The last one sent: an empty one stands before the choices, for a form without any. */
    struct text unit = {0}, back = typed_path(form_text(&turn->form, "back"));
    for (const struct form_field *field = form_find(&turn->form, "unit"); field; field = form_next(&turn->form, field))
        unit = field->value;
    if (!sign_in_act_for(turn->site->instance, turn->viewer, turn->token, unit, why))
        return false;
    response_redirect(turn->response, turn->arena, back.length > 0 ? back : TEXT("/viec-hom-nay?xong=acting-for"));
    return true;
}
