#include "engine/document/docx_inside.h"

#include <math.h>

enum { PICTURE_WIDTH = 120, PICTURE_HEIGHT_MOST = 190, EMU_PER_MM = 36000 };

#define SPACE_A "http://schemas.openxmlformats.org/drawingml/2006/main"
#define SPACE_PICTURE "http://schemas.openxmlformats.org/drawingml/2006/picture"

static void sized(struct xml *xml, const char *name, int64_t wide, int64_t high)
{
    xml_begin(xml, name);
    xml_attribute_whole(xml, "cx", wide);
    xml_attribute_whole(xml, "cy", high);
    xml_end(xml, name);
}

static void named(struct docx *docx, const char *name, const struct drawing *drawing)
{
    struct xml *xml = &docx->xml;
    int64_t number = (int64_t)docx->pictures.count;
    xml_begin(xml, name);
    xml_attribute_whole(xml, "id", number);
    xml_attribute(xml, "name", text_format(docx->scratch, "picture%d", (int)number));
    xml_attribute(xml, "title", drawing->title);
    xml_attribute(xml, "descr", drawing->description);
    xml_end(xml, name);
}

static void picture_fill(struct docx *docx)
{
    struct xml *xml = &docx->xml;
    xml_begin(xml, "pic:blipFill");
    xml_begin(xml, "a:blip");
    xml_attribute(xml, "r:embed", text_format(docx->scratch, "picture%zu", docx->pictures.count));
    xml_end(xml, "a:blip");
    xml_begin(xml, "a:stretch");
    xml_begin(xml, "a:fillRect");
    xml_end(xml, "a:fillRect");
    xml_end(xml, "a:stretch");
    xml_end(xml, "pic:blipFill");
}

static void picture_form(struct xml *xml, int64_t wide, int64_t high)
{
    xml_begin(xml, "pic:spPr");
    xml_begin(xml, "a:xfrm");
    xml_begin(xml, "a:off");
    xml_attribute_whole(xml, "x", 0);
    xml_attribute_whole(xml, "y", 0);
    xml_end(xml, "a:off");
    sized(xml, "a:ext", wide, high);
    xml_end(xml, "a:xfrm");
    xml_begin(xml, "a:prstGeom");
    xml_attribute(xml, "prst", TEXT("rect"));
    xml_begin(xml, "a:avLst");
    xml_end(xml, "a:avLst");
    xml_end(xml, "a:prstGeom");
    xml_end(xml, "pic:spPr");
}

static void graphic(struct docx *docx, const struct drawing *drawing, int64_t wide, int64_t high)
{
    struct xml *xml = &docx->xml;
    xml_begin(xml, "a:graphic");
    xml_attribute(xml, "xmlns:a", TEXT(SPACE_A));
    xml_begin(xml, "a:graphicData");
    xml_attribute(xml, "uri", TEXT(SPACE_PICTURE));
    xml_begin(xml, "pic:pic");
    xml_attribute(xml, "xmlns:pic", TEXT(SPACE_PICTURE));
    xml_begin(xml, "pic:nvPicPr");
    named(docx, "pic:cNvPr", drawing);
    xml_begin(xml, "pic:cNvPicPr");
    xml_end(xml, "pic:cNvPicPr");
    xml_end(xml, "pic:nvPicPr");
    picture_fill(docx);
    picture_form(xml, wide, high);
    xml_end(xml, "pic:pic");
    xml_end(xml, "a:graphicData");
    xml_end(xml, "a:graphic");
}

void docx_picture(struct docx *docx, const struct drawing *drawing)
{
    list_add(&docx->pictures, docx->scratch, (void *)(uintptr_t)drawing);
    double scale = fmin(PICTURE_WIDTH / drawing->width, PICTURE_HEIGHT_MOST / drawing->height);
    int64_t wide = llround(drawing->width * scale * EMU_PER_MM),
            high = llround(drawing->height * scale * EMU_PER_MM);
    struct xml *xml = &docx->xml;
    docx_paragraph_begin(
        docx, &(struct docx_paragraph){.align = DOCX_CENTRE, .before = 4, .after = 4, .keep_next = true});
    xml_begin(xml, "w:r");
    xml_begin(xml, "w:drawing");
    xml_begin(xml, "wp:inline");
    sized(xml, "wp:extent", wide, high);
    named(docx, "wp:docPr", drawing);
    graphic(docx, drawing, wide, high);
    xml_end(xml, "wp:inline");
    xml_end(xml, "w:drawing");
    xml_end(xml, "w:r");
    docx_paragraph_end(docx);
}
