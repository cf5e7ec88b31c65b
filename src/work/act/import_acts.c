/*
 * import_acts.c — a sheet comes in as a batch, and may be taken back.
 *
 * import-open       register, unit (optional), file_name, sha256, asked, headings, map, rows, parts, added, changed, same
 * import-part       import, part, acts       begins a part: the acts of its records follow in the same piece of work
 * import-close      import
 * import-undo       import, reason           then each part is withdrawn:
 * import-undo-part  import, part             begins the piece in which its records are withdrawn or set back
 *
 * That nothing was built on the records is asked before (work/intake/undo.h), for it takes long; each record's own act
 * asks again whether it is the version the import made.
 */
#include "work/act/act_inside.h"

#include "keep/import/import.h"

static const char *const TEXTS[] = {"file_name", "sha256", "asked", "headings", "map"};
static const char *const NUMBERS[] = {"rows", "parts", "added", "changed", "same"};

/* Whoever may write in the register for the organisation asked for; where the rows say it, for any. Each row asks again. */
static bool may_import(const struct act_context *context, const struct register_definition *register_, const struct unit *unit)
{
    if (register_->discreet) /* never in bulk */
        return false;
    if (unit)
        return account_may_write(context->viewer, register_, unit);
    return context->viewer->whole_house || account_has_role_anywhere(context->viewer, ROLE_RECORDER) ||
           account_has_role_anywhere(context->viewer, ROLE_OFFICER) || account_has_role_anywhere(context->viewer, ROLE_SUPERVISOR);
}

bool import_open_act_prepare(struct act_context *context, const struct node *given, struct journal_entry *entry, struct act_answer *answer,
                             struct failure *why)
{
    struct text name = node_text_at(given, "register");
    const struct register_definition *register_ = definition_register(context->house->definition, name);
    const struct unit *unit = NULL;
    if (!register_) {
        act_problem(answer, "register", "act.unknown-register", name, (struct text){0});
        return true;
    }
    if (node_text_at(given, "unit").length > 0 && !(unit = act_unit(context, given, "unit", answer)))
        return true;
    if (!act_allow(may_import(context, register_, unit), "import into this register for that organisation", why))
        return false;
    if (unit)
        act_put_unit(entry, unit);
    entry->register_name = register_->name;
    entry->day = context->today;
    for (size_t i = 0; i < LENGTH_OF(TEXTS); i++)
        body_put(entry->facts, text_of(TEXTS[i]), value_text(node_text_at(given, TEXTS[i])));
    for (size_t i = 0; i < LENGTH_OF(NUMBERS); i++) {
        int64_t number = 0;
        if (!act_number(given, NUMBERS[i], &number) || number < 0)
            return FAIL(why, FAILURE_INVALID, "an import says how many %s", NUMBERS[i]);
        body_put(entry->facts, text_of(NUMBERS[i]), value_whole(number));
    }
    return true;
}

bool import_open_act_carry_out(struct act_context *context, const struct journal_entry *entry, struct failure *why)
{
    const struct body *facts = entry->facts;
    const struct import import = {.act = entry->number,
                                  .register_name = entry->register_name,
                                  .unit = body_whole(facts, TEXT("unit")),
                                  .account = entry->account,
                                  .at = entry->at,
                                  .file_name = body_text(facts, TEXT("file_name")),
                                  .sha256 = body_text(facts, TEXT("sha256")),
                                  .asked = body_text(facts, TEXT("asked")),
                                  .headings = body_text(facts, TEXT("headings")),
                                  .map = body_text(facts, TEXT("map")),
                                  .rows = body_whole(facts, TEXT("rows")),
                                  .parts = body_whole(facts, TEXT("parts")),
                                  .added = body_whole(facts, TEXT("added")),
                                  .changed = body_whole(facts, TEXT("changed")),
                                  .same = body_whole(facts, TEXT("same")),
                                  .state = IMPORT_OPEN};
    return import_save(context->connection, entry->shard, &import, why);
}

/* ---- parts ---- */

/* The import that is meant, in the state it must be in, and its own maker or whoever may write for its organisation. */
static bool given_import(struct act_context *context, const struct node *given, enum import_state state, struct import **import,
                         struct failure *why)
{
    int64_t number = 0;
    if (!act_number(given, "import", &number))
        return FAIL(why, FAILURE_NOT_FOUND, "no import was named");
    if (!import_load(context->arena, context->connection, context->shard, number, import, why))
        return false;
    const struct register_definition *register_ = definition_register(context->house->definition, (*import)->register_name);
    const struct unit *unit = (*import)->unit ? unit_by_number(context->house->units, (*import)->unit) : NULL;
    bool own = context->viewer->account && context->viewer->account->number == (*import)->account;
    if (!act_allow(register_ && (context->viewer->whole_house || own || (unit && account_may_write(context->viewer, register_, unit))),
                   "change this import", why))
        return false;
    return (*import)->state == state ||
           FAIL(why, FAILURE_CONFLICT, "import %lld is %s", (long long)number, import_state_word((*import)->state));
}

static void put_import(struct journal_entry *entry, const struct import *import)
{
    entry->register_name = import->register_name;
    body_put(entry->facts, TEXT("import"), value_whole(import->act));
}

static bool put_part(const struct node *given, struct journal_entry *entry, struct failure *why)
{
    int64_t part = 0;
    if (!act_number(given, "part", &part) || part < 1)
        return FAIL(why, FAILURE_INVALID, "no part was named");
    body_put(entry->facts, TEXT("part"), value_whole(part));
    return true;
}

bool import_part_act_prepare(struct act_context *context, const struct node *given, struct journal_entry *entry, struct act_answer *answer,
                             struct failure *why)
{
    struct import *import;
    int64_t acts = 0;
    (void)answer;
    if (!given_import(context, given, IMPORT_OPEN, &import, why) || !put_part(given, entry, why))
        return false;
    if (!act_number(given, "acts", &acts) || acts < 0 || acts >= ACT_PART_MAX)
        return FAIL(why, FAILURE_INVALID, "a part says how many acts follow");
    put_import(entry, import);
    body_put(entry->facts, TEXT("acts"), value_whole(acts));
    return true;
}

bool import_part_act_carry_out(struct act_context *context, const struct journal_entry *entry, struct failure *why)
{
    const struct import_part part = {.part = body_whole(entry->facts, TEXT("part")), .act = entry->number,
                                     .acts = body_whole(entry->facts, TEXT("acts"))};
    return import_save_part(context->connection, entry->shard, body_whole(entry->facts, TEXT("import")), &part, why);
}

bool import_close_act_prepare(struct act_context *context, const struct node *given, struct journal_entry *entry, struct act_answer *answer,
                              struct failure *why)
{
    struct import *import;
    (void)answer;
    if (!given_import(context, given, IMPORT_OPEN, &import, why))
        return false;
    put_import(entry, import);
    return true;
}

bool import_close_act_carry_out(struct act_context *context, const struct journal_entry *entry, struct failure *why)
{
    return import_set_state(context->connection, entry->shard, body_whole(entry->facts, TEXT("import")), IMPORT_CLOSED, (struct text){0}, why);
}

/* ---- taking back ---- */

bool import_undo_act_prepare(struct act_context *context, const struct node *given, struct journal_entry *entry, struct act_answer *answer,
                             struct failure *why)
{
    struct import *import;
    struct text reason = act_reason(given, answer);
    struct failure closed;
    /* One that was stopped half-way is taken back too. */
    if (!given_import(context, given, IMPORT_CLOSED, &import, &closed) && !given_import(context, given, IMPORT_OPEN, &import, why))
        return false;
    put_import(entry, import);
    body_put(entry->facts, TEXT("reason"), value_text(reason));
    return true;
}

bool import_undo_act_carry_out(struct act_context *context, const struct journal_entry *entry, struct failure *why)
{
    struct list parts = {0};
    int64_t import = body_whole(entry->facts, TEXT("import"));
    if (!import_load_parts(context->arena, context->connection, entry->shard, import, &parts, why))
        return false;
    return import_set_state(context->connection, entry->shard, import, parts.count > 0 ? IMPORT_UNDOING : IMPORT_UNDONE,
                            body_text(entry->facts, TEXT("reason")), why);
}

bool import_undo_part_act_prepare(struct act_context *context, const struct node *given, struct journal_entry *entry,
                                  struct act_answer *answer, struct failure *why)
{
    struct import *import;
    (void)answer;
    if (!given_import(context, given, IMPORT_UNDOING, &import, why) || !put_part(given, entry, why))
        return false;
    put_import(entry, import);
    return true;
}

bool import_undo_part_act_carry_out(struct act_context *context, const struct journal_entry *entry, struct failure *why)
{
    return import_undo_part(context->connection, entry->shard, body_whole(entry->facts, TEXT("import")), body_whole(entry->facts, TEXT("part")),
                            why);
}
