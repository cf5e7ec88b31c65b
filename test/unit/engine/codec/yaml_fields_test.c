/* yaml_fields_test.c — the fields of a definition, good and bad. */
#include "engine/codec/yaml.h"
#include "engine/codec/yaml_fields.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

struct desk {
    struct arena *arena;
    struct problems problems;
    struct yaml_fields in;
};

static struct desk desk_on(struct arena *arena, const char *yaml)
{
    struct desk desk = {.arena = arena};
    problems_init(&desk.problems, arena, 10);
    struct node *root = NULL;
    assert_true(yaml_read(arena, TEXT("a.yaml"), text_of(yaml), &root, &desk.problems));
    desk.in = (struct yaml_fields){root, TEXT("a.yaml"), NULL};
    return desk;
}

static const char *said(struct desk *desk, size_t index)
{
    assert_true(index < desk->problems.count);
    return problem_line(desk->arena, &desk->problems.items[index], LANGUAGE_VI).bytes;
}

static const struct text known[] = {TEXT_PLAIN("fields"), TEXT_PLAIN("figures"), TEXT_PLAIN("title")};
static const struct yaml_words words = {known, LENGTH_OF(known)};

static void an_unknown_key_proposes_the_nearest(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct desk desk = desk_on(arena, "title: a\nfeilds: b\nzzzzzz: c\n");
    desk.in.problems = &desk.problems;
    assert_false(yaml_fields_check(&desk.in, words));
    assert_string_equal(said(&desk, 0), "a.yaml:2:1: không có mục nào tên “feilds” ở đây; có phải là “fields”?");
    assert_string_equal(said(&desk, 1), "a.yaml:3:1: không có mục nào tên “zzzzzz” ở đây");
}

static void a_list_where_a_map_must_stand_is_named(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct desk desk = desk_on(arena, "- a\n");
    desk.in.problems = &desk.problems;
    assert_false(yaml_fields_check(&desk.in, words));
    assert_string_equal(said(&desk, 0), "a.yaml:1:1: chỗ này phải gồm các mục “tên: giá trị”");
}

static void good_fields_are_read(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct desk desk = desk_on(arena, "text: Sổ\nnone: ''\nyes: yes\nno: false\nwhole: -3\nday: 2021-09-08\n"
                                      "people: 08/09/2021\nlist: [a]\nmap: {b: c}\nkind: figures\n");
    struct yaml_fields *in = &desk.in;
    in->problems = &desk.problems;
    struct text text, none = TEXT("x");
    bool yes = false, no = true;
    int64_t whole;
    struct day day, people;
    const struct node *list;
    struct yaml_fields below;
    size_t index;
    assert_true(yaml_fields_text(in, "text", YAML_MUST, &text) && text_is(text, "Sổ"));
    assert_true(yaml_fields_text(in, "none", YAML_MUST, &none) && none.length == 0);
    assert_true(yaml_fields_truth(in, "yes", YAML_MUST, &yes) && yes);
    assert_true(yaml_fields_truth(in, "no", YAML_MUST, &no) && !no);
    assert_true(yaml_fields_whole(in, "whole", YAML_MUST, (struct yaml_range){-3, 3}, &whole) && whole == -3);
    assert_true(yaml_fields_day(in, "day", YAML_MUST, &day));
    assert_true(yaml_fields_day(in, "people", YAML_MUST, &people));
    assert_int_equal(day_compare(day, people), 0);
    assert_true(yaml_fields_list(in, "list", YAML_MUST, &list));
    assert_true(yaml_fields_item_text(in, list->list.items[0], &text) && text_is(text, "a"));
    assert_true(yaml_fields_map(in, "map", YAML_MUST, &below));
    assert_true(yaml_fields_text(&below, "b", YAML_MUST, &text) && text_is(text, "c"));
    assert_true(yaml_fields_choice(in, "kind", YAML_MUST, words, &index) && index == 1);
    assert_int_equal(desk.problems.count, 0);
    assert_int_equal(yaml_fields_key_place(in, "map").line, 9);
}

static void an_absent_field_is_a_problem_only_when_it_must_be_there(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct desk desk = desk_on(arena, "a:\n  b: 1\n");
    desk.in.problems = &desk.problems;
    struct yaml_fields below;
    struct text text = TEXT("as before");
    assert_true(yaml_fields_map(&desk.in, "a", YAML_MUST, &below));
    assert_false(yaml_fields_text(&below, "title", YAML_MAY, &text));
    assert_int_equal(desk.problems.count, 0);
    assert_false(yaml_fields_text(&below, "title", YAML_MUST, &text));
    assert_string_equal(said(&desk, 0), "a.yaml:2:3: thiếu “title”");
    assert_true(text_is(text, "as before"));
}

enum asked { ASKED_TEXT, ASKED_TRUTH, ASKED_WHOLE, ASKED_DAY, ASKED_LIST, ASKED_MAP, ASKED_CHOICE };

static const struct bad {
    const char *yaml;
    enum asked asked;
    const char *vi;
} bads[] = {
    {"k:\n", ASKED_TEXT, "a.yaml:1:1: “k” chưa có nội dung"},
    {"k: [a]\n", ASKED_TEXT, "a.yaml:1:4: “k” phải là chữ"},
    {"k: maybe\n", ASKED_TRUTH, "a.yaml:1:4: “k” phải là yes hoặc no, không có ngoặc kép; “maybe” không phải"},
    {"k: 'yes'\n", ASKED_TRUTH, "a.yaml:1:4: “k” phải là yes hoặc no, không có ngoặc kép; “yes” không phải"},
    {"k: Yes\n", ASKED_TRUTH, "a.yaml:1:4: “k” phải là yes hoặc no, không có ngoặc kép; “Yes” không phải"},
    {"k: 12\n", ASKED_WHOLE, "a.yaml:1:4: “k” phải là số nguyên từ 1 đến 10; “12” không phải"},
    {"k: 1.5\n", ASKED_WHOLE, "a.yaml:1:4: “k” phải là số nguyên từ 1 đến 10; “1.5” không phải"},
    {"k: '5'\n", ASKED_WHOLE, "a.yaml:1:4: “k” phải là số nguyên từ 1 đến 10; “5” không phải"},
    {"k: 2021-02-30\n", ASKED_DAY,
     "a.yaml:1:4: “k” phải là một ngày, viết 2021-09-08 hoặc 08/09/2021; “2021-02-30” không phải"},
    {"k: a\n", ASKED_LIST, "a.yaml:1:4: “k” phải là một danh sách"},
    {"k: a\n", ASKED_MAP, "a.yaml:1:4: “k” phải gồm các mục “tên: giá trị”"},
    {"k: tilte\n", ASKED_CHOICE,
     "a.yaml:1:4: “tilte” không phải là giá trị cho phép của “k”; có phải là “title”?"},
    {"k: qqqqq\n", ASKED_CHOICE, "a.yaml:1:4: “qqqqq” không phải là giá trị cho phép của “k”"},
};

static bool ask(const struct yaml_fields *in, enum asked asked)
{
    struct text text;
    bool truth;
    int64_t whole;
    struct day day;
    const struct node *list;
    struct yaml_fields below;
    size_t index;
    switch (asked) {
    case ASKED_TEXT: return yaml_fields_text(in, "k", YAML_MAY, &text);
    case ASKED_TRUTH: return yaml_fields_truth(in, "k", YAML_MAY, &truth);
    case ASKED_WHOLE: return yaml_fields_whole(in, "k", YAML_MAY, (struct yaml_range){1, 10}, &whole);
    case ASKED_DAY: return yaml_fields_day(in, "k", YAML_MAY, &day);
    case ASKED_LIST: return yaml_fields_list(in, "k", YAML_MAY, &list);
    case ASKED_MAP: return yaml_fields_map(in, "k", YAML_MAY, &below);
    case ASKED_CHOICE: return yaml_fields_choice(in, "k", YAML_MAY, words, &index);
    }
    return false;
}

static void a_bad_value_gets_its_sentence_at_its_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < LENGTH_OF(bads); i++) {
        struct arena *CLOSING(arena) arena = arena_open();
        struct desk desk = desk_on(arena, bads[i].yaml);
        desk.in.problems = &desk.problems;
        assert_false(ask(&desk.in, bads[i].asked));
        assert_int_equal(desk.problems.count, 1);
        assert_string_equal(said(&desk, 0), bads[i].vi);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_unknown_key_proposes_the_nearest),
        cmocka_unit_test(a_list_where_a_map_must_stand_is_named),
        cmocka_unit_test(good_fields_are_read),
        cmocka_unit_test(an_absent_field_is_a_problem_only_when_it_must_be_there),
        cmocka_unit_test(a_bad_value_gets_its_sentence_at_its_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
