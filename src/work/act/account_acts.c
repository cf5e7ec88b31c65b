/*
 * account_acts.c — people are added, get passwords, are locked, get roles and lose them.
 *
 * account-add         name, full_name, password
 * account-password    account (name), password, must_change: yes|no   (by an administrator)
 *                     account (one's own), password, old_password       (not the old one where it was set by somebody else)
 * account-lock        account, locked: yes|no
 * account-grant       account, role, unit, from (optional), to (optional)
 * account-grant-end   grant (number), last (day)
 *
 * Passwords are hashed and compared before the act waits for the writer (account_ready); only the hash reaches the
 * journal, in the personal body, and never a log.
 */
#include "work/act/act_inside.h"

#include "engine/seal/password_queue.h"

enum { NAME_MIN = 3, NAME_MAX = 32, FULL_NAME_MAX = 100, PASSWORD_MIN = 10 };

/* ---- before the queue ---- */

static bool hash(const struct act_request *request, struct world *world, struct text password, struct password_line *line,
                 struct failure *why)
{
    uint8_t salt[PASSWORD_SALT_BYTES];
    world_random(world, salt, sizeof salt);
    return request->queue ? password_queue_hash(request->queue, password, salt, line, why) : password_hash(password, salt, line, why);
}

/* One's own, chosen by oneself: whoever finds a machine signed in cannot change it. */
static bool asks_for_old(const struct viewer *viewer, const struct account *person)
{
    return viewer->account && viewer->account->number == person->number && !person->must_change_password;
}

static bool old_is_right(struct arena *arena, struct instance *instance, const struct act_request *request, bool *right, struct failure *why)
{
    const struct account *own = request->viewer ? request->viewer->account : NULL;
    struct connection *reading;
    struct text line, old = node_text_at(request->given, "old_password");
    *right = false;
    if (!own || old.length == 0 || !text_equal(node_text_at(request->given, "account"), own->name))
        return true;
    if (!store_read_begin(instance_store(instance), &reading, why))
        return false;
    bool loaded = account_load_password(arena, reading, own->number, &line, why);
    store_read_end(reading); /* hashing takes its time: nobody waits for a reader meanwhile */
    if (!loaded)
        return false;
    return request->queue ? password_queue_verify(request->queue, old, line, right, why) : password_verify(old, line, right, why);
}

bool account_ready(struct arena *arena, struct instance *instance, const struct act_request *request, const struct node **given,
                   struct failure *why)
{
    bool right;
    struct text password = node_text_at(request->given, "password");
    struct node *ready = node_map(arena);
    struct password_line line;
    for (size_t i = 0; i < node_count(request->given); i++)
        if (!text_is(request->given->map.entries[i].key, "password") && !text_is(request->given->map.entries[i].key, "old_password"))
            node_put_text(ready, request->given->map.entries[i].key, request->given->map.entries[i].value);
    node_put(ready, "long_enough", node_truth(arena, text_points(password) >= PASSWORD_MIN));
    if (text_points(password) >= PASSWORD_MIN && !request->dry_run) {
        if (!hash(request, instance_world(instance), password, &line, why))
            return false;
        node_put(ready, "hash", node_text(arena, text_copy(arena, text_of(line.bytes))));
    }
    if (!old_is_right(arena, instance, request, &right, why))
        return false;
    node_put(ready, "old_right", node_truth(arena, right));
    *given = ready;
    return true;
}

static void check_password(const struct node *given, struct act_answer *answer)
{
    const struct node *long_enough = node_at(given, "long_enough");
    if (!long_enough || !long_enough->truth)
        act_problem(answer, "password", "act.password-short", (struct text){0}, (struct text){0});
}

static bool says_yes(const struct node *given, const char *key)
{
    struct text text = node_text_at(given, key);
    return text_is(text, "yes") || text_is(text, "true");
}

/* ---- who may ---- */

/* An administrator of any organisation looks after people of all organisations of its place. Reading records is another matter. */
static bool administers(const struct viewer *viewer, const struct unit *organisation)
{
    if (viewer->whole_house)
        return true;
    for (size_t i = 0; viewer->account && i < viewer->account->grant_count; i++) {
        const struct unit *own = viewer->account->grants[i].unit;
        if (viewer->account->grants[i].role == ROLE_ADMINISTRATOR && account_has_role(viewer, ROLE_ADMINISTRATOR, own) && own->in &&
            unit_is_inside(organisation, own->in))
            return true;
    }
    return false;
}

static bool valid_name(struct text name)
{
    if (name.length < NAME_MIN || name.length > NAME_MAX)
        return false;
    for (size_t i = 0; i < name.length; i++) {
        char c = name.bytes[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (i > 0 && (c == '.' || c == '-' || c == '_'))))
            return false;
    }
    return true;
}

/* NULL in `*account` when nobody is called so; a failing disk is no answer. */
static bool find_account(struct act_context *context, struct text name, const struct account **account, struct failure *why)
{
    struct failure absent;
    *account = NULL;
    return account_load(context->arena, context->connection, context->house->units, name, account, &absent) ||
           absent.kind == FAILURE_NOT_FOUND || FAIL(why, absent.kind, "%s", absent.text);
}

static bool given_account(struct act_context *context, const struct node *given, const struct account **account,
                          struct act_answer *answer, struct failure *why)
{
    struct text name = node_text_at(given, "account");
    if (!find_account(context, name, account, why))
        return false;
    if (!*account)
        act_problem(answer, "account", "act.unknown-account", name, (struct text){0});
    return true;
}

/* ---- adding ---- */

bool account_add_act_prepare(struct act_context *context, const struct node *given, struct journal_entry *entry,
                             struct act_answer *answer, struct failure *why)
{
    struct text name = node_text_at(given, "name"), full_name = text_trimmed(node_text_at(given, "full_name"));
    const struct account *taken = NULL;
    if (!act_allow(account_has_role_anywhere(context->viewer, ROLE_ADMINISTRATOR), "add people", why))
        return false;
    if (valid_name(name) && !find_account(context, name, &taken, why))
        return false;
    check_password(given, answer);
    if (!valid_name(name))
        act_problem(answer, "name", "act.account-name", name, (struct text){0});
    else if (taken)
        act_problem(answer, "name", "act.account-taken", name, (struct text){0});
    if (full_name.length == 0 || text_points(full_name) > FULL_NAME_MAX)
        act_problem(answer, "full_name", "act.full-name", (struct text){0}, (struct text){0});
    entry->personal = body_make(context->arena);
    body_put(entry->facts, TEXT("name"), value_text(name));
    body_put(entry->facts, TEXT("must_change"), value_truth(!text_is(node_text_at(given, "must_change"), "no")));
    body_put(entry->personal, TEXT("full_name"), value_text(full_name));
    body_put(entry->personal, TEXT("password"), value_text(node_text_at(given, "hash")));
    return true;
}

static bool fact(const struct journal_entry *entry, const char *name)
{
    struct value value = body_value(entry->facts, text_of(name));
    return value.kind == VALUE_TRUTH && value.truth;
}

/* An erased person keeps the account's number and name for sign-in, and nothing else. */
static struct text personal_text(const struct journal_entry *entry, const char *name)
{
    return entry->personal ? body_text(entry->personal, text_of(name)) : (struct text){0};
}

bool account_add_act_carry_out(struct act_context *context, const struct journal_entry *entry, struct failure *why)
{
    return account_add(context->connection, entry->number, body_text(entry->facts, TEXT("name")), personal_text(entry, "full_name"),
                       personal_text(entry, "password"), fact(entry, "must_change"), why);
}

/* ---- password ---- */

static bool administers_person(const struct viewer *viewer, const struct account *person)
{
    bool all = account_has_role_anywhere(viewer, ROLE_ADMINISTRATOR);
    for (size_t i = 0; all && i < person->grant_count; i++)
        all = administers(viewer, person->grants[i].unit);
    return all;
}

bool account_password_act_prepare(struct act_context *context, const struct node *given, struct journal_entry *entry,
                                  struct act_answer *answer, struct failure *why)
{
    const struct account *person;
    if (!given_account(context, given, &person, answer, why))
        return false;
    if (!person)
        return act_allow(context->viewer->account || context->viewer->whole_house, "set a password", why);
    bool own = context->viewer->account && context->viewer->account->number == person->number;
    if (!act_allow(own || administers_person(context->viewer, person), "set this person's password", why))
        return false;
    const struct node *old_right = node_at(given, "old_right");
    if (asks_for_old(context->viewer, person) && !(old_right && old_right->truth))
        act_problem(answer, "old_password", "act.password-old", (struct text){0}, (struct text){0});
    check_password(given, answer);
    entry->personal = body_make(context->arena);
    body_put(entry->facts, TEXT("account"), value_whole(person->number));
    body_put(entry->facts, TEXT("must_change"), value_truth(!own && !text_is(node_text_at(given, "must_change"), "no")));
    body_put(entry->personal, TEXT("password"), value_text(node_text_at(given, "hash")));
    return true;
}

bool account_password_act_carry_out(struct act_context *context, const struct journal_entry *entry, struct failure *why)
{
    int64_t account = body_whole(entry->facts, TEXT("account"));
    return account_set_password(context->connection, account, personal_text(entry, "password"), fact(entry, "must_change"), why) &&
           session_close_all(context->connection, account, why);
}

/* ---- lock ---- */

bool account_lock_act_prepare(struct act_context *context, const struct node *given, struct journal_entry *entry,
                              struct act_answer *answer, struct failure *why)
{
    const struct account *person;
    if (!act_allow(account_has_role_anywhere(context->viewer, ROLE_ADMINISTRATOR), "lock people", why) ||
        !given_account(context, given, &person, answer, why))
        return false;
    if (!person)
        return true;
    if (!act_allow(administers_person(context->viewer, person), "lock this person", why))
        return false;
    bool locked = says_yes(given, "locked");
    if (locked && context->viewer->account && context->viewer->account->number == person->number)
        act_problem(answer, "account", "act.lock-oneself", (struct text){0}, (struct text){0});
    body_put(entry->facts, TEXT("account"), value_whole(person->number));
    body_put(entry->facts, TEXT("locked"), value_truth(locked));
    return true;
}

bool account_lock_act_carry_out(struct act_context *context, const struct journal_entry *entry, struct failure *why)
{
    int64_t account = body_whole(entry->facts, TEXT("account"));
    return account_set_locked(context->connection, account, fact(entry, "locked"), why) &&
           session_close_all(context->connection, account, why);
}

/* ---- roles ---- */

static struct day given_day(const struct node *given, const char *key, struct day absent, struct act_answer *answer)
{
    struct text text = text_trimmed(node_text_at(given, key));
    struct day day = absent;
    if (text.length > 0 && !day_read_people(text, &day))
        act_problem(answer, key, "record.not-a-day", text, (struct text){0});
    return day;
}

bool account_grant_act_prepare(struct act_context *context, const struct node *given, struct journal_entry *entry,
                               struct act_answer *answer, struct failure *why)
{
    enum role role = ROLE_RECORDER;
    const struct account *person;
    if (!act_allow(account_has_role_anywhere(context->viewer, ROLE_ADMINISTRATOR), "grant roles", why) ||
        !given_account(context, given, &person, answer, why))
        return false;
    const struct unit *unit = act_unit(context, given, "unit", answer);
    if (unit && !act_allow(administers(context->viewer, unit), "grant roles of that organisation", why))
        return false;
    if (unit && !unit->is_organisation)
        act_problem(answer, "unit", "act.not-an-organisation", unit->code, (struct text){0});
    if (!role_read(node_text_at(given, "role"), &role))
        act_problem(answer, "role", "act.unknown-role", node_text_at(given, "role"), (struct text){0});
    struct day from = given_day(given, "from", context->today, answer), to = given_day(given, "to", DAY_NONE, answer);
    if (day_is_some(to) && day_compare(to, from) < 0)
        act_problem(answer, "to", "act.ends-before", (struct text){0}, (struct text){0});
    if (!person || !unit)
        return true;
    act_put_unit(entry, unit);
    body_put(entry->facts, TEXT("account"), value_whole(person->number));
    body_put(entry->facts, TEXT("role"), value_code(role_word(role)));
    body_put(entry->facts, TEXT("from"), value_day(from));
    body_put(entry->facts, TEXT("to"), day_is_some(to) ? value_day(to) : value_unknown());
    return true;
}

bool account_grant_act_carry_out(struct act_context *context, const struct journal_entry *entry, struct failure *why)
{
    const struct unit *unit;
    enum role role;
    if (!act_entry_unit(context, entry, &unit, why))
        return false;
    if (!role_read(body_text(entry->facts, TEXT("role")), &role))
        return FAIL(why, FAILURE_BROKEN, "a grant of a role that is not there");
    struct value from = body_value(entry->facts, TEXT("from")), to = body_value(entry->facts, TEXT("to"));
    return account_grant(context->connection, entry->number, body_whole(entry->facts, TEXT("account")), role, unit->number, from.day,
                         to.kind == VALUE_DAY ? to.day : DAY_NONE, why);
}

bool account_grant_end_act_prepare(struct act_context *context, const struct node *given, struct journal_entry *entry,
                                   struct act_answer *answer, struct failure *why)
{
    int64_t number = 0;
    struct list people;
    if (!act_allow(account_has_role_anywhere(context->viewer, ROLE_ADMINISTRATOR), "end roles", why) ||
        !account_load_all(context->arena, context->connection, context->house->units, &people, why))
        return false;
    const struct grant *found = NULL;
    if (!act_number(given, "grant", &number))
        number = 0;
    for (size_t i = 0; i < people.count; i++) {
        const struct account *person = people.items[i];
        for (size_t k = 0; k < person->grant_count; k++)
            if (person->grants[k].number == number)
                found = &person->grants[k];
    }
    if (!found)
        return FAIL(why, FAILURE_NOT_FOUND, "no grant %lld", (long long)number);
    if (!act_allow(administers(context->viewer, found->unit), "end this role", why))
        return false;
    /* Ending today means the role no longer holds: its last day was yesterday. */
    struct day last = given_day(given, "last", day_plus(context->today, -1), answer);
    act_put_unit(entry, found->unit);
    body_put(entry->facts, TEXT("grant"), value_whole(number));
    body_put(entry->facts, TEXT("last"), value_day(last));
    return true;
}

bool account_grant_end_act_carry_out(struct act_context *context, const struct journal_entry *entry, struct failure *why)
{
    struct value last = body_value(entry->facts, TEXT("last"));
    return account_end_grant(context->connection, body_whole(entry->facts, TEXT("grant")), last.day, why);
}
