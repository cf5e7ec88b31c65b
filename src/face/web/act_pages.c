/*
 * act_pages.c — a form is sent: one act is done, or the form comes back with what was typed.
 *
 * Beside an act's own fields a form carries form_key (the session's, against forged posts),
 * once (the same form sent twice is one act), form (its own address, to be shown again) and
 * back (where to go when it is done; {record} stands for the record's number).
 */
#include "face/web/site_inside.h"

#include "work/paper/book.h"
#include "work/paper/paper.h"
#include "work/report/report.h"

/* ---- done ---- */

static struct text with_record(struct arena *arena, struct text back, int64_t record)
{
    struct text number = text_format(arena, "%lld", (long long)record);
    return text_replace(arena, text_replace(arena, back, TEXT("{record}"), number), TEXT("%7Brecord%7D"), number);
}

/* To where the form said, else to `usual`. */
static void done(struct turn *turn, int64_t record, struct text word, struct text usual)
{
    struct arena *arena = turn->arena;
    struct text back = typed_path(with_record(arena, form_text(&turn->form, "back"), record));
    if (back.length == 0)
        back = usual;
    response_redirect(turn->response, arena,
                      text_format(arena, "%.*s%sxong=%.*s", TEXT_ARGS(back), text_contains(back, TEXT("?")) ? "&" : "?", TEXT_ARGS(word)));
}

/* The form's mark together with what was sent: the same form sent twice is one act, changed and sent again it is another. */
static struct text once_of(struct turn *turn)
{
    struct text once = form_text(&turn->form, "once");
    if (once.length == 0 || once.length > 40)
        return (struct text){0};
    return act_once(turn->arena, once, turn->token, turn->request->body);
}

/* ---- not done ---- */

static bool show_again(struct turn *turn, const struct problems *problems, int status, struct failure *why)
{
    struct text form = typed_path(form_text(&turn->form, "form"));
    turn->typed = typed_keep(turn);
    turn->problems = problems;
    turn->status = status;
    return turn_show(turn, form.length > 0 ? form : TEXT("/viec-hom-nay"), why);
}

/* Two people changed one record: both versions, and what this one typed. */
static bool show_conflict(struct turn *turn, struct node *given, struct failure *why)
{
    struct node *tree;
    turn->typed = typed_keep(turn);
    turn->status = failure_status(FAILURE_CONFLICT);
    turn->given = given;
    if (!page_view(turn, "conflict", &tree, why))
        return false;
    /* The version sent next is the one seen now. */
    struct node *kept = node_map(turn->arena);
    for (size_t i = 0; i < node_count(turn->typed); i++)
        if (!text_is(turn->typed->map.entries[i].key, "version"))
            node_put_text(kept, turn->typed->map.entries[i].key, turn->typed->map.entries[i].value);
    turn->typed = kept;
    turn->path = text_format(turn->arena, "/muc-ghi/%.*s/%.*s/sua", TEXT_ARGS(node_text_at(given, "register")),
                             TEXT_ARGS(node_text_at(given, "record")));
    node_put(tree, "form", node_text(turn->arena, turn->path));
    return page_render(turn, "conflict", tree, why);
}

static bool of_a_record(struct text act)
{
    return text_is(act, "record-correct") || text_is(act, "record-withdraw") || text_is(act, "record-move") || text_is(act, "record-reverse");
}

/* One's own new password ends one's sessions: sign in anew with it. */
static bool own_password(const struct turn *turn, struct text act, const struct node *given)
{
    return text_is(act, "account-password") && turn->viewer->account &&
           text_equal(node_text_at(given, "account"), turn->viewer->account->name);
}

static bool passwords_differ(struct turn *turn, struct node *given, struct problems *problems)
{
    const struct form_field *again = form_find(&turn->form, "password_again");
    if (!again || text_equal(again->value, node_text_at(given, "password")))
        return false;
    problems_init(problems, turn->arena, 1);
    problem_add(problems, (struct place){.field = TEXT("password_again")}, "web.password-again", (struct text){0}, (struct text){0});
    return true;
}

/* Definitions are brought and figures rebuilt at the command line only; an import has pages of its own. */
static bool not_from_a_form(struct text act)
{
    return text_is(act, "upgrade") || text_is(act, "rebuild") || text_starts(act, TEXT("import-"));
}

/* What is published comes from the report itself, never from a form. */
static bool publish(struct turn *turn, struct report_request ask, struct failure *why)
{
    struct act_answer answer;
    ask.viewer = turn->viewer;
    ask.language = turn->language;
    if (!report_publish(turn->site->instance, &ask, once_of(turn), turn->arena, &answer, why))
        return false;
    if (answer.problems.errors > 0)
        return show_again(turn, &answer.problems, 422, why);
    done(turn, answer.act, TEXT("report-publish"), text_format(turn->arena, "/bao-cao/%lld", (long long)answer.act));
    return true;
}

bool publish_report(struct turn *turn, struct failure *why)
{
    return publish(turn,
                   (struct report_request){.report = node_text_at(turn->given, "report"),
                                           .unit = node_text_at(turn->given, "unit"),
                                           .period = node_text_at(turn->given, "period")},
                   why);
}

/* ---- what asks a passphrase ---- */

static struct text guard_name(const struct turn *turn)
{
    return text_format(turn->arena, "passphrase of %.*s", TEXT_ARGS(turn->viewer->account->name));
}

/* Tries of a passphrase wait as those of a password do. */
static bool too_soon(struct turn *turn, struct problems *problems)
{
    int wait = guard_wait(turn->site->guard, guard_name(turn), turn->request->caller, now_of_guard());
    if (wait == 0)
        return false;
    problems_init(problems, turn->arena, 1);
    problem_add(problems, (struct place){.field = TEXT("passphrase")}, "web.sign-in-wait", text_format(turn->arena, "%d", wait), (struct text){0});
    return true;
}

static void note_try(struct turn *turn, const struct act_answer *answer)
{
    bool wrong = false;
    for (size_t i = 0; i < answer->problems.count; i++) {
        struct text code = text_of(answer->problems.items[i].code);
        wrong = wrong || text_is(code, "act.passphrase-wrong") || text_is(code, "act.papers-wrong");
    }
    if (wrong)
        guard_wrong(turn->site->guard, guard_name(turn), turn->request->caller, now_of_guard());
    else if (answer->problems.errors == 0)
        guard_right(turn->site->guard, guard_name(turn), turn->request->caller);
}

/* The answer itself is the page: what it says is in no address and is asked for anew each time. */
static bool show_opened(struct turn *turn, struct node *opened, struct failure *why)
{
    struct arena *arena = turn->arena;
    bool papers = node_at(opened, "papers") != NULL;
    turn->path = papers ? TEXT("/khoa") : text_format(arena, "/muc-ghi/%.*s/%lld", TEXT_ARGS(node_text_at(opened, "register")),
                                                      (long long)node_at(opened, "record")->number.digits);
    node_put(opened, "href", node_text(arena, turn->path));
    return page_render(turn, papers ? "key-papers" : "dossier-opened", opened, why);
}

static bool answer_scan(struct turn *turn, const struct node *scan)
{
    const struct view_file file = {.name = node_text_at(scan, "name"), .type = node_text_at(scan, "type"),
                                   .ending = node_text_at(scan, "ending"), .bytes = node_text_at(scan, "bytes")};
    answer_taken(turn, &file);
    return true;
}

/* ---- what is opened for a paper or a book ---- */

static bool answer_document(struct turn *turn, const struct document *document, struct text name, struct failure *why)
{
    struct text bytes;
    if (!report_write(turn->arena, document, REPORT_DOCX, &bytes, why))
        return false;
    answer_file(turn, report_format_type(REPORT_DOCX), name, bytes);
    return true;
}

static bool answer_paper(struct turn *turn, const struct node *given, const struct node *opened, struct failure *why)
{
    const struct paper_request ask = {.paper = node_text_at(given, "paper"), .record = node_text_at(given, "record"),
                                      .each = node_text_at(given, "each"), .opened = opened, .viewer = turn->viewer, .language = turn->language};
    struct document *document;
    return paper_build(turn->site->instance, &ask, turn->arena, &document, why) &&
           answer_document(turn, document, text_format(turn->arena, "%.*s-%.*s.docx", TEXT_ARGS(ask.paper), TEXT_ARGS(ask.record)), why);
}

/* All lines or none: one passphrase, one act for each. `*wrong`: the answer that says what is not right. */
static bool open_lines(struct turn *turn, const struct act_request *request, const struct book_request *ask, struct list *opened,
                       struct act_answer **wrong, struct failure *why)
{
    struct arena *arena = turn->arena;
    int64_t *records;
    size_t count;
    *wrong = NULL;
    if (!book_sealed(turn->site->instance, ask, arena, &records, &count, why))
        return false;
    struct act_request *requests = arena_make_many(arena, count + 1, sizeof *requests);
    struct act_answer *answers = arena_make_many(arena, count + 1, sizeof *answers);
    for (size_t i = 0; i < count; i++) {
        struct node *given = node_map(arena);
        for (size_t k = 0; k < node_count(request->given); k++)
            node_put_text(given, request->given->map.entries[k].key, request->given->map.entries[k].value);
        node_put(given, "record", node_whole(arena, records[i]));
        node_put(given, "for", node_text(arena, TEXT("book")));
        node_put(given, "box", node_text(arena, TEXT("identity")));
        requests[i] = *request;
        requests[i].given = given;
        requests[i].once = (struct text){0};
    }
    if (!act_perform_many(turn->site->instance, requests, count, arena, answers, why))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!*wrong && answers[i].problems.errors > 0)
            *wrong = &answers[i];
        list_add(opened, arena, answers[i].opened);
    }
    return true;
}

static bool perform_book(struct turn *turn, const struct act_request *request, struct period period, struct failure *why)
{
    struct list opened = {0};
    struct act_answer *wrong, right = {0};
    struct document *document;
    struct book_request ask = {.register_ = node_text_at(request->given, "register"), .unit = node_text_at(request->given, "book_unit"),
                               .from = period.begin, .to = period.end, .viewer = turn->viewer, .language = turn->language};
    if (!open_lines(turn, request, &ask, &opened, &wrong, why))
        return false;
    note_try(turn, wrong ? wrong : &right);
    if (wrong)
        return show_again(turn, &wrong->problems, 422, why);
    ask.opened = &opened;
    return book_build(turn->site->instance, &ask, turn->arena, &document, why) &&
           answer_document(turn, document,
                           text_format(turn->arena, "so-%.*s-%.*s.docx", TEXT_ARGS(ask.unit), TEXT_ARGS(period_write(turn->arena, period))), why);
}

static bool perform_key_act(struct turn *turn, const struct act_request *request, struct failure *why)
{
    struct act_answer answer;
    struct problems wait;
    if (too_soon(turn, &wait))
        return show_again(turn, &wait, 429, why);
    struct period period;
    if (text_is(request->name, "dossier-open") && period_read(node_text_at(request->given, "book"), &period))
        return perform_book(turn, request, period, why);
    if (!act_perform(turn->site->instance, request, turn->arena, &answer, why))
        return false;
    note_try(turn, &answer);
    if (answer.problems.errors > 0)
        return show_again(turn, &answer.problems, 422, why);
    if (answer.opened && node_text_at(request->given, "paper").length > 0)
        return answer_paper(turn, request->given, answer.opened, why);
    if (answer.opened && node_at(answer.opened, "scan"))
        return answer_scan(turn, node_at(answer.opened, "scan"));
    if (answer.opened)
        return show_opened(turn, answer.opened, why);
    done(turn, answer.record, request->name, TEXT("/khoa"));
    return true;
}

bool perform_act(struct turn *turn, struct failure *why)
{
    struct text name = node_text_at(turn->given, "act");
    struct node *given = typed_given(turn);
    struct problems differ;
    if (not_from_a_form(name))
        return FAIL(why, FAILURE_NOT_FOUND, "that act is not done by a form");
    if (text_is(name, "report-publish"))
        return publish(turn,
                       (struct report_request){.report = node_text_at(given, "report"),
                                               .unit = node_text_at(given, "unit"),
                                               .period = node_text_at(given, "period")},
                       why);
    if (passwords_differ(turn, given, &differ))
        return show_again(turn, &differ, 422, why);
    const struct act_request request = {
        .name = name, .viewer = turn->viewer, .given = given, .once = once_of(turn), .queue = turn->site->queue};
    struct act_answer answer;
    if (act_is_of_keys(name))
        return perform_key_act(turn, &request, why);
    if (!act_perform(turn->site->instance, &request, turn->arena, &answer, why))
        return why->kind == FAILURE_CONFLICT && of_a_record(name) ? show_conflict(turn, given, why) : false;
    if (answer.problems.errors > 0)
        return show_again(turn, &answer.problems, 422, why);
    if (own_password(turn, name, given))
        cookie_set(turn->response, turn->arena, SESSION_COOKIE, (struct text){0}, 0, turn->site->behind_tls);
    done(turn, answer.record, name, TEXT("/viec-hom-nay"));
    return true;
}
