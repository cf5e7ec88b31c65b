/* value.c — one field's value between what people write and what is kept. */
#include "keep/record/record_inside.h"

#include "engine/seal/seal.h"

enum { MANY_MAX = 200 };

/* In the field's smallest part (đồng, tenths …). Nine hundred thousand such records still add up in 64 bits. */
#define NUMBER_MOST INT64_C(10000000000000)

/* What reading one value needs. */
struct reading {
    struct arena *arena;
    const struct field_definition *field;
    const struct definition *definition;
    const struct unit_tree *tree;
    struct day day;
    struct place place;
    struct problems *problems;
};

static bool refuse(const struct reading *reading, const char *code, struct text given)
{
    /* A personal value is never repeated in a problem. */
    struct text shown = reading->field->personal ? TEXT("…") : given;
    problem_add(reading->problems, reading->place, code, shown, reading->field->title.vi);
    return false;
}

static bool number_refuse(const struct reading *reading)
{
    struct decimal most = {.digits = NUMBER_MOST, .scale = reading->field->scale};
    problem_add(reading->problems, reading->place, "record.too-big", reading->field->title.vi,
                decimal_write_people(reading->arena, most, false));
    return false;
}

static bool read_number(const struct reading *reading, struct text given, struct value *value)
{
    struct decimal number, scaled;
    /* As people write it; a lone point that groups no thousands is a program's comma: 2.5. */
    if (!decimal_read_people(given, &number) && !decimal_read(given, &number))
        return refuse(reading, "record.not-a-number", given);
    if (!decimal_rescale(number, reading->field->scale, &scaled))
        return refuse(reading, reading->field->scale == 0 ? "record.not-whole" : "record.too-fine", given);
    if (scaled.digits > NUMBER_MOST || scaled.digits < -NUMBER_MOST)
        return number_refuse(reading);
    *value = value_number(scaled);
    return true;
}

static bool read_truth(const struct reading *reading, struct text given, struct value *value)
{
    struct text folded = text_fold(reading->arena, given);
    static const struct { const char *word; bool truth; } WORDS[] = {
        {"yes", true}, {"true", true}, {"co", true}, {"1", true}, {"x", true}, {"no", false}, {"false", false}, {"khong", false}, {"0", false},
    };
    for (size_t i = 0; i < LENGTH_OF(WORDS); i++)
        if (text_is(folded, WORDS[i].word)) {
            *value = value_truth(WORDS[i].truth);
            return true;
        }
    return refuse(reading, "record.not-yes-or-no", given);
}

/* By code, or by title as people write it. */
static bool read_choice(const struct reading *reading, struct text given, struct value *value)
{
    const struct field_definition *field = reading->field;
    /* As it is written in the list first: folding every title for every cell of a sheet is slow. */
    for (size_t i = 0; i < field->choice_count; i++)
        if (text_equal(field->choices[i].code, given) || text_equal(field->choices[i].title.vi, given)) {
            *value = value_code(field->choices[i].code);
            return true;
        }
    struct text folded = text_fold(reading->arena, given);
    for (size_t i = 0; i < field->choice_count && folded.length > 0; i++) {
        const struct choice *choice = &field->choices[i];
        if (text_equal(text_fold(reading->arena, choice->title.vi), folded) ||
            text_equal(text_fold(reading->arena, choice->title.en), folded)) {
            *value = value_code(choice->code);
            return true;
        }
    }
    return refuse(reading, "record.unknown-choice", given);
}

/* Names and codes of places are nobody's secret. */
static struct text proposals_of(struct arena *arena, const struct gazetteer_answer *answer)
{
    const struct unit *units[GAZETTEER_PROPOSALS_MAX];
    for (size_t i = 0; i < answer->count; i++)
        units[i] = answer->places[i]->owner;
    return unit_proposals(arena, units, answer->count);
}

static bool refuse_unit(const struct reading *reading, struct text given, const struct gazetteer_answer *answer)
{
    bool ended = answer->gone && answer->places[0] == answer->gone; /* nobody took it over */
    /* What is proposed would tell a personal value. */
    if (answer->sureness == GAZETTEER_UNKNOWN || ended || reading->field->personal)
        return refuse(reading, "record.unknown-unit", given);
    if (answer->reason == GAZETTEER_KIND)
        return refuse(reading, "record.unit-kind", given);
    const struct text arguments[4] = {given, reading->field->title.vi, proposals_of(reading->arena, answer),
                                      answer->gone ? answer->gone->name : (struct text){0}};
    problem_add_all(reading->problems, PROBLEM_ERROR, reading->place, answer->gone ? "record.unit-gone" : "record.unsure-unit", arguments);
    return false;
}

static bool read_unit(const struct reading *reading, struct text given, struct value *value)
{
    struct gazetteer_answer answer;
    const struct unit *unit = unit_find(reading->tree, given, reading->day);
    if (!unit)
        unit = unit_find_named(reading->tree, given, reading->field->of, reading->day, &answer);
    if (!unit)
        return refuse_unit(reading, given, &answer);
    if (reading->field->of.length > 0 && !text_equal(unit->kind, reading->field->of))
        return refuse(reading, "record.unit-kind", given);
    *value = value_whole(unit->number);
    return true;
}

static bool read_instrument(const struct reading *reading, struct text given, struct value *value)
{
    for (size_t i = 0; i < reading->definition->instrument_count; i++) {
        const struct instrument_definition *instrument = &reading->definition->instruments[i];
        bool fits = text_equal(instrument->id, given) || text_equal(instrument->number, given);
        for (size_t k = 0; !fits && k < instrument->alias_count; k++)
            fits = text_equal(instrument->aliases[k], given);
        if (fits) {
            *value = value_code(instrument->id);
            return true;
        }
    }
    return refuse(reading, "record.unknown-instrument", given);
}

static struct day first_of_month(struct day day)
{
    struct day_parts parts = day_parts(day);
    return day_of(parts.year, parts.month, 1);
}

/* "9/2021", as people write a month. */
static bool read_month(struct text given, struct day *day)
{
    struct text rest = given, month;
    char written[24];
    if (!text_next(&rest, '/', &month) || month.length == 0 || month.length > 2 || rest.length != 4)
        return false;
    int length = snprintf(written, sizeof written, "1/%.*s/%.*s", TEXT_ARGS(month), TEXT_ARGS(rest));
    return day_read_people((struct text){written, (size_t)length}, day);
}

static bool read_one(const struct reading *reading, struct text given, struct value *value)
{
    struct day day;
    int64_t number;
    switch (reading->field->kind) {
    case FIELD_TEXT:
    case FIELD_LONG_TEXT:
        if (reading->field->within && !seal_is_mark(given)) /* nothing that names somebody comes into such a field */
            return refuse(reading, "record.not-a-mark", (struct text){0});
        *value = value_text(text_copy(reading->arena, given));
        return true;
    case FIELD_NUMBER:
    case FIELD_DECIMAL:
    case FIELD_MONEY:
        return read_number(reading, given, value);
    case FIELD_DAY:
        if (!day_read_people(given, &day) && !(reading->field->whole_month && read_month(given, &day)))
            return refuse(reading, "record.not-a-day", given);
        *value = value_day(reading->field->whole_month ? first_of_month(day) : day);
        return true;
    case FIELD_TRUTH:
        return read_truth(reading, given, value);
    case FIELD_CHOICE:
        return read_choice(reading, given, value);
    case FIELD_UNIT:
        return read_unit(reading, given, value);
    case FIELD_RECORD:
        if (!text_read_int64(given, &number) || number <= 0)
            return refuse(reading, "record.unknown-record", given);
        *value = value_whole(number);
        return true;
    case FIELD_INSTRUMENT:
        return read_instrument(reading, given, value);
    }
    return false;
}

static bool read_many(const struct reading *reading, const struct text *given, size_t count, struct record_value *value)
{
    if (count > MANY_MAX)
        return refuse(reading, "record.too-many-values", text_format(reading->arena, "%d", MANY_MAX));
    struct value *many = arena_make_many(reading->arena, count, sizeof *many);
    size_t filled = 0;
    bool right = true;
    for (size_t i = 0; i < count; i++) {
        struct text one = text_trimmed(given[i]);
        struct value read;
        bool twice = false;
        if (one.length == 0)
            continue;
        if (!read_one(reading, one, &read)) {
            right = false;
            continue;
        }
        for (size_t k = 0; k < filled; k++)
            twice = twice || value_same(many[k], read);
        if (!twice)
            many[filled++] = read;
    }
    if (right)
        *value = (struct record_value){.many = many, .many_count = filled};
    return right;
}

bool record_read_value(struct arena *arena, const struct field_definition *field, const struct text *given, size_t given_count,
                       const struct definition *definition, const struct unit_tree *tree, struct day day, struct place place,
                       struct record_value *value, struct problems *problems)
{
    const struct reading reading = {arena, field, definition, tree, day, place, problems};
    if (field->many)
        return read_many(&reading, given, given_count, value);
    if (given_count > 1)
        return refuse(&reading, "record.one-value", given[1]);
    struct text one = given_count == 1 ? text_trimmed(given[0]) : (struct text){0};
    struct record_value read = {.value = value_unknown()};
    if (one.length > 0 && !read_one(&reading, one, &read.value))
        return false;
    *value = read;
    return true;
}

/* ---- out ---- */

static struct text one_people(struct arena *arena, const struct field_definition *field, struct value value,
                              const struct definition *definition, const struct unit_tree *tree, enum language language)
{
    bool english = language == LANGUAGE_EN;
    switch (value.kind) {
    case VALUE_UNKNOWN:
        return (struct text){0};
    case VALUE_TRUTH:
        return value.truth ? (english ? TEXT("Yes") : TEXT("Có")) : (english ? TEXT("No") : TEXT("Không"));
    case VALUE_DAY:
        return field->whole_month ? text_from(day_write_people(arena, value.day, false), 3) : day_write_people(arena, value.day, english);
    case VALUE_TEXT:
        return value.text;
    case VALUE_NUMBER:
        break;
    case VALUE_CODE:
        for (size_t i = 0; i < field->choice_count; i++)
            if (text_equal(field->choices[i].code, value.text))
                return title_in(field->choices[i].title, language);
        if (field->kind == FIELD_INSTRUMENT) {
            const struct instrument_definition *instrument = definition_instrument(definition, value.text);
            return instrument ? instrument->number : value.text;
        }
        return value.text;
    }
    if (field->kind == FIELD_UNIT) {
        const struct unit *unit = unit_by_number(tree, value.number.digits);
        return unit ? title_in(unit->short_name, language) : TEXT("?");
    }
    if (field->kind == FIELD_RECORD)
        return text_format(arena, "#%lld", (long long)value.number.digits);
    return decimal_write_people(arena, value.number, english);
}

/* "1.234" would be read as people write thousands: one nought more says that it is a fraction. */
static struct text number_machine(struct arena *arena, struct decimal number)
{
    struct text written = decimal_write(arena, number);
    struct decimal read;
    bool other = decimal_read_people(written, &read) && decimal_compare(read, number) != 0;
    return other ? text_format(arena, "%.*s0", TEXT_ARGS(written)) : written;
}

static struct text one_machine(struct arena *arena, const struct field_definition *field, struct value value, const struct unit_tree *tree)
{
    if (field->kind == FIELD_UNIT && value.kind == VALUE_NUMBER) {
        const struct unit *unit = unit_by_number(tree, value.number.digits);
        return unit ? unit->code : (struct text){0};
    }
    if (field->kind == FIELD_DECIMAL && value.kind == VALUE_NUMBER)
        return number_machine(arena, value.number);
    return value_write(arena, value);
}

struct text record_value_people(struct arena *arena, const struct field_definition *field, const struct record_value *value,
                                const struct definition *definition, const struct unit_tree *tree, enum language language)
{
    if (!field->many)
        return one_people(arena, field, value->value, definition, tree, language);
    struct text *parts = arena_make_many(arena, value->many_count, sizeof *parts);
    for (size_t i = 0; i < value->many_count; i++)
        parts[i] = one_people(arena, field, value->many[i], definition, tree, language);
    return text_join(arena, parts, value->many_count, TEXT(", "));
}

struct text record_value_machine(struct arena *arena, const struct field_definition *field, const struct record_value *value,
                                 const struct unit_tree *tree)
{
    if (!field->many)
        return one_machine(arena, field, value->value, tree);
    struct text *parts = arena_make_many(arena, value->many_count, sizeof *parts);
    for (size_t i = 0; i < value->many_count; i++)
        parts[i] = one_machine(arena, field, value->many[i], tree);
    return text_join(arena, parts, value->many_count, TEXT(";"));
}

/* ---- kept ---- */

struct store_value record_store_value(struct arena *arena, const struct field_definition *field, struct value value)
{
    struct decimal scaled;
    (void)arena;
    switch (value.kind) {
    case VALUE_UNKNOWN:
        return store_null();
    case VALUE_TRUTH:
        return store_int64(value.truth);
    case VALUE_NUMBER:
        /* record_read_value has brought it to the field's scale already. */
        REQUIRE(decimal_rescale(value.number, field->scale, &scaled));
        return store_int64(scaled.digits);
    case VALUE_DAY:
        return store_int64(value.day.number);
    case VALUE_TEXT:
    case VALUE_CODE:
        return store_text(value.text);
    }
    return store_null();
}

struct value record_value_from(struct arena *arena, const struct field_definition *field, struct store_value value)
{
    if (value.kind == STORE_NULL)
        return value_unknown();
    switch (field->kind) {
    case FIELD_TEXT:
    case FIELD_LONG_TEXT:
        return value_text(text_copy(arena, value.text));
    case FIELD_CHOICE:
    case FIELD_INSTRUMENT:
        return value_code(text_copy(arena, value.text));
    case FIELD_TRUTH:
        return value_truth(value.number != 0);
    case FIELD_DAY:
        return value_day((struct day){(int32_t)value.number});
    case FIELD_NUMBER:
    case FIELD_DECIMAL:
    case FIELD_MONEY:
        return value_number((struct decimal){value.number, field->scale});
    case FIELD_UNIT:
    case FIELD_RECORD:
        return value_whole(value.number);
    }
    return value_unknown();
}
