/* unit_save.c — from the definition into the tables: numbers given once, validity closed, never a row dropped. */
#include "keep/unit/unit_inside.h"

#include "keep/store/migration.h"
#include "keep/store/statement.h"

#define SQL(id, name, text, postgres) static const struct sql id __attribute__((unused)) = {name, text, postgres};
#include "keep/unit/unit_sql.def"
#undef SQL

static const char *const FIRST[] = {
    "CREATE TABLE unit (shard INTEGER NOT NULL, number INTEGER NOT NULL UNIQUE, code TEXT NOT NULL, kind TEXT NOT NULL,"
    " name_vi TEXT NOT NULL, name_en TEXT NOT NULL, short_vi TEXT NOT NULL, short_en TEXT NOT NULL,"
    " inside INTEGER, beneath INTEGER, begins INTEGER NOT NULL, ends INTEGER, rank INTEGER NOT NULL,"
    " organisation INTEGER NOT NULL, PRIMARY KEY (shard, number), UNIQUE (code, begins)) STRICT",
    "CREATE TABLE unit_successor (shard INTEGER NOT NULL, older INTEGER NOT NULL, newer INTEGER NOT NULL,"
    " share TEXT NOT NULL, law TEXT NOT NULL, on_day INTEGER NOT NULL, PRIMARY KEY (shard, older, newer, on_day)) STRICT",
    NULL,
};
static const struct migration STEPS[] = {{1, "units", FIRST, NULL}};

bool unit_migrate(struct store *store, struct failure *why)
{
    return store_migrate(store, "unit", STEPS, LENGTH_OF(STEPS), why);
}

static struct store_value day_value(struct day day)
{
    return day_is_some(day) ? store_int64(day.number) : store_null();
}

static int64_t begin_of(const struct unit_definition *unit)
{
    return day_is_some(unit->from) ? unit->from.number : UNIT_ALWAYS;
}

/* The definition of that code which is valid on `day`, or NULL. */
static const struct unit_definition *definition_of(const struct definition *definition, struct text code, struct day day)
{
    const struct unit_definition *found = NULL;
    for (size_t i = 0; i < definition->unit_count; i++) {
        const struct unit_definition *unit = &definition->units[i];
        if (!text_equal(unit->code, code))
            continue;
        bool begun = !day_is_some(unit->from) || !day_is_some(day) || day_compare(unit->from, day) <= 0;
        bool lasts = !day_is_some(unit->to) || !day_is_some(day) || day_compare(unit->to, day) >= 0;
        if (begun && lasts)
            return unit;
        found = found ? found : unit;
    }
    return found;
}

static bool number_of(struct connection *writer, const struct unit_definition *unit, int64_t *number, struct failure *why)
{
    struct store_value key[] = {store_text(unit->code), store_int64(begin_of(unit))};
    return store_find_int64(writer, &UNIT_KEYED, key, LENGTH_OF(key), 0, number, why);
}

/* The number of the unit above, named by code, as it is when `unit` begins. */
static bool above(struct connection *writer, const struct definition *definition, struct text code,
                  const struct unit_definition *unit, struct store_value *value, struct failure *why)
{
    *value = store_null();
    if (code.length == 0)
        return true;
    /* A ward that is older than its district's present form belongs to the form it lives in longest: look at its last day. */
    struct day when = day_is_some(unit->to) ? unit->to : unit->from;
    const struct unit_definition *parent = definition_of(definition, code, when);
    int64_t number = 0;
    if (!parent)
        return FAIL(why, FAILURE_INVALID, "unit %.*s names %.*s, which is not defined", TEXT_ARGS(unit->code), TEXT_ARGS(code));
    if (!number_of(writer, parent, &number, why))
        return false;
    if (number != 0)
        *value = store_int64(number);
    return true;
}

static bool save_unit(struct connection *writer, const struct definition *definition, const struct unit_definition *unit,
                      struct failure *why)
{
    int64_t number = 0, last = 0;
    if (!number_of(writer, unit, &number, why))
        return false;
    bool is_new = number == 0;
    if (is_new) {
        if (!store_find_int64(writer, &UNIT_LAST, NULL, 0, 0, &last, why))
            return false;
        number = last + 1;
    }
    struct store_value inside, beneath;
    if (!above(writer, definition, unit->in, unit, &inside, why) || !above(writer, definition, unit->under, unit, &beneath, why))
        return false;
    struct store_value row[] = {
        store_int64(unit->shard), store_int64(number), store_text(unit->code), store_text(unit->kind),
        store_text(unit->name.vi), store_text(unit->name.en), store_text(unit->short_name.vi), store_text(unit->short_name.en),
        inside, beneath, store_int64(begin_of(unit)), day_value(unit->to), store_int64(unit->order),
        store_int64(unit->is_organisation),
    };
    return store_run(writer, is_new ? &UNIT_ADD : &UNIT_CHANGE, row, LENGTH_OF(row), why);
}

static bool save_successor(struct connection *writer, const struct definition *definition,
                           const struct successor_definition *successor, struct failure *why)
{
    struct day before = {successor->on.number - 1}; /* of 1900-01-01 there is none: then the first of that code is meant */
    const struct unit_definition *older = definition_of(definition, successor->old_code, day_is_some(before) ? before : DAY_NONE);
    const struct unit_definition *newer = definition_of(definition, successor->new_code, successor->on);
    if (!older || !newer)
        return FAIL(why, FAILURE_INVALID, "a successor names %.*s or %.*s, which is not defined",
                    TEXT_ARGS(successor->old_code), TEXT_ARGS(successor->new_code));
    int64_t from = 0, to = 0;
    if (!number_of(writer, older, &from, why) || !number_of(writer, newer, &to, why))
        return false;
    struct store_value row[] = {store_int64(older->shard), store_int64(from), store_int64(to), store_text(successor->share),
                                store_text(successor->law), store_int64(successor->on.number)};
    return store_run(writer, &UNIT_SUCCESSOR_ADD, row, LENGTH_OF(row), why);
}

bool unit_save_definition(struct connection *writer, const struct definition *definition, struct failure *why)
{
    /* Twice: a unit may stand before the one it lies in; the second time all numbers are known. */
    for (int round = 0; round < 2; round++)
        for (size_t i = 0; i < definition->unit_count; i++)
            if (!save_unit(writer, definition, &definition->units[i], why))
                return false;
    for (size_t i = 0; i < definition->successor_count; i++)
        if (!save_successor(writer, definition, &definition->successors[i], why))
            return false;
    return true;
}
