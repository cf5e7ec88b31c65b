/* parts_test.c — the router, cookies, the guard against guessing, the watch, the counter: each alone. */
#include "base/file.h"
#include "face/web/counter_inside.h"
#include "face/web/guard_inside.h"
#include "face/web/request_inside.h"
#include "face/web/route_inside.h"
#include "face/web/socket.h"
#include "face/web/watch_inside.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

/* ---- routes ---- */

static void a_path_finds_its_row_and_its_parts(void **state)
{
    static const struct {
        bool post;
        const char *path, *row, *key, *value;
    } CASES[] = {
        {false, "/", "/", NULL, NULL},
        {false, "/so", "/so", NULL, NULL},
        {false, "/so/", "/so", NULL, NULL},
        {false, "/so/outreach", "/so/{register}", "register", "outreach"},
        {false, "/so/outreach/moi", "/so/{register}/moi", "register", "outreach"},
        {false, "/so/outreach/danh-sach.csv", "/so/{register}/danh-sach.csv", "register", "outreach"},
        {false, "/bao-cao/12", "/bao-cao/{act}", "act", "12"},
        {false, "/bao-cao/12.txt", "/bao-cao/{act}.txt", "act", "12"},
        {false, "/so-lieu/t%C3%AAn", "/so-lieu/{figure}", "figure", "tên"},
        {false, "/du-thao/a/004/2021-Q3%2Ftt02", "/du-thao/{report}/{unit}/{period}", "period", "2021-Q3/tt02"},
        {false, "/du-thao/a/004/2021-Q3/tai-ve.docx", "/du-thao/{report}/{unit}/{period}/tai-ve.{format}", "format", "docx"},
        {true, "/lam/record-write", "/lam/{act}", "act", "record-write"},
        {true, "/dang-nhap", "/dang-nhap", NULL, NULL},
        {false, "/khong-co", NULL, NULL, NULL},
        {false, "//", NULL, NULL, NULL},
        {false, "/so/%zz", NULL, NULL, NULL},
        {false, "/lam/record-write", NULL, NULL, NULL},
        {false, "/bao-cao/.txt/x", NULL, NULL, NULL},
        {false, "", NULL, NULL, NULL},
    };
    (void)state;
    for (size_t i = 0; i < LENGTH_OF(CASES); i++) {
        struct arena *CLOSING(arena) arena = arena_open();
        struct node *parts = node_map(arena);
        bool elsewhere;
        const struct route *route = route_find(CASES[i].post, text_of(CASES[i].path), arena, parts, &elsewhere);
        if (!CASES[i].row) {
            assert_null(route);
            continue;
        }
        if (!route || !text_is(route->path, CASES[i].row))
            fail_msg("%s", CASES[i].path);
        if (CASES[i].key)
            assert_true(text_is(node_text_at(parts, CASES[i].key), CASES[i].value));
    }
}

static void a_form_asked_for_with_get_is_elsewhere(void **state)
{
    struct arena *CLOSING(arena) arena = arena_open();
    bool elsewhere;
    (void)state;
    assert_null(route_find(false, TEXT("/dang-xuat"), arena, node_map(arena), &elsewhere));
    assert_true(elsewhere);
}

/* ---- cookies ---- */

static void a_cookie_is_found_among_others(void **state)
{
    static const struct {
        const char *header, *value;
    } CASES[] = {
        {"danvan=abc", "abc"},     {"a=1; danvan=abc; b=2", "abc"}, {"xdanvan=no", ""},     {"danvan", ""},
        {"danvan=", ""},           {"", ""},                        {"danvan=a=b", "a=b"}, {" danvan = x ", "x"},
    };
    (void)state;
    for (size_t i = 0; i < LENGTH_OF(CASES); i++)
        if (!text_is(cookie_find(text_of(CASES[i].header), "danvan"), CASES[i].value))
            fail_msg("%s", CASES[i].header);
}

static void a_cookie_is_out_of_reach_of_scripts_and_secure_behind_tls(void **state)
{
    struct arena *CLOSING(arena) arena = arena_open();
    struct web_response response = {0};
    (void)state;
    cookie_set(&response, arena, "danvan", TEXT("abc"), 0, true);
    cookie_set(&response, arena, "danvan", (struct text){0}, 0, false);
    assert_string_equal(response.headers[0].value, "danvan=abc; Path=/; HttpOnly; SameSite=Lax; Secure");
    assert_string_equal(response.headers[1].value, "danvan=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
}

/* ---- guessing ---- */

static void guessing_waits_longer_each_time_and_only_from_there(void **state)
{
    struct arena *CLOSING(arena) arena = arena_open();
    struct guard *guard = guard_make(arena);
    struct text name = TEXT("lan"), here = TEXT("10.0.0.1"), there = TEXT("10.0.0.2");
    struct moment now = {1000000};
    (void)state;
    for (int i = 0; i < GUARD_FREE; i++) {
        assert_int_equal(guard_wait(guard, name, here, now), 0);
        guard_wrong(guard, name, here, now);
    }
    assert_int_equal(guard_wait(guard, name, here, now), 1);
    assert_int_equal(guard_wait(guard, name, there, now), 0);
    assert_int_equal(guard_wait(guard, TEXT("hoa"), here, now), 0);
    int before = 0;
    for (int i = 0; i < 20; i++) {
        guard_wrong(guard, name, here, now);
        int wait = guard_wait(guard, name, here, now);
        assert_true(wait >= before && wait <= GUARD_WAIT_MAX);
        before = wait;
    }
    assert_int_equal(before, GUARD_WAIT_MAX);
    now.milliseconds += GUARD_WAIT_MAX * 1000;
    assert_int_equal(guard_wait(guard, name, here, now), 0);
    guard_right(guard, name, here);
    guard_wrong(guard, name, here, now);
    assert_int_equal(guard_wait(guard, name, here, now), 0);
    guard_clear(guard);
}

static void one_address_that_tries_many_names_is_slowed_too(void **state)
{
    struct arena *CLOSING(arena) arena = arena_open();
    struct guard *guard = guard_make(arena);
    struct moment now = {1000000};
    (void)state;
    for (int i = 0; i < GUARD_FREE_CALLER; i++)
        guard_wrong(guard, text_format(arena, "name%d", i), TEXT("10.0.0.1"), now);
    assert_true(guard_wait(guard, TEXT("another"), TEXT("10.0.0.1"), now) > 0);
    guard_clear(guard);
}

/* ---- slow connections ---- */

static void nothing(void *context)
{
    (*(int *)context)++;
}

static void a_connection_past_its_time_is_shut_and_another_is_not(void **state)
{
    struct arena *CLOSING(arena) arena = arena_open();
    struct watch *watch;
    struct failure why;
    int minutes = 0, slow[2], calm[2];
    char byte;
    (void)state;
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, slow), 0);
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, calm), 0);
    assert_true(watch_open(arena, 2, nothing, &minutes, &watch, &why));
    struct guest *late = watch_enter(watch, slow[0]), *early = watch_enter(watch, calm[0]);
    assert_null(watch_enter(watch, 0));
    watch_until(watch, late, 1);
    watch_until(watch, early, 0);
    assert_int_equal(read(slow[1], &byte, 1), 0); /* the end of the stream */
    assert_int_equal(read(calm[1], &byte, 1), -1);
    watch_leave(watch, late);
    watch_leave(watch, early);
    watch_close(watch);
    assert_int_equal(minutes, 1);
    for (int i = 0; i < 2; i++) {
        close(slow[i]);
        close(calm[i]);
    }
}

/* ---- views ---- */

static void views_are_added_up_until_they_are_taken(void **state)
{
    struct arena *CLOSING(arena) arena = arena_open();
    struct counter *counter = counter_make(arena);
    struct counted counts[COUNTER_ROWS];
    (void)state;
    counter_add(counter, 12, 1);
    counter_add(counter, 12, 1);
    counter_add(counter, 13, 1);
    assert_int_equal(counter_take(counter, counts), 2);
    assert_int_equal(counts[0].act, 12);
    assert_int_equal(counts[0].views, 2);
    assert_int_equal(counter_take(counter, counts), 0);
    for (int i = 0; i < COUNTER_ROWS + 10; i++)
        counter_add(counter, i, 1);
    assert_int_equal(counter_take(counter, counts), COUNTER_ROWS);
    counter_clear(counter);
}

/* ---- the folder's socket ---- */

/* -1: cannot. */
static int at_socket(const char *folder, int (*use)(int, const struct sockaddr *, socklen_t))
{
    struct sockaddr_un address;
    struct failure why;
    int opened, made = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_true(socket_address(folder, &address, &opened, &why));
    int result = use(made, (const struct sockaddr *)&address, sizeof address);
    if (opened >= 0)
        close(opened);
    assert_int_equal(result, 0);
    return made;
}

static int bind_and_listen(int made, const struct sockaddr *address, socklen_t size)
{
    return bind(made, address, size) == 0 ? listen(made, 1) : -1;
}

static void a_folder_of_any_length_has_its_socket(void **state)
{
    char folder[600] = "/tmp/danvan-socket-XXXXXX";
    struct failure why;
    (void)state;
    assert_non_null(mkdtemp(folder));
    size_t first = strlen(folder);
    for (int depth = 0; depth < 5; depth++) {
        int listening = at_socket(folder, bind_and_listen), calling = at_socket(folder, connect);
        close(calling);
        close(listening);
        size_t length = strlen(folder);
        memset(folder + length, 'd', 100);
        folder[length] = '/';
        folder[length + 100] = '\0';
        assert_int_equal(mkdir(folder, 0700), 0);
    }
    folder[first] = '\0';
    assert_true(folder_delete(folder, &why));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_path_finds_its_row_and_its_parts),
        cmocka_unit_test(a_form_asked_for_with_get_is_elsewhere),
        cmocka_unit_test(a_cookie_is_found_among_others),
        cmocka_unit_test(a_cookie_is_out_of_reach_of_scripts_and_secure_behind_tls),
        cmocka_unit_test(guessing_waits_longer_each_time_and_only_from_there),
        cmocka_unit_test(one_address_that_tries_many_names_is_slowed_too),
        cmocka_unit_test(a_connection_past_its_time_is_shut_and_another_is_not),
        cmocka_unit_test(views_are_added_up_until_they_are_taken),
        cmocka_unit_test(a_folder_of_any_length_has_its_socket),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
