/*
 * profile.h — may something be asked of people under this title, in a register or a sheet?
 *
 *     const char *code = profile_refuses(scratch, definition, TEXT("Tôn giáo"));       "definition.profile-religion": the problem to tell
 *
 * No profile of a person is kept: nothing of what somebody thinks, believes or belongs to, of health, crimes, identity
 * numbers, and no list of people to be watched (Law 91/2025/QH15 on personal data). Those words stand in profile.c, where no
 * pack can take them away; a pack's refused.yaml adds to them for sheets, and names lists of petitions and denunciations.
 * Words are compared without diacritics, as whole words.
 */
#pragma once

#include "keep/definition/definition.h"

#define PROFILE_IDENTITY "definition.profile-identity"
#define PROFILE_PETITIONS "intake.petitions" /* for the reception role alone */

/* The code of the problem that says why not; NULL: it may. */
const char *profile_refuses(struct arena *scratch, const struct definition *definition, struct text title);
/* " nguoi gui don ": folded, everything but letters and digits as one space, a space at both ends. */
struct text profile_words(struct arena *arena, struct text text);
