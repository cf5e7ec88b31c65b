/* district.c — makes the instance that is measured, and its entries from a seed. */
#include "support/district.h"
#include "support/pack.h"

#include "work/act/act.h"

#include <stdio.h>

#define SEED UINT64_C(20211008)

enum { FORMS = 5, LEVELS = 3, TOPICS = 6, LATE_DAYS = 4, DAYS = 731 };

static const char *const REGISTER_NAMES[REGISTERS] = {"outreach", "gratitude", "volunteers", "dialogue", "model"};
static const struct text FORM_CODES[FORMS] = {TEXT_ENTRY("meeting"), TEXT_ENTRY("loudspeaker"), TEXT_ENTRY("house_visit"),
                                              TEXT_ENTRY("leaflet"), TEXT_ENTRY("online")};
static const struct text LEVEL_CODES[LEVELS] = {TEXT_ENTRY("group"), TEXT_ENTRY("ward"), TEXT_ENTRY("district")};
static const struct text TOPIC_WORDS[TOPICS] = {
    TEXT_ENTRY("Tuyên truyền phòng, chống dịch tại tổ dân phố"), TEXT_ENTRY("Vận động tiêm vắc-xin đợt 3"),
    TEXT_ENTRY("Phân loại rác tại nguồn"),                       TEXT_ENTRY("Thăm hỏi gia đình chính sách"),
    TEXT_ENTRY("Đối thoại về giải phóng mặt bằng tuyến phố"),    TEXT_ENTRY("Ra quân tổng vệ sinh môi trường")};
static const struct text SPEAKER = TEXT_ENTRY("Tổ trưởng tổ dân phố");

/* ---- one entry ---- */

struct entry {
    size_t register_, ward, form, level, topic;
    struct day day;
    int64_t people, tenths_of_hours;
    int64_t cost;   /* 0: unknown */
    int first_time; /* -1: unknown */
};

/* Few wards and forms have many entries, most have some: the smaller of two draws. */
static size_t skewed(uint64_t *seed, size_t count)
{
    size_t a = draw(seed) % count, b = draw(seed) % count;
    return a < b ? a : b;
}

static struct entry entry_make(int64_t index, int64_t total)
{
    uint64_t seed = SEED + (uint64_t)index * UINT64_C(0xD1B54A32D192ED03);
    struct entry entry = {
        .register_ = skewed(&seed, REGISTERS),
        .ward = skewed(&seed, WARDS),
        .form = skewed(&seed, FORMS),
        .level = skewed(&seed, LEVELS),
        .topic = draw(&seed) % TOPICS,
        .people = 5 + (int64_t)(draw(&seed) % 120),
        .tenths_of_hours = 5 + (int64_t)(draw(&seed) % 60),
        .cost = draw(&seed) % 10 < 3 ? (int64_t)(1 + draw(&seed) % 50) * 100000 : 0,
        .first_time = (int)(draw(&seed) % 3) - 1,
    };
    int64_t day = index * DAYS / total - (int64_t)(draw(&seed) % LATE_DAYS);
    entry.day = day_plus(day_of(2020, 1, 1), day < 0 ? 0 : (int)day);
    return entry;
}

/* ---- the instance ---- */

struct period district_quarter(int quarter)
{
    return period_of(PERIOD_QUARTER, 2020 + quarter / 4, 1 + quarter % 4, false);
}

static void upgrade(struct district *district)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    pack_upgrade(district->instance, &district->viewer, pack_files(scratch, BENCH_PACKS, "figures"));
}

static void look_up(struct district *district)
{
    const struct house *house = district->house = instance_house(district->instance);
    struct day begin = day_of(2020, 1, 1), end = day_of(2021, 12, 31);
    district->place = unit_find(house->units, TEXT("004"), DAY_NONE);
    district->all = unit_subtree(district->arena, house->units, district->place, begin, end);
    const struct unit_set *wards = unit_places(district->arena, house->units, district->place, TEXT("ward"), begin, end);
    REQUIRE(wards->count == WARDS);
    for (size_t i = 0; i < WARDS; i++) {
        const struct unit *ward = wards->units[i];
        district->wards[i] = unit_subtree(district->arena, house->units, ward, begin, end);
        district->organisations[i] =
            unit_find(house->units, text_format(district->arena, "%.*s.kv", TEXT_ARGS(ward->code)), DAY_NONE);
        REQUIRE(district->organisations[i] != NULL);
    }
    for (size_t i = 0; i < REGISTERS; i++)
        district->registers[i] = definition_register(house->definition, text_of(REGISTER_NAMES[i]));
    district->figure_count = house->definition->figure_count;
    district->figures = arena_make_many(district->arena, district->figure_count, sizeof *district->figures);
    for (size_t i = 0; i < district->figure_count; i++)
        district->figures[i] = &house->definition->figures[i];
}

static void open_folder(struct district *district, const char *folder, const struct instance_options *options)
{
    struct failure why;
    *district = (struct district){.arena = arena_open()};
    must(instance_open(folder, options, &district->instance, &why), &why);
    district->viewer = (struct viewer){.whole_house = true, .today = instance_today(district->instance)};
}

void district_make(struct district *district, const char *folder)
{
    district_make_at(district, folder, NULL);
}

void district_make_at(struct district *district, const char *folder, const char *store)
{
    const struct instance_options options = {.writing = true, .create = true, .demo = true, .store = store,
                                             .world = world_fixed(moment_of(day_of(2022, 1, 10), 8, 0), SEED)};
    open_folder(district, folder, &options);
    upgrade(district);
    look_up(district);
}

void district_open(struct district *district, const char *folder, bool writing)
{
    const struct instance_options options = {.writing = writing, .world = world_real()};
    open_folder(district, folder, &options);
    look_up(district);
}

void district_close(struct district *district)
{
    instance_release(district->instance, district->house);
    instance_close(district->instance);
    arena_close(district->arena);
}

/* ---- entries as records ---- */

static void set(struct record *record, const char *field, struct value value)
{
    record->values[register_field(record->register_, text_of(field))->slot].value = value;
}

static struct record *record_make(const struct district *district, struct arena *arena, int64_t index, int64_t total)
{
    struct entry entry = entry_make(index, total);
    const struct register_definition *register_ = district->registers[entry.register_];
    struct record *record = arena_make(arena, sizeof *record);
    *record = (struct record){.number = index + 2, /* act 1 brought the pack */
                              .register_ = register_,
                              .unit = district->organisations[entry.ward],
                              .units = district->house->units,
                              .day = entry.day,
                              .state = register_->states[0].code,
                              .values = arena_make_many(arena, register_->field_count, sizeof *record->values)};
    set(record, "held_on", value_day(entry.day));
    set(record, "topic", value_text(TOPIC_WORDS[entry.topic]));
    set(record, "form", value_code(FORM_CODES[entry.form]));
    set(record, "level", value_code(LEVEL_CODES[entry.level]));
    set(record, "people", value_whole(entry.people));
    set(record, "hours", value_number((struct decimal){entry.tenths_of_hours, 1}));
    if (entry.cost > 0)
        set(record, "cost", value_whole(entry.cost));
    if (entry.first_time >= 0)
        set(record, "first_time", value_truth(entry.first_time == 1));
    set(record, "speaker", value_text(SPEAKER));
    return record;
}

struct part {
    const struct district *district;
    int64_t first, count, total;
};

static bool write_part(void *context, struct connection *writer, struct failure *why)
{
    const struct part *part = context;
    const struct house *house = part->district->house;
    struct arena *CLOSING(arena) scratch = arena_open();
    struct record_batch *batch;
    if (!record_batch_open(scratch, writer, house->definition, house->units, &batch, why))
        return false;
    for (int64_t i = part->first; i < part->first + part->count; i++) {
        struct record *record = record_make(part->district, scratch, i, part->total);
        const struct record_change change = {.act = record->number, .after = record};
        if (!record_write(batch, &change, why)) {
            record_batch_drop(batch);
            return false;
        }
    }
    return record_batch_close(batch, why);
}

void district_write(struct district *district, int64_t first, int64_t count, int64_t total)
{
    struct failure why;
    struct part part = {district, first, count, total};
    must(store_write(instance_store(district->instance), write_part, &part, &why), &why);
}

/* ---- entries as given ---- */

static void give(struct node *fields, const char *name, struct text text)
{
    (void)node_put(fields, name, node_text(fields->arena, text));
}

struct node *district_give(const struct district *district, struct arena *arena, int64_t index, int64_t total)
{
    struct entry entry = entry_make(index, total);
    struct node *given = node_map(arena), *fields = node_map(arena);
    give(given, "register", district->registers[entry.register_]->name);
    give(given, "unit", district->organisations[entry.ward]->code);
    (void)node_put(given, "fields", fields);
    give(fields, "held_on", day_write_people(arena, entry.day, false));
    give(fields, "topic", TOPIC_WORDS[entry.topic]);
    give(fields, "form", FORM_CODES[entry.form]);
    give(fields, "level", LEVEL_CODES[entry.level]);
    give(fields, "people", text_format(arena, "%lld", (long long)entry.people));
    give(fields, "hours", decimal_write_people(arena, (struct decimal){entry.tenths_of_hours, 1}, false));
    if (entry.cost > 0)
        give(fields, "cost", text_format(arena, "%lld", (long long)entry.cost));
    if (entry.first_time >= 0)
        give(fields, "first_time", entry.first_time == 1 ? TEXT("yes") : TEXT("no"));
    give(fields, "speaker", SPEAKER);
    return given;
}
