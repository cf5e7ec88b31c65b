/* page.c — a tree becomes a page: what all pages share is put in, then the template is rendered. */
#include "face/web/site_inside.h"

#include "engine/codec/json.h"

enum { PAGE_MAX = 8 << 20, ONCE_BYTES = 16 };

int failure_status(enum failure_kind kind)
{
    static const int STATUS[] = {
        [FAILURE_NONE] = 200,   [FAILURE_INVALID] = 400, [FAILURE_NOT_FOUND] = 404, [FAILURE_DENIED] = 403,
        [FAILURE_CONFLICT] = 409, [FAILURE_BUSY] = 503,  [FAILURE_TOO_BIG] = 413,   [FAILURE_BROKEN] = 500,
    };
    return STATUS[kind];
}

static void put_text(struct node *tree, const char *key, struct text text)
{
    node_put(tree, key, node_text(tree->arena, text));
}

/* ---- what all pages share ---- */

/* What makes a form posted twice one act. Nobody need guess it: it is no secret. */
static struct text fresh_once(struct arena *arena)
{
    struct world world = world_real();
    uint8_t bytes[ONCE_BYTES];
    struct text once = {0};
    world_random(&world, bytes, sizeof bytes);
    for (size_t i = 0; i < sizeof bytes; i++)
        once = text_format(arena, "%.*s%02x", TEXT_ARGS(once), bytes[i]);
    return once;
}

static struct text address_of(struct turn *turn)
{
    return turn->request->query.length > 0 && !turn->request->post
               ? text_format(turn->arena, "%.*s?%.*s", TEXT_ARGS(turn->path), TEXT_ARGS(turn->request->query))
               : turn->path;
}

/* The same page as a workbook, with what is asked of it. */
static struct text sheet_address(const struct turn *turn)
{
    struct text path = text_is(turn->path, "/") ? TEXT("/index") : turn->path, query = turn->request->query;
    return text_format(turn->arena, "%.*s.xlsx%s%.*s", TEXT_ARGS(path), query.length > 0 ? "?" : "", TEXT_ARGS(query));
}

static bool put_shared(struct turn *turn, struct node *tree, struct failure *why)
{
    struct node *frame = NULL, *given = node_map(turn->arena);
    const struct view_request request = {.viewer = turn->viewer, .given = given};
    put_text(given, "path", turn->path);
    if (turn->visit && !view_frame(turn->site->instance, &request, turn->arena, &frame, why))
        return false;
    struct arena *arena = turn->arena;
    if (frame)
        node_put(tree, "frame", frame);
    /* Shared by all requests and never changed: only looked at through the tree. */
    node_put(tree, "t", (struct node *)(uintptr_t)turn->site->words[turn->language]);
    put_text(tree, "path", turn->path);
    put_text(tree, "sheet_href", sheet_offered(turn, tree) ? sheet_address(turn) : (struct text){0});
    if (!node_at(tree, "form"))
        put_text(tree, "form", address_of(turn));
    put_text(tree, "language", turn->language == LANGUAGE_EN ? TEXT("en") : TEXT("vi"));
    node_put(tree, "english", node_truth(arena, turn->language == LANGUAGE_EN));
    put_text(tree, "asset_version", turn->site->asset_version);
    put_text(tree, "site_address", text_format(turn->arena, "%s://%.*s", turn->site->behind_tls ? "https" : "http", TEXT_ARGS(turn->request->host)));
    put_text(tree, "once", fresh_once(arena));
    if (turn->visit)
        put_text(tree, "form_key", visit_form_key(turn->visit));
    if (turn->notice)
        put_text(tree, "notice", words_find(turn->site->words[turn->language], text_format(arena, "notice.%s", turn->notice).bytes));
    return true;
}

bool page_render(struct turn *turn, const char *template, struct node *tree, struct failure *why)
{
    const struct template *found = template_set_find(turn->templates, text_of(template));
    if (!found)
        return FAIL(why, FAILURE_BROKEN, "no template is called %s", template);
    typed_fill(turn, tree);
    if (!put_shared(turn, tree, why))
        return false;
    struct buffer CLOSING(buffer) out;
    buffer_init(&out, PAGE_MAX);
    template_render(&out, turn->templates, found, tree, TEMPLATE_ESCAPE_HTML);
    if (!buffer_ok(&out, why))
        return false;
    turn->response->status = turn->status ? turn->status : 200;
    turn->response->content_type = "text/html; charset=utf-8";
    turn->response->bytes = text_copy(turn->arena, buffer_text(&out));
    return true;
}

void page_json(struct turn *turn, const struct node *tree)
{
    struct buffer CLOSING(buffer) out;
    struct failure why;
    buffer_init(&out, PAGE_MAX);
    json_write_pretty(&out, tree);
    if (!buffer_ok(&out, &why)) {
        page_failure(turn, &why);
        return;
    }
    turn->response->status = turn->status ? turn->status : 200;
    turn->response->content_type = "application/json; charset=utf-8";
    turn->response->bytes = text_copy(turn->arena, buffer_text(&out));
}

bool page_view(struct turn *turn, const char *view, struct node **tree, struct failure *why)
{
    const struct view_request request = {.viewer = turn->viewer, .given = turn->given};
    return view_show(turn->site->instance, text_of(view), &request, turn->arena, tree, why);
}

/* ---- when it cannot be done ---- */

static void failure_json(struct turn *turn, const struct failure *failure)
{
    struct node *tree = node_map(turn->arena);
    put_text(tree, "failure", text_of(failure_word(failure->kind)));
    turn->status = failure_status(failure->kind);
    page_json(turn, tree);
}

/* A page that needs nothing but itself, when even the page of failures cannot be made. */
static void bare_failure(struct turn *turn, int status)
{
    turn->response->status = status;
    turn->response->content_type = "text/html; charset=utf-8";
    turn->response->bytes = text_format(turn->arena,
                                        "<!DOCTYPE html><html lang=\"vi\"><meta charset=\"utf-8\"><title>danvan</title>"
                                        "<p>Chưa làm được việc này. Hãy thử lại sau ít phút. (%lld)</p><p><a href=\"/\">Trang đầu</a></p></html>",
                                        (long long)turn->request->number);
}

void page_failure(struct turn *turn, const struct failure *failure)
{
    struct failure why;
    int status = failure_status(failure->kind);
    struct node *tree = node_map(turn->arena);
    const struct node *words = turn->site->words[turn->language];
    const char *word = failure_word(failure->kind);
    turn->response->failure = *failure;
    if (turn->json) {
        failure_json(turn, failure);
        return;
    }
    put_text(tree, "page_title", words_find(words, text_format(turn->arena, "failure.%s.title", word).bytes));
    put_text(tree, "text", words_find(words, text_format(turn->arena, "failure.%s.text", word).bytes));
    node_put(tree, "number", node_whole(turn->arena, turn->request->number));
    node_put(tree, "ask_sign_in", node_truth(turn->arena, failure->kind == FAILURE_DENIED && !(turn->viewer && turn->viewer->account)));
    turn->status = status;
    turn->typed = NULL;
    turn->problems = NULL;
    if (!turn->templates || !page_render(turn, "failure", tree, &why))
        bare_failure(turn, status);
}
