/*
 * desk.h — which papers are offered for a record, and which letter reminds of what is late?
 *
 *     const struct paper_desk desk = {.arena = arena, .house = house, .connection = connection, .viewer = viewer, …};
 *     if (!paper_offer(&desk, record, list, why)) …             [{paper: "supervision-minutes", title: "Biên bản …", href: …}]
 *
 * For views, which hold a house and a connection already. What is returned lives in the arena.
 */
#pragma once

#include "base/node.h"
#include "keep/definition/paper.h"
#include "keep/record/record.h"
#include "work/paper/paper.h"

/* Where papers are looked for: a house and a connection that the caller holds. */
struct paper_desk {
    struct arena *arena;
    const struct house *house;
    struct connection *connection;
    const struct viewer *viewer;
    enum language language;
    struct day today;
    bool demo;
};

/* May this person make papers from that record? */
bool paper_may_make(const struct viewer *viewer, const struct record *record);
/* Appends what is offered for the record as it stands: {paper, title, for, href, word, unconfirmed}; nothing for who may make none. */
MUST_CHECK bool paper_offer(const struct paper_desk *desk, const struct record *record, struct node *list, struct failure *why);
/* The address of the letter (a Word file) that reminds of that time limit on that record; empty: there is none. */
struct text paper_reminder(const struct paper_desk *desk, const struct record *record, const struct deadline_definition *rule);
/* The address of the letter about a period, by that organisation; empty: there is none, or this person may not. */
struct text paper_period_reminder(const struct paper_desk *desk, const struct unit *issuer, struct text period);
/* Appends the minutes that are made from that disposal: {paper, title, href, word, unconfirmed}. Who may dispose is the caller's to ask. */
void paper_disposal_offer(const struct paper_desk *desk, int64_t act, struct node *list);
