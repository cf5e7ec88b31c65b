/*
 * decimal.h — exact numbers: whole digits and how many of them stand behind the comma.
 *
 *     struct decimal hours = {.digits = 25, .scale = 1};        2,5
 *
 * digits is an int64, scale 0 to DECIMAL_SCALE_MAX. Sums and products say false
 * on overflow and leave the result untouched: nobody becomes entitled by a wrap.
 * Two decimals are equal by value: 2,50 = 2,5.
 */
#pragma once

#include "base/arena.h"
#include "base/markers.h"
#include "base/text.h"

enum { DECIMAL_SCALE_MAX = 6 };

struct decimal {
    int64_t digits;
    uint8_t scale;
};

struct decimal decimal_of(int64_t whole);
MUST_CHECK bool decimal_add(struct decimal a, struct decimal b, struct decimal *sum);
MUST_CHECK bool decimal_subtract(struct decimal a, struct decimal b, struct decimal *difference);
MUST_CHECK bool decimal_multiply(struct decimal a, struct decimal b, struct decimal *product);
int decimal_compare(struct decimal a, struct decimal b);

/* Reads "1500000", "-2.5" (machine form: point before fractions, no grouping). */
MUST_CHECK bool decimal_read(struct text text, struct decimal *number);
/* Reads what people write: "1.500.000", "1 500 000", "2,5"; a lone group such as "1.500" is thousands. */
MUST_CHECK bool decimal_read_people(struct text text, struct decimal *number);
/* Machine form. */
struct text decimal_write(struct arena *arena, struct decimal number);
/* "1.500.000" and "2,5" in Vietnamese, "1,500,000" and "2.5" in English. */
struct text decimal_write_people(struct arena *arena, struct decimal number, bool english);
/* The same number at `scale`; false when digits would be lost or overflow. */
MUST_CHECK bool decimal_rescale(struct decimal number, uint8_t scale, struct decimal *out);
