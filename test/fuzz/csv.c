/* fuzz: engine/codec */
/* Any bytes read as a sheet; what is read is written, and reads back the same but for the guard. */
#include "engine/codec/csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The cell itself, or with a ' before it. */
static bool same_but_guard(struct text read, struct text meant)
{
    return text_equal(read, meant) || (text_starts(read, TEXT("'")) && text_equal(text_from(read, 1), meant));
}

static void write_and_compare(struct arena *arena, struct csv_row row)
{
    struct buffer CLOSING(buffer) out;
    struct problems problems;
    struct csv_options options = CSV_USUAL;
    struct csv_row again;
    problems_init(&problems, arena, 4);
    buffer_init(&out, 64 << 20);
    options.separator = ';';
    csv_write_row(&out, ';', row.cells, row.count);
    struct csv *csv = csv_make(arena, TEXT("b.csv"), buffer_text(&out), options, &problems);
    /* A lone cell "sep=;" is Excel's own line, not a row. */
    if (text_starts(buffer_text(&out), TEXT("sep=")) || text_starts(buffer_text(&out), TEXT("\xEF\xBB\xBF")))
        return;
    REQUIRE(csv_next(csv, &again));
    REQUIRE(again.count == row.count);
    for (size_t i = 0; i < row.count; i++)
        REQUIRE(same_but_guard(again.cells[i], row.cells[i]) || again.cells[i].length >= options.cell_max);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *CLOSING(arena) arena = arena_open();
    struct problems problems;
    struct csv_options options = {.bytes_max = 1 << 20, .cell_max = 1 << 12, .columns_max = 64, .rows_max = 1000};
    problems_init(&problems, arena, 20);
    struct csv *csv = csv_make(arena, TEXT("a.csv"), (struct text){(const char *)data, size}, options, &problems);
    struct csv_row row;
    uint32_t line = 0;
    while (csv_next(csv, &row)) {
        REQUIRE(row.count > 0 && row.line > line);
        line = row.line;
        write_and_compare(arena, row);
    }
    REQUIRE(csv_sound(csv) == (problems.count == 0));
    return 0;
}
