/*
 * policy_table.h — many persons as one table for machines: CSV under the names of the policy's columns, or a columnar file.
 *
 * Both say the same (docs/columnar.md) and are answered the same; one is made of the other without loss:
 *
 *     struct policy_table *table;
 *     struct policy_table_rows rows;
 *     if (!policy_table_open(arena, policy, &source, &table, problems, why)) …        NULL: problems say why
 *     while (policy_table_next(table, &rows, why) && rows.count > 0)
 *         policy_people_judge(people, rows.values, rows.count, verdicts);             (policy_people.h)
 *
 * In CSV the first row names the columns, each once. A value is written one way only: yes, no; 1500000, 2.5; 2021-09-08;
 * a code of the dictionary; nothing at all where it is not known. Whatever else stands in a cell is told at its line and
 * column and is unknown: it is never guessed. Columns of texts are not taken: none is judged in blocks.
 *
 * Memory does not grow with the table, but for cells of a CSV that stand between quotes. All is in the arena; the bytes
 * are borrowed. policy_table.c reads, policy_table_write.c writes.
 */
#pragma once

#include "base/buffer.h"
#include "engine/policy/policy_entitle.h"

enum { POLICY_TABLE_BYTES_MAX = 512 << 20, POLICY_TABLE_ROWS_MAX = 10000000 };

struct policy_table_source {
    struct text file, bytes; /* `file` is where problems stand */
};

/* Is it one? A columnar file, or a CSV whose first row has nothing but names of columns. */
bool policy_table_is(const struct policy *policy, struct text bytes);

struct policy_table;
/* FAILURE_INVALID: a columnar file that is damaged. */
MUST_CHECK bool policy_table_open(struct arena *arena, const struct policy *policy, const struct policy_table_source *source,
                                  struct policy_table **table, struct problems *problems, struct failure *why);

/* The columns of the policy that it has, in the order they stand. */
const size_t *policy_table_columns(const struct policy_table *table, size_t *count);

struct policy_table_rows {
    const struct value *values; /* of each person all columns of the policy, one person behind the other; until the next call */
    size_t count;               /* RULE_BLOCK, but for the last ones */
    int64_t first;              /* the number of the first of them, from 1 */
};

/* `rows->count` is 0 behind the last, and where the form of a CSV is broken, which is then a problem. */
MUST_CHECK bool policy_table_next(struct policy_table *table, struct policy_table_rows *rows, struct failure *why);

/* Cells read so far that were no value. */
int64_t policy_table_strange(const struct policy_table *table);

/* ── writing ── */

enum policy_table_form { POLICY_TABLE_CSV, POLICY_TABLE_COLUMNAR };

struct policy_table_written {
    int64_t rows, strange;
};

/* The same persons in that form; what could not be read is unknown there. FAILURE_TOO_BIG: `out` is full, or a number has too many digits. */
MUST_CHECK bool policy_table_write(const struct policy *policy, const struct policy_table_source *source, enum policy_table_form form,
                                   struct buffer *out, struct policy_table_written *written, struct problems *problems, struct failure *why);

/*
 * Answers as a columnar file, for each line LINE of the policy: LINE (code: no, unknown, yes, yields), LINE.amount,
 * LINE.failed and LINE.unknown (bit n: its condition n; one bit more for the amount); then all.total, which is
 * missing beyond int64, all.as_of, and all.policy, the hash of its file.
 */
struct policy_answers;
MUST_CHECK bool policy_answers_begin(struct arena *arena, const struct policy *policy, struct day as_of, struct buffer *out,
                                     struct policy_answers **answers, struct failure *why);
/* Of RULE_BLOCK persons, but for the last ones. */
MUST_CHECK bool policy_answers_write(struct policy_answers *answers, const struct policy_verdict *verdicts, size_t count, struct failure *why);
MUST_CHECK bool policy_answers_end(struct policy_answers *answers, struct failure *why);
