/*
 * seen_inside.h — what the views of records share: which record, and what of it this person may see.
 */
#pragma once

#include "keep/record/record.h"
#include "keep/record/disposal.h"
#include "work/view/fields_inside.h"

struct attached;

struct seen_record {
    const struct register_definition *register_;
    struct record *record;
    enum sight sight;
    bool writes; /* may correct and withdraw it */
    bool disposed;
    struct disposal disposal; /* by which decision */
};

/* The register asked; NOT_FOUND. */
MUST_CHECK bool seen_register(struct view_context *view, const struct register_definition **register_, struct failure *why);
/* Do organisations of this kind write in the register? */
bool seen_enters(const struct register_definition *register_, const struct unit *unit);
/* The record asked (`register`, `record`); NOT_FOUND, DENIED. The public is not told that a record it may not see is there. */
MUST_CHECK bool seen_load(struct view_context *view, struct seen_record *seen, struct failure *why);
/* May this field be shown: persons only to those who see whole rows, to the public only what is public. */
bool seen_field(const struct view_context *view, const struct field_definition *field, enum sight sight);
/* May the organisation recorded for be named by records of others in this register: its `addressee`? */
bool seen_is_addressed(const struct view_context *view, const struct register_definition *register_);
/* All organisations that write in the register, whoever may see theirs: to look among them for what is addressed to one alone. */
struct unit_set *seen_senders(const struct view_context *view, const struct register_definition *register_);
/* {register, title, plural, href} */
void seen_put_register(const struct view_context *view, struct node *page, const struct register_definition *register_);
/* {record, version, day, state, name, href, unit, withdrawn} */
void seen_put_record(const struct view_context *view, struct node *row, const struct record *record, enum sight sight);
/* The list `columns`: {field, title, value, shown, number} of what may be seen and is not retired and empty. */
void seen_put_fields(const struct view_context *view, struct node *map, const struct record *record, enum sight sight);
/* Holds the record sealed fields whose key this person may hold? Reads. */
bool seen_may_open(struct view_context *view, const struct record *record);
/* attached.c: the list `files` and, for who may add one, `fields` and `hidden`; the file asked; and one with its bytes. Reads. */
MUST_CHECK bool seen_put_files(struct view_context *view, struct node *page, const struct seen_record *seen, struct failure *why);
MUST_CHECK bool seen_find_file(struct view_context *view, const struct seen_record *seen, struct attached *file, struct failure *why);
MUST_CHECK bool attached_take(struct view_context *view, struct view_file *taken, struct failure *why);
/* Why a time limit has no day: said where the day would stand. */
struct text seen_why_not_due(const struct view_context *view);
struct text seen_state_title(const struct view_context *view, const struct register_definition *register_, struct text state);
/* matter.c: the field that says to which matter a handled record belongs, and what it was split from; NULL: the register has none. */
const struct field_definition *seen_matter_field(const struct register_definition *register_);
const struct field_definition *seen_part_field(const struct register_definition *register_);
/* `similar` {…, register, join_href}, may_join, join_href, may_split, split_href; for those who handle it. */
MUST_CHECK bool seen_put_matter(struct view_context *view, struct node *page, const struct seen_record *seen, struct failure *why);
/* history.c: the list `history`, newest first: {at, act, title, who, unit, reason, changes: {title, before, after}}. */
MUST_CHECK bool seen_put_history(struct view_context *view, struct node *page, const struct seen_record *seen, struct failure *why);
