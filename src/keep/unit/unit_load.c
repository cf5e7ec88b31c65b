/* unit_load.c — from the tables into the tree in memory. */
#include "keep/unit/unit_inside.h"

#include "keep/store/statement.h"

#define SQL(id, name, text, postgres) static const struct sql id __attribute__((unused)) = {name, text, postgres};
#include "keep/unit/unit_sql.def"
#undef SQL

struct row_links { /* of one row, until all units are read */
    int64_t inside, beneath;
};

static struct title title_copy(struct arena *arena, struct statement *row, int column)
{
    return (struct title){text_copy(arena, statement_text(row, column)), text_copy(arena, statement_text(row, column + 1))};
}

static struct unit read_unit(struct arena *arena, struct statement *row, struct row_links *links)
{
    int64_t begins = statement_int64(row, 10);
    *links = (struct row_links){statement_int64(row, 8), statement_int64(row, 9)};
    return (struct unit){
        .number = statement_int64(row, 0),
        .shard = statement_int64(row, 1),
        .code = text_copy(arena, statement_text(row, 2)),
        .kind = text_copy(arena, statement_text(row, 3)),
        .name = title_copy(arena, row, 4),
        .short_name = title_copy(arena, row, 6),
        .from = begins == UNIT_ALWAYS ? DAY_NONE : (struct day){(int32_t)begins},
        .to = statement_is_null(row, 11) ? DAY_NONE : (struct day){(int32_t)statement_int64(row, 11)},
        .order = (int)statement_int64(row, 12),
        .is_organisation = statement_int64(row, 13) != 0,
    };
}

static bool load_units(struct arena *arena, struct connection *connection, struct unit_tree *tree, struct failure *why)
{
    struct statement *row_of;
    size_t room = 256;
    struct unit *units = arena_make_many(arena, room, sizeof *units);
    struct row_links *links = arena_make_many(arena, room, sizeof *links);
    size_t count = 0;
    if (!store_statement(connection, &UNIT_ALL, &row_of, why))
        return false;
    while (statement_next(row_of, why)) {
        if (count == room) {
            struct unit *more = arena_make_many(arena, room * 2, sizeof *more);
            struct row_links *more_links = arena_make_many(arena, room * 2, sizeof *more_links);
            for (size_t i = 0; i < count; i++) {
                more[i] = units[i];
                more_links[i] = links[i];
            }
            units = more;
            links = more_links;
            room *= 2;
        }
        units[count] = read_unit(arena, row_of, &links[count]);
        count++;
    }
    if (!statement_sound(row_of))
        return false;
    tree->units = units;
    tree->count = count;
    for (size_t i = 0; i < count; i++) {
        units[i].in = unit_by_number(tree, links[i].inside);
        units[i].under = unit_by_number(tree, links[i].beneath);
    }
    for (size_t i = 0; i < count; i++) {
        const struct unit *home = unit_above(&units[i], TEXT("province"));
        units[i].home = home && !home->is_organisation ? home : NULL;
    }
    return true;
}

static bool load_successors(struct arena *arena, struct connection *connection, struct unit_tree *tree, struct failure *why)
{
    struct statement *row_of;
    struct list found = {0};
    if (!store_statement(connection, &UNIT_SUCCESSOR_ALL, &row_of, why))
        return false;
    while (statement_next(row_of, why)) {
        struct unit_successor *successor = arena_make(arena, sizeof *successor);
        *successor = (struct unit_successor){
            .old_unit = unit_by_number(tree, statement_int64(row_of, 0)),
            .new_unit = unit_by_number(tree, statement_int64(row_of, 1)),
            .share = text_copy(arena, statement_text(row_of, 2)),
            .law = text_copy(arena, statement_text(row_of, 3)),
            .on = {(int32_t)statement_int64(row_of, 4)},
        };
        list_add(&found, arena, successor);
    }
    if (!statement_sound(row_of))
        return false;
    tree->successors = arena_make_many(arena, found.count, sizeof *tree->successors);
    tree->successor_count = found.count;
    for (size_t i = 0; i < found.count; i++)
        tree->successors[i] = *(struct unit_successor *)found.items[i];
    return true;
}

static void index_unit(struct arena *arena, struct map *index, struct text key, struct unit *unit)
{
    struct list *same = map_find(index, key);
    if (!same) {
        same = arena_make(arena, sizeof *same);
        map_put(index, key, same);
    }
    if (same->count == 0 || same->items[same->count - 1] != unit)
        list_add(same, arena, unit);
}

static void index_units(struct arena *arena, struct unit_tree *tree)
{
    tree->by_code = map_make(arena);
    for (size_t i = 0; i < tree->count; i++)
        index_unit(arena, tree->by_code, tree->units[i].code, &tree->units[i]);
    struct gazetteer_source *source = arena_make(arena, sizeof *source);
    *source = unit_names_source(arena, tree, 0);
    tree->names = gazetteer_make(arena, source);
}

static void link_definitions(struct unit_tree *tree, const struct definition *definition)
{
    if (!definition)
        return;
    for (size_t i = 0; i < definition->unit_count; i++) {
        const struct unit_definition *unit = &definition->units[i];
        const struct list *same = map_find(tree->by_code, unit->code);
        for (size_t k = 0; same && k < same->count; k++) {
            struct unit *known = same->items[k];
            if (known->from.number == unit->from.number)
                known->definition = unit;
        }
    }
}

bool unit_tree_load(struct arena *arena, struct connection *connection, const struct definition *definition,
                    const struct unit_tree **tree, struct failure *why)
{
    struct unit_tree *made = arena_make(arena, sizeof *made);
    if (!load_units(arena, connection, made, why) || !load_successors(arena, connection, made, why))
        return false;
    index_units(arena, made);
    link_definitions(made, definition);
    *tree = made;
    return true;
}
