/* country.c — the tree's places and the rows of the lists as one source of names. */
#include "keep/unit/country.h"
#include "keep/unit/unit_inside.h"

#include "engine/codec/csv.h"

enum {
    COLUMN_CODE,
    COLUMN_LEVEL,
    COLUMN_TYPE,
    COLUMN_NAME,
    COLUMN_FULL_NAME,
    COLUMN_ENGLISH,
    COLUMN_PARENT,
    COLUMNS
};

static struct gazetteer_place place_of(const struct unit *unit)
{
    return (struct gazetteer_place){.code = unit->code,
                                    .name = unit->name.vi,
                                    .short_name = unit->short_name.vi,
                                    .kind = unit->kind,
                                    .parent = unit->in ? unit->in->code : (struct text){0},
                                    .from = unit->from,
                                    .to = unit->to,
                                    .is_organisation = unit->is_organisation,
                                    .owner = unit};
}

struct gazetteer_source unit_names_source(struct arena *arena, const struct unit_tree *tree, size_t room)
{
    struct gazetteer_place *places = arena_make_many(arena, tree->count + room, sizeof *places);
    struct gazetteer_successor *successors =
        arena_make_many(arena, tree->successor_count, sizeof *successors);
    for (size_t i = 0; i < tree->count; i++)
        places[i] = place_of(&tree->units[i]);
    for (size_t i = 0; i < tree->successor_count; i++)
        successors[i] = (struct gazetteer_successor){(size_t)(tree->successors[i].old_unit - tree->units),
                                                     (size_t)(tree->successors[i].new_unit - tree->units)};
    return (struct gazetteer_source){places, tree->count, successors, tree->successor_count};
}

static bool in_tree(const struct unit_tree *tree, struct text code, const struct country_list *list)
{
    const struct list *same = tree ? map_find(tree->by_code, code) : NULL;
    for (size_t i = 0; same && i < same->count; i++) {
        const struct unit *unit = same->items[i];
        bool before =
            day_is_some(unit->to) && day_is_some(list->from) && day_compare(unit->to, list->from) < 0;
        bool behind =
            day_is_some(unit->from) && day_is_some(list->to) && day_compare(unit->from, list->to) > 0;
        if (!before && !behind)
            return true;
    }
    return false;
}

/* Level 2 is a district in a list of three levels and a commune in one of two: the type tells. */
static struct text kind_of(const struct csv_row *row)
{
    static const char *const COMMUNES[] = {"Phường", "Xã", "Thị trấn", "Đặc khu tại hải đảo"};
    if (text_is(row->cells[COLUMN_LEVEL], "1"))
        return TEXT("province");
    for (size_t i = 0; i < LENGTH_OF(COMMUNES); i++)
        if (text_is(row->cells[COLUMN_TYPE], COMMUNES[i]))
            return TEXT("ward");
    return TEXT("district");
}

static bool read_list(struct arena *arena, const struct unit_tree *tree, const struct country_list *list,
                      struct gazetteer_source *source, struct problems *problems)
{
    struct csv_options options = {.separator = ',',
                                  .bytes_max = COUNTRY_LIST_MAX,
                                  .cell_max = 400,
                                  .columns_max = COLUMNS,
                                  .rows_max = COUNTRY_ROWS_MAX};
    struct csv *csv = csv_make(arena, list->file, list->bytes, options, problems);
    struct gazetteer_place *places =
        (struct gazetteer_place *)(uintptr_t)source->places; /* made by country_make */
    struct csv_row row;
    bool heading = true;
    while (csv_next(csv, &row)) {
        if (row.count != COLUMNS || (heading && !text_is(row.cells[COLUMN_CODE], "code"))) {
            problem_add(problems, (struct place){.file = list->file, .line = row.line}, "places.list",
                        (struct text){0}, (struct text){0});
            return false;
        }
        if (!heading && !in_tree(tree, row.cells[COLUMN_CODE], list))
            places[source->count++] = (struct gazetteer_place){
                .code = text_copy(arena, row.cells[COLUMN_CODE]),
                .name = text_copy(arena, row.cells[COLUMN_FULL_NAME]),
                .short_name = text_copy(arena, row.cells[COLUMN_NAME]), /* of "Phường Phường Đúc" it is Đúc */
                .kind = kind_of(&row),
                .parent = text_copy(arena, row.cells[COLUMN_PARENT]),
                .from = list->from,
                .to = list->to};
        heading = false;
    }
    return csv_sound(csv);
}

static size_t lines_of(struct text bytes)
{
    size_t lines = 1;
    for (size_t i = 0; i < bytes.length; i++)
        lines += bytes.bytes[i] == '\n' || bytes.bytes[i] == '\r';
    return lines;
}

const struct gazetteer *country_make(struct arena *arena, const struct unit_tree *tree,
                                     const struct country_list *lists, size_t count,
                                     struct problems *problems)
{
    static const struct unit_tree NO_TREE;
    size_t room = 0;
    for (size_t i = 0; i < count; i++)
        room += lines_of(lists[i].bytes);
    struct gazetteer_source source = unit_names_source(arena, tree ? tree : &NO_TREE, room);
    for (size_t i = 0; i < count; i++)
        if (!read_list(arena, tree, &lists[i], &source, problems))
            return NULL;
    return gazetteer_make(arena, &source);
}
