/*
 * feed.h — one person's calendar of what is due, for whoever holds its address.
 *
 *     if (!feed_write(instance, token, LANGUAGE_VI, arena, &bytes, why)) …        NOT_FOUND: no such calendar, or nobody's any more
 *
 * The calendar program asks without a password: the token in the address is the secret (its hash stands in account_notice).
 */
#pragma once

#include "base/problem.h"
#include "keep/instance/instance.h"

#define FEED_TYPE "text/calendar; charset=utf-8"

MUST_CHECK bool feed_write(struct instance *instance, struct text token, enum language language, struct arena *arena, struct text *bytes,
                           struct failure *why);
