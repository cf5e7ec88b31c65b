/*
 * citations.c — instruments as documents name them, and whether they are in force.
 *
 * "[[nq-68-2021]]" is printed as "Nghị quyết số 68/NQ-CP ngày 01/7/2021 của Chính phủ". Which
 * are not in force on the report's last day is told to the officer; the text stays as written.
 */
#include "work/report/report_inside.h"

#include "base/buffer.h"

enum { CITED_MAX = 1 << 16, ALIAS_LEAST = 6 };

struct kind_word {
    const char *kind, *vi, *en;
    bool by_title; /* cited by its title: "Luật Mặt trận Tổ quốc Việt Nam" */
};

static const struct kind_word KIND_WORDS[] = {
    {"constitution", "Hiến pháp", "Constitution", true},
    {"code", "Bộ luật", "Code", true},
    {"law", "Luật", "Law", true},
    {"ordinance", "Pháp lệnh", "Ordinance", true},
    {"resolution", "Nghị quyết", "Resolution", false},
    {"joint_resolution", "Nghị quyết liên tịch", "Joint Resolution", false},
    {"decree", "Nghị định", "Decree", false},
    {"decision", "Quyết định", "Decision", false},
    {"directive", "Chỉ thị", "Directive", false},
    {"circular", "Thông tư", "Circular", false},
    {"regulation", "Quy định", "Regulation", false},
    {"conclusion", "Kết luận", "Conclusion", false},
    {"guidance", "Hướng dẫn", "Guidance", false},
    {"plan", "Kế hoạch", "Plan", false},
    {"programme", "Chương trình", "Programme", false},
    {"campaign", "Cuộc vận động", "Campaign", true},
    {"notice", "Thông báo", "Notice", false},
    {"letter", "Công văn", "Letter", false},
    {"dispatch", "Công điện", "Dispatch", false},
};

static const struct kind_word *find_word(struct text kind)
{
    for (size_t i = 0; i < LENGTH_OF(KIND_WORDS); i++)
        if (text_is(kind, KIND_WORDS[i].kind))
            return &KIND_WORDS[i];
    return NULL;
}

/* "01/7/2021": days below 10 and months 1 and 2 take a 0, as in formal dates. */
static struct text cited_day(struct arena *arena, struct day day)
{
    struct day_parts parts = day_parts(day);
    return text_format(arena, parts.month <= 2 ? "%02d/%02d/%d" : "%02d/%d/%d", parts.day, parts.month, parts.year);
}

static struct text full_form(const struct building *building, const struct instrument_definition *instrument)
{
    struct arena *arena = building->arena;
    bool english = building->language == LANGUAGE_EN;
    const struct kind_word *word = find_word(instrument->kind);
    struct text title = report_title(building, instrument->title), issuer = report_title(building, instrument->issuer);
    struct text name = word ? text_of(english ? word->en : word->vi) : title;
    if (word && word->by_title && title.length > 0)
        name = title;
    struct text number = instrument->number.length == 0 ? (struct text){0}
                         : text_format(arena, english ? " No. %.*s" : " số %.*s", TEXT_ARGS(instrument->number));
    struct text day = {0}, by = {0};
    if (day_is_some(instrument->day))
        day = english ? text_format(arena, " of %.*s", TEXT_ARGS(day_write_people(arena, instrument->day, true)))
                      : text_format(arena, " ngày %.*s", TEXT_ARGS(cited_day(arena, instrument->day)));
    if (issuer.length > 0)
        by = text_format(arena, english ? " (%.*s)" : " của %.*s", TEXT_ARGS(issuer));
    return text_format(arena, "%.*s%.*s%.*s%.*s", TEXT_ARGS(name), TEXT_ARGS(number), TEXT_ARGS(day), TEXT_ARGS(by));
}

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
    struct text cited = full_form(building, instrument);
    struct day last = building->periods[SPAN_NOW].end;
    bool ended = day_is_some(instrument->to) && day_compare(last, instrument->to) > 0;
    struct text day = cited_day(arena, ended ? instrument->to : instrument->from);
    const struct instrument_definition *new = definition_instrument(building->house->definition, instrument->replaced_by);
    if (!ended)
        report_warn(building, section, "report.citation-early", cited, day);
    else if (!new)
        report_warn(building, section, "report.citation-ended", cited, day);
    else {
        const struct text arguments[4] = {cited, day, full_form(building, new), {0}};
        problem_add_all(&building->warnings, PROBLEM_WARNING, (struct place){.field = section}, "report.citation-replaced", arguments);
    }
}

struct text report_print_citations(struct building *building, struct text section, struct text source)
{
    struct buffer out;
    buffer_init(&out, CITED_MAX);
    for (size_t i = 0; i < source.length; i++) {
        struct text rest = text_from(source, i), inside = {0};
        size_t end = 0;
        if (text_starts(rest, TEXT("[[")))
            while (end + 1 < rest.length && !(rest.bytes[end] == ']' && rest.bytes[end + 1] == ']'))
                end++;
        if (end > 2)
            inside = text_part(rest, 2, end - 2);
        const struct instrument_definition *instrument = definition_instrument(building->house->definition, inside);
        if (inside.length == 0 || !instrument) {
            buffer_add_char(&out, source.bytes[i]);
            continue;
        }
        buffer_add(&out, full_form(building, instrument));
        if (!in_force(building, instrument))
            warn_outdated(building, section, instrument);
        i += end + 1;
    }
    struct text printed = text_copy(building->arena, buffer_text(&out));
    buffer_clear(&out);
    return printed;
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
