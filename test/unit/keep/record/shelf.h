/*
 * shelf.h — a store with the small pack's registers and units, and records made by chance.
 *
 *     struct shelf shelf;
 *     shelf_open(&shelf, NULL);
 *     struct record *record = shelf_random(&shelf, chance, register_);
 *     shelf_write(&shelf, NULL, record);
 *     shelf_close(&shelf);
 *
 * What must work and does not fails the test. A record lives in the shelf's arena.
 */
#pragma once

#include "keep/record/figure.h"
#include "keep/record/record_inside.h"

struct shelf {
    struct arena *arena;
    struct store *store;
    const struct definition *definition;
    const struct unit_tree *tree;
    int64_t last; /* number of the last act */
    char folder[48];
};

/* One more text of one more file of the pack replaced: file, old, new …, NULL. */
void shelf_open(struct shelf *shelf, const char *const *changes);
void shelf_close(struct shelf *shelf);

const struct register_definition *shelf_register(const struct shelf *shelf, const char *name);
const struct unit *shelf_unit(const struct shelf *shelf, const char *code, struct day day);

/* Splitmix64: the same seed gives the same records. */
struct chance {
    uint64_t state;
};
uint64_t chance_below(struct chance *chance, uint64_t limit);

/* Any record that the register could hold: unit, state and every field by chance, days mostly in 2021. */
struct record *shelf_random(struct shelf *shelf, struct chance *chance, const struct register_definition *register_);
/* Another version of it: some fields, perhaps the state. */
struct record *shelf_changed(struct shelf *shelf, struct chance *chance, const struct record *record);
/* A copy whose values can be set. */
struct record *shelf_copy(struct shelf *shelf, const struct record *record);
void shelf_set(struct shelf *shelf, struct record *record, const char *field, const char *given);

/* One batch of changes, one commit: befores may be NULL (new). Numbers new records. */
void shelf_write_all(struct shelf *shelf, struct record *const *befores, struct record *const *afters, size_t count);
void shelf_write(struct shelf *shelf, struct record *before, struct record *after);
/* The same by an act of its register. */
void shelf_move(struct shelf *shelf, struct record *before, struct record *after, const char *move);
void shelf_rebuild(struct shelf *shelf);
/* All bytes of contribution, cell, distinct_cell and deadline. */
struct text shelf_bytes(struct shelf *shelf);

/* A reading, to be ended with store_read_end. */
struct connection *shelf_reading(const struct shelf *shelf);
