/*
 * fields_inside.h — what does a form ask for? A list of fields that one template draws.
 *
 *     struct node *fields = fields_put(view, page);
 *     struct node *name = fields_add(view, fields, TEXT("name"), "is_name", title);
 *     fields_add_record(view, fields, field, &value);
 *
 * Each field says: name (in the form), id, first_id (where a problem's link leads), title, hint,
 * unit, value, problem, required, and one of is_text is_mail is_long is_number is_day is_name is_password
 * is_new_password is_secret (a passphrase: kept by no browser) is_select, or is_group with is_radios or is_checks (closed: sealed; several: files; accepts: their kinds; camera: a phone takes the picture; folded: under a title to
 * open, folded_title). Options are {code, label, option_id, chosen}. Every key is there, so a template never finds another field's.
 */
#pragma once

#include "keep/record/record.h"
#include "work/view/view_inside.h"

enum { FIELDS_RADIOS_MAX = 7, FIELDS_OPEN_MAX = 16 /* boxes; more are folded away until wanted */ };

struct node *fields_put(const struct view_context *view, struct node *page);
struct node *fields_add(const struct view_context *view, struct node *fields, struct text name, const char *kind, struct text title);
void fields_hint(const struct view_context *view, struct node *field, struct text hint);
void fields_optional(const struct view_context *view, struct node *field);
void fields_value(const struct view_context *view, struct node *field, struct text value);
void fields_option(const struct view_context *view, struct node *field, struct text code, struct text label, bool chosen);
/* Radios for a few options, a list to choose from for many; once the options are there. */
void fields_choose(const struct view_context *view, struct node *field);
/* Boxes for all that may be chosen, folded where they are many. */
void fields_check(const struct view_context *view, struct node *field);
/* A field of a register, named "f.NAME", with a record's value. */
void fields_add_record(const struct view_context *view, struct node *fields, const struct field_definition *field,
                       const struct record_value *value);
/* What a form sends without asking: the page's list `hidden`. */
void fields_hide(const struct view_context *view, struct node *page, struct text name, struct text value);
/* The act, where it goes when done, the words of its button, and the way back. */
struct fields_form {
    const char *act;
    struct text back, cancel, title, button;
};
void fields_form(const struct view_context *view, struct node *page, const struct fields_form *form);
