/* definition.c — from files to a snapshot: the subjects in their order. */
#include "engine/codec/yaml.h"
#include "engine/seal/seal.h"
#include "keep/definition/definition_inside.h"

/*
 * What a file is about, told by its name below the pack. The order is the order of
 * reading: each subject may name what those above it said.
 */
static const struct subject {
    struct text path; /* ends in '/': any .yaml file of that folder */
    void (*read)(struct reading *reading, const struct yaml_fields *in);
    void (*link)(struct reading *reading);
} subjects[] = {
    {TEXT_ENTRY("pack.yaml"), pack_read, pack_link},
    {TEXT_ENTRY("organisations.yaml"), organisation_read, organisation_link},
    {TEXT_ENTRY("refused.yaml"), refused_read, refused_link},
    {TEXT_ENTRY("instruments.yaml"), instrument_read, instrument_link},
    {TEXT_ENTRY("calendar.yaml"), holiday_read, holiday_link},
    {TEXT_ENTRY("deadlines.yaml"), deadline_read, deadline_link}, /* one file, or a folder of them */
    {TEXT_ENTRY("deadlines/"), deadline_read, deadline_link},
    {TEXT_ENTRY("policies/"), policy_file_read, policy_file_link},
    {TEXT_ENTRY("units.yaml"), unit_read, unit_link},
    {TEXT_ENTRY("registers/"), register_read, register_link},
    {TEXT_ENTRY("who-may-see.yaml"), sight_read, sight_link},
    {TEXT_ENTRY("reports/"), report_read, report_link},
    {TEXT_ENTRY("papers/"), paper_read, paper_link},
    {TEXT_ENTRY("forms/"), official_form_read, official_form_link},
};

static bool path_is_of(struct text path, const struct subject *subject)
{
    struct text rest = path, pack;
    if (!text_next(&rest, '/', &pack) || pack.length == 0 || pack.length == path.length)
        return false;
    if (!text_ends(subject->path, TEXT("/")))
        return text_equal(rest, subject->path);
    struct text name = text_from(rest, subject->path.length);
    return text_starts(rest, subject->path) && text_ends(name, TEXT(".yaml")) && !text_contains(name, TEXT("/"));
}

static void reading_init(struct reading *reading, struct arena *arena, const struct definition_source *source,
                         struct problems *problems)
{
    *reading = (struct reading){
        .arena = arena, .problems = problems, .errors = problems->errors, .source = source, .made = arena_make(arena, sizeof *reading->made),
        .pack_row = ROW_OF(struct pack_definition), .kind_row = ROW_OF(struct organisation_kind),
        .place_row = ROW_OF(struct text), .instrument_row = ROW_OF(struct instrument_definition),
        .deadline_row = ROW_OF(struct deadline_definition), .unit_row = ROW_OF(struct unit_definition),
        .successor_row = ROW_OF(struct successor_definition), .report_row = ROW_OF(struct report_definition),
        .paper_row = ROW_OF(struct paper_definition), .form_row = ROW_OF(struct form_definition), .refused_row = ROW_OF(struct refused_title),
        .day_row = ROW_OF(struct day_reading), .calendar_first = DAY_NONE, .calendar_last = DAY_NONE,
    };
    reading->made->arena = arena;
    vocabulary_init(&reading->packs, arena, "definition.unknown-pack");
    vocabulary_init(&reading->organisation_kinds, arena, "definition.unknown-organisation");
    vocabulary_init(&reading->place_kinds, arena, "definition.unknown-place");
    vocabulary_init(&reading->instruments, arena, "definition.unknown-instrument");
    vocabulary_init(&reading->deadlines, arena, "definition.unknown-deadline");
    vocabulary_init(&reading->registers, arena, "definition.unknown-register");
    vocabulary_init(&reading->figures, arena, "definition.unknown-figure");
    vocabulary_init(&reading->units, arena, "definition.unknown-unit");
    vocabulary_init(&reading->reports, arena, "definition.unknown-report");
    vocabulary_init(&reading->forms, arena, "definition.unknown-form");
    vocabulary_init(&reading->form_keys, arena, "definition.unknown-form");
    vocabulary_init(&reading->papers, arena, "definition.unknown-paper");
    vocabulary_init(&reading->policies, arena, "definition.unknown-policy");
    vocabulary_init(&reading->sights, arena, "definition.unknown-register");
}

static void files_check(struct reading *reading)
{
    struct text known[LENGTH_OF(subjects)];
    for (size_t i = 0; i < LENGTH_OF(subjects); i++)
        known[i] = subjects[i].path;
    for (size_t i = 0; i < reading->source->count; i++) {
        struct text path = reading->source->files[i].path;
        bool good = false;
        for (size_t j = 0; j < LENGTH_OF(subjects) && !good; j++)
            good = path_is_of(path, &subjects[j]);
        struct text rest = path, pack = {0};
        if (!good && text_next(&rest, '/', &pack))
            word_unknown(reading, (struct place){.file = text_copy(reading->arena, path)}, "definition.unknown-file", rest,
                         (struct yaml_words){known, LENGTH_OF(known)});
    }
}

/* All files, before any is understood: what a torn file does not say would be missed by every other. */
static bool trees_read(struct reading *reading)
{
    size_t count = reading->source->count, errors = reading->problems->errors;
    reading->trees = arena_make_many(reading->arena, count, sizeof *reading->trees);
    for (size_t i = 0; i < count; i++) {
        const struct definition_file *file = &reading->source->files[i];
        struct text path = text_copy(reading->arena, file->path);
        struct yaml_fields nowhere = {.file = path, .problems = reading->problems};
        struct node *root;
        if (yaml_read(reading->arena, path, file->bytes, &root, reading->problems))
            (void)yaml_fields_item_map(&nowhere, root, &reading->trees[i]);
    }
    return reading->problems->errors == errors;
}

static void subject_read(struct reading *reading, const struct subject *subject)
{
    for (size_t i = 0; i < reading->source->count; i++)
        if (path_is_of(reading->source->files[i].path, subject))
            subject->read(reading, &reading->trees[i]);
    subject->link(reading);
}

/* ── the digest ── */

static void length_add(struct seal_sha256 *hashing, size_t length)
{
    char bytes[8];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)(unsigned char)(((uint64_t)length >> (8 * (7 - i))) & 0xff);
    seal_sha256_add(hashing, (struct text){bytes, sizeof bytes});
}

/* Over length and bytes of path and file, in order of path: however the packs were gathered. */
static void digest_compute(const struct definition_source *source, uint8_t digest[SEAL_HASH_BYTES])
{
    const struct definition_file *order[DEFINITION_FILES_MAX];
    for (size_t i = 0; i < source->count; i++) {
        size_t at = i;
        while (at > 0 && text_compare(order[at - 1]->path, source->files[i].path) > 0) {
            order[at] = order[at - 1];
            at--;
        }
        order[at] = &source->files[i];
    }
    struct seal_sha256 hashing;
    seal_sha256_init(&hashing);
    for (size_t i = 0; i < source->count; i++) {
        length_add(&hashing, order[i]->path.length);
        seal_sha256_add(&hashing, order[i]->path);
        length_add(&hashing, order[i]->bytes.length);
        seal_sha256_add(&hashing, order[i]->bytes);
    }
    struct seal_hash hash = seal_sha256_end(&hashing);
    for (size_t i = 0; i < SEAL_HASH_BYTES; i++)
        digest[i] = hash.bytes[i];
}

static bool size_check(const struct definition_source *source, struct problems *problems)
{
    size_t bytes = 0;
    for (size_t i = 0; i < source->count; i++)
        bytes += source->files[i].bytes.length;
    if (source->count <= DEFINITION_FILES_MAX && bytes <= DEFINITION_BYTES_MAX)
        return true;
    problem_add(problems, (struct place){0}, "definition.too-big", (struct text){0}, (struct text){0});
    return false;
}

const struct definition *definition_make(struct arena *arena, const struct definition_source *source, struct problems *problems)
{
    struct reading reading;
    size_t errors = problems->errors;
    if (!size_check(source, problems))
        return NULL;
    reading_init(&reading, arena, source, problems);
    files_check(&reading);
    if (!trees_read(&reading))
        return NULL;
    for (size_t i = 0; i < LENGTH_OF(subjects); i++)
        subject_read(&reading, &subjects[i]);
    if (problems->errors > errors)
        return NULL;
    digest_compute(source, reading.made->digest);
    return reading.made;
}
