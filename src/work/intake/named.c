/* named.c — which record a cell names: people write "Quỹ Vì người nghèo", not its number. */
#include "work/intake/intake_inside.h"

enum { NAMED_MAX = 20000 /* records of one register whose names are known; of more, numbers are asked */ };

static const char AMBIGUOUS[] = ""; /* stands for a name that several records of one organisation bear */

static const struct field_definition *names_of(const struct intake_run *run, const struct field_definition *field)
{
    const struct register_definition *of = field->kind == FIELD_RECORD && !field->many && !field->retired ? field->of_register : NULL;
    if (!of || of == run->register_ || !of->name_field || of->name_field->kind != FIELD_TEXT || of->name_field->personal)
        return NULL;
    return of->name_field;
}

static struct text key_of(struct arena *arena, const struct field_definition *field, const struct unit *unit, struct text name)
{
    return text_format(arena, "%zu %lld %.*s", field->slot, (long long)unit->number, TEXT_ARGS(text_fold(arena, name)));
}

static void put_name(struct intake_run *run, const struct field_definition *field, const struct record *record, struct text name)
{
    struct text key = key_of(run->arena, field, record->unit, name);
    const char *number = text_format(run->arena, "%lld", (long long)record->number).bytes;
    map_put(run->named, key, (void *)(uintptr_t)(map_find(run->named, key) ? AMBIGUOUS : number)); /* never written through */
}

static bool index_field(struct intake_run *run, struct connection *reading, const struct field_definition *field, const struct field_definition *name,
                        struct failure *why)
{
    struct record_query query = {.register_ = field->of_register, .units = unit_all(run->arena, run->house->units, DAY_NONE), .begin = DAY_NONE,
                                 .end = DAY_NONE, .limit = RECORD_PAGE_MAX, .counted_max = NAMED_MAX};
    struct record_page page;
    do {
        if (!record_list(run->arena, reading, run->house->units, &query, &page, why))
            return false;
        for (size_t i = 0; i < page.count && !page.more; i++)
            if (value_known(page.records[i]->values[name->slot].value))
                put_name(run, field, page.records[i], page.records[i]->values[name->slot].value.text);
        query.offset += query.limit;
    } while (!page.more && page.count == query.limit);
    return true;
}

bool named_index(struct intake_run *run, struct connection *reading, struct failure *why)
{
    run->named = map_make(run->arena);
    for (size_t i = 0; i < run->register_->field_count; i++) {
        const struct field_definition *field = &run->register_->fields[i], *name = names_of(run, field);
        if (name && !index_field(run, reading, field, name, why))
            return false;
    }
    return true;
}

struct text named_number(const struct intake_run *run, struct arena *scratch, const struct field_definition *field, const struct unit *unit,
                         struct text said)
{
    const char *number = run->named && unit && said.length > 0 && names_of(run, field) ? map_find(run->named, key_of(scratch, field, unit, said)) : NULL;
    return number && number != AMBIGUOUS ? text_of(number) : said;
}
