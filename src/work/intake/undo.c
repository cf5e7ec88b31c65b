/* undo.c — what was built on an import, and its parts taken back one by one. */
#include "work/intake/undo.h"

#include "base/period.h"
#include "keep/import/import.h"
#include "keep/instance/instance.h"
#include "keep/journal/journal.h"
#include "keep/record/record.h"
#include "keep/report/draft.h"
#include "keep/store/store.h"
#include "work/act/act.h"

enum { PUBLISHED_MAX = 200 };

#define FIELD_PREFIX "f:"

struct undoing {
    struct instance *instance;
    const struct house *house;
    struct arena *arena;
    int64_t shard;
    struct import *import;
    struct list parts;     /* struct import_part * */
    struct list published; /* struct published *, after the import */
    struct problems *problems;
};

static bool load_import(struct undoing *undoing, struct connection *reading, int64_t number, struct failure *why)
{
    undoing->shard = unit_tree_shard(undoing->house->units);
    return import_load(undoing->arena, reading, undoing->shard, number, &undoing->import, why) &&
           import_load_parts(undoing->arena, reading, undoing->shard, number, &undoing->parts, why);
}

/* The acts of one part, without the one that begins it. */
static bool load_acts(struct undoing *undoing, struct arena *arena, struct connection *reading, const struct import_part *part, int64_t from,
                      struct list *entries, struct failure *why)
{
    int64_t left = part->act + part->acts - from + 1;
    const struct journal_query query = {.shard = undoing->shard, .from = from,
                                        .limit = left < JOURNAL_PAGE_MAX ? (size_t)left : JOURNAL_PAGE_MAX};
    return journal_load_page(arena, reading, &query, entries, why);
}

/* ---- what was built on it ---- */

static void built_on(struct undoing *undoing, const char *code, int64_t record, struct text by)
{
    problem_add(undoing->problems, (struct place){0}, code, text_format(undoing->arena, "%lld", (long long)record), by);
}

static bool is_published(struct undoing *undoing, const struct record *record, struct text *title)
{
    for (size_t i = 0; i < undoing->published.count; i++) {
        const struct published *one = undoing->published.items[i];
        const struct unit *place = unit_by_number(undoing->house->units, one->unit);
        struct period period;
        if (place && day_is_some(record->day) && period_read(one->period, &period) && unit_is_inside(record->unit, place) &&
            day_compare(record->day, period.begin) >= 0 && day_compare(record->day, period.end) <= 0) {
            *title = one->title;
            return true;
        }
    }
    return false;
}

static bool check_record(struct undoing *undoing, struct arena *arena, struct connection *reading, const struct journal_entry *entry,
                         struct failure *why)
{
    const struct register_definition *register_ = definition_register(undoing->house->definition, entry->register_name);
    struct record *record;
    struct text title;
    if (!register_ || entry->record == 0)
        return true;
    if (!record_load(arena, reading, undoing->house->units, register_, entry->record, &record, why))
        return false;
    if (record->version != entry->number && !record->withdrawn)
        built_on(undoing, "undo.changed-since", record->number, (struct text){0});
    if (is_published(undoing, record, &title))
        built_on(undoing, "undo.published", record->number, title);
    return true;
}

/* The records a part made bear the numbers of its acts. */
static bool check_referred(struct undoing *undoing, struct connection *reading, const struct import_part *part, struct failure *why)
{
    const struct register_definition *register_ = definition_register(undoing->house->definition, undoing->import->register_name);
    int64_t found[UNDO_PROBLEMS_MAX];
    size_t count = 0;
    if (register_ && !record_referred(reading, undoing->house->definition, register_, undoing->shard, part->act + 1, part->act + part->acts,
                                      found, LENGTH_OF(found), &count, why))
        return false;
    for (size_t i = 0; i < count; i++)
        built_on(undoing, "undo.referred", found[i], (struct text){0});
    return true;
}

static bool check_part(struct undoing *undoing, struct connection *reading, const struct import_part *part, struct failure *why)
{
    for (int64_t from = part->act + 1; from <= part->act + part->acts && undoing->problems->errors < UNDO_PROBLEMS_MAX;) {
        struct arena *CLOSING(arena) page = arena_open();
        struct list entries = {0};
        if (!load_acts(undoing, page, reading, part, from, &entries, why))
            return false;
        if (entries.count == 0)
            return true;
        for (size_t i = 0; i < entries.count; i++)
            if (!check_record(undoing, page, reading, entries.items[i], why))
                return false;
        from += (int64_t)entries.count;
    }
    return true;
}

/* Only what was published after the import can stand on it. */
static bool load_published(struct undoing *undoing, struct connection *reading, struct failure *why)
{
    struct list all = {0};
    if (!published_list(undoing->arena, reading, PUBLISHED_MAX, &all, why))
        return false;
    for (size_t i = 0; i < all.count; i++)
        if (((struct published *)all.items[i])->act > undoing->import->act)
            list_add(&undoing->published, undoing->arena, all.items[i]);
    return true;
}

static bool begin_check(struct undoing *undoing, int64_t import, struct failure *why)
{
    struct connection *CLOSING(store_read) reading = NULL;
    return store_read_begin(instance_store(undoing->instance), &reading, why) && load_import(undoing, reading, import, why) &&
           load_published(undoing, reading, why);
}

/* Each part is read by itself: a snapshot held for minutes would keep the database's log from being emptied. */
static bool check_one(struct undoing *undoing, const struct import_part *part, struct failure *why)
{
    struct connection *CLOSING(store_read) reading = NULL;
    return store_read_begin(instance_store(undoing->instance), &reading, why) && check_part(undoing, reading, part, why) &&
           check_referred(undoing, reading, part, why);
}

static bool asked_to_stop(const struct undo_request *request)
{
    return request->stop && atomic_load(request->stop);
}

static bool check(struct undoing *undoing, const struct undo_request *request, struct failure *why)
{
    if (!begin_check(undoing, request->import, why))
        return false;
    for (size_t i = 0; i < undoing->parts.count && undoing->problems->errors < UNDO_PROBLEMS_MAX && !asked_to_stop(request); i++) {
        const struct import_part *part = undoing->parts.items[i];
        if (!part->undone && !check_one(undoing, part, why))
            return false;
        progress_step(request->progress, "check", (int64_t)i + 1, (int64_t)undoing->parts.count);
    }
    return true;
}

bool undo_check(struct instance *instance, const struct undo_request *request, struct problems *problems, struct failure *why)
{
    struct arena *CLOSING(arena) arena = arena_open();
    struct undoing undoing = {.instance = instance, .house = instance_house(instance), .arena = arena, .problems = problems};
    bool done = check(&undoing, request, why);
    instance_release(instance, undoing.house);
    return done;
}

/* ---- what stood there before ---- */

static struct node *value_node(struct arena *arena, const struct field_definition *field, struct value value, const struct unit_tree *units)
{
    if (value.kind == VALUE_NUMBER && field->kind != FIELD_UNIT)
        return node_number(arena, value.number);
    const struct record_value one = {.value = value};
    struct field_definition single = *field;
    single.many = false;
    return node_text(arena, record_value_machine(arena, &single, &one, units));
}

static struct node *item_node(struct arena *arena, const struct field_definition *field, const struct body_item *item, const struct unit_tree *units)
{
    if (!item || item->kind != BODY_LIST)
        return item ? value_node(arena, field, item->value, units) : node_text(arena, (struct text){0});
    struct node *list = node_list(arena);
    for (size_t i = 0; i < item->count; i++)
        node_append(list, value_node(arena, field, item->values[i], units));
    return list;
}

/* What the record's acts before this one said last of the field. */
static const struct body_item *said_before(const struct list *entries, int64_t act, struct text name)
{
    const struct body_item *said = NULL;
    for (size_t i = 0; i < entries->count; i++) {
        const struct journal_entry *entry = entries->items[i];
        const struct body_item *item = entry->number < act ? journal_said(entry, name) : NULL;
        said = item ? item : said;
    }
    return said;
}

static bool put_before(struct undoing *undoing, struct arena *arena, struct connection *reading, const struct journal_entry *entry,
                       struct node *fields, struct failure *why)
{
    const struct register_definition *register_ = definition_register(undoing->house->definition, entry->register_name);
    const struct journal_query query = {.shard = undoing->shard, .register_name = entry->register_name, .record = entry->record, .from = 1};
    struct list entries = {0};
    if (!journal_load_page(arena, reading, &query, &entries, why))
        return false;
    for (size_t i = 0; i < register_->field_count; i++) {
        const struct field_definition *field = &register_->fields[i];
        struct text name = text_format(arena, FIELD_PREFIX "%.*s", TEXT_ARGS(field->name));
        if (journal_said(entry, name))
            node_put_text(fields, field->name, item_node(arena, field, said_before(&entries, entry->number, name), undoing->house->units));
    }
    return true;
}

/* ---- parts ---- */

struct taking {
    const struct undo_request *request;
    struct act_request *acts;
    size_t count;
};

static bool take_back(struct undoing *undoing, struct taking *taking, struct arena *arena, struct connection *reading,
                      const struct journal_entry *entry, struct failure *why)
{
    const struct register_definition *register_ = definition_register(undoing->house->definition, entry->register_name);
    struct record *record;
    bool made = entry->record == entry->number;
    if (!register_)
        return FAIL(why, FAILURE_BROKEN, "the import's register is not defined any more");
    if (!record_load(arena, reading, undoing->house->units, register_, entry->record, &record, why))
        return false;
    if (record->withdrawn)
        return true;
    struct node *given = node_map(arena);
    node_put(given, "register", node_text(arena, register_->name));
    node_put(given, "record", node_whole(arena, entry->record));
    node_put(given, "version", node_whole(arena, entry->number));
    node_put(given, "reason", node_text(arena, undoing->import->reason));
    if (!made && !put_before(undoing, arena, reading, entry, node_put(given, "fields", node_map(arena)), why))
        return false;
    taking->acts[taking->count++] = (struct act_request){.name = made ? TEXT("record-withdraw") : TEXT("record-correct"),
                                                         .viewer = taking->request->viewer, .given = given};
    return true;
}

static bool fill_part(struct undoing *undoing, struct taking *taking, struct arena *arena, const struct import_part *part, struct failure *why)
{
    struct connection *CLOSING(store_read) reading = NULL;
    struct node *given = node_map(arena);
    if (!store_read_begin(instance_store(undoing->instance), &reading, why))
        return false;
    node_put(given, "import", node_whole(arena, undoing->import->act));
    node_put(given, "part", node_whole(arena, part->part));
    taking->acts[taking->count++] = (struct act_request){.name = TEXT("import-undo-part"), .viewer = taking->request->viewer, .given = given};
    for (int64_t from = part->act + 1; from <= part->act + part->acts;) {
        struct list entries = {0};
        if (!load_acts(undoing, arena, reading, part, from, &entries, why))
            return false;
        if (entries.count == 0)
            return FAIL(why, FAILURE_BROKEN, "acts of the import are missing");
        for (size_t i = 0; i < entries.count; i++)
            if (!take_back(undoing, taking, arena, reading, entries.items[i], why))
                return false;
        from += (int64_t)entries.count;
    }
    return true;
}

static bool undo_part(struct undoing *undoing, const struct undo_request *request, const struct import_part *part, struct failure *why)
{
    struct arena *CLOSING(arena) arena = arena_open();
    struct taking taking = {.request = request, .acts = arena_make_many(arena, (size_t)part->acts + 1, sizeof *taking.acts)};
    struct act_answer *answers = arena_make_many(arena, (size_t)part->acts + 1, sizeof *answers);
    if (!fill_part(undoing, &taking, arena, part, why) ||
        !act_perform_many(undoing->instance, taking.acts, taking.count, arena, answers, why))
        return false;
    for (size_t i = 0; i < taking.count; i++)
        if (answers[i].problems.errors > 0)
            return FAIL(why, FAILURE_CONFLICT, "a record of part %lld can no longer be set back", (long long)part->part);
    return true;
}

static bool begin(struct undoing *undoing, const struct undo_request *request, struct problems *problems, struct failure *why)
{
    struct node *given = node_map(undoing->arena);
    const struct act_request act = {.name = TEXT("import-undo"), .viewer = request->viewer, .given = given};
    struct act_answer answer;
    node_put(given, "import", node_whole(undoing->arena, request->import));
    node_put(given, "reason", node_text(undoing->arena, request->reason));
    if (!act_perform(undoing->instance, &act, undoing->arena, &answer, why))
        return false;
    for (size_t i = 0; i < answer.problems.count; i++)
        problem_add_all(problems, answer.problems.items[i].weight, answer.problems.items[i].place, answer.problems.items[i].code,
                        answer.problems.items[i].arguments);
    return true;
}

static bool reload(struct undoing *undoing, int64_t import, struct failure *why)
{
    struct connection *CLOSING(store_read) reading = NULL;
    return store_read_begin(instance_store(undoing->instance), &reading, why) && load_import(undoing, reading, import, why);
}

static bool undo(struct undoing *undoing, const struct undo_request *request, struct problems *problems, struct failure *why)
{
    if (!reload(undoing, request->import, why))
        return false;
    if (undoing->import->state != IMPORT_UNDOING && !begin(undoing, request, problems, why))
        return false;
    if (problems->errors > 0)
        return true;
    if (!reload(undoing, request->import, why))
        return false;
    for (size_t i = undoing->parts.count; i-- > 0;) {
        const struct import_part *part = undoing->parts.items[i];
        if (asked_to_stop(request))
            return true;
        if (!part->undone && !undo_part(undoing, request, part, why))
            return false;
        progress_step(request->progress, "undo", (int64_t)(undoing->parts.count - i), (int64_t)undoing->parts.count);
    }
    return true;
}

bool undo_import(struct instance *instance, const struct undo_request *request, struct problems *problems, struct failure *why)
{
    struct arena *CLOSING(arena) arena = arena_open();
    struct undoing undoing = {.instance = instance, .house = instance_house(instance), .arena = arena, .problems = problems};
    bool done = undo(&undoing, request, problems, why);
    instance_release(instance, undoing.house);
    return done;
}
