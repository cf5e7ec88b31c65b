/* pack.c — which files make a pack, which packs it stands on, and reading them from a folder. */
#include "base/file.h"
#include "engine/codec/yaml.h"
#include "keep/definition/definition_inside.h"

enum { PACKS_FOLDER_FILES_MAX = 20000, FILE_BYTES_MAX = 4 << 20 };

/* "vietnam/registers/outreach.yaml" is of pack "vietnam". */
static struct text pack_of(struct text path)
{
    struct text rest = path, pack = {0};
    if (!text_next(&rest, '/', &pack) || pack.length == path.length)
        return (struct text){0};
    return pack;
}

/* ── pack.yaml ── */

struct use {
    struct text name;
    struct place place;
};

void pack_read(struct reading *reading, const struct yaml_fields *in)
{
    static const struct text known[] = {TEXT_ENTRY("pack"), TEXT_ENTRY("version"), TEXT_ENTRY("title"), TEXT_ENTRY("uses")};
    struct text name;
    yaml_fields_check(in, (struct yaml_words){known, LENGTH_OF(known)});
    if (!yaml_fields_text(in, "pack", YAML_MUST, &name))
        return;
    struct place place = value_place(in, "pack");
    if (!text_equal(name, pack_of(in->file))) {
        problem_of(reading, place, "definition.pack-folder", name, pack_of(in->file));
        name = pack_of(in->file); /* what others call it by */
    }
    if (!name_check(reading, name, NAME_OF_RULE, place) || vocabulary_add(reading, &reading->packs, name, place) == NULL)
        return;
    struct pack_definition *pack = row_add(&reading->pack_row, reading->arena);
    pack->name = name;
    title_read(reading, in, "title", YAML_MUST, &pack->title);
    yaml_fields_whole(in, "version", YAML_MUST, (struct yaml_range){1, INT32_MAX}, &pack->version);
    struct row uses = texts_read(reading, in, "uses", PACKS_MAX);
    for (size_t i = 0; i < uses.count; i++) /* those used stand before: their files came first */
        vocabulary_check(reading, &reading->packs, *(struct text *)row_at(&uses, i), value_place(in, "uses"));
}

void pack_link(struct reading *reading)
{
    const struct definition_source *source = reading->source;
    struct text last = {0};
    for (size_t i = 0; i < source->count; i++) {
        struct text pack = pack_of(source->files[i].path);
        if (pack.length == 0 || text_equal(pack, last))
            continue;
        last = pack;
        if (!vocabulary_knows(&reading->packs, pack))
            problem_of(reading, (struct place){.file = text_format(reading->arena, "%.*s/pack.yaml", TEXT_ARGS(pack))},
                       "definition.no-pack-file", pack, (struct text){0});
    }
    reading->made->packs = (const struct pack_definition *)(const void *)reading->pack_row.items;
    reading->made->pack_count = reading->pack_row.count;
}

/* ── reading from a folder ── */

/* One definition_source_read. */
struct gathering {
    struct arena *arena;
    const char *folder;
    struct list paths;      /* struct text *: all files below the folder of packs */
    struct row files;       /* struct definition_file */
    struct row begun, done; /* struct text: names of packs, for circles and for packs used twice */
    size_t bytes;
    struct problems *problems;
};

static bool among(const struct row *names, struct text name)
{
    for (size_t i = 0; i < names->count; i++)
        if (text_equal(*(struct text *)row_at(names, i), name))
            return true;
    return false;
}

static bool one_file_read(struct gathering *gathering, struct text path, struct text *bytes, struct failure *why)
{
    struct text full = text_format(gathering->arena, "%s/%.*s", gathering->folder, TEXT_ARGS(path));
    return file_read(gathering->arena, full.bytes, FILE_BYTES_MAX, bytes, why);
}

/* The packs that pack.yaml uses. What is wrong with the file is said by definition_make; here it only uses nothing. */
static struct row uses_of(struct gathering *gathering, struct text path, struct text bytes)
{
    struct row uses = ROW_OF(struct use);
    struct arena *CLOSING(arena) scratch = arena_open();
    struct problems unheard;
    struct node *root;
    problems_init(&unheard, scratch, 1);
    if (!yaml_read(scratch, path, bytes, &root, &unheard))
        return uses;
    const struct node *list = node_at(root, "uses");
    if (list == NULL || list->kind != NODE_LIST)
        return uses;
    for (size_t i = 0; i < list->list.count && i < PACKS_MAX; i++) {
        const struct node *item = list->list.items[i];
        if (item->kind != NODE_TEXT)
            continue;
        struct use *use = row_add(&uses, gathering->arena);
        use->name = text_copy(gathering->arena, item->text);
        use->place = (struct place){.file = path, .line = item->line, .column = item->column};
    }
    return uses;
}

static bool pack_exists(const struct gathering *gathering, struct text name)
{
    for (size_t i = 0; i < gathering->paths.count; i++)
        if (text_equal(pack_of(*(struct text *)gathering->paths.items[i]), name))
            return true;
    return false;
}

static void pack_unknown(struct gathering *gathering, const struct use *use)
{
    struct row names = ROW_OF(struct text);
    for (size_t i = 0; i < gathering->paths.count; i++) {
        struct text pack = pack_of(*(struct text *)gathering->paths.items[i]);
        if (pack.length > 0 && !among(&names, pack))
            *(struct text *)row_add(&names, gathering->arena) = pack;
    }
    struct text near = text_nearest(use->name, (const struct text *)(const void *)names.items, names.count);
    if (near.length == 0)
        near = text_join(gathering->arena, (const struct text *)(const void *)names.items, names.count, TEXT(", "));
    problem_add(gathering->problems, use->place, "definition.unknown-pack", use->name, near);
}

static bool files_gather(struct gathering *gathering, struct text pack, struct failure *why)
{
    for (size_t i = 0; i < gathering->paths.count; i++) {
        struct text path = *(struct text *)gathering->paths.items[i];
        if (!text_equal(pack_of(path), pack) || !text_ends(path, TEXT(".yaml")) || text_ends(path, TEXT("/sample.yaml")) ||
            text_contains(path, TEXT("/sample/")))
            continue; /* a sample fills a folder made for showing; it defines nothing */
        struct definition_file file = {.path = path};
        if (gathering->files.count >= DEFINITION_FILES_MAX)
            return FAIL(why, FAILURE_TOO_BIG, "the packs have more than %d files", DEFINITION_FILES_MAX);
        if (!one_file_read(gathering, path, &file.bytes, why))
            return false;
        gathering->bytes += file.bytes.length;
        if (gathering->bytes > DEFINITION_BYTES_MAX)
            return FAIL(why, FAILURE_TOO_BIG, "the packs have more than %d bytes", DEFINITION_BYTES_MAX);
        *(struct definition_file *)row_add(&gathering->files, gathering->arena) = file;
    }
    return true;
}

/* The packs it uses first, each once; then its own files. Depth is bounded: a pack begun twice is a circle. */
static bool pack_gather(struct gathering *gathering, const struct use *use, struct failure *why)
{
    if (among(&gathering->done, use->name))
        return true;
    if (among(&gathering->begun, use->name) || gathering->begun.count >= PACKS_MAX) {
        problem_add(gathering->problems, use->place, "definition.pack-circle", use->name, (struct text){0});
        return true;
    }
    if (!pack_exists(gathering, use->name)) {
        pack_unknown(gathering, use);
        return true;
    }
    *(struct text *)row_add(&gathering->begun, gathering->arena) = use->name;
    struct text path = text_format(gathering->arena, "%.*s/pack.yaml", TEXT_ARGS(use->name)), bytes = {0};
    struct text full = text_format(gathering->arena, "%s/%.*s", gathering->folder, TEXT_ARGS(path));
    if (file_exists(full.bytes)) {
        if (!one_file_read(gathering, path, &bytes, why))
            return false;
        struct row uses = uses_of(gathering, path, bytes);
        for (size_t i = 0; i < uses.count; i++)
            if (!pack_gather(gathering, row_at(&uses, i), why))
                return false;
    }
    *(struct text *)row_add(&gathering->done, gathering->arena) = use->name;
    return files_gather(gathering, use->name, why);
}

bool definition_source_read(struct arena *arena, const char *packs_folder, struct text name, struct definition_source *source,
                            struct problems *problems, struct failure *why)
{
    struct gathering gathering = {.arena = arena, .folder = packs_folder, .files = ROW_OF(struct definition_file),
                                  .begun = ROW_OF(struct text), .done = ROW_OF(struct text), .problems = problems};
    if (!folder_files(arena, packs_folder, PACKS_FOLDER_FILES_MAX, &gathering.paths, why))
        return false;
    if (!pack_gather(&gathering, &(struct use){.name = name}, why))
        return false;
    *source = (struct definition_source){(const struct definition_file *)(const void *)gathering.files.items, gathering.files.count};
    return true;
}
