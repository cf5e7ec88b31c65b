/* json_test.c — JSON read strictly, written safely. */
#include "engine/codec/json.h"

#include "base/file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* The tree of `json`, or the one line said of it in `*said`. */
static struct node *read_or_say(struct arena *arena, struct text json, const char **said)
{
    struct problems problems;
    problems_init(&problems, arena, 10);
    struct node *root = NULL;
    *said = NULL;
    bool read = json_read(arena, TEXT("a.json"), json, &root, &problems);
    assert_int_equal(read, root != NULL);
    assert_int_equal(problems.count, !read);
    if (!read)
        *said = problem_line(arena, &problems.items[0], LANGUAGE_EN).bytes;
    return root;
}

static struct node *must_read(struct arena *arena, const char *json)
{
    const char *said;
    struct node *root = read_or_say(arena, text_of(json), &said);
    if (root == NULL)
        fail_msg("%s: %s", json, said);
    return root;
}

static struct text written(struct arena *arena, const struct node *root, bool pretty)
{
    struct buffer CLOSING(buffer) out;
    struct failure why;
    buffer_init(&out, 1 << 20);
    if (pretty)
        json_write_pretty(&out, root);
    else
        json_write(&out, root);
    assert_true(buffer_ok(&out, &why));
    return text_copy(arena, buffer_text(&out));
}

static void what_is_written_reads_back_the_same(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        /* given, written */
        {"null", "null"},
        {" [ true , false ] ", "[true,false]"},
        {"{\"b\":1,\"a\":{}}", "{\"b\":1,\"a\":{}}"},
        {"\"B\\u1ed3 Đề\"", "\"Bồ Đề\""},
        {"\"\\ud83d\\ude00\"", "\"😀\""},
        {"\"a\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0001\"", "\"a\\\"\\\\/\\u0008\\u000c\\n\\r\\t\\u0001\""},
        {"\"</script>&\"", "\"\\u003c/script\\u003e\\u0026\""},
        {"\"\\u2028\\u2029\\u202a\"", "\"\\u2028\\u2029\xE2\x80\xAA\""},
        {"\"\x7F\"", "\"\\u007f\""},
        {"\"Bo\\u0302\\u0300\"", "\"Bồ\""},
        {"0", "0"},
        {"-0", "0"},
        {"-0.0e-400", "0"},
        {"-0.5", "-0.5"},
        {"2.50", "2.5"},
        {"0.000001", "0.000001"},
        {"-12.000001", "-12.000001"},
        {"1E+2", "100"},
        {"120e-1", "12"},
        {"1000000000e-9", "1"},
        {"9223372036854775807", "9223372036854775807"},
        {"-9223372036854775808", "-9223372036854775808"},
        {"9223372036854.775807", "9223372036854.775807"},
        {"5000000000000000000000e-3", "5000000000000000000"},
    };
    for (size_t i = 0; i < LENGTH_OF(cases); i++) {
        struct arena *CLOSING(arena) arena = arena_open();
        const struct node *root = must_read(arena, cases[i][0]);
        struct text once = written(arena, root, false);
        assert_string_equal(once.bytes, cases[i][1]);
        assert_true(node_equal(root, must_read(arena, once.bytes)));
        assert_true(node_equal(root, must_read(arena, written(arena, root, true).bytes)));
    }
}

static void people_get_lines_and_indentation(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    const struct node *root = must_read(arena, "{\"a\":[1,{\"b\":null}],\"c\":[],\"d\":{}}");
    assert_string_equal(written(arena, root, true).bytes, "{\n"
                                                          "  \"a\": [\n"
                                                          "    1,\n"
                                                          "    {\n"
                                                          "      \"b\": null\n"
                                                          "    }\n"
                                                          "  ],\n"
                                                          "  \"c\": [],\n"
                                                          "  \"d\": {}\n"
                                                          "}\n");
}

static void every_node_knows_its_place(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    const struct node *root = must_read(arena, "{\n  \"sổ\": \"đ\", \"b\": [1, 22,\n3]}");
    assert_int_equal(root->map.entries[1].line, 2);
    assert_int_equal(root->map.entries[1].column, 14);
    const struct node *list = node_at(root, "b");
    assert_int_equal(list->list.items[1]->column, 23);
    assert_int_equal(list->list.items[2]->line, 3);
    assert_int_equal(list->list.items[2]->column, 1);
}

static void bad_json_gets_its_sentence_at_its_place(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"", "a.json:1:1: the data stops half-way: its end is missing"},
        {"{\"a\": [1, 2", "a.json:1:12: the data stops half-way: its end is missing"},
        {"\"abc", "a.json:1:5: the data stops half-way: its end is missing"},
        {"\"abc\\", "a.json:1:6: the data stops half-way: its end is missing"},
        {"[1,\n 2,]", "a.json:2:4: this is not JSON"},
        {"{'a': 1}", "a.json:1:2: this is not JSON"},
        {"{\"a\" 1}", "a.json:1:6: this is not JSON"},
        {"[01]", "a.json:1:3: this is not JSON"},
        {"[1] x", "a.json:1:5: something stands behind the end"},
        {"{\"đề\": 1,\n\"đề\": 2}", "a.json:2:1: “đề” is given twice in one object"},
        {"{\"\\u1ed3\": 1, \"o\\u0302\\u0300\": 2}", "a.json:1:15: “ồ” is given twice in one object"},
        {"[\"a\tb\"]", "a.json:1:4: a control character in a text must be written as \\n or \\u0009"},
        {"[\"\\q\"]", "a.json:1:3: behind a “\\” must stand a letter such as n, t, \" or u and four hexadecimal digits"},
        {"[\"\\ud800\"]",
         "a.json:1:3: behind a “\\” must stand a letter such as n, t, \" or u and four hexadecimal digits"},
        {"[\"đ\\u0000\"]", "a.json:1:4: a text cannot hold the character U+0000"},
        {"[1e22]",
         "a.json:1:2: the number “1e22” is too big or has more than 6 decimals, so it cannot be kept exactly"},
        {"[0.1234567]",
         "a.json:1:2: the number “0.1234567” is too big or has more than 6 decimals, so it cannot be kept exactly"},
        {"9223372036854775808", "a.json:1:1: the number “9223372036854775808” is too big or has more than 6 decimals, so "
                                "it cannot be kept exactly"},
        {"-9223372036854775809", "a.json:1:1: the number “-9223372036854775809” is too big or has more than 6 decimals, "
                                 "so it cannot be kept exactly"},
        {"{\n\"a\": \"\xC3(\"}", "a.json:2:7: a character is not UTF-8"},
    };
    for (size_t i = 0; i < LENGTH_OF(cases); i++) {
        struct arena *CLOSING(arena) arena = arena_open();
        const char *said;
        assert_null(read_or_say(arena, text_of(cases[i][0]), &said));
        assert_string_equal(said, cases[i][1]);
    }
}

/* `start` `count` times. */
static struct text repeated(struct arena *arena, struct text part, size_t count)
{
    char *bytes = arena_make(arena, part.length * count + 1);
    for (size_t i = 0; i < count; i++)
        memcpy(bytes + i * part.length, part.bytes, part.length);
    return (struct text){bytes, part.length * count};
}

static void what_goes_too_deep_is_refused(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    const char *said;
    struct text deepest = text_format(arena, "%s%s", repeated(arena, TEXT("["), JSON_DEPTH_MAX).bytes,
                                      repeated(arena, TEXT("]"), JSON_DEPTH_MAX).bytes);
    assert_non_null(read_or_say(arena, deepest, &said));
    assert_null(read_or_say(arena, repeated(arena, TEXT("["), 200000), &said));
    assert_string_equal(said, "a.json:1:65: more than 64 levels inside each other");
}

static void what_holds_too_much_is_refused(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    const char *said;
    assert_null(read_or_say(arena, repeated(arena, TEXT(" "), JSON_BYTES_MAX + 1), &said));
    assert_string_equal(said, "a.json: the data is bigger than 16 MB");
    struct text many = repeated(arena, TEXT("[],"), JSON_NODES_MAX);
    assert_null(read_or_say(arena, text_format(arena, "[%.*s[]]", TEXT_ARGS(many)), &said));
    assert_string_equal(said, "a.json:1:2999999: there are too many entries (at most 1000000)");
    struct buffer CLOSING(buffer) keys;
    buffer_init(&keys, 1 << 20);
    for (int i = 0; i <= JSON_KEYS_MAX; i++)
        buffer_add_format(&keys, "%c\"k%d\":1", i == 0 ? '{' : ',', i);
    assert_null(read_or_say(arena, buffer_text(&keys), &said));
    assert_non_null(strstr(said, "there are too many entries (at most 512)"));
}

/*
 * Files of the suite that RFC 8259 accepts and we refuse, by the limits its §9
 * allows: numbers that no decimal of ours holds exactly, and U+0000 in a text.
 * A key given twice is refused on purpose: §4 says that names should be unique.
 */
static const char *const beyond_our_limits[] = {
    "y_number.json",
    "y_number_double_close_to_zero.json",
    "y_number_real_capital_e.json",
    "y_number_real_exponent.json",
    "y_number_real_fraction_exponent.json",
    "y_object_duplicated_key.json",
    "y_object_duplicated_key_and_value.json",
    "y_object_escaped_null_in_key.json",
    "y_object_extreme_numbers.json",
    "y_string_null_escape.json",
};

static bool is_beyond(struct text name)
{
    for (size_t i = 0; i < LENGTH_OF(beyond_our_limits); i++)
        if (text_is(name, beyond_our_limits[i]))
            return true;
    return false;
}

static void the_json_test_suite_is_read_as_it_says(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct failure why;
    struct list paths = {0};
    size_t accepted = 0, refused = 0;
    assert_true(folder_files(arena, DANVAN_TEST_DATA "/json", 1000, &paths, &why));
    for (size_t i = 0; i < paths.count; i++) {
        struct text name = *(struct text *)paths.items[i], bytes;
        if (!text_ends(name, TEXT(".json")))
            continue;
        struct text path = text_format(arena, DANVAN_TEST_DATA "/json/%.*s", TEXT_ARGS(name));
        assert_true(file_read(arena, path.bytes, 1 << 20, &bytes, &why));
        const char *said;
        const struct node *root = read_or_say(arena, bytes, &said);
        bool must_pass = text_starts(name, TEXT("y_")) && !is_beyond(name);
        bool must_fail = text_starts(name, TEXT("n_")) || is_beyond(name);
        if ((must_pass && root == NULL) || (must_fail && root != NULL))
            fail_msg("%.*s: %s", TEXT_ARGS(name), root != NULL ? "was accepted" : said);
        if (is_beyond(name))
            assert_true(strstr(said, "kept exactly") != NULL || strstr(said, "U+0000") != NULL ||
                        strstr(said, "given twice") != NULL);
        accepted += must_pass;
        refused += must_fail;
        if (root != NULL)
            assert_true(node_equal(root, must_read(arena, written(arena, root, false).bytes)));
    }
    assert_int_equal(accepted, 95 - LENGTH_OF(beyond_our_limits));
    assert_int_equal(refused, 188 + LENGTH_OF(beyond_our_limits));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_reads_back_the_same),
        cmocka_unit_test(people_get_lines_and_indentation),
        cmocka_unit_test(every_node_knows_its_place),
        cmocka_unit_test(bad_json_gets_its_sentence_at_its_place),
        cmocka_unit_test(what_goes_too_deep_is_refused),
        cmocka_unit_test(what_holds_too_much_is_refused),
        cmocka_unit_test(the_json_test_suite_is_read_as_it_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
