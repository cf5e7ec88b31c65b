/*
 * citations.c — are the instruments that a report names in force?
 *
 * Which are not on the report's last day is told to the officer; the text stays as written.
 */
#include "work/report/report_inside.h"

#include "work/report/citation.h"

enum { ALIAS_LEAST = 6 };

/* ---- in force? ---- */

static bool in_force(const struct building *building, const struct instrument_definition *instrument)
{
    struct day last = building->periods[SPAN_NOW].end;
    if (day_is_some(instrument->from) && day_compare(last, instrument->from) < 0)
        return false;
    return !day_is_some(instrument->to) || day_compare(last, instrument->to) <= 0;
}

static void warn_outdated(struct building *building, struct text section, const struct instrument_definition *instrument)
{
    struct arena *arena = building->arena;
    struct text key = text_format(arena, "cited|%.*s|%.*s", TEXT_ARGS(section), TEXT_ARGS(instrument->id));
    if (map_find(building->noted, key))
        return;
    map_put(building->noted, key, building);
    struct text cited = citation_write(arena, instrument, building->language);
    struct day last = building->periods[SPAN_NOW].end;
    bool ended = day_is_some(instrument->to) && day_compare(last, instrument->to) > 0;
    struct text day = citation_day(arena, ended ? instrument->to : instrument->from);
    const struct instrument_definition *new = definition_instrument(building->house->definition, instrument->replaced_by);
    if (!ended)
        report_warn(building, section, "report.citation-early", cited, day);
    else if (!new)
        report_warn(building, section, "report.citation-ended", cited, day);
    else {
        const struct text arguments[4] = {cited, day, citation_write(arena, new, building->language), {0}};
        problem_add_all(&building->warnings, PROBLEM_WARNING, (struct place){.field = section}, "report.citation-replaced", arguments);
    }
}

struct citing_section {
    struct building *building;
    struct text section;
};

static void note_cited(void *context, const struct instrument_definition *instrument)
{
    struct citing_section *citing = context;
    if (!in_force(citing->building, instrument))
        warn_outdated(citing->building, citing->section, instrument);
}

struct text report_print_citations(struct building *building, struct text section, struct text source)
{
    struct citing_section context = {building, section};
    const struct citing citing = {building->language, note_cited, &context};
    return citation_expand(building->arena, building->house->definition, source, &citing);
}

/* Looked for as people write it: whatever the letters' case and marks. */
static bool names_it(struct building *building, const struct instrument_definition *instrument, struct text folded)
{
    for (size_t i = 0; i < instrument->alias_count; i++) {
        struct text alias = text_fold(building->arena, instrument->aliases[i]);
        if (alias.length >= ALIAS_LEAST && text_contains(folded, alias))
            return true;
    }
    struct text number = text_fold(building->arena, instrument->number);
    return number.length >= ALIAS_LEAST && text_contains(folded, number);
}

void report_check_citations(struct building *building, struct text section, struct text words)
{
    const struct definition *definition = building->house->definition;
    if (words.length == 0)
        return;
    struct text folded = text_fold(building->arena, words);
    for (size_t i = 0; i < definition->instrument_count; i++) {
        const struct instrument_definition *instrument = &definition->instruments[i];
        if (!in_force(building, instrument) && names_it(building, instrument, folded))
            warn_outdated(building, section, instrument);
    }
}
