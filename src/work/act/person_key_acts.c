/*
 * person_key_acts.c — the key by which a mission knows a person again (keep/box/person_key.h) is made, and ends.
 *
 * person-key-make   register, record: once, before the first finding is kept; CONFLICT when it has one, or is over
 *
 * The key stands in the personal body ("key"). When the record comes to a state that nothing leads out of, is withdrawn or
 * disposed of, that act erases body and table alike, and says nothing of the key itself. Replaying finds the body erased, makes
 * no key, and comes to the same tables.
 */
#include "keep/box/person_key.h"
#include "work/act/key_inside.h"

static const struct text KEY = TEXT_ENTRY("key");

static bool may_have_key(struct act_context *context, const struct record *record, struct failure *why)
{
    struct person_key *there;
    if (!definition_keeps_persons(context->house->definition, record->register_))
        return FAIL(why, FAILURE_NOT_FOUND, "nothing is kept of persons within %.*s", TEXT_ARGS(record->register_->name));
    if (record->withdrawn || register_ends_in(record->register_, record->state))
        return FAIL(why, FAILURE_CONFLICT, "record %lld is over", (long long)record->number);
    if (!person_key_load(context->arena, context->connection, context->shard, record->number, &there, why))
        return false;
    return !there || FAIL(why, FAILURE_CONFLICT, "record %lld has its key", (long long)record->number);
}

bool person_key_make_act_prepare(struct act_context *context, const struct node *given, struct journal_entry *entry, struct act_answer *answer,
                                 struct failure *why)
{
    struct record *record;
    if (!act_given_record(context, given, &record, answer, why))
        return false;
    if (!record)
        return true;
    if (!act_allow(account_may_write(context->viewer, record->register_, record->unit), "keep persons within this record", why) ||
        !may_have_key(context, record, why))
        return false;
    struct box_key key = key_random(context);
    act_put_unit(entry, record->unit);
    entry->register_name = record->register_->name;
    entry->record = record->number;
    entry->personal = body_make(context->arena);
    body_put_bytes(entry->personal, KEY, text_copy(context->arena, box_key_text(&key)));
    return true;
}

bool person_key_make_act_carry_out(struct act_context *context, const struct journal_entry *entry, struct failure *why)
{
    struct person_key made = {.act = entry->number};
    if (!entry->personal) /* it has ended since */
        return true;
    if (!box_key_read(body_bytes(entry->personal, KEY), &made.key))
        return FAIL(why, FAILURE_BROKEN, "a key of persons is torn in the journal");
    return person_key_save(context->connection, entry->shard, entry->record, &made, why);
}

bool act_end_person_key(struct act_context *context, int64_t shard, int64_t record, struct failure *why)
{
    struct person_key *key;
    if (!person_key_load(context->arena, context->connection, shard, record, &key, why))
        return false;
    if (!key)
        return true;
    context->destroyed = true;
    return journal_erase_personal(context->connection, shard, key->act, why) &&
           person_key_drop(context->connection, shard, record, why);
}
