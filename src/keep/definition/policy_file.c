/* policy_file.c — the policies of a pack: read and tried by engine/policy; their laws are the pack's instruments. */
#include "engine/policy/policy.h"
#include "keep/definition/definition_inside.h"

static struct text bytes_of(const struct reading *reading, struct text path)
{
    for (size_t i = 0; i < reading->source->count; i++)
        if (text_equal(reading->source->files[i].path, path))
            return reading->source->files[i].bytes;
    return (struct text){0};
}

void policy_file_read(struct reading *reading, const struct yaml_fields *in)
{
    const struct policy *policy = policy_read_tree(reading->arena, in->file, bytes_of(reading, in->file), in->map, reading->problems);
    if (policy == NULL)
        return;
    for (size_t i = 0; i < policy->law_count; i++)
        vocabulary_check(reading, &reading->instruments, policy->laws[i].id, policy->laws[i].place);
    struct word *word = vocabulary_add(reading, &reading->policies, policy->id, value_place(in, "policy"));
    if (word == NULL || !policy_check(policy, reading->problems))
        return;
    word->item = (void *)(uintptr_t)policy;
    list_add(&reading->policies_made, reading->arena, word->item);
}

void policy_file_link(struct reading *reading)
{
    reading->made->policies = (const struct policy *const *)(const void *)reading->policies_made.items;
    reading->made->policy_count = reading->policies_made.count;
}

const struct policy *definition_policy(const struct definition *definition, struct text id)
{
    for (size_t i = 0; i < definition->policy_count; i++)
        if (text_equal(definition->policies[i]->id, id))
            return definition->policies[i];
    return NULL;
}
