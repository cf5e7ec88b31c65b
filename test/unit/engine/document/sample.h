/*
 * sample.h — documents that the tests of every writer share: made-up numbers, real layouts.
 */
#pragma once

#include "engine/document/chart.h"
#include "engine/document/document.h"

/* Everything a report can hold, in the given layout. */
struct document *sample_report(struct arena *arena, enum layout layout);
/* A letter of the State layout: no type's name, "V/v …" and "Kính gửi". */
struct document *sample_letter(struct arena *arena);
/* Many pages, a long table: heading rows repeat, pages have numbers. */
struct document *sample_long(struct arena *arena, enum layout layout);

struct chart *sample_wards(struct arena *arena);    /* 14 bars, one unknown */
struct chart *sample_compared(struct arena *arena); /* three bars per kind, long names */
struct chart *sample_months(struct arena *arena);   /* lines with a gap */
