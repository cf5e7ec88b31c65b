/* kept_rows.c — rows one after another in blocks: a head, then each cell's head, its number where it has one, its letters. */
#include "work/intake/kept_rows.h"

enum { BLOCK_BYTES = 1 << 20 };

struct block {
    struct block *next;
    size_t filled;
    char bytes[];
};

struct kept_rows {
    struct arena *arena; /* holds the rows; its own */
    size_t bytes, bytes_max;
    struct block **first, **last; /* by sheet */
    bool whole;
};

struct row_head {
    uint32_t number;
    uint16_t count;
    bool hidden;
};

struct cell_head {
    uint16_t column;
    uint8_t value;
    bool formula;
    uint32_t length;
};

struct cell_number { /* of what is no text */
    double number;
    int32_t second;
    struct day day;
};

struct kept_rows *kept_rows_make(size_t sheets, size_t bytes_max)
{
    struct arena *arena = arena_open();
    struct kept_rows *kept = arena_make(arena, sizeof *kept);
    *kept = (struct kept_rows){.arena = arena, .bytes_max = bytes_max, .whole = true, .first = arena_make_many(arena, sheets, sizeof(struct block *)),
                               .last = arena_make_many(arena, sheets, sizeof(struct block *))};
    return kept;
}

void kept_rows_drop(struct kept_rows *kept)
{
    if (kept)
        arena_close(kept->arena);
}

static bool has_number(enum sheet_value value)
{
    return value != SHEET_TEXT && value != SHEET_EMPTY && value != SHEET_ERROR;
}

static size_t size_of(const struct sheet_row *row)
{
    size_t size = sizeof(struct row_head);
    for (size_t i = 0; i < row->count; i++)
        size += sizeof(struct cell_head) + row->cells[i].text.length + (has_number(row->cells[i].value) ? sizeof(struct cell_number) : 0);
    return size;
}

static struct block *room_for(struct kept_rows *kept, size_t sheet, size_t size)
{
    struct block *last = kept->last[sheet];
    if (last && last->filled + size <= BLOCK_BYTES)
        return last;
    if (size > BLOCK_BYTES || kept->bytes + BLOCK_BYTES > kept->bytes_max)
        return NULL;
    struct block *made = arena_make(kept->arena, sizeof *made + BLOCK_BYTES);
    kept->bytes += BLOCK_BYTES;
    if (last)
        last->next = made;
    else
        kept->first[sheet] = made;
    return kept->last[sheet] = made;
}

static void put(struct block *block, const void *bytes, size_t size)
{
    memcpy(block->bytes + block->filled, bytes, size);
    block->filled += size;
}

bool kept_rows_add(struct kept_rows *kept, size_t sheet, const struct sheet_row *row)
{
    struct block *block = kept->whole ? room_for(kept, sheet, size_of(row)) : NULL;
    if (!block)
        return kept->whole = false;
    const struct row_head head = {row->number, (uint16_t)row->count, row->hidden};
    put(block, &head, sizeof head);
    for (size_t i = 0; i < row->count; i++) {
        const struct sheet_cell *cell = &row->cells[i];
        const struct cell_head cell_head = {(uint16_t)cell->column, (uint8_t)cell->value, cell->formula, (uint32_t)cell->text.length};
        const struct cell_number number = {cell->number, cell->second, cell->day};
        put(block, &cell_head, sizeof cell_head);
        if (has_number(cell->value))
            put(block, &number, sizeof number);
        if (cell->text.length > 0)
            put(block, cell->text.bytes, cell->text.length);
    }
    return true;
}

static const char *take(struct kept_reader *reader, void *into, size_t size)
{
    const struct block *block = reader->block;
    const char *bytes = block->bytes + reader->at;
    if (into)
        memcpy(into, bytes, size);
    reader->at += size;
    return bytes;
}

static void take_cell(struct kept_reader *reader, struct sheet_cell *cell)
{
    struct cell_head head;
    struct cell_number number = {.day = DAY_NONE};
    take(reader, &head, sizeof head);
    if (has_number(head.value))
        take(reader, &number, sizeof number);
    *cell = (struct sheet_cell){.column = head.column, .value = head.value, .formula = head.formula, .second = number.second, .day = number.day,
                                .number = number.number, .text = {take(reader, NULL, head.length), head.length}};
}

bool kept_rows_next(const struct kept_rows *kept, struct arena *arena, size_t sheet, struct kept_reader *reader, struct sheet_row *row)
{
    const struct block *block = reader->block ? reader->block : kept->first[sheet];
    struct row_head head;
    if (block && reader->at == block->filled) {
        block = block->next;
        reader->at = 0;
    }
    if (!block)
        return false;
    reader->block = block;
    take(reader, &head, sizeof head);
    if (head.count > reader->room) {
        reader->room = head.count < SHEET_COLUMNS_MAX / 2 ? (size_t)head.count * 2 : SHEET_COLUMNS_MAX;
        reader->cells = arena_make_many(arena, reader->room, sizeof *reader->cells);
    }
    for (size_t i = 0; i < head.count; i++)
        take_cell(reader, &reader->cells[i]);
    *row = (struct sheet_row){.number = head.number, .cells = reader->cells, .count = head.count, .hidden = head.hidden};
    return true;
}
