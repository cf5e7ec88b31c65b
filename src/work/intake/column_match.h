/*
 * column_match.h — which column of a table is which field of the register, and how sure is that?
 *
 *     struct table_words words = column_words_make(arena, register_);
 *     …
 *     column_match(arena, register_, units, today, map, table, matches);          one match for each column of the table
 *
 * A title is compared folded (no accents, capitals, brackets), whole or by its last line; then by the words it has in
 * common with a field's title; then by what the column holds: days, numbers, choices, names of units. Only MATCH_SURE
 * may be taken without asking (three columns "ngày", "tháng", "năm" are one day); what is likely or unsure is shown for choice, never guessed in silence. A map (of the
 * person, or remembered from the last import of equal headings) is sure.
 */
#pragma once

#include "base/node.h"
#include "keep/definition/definition.h"
#include "keep/unit/unit.h"
#include "work/intake/sheet_table.h"

enum column_kind { COLUMN_NONE, COLUMN_FIELD, COLUMN_UNIT, COLUMN_STATE, COLUMN_PASSED_OVER };

enum match_certainty { MATCH_NONE, MATCH_UNSURE, MATCH_LIKELY, MATCH_SURE };

struct column_match {
    enum column_kind kind;
    const struct field_definition *field; /* COLUMN_FIELD */
    enum match_certainty certainty;
    bool twice;                           /* another column is the same already */
    bool continues;                       /* says one value together with columns before it: day, month, year; the parts of a name */
};

struct table_words column_words_make(struct arena *arena, const struct register_definition *register_);

/* What a map, a form or the mark of our own sheet says a column is: a field by name or title, "unit", "state", "-". */
struct column_match column_named(struct arena *scratch, const struct register_definition *register_, struct text name);
struct text column_name(const struct column_match *match); /* the same back: "held_on", "unit", "-"; empty for none */

struct column_asking {
    const struct register_definition *register_;
    const struct unit_tree *units;
    struct day today;
    const struct node *map; /* title of the column -> name; NULL: none */
};
void column_match(struct arena *arena, const struct column_asking *asking, const struct sheet_table *table, struct column_match *matches);

/* How the map names a column: its title, or "(F)" for one without. */
struct text column_title(struct arena *arena, const struct table_column *column);
