/* nation.c — makes the instance of a whole country, and its entries from a seed. */
#include "support/nation.h"
#include "support/pack.h"

#include "base/buffer.h"
#include "work/act/act.h"

#include <stdio.h>
#include <stdlib.h>

#define SEED UINT64_C(20240229)

enum { PART_RECORDS = 100000, CHOICES = 10, UNITS_BYTES = 4 << 20 };

static const int64_t FIRST_RECORD = INT64_C(1000000000);

/* ---- entries ---- */

/* Value `which` of entry `index`: the mixing step of splitmix64 over a counter. */
static uint64_t number_of(int64_t index, unsigned which)
{
    uint64_t z = SEED + ((uint64_t)index * 32 + which + 1) * UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

static int32_t below(uint64_t number, uint32_t ceiling)
{
    return (int32_t)(((number >> 32) * (uint64_t)ceiling) >> 32);
}

struct nation_entry nation_entry(int64_t index)
{
    return (struct nation_entry){1 + below(number_of(index, 0), NATION_WARDS), below(number_of(index, 1), NATION_DAYS),
                                 1 + below(number_of(index, 2), NATION_INDICATORS), 1 + below(number_of(index, 3), 1000)};
}

int nation_district(int ward)
{
    return (ward - 1) / NATION_ASKED_WARDS;
}

int nation_province(int ward)
{
    return nation_district(ward) * NATION_PROVINCES / NATION_DISTRICTS;
}

struct day nation_day(int day)
{
    return day_plus(day_of(2020, 1, 1), day);
}

/* ---- the instance ---- */

static void add_places(struct buffer *out)
{
    buffer_add(out, TEXT("shard: 1\nunits:\n  - {code: vn, kind: country, name: {vi: \"Việt Nam\"}}\n"));
    for (int p = 0; p < NATION_PROVINCES; p++)
        buffer_add_format(out, "  - {code: p%02d, kind: province, in: vn, name: {vi: \"Tỉnh %d\"}, order: %d}\n", p, p + 1, p + 1);
    for (int d = 0; d < NATION_DISTRICTS; d++)
        buffer_add_format(out, "  - {code: d%03d, kind: district, in: p%02d, name: {vi: \"Huyện %d\"}, order: %d}\n", d,
                          d * NATION_PROVINCES / NATION_DISTRICTS, d + 1, d + 1);
    for (int w = 1; w <= NATION_WARDS; w++)
        buffer_add_format(out, "  - {code: w%05d, kind: ward, in: d%03d, name: {vi: \"Xã %d\"}, order: %d}\n", w, nation_district(w), w, w);
}

static void add_organisations(struct buffer *out)
{
    buffer_add(out, TEXT("shard: 1\nunits:\n"));
    for (int w = 1; w <= NATION_WARDS; w++)
        buffer_add_format(out, "  - {code: w%05d.kv, kind: bloc, in: w%05d, name: {vi: \"Khối Dân vận xã %d\"}}\n", w, w, w);
}

static void put_units(struct node *files, struct text path, void (*add)(struct buffer *out))
{
    struct buffer CLOSING(buffer) units;
    buffer_init(&units, UNITS_BYTES);
    add(&units);
    REQUIRE(!units.full);
    (void)node_put_text(files, path, node_text(files->arena, text_copy(files->arena, buffer_text(&units))));
}

static void upgrade(struct nation *nation)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    struct node *files = pack_files(scratch, BENCH_PACKS, "reports");
    put_units(files, TEXT("wards/units.yaml"), add_places);
    put_units(files, TEXT("reports/units.yaml"), add_organisations);
    pack_upgrade(nation->instance, &nation->viewer, files);
}

static const struct unit *unit_named(const struct nation *nation, const char *format, int number)
{
    char code[24];
    (void)snprintf(code, sizeof code, format, number);
    const struct unit *unit = unit_find(nation->house->units, text_of(code), DAY_NONE);
    REQUIRE(unit != NULL);
    return unit;
}

static const struct unit_set *set_named(const struct nation *nation, const char *format, int number)
{
    return unit_subtree(nation->arena, nation->house->units, unit_named(nation, format, number), nation_day(0),
                        nation_day(NATION_DAYS - 1));
}

static void look_up(struct nation *nation)
{
    const struct definition *definition = nation->house->definition;
    char name[24];
    nation->organisations = arena_make_many(nation->arena, NATION_WARDS + 1, sizeof(const struct unit *));
    for (int w = 1; w <= NATION_WARDS; w++)
        nation->organisations[w] = unit_named(nation, "w%05d.kv", w);
    for (int i = 0; i < NATION_ASKED_WARDS; i++)
        nation->district[i] = set_named(nation, "w%05d", NATION_ASKED * NATION_ASKED_WARDS + i + 1);
    nation->district[NATION_ASKED_WARDS] = set_named(nation, "d%03d", NATION_ASKED);
    for (int p = 0; p < NATION_PROVINCES; p++)
        nation->provinces[p] = set_named(nation, "p%02d", p);
    for (int r = 0; r < NATION_REGISTERS; r++) {
        (void)snprintf(name, sizeof name, "g%02d", r + 1);
        nation->registers[r] = definition_register(definition, text_of(name));
        REQUIRE(nation->registers[r] != NULL);
    }
    for (int i = 0; i < NATION_INDICATORS; i++) {
        (void)snprintf(name, sizeof name, "g%02d.i%03d", i / CHOICES + 1, i + 1);
        nation->figures[i] = definition_figure(definition, text_of(name));
        REQUIRE(nation->figures[i] != NULL);
    }
}

void nation_make(struct nation *nation, const char *folder, const char *store)
{
    struct failure why;
    const struct instance_options options = {.writing = true, .create = true, .demo = true, .store = store, .readers = 4,
                                             .world = world_fixed(moment_of(day_of(2024, 1, 10), 8, 0), SEED)};
    *nation = (struct nation){.arena = arena_open()};
    must(instance_open(folder, &options, &nation->instance, &why), &why);
    nation->viewer = (struct viewer){.whole_house = true, .today = instance_today(nation->instance)};
    upgrade(nation);
    nation->house = instance_house(nation->instance);
    look_up(nation);
}

void nation_close(struct nation *nation)
{
    instance_release(nation->instance, nation->house);
    instance_close(nation->instance);
    arena_close(nation->arena);
}

/* ---- entries as records ---- */

static void set(struct record *record, const char *field, struct value value)
{
    record->values[register_field(record->register_, text_of(field))->slot].value = value;
}

static struct text choice_of(const struct nation *nation, const struct nation_entry *entry)
{
    const struct register_definition *register_ = nation->registers[(entry->indicator - 1) / CHOICES];
    return register_field(register_, TEXT("indicator"))->choices[(entry->indicator - 1) % CHOICES].code;
}

static struct record *record_make(const struct nation *nation, struct arena *arena, const struct nation_entry *entry, int64_t number)
{
    const struct register_definition *register_ = nation->registers[(entry->indicator - 1) / CHOICES];
    struct record *record = arena_make(arena, sizeof *record);
    *record = (struct record){.number = number,
                              .register_ = register_,
                              .unit = nation->organisations[entry->ward],
                              .units = nation->house->units,
                              .day = nation_day(entry->day),
                              .state = register_->states[0].code,
                              .values = arena_make_many(arena, register_->field_count, sizeof *record->values)};
    set(record, "held_on", value_day(record->day));
    set(record, "indicator", value_code(choice_of(nation, entry)));
    set(record, "amount", value_whole(entry->value));
    return record;
}

struct part {
    const struct nation *nation;
    const struct nation_entry *entries;
    int64_t first, count;
};

static bool write_part(void *context, struct connection *writer, struct failure *why)
{
    const struct part *part = context;
    const struct house *house = part->nation->house;
    struct arena *CLOSING(arena) scratch = arena_open();
    struct record_batch *batch;
    if (!record_batch_open(scratch, writer, house->definition, house->units, &batch, why))
        return false;
    for (int64_t i = part->first; i < part->first + part->count; i++) {
        struct record *record = record_make(part->nation, scratch, &part->entries[i], FIRST_RECORD + i);
        const struct record_change change = {.act = record->number, .after = record};
        if (!record_write(batch, &change, why)) {
            record_batch_drop(batch);
            return false;
        }
    }
    return record_batch_close(batch, why);
}

static int compare_entries(const void *a, const void *b)
{
    const struct nation_entry *one = a, *other = b;
    if (one->ward != other->ward)
        return one->ward < other->ward ? -1 : 1;
    if (one->day != other->day)
        return one->day < other->day ? -1 : 1;
    return (one->indicator > other->indicator) - (one->indicator < other->indicator);
}

void nation_load(struct nation *nation, int64_t total)
{
    struct failure why;
    struct arena *CLOSING(arena) arena = arena_open();
    struct nation_entry *entries = arena_make_many(arena, (size_t)total, sizeof *entries);
    for (int64_t i = 0; i < total; i++)
        entries[i] = nation_entry(i);
    qsort(entries, (size_t)total, sizeof *entries, compare_entries);
    for (int64_t first = 0; first < total; first += PART_RECORDS) {
        struct part part = {nation, entries, first, total - first < PART_RECORDS ? total - first : PART_RECORDS};
        must(store_write(instance_store(nation->instance), write_part, &part, &why), &why);
    }
}

/* ---- entries as given ---- */

struct node *nation_give(const struct nation *nation, struct arena *arena, int64_t index)
{
    struct nation_entry entry = nation_entry(index);
    struct node *given = node_map(arena), *fields = node_map(arena);
    (void)node_put(given, "register", node_text(arena, nation->registers[(entry.indicator - 1) / CHOICES]->name));
    (void)node_put(given, "unit", node_text(arena, nation->organisations[entry.ward]->code));
    (void)node_put(given, "fields", fields);
    (void)node_put(fields, "held_on", node_text(arena, day_write_people(arena, nation_day(entry.day), false)));
    (void)node_put(fields, "indicator", node_text(arena, choice_of(nation, &entry)));
    (void)node_put(fields, "amount", node_text(arena, text_format(arena, "%d", entry.value)));
    return given;
}
