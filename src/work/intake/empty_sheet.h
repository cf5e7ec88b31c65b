/*
 * empty_sheet.h — an empty sheet of a register, made from its definition, that uploads back without a mapping.
 *
 *     struct text bytes;
 *     if (!empty_sheet_make(instance, TEXT("outreach"), &viewer, arena, &bytes, why)) …        NOT_FOUND, DENIED
 *
 * The first sheet is for people: row 1 holds the headings (titles in the viewer's language), and every row below it
 * is theirs. What may be written in a column stands in a note that opens with its cells; choices, states, units and
 * instruments have a list to pick from. A value picked there is read as it stands (a choice or a state by its title,
 * an organisation or place by its name, or by its code where a name is borne twice, an instrument by its number,
 * "Có" and "Không"). In a column that takes several values they stand apart by ";".
 *
 * The mark that says what it is stands in a hidden sheet, for the reader (and in no other place):
 *
 *     sheet "danvan"      A                B                C
 *     row 1               danvan           outreach         the definition's version: 16 hexadecimal digits
 *     row 2               what is in column A of the first sheet, in B, in C …, without a gap
 *
 * Row 2 names fields by their names in the register; two more words are known: `unit`, the organisation that writes,
 * there when the person writes for several; and `state`. All cells of the mark are texts. A sheet of another version
 * is read all the same: names that are gone are told like a heading nobody knows.
 */
#pragma once

#include "keep/account/account.h"
#include "keep/instance/instance.h"

#define EMPTY_SHEET_MARK "danvan" /* the hidden sheet's name, and its cell A1 */
#define EMPTY_SHEET_UNIT "unit"
#define EMPTY_SHEET_STATE "state"

enum { EMPTY_SHEET_VERSION = 16 }; /* digits: the first of the definition's digest */

/* The version of a definition, as the mark has it. */
struct text empty_sheet_version(struct arena *arena, const struct definition *definition);

/* The bytes of an .xlsx. NOT_FOUND; DENIED when this person may write in the register for no organisation. */
MUST_CHECK bool empty_sheet_make(struct instance *instance, struct text register_name, const struct viewer *viewer, struct arena *arena,
                                 struct text *bytes, struct failure *why);
