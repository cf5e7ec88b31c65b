/* shelf.c — the store behind shelf.h. */
#include "unit/keep/record/shelf.h"
#include "support/store/address.h"

#include "base/file.h"
#include "keep/store/backup.h"
#include "keep/store/store.h"

#include <stdlib.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { DUMP_MAX = 256 << 20, MANY = 4 };

static void must(bool done, const struct failure *why)
{
    if (!done)
        fail_msg("%s (%s:%d)", why->text, why->file, why->line);
}

/* ---- opening ---- */

static struct definition_source changed(struct arena *arena, struct definition_source source, const char *const change[3])
{
    struct definition_file *files = arena_copy(arena, source.files, source.count * sizeof *files);
    bool found = false;
    for (size_t i = 0; i < source.count; i++)
        if (text_ends(files[i].path, text_of(change[0])) && text_contains(files[i].bytes, text_of(change[1]))) {
            files[i].bytes = text_replace(arena, files[i].bytes, text_of(change[1]), text_of(change[2]));
            found = true;
        }
    assert_true(found);
    return (struct definition_source){files, source.count};
}

static const struct definition *definition_of(struct arena *arena, const char *const *changes)
{
    struct definition_source source;
    struct problems problems;
    struct failure why;
    problems_init(&problems, arena, 20);
    must(definition_source_read(arena, DANVAN_TEST_DATA "/packs", TEXT("small"), &source, &problems, &why), &why);
    for (size_t i = 0; changes && changes[i]; i += 3)
        source = changed(arena, source, changes + i);
    const struct definition *definition = definition_make(arena, &source, &problems);
    for (size_t i = 0; i < problems.count; i++)
        print_error("%.*s\n", TEXT_ARGS(problem_line(arena, &problems.items[i], LANGUAGE_EN)));
    assert_non_null(definition);
    return definition;
}

static bool save_definition(void *context, struct connection *writer, struct failure *why)
{
    struct shelf *shelf = context;
    return unit_save_definition(writer, shelf->definition, why) && record_save_definition(writer, shelf->definition, why) &&
           unit_tree_load(shelf->arena, writer, shelf->definition, &shelf->tree, why);
}

void shelf_open(struct shelf *shelf, const char *const *changes)
{
    struct failure why;
    *shelf = (struct shelf){.arena = arena_open(), .folder = "/tmp/danvan-shelf-XXXXXX"};
    assert_non_null(mkdtemp(shelf->folder));
    const struct store_options options = {
        .address = test_store_address(shelf->arena, shelf->folder, "store"), .writes = true, .create = true};
    must(store_open(&options, &shelf->store, &why), &why);
    must(unit_migrate(shelf->store, &why) && record_migrate(shelf->store, &why), &why);
    shelf->definition = definition_of(shelf->arena, changes);
    must(store_write(shelf->store, save_definition, shelf, &why), &why);
}

void shelf_close(struct shelf *shelf)
{
    struct failure why;
    store_close(shelf->store);
    must(folder_delete(shelf->folder, &why), &why);
    arena_close(shelf->arena);
}

const struct register_definition *shelf_register(const struct shelf *shelf, const char *name)
{
    const struct register_definition *found = definition_register(shelf->definition, text_of(name));
    assert_non_null(found);
    return found;
}

const struct unit *shelf_unit(const struct shelf *shelf, const char *code, struct day day)
{
    const struct unit *found = unit_find(shelf->tree, text_of(code), day);
    assert_non_null(found);
    return found;
}

struct connection *shelf_reading(const struct shelf *shelf)
{
    struct connection *reading = NULL;
    struct failure why;
    must(store_read_begin(shelf->store, &reading, &why), &why);
    return reading;
}

/* ---- chance ---- */

uint64_t chance_below(struct chance *chance, uint64_t limit)
{
    uint64_t z = chance->state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return (z ^ (z >> 31)) % limit;
}

/* Mostly 2021; a few years around it, some beyond the calendar's end. */
static struct day random_day(struct chance *chance)
{
    if (chance_below(chance, 10) == 0)
        return day_plus(day_of(2018, 1, 1), (int)chance_below(chance, 3000));
    return day_plus(day_of(2021, 1, 1), (int)chance_below(chance, 365));
}

static struct value random_unit(const struct shelf *shelf, struct chance *chance, const struct field_definition *field)
{
    const struct unit_set *all = unit_all(shelf->arena, shelf->tree, DAY_NONE);
    for (;;) {
        const struct unit *unit = all->units[chance_below(chance, all->count)];
        if (field->of.length == 0 || text_equal(unit->kind, field->of))
            return value_whole(unit->number);
    }
}

static struct value random_number(struct chance *chance, const struct field_definition *field)
{
    int64_t digits = (int64_t)chance_below(chance, 500);
    if (!field->has_min && chance_below(chance, 4) == 0)
        digits = -digits;
    if (field->has_max && field->scale > 0)
        digits %= 200;
    return value_number((struct decimal){digits + 1, field->scale});
}

static struct value random_value(struct shelf *shelf, struct chance *chance, const struct field_definition *field)
{
    static const char *const WORDS[] = {"rác", "vắc-xin", "lũ lụt", "ma túy"};
    switch (field->kind) {
    case FIELD_TEXT:
    case FIELD_LONG_TEXT:
        return value_text(text_of(WORDS[chance_below(chance, LENGTH_OF(WORDS))]));
    case FIELD_NUMBER:
    case FIELD_DECIMAL:
    case FIELD_MONEY:
        return random_number(chance, field);
    case FIELD_DAY:
        return value_day(random_day(chance));
    case FIELD_TRUTH:
        return value_truth(chance_below(chance, 2) == 0);
    case FIELD_CHOICE:
        return value_code(field->choices[chance_below(chance, field->choice_count)].code);
    case FIELD_UNIT:
        return random_unit(shelf, chance, field);
    case FIELD_RECORD:
        return value_whole((int64_t)chance_below(chance, 100) + 1);
    case FIELD_INSTRUMENT:
        return value_code(shelf->definition->instruments[chance_below(chance, shelf->definition->instrument_count)].id);
    }
    return value_unknown();
}

static void set_random(struct shelf *shelf, struct chance *chance, struct record *record, const struct field_definition *field)
{
    struct record_value *value = &record->values[field->slot];
    *value = (struct record_value){0};
    if (!field->many) {
        if (chance_below(chance, 5) > 0)
            value->value = random_value(shelf, chance, field);
        return;
    }
    struct value *many = arena_make_many(shelf->arena, MANY, sizeof *many);
    size_t wanted = chance_below(chance, MANY + 1), count = 0;
    for (size_t i = 0; i < wanted; i++) {
        struct value one = random_value(shelf, chance, field);
        bool twice = false;
        for (size_t k = 0; k < count; k++)
            twice = twice || value_same(many[k], one);
        if (!twice)
            many[count++] = one;
    }
    value->many = many;
    value->many_count = count;
}

static void take_day(struct record *record)
{
    struct value day = record->values[record->register_->day->slot].value;
    record->day = day.kind == VALUE_DAY ? day.day : DAY_NONE;
}

static bool enters(const struct register_definition *register_, const struct unit *unit)
{
    for (size_t i = 0; i < register_->entered_by_count; i++)
        if (text_equal(register_->entered_by[i], unit->kind))
            return true;
    return false;
}

struct record *shelf_random(struct shelf *shelf, struct chance *chance, const struct register_definition *register_)
{
    const struct unit_set *all = unit_all(shelf->arena, shelf->tree, DAY_NONE);
    struct record *record = arena_make(shelf->arena, sizeof *record);
    *record = (struct record){.register_ = register_,
                              .units = shelf->tree,
                              .state = register_->states[chance_below(chance, register_->state_count)].code,
                              .values = arena_make_many(shelf->arena, register_->field_count, sizeof *record->values)};
    while (!record->unit) {
        const struct unit *unit = all->units[chance_below(chance, all->count)];
        record->unit = enters(register_, unit) ? unit : NULL;
    }
    for (size_t i = 0; i < register_->field_count; i++)
        set_random(shelf, chance, record, &register_->fields[i]);
    take_day(record);
    return record;
}

struct record *shelf_copy(struct shelf *shelf, const struct record *record)
{
    struct record *copy = arena_copy(shelf->arena, record, sizeof *record);
    copy->values = arena_copy(shelf->arena, record->values, record->register_->field_count * sizeof *record->values);
    return copy;
}

struct record *shelf_changed(struct shelf *shelf, struct chance *chance, const struct record *record)
{
    struct record *copy = shelf_copy(shelf, record);
    const struct register_definition *register_ = record->register_;
    for (uint64_t i = chance_below(chance, 4); i > 0; i--)
        set_random(shelf, chance, copy, &register_->fields[chance_below(chance, register_->field_count)]);
    if (chance_below(chance, 2) == 0)
        copy->state = register_->states[chance_below(chance, register_->state_count)].code;
    take_day(copy);
    return copy;
}

void shelf_set(struct shelf *shelf, struct record *record, const char *name, const char *given)
{
    const struct field_definition *field = register_field(record->register_, text_of(name));
    const struct text text = text_of(given);
    struct problems problems;
    assert_non_null(field);
    problems_init(&problems, shelf->arena, 5);
    assert_true(record_read_value(shelf->arena, field, &text, 1, shelf->definition, shelf->tree, day_of(2021, 9, 8), (struct place){0},
                                  &record->values[field->slot], &problems));
    take_day(record);
}

/* ---- writing ---- */

struct writing {
    struct shelf *shelf;
    struct record *const *befores, *const *afters;
    size_t count;
    struct text move;
};

static bool write_all(void *context, struct connection *writer, struct failure *why)
{
    struct writing *writing = context;
    struct shelf *shelf = writing->shelf;
    struct record_batch *batch;
    if (!record_batch_open(shelf->arena, writer, shelf->definition, shelf->tree, &batch, why))
        return false;
    for (size_t i = 0; i < writing->count; i++) {
        const struct record_change change = {
            .act = ++shelf->last, .before = writing->befores ? writing->befores[i] : NULL, .after = writing->afters[i], .move = writing->move};
        change.after->number = change.before ? change.before->number : change.act;
        if (!record_write(batch, &change, why)) {
            record_batch_drop(batch);
            return false;
        }
    }
    return record_batch_close(batch, why);
}

void shelf_write_all(struct shelf *shelf, struct record *const *befores, struct record *const *afters, size_t count)
{
    struct writing writing = {shelf, befores, afters, count, {0}};
    struct failure why;
    must(store_write(shelf->store, write_all, &writing, &why), &why);
}

void shelf_write(struct shelf *shelf, struct record *before, struct record *after)
{
    shelf_write_all(shelf, before ? &before : NULL, &after, 1);
}

void shelf_move(struct shelf *shelf, struct record *before, struct record *after, const char *move)
{
    struct writing writing = {shelf, &before, &after, 1, text_of(move)};
    struct failure why;
    must(store_write(shelf->store, write_all, &writing, &why), &why);
}

static bool rebuild(void *context, struct connection *writer, struct failure *why)
{
    struct shelf *shelf = context;
    return figure_rebuild(writer, shelf->definition, shelf->tree, why);
}

void shelf_rebuild(struct shelf *shelf)
{
    struct failure why;
    must(store_write(shelf->store, rebuild, shelf, &why), &why);
}

static void dump_table(struct connection *reading, struct text table, struct buffer *out)
{
    struct statement *rows;
    struct failure why;
    bool row;
    must(store_rows(reading, table, &rows, &why), &why);
    for (;;) {
        must(statement_step(rows, &row, &why), &why);
        if (!row)
            return;
        for (int i = 0; i < statement_columns(rows); i++) {
            struct store_value value = statement_value(rows, i);
            buffer_add_u8(out, (uint8_t)value.kind);
            buffer_add_u64(out, (uint64_t)value.number);
            buffer_add_u32(out, (uint32_t)value.text.length);
            buffer_add(out, value.text);
        }
    }
}

struct text shelf_bytes(struct shelf *shelf)
{
    static const char *const TABLES[] = {"contribution", "cell", "distinct_cell", "deadline", "deadline_due"};
    struct connection *CLOSING(store_read) reading = shelf_reading(shelf);
    struct buffer CLOSING(buffer) out;
    struct failure why;
    buffer_init(&out, DUMP_MAX);
    for (size_t i = 0; i < LENGTH_OF(TABLES); i++)
        dump_table(reading, text_of(TABLES[i]), &out);
    must(buffer_ok(&out, &why), &why);
    return text_copy(shelf->arena, buffer_text(&out));
}
