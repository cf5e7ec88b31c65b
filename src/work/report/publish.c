/*
 * publish.c — the snapshot the public opens, in both languages, by one act.
 *
 * What is kept is what was read on the day: the page's HTML, the plain text and the tree, so that
 * no later change of the program or the definitions changes what was published.
 */
#include "work/report/report.h"

#include "engine/codec/json.h"
#include "engine/document/document_json.h"

enum { SNAPSHOT_MAX = 16 << 20 };

static bool write_json(struct arena *arena, const struct node *tree, struct text *bytes, struct failure *why)
{
    struct buffer CLOSING(buffer) out;
    buffer_init(&out, SNAPSHOT_MAX);
    json_write(&out, tree);
    if (!buffer_ok(&out, why))
        return false;
    *bytes = text_copy(arena, buffer_text(&out));
    return true;
}

static bool make_snapshot(struct arena *arena, const struct document *document, struct text *bytes, struct failure *why)
{
    struct text html, text;
    if (!report_write(arena, document, REPORT_HTML, &html, why) || !report_write(arena, document, REPORT_TEXT, &text, why))
        return false;
    struct node *tree = node_map(arena);
    node_put(tree, "title", node_text(arena, document->title));
    node_put(tree, "html", node_text(arena, html));
    node_put(tree, "text", node_text(arena, text));
    node_put(tree, "document", document_json_make(arena, document));
    return write_json(arena, tree, bytes, why);
}

static bool build_both(struct instance *instance, const struct report_request *request, struct arena *arena, struct node *given,
                       struct failure *why)
{
    static const char *const KEYS[] = {[LANGUAGE_VI] = "document_vi", [LANGUAGE_EN] = "document_en"};
    struct report_request ask = *request;
    struct text bytes;
    ask.for_public = true;
    for (int language = LANGUAGE_VI; language <= LANGUAGE_EN; language++) {
        struct report_built built;
        ask.language = (enum language)language;
        if (!report_build(instance, &ask, arena, &built, why) || !make_snapshot(arena, built.document, &bytes, why))
            return false;
        node_put(given, KEYS[language], node_text(arena, bytes));
        if (language != LANGUAGE_VI)
            continue;
        node_put(given, "title", node_text(arena, built.document->title));
        if (!write_json(arena, built.figures, &bytes, why))
            return false;
        node_put(given, "figures", node_text(arena, bytes));
    }
    return true;
}

bool report_publish(struct instance *instance, const struct report_request *request, struct text once, struct arena *arena,
                    struct act_answer *answer, struct failure *why)
{
    struct node *given = node_map(arena);
    node_put(given, "report", node_text(arena, request->report));
    node_put(given, "unit", node_text(arena, request->unit));
    node_put(given, "period", node_text(arena, request->period));
    if (!build_both(instance, request, arena, given, why))
        return false;
    const struct act_request act = {.name = TEXT("report-publish"), .viewer = request->viewer, .given = given, .once = once};
    return act_perform(instance, &act, arena, answer, why);
}
