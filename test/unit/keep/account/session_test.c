/* session_test.c — a session ends by idleness, by age, by signing out, and all of one person's at once. */
#include "support/store/address.h"
#include "keep/account/account.h"

#include "base/file.h"
#include "keep/store/store.h"

#include <stdlib.h>
#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { HOUR = 3600 * 1000 };

struct door {
    struct arena *arena;
    struct store *store;
    char folder[48];
};

/* One change of sessions. */
struct change {
    enum { OPEN, TOUCH, CLOSE, CLOSE_ALL, SWEEP, ACT_FOR } kind;
    uint8_t token; /* a hash of 32 such bytes */
    int64_t number; /* account, or unit */
    int64_t hours; /* since midnight of the first day */
};

static struct moment moment_at(int64_t hours)
{
    return (struct moment){moment_of(day_of(2021, 9, 8), 0, 0).milliseconds + hours * HOUR};
}

static bool make(void *context, struct connection *writer, struct failure *why)
{
    const struct change *change = context;
    uint8_t hash[32];
    memset(hash, change->token, sizeof hash);
    switch (change->kind) {
    case OPEN:
        return session_open(writer, hash, change->number, TEXT("form key"), moment_at(change->hours), why);
    case TOUCH:
        return session_touch(writer, hash, moment_at(change->hours), why);
    case CLOSE:
        return session_close(writer, hash, why);
    case CLOSE_ALL:
        return session_close_all(writer, change->number, why);
    case SWEEP:
        return session_sweep(writer, moment_at(change->hours), why);
    case ACT_FOR:
        return session_set_acting_for(writer, hash, change->number, why);
    }
    return false;
}

static void change(struct door *door, struct change change)
{
    struct failure why;
    if (!store_write(door->store, make, &change, &why))
        fail_msg("%s", why.text);
}

static bool there(struct door *door, uint8_t token, int64_t hours, struct session *session)
{
    struct connection *CLOSING(store_read) reading = NULL;
    struct failure why;
    uint8_t hash[32];
    memset(hash, token, sizeof hash);
    assert_true(store_read_begin(door->store, &reading, &why));
    bool found = session_load(door->arena, reading, hash, moment_at(hours), session, &why);
    assert_true(found || why.kind == FAILURE_NOT_FOUND);
    return found;
}

static int open_door(void **state)
{
    struct arena *arena = arena_open();
    struct door *door = arena_make(arena, sizeof *door);
    struct failure why;
    *door = (struct door){.arena = arena, .folder = "/tmp/danvan-door-XXXXXX"};
    assert_non_null(mkdtemp(door->folder));
    const struct store_options options = {.address = test_store_address(arena, door->folder, "store"), .writes = true, .create = true};
    assert_true(store_open(&options, &door->store, &why));
    assert_true(account_migrate(door->store, &why));
    *state = door;
    return 0;
}

static int close_door(void **state)
{
    struct door *door = *state;
    struct failure why;
    store_close(door->store);
    assert_true(folder_delete(door->folder, &why));
    arena_close(door->arena);
    return 0;
}

static void a_session_is_found_by_its_token_only(void **state)
{
    struct session session;
    change(*state, (struct change){OPEN, 1, 7, 8});
    change(*state, (struct change){ACT_FOR, 1, 12, 8});
    assert_true(there(*state, 1, 8, &session));
    assert_int_equal(session.account, 7);
    assert_int_equal(session.acting_for, 12);
    assert_true(text_is(session.form_key, "form key"));
    assert_false(there(*state, 2, 8, &session));
}

static void twelve_idle_hours_end_it(void **state)
{
    struct session session;
    change(*state, (struct change){OPEN, 1, 7, 0});
    assert_true(there(*state, 1, 12, &session));
    assert_false(there(*state, 1, 13, &session));
    change(*state, (struct change){TOUCH, 1, 0, 12});
    assert_true(there(*state, 1, 24, &session));
    assert_false(there(*state, 1, 25, &session));
}

static void seven_days_end_it_however_busy(void **state)
{
    struct session session;
    change(*state, (struct change){OPEN, 1, 7, 0});
    for (int64_t hours = 6; hours <= 7 * 24; hours += 6)
        change(*state, (struct change){TOUCH, 1, 0, hours});
    assert_true(there(*state, 1, 7 * 24, &session));
    assert_false(there(*state, 1, 7 * 24 + 1, &session));
}

static void signing_out_ends_one_and_locking_ends_all(void **state)
{
    struct session session;
    for (uint8_t token = 1; token <= 3; token++)
        change(*state, (struct change){OPEN, token, token < 3 ? 7 : 8, 0});
    change(*state, (struct change){CLOSE, 1, 0, 0});
    assert_false(there(*state, 1, 0, &session));
    assert_true(there(*state, 2, 0, &session));
    change(*state, (struct change){CLOSE_ALL, 0, 7, 0});
    assert_false(there(*state, 2, 0, &session));
    assert_true(there(*state, 3, 0, &session));
}

static void what_has_ended_is_swept_away(void **state)
{
    struct session session;
    change(*state, (struct change){OPEN, 1, 7, 0});
    change(*state, (struct change){OPEN, 2, 7, 10});
    change(*state, (struct change){SWEEP, 0, 0, 13});
    assert_false(there(*state, 1, 0, &session)); /* not even then: the row is gone */
    assert_true(there(*state, 2, 13, &session));
}

#define AT_A_DOOR(test) cmocka_unit_test_setup_teardown(test, open_door, close_door)

int main(void)
{
    const struct CMUnitTest tests[] = {
        AT_A_DOOR(a_session_is_found_by_its_token_only), AT_A_DOOR(twelve_idle_hours_end_it),
        AT_A_DOOR(seven_days_end_it_however_busy),       AT_A_DOOR(signing_out_ends_one_and_locking_ends_all),
        AT_A_DOOR(what_has_ended_is_swept_away),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
