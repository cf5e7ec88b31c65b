/*
 * entitle_list.h — each person of a list against a policy: entitled to which lines, to how much, why not.
 *
 *     struct entitle_request ask = {.policy = policy, .file = name, .bytes = bytes, .as_of = day, .form = ENTITLE_XLSX};
 *     struct entitle_made made;
 *     if (!entitle_list(arena, &ask, &made, &problems, why)) …        made.bytes is the workbook
 *
 * Columns are known by the titles of the policy's dictionary (list_file.h reads the list); a cell that cannot be read is
 * told at its place, without its value, and counts as unknown. A column that the list does not have is unknown for all.
 * A table of persons under the names of the dictionary, CSV or columnar (policy_table.h), is read as such a table says.
 * The answers stand beside sheet and row, number of the dossier and name, and bear the policy's hash and the day: equal
 * requests give equal bytes. Nothing is kept but what is written.
 */
#pragma once

#include "base/failure.h"
#include "engine/policy/policy_entitle.h"
#include "work/check/list_file.h"

enum entitle_form { ENTITLE_CSV, ENTITLE_XLSX, ENTITLE_COLUMNAR /* without words: policy_answers of policy_table.h */ };

struct entitle_request {
    const struct policy *policy;
    struct text file, bytes; /* borrowed */
    struct text sheet;       /* empty: all visible ones */
    struct day as_of;
    enum entitle_form form;
    enum language language;
};

struct entitle_count { /* of one line */
    int64_t yes, yields, unknown, no, money;
};

struct entitle_made {
    struct text bytes;
    int64_t rows, strange; /* cells that could not be read */
    struct entitle_count lines[POLICY_LINES_MAX];
};

/* The columns of a policy as list_shape_make takes them: name, titles and other headings. */
const struct list_word *entitle_words(struct arena *arena, const struct policy *policy, size_t *count);
/* One row's values in the order of the policy's columns; cells that cannot be read are told, and counted in `*strange`. */
void entitle_values(struct arena *scratch, const struct policy *policy, const struct list_row *row, struct value *values, int64_t *strange,
                    struct problems *problems);

/* True with problems when the list cannot be read at all. */
MUST_CHECK bool entitle_list(struct arena *arena, const struct entitle_request *request, struct entitle_made *made, struct problems *problems,
                             struct failure *why);
/* {policy, hash, as_of, rows, strange, lines: [{id, title, yes, yields, unknown, no, money}]} */
struct node *entitle_node(struct arena *arena, const struct entitle_request *request, const struct entitle_made *made);
