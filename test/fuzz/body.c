/* fuzz: keep/journal */
/* Whatever is taken for a body must be written again as the same bytes. */
#include "keep/journal/body.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *CLOSING(arena) arena = arena_open();
    struct failure why;
    struct body *body = NULL;
    struct text bytes = {(const char *)data, size}, again = {0};
    if (!body_read(arena, bytes, &body, &why))
        return 0;
    struct body *copy = body_make(arena);
    for (size_t i = body_count(body); i > 0; i--) {
        const struct body_item *item = body_item(body, i - 1);
        if (item->kind == BODY_VALUE)
            body_put(copy, item->name, item->value);
        else if (item->kind == BODY_BYTES)
            body_put_bytes(copy, item->name, item->bytes);
        else
            body_put_list(copy, item->name, item->values, item->count);
    }
    REQUIRE(body_write(copy, &again, &why));
    REQUIRE(text_equal(bytes, again));
    return 0;
}
