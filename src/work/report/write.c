/* write.c — one document in the format asked. */
#include "work/report/report.h"

#include "engine/document/document_docx.h"
#include "engine/document/document_html.h"
#include "engine/document/document_json.h"
#include "engine/document/document_text.h"
#include "engine/document/document_xlsx.h"

enum { WRITTEN_MAX = 32 << 20 };

static const struct {
    struct text name, type;
} FORMATS[] = {
    [REPORT_HTML] = {TEXT_ENTRY("html"), TEXT_ENTRY("text/html; charset=utf-8")},
    [REPORT_FRAGMENT] = {TEXT_ENTRY("fragment"), TEXT_ENTRY("text/html; charset=utf-8")},
    [REPORT_TEXT] = {TEXT_ENTRY("txt"), TEXT_ENTRY("text/plain; charset=utf-8")},
    [REPORT_JSON] = {TEXT_ENTRY("json"), TEXT_ENTRY("application/json")},
    [REPORT_DOCX] = {TEXT_ENTRY("docx"), TEXT_ENTRY("application/vnd.openxmlformats-officedocument.wordprocessingml.document")},
    [REPORT_XLSX] = {TEXT_ENTRY("xlsx"), TEXT_ENTRY("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")},
};

bool report_format_read(struct text name, enum report_format *format)
{
    for (size_t i = 0; i < LENGTH_OF(FORMATS); i++)
        if (text_equal(FORMATS[i].name, name)) {
            *format = (enum report_format)i;
            return true;
        }
    return false;
}

struct text report_format_type(enum report_format format)
{
    return FORMATS[format].type;
}

bool report_write(struct arena *arena, const struct document *document, enum report_format format, struct text *bytes,
                  struct failure *why)
{
    struct buffer CLOSING(buffer) out;
    buffer_init(&out, WRITTEN_MAX);
    switch (format) {
    case REPORT_HTML:
        document_html_write(&out, document, HTML_PAGE);
        break;
    case REPORT_FRAGMENT:
        document_html_write(&out, document, HTML_PORTAL);
        break;
    case REPORT_TEXT:
        document_text_write(&out, document, 0);
        break;
    case REPORT_JSON:
        document_json_write(&out, document);
        break;
    case REPORT_DOCX:
        if (!document_docx_write(&out, document, why))
            return false;
        break;
    case REPORT_XLSX:
        return document_xlsx_write(arena, document, bytes, why);
    }
    if (!buffer_ok(&out, why))
        return false;
    *bytes = text_copy(arena, buffer_text(&out));
    return true;
}
