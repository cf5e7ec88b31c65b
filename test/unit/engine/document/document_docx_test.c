/* document_docx_test.c — Word files: their parts, their bytes, and what LibreOffice prints of them. */
#include "engine/document/document_docx.h"

#include "base/file.h"
#include "base/markers.h"
#include "support/golden.h"
#include "unit/engine/document/sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { CEILING = 8 << 20 };

static struct text written(struct arena *arena, const struct document *document)
{
    struct failure why = {0};
    struct buffer CLOSING(buffer) out;
    buffer_init(&out, CEILING);
    if (!document_docx_write(&out, document, &why))
        fail_msg("%s", why.text);
    return text_copy(arena, buffer_text(&out));
}

/* What a command prints; it must end well. */
static struct text output_of(struct arena *arena, const char *command)
{
    struct buffer CLOSING(buffer) out;
    buffer_init(&out, CEILING);
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    char bytes[4096];
    for (size_t length; (length = fread(bytes, 1, sizeof bytes, pipe)) > 0;)
        buffer_add_bytes(&out, bytes, length);
    if (pclose(pipe) != 0)
        fail_msg("%s", command);
    return text_copy(arena, buffer_text(&out));
}

static struct text folder_open(struct arena *arena)
{
    struct text folder = text_copy(arena, TEXT(P_tmpdir "/danvan-docx-XXXXXX"));
    assert_non_null(mkdtemp((char *)(uintptr_t)folder.bytes));
    return folder;
}

static void folder_close(struct text folder)
{
    struct failure why;
    assert_true(folder_delete(folder.bytes, &why));
}

static struct text saved(struct arena *arena, struct text folder, const char *name,
                         const struct document *document)
{
    struct failure why = {0};
    struct text path = text_format(arena, "%s/%s.docx", folder.bytes, name);
    if (!file_replace(path.bytes, written(arena, document), &why))
        fail_msg("%s", why.text);
    return path;
}

/* One part of the file, with a line for each paragraph, row and cell so that differences can be read. */
static struct text part_of(struct arena *arena, struct text path, const char *part)
{
    struct text xml = output_of(arena, text_format(arena, "unzip -p %s %s", path.bytes, part).bytes);
    static const char *const ends[] = {"</w:pPr>", "</w:r>",  "</w:p>",     "</w:tcPr>",
                                       "</w:tc>",  "</w:tr>", "</w:tblPr>", "<w:body>"};
    for (size_t i = 0; i < LENGTH_OF(ends); i++)
        xml = text_replace(arena, xml, text_of(ends[i]), text_format(arena, "%s\n", ends[i]));
    return text_format(arena, "%.*s\n", TEXT_ARGS(xml));
}

static void each_layout_is_what_was_accepted(void **state)
{
    (void)state;
    static const char *const names[] = {"plain", "party", "state", "front"};
    struct arena *CLOSING(arena) arena = arena_open();
    struct text folder = folder_open(arena);
    for (int layout = LAYOUT_PLAIN; layout <= LAYOUT_FRONT; layout++) {
        struct text path = saved(arena, folder, names[layout], sample_report(arena, (enum layout)layout));
        struct text name = text_format(arena, "document/%s/document.xml", names[layout]);
        assert_true(golden_matches(name.bytes, part_of(arena, path, "word/document.xml")));
    }
    struct text path = saved(arena, folder, "letter", sample_letter(arena));
    assert_true(golden_matches("document/letter/document.xml", part_of(arena, path, "word/document.xml")));
    assert_true(golden_matches("document/letter/styles.xml", part_of(arena, path, "word/styles.xml")));
    folder_close(folder);
}

static void the_same_document_gives_the_same_bytes(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct text first = written(arena, sample_report(arena, LAYOUT_STATE));
    assert_true(text_equal(first, written(arena, sample_report(arena, LAYOUT_STATE))));
}

static void a_full_buffer_is_a_failure(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct failure why = {0};
    struct buffer CLOSING(buffer) out;
    buffer_init(&out, 1000);
    assert_false(document_docx_write(&out, sample_letter(arena), &why));
    assert_int_equal(why.kind, FAILURE_TOO_BIG);
}

static void a_control_character_is_a_failure(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct failure why = {0};
    struct buffer CLOSING(buffer) out;
    buffer_init(&out, CEILING);
    struct document *document = document_make(arena, LANGUAGE_VI, TEXT("t"));
    run_text(document_paragraph(document, PARAGRAPH_BODY), TEXT("a\x01"));
    assert_false(document_docx_write(&out, document, &why));
    assert_int_equal(why.kind, FAILURE_INVALID);
    assert_int_equal(out.length, 0);
}

static void placing_decides_what_moves_to_the_annex(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct text folder = folder_open(arena);
    struct document *report = document_make(arena, LANGUAGE_EN, TEXT("t"));
    report->head.layout = LAYOUT_PARTY;
    report->head.number = TEXT("No. 7");
    for (int placing = PLACING_DEFAULT; placing <= PLACING_ANNEX; placing++) {
        struct table *table = document_table(report, text_format(arena, "table %d", placing));
        table->placing = (enum placing)placing;
        table_column(table, TEXT("a"), ALIGN_LEFT)->share = 2;
        run_link(&table_row(table)->cells[0], TEXT("word"), TEXT("https://example.org"));
        struct table *beside = table_make(arena, text_format(arena, "chart %d", placing));
        table_column(beside, TEXT("b"), ALIGN_LEFT);
        document_chart(report, chart_make(arena, CHART_LINES, beside->caption), beside)->placing =
            (enum placing)placing;
    }
    document_heading(report, 3, TEXT("A small heading"));
    document_page_break(report);
    document_addressed_to(report, TEXT("the ward"));
    for (int i = 0; i < 11; i++)
        document_annex(report, TEXT("more"));
    struct text xml = part_of(arena, saved(arena, folder, "placing", report), "word/document.xml");
    static const char *const says[] = {"(chart 0: see Table 1, Annex I)",
                                       "(table 2: see Table 2, Annex I)",
                                       "(chart 2: see Table 3, Annex I)",
                                       ">ANNEX X<",
                                       ">ANNEX 12<",
                                       "To: the ward"};
    for (size_t i = 0; i < LENGTH_OF(says); i++)
        assert_true(text_contains(xml, text_of(says[i])));
    static const char *const keeps[] = {"(table 0", "(table 1", "(chart 1", "example.org"};
    for (size_t i = 0; i < LENGTH_OF(keeps); i++)
        assert_false(text_contains(xml, text_of(keeps[i])));
    folder_close(folder);
}

/* ---- as LibreOffice prints them ---- */

static bool office_is_there(void)
{
    return system("command -v soffice >/dev/null && command -v pdftotext >/dev/null && command -v pdfinfo "
                  ">/dev/null") == 0;
}

/* A profile of its own, so that no office somebody has open is disturbed. */
static void print_all(struct arena *arena, struct text folder)
{
    output_of(arena, text_format(arena,
                                 "HOME=%s soffice -env:UserInstallation=file://%s/profile --headless "
                                 "--convert-to pdf --outdir %s %s/*.docx 2>&1",
                                 folder.bytes, folder.bytes, folder.bytes, folder.bytes)
                         .bytes);
}

struct printed {
    const char *name;
    int pages;
    const char *first[6]; /* on the first page */
    const char *second;   /* on the second, with its number on top */
    const char *last;     /* on the last */
};

static struct text page_of(struct arena *arena, struct text folder, const char *name, int page)
{
    const char *path = text_format(arena, "%s/%s.pdf", folder.bytes, name).bytes;
    return output_of(arena, text_format(arena, "pdftotext -layout -f %d -l %d %s -", page, page, path).bytes);
}

static void assert_says(const char *name, struct text page, const char *words)
{
    if (words != NULL && !text_contains(page, text_of(words)))
        fail_msg("%s: “%s” is not on\n%.*s", name, words, TEXT_ARGS(page));
}

static void assert_printed(struct arena *arena, struct text folder, const struct printed *want)
{
    struct text pages = output_of(
        arena,
        text_format(arena, "pdfinfo %s/%s.pdf | sed -n 's/^Pages: *//p'", folder.bytes, want->name).bytes);
    if (!text_is(text_trimmed(pages), text_format(arena, "%d", want->pages).bytes))
        fail_msg("%s: %.*s pages, want %d", want->name, TEXT_ARGS(text_trimmed(pages)), want->pages);
    struct text first = page_of(arena, folder, want->name, 1);
    for (size_t i = 0; i < LENGTH_OF(want->first); i++)
        assert_says(want->name, first, want->first[i]);
    struct text top;
    if (want->second != NULL) {
        struct text second = page_of(arena, folder, want->name, 2);
        assert_says(want->name, second, want->second);
        assert_true(text_next(&second, '\n', &top));
        assert_true(text_is(text_trimmed(top), "2"));
    }
    assert_says(want->name, page_of(arena, folder, want->name, want->pages), want->last);
}

static void libreoffice_prints_each_layout(void **state)
{
    (void)state;
    if (!office_is_there()) {
        print_message("LibreOffice or poppler-utils is not installed: printing is not tested\n");
        skip();
    }
    static const struct printed wants[] = {
        {"party",
         4,
         {"ĐẢNG CỘNG SẢN VIỆT NAM", "BAN DÂN VẬN", "Số 45-BC/BDVQU", "xem Biểu 1, Phụ lục", "BÁO CÁO"},
         "K/T TRƯỞNG BAN",
         "Toàn quận"},
        {"state",
         4,
         {"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Số: 45/BC-UBND"},
         "KT. CHỦ TỊCH",
         "Toàn quận"},
        {"front",
         4,
         {"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "BAN THƯỜNG TRỰC", "Số: 45/BC-MTTQ-BTT"},
         "TM. BAN THƯỜNG TRỰC",
         "Toàn quận"},
        {"letter",
         1,
         {"V/v gửi số liệu", "Kính gửi:", "PHÓ CHỦ TỊCH", "Nơi nhận:", "Lưu: VT."},
         NULL,
         "Nguyễn Văn A"},
        {"long",
         7,
         {"(số liệu minh họa)", "ĐẢNG CỘNG SẢN VIỆT NAM"},
         "Khối vận",
         "Số người dự"}, /* the heading row again */
    };
    struct arena *CLOSING(arena) arena = arena_open();
    struct text folder = folder_open(arena);
    saved(arena, folder, "party", sample_report(arena, LAYOUT_PARTY));
    saved(arena, folder, "state", sample_report(arena, LAYOUT_STATE));
    saved(arena, folder, "front", sample_report(arena, LAYOUT_FRONT));
    saved(arena, folder, "letter", sample_letter(arena));
    saved(arena, folder, "long", sample_long(arena, LAYOUT_PARTY));
    print_all(arena, folder);
    for (size_t i = 0; i < LENGTH_OF(wants); i++)
        assert_printed(arena, folder, &wants[i]);
    folder_close(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_layout_is_what_was_accepted),
        cmocka_unit_test(the_same_document_gives_the_same_bytes),
        cmocka_unit_test(a_full_buffer_is_a_failure),
        cmocka_unit_test(a_control_character_is_a_failure),
        cmocka_unit_test(placing_decides_what_moves_to_the_annex),
        cmocka_unit_test(libreoffice_prints_each_layout),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
