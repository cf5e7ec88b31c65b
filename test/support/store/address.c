/* address.c — the file or the schema behind address.h. */
#include "support/store/address.h"

#include <inttypes.h>
#include <stdlib.h>

static const char *cluster(void)
{
    const char *address = getenv("DANVAN_TEST_STORE");
    return address == NULL || address[0] == '\0' ? NULL : address;
}

bool test_store_is_file(void)
{
    return cluster() == NULL;
}

const char *test_store_address(struct arena *arena, const char *folder, const char *name)
{
    struct text path = text_format(arena, "%s/%s.db", folder, name);
    if (test_store_is_file())
        return path.bytes;
    return text_format(arena, "%s&options=-csearch_path%%3Dt%016" PRIx64, cluster(), text_hash(path)).bytes;
}

const char *test_store_named(struct arena *arena, const char *folder, const char *name)
{
    return test_store_is_file() ? NULL : test_store_address(arena, folder, name);
}
