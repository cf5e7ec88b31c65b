/* intake_inside.h — a sheet's columns, and one row read as a record. */
#pragma once

#include "base/map.h"
#include "engine/codec/csv.h"
#include "keep/instance/instance.h"
#include "work/intake/intake.h"

enum column_kind { COLUMN_FIELD, COLUMN_UNIT, COLUMN_STATE, COLUMN_PASSED_OVER };

struct column {
    enum column_kind kind;
    const struct field_definition *field; /* COLUMN_FIELD */
    struct text title;                    /* as the sheet has it */
};

struct sheet {
    const struct intake_request *request;
    const struct house *house;
    const struct register_definition *register_;
    struct arena *arena;            /* lives as long as the import */
    struct column *columns;
    size_t column_count;
    const struct unit *unit;        /* of the request; NULL: a column says it */
    struct map *writers;            /* code or folded name -> organisation that enters this register; a name twice -> AMBIGUOUS */
    struct map *may_write;          /* code -> what permission said, asked once */
    struct problems *problems;
    struct day today;
    int64_t rows;
};

/* column.c: what the first row says; problems for what it does not. */
void columns_read(struct sheet *sheet, const struct csv_row *row);
struct node *columns_node(const struct sheet *sheet);
/* Organisations by code and name, for a unit column. */
void writers_index(struct sheet *sheet);
const struct unit *writer_find(const struct sheet *sheet, struct arena *scratch, struct text given);

/* row.c: problems at its cells, and nothing else. */
MUST_CHECK bool row_check(struct sheet *sheet, struct arena *scratch, const struct csv_row *row, struct failure *why);
/* What the act record-write is given for a row that was checked. */
struct node *row_given(const struct sheet *sheet, struct arena *arena, const struct csv_row *row);
