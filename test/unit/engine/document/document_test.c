/* document_test.c — the tree keeps what it is given, and HTML, text and JSON say it. */
#include "engine/document/document.h"

#include "base/markers.h"
#include "engine/document/document_html.h"
#include "engine/document/document_json.h"
#include "engine/document/document_text.h"
#include "support/golden.h"
#include "unit/engine/document/sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { CEILING = 1 << 20 };

enum format { FORMAT_PAGE, FORMAT_PORTAL, FORMAT_TEXT, FORMAT_LINES, FORMAT_JSON };

static struct text written(struct arena *arena, const struct document *document, enum format format)
{
    struct failure why;
    struct buffer CLOSING(buffer) out;
    buffer_init(&out, CEILING);
    switch (format) {
    case FORMAT_PAGE:
        document_html_write(&out, document, HTML_PAGE);
        break;
    case FORMAT_PORTAL:
        document_html_write(&out, document, HTML_PORTAL);
        break;
    case FORMAT_TEXT:
        document_text_write(&out, document, 80);
        break;
    case FORMAT_LINES:
        document_text_write(&out, document, 0);
        break;
    case FORMAT_JSON:
        document_json_write(&out, document);
        break;
    }
    assert_true(buffer_ok(&out, &why));
    return text_copy(arena, buffer_text(&out));
}

static void every_format_is_what_was_accepted(void **state)
{
    (void)state;
    static const char *const names[] = {[FORMAT_PAGE] = "page.html",
                                        [FORMAT_PORTAL] = "portal.html",
                                        [FORMAT_TEXT] = "text.txt",
                                        [FORMAT_LINES] = "lines.txt",
                                        [FORMAT_JSON] = "report.json"};
    struct arena *CLOSING(arena) arena = arena_open();
    const struct document *report = sample_report(arena, LAYOUT_PARTY), *letter = sample_letter(arena);
    for (size_t i = 0; i < LENGTH_OF(names); i++) {
        struct text name = text_format(arena, "document/report/%s", names[i]);
        assert_true(golden_matches(name.bytes, written(arena, report, (enum format)i)));
        name = text_format(arena, "document/letter/%s", names[i]);
        assert_true(golden_matches(name.bytes, written(arena, letter, (enum format)i)));
    }
}

/* Takes each tag's name and attributes off `html` and asks `allowed`. */
static void assert_only_tags(struct text html, const char *const *allowed, size_t count)
{
    struct text piece;
    bool inside = false;
    while (text_next(&html, inside ? '>' : '<', &piece)) {
        bool found = !inside;
        for (size_t i = 0; inside && i < count; i++)
            found = found || text_is(piece, allowed[i]);
        if (!found)
            fail_msg("<%.*s> must not be pasted into a portal", TEXT_ARGS(piece));
        inside = !inside;
    }
}

static void the_portal_gets_plain_elements_only(void **state)
{
    (void)state;
    static const char *const allowed[] = {"p",
                                          "/p",
                                          "h2",
                                          "/h2",
                                          "h3",
                                          "/h3",
                                          "ul",
                                          "/ul",
                                          "li",
                                          "/li",
                                          "strong",
                                          "/strong",
                                          "em",
                                          "/em",
                                          "table",
                                          "/table",
                                          "thead",
                                          "/thead",
                                          "tbody",
                                          "/tbody",
                                          "tr",
                                          "/tr",
                                          "td",
                                          "/td",
                                          "/th",
                                          "th scope=\"col\"",
                                          "th scope=\"row\"",
                                          "th scope=\"col\" rowspan=\"2\"",
                                          "th scope=\"colgroup\" colspan=\"2\""};
    struct arena *CLOSING(arena) arena = arena_open();
    assert_only_tags(written(arena, sample_report(arena, LAYOUT_PARTY), FORMAT_PORTAL), allowed,
                     LENGTH_OF(allowed));
}

static void a_page_holds_neither_script_nor_style(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct document *report = document_make(arena, LANGUAGE_EN, TEXT("t"));
    struct runs *p = document_paragraph(report, PARAGRAPH_BODY);
    run_text(p, TEXT("<script>alert(1)</script> \"&'"));
    run_link(p, TEXT("a"), TEXT("/x?a=1&b=\"><script>"));
    struct text page = written(arena, report, FORMAT_PAGE);
    assert_true(text_is(page, "<p>&lt;script&gt;alert(1)&lt;/script&gt; &quot;&amp;&#39;<a "
                              "href=\"/x?a=1&amp;b=&quot;&gt;&lt;script&gt;\">a</a></p>\n"));
    page = written(arena, sample_report(arena, LAYOUT_PARTY), FORMAT_PAGE);
    assert_false(text_contains(page, TEXT("<script")));
    assert_false(text_contains(page, TEXT("style=")));
}

static void every_format_says_the_notice(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    const struct document *report = sample_report(arena, LAYOUT_PLAIN);
    for (int format = FORMAT_PAGE; format <= FORMAT_JSON; format++)
        assert_true(text_contains(written(arena, report, (enum format)format), TEXT("số liệu minh họa")));
}

static void an_unknown_figure_is_null_and_never_nought(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct document *report = document_make(arena, LANGUAGE_VI, TEXT("t"));
    const struct bound unknown = {.figure = TEXT("a.b"), .unit = TEXT("004"), .period = TEXT("2021-Q3")};
    run_figure(document_paragraph(report, PARAGRAPH_BODY), TEXT("chưa báo cáo"), &unknown);
    const struct node *run =
        node_at(node_at(document_json_make(arena, report), "blocks")->list.items[0], "runs")->list.items[0];
    assert_int_equal(node_at(run, "value")->kind, NODE_NOTHING);
    assert_true(text_is(node_text_at(run, "figure"), "a.b"));
    assert_null(node_at(run, "href"));
}

static void wrapped_text_stays_within_its_width(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct document *report = document_make(arena, LANGUAGE_VI, TEXT("Báo cáo"));
    struct block *list = document_list(report, true);
    for (int i = 0; i < 12; i++)
        run_text(document_list_item(report, list),
                 TEXT("công tác dân vận của cả hệ thống chính trị quận Long Biên"));
    struct text text = written(arena, report, FORMAT_TEXT), line;
    while (text_next(&text, '\n', &line))
        assert_true(text_points(line) <= 80);
}

static void a_full_buffer_is_said_once_at_the_end(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    const struct document *report = sample_report(arena, LAYOUT_PARTY);
    struct buffer CLOSING(buffer) out;
    struct failure why = {0};
    buffer_init(&out, 100);
    document_html_write(&out, report, HTML_PAGE);
    assert_false(buffer_ok(&out, &why));
    assert_int_equal(why.kind, FAILURE_TOO_BIG);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_format_is_what_was_accepted),
        cmocka_unit_test(the_portal_gets_plain_elements_only),
        cmocka_unit_test(a_page_holds_neither_script_nor_style),
        cmocka_unit_test(every_format_says_the_notice),
        cmocka_unit_test(an_unknown_figure_is_null_and_never_nought),
        cmocka_unit_test(wrapped_text_stays_within_its_width),
        cmocka_unit_test(a_full_buffer_is_said_once_at_the_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
