/*
 * district.h — the made-up district that is measured: 14 wards, 5 registers, 100 figures, eight quarters.
 *
 * bench/packs/figures says what is counted; entry `index` of `total` is the same on every
 * machine. Entries come in order of day with a few days' disorder, as wards send them.
 *
 *     struct district district;
 *     district_open(&district, folder);               a new instance with the pack in force
 *     district_write(&district, first, count, total); straight through keep/record's batch
 *     district_give(&district, arena, index, total)   the same as a form's or a sheet's row
 */
#pragma once

#include "base/node.h"
#include "base/period.h"
#include "keep/instance/instance.h"
#include "keep/record/record.h"
#include "support/measure.h"

enum { WARDS = 14, REGISTERS = 5, QUARTERS = 8, PART = 20000 };

struct district {
    struct instance *instance;
    const struct house *house;
    const struct unit *place;                 /* the district */
    const struct unit *organisations[WARDS];
    const struct unit_set *wards[WARDS];      /* each with its organisations */
    const struct unit_set *all;
    const struct register_definition *registers[REGISTERS];
    const struct figure_definition **figures; /* all of the pack */
    size_t figure_count;
    struct viewer viewer;                     /* may do everything */
    struct arena *arena;
};

void district_make(struct district *district, const char *folder); /* a new folder */
/* The same; `store`: an empty PostgreSQL address, or NULL. */
void district_make_at(struct district *district, const char *folder, const char *store);
void district_open(struct district *district, const char *folder, bool writing); /* one that is there */
void district_close(struct district *district);
/* Quarter 0 to 7 of 2020 and 2021. */
struct period district_quarter(int quarter);

/* Writes entries first..first+count-1 as records, without acts, in one commit. */
void district_write(struct district *district, int64_t first, int64_t count, int64_t total);
/* What the act record-write is given for an entry. */
struct node *district_give(const struct district *district, struct arena *arena, int64_t index, int64_t total);
