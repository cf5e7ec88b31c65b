/* yaml_test.c — what a definition says, and what is said of a bad one. */
#include "engine/codec/yaml.h"
#include "engine/codec/yaml_fields.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct node *must_read(struct arena *arena, const char *yaml)
{
    struct problems problems;
    problems_init(&problems, arena, 10);
    struct node *root = NULL;
    bool read = yaml_read(arena, TEXT("a.yaml"), text_of(yaml), &root, &problems);
    for (size_t i = 0; i < problems.count; i++)
        print_message("# %s\n", problem_line(arena, &problems.items[i], LANGUAGE_EN).bytes);
    assert_true(read);
    assert_int_equal(problems.count, 0);
    return root;
}

static void a_definition_is_read_with_its_places(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    const struct node *root = must_read(arena, "register: outreach   # sổ\n"
                                               "title: {vi: 'Buổi vận động', en: Session}\n"
                                               "law: [a Điều 27, b]\n"
                                               "note: |\n"
                                               "  một\n"
                                               "  hai\n");
    assert_int_equal(root->kind, NODE_MAP);
    assert_int_equal(node_count(root), 4);
    assert_true(text_is(node_text_at(root, "register"), "outreach"));
    assert_int_equal(root->map.entries[1].line, 2);
    assert_int_equal(root->map.entries[1].column, 1);
    const struct node *vi = node_at(node_at(root, "title"), "vi");
    assert_true(vi->quoted);
    assert_int_equal(vi->line, 2);
    assert_int_equal(vi->column, 13);
    assert_false(node_at(node_at(root, "title"), "en")->quoted);
    const struct node *law = node_at(root, "law");
    assert_int_equal(node_count(law), 2);
    assert_true(text_is(law->list.items[0]->text, "a Điều 27"));
    assert_int_equal(law->list.items[1]->column, 18);
    assert_true(text_is(node_text_at(root, "note"), "một\nhai\n"));
}

static void an_empty_file_says_nothing(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    assert_int_equal(must_read(arena, "")->kind, NODE_NOTHING);
    assert_int_equal(must_read(arena, "# chỉ có chú thích\n")->kind, NODE_NOTHING);
}

static void text_comes_in_composed(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    const struct node *root = must_read(arena, "Bo\xCC\x82\xCC\x80: \xC4\x90" "e\xCC\x82\xCC\x80\n");
    assert_true(text_is(node_text_at(root, "Bồ"), "Đề"));
}

static void a_byte_order_mark_is_no_content(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    const struct node *root = must_read(arena, "\xEF\xBB\xBFsổ: 1\n");
    assert_true(text_is(node_text_at(root, "sổ"), "1"));
    assert_int_equal(root->map.entries[0].column, 1);
}

/* A bad file and exactly what is said of it, in both languages. */
static const struct bad {
    const char *name, *yaml, *vi, *en;
} bads[] = {
    {"tab indentation", "fields:\n\ttopic: {is: text}\n",
     "bad.yaml:2:1: thụt dòng bằng phím Tab; hãy dùng dấu cách",
     "bad.yaml:2:1: this line is indented with a tab; use spaces"},
    {"tab behind spaces", "fields:\n  a: 1\n  \tb: 2\n",
     "bad.yaml:3:3: thụt dòng bằng phím Tab; hãy dùng dấu cách",
     "bad.yaml:3:3: this line is indented with a tab; use spaces"},
    {"torn in a list", "states: [planned, notified,\n",
     "bad.yaml:2:1: tệp dừng giữa chừng: còn thiếu phần sau",
     "bad.yaml:2:1: the file stops half-way: its end is missing"},
    {"torn in a quote", "title: \"Sổ tuyên\nday: x\n",
     "bad.yaml:1:8: dấu ngoặc mở ở đây không được đóng cho đến hết tệp",
     "bad.yaml:1:8: the quote opened here is never closed"},
    {"open list", "states: [planned, notified\nday: worked_on\nowner: front\n",
     "bad.yaml:1:9: danh sách mở bằng “[” ở đây chưa được đóng bằng “]” hoặc thiếu dấu phẩy (đọc đến dòng 2)",
     "bad.yaml:1:9: the list opened here with “[” is not closed with “]”, or a comma is missing (read to line 2)"},
    {"open map", "a: 1\ntitle: {vi: Sổ\n",
     "bad.yaml:2:8: nhóm mở bằng “{” ở đây chưa được đóng bằng “}” hoặc thiếu dấu phẩy (đọc đến dòng 3)",
     "bad.yaml:2:8: the group opened here with “{” is not closed with “}”, or a comma is missing (read to line 3)"},
    {"duplicate key", "day: a\nowner: b\nday: c\n",
     "bad.yaml:3:1: “day” đã được viết ở dòng 1", "bad.yaml:3:1: “day” is already given on line 1"},
    {"alias", "a: 1\nb: *a\n",
     "bad.yaml:2:4: không dùng “&” hay “*” để lặp lại nội dung: hãy viết đầy đủ; nếu là chữ thì đặt trong ngoặc kép",
     "bad.yaml:2:4: do not repeat content with “&” and “*”: write it out; if it is text, put it in quotes"},
    {"anchor on a map", "a: &base\n  b: 1\n",
     "bad.yaml:1:4: không dùng “&” hay “*” để lặp lại nội dung: hãy viết đầy đủ; nếu là chữ thì đặt trong ngoặc kép",
     "bad.yaml:1:4: do not repeat content with “&” and “*”: write it out; if it is text, put it in quotes"},
    {"tag", "a: !!int 3\n",
     "bad.yaml:1:4: không dùng kiểu dữ liệu viết bằng “!”; nếu là chữ thì đặt trong ngoặc kép",
     "bad.yaml:1:4: types written with “!” are not used here; if it is text, put it in quotes"},
    {"invalid UTF-8", "a: 1\nti\xC3" "tle: 2\n",
     "bad.yaml:2:3: chữ ở dòng này không phải UTF-8; hãy lưu tệp lại thành UTF-8",
     "bad.yaml:2:3: the letters on this line are not UTF-8; save the file as UTF-8"},
    {"too deep", "[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]\n",
     "bad.yaml:1:17: lồng nhau quá 16 tầng", "bad.yaml:1:17: more than 16 levels inside each other"},
    {"colon inside a sentence", "title: Kết quả: tốt\n",
     "bad.yaml:1:15: dấu “:” không đứng được ở đây: kiểm tra cách thụt dòng, hoặc đặt cả câu trong ngoặc kép",
     "bad.yaml:1:15: a “:” cannot stand here: check the indentation, or put the whole sentence in quotes"},
    {"name without colon", "owner: front\ntitle\nday: x\n",
     "bad.yaml:2:1: tên này thiếu dấu “:” phía sau", "bad.yaml:2:1: this name lacks the “:” behind it"},
    {"indentation that fits nothing", "a:\n    b: 1\n  c: 2\n",
     "bad.yaml:3:3: thụt dòng không khớp với các dòng trên",
     "bad.yaml:3:3: the indentation does not match the lines above"},
    {"dash among names", "a: 1\n- b\n",
     "bad.yaml:2:1: thụt dòng không khớp với các dòng trên",
     "bad.yaml:2:1: the indentation does not match the lines above"},
    {"character that begins nothing", "a: @name\n",
     "bad.yaml:1:4: không bắt đầu bằng ký tự này được; nếu là chữ thì đặt trong ngoặc kép",
     "bad.yaml:1:4: nothing can begin with this character; if it is text, put it in quotes"},
    {"unknown escape", "a: \"C:\\ward\"\n",
     "bad.yaml:1:7: trong ngoặc kép, “\\” phải đi với một ký tự như \\n hoặc \\\"; muốn viết chính dấu đó thì viết “\\\\”",
     "bad.yaml:1:7: in double quotes a “\\” must be followed by a letter such as \\n or \\\"; for the sign itself write "
     "“\\\\”"},
    {"a NUL by escape", "a: \"x\\0y\"\n",
     "bad.yaml:1:4: có ký tự điều khiển không được phép", "bad.yaml:1:4: a control character is not allowed here"},
    {"control character", "a: x\x01y\n",
     "bad.yaml:1:5: có ký tự điều khiển không được phép", "bad.yaml:1:5: a control character is not allowed here"},
    {"two documents", "a: 1\n---\nb: 2\n",
     "bad.yaml:2:1: một tệp chỉ chứa một văn bản; từ đây là văn bản thứ hai",
     "bad.yaml:2:1: a file holds one document; here a second begins"},
    {"directive", "%YAML 1.1\n---\na: 1\n",
     "bad.yaml:1:1: dòng bắt đầu bằng “%” không được dùng", "bad.yaml:1:1: lines that begin with “%” are not used here"},
    {"a list as a key", "? [a, b]\n: 1\n",
     "bad.yaml:1:3: phía trước dấu “:” phải là một tên", "bad.yaml:1:3: before the “:” there must be a name"},
    {"block of text", "a: |9x\n  b\n",
     "bad.yaml:1:6: khối văn bản sau “|” hoặc “>” viết chưa đúng",
     "bad.yaml:1:6: the block of text behind “|” or “>” is not written correctly"},
};

static void a_bad_file_gets_its_sentence_at_its_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < LENGTH_OF(bads); i++) {
        struct arena *CLOSING(arena) arena = arena_open();
        struct problems problems;
        problems_init(&problems, arena, 10);
        struct node *root = NULL;
        print_message("# %s\n", bads[i].name);
        assert_false(yaml_read(arena, TEXT("bad.yaml"), text_of(bads[i].yaml), &root, &problems));
        assert_null(root);
        assert_int_equal(problems.count, 1);
        assert_string_equal(problem_line(arena, &problems.items[0], LANGUAGE_VI).bytes, bads[i].vi);
        assert_string_equal(problem_line(arena, &problems.items[0], LANGUAGE_EN).bytes, bads[i].en);
    }
}

static void every_duplicate_key_is_named(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct problems problems;
    problems_init(&problems, arena, 10);
    struct node *root = NULL;
    assert_false(yaml_read(arena, TEXT("a"), TEXT("a: 1\na: 2\nb: {c: 1, c: 2}\n"), &root, &problems));
    assert_int_equal(problems.count, 2);
    assert_int_equal(problems.items[1].place.line, 3);
    assert_int_equal(problems.items[1].place.column, 11);
}

static void too_many_nodes_are_refused(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct buffer CLOSING(buffer) yaml;
    buffer_init(&yaml, 1 << 20);
    for (int i = 0; i < YAML_NODES_MAX; i++)
        buffer_add(&yaml, TEXT("-\n"));
    struct problems problems;
    problems_init(&problems, arena, 10);
    struct node *root = NULL;
    assert_false(yaml_read(arena, TEXT("a"), buffer_text(&yaml), &root, &problems));
    assert_string_equal(problems.items[0].code, "yaml.too-many");
    assert_int_equal(problems.items[0].place.line, YAML_NODES_MAX);
}

static void too_many_keys_are_refused(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct buffer CLOSING(buffer) yaml;
    buffer_init(&yaml, 1 << 20);
    for (int i = 0; i <= YAML_KEYS_MAX; i++)
        buffer_add_format(&yaml, "k%d: 1\n", i);
    struct problems problems;
    problems_init(&problems, arena, 10);
    struct node *root = NULL;
    assert_false(yaml_read(arena, TEXT("a"), buffer_text(&yaml), &root, &problems));
    assert_string_equal(problems.items[0].code, "yaml.too-many");
    assert_int_equal(problems.items[0].place.line, YAML_KEYS_MAX + 1);
}

static void a_file_over_the_ceiling_is_not_even_read(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    char *bytes = arena_make(arena, YAML_BYTES_MAX + 1);
    memset(bytes, '#', YAML_BYTES_MAX + 1);
    struct problems problems;
    problems_init(&problems, arena, 10);
    struct node *root = NULL;
    assert_false(yaml_read(arena, TEXT("a"), (struct text){bytes, YAML_BYTES_MAX + 1}, &root, &problems));
    assert_string_equal(problems.items[0].code, "yaml.too-big");
}

static void a_problem_is_shown_with_its_line_and_a_caret(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct problems problems;
    problems_init(&problems, arena, 10);
    struct text bytes = TEXT("register: a\ntiêu đề: {vi: Sổ, vi: Sổ}\n");
    struct node *root;
    assert_false(yaml_read(arena, TEXT("a.yaml"), bytes, &root, &problems));
    struct buffer CLOSING(buffer) out;
    buffer_init(&out, 4096);
    yaml_show(&out, bytes, &problems.items[0], LANGUAGE_EN);
    buffer_add_char(&out, '\0');
    assert_string_equal(out.bytes, "a.yaml:2:19: “vi” is already given on line 2\n"
                                   "    tiêu đề: {vi: Sổ, vi: Sổ}\n"
                                   "                      ^\n");
}

static void a_long_line_is_shown_around_its_place(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct problems problems;
    problems_init(&problems, arena, 10);
    struct buffer CLOSING(buffer) yaml;
    buffer_init(&yaml, 1 << 16);
    buffer_add(&yaml, TEXT("a: \""));
    for (int i = 0; i < 500; i++)
        buffer_add(&yaml, TEXT("đ"));
    buffer_add(&yaml, TEXT("\\q\"\n"));
    struct node *root;
    assert_false(yaml_read(arena, TEXT("a"), buffer_text(&yaml), &root, &problems));
    assert_int_equal(problems.items[0].place.column, 505);
    struct buffer CLOSING(buffer) out;
    buffer_init(&out, 4096);
    yaml_show(&out, buffer_text(&yaml), &problems.items[0], LANGUAGE_EN);
    struct text rest = buffer_text(&out), line;
    assert_true(text_next(&rest, '\n', &line));
    assert_true(text_next(&rest, '\n', &line));
    assert_true(text_ends(line, TEXT("đđđ\\q\"")));
    assert_int_equal(text_points(line), 4 + 82);
    assert_true(text_next(&rest, '\n', &line));
    assert_int_equal(line.length, 4 + 80);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_definition_is_read_with_its_places),
        cmocka_unit_test(an_empty_file_says_nothing),
        cmocka_unit_test(text_comes_in_composed),
        cmocka_unit_test(a_byte_order_mark_is_no_content),
        cmocka_unit_test(a_bad_file_gets_its_sentence_at_its_place),
        cmocka_unit_test(every_duplicate_key_is_named),
        cmocka_unit_test(too_many_nodes_are_refused),
        cmocka_unit_test(too_many_keys_are_refused),
        cmocka_unit_test(a_file_over_the_ceiling_is_not_even_read),
        cmocka_unit_test(a_problem_is_shown_with_its_line_and_a_caret),
        cmocka_unit_test(a_long_line_is_shown_around_its_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
