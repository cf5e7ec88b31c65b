/* fuzz: engine/codec */
/* Any bytes read as a ZIP, every file of it unpacked: within its limits, and what comes out goes into a ZIP again. */
#include "engine/codec/zip_read.h"

#include "engine/codec/zip.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { UNPACKED_MAX = 4 << 20, FILES_MAX = 100 };

static size_t unpack(struct zip_reader *zip, const struct zip_file *file)
{
    static char room[4096];
    struct zip_trouble trouble = {0};
    struct zip_stream *CLOSING(zip_stream) stream = zip_stream_open(zip, file, &trouble);
    size_t length = stream != NULL, total = 0;
    while (length > 0 && zip_stream_read(stream, room, sizeof room, &length, &trouble))
        total += length;
    REQUIRE(trouble.code != NULL || length == 0);
    return trouble.code == NULL ? total : 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *CLOSING(arena) arena = arena_open();
    struct zip_trouble trouble = {0};
    struct zip_limits limits = {FILES_MAX, UNPACKED_MAX, 200};
    struct text bytes = {(const char *)data, size};
    struct zip_reader *CLOSING(zip_reader) zip = zip_read_open(arena, bytes, limits, &trouble);
    REQUIRE((zip == NULL) == (trouble.code != NULL));
    if (zip == NULL)
        return 0;
    size_t count, total = 0;
    const struct zip_file *files = zip_read_files(zip, &count);
    REQUIRE(count <= FILES_MAX);
    for (size_t i = 0; i < count; i++) {
        REQUIRE(zip_read_find(zip, files[i].name) == &files[i]);
        total += unpack(zip, &files[i]);
    }
    REQUIRE(total <= UNPACKED_MAX + 4096);
    return 0;
}
