/*
 * demo_script.c — what sample.yaml says of people, of what was stated, and of what was sent and written.
 *
 * A line of `script` is one act, or with `each_ward: yes` one in every ward (those under `but` left out):
 *
 *     {at: "2021-07-05 09:10", as: quan.tonghop, act: record-write, unit: "004.bdv", register: directive, keep: nq68, fields: {…}}
 *     {at: "2021-07-20 08:30", as: quan.tonghop, act: record-move, of: nq68, do: start}
 *     {at: "2021-09-14 16:30", as: "{slug}.ghiso", each_ward: yes, lag: 4, act: period-send, unit: "{code}.kv", period: 2021-Q3}
 *
 * `keep` gives the record a name, `of` takes it up; `lag` puts each ward up to so many days later. All other
 * keys are what the act is given.
 */
#include "work/upkeep/demo_inside.h"

#include "base/file.h"
#include "engine/codec/yaml.h"

enum { SAMPLE_BYTES_MAX = 1 << 20, WARDS_MAX = 100 };

bool demo_wrong(const struct demo *demo, const struct node *node, const char *what, struct failure *why)
{
    return FAIL(why, FAILURE_BROKEN, "%.*s:%u: %s", TEXT_ARGS(demo->file), node ? (unsigned)node->line : 0U,
                what);
}

/* ---- the head ---- */

static bool read_wards(struct demo *demo, struct failure *why)
{
    const struct node *wards = node_at(demo->sample, "wards");
    demo->ward_count = node_count(wards);
    if (!wards || wards->kind != NODE_MAP || demo->ward_count == 0 || demo->ward_count > WARDS_MAX)
        return demo_wrong(demo, demo->sample, "wards: a map of code to slug, name and size", why);
    demo->wards = arena_make_many(demo->arena, demo->ward_count, sizeof *demo->wards);
    for (size_t i = 0; i < demo->ward_count; i++) {
        const struct node_entry *entry = &wards->map.entries[i];
        struct demo_ward *ward = &demo->wards[i];
        *ward = (struct demo_ward){entry->key, node_text_at(entry->value, "slug"),
                                   node_text_at(entry->value, "name"), 0};
        if (ward->slug.length == 0 || ward->name.length == 0 ||
            !text_read_int64(node_text_at(entry->value, "size"), &ward->size) || ward->size < 1)
            return demo_wrong(demo, entry->value, "a ward needs slug, name and size", why);
    }
    return true;
}

static bool read_file(struct demo *demo, struct text name, struct node **root, struct failure *why)
{
    struct text path = text_format(demo->arena, "%s/%.*s", demo->folder, TEXT_ARGS(name)), bytes;
    struct problems problems;
    problems_init(&problems, demo->arena, 1);
    if (!file_read(demo->arena, path.bytes, SAMPLE_BYTES_MAX, &bytes, why))
        return false;
    demo->file = name;
    if (!yaml_read(demo->arena, name, bytes, root, &problems)) {
        struct text line = problem_line(demo->arena, &problems.items[0], LANGUAGE_EN);
        return FAIL(why, FAILURE_BROKEN, "%.*s", TEXT_ARGS(line));
    }
    return true;
}

static bool sow(struct demo *demo, const struct node *file, struct failure *why)
{
    int64_t seed;
    if (!text_read_int64(node_text_at(file, "seed"), &seed))
        return demo_wrong(demo, file, "seed is a whole number", why);
    demo->chance = world_fixed(moment_of(demo->begins, 0, 0), (uint64_t)seed);
    return true;
}

bool demo_read(struct arena *arena, const char *packs, struct demo *demo, struct failure *why)
{
    struct node *root;
    *demo = (struct demo){.arena = arena, .folder = text_format(arena, "%s/long-bien-2021", packs).bytes};
    if (!read_file(demo, TEXT("sample.yaml"), &root, why))
        return false;
    demo->sample = root;
    if (!day_read(node_text_at(root, "begins"), &demo->begins) ||
        !day_read(node_text_at(root, "today"), &demo->today))
        return demo_wrong(demo, root, "begins and today are needed", why);
    return sow(demo, root, why) && read_wards(demo, why);
}

bool demo_chapters(struct demo *demo, struct failure *why)
{
    const struct node *also = node_at(demo->sample, "also");
    if (!demo_script(demo, demo->sample, why) || !demo_series(demo, demo->sample, why))
        return false;
    for (size_t i = 0; i < node_count(also); i++) {
        struct node *file;
        struct text name = also->list.items[i]->text;
        if (!read_file(demo, text_format(demo->arena, "sample/%.*s.yaml", TEXT_ARGS(name)), &file, why) ||
            !sow(demo, file, why) || !demo_script(demo, file, why) || !demo_series(demo, file, why))
            return false;
    }
    return true;
}

/* ---- people ---- */

static struct node *roles_of(struct demo *demo, const struct node *roles, const struct demo_ward *ward)
{
    struct node *made = node_map(demo->arena);
    for (size_t i = 0; i < node_count(roles); i++)
        node_put_text(made, demo_text(demo, roles->map.entries[i].key, ward), roles->map.entries[i].value);
    return made;
}

static bool add_person(struct demo *demo, const struct node *said, const struct demo_ward *ward,
                       struct list *people, struct failure *why)
{
    const struct node *roles = node_at(said, "roles");
    struct demo_person *person = arena_make(demo->arena, sizeof *person);
    if (!roles || roles->kind != NODE_MAP || node_text_at(said, "name").length == 0)
        return demo_wrong(demo, said, "a person needs a name and roles", why);
    *person = (struct demo_person){demo_text(demo, node_text_at(said, "name"), ward),
                                   demo_text(demo, node_text_at(said, "full_name"), ward),
                                   roles_of(demo, roles, ward), ward != NULL};
    list_add(people, demo->arena, person);
    return true;
}

bool demo_everyone(struct demo *demo, struct list *people, struct failure *why)
{
    const struct node *of_district = node_at(demo->sample, "people"),
                      *of_wards = node_at(demo->sample, "people_of_each_ward");
    for (size_t i = 0; i < node_count(of_district); i++)
        if (!add_person(demo, of_district->list.items[i], NULL, people, why))
            return false;
    for (size_t w = 0; w < demo->ward_count; w++)
        for (size_t i = 0; i < node_count(of_wards); i++)
            if (!add_person(demo, of_wards->list.items[i], &demo->wards[w], people, why))
                return false;
    return true;
}

/* ---- the script ---- */

struct demo_event *demo_event_add(struct demo *demo, struct moment at, struct text act, struct text person,
                                  struct text unit)
{
    struct demo_event *event = arena_make(demo->arena, sizeof *event);
    *event = (struct demo_event){.at = at,
                                 .order = demo->events.count,
                                 .act = act,
                                 .person = person,
                                 .unit = unit,
                                 .given = node_map(demo->arena)};
    list_add(&demo->events, demo->arena, event);
    return event;
}

/* "2021-07-05 09:10" */
static bool read_moment(struct text text, struct day *day, int *hour, int *minute)
{
    int64_t hours, minutes;
    if (text.length != 16 || !day_read(text_part(text, 0, 10), day) ||
        !text_read_int64(text_part(text, 11, 2), &hours) ||
        !text_read_int64(text_part(text, 14, 2), &minutes) || hours < 0 || hours > 23 || minutes < 0 ||
        minutes > 59)
        return false;
    *hour = (int)hours;
    *minute = (int)minutes;
    return true;
}

static bool is_our_word(struct text key)
{
    static const char *const OURS[] = {"at",  "as",   "act", "each_ward", "but",
                                       "lag", "keep", "of",  "do",        "fields"};
    for (size_t i = 0; i < LENGTH_OF(OURS); i++)
        if (text_is(key, OURS[i]))
            return true;
    return false;
}

static struct demo_entry *entry_named(struct demo *demo, struct text name)
{
    for (size_t i = 0; i < demo->entries.count; i++) {
        struct demo_entry *entry = demo->entries.items[i];
        if (text_equal(entry->name, name))
            return entry;
    }
    return NULL;
}

static bool fill_record(struct demo *demo, const struct node *line, const struct demo_ward *ward,
                        struct demo_event *event, struct failure *why)
{
    if (text_is(event->act, "record-write")) {
        event->entry = arena_make(demo->arena, sizeof *event->entry);
        *event->entry = (struct demo_entry){.name = demo_text(demo, node_text_at(line, "keep"), ward),
                                            .register_name = node_text_at(line, "register")};
        list_add(&demo->entries, demo->arena, event->entry);
    } else if (node_at(line, "of")) {
        event->entry = entry_named(demo, demo_text(demo, node_text_at(line, "of"), ward));
        event->changes = true;
        if (!event->entry)
            return demo_wrong(demo, line, "of names no record kept above", why);
        node_put(event->given, "register", node_text(demo->arena, event->entry->register_name));
        if (node_at(line, "do"))
            node_put(event->given, "act", node_text(demo->arena, node_text_at(line, "do")));
    }
    return true;
}

static bool add_line(struct demo *demo, const struct node *line, const struct demo_ward *ward,
                     struct failure *why)
{
    struct day day;
    int64_t lag = 0;
    int hour, minute;
    if (!read_moment(node_text_at(line, "at"), &day, &hour, &minute))
        return demo_wrong(demo, line, "at is written \"2021-07-05 09:10\"", why);
    if (node_at(line, "lag") && (!text_read_int64(node_text_at(line, "lag"), &lag) || lag < 0))
        return demo_wrong(demo, line, "lag is a number of days", why);
    day = day_plus(day, (int)demo_draw(demo, 0, lag));
    struct demo_event *event = demo_event_add(demo, moment_of(day, hour, minute), node_text_at(line, "act"),
                                              demo_text(demo, node_text_at(line, "as"), ward),
                                              demo_text(demo, node_text_at(line, "unit"), ward));
    for (size_t i = 0; i < node_count(line); i++)
        if (!is_our_word(line->map.entries[i].key))
            node_put_text(event->given, line->map.entries[i].key,
                          node_text(demo->arena, demo_text(demo, line->map.entries[i].value->text, ward)));
    if (!fill_record(demo, line, ward, event, why))
        return false;
    if (!node_at(line, "fields"))
        return true;
    struct node *fields;
    if (!demo_fields(demo, node_at(line, "fields"), (struct demo_place){.ward = ward, .day = day}, &fields,
                     why))
        return false;
    node_put(event->given, "fields", fields);
    return true;
}

static bool left_out(const struct node *line, const struct demo_ward *ward)
{
    const struct node *but = node_at(line, "but");
    for (size_t i = 0; i < node_count(but); i++)
        if (but->list.items[i]->kind == NODE_TEXT && text_equal(but->list.items[i]->text, ward->code))
            return true;
    return false;
}

bool demo_script(struct demo *demo, const struct node *file, struct failure *why)
{
    const struct node *script = node_at(file, "script");
    for (size_t i = 0; i < node_count(script); i++) {
        const struct node *line = script->list.items[i];
        bool each = text_is(node_text_at(line, "each_ward"), "yes");
        if (!each && !add_line(demo, line, NULL, why))
            return false;
        for (size_t w = 0; each && w < demo->ward_count; w++)
            if (!left_out(line, &demo->wards[w]) && !add_line(demo, line, &demo->wards[w], why))
                return false;
    }
    return true;
}
