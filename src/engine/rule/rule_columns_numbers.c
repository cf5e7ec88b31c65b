/*
 * rule_columns_numbers.c — comparing, calculating and choosing over columns: which width, which scale, does it fit.
 *
 * Every step knows between which numbers its results lie. So sums are worked out in the least
 * width that holds them, and whether one can leave int64 is known beforehand: where it can, whole
 * numbers are checked row by row of the block, and a rule with fractions goes to rule_evaluate.
 */
#include "engine/rule/rule_columns_compile_inside.h"

__extension__ typedef __int128 wide;

static bool constant(const struct column_step *step)
{
    return step->kind == COLUMN_STEP_CONSTANT;
}

static bool fits(wide number)
{
    return number >= INT64_MIN && number <= INT64_MAX;
}

/* Between which numbers a column of this kind and width lies. */
void columns_bounds(enum value_kind kind, enum rule_width width, int64_t *least, int64_t *most)
{
    int64_t first = day_of(1900, 1, 1).number, last = day_of(2199, 12, 31).number;
    *most = (int64_t)(UINT64_MAX >> (65 - (8u << width)));
    *least = -*most - 1;
    if (kind == VALUE_DAY) {
        *least = *least < first ? first : *least;
        *most = *most > last ? last : *most;
    } else if (kind == VALUE_TRUTH) {
        *least = 0;
        *most = 1;
    }
}

enum rule_width rule_column_width(int64_t least, int64_t most)
{
    for (enum rule_width width = RULE_WIDTH_8; width < RULE_WIDTH_64; width++) {
        int64_t low, high;
        columns_bounds(VALUE_NUMBER, width, &low, &high);
        if (least >= low && most <= high)
            return width;
    }
    return RULE_WIDTH_64;
}

static enum rule_width wider(uint8_t a, uint8_t b)
{
    return (enum rule_width)(a > b ? a : b);
}

static wide ten_to(unsigned power)
{
    wide number = 1;
    while (power-- > 0)
        number *= 10;
    return number;
}

static uint32_t unknown_number(struct columns_maker *maker)
{
    return columns_constant(maker, (struct column_step){.type = VALUE_NUMBER, .missing = true});
}

/* What cannot be proven; the rule is worked out row by row, and this step is not run. */
static uint32_t unproven(struct columns_maker *maker, enum value_kind kind)
{
    maker->unproven = true;
    return columns_constant(maker, (struct column_step){.type = (uint8_t)kind, .missing = true});
}

uint32_t columns_as_number(struct columns_maker *maker, uint32_t a)
{
    struct column_step step = *columns_at(maker, a);
    if (step.type != VALUE_TRUTH)
        return a;
    if (constant(&step)) {
        step.type = VALUE_NUMBER;
        return columns_constant(maker, step);
    }
    return columns_step(
        maker,
        (struct column_step){
            .kind = COLUMN_STEP_AS_NUMBER, .type = VALUE_NUMBER, .input_count = 1, .inputs = {a}, .most = 1});
}

uint32_t columns_widen(struct columns_maker *maker, uint32_t a, enum rule_width width)
{
    struct column_step step = *columns_at(maker, a);
    if (step.width >= (uint8_t)width)
        return a;
    step.width = (uint8_t)width;
    if (constant(&step))
        return columns_constant(maker, step);
    return columns_step(maker, (struct column_step){.kind = COLUMN_STEP_WIDEN,
                                                    .type = step.type,
                                                    .width = step.width,
                                                    .scale = step.scale,
                                                    .input_count = 1,
                                                    .inputs = {a},
                                                    .least = step.least,
                                                    .most = step.most});
}

/* Two numbers by a step whose result lies within least .. most. */
static uint32_t two(struct columns_maker *maker, enum column_step_kind kind, uint32_t a, uint32_t b,
                    struct column_step result)
{
    enum rule_width width = wider(columns_at(maker, a)->width, columns_at(maker, b)->width);
    result.kind = (uint8_t)kind;
    result.width = (uint8_t)(result.type == VALUE_TRUTH
                                 ? width
                                 : wider((uint8_t)width, (uint8_t)rule_column_width(result.least, result.most)));
    result.input_count = 2;
    result.inputs[0] = columns_widen(maker, a, (enum rule_width)result.width);
    result.inputs[1] = columns_widen(maker, b, (enum rule_width)result.width);
    if (result.type == VALUE_TRUTH)
        result.width = RULE_WIDTH_8;
    return columns_step(maker, result);
}

/* The same number with `scale` digits behind the comma; false where that may not fit. */
static bool rescale(struct columns_maker *maker, uint32_t *a, uint8_t scale)
{
    struct column_step step = *columns_at(maker, *a);
    if (step.scale == scale)
        return true;
    wide factor = ten_to((unsigned)(scale - step.scale));
    wide least = step.least * factor, most = step.most * factor;
    if (!fits(least) || !fits(most))
        return false;
    if (constant(&step)) {
        step.least = (int64_t)least;
        step.scale = scale;
        step.width = (uint8_t)rule_column_width(step.least, step.least);
        *a = columns_constant(maker, step);
        return true;
    }
    uint32_t by = columns_constant(
        maker, (struct column_step){.type = VALUE_NUMBER,
                                    .least = (int64_t)factor,
                                    .width = (uint8_t)rule_column_width((int64_t)factor, (int64_t)factor)});
    *a = two(maker, COLUMN_STEP_MULTIPLY, *a, by,
             (struct column_step){
                 .type = step.type, .scale = scale, .least = (int64_t)least, .most = (int64_t)most});
    return true;
}

static bool align(struct columns_maker *maker, uint32_t *a, uint32_t *b)
{
    uint8_t x = columns_at(maker, *a)->scale, y = columns_at(maker, *b)->scale;
    return rescale(maker, a, x > y ? x : y) && rescale(maker, b, x > y ? x : y);
}

/* ---- comparing with a constant: which digits stand the comparison ---- */

/* Digits at the step's scale next to the constant: `below` is at most it, `above` at least. */
static void digits_around(const struct column_step *step, const struct column_step *number, wide *below,
                          wide *above)
{
    if (number->scale <= step->scale) {
        *below = *above = number->least * ten_to((unsigned)(step->scale - number->scale));
        return;
    }
    wide by = ten_to((unsigned)(number->scale - step->scale)), rest = number->least % by;
    *below = number->least / by - (rest < 0);
    *above = *below + (rest != 0);
}

/* The part of the width's numbers from `least` to `most`; false when there is none. */
static bool clip(const struct column_step *step, wide least, wide most, struct rule_range *range)
{
    columns_bounds(VALUE_NUMBER, (enum rule_width)step->width, &range->least, &range->most);
    if (most < range->least || least > range->most || least > most)
        return false;
    range->least = least < range->least ? range->least : (int64_t)least;
    range->most = most > range->most ? range->most : (int64_t)most;
    return true;
}

static uint32_t compare_with(struct columns_maker *maker, enum rule_step_kind kind, uint32_t a,
                             uint32_t number)
{
    const struct column_step *step = columns_at(maker, a);
    wide below, above, least = INT64_MIN, most = INT64_MAX;
    struct rule_range range;
    digits_around(step, columns_at(maker, number), &below, &above);
    if (kind == RULE_STEP_EQUAL || kind == RULE_STEP_DIFFERS) {
        least = above; /* none where it lies between two digits */
        most = below;
    } else if (kind == RULE_STEP_LESS) {
        most = above - 1;
    } else if (kind == RULE_STEP_LESS_OR_EQUAL) {
        most = below;
    } else {
        least = kind == RULE_STEP_MORE ? below + 1 : above;
    }
    bool any = clip(step, least, most, &range);
    return columns_ranges(maker, a, &range, any ? 1 : 0, kind == RULE_STEP_DIFFERS);
}

/* a < b is b > a */
static enum rule_step_kind mirrored(enum rule_step_kind kind)
{
    if (kind == RULE_STEP_LESS || kind == RULE_STEP_LESS_OR_EQUAL)
        return kind == RULE_STEP_LESS ? RULE_STEP_MORE : RULE_STEP_MORE_OR_EQUAL;
    if (kind == RULE_STEP_MORE || kind == RULE_STEP_MORE_OR_EQUAL)
        return kind == RULE_STEP_MORE ? RULE_STEP_LESS : RULE_STEP_LESS_OR_EQUAL;
    return kind;
}

uint32_t columns_compare(struct columns_maker *maker, enum rule_step_kind step, uint32_t a, uint32_t b)
{
    static const struct column_step answer = {.type = VALUE_TRUTH, .most = 1};
    uint32_t x = columns_as_number(maker, a), y = columns_as_number(maker, b);
    if ((constant(columns_at(maker, x)) && columns_at(maker, x)->missing) ||
        (constant(columns_at(maker, y)) && columns_at(maker, y)->missing))
        return columns_constant(maker, (struct column_step){.type = VALUE_TRUTH, .missing = true});
    if (constant(columns_at(maker, x)) && !constant(columns_at(maker, y)))
        return columns_compare(maker, mirrored(step), y, x);
    if (constant(columns_at(maker, y)) && !constant(columns_at(maker, x)))
        return compare_with(maker, step, x, y);
    if (!align(maker, &x, &y))
        return unproven(maker, VALUE_TRUTH);
    if (step == RULE_STEP_EQUAL)
        return two(maker, COLUMN_STEP_EQUAL, x, y, answer);
    if (step == RULE_STEP_DIFFERS)
        return columns_truth(maker, COLUMN_STEP_NOT, two(maker, COLUMN_STEP_EQUAL, x, y, answer), 0);
    bool turned = step == RULE_STEP_MORE || step == RULE_STEP_LESS_OR_EQUAL; /* b < a */
    uint32_t less = two(maker, COLUMN_STEP_LESS, turned ? y : x, turned ? x : y, answer);
    bool or_equal = step == RULE_STEP_LESS_OR_EQUAL || step == RULE_STEP_MORE_OR_EQUAL;
    return or_equal ? columns_truth(maker, COLUMN_STEP_NOT, less, 0) : less;
}

/* Puts a range in its place: ascending, joined with those it touches. Gives how many there are now. */
static size_t add_range(struct rule_range *ranges, size_t count, struct rule_range range)
{
    size_t at = count;
    for (; at > 0 && ranges[at - 1].least > range.least; at--)
        ranges[at] = ranges[at - 1];
    ranges[at] = range;
    size_t kept = 0;
    for (size_t i = 1; i <= count; i++)
        if (ranges[i].least <= ranges[kept].most || ranges[i].least - 1 == ranges[kept].most)
            ranges[kept].most = ranges[i].most > ranges[kept].most ? ranges[i].most : ranges[kept].most;
        else
            ranges[++kept] = ranges[i];
    return kept + 1;
}

uint32_t columns_in_constants(struct columns_maker *maker, uint32_t a, const uint32_t *constants,
                              size_t count)
{
    uint32_t x = columns_as_number(maker, a);
    struct rule_range *ranges = arena_make_many(maker->arena, count, sizeof *ranges), range;
    size_t kept = 0;
    if (constant(columns_at(maker, x))) {
        uint32_t found = columns_constant(maker, (struct column_step){.type = VALUE_TRUTH});
        for (size_t i = 0; i < count; i++)
            found = columns_truth(maker, COLUMN_STEP_OR, found,
                                  columns_compare(maker, RULE_STEP_EQUAL, a, constants[i]));
        return found;
    }
    for (size_t i = 0; i < count; i++) {
        wide below, above;
        digits_around(columns_at(maker, x), columns_at(maker, columns_as_number(maker, constants[i])), &below,
                      &above);
        if (clip(columns_at(maker, x), above, below, &range))
            kept = add_range(ranges, kept, range);
    }
    return columns_ranges(maker, x, ranges, kept, false);
}

/* ---- calculating ---- */

static uint32_t fold(struct columns_maker *maker, enum rule_step_kind step, const struct column_step *a,
                     const struct column_step *b)
{
    struct decimal x = {a->least, a->scale}, y = {b->least, b->scale}, result;
    if (a->missing || b->missing)
        return unknown_number(maker);
    bool done = step == RULE_STEP_ADD        ? decimal_add(x, y, &result)
                : step == RULE_STEP_MULTIPLY ? decimal_multiply(x, y, &result)
                                             : decimal_subtract(x, y, &result);
    if (!done)
        return unknown_number(maker);
    for (; result.scale > 0 && result.digits % 10 == 0; result.scale--)
        result.digits /= 10;
    return columns_constant(
        maker, (struct column_step){.type = VALUE_NUMBER,
                                    .scale = result.scale,
                                    .least = result.digits,
                                    .width = (uint8_t)rule_column_width(result.digits, result.digits)});
}

/* Between which numbers lie the results of a step on these two? */
static void results(enum rule_step_kind step, const struct column_step *a, const struct column_step *b,
                    wide *least, wide *most)
{
    wide ends[4] = {(wide)a->least * b->least, (wide)a->least * b->most, (wide)a->most * b->least,
                    (wide)a->most * b->most};
    if (step == RULE_STEP_ADD) {
        *least = (wide)a->least + b->least;
        *most = (wide)a->most + b->most;
    } else if (step == RULE_STEP_SUBTRACT) {
        *least = (wide)a->least - b->most;
        *most = (wide)a->most - b->least;
    } else {
        *least = *most = ends[0];
        for (size_t i = 1; i < 4; i++) {
            *least = ends[i] < *least ? ends[i] : *least;
            *most = ends[i] > *most ? ends[i] : *most;
        }
    }
}

static uint32_t arithmetic(struct columns_maker *maker, enum rule_step_kind step, uint32_t a, uint32_t b)
{
    static const enum column_step_kind kinds[][2] = {{COLUMN_STEP_ADD, COLUMN_STEP_ADD_CHECKED},
                                                     {COLUMN_STEP_SUBTRACT, COLUMN_STEP_SUBTRACT_CHECKED},
                                                     {COLUMN_STEP_MULTIPLY, COLUMN_STEP_MULTIPLY_CHECKED}};
    const enum column_step_kind *kind = kinds[step == RULE_STEP_ADD ? 0 : step == RULE_STEP_SUBTRACT ? 1 : 2];
    if (step != RULE_STEP_MULTIPLY && !align(maker, &a, &b))
        return unproven(maker, VALUE_NUMBER);
    struct column_step x = *columns_at(maker, a), y = *columns_at(maker, b);
    struct column_step result = {
        .type = VALUE_NUMBER, .scale = step == RULE_STEP_MULTIPLY ? (uint8_t)(x.scale + y.scale) : x.scale};
    wide least, most;
    results(step, &x, &y, &least, &most);
    if (result.scale > DECIMAL_SCALE_MAX)
        return unproven(maker, VALUE_NUMBER);
    if (fits(least) && fits(most)) {
        result.least = (int64_t)least;
        result.most = (int64_t)most;
        return two(maker, kind[0], a, b, result);
    }
    if (result.scale > 0)
        return unproven(maker, VALUE_NUMBER);
    result.least = INT64_MIN;
    result.most = INT64_MAX;
    return two(maker, kind[1], a, b, result);
}

/* +, -, *, min, max */
uint32_t columns_calculate(struct columns_maker *maker, enum rule_step_kind step, uint32_t a, uint32_t b)
{
    struct column_step x = *columns_at(maker, a), y = *columns_at(maker, b);
    bool extreme = step == RULE_STEP_MIN || step == RULE_STEP_MAX;
    if (!extreme && constant(&x) && constant(&y))
        return fold(maker, step, &x, &y);
    if (!extreme)
        return arithmetic(maker, step, a, b);
    if (!align(maker, &a, &b))
        return unproven(maker, (enum value_kind)x.type);
    x = *columns_at(maker, a);
    y = *columns_at(maker, b);
    bool least = step == RULE_STEP_MIN;
    struct column_step result = {.type = x.type,
                                 .scale = x.scale,
                                 .least = x.least < y.least ? x.least : y.least,
                                 .most = x.most > y.most ? x.most : y.most};
    if (least)
        result.most = x.most < y.most ? x.most : y.most;
    else
        result.least = x.least > y.least ? x.least : y.least;
    return two(maker, least ? COLUMN_STEP_MIN : COLUMN_STEP_MAX, a, b, result);
}

uint32_t columns_choose(struct columns_maker *maker, uint32_t other, uint32_t condition, uint32_t value)
{
    struct column_step asked = *columns_at(maker, condition);
    bool truth = columns_at(maker, value)->type == VALUE_TRUTH;
    if (constant(&asked) && !asked.missing)
        return asked.least != 0 ? value : other;
    uint32_t x = columns_as_number(maker, value), y = columns_as_number(maker, other);
    if (!align(maker, &x, &y))
        return unproven(maker, (enum value_kind)columns_at(maker, value)->type);
    struct column_step a = *columns_at(maker, x), b = *columns_at(maker, y);
    struct column_step step = {.kind = COLUMN_STEP_CHOOSE,
                               .type = a.type,
                               .scale = a.scale,
                               .input_count = 3,
                               .least = a.least < b.least ? a.least : b.least,
                               .most = a.most > b.most ? a.most : b.most};
    step.width = (uint8_t)wider(a.width, b.width);
    step.inputs[0] = columns_widen(maker, y, (enum rule_width)step.width);
    step.inputs[1] = condition;
    step.inputs[2] = columns_widen(maker, x, (enum rule_width)step.width);
    uint32_t chosen = columns_step(maker, step);
    if (!truth)
        return chosen;
    return columns_step(maker, (struct column_step){.kind = COLUMN_STEP_AS_TRUTH,
                                                    .type = VALUE_TRUTH,
                                                    .input_count = 1,
                                                    .inputs = {chosen},
                                                    .most = 1});
}
