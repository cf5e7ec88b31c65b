/*
 * deadline_answer.h — when does a legal time limit end, and how was that worked out? For the page and the command.
 *
 *     struct deadline_ask ask = {.definition = definition, .rule = TEXT("complaint-settled-1"), .from = TEXT("04/08/2021"), …};
 *     struct node *answer = deadline_answer(arena, &ask, &problems);
 *
 * The days are texts as people type them. What is wrong becomes a problem at its field
 * (place.field), and the answer then has no `due`. Nobody's record is asked: only the
 * definitions and the days given, so anyone may.
 *
 * The answer: {rule, title, starts, ends, at_least, versions: [{from, to, length, law, instrument, unconfirmed,
 * takes_over, note, suspension, extension, variants}], and when it could be worked out: standing, due, reached, left,
 * late, law, instrument, unconfirmed, steps: [{kind, words, day, until, number}]}.
 */
#pragma once

#include "base/node.h"
#include "engine/calendar/deadline.h"
#include "keep/definition/definition.h"

struct deadline_ask_event {
    enum deadline_event_kind kind;
    struct text day, days; /* days: of an extension; empty: all it may give. Its day may be empty too: the start */
    const char *field, *days_field;
};

struct deadline_ask {
    const struct definition *definition;
    struct text rule, from, stop, variant;
    const struct deadline_ask_event *events;
    size_t event_count;
    struct day today;
    enum language language;
};

struct node *deadline_answer(struct arena *arena, const struct deadline_ask *ask, struct problems *problems);
/* All rules: [{name, title, chosen}]. */
struct node *deadline_rules(struct arena *arena, const struct deadline_ask *ask);
