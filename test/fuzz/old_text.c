/* fuzz: engine/codec */
/*
 * Lines as the cells of a column: whatever they hold, each comes out as UTF-8 in NFC, as read where it is unsure, and no
 * more than OLD_TEXT_PROPOSALS_MAX readings are proposed, each another one.
 */
#include "engine/codec/old_text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool is_composed(struct arena *arena, struct text text)
{
    struct text composed;
    return text_normalise(arena, text, &composed) && text_equal(text, composed);
}

static void cell_check(struct arena *arena, const struct old_text_column *column, struct text cell)
{
    struct old_text_cell got = old_text_read(arena, column, cell);
    REQUIRE(text_equal(got.read, cell));
    REQUIRE(got.encoding == OLD_TEXT_UNSURE ? text_equal(got.text, cell) : is_composed(arena, got.text));
    REQUIRE(got.proposals_count <= OLD_TEXT_PROPOSALS_MAX);
    for (size_t i = 0; i < got.proposals_count; i++) {
        REQUIRE(got.encoding == OLD_TEXT_UNSURE && is_composed(arena, got.proposals[i].text));
        for (size_t k = 0; k < i; k++)
            REQUIRE(!text_equal(got.proposals[i].text, got.proposals[k].text));
    }
    for (int encoding = OLD_TEXT_UNICODE; encoding <= OLD_TEXT_UNSURE; encoding++) {
        struct text text;
        if (old_text_convert(arena, (enum old_text)encoding, cell, &text))
            REQUIRE(is_composed(arena, text));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *CLOSING(arena) arena = arena_open();
    struct text all = {(const char *)data, size}, rest = all, cell;
    struct old_text_column column = {0};
    if (size > 4096 || !text_is_utf8(all))
        return 0;
    while (text_next(&rest, '\n', &cell))
        old_text_see(&column, cell);
    old_text_settle(&column, (enum old_text)(size % (OLD_TEXT_UNSURE + 1)));
    rest = all;
    while (text_next(&rest, '\n', &cell))
        cell_check(arena, &column, cell);
    return 0;
}
