/*
 * definition_inside.h — how the readers of one subject each work together on a snapshot.
 *
 * A reading is one definition_make. The files are taken subject by subject, in the
 * order of the table in definition.c, so that each subject may name what the
 * subjects before it said: laws before deadlines, deadlines before registers,
 * registers before reports. A subject has a reader, called for each of its files,
 * and may have a linker, called once when all its files are read. What points
 * forward (a register that names another) is resolved in the linker.
 *
 * Readers go on after a problem, so that a person sees all of them at once; a
 * snapshot with errors is thrown away. All memory is the snapshot's arena.
 */
#pragma once

#include "base/list.h"
#include "base/map.h"
#include "engine/codec/yaml_fields.h"
#include "keep/definition/definition.h"
#include "keep/definition/form.h"
#include "keep/definition/paper.h"

enum {
    NAME_LENGTH_MAX = 40,     /* of names that become columns and parts of addresses */
    LINK_NAMES_MAX = 56,      /* of a register's name and a `many` field's together: r_REGISTER__FIELD */
    PACKS_MAX = 16,
    CHOICES_MAX = 200,
    STATES_MAX = 40,
    TRANSITIONS_MAX = 60,
    CHECKS_MAX = 60,
    REGISTER_DEADLINES_MAX = 40,
    ENTERED_BY_MAX = 40,
    UNITS_MAX = 50000,
    SECTIONS_MAX = 200,
    SECTION_FIGURES_MAX = 64,
    REPORT_KINDS_MAX = 20,
    PAPER_PARTS_MAX = 120,
    PAPER_COLUMNS_MAX = 16,
    PAPER_LINES_MAX = 60,     /* left to be written by hand, in one place */
    UNIT_DEPTH_MAX = 16,      /* places inside places, organisations under organisations */
};

/* A name that was said: where first, and what it stands for. */
struct word {
    struct place place;
    void *item;
};

/* Names of one kind of thing: struct word * by name. */
struct vocabulary {
    struct map *words;
    const char *unknown; /* the problem of a name that is not among them */
};

/* Items of one size, side by side; growing moves them, so nothing points at one before the last is added. */
struct row {
    char *items;
    size_t count, room, size;
};

struct reading {
    struct arena *arena;
    struct problems *problems;
    const struct definition_source *source;
    struct yaml_fields *trees; /* in step with the source's files */
    struct definition *made;
    struct vocabulary packs, organisation_kinds, place_kinds, instruments, deadlines, registers, figures, units, reports, papers, forms, form_keys, policies, sights;
    struct row pack_row, kind_row, place_row, instrument_row, deadline_row, unit_row, successor_row, report_row, paper_row, form_row, refused_row;
    struct list register_readings; /* struct register_reading * */
    struct list policies_made;     /* const struct policy * */
    struct list replacements;      /* of instruments, until all are read */
    struct list unit_places, successor_places; /* struct unit_reading *, in step with unit_row and successor_row */
    struct row day_row;            /* struct day_reading: of calendar.yaml */
    struct day calendar_first, calendar_last;
    size_t errors;                 /* when the reading began */
    bool sound;                    /* what papers speak of has no errors, so that papers are read: else each would tell them again */
    struct figure_definition *figures_made; /* room for every figure of every register */
};

/* A day off or a make-up day, and where it was written. */
struct day_reading {
    struct calendar_day day;
    struct place place;
};

/* One register between its reader and its linker. */
struct register_reading {
    struct register_definition *made;
    struct field_definition *fields;
    struct yaml_fields in;
    struct place place;
};

/* ── word.c: names, titles, and what every reader needs ── */
void vocabulary_init(struct vocabulary *vocabulary, struct arena *arena, const char *unknown);
/* The new word; NULL when it was said before, and then a problem names where. */
struct word *vocabulary_add(struct reading *reading, struct vocabulary *vocabulary, struct text name, struct place place);
/* What the name stands for; NULL when it is not known (no problem). */
void *vocabulary_find(const struct vocabulary *vocabulary, struct text name);
bool vocabulary_knows(const struct vocabulary *vocabulary, struct text name);
/* The same, with a problem that proposes the nearest word when it is not known. */
bool vocabulary_check(struct reading *reading, const struct vocabulary *vocabulary, struct text name, struct place place);

/* The problem `code` of a word that is none of `known`, with the nearest of them, or the first few. */
void word_unknown(struct reading *reading, struct place place, const char *code, struct text word, struct yaml_words known);
bool word_among(struct text word, struct yaml_words known, size_t *index);

enum name_form { NAME_OF_COLUMN /* a_b */, NAME_OF_RULE /* a-b */ };
/* Lower-case ASCII words, not too long; else a problem. */
bool name_check(struct reading *reading, struct text name, enum name_form form, struct place place);
/* Also no word of SQL and no column of our own: for fields. */
bool name_check_column(struct reading *reading, struct text name, struct place place);
/* Also no table of our own: for registers. */
bool name_check_table(struct reading *reading, struct text name, struct place place);

bool title_read(struct reading *reading, const struct yaml_fields *in, const char *key, enum yaml_need need, struct title *title);
bool title_read_node(struct reading *reading, const struct yaml_fields *in, const struct node *node, struct title *title);
/* A text or a list of texts. */
struct row texts_read(struct reading *reading, const struct yaml_fields *in, const char *key, size_t ceiling);
void confidence_read(const struct yaml_fields *in, enum confidence *confidence);
/* "luat-mttq-2015 Điều 27": the first word must be a known instrument. */
void law_check(struct reading *reading, struct text law, struct place place);
void law_read(struct reading *reading, const struct yaml_fields *in, enum yaml_need need, struct text *law);
/* `from` and `to`, in order. */
void validity_read(struct reading *reading, const struct yaml_fields *in, struct day *from, struct day *to);
bool validity_holds(struct day from, struct day to, struct day day);

struct row row_of(size_t size);
#define ROW_OF(type) row_of(sizeof(type))
void *row_add(struct row *row, struct arena *arena);
void *row_at(const struct row *row, size_t index);

/* Where the value of a key stands (the key's place when the value is no node of its own). */
struct place value_place(const struct yaml_fields *in, const char *key);
struct place entry_place(const struct yaml_fields *in, const struct node_entry *entry);
void problem_of(struct reading *reading, struct place place, const char *code, struct text first, struct text second);
/* False, with the problem, when a list or map holds more than `ceiling`. */
bool count_check(struct reading *reading, const struct yaml_fields *in, const struct node *node, size_t ceiling);
struct node *node_of_key(const struct yaml_fields *in, const char *key);

/* A sealed field is in no rule, list, key or name: the problem when `field` is one. */
void sealed_check(struct reading *reading, const struct field_definition *field, struct place place);

void refused_read(struct reading *reading, const struct yaml_fields *in);
void refused_link(struct reading *reading);
/* Does a field's name or title ask what no register may hold (DESIGN: no profiles)? Then a problem says why. */
void profile_check(struct reading *reading, const struct field_definition *field, struct place place);
/* The same of the title of a choice, or of a figure. */
void profile_check_words(struct reading *reading, const struct title *title, struct place place);

/* ── the subjects ── */
void pack_read(struct reading *reading, const struct yaml_fields *in);
void pack_link(struct reading *reading);
void organisation_read(struct reading *reading, const struct yaml_fields *in);
void organisation_link(struct reading *reading);
void instrument_read(struct reading *reading, const struct yaml_fields *in);
void instrument_link(struct reading *reading);
void deadline_read(struct reading *reading, const struct yaml_fields *in);
void deadline_link(struct reading *reading);
void holiday_read(struct reading *reading, const struct yaml_fields *in);
void holiday_link(struct reading *reading);
void policy_file_read(struct reading *reading, const struct yaml_fields *in);
void policy_file_link(struct reading *reading);
void unit_read(struct reading *reading, const struct yaml_fields *in);
void unit_link(struct reading *reading);
void register_read(struct reading *reading, const struct yaml_fields *in);
void register_link(struct reading *reading);
void sight_read(struct reading *reading, const struct yaml_fields *in);
void sight_link(struct reading *reading);
void report_read(struct reading *reading, const struct yaml_fields *in);
void report_link(struct reading *reading);
void paper_read(struct reading *reading, const struct yaml_fields *in);
void paper_link(struct reading *reading);
void official_form_read(struct reading *reading, const struct yaml_fields *in);
void official_form_link(struct reading *reading);

/* ── pieces of a register ── */
void field_read_all(struct reading *reading, struct register_reading *reg);
void field_link(struct reading *reading, struct register_reading *reg);
void field_link_referred(struct reading *reading, struct register_reading *reg);
/* The field of this register, or NULL with a problem that proposes the nearest. */
const struct field_definition *field_get(struct reading *reading, const struct register_reading *reg, struct text name,
                                         struct place place);
/* The same, for the value of `key`; NULL without a problem when the key is not there. */
const struct field_definition *field_at(struct reading *reading, const struct register_reading *reg,
                                        const struct yaml_fields *in, const char *key, enum yaml_need need);
/* The fields that a list of names under `key` means; what is unknown among them is a problem. */
const struct field_definition *const *fields_at(struct reading *reading, const struct register_reading *reg, const struct yaml_fields *in,
                                                const char *key, size_t *count);
/* The same, and it is a day. */
const struct field_definition *field_day_at(struct reading *reading, const struct register_reading *reg,
                                            const struct yaml_fields *in, const char *key, enum yaml_need need);

/* A list of roles under `key`, each known. */
void roles_read(struct reading *reading, const struct yaml_fields *in, const char *key, const struct text **read, size_t *count);
void transition_read_all(struct reading *reading, struct register_reading *reg); /* states and acts */
void refusal_read(struct reading *reading, struct register_reading *reg);
void check_read_all(struct reading *reading, struct register_reading *reg);
void deadline_use_read_all(struct reading *reading, struct register_reading *reg);
void book_read_all(struct reading *reading, struct register_reading *reg); /* book, times, receivers */
void ledger_read(struct reading *reading, struct register_reading *reg);         /* `ledger:`; registers' fields are linked by then */
void progress_read(struct reading *reading, struct register_reading *reg);       /* `progress:`; all figures are known by then */
void ledger_link(struct reading *reading);                                       /* no fund has two */
void figure_read_all(struct reading *reading, struct register_reading *reg);
void figure_link(struct reading *reading, struct register_reading *reg); /* balance and share */

/* The names a rule of this register may use; `personal`: those fields too. */
struct rule_scope scope_of(struct reading *reading, const struct register_reading *reg, bool personal);
/* Reads the rule that stands under `key`; NULL when there is none or it is wrong. */
const struct rule *rule_at(struct reading *reading, const struct yaml_fields *in, const char *key,
                           const struct rule_scope *scope, struct text *source);

/* ── words that are a template ── */
struct template_name;
/* Is told each name in the words, and where it stands. */
struct words_names {
    void (*check)(void *context, const struct template_name *name, struct place place);
    void *context;
};
/* Checks the words of `node` (vi and en) as a template, and that what they cite is there. */
void words_check_names(struct reading *reading, const struct yaml_fields *in, const struct node *node, const struct words_names *names);

/* ── pieces of a report ── */
struct report_reading {
    struct report_definition *made;
    struct yaml_fields in;
};
/* Checks the names and citations in the words of `node` (vi and en, or one text), adds the figures named to `uses`. */
void words_check(struct reading *reading, const struct report_definition *report, const struct yaml_fields *in,
                 const struct node *node, struct row *uses);
/* The figure of that full name, within the report's reach; else NULL with a problem. */
const struct figure_definition *figure_in_report(struct reading *reading, const struct report_definition *report, struct text name,
                                                 struct place place);
