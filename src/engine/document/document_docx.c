#include "engine/document/document_docx.h"

#include "base/markers.h"
#include "engine/codec/zip.h"
#include "engine/document/docx_inside.h"
#include "engine/document/drawing_png.h"

#include <math.h>

enum { PART_BYTES_MAX = 64 << 20, PARTS_FIXED = 10, PICTURES_MAX = 200 };

static const double picture_scale = 3; /* pixels per unit: about 240 an inch on paper */

#define SPACE_W "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#define SPACE_R "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define SPACE_WP "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
#define SPACE_RELS "http://schemas.openxmlformats.org/package/2006/relationships"
#define SPACE_TYPES "http://schemas.openxmlformats.org/package/2006/content-types"
#define SPACE_CORE "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
#define TYPE_WORD "application/vnd.openxmlformats-officedocument.wordprocessingml."

/* The package as it grows. */
struct package {
    struct docx docx;
    struct arena *scratch;
    struct zip_part *parts;
    size_t count;
};

static void tag(struct xml *xml, const char *name, const char *attribute, struct text value)
{
    xml_begin(xml, name);
    xml_attribute(xml, attribute, value);
    xml_end(xml, name);
}

/* Writes one part through `fill`; pictures noted on the way are kept. */
static bool part_add(struct package *package, const char *name, void (*fill)(struct package *package),
                     struct failure *why)
{
    struct buffer CLOSING(buffer) out;
    buffer_init(&out, PART_BYTES_MAX);
    xml_init(&package->docx.xml, &out);
    xml_declare(&package->docx.xml);
    fill(package);
    if (!xml_ok(&package->docx.xml, why))
        return false;
    package->parts[package->count++] =
        (struct zip_part){.name = text_of(name), .bytes = text_copy(package->scratch, buffer_text(&out))};
    return true;
}

/* ---- the document itself ---- */

static void mm_attribute(struct xml *xml, const char *name, double mm)
{
    xml_attribute_whole(xml, name, llround(mm * 1440 / 25.4));
}

static void edge_reference(struct xml *xml, const char *edge, const char *type, const char *id)
{
    xml_begin(xml, edge);
    xml_attribute(xml, "w:type", text_of(type));
    xml_attribute(xml, "r:id", text_of(id));
    xml_end(xml, edge);
}

static void section_write(struct xml *xml, const struct docx_layout *layout)
{
    xml_begin(xml, "w:sectPr");
    edge_reference(xml, "w:headerReference", "default", "header");
    edge_reference(xml, "w:headerReference", "first", "headerfirst");
    edge_reference(xml, "w:footerReference", "default", "footer");
    edge_reference(xml, "w:footerReference", "first", "footer");
    xml_begin(xml, "w:pgSz");
    mm_attribute(xml, "w:w", layout->paper_width);
    mm_attribute(xml, "w:h", layout->paper_height);
    if (layout->paper_width > layout->paper_height)
        xml_attribute(xml, "w:orient", TEXT("landscape"));
    xml_end(xml, "w:pgSz");
    xml_begin(xml, "w:pgMar");
    mm_attribute(xml, "w:top", layout->margin_top);
    mm_attribute(xml, "w:right", layout->margin_right);
    mm_attribute(xml, "w:bottom", layout->margin_bottom);
    mm_attribute(xml, "w:left", layout->margin_left);
    mm_attribute(xml, "w:header", layout->header_distance);
    mm_attribute(xml, "w:footer", layout->header_distance);
    mm_attribute(xml, "w:gutter", 0);
    xml_end(xml, "w:pgMar");
    xml_begin(xml, "w:titlePg");
    xml_end(xml, "w:titlePg");
    xml_end(xml, "w:sectPr");
}

static void document_fill(struct package *package)
{
    struct xml *xml = &package->docx.xml;
    xml_begin(xml, "w:document");
    xml_attribute(xml, "xmlns:w", TEXT(SPACE_W));
    xml_attribute(xml, "xmlns:r", TEXT(SPACE_R));
    xml_attribute(xml, "xmlns:wp", TEXT(SPACE_WP));
    xml_begin(xml, "w:body");
    docx_body(&package->docx);
    section_write(xml, package->docx.layout);
    xml_end(xml, "w:body");
    xml_end(xml, "w:document");
}

static void edge_begin(struct xml *xml, const char *edge)
{
    xml_begin(xml, edge);
    xml_attribute(xml, "xmlns:w", TEXT(SPACE_W));
}

static void header_fill(struct package *package)
{
    struct docx *docx = &package->docx;
    edge_begin(&docx->xml, "w:hdr");
    docx_page_number(docx);
    xml_end(&docx->xml, "w:hdr");
}

/* The first page has no number. */
static void header_first_fill(struct package *package)
{
    struct docx *docx = &package->docx;
    edge_begin(&docx->xml, "w:hdr");
    docx_line(docx, &(struct docx_paragraph){0}, (struct docx_letters){.points = docx->layout->page_number},
              TEXT(""));
    xml_end(&docx->xml, "w:hdr");
}

/* What must not be missed stands on every page. */
static void footer_fill(struct package *package)
{
    struct docx *docx = &package->docx;
    const struct docx_letters letters = {.points = 10, .italic = true};
    edge_begin(&docx->xml, "w:ftr");
    docx_line(docx, &(struct docx_paragraph){.align = DOCX_RIGHT}, letters, docx->document->notice);
    xml_end(&docx->xml, "w:ftr");
}

/* ---- styles and settings ---- */

static void fonts_write(struct xml *xml, struct text language)
{
    static const char *const scripts[] = {"w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"};
    xml_begin(xml, "w:rFonts");
    for (size_t i = 0; i < LENGTH_OF(scripts); i++)
        xml_attribute(xml, scripts[i], TEXT("Times New Roman"));
    xml_end(xml, "w:rFonts");
    tag(xml, "w:sz", "w:val", TEXT("28"));
    tag(xml, "w:lang", "w:val", language);
}

static void style_write(struct package *package, int level)
{
    struct xml *xml = &package->docx.xml;
    struct text id = level == 0 ? TEXT("Normal") : text_format(package->scratch, "Heading%d", level);
    xml_begin(xml, "w:style");
    xml_attribute(xml, "w:type", TEXT("paragraph"));
    if (level == 0)
        xml_attribute(xml, "w:default", TEXT("1"));
    xml_attribute(xml, "w:styleId", id);
    tag(xml, "w:name", "w:val", level == 0 ? id : text_format(package->scratch, "heading %d", level));
    if (level > 0) {
        tag(xml, "w:basedOn", "w:val", TEXT("Normal"));
        tag(xml, "w:next", "w:val", TEXT("Normal"));
    }
    xml_element(xml, "w:qFormat", TEXT(""));
    if (level > 0) {
        xml_begin(xml, "w:pPr");
        tag(xml, "w:outlineLvl", "w:val", text_format(package->scratch, "%d", level - 1));
        xml_end(xml, "w:pPr");
    }
    xml_end(xml, "w:style");
}

static void styles_fill(struct package *package)
{
    struct xml *xml = &package->docx.xml;
    xml_begin(xml, "w:styles");
    xml_attribute(xml, "xmlns:w", TEXT(SPACE_W));
    xml_begin(xml, "w:docDefaults");
    xml_begin(xml, "w:rPrDefault");
    xml_begin(xml, "w:rPr");
    fonts_write(xml, docx_is_english(&package->docx) ? TEXT("en-GB") : TEXT("vi-VN"));
    xml_end(xml, "w:rPr");
    xml_end(xml, "w:rPrDefault");
    xml_end(xml, "w:docDefaults");
    for (int level = 0; level <= 3; level++)
        style_write(package, level);
    xml_end(xml, "w:styles");
}

static void settings_fill(struct package *package)
{
    struct xml *xml = &package->docx.xml;
    xml_begin(xml, "w:settings");
    xml_attribute(xml, "xmlns:w", TEXT(SPACE_W));
    xml_begin(xml, "w:compat");
    xml_begin(xml, "w:compatSetting");
    xml_attribute(xml, "w:name", TEXT("compatibilityMode"));
    xml_attribute(xml, "w:uri", TEXT("http://schemas.microsoft.com/office/word"));
    xml_attribute(xml, "w:val", TEXT("15"));
    xml_end(xml, "w:compatSetting");
    xml_end(xml, "w:compat");
    xml_end(xml, "w:settings");
}

static void core_fill(struct package *package)
{
    struct xml *xml = &package->docx.xml;
    xml_begin(xml, "cp:coreProperties");
    xml_attribute(xml, "xmlns:cp", TEXT(SPACE_CORE));
    xml_attribute(xml, "xmlns:dc", TEXT("http://purl.org/dc/elements/1.1/"));
    xml_element(xml, "dc:title", package->docx.document->title);
    xml_element(xml, "dc:language", docx_is_english(&package->docx) ? TEXT("en-GB") : TEXT("vi-VN"));
    xml_end(xml, "cp:coreProperties");
}

/* ---- what ties the parts together ---- */

static void relation(struct xml *xml, struct text id, struct text type, struct text target)
{
    xml_begin(xml, "Relationship");
    xml_attribute(xml, "Id", id);
    xml_attribute(xml, "Type", type);
    xml_attribute(xml, "Target", target);
    xml_end(xml, "Relationship");
}

static void relations_begin(struct xml *xml)
{
    xml_begin(xml, "Relationships");
    xml_attribute(xml, "xmlns", TEXT(SPACE_RELS));
}

static void relations_fill(struct package *package)
{
    struct xml *xml = &package->docx.xml;
    relations_begin(xml);
    relation(xml, TEXT("document"), TEXT(SPACE_R "/officeDocument"), TEXT("word/document.xml"));
    relation(xml, TEXT("core"), TEXT(SPACE_RELS "/metadata/core-properties"), TEXT("docProps/core.xml"));
    xml_end(xml, "Relationships");
}

static void document_relations_fill(struct package *package)
{
    struct xml *xml = &package->docx.xml;
    relations_begin(xml);
    relation(xml, TEXT("styles"), TEXT(SPACE_R "/styles"), TEXT("styles.xml"));
    relation(xml, TEXT("settings"), TEXT(SPACE_R "/settings"), TEXT("settings.xml"));
    relation(xml, TEXT("header"), TEXT(SPACE_R "/header"), TEXT("header.xml"));
    relation(xml, TEXT("headerfirst"), TEXT(SPACE_R "/header"), TEXT("header_first.xml"));
    relation(xml, TEXT("footer"), TEXT(SPACE_R "/footer"), TEXT("footer.xml"));
    for (size_t i = 1; i <= package->docx.pictures.count; i++)
        relation(xml, text_format(package->scratch, "picture%zu", i), TEXT(SPACE_R "/image"),
                 text_format(package->scratch, "media/picture%zu.png", i));
    xml_end(xml, "Relationships");
}

static void type_write(struct xml *xml, const char *part, const char *type)
{
    bool whole = part[0] == '/';
    xml_begin(xml, whole ? "Override" : "Default");
    xml_attribute(xml, whole ? "PartName" : "Extension", text_of(part));
    xml_attribute(xml, "ContentType", text_of(type));
    xml_end(xml, whole ? "Override" : "Default");
}

static void types_fill(struct package *package)
{
    static const char *const types[][2] = {
        {"rels", "application/vnd.openxmlformats-package.relationships+xml"},
        {"xml", "application/xml"},
        {"png", "image/png"},
        {"/word/document.xml", TYPE_WORD "document.main+xml"},
        {"/word/styles.xml", TYPE_WORD "styles+xml"},
        {"/word/settings.xml", TYPE_WORD "settings+xml"},
        {"/word/header.xml", TYPE_WORD "header+xml"},
        {"/word/header_first.xml", TYPE_WORD "header+xml"},
        {"/word/footer.xml", TYPE_WORD "footer+xml"},
        {"/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"},
    };
    struct xml *xml = &package->docx.xml;
    xml_begin(xml, "Types");
    xml_attribute(xml, "xmlns", TEXT(SPACE_TYPES));
    for (size_t i = 0; i < LENGTH_OF(types); i++)
        type_write(xml, types[i][0], types[i][1]);
    xml_end(xml, "Types");
}

static bool pictures_add(struct package *package, struct failure *why)
{
    const struct list *pictures = &package->docx.pictures;
    for (size_t i = 0; i < pictures->count; i++) {
        struct buffer CLOSING(buffer) out;
        buffer_init(&out, PART_BYTES_MAX);
        if (!drawing_png_write(&out, pictures->items[i], picture_scale, why))
            return false;
        package->parts[package->count++] =
            (struct zip_part){.name = text_format(package->scratch, "word/media/picture%zu.png", i + 1),
                              .bytes = text_copy(package->scratch, buffer_text(&out)),
                              .stored = true};
    }
    return true;
}

static size_t charts_count(const struct document *document)
{
    size_t count = 0;
    for (size_t i = 0; i < document->blocks.count; i++)
        count += ((const struct block *)document->blocks.items[i])->kind == BLOCK_CHART;
    return count;
}

static bool parts_add(struct package *package, struct failure *why)
{
    static const struct {
        const char *name;
        void (*fill)(struct package *package);
    } fixed[PARTS_FIXED] = {
        {"[Content_Types].xml", types_fill},
        {"_rels/.rels", relations_fill},
        {"docProps/core.xml", core_fill},
        {"word/document.xml", document_fill}, /* notes the pictures for its relations */
        {"word/_rels/document.xml.rels", document_relations_fill},
        {"word/styles.xml", styles_fill},
        {"word/settings.xml", settings_fill},
        {"word/header.xml", header_fill},
        {"word/header_first.xml", header_first_fill},
        {"word/footer.xml", footer_fill},
    };
    for (size_t i = 0; i < LENGTH_OF(fixed); i++) {
        if (!part_add(package, fixed[i].name, fixed[i].fill, why))
            return false;
    }
    return pictures_add(package, why);
}

bool document_docx_write(struct buffer *out, const struct document *document, struct failure *why)
{
    size_t charts = charts_count(document);
    if (charts > PICTURES_MAX)
        return FAIL(why, FAILURE_TOO_BIG, "%zu charts in one document, at most %d", charts, PICTURES_MAX);
    struct arena *CLOSING(arena) scratch = arena_open();
    struct package package = {.scratch = scratch};
    package.docx.document = document;
    const struct docx_layout layout = docx_layout_get(document->head.layout, document->landscape);
    package.docx.layout = &layout;
    package.docx.scratch = scratch;
    package.parts = arena_make_many(scratch, PARTS_FIXED + charts, sizeof *package.parts);
    struct text bytes;
    if (!parts_add(&package, why) || !zip_make(scratch, package.parts, package.count, &bytes, why))
        return false;
    buffer_add(out, bytes);
    return buffer_ok(out, why);
}
