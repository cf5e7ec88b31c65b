/* where_test.c — what a figure counts is the same asked over columns and asked of each record, for every figure of packs/vietnam. */
#include "engine/rule/rule_columns.h"
#include "unit/keep/record/shelf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

enum { ROUNDS = 3, RECORDS = 300 };

static const struct definition *vietnam(struct arena *arena)
{
    struct definition_source source;
    struct problems problems;
    struct failure why;
    problems_init(&problems, arena, 10);
    assert_true(definition_source_read(arena, DANVAN_PACKS, TEXT("vietnam"), &source, &problems, &why));
    const struct definition *definition = definition_make(arena, &source, &problems);
    assert_non_null(definition);
    return definition;
}

static const struct unit *any_unit(const struct shelf *shelf, struct chance *chance)
{
    const struct unit_set *all = unit_all(shelf->arena, shelf->tree, DAY_NONE);
    return all->units[chance_below(chance, all->count)];
}

static struct value any_value(const struct shelf *shelf, const struct definition *definition, struct chance *chance, const struct field_definition *field)
{
    static const char *const WORDS[] = {"", "rác", "vắc-xin", "central"};
    switch (field->kind) {
    case FIELD_TEXT:
    case FIELD_LONG_TEXT:
        return value_text(text_of(WORDS[chance_below(chance, LENGTH_OF(WORDS))]));
    case FIELD_NUMBER:
    case FIELD_DECIMAL:
    case FIELD_MONEY:
        return value_number((struct decimal){(int64_t)(chance_below(chance, 60) << chance_below(chance, 50)) - 20, field->scale});
    case FIELD_DAY:
        return value_day(day_plus(day_of(2021, 1, 1), (int)chance_below(chance, 365)));
    case FIELD_TRUTH:
        return value_truth(chance_below(chance, 2) == 0);
    case FIELD_CHOICE:
        return value_code(chance_below(chance, 20) == 0 ? TEXT("once-was") : field->choices[chance_below(chance, field->choice_count)].code);
    case FIELD_UNIT:
        return value_whole(chance_below(chance, 20) == 0 ? 999999 : any_unit(shelf, chance)->number);
    case FIELD_RECORD:
        return value_whole((int64_t)chance_below(chance, 5) + 1);
    case FIELD_INSTRUMENT:
        return value_code(definition->instruments[chance_below(chance, definition->instrument_count)].id);
    }
    return value_unknown();
}

static struct record *any_record(const struct shelf *shelf, const struct definition *definition, struct chance *chance, const struct register_definition *register_)
{
    struct record *record = arena_make(shelf->arena, sizeof *record);
    *record = (struct record){.register_ = register_, .units = shelf->tree, .unit = any_unit(shelf, chance), .day = day_of(2021, 9, 8),
                              .withdrawn = chance_below(chance, 20) == 0, .state = register_->states[chance_below(chance, register_->state_count)].code};
    record->values = arena_make_many(shelf->arena, register_->field_count, sizeof *record->values);
    for (size_t i = 0; i < register_->field_count; i++)
        if (chance_below(chance, 4) > 0 && !register_->fields[i].many)
            record->values[i].value = any_value(shelf, definition, chance, &register_->fields[i]);
    return record;
}

static bool same(const struct contributions *a, const struct contributions *b)
{
    bool alike = a->count == b->count;
    for (size_t i = 0; alike && i < a->count; i++) {
        const struct contribution *one = &a->items[i], *other = &b->items[i];
        alike = one->figure == other->figure && one->cell == other->cell && one->entries == other->entries && one->distinct == other->distinct &&
                one->day.number == other->day.number && one->position == other->position && one->amount == other->amount && text_equal(one->by, other->by);
    }
    return alike;
}

/* How many of the answers are yes. */
static size_t compare(const struct where_answers *answers, struct record *const *records, size_t count)
{
    size_t yes = 0;
    for (size_t row = 0; row < count; row++) {
        struct arena *CLOSING(arena) scratch = arena_open();
        const struct record *record = records[row];
        const struct register_definition *register_ = record->register_;
        const struct value *slots = record_slots(scratch, record);
        struct contributions over_columns, alone;
        for (size_t i = 0; i < register_->figure_count; i++) {
            const struct figure_definition *figure = register_->figures[i];
            bool holds = figure->where && rule_holds(figure->where, slots, register_->slot_count);
            if (figure->where && where_holds(answers, i, row) != holds)
                fail_msg("%s, record %zu: alone it is %s", figure->name.bytes, row, holds ? "counted" : "left out");
            yes += holds;
        }
        contribution_compute(scratch, record, (struct record_asked){answers, row}, &over_columns);
        contribution_compute(scratch, record, (struct record_asked){0}, &alone);
        assert_true(same(&over_columns, &alone));
    }
    return yes;
}

static void records_count_over_columns_for_what_each_counts_alone(void **state)
{
    struct shelf shelf;
    struct chance chance = {20210908};
    size_t asked = 0;
    (void)state;
    shelf_open(&shelf, NULL);
    const struct definition *definition = vietnam(shelf.arena);
    for (size_t i = 0; i < definition->register_count * ROUNDS; i++) {
        const struct register_definition *register_ = &definition->registers[i / ROUNDS];
        size_t count = i % ROUNDS == 0 ? RECORDS : (size_t)chance_below(&chance, 3) + 1;
        struct record **records = arena_make_many(shelf.arena, count, sizeof *records);
        for (size_t k = 0; k < count; k++)
            records[k] = any_record(&shelf, definition, &chance, register_);
        const struct where_answers *answers = where_ask(shelf.arena, register_, records, count);
        if (answers && compare(answers, records, count) > 0)
            asked++;
    }
    print_message("# %zu of %zu lots of records had something to count\n", asked, definition->register_count * ROUNDS);
    assert_true(asked > definition->register_count);
    shelf_close(&shelf);
}

/* A day that is none makes all of them be asked alone. */
static void what_columns_do_not_hold_is_asked_of_each(void **state)
{
    struct shelf shelf;
    struct chance chance = {5};
    struct record *records[3];
    (void)state;
    shelf_open(&shelf, NULL);
    const struct definition *definition = vietnam(shelf.arena);
    const struct register_definition *register_ = NULL;
    for (size_t i = 0; i < definition->register_count; i++)
        if (text_is(definition->registers[i].name, "directive"))
            register_ = &definition->registers[i];
    assert_non_null(register_);
    for (size_t i = 0; i < LENGTH_OF(records); i++)
        records[i] = any_record(&shelf, definition, &chance, register_);
    assert_non_null(where_ask(shelf.arena, register_, records, LENGTH_OF(records)));
    records[1]->values[register_field(register_, TEXT("due_on"))->slot].value = value_day((struct day){-50000});
    assert_null(where_ask(shelf.arena, register_, records, LENGTH_OF(records)));
    shelf_close(&shelf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_count_over_columns_for_what_each_counts_alone),
        cmocka_unit_test(what_columns_do_not_hold_is_asked_of_each),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
