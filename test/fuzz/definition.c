/* fuzz: keep/definition */
/*
 * Any bytes as the one register file of a minimal pack: a snapshot that can be walked, or problems.
 */
#include "keep/definition/definition.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void walk(const struct definition *definition)
{
    for (size_t i = 0; i < definition->figure_count; i++) {
        const struct figure_definition *figure = &definition->figures[i];
        REQUIRE(figure->register_ == &definition->registers[0] && figure->index == i && figure->day != NULL);
        REQUIRE(definition_figure(definition, figure->name) == figure);
        REQUIRE((figure->kind == FIGURE_BALANCE || figure->kind == FIGURE_SHARE) == (figure->first != NULL && figure->second != NULL));
        struct value slots[REGISTER_FIELDS_MAX + 2] = {{0}};
        REQUIRE(figure->where == NULL || !value_known(rule_evaluate(figure->where, slots, figure->register_->slot_count)) ||
                rule_kind(figure->where) == VALUE_TRUTH);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct definition_file files[] = {
        {TEXT("p/pack.yaml"), TEXT("pack: p\nversion: 1\ntitle: {vi: P}\n")},
        {TEXT("p/calendar.yaml"), TEXT("from: 2020-01-01\nto: 2021-12-31\n")},
        {TEXT("p/organisations.yaml"), TEXT("kinds: {front: {title: {vi: F}, class: front, layout: front}}\nplaces: [ward]\n")},
        {TEXT("p/instruments.yaml"), TEXT("instruments: {law-1: {kind: law, title: {vi: L}}}\n")},
        {TEXT("p/deadlines.yaml"),
         TEXT("rules: {limit: {title: {vi: T}, days: 5, count: working, direction: after, law: law-1 Điều 1}}\n")},
        {TEXT("p/who-may-see.yaml"), TEXT("who_may_see: {r: {entering: rows}}\n")},
        {TEXT("p/registers/r.yaml"), {(const char *)data, size}},
    };
    struct arena *CLOSING(arena) arena = arena_open();
    struct problems problems;
    problems_init(&problems, arena, 50);
    struct definition_source source = {files, LENGTH_OF(files)};
    const struct definition *definition = definition_make(arena, &source, &problems);
    REQUIRE((definition == NULL) == (problems.errors > 0));
    for (size_t i = 0; i < problems.count; i++)
        (void)problem_line(arena, &problems.items[i], i % 2 == 0 ? LANGUAGE_VI : LANGUAGE_EN);
    if (definition == NULL)
        return 0;
    walk(definition);
    struct problems none;
    problems_init(&none, arena, 50);
    definition_check_upgrade(definition, definition, &none);
    REQUIRE(none.errors == 0);
    return 0;
}
