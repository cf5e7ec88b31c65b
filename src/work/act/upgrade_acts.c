/*
 * upgrade_acts.c — new definitions come into force; figures are made anew.
 *
 * upgrade   files: {path: text} of all packs, as definition_source_read gives them
 * rebuild   (nothing)
 *
 * The files themselves are the facts, so the journal holds each definition that ever was in force.
 * Figures and deadlines are recomputed by the same act.
 */
#include "work/act/act_inside.h"

#include "keep/record/figure.h"

enum { PROBLEMS_MAX = 100 };

static struct definition_source given_source(struct arena *arena, const struct node *given)
{
    const struct node *files = node_at(given, "files");
    struct definition_file *list = arena_make_many(arena, node_count(files), sizeof *list);
    for (size_t i = 0; i < node_count(files); i++)
        list[i] = (struct definition_file){files->map.entries[i].key, files->map.entries[i].value->text};
    return (struct definition_source){list, node_count(files)};
}

static int64_t shard_of(const struct definition *definition)
{
    for (size_t i = 0; i < definition->unit_count; i++)
        if (definition->units[i].shard != 0)
            return definition->units[i].shard;
    return 0;
}

bool upgrade_act_prepare(struct act_context *context, const struct node *given, struct journal_entry *entry, struct act_answer *answer,
                         struct failure *why)
{
    struct definition_source source = given_source(context->arena, given);
    if (!act_allow(account_has_role_anywhere(context->viewer, ROLE_ADMINISTRATOR), "upgrade definitions", why))
        return false;
    const struct definition *definition = definition_make(context->arena, &source, &answer->problems);
    if (!definition)
        return true;
    if (context->house->definition)
        definition_check_upgrade(context->house->definition, definition, &answer->problems);
    if (context->shard != 0 && shard_of(definition) != context->shard)
        act_problem(answer, "pack", "act.other-shard", text_format(context->arena, "%lld", (long long)context->shard),
                    text_format(context->arena, "%lld", (long long)shard_of(definition)));
    entry->shard = shard_of(definition);
    for (size_t i = 0; i < source.count; i++)
        body_put_bytes(entry->facts, text_format(context->arena, "%.*s%0*zu:%.*s", TEXT_ARGS(HOUSE_FILE), HOUSE_FILE_DIGITS, i, TEXT_ARGS(source.files[i].path)),
                       source.files[i].bytes);
    return true;
}

bool upgrade_act_carry_out(struct act_context *context, const struct journal_entry *entry, struct failure *why)
{
    struct definition_source source;
    struct problems problems;
    struct house *house = arena_make(context->arena, sizeof *house);
    problems_init(&problems, context->arena, PROBLEMS_MAX);
    /* The old definitions' records are all in their place before new ones are in force. */
    if (!act_batch_end(context, why) || !house_files(context->arena, entry, &source, why))
        return false;
    house->definition = definition_make(context->arena, &source, &problems);
    house->version = entry->number;
    if (!house->definition)
        return FAIL(why, FAILURE_BROKEN, "the definitions in the journal no longer read");
    bool first = context->house->definition == NULL;
    if (!unit_save_definition(context->connection, house->definition, why) ||
        !record_save_definition(context->connection, house->definition, why) ||
        !house_save(context->connection, entry->shard, entry->number, house->definition, why) ||
        !unit_tree_load(context->arena, context->connection, house->definition, &house->units, why))
        return false;
    context->house = house;
    context->shard = entry->shard;
    return first || figure_rebuild(context->connection, house->definition, house->units, why);
}

bool rebuild_act_prepare(struct act_context *context, const struct node *given, struct journal_entry *entry, struct act_answer *answer,
                         struct failure *why)
{
    (void)given;
    (void)entry;
    (void)answer;
    return act_allow(account_has_role_anywhere(context->viewer, ROLE_ADMINISTRATOR), "rebuild figures", why);
}

bool rebuild_act_carry_out(struct act_context *context, const struct journal_entry *entry, struct failure *why)
{
    (void)entry;
    return act_batch_end(context, why) &&
           figure_rebuild(context->connection, context->house->definition, context->house->units, why);
}
