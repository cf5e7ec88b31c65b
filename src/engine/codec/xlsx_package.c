/* xlsx_package.c — from the package's relations to the parts of its sheets. */
#include "engine/codec/xlsx_inside.h"

#include "base/list.h"

#include <string.h>

enum { RELATIONS_MAX = 20000 };

struct relation {
    struct text id, type, target; /* type: its last word; target: the name of a part */
};

/* ---- content types ---- */

struct content {
    struct arena *arena;
    struct text workbook; /* the part that calls itself a workbook */
    const char *other;    /* the code of what it is instead */
};

static void content_begin(void *own, struct text name, const char *const *attributes)
{
    struct content *content = own;
    struct text type = xml_read_attribute(attributes, "ContentType"), part = xml_read_attribute(attributes, "PartName");
    if (!text_is(name, "Override") || content->workbook.length > 0)
        return;
    if (text_contains(type, TEXT("sheet.binary.macroEnabled.main")))
        content->other = "xlsx.binary";
    else if (text_contains(type, TEXT("wordprocessingml.document")) || text_contains(type, TEXT("presentationml")))
        content->other = "xlsx.no-workbook";
    else if (text_ends(type, TEXT("main+xml")) && (text_contains(type, TEXT("spreadsheetml")) || text_contains(type, TEXT("ms-excel"))))
        content->workbook = text_copy(content->arena, text_starts(part, TEXT("/")) ? text_from(part, 1) : part);
}

static void nothing_end(void *own, struct text name)
{
    (void)own, (void)name;
}

static void nothing_text(void *own, struct text piece)
{
    (void)own, (void)piece;
}

static bool content_read(struct xlsx *xlsx, struct content *content)
{
    static const struct xml_events events = {content_begin, nothing_end, nothing_text};
    const struct zip_file *part = zip_read_find(xlsx->zip, TEXT("[Content_Types].xml"));
    if (part == NULL && zip_read_find(xlsx->zip, TEXT("mimetype")) != NULL)
        content->other = "xlsx.open-document";
    return part == NULL || xlsx_part_read(xlsx, part, &events, content);
}

/* ---- relations ---- */

struct relations {
    struct arena *arena;
    struct text folder; /* targets are relative to it */
    struct list list;   /* struct relation * */
    bool too_many;
};

/* "xl/worksheets/sheet1.xml" from a target relative to `folder` or, with a leading "/", to the package. */
static struct text part_name(struct arena *arena, struct text folder, struct text target)
{
    struct text path = target;
    if (!text_starts(target, TEXT("/")))
        path = text_format(arena, "%.*s%.*s", TEXT_ARGS(folder), TEXT_ARGS(target));
    struct text rest = text_replace(arena, path, TEXT("\\"), TEXT("/")), step, steps[16];
    size_t count = 0;
    while (text_next(&rest, '/', &step)) {
        if (step.length == 0 || text_is(step, "."))
            continue;
        if (text_is(step, ".."))
            count -= count > 0;
        else if (count < LENGTH_OF(steps))
            steps[count++] = step;
    }
    return text_join(arena, steps, count, TEXT("/"));
}

static struct text last_word(struct text type)
{
    struct text rest = type, word, last = {0};
    while (text_next(&rest, '/', &word))
        last = word;
    return last;
}

static void relation_begin(void *own, struct text name, const char *const *attributes)
{
    struct relations *relations = own;
    if (!text_is(name, "Relationship") || text_is(xml_read_attribute(attributes, "TargetMode"), "External"))
        return;
    if (relations->list.count >= RELATIONS_MAX) {
        relations->too_many = true;
        return;
    }
    struct relation *relation = arena_make(relations->arena, sizeof *relation);
    relation->id = text_copy(relations->arena, xml_read_attribute(attributes, "Id"));
    relation->type = text_copy(relations->arena, last_word(xml_read_attribute(attributes, "Type")));
    relation->target = part_name(relations->arena, relations->folder, xml_read_attribute(attributes, "Target"));
    list_add(&relations->list, relations->arena, relation);
}

/* Relations of the part `of` ("" for the package itself). A part without any has none. */
static bool relations_read(struct xlsx *xlsx, struct text of, struct relations *relations)
{
    static const struct xml_events events = {relation_begin, nothing_end, nothing_text};
    struct arena *arena = xlsx->workbook->arena;
    size_t slash = of.length;
    while (slash > 0 && of.bytes[slash - 1] != '/')
        slash--;
    *relations = (struct relations){.arena = arena, .folder = text_part(of, 0, slash)};
    struct text name = text_format(arena, "%.*s_rels/%.*s.rels", TEXT_ARGS(relations->folder), TEXT_ARGS(text_from(of, slash)));
    const struct zip_file *part = zip_read_find(xlsx->zip, name);
    if (part != NULL && !xlsx_part_read(xlsx, part, &events, relations))
        return false;
    return !relations->too_many || workbook_stop(xlsx->workbook, "zip.entries", RELATIONS_MAX);
}

static const struct relation *relation_of_type(const struct relations *relations, const char *type)
{
    for (size_t i = 0; i < relations->list.count; i++) {
        const struct relation *relation = relations->list.items[i];
        if (text_is(relation->type, type))
            return relation;
    }
    return NULL;
}

/* ---- the workbook's own part ---- */

struct book {
    struct xlsx *xlsx;
    const struct relations *relations;
    bool in_sheets, root_seen;
};

/* r:id is the relation; sheetId, without the prefix, is not. */
static struct text relation_id(const char *const *attributes)
{
    for (; *attributes != NULL; attributes += 2)
        if (text_ends(text_of(attributes[0]), TEXT(":id")))
            return text_of(attributes[1]);
    return (struct text){0};
}

static void sheet_put(struct book *book, const char *const *attributes)
{
    struct workbook *workbook = book->xlsx->workbook;
    struct text id = relation_id(attributes), state = xml_read_attribute(attributes, "state");
    if (id.length == 0)
        return; /* an old macro module */
    struct workbook_sheet sheet = {.hidden = text_is(state, "hidden") || text_is(state, "veryHidden")};
    for (size_t i = 0; i < book->relations->list.count; i++) {
        const struct relation *relation = book->relations->list.items[i];
        if (!text_equal(relation->id, id))
            continue;
        if (!text_is(relation->type, "worksheet"))
            return; /* a chart, a dialog or macros */
        sheet.part = relation->target;
    }
    if (!text_normalise(workbook->arena, xml_read_attribute(attributes, "name"), &sheet.name) || sheet.name.length == 0)
        sheet.name = text_format(workbook->arena, "Sheet%zu", workbook->count + 1);
    (void)workbook_put(workbook, sheet);
}

static void book_begin(void *own, struct text name, const char *const *attributes)
{
    struct book *book = own;
    if (!book->root_seen && !text_is(name, "workbook"))
        (void)workbook_stop(book->xlsx->workbook, "xlsx.no-workbook", 0);
    book->root_seen = true;
    if (text_is(name, "workbookPr")) {
        struct text date1904 = xml_read_attribute(attributes, "date1904");
        book->xlsx->from_1904 = text_is(date1904, "1") || text_is(date1904, "true") || text_is(date1904, "on");
    } else if (text_is(name, "sheets")) {
        book->in_sheets = true;
    } else if (text_is(name, "sheet") && book->in_sheets && !book->xlsx->workbook->broken) {
        sheet_put(book, attributes);
    }
}

static void book_end(void *own, struct text name)
{
    struct book *book = own;
    if (text_is(name, "sheets"))
        book->in_sheets = false;
}

static bool book_part_find(struct xlsx *xlsx, const struct zip_file **part)
{
    struct content content = {.arena = xlsx->workbook->arena};
    struct relations relations;
    if (!content_read(xlsx, &content) || !relations_read(xlsx, TEXT(""), &relations))
        return false;
    const struct relation *main = relation_of_type(&relations, "officeDocument");
    *part = main != NULL ? zip_read_find(xlsx->zip, main->target) : NULL;
    if (*part == NULL && content.workbook.length > 0)
        *part = zip_read_find(xlsx->zip, content.workbook);
    if (*part == NULL && content.other == NULL)
        *part = zip_read_find(xlsx->zip, TEXT("xl/workbook.xml"));
    if (content.other != NULL && content.workbook.length == 0)
        return workbook_stop(xlsx->workbook, content.other, 0);
    return *part != NULL || workbook_stop(xlsx->workbook, "xlsx.no-workbook", 0);
}

static const struct zip_file *part_of_type(struct xlsx *xlsx, const struct relations *relations, const char *type)
{
    const struct relation *relation = relation_of_type(relations, type);
    return relation != NULL ? zip_read_find(xlsx->zip, relation->target) : NULL;
}

bool xlsx_package_read(struct xlsx *xlsx)
{
    static const struct xml_events events = {book_begin, book_end, nothing_text};
    const struct zip_file *part;
    struct relations relations;
    if (!book_part_find(xlsx, &part) || !relations_read(xlsx, part->name, &relations))
        return false;
    xlsx->strings_part = part_of_type(xlsx, &relations, "sharedStrings");
    xlsx->styles_part = part_of_type(xlsx, &relations, "styles");
    struct book book = {.xlsx = xlsx, .relations = &relations};
    return xlsx_part_read(xlsx, part, &events, &book) && !xlsx->workbook->broken;
}
