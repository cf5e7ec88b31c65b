/* xml_test.c — XML well formed by construction. */
#include "engine/codec/xml.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static void elements_nest_and_texts_are_escaped(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct buffer CLOSING(buffer) out;
    struct failure why;
    struct xml xml;
    buffer_init(&out, 10000);
    xml_init(&xml, &out);
    xml_declare(&xml);
    xml_begin(&xml, "w:p");
    xml_attribute(&xml, "a", TEXT("<\"Bồ & Đề'\">\t\n"));
    xml_attribute_whole(&xml, "n", -7);
    xml_begin(&xml, "w:b");
    xml_end(&xml, "w:b");
    xml_element(&xml, "w:t", TEXT("1 < 2 & \"3\" > 2\n\t\r"));
    xml_element(&xml, "w:t", TEXT(""));
    xml_text(&xml, TEXT("đuôi"));
    xml_end(&xml, "w:p");
    assert_true(xml_ok(&xml, &why));
    assert_string_equal(text_copy(arena, buffer_text(&out)).bytes,
                        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
                        "<w:p a=\"&lt;&quot;Bồ &amp; Đề'&quot;&gt;&#9;&#10;\" n=\"-7\"><w:b/>"
                        "<w:t>1 &lt; 2 &amp; \"3\" &gt; 2\n\t&#13;</w:t><w:t/>đuôi</w:p>");
}

static void what_xml_cannot_hold_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"\x01", "a\x1F", "\xEF\xBF\xBE", "\xEF\xBF\xBF", "\xFF", "a\xC3"};
    for (size_t i = 0; i < LENGTH_OF(bad) * 2; i++) {
        struct buffer CLOSING(buffer) out;
        struct failure why;
        struct xml xml;
        buffer_init(&out, 1000);
        xml_init(&xml, &out);
        xml_begin(&xml, "a");
        if (i % 2 == 0)
            xml_text(&xml, text_of(bad[i / 2]));
        else
            xml_attribute(&xml, "b", text_of(bad[i / 2]));
        xml_end(&xml, "a");
        assert_false(xml_ok(&xml, &why));
        assert_int_equal(why.kind, FAILURE_INVALID);
    }
}

static void a_full_buffer_is_told(void **state)
{
    (void)state;
    struct buffer CLOSING(buffer) out;
    struct failure why;
    struct xml xml;
    buffer_init(&out, 10);
    xml_init(&xml, &out);
    xml_element(&xml, "abc", TEXT("def"));
    assert_false(xml_ok(&xml, &why));
    assert_int_equal(why.kind, FAILURE_TOO_BIG);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(elements_nest_and_texts_are_escaped),
        cmocka_unit_test(what_xml_cannot_hold_is_refused),
        cmocka_unit_test(a_full_buffer_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
