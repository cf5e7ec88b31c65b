/*
 * order.h — in which order does a Vietnamese reader expect texts?
 *
 * Letters come before tones (a ă â … d đ …, then ngang huyền hỏi ngã sắc nặng), capitals beside small letters,
 * "Tổ 2" before "Tổ 10". Bytes put Đ behind Z, and the tables of other languages put Đa before Dũng. So texts are given
 * keys, which compare by their bytes:
 *
 *     struct order *CLOSING(order) order = NULL;
 *     if (!order_open(&order, why)) …
 *     struct text key = order_key(order, arena, TEXT("Đặng"));       text_compare(key, other) < 0: stands before
 *
 * Keys are made when a list is sorted and kept nowhere: another version of ICU makes other ones. One order belongs to one
 * thread. The only user of ICU.
 */
#pragma once

#include "base/arena.h"
#include "base/failure.h"
#include "base/markers.h"
#include "base/text.h"

struct order;
MUST_CHECK bool order_open(struct order **order, struct failure *why);
void order_close(struct order *order); /* NULL is allowed */
static inline void order_closing(struct order **order)
{
    order_close(*order);
}

enum { ORDER_BYTES_MAX = 400 }; /* of a text that count: where two agree so far, they are equal */

/* In `arena`; of the empty text the least. `text` must be UTF-8. */
struct text order_key(struct order *order, struct arena *arena, struct text text);
