/*
 * key_inside.h — what acts of keys and dossiers share: passphrases made into keys, a body's key opened, fields sealed.
 *
 * key_ready runs before the writer is waited for. It takes the passphrases out of what is given and puts in their place
 * what they open: "opener" (the key of `passphrase`), "salt" and "new_key" (of `passphrase_new`), "new_wrong" (the code of
 * the problem with it). None of these is ever written down.
 */
#pragma once

#include "keep/box/body_key.h"
#include "keep/box/dossier.h"
#include "work/act/act_inside.h"

enum { PASSPHRASE_MIN = 12 /* letters */ };

/* A person acting for oneself; DENIED, or a problem for an administrator (`*person` is then NULL). */
MUST_CHECK bool key_person(struct act_context *context, const struct account **person, struct act_answer *answer, struct failure *why);
struct box_key key_random(struct act_context *context);
/* The body's pair, by the passphrase given or by both papers; `*opened` is false when a problem was told. */
MUST_CHECK bool key_open_body(struct act_context *context, const struct node *given, const struct unit *unit, struct box_pair *pair,
                              bool *opened, struct act_answer *answer, struct failure *why);

/* Takes the values of sealed fields out of `record` and closes them in boxes of the entry; `*count` of them were given. */
struct sealing {
    const struct node *given;
    struct record *record;
    bool is_new;
};
MUST_CHECK bool seal_fields(struct act_context *context, const struct sealing *sealing, struct journal_entry *entry, size_t *count,
                            struct act_answer *answer, struct failure *why);
/* What an entry's personal body holds of dossier and boxes goes to their tables. */
MUST_CHECK bool seal_carry_out(struct act_context *context, const struct journal_entry *entry, struct failure *why);
/* A scan of what was handed in, closed under the dossier's key; a problem at `file` when the record has no dossier. Opened with the body's pair. */
struct attached;
struct scan { struct text name, bytes; };
MUST_CHECK bool seal_scan(struct act_context *context, const struct record *record, const struct scan *scan, struct text *box,
                          struct act_answer *answer, struct failure *why);
MUST_CHECK bool seal_scan_open(struct act_context *context, const struct box_pair *pair, const struct dossier *dossier, const struct attached *file,
                               struct scan *scan, struct failure *why);
/* "box:identity": the name of a box in an entry's personal body. */
struct text seal_box_name(struct arena *arena, enum seal_box box);
