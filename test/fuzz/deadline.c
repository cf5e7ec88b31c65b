/* fuzz: keep/definition */
/*
 * Any bytes as the time limits of a minimal pack; what reads is computed from many days, with decisions, and told.
 */
#include "engine/calendar/deadline_words.h"
#include "keep/definition/definition.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void compute(struct arena *arena, const struct definition *definition, const struct deadline_definition *deadline, int after)
{
    const struct deadline_version *last = &deadline->rule.versions[deadline->rule.version_count - 1];
    const struct day start = day_of(2020, 6, 1 + after % 28);
    const struct deadline_event events[] = {{DEADLINE_SUSPENDED, day_plus(start, after), 0}, {DEADLINE_EXTENDED, day_plus(start, 3), after},
                                            {DEADLINE_CONTINUED, day_plus(start, 2 * after), 0}};
    const struct deadline_matter matter = {.start = start, .stop = DAY_NONE, .events = events, .event_count = (size_t)(after % 4),
                                           .variant = last->variant_count > 0 ? last->variants[0].name : (struct text){0}};
    struct deadline_date date;
    struct failure why;
    if (!deadline_compute(arena, definition->calendar, &deadline->rule, &matter, &date, &why))
        return;
    REQUIRE((date.standing == DEADLINE_KNOWN) == day_is_some(date.due) && (date.standing == DEADLINE_NEVER) == (date.version == NULL));
    for (size_t i = 0; i < date.step_count; i++)
        REQUIRE(deadline_step_sentence(arena, &date, &date.steps[i], i % 2 == 0 ? LANGUAGE_VI : LANGUAGE_EN).length > 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct definition_file files[] = {
        {TEXT("p/pack.yaml"), TEXT("pack: p\nversion: 1\ntitle: {vi: P}\n")},
        {TEXT("p/calendar.yaml"), TEXT("from: 2020-01-01\nto: 2021-12-31\n")},
        {TEXT("p/organisations.yaml"), TEXT("kinds: {front: {title: {vi: F}, class: front, layout: front}}\nplaces: [ward]\n")},
        {TEXT("p/instruments.yaml"), TEXT("instruments: {law-1: {kind: law, title: {vi: L}}}\n")},
        {TEXT("p/deadlines/d.yaml"), {(const char *)data, size}},
    };
    struct arena *CLOSING(arena) arena = arena_open();
    struct problems problems;
    problems_init(&problems, arena, 50);
    struct definition_source source = {files, LENGTH_OF(files)};
    const struct definition *definition = definition_make(arena, &source, &problems);
    REQUIRE((definition == NULL) == (problems.errors > 0));
    for (size_t i = 0; definition != NULL && i < definition->deadline_count; i++)
        for (int after = 0; after < 8; after++)
            compute(arena, definition, &definition->deadlines[i], after);
    return 0;
}
