/* record_inside.h — what the files of keep/record share: tables' texts, contributions, cells. */
#pragma once

#include "base/buffer.h"
#include "base/period.h"
#include "keep/record/figure.h"
#include "keep/record/record.h"
#include "keep/store/statement.h"

/* ---- table.c: SQL made from a register's definition; every identifier in it was checked ---- */

enum record_statement { RECORD_INSERT, RECORD_UPDATE, RECORD_SELECT };
struct sql record_sql(struct arena *arena, const struct register_definition *register_, enum record_statement which);
struct sql record_link_sql(struct arena *arena, const struct register_definition *register_, const struct field_definition *field,
                           enum record_statement which); /* RECORD_UPDATE: the delete of all links of a record */
/* "record, version, …" in the order record_row_read expects, each with `prefix` before it. */
void record_columns(struct buffer *out, const struct register_definition *register_);
/* The table's name, r_outreach. */
struct text record_table(struct arena *arena, const struct register_definition *register_);
/* All own columns of a field: links live elsewhere. */
bool record_has_column(const struct field_definition *field);

struct store_value record_store_value(struct arena *arena, const struct field_definition *field, struct value value);
struct value record_value_from(struct arena *arena, const struct field_definition *field, struct store_value value);

/* A record from a row of RECORD_SELECT's columns, without its links. */
struct record *record_row_read(struct arena *arena, struct statement *row, const struct unit_tree *tree,
                               const struct register_definition *register_);
MUST_CHECK bool record_load_links(struct arena *arena, struct connection *connection, struct record *record, struct failure *why);

/* ---- contribution.c: what a record counts for ---- */

struct contribution {
    int64_t figure;   /* contribution_key of the figure's name */
    int64_t cell;     /* contribution_key of name and breakdown: the cell it moves */
    int64_t entries;  /* contribution_entries_key: the cell that counts entries; the same where each is one */
    bool distinct;    /* counted by value, not summed */
    struct day day;
    int position;     /* among this record's contributions to the figure */
    struct text by;   /* breakdown's code, or the distinct value */
    int64_t amount;
};

struct contributions {
    struct contribution *items;
    size_t count, room;
};

/* A stable 64-bit name of a figure (and breakdown) in tables: FNV-1a over "name" or "name\x1f" "code". Stored: never changed. */
int64_t contribution_key(struct text figure, struct text by);
/* The same from the key of the figure alone. */
int64_t contribution_key_part(int64_t figure, struct text by);
/* FAILURE_INVALID when two cells of the definition would share a key; asked before its tables are made. */
MUST_CHECK bool contribution_keys_apart(const struct definition *definition, struct failure *why);
/* Of the cell that counts the entries behind it: its own for a count, another ("…\x1f#") where amounts differ. */
int64_t contribution_entries_key(const struct figure_definition *figure, struct text by);
/* A record among those that where_ask was asked about; no answers: its figures' `where` are asked of it alone. */
struct where_answers;
struct record_asked {
    const struct where_answers *answers;
    size_t row;
};
/* Empty for a withdrawn record, or NULL. */
void contribution_compute(struct arena *arena, const struct record *record, struct record_asked asked, struct contributions *out);
/* The values of a record's rules: slot_count of the register; and one of them. */
struct value *record_slots(struct arena *arena, const struct record *record);
struct value record_slot(struct arena *arena, const struct record *record, size_t slot);

/* ---- where.c: the figures' `where` of many records of one register, over columns at once (rule_columns.h) ---- */

/* At most RULE_BLOCK records. NULL: each is to be asked alone. All is in the arena. */
const struct where_answers *where_ask(struct arena *arena, const struct register_definition *register_, struct record *const *records, size_t count);
/* Does that record count for that figure of the register, which has a `where`? */
bool where_holds(const struct where_answers *answers, size_t figure, size_t record);

/* ---- cell.c: all sums of one unit and half-month, in one blob; of a province, those of all units in it ---- */

struct cell { int64_t key, sum; };
struct cell_block { const struct cell *cells; size_t count; }; /* by key, ascending; no sum is 0 */

/* Moves of cells, gathered over a batch. */
struct cell_moves;
struct cell_moves *cell_moves_open(void);
void cell_moves_close(struct cell_moves *moves);
void cell_move(struct cell_moves *moves, int64_t unit, int32_t bucket, int64_t key, int64_t amount);
/* The same in the blocks of the province the unit is in, where it has one; not when it was not there in that half-month. */
void cell_move_home(struct cell_moves *moves, const struct unit *unit, int32_t bucket, int64_t key, int64_t amount);
/* Adds all moves to their blocks; the moves are then empty. */
MUST_CHECK bool cell_apply(struct arena *arena, struct connection *writer, int64_t shard, struct cell_moves *moves, struct failure *why);
/* Reads a stored blob; `cells` has room for CELL_BLOCK_MAX. False when it is not well formed. */
enum { CELL_BLOCK_MAX = 65536, CELL_BYTES = 16 };
MUST_CHECK bool cell_block_read(struct text bytes, size_t *count, struct failure *why);
struct cell cell_at(struct text bytes, size_t index);
/* The sum under a key; 0 when the block has none. */
int64_t cell_sum(struct text block, size_t cells, int64_t key);
/* Adds to `*sum`; FAILURE_TOO_BIG when 64 bits no longer hold it. */
MUST_CHECK bool cell_add(int64_t *sum, int64_t amount, struct failure *why);

/* ---- block.c: the blocks that the works of one group move; who reads the table itself calls store_group_flush first ---- */

struct block_key { int64_t shard, unit, bucket; };
/* Empty when there is none. Lent by `arena` or until the group ends. */
MUST_CHECK bool block_read(struct arena *arena, struct connection *writer, const struct block_key *key, struct text *bytes,
                           struct failure *why);
MUST_CHECK bool block_write(struct connection *writer, const struct block_key *key, struct text bytes, struct failure *why);
MUST_CHECK bool block_clear(struct connection *writer, struct failure *why); /* all of them */

/* ---- cover.c: the blocks of many sets of units, by one query ---- */

struct cells_question {
    const struct unit_tree *tree;
    const struct unit_set *const *groups;
    size_t group_count;
    int32_t buckets[2];
};
struct cells_taker { /* is handed every block of a set's units; of a whole province one that holds sums, and no numbers of entries */
    bool (*take)(void *context, size_t group, struct text block, size_t cells, struct failure *why);
    void *context;
};
MUST_CHECK bool cells_read(struct arena *arena, struct connection *connection, const struct cells_question *question,
                           const struct cells_taker *taker, struct failure *why);

/* ---- homes.c ---- */
MUST_CHECK bool cell_sum_homes(struct connection *writer, struct failure *why);

/* ---- totals.c: entries behind a count, sum or open figure, and their sum, of one unit in whole half-months ---- */

struct total_keys;
/* `by`: one part of the breakdown; empty: all of them. */
struct total_keys *total_keys_make(struct arena *arena, const struct figure_definition *figure, const struct definition *definition,
                                   struct text by);
MUST_CHECK bool total_compute(struct connection *connection, const struct unit *unit, const struct total_keys *keys,
                              const int32_t buckets[2], int64_t *entries, int64_t *sum, struct failure *why);

/* ---- deadline.c ---- */
/* Writes down that an act was done which says its day; part of the same change, before deadline_save. */
MUST_CHECK bool deadline_note_move(struct connection *writer, const struct record_change *change, struct failure *why);
MUST_CHECK bool deadline_save(struct arena *arena, struct connection *writer, const struct definition *definition,
                              const struct record *record, bool was_there, struct failure *why);

/* ---- search.c: words of records, and the part of a list's conditions that asks for them ---- */

enum search_reach { SEARCH_PUBLIC, SEARCH_INTERNAL, SEARCH_PERSONS }; /* as kept */
enum { SEARCH_WORDS_MAX = 6, SEARCH_PLACE = 9, SEARCH_WHOLE_MAX = 500 }; /* words of one question, the first one's place in it */
/* Brings the words of a record up to `after`; `before` NULL: it had none. */
MUST_CHECK bool search_save(struct arena *arena, struct connection *writer, const struct record *before, const struct record *after,
                            struct failure *why);
MUST_CHECK bool search_clear(struct connection *writer, struct failure *why); /* all of them */
/* What is asked for, folded; words beyond SEARCH_WORDS_MAX are left out. */
size_t search_words(struct arena *arena, struct text asked, struct text words[SEARCH_WORDS_MAX]);
/* " AND record IN (…)" for each; word i from place SEARCH_PLACE + 2i up to, not including, the next place. */
void search_text(struct buffer *out, const struct record_query *query, size_t words);

/* ---- ordered.c: a list in the order of its readers ---- */

/* Is it a field whose values are read as words: texts, choices, units? Numbers and days the database sorts. */
bool ordered_field(const struct field_definition *field);
/* `row_of` gives record and the field's value of all that fit; their numbers in the order asked. */
MUST_CHECK bool ordered_numbers(struct arena *arena, struct statement *row_of, const struct unit_tree *tree, const struct record_query *query,
                                int64_t **numbers, size_t *count, struct failure *why);

/* ---- batch.c ---- */
MUST_CHECK bool record_recount(struct record_batch *batch, struct record *record, struct record_asked asked, struct failure *why);

/* ---- listing.c: entries behind a figure, in an order, from any place in it ---- */

/* A figure counted by itself: of a share or balance each part is one. */
struct figure_source {
    const struct figure_definition *figure;
    int64_t begin, end; /* days */
    struct text by;     /* one part of the breakdown; empty: all */
    struct day today;   /* for deadlines */
    bool negated;       /* taken away in a balance */
};

/* One unit's entries of one source; those of a unit stand together, in the order of the units. */
struct figure_stream {
    const struct figure_source *source;
    int part; /* which source: the order where all else is the same */
    const struct unit *unit;
    struct figure_entry *chunk; /* read ahead */
    size_t count, at;
    bool ended;
};

struct listing {
    struct connection *connection;
    struct figure_stream *streams;
    size_t stream_count;
    enum figure_order order;
    bool upwards;                    /* smallest, oldest, earliest, first unit first */
    const struct figure_entry *from; /* strictly behind it, in this direction; NULL: from the end it begins at */
    uint8_t scale;                   /* amounts are compared in it: the largest of the sources */
    size_t wanted;
};

/* Adds struct figure_entry * to `entries`. */
MUST_CHECK bool listing_read(struct arena *arena, struct listing *listing, struct list *entries, struct failure *why);
/* The place of an entry in every order, as text of an address; false when it is not one. */
struct text listing_key_write(struct arena *arena, const struct figure_entry *entry);
bool listing_key_read(struct text key, const struct unit_tree *tree, struct figure_entry *entry);

/* ---- open.c ---- */
/* As the statements over deadlines number them: late 1, due 2, short 3; 0: a figure of other things. */
int figure_limits(const struct figure_definition *figure);
/* The question as this figure is asked: over the year where its definition says so. */
const struct figure_question *figure_span(struct arena *arena, const struct figure_definition *figure, const struct figure_question *asked);
uint8_t figure_scale(const struct figure_definition *figure);
MUST_CHECK bool figure_deadline_total(struct connection *connection, const struct figure_definition *figure,
                                      const struct figure_question *question, int64_t *total, struct failure *why);
