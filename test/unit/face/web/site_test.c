/* site_test.c — requests answered without a socket: who may, forms, what was typed, pages as trees. */
#include "unit/face/web/fixture.h"

#include "engine/codec/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <string.h>

struct stage {
    struct fixture fixture;
    struct site *site;
    int64_t record;
};

/* ---- a small browser ---- */

struct browser {
    struct stage *stage;
    struct arena *arena;
    struct text cookie, accept_encoding;
    struct web_response response;
};

static struct browser browser_of(struct stage *stage)
{
    return (struct browser){.stage = stage, .arena = stage->fixture.arena};
}

static struct text header(const struct browser *browser, const char *name)
{
    for (size_t i = 0; i < browser->response.header_count; i++)
        if (strcmp(browser->response.headers[i].name, name) == 0)
            return text_of(browser->response.headers[i].value);
    return (struct text){0};
}

static void keep_cookie(struct browser *browser)
{
    struct text set = header(browser, "Set-Cookie"), value;
    if (text_starts(set, TEXT(SESSION_COOKIE "=")) && text_next(&set, ';', &value))
        browser->cookie = value;
}

static void ask(struct browser *browser, bool post, const char *path, const char *query, struct text body)
{
    const struct web_request request = {.arena = browser->arena,
                                        .number = 1,
                                        .post = post,
                                        .path = text_of(path),
                                        .query = text_of(query),
                                        .cookie = browser->cookie,
                                        .accept_encoding = browser->accept_encoding,
                                        .host = TEXT("127.0.0.1:8080"),
                                        .content_type = post ? TEXT("application/x-www-form-urlencoded") : (struct text){0},
                                        .caller = TEXT("127.0.0.1"),
                                        .body = body};
    browser->response = (struct web_response){0};
    site_answer(browser->stage->site, &request, &browser->response);
    keep_cookie(browser);
}

static void get(struct browser *browser, const char *path)
{
    struct text rest = text_of(path), bare;
    assert_true(text_next(&rest, '?', &bare));
    ask(browser, false, text_copy(browser->arena, bare).bytes, text_copy(browser->arena, rest).bytes, (struct text){0});
}

/* The value of a hidden field of the page last seen. */
static struct text hidden(const struct browser *browser, const char *name)
{
    const char *mark = text_format(browser->arena, "name=\"%s\" value=\"", name).bytes;
    const char *at = strstr(browser->response.bytes.bytes, mark);
    assert_non_null(at);
    struct text rest = text_of(at + strlen(mark)), value;
    assert_true(text_next(&rest, '"', &value));
    return value;
}

/* A form: "name=value" pairs, ended by NULL. The marks come from the page last seen. */
static void post(struct browser *browser, const char *path, const char *const *pairs)
{
    struct buffer CLOSING(buffer) body;
    buffer_init(&body, 1 << 16);
    for (size_t i = 0; pairs[i]; i++) {
        struct text rest = text_of(pairs[i]), key;
        assert_true(text_next(&rest, '=', &key));
        form_write_pair(&body, key, rest);
    }
    ask(browser, true, path, "", text_copy(browser->arena, buffer_text(&body)));
}

static const char *pair(const struct browser *browser, const char *name, struct text value)
{
    return text_format(browser->arena, "%s=%.*s", name, TEXT_ARGS(value)).bytes;
}

static void sign_in_as(struct browser *browser, const char *name)
{
    const char *pairs[] = {pair(browser, "name", text_of(name)), "password=" FIXTURE_PASSWORD, NULL};
    post(browser, "/dang-nhap", pairs);
    assert_int_equal(browser->response.status, 303);
    assert_true(browser->cookie.length > 0);
}

static bool says(const struct browser *browser, const char *words)
{
    return text_contains(browser->response.bytes, text_of(words));
}

static void expect_status(const struct browser *browser, int status)
{
    if (browser->response.status != status)
        fail_msg("%d instead of %d: %s\n%.*s", browser->response.status, status, browser->response.failure.text,
                 TEXT_ARGS(text_part(browser->response.bytes, 0, 6000)));
}

/* ---- the stage ---- */

static int open_stage(void **state)
{
    struct stage *stage = test_calloc(1, sizeof *stage);
    const struct site_options options = {0};
    struct failure why;
    fixture_open(&stage->fixture);
    if (!site_open(stage->fixture.instance, &options, &stage->site, &why))
        fail_msg("%s", why.text);
    const char *outreach[] = {"register=outreach", "unit=00118.kv", "f.held_on=2021-10-01", "f.topic=Phân loại rác",
                              "f.form=meeting",    "f.attendance=40", NULL};
    stage->record = fixture_act(&stage->fixture, "record-write", outreach);
    *state = stage;
    return 0;
}

static int close_stage(void **state)
{
    struct stage *stage = *state;
    site_close(stage->site);
    fixture_close(&stage->fixture);
    test_free(stage);
    return 0;
}

/* ---- who may ---- */

static const char *filled(struct stage *stage, struct text pattern)
{
    static const char *const PARTS[][2] = {{"{register}", "outreach"}, {"{figure}", "outreach.sessions"}, {"{report}", "quarterly-portal"},
                                           {"{unit}", "004"},          {"{period}", "2021-Q3"},           {"{format}", "txt"},
                                           {"{account}", "ghiso"}};
    struct arena *arena = stage->fixture.arena;
    for (size_t i = 0; i < LENGTH_OF(PARTS); i++)
        pattern = text_replace(arena, pattern, text_of(PARTS[i][0]), text_of(PARTS[i][1]));
    pattern = text_replace(arena, pattern, TEXT("{record}"), text_format(arena, "%lld", (long long)stage->record));
    return text_replace(arena, pattern, TEXT("{act}"), TEXT("record-write")).bytes;
}

static void every_row_that_asks_for_a_person_sends_nobody_to_sign_in(void **state)
{
    struct stage *stage = *state;
    const char *none[] = {NULL};
    for (size_t i = 0; i < route_count(); i++) {
        const struct route *route = route_at(i);
        struct browser browser = browser_of(stage);
        if (route->who == ANYONE)
            continue;
        const char *path = filled(stage, route->path);
        if (route->post)
            post(&browser, path, none);
        else
            get(&browser, path);
        if (route->post ? browser.response.status != 401 : !text_starts(header(&browser, "Location"), TEXT("/dang-nhap?tiep=")))
            fail_msg("%s: %d", path, browser.response.status);
    }
}

static void pages_of_administrators_are_denied_to_others(void **state)
{
    struct browser browser = browser_of(*state);
    const char *const PATHS[] = {"/nguoi-dung", "/nguoi-dung/moi", "/nguoi-dung/ghiso", "/nguoi-dung/ghiso/mat-khau", "/nguoi-dung/ghiso/vai-tro"};
    sign_in_as(&browser, "ghiso");
    for (size_t i = 0; i < LENGTH_OF(PATHS); i++) {
        get(&browser, PATHS[i]);
        expect_status(&browser, 403);
    }
}

static void every_page_of_an_administrator_is_drawn(void **state)
{
    struct browser browser = browser_of(*state);
    const char *const PATHS[] = {"/nguoi-dung", "/nguoi-dung/moi", "/nguoi-dung/ghiso", "/nguoi-dung/ghiso/mat-khau", "/nguoi-dung/ghiso/vai-tro",
                                 "/viec-hom-nay", "/mat-khau", "/dang-ghi-cho", "/gioi-thieu", "/tro-giup", "/dang-nhap"};
    sign_in_as(&browser, "quantri");
    for (size_t i = 0; i < LENGTH_OF(PATHS); i++) {
        get(&browser, PATHS[i]);
        expect_status(&browser, 200);
        get(&browser, text_format(browser.arena, "%s?lang=en", PATHS[i]).bytes);
        expect_status(&browser, 200);
    }
}

static void every_page_of_a_recorder_is_drawn_in_both_languages(void **state)
{
    struct stage *stage = *state;
    struct browser browser = browser_of(stage);
    const char *const PATHS[] = {"/viec-hom-nay", "/so/{register}", "/so/{register}/moi", "/muc-ghi/{register}/{record}",
                                 "/muc-ghi/{register}/{record}/sua", "/muc-ghi/{register}/{record}/rut", "/muc-ghi/{register}/{record}/nhan-ban"};
    sign_in_as(&browser, "ghiso");
    for (size_t i = 0; i < LENGTH_OF(PATHS); i++) {
        const char *path = filled(stage, text_of(PATHS[i]));
        get(&browser, path);
        expect_status(&browser, 200);
        assert_true(says(&browser, "<html class=\"govuk-template\" lang=\"vi\">"));
        get(&browser, text_format(browser.arena, "%s?lang=en", path).bytes);
        expect_status(&browser, 200);
        assert_true(says(&browser, "lang=\"en\">"));
        assert_false(says(&browser, " style=\""));
        assert_false(says(&browser, "<script"));
    }
}

/* ---- forms ---- */

static const char *const SESSION[] = {"f.held_on=07/10/2021", "f.topic=Tiêm vắc-xin", "f.form=meeting", "f.attendance=1.250", NULL};

static void write_session(struct browser *browser, const char *topic, const char *attendance)
{
    get(browser, "/so/outreach/moi");
    expect_status(browser, 200);
    const char *pairs[] = {pair(browser, "form_key", hidden(browser, "form_key")), pair(browser, "once", hidden(browser, "once")),
                           pair(browser, "form", hidden(browser, "form")), pair(browser, "back", hidden(browser, "back")),
                           "register=outreach", "unit=00118.kv", SESSION[0], text_format(browser->arena, "f.topic=%s", topic).bytes, SESSION[2],
                           text_format(browser->arena, "f.attendance=%s", attendance).bytes, NULL};
    post(browser, "/lam/record-write", pairs);
}

static void a_recorder_writes_and_sees_the_record(void **state)
{
    struct browser browser = browser_of(*state);
    sign_in_as(&browser, "ghiso");
    write_session(&browser, "Tiêm vắc-xin", "1.250");
    expect_status(&browser, 303);
    struct text to = header(&browser, "Location");
    assert_true(text_starts(to, TEXT("/muc-ghi/outreach/")) && text_ends(to, TEXT("?xong=record-write")));
    get(&browser, text_copy(browser.arena, to).bytes);
    expect_status(&browser, 200);
    assert_true(says(&browser, "Đã ghi vào sổ."));
    assert_true(says(&browser, "Tiêm vắc-xin"));
    assert_true(says(&browser, "1.250"));
    assert_true(says(&browser, "Người ghiso"));
}

static void what_was_typed_comes_back_with_the_problem_at_its_field(void **state)
{
    struct browser browser = browser_of(*state);
    sign_in_as(&browser, "ghiso");
    write_session(&browser, "Họp <b>tổ</b>", "rất đông");
    expect_status(&browser, 422);
    assert_true(says(&browser, "Họp &lt;b&gt;tổ&lt;/b&gt;"));
    assert_true(says(&browser, "rất đông"));
    assert_true(says(&browser, "govuk-error-summary"));
    assert_true(says(&browser, "href=\"#f-attendance\""));
    assert_true(says(&browser, "id=\"f-attendance-loi\""));
    assert_true(says(&browser, "07/10/2021"));
}

static void a_form_posted_twice_is_one_act(void **state)
{
    struct browser browser = browser_of(*state);
    sign_in_as(&browser, "ghiso");
    get(&browser, "/so/outreach/moi");
    const char *pairs[] = {pair(&browser, "form_key", hidden(&browser, "form_key")), pair(&browser, "once", hidden(&browser, "once")),
                           pair(&browser, "back", hidden(&browser, "back")), "register=outreach", "unit=00118.kv", SESSION[0], SESSION[1],
                           SESSION[2], SESSION[3], NULL};
    post(&browser, "/lam/record-write", pairs);
    expect_status(&browser, 303);
    struct text first = header(&browser, "Location");
    post(&browser, "/lam/record-write", pairs);
    expect_status(&browser, 303);
    struct text second = header(&browser, "Location");
    assert_true(text_equal(first, second));
}

static void a_form_without_the_sessions_key_or_of_another_site_is_refused(void **state)
{
    struct stage *stage = *state;
    struct browser browser = browser_of(stage);
    const char *pairs[] = {"register=outreach", "unit=00118.kv", SESSION[0], SESSION[1], SESSION[2], SESSION[3], NULL};
    sign_in_as(&browser, "ghiso");
    post(&browser, "/lam/record-write", pairs);
    expect_status(&browser, 403);
    struct web_request request = {.arena = browser.arena, .post = true, .path = TEXT("/dang-nhap"), .host = TEXT("127.0.0.1:8080"),
                                  .content_type = TEXT("application/x-www-form-urlencoded"), .body = TEXT("name=a&password=b"),
                                  .origin = TEXT("https://example.org")};
    browser.response = (struct web_response){0};
    site_answer(stage->site, &request, &browser.response);
    expect_status(&browser, 403);
    request.origin = TEXT("http://127.0.0.1:8080");
    browser.response = (struct web_response){0};
    site_answer(stage->site, &request, &browser.response);
    expect_status(&browser, 401);
}

static void two_people_who_correct_one_record_see_both_versions(void **state)
{
    struct stage *stage = *state;
    struct browser one = browser_of(stage), other = browser_of(stage);
    const char *form = filled(stage, TEXT("/muc-ghi/{register}/{record}/sua"));
    sign_in_as(&one, "ghiso");
    sign_in_as(&other, "ghiso2");
    get(&one, form);
    get(&other, form);
    struct browser *both[] = {&one, &other};
    const char *topics[] = {"f.topic=Phân loại rác tại nhà", "f.topic=Phân loại rác ở chợ"};
    for (size_t i = 0; i < 2; i++) {
        const char *pairs[] = {pair(both[i], "form_key", hidden(both[i], "form_key")), pair(both[i], "version", hidden(both[i], "version")),
                               pair(both[i], "record", hidden(both[i], "record")), pair(both[i], "form", hidden(both[i], "form")),
                               pair(both[i], "back", hidden(both[i], "back")), "register=outreach", topics[i], "reason=ghi cho rõ", NULL};
        post(both[i], "/lam/record-correct", pairs);
    }
    expect_status(&one, 303);
    expect_status(&other, 409);
    assert_true(says(&other, "Phân loại rác tại nhà"));
    assert_true(says(&other, "Phân loại rác ở chợ"));
    assert_true(says(&other, "Người ghiso"));
    const char *again[] = {pair(&other, "form_key", hidden(&other, "form_key")), pair(&other, "version", hidden(&other, "version")),
                           pair(&other, "record", hidden(&other, "record")), pair(&other, "back", hidden(&other, "back")),
                           "register=outreach", topics[1], "reason=ghi cho rõ", NULL};
    post(&other, "/lam/record-correct", again);
    expect_status(&other, 303);
    get(&other, filled(stage, TEXT("/muc-ghi/{register}/{record}")));
    assert_true(says(&other, "<del>Phân loại rác tại nhà</del> → <ins>Phân loại rác ở chợ</ins>"));
}

static void what_was_typed_outlives_the_session(void **state)
{
    struct browser browser = browser_of(*state);
    sign_in_as(&browser, "ghiso");
    get(&browser, "/so/outreach/moi");
    const char *form = pair(&browser, "form", hidden(&browser, "form"));
    browser.cookie = TEXT("danvan=ended");
    const char *pairs[] = {"form_key=old", form, "register=outreach", "unit=00118.kv", SESSION[0], "f.topic=Một việc dài", NULL};
    post(&browser, "/lam/record-write", pairs);
    expect_status(&browser, 401);
    assert_true(says(&browser, "giu.f.topic"));
    const char *again[] = {"name=ghiso", "password=" FIXTURE_PASSWORD, "tiep=/so/outreach/moi", "giu.f.topic=Một việc dài",
                           "giu.f.held_on=07/10/2021", NULL};
    post(&browser, "/dang-nhap", again);
    expect_status(&browser, 200);
    assert_true(says(&browser, "value=\"Một việc dài\""));
    assert_true(says(&browser, "Những gì đã nhập vẫn còn."));
}

static void a_wrong_password_is_slowed_after_five_tries(void **state)
{
    struct browser browser = browser_of(*state);
    const char *pairs[] = {"name=chuyenvien", "password=sai", NULL};
    for (int i = 0; i < GUARD_FREE; i++) {
        post(&browser, "/dang-nhap", pairs);
        expect_status(&browser, 401);
    }
    post(&browser, "/dang-nhap", pairs);
    expect_status(&browser, 429);
}

static void a_first_password_must_be_changed_before_anything_else(void **state)
{
    struct browser browser = browser_of(*state);
    sign_in_as(&browser, "moi");
    get(&browser, "/viec-hom-nay");
    assert_true(text_equal(header(&browser, "Location"), TEXT("/mat-khau")));
    get(&browser, "/mat-khau");
    expect_status(&browser, 200);
    const char *differ[] = {pair(&browser, "form_key", hidden(&browser, "form_key")), "form=/mat-khau", "account=moi", "password=mot cau rat moi",
                            "password_again=mot cau khac", NULL};
    post(&browser, "/lam/account-password", differ);
    expect_status(&browser, 422);
    assert_true(says(&browser, "Hai lần nhập mật khẩu không giống nhau."));
    assert_false(says(&browser, "mot cau rat moi"));
    const char *same[] = {differ[0], "form=/mat-khau", "back=/dang-nhap", "account=moi", "password=mot cau rat moi", "password_again=mot cau rat moi",
                          NULL};
    post(&browser, "/lam/account-password", same);
    expect_status(&browser, 303);
}

/* ---- trees, headers, language ---- */

static void the_same_path_with_json_prints_the_same_fields(void **state)
{
    struct stage *stage = *state;
    struct browser browser = browser_of(stage);
    struct problems problems;
    struct node *tree;
    sign_in_as(&browser, "ghiso");
    get(&browser, text_format(browser.arena, "%s.json", filled(stage, TEXT("/muc-ghi/{register}/{record}"))).bytes);
    expect_status(&browser, 200);
    problems_init(&problems, browser.arena, 5);
    assert_true(json_read(browser.arena, TEXT("page"), browser.response.bytes, &tree, &problems));
    assert_int_equal(node_at(tree, "record")->number.digits, stage->record);
    assert_true(node_count(node_at(tree, "columns")) > 0);
    assert_true(node_count(node_at(tree, "history")) > 0);
    assert_null(node_at(tree, "form_key"));
}

static void pages_carry_their_guards(void **state)
{
    struct browser browser = browser_of(*state);
    get(&browser, "/gioi-thieu");
    assert_true(text_starts(header(&browser, "Content-Security-Policy"), TEXT("default-src 'none'; style-src 'self';")));
    assert_false(text_contains(header(&browser, "Content-Security-Policy"), TEXT("unsafe")));
    assert_true(text_is(header(&browser, "X-Content-Type-Options"), "nosniff"));
    assert_true(text_is(header(&browser, "Cache-Control"), "no-cache"));
    sign_in_as(&browser, "ghiso");
    assert_true(text_contains(header(&browser, "Set-Cookie"), TEXT("HttpOnly; SameSite=Lax")));
    get(&browser, "/viec-hom-nay");
    assert_true(text_is(header(&browser, "Cache-Control"), "no-store"));
    get(&browser, "/tinh/danvan.css");
    expect_status(&browser, 200);
    assert_true(text_ends(header(&browser, "Cache-Control"), TEXT("immutable")));
    get(&browser, "/tinh/../words/vi.yaml");
    expect_status(&browser, 404);
}

static void a_page_of_nobody_is_made_small_and_a_page_with_a_form_key_is_not(void **state)
{
    static const struct { const char *accepts; bool small; } CASES[] = {
        {"gzip, deflate, br", true}, {"br, gzip;q=0.5", true}, {"br", false}, {"", false}, {"gzip;q=0", false}, {"gzip;q=0, br", false},
    };
    struct browser browser = browser_of(*state);
    for (size_t i = 0; i < LENGTH_OF(CASES); i++) {
        browser.accept_encoding = text_of(CASES[i].accepts);
        get(&browser, "/gioi-thieu");
        assert_int_equal(text_is(header(&browser, "Content-Encoding"), "gzip"), CASES[i].small);
        get(&browser, "/tinh/danvan.css");
        assert_int_equal(text_is(header(&browser, "Content-Encoding"), "gzip"), CASES[i].small);
        assert_true(text_contains(header(&browser, "Vary"), TEXT("Accept-Encoding")));
    }
    browser.accept_encoding = TEXT("gzip");
    sign_in_as(&browser, "ghiso");
    get(&browser, "/viec-hom-nay");
    assert_int_equal(header(&browser, "Content-Encoding").length, 0);
}

static void a_chosen_language_is_remembered(void **state)
{
    struct browser browser = browser_of(*state);
    get(&browser, "/tro-giup?lang=en");
    assert_true(says(&browser, "Record something, in under a minute"));
    struct text set = header(&browser, "Set-Cookie"), value;
    assert_true(text_next(&set, ';', &value));
    browser.cookie = value;
    get(&browser, "/tro-giup");
    assert_true(says(&browser, "Record something, in under a minute"));
}

static void nobody_is_sent_to_another_site(void **state)
{
    static const char *const BAD[] = {"//evil.example", "https://evil.example", "/\\evil", "evil", "", "/a b", "/\r\nSet-Cookie: x"};
    (void)state;
    for (size_t i = 0; i < LENGTH_OF(BAD); i++)
        assert_int_equal(typed_path(text_of(BAD[i])).length, 0);
    assert_true(text_is(typed_path(TEXT("/so/outreach?trang=2")), "/so/outreach?trang=2"));
}

static bool same_keys(const struct node *a, const struct node *b)
{
    if (a->kind != NODE_MAP || b->kind != NODE_MAP)
        return a->kind == b->kind;
    for (size_t i = 0; i < node_count(a); i++) {
        const struct node *other = node_find(b, a->map.entries[i].key);
        if (!other || !same_keys(a->map.entries[i].value, other)) {
            print_message("only in one language: %.*s\n", TEXT_ARGS(a->map.entries[i].key));
            return false;
        }
    }
    return true;
}

static void both_languages_have_the_same_words(void **state)
{
    struct stage *stage = *state;
    assert_true(same_keys(stage->site->words[LANGUAGE_VI], stage->site->words[LANGUAGE_EN]));
    assert_true(same_keys(stage->site->words[LANGUAGE_EN], stage->site->words[LANGUAGE_VI]));
}

/* ---- sheets ---- */

static const char *BOUNDARY = "vach-ngan-9f2c";

static void post_file(struct browser *browser, const char *path, const char *sheet)
{
    struct text body = text_format(browser->arena,
                                   "--%s\r\nContent-Disposition: form-data; name=\"form_key\"\r\n\r\n%.*s\r\n"
                                   "--%s\r\nContent-Disposition: form-data; name=\"unit\"\r\n\r\n00118.kv\r\n"
                                   "--%s\r\nContent-Disposition: form-data; name=\"back\"\r\n\r\n/so/outreach\r\n"
                                   "--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"thang-9.csv\"\r\n"
                                   "Content-Type: text/csv\r\n\r\n%s\r\n--%s--\r\n",
                                   BOUNDARY, TEXT_ARGS(hidden(browser, "form_key")), BOUNDARY, BOUNDARY, BOUNDARY, sheet, BOUNDARY);
    const struct web_request request = {.arena = browser->arena,
                                        .number = 1,
                                        .post = true,
                                        .path = text_of(path),
                                        .cookie = browser->cookie,
                                        .accept_encoding = browser->accept_encoding,
                                        .host = TEXT("127.0.0.1:8080"),
                                        .content_type = text_format(browser->arena, "multipart/form-data; boundary=%s", BOUNDARY),
                                        .body = body};
    browser->response = (struct web_response){0};
    site_answer(browser->stage->site, &request, &browser->response);
}

static void a_sheet_is_recorded_whole_or_each_mistake_is_told_with_its_line(void **state)
{
    struct browser browser = browser_of(*state);
    sign_in_as(&browser, "ghiso");
    get(&browser, "/so/outreach/nhap-tep");
    expect_status(&browser, 200);
    post_file(&browser, "/so/outreach/nhap-tep", "held_on,topic,form\n07/09/2021,Từ bảng tính,loudspeaker\nhôm qua,Sai ngày,loudspeaker\n");
    expect_status(&browser, 303);
    get(&browser, header(&browser, "Location").bytes);
    expect_status(&browser, 200);
    assert_true(says(&browser, "A3"));
    assert_true(says(&browser, "hôm qua"));
    assert_false(says(&browser, "value=\"ghi\""));
    get(&browser, "/so/outreach.json");
    assert_false(says(&browser, "Từ bảng tính"));
    get(&browser, "/so/outreach/nhap-tep");
    post_file(&browser, "/so/outreach/nhap-tep", "held_on,topic,form\n07/09/2021,Từ bảng tính,loudspeaker\n");
    expect_status(&browser, 303);
    struct text upload = header(&browser, "Location");
    get(&browser, upload.bytes);
    assert_true(says(&browser, "value=\"ghi\""));
    get(&browser, "/so/outreach.json");
    assert_false(says(&browser, "Từ bảng tính"));
    get(&browser, upload.bytes);
    const char *pairs[] = {pair(&browser, "form_key", hidden(&browser, "form_key")), "viec=ghi", NULL};
    post(&browser, text_format(browser.arena, "%.*s/lam", TEXT_ARGS(upload)).bytes, pairs);
    expect_status(&browser, 303);
    get(&browser, upload.bytes);
    assert_true(says(&browser, "Đã ghi xong"));
    get(&browser, "/so/outreach/danh-sach.csv");
    expect_status(&browser, 200);
    assert_true(says(&browser, "Từ bảng tính"));
    assert_true(text_starts(header(&browser, "Content-Disposition"), TEXT("attachment; filename=\"outreach.csv\"")));
}

static void a_list_and_a_figures_records_are_workbooks_too(void **state)
{
    struct browser browser = browser_of(*state);
    static const struct { const char *path, *name; } WORKBOOKS[] = {
        {"/so/outreach.xlsx?tu=01/09/2021&trang=7", "outreach.xlsx"},
        {"/so-lieu/outreach.sessions.xlsx?don-vi=004&ky=2021-Q3", "outreach.sessions.xlsx"},
        {"/so/outreach/bang-trong.xlsx", "outreach-trong.xlsx"},
    };
    sign_in_as(&browser, "ghiso");
    for (size_t i = 0; i < LENGTH_OF(WORKBOOKS); i++) {
        get(&browser, WORKBOOKS[i].path);
        expect_status(&browser, 200);
        assert_true(text_starts(browser.response.bytes, TEXT("PK")));
        assert_true(text_contains(header(&browser, "Content-Disposition"), text_of(WORKBOOKS[i].name)));
    }
    get(&browser, "/so/outreach");
    assert_true(says(&browser, "href=\"/so/outreach.xlsx\""));
    get(&browser, "/nguoi-dung.xlsx");
    expect_status(&browser, 403);
    get(&browser, "/gioi-thieu.xlsx");
    expect_status(&browser, 404);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_that_asks_for_a_person_sends_nobody_to_sign_in),
        cmocka_unit_test(pages_of_administrators_are_denied_to_others),
        cmocka_unit_test(every_page_of_an_administrator_is_drawn),
        cmocka_unit_test(every_page_of_a_recorder_is_drawn_in_both_languages),
        cmocka_unit_test(a_recorder_writes_and_sees_the_record),
        cmocka_unit_test(what_was_typed_comes_back_with_the_problem_at_its_field),
        cmocka_unit_test(a_form_posted_twice_is_one_act),
        cmocka_unit_test(a_form_without_the_sessions_key_or_of_another_site_is_refused),
        cmocka_unit_test(two_people_who_correct_one_record_see_both_versions),
        cmocka_unit_test(what_was_typed_outlives_the_session),
        cmocka_unit_test(a_wrong_password_is_slowed_after_five_tries),
        cmocka_unit_test(a_first_password_must_be_changed_before_anything_else),
        cmocka_unit_test(a_sheet_is_recorded_whole_or_each_mistake_is_told_with_its_line),
        cmocka_unit_test(a_list_and_a_figures_records_are_workbooks_too),
        cmocka_unit_test(the_same_path_with_json_prints_the_same_fields),
        cmocka_unit_test(pages_carry_their_guards),
        cmocka_unit_test(a_page_of_nobody_is_made_small_and_a_page_with_a_form_key_is_not),
        cmocka_unit_test(a_chosen_language_is_remembered),
        cmocka_unit_test(nobody_is_sent_to_another_site),
        cmocka_unit_test(both_languages_have_the_same_words),
    };
    return cmocka_run_group_tests(tests, open_stage, close_stage);
}
