/* upgrade.c — what a running instance cannot follow from one snapshot to the next. */
#include "keep/definition/definition.h"

static void say(struct problems *problems, struct place place, const char *code, struct text first, struct text second)
{
    problem_add(problems, place, code, first, second);
}

/* The field that carries on what `old` held: of the same name, or that was called so. */
static const struct field_definition *field_heir(const struct register_definition *new, struct text old)
{
    const struct field_definition *same = register_field(new, old);
    for (size_t i = 0; i < new->field_count && same == NULL; i++)
        if (text_equal(new->fields[i].was, old))
            same = &new->fields[i];
    return same;
}

static void choices_check(const struct field_definition *old, const struct field_definition *new, struct problems *problems)
{
    for (size_t i = 0; i < old->choice_count; i++) {
        bool kept = false;
        for (size_t j = 0; j < new->choice_count && !kept; j++)
            kept = text_equal(old->choices[i].code, new->choices[j].code);
        if (!kept)
            say(problems, new->place, "definition.upgrade-choice", old->choices[i].code, new->name);
    }
}

static void field_check(const struct field_definition *old, const struct field_definition *new, struct problems *problems)
{
    if (old->kind != new->kind || old->many != new->many || old->scale != new->scale ||
        (old->kind == FIELD_RECORD && !text_equal(old->of, new->of)))
        say(problems, new->place, "definition.upgrade-type", new->name, (struct text){0});
    else if (old->personal != new->personal) /* the two bodies of past acts cannot be told apart anew */
        say(problems, new->place, "definition.upgrade-personal", new->name, (struct text){0});
    else if (old->sealed != new->sealed || (old->write_only && !new->write_only)) /* nobody here can open what is sealed */
        say(problems, new->place, "definition.upgrade-sealed", new->name, (struct text){0});
    else
        choices_check(old, new, problems);
}

static void states_check(const struct register_definition *old, const struct register_definition *new, struct problems *problems)
{
    for (size_t i = 0; i < old->state_count; i++) {
        bool kept = false;
        for (size_t j = 0; j < new->state_count && !kept; j++)
            kept = text_equal(old->states[i].code, new->states[j].code);
        if (!kept)
            say(problems, new->place, "definition.upgrade-state", old->states[i].code, new->name);
    }
}

static void registers_check(const struct definition *old, const struct definition *new, struct problems *problems)
{
    for (size_t i = 0; i < old->register_count; i++) {
        const struct register_definition *was = &old->registers[i], *now = definition_register(new, was->name);
        if (now == NULL) {
            say(problems, was->place, "definition.upgrade-register", was->name, (struct text){0});
            continue;
        }
        states_check(was, now, problems);
        for (size_t j = 0; j < was->field_count; j++) {
            const struct field_definition *heir = field_heir(now, was->fields[j].name);
            if (heir == NULL)
                say(problems, now->place, "definition.upgrade-field", was->fields[j].name, was->name);
            else
                field_check(&was->fields[j], heir, problems);
        }
    }
}

static const struct unit_definition *unit_same(const struct definition *definition, const struct unit_definition *unit, size_t near)
{
    /* Files change little: the same unit nearly always stands at the same place. */
    for (size_t i = 0; i < definition->unit_count; i++) {
        const struct unit_definition *other = &definition->units[(near + i) % definition->unit_count];
        if (text_equal(other->code, unit->code) && day_compare(other->from, unit->from) == 0)
            return other;
    }
    return NULL;
}

static void units_check(const struct definition *old, const struct definition *new, struct problems *problems)
{
    struct place place = {.file = TEXT("units.yaml")};
    for (size_t i = 0; i < old->unit_count; i++) {
        const struct unit_definition *was = &old->units[i], *now = unit_same(new, was, i);
        if (now == NULL)
            say(problems, place, "definition.upgrade-unit", was->code, was->name.vi);
        else if (now->shard != was->shard)
            say(problems, place, "definition.upgrade-shard", was->code, was->name.vi);
    }
}

static void packs_check(const struct definition *old, const struct definition *new, struct problems *problems)
{
    bool grown = false, same = true;
    for (size_t i = 0; i < sizeof old->digest; i++)
        same = same && old->digest[i] == new->digest[i];
    for (size_t i = 0; i < new->pack_count; i++) {
        const struct pack_definition *now = &new->packs[i], *was = NULL;
        for (size_t j = 0; j < old->pack_count; j++)
            if (text_equal(old->packs[j].name, now->name))
                was = &old->packs[j];
        grown = grown || was == NULL || now->version > was->version;
        if (was != NULL && now->version < was->version)
            say(problems, (struct place){.file = TEXT("pack.yaml")}, "definition.upgrade-older", now->name, (struct text){0});
    }
    if (!same && !grown)
        say(problems, (struct place){.file = TEXT("pack.yaml")}, "definition.upgrade-version", (struct text){0}, (struct text){0});
}

void definition_check_upgrade(const struct definition *old, const struct definition *new, struct problems *problems)
{
    packs_check(old, new, problems);
    registers_check(old, new, problems);
    units_check(old, new, problems);
}
