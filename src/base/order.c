/* order.c — see order.h. */
#include "base/order.h"

#include <unicode/ucol.h>
#include <unicode/ustring.h>

/* An order is ICU's collator, under a name of ours. */
static UCollator *collator_of(struct order *order)
{
    return (UCollator *)order;
}

bool order_open(struct order **order, struct failure *why)
{
    UErrorCode status = U_ZERO_ERROR;
    UCollator *collator = ucol_open("vi", &status);
    if (U_SUCCESS(status))
        ucol_setAttribute(collator, UCOL_NUMERIC_COLLATION, UCOL_ON, &status);
    if (U_FAILURE(status)) {
        ucol_close(collator);
        return FAIL(why, FAILURE_BROKEN, "ICU has no Vietnamese order: %s", u_errorName(status));
    }
    *order = (struct order *)collator;
    return true;
}

void order_close(struct order *order)
{
    ucol_close(collator_of(order));
}

/* Cut where a letter ends. */
static struct text start_of(struct text text)
{
    size_t length = text.length;
    if (length <= ORDER_BYTES_MAX)
        return text;
    for (length = ORDER_BYTES_MAX; length > 0 && ((unsigned char)text.bytes[length] & 0xC0) == 0x80;)
        length--;
    return text_part(text, 0, length);
}

struct text order_key(struct order *order, struct arena *arena, struct text text)
{
    UChar wide[ORDER_BYTES_MAX];
    int32_t units = 0;
    UErrorCode status = U_ZERO_ERROR;
    struct text start = start_of(text);
    u_strFromUTF8(wide, ORDER_BYTES_MAX, &units, start.bytes, (int32_t)start.length, &status);
    REQUIRE(U_SUCCESS(status));
    int32_t room = ucol_getSortKey(collator_of(order), wide, units, NULL, 0);
    uint8_t *bytes = arena_make(arena, (size_t)room);
    int32_t length = ucol_getSortKey(collator_of(order), wide, units, bytes, room);
    REQUIRE(length > 0 && length <= room);
    return (struct text){(const char *)bytes, (size_t)length};
}
