/*
 * nation.h — the made-up country that is measured: 63 provinces, 758 districts, 10,600 wards, 100 indicators, four years.
 *
 * Entry `index` is the same on every machine: a ward, a day of 2020 to 2023, an indicator and a
 * value, each drawn evenly from a seed. bench/packs/reports says what is counted: ten registers of ten
 * sums. An organisation in each ward enters them.
 *
 *     struct nation nation;
 *     nation_make(&nation, folder, NULL);             a new instance with the pack in force
 *     nation_load(&nation, 10000000);                 through keep/record's batch, ward after ward
 *     nation_give(&nation, arena, index)              the same as a form's row
 */
#pragma once

#include "base/node.h"
#include "base/period.h"
#include "keep/instance/instance.h"
#include "keep/record/record.h"
#include "support/measure.h"

enum {
    NATION_WARDS = 10600,
    NATION_DISTRICTS = 758,
    NATION_PROVINCES = 63,
    NATION_DAYS = 1461,
    NATION_INDICATORS = 100,
    NATION_REGISTERS = 10,
    NATION_ASKED = 400,    /* the district whose table is asked for, counted from 0 */
    NATION_ASKED_WARDS = 14,
};

struct nation_entry { int32_t ward, day, indicator, value; }; /* ward and indicator count from 1, day from 2020-01-01 */

struct nation {
    struct instance *instance;
    const struct house *house;
    const struct unit **organisations;                     /* by ward */
    const struct unit_set *district[NATION_ASKED_WARDS + 1]; /* its wards, and itself last */
    const struct unit_set *provinces[NATION_PROVINCES];
    const struct register_definition *registers[NATION_REGISTERS];
    const struct figure_definition *figures[NATION_INDICATORS];
    struct viewer viewer;
    struct arena *arena;
};

/* `store`: an empty PostgreSQL address, or NULL: a file in the folder. */
void nation_make(struct nation *nation, const char *folder, const char *store);
void nation_close(struct nation *nation);

struct nation_entry nation_entry(int64_t index);
int nation_district(int ward); /* 0 to 757 */
int nation_province(int ward); /* 0 to 62 */
struct day nation_day(int day);

/* Writes entries 0..total-1 as records, without acts; their numbers lie above those of any act. */
void nation_load(struct nation *nation, int64_t total);
/* What the act record-write is given for an entry. */
struct node *nation_give(const struct nation *nation, struct arena *arena, int64_t index);
