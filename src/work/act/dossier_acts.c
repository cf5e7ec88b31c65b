/*
 * dossier_acts.c — what is sealed is read, and passed on to another body.
 *
 * dossier-open  register, record, passphrase, reason, box (identity or content; empty: all), for (book or notice: only then
 *               are fields marked write_only shown): the reading itself is the act. The fields come in `opened`, to whoever
 *               asked and nowhere else. There is no dry run of it. With `file` (the number of the act that attached it) a
 *               scan is opened instead: `opened` has `scan` (name, type, ending, bytes).
 * dossier-pass  from (a body), unit (its successor), passphrase or half_1 and half_2, reason; register and record for one
 *               dossier alone: sealed to the successor's key, the old one opens them no more
 */
#include "work/act/key_inside.h"

#include "engine/codec/picture.h"
#include "engine/seal/seal.h"
#include "keep/record/attached.h"

/* ---- reading ---- */

static bool wanted_box(const struct node *given, enum seal_box box)
{
    struct text asked = node_text_at(given, "box");
    return asked.length == 0 || text_equal(asked, seal_box_word(box));
}

/* The last word of the boxes on a field; unknown when none says it. */
static bool last_word(struct arena *arena, const struct list *contents, const struct field_definition *field, struct value *value,
                      struct failure *why)
{
    struct text names[] = {field->name, field->was};
    *value = value_unknown();
    for (size_t i = 0; i < contents->count; i++) {
        const struct dossier_content *content = contents->items[i];
        struct body *body;
        if (content->box != (int)field->sealed)
            continue;
        if (!body_read(arena, content->content, &body, why))
            return false;
        for (size_t k = 0; k < LENGTH_OF(names); k++) {
            struct text name = text_format(arena, "f:%.*s", TEXT_ARGS(names[k]));
            if (names[k].length > 0 && body_find(body, name))
                *value = body_value(body, name);
        }
    }
    return true;
}

/* One of many acts leaves nothing of its own behind: what it tells lies in `lasting`. */
static void begin_opened(struct act_context *context, const struct record *record, struct act_answer *answer)
{
    answer->opened = node_map(context->lasting);
    node_put(answer->opened, "register", node_text(context->lasting, record->register_->name));
    node_put(answer->opened, "record", node_whole(context->lasting, record->number));
}

static bool put_opened(struct act_context *context, const struct node *given, const struct record *record, const struct list *contents,
                       struct act_answer *answer, struct failure *why)
{
    struct arena *arena = context->lasting;
    const struct house *house = context->house;
    enum language language = context->viewer->language;
    bool official = node_text_at(given, "for").length > 0;
    begin_opened(context, record, answer);
    struct node *fields = node_put(answer->opened, "fields", node_list(arena));
    for (size_t i = 0; i < record->register_->field_count; i++) {
        const struct field_definition *field = &record->register_->fields[i];
        struct record_value value = {0};
        if (!field->sealed || !wanted_box(given, field->sealed) || (field->write_only && !official))
            continue;
        if (!last_word(context->arena, contents, field, &value.value, why))
            return false;
        struct node *line = node_append(fields, node_map(arena));
        node_put(line, "field", node_text(arena, field->name));
        node_put(line, "title", node_text(arena, title_in(field->title, language)));
        struct text shown = record_value_people(arena, field, &value, house->definition, house->units, language);
        node_put(line, "shown", node_text(arena, text_copy(arena, shown)));
    }
    return true;
}

/* The scan that `file` names; its number is 0 where fields are asked for. */
static bool find_scan(struct act_context *context, const struct node *given, const struct record *record, struct attached *file,
                      struct failure *why)
{
    int64_t number;
    *file = (struct attached){0};
    if (!node_at(given, "file"))
        return true;
    if (!act_number(given, "file", &number))
        return FAIL(why, FAILURE_NOT_FOUND, "that is no file's number");
    return attached_find(context->arena, context->connection, context->shard, record->number, number, file, why) &&
           (file->sealed || FAIL(why, FAILURE_NOT_FOUND, "that file is not sealed"));
}

static void put_scan(struct act_context *context, const struct attached *file, const struct scan *scan, struct act_answer *answer)
{
    struct arena *arena = context->lasting;
    struct node *shown = node_put(answer->opened, "scan", node_map(arena));
    node_put(shown, "name", node_text(arena, scan->name));
    node_put(shown, "type", node_text(arena, text_copy(arena, file->type)));
    node_put(shown, "ending", node_text(arena, file_kind_ending(file_kind_read(file->type))));
    node_put(shown, "bytes", node_text(arena, scan->bytes));
}

/* What is asked of the dossier, now that the body's key is open. */
struct reading {
    const struct record *record;
    const struct dossier *dossier;
    const struct box_pair *pair;
    const struct attached *file;
};

static bool read_asked(struct act_context *context, const struct node *given, const struct reading *reading, struct act_answer *answer,
                       struct failure *why)
{
    struct list contents;
    struct scan scan;
    if (reading->file->number == 0)
        return dossier_open(context->arena, context->connection, reading->pair, reading->dossier, &contents, why) &&
               put_opened(context, given, reading->record, &contents, answer, why);
    if (!seal_scan_open(context, reading->pair, reading->dossier, reading->file, &scan, why))
        return false;
    begin_opened(context, reading->record, answer);
    put_scan(context, reading->file, &scan, answer);
    return true;
}

/* Whose key opens it: a person who may hold that one. */
static bool ask_dossier(struct act_context *context, const struct record *record, struct dossier **dossier, const struct unit **unit,
                        struct act_answer *answer, struct failure *why)
{
    if (!dossier_load(context->arena, context->connection, context->shard, record->number, dossier, why))
        return false;
    *unit = *dossier ? unit_by_number(context->house->units, (*dossier)->unit) : record->unit;
    if (!*unit)
        return FAIL(why, FAILURE_BROKEN, "a dossier is sealed for a unit that is not there");
    if (!act_allow(act_may_hold_key(context->viewer->account, context->today, *unit), "open what is sealed there", why))
        return false;
    if (!*dossier)
        act_problem(answer, "record", "act.nothing-sealed", (struct text){0}, (struct text){0});
    return true;
}

static void check_choices(const struct node *given, struct act_answer *answer)
{
    struct text box = node_text_at(given, "box"), purpose = node_text_at(given, "for");
    bool one = !node_at(given, "box") || node_at(given, "box")->kind == NODE_TEXT; /* a list would read as none asked: as all */
    bool known = box.length == 0 || text_equal(box, seal_box_word(BOX_IDENTITY)) || text_equal(box, seal_box_word(BOX_CONTENT));
    if (!one || !known)
        act_problem(answer, "box", "act.unknown-box", box, (struct text){0});
    if (purpose.length > 0 && !text_is(purpose, "book") && !text_is(purpose, "notice"))
        act_problem(answer, "for", "act.unknown-purpose", purpose, (struct text){0});
}

bool dossier_open_act_prepare(struct act_context *context, const struct node *given, struct journal_entry *entry, struct act_answer *answer,
                              struct failure *why)
{
    const struct account *person;
    const struct unit *unit;
    struct record *record;
    struct dossier *dossier;
    struct attached file;
    struct box_pair pair;
    bool opened = false;
    if (context->dry_run)
        return FAIL(why, FAILURE_DENIED, "what is sealed is read by an act that is kept, or not at all");
    if (!key_person(context, &person, answer, why) || !act_given_record(context, given, &record, answer, why))
        return false;
    if (!person || !record)
        return true;
    if (!ask_dossier(context, record, &dossier, &unit, answer, why))
        return false;
    struct text reason = act_reason(given, answer);
    check_choices(given, answer);
    if (answer->problems.errors > 0)
        return true;
    if (!find_scan(context, given, record, &file, why))
        return false;
    if (!key_open_body(context, given, unit, &pair, &opened, answer, why))
        return false;
    if (!opened)
        return true;
    const struct reading reading = {.record = record, .dossier = dossier, .pair = &pair, .file = &file};
    bool read = read_asked(context, given, &reading, answer, why);
    seal_forget(&pair, sizeof pair);
    if (!read)
        return false;
    act_put_unit(entry, record->unit);
    entry->register_name = record->register_->name;
    entry->record = record->number;
    body_put(entry->facts, TEXT("reason"), value_text(reason));
    body_put(entry->facts, TEXT("box"), value_text(node_text_at(given, "box")));
    body_put(entry->facts, TEXT("for"), value_text(node_text_at(given, "for")));
    if (file.number > 0)
        body_put(entry->facts, TEXT("file"), value_whole(file.number));
    return true;
}

/* Reading changes nothing; that it was read stands in the journal. */
bool dossier_open_act_carry_out(struct act_context *context, const struct journal_entry *entry, struct failure *why)
{
    (void)context;
    (void)entry;
    (void)why;
    return true;
}

/* ---- passing on ---- */

static void draw(void *context, uint8_t *bytes, size_t length)
{
    world_random(context, bytes, length);
}

/* The one record that is meant; 0: all of that body. */
static bool ask_one(struct act_context *context, const struct node *given, const struct unit *from, int64_t *number, struct act_answer *answer,
                    struct failure *why)
{
    struct record *record;
    struct dossier *dossier;
    *number = 0;
    if (node_text_at(given, "register").length == 0)
        return true;
    if (!act_given_record(context, given, &record, answer, why))
        return false;
    if (!record)
        return true;
    if (!dossier_load(context->arena, context->connection, context->shard, record->number, &dossier, why))
        return false;
    if (!dossier || dossier->unit != from->number)
        act_problem(answer, "record", "act.nothing-sealed", (struct text){0}, (struct text){0});
    *number = record->number;
    return true;
}

static bool reseal(struct act_context *context, const struct dossier_passing *passing, const struct unit *from, const struct unit *unit,
                   struct journal_entry *entry, struct failure *why)
{
    struct text bytes;
    if (!dossier_reseal(context->arena, context->connection, passing, &bytes, why))
        return false;
    act_put_unit(entry, unit);
    entry->personal = body_make(context->arena);
    body_put(entry->facts, TEXT("from"), value_whole(from->number));
    body_put_bytes(entry->personal, TEXT("dossiers"), bytes);
    return true;
}

bool dossier_pass_act_prepare(struct act_context *context, const struct node *given, struct journal_entry *entry, struct act_answer *answer,
                              struct failure *why)
{
    const struct unit *from = act_unit(context, given, "from", answer), *unit = act_unit(context, given, "unit", answer);
    const struct account *person;
    struct body_key *to;
    struct box_pair pair;
    int64_t record;
    bool opened = false;
    if (!key_person(context, &person, answer, why))
        return false;
    if (!from || !unit || !person)
        return true;
    if (!act_allow(account_has_role(context->viewer, ROLE_CUSTODIAN, from), "pass on what is sealed there", why) ||
        !body_key_load(context->arena, context->connection, context->shard, unit->number, &to, why) ||
        !ask_one(context, given, from, &record, answer, why))
        return false;
    struct text reason = act_reason(given, answer);
    if (!to || unit == from)
        act_problem(answer, "unit", to ? "act.pass-to-itself" : "act.no-body-key", (struct text){0}, (struct text){0});
    if (!key_open_body(context, given, from, &pair, &opened, answer, why))
        return false;
    if (answer->problems.errors > 0)
        return true;
    const struct dossier_passing passing = {.shard = context->shard, .unit = from->number, .record = record, .from = &pair, .to = &to->open,
                                            .random = draw, .context = context->world};
    bool done = reseal(context, &passing, from, unit, entry, why);
    seal_forget(&pair, sizeof pair);
    body_put(entry->facts, TEXT("reason"), value_text(reason));
    if (record > 0) {
        entry->register_name = node_text_at(given, "register");
        entry->record = record;
    }
    return done;
}

bool dossier_pass_act_carry_out(struct act_context *context, const struct journal_entry *entry, struct failure *why)
{
    return !entry->personal || dossier_pass(context->connection, entry->shard, body_whole(entry->facts, TEXT("unit")),
                                            body_bytes(entry->personal, TEXT("dossiers")), why);
}
