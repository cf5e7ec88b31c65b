/*
 * act_inside.h — how one act is made: a row in acts.def and two functions.
 *
 * `prepare` asks permission, checks what was given and writes the entry's head and bodies; it
 * changes nothing. `carry_out` reads the entry alone and changes the tables; replaying the
 * journal calls only this one. `ready`, where there is one, runs before the act waits for the
 * writer: slow work such as hashing a password. It returns what is given from then on.
 */
#pragma once

#include "keep/journal/journal.h"
#include "keep/record/record.h"
#include "work/act/act.h"

struct act_context {
    struct arena *arena;           /* of this act alone */
    struct arena *lasting;         /* of the whole piece of work: the batch */
    struct connection *connection; /* the writer's */
    struct world *world;
    const struct house *house;     /* carrying out an upgrade puts a newer one here */
    const struct viewer *viewer;   /* NULL when replaying */
    struct record_batch *batch;    /* opened by the first act that needs one */
    int64_t shard;
    bool alone;                    /* one act was asked: its difference is told */
    bool dry_run;
    bool destroyed;                /* set by carry_out: the last trace of what it erased leaves the disk behind the commit */
    struct text carried;           /* bytes beside the entry, which names them by their hash: set by prepare; empty when replaying */
    struct day today;
    struct moment now;
};

typedef bool act_ready(struct arena *arena, struct instance *instance, const struct act_request *request, const struct node **given,
                       struct failure *why);
typedef bool act_prepare(struct act_context *context, const struct node *given, struct journal_entry *entry, struct act_answer *answer,
                         struct failure *why);
typedef bool act_carry_out(struct act_context *context, const struct journal_entry *entry, struct failure *why);

struct act_kind {
    struct text name;
    struct title title;
    act_prepare *prepare;
    act_carry_out *carry_out;
    act_ready *ready; /* NULL: none */
    bool reloads;     /* definitions or units change */
};

#define ACT(name, vi, en, stem, ready_, reloads_) \
    act_prepare stem##_prepare; \
    act_carry_out stem##_carry_out;
#include "work/act/acts.def"
#undef ACT
act_ready account_ready;
act_ready key_ready;

const struct act_kind *act_find(struct text name); /* NULL when there is none */

/* ---- what prepare functions share ---- */

/* One problem at a field. */
void act_problem(struct act_answer *answer, const char *field, const char *code, struct text first, struct text second);
/* A number given as text or number; false when absent or not one. */
bool act_number(const struct node *given, const char *key, int64_t *number);
/* Radios are sent behind an empty answer that stands for "none chosen": the last one counts. */
struct text act_chosen(const struct node *given, const char *key);
/* The organisation or place given by code, today's; a problem at `key` when there is none. NULL then. */
const struct unit *act_unit(struct act_context *context, const struct node *given, const char *key, struct act_answer *answer);
/* The register that `register` names; NULL with a problem when there is none. */
const struct register_definition *act_given_register(struct act_context *context, const struct node *given, struct act_answer *answer);
/* The record that `register` and `record` name; NULL with a problem for an unknown register, NOT_FOUND for no such record,
 * CONFLICT for one that was disposed of. */
MUST_CHECK bool act_given_record(struct act_context *context, const struct node *given, struct record **record, struct act_answer *answer,
                                 struct failure *why);
/* The reason given, checked: at least ACT_REASON_MIN letters. */
enum { ACT_REASON_MIN = 5, ACT_REASON_MAX = 500, ACT_WORDS_MAX = 20000 };
struct text act_reason(const struct node *given, struct act_answer *answer);
/* A figure's value given at "value", in the scale its field has; a problem when it is no number, below nought or too long. */
struct value act_figure_value(struct act_context *context, const struct node *given, const struct figure_definition *figure, struct act_answer *answer);
/* person_key_acts.c: the record ended, and with it the key by which it knew persons, if it had one. */
MUST_CHECK bool act_end_person_key(struct act_context *context, int64_t shard, int64_t record, struct failure *why);
/* DENIED, unless `allowed`. */
MUST_CHECK bool act_allow(bool allowed, const char *what, struct failure *why);
/* The batch all records of this piece of work are written in; and its end, before figures are made anew. */
MUST_CHECK bool act_batch(struct act_context *context, struct failure *why);
MUST_CHECK bool act_batch_end(struct act_context *context, struct failure *why);

/* The unit an entry speaks of. A code may return with another meaning, so the facts name it by its number too. */
void act_put_unit(struct journal_entry *entry, const struct unit *unit);
MUST_CHECK bool act_entry_unit(struct act_context *context, const struct journal_entry *entry, const struct unit **unit,
                               struct failure *why);
