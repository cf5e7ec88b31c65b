/* fuzz: engine/codec */
/* Any bytes read as JSON: refused with one problem, or written and read back the same. */
#include "engine/codec/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *CLOSING(arena) arena = arena_open();
    struct buffer CLOSING(buffer) out;
    struct problems problems;
    struct failure why;
    struct node *root = NULL, *again = NULL;
    problems_init(&problems, arena, 20);
    buffer_init(&out, JSON_BYTES_MAX);
    if (!json_read(arena, TEXT("a.json"), (struct text){(const char *)data, size}, &root, &problems)) {
        REQUIRE(root == NULL && problems.count == 1);
        return 0;
    }
    REQUIRE(problems.count == 0);
    json_write(&out, root);
    if (!buffer_ok(&out, &why))
        return 0;
    REQUIRE(json_read(arena, TEXT("b.json"), buffer_text(&out), &again, &problems));
    REQUIRE(node_equal(root, again));
    return 0;
}
