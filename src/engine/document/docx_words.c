#include "engine/document/docx_inside.h"

#include "base/markers.h"

#include <math.h>

static int64_t twips(double mm)
{
    return llround(mm * 1440 / 25.4);
}

static int64_t twentieths(double points)
{
    return llround(points * 20);
}

bool docx_is_english(const struct docx *docx)
{
    return docx->document->language == LANGUAGE_EN;
}

static void empty(struct docx *docx, const char *name)
{
    xml_begin(&docx->xml, name);
    xml_end(&docx->xml, name);
}

static void valued(struct docx *docx, const char *name, struct text value)
{
    xml_begin(&docx->xml, name);
    xml_attribute(&docx->xml, "w:val", value);
    xml_end(&docx->xml, name);
}

static void counted(struct docx *docx, const char *name, int64_t value)
{
    xml_begin(&docx->xml, name);
    xml_attribute_whole(&docx->xml, "w:val", value);
    xml_end(&docx->xml, name);
}

static void spacing(struct docx *docx, const struct docx_paragraph *paragraph)
{
    xml_begin(&docx->xml, "w:spacing");
    xml_attribute_whole(&docx->xml, "w:before", twentieths(paragraph->before));
    xml_attribute_whole(&docx->xml, "w:after", twentieths(paragraph->after));
    xml_attribute_whole(&docx->xml, "w:line", llround((paragraph->line > 0 ? paragraph->line : 1) * 240));
    xml_attribute(&docx->xml, "w:lineRule", TEXT("auto"));
    xml_end(&docx->xml, "w:spacing");
}

static void indents(struct docx *docx, const struct docx_paragraph *paragraph)
{
    xml_begin(&docx->xml, "w:ind");
    xml_attribute_whole(&docx->xml, "w:left", twips(paragraph->left));
    xml_attribute_whole(&docx->xml, "w:right", twips(paragraph->right));
    xml_attribute_whole(&docx->xml, "w:firstLine", twips(paragraph->first_line));
    xml_end(&docx->xml, "w:ind");
}

void docx_paragraph_begin(struct docx *docx, const struct docx_paragraph *paragraph)
{
    static const char *const aligns[] = {
        [DOCX_LEFT] = "left", [DOCX_CENTRE] = "center", [DOCX_RIGHT] = "right", [DOCX_JUSTIFIED] = "both"};
    xml_begin(&docx->xml, "w:p");
    xml_begin(&docx->xml, "w:pPr");
    if (paragraph->heading > 0)
        valued(docx, "w:pStyle", text_format(docx->scratch, "Heading%d", paragraph->heading));
    if (paragraph->keep_next || docx->keep_next)
        empty(docx, "w:keepNext");
    if (paragraph->new_page)
        empty(docx, "w:pageBreakBefore");
    spacing(docx, paragraph);
    indents(docx, paragraph);
    valued(docx, "w:jc", text_of(aligns[paragraph->align]));
    xml_end(&docx->xml, "w:pPr");
}

void docx_paragraph_end(struct docx *docx)
{
    xml_end(&docx->xml, "w:p");
}

static void run_begin(struct docx *docx, struct docx_letters letters)
{
    xml_begin(&docx->xml, "w:r");
    xml_begin(&docx->xml, "w:rPr");
    if (letters.bold)
        empty(docx, "w:b");
    if (letters.italic)
        empty(docx, "w:i");
    counted(docx, "w:sz", llround(letters.points * 2));
    counted(docx, "w:szCs", llround(letters.points * 2));
    if (letters.underline)
        valued(docx, "w:u", TEXT("single"));
    xml_end(&docx->xml, "w:rPr");
}

void docx_words(struct docx *docx, struct docx_letters letters, struct text words)
{
    if (words.length == 0)
        return;
    run_begin(docx, letters);
    xml_begin(&docx->xml, "w:t");
    xml_attribute(&docx->xml, "xml:space", TEXT("preserve"));
    xml_text(&docx->xml, words);
    xml_end(&docx->xml, "w:t");
    xml_end(&docx->xml, "w:r");
}

void docx_runs(struct docx *docx, struct docx_letters letters, const struct runs *runs)
{
    for (size_t i = 0; i < runs->count; i++) {
        const struct run *run = &runs->items[i];
        struct docx_letters own = letters;
        own.bold = letters.bold || run->bold;
        own.italic = letters.italic != run->italic; /* stressed within italics stands upright */
        docx_words(docx, own, run->text);
    }
}

void docx_line(struct docx *docx, const struct docx_paragraph *paragraph, struct docx_letters letters,
               struct text words)
{
    docx_paragraph_begin(docx, paragraph);
    docx_words(docx, letters, words);
    docx_paragraph_end(docx);
}

enum { RULE_APART = 3 }; /* points below the letters */

/* An empty paragraph, as good as flat, with a border on top; its indents give the length. */
void docx_rule(struct docx *docx, double width, double length)
{
    double aside = width > length ? (width - length) / 2 : 0;
    struct xml *xml = &docx->xml;
    xml_begin(xml, "w:p");
    xml_begin(xml, "w:pPr");
    xml_begin(xml, "w:pBdr");
    xml_begin(xml, "w:top");
    xml_attribute(xml, "w:val", TEXT("single"));
    xml_attribute_whole(xml, "w:sz", 6);
    xml_attribute_whole(xml, "w:space", 1);
    xml_attribute(xml, "w:color", TEXT("000000"));
    xml_end(xml, "w:top");
    xml_end(xml, "w:pBdr");
    xml_begin(xml, "w:spacing");
    xml_attribute_whole(xml, "w:before", twentieths(RULE_APART));
    xml_attribute_whole(xml, "w:after", 0);
    xml_attribute_whole(xml, "w:line", 60);
    xml_attribute(xml, "w:lineRule", TEXT("exact"));
    xml_end(xml, "w:spacing");
    indents(docx, &(struct docx_paragraph){.left = aside, .right = aside});
    xml_begin(xml, "w:rPr");
    counted(docx, "w:sz", 4);
    xml_end(xml, "w:rPr");
    xml_end(xml, "w:pPr");
    xml_end(xml, "w:p");
}

double docx_rule_below(struct docx_letters letters, struct text words, double width)
{
    double mm = drawing_text_width(words, letters.points) * 25.4 / 72;
    return fmin(mm, width) * 0.4;
}

void docx_page_number(struct docx *docx)
{
    static const char *const steps[] = {"begin", NULL, "separate", "1", "end"};
    const struct docx_letters letters = {.points = docx->layout->page_number};
    docx_paragraph_begin(docx, &(struct docx_paragraph){.align = DOCX_CENTRE});
    for (size_t i = 0; i < LENGTH_OF(steps); i++) {
        if (i == 3) {
            docx_words(docx, letters, TEXT("2")); /* what stands there until the page is counted */
            continue;
        }
        run_begin(docx, letters);
        if (steps[i] == NULL) {
            xml_begin(&docx->xml, "w:instrText");
            xml_attribute(&docx->xml, "xml:space", TEXT("preserve"));
            xml_text(&docx->xml, TEXT(" PAGE "));
            xml_end(&docx->xml, "w:instrText");
        } else {
            xml_begin(&docx->xml, "w:fldChar");
            xml_attribute(&docx->xml, "w:fldCharType", text_of(steps[i]));
            xml_end(&docx->xml, "w:fldChar");
        }
        xml_end(&docx->xml, "w:r");
    }
    docx_paragraph_end(docx);
}

/* ---- cells ---- */

static void width_write(struct docx *docx, const char *name, double mm)
{
    xml_begin(&docx->xml, name);
    xml_attribute_whole(&docx->xml, "w:w", twips(mm));
    xml_attribute(&docx->xml, "w:type", TEXT("dxa"));
    xml_end(&docx->xml, name);
}

static void borders_write(struct docx *docx, bool borders)
{
    static const char *const sides[] = {"w:top", "w:left", "w:bottom", "w:right", "w:insideH", "w:insideV"};
    xml_begin(&docx->xml, "w:tblBorders");
    for (size_t i = 0; i < LENGTH_OF(sides); i++) {
        xml_begin(&docx->xml, sides[i]);
        xml_attribute(&docx->xml, "w:val", borders ? TEXT("single") : TEXT("nil"));
        if (borders) {
            xml_attribute_whole(&docx->xml, "w:sz", 4);
            xml_attribute_whole(&docx->xml, "w:space", 0);
            xml_attribute(&docx->xml, "w:color", TEXT("000000"));
        }
        xml_end(&docx->xml, sides[i]);
    }
    xml_end(&docx->xml, "w:tblBorders");
}

void docx_grid_begin(struct docx *docx, const double *widths, size_t count, bool borders)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += widths[i];
    struct xml *xml = &docx->xml;
    xml_begin(xml, "w:tbl");
    xml_begin(xml, "w:tblPr");
    width_write(docx, "w:tblW", sum);
    valued(docx, "w:jc", TEXT("center"));
    borders_write(docx, borders);
    xml_begin(xml, "w:tblLayout");
    xml_attribute(xml, "w:type", TEXT("fixed"));
    xml_end(xml, "w:tblLayout");
    double margin = !borders ? 0 : docx->narrow_cells ? 0.3 : 1.5;
    xml_begin(xml, "w:tblCellMar");
    width_write(docx, "w:left", margin);
    width_write(docx, "w:right", margin);
    xml_end(xml, "w:tblCellMar");
    xml_end(xml, "w:tblPr");
    xml_begin(xml, "w:tblGrid");
    for (size_t i = 0; i < count; i++) {
        xml_begin(xml, "w:gridCol");
        xml_attribute_whole(xml, "w:w", twips(widths[i]));
        xml_end(xml, "w:gridCol");
    }
    xml_end(xml, "w:tblGrid");
}

void docx_grid_end(struct docx *docx)
{
    xml_end(&docx->xml, "w:tbl");
}

void docx_row_begin(struct docx *docx, bool heading)
{
    xml_begin(&docx->xml, "w:tr");
    xml_begin(&docx->xml, "w:trPr");
    empty(docx, "w:cantSplit");
    if (heading)
        empty(docx, "w:tblHeader");
    xml_end(&docx->xml, "w:trPr");
}

void docx_row_end(struct docx *docx)
{
    xml_end(&docx->xml, "w:tr");
}

void docx_cell_begin(struct docx *docx, double width, size_t columns, enum docx_merge merge)
{
    xml_begin(&docx->xml, "w:tc");
    xml_begin(&docx->xml, "w:tcPr");
    width_write(docx, "w:tcW", width);
    if (columns > 1)
        counted(docx, "w:gridSpan", (int64_t)columns);
    if (merge == DOCX_MERGE_BEGIN)
        valued(docx, "w:vMerge", TEXT("restart"));
    if (merge == DOCX_MERGE_ON)
        empty(docx, "w:vMerge");
    if (docx->centred_cells)
        valued(docx, "w:vAlign", TEXT("center"));
    xml_end(&docx->xml, "w:tcPr");
}

void docx_cell_end(struct docx *docx)
{
    xml_end(&docx->xml, "w:tc");
}
