/* sign_in.c — who is there: signing in and out change no record, so they are no acts. */
#include "work/act/act.h"

#include "engine/seal/password_queue.h"
#include "engine/seal/seal.h"
#include "keep/account/account.h"
#include "keep/store/store.h"

enum { TOUCH_AFTER = 5 * 60 * 1000 }; /* milliseconds between notes that a person is still there */

/* An argon2id line of nobody's password: a wrong name costs what a wrong password costs. */
static const char NOBODY[] = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

static struct seal_hash token_hash(struct text token)
{
    return seal_sha256(token);
}

static struct text fresh_token(struct instance *instance, struct arena *arena)
{
    uint8_t bytes[SEAL_TOKEN_BYTES];
    world_random(instance_world(instance), bytes, sizeof bytes);
    return seal_token(arena, bytes);
}

struct session_work {
    struct seal_hash token;
    int64_t account, unit;
    struct text form_key;
    struct moment now;
};

static bool work_open(void *given, struct connection *writer, struct failure *why)
{
    struct session_work *work = given;
    return session_sweep(writer, work->now, why) && session_open(writer, work->token.bytes, work->account, work->form_key, work->now, why);
}

static bool work_close(void *given, struct connection *writer, struct failure *why)
{
    struct session_work *work = given;
    return session_close(writer, work->token.bytes, why);
}

static bool work_touch(void *given, struct connection *writer, struct failure *why)
{
    struct session_work *work = given;
    return session_touch(writer, work->token.bytes, work->now, why);
}

static bool work_act_for(void *given, struct connection *writer, struct failure *why)
{
    struct session_work *work = given;
    return session_set_acting_for(writer, work->token.bytes, work->unit, why);
}

/* The person and what is kept of the password; neither when the name is not known or is locked. */
static bool load_person(struct instance *instance, const struct house *house, struct text name, struct arena *arena,
                        const struct account **account, struct text *line, struct failure *why)
{
    struct connection *CLOSING(store_read) reading = NULL;
    struct failure absent;
    *account = NULL;
    *line = text_of(NOBODY);
    if (!store_read_begin(instance_store(instance), &reading, why))
        return false;
    const struct account *found;
    if (!account_load(arena, reading, house->units, name, &found, &absent))
        return absent.kind == FAILURE_NOT_FOUND || FAIL(why, absent.kind, "%s", absent.text);
    if (found->locked)
        return true;
    *account = found;
    return account_load_password(arena, reading, found->number, line, why);
}

static bool check_password(struct password_queue *queue, struct text password, struct text line, bool *right, struct failure *why)
{
    return queue ? password_queue_verify(queue, password, line, right, why) : password_verify(password, line, right, why);
}

static bool sign_in_person(struct instance *instance, const struct house *house, const struct sign_in_request *request,
                           struct arena *arena, struct sign_in *done, struct failure *why)
{
    const struct account *account;
    struct text line;
    bool right = false;
    if (!load_person(instance, house, request->name, arena, &account, &line, why) ||
        !check_password(request->queue, request->password, line, &right, why))
        return false;
    if (!account || !right)
        return FAIL(why, FAILURE_DENIED, "the name or the password is not right");
    struct text token = fresh_token(instance, arena);
    struct session_work work = {.token = token_hash(token), .account = account->number, .form_key = fresh_token(instance, arena),
                                .now = world_now(instance_world(instance))};
    if (!store_write(instance_store(instance), work_open, &work, why))
        return false;
    *done = (struct sign_in){.token = token, .form_key = work.form_key, .must_change_password = account->must_change_password};
    return true;
}

bool sign_in(struct instance *instance, const struct sign_in_request *request, struct arena *arena, struct sign_in *done,
             struct failure *why)
{
    const struct house *house = instance_house(instance);
    bool right = sign_in_person(instance, house, request, arena, done, why);
    instance_release(instance, house);
    return right;
}

bool sign_out(struct instance *instance, struct text token, struct failure *why)
{
    struct session_work work = {.token = token_hash(token)};
    return store_write(instance_store(instance), work_close, &work, why);
}

/* ---- the viewer behind a cookie ---- */

static bool valid_grant(const struct grant *grant, struct day today)
{
    return (!day_is_some(grant->from) || day_compare(grant->from, today) <= 0) &&
           (!day_is_some(grant->to) || day_compare(grant->to, today) >= 0);
}

/* Whom they chose, when a grant still says so; else the unit of the first grant that holds. */
static const struct unit *acting_for(const struct account *account, int64_t chosen, struct day today)
{
    const struct unit *first = NULL;
    for (size_t i = 0; i < account->grant_count; i++) {
        if (!valid_grant(&account->grants[i], today))
            continue;
        if (account->grants[i].unit->number == chosen)
            return account->grants[i].unit;
        first = first ? first : account->grants[i].unit;
    }
    return first;
}

static bool load_session(struct instance *instance, const struct house *house, struct seal_hash token, struct arena *arena,
                         struct session *session, const struct account **account, struct failure *why)
{
    struct connection *CLOSING(store_read) reading = NULL;
    return store_read_begin(instance_store(instance), &reading, why) &&
           session_load(arena, reading, token.bytes, world_now(instance_world(instance)), session, why) &&
           account_load_number(arena, reading, house->units, session->account, account, why);
}

bool viewer_load(struct instance *instance, const struct house *house, struct text token, struct arena *arena, struct viewer *viewer,
                 struct text *form_key, struct failure *why)
{
    struct session session;
    const struct account *account;
    struct failure ended;
    struct moment now = world_now(instance_world(instance));
    *viewer = (struct viewer){.today = instance_today(instance), .language = viewer->language};
    *form_key = (struct text){0};
    if (token.length == 0)
        return true;
    struct seal_hash hash = token_hash(token);
    if (!load_session(instance, house, hash, arena, &session, &account, &ended))
        return ended.kind == FAILURE_NOT_FOUND || FAIL(why, ended.kind, "%s", ended.text);
    if (account->locked)
        return true;
    viewer->account = account;
    viewer->acting_for = acting_for(account, session.acting_for, viewer->today);
    *form_key = session.form_key;
    struct session_work work = {.token = hash, .now = now};
    return now.milliseconds - session.seen.milliseconds < TOUCH_AFTER || store_write(instance_store(instance), work_touch, &work, why);
}

bool sign_in_act_for(struct instance *instance, const struct viewer *viewer, struct text token, struct text unit_code, struct failure *why)
{
    for (size_t i = 0; viewer->account && i < viewer->account->grant_count; i++) {
        const struct grant *grant = &viewer->account->grants[i];
        if (!text_equal(grant->unit->code, unit_code) || !valid_grant(grant, viewer->today))
            continue;
        struct session_work work = {.token = token_hash(token), .unit = grant->unit->number};
        return store_write(instance_store(instance), work_act_for, &work, why);
    }
    return FAIL(why, FAILURE_DENIED, "no role in that organisation");
}
