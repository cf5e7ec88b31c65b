/*
 * Passwords: the line kept (also made by other argon2id programs from the same input), refused lines, and the queue.
 */
#include "engine/seal/password_queue_inside.h"
#include "engine/seal/seal.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static const uint8_t salt[PASSWORD_SALT_BYTES] = "muoi-16-byte-abc";

static void a_password_is_kept_as_an_ordinary_argon2id_line(void **state)
{
    (void)state;
    struct failure why;
    struct password_line line;
    assert_true(password_hash(TEXT("Mật khẩu dài"), salt, &line, &why));
    assert_string_equal(line.bytes, "$argon2id$v=19$m=19456,t=2,p=1$bXVvaS0xNi1ieXRlLWFiYw$Q+Qtd15TcCJ2Ca1EdR32Q5BEaX2VpaulMGP/eOfclxg");
}

static void only_the_right_password_verifies(void **state)
{
    (void)state;
    static const char *wrong[] = {"", "Mật khẩu", "mật khẩu dài", "Mật khẩu dài "};
    struct failure why;
    struct password_line line;
    bool right = false;
    assert_true(password_hash(TEXT("Mật khẩu dài"), salt, &line, &why));
    assert_true(password_verify(TEXT("Mật khẩu dài"), text_of(line.bytes), &right, &why));
    assert_true(right);
    for (size_t i = 0; i < LENGTH_OF(wrong); i++) {
        assert_true(password_verify(text_of(wrong[i]), text_of(line.bytes), &right, &why));
        assert_false(right);
    }
}

static void a_line_that_is_not_ours_is_refused(void **state)
{
    (void)state;
#define SALT_AND_HASH "$bXVvaS0xNi1ieXRlLWFiYw$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    static const char *lines[] = {
        "",
        "mật khẩu",
        "$argon2i$v=19$m=19456,t=2,p=1" SALT_AND_HASH,
        "$argon2id$v=16$m=19456,t=2,p=1" SALT_AND_HASH,
        "$argon2id$v=19$m=1000000,t=2,p=1" SALT_AND_HASH,
        "$argon2id$v=19$m=19456,t=1000,p=1" SALT_AND_HASH,
        "$argon2id$v=19$m=19456,t=2,p=2" SALT_AND_HASH,
        "$argon2id$v=19$m=4,t=2,p=1" SALT_AND_HASH,
        "$argon2id$v=19$m=-1,t=2,p=1" SALT_AND_HASH,
        "$argon2id$v=19$m=19456,t=2,p=1" SALT_AND_HASH "$",
        "$argon2id$v=19$m=19456,t=2,p=1" SALT_AND_HASH "A",
        "$argon2id$v=19$m=19456,t=2,p=1$bXVvaQ$AAAA",
        "$argon2id$v=19$m=19456,t=2,p=1",
    };
    for (size_t i = 0; i < LENGTH_OF(lines); i++) {
        struct failure why = {0};
        bool right = true;
        assert_false(password_verify(TEXT("x"), text_of(lines[i]), &right, &why));
        assert_int_equal(why.kind, FAILURE_INVALID);
        assert_true(right); /* untouched */
    }
}

static void a_password_too_long_is_refused_not_cut(void **state)
{
    (void)state;
    char bytes[PASSWORD_BYTES_MAX + 1];
    memset(bytes, 'a', sizeof bytes);
    struct failure why;
    struct password_line line;
    assert_false(password_hash((struct text){bytes, sizeof bytes}, salt, &line, &why));
    assert_int_equal(why.kind, FAILURE_INVALID);
    assert_true(password_hash((struct text){bytes, sizeof bytes - 1}, salt, &line, &why));
}

static void the_queue_hashes_and_verifies(void **state)
{
    (void)state;
    struct failure why;
    struct password_queue *CLOSING(password_queue) queue = NULL;
    struct password_line line;
    bool right = false;
    assert_true(password_queue_open(&queue, &why));
    assert_true(password_queue_hash(queue, TEXT("một"), salt, &line, &why));
    assert_true(password_queue_verify(queue, TEXT("một"), text_of(line.bytes), &right, &why));
    assert_true(right);
    assert_true(password_queue_verify(queue, TEXT("hai"), text_of(line.bytes), &right, &why));
    assert_false(right);
    assert_false(password_queue_verify(queue, TEXT("hai"), TEXT("?"), &right, &why));
    assert_int_equal(why.kind, FAILURE_INVALID);
}

/* A job that holds the queue's thread until it is let go. */
struct gate {
    struct password_job job;
    pthread_mutex_t lock;
    pthread_cond_t moved;
    bool entered, open;
};

static void stand_in_the_gate(struct password_job *job)
{
    struct gate *gate = (struct gate *)job;
    pthread_mutex_lock(&gate->lock);
    gate->entered = true;
    pthread_cond_broadcast(&gate->moved);
    while (!gate->open)
        pthread_cond_wait(&gate->moved, &gate->lock);
    pthread_mutex_unlock(&gate->lock);
}

static void do_nothing(struct password_job *job)
{
    (void)job;
}

struct caller {
    struct password_queue *queue;
    struct password_job *job;
    pthread_t thread;
    bool good;
};

static void *call(void *context)
{
    struct caller *caller = context;
    struct failure why;
    caller->good = password_queue_run(caller->queue, caller->job, &why);
    return NULL;
}

static void *close_queue(void *context)
{
    password_queue_close(context);
    return NULL;
}

struct crowd {
    struct password_queue *queue;
    struct gate gate;
    struct caller holder;
    struct password_job jobs[PASSWORD_QUEUE_MAX];
    struct caller callers[PASSWORD_QUEUE_MAX];
};

/* The thread held, and the queue filled up behind it. */
static void gather(struct crowd *crowd)
{
    struct failure why;
    assert_true(password_queue_open(&crowd->queue, &why));
    crowd->gate.job.run = stand_in_the_gate;
    pthread_mutex_init(&crowd->gate.lock, NULL);
    pthread_cond_init(&crowd->gate.moved, NULL);
    crowd->holder = (struct caller){.queue = crowd->queue, .job = &crowd->gate.job};
    assert_int_equal(pthread_create(&crowd->holder.thread, NULL, call, &crowd->holder), 0);
    pthread_mutex_lock(&crowd->gate.lock);
    while (!crowd->gate.entered)
        pthread_cond_wait(&crowd->gate.moved, &crowd->gate.lock);
    pthread_mutex_unlock(&crowd->gate.lock);
    for (size_t i = 0; i < PASSWORD_QUEUE_MAX; i++) {
        crowd->jobs[i].run = do_nothing;
        crowd->callers[i] = (struct caller){.queue = crowd->queue, .job = &crowd->jobs[i]};
        assert_int_equal(pthread_create(&crowd->callers[i].thread, NULL, call, &crowd->callers[i]), 0);
    }
    while (password_queue_waiting(crowd->queue) < PASSWORD_QUEUE_MAX)
        usleep(1000);
}

static void let_go(struct crowd *crowd)
{
    pthread_mutex_lock(&crowd->gate.lock);
    crowd->gate.open = true;
    pthread_cond_broadcast(&crowd->gate.moved);
    pthread_mutex_unlock(&crowd->gate.lock);
    pthread_join(crowd->holder.thread, NULL);
    assert_true(crowd->holder.good);
    for (size_t i = 0; i < PASSWORD_QUEUE_MAX; i++) {
        pthread_join(crowd->callers[i].thread, NULL);
        assert_true(crowd->callers[i].good);
    }
    pthread_cond_destroy(&crowd->gate.moved);
    pthread_mutex_destroy(&crowd->gate.lock);
}

static void a_full_queue_is_busy_and_then_free_again(void **state)
{
    (void)state;
    struct crowd crowd = {0};
    gather(&crowd);
    struct password_job late = {.run = do_nothing};
    struct failure why;
    assert_false(password_queue_run(crowd.queue, &late, &why));
    assert_int_equal(why.kind, FAILURE_BUSY);
    let_go(&crowd);
    assert_true(password_queue_run(crowd.queue, &late, &why));
    password_queue_close(crowd.queue);
}

static void closing_finishes_those_who_wait(void **state)
{
    (void)state;
    struct crowd crowd = {0};
    gather(&crowd);
    pthread_t closer;
    assert_int_equal(pthread_create(&closer, NULL, close_queue, crowd.queue), 0);
    usleep(10000);
    let_go(&crowd);
    pthread_join(closer, NULL);
}

static void closing_nothing_is_allowed(void **state)
{
    (void)state;
    password_queue_close(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_password_is_kept_as_an_ordinary_argon2id_line),
        cmocka_unit_test(only_the_right_password_verifies),
        cmocka_unit_test(a_line_that_is_not_ours_is_refused),
        cmocka_unit_test(a_password_too_long_is_refused_not_cut),
        cmocka_unit_test(the_queue_hashes_and_verifies),
        cmocka_unit_test(a_full_queue_is_busy_and_then_free_again),
        cmocka_unit_test(closing_finishes_those_who_wait),
        cmocka_unit_test(closing_nothing_is_allowed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
