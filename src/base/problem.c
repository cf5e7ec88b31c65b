/* problem.c — gathering problems and saying them in a person's language. */
#include "base/problem.h"

#include "base/buffer.h"

#include <string.h>

/* A sentence is a line on a screen; an argument longer than this is cut for it. */
enum { ARGUMENT_LETTERS_MAX = 200 };

struct sentence {
    const char *code, *vietnamese, *english;
};

#define PROBLEM(code, vietnamese, english) {code, vietnamese, english},
static const struct sentence sentences[] = {
#include "base/problem_sentences.def"
};
#undef PROBLEM

static const struct sentence *sentence_find(const char *code)
{
    for (size_t i = 0; i < LENGTH_OF(sentences); i++)
        if (strcmp(sentences[i].code, code) == 0)
            return &sentences[i];
    return NULL;
}

void problems_init(struct problems *problems, struct arena *arena, size_t ceiling)
{
    *problems = (struct problems){.arena = arena, .ceiling = ceiling};
}

static void problems_grow(struct problems *problems)
{
    if (problems->count < problems->room)
        return;
    problems->room = problems->room == 0 ? 8 : problems->room * 2;
    struct problem *items = arena_make_many(problems->arena, problems->room, sizeof *items);
    if (problems->count > 0)
        memcpy(items, problems->items, problems->count * sizeof *items);
    problems->items = items;
}

/* At most so many letters of `text`, with "…" for the rest. */
static struct text text_shortened(struct arena *arena, struct text text)
{
    size_t letters = 0;
    for (size_t i = 0; i < text.length; i++) {
        letters += ((unsigned char)text.bytes[i] & 0xC0) != 0x80;
        if (letters > ARGUMENT_LETTERS_MAX)
            return text_format(arena, "%.*s…", TEXT_ARGS(text_part(text, 0, i)));
    }
    return text_copy(arena, text);
}

void problem_add_all(struct problems *problems, enum problem_weight weight, struct place place, const char *code,
                     const struct text arguments[4])
{
    const struct sentence *sentence = sentence_find(code);
    REQUIRE(sentence != NULL);
    *(weight == PROBLEM_WARNING ? &problems->warnings : &problems->errors) += 1;
    if (problems->count >= problems->ceiling)
        return;
    problems_grow(problems);
    struct problem *problem = &problems->items[problems->count++];
    problem->weight = weight;
    problem->place = place;
    problem->place.file = text_copy(problems->arena, place.file);
    problem->place.field = text_copy(problems->arena, place.field);
    problem->place.sheet = text_copy(problems->arena, place.sheet);
    problem->code = sentence->code;
    for (size_t i = 0; i < LENGTH_OF(problem->arguments); i++)
        problem->arguments[i] = text_shortened(problems->arena, arguments[i]);
}

void problem_add(struct problems *problems, struct place place, const char *code, struct text first, struct text second)
{
    problem_add_all(problems, PROBLEM_ERROR, place, code, (const struct text[4]){first, second});
}

void problem_warn(struct problems *problems, struct place place, const char *code, struct text first, struct text second)
{
    problem_add_all(problems, PROBLEM_WARNING, place, code, (const struct text[4]){first, second});
}

/* Number of the argument that `a` starts with, as {1}; 0 when it is other text. */
static size_t argument_number(struct text a)
{
    bool is = a.length >= 3 && a.bytes[0] == '{' && a.bytes[1] >= '1' && a.bytes[1] <= '4' && a.bytes[2] == '}';
    return is ? (size_t)(a.bytes[1] - '0') : 0;
}

struct text problem_sentence(struct arena *arena, const struct problem *problem, enum language language)
{
    const struct sentence *sentence = sentence_find(problem->code);
    REQUIRE(sentence != NULL);
    struct text rest = text_of(language == LANGUAGE_EN ? sentence->english : sentence->vietnamese);
    struct buffer CLOSING(buffer) said;
    buffer_init(&said, SIZE_MAX);
    while (rest.length > 0) {
        size_t number = argument_number(rest);
        if (number > 0)
            buffer_add(&said, problem->arguments[number - 1]);
        else
            buffer_add_char(&said, rest.bytes[0]);
        rest = text_from(rest, number > 0 ? 3 : 1);
    }
    return text_copy(arena, buffer_text(&said));
}

struct text place_cell(struct arena *arena, uint32_t line, uint32_t column)
{
    char letters[8];
    size_t at = sizeof letters;
    for (; column > 0; column = (column - 1) / 26)
        letters[--at] = (char)('A' + (column - 1) % 26);
    struct text name = {letters + at, sizeof letters - at};
    if (line == 0)
        return text_copy(arena, name);
    return text_format(arena, "%.*s%u", TEXT_ARGS(name), line);
}

static struct text place_in_workbook(struct arena *arena, struct place place)
{
    struct text parts[3];
    size_t count = 0;
    if (place.file.length > 0)
        parts[count++] = place.file;
    parts[count++] = place.sheet;
    if (place.line > 0 || place.column > 0)
        parts[count++] = place_cell(arena, place.line, place.column);
    return text_join(arena, parts, count, TEXT(" › "));
}

struct text place_write(struct arena *arena, struct place place)
{
    if (place.sheet.length > 0)
        return place_in_workbook(arena, place);
    struct text where = place.file;
    if (place.line > 0)
        where = text_format(arena, "%.*s%s%u", TEXT_ARGS(where), where.length > 0 ? ":" : "", place.line);
    if (place.line > 0 && place.column > 0)
        where = text_format(arena, "%.*s:%u", TEXT_ARGS(where), place.column);
    return where;
}

struct text problem_line(struct arena *arena, const struct problem *problem, enum language language)
{
    struct text sentence = problem_sentence(arena, problem, language);
    struct text where = place_write(arena, problem->place);
    if (where.length == 0)
        where = problem->place.field;
    if (where.length == 0)
        return sentence;
    return text_format(arena, "%.*s: %.*s", TEXT_ARGS(where), TEXT_ARGS(sentence));
}
