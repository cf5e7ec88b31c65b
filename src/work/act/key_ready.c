/* key_ready.c — passphrases made into keys, before the writer is waited for; and what opens a body's key. */
#include "work/act/key_inside.h"

#include "engine/seal/password_queue.h"
#include "engine/seal/seal.h"
#include "keep/store/store.h"

static bool make_key(const struct act_request *request, struct text passphrase, const uint8_t salt[PASSWORD_SALT_BYTES], struct box_key *key,
                     struct failure *why)
{
    return request->queue ? password_queue_key(request->queue, passphrase, salt, key->bytes, why)
                          : password_key(passphrase, salt, key->bytes, why);
}

static void put_bytes(struct node *map, const char *name, const void *bytes, size_t length)
{
    node_put(map, name, node_text(map->arena, text_copy(map->arena, (struct text){bytes, length})));
}

/* What is kept of the person's passphrase and password; nobody waits for a reader while they are worked on. */
static bool load_kept(struct arena *arena, struct instance *instance, const struct account *own, struct officer_key **key, struct text *line,
                      struct failure *why)
{
    struct connection *CLOSING(store_read) reading = NULL;
    return store_read_begin(instance_store(instance), &reading, why) &&
           officer_key_load(arena, reading, instance_shard(instance), own->number, key, why) &&
           account_load_password(arena, reading, own->number, line, why);
}

static bool put_opener(const struct act_request *request, const struct officer_key *key, struct node *ready, struct failure *why)
{
    struct text passphrase = node_text_at(request->given, "passphrase");
    struct box_key opener;
    if (passphrase.length == 0 || !key)
        return true;
    if (!make_key(request, passphrase, key->salt, &opener, why))
        return false;
    put_bytes(ready, "opener", opener.bytes, sizeof opener.bytes);
    seal_forget(&opener, sizeof opener);
    return true;
}

/* A passphrase that is also the password would open to whoever learns that one. */
static bool is_password(const struct act_request *request, struct text passphrase, struct text line, bool *same, struct failure *why)
{
    return request->queue ? password_queue_verify(request->queue, passphrase, line, same, why) : password_verify(passphrase, line, same, why);
}

static bool put_new(struct instance *instance, const struct act_request *request, struct text line, struct node *ready, struct failure *why)
{
    struct text passphrase = node_text_at(request->given, "passphrase_new");
    const struct node *again = node_at(request->given, "passphrase_again");
    uint8_t salt[PASSWORD_SALT_BYTES];
    struct box_key key;
    bool same = false;
    const char *wrong = NULL;
    if (!node_at(request->given, "passphrase_new"))
        return true;
    if (text_points(passphrase) < PASSPHRASE_MIN)
        wrong = "act.passphrase-short";
    else if (again && !text_equal(again->text, passphrase))
        wrong = "act.passphrase-again";
    else if (!is_password(request, passphrase, line, &same, why))
        return false;
    if (same)
        wrong = "act.passphrase-is-password";
    if (wrong) {
        node_put(ready, "new_wrong", node_text(ready->arena, text_of(wrong)));
        return true;
    }
    world_random(instance_world(instance), salt, sizeof salt);
    if (!make_key(request, passphrase, salt, &key, why))
        return false;
    put_bytes(ready, "salt", salt, sizeof salt);
    put_bytes(ready, "new_key", key.bytes, sizeof key.bytes);
    seal_forget(&key, sizeof key);
    return true;
}

/* The places of what this makes are never taken from outside. */
static bool is_secret(struct text name)
{
    static const char *const NAMES[] = {"passphrase", "passphrase_new", "passphrase_again", "opener", "salt", "new_key", "new_wrong"};
    for (size_t i = 0; i < LENGTH_OF(NAMES); i++)
        if (text_is(name, NAMES[i]))
            return true;
    return false;
}

bool key_ready(struct arena *arena, struct instance *instance, const struct act_request *request, const struct node **given,
               struct failure *why)
{
    const struct account *own = request->viewer ? request->viewer->account : NULL;
    struct node *ready = node_map(arena);
    struct officer_key *key = NULL;
    struct text line = {0};
    for (size_t i = 0; i < node_count(request->given); i++)
        if (!is_secret(request->given->map.entries[i].key))
            node_put_text(ready, request->given->map.entries[i].key, request->given->map.entries[i].value);
    *given = ready;
    return !own || (load_kept(arena, instance, own, &key, &line, why) && put_opener(request, key, ready, why) &&
                    put_new(instance, request, line, ready, why));
}

/* ---- who ---- */

static const enum role HOLDING_ROLES[] = {ROLE_CUSTODIAN, ROLE_RECEPTION, ROLE_OFFICER};

static bool is_administrator(const struct account *account, struct day today)
{
    const struct viewer viewer = {.account = account, .today = today};
    return account_has_role_anywhere(&viewer, ROLE_ADMINISTRATOR);
}

bool act_may_hold_key(const struct account *account, struct day today, const struct unit *unit)
{
    const struct viewer viewer = {.account = account, .today = today};
    bool holds = false;
    for (size_t i = 0; i < LENGTH_OF(HOLDING_ROLES); i++)
        holds = holds || account_has_role(&viewer, HOLDING_ROLES[i], unit);
    return holds && !is_administrator(account, today);
}

bool key_person(struct act_context *context, const struct account **person, struct act_answer *answer, struct failure *why)
{
    *person = context->viewer->account;
    if (!act_allow(*person && !(*person)->locked, "have a key: only a person signed in has one", why))
        return false;
    if (!is_administrator(*person, context->today))
        return true;
    act_problem(answer, "passphrase", "act.key-administrator", (struct text){0}, (struct text){0});
    *person = NULL;
    return true;
}

struct box_key key_random(struct act_context *context)
{
    struct box_key key;
    world_random(context->world, key.bytes, sizeof key.bytes);
    return key;
}

/* ---- a body's key, opened ---- */

/* Both papers, in either order; false with a problem at the one that is wrong. */
static bool read_papers(const struct node *given, struct box_key halves[2], struct act_answer *answer)
{
    static const char *const NAMES[] = {"half_1", "half_2"};
    bool have[2] = {false, false};
    for (size_t i = 0; i < LENGTH_OF(NAMES); i++) {
        struct box_key key;
        int half;
        if (!box_paper_read(node_text_at(given, NAMES[i]), &half, &key)) {
            act_problem(answer, NAMES[i], "act.paper-unread", (struct text){0}, (struct text){0});
        } else if (have[half - 1]) {
            act_problem(answer, NAMES[i], "act.paper-same", (struct text){0}, (struct text){0});
        } else {
            halves[half - 1] = key;
            have[half - 1] = true;
        }
    }
    return have[0] && have[1];
}

static bool open_by_papers(struct act_context *context, const struct node *given, const struct unit *unit, struct box_pair *pair,
                           bool *opened, struct act_answer *answer, struct failure *why)
{
    struct body_key *body;
    struct box_key halves[2], recovery;
    if (!body_key_load(context->arena, context->connection, context->shard, unit->number, &body, why))
        return false;
    if (!body) {
        act_problem(answer, "unit", "act.no-body-key", (struct text){0}, (struct text){0});
        return true;
    }
    if (!read_papers(given, halves, answer))
        return true;
    box_key_join(halves, &recovery);
    *opened = body_key_recover(body, &recovery, pair);
    if (!*opened)
        act_problem(answer, "half_1", "act.papers-wrong", (struct text){0}, (struct text){0});
    seal_forget(halves, sizeof halves);
    seal_forget(&recovery, sizeof recovery);
    return true;
}

static bool open_by_passphrase(struct act_context *context, const struct node *given, const struct unit *unit, struct box_pair *pair,
                               bool *opened, struct act_answer *answer, struct failure *why)
{
    static const char *const CODES[] = {[BODY_KEY_NONE] = "act.no-body-key",
                                        [BODY_KEY_NOT_HELD] = "act.key-not-held",
                                        [BODY_KEY_WRONG_PASSPHRASE] = "act.passphrase-wrong"};
    struct box_key passphrase = {{0}}; /* without a passphrase or a pair of one's own it opens nothing */
    enum body_key_answer said;
    bool given_one = box_key_read(node_text_at(given, "opener"), &passphrase);
    const struct body_key_ask ask = {.shard = context->shard, .unit = unit->number, .account = context->viewer->account->number,
                                     .passphrase = &passphrase};
    if (!body_key_unlock(context->arena, context->connection, &ask, pair, &said, why))
        return false;
    *opened = said == BODY_KEY_OPEN && given_one;
    if (!*opened)
        act_problem(answer, "passphrase", CODES[said == BODY_KEY_OPEN ? BODY_KEY_WRONG_PASSPHRASE : said], (struct text){0}, (struct text){0});
    seal_forget(&passphrase, sizeof passphrase);
    return true;
}

bool key_open_body(struct act_context *context, const struct node *given, const struct unit *unit, struct box_pair *pair, bool *opened,
                   struct act_answer *answer, struct failure *why)
{
    bool papers = node_text_at(given, "half_1").length > 0 || node_text_at(given, "half_2").length > 0;
    *opened = false;
    return papers ? open_by_papers(context, given, unit, pair, opened, answer, why)
                  : open_by_passphrase(context, given, unit, pair, opened, answer, why);
}
