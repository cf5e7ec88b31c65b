/* site.c — the way of one request: who asks, where it leads, may it be, what comes of it. */
#include "face/web/site_inside.h"

#include "face/web/assets.h"
#include "face/web/counter_inside.h"
#include "work/check/check_desk.h"
#include "work/intake/desk.h"
#include "work/intake/paste.h"
#include "work/view/service.h"

enum { LANGUAGE_SECONDS = 365 * 24 * 3600, ASSET_SECONDS = 365 * 24 * 3600 };

#define ASSETS_PATH "/tinh/"

/* ---- opening ---- */

static struct text version_of_assets(struct arena *arena)
{
    uint64_t version = 0;
    for (unsigned long i = 0; i < assets_count; i++)
        version = version * 31 + text_hash((struct text){(const char *)assets[i].bytes, assets[i].length});
    return text_format(arena, "?v=%08x", (unsigned)(version ^ (version >> 32)));
}

static bool fill(struct site *site, const struct site_options *options, struct failure *why)
{
    site->templates_folder = options->templates;
    site->behind_tls = options->behind_tls;
    site->guard = guard_make(site->arena);
    site->counter = counter_make(site->arena);
    site->asset_version = version_of_assets(site->arena);
    /* A folder is read for each request; once now, so that a mistake is told at the start. */
    return words_load(site->arena, "vi", &site->words[LANGUAGE_VI], why) && words_load(site->arena, "en", &site->words[LANGUAGE_EN], why) &&
           templates_load(site->arena, options->templates, &site->templates, why) && service_queue_open(&site->queue, why) &&
           intake_desk_open(site->instance, &site->desk, why) && check_desk_open(site->instance, &site->checks, why);
}

bool site_open(struct instance *instance, const struct site_options *options, struct site **site, struct failure *why)
{
    struct arena *arena = arena_open();
    struct site *made = arena_make(arena, sizeof *made);
    *made = (struct site){.arena = arena, .instance = instance};
    if (!fill(made, options, why)) {
        site_close(made);
        return false;
    }
    *site = made;
    return true;
}

void site_close(struct site *site)
{
    if (!site)
        return;
    intake_desk_close(site->desk);
    check_desk_close(site->checks);
    service_queue_close(site->queue);
    if (site->guard)
        guard_clear(site->guard);
    if (site->counter)
        counter_clear(site->counter);
    arena_close(site->arena);
}

bool site_each_minute(struct site *site, struct failure *why)
{
    struct counted counts[COUNTER_ROWS];
    size_t count = counter_take(site->counter, counts);
    bool kept = true;
    check_desk_sweep(site->checks);
    for (size_t i = 0; i < count; i++) {
        kept = kept && view_add_views(site->instance, counts[i].act, counts[i].views, why);
        if (!kept)
            counter_add(site->counter, counts[i].act, counts[i].views);
    }
    return kept;
}

/* ---- files of the program ---- */

static const char *type_of(struct text path)
{
    static const struct {
        const char *ending, *type;
    } TYPES[] = {{".css", "text/css; charset=utf-8"}, {".woff2", "font/woff2"}, {".svg", "image/svg+xml"}, {".txt", "text/plain; charset=utf-8"}};
    for (size_t i = 0; i < LENGTH_OF(TYPES); i++)
        if (text_ends(path, text_of(TYPES[i].ending)))
            return TYPES[i].type;
    return "application/octet-stream";
}

static bool answer_asset(struct site *site, const struct web_request *request, struct web_response *response)
{
    struct arena *arena = request->arena;
    struct text name, bytes;
    if (request->post || !text_starts(request->path, TEXT(ASSETS_PATH)))
        return false;
    name = text_format(arena, "assets/%.*s", TEXT_ARGS(text_from(request->path, sizeof ASSETS_PATH - 1)));
    if (!asset_find(name, &bytes))
        return false;
    struct text mark = text_format(arena, "\"%s\"", text_from(site->asset_version, 3).bytes);
    response_guard(response, arena);
    response_header(response, arena, "ETag", mark);
    response_header(response, arena, "Cache-Control", text_format(arena, "public, max-age=%d, immutable", ASSET_SECONDS));
    response_header(response, arena, "Vary", TEXT("Accept-Encoding"));
    response->content_type = type_of(name);
    response->status = text_equal(request->if_none_match, mark) ? 304 : 200;
    response->bytes = response->status == 304 ? (struct text){0} : bytes;
    return true;
}

/* ---- finding the row ---- */

/* A page's path with .json or .xlsx behind it is the same view as a tree or as a workbook. */
static bool find_other(struct turn *turn, struct text path)
{
    bool elsewhere, json = text_ends(path, TEXT(".json")), sheet = text_ends(path, TEXT(".xlsx"));
    if (turn->request->post || (!json && !sheet))
        return false;
    struct text bare = text_part(path, 0, path.length - 5);
    bare = bare.length == 0 || text_is(bare, "/index") ? TEXT("/") : bare;
    struct node *parts = node_map(turn->arena);
    const struct route *route = route_find(false, bare, turn->arena, parts, &elsewhere);
    if (!route || route->handler != show_page || !route->view)
        return false;
    turn->route = route;
    turn->given = parts;
    turn->path = bare;
    turn->json = json;
    turn->sheet = sheet;
    return true;
}

static bool find_route(struct turn *turn, struct text path, bool post, struct failure *why)
{
    bool elsewhere = false;
    turn->path = path;
    if (find_other(turn, path))
        return true;
    turn->given = node_map(turn->arena);
    turn->route = route_find(post, path, turn->arena, turn->given, &elsewhere);
    if (!turn->route)
        return FAIL(why, elsewhere ? FAILURE_INVALID : FAILURE_NOT_FOUND, elsewhere ? "the other method is meant" : "no such page");
    return true;
}

static bool take_query(struct turn *turn, struct text query, struct failure *why)
{
    form_init(&turn->query, turn->arena);
    if (query.length > 0 && !form_read_query(&turn->query, query, why))
        return false;
    for (size_t i = 0; i < turn->query.count; i++)
        if (!node_find(turn->given, turn->query.fields[i].name))
            node_put_text(turn->given, turn->query.fields[i].name, node_text(turn->arena, turn->query.fields[i].value));
    return true;
}

static bool takes_sheet(const struct route *route)
{
    return route->post && (text_ends(route->path, TEXT("/nhap-tep")) || text_ends(route->path, TEXT("/tep")) || text_is(route->path, "/kiem-tra"));
}

size_t site_body_max(bool post, struct text path, struct arena *arena)
{
    bool elsewhere;
    const struct route *route = route_find(post, path, arena, node_map(arena), &elsewhere);
    if (!post)
        return 0;
    return route && takes_sheet(route) ? WEB_SHEET_MAX : WEB_FORM_MAX;
}

/* ---- language ---- */

static void choose_language(struct turn *turn)
{
    struct text asked = form_text(&turn->query, "lang"), kept = cookie_find(turn->request->cookie, LANGUAGE_COOKIE);
    bool says = text_is(asked, "en") || text_is(asked, "vi");
    turn->language = text_is(says ? asked : kept, "en") ? LANGUAGE_EN : LANGUAGE_VI;
    if (says && !text_equal(asked, kept))
        cookie_set(turn->response, turn->arena, LANGUAGE_COOKIE, asked, LANGUAGE_SECONDS, turn->site->behind_tls);
}

/* ---- may it be ---- */

/* A browser says from where a form was sent; one of another site is refused whatever it holds. */
static bool from_elsewhere(const struct turn *turn)
{
    const struct web_request *request = turn->request;
    struct text origin = request->origin;
    if (text_is(request->fetch_site, "cross-site") || text_is(request->fetch_site, "same-site"))
        return true;
    if (origin.length == 0)
        return false;
    for (struct text rest = origin, part; text_contains(rest, TEXT("//")) && text_next(&rest, '/', &part);)
        origin = rest;
    if (text_starts(origin, TEXT("/")))
        origin = text_from(origin, 1);
    return !text_equal(origin, request->host);
}

static bool same_key(struct text a, struct text b)
{
    unsigned char differs = a.length != b.length;
    for (size_t i = 0; i < a.length && i < b.length; i++)
        differs |= (unsigned char)(a.bytes[i] ^ b.bytes[i]);
    return !differs;
}

static bool signed_in(const struct turn *turn)
{
    return turn->viewer && turn->viewer->account;
}

static bool check_post(struct turn *turn, struct failure *why)
{
    form_init(&turn->form, turn->arena);
    turn->form.limits.file = takes_sheet(turn->route) ? WEB_SHEET_MAX : 0;
    if (takes_sheet(turn->route))
        turn->form.limits.value = PASTE_MAX;
    if (from_elsewhere(turn))
        return FAIL(why, FAILURE_DENIED, "a form of another site");
    if (!form_read(&turn->form, turn->request->content_type, turn->request->body, why))
        return false;
    turn->old_form = signed_in(turn) && text_is(turn->request->fetch_site, "same-origin") &&
                     !same_key(form_text(&turn->form, "form_key"), visit_form_key(turn->visit)) && turn->route->handler == perform_act;
    if (signed_in(turn) && !turn->old_form && !same_key(form_text(&turn->form, "form_key"), visit_form_key(turn->visit)) &&
        turn->route->handler != perform_sign_in)
        return FAIL(why, FAILURE_DENIED, "the form's key is not this session's");
    return true;
}

/* A page for those who signed in, and nobody is: to the sign-in page and back; a form keeps what was typed. */
static bool ask_to_sign_in(struct turn *turn, struct failure *why)
{
    if (turn->json)
        return FAIL(why, FAILURE_DENIED, "nobody is signed in");
    if (turn->request->post)
        return sign_in_page(turn, typed_path(form_text(&turn->form, "form")), why);
    struct buffer CLOSING(buffer) out;
    buffer_init(&out, 8192);
    buffer_add(&out, TEXT("/dang-nhap?"));
    struct text next = turn->request->query.length > 0
                           ? text_format(turn->arena, "%.*s?%.*s", TEXT_ARGS(turn->path), TEXT_ARGS(turn->request->query))
                           : turn->path;
    form_write_pair(&out, TEXT("tiep"), next);
    if (!buffer_ok(&out, why))
        return false;
    response_redirect(turn->response, turn->arena, buffer_text(&out));
    return true;
}

static bool password_first(const struct turn *turn)
{
    return signed_in(turn) && turn->viewer->account->must_change_password && !text_is(turn->path, "/mat-khau") &&
           !text_is(turn->path, "/lam/account-password") && !text_is(turn->path, "/dang-xuat") && !text_is(turn->path, "/dang-nhap");
}

bool turn_visit(struct turn *turn, struct failure *why)
{
    const struct visit_request request = {.token = turn->token, .language = turn->language};
    visit_close(turn->visit);
    turn->visit = NULL;
    if (!visit_open(turn->site->instance, &request, turn->arena, &turn->visit, why))
        return false;
    turn->viewer = visit_viewer(turn->visit);
    return true;
}

bool turn_show(struct turn *turn, struct text path, struct failure *why)
{
    struct text bare;
    if (!text_next(&path, '?', &bare) || !find_route(turn, bare, false, why) || !take_query(turn, path, why))
        return false;
    if (turn->route->who == SIGNED_IN && !signed_in(turn))
        return FAIL(why, FAILURE_DENIED, "nobody is signed in");
    struct node *form = node_text(turn->arena, path.length > 0 ? text_format(turn->arena, "%.*s?%.*s", TEXT_ARGS(bare), TEXT_ARGS(path)) : bare);
    struct node *tree = NULL;
    if (turn->route->view ? !page_view(turn, turn->route->view, &tree, why) : false)
        return false;
    tree = tree ? tree : node_map(turn->arena);
    node_put(tree, "form", form);
    return page_render(turn, turn->route->template, tree, why);
}

/* The person signed in anew in another window: nothing is done, and nothing typed is lost. */
static bool show_old_form(struct turn *turn, struct failure *why)
{
    struct text form = typed_path(form_text(&turn->form, "form"));
    if (form.length == 0)
        return FAIL(why, FAILURE_DENIED, "the form's key is not this session's");
    turn->typed = typed_keep(turn);
    turn->notice = "form-old";
    turn->status = 403;
    return turn_show(turn, form, why);
}

static bool take_turn(struct turn *turn, struct failure *why)
{
    if (turn->site->templates_folder && !templates_load(turn->arena, turn->site->templates_folder, &turn->templates, why))
        return false;
    choose_language(turn); /* the cookie; the query comes when the row is known */
    if (!find_route(turn, turn->request->path, turn->request->post, why) || !take_query(turn, turn->request->query, why))
        return false;
    choose_language(turn);
    if (!turn_visit(turn, why))
        return false;
    if (turn->request->post && !check_post(turn, why))
        return false;
    if (turn->route->who == SIGNED_IN && !signed_in(turn))
        return ask_to_sign_in(turn, why);
    if (turn->old_form)
        return show_old_form(turn, why);
    if (password_first(turn)) {
        response_redirect(turn->response, turn->arena, TEXT("/mat-khau"));
        return true;
    }
    return turn->route->handler(turn, why);
}

/* A published report was looked at, on the front page or on its own; those who work here do not count. */
static void count_view(struct turn *turn, const struct node *tree)
{
    bool front = text_is(turn->path, "/");
    const struct node *act = node_at(front ? node_at(tree, "newest") : tree, "act");
    if ((front || text_starts(turn->path, TEXT("/bao-cao/"))) && act && act->kind == NODE_NUMBER && !signed_in(turn))
        counter_add(turn->site->counter, act->number.digits, 1);
}

/* Notices come behind a redirect as ?xong=WORD; only words of ours are shown. */
bool show_page(struct turn *turn, struct failure *why)
{
    struct node *tree = NULL;
    struct text done = form_text(&turn->query, "xong");
    if (turn->sheet)
        return sheet_answer(turn, why);
    if (turn->route->view ? !page_view(turn, turn->route->view, &tree, why) : false)
        return false;
    tree = tree ? tree : node_map(turn->arena);
    if (turn->json) {
        page_json(turn, tree);
        return true;
    }
    turn->notice = done.length > 0 ? text_copy(turn->arena, done).bytes : NULL;
    count_view(turn, tree);
    return page_render(turn, turn->route->template, tree, why);
}

static struct turn turn_of(struct site *site, const struct web_request *request, struct web_response *response)
{
    return (struct turn){.site = site,
                         .request = request,
                         .response = response,
                         .arena = request->arena,
                         .path = request->path,
                         .given = node_map(request->arena),
                         .token = cookie_find(request->cookie, SESSION_COOKIE),
                         .templates = site->templates};
}

void site_refuse(struct site *site, const struct web_request *request, enum failure_kind kind, int status, struct web_response *response)
{
    struct turn turn = turn_of(site, request, response);
    const struct failure why = {.kind = kind, .text = "refused before it was read"};
    struct failure cannot;
    turn.token = (struct text){0};
    turn.path = TEXT("/");
    *response = (struct web_response){.status = status};
    response_guard(response, request->arena);
    choose_language(&turn);
    if (site->templates_folder && !templates_load(turn.arena, site->templates_folder, &turn.templates, &cannot))
        turn.templates = NULL;
    if (!turn_visit(&turn, &cannot))
        turn.visit = NULL;
    page_failure(&turn, &why);
    response->status = status;
    response->failure = (struct failure){0}; /* what others send is no failure of ours */
    visit_close(turn.visit);
}

void site_answer(struct site *site, const struct web_request *request, struct web_response *response)
{
    struct turn turn = turn_of(site, request, response);
    struct failure why = {0};
    if (answer_asset(site, request, response)) {
        response_shrink(request, response);
        return;
    }
    response_guard(response, request->arena);
    if (!take_turn(&turn, &why))
        page_failure(&turn, &why);
    response_header(response, request->arena, "Cache-Control", signed_in(&turn) || request->post ? TEXT("no-store") : TEXT("no-cache"));
    response_header(response, request->arena, "Vary", TEXT("Cookie, Accept-Encoding"));
    /* A page of a session holds its form key: it is sent as it is (see gzip.h). */
    if (turn.token.length == 0)
        response_shrink(request, response);
    visit_close(turn.visit);
}
