/*
 * golden.h — is this still what a person once read and accepted?
 *
 *     assert_true(golden_matches("calendar/quarters.txt", got));
 *
 * Compares with test/golden/calendar/quarters.txt and shows the first line that differs.
 * `./dev golden --accept` writes what was made instead; read the difference (git diff)
 * before committing it. `./dev golden WORD` compares only names that hold WORD.
 */
#pragma once

#include "base/text.h"

bool golden_matches(const char *name, struct text got);
