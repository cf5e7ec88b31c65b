/*
 * profile.h — may something be asked of people under this title, in a register or a sheet?
 *
 *     const char *code = profile_refuses(scratch, TEXT("Tôn giáo"));       "definition.profile-religion": the problem to tell
 *
 * No profile of a person is kept: nothing of what somebody thinks, believes or belongs to, of health, crimes, identity
 * numbers, and no list of people to be watched (Law 91/2025/QH15 on personal data). Words are compared without
 * diacritics, as whole words.
 */
#pragma once

#include "base/arena.h"
#include "base/text.h"

/* The code of the problem that says why not; NULL: it may. */
const char *profile_refuses(struct arena *scratch, struct text title);
