/*
 * key_acts.c — keys of officers and of receiving bodies are made, shared, renewed.
 *
 * officer-key-make  passphrase_new, passphrase_again: one's own pair, apart from the sign-in password; a new one ends the old
 * officer-key-rewrap passphrase, passphrase_new, passphrase_again: the same pair under another passphrase; it holds what it held
 * body-key-make     unit, passphrase (one's own): the body's first pair; the two papers are told once, in `opened`
 * body-key-wrap     unit, account (a sign-in name), passphrase: another officer may open too
 * body-key-renew    unit, passphrase or half_1 and half_2, reason, without (sign-in names of those who leave): a new pair,
 *                   all dossiers sealed to it anew, for whoever still may hold it; old shares and papers open nothing more
 *
 * What wraps a secret stands in the personal bodies ("recovery", "holder:ACCOUNT", "dossiers"), and is erased when the
 * key it belongs to ends: nothing in the database then opens with an old passphrase or paper. Replaying finds the bodies
 * erased and comes to the same tables, because the act that ended the key is replayed too.
 */
#include "work/act/key_inside.h"

#include "engine/seal/seal.h"

#define HOLDER_PREFIX "holder:"

static const struct text OPEN = TEXT_ENTRY("open"), RECOVERY = TEXT_ENTRY("recovery"), DOSSIERS = TEXT_ENTRY("dossiers");

/* ---- one's own ---- */

/* What was wrong with the new passphrase, told at its place. */
static void tell_new_wrong(const struct node *given, struct act_answer *answer)
{
    struct text wrong = node_text_at(given, "new_wrong");
    if (wrong.length > 0)
        act_problem(answer, text_is(wrong, "act.passphrase-again") ? "passphrase_again" : "passphrase_new", wrong.bytes, (struct text){0},
                    (struct text){0});
}

static void put_own(struct act_context *context, const struct node *given, const struct account *person, const struct box_pair *pair,
                    const struct box_key *passphrase, struct journal_entry *entry)
{
    uint8_t nonce[BOX_NONCE];
    world_random(context->world, nonce, sizeof nonce);
    entry->personal = body_make(context->arena);
    body_put(entry->facts, TEXT("account"), value_whole(person->number));
    body_put_bytes(entry->facts, OPEN, text_copy(context->arena, box_key_text(&pair->open)));
    body_put_bytes(entry->personal, TEXT("salt"), node_text_at(given, "salt"));
    body_put_bytes(entry->personal, TEXT("wrapped"), officer_key_wrap(context->arena, person->number, pair, passphrase, nonce));
}

bool officer_key_make_act_prepare(struct act_context *context, const struct node *given, struct journal_entry *entry,
                                  struct act_answer *answer, struct failure *why)
{
    const struct account *person;
    struct box_key passphrase;
    if (!key_person(context, &person, answer, why))
        return false;
    tell_new_wrong(given, answer);
    if (!person || !box_key_read(node_text_at(given, "new_key"), &passphrase))
        return true;
    struct box_key random = key_random(context);
    struct box_pair pair = box_pair_make(random.bytes);
    put_own(context, given, person, &pair, &passphrase, entry);
    seal_forget(&pair, sizeof pair);
    seal_forget(&passphrase, sizeof passphrase);
    seal_forget(&random, sizeof random);
    return true;
}

/* What the journal has of the pair; what wrapped the one before is erased there. `*made` is false when this was erased too. */
static bool take_own(struct act_context *context, const struct journal_entry *entry, struct officer_key *key, bool *made, struct failure *why)
{
    struct officer_key *old;
    *made = entry->personal != NULL;
    if (!officer_key_load(context->arena, context->connection, entry->shard, body_whole(entry->facts, TEXT("account")), &old, why) ||
        (old && !journal_erase_personal(context->connection, entry->shard, old->act, why)))
        return false;
    if (!entry->personal)
        return true;
    struct text salt = body_bytes(entry->personal, TEXT("salt"));
    *key = (struct officer_key){.act = entry->number, .wrapped = body_bytes(entry->personal, TEXT("wrapped"))};
    if (!box_key_read(body_bytes(entry->facts, OPEN), &key->open) || salt.length != sizeof key->salt)
        return FAIL(why, FAILURE_BROKEN, "an officer's key is torn in the journal");
    for (size_t i = 0; i < sizeof key->salt; i++)
        key->salt[i] = (uint8_t)salt.bytes[i];
    return true;
}

bool officer_key_make_act_carry_out(struct act_context *context, const struct journal_entry *entry, struct failure *why)
{
    int64_t account = body_whole(entry->facts, TEXT("account"));
    struct officer_key key;
    bool made;
    return take_own(context, entry, &key, &made, why) &&
           (made ? officer_key_save(context->connection, entry->shard, account, &key, why)
                 : officer_key_lose(context->connection, entry->shard, account, why));
}

/* ---- a body's: what making and renewing share ---- */

static void put_holder(struct act_context *context, struct journal_entry *entry, int64_t account, const struct officer_key *own,
                       const struct box_pair *pair)
{
    struct box_key ephemeral = key_random(context);
    body_put_bytes(entry->personal, text_format(context->arena, HOLDER_PREFIX "%lld", (long long)account),
                   box_key_seal(context->arena, &own->open, &pair->secret, ephemeral.bytes));
}

/* The recovery key lives in its two halves alone; they are told to whoever asked, and nowhere else. */
static void put_recovery(struct act_context *context, struct journal_entry *entry, const struct unit *unit, const struct box_pair *pair,
                         struct act_answer *answer)
{
    struct arena *arena = context->arena;
    struct box_key recovery = key_random(context), random = key_random(context), halves[2];
    uint8_t nonce[BOX_NONCE];
    world_random(context->world, nonce, sizeof nonce);
    body_put_bytes(entry->personal, RECOVERY, body_key_wrap_recovery(arena, unit->number, pair, &recovery, nonce));
    box_key_halve(&recovery, random.bytes, halves);
    answer->opened = node_map(arena);
    node_put(answer->opened, "unit", node_text(arena, title_in(unit->name, context->viewer->language)));
    struct node *made = node_put(answer->opened, "made", node_map(arena));
    node_put(made, "shown", node_text(arena, day_write_people(arena, context->today, false)));
    struct node *papers = node_put(answer->opened, "papers", node_list(arena));
    for (int i = 0; i < 2; i++) {
        struct node *paper = node_append(papers, node_map(arena));
        node_put(paper, "half", node_whole(arena, i + 1));
        node_put(paper, "words", node_text(arena, box_paper_write(arena, i + 1, &halves[i])));
    }
    seal_forget(&recovery, sizeof recovery);
    seal_forget(halves, sizeof halves);
}

static void begin_key(struct act_context *context, struct journal_entry *entry, const struct unit *unit, const struct box_pair *pair)
{
    act_put_unit(entry, unit);
    entry->personal = body_make(context->arena);
    body_put_bytes(entry->facts, OPEN, text_copy(context->arena, box_key_text(&pair->open)));
}

static bool add_holders(struct act_context *context, const struct journal_entry *entry, int64_t unit, struct failure *why)
{
    for (size_t i = 0; i < body_count(entry->personal); i++) {
        const struct body_item *item = body_item(entry->personal, i);
        struct key_holder holder = {.act = entry->number, .sealed = item->bytes};
        if (!text_starts(item->name, TEXT(HOLDER_PREFIX)))
            continue;
        if (!text_read_int64(text_from(item->name, sizeof HOLDER_PREFIX - 1), &holder.account))
            return FAIL(why, FAILURE_BROKEN, "the journal names a holder of a key wrongly");
        if (!body_key_add_holder(context->connection, entry->shard, unit, &holder, why))
            return false;
    }
    return true;
}

static bool save_key(struct act_context *context, const struct journal_entry *entry, struct failure *why)
{
    struct body_key key = {.unit = body_whole(entry->facts, TEXT("unit")), .act = entry->number};
    if (!entry->personal)
        return true; /* it was renewed since */
    key.recovery = body_bytes(entry->personal, RECOVERY);
    if (!box_key_read(body_bytes(entry->facts, OPEN), &key.open))
        return FAIL(why, FAILURE_BROKEN, "an organisation's key is torn in the journal");
    return body_key_save(context->connection, entry->shard, &key, why) && add_holders(context, entry, key.unit, why);
}

/* A custodian of that body, in person; `*unit` is NULL when a problem was told. */
static bool ask_custodian(struct act_context *context, const struct node *given, const struct unit **unit, const struct account **person,
                          struct act_answer *answer, struct failure *why)
{
    *unit = act_unit(context, given, "unit", answer);
    if (!key_person(context, person, answer, why))
        return false;
    if (!*unit || !*person)
        *unit = NULL;
    return !*unit || act_allow(account_has_role(context->viewer, ROLE_CUSTODIAN, *unit), "look after that organisation's key", why);
}

/* One's own pair, opened by its passphrase; a problem where it does not open. */
static bool open_own(struct act_context *context, const struct node *given, const struct account *person, struct officer_key **own,
                     struct box_pair *pair, struct act_answer *answer, struct failure *why)
{
    struct box_key passphrase;
    if (!officer_key_load(context->arena, context->connection, context->shard, person->number, own, why))
        return false;
    if (!*own)
        act_problem(answer, "passphrase", "act.no-own-key", (struct text){0}, (struct text){0});
    else if (!box_key_read(node_text_at(given, "opener"), &passphrase) || !officer_key_unwrap(*own, person->number, &passphrase, pair))
        act_problem(answer, "passphrase", "act.passphrase-wrong", (struct text){0}, (struct text){0});
    seal_forget(&passphrase, sizeof passphrase);
    return true;
}

static bool check_own(struct act_context *context, const struct node *given, const struct account *person, struct officer_key **own,
                      struct act_answer *answer, struct failure *why)
{
    struct box_pair pair = {0};
    bool read = open_own(context, given, person, own, &pair, answer, why);
    seal_forget(&pair, sizeof pair);
    return read;
}

/* ---- one's own passphrase changed ---- */

bool officer_key_rewrap_act_prepare(struct act_context *context, const struct node *given, struct journal_entry *entry,
                                    struct act_answer *answer, struct failure *why)
{
    const struct account *person;
    struct officer_key *own;
    struct box_key passphrase;
    struct box_pair pair = {0};
    if (!key_person(context, &person, answer, why))
        return false;
    if (!person)
        return true;
    tell_new_wrong(given, answer);
    if (!open_own(context, given, person, &own, &pair, answer, why))
        return false;
    if (!box_key_read(node_text_at(given, "new_key"), &passphrase)) {
        if (node_text_at(given, "new_wrong").length == 0)
            act_problem(answer, "passphrase_new", "act.passphrase-short", (struct text){0}, (struct text){0});
    } else if (answer->problems.errors == 0)
        put_own(context, given, person, &pair, &passphrase, entry);
    seal_forget(&pair, sizeof pair);
    seal_forget(&passphrase, sizeof passphrase);
    return true;
}

bool officer_key_rewrap_act_carry_out(struct act_context *context, const struct journal_entry *entry, struct failure *why)
{
    struct officer_key key;
    bool made;
    return take_own(context, entry, &key, &made, why) &&
           (!made || officer_key_rewrap(context->connection, entry->shard, body_whole(entry->facts, TEXT("account")), &key, why));
}

/* ---- made ---- */

bool body_key_make_act_prepare(struct act_context *context, const struct node *given, struct journal_entry *entry,
                               struct act_answer *answer, struct failure *why)
{
    const struct unit *unit;
    const struct account *person;
    struct body_key *there;
    struct officer_key *own;
    if (!ask_custodian(context, given, &unit, &person, answer, why))
        return false;
    if (!unit)
        return true;
    if (!body_key_load(context->arena, context->connection, context->shard, unit->number, &there, why) ||
        !check_own(context, given, person, &own, answer, why))
        return false;
    if (!unit->is_organisation)
        act_problem(answer, "unit", "act.not-an-organisation", unit->code, (struct text){0});
    if (there)
        act_problem(answer, "unit", "act.body-key-there", (struct text){0}, (struct text){0});
    if (answer->problems.errors > 0)
        return true;
    struct box_key random = key_random(context);
    struct box_pair pair = box_pair_make(random.bytes);
    begin_key(context, entry, unit, &pair);
    put_holder(context, entry, person->number, own, &pair);
    put_recovery(context, entry, unit, &pair, answer);
    seal_forget(&pair, sizeof pair);
    seal_forget(&random, sizeof random);
    return true;
}

bool body_key_make_act_carry_out(struct act_context *context, const struct journal_entry *entry, struct failure *why)
{
    return save_key(context, entry, why);
}

/* ---- shared ---- */

static bool load_other(struct act_context *context, const struct node *given, const struct account **other, struct act_answer *answer,
                       struct failure *why)
{
    struct failure absent;
    struct text name = node_text_at(given, "account");
    *other = NULL;
    if (account_load(context->arena, context->connection, context->house->units, name, other, &absent))
        return true;
    act_problem(answer, "account", "act.unknown-account", name, (struct text){0});
    return absent.kind == FAILURE_NOT_FOUND || FAIL(why, absent.kind, "%s", absent.text);
}

/* Once: a share that another takes the place of would stay in the journal when the key ends. */
static bool check_new_holder(struct act_context *context, const struct unit *unit, int64_t account, struct act_answer *answer,
                             struct failure *why)
{
    struct list holders;
    if (!body_key_holders(context->arena, context->connection, context->shard, unit->number, &holders, why))
        return false;
    for (size_t i = 0; i < holders.count; i++)
        if (((const struct key_holder *)holders.items[i])->account == account)
            act_problem(answer, "account", "act.holder-already", (struct text){0}, (struct text){0});
    return true;
}

/* The other's open half; NULL with a problem when the key may not be shared with that person. */
static bool ask_other(struct act_context *context, const struct node *given, const struct unit *unit, const struct account **other,
                      struct officer_key **key, struct act_answer *answer, struct failure *why)
{
    *key = NULL;
    if (!load_other(context, given, other, answer, why))
        return false;
    if (!*other)
        return true;
    if (!act_may_hold_key(*other, context->today, unit))
        act_problem(answer, "account", "act.holder-role", (*other)->name, (struct text){0});
    else if (!officer_key_load(context->arena, context->connection, context->shard, (*other)->number, key, why))
        return false;
    else if (!*key)
        act_problem(answer, "account", "act.holder-no-key", (*other)->name, (struct text){0});
    return !*key || check_new_holder(context, unit, (*other)->number, answer, why);
}

bool body_key_wrap_act_prepare(struct act_context *context, const struct node *given, struct journal_entry *entry,
                               struct act_answer *answer, struct failure *why)
{
    const struct unit *unit;
    const struct account *person, *other;
    struct officer_key *key;
    struct box_pair pair;
    bool opened;
    if (!ask_custodian(context, given, &unit, &person, answer, why))
        return false;
    if (!unit)
        return true;
    if (!ask_other(context, given, unit, &other, &key, answer, why) ||
        !key_open_body(context, given, unit, &pair, &opened, answer, why))
        return false;
    if (!opened || answer->problems.errors > 0)
        return true;
    act_put_unit(entry, unit);
    entry->personal = body_make(context->arena);
    body_put(entry->facts, TEXT("account"), value_whole(other->number));
    put_holder(context, entry, other->number, key, &pair);
    seal_forget(&pair, sizeof pair);
    return true;
}

bool body_key_wrap_act_carry_out(struct act_context *context, const struct journal_entry *entry, struct failure *why)
{
    return !entry->personal || add_holders(context, entry, body_whole(entry->facts, TEXT("unit")), why);
}

/* ---- renewed ---- */

static bool leaves(const struct node *given, struct text name)
{
    const struct node *without = node_at(given, "without");
    if (without && without->kind == NODE_TEXT)
        return text_equal(without->text, name);
    for (size_t i = 0; i < node_count(without); i++)
        if (text_equal(without->list.items[i]->text, name))
            return true;
    return false;
}

/* Whoever held the old key and still may, and whoever renews. */
static bool put_heirs(struct act_context *context, const struct node *given, const struct unit *unit, const struct box_pair *pair,
                      struct journal_entry *entry, struct failure *why)
{
    struct list holders;
    int64_t self = context->viewer->account->number;
    if (!body_key_holders(context->arena, context->connection, context->shard, unit->number, &holders, why))
        return false;
    struct key_holder renewing = {.account = self};
    list_add(&holders, context->arena, &renewing);
    for (size_t i = 0; i < holders.count; i++) {
        const struct key_holder *holder = holders.items[i];
        const struct account *person;
        struct officer_key *own;
        if (holder->account == self && i + 1 < holders.count)
            continue;
        if (!account_load_number(context->arena, context->connection, context->house->units, holder->account, &person, why) ||
            !officer_key_load(context->arena, context->connection, context->shard, holder->account, &own, why))
            return false;
        if (own && (holder->account == self || (act_may_hold_key(person, context->today, unit) && !leaves(given, person->name))))
            put_holder(context, entry, holder->account, own, pair);
    }
    return true;
}

static void draw(void *context, uint8_t *bytes, size_t length)
{
    world_random(context, bytes, length);
}

static bool put_dossiers(struct act_context *context, const struct unit *unit, const struct box_pair *old, const struct box_pair *pair,
                         struct journal_entry *entry, struct failure *why)
{
    const struct dossier_passing passing = {.shard = context->shard, .unit = unit->number, .from = old, .to = &pair->open,
                                            .random = draw, .context = context->world};
    struct text bytes;
    if (!dossier_reseal(context->arena, context->connection, &passing, &bytes, why))
        return false;
    body_put_bytes(entry->personal, DOSSIERS, bytes);
    return true;
}

bool body_key_renew_act_prepare(struct act_context *context, const struct node *given, struct journal_entry *entry,
                                struct act_answer *answer, struct failure *why)
{
    const struct unit *unit;
    const struct account *person;
    struct officer_key *own;
    struct box_pair old;
    bool opened;
    if (!ask_custodian(context, given, &unit, &person, answer, why))
        return false;
    if (!unit)
        return true;
    struct text reason = act_reason(given, answer);
    if (!key_open_body(context, given, unit, &old, &opened, answer, why) ||
        !officer_key_load(context->arena, context->connection, context->shard, person->number, &own, why))
        return false;
    if (!own)
        act_problem(answer, "passphrase", "act.no-own-key", (struct text){0}, (struct text){0});
    if (!opened || answer->problems.errors > 0)
        return true;
    struct box_key random = key_random(context);
    struct box_pair pair = box_pair_make(random.bytes);
    begin_key(context, entry, unit, &pair);
    body_put(entry->facts, TEXT("reason"), value_text(reason));
    bool done = put_heirs(context, given, unit, &pair, entry, why) && put_dossiers(context, unit, &old, &pair, entry, why);
    put_recovery(context, entry, unit, &pair, answer);
    seal_forget(&pair, sizeof pair);
    seal_forget(&old, sizeof old);
    seal_forget(&random, sizeof random);
    return done;
}

/* What the journal still holds of the key that ends. */
static bool forget_key(struct act_context *context, int64_t shard, int64_t unit, struct failure *why)
{
    struct body_key *old;
    struct list holders;
    if (!body_key_load(context->arena, context->connection, shard, unit, &old, why) ||
        !body_key_holders(context->arena, context->connection, shard, unit, &holders, why) ||
        (old && !journal_erase_personal(context->connection, shard, old->act, why)))
        return false;
    for (size_t i = 0; i < holders.count; i++)
        if (!journal_erase_personal(context->connection, shard, ((const struct key_holder *)holders.items[i])->act, why))
            return false;
    return true;
}

bool body_key_renew_act_carry_out(struct act_context *context, const struct journal_entry *entry, struct failure *why)
{
    int64_t unit = body_whole(entry->facts, TEXT("unit"));
    return forget_key(context, entry->shard, unit, why) &&
           (!entry->personal || dossier_pass(context->connection, entry->shard, unit, body_bytes(entry->personal, DOSSIERS), why)) &&
           save_key(context, entry, why);
}
