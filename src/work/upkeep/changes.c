/* changes.c — what new definitions bring, in names that people look for. */
#include "work/upkeep/upkeep.h"

#include "base/map.h"

/* One name of a definition and all that is said of it that a person would call a change. */
struct named {
    struct text kind, name, said;
};

struct naming {
    struct arena *arena;
    struct map *all; /* "kind name" -> struct named * */
};

static void name_one(struct naming *naming, struct text kind, struct text name, struct text said)
{
    struct named *named = arena_make(naming->arena, sizeof *named);
    *named = (struct named){kind, name, said};
    map_put(naming->all, text_format(naming->arena, "%.*s %.*s", TEXT_ARGS(kind), TEXT_ARGS(name)), named);
}

static struct text said_figure(struct arena *arena, const struct figure_definition *figure)
{
    return text_format(arena, "%d %d %d %d %.*s|%.*s|%.*s", (int)figure->kind, (int)figure->reach, (int)figure->live, (int)figure->over_year,
                       TEXT_ARGS(figure->where_source), TEXT_ARGS(figure->title.vi), TEXT_ARGS(figure->unit.vi));
}

static void name_registers(struct naming *naming, const struct definition *definition)
{
    struct arena *arena = naming->arena;
    for (size_t i = 0; i < definition->register_count; i++) {
        const struct register_definition *one = &definition->registers[i];
        name_one(naming, TEXT("register"), one->name, one->title.vi);
        for (size_t k = 0; k < one->field_count; k++) {
            const struct field_definition *field = &one->fields[k];
            name_one(naming, TEXT("field"), text_format(arena, "%.*s.%.*s", TEXT_ARGS(one->name), TEXT_ARGS(field->name)),
                     text_format(arena, "%d %d %d %zu %.*s", (int)field->kind, (int)field->required, (int)field->retired,
                                 field->choice_count, TEXT_ARGS(field->title.vi)));
        }
    }
    for (size_t i = 0; i < definition->figure_count; i++)
        name_one(naming, TEXT("figure"), definition->figures[i].name, said_figure(arena, &definition->figures[i]));
}

/* All that its versions say in numbers and articles. */
static struct text said_deadline(struct arena *arena, const struct deadline_definition *deadline)
{
    struct text said = text_format(arena, "%d", (int)deadline->rule.at_least);
    for (size_t i = 0; i < deadline->rule.version_count; i++) {
        const struct deadline_version *version = &deadline->rule.versions[i];
        said = text_format(arena, "%.*s %d %d %d %d %d %d %d %.*s", TEXT_ARGS(said), version->from.number, version->to.number, version->days,
                           (int)version->count, version->before * 2 + version->roll, version->takes_over * 2 + version->suspension.allowed,
                           version->extension.times * (DEADLINE_DAYS_MAX + 1) + version->extension.days, TEXT_ARGS(version->law));
        for (size_t j = 0; j < version->variant_count; j++)
            said = text_format(arena, "%.*s %.*s %d", TEXT_ARGS(said), TEXT_ARGS(version->variants[j].name), version->variants[j].days);
    }
    return said;
}

static struct map *names_of(struct arena *arena, const struct definition *definition)
{
    struct naming naming = {arena, map_make(arena)};
    if (!definition)
        return naming.all;
    name_registers(&naming, definition);
    for (size_t i = 0; i < definition->report_count; i++)
        name_one(&naming, TEXT("report"), definition->reports[i].name,
                 text_format(arena, "%zu %.*s", definition->reports[i].section_count, TEXT_ARGS(definition->reports[i].title.vi)));
    for (size_t i = 0; i < definition->deadline_count; i++)
        name_one(&naming, TEXT("deadline"), definition->deadlines[i].name,
                 said_deadline(arena, &definition->deadlines[i]));
    for (size_t i = 0; i < definition->instrument_count; i++)
        name_one(&naming, TEXT("instrument"), definition->instruments[i].id,
                 text_format(arena, "%.*s %d", TEXT_ARGS(definition->instruments[i].number), definition->instruments[i].to.number));
    for (size_t i = 0; i < definition->unit_count; i++)
        name_one(&naming, TEXT("unit"),
                 text_format(arena, "%.*s@%d", TEXT_ARGS(definition->units[i].code), definition->units[i].from.number),
                 text_format(arena, "%d %.*s", definition->units[i].to.number, TEXT_ARGS(definition->units[i].name.vi)));
    return naming.all;
}

static void add_change(struct node *changes, struct arena *arena, const struct named *named, struct text change)
{
    struct node *line = node_append(changes, node_map(arena));
    struct text name = named->name, unit;
    /* A unit is told apart by its first day; people know its code. */
    node_put(line, "kind", node_text(arena, named->kind));
    node_put(line, "name", node_text(arena, text_is(named->kind, "unit") && text_next(&name, '@', &unit) ? unit : named->name));
    node_put(line, "change", node_text(arena, change));
}

struct node *upkeep_changes(struct arena *arena, const struct definition *old, const struct definition *new)
{
    const struct map *before = names_of(arena, old), *after = names_of(arena, new);
    struct node *changes = node_list(arena);
    for (size_t i = 0; i < map_count(after); i++) {
        const struct named *is = map_value(after, i), *was = map_find(before, map_key(after, i));
        if (!was)
            add_change(changes, arena, is, TEXT("new"));
        else if (!text_equal(was->said, is->said))
            add_change(changes, arena, is, TEXT("changed"));
    }
    for (size_t i = 0; i < map_count(before); i++)
        if (!map_find(after, map_key(before, i)))
            add_change(changes, arena, map_value(before, i), TEXT("gone"));
    return changes;
}
