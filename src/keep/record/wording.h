/*
 * wording.h — does a free text say what its register may not hold?
 *
 *     const char *code = wording_problem(scratch, field, text);      "record.names-person"; NULL: nothing to say
 *     if (wording_refused(scratch, register_->refuses, text)) …       a word the pack refuses: "Mật"
 *
 * Everywhere: identity and telephone numbers (DESIGN: they belong to no free text). Where a field asks for it (`scan`):
 * persons named with their title ("ông Nam", "hộ Nguyễn …"), house numbers, and residential groups, so that a theme of
 * opinion leads to nobody. It reads words, it does not understand: better one refusal too many, and the person is asked
 * again. Nothing is kept; `scratch` holds what is made on the way.
 */
#pragma once

#include "keep/definition/definition.h"

/* The problem's code for a text of this field, or NULL. */
const char *wording_problem(struct arena *scratch, const struct field_definition *field, struct text text);

/* Whether one of the refused words stands in it, as a whole word, whatever its capitals. `refusal` may be NULL: no. */
bool wording_refused(struct arena *scratch, const struct refusal_definition *refusal, struct text text);
