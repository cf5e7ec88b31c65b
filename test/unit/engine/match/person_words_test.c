/* person_words_test.c — one person written in several ways comes to one form; two do not. */
#include "engine/match/person_words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

struct row {
    const char *name, *born, *identity, *sex;
};

static struct text words_of(struct arena *arena, const struct row *row)
{
    const struct text cells[PERSON_FIELDS] = {[PERSON_NAME] = text_of(row->name),
                                              [PERSON_BORN] = text_of(row->born),
                                              [PERSON_IDENTITY] = text_of(row->identity),
                                              [PERSON_SEX] = text_of(row->sex)};
    return person_words(arena, letters_make(arena), cells);
}

static void ways_of_writing_one_person_come_to_one_form(void **state)
{
    static const struct { struct row a, b; bool same; } PAIRS[] = {
        {{"Lê Thị Mẫu", "8/9/1985", "001185000001", ""}, {"LÊ  THI MAU", "1985", "001 185 000 001", "Nữ"}, true}, /* by number, whatever the name */
        {{"Lê Thị Mẫu", "1985", "1185000001", "Nữ"}, {"Lê Thị Mẫu", "1985", "001185000001", "nữ"}, true},          /* zeros Excel took */
        {{"Lê Thị Hoà", "8/9/1985", "", ""}, {"lê thị  hòa", "1985-09-08", "", "Nữ"}, true},
        {{"Lê Thị Hoà", "8/9/1985", "", ""}, {"Lê Thị Hoa", "8/9/1985", "", ""}, false},
        {{"Lê Thị Hoà", "8/9/1985", "", ""}, {"Lê Thị Hoà", "9/9/1985", "", ""}, false},
        {{"Lê Thị Hoà", "8/9/1985", "001185000001", "Nữ"}, {"Lê Thị Hoà", "8/9/1985", "001185000002", "Nữ"}, false},
    };
    struct arena *CLOSING(arena) arena = arena_open();
    (void)state;
    for (size_t i = 0; i < LENGTH_OF(PAIRS); i++) {
        struct text a = words_of(arena, &PAIRS[i].a), b = words_of(arena, &PAIRS[i].b);
        if (a.length == 0 || b.length == 0 || text_equal(a, b) != PAIRS[i].same)
            fail_msg("pair %zu: %.*s, %.*s", i, TEXT_ARGS(a), TEXT_ARGS(b));
    }
}

static void who_is_not_told_is_nobody(void **state)
{
    static const struct row ROWS[] = {{"Lê Thị Mẫu", "1985", "", "Nữ"}, {"Lê Thị Mẫu", "", "1.23457E+11", ""}, {"", "8/9/1985", "", ""}, {"", "", "", ""}};
    struct arena *CLOSING(arena) arena = arena_open();
    (void)state;
    for (size_t i = 0; i < LENGTH_OF(ROWS); i++)
        assert_int_equal(words_of(arena, &ROWS[i]).length, 0);
}

static void a_number_says_more_than_a_name(void **state)
{
    static const struct row BY_NUMBER = {"Lê Thị Mẫu", "8/9/1985", "001185000001", "Nữ"}, BY_NAME = {"Lê Thị Mẫu", "8/9/1985", "", "Nữ"};
    struct arena *CLOSING(arena) arena = arena_open();
    (void)state;
    assert_true(person_words_sure(words_of(arena, &BY_NUMBER)));
    assert_false(person_words_sure(words_of(arena, &BY_NAME)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ways_of_writing_one_person_come_to_one_form),
        cmocka_unit_test(who_is_not_told_is_nobody),
        cmocka_unit_test(a_number_says_more_than_a_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
