/*
 * definition.h — what the packs say, read, linked and checked: one immutable snapshot.
 *
 * docs/definitions.md is the grammar. A snapshot is made once from the packs' files,
 * lives in its own arena and is never changed: an upgrade makes another. All pointers
 * between its parts are resolved (a figure knows its register, its field, its rule).
 *
 *     struct definition_source source = …;          the files, read from a folder or the database
 *     const struct definition *d = definition_make(arena, &source, problems);
 *     const struct register_definition *r = definition_register(d, TEXT("outreach"));
 *
 * definition_make gives NULL when there were errors; every problem names
 * file:line:column, says what is wrong and proposes the nearest known word.
 */
#pragma once

#include "base/day.h"
#include "base/failure.h"
#include "base/period.h"
#include "base/problem.h"
#include "base/text.h"
#include "base/value.h"
#include "engine/calendar/deadline_rule.h"
#include "engine/rule/rule.h"

struct policy;

enum { DEFINITION_FILES_MAX = 500, DEFINITION_BYTES_MAX = 16 << 20, REGISTER_FIELDS_MAX = 96, REGISTER_FIGURES_MAX = 64 };

struct title {
    struct text vi, en; /* en falls back to vi when not given */
};
struct text title_in(struct title title, enum language language);

enum confidence { CONFIDENCE_A, CONFIDENCE_B, CONFIDENCE_C };

enum field_kind {
#define FIELD_KIND(id, word, in_rules, column) FIELD_##id,
#include "keep/definition/field_kinds.def"
#undef FIELD_KIND
};
struct text field_kind_word(enum field_kind kind);           /* "long_text" */
enum value_kind field_kind_in_rules(enum field_kind kind);
const char *field_kind_column(enum field_kind kind);         /* "INTEGER" or "TEXT" */

/* In whose closed box the value of a field lies, never in a column or a body of an act (docs/sealing.md). */
enum seal_box { BOX_NONE, BOX_IDENTITY, BOX_CONTENT, SEAL_BOXES };
struct text seal_box_word(enum seal_box box); /* "identity"; empty for none */

struct choice {
    struct text code;
    struct title title;
    bool retired;
};

struct field_definition {
    struct text name;
    struct title title, hint, unit; /* unit: "lượt người" */
    enum field_kind kind;
    bool required, personal, is_public, many, retired;
    bool later;              /* asked when a record is corrected, not when it is begun */
    enum seal_box sealed;    /* in which box it is closed; it is then personal too */
    bool write_only;         /* sealed, and shown in official books and notices alone */
    struct text was;
    bool scans_names, scans_groups; /* texts: may name no person or house, no residential group */
    bool whole_month;        /* day: kept as the first of its month */
    const struct field_definition *within; /* text: a person's mark, under the key of the record in that field (keep/box/person_key.h); no one types it */
    struct text known_within;
    struct text state;       /* record: the state it must be in; empty: any */
    struct text shares;      /* record: it names the same record as this one in the field of that name, which both registers have; empty: any */
    const struct field_definition *shared_here, *shared_there; /* that field in this register, and in the other; NULL: none */
    size_t length;           /* texts: the most code points */
    bool has_min, has_max;
    struct decimal min, max; /* numbers */
    uint8_t scale;           /* decimal */
    const struct choice *choices;
    size_t choice_count;
    struct text of;          /* unit: a kind, or empty; record: a register */
    const struct register_definition *of_register;
    size_t slot;             /* its place in the register's values and in rules' slots */
    struct place place;      /* where it is written */
};

enum figure_kind { FIGURE_COUNT, FIGURE_SUM, FIGURE_DISTINCT, FIGURE_BALANCE, FIGURE_OPEN, FIGURE_LATE, FIGURE_DUE, FIGURE_SHORT, FIGURE_SHARE };
enum figure_reach { REACH_INTERNAL, REACH_SUPERIOR, REACH_PUBLIC };

struct figure_definition {
    struct text name;      /* "outreach.sessions" */
    struct title title, unit, note;
    const struct register_definition *register_;
    enum figure_kind kind;
    const struct rule *where;                    /* NULL: all records */
    struct text where_source;                    /* as written, to show people */
    const struct field_definition *field;        /* sum, distinct */
    const struct field_definition *by;           /* NULL: no breakdown */
    bool by_unit_kind;
    const struct field_definition *day;          /* the day it counts on */
    const struct field_definition *from, *until; /* open */
    const struct figure_definition *first, *second; /* balance: plus, minus; share: A of B */
    const struct deadline_definition *deadline;  /* late, due, short */
    enum figure_reach reach;
    bool live;
    bool over_year;        /* count, sum, share: from the year's beginning to the period's end */
    size_t index;          /* its place in definition.figures */
};

struct deadline_definition {
    struct text name;
    struct title title;
    struct title starts, ends; /* what it runs from and until, in words; may be empty */
    struct deadline_rule rule; /* engine/calendar/deadline_rule.h: versions, lengths, articles */
};

struct deadline_moment { /* when something happened: a day field, or each time an act was done, on the day it says */
    const struct field_definition *day, *days; /* days: of an extension, how many; NULL: all it may give */
    const struct transition_definition *act;   /* NULL: the field alone */
};

struct deadline_moments { const struct deadline_moment *items; size_t count; };
struct deadline_variant_use { struct text name; const struct rule *where; }; /* of the rule's variants, the first that is yes */

struct deadline_use { /* a register's deadline: what starts, stops, suspends, continues and extends it */
    const struct deadline_definition *rule;
    struct deadline_moment starts;
    struct deadline_moments stops, suspends, continues, extends; /* stops: the first of them */
    const struct field_definition *planned; /* the day on which somebody means to end what must last; NULL: nothing says */
    const struct deadline_variant_use *variants;
    size_t variant_count;
    const struct rule *where; /* it runs on records for which this is yes; NULL: on all */
};

struct state_definition { struct text code; struct title title; };

struct transition_definition { /* an act of the register that moves its state */
    struct text name;
    struct title title;
    const struct text *from; /* states; at least one */
    size_t from_count;
    struct text to;
    struct text by;          /* role */
    const struct field_definition *const *needs;
    size_t need_count;
    const struct field_definition *day, *days; /* on which day it happened, and how many days it grants; NULL: nothing asks */
    const struct rule *next; /* yes: what the law expects now, so its page says it first; NULL: never said */
};

struct check_definition {
    struct text id;
    const struct rule *rule; /* must be yes; unknown is a problem too, unless it only warns */
    struct title say;
    struct text law;
    bool warns;              /* warn: yes */
};

/* Words that no text of a register's records may hold: a classified document is refused, its number and title too. */
struct refusal_definition {
    const struct text *words; /* lower case, whole words */
    size_t word_count;
    const struct text *but;   /* longer phrases in which a word is innocent */
    size_t but_count;
    struct title say;
    struct text law;
};

enum public_reach { PUBLIC_NOTHING, PUBLIC_FIGURES, PUBLIC_RECORDS };
enum sight { SIGHT_NOTHING, SIGHT_FIGURES, SIGHT_ROWS_WITHOUT_PERSONS, SIGHT_ROWS };
enum viewer_class { VIEWER_ENTERING, VIEWER_PEERS, VIEWER_COMMISSION, VIEWER_FRONT, VIEWER_MASS, VIEWER_GOVERNMENT, VIEWER_CLASSES };

/*
 * A register whose records are entries of a double-entry ledger: each moves money, or a quantity of an item, into a
 * fund, out of it, or between funds. keep/record/ledger.h says how. No field of it is personal but `named`.
 */
enum ledger_means { LEDGER_IN, LEDGER_OPENING, LEDGER_OUT, LEDGER_SENT, LEDGER_TAKEN, LEDGER_MORE, LEDGER_LESS };
struct ledger_definition {
    const struct field_definition *fund;      /* a record of another register: whose book it stands in */
    const struct field_definition *by;        /* a choice, and what each of its choices means */
    const enum ledger_means *means;           /* in step with the choices; those that are retired are LEDGER_IN and never used */
    const struct field_definition *money;     /* NULL: goods only */
    const struct field_definition *item, *measure, *quantity, *value; /* NULL: money only; measure and value may be NULL alone */
    const struct field_definition *lot;       /* the receipt it is taken from; NULL or unknown: the oldest first */
    const struct field_definition *transfer;  /* the sending that an arrival takes in; NULL: nothing is sent */
    const struct field_definition *to;        /* the organisation a sending is meant for; NULL: any that knows of it */
    const struct field_definition *reverses;  /* the entry that this one takes back; filled by the act alone */
    const struct field_definition *reason;    /* a difference found by counting needs it */
    const struct field_definition *from, *until; /* days of the fund between which it receives; NULL: always */
    const struct field_definition *public_from;  /* day of the fund: from then on anyone may see its totals; NULL: never */
    const struct field_definition *named, *consents; /* how a giver is named in public, and whether he agrees; NULL: never */
    const struct field_definition *const *takes; /* fields that the fund has too, under the same names: taken from there */
    size_t take_count;
};

/* A register whose records are plans carried out day by day: what was planned under one, and what was done (keep/record/daily.h). */
struct progress_definition {
    const struct figure_definition *done, *planned;      /* sums of whole numbers, of the same breakdown */
    const struct field_definition *done_of, *planned_of; /* by which their records say to which plan they belong */
    const struct field_definition *begins, *ends;        /* days of the plan */
    const struct field_definition *measure;              /* what is counted, in words; NULL: the figure's unit */
};

struct register_definition {
    struct text name;
    struct title title, plural, note;
    const struct text *entered_by; /* organisation kinds */
    size_t entered_by_count;
    const struct text *written_by, *handled_by; /* roles; none: whoever enters records writes, and who-may-see alone decides who sees */
    size_t written_by_count, handled_by_count;
    bool discreet; /* stands on its handlers' own pages alone (users.md C6) */
    const struct text *law;
    size_t law_count;
    const struct field_definition *day, *name_field;
    const struct field_definition *const *key; /* a sheet's row with these values of the same organisation is that record */
    size_t key_count;                          /* 0: every row is new */
    const struct field_definition *const *same; /* records near each other that agree in these tell of one event; its day is among them */
    size_t same_count;                          /* 0: nobody asks */
    const struct field_definition *const *split_keeps; /* what a record split from another has from it */
    size_t split_keep_count;                           /* 0: none is split */
    const struct field_definition *joint;       /* organisations that joined what the writer led (keep/record/joined.h); NULL: none do */
    const struct field_definition *addressee;   /* the organisation a record is meant for: it sees that record, of the writer's nothing else; NULL: none */
    struct text keep_for; /* "10 years", or "permanent" */
    int keep_years;       /* 0: for ever */
    enum public_reach is_public;
    bool sensitive;
    const struct refusal_definition *refuses; /* NULL: nothing */
    const struct field_definition *fields; /* slot = index */
    size_t field_count;
    const struct state_definition *states;
    size_t state_count;
    const struct transition_definition *transitions;
    size_t transition_count;
    const struct check_definition *checks;
    size_t check_count;
    const struct figure_definition *const *figures;
    size_t figure_count;
    const struct deadline_use *deadlines;
    size_t deadline_count;
    const struct book_version *books;            /* book.h */
    const struct desk_times *times;
    const struct receiver_definition *receivers;
    size_t book_count, times_count, receiver_count;
    const struct copy_definition *copy;         /* what another system asks of each record, in its order: book.h; NULL: nothing */
    const struct ledger_definition *ledger;     /* NULL: none */
    const struct progress_definition *progress; /* NULL: none */
    enum sight sight[VIEWER_CLASSES];
    size_t index;
    /* Rules of a register read these slots: field f at slot f, then: */
    size_t state_slot, unit_kind_slot, slot_count;
    struct place place;
};

struct instrument_definition {
    struct text id, kind, number, source;
    struct title title, issuer;
    struct day day, from, to; /* to: last day in force, DAY_NONE: still */
    struct text replaced_by;
    const struct text *aliases;
    size_t alias_count;
    enum confidence confidence;
};

struct organisation_kind {
    struct text name;
    struct title title;
    enum viewer_class class_; /* COMMISSION, FRONT, MASS, GOVERNMENT; PEERS stands for other */
    struct text layout;       /* party, state, front */
};

struct signer_definition { struct text power, post; struct day from, to; };

struct unit_definition {
    struct text code, kind, in, under, symbol, issuer, superior_title, reports_as;
    struct title name, short_name;
    struct day from, to;
    int order;
    bool is_organisation, seal;
    const struct signer_definition *signers;
    size_t signer_count;
    int64_t shard;
};

struct refused_title { struct text words; const char *code; }; /* as profile_words writes them; the problem to tell */

struct successor_definition { struct text old_code, new_code, share, law; struct day on; enum confidence confidence; };

enum section_kind { SECTION_HEADING, SECTION_TEXT, SECTION_WORDS, SECTION_CHART, SECTION_TABLE };

struct section_definition {
    enum section_kind kind;
    struct text id;
    struct title title;             /* heading, chart and table title, label of words */
    struct title text;              /* Mustache source */
    const struct rule *when;        /* over figures: slot i is uses[i]; NULL: always */
    const struct figure_definition *const *uses;
    size_t use_count;               /* those of `when` first, then those named in the words */
    const struct figure_definition *const *figures; /* chart (one, or what was done and what was planned), table */
    size_t figure_count;
    struct text by;                 /* "ward", or empty */
    bool compare, annex;
    bool joins;                     /* a text that goes on in the paragraph of the section above */
    struct place place;
};

struct report_definition {
    struct text name, issued_by;
    struct title title;
    enum figure_reach reach;
    const struct text *for_kinds; size_t for_count;
    const struct text *recipients; size_t recipient_count;
    bool made_for[PERIOD_KINDS];
    int cut_off[PERIOD_KINDS]; /* figures are closed on this day of the period's last month; 0: no cut-off */
    const struct section_definition *sections;
    size_t section_count;
};

struct pack_definition { struct text name; int64_t version; struct title title; };

struct definition {
    struct arena *arena;
    uint8_t digest[32];              /* SHA-256 over all files, in order of path */
    const struct pack_definition *packs; size_t pack_count;
    const struct register_definition *registers; size_t register_count;
    const struct figure_definition *figures; size_t figure_count;
    const struct deadline_definition *deadlines; size_t deadline_count;
    const struct instrument_definition *instruments; size_t instrument_count;
    const struct organisation_kind *organisation_kinds; size_t organisation_kind_count;
    const struct refused_title *refused; size_t refused_count; /* of columns of sheets: profile.h asks */
    const struct text *place_kinds; size_t place_kind_count;
    const struct unit_definition *units; size_t unit_count;
    const struct successor_definition *successors; size_t successor_count;
    const struct report_definition *reports; size_t report_count;
    const struct paper_definition *papers; size_t paper_count; /* paper.h */
    const struct form_definition *forms; size_t form_count;    /* form.h */
    const struct policy *const *policies; size_t policy_count; /* engine/policy/policy.h: each has passed policy_check */
    const struct calendar *calendar;
};

struct definition_file { struct text path; /* "vietnam/registers/outreach.yaml" */ struct text bytes; };
struct definition_source { const struct definition_file *files; size_t count; };

/* Reads the pack `name` and those it uses from the folder of packs, in order of use, files in order of path. */
MUST_CHECK bool definition_source_read(struct arena *arena, const char *packs_folder, struct text name,
                                       struct definition_source *source, struct problems *problems, struct failure *why);
const struct definition *definition_make(struct arena *arena, const struct definition_source *source, struct problems *problems);

/* What changed from `old` in `new` that an instance cannot follow: a changed type, a rename without `was:`, a drop. */
void definition_check_upgrade(const struct definition *old, const struct definition *new, struct problems *problems);

/* NULL when there is none. */
const struct register_definition *definition_register(const struct definition *definition, struct text name);
const struct field_definition *register_field(const struct register_definition *register_, struct text name);
bool register_has_sealed(const struct register_definition *register_);
const struct transition_definition *register_transition(const struct register_definition *register_, struct text name);
/* No act of the register leads out of it: closed, cancelled. */
bool register_ends_in(const struct register_definition *register_, struct text state);
/* Does a register keep marks of persons under a key of this one's records? */
bool definition_keeps_persons(const struct definition *definition, const struct register_definition *register_);
/* The register's field that is such a mark; NULL: none. */
const struct field_definition *register_person(const struct register_definition *register_);
const struct figure_definition *definition_figure(const struct definition *definition, struct text name);
const struct report_definition *definition_report(const struct definition *definition, struct text name);
const struct policy *definition_policy(const struct definition *definition, struct text id);
const struct deadline_definition *definition_deadline(const struct definition *definition, struct text name);
const struct instrument_definition *definition_instrument(const struct definition *definition, struct text id);
/* "luat-mttq-2015 Điều 27" as people cite it: "Điều 27 Luật Mặt trận Tổ quốc Việt Nam (75/2015/QH13)". */
struct text definition_cite(struct arena *arena, const struct definition *definition, struct text law, enum language language);
const struct organisation_kind *definition_organisation_kind(const struct definition *definition, struct text name);
