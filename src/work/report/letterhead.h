/*
 * letterhead.h — whose paper is it: layout, superior, issuer, number, place and date, who signs.
 *
 *     const struct letterhead head = {.house = house, .issuer = unit, .today = today, .mark = TEXT("QĐ"), .day_blank = true};
 *     letterhead_print(document, &head);        Số: …/QĐ-MTTQ-BTT · Long Biên, ngày … tháng … năm 2021 · TM. BAN THƯỜNG TRỰC
 *
 * A body without a seal of its own (a ward's mobilisation bloc) issues nothing: its paper leaves as the body it reports as.
 * The number is left to the clerk and the signature to the signer, outside this system. Who may sign is dated.
 * Sources: Decree 30/2020/ND-CP, Annex I (State); guidance 36-HD/VPTW (Party); the Front's own rule (to be confirmed).
 */
#pragma once

#include "engine/document/document.h"
#include "keep/instance/instance.h"

struct letterhead {
    const struct house *house;
    const struct unit *issuer; /* NULL: nobody, only place and date are printed */
    const struct unit *place;  /* where, when the issuer lies in no place */
    struct day today;
    struct text mark;          /* of the kind of document: "BC"; empty: a letter */
    bool day_blank;            /* the day is given when it is signed */
};

/* Into the document's head; its language is the document's. False: there is no issuer. */
bool letterhead_print(struct document *document, const struct letterhead *letterhead);
