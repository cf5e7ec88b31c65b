/*
 * demo_inside.h — what the files of the sample share.
 *
 * sample.yaml is turned into events: one act, by one person, at one moment, each. They are put in order of
 * time and done; what is done at the same moment is one piece of work. Every draw comes from one seeded
 * stream, in a fixed order, so two runs make the same events.
 */
#pragma once

#include "base/list.h"
#include "base/node.h"
#include "base/world.h"
#include "work/upkeep/demo.h"

/* A record as it stands now; events about it are made before it has a number. */
struct demo_entry {
    struct text name; /* what sample.yaml calls it; empty: nothing */
    struct text register_name;
    int64_t number, version;
};

struct demo_event {
    struct moment at;
    size_t order; /* of making; keeps what happens at one moment in a fixed order */
    struct text act, person, unit;
    struct node *given;
    struct demo_entry *entry; /* made by it, or changed by it; NULL: it is about no record */
    bool changes;
    bool takes_back; /* of what `changes`: makes a record of its own, and leaves the entry as it is */
};

struct demo_ward {
    struct text code, slug, name;
    int64_t size; /* in percent of an average ward */
};

struct demo {
    struct arena *arena;
    struct text file; /* sample.yaml or sample/NAME.yaml, for messages */
    const char *folder; /* where it stands: PACKS/long-bien-2021 */
    const struct node *sample;
    struct day begins, today;
    struct demo_ward *wards;
    size_t ward_count;
    struct world chance;
    struct list events, entries;
    bool small;
};

/* Reads and checks the head of PACKS/long-bien-2021/sample.yaml. */
MUST_CHECK bool demo_read(struct arena *arena, const char *packs, struct demo *demo, struct failure *why);
/* What was stated, and the sendings and words: `script` of a file. */
MUST_CHECK bool demo_script(struct demo *demo, const struct node *file, struct failure *why);
/* What is made up: `series` of a file. */
MUST_CHECK bool demo_series(struct demo *demo, const struct node *file, struct failure *why);
/* Both, of sample.yaml and of the files it names under `also`, each drawn from its own seed. */
MUST_CHECK bool demo_chapters(struct demo *demo, struct failure *why);
/* Everyone: items are struct demo_person *. */
struct demo_person {
    struct text name, full_name;
    const struct node *roles; /* unit code -> list of role words */
    bool of_ward;
};
MUST_CHECK bool demo_everyone(struct demo *demo, struct list *people, struct failure *why);

struct demo_event *demo_event_add(struct demo *demo, struct moment at, struct text act, struct text person,
                                  struct text unit);
/* FAIL at a node's line of sample.yaml. */
bool demo_wrong(const struct demo *demo, const struct node *node, const char *what, struct failure *why);

/* ---- drawing ---- */

int64_t demo_draw(struct demo *demo, int64_t least, int64_t most);
/* Where and when a value is drawn. */
struct demo_place {
    const struct demo_ward *ward; /* NULL: of the district */
    struct day day;
    const struct node *fields; /* drawn before it */
};
/*
 * One value from its template; NULL in `*value`: left empty.
 *   "text {ward} {slug} {code} {group}"     · [one, of, these]                   · {some: [a, b, c], most: 2}
 *   {from: 20, to: 80, step: 5, by_size: yes} · {day: 0} {day: {from: -6, to: 0}}  · {chance: 30, is: …}
 *   {all: [every, one, of, these]}
 *   {for: item, is: {rice: kg, water: box}}: what goes with a field drawn before
 *   {of: [gifts], times: [300000, 500000]}    · {record: "NAME.{slug}"}, put in when the event is done
 */
MUST_CHECK bool demo_value(struct demo *demo, const struct node *template, const struct demo_place *place,
                           struct node **value, struct failure *why);
/* A text with its places filled in. */
struct text demo_text(struct demo *demo, struct text text, const struct demo_ward *ward);
/* All of a map, field after field. */
MUST_CHECK bool demo_fields(struct demo *demo, const struct node *templates, struct demo_place place,
                            struct node **fields, struct failure *why);
