/* server_test.c — the server over real sockets: what a browser, a proxy and a stranger may send. */
#include "unit/face/web/fixture.h"

#include "engine/codec/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { ANSWER_MAX = 1 << 20, WRITERS = 64 };

struct stage {
    struct fixture fixture;
    struct web *web;
};

/* ---- a small client ---- */

static int connect_to(const struct stage *stage)
{
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(web_port(stage->web)), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    const struct timeval wait = {.tv_sec = 20};
    int client = socket(AF_INET, SOCK_STREAM, 0);
    assert_true(client >= 0);
    setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
    assert_int_equal(connect(client, (const struct sockaddr *)&address, sizeof address), 0);
    return client;
}

static bool send_text(int client, struct text bytes)
{
    while (bytes.length > 0) {
        ssize_t sent = send(client, bytes.bytes, bytes.length, MSG_NOSIGNAL);
        if (sent <= 0)
            return false;
        bytes = text_from(bytes, (size_t)sent);
    }
    return true;
}

/* Until the other side closes; requests ask for that. */
static struct text receive_all(int client, struct arena *arena)
{
    struct buffer CLOSING(buffer) bytes;
    char piece[16384];
    ssize_t got;
    buffer_init(&bytes, ANSWER_MAX);
    while ((got = recv(client, piece, sizeof piece, 0)) > 0)
        buffer_add_bytes(&bytes, piece, (size_t)got);
    close(client);
    return text_copy(arena, buffer_text(&bytes));
}

static struct text ask(const struct stage *stage, struct arena *arena, struct text request)
{
    int client = connect_to(stage);
    (void)send_text(client, request);
    return receive_all(client, arena);
}

static int status_of(struct text answer)
{
    int64_t status = 0;
    return text_starts(answer, TEXT("HTTP/1.1 ")) && text_read_int64(text_part(answer, 9, 3), &status) ? (int)status : 0;
}

#define HEAD "Host: 127.0.0.1\r\nConnection: close\r\n"

static void expect(const struct stage *stage, struct arena *arena, const char *request, int status)
{
    struct text answer = ask(stage, arena, text_of(request));
    if (status_of(answer) != status)
        fail_msg("%d instead of %d: %.*s", status_of(answer), status, TEXT_ARGS(text_part(answer, 0, 400)));
}

/* ---- the stage ---- */

static int open_stage(void **state)
{
    struct stage *stage = test_calloc(1, sizeof *stage);
    const struct web_options options = {.quiet = true};
    struct failure why;
    fixture_open(&stage->fixture);
    if (!web_open(stage->fixture.instance, &options, &stage->web, &why))
        fail_msg("%s", why.text);
    *state = stage;
    return 0;
}

static int close_stage(void **state)
{
    struct stage *stage = *state;
    web_close(stage->web);
    fixture_close(&stage->fixture);
    test_free(stage);
    return 0;
}

/* ---- what may be sent ---- */

static void a_page_is_answered_and_a_missing_one_too(void **state)
{
    const struct stage *stage = *state;
    expect(stage, stage->fixture.arena, "GET /gioi-thieu HTTP/1.1\r\n" HEAD "\r\n", 200);
    expect(stage, stage->fixture.arena, "HEAD /gioi-thieu HTTP/1.1\r\n" HEAD "\r\n", 200);
    expect(stage, stage->fixture.arena, "GET /khong-co HTTP/1.1\r\n" HEAD "\r\n", 404);
    expect(stage, stage->fixture.arena, "GET /so/%zz HTTP/1.1\r\n" HEAD "\r\n", 404);
    expect(stage, stage->fixture.arena, "DELETE / HTTP/1.1\r\n" HEAD "\r\n", 405);
}

static void two_requests_go_over_one_connection(void **state)
{
    const struct stage *stage = *state;
    struct text answer = ask(stage, stage->fixture.arena,
                             TEXT("GET /tro-giup HTTP/1.1\r\nHost: a\r\n\r\nGET /gioi-thieu HTTP/1.1\r\n" HEAD "\r\n"));
    const char *first = strstr(answer.bytes, "HTTP/1.1 200");
    assert_non_null(first);
    assert_non_null(strstr(first + 1, "HTTP/1.1 200"));
}

static void a_request_with_two_lengths_is_refused(void **state)
{
    const struct stage *stage = *state;
    struct arena *arena = stage->fixture.arena;
    expect(stage, arena, "POST /dang-nhap HTTP/1.1\r\n" HEAD "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400);
    expect(stage, arena, "POST /dang-nhap HTTP/1.1\r\n" HEAD "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n", 400);
    expect(stage, arena, "GET / HTTP/1.1\r\nConnection: close\r\n\r\n", 400); /* no Host */
}

static void too_long_a_header_is_refused(void **state)
{
    const struct stage *stage = *state;
    struct buffer CLOSING(buffer) request;
    buffer_init(&request, 1 << 18);
    buffer_add(&request, TEXT("GET / HTTP/1.1\r\n" HEAD "X-Long: "));
    for (int i = 0; i < 70 * 1024; i++)
        buffer_add_char(&request, 'a');
    buffer_add(&request, TEXT("\r\n\r\n"));
    struct text answer = ask(stage, stage->fixture.arena, buffer_text(&request));
    assert_int_equal(status_of(answer), 431);
}

static void a_hundred_megabytes_get_a_clear_page(void **state)
{
    const struct stage *stage = *state;
    struct arena *CLOSING(arena) arena = arena_open();
    static char megabyte[1 << 20];
    int client = connect_to(stage);
    assert_true(send_text(client, TEXT("POST /lam/record-write HTTP/1.1\r\n" HEAD
                                       "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 104857600\r\n\r\n")));
    for (int i = 0; i < 100; i++)
        assert_true(send_text(client, (struct text){megabyte, sizeof megabyte}));
    struct text answer = receive_all(client, arena);
    assert_int_equal(status_of(answer), 413);
    assert_true(text_contains(answer, TEXT("lớn quá")));
    assert_true(text_contains(answer, TEXT("site-header"))); /* a page of the house, with ways on */
    /* Who asks before sending is told at once. */
    expect(stage, arena, "POST /lam/record-write HTTP/1.1\r\n" HEAD "Expect: 100-continue\r\nContent-Length: 104857600\r\n\r\n", 413);
    expect(stage, arena, "POST /lam/record-write HTTP/1.1\r\n" HEAD "Content-Length: -1\r\n\r\n", 400);
}

static void a_body_in_pieces_has_the_same_ceiling(void **state)
{
    const struct stage *stage = *state;
    struct buffer CLOSING(buffer) request;
    buffer_init(&request, 1 << 20);
    buffer_add(&request, TEXT("POST /dang-nhap HTTP/1.1\r\n" HEAD "Content-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n"));
    for (int i = 0; i < 100; i++) {
        buffer_add(&request, TEXT("400\r\n"));
        for (int k = 0; k < 0x400; k++)
            buffer_add_char(&request, 'a');
        buffer_add(&request, TEXT("\r\n"));
    }
    buffer_add(&request, TEXT("0\r\n\r\n"));
    struct text answer = ask(stage, stage->fixture.arena, buffer_text(&request));
    assert_int_equal(status_of(answer), 413);
}

static void an_address_open_to_others_needs_tls(void **state)
{
    const struct stage *stage = *state;
    const struct web_options open = {.address = "0.0.0.0"}, none = {.address = "localhost"};
    struct web *web;
    struct failure why;
    assert_false(web_open(stage->fixture.instance, &open, &web, &why));
    assert_int_equal(why.kind, FAILURE_INVALID);
    assert_false(web_open(stage->fixture.instance, &none, &web, &why));
    assert_int_equal(why.kind, FAILURE_INVALID);
}

/* ---- many at once ---- */

struct writer {
    const struct stage *stage;
    struct text cookie, form_key;
    int number, status;
};

static void *write_one(void *context)
{
    struct writer *writer = context;
    struct arena *CLOSING(arena) arena = arena_open();
    struct text body = text_format(arena,
                                   "form_key=%.*s&once=o%d&register=outreach&unit=00118.kv&f.held_on=07/10/2021&f.topic=viec+%d&f.form="
                                   "loudspeaker",
                                   TEXT_ARGS(writer->form_key), writer->number, writer->number);
    struct text request = text_format(arena,
                                      "POST /lam/record-write HTTP/1.1\r\n" HEAD "Cookie: %.*s\r\nContent-Type: "
                                      "application/x-www-form-urlencoded\r\nContent-Length: %zu\r\n\r\n%.*s",
                                      TEXT_ARGS(writer->cookie), body.length, TEXT_ARGS(body));
    writer->status = status_of(ask(writer->stage, arena, request));
    return NULL;
}

/* What stands between two marks of an answer. */
static struct text between(struct text answer, const char *before, char after)
{
    const char *at = strstr(answer.bytes, before);
    struct text rest, part;
    assert_non_null(at);
    rest = text_of(at + strlen(before));
    assert_true(text_next(&rest, after, &part));
    return part;
}

static void sixty_four_people_write_at_once(void **state)
{
    const struct stage *stage = *state;
    struct arena *arena = stage->fixture.arena;
    struct text body = TEXT("name=ghiso&password=mot+cau+de+nho");
    struct text answer = ask(stage, arena,
                             text_format(arena, "POST /dang-nhap HTTP/1.1\r\n" HEAD "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %zu\r\n\r\n%.*s",
                                         body.length, TEXT_ARGS(body)));
    assert_int_equal(status_of(answer), 303);
    struct text cookie = between(answer, "Set-Cookie: ", ';');
    answer = ask(stage, arena, text_format(arena, "GET /so/outreach/moi HTTP/1.1\r\n" HEAD "Cookie: %.*s\r\n\r\n", TEXT_ARGS(cookie)));
    struct text form_key = between(answer, "name=\"form_key\" value=\"", '"');
    struct writer writers[WRITERS];
    pthread_t threads[WRITERS];
    for (int i = 0; i < WRITERS; i++) {
        writers[i] = (struct writer){stage, cookie, form_key, i, 0};
        assert_int_equal(pthread_create(&threads[i], NULL, write_one, &writers[i]), 0);
    }
    for (int i = 0; i < WRITERS; i++) {
        pthread_join(threads[i], NULL);
        assert_int_equal(writers[i].status, 303);
    }
    struct store_counts counts = store_counts(instance_store(stage->fixture.instance));
    print_message("# %lld works in %lld commits\n", (long long)counts.works, (long long)counts.commits);
    answer = ask(stage, arena, text_format(arena, "GET /so/outreach.json HTTP/1.1\r\n" HEAD "Cookie: %.*s\r\n\r\n", TEXT_ARGS(cookie)));
    assert_true(text_contains(answer, TEXT("\"value\": 64")));
}

/* ---- the folder's socket ---- */

static struct node *ask_socket(const struct stage *stage, const char *request)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    struct problems problems;
    struct node *answer;
    snprintf(address.sun_path, sizeof address.sun_path, "%s/house/danvan.sock", stage->fixture.folder);
    int client = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_int_equal(connect(client, (const struct sockaddr *)&address, sizeof address), 0);
    assert_true(send_text(client, text_of(request)));
    shutdown(client, SHUT_WR);
    problems_init(&problems, stage->fixture.arena, 3);
    assert_true(json_read(stage->fixture.arena, TEXT("answer"), receive_all(client, stage->fixture.arena), &answer, &problems));
    return answer;
}

static void a_command_hands_its_act_over(void **state)
{
    const struct stage *stage = *state;
    struct node *answer = ask_socket(stage, "{\"act\":\"record-write\",\"as\":\"ghiso\",\"given\":{\"register\":\"outreach\",\"unit\":\"00118.kv\","
                                            "\"fields\":{\"held_on\":\"2021-10-07\",\"topic\":\"Họp tổ\",\"form\":\"loudspeaker\"}}}\n");
    assert_true(node_at(answer, "act")->number.digits > 0);
    answer = ask_socket(stage, "{\"act\":\"record-write\",\"given\":{\"register\":\"outreach\",\"unit\":\"00118.kv\",\"fields\":{\"held_on\":\"x\"}}}");
    assert_true(node_count(node_at(answer, "problems")) > 0);
    answer = ask_socket(stage, "{\"act\":\"account-lock\",\"as\":\"ghiso\",\"given\":{\"account\":\"quantri\",\"locked\":\"yes\"}}");
    assert_true(text_is(node_text_at(node_at(answer, "failure"), "kind"), "denied"));
    answer = ask_socket(stage, "{nothing");
    assert_true(text_is(node_text_at(node_at(answer, "failure"), "kind"), "invalid"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_page_is_answered_and_a_missing_one_too),
        cmocka_unit_test(two_requests_go_over_one_connection),
        cmocka_unit_test(a_request_with_two_lengths_is_refused),
        cmocka_unit_test(too_long_a_header_is_refused),
        cmocka_unit_test(a_hundred_megabytes_get_a_clear_page),
        cmocka_unit_test(a_body_in_pieces_has_the_same_ceiling),
        cmocka_unit_test(an_address_open_to_others_needs_tls),
        cmocka_unit_test(sixty_four_people_write_at_once),
        cmocka_unit_test(a_command_hands_its_act_over),
    };
    return cmocka_run_group_tests(tests, open_stage, close_stage);
}
