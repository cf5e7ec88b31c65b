/*
 * markers.h — the few words we add to C.
 *
 *     struct arena *CLOSING(arena) scratch = arena_open();
 *     MUST_CHECK bool day_read(struct text text, struct day *day);
 *
 * CLOSING(kind) calls kind_closing() when the variable leaves its scope, on
 * every path. REQUIRE(condition) states what only a bug can break: it aborts in
 * all builds, and an open transaction then rolls back.
 */
#pragma once

#define MUST_CHECK __attribute__((warn_unused_result))
#define CLOSING(kind) __attribute__((cleanup(kind##_closing)))
#define PRINTF_LIKE(text, first) __attribute__((format(printf, text, first)))
#define LENGTH_OF(array) (sizeof(array) / sizeof((array)[0]))
#define REQUIRE(condition) \
    ((condition) ? (void)0 : require_failed(#condition, __FILE__, __LINE__))
#define NEVER(what) require_failed((what), __FILE__, __LINE__) /* behind a switch that names every case */

_Noreturn void require_failed(const char *condition, const char *file, int line);
