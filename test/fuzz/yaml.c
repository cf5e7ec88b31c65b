/* fuzz: engine/codec */
/* Any bytes read as YAML: a tree, or problems that can be shown. */
#include "engine/codec/json.h"
#include "engine/codec/yaml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *CLOSING(arena) arena = arena_open();
    struct buffer CLOSING(buffer) out;
    struct problems problems;
    struct text bytes = {(const char *)data, size};
    struct node *root = NULL;
    problems_init(&problems, arena, 20);
    buffer_init(&out, 16 << 20);
    bool read = yaml_read(arena, TEXT("a.yaml"), bytes, &root, &problems);
    REQUIRE(read == (root != NULL));
    REQUIRE(read == (problems.errors == 0));
    for (size_t i = 0; i < problems.count; i++)
        yaml_show(&out, bytes, &problems.items[i], LANGUAGE_VI);
    if (read)
        json_write(&out, root);
    return 0;
}
