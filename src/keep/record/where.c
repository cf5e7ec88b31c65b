/*
 * where.c — of many records of one register at hand, which each figure counts: every `where` asked over columns at once.
 *
 * The columns are made of the values the rules of one record see (record_slot): what occurs among these records says how
 * wide a column is and which codes it has, so nothing is lost, and rules are compiled for them anew, which is cheap
 * beside some thousand records. What columns do not hold (too many digits for one scale, a day that is none) makes all of them be asked one by one.
 */
#include "base/map.h"
#include "engine/rule/rule_columns.h"
#include "keep/record/record_inside.h"

struct where_answers {
    const struct rule_columns_run *run;
    size_t *lines; /* of each figure of the register that has a `where`: its line */
};

struct asking {
    struct arena *arena;
    const struct register_definition *register_;
    struct record *const *records;
    size_t count;
    struct rule_column *columns;
    struct rule_column_block *blocks;
    size_t column_count;
};

/* ── one column ── */

/* What all values of a slot need; false: they do not fit one column. */
struct span {
    enum value_kind kind; /* UNKNOWN: nothing is known of any */
    uint8_t scale;
    int64_t least, most;
};

static bool span_take(struct span *span, struct value value)
{
    if (!value_known(value))
        return true;
    if (span->kind != VALUE_UNKNOWN && span->kind != value.kind)
        return false;
    span->kind = value.kind;
    if (value.kind == VALUE_NUMBER && value.number.scale > span->scale)
        span->scale = value.number.scale;
    return value.kind != VALUE_DAY || day_is_some(value.day);
}

/* Its place among the codes that occurred. */
static int64_t code_place(struct arena *arena, struct map *places, struct text code)
{
    int64_t *place = map_find(places, code);
    if (!place) {
        place = arena_make(arena, sizeof *place);
        *place = (int64_t)map_count(places);
        map_put(places, code, place);
    }
    return *place;
}

static bool digits_of(struct asking *asking, const struct span *span, struct map *places, struct value value, int64_t *digits)
{
    struct decimal number;
    switch (value.kind) {
    case VALUE_TRUTH:
        *digits = value.truth;
        return true;
    case VALUE_DAY:
        *digits = value.day.number;
        return true;
    case VALUE_NUMBER:
        if (!decimal_rescale(value.number, span->scale, &number))
            return false;
        *digits = number.digits;
        return true;
    case VALUE_CODE:
    case VALUE_TEXT:
        *digits = code_place(asking->arena, places, value.text);
        return true;
    case VALUE_UNKNOWN:
        break;
    }
    return true;
}

static void codes_add(struct arena *arena, struct rule_column *column, const struct map *places)
{
    struct text *codes = arena_make_many(arena, map_count(places), sizeof *codes);
    for (size_t i = 0; i < map_count(places); i++)
        codes[i] = map_key(places, i);
    column->codes = codes;
    column->code_count = map_count(places);
}

static bool column_make(struct asking *asking, size_t slot)
{
    struct span span = {0};
    struct map *places = map_make(asking->arena);
    struct value *values = arena_make_many(asking->arena, asking->count, sizeof *values);
    int64_t *digits = arena_make_many(asking->arena, asking->count, sizeof *digits);
    for (size_t i = 0; i < asking->count; i++) {
        values[i] = record_slot(asking->arena, asking->records[i], slot);
        if (!span_take(&span, values[i]))
            return false;
    }
    if (span.kind == VALUE_UNKNOWN)
        return true; /* no column: missing for all */
    for (size_t i = 0; i < asking->count; i++) {
        if (!digits_of(asking, &span, places, values[i], &digits[i]))
            return false;
        span.least = digits[i] < span.least ? digits[i] : span.least;
        span.most = digits[i] > span.most ? digits[i] : span.most;
    }
    struct rule_column column = {.slot = slot, .kind = span.kind, .width = rule_column_width(span.least, span.most), .scale = span.scale};
    codes_add(asking->arena, &column, places);
    void *cells = arena_make(asking->arena, asking->count << column.width);
    uint8_t *missing = arena_make(asking->arena, asking->count);
    for (size_t i = 0; i < asking->count; i++) {
        missing[i] = !value_known(values[i]);
        rule_column_put(cells, column.width, i, digits[i]);
    }
    asking->columns[asking->column_count] = column;
    asking->blocks[asking->column_count++] = (struct rule_column_block){cells, missing};
    return true;
}

/* ── all columns that any `where` reads ── */

static bool columns_make(struct asking *asking)
{
    const struct register_definition *register_ = asking->register_;
    bool *read = arena_make_many(asking->arena, register_->slot_count, sizeof *read);
    for (size_t i = 0; i < register_->figure_count; i++) {
        size_t count = 0;
        const size_t *slots = register_->figures[i]->where ? rule_slots(register_->figures[i]->where, &count) : NULL;
        for (size_t k = 0; k < count; k++)
            read[slots[k]] = true;
    }
    for (size_t slot = 0; slot < register_->slot_count; slot++)
        if (read[slot] && !column_make(asking, slot))
            return false;
    return true;
}

const struct where_answers *where_ask(struct arena *arena, const struct register_definition *register_, struct record *const *records, size_t count)
{
    struct asking asking = {.arena = arena, .register_ = register_, .records = records, .count = count};
    struct where_answers *answers = arena_make(arena, sizeof *answers);
    struct rule_line *lines = arena_make_many(arena, register_->figure_count, sizeof *lines);
    struct rule_columns *rules;
    struct failure beyond;
    REQUIRE(count <= RULE_BLOCK);
    asking.columns = arena_make_many(arena, register_->slot_count, sizeof *asking.columns);
    asking.blocks = arena_make_many(arena, register_->slot_count, sizeof *asking.blocks);
    answers->lines = arena_make_many(arena, register_->figure_count, sizeof *answers->lines);
    struct rule_columns_plan plan = {.columns = asking.columns, .lines = lines};
    for (size_t i = 0; i < register_->figure_count; i++)
        if (register_->figures[i]->where) {
            answers->lines[i] = plan.line_count;
            lines[plan.line_count++] = (struct rule_line){&register_->figures[i]->where, 1, NULL};
        }
    if (plan.line_count == 0 || !columns_make(&asking))
        return NULL;
    plan.column_count = asking.column_count;
    if (!rule_columns_read(arena, &plan, &rules, &beyond))
        return NULL; /* too many steps at once are not too many for one record after the other */
    struct rule_columns_run *run = rule_columns_open(arena, rules);
    rule_columns_run(run, asking.blocks, count);
    answers->run = run;
    return answers;
}

bool where_holds(const struct where_answers *answers, size_t figure, size_t record)
{
    return rule_columns_answers(answers->run, answers->lines[figure])->holds[record] != 0;
}
