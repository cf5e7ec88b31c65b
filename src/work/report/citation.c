/* citation.c — "[[nq-68-2021]]" becomes "Nghị quyết số 68/NQ-CP ngày 01/7/2021 của Chính phủ". */
#include "work/report/citation.h"

#include "base/buffer.h"

enum { CITED_MAX = 1 << 16 };

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
struct text citation_day(struct arena *arena, struct day day)
{
    struct day_parts parts = day_parts(day);
    return text_format(arena, parts.month <= 2 ? "%02d/%02d/%d" : "%02d/%d/%d", parts.day, parts.month, parts.year);
}

struct text citation_write(struct arena *arena, const struct instrument_definition *instrument, enum language language)
{
    bool english = language == LANGUAGE_EN;
    const struct kind_word *word = find_word(instrument->kind);
    struct text title = title_in(instrument->title, language), issuer = title_in(instrument->issuer, language);
    struct text name = word ? text_of(english ? word->en : word->vi) : title;
    if (word && word->by_title && title.length > 0)
        name = title;
    struct text number = instrument->number.length == 0 ? (struct text){0}
                         : text_format(arena, english ? " No. %.*s" : " số %.*s", TEXT_ARGS(instrument->number));
    struct text day = {0}, by = {0};
    if (day_is_some(instrument->day))
        day = english ? text_format(arena, " of %.*s", TEXT_ARGS(day_write_people(arena, instrument->day, true)))
                      : text_format(arena, " ngày %.*s", TEXT_ARGS(citation_day(arena, instrument->day)));
    if (issuer.length > 0)
        by = text_format(arena, english ? " (%.*s)" : " của %.*s", TEXT_ARGS(issuer));
    return text_format(arena, "%.*s%.*s%.*s%.*s", TEXT_ARGS(name), TEXT_ARGS(number), TEXT_ARGS(day), TEXT_ARGS(by));
}

struct text citation_expand(struct arena *arena, const struct definition *definition, struct text source, const struct citing *citing)
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
        const struct instrument_definition *instrument = definition_instrument(definition, inside);
        if (inside.length == 0 || !instrument) {
            buffer_add_char(&out, source.bytes[i]);
            continue;
        }
        buffer_add(&out, citation_write(arena, instrument, citing->language));
        if (citing->cited)
            citing->cited(citing->context, instrument);
        i += end + 1;
    }
    struct text printed = text_copy(arena, buffer_text(&out));
    buffer_clear(&out);
    return printed;
}
