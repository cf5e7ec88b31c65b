/* similar.c — letters that stand near each other, found with one bit for each place. */
#include "engine/match/similar.h"

#include "base/markers.h"

#include <stdint.h>

static const double PREFIX_WEIGHT = 0.1;
enum { PREFIX_MAX = 4 };

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Places of `a` and `b` whose letters belong together: within `window`, each used once, from the front. */
static unsigned assign(struct text a, struct text b, size_t window, uint64_t used[2])
{
    uint64_t places[UINT8_MAX + 1]; /* of a letter in `b`; set for letters that are in one of them */
    unsigned common = 0;
    for (size_t i = 0; i < a.length; i++)
        places[(unsigned char)a.bytes[i]] = 0;
    for (size_t j = 0; j < b.length; j++)
        places[(unsigned char)b.bytes[j]] = 0;
    for (size_t j = 0; j < b.length; j++)
        places[(unsigned char)b.bytes[j]] |= UINT64_C(1) << j;
    uint64_t near = (UINT64_C(2) << window) - 1; /* places 0 … window, then moving along */
    for (size_t i = 0; i < a.length; i++) {
        uint64_t free = places[(unsigned char)a.bytes[i]] & near & ~used[1];
        if (free != 0) {
            used[0] |= UINT64_C(1) << i;
            used[1] |= free & -free;
            common++;
        }
        near = i < window ? near << 1 | 1 : near << 1;
    }
    return common;
}

double similar_jaro_winkler(struct text a, struct text b)
{
    a.length = smaller(a.length, SIMILAR_MAX);
    b.length = smaller(b.length, SIMILAR_MAX);
    if (a.length == 0 || b.length == 0)
        return a.length == b.length ? 1 : 0;
    size_t longer = a.length > b.length ? a.length : b.length;
    uint64_t used[2] = {0, 0};
    unsigned common = assign(a, b, longer < 4 ? 0 : longer / 2 - 1, used);
    if (common == 0)
        return 0;
    unsigned moved = 0;
    uint64_t x = used[0], y = used[1];
    for (; x != 0; x &= x - 1, y &= y - 1)
        moved += a.bytes[__builtin_ctzll(x)] != b.bytes[__builtin_ctzll(y)];
    double m = common;
    double jaro = (m / (double)a.length + m / (double)b.length + (m - moved / 2) / m) / 3;
    size_t prefix = 0;
    while (prefix < PREFIX_MAX && prefix < a.length && prefix < b.length &&
           a.bytes[prefix] == b.bytes[prefix])
        prefix++;
    return jaro > 0.7 ? jaro + PREFIX_WEIGHT * (double)prefix * (1 - jaro) : jaro;
}

bool similar_one_edit(struct text a, struct text b)
{
    size_t n = smaller(a.length, b.length), front = 0, back = 0;
    if (a.length > b.length + 1 || b.length > a.length + 1)
        return false;
    while (front < n && a.bytes[front] == b.bytes[front])
        front++;
    while (back < n - front && a.bytes[a.length - 1 - back] == b.bytes[b.length - 1 - back])
        back++;
    size_t x = a.length - front - back, y = b.length - front - back;
    if (x <= 1 && y <= 1)
        return x + y > 0;
    return x == 2 && y == 2 && a.bytes[front] == b.bytes[front + 1] && a.bytes[front + 1] == b.bytes[front];
}

struct letter_count letter_count_of(struct text a)
{
    uint64_t set = 0;
    size_t more = 0;
    for (size_t i = 0; i < a.length; i++) {
        uint64_t once = UINT64_C(1) << ((unsigned char)a.bytes[i] & 31), twice = (set & once) << 32;
        more += (set & twice) != 0;
        set |= once | twice;
    }
    return (struct letter_count){set, (uint8_t)smaller(more, UINT8_MAX)};
}

double similar_bound(struct letter_count a, size_t a_length, struct letter_count b, size_t b_length)
{
    if (a_length > SIMILAR_MAX || b_length > SIMILAR_MAX)
        return 1;
    size_t more = smaller(a.more, b.more);
    double m =
        (double)smaller((size_t)__builtin_popcountll(a.set & b.set) + more, smaller(a_length, b_length));
    if (m == 0)
        return 0;
    double jaro = (m / (double)a_length + m / (double)b_length + 1) / 3;
    return jaro + PREFIX_WEIGHT * PREFIX_MAX * (1 - jaro);
}
