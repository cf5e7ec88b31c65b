/* house.c — the instance behind house.h: real folder, real acts, a clock that stands still. */
#include "support/house/house.h"

#include "base/file.h"
#include "keep/journal/journal.h"
#include "keep/store/backup.h"
#include "keep/store/store.h"
#include "support/store/address.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NINE = 9, SEED = 20210908, TOLD_MAX = 20 };

/* ---- what must work ---- */

static void must(bool done, const char *what, const struct failure *why)
{
    if (done)
        return;
    (void)fprintf(stderr, "%s: %s (%s:%d)\n", what, why->text, why->file, why->line);
    abort();
}

static void must_be_clean(struct arena *arena, const char *what, const struct problems *problems)
{
    for (size_t i = 0; i < problems->count && problems->errors > 0; i++) {
        struct text line = problem_line(arena, &problems->items[i], LANGUAGE_EN);
        (void)fprintf(stderr, "%s: %.*s\n", what, TEXT_ARGS(line));
    }
    if (problems->errors > 0)
        abort();
}

/* ---- opening ---- */

void house_open(struct test_house *house)
{
    house_open_empty(house);
    (void)house_act(house, &house->owner, "upgrade", house_files_given(house->arena, house_source(house->arena)));
}

void house_open_empty(struct test_house *house)
{
    struct failure why;
    *house = (struct test_house){.arena = arena_open(), .folder = "/tmp/danvan-house-XXXXXX", .owner = {.whole_house = true}};
    REQUIRE(mkdtemp(house->folder) != NULL);
    const struct instance_options options = {
        .writing = true, .create = true, .readers = 2, .world = world_fixed(moment_of(day_of(2021, 9, 8), NINE, 0), SEED),
        .store = test_store_named(house->arena, house->folder, "danvan")};
    must(instance_open(house->folder, &options, &house->instance, &why), "opening the folder", &why);
    house->owner.today = instance_today(house->instance);
}

void house_open_packs(struct test_house *house)
{
    struct definition_source source;
    struct problems problems;
    struct failure why;
    house_open_empty(house);
    problems_init(&problems, house->arena, TOLD_MAX);
    must(definition_source_read(house->arena, DANVAN_TEST_DATA "/../../packs", TEXT("long-bien-2021"), &source, &problems, &why), "reading the packs", &why);
    must_be_clean(house->arena, "packs", &problems);
    (void)house_act(house, &house->owner, "upgrade", house_files_given(house->arena, source));
}

void house_close(struct test_house *house)
{
    struct failure why;
    instance_close(house->instance);
    must(folder_delete(house->folder, &why), "deleting the folder", &why);
    arena_close(house->arena);
}

void house_at(struct test_house *house, int year, int month, int day)
{
    instance_world(house->instance)->now = moment_of(day_of(year, month, day), NINE, 0);
    house->owner.today = instance_today(house->instance);
}

/* ---- packs ---- */

struct definition_source house_source(struct arena *arena)
{
    struct definition_source source;
    struct problems problems;
    struct failure why;
    problems_init(&problems, arena, TOLD_MAX);
    must(definition_source_read(arena, DANVAN_TEST_DATA "/packs", TEXT("small"), &source, &problems, &why), "reading the pack", &why);
    must_be_clean(arena, "reading the pack", &problems);
    return source;
}

struct definition_source house_source_changed(struct arena *arena, struct definition_source source, const char *file, const char *old,
                                              const char *fresh)
{
    struct definition_file *files = arena_copy(arena, source.files, source.count * sizeof *files);
    size_t changed = 0;
    for (size_t i = 0; i < source.count; i++)
        if (text_ends(files[i].path, text_of(file)) && text_contains(files[i].bytes, text_of(old))) {
            files[i].bytes = text_replace(arena, files[i].bytes, text_of(old), text_of(fresh));
            changed++;
        }
    REQUIRE(changed == 1);
    return (struct definition_source){files, source.count};
}

struct node *house_files_given(struct arena *arena, struct definition_source source)
{
    struct node *given = node_map(arena);
    struct node *files = node_put(given, "files", node_map(arena));
    for (size_t i = 0; i < source.count; i++)
        node_put_text(files, source.files[i].path, node_text(arena, source.files[i].bytes));
    return given;
}

static const char PETITION[] =
    "register: petition\ntitle: {vi: \"Đơn\", en: \"Petition\"}\nentered_by: [front]\nlaw: [luat-mttq-2015 Điều 22]\nday: received_on\n"
    "keep_for: 20 years\npublic: nothing\nsensitive: yes\nname: summary\nfields:\n"
    "  received_on: {is: day, required: yes, title: {vi: \"Ngày nhận\"}}\n"
    "  summary:     {is: text, length: 200, required: yes, title: {vi: \"Tóm tắt\"}}\n"
    "  petitioner:  {is: text, length: 120, required: yes, sealed: identity, title: {vi: \"Người gửi đơn\"}}\n"
    "  address:     {is: text, length: 200, sealed: identity, title: {vi: \"Địa chỉ\"}}\n"
    "  id_number:   {is: text, length: 12, sealed: identity, write_only: yes, title: {vi: \"Số căn cước\"}}\n"
    "  story:       {is: long_text, sealed: content, title: {vi: \"Nội dung\"}}\n"
    "states: {noted: {vi: \"Đã nhận\"}, closed: {vi: \"Đã xong\"}}\n"
    "acts: {close: {title: {vi: \"Kết thúc\"}, from: noted, to: closed, by: recorder}}\n"
    "figures:\n  received: {title: {vi: \"Số đơn\"}, unit: {vi: \"đơn\"}, count: records}\n";

struct definition_source house_petition_source(struct arena *arena)
{
    struct definition_source source = house_source_changed(arena, house_source(arena), "pack.yaml", "version: 1", "version: 7");
    source = house_source_changed(arena, source, "who-may-see.yaml", "who_may_see:\n", "who_may_see:\n  petition: {entering: rows}\n");
    struct definition_file *files = arena_make_many(arena, source.count + 1, sizeof *files);
    memcpy(files, source.files, source.count * sizeof *files);
    files[source.count] = (struct definition_file){TEXT("small/registers/petition.yaml"), text_of(PETITION)};
    return (struct definition_source){files, source.count + 1};
}

struct definition_source house_source_with(struct arena *arena, struct definition_source source, const char *pack)
{
    struct definition_source all;
    struct problems problems;
    struct failure why;
    problems_init(&problems, arena, TOLD_MAX);
    must(definition_source_read(arena, DANVAN_TEST_DATA "/packs", text_of(pack), &all, &problems, &why), "reading the pack", &why);
    must_be_clean(arena, "reading the pack", &problems);
    struct definition_file *files = arena_make_many(arena, source.count + all.count, sizeof *files);
    size_t count = source.count;
    memcpy(files, source.files, source.count * sizeof *files);
    for (size_t i = 0; i < all.count; i++)
        if (text_starts(all.files[i].path, text_format(arena, "%s/", pack)))
            files[count++] = all.files[i];
    return (struct definition_source){files, count};
}

void house_add_petitions(struct test_house *house)
{
    (void)house_act(house, &house->owner, "upgrade", house_files_given(house->arena, house_petition_source(house->arena)));
}

const struct viewer *house_key_person(struct test_house *house, const char *name, enum role role)
{
    const struct viewer *viewer = house_person(house, name, role, "004.mttq");
    const char *passphrase = text_format(house->arena, "cau khoa cua %s", name).bytes;
    (void)house_act(house, viewer, "officer-key-make", house_given(house, "passphrase_new", passphrase, "passphrase_again", passphrase, NULL));
    return viewer;
}

const struct viewer *house_custodian(struct test_house *house, const char *name, const struct node **opened)
{
    const struct viewer *viewer = house_key_person(house, name, ROLE_CUSTODIAN);
    const char *passphrase = text_format(house->arena, "cau khoa cua %s", name).bytes;
    struct act_answer answer = house_act(house, viewer, "body-key-make", house_given(house, "unit", "004.mttq", "passphrase", passphrase, NULL));
    if (opened)
        *opened = answer.opened;
    return viewer;
}

/* ---- acts ---- */

static struct node *given_of(struct arena *arena, const char *key, va_list *rest)
{
    struct node *map = node_map(arena);
    for (; key != NULL; key = va_arg(*rest, const char *)) {
        const char *value = va_arg(*rest, const char *);
        node_put(map, key, node_text(arena, text_copy(arena, text_of(value))));
    }
    return map;
}

struct node *house_given(struct test_house *house, const char *key, ...)
{
    va_list rest;
    va_start(rest, key);
    struct node *given = given_of(house->arena, key, &rest);
    va_end(rest);
    return given;
}

bool house_try(struct test_house *house, const struct viewer *viewer, const char *act, const struct node *given,
               struct act_answer *answer, struct failure *why)
{
    const struct act_request request = {.name = text_of(act), .viewer = viewer, .given = given};
    return act_perform(house->instance, &request, house->arena, answer, why);
}

struct act_answer house_act(struct test_house *house, const struct viewer *viewer, const char *act, const struct node *given)
{
    struct act_answer answer;
    struct failure why;
    must(house_try(house, viewer, act, given, &answer, &why), act, &why);
    must_be_clean(house->arena, act, &answer.problems);
    return answer;
}

/* ---- people ---- */

const struct viewer *house_viewer(struct test_house *house, const char *name)
{
    struct connection *CLOSING(store_read) reading = NULL;
    struct failure why;
    struct viewer *viewer = arena_make(house->arena, sizeof *viewer);
    must(store_read_begin(instance_store(house->instance), &reading, &why), name, &why);
    must(account_load(house->arena, reading, house_now(house)->units, text_of(name), &viewer->account, &why), name, &why);
    viewer->today = instance_today(house->instance);
    if (viewer->account->grant_count > 0)
        viewer->acting_for = viewer->account->grants[viewer->account->grant_count - 1].unit;
    return viewer;
}

const struct viewer *house_grant(struct test_house *house, const char *name, enum role role, const char *unit)
{
    struct node *given = house_given(house, "account", name, "unit", unit, NULL);
    node_put(given, "role", node_text(house->arena, role_word(role)));
    (void)house_act(house, &house->owner, "account-grant", given);
    return house_viewer(house, name);
}

const struct viewer *house_person(struct test_house *house, const char *name, enum role role, const char *unit)
{
    const char *password = text_format(house->arena, "mat khau cua %s", name).bytes;
    (void)house_act(house, &house->owner, "account-add",
                    house_given(house, "name", name, "full_name", name, "password", password, "must_change", "no", NULL));
    return house_grant(house, name, role, unit);
}

/* ---- records ---- */

static struct node *write_given(struct test_house *house, const char *register_, const char *unit, struct node *fields)
{
    struct node *given = house_given(house, "register", register_, "unit", unit, NULL);
    node_put(given, "fields", fields);
    return given;
}

struct node *house_write_given(struct test_house *house, const char *register_, const char *unit, const char *field, ...)
{
    va_list rest;
    va_start(rest, field);
    struct node *fields = given_of(house->arena, field, &rest);
    va_end(rest);
    return write_given(house, register_, unit, fields);
}

int64_t house_write(struct test_house *house, const char *register_, const char *unit, const char *field, ...)
{
    va_list rest;
    va_start(rest, field);
    struct node *fields = given_of(house->arena, field, &rest);
    va_end(rest);
    return house_act(house, &house->owner, "record-write", write_given(house, register_, unit, fields)).record;
}

const struct house *house_now(struct test_house *house)
{
    /* Tests run on one thread and close all at the end: the snapshot is held no longer than the instance holds it. */
    const struct house *now = instance_house(house->instance);
    instance_release(house->instance, now);
    return now;
}

const struct unit *house_unit(struct test_house *house, const char *code)
{
    const struct unit_tree *units = house_now(house)->units;
    const struct unit *unit = unit_find(units, text_of(code), instance_today(house->instance));
    unit = unit ? unit : unit_find(units, text_of(code), DAY_NONE);
    REQUIRE(unit != NULL);
    return unit;
}

static const struct register_definition *register_of(struct test_house *house, const char *name)
{
    const struct register_definition *found = definition_register(house_now(house)->definition, text_of(name));
    REQUIRE(found != NULL);
    return found;
}

const struct record *house_read(struct test_house *house, const char *register_, int64_t number)
{
    struct connection *CLOSING(store_read) reading = NULL;
    struct failure why;
    struct record *record;
    must(store_read_begin(instance_store(house->instance), &reading, &why), register_, &why);
    must(record_load(house->arena, reading, house_now(house)->units, register_of(house, register_), number, &record, &why), register_,
         &why);
    return record;
}

struct text house_read_field(struct test_house *house, const char *register_, int64_t number, const char *field)
{
    const struct record *record = house_read(house, register_, number);
    const struct field_definition *known = register_field(record->register_, text_of(field));
    REQUIRE(known != NULL);
    return record_value_machine(house->arena, known, &record->values[known->slot], house_now(house)->units);
}

struct node *house_change_given(struct test_house *house, const char *register_, int64_t number)
{
    struct node *given = house_given(house, "register", register_, NULL);
    node_put(given, "record", node_whole(house->arena, number));
    node_put(given, "version", node_whole(house->arena, house_read(house, register_, number)->version));
    return given;
}

struct value house_figure(struct test_house *house, const char *figure, const char *unit, const char *period)
{
    struct connection *CLOSING(store_read) reading = NULL;
    struct failure why;
    struct figure_answer answer;
    const struct house *now = house_now(house);
    const struct figure_definition *known = definition_figure(now->definition, text_of(figure));
    struct figure_question ask = {.definition = now->definition, .today = instance_today(house->instance)};
    REQUIRE(known != NULL && period_read(text_of(period), &ask.period));
    ask.units = unit_subtree(house->arena, now->units, house_unit(house, unit), ask.period.begin, ask.period.end);
    must(store_read_begin(instance_store(house->instance), &reading, &why), figure, &why);
    must(figure_compute(house->arena, reading, now->units, known, &ask, &answer, &why), figure, &why);
    return answer.value;
}

/* ---- replaying ---- */

static bool copy_page(struct test_house *house, struct act_replay *replay, int64_t *from, struct failure *why)
{
    struct connection *CLOSING(store_read) reading = NULL;
    struct arena *CLOSING(arena) scratch = arena_open();
    const struct journal_query query = {.shard = instance_shard(house->instance), .from = *from};
    struct list entries;
    if (!store_read_begin(instance_store(house->instance), &reading, why) ||
        !journal_load_page(scratch, reading, &query, &entries, why) || !act_replay_page(replay, &entries, why))
        return false;
    *from = entries.count == 0 ? 0 : ((struct journal_entry *)entries.items[entries.count - 1])->number + 1;
    return true;
}

static void replay_into(struct test_house *house, struct store *second)
{
    struct failure why;
    struct act_replay *replay;
    int64_t from = 1;
    must(act_replay_open(second, &replay, &why), "opening the replay", &why);
    while (from != 0)
        must(copy_page(house, replay, &from, &why), "replaying", &why);
    act_replay_close(replay);
}

bool house_replays(struct test_house *house)
{
    static const char *const NO_ACTS[] = {"session", "page_view", "file"}; /* who is signed in, who read a page, bytes that prove themselves */
    struct arena *CLOSING(arena) scratch = arena_open();
    struct store *second;
    struct failure why;
    struct store_difference first;
    const char *path = text_format(scratch, "%s/second.db", house->folder).bytes;
    /* Always a file: what PostgreSQL made of the acts is compared with what SQLite makes of them. */
    const struct store_options options = {.address = path, .writes = true, .create = true};
    must(store_open(&options, &second, &why), "opening a second store", &why);
    replay_into(house, second);
    must(store_compare(instance_store(house->instance), second, NO_ACTS, LENGTH_OF(NO_ACTS), scratch, &first, &why), "comparing", &why);
    store_close(second);
    (void)remove(path);
    (void)remove(text_format(scratch, "%s-wal", path).bytes);
    (void)remove(text_format(scratch, "%s-shm", path).bytes);
    if (first.table.length > 0)
        (void)fprintf(stderr, "replayed otherwise: table %.*s, row %.*s: %.*s\n", TEXT_ARGS(first.table), TEXT_ARGS(first.key),
                      TEXT_ARGS(first.what));
    return first.table.length == 0;
}

/* ---- one house for one test ---- */

int house_setup(void **state)
{
    struct arena *arena = arena_open();
    struct test_house *house = arena_make(arena, sizeof *house);
    house_open(house);
    house->own = arena;
    *state = house;
    return 0;
}

int house_teardown(void **state)
{
    struct test_house *house = *state;
    struct arena *own = house->own;
    bool same = house_replays(house);
    house_close(house);
    arena_close(own);
    return same ? 0 : -1;
}
