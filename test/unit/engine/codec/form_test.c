/* form_test.c — what browsers send, and what they would never send. */
#include "engine/codec/form.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define URLENCODED "application/x-www-form-urlencoded"
#define MULTIPART "multipart/form-data; boundary=b"

/* The fields as name=value|name=@file name:type:bytes, or the kind of failure. */
static const char *told(struct arena *arena, struct form *form, struct text type, struct text body)
{
    struct failure why = {0};
    if (!form_read(form, type, body, &why)) {
        assert_int_equal(form->count, 0);
        assert_true(why.text[0] != '\0');
        return failure_word(why.kind);
    }
    struct text all = {0};
    for (size_t i = 0; i < form->count; i++) {
        const struct form_field *field = &form->fields[i];
        struct text value = field->file ? text_format(arena, "@%.*s:%.*s:%.*s", TEXT_ARGS(field->file_name),
                                                      TEXT_ARGS(field->content_type), TEXT_ARGS(field->value))
                                        : field->value;
        all = text_format(arena, "%.*s%s%.*s=%.*s", TEXT_ARGS(all), i == 0 ? "" : "|", TEXT_ARGS(field->name),
                          TEXT_ARGS(value));
    }
    return all.length > 0 ? all.bytes : "";
}

static const struct body {
    const char *type, *body, *told;
} bodies[] = {
    {URLENCODED, "", ""},
    {URLENCODED, "a=1&b=2&a=3", "a=1|b=2|a=3"},
    {URLENCODED "; charset=UTF-8", "t=B%E1%BB%93+%C4%90%e1%bb%81&x=a%2Bb%26c%3D", "t=Bồ Đề|x=a+b&c="},
    {"Application/X-WWW-Form-URLencoded", "a", "a="},
    {URLENCODED, "&&a=1&&", "a=1"},
    {URLENCODED, "a=b=c", "a=b=c"},
    {URLENCODED, "a=x%0D%0Ay", "a=x\ny"},
    {URLENCODED, "a=Bo%CC%82%CC%80", "a=Bồ"},
    {URLENCODED, "a=%", "invalid"},
    {URLENCODED, "a=%4", "invalid"},
    {URLENCODED, "a=%zz", "invalid"},
    {URLENCODED, "a=%FF", "invalid"},
    {URLENCODED, "a=%00", "invalid"},
    {"text/plain", "a=1", "invalid"},
    {"", "a=1", "invalid"},
    {MULTIPART, "--b--\r\n", ""},
    {MULTIPART, "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--b--\r\n", "a=1"},
    {MULTIPART, "preamble\r\n--b  \r\ncontent-disposition:form-data;name=a\r\n\r\n\r\n--b--epilogue", "invalid"},
    {MULTIPART, "preamble\r\n--b  \r\ncontent-disposition:form-data;name=a\r\n\r\n\r\n--b--\r\nepilogue", "a="},
    {MULTIPART,
     "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\ny\r\n--bc\r\n--b\r\n"
     "Content-Disposition: form-data; name=\"a\"\r\n\r\n2\r\n--b--",
     "a=x\ny\n--bc|a=2"},
    {MULTIPART,
     "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"C:\\ward\\sổ \\\"1\\\".csv\"\r\n"
     "Content-Type: text/csv\r\n\r\na,b\r\n1,2\r\n\r\n--b--\r\n",
     "f=@sổ \"1\".csv:text/csv:a,b\r\n1,2\r\n"},
    {MULTIPART,
     "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"\"\r\nContent-Type: application/octet-stream\r\n"
     "\r\n\r\n--b--\r\n",
     "f=@:application/octet-stream:"},
    {MULTIPART,
     "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"../../etc/%22x%22\"\r\n\r\n\xFF\xFE\r\n--b--\r\n",
     "f=@\"x\"::\xFF\xFE"},
    {"multipart/form-data; charset=x; boundary=\"a b'c\"",
     "--a b'c\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--a b'c--", "a=1"},
    {"multipart/form-data", "--b--", "invalid"},
    {"multipart/form-data; boundary=", "--b--", "invalid"},
    {"multipart/form-data; boundary=a; boundary=b", "--b--", "invalid"},
    {"multipart/form-data; boundary=\"a\x01\"", "--b--", "invalid"},
    {"multipart/form-data; boundary=\"never closed", "--b--", "invalid"},
    {MULTIPART, "", "invalid"},
    {MULTIPART, "--c\r\n", "invalid"},
    {MULTIPART, "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1", "invalid"},
    {MULTIPART, "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--b\r\n", "invalid"},
    {MULTIPART, "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n1\r\n--b--", "invalid"},
    {MULTIPART, "--b\r\n\r\n1\r\n--b--", "invalid"},
    {MULTIPART, "--b\r\nContent-Type: text/plain\r\n\r\n1\r\n--b--", "invalid"},
    {MULTIPART, "--b\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\n1\r\n--b--", "invalid"},
    {MULTIPART, "--b\r\nContent-Disposition: form-data; name=\"a\"; name=\"b\"\r\n\r\n1\r\n--b--", "invalid"},
    {MULTIPART, "--b\r\nContent-Disposition: form-data\r\n\r\n1\r\n--b--", "invalid"},
    {MULTIPART, "--b\r\nContent-Disposition: form-data; name=\"a\r\n\r\n1\r\n--b--", "invalid"},
    {MULTIPART, "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\xFF\r\n--b--", "invalid"},
    {MULTIPART, "--b\r\nno colon\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--b--", "invalid"},
    {MULTIPART,
     "--b\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Transfer-Encoding: base64\r\n\r\nMQ==\r\n--b--",
     "invalid"},
};

static void bodies_are_read_as_browsers_mean_them(void **state)
{
    (void)state;
    for (size_t i = 0; i < LENGTH_OF(bodies); i++) {
        struct arena *CLOSING(arena) arena = arena_open();
        struct form form;
        form_init(&form, arena);
        form.limits.file = 1000;
        /* Exactly as long as it is, so that a step too far is seen. */
        struct text body = {arena_copy(arena, bodies[i].body, strlen(bodies[i].body)), strlen(bodies[i].body)};
        const char *got = told(arena, &form, text_of(bodies[i].type), body);
        if (strcmp(got, bodies[i].told) != 0)
            fail_msg("%s gave %s, not %s", bodies[i].body, got, bodies[i].told);
    }
}

static void what_is_over_a_limit_is_too_big(void **state)
{
    (void)state;
    static const char *const parts[] = {
        "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n12345\r\n--b--",
        "--b\r\nContent-Disposition: form-data; name=\"abcde\"\r\n\r\n1\r\n--b--",
        "--b\r\nContent-Disposition: form-data; name=\"a\"; filename=\"b\"\r\n\r\n1\r\n--b--",
    };
    static const char *const pairs[] = {"a=12345", "abcde=1", "a=1&b=2&c=3", "a=%41%41%41%41%41%41%41%41%41"};
    for (size_t i = 0; i < LENGTH_OF(parts) + LENGTH_OF(pairs); i++) {
        struct arena *CLOSING(arena) arena = arena_open();
        struct form form;
        form_init(&form, arena);
        form.limits = (struct form_limits){.fields = 2, .name = 4, .value = 4};
        bool is_part = i < LENGTH_OF(parts);
        struct text body = text_of(is_part ? parts[i] : pairs[i - LENGTH_OF(parts)]);
        assert_string_equal(told(arena, &form, is_part ? TEXT(MULTIPART) : TEXT(URLENCODED), body), "too-big");
    }
}

static void fields_are_found_by_name(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct failure why;
    struct form form;
    form_init(&form, arena);
    assert_true(form_read_query(&form, TEXT("unit=004&ward=1&ward=2&day=2021-Q3"), &why));
    assert_true(text_is(form_text(&form, "unit"), "004"));
    assert_int_equal(form_text(&form, "none").length, 0);
    assert_null(form_find(&form, "none"));
    const struct form_field *ward = form_find(&form, "ward");
    assert_true(text_is(ward->value, "1"));
    ward = form_next(&form, ward);
    assert_true(text_is(ward->value, "2"));
    assert_null(form_next(&form, ward));
}

static void addresses_are_written_and_read_back(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct buffer CLOSING(buffer) out;
    struct failure why;
    buffer_init(&out, 1000);
    buffer_add(&out, TEXT("/r?"));
    form_write_pair(&out, TEXT("tên"), TEXT("Bồ & Đề"));
    form_write_pair(&out, TEXT("a-b_c.d~"), TEXT("+/%"));
    assert_true(buffer_ok(&out, &why));
    struct text written = text_copy(arena, buffer_text(&out));
    assert_string_equal(written.bytes, "/r?t%C3%AAn=B%E1%BB%93%20%26%20%C4%90%E1%BB%81&a-b_c.d~=%2B%2F%25");
    struct form form;
    form_init(&form, arena);
    assert_true(form_read_query(&form, text_from(written, 3), &why));
    assert_true(text_is(form_text(&form, "tên"), "Bồ & Đề"));
    assert_true(text_is(form_text(&form, "a-b_c.d~"), "+/%"));
    struct text path;
    assert_true(form_read_escaped(arena, TEXT("a+b%20c"), &path));
    assert_true(text_is(path, "a+b c"));
    assert_false(form_read_escaped(arena, TEXT("%2"), &path));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bodies_are_read_as_browsers_mean_them),
        cmocka_unit_test(what_is_over_a_limit_is_too_big),
        cmocka_unit_test(fields_are_found_by_name),
        cmocka_unit_test(addresses_are_written_and_read_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
