/*
 * What the specification leaves to us: problems with places, names, sinks, limits.
 */
#include "engine/template/template.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

struct fixture {
    struct arena *arena;
    struct problems problems;
    struct template_set *set;
    struct node *root;
};

static int begin(void **state)
{
    struct arena *arena = arena_open();
    struct fixture *fixture = arena_make(arena, sizeof *fixture);
    fixture->arena = arena;
    problems_init(&fixture->problems, arena, 10);
    fixture->set = template_set_make(arena);
    fixture->root = node_map(arena);
    *state = fixture;
    return 0;
}

static int end(void **state)
{
    struct fixture *fixture = *state;
    arena_close(fixture->arena);
    return 0;
}

static const struct template *reads(struct fixture *fixture, const char *name, const char *source)
{
    const struct template *template =
        template_read(fixture->arena, text_of(name), text_of(source), &fixture->problems);
    assert_non_null(template);
    template_set_put(fixture->set, template);
    return template;
}

static void prints(struct fixture *fixture, const char *source, enum template_escape escape, const char *wanted)
{
    struct buffer CLOSING(buffer) out;
    buffer_init(&out, 1 << 20);
    template_render(&out, fixture->set, reads(fixture, "page", source), fixture->root, escape);
    buffer_add_char(&out, '\0');
    struct failure why;
    assert_true(buffer_ok(&out, &why));
    assert_string_equal(out.bytes, wanted);
}

static struct node *put_text(struct fixture *fixture, const char *key, const char *text)
{
    return node_put(fixture->root, key, node_text(fixture->arena, text_of(text)));
}

static void a_bad_template_gives_a_problem_at_its_place(void **state)
{
    static const struct {
        const char *source, *code;
        uint32_t line, column;
    } cases[] = {
        {"xin\nchào {{ten", "template.tag-open", 2, 6},
        {"{{{ten}}", "template.tag-open", 1, 1},
        {"{{#a}}\n{{/b}}", "template.close-other", 2, 1},
        {"đã {{/b}}", "template.close-stray", 1, 4},
        {"\n\n  {{#a}} {{^b}} {{/b}}", "template.section-open", 3, 3},
        {"{{=<% =}}", "template.delimiters", 1, 1},
        {"{{=<% % >=}}", "template.delimiters", 1, 1},
        {"{{= | = | =}}", "template.delimiters", 1, 1},
        {"{{ }}", "template.name-empty", 1, 1},
        {"{{}}", "template.name-empty", 1, 1},
        {"{{a b}}", "template.name", 1, 1},
        {"{{! nhiều\ndòng }}{{#}}", "template.name-empty", 2, 8},
        {"\xff", "template.utf8", 0, 0},
    };
    struct fixture *fixture = *state;
    for (size_t i = 0; i < LENGTH_OF(cases); i++) {
        problems_init(&fixture->problems, fixture->arena, 10);
        assert_null(template_read(fixture->arena, TEXT("page"), text_of(cases[i].source), &fixture->problems));
        assert_int_equal(fixture->problems.count, 1);
        const struct problem *problem = &fixture->problems.items[0];
        assert_string_equal(problem->code, cases[i].code);
        assert_true(text_is(problem->place.file, "page"));
        assert_int_equal(problem->place.line, cases[i].line);
        assert_int_equal(problem->place.column, cases[i].column);
    }
}

static void sections_nested_too_deep_are_a_problem(void **state)
{
    struct fixture *fixture = *state;
    struct buffer CLOSING(buffer) source;
    buffer_init(&source, 1 << 16);
    for (int i = 0; i < TEMPLATE_SECTIONS_MAX + 1; i++)
        buffer_add(&source, TEXT("{{#a}}"));
    assert_null(template_read(fixture->arena, TEXT("deep"), buffer_text(&source), &fixture->problems));
    assert_string_equal(fixture->problems.items[0].code, "template.too-deep");
}

static void a_source_too_long_is_a_problem(void **state)
{
    struct fixture *fixture = *state;
    char *bytes = arena_make(fixture->arena, TEMPLATE_SOURCE_MAX + 1);
    memset(bytes, 'a', TEMPLATE_SOURCE_MAX + 1);
    struct text source = {bytes, TEMPLATE_SOURCE_MAX + 1};
    assert_null(template_read(fixture->arena, TEXT("long"), source, &fixture->problems));
    assert_string_equal(fixture->problems.items[0].code, "template.too-big");
    assert_non_null(template_read(fixture->arena, TEXT("long"), text_part(source, 0, TEMPLATE_SOURCE_MAX), &fixture->problems));
}

static void every_name_is_listed_with_its_place(void **state)
{
    struct fixture *fixture = *state;
    const struct template *template =
        reads(fixture, "page", "Có {{missions}} cuộc\n{{#wards}}{{name}} {{.}}{{^late}}{{{a.b}}}{{/late}}{{/wards}}");
    const struct template_name wanted[] = {
        {TEXT("missions"), 1, 4, false, 0}, {TEXT("wards"), 2, 1, true, 0}, {TEXT("name"), 2, 11, false, 1},
        {TEXT("late"), 2, 25, true, 1},     {TEXT("a.b"), 2, 34, false, 1},
    };
    size_t count = 0;
    const struct template_name *names = template_names(template, &count);
    assert_int_equal(count, LENGTH_OF(wanted));
    for (size_t i = 0; i < count; i++) {
        assert_true(text_equal(names[i].name, wanted[i].name));
        assert_int_equal(names[i].line, wanted[i].line);
        assert_int_equal(names[i].column, wanted[i].column);
        assert_int_equal(names[i].section, wanted[i].section);
        assert_int_equal(names[i].inside, wanted[i].inside);
    }
}

static void escaping_follows_the_kind_of_output(void **state)
{
    struct fixture *fixture = *state;
    put_text(fixture, "who", "<b title=\"x\">Ô. 'Năm' & con</b>");
    prints(fixture, "{{who}}", TEMPLATE_ESCAPE_HTML,
           "&lt;b title=&quot;x&quot;&gt;Ô. &#39;Năm&#39; &amp; con&lt;/b&gt;");
    prints(fixture, "{{who}}", TEMPLATE_ESCAPE_NONE, "<b title=\"x\">Ô. 'Năm' & con</b>");
    prints(fixture, "{{{who}}}", TEMPLATE_ESCAPE_HTML, "<b title=\"x\">Ô. 'Năm' & con</b>");
}

static void only_what_says_nothing_closes_a_section(void **state)
{
    struct fixture *fixture = *state;
    node_put(fixture->root, "nothing", node_nothing(fixture->arena));
    node_put(fixture->root, "no", node_truth(fixture->arena, false));
    node_put(fixture->root, "zero", node_whole(fixture->arena, 0));
    node_put(fixture->root, "none", node_list(fixture->arena));
    node_put(fixture->root, "map", node_map(fixture->arena));
    put_text(fixture, "empty", "");
    put_text(fixture, "text", "0");
    prints(fixture,
           "{{#nothing}}1{{/nothing}}{{#no}}2{{/no}}{{#none}}3{{/none}}{{#empty}}4{{/empty}}{{#absent}}5{{/absent}}"
           "{{#zero}}6{{/zero}}{{#map}}7{{/map}}{{#text}}8{{/text}}{{^zero}}9{{/zero}}",
           TEMPLATE_ESCAPE_NONE, "678");
}

static void numbers_print_exactly(void **state)
{
    static const struct {
        struct decimal number;
        const char *wanted;
    } cases[] = {
        {{0, 0}, "0"},        {{0, 3}, "0"},          {{-5, 1}, "-0.5"},
        {{1210, 3}, "1.21"},  {{1000000, 6}, "1"},    {{7, 6}, "0.000007"},
        {{INT64_MIN, 6}, "-9223372036854.775808"},    {{INT64_MAX, 0}, "9223372036854775807"},
    };
    struct fixture *fixture = *state;
    for (size_t i = 0; i < LENGTH_OF(cases); i++) {
        node_put(fixture->root, "n", node_number(fixture->arena, cases[i].number));
        prints(fixture, "{{n}}", TEMPLATE_ESCAPE_HTML, cases[i].wanted);
    }
}

static void a_map_prints_what_it_holds_under_a_dot(void **state)
{
    struct fixture *fixture = *state;
    struct node *units = node_put(fixture->root, "units", node_map(fixture->arena));
    node_put(units, ".", node_whole(fixture->arena, 5));
    node_put(units, "names", node_text(fixture->arena, TEXT("Bồ Đề, Thượng Thanh")));
    struct node *late = node_put(fixture->root, "late", node_map(fixture->arena));
    node_put(late, ".", node_nothing(fixture->arena));
    prints(fixture, "{{units}}: {{units.names}}{{#units}} = {{.}} {{names}}{{/units}}{{^late}}!{{/late}}",
           TEMPLATE_ESCAPE_NONE, "5: Bồ Đề, Thượng Thanh = 5 Bồ Đề, Thượng Thanh!");
}

static void a_partial_moved_in_twice_is_moved_in_by_both(void **state)
{
    struct fixture *fixture = *state;
    put_text(fixture, "lines", "x\ny");
    node_put(fixture->root, "yes", node_truth(fixture->arena, true));
    reads(fixture, "outer", "<ul>\n  {{>inner}}\n</ul>\n");
    reads(fixture, "inner", "<li>\n{{#yes}}\n  {{lines}}\n{{/yes}}\n</li>\n");
    prints(fixture, "<p>\n    {{>outer}}\n</p>\n", TEMPLATE_ESCAPE_NONE,
           "<p>\n    <ul>\n      <li>\n        x\ny\n      </li>\n    </ul>\n</p>\n");
}

static void a_page_fills_the_blocks_of_its_layout(void **state)
{
    struct fixture *fixture = *state;
    put_text(fixture, "title", "Việc hôm nay");
    reads(fixture, "layout", "<title>{{$title}}danvan{{/title}}</title>\n<main>\n  {{$content}}\n  {{/content}}\n</main>\n");
    prints(fixture,
           "{{<layout}}\n{{$title}}{{title}}{{/title}}\n{{$content}}\n<h1>{{title}}</h1>\n<ul>\n  <li></li>\n</ul>\n"
           "{{/content}}\n{{/layout}}\n",
           TEMPLATE_ESCAPE_HTML,
           "<title>Việc hôm nay</title>\n<main>\n  <h1>Việc hôm nay</h1>\n  <ul>\n    <li></li>\n  </ul>\n</main>\n");
}

static void a_block_inside_its_own_override_shows_its_default(void **state)
{
    struct fixture *fixture = *state;
    reads(fixture, "layout", "{{$a}}layout{{/a}}");
    prints(fixture, "{{<layout}}{{$a}}[{{$a}}own{{/a}}]{{/a}}{{/layout}}", TEMPLATE_ESCAPE_NONE, "[own]");
}

static void endless_partials_are_too_big(void **state)
{
    struct fixture *fixture = *state;
    struct node *list = node_put(fixture->root, "again", node_list(fixture->arena));
    for (int i = 0; i < 4; i++)
        node_append(list, node_whole(fixture->arena, i));
    static const char *sources[] = {"{{>page}}", "{{#again}}{{>page}}{{/again}}", "{{<page}}{{/page}}",
                                    "{{$a}}{{>page}}{{/a}}"};
    for (size_t i = 0; i < LENGTH_OF(sources); i++) {
        struct buffer CLOSING(buffer) out;
        buffer_init(&out, 1 << 20);
        template_render(&out, fixture->set, reads(fixture, "page", sources[i]), fixture->root, TEMPLATE_ESCAPE_HTML);
        struct failure why;
        assert_false(buffer_ok(&out, &why));
        assert_int_equal(why.kind, FAILURE_TOO_BIG);
    }
}

static void a_full_buffer_stops_the_rendering(void **state)
{
    struct fixture *fixture = *state;
    put_text(fixture, "long", "0123456789");
    struct buffer CLOSING(buffer) out;
    buffer_init(&out, 15);
    template_render(&out, NULL, reads(fixture, "page", "{{long}}{{long}}"), fixture->root, TEMPLATE_ESCAPE_HTML);
    struct failure why;
    assert_false(buffer_ok(&out, &why));
    assert_int_equal(why.kind, FAILURE_TOO_BIG);
}

struct heard {
    struct arena *arena;
    struct text all;
};

static void hear_words(void *context, struct text text)
{
    struct heard *heard = context;
    heard->all = text_format(heard->arena, "%.*s%.*s", TEXT_ARGS(heard->all), TEXT_ARGS(text));
}

static void hear_value(void *context, const struct node *node, struct text printed)
{
    struct heard *heard = context;
    const char *figure = node->bound == NULL ? "" : node->bound;
    heard->all = text_format(heard->arena, "%.*s[%s:%.*s]", TEXT_ARGS(heard->all), figure, TEXT_ARGS(printed));
}

static void a_sink_hears_each_value_with_its_bound_figure(void **state)
{
    struct fixture *fixture = *state;
    put_text(fixture, "missions", "12")->bound = "figure-missions";
    put_text(fixture, "who", "MTTQ & đoàn thể");
    struct heard heard = {.arena = fixture->arena};
    struct template_sink sink = {&heard, hear_words, hear_value};
    const struct template *template = reads(fixture, "page", "{{who}} tổ chức {{missions}} cuộc{{absent}}.");
    struct failure why;
    assert_true(template_render_to(&sink, fixture->set, template, fixture->root, &why));
    assert_true(text_is(heard.all, "[:MTTQ & đoàn thể] tổ chức [figure-missions:12] cuộc."));
}

static void a_sink_too_is_told_of_endless_partials(void **state)
{
    struct fixture *fixture = *state;
    struct heard heard = {.arena = fixture->arena};
    struct template_sink sink = {&heard, hear_words, hear_value};
    struct failure why;
    assert_false(template_render_to(&sink, fixture->set, reads(fixture, "page", "x{{>page}}"), NULL, &why));
    assert_int_equal(why.kind, FAILURE_TOO_BIG);
}

static void nothing_to_read_from_still_renders(void **state)
{
    struct fixture *fixture = *state;
    fixture->root = NULL;
    prints(fixture, "a{{b}}{{.}}{{#c}}d{{/c}}{{^c}}e{{/c}}", TEMPLATE_ESCAPE_HTML, "ae");
}

#define EACH(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        EACH(a_bad_template_gives_a_problem_at_its_place),
        EACH(sections_nested_too_deep_are_a_problem),
        EACH(a_source_too_long_is_a_problem),
        EACH(every_name_is_listed_with_its_place),
        EACH(escaping_follows_the_kind_of_output),
        EACH(only_what_says_nothing_closes_a_section),
        EACH(numbers_print_exactly),
        EACH(a_map_prints_what_it_holds_under_a_dot),
        EACH(a_partial_moved_in_twice_is_moved_in_by_both),
        EACH(a_page_fills_the_blocks_of_its_layout),
        EACH(a_block_inside_its_own_override_shows_its_default),
        EACH(endless_partials_are_too_big),
        EACH(a_full_buffer_stops_the_rendering),
        EACH(a_sink_hears_each_value_with_its_bound_figure),
        EACH(a_sink_too_is_told_of_endless_partials),
        EACH(nothing_to_read_from_still_renders),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
