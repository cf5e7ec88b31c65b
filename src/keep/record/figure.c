/* figure.c — the value of one figure: from cells, from distinct values, from deadlines, or from two others. */
#include "keep/record/figure.h"

#include "base/map.h"
#include "keep/record/record_inside.h"

#include <stdlib.h>

#define SQL(id, name, text, postgres) static const struct sql id __attribute__((unused)) = {name, text, postgres};
#include "keep/record/record_sql.def"
#undef SQL

/* The first bucket a running total counts from: older than any day that can be written. */
static int32_t beginning(void)
{
    return period_bucket(day_of(1900, 1, 1));
}

/* ---- sums of cells ---- */

struct cell_sums { /* keys asked for, and their sums */
    int64_t *keys;
    int64_t *sums;
    size_t count;
};

static bool take_block(void *context, size_t group, struct text block, size_t cells, struct failure *why)
{
    const struct cell_sums *sums = context;
    (void)group;
    for (size_t k = 0; k < sums->count; k++)
        if (!cell_add(&sums->sums[k], cell_sum(block, cells, sums->keys[k]), why))
            return false;
    return true;
}

/* ---- count and sum ---- */

/* The breakdown's codes, with the empty one (not told) last. */
static struct text *part_codes(struct arena *arena, const struct figure_definition *figure, const struct definition *definition,
                               size_t *count)
{
    size_t choices = figure->by ? figure->by->choice_count : 0, kinds = figure->by_unit_kind ? definition->organisation_kind_count : 0;
    struct text *codes = arena_make_many(arena, choices + kinds + 1, sizeof *codes);
    size_t filled = 0;
    for (size_t i = 0; i < choices; i++)
        codes[filled++] = figure->by->choices[i].code;
    for (size_t i = 0; i < kinds; i++)
        codes[filled++] = definition->organisation_kinds[i].name;
    codes[filled++] = (struct text){0};
    *count = filled;
    return codes;
}

struct parts { /* of a breakdown */
    struct text *codes;
    int64_t *sums;
    size_t count;
};

/* Sums each part over the units, from a half-month to the period's last. */
static bool sum_parts(struct arena *arena, struct connection *connection, const struct unit_tree *tree,
                      const struct figure_definition *figure, const struct figure_question *question, int32_t first,
                      struct parts *parts, struct failure *why)
{
    const struct cells_question asked = {
        .tree = tree, .groups = &question->units, .group_count = 1, .buckets = {first, period_last_bucket(question->period)}};
    parts->codes = part_codes(arena, figure, question->definition, &parts->count);
    parts->sums = arena_make_many(arena, parts->count, sizeof *parts->sums);
    struct cell_sums sums = {arena_make_many(arena, parts->count, sizeof *sums.keys), parts->sums, parts->count};
    for (size_t i = 0; i < parts->count; i++)
        sums.keys[i] = contribution_key(figure->name, parts->codes[i]);
    return cells_read(arena, connection, &asked, &(struct cells_taker){take_block, &sums}, why);
}

static bool compute_sum(struct arena *arena, struct connection *connection, const struct unit_tree *tree,
                        const struct figure_definition *figure, const struct figure_question *question,
                        struct figure_answer *answer, struct failure *why)
{
    struct parts of;
    if (!sum_parts(arena, connection, tree, figure, question, period_first_bucket(question->period), &of, why))
        return false;
    const struct text *codes = of.codes;
    const int64_t *sums = of.sums;
    size_t count = of.count;
    bool broken_down = figure->by || figure->by_unit_kind;
    struct figure_part *parts = arena_make_many(arena, count, sizeof *parts);
    int64_t total = 0;
    for (size_t i = 0; i < count; i++) {
        if (question->by.length > 0 && !text_equal(codes[i], question->by))
            continue;
        if (!cell_add(&total, sums[i], why))
            return false;
        parts[i] = (struct figure_part){codes[i], value_number((struct decimal){sums[i], figure_scale(figure)})};
    }
    /* "not told" is shown only where something is not told. */
    size_t shown = count > 0 && sums[count - 1] == 0 ? count - 1 : count;
    *answer = (struct figure_answer){.value = value_number((struct decimal){total, figure_scale(figure)})};
    if (broken_down && question->by.length == 0) {
        answer->parts = parts;
        answer->part_count = shown;
    }
    return true;
}

/* ---- running totals ---- */

static bool compute_running(struct arena *arena, struct connection *connection, const struct unit_tree *tree,
                            const struct figure_definition *figure, const struct figure_question *question, int64_t *total,
                            struct failure *why)
{
    struct parts parts;
    int64_t sum = 0;
    if (!sum_parts(arena, connection, tree, figure, question, beginning(), &parts, why))
        return false;
    for (size_t i = 0; i < parts.count; i++)
        if (!cell_add(&sum, parts.sums[i], why))
            return false;
    *total = sum;
    return true;
}

static bool compute_balance(struct arena *arena, struct connection *connection, const struct unit_tree *tree,
                            const struct figure_definition *figure, const struct figure_question *question,
                            struct figure_answer *answer, struct failure *why)
{
    int64_t plus, minus;
    struct decimal difference;
    if (!compute_running(arena, connection, tree, figure->first, question, &plus, why) ||
        !compute_running(arena, connection, tree, figure->second, question, &minus, why))
        return false;
    struct decimal a = {plus, figure_scale(figure->first)}, b = {minus, figure_scale(figure->second)};
    answer->value = decimal_subtract(a, b, &difference) ? value_number(difference) : value_unknown();
    return true;
}

/* ---- distinct ---- */

enum { UNITS_ASKED = 1000, UNIT_DIGITS = 21 };

/* The numbers of the units from `first` on that share its shard; how many they are. */
static size_t name_units(const struct unit_set *units, size_t first, struct buffer *numbers)
{
    size_t count = 0;
    for (; first + count < units->count && count < UNITS_ASKED && units->units[first + count]->shard == units->units[first]->shard; count++)
        buffer_add_format(numbers, "%s%lld", count == 0 ? "" : ",", (long long)units->units[first + count]->number);
    return count;
}

static bool gather_run(struct arena *arena, struct connection *connection, const struct store_value asked[5], struct map *seen,
                       struct failure *why)
{
    struct statement *row_of;
    if (!store_select(connection, &DISTINCT_OF, asked, 5, &row_of, why))
        return false;
    while (statement_next(row_of, why)) {
        if (!map_find(seen, statement_text(row_of, 0))) {
            struct text value = text_copy(arena, statement_text(row_of, 0));
            map_put(seen, value, arena_copy(arena, &value, sizeof value));
        }
    }
    return statement_sound(row_of);
}

/* Many units at once: each question is a way to the server and back. */
static bool gather_values(struct arena *arena, struct connection *connection, const struct figure_definition *figure,
                          const struct figure_question *question, struct map *seen, struct failure *why)
{
    const struct unit_set *units = question->units;
    for (size_t first = 0, count = 0; first < units->count; first += count) {
        struct buffer CLOSING(buffer) numbers;
        buffer_init(&numbers, (size_t)UNITS_ASKED * UNIT_DIGITS);
        count = name_units(units, first, &numbers);
        const struct store_value asked[] = {store_int64(units->units[first]->shard),
                                            store_int64(contribution_key(figure->name, (struct text){0})), store_text(buffer_text(&numbers)),
                                            store_int64(period_first_bucket(question->period)), store_int64(period_last_bucket(question->period))};
        if (!buffer_ok(&numbers, why) || !gather_run(arena, connection, asked, seen, why))
            return false;
    }
    return true;
}

static bool compute_distinct(struct arena *arena, struct connection *connection, const struct unit_tree *tree,
                             const struct figure_definition *figure, const struct figure_question *question,
                             struct figure_answer *answer, struct failure *why)
{
    struct map *seen = map_make(arena);
    if (!gather_values(arena, connection, figure, question, seen, why))
        return false;
    answer->value = value_whole((int64_t)map_count(seen));
    if (figure->field->kind != FIELD_UNIT)
        return true;
    const struct unit **units = arena_make_many(arena, map_count(seen), sizeof *units);
    size_t count = 0;
    for (size_t i = 0; i < map_count(seen); i++) {
        int64_t number;
        const struct unit *unit = text_read_int64(map_key(seen, i), &number) ? unit_by_number(tree, number) : NULL;
        if (unit)
            units[count++] = unit;
    }
    unit_sort_official(units, count);
    answer->units = units;
    answer->unit_count = count;
    return true;
}

/* ---- shares ---- */

__extension__ typedef __int128 wide; /* an int64 times ten thousand */

struct value figure_percent(struct value first, struct value second)
{
    if (first.kind != VALUE_NUMBER || second.kind != VALUE_NUMBER || second.number.digits == 0)
        return value_unknown();
    uint8_t scale = first.number.scale > second.number.scale ? first.number.scale : second.number.scale;
    struct decimal a, b;
    if (!decimal_rescale(first.number, scale, &a) || !decimal_rescale(second.number, scale, &b))
        return value_unknown();
    wide tenths = (wide)a.digits * 10000 / b.digits;
    tenths = tenths >= 0 ? (tenths + 5) / 10 : (tenths - 5) / 10;
    if (tenths > INT64_MAX || tenths < INT64_MIN)
        return value_unknown();
    return value_number((struct decimal){(int64_t)tenths, 1});
}

static bool compute_share(struct arena *arena, struct connection *connection, const struct unit_tree *tree,
                          const struct figure_definition *figure, const struct figure_question *question,
                          struct figure_answer *answer, struct failure *why)
{
    struct figure_answer first, second;
    if (!figure_compute(arena, connection, tree, figure->first, question, &first, why) ||
        !figure_compute(arena, connection, tree, figure->second, question, &second, why))
        return false;
    answer->value = figure_percent(first.value, second.value);
    return true;
}

const struct figure_question *figure_span(struct arena *arena, const struct figure_definition *figure, const struct figure_question *asked)
{
    if (!figure->over_year)
        return asked;
    struct figure_question *longer = arena_copy(arena, asked, sizeof *asked);
    longer->period = period_since_new_year(asked->period);
    return longer;
}

bool figure_compute(struct arena *arena, struct connection *connection, const struct unit_tree *tree,
                    const struct figure_definition *figure, const struct figure_question *asked,
                    struct figure_answer *answer, struct failure *why)
{
    const struct figure_question *question = figure_span(arena, figure, asked);
    struct figure_answer made = {.value = value_unknown()};
    int64_t total = 0;
    bool done = false;
    switch (figure->kind) {
    case FIGURE_COUNT:
    case FIGURE_SUM:
        done = compute_sum(arena, connection, tree, figure, question, &made, why);
        break;
    case FIGURE_DISTINCT:
        done = compute_distinct(arena, connection, tree, figure, question, &made, why);
        break;
    case FIGURE_BALANCE:
        done = compute_balance(arena, connection, tree, figure, question, &made, why);
        break;
    case FIGURE_OPEN:
        done = compute_running(arena, connection, tree, figure, question, &total, why);
        made.value = value_whole(total);
        break;
    case FIGURE_LATE:
    case FIGURE_DUE:
    case FIGURE_SHORT:
        done = figure_deadline_total(connection, figure, question, &total, why);
        made.value = value_whole(total);
        break;
    case FIGURE_SHARE:
        done = compute_share(arena, connection, tree, figure, question, &made, why);
        break;
    }
    if (done)
        *answer = made;
    return done;
}
