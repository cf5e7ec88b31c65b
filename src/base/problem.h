/*
 * problem.h — what a person gave that cannot be taken, each with its place.
 *
 * Checking YAML, forms, sheets and rules gathers problems; finding some is
 * success. A problem is data: a place, a code, up to four arguments. Its
 * sentence, Vietnamese or English, is a line of problem_sentences.def:
 *
 *     PROBLEM("csv.day", "“{1}” không phải là ngày (viết 08/09/2021)", "“{1}” is not a day (write 2021-09-08)")
 *
 *     problem_add(problems, place, "csv.day", cell);
 *     struct text say = problem_sentence(arena, problem, LANGUAGE_VI);
 *
 * `struct problems` keeps at most its ceiling and counts the rest. Texts given are
 * copied into its arena. Arguments never hold a value of a personal field.
 */
#pragma once

#include "base/arena.h"
#include "base/text.h"

enum language { LANGUAGE_VI, LANGUAGE_EN };

/*
 * What is known of where it stands; the rest is empty or 0. Lines and columns count from 1. In a
 * workbook, `sheet` is the sheet's name and line and column are those of the cell: said as
 * "sổ.xlsx › Tháng 9 › C7".
 */
struct place {
    struct text file;
    uint32_t line;
    uint32_t column;
    struct text field; /* name of a form's field or a sheet's column */
    struct text sheet;
};

enum problem_weight { PROBLEM_ERROR, PROBLEM_WARNING };

struct problem {
    enum problem_weight weight;
    struct place place;
    const char *code; /* a code of problem_sentences.def */
    struct text arguments[4];
};

struct problems {
    struct arena *arena;
    struct problem *items;
    size_t count;   /* kept in items */
    size_t room;
    size_t ceiling; /* at most this many are kept */
    size_t errors;  /* found, kept or not; warnings apart */
    size_t warnings;
};

void problems_init(struct problems *problems, struct arena *arena, size_t ceiling);

/* Up to four `struct text` arguments; trailing ones may be (struct text){0}. The code must be in the .def (a bug else). */
void problem_add(struct problems *problems, struct place place, const char *code, struct text first, struct text second);
void problem_add_all(struct problems *problems, enum problem_weight weight, struct place place, const char *code,
                     const struct text arguments[4]);
void problem_warn(struct problems *problems, struct place place, const char *code, struct text first, struct text second);

/* "sổ.yaml:3:5" or "sổ.xlsx › Tháng 9 › C7"; what is not known is left out. */
struct text place_write(struct arena *arena, struct place place);
/* "C7": a cell as spreadsheets name it, both counted from 1; line 0 gives the column's letters alone. */
struct text place_cell(struct arena *arena, uint32_t line, uint32_t column);

/* The sentence alone; problem_line puts "file:line:column: " before it. */
struct text problem_sentence(struct arena *arena, const struct problem *problem, enum language language);
struct text problem_line(struct arena *arena, const struct problem *problem, enum language language);
