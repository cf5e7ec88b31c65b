/* deadline.c — the legal time limits: each rule with its versions, as engine/calendar counts them. */
#include "keep/definition/definition_inside.h"

static const struct text counts[] = {
    [DEADLINE_CALENDAR] = TEXT_ENTRY("calendar"), [DEADLINE_WORKING] = TEXT_ENTRY("working"),
    [DEADLINE_WEEK] = TEXT_ENTRY("week"), [DEADLINE_MONTH] = TEXT_ENTRY("month"),
};
static const struct text directions[] = {TEXT_ENTRY("after"), TEXT_ENTRY("before")};
static const struct text runnings[] = {TEXT_ENTRY("stays"), TEXT_ENTRY("moves")};

/* Keys of a rule, then those of a version: a rule of one version may say all of it at once. */
static const struct text known[] = {
    TEXT_ENTRY("title"), TEXT_ENTRY("starts"), TEXT_ENTRY("ends"), TEXT_ENTRY("at_least"), TEXT_ENTRY("versions"),
    TEXT_ENTRY("from"), TEXT_ENTRY("to"), TEXT_ENTRY("running"), TEXT_ENTRY("days"), TEXT_ENTRY("count"), TEXT_ENTRY("direction"),
    TEXT_ENTRY("roll"), TEXT_ENTRY("law"), TEXT_ENTRY("confidence"), TEXT_ENTRY("note"), TEXT_ENTRY("variants"),
    TEXT_ENTRY("extension"), TEXT_ENTRY("suspension"),
};
enum { RULE_KEYS = 5 };

static void words_read(struct reading *reading, const struct yaml_fields *in, const char *key, struct deadline_words *words)
{
    struct title title = {0};
    if (title_read(reading, in, key, YAML_MAY, &title))
        *words = (struct deadline_words){title.vi, title.en};
}

static void whole_read(const struct yaml_fields *in, const char *key, int64_t most, int *number)
{
    int64_t read = 0;
    if (yaml_fields_whole(in, key, YAML_MUST, (struct yaml_range){0, most}, &read))
        *number = (int)read;
}

static void extension_read(struct reading *reading, const struct yaml_fields *above, struct deadline_extension *extension)
{
    static const struct text keys[] = {TEXT_ENTRY("times"), TEXT_ENTRY("days"), TEXT_ENTRY("by"), TEXT_ENTRY("law")};
    struct yaml_fields in;
    if (!yaml_fields_map(above, "extension", YAML_MAY, &in))
        return;
    yaml_fields_check(&in, (struct yaml_words){keys, LENGTH_OF(keys)});
    whole_read(&in, "times", DEADLINE_TIMES_MAX, &extension->times);
    whole_read(&in, "days", DEADLINE_DAYS_MAX, &extension->days);
    words_read(reading, &in, "by", &extension->by);
    law_read(reading, &in, YAML_MAY, &extension->law);
}

static void suspension_read(struct reading *reading, const struct yaml_fields *above, struct deadline_suspension *suspension)
{
    static const struct text keys[] = {TEXT_ENTRY("by"), TEXT_ENTRY("law")};
    struct yaml_fields in;
    if (!yaml_fields_map(above, "suspension", YAML_MAY, &in))
        return;
    yaml_fields_check(&in, (struct yaml_words){keys, LENGTH_OF(keys)});
    suspension->allowed = true;
    words_read(reading, &in, "by", &suspension->by);
    law_read(reading, &in, YAML_MUST, &suspension->law);
}

static void variants_read(struct reading *reading, const struct yaml_fields *above, struct deadline_version *version)
{
    static const struct text keys[] = {TEXT_ENTRY("title"), TEXT_ENTRY("days"), TEXT_ENTRY("extension")};
    struct yaml_fields below, in;
    if (!yaml_fields_map(above, "variants", YAML_MAY, &below) || !count_check(reading, above, below.map, DEADLINE_VARIANTS_MAX))
        return;
    struct deadline_variant *variants = arena_make_many(reading->arena, below.map->map.count, sizeof *variants);
    for (size_t i = 0; i < below.map->map.count; i++) {
        const struct node_entry *entry = &below.map->map.entries[i];
        struct title title = {0};
        variants[i] = (struct deadline_variant){.name = entry->key, .days = version->days, .extension = version->extension};
        name_check(reading, entry->key, NAME_OF_RULE, entry_place(&below, entry));
        if (!yaml_fields_item_map(&below, entry->value, &in))
            continue;
        yaml_fields_check(&in, (struct yaml_words){keys, LENGTH_OF(keys)});
        title_read(reading, &in, "title", YAML_MUST, &title);
        variants[i].title = (struct deadline_words){title.vi, title.en};
        if (node_of_key(&in, "days") != NULL)
            whole_read(&in, "days", DEADLINE_DAYS_MAX, &variants[i].days);
        extension_read(reading, &in, &variants[i].extension);
    }
    version->variants = variants;
    version->variant_count = below.map->map.count;
}

/* What is counted back from an event, or by week and month, is not moved by decisions. */
static void fixed_check(struct reading *reading, const struct yaml_fields *in, const struct deadline_version *version)
{
    static const char *const moving[] = {"extension", "suspension"}, *const of_days[] = {"extension", "suspension", "variants", "roll"};
    bool period = version->count == DEADLINE_WEEK || version->count == DEADLINE_MONTH;
    for (size_t i = 0; i < LENGTH_OF(moving) && version->before; i++)
        if (node_of_key(in, moving[i]) != NULL)
            problem_of(reading, yaml_fields_key_place(in, moving[i]), "definition.deadline-backward", text_of(moving[i]), (struct text){0});
    for (size_t i = 0; i < LENGTH_OF(of_days) && period; i++)
        if (node_of_key(in, of_days[i]) != NULL)
            problem_of(reading, yaml_fields_key_place(in, of_days[i]), "definition.deadline-period", text_of(of_days[i]), (struct text){0});
    if (period && version->before)
        problem_of(reading, value_place(in, "direction"), "definition.deadline-period", TEXT("before"), (struct text){0});
}

static void version_read(struct reading *reading, const struct yaml_fields *in, struct deadline_version *version)
{
    size_t index = 0;
    enum confidence confidence = CONFIDENCE_A;
    *version = (struct deadline_version){.from = DAY_NONE, .to = DAY_NONE};
    whole_read(in, "days", DEADLINE_DAYS_MAX, &version->days);
    if (yaml_fields_choice(in, "count", YAML_MUST, (struct yaml_words){counts, LENGTH_OF(counts)}, &index))
        version->count = (enum deadline_count)index;
    if (yaml_fields_choice(in, "direction", YAML_MAY, (struct yaml_words){directions, LENGTH_OF(directions)}, &index))
        version->before = index == 1;
    if (yaml_fields_choice(in, "running", YAML_MAY, (struct yaml_words){runnings, LENGTH_OF(runnings)}, &index))
        version->takes_over = index == 1;
    yaml_fields_truth(in, "roll", YAML_MAY, &version->roll);
    law_read(reading, in, YAML_MUST, &version->law);
    confidence_read(in, &confidence);
    version->confidence = (enum calendar_confidence)confidence;
    validity_read(reading, in, &version->from, &version->to);
    words_read(reading, in, "note", &version->note);
    extension_read(reading, in, &version->extension);
    suspension_read(reading, in, &version->suspension);
    variants_read(reading, in, version);
    fixed_check(reading, in, version);
}

static void versions_read(struct reading *reading, const struct yaml_fields *above, struct deadline_rule *rule)
{
    const struct node *list;
    if (!yaml_fields_list(above, "versions", YAML_MUST, &list) || !count_check(reading, above, list, DEADLINE_VERSIONS_MAX))
        return;
    if (list->list.count == 0)
        problem_of(reading, value_place(above, "versions"), "definition.deadline-no-version", (struct text){0}, (struct text){0});
    struct deadline_version *versions = arena_make_many(reading->arena, list->list.count, sizeof *versions);
    for (size_t i = 0; i < list->list.count; i++) {
        struct yaml_fields in;
        if (!yaml_fields_item_map(above, list->list.items[i], &in))
            return;
        yaml_fields_check(&in, (struct yaml_words){known + RULE_KEYS, LENGTH_OF(known) - RULE_KEYS});
        version_read(reading, &in, &versions[i]);
        if (i > 0 && (!day_is_some(versions[i].from) || !day_is_some(versions[i - 1].to) ||
                      day_compare(versions[i].from, versions[i - 1].to) <= 0))
            problem_of(reading, value_place(&in, "from"), "definition.deadline-versions",
                       day_is_some(versions[i].from) ? day_write(reading->arena, versions[i].from) : TEXT("?"), (struct text){0});
    }
    rule->versions = versions;
    rule->version_count = list->list.count;
}

static void deadline_read_one(struct reading *reading, const struct yaml_fields *below, const struct node_entry *entry)
{
    struct yaml_fields in;
    struct place place = entry_place(below, entry);
    if (!name_check(reading, entry->key, NAME_OF_RULE, place) ||
        vocabulary_add(reading, &reading->deadlines, entry->key, place) == NULL)
        return;
    struct deadline_definition *deadline = row_add(&reading->deadline_row, reading->arena);
    *deadline = (struct deadline_definition){.name = entry->key};
    if (!yaml_fields_item_map(below, entry->value, &in))
        return;
    title_read(reading, &in, "title", YAML_MUST, &deadline->title);
    title_read(reading, &in, "starts", YAML_MAY, &deadline->starts);
    title_read(reading, &in, "ends", YAML_MAY, &deadline->ends);
    yaml_fields_truth(&in, "at_least", YAML_MAY, &deadline->rule.at_least);
    if (node_of_key(&in, "versions") != NULL) {
        yaml_fields_check(&in, (struct yaml_words){known, RULE_KEYS});
        versions_read(reading, &in, &deadline->rule);
        return;
    }
    struct deadline_version *only = arena_make(reading->arena, sizeof *only);
    yaml_fields_check(&in, (struct yaml_words){known, LENGTH_OF(known)});
    version_read(reading, &in, only);
    deadline->rule.versions = only;
    deadline->rule.version_count = 1;
}

void deadline_read(struct reading *reading, const struct yaml_fields *in)
{
    static const struct text keys[] = {TEXT_ENTRY("rules")};
    struct yaml_fields below;
    yaml_fields_check(in, (struct yaml_words){keys, LENGTH_OF(keys)});
    if (!yaml_fields_map(in, "rules", YAML_MUST, &below))
        return;
    for (size_t i = 0; i < below.map->map.count; i++)
        deadline_read_one(reading, &below, &below.map->map.entries[i]);
}

void deadline_link(struct reading *reading)
{
    const struct row *row = &reading->deadline_row;
    for (size_t i = 0; i < row->count; i++) {
        struct deadline_definition *deadline = row_at(row, i);
        struct word *word = map_find(reading->deadlines.words, deadline->name);
        word->item = deadline;
    }
    reading->made->deadlines = (const struct deadline_definition *)(const void *)row->items;
    reading->made->deadline_count = row->count;
}
