/*
 * seal_fields.c — the sealed fields of a record: into boxes when it is written, to their tables when it is carried out.
 *
 * Every new record of a register with sealed fields gets a box of each kind it may have, filled or not, so that nothing
 * shows whether anyone is named. Sealing needs only the open half of keys. The personal body holds "dossier:open",
 * "dossier:sealed" and "box:identity", "box:content"; facts say whose key it is ("sealed_for").
 */
#include "work/act/key_inside.h"

#include "engine/seal/seal.h"

#define FIELD_PREFIX "f:"

static const struct text DOSSIER_OPEN = TEXT_ENTRY("dossier:open"), DOSSIER_SEALED = TEXT_ENTRY("dossier:sealed"),
                         SEALED_FOR = TEXT_ENTRY("sealed_for");

struct text seal_box_name(struct arena *arena, enum seal_box box)
{
    return text_format(arena, "box:%.*s", TEXT_ARGS(seal_box_word(box)));
}

/* The words of each box; the record keeps none of them. NULL where the register has no field of that box. */
struct box_words {
    struct body *bodies[SEAL_BOXES];
    size_t given;
};

static void take_words(struct act_context *context, struct record *record, struct box_words *words)
{
    *words = (struct box_words){0};
    for (size_t i = 0; i < record->register_->field_count; i++) {
        const struct field_definition *field = &record->register_->fields[i];
        struct record_value *value = &record->values[field->slot];
        if (!field->sealed)
            continue;
        struct body **body = &words->bodies[field->sealed];
        *body = *body ? *body : body_make(context->arena);
        if (value_known(value->value)) {
            body_put(*body, text_format(context->arena, FIELD_PREFIX "%.*s", TEXT_ARGS(field->name)), value->value);
            words->given++;
        }
        *value = (struct record_value){.value = value_unknown()};
    }
}

/* A problem at every sealed field: there is no key to close them for. */
static void tell_no_key(const struct register_definition *register_, struct act_answer *answer)
{
    for (size_t i = 0; i < register_->field_count; i++)
        if (register_->fields[i].sealed)
            problem_add(&answer->problems, (struct place){.field = register_->fields[i].name}, "record.no-body-key",
                        register_->fields[i].title.vi, (struct text){0});
}

/* ---- preparing ---- */

/* The dossier's own key is drawn, its secret half closed for the body. */
static bool make_dossier(struct act_context *context, const struct sealing *sealing, struct journal_entry *entry, struct box_key *open,
                         bool *made, struct act_answer *answer, struct failure *why)
{
    const struct unit *unit = sealing->record->unit;
    struct body_key *body;
    if (node_text_at(sealing->given, "sealed_for").length > 0)
        unit = act_unit(context, sealing->given, "sealed_for", answer);
    *made = false;
    if (!unit)
        return true;
    if (!body_key_load(context->arena, context->connection, context->shard, unit->number, &body, why))
        return false;
    if (!body) {
        tell_no_key(sealing->record->register_, answer);
        return true;
    }
    struct box_key random = key_random(context), ephemeral = key_random(context);
    struct box_pair pair = box_pair_make(random.bytes);
    body_put(entry->facts, SEALED_FOR, value_whole(unit->number));
    body_put_bytes(entry->personal, DOSSIER_OPEN, text_copy(context->arena, box_key_text(&pair.open)));
    body_put_bytes(entry->personal, DOSSIER_SEALED, box_key_seal(context->arena, &body->open, &pair.secret, ephemeral.bytes));
    *open = pair.open;
    *made = true;
    seal_forget(&pair, sizeof pair);
    seal_forget(&random, sizeof random);
    return true;
}

static bool find_dossier(struct act_context *context, const struct sealing *sealing, struct journal_entry *entry, struct box_key *open,
                         bool *found, struct act_answer *answer, struct failure *why)
{
    struct dossier *dossier = NULL;
    const struct record *record = sealing->record;
    if (!sealing->is_new && !dossier_load(context->arena, context->connection, context->shard, record->number, &dossier, why))
        return false;
    if (!dossier)
        return make_dossier(context, sealing, entry, open, found, answer, why);
    *open = dossier->open;
    *found = true;
    return true;
}

static bool close_boxes(struct act_context *context, const struct sealing *sealing, const struct box_words *words,
                        const struct box_key *open, struct journal_entry *entry, struct failure *why)
{
    int64_t shard = context->shard, last;
    if (!journal_last(context->connection, shard, &last, why))
        return false;
    /* journal_append comes next in this piece of work and gives this number. */
    int64_t act = last + 1, record = sealing->is_new ? act : sealing->record->number;
    for (int box = BOX_NONE + 1; box < SEAL_BOXES; box++) {
        struct dossier_place place = {shard, record, act, box};
        uint8_t random[BOX_RANDOM];
        struct text content;
        if (!words->bodies[box] || (!sealing->is_new && body_count(words->bodies[box]) == 0))
            continue;
        if (!body_write(words->bodies[box], &content, why))
            return false;
        if (content.length > BOX_CONTENT_MAX)
            return FAIL(why, FAILURE_TOO_BIG, "what is to be sealed has more than %d bytes", BOX_CONTENT_MAX);
        world_random(context->world, random, sizeof random);
        body_put_bytes(entry->personal, seal_box_name(context->arena, (enum seal_box)box),
                       dossier_close_box(context->arena, open, &place, content, random));
    }
    return true;
}

bool seal_fields(struct act_context *context, const struct sealing *sealing, struct journal_entry *entry, size_t *count,
                 struct act_answer *answer, struct failure *why)
{
    struct box_words words;
    struct box_key open;
    bool found = false;
    *count = 0;
    if (!register_has_sealed(sealing->record->register_))
        return true;
    take_words(context, sealing->record, &words);
    *count = words.given;
    if (!sealing->is_new && words.given == 0)
        return true;
    entry->personal = entry->personal ? entry->personal : body_make(context->arena);
    return find_dossier(context, sealing, entry, &open, &found, answer, why) &&
           (!found || answer->problems.errors > 0 || close_boxes(context, sealing, &words, &open, entry, why));
}

/* ---- carrying out ---- */

bool seal_carry_out(struct act_context *context, const struct journal_entry *entry, struct failure *why)
{
    if (!entry->personal)
        return true;
    struct dossier dossier = {.shard = entry->shard,
                              .record = entry->record,
                              .unit = body_whole(entry->facts, SEALED_FOR),
                              .sealed = body_bytes(entry->personal, DOSSIER_SEALED)};
    if (box_key_read(body_bytes(entry->personal, DOSSIER_OPEN), &dossier.open) && !dossier_save(context->connection, &dossier, why))
        return false;
    for (int box = BOX_NONE + 1; box < SEAL_BOXES; box++) {
        struct text bytes = body_bytes(entry->personal, seal_box_name(context->arena, (enum seal_box)box));
        const struct dossier_box closed = {.record = entry->record, .act = entry->number, .box = box, .bytes = bytes};
        if (bytes.length > 0 && !dossier_add_box(context->connection, entry->shard, &closed, why))
            return false;
    }
    return true;
}
