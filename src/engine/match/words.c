/* words.c — levels in words: where two rows are alike, where they differ, and what is not known. No value is named. */
#include "engine/match/match_inside.h"

struct level_words {
    struct text vi, en; /* behind the field's title, in brackets; empty: the title alone */
    bool alike;
};

#define LEVEL(level, alike, vi, en) [level] = {TEXT_ENTRY(vi), TEXT_ENTRY(en), alike}
static const struct level_words NAMES[MATCH_LEVELS_MAX] = {
    LEVEL(NAME_SAME, true, "", ""),
    LEVEL(NAME_PLAIN, true, "khi bỏ dấu", "but for tones"),
    LEVEL(NAME_TONES, true, "nhưng khác dấu", "but other tones"),
    LEVEL(NAME_REARRANGED, true, "khác thứ tự hoặc thiếu tên đệm", "other order, or a middle name missing"),
    LEVEL(NAME_SLIP, true, "lệch một chữ, như gõ nhầm", "one letter differs, as by a slip"),
    LEVEL(NAME_NEAR, true, "lệch một chữ", "one letter differs"),
    LEVEL(NAME_ALIKE, true, "gần giống", "nearly"),
    LEVEL(NAME_ENDS, false, "chỉ giống họ và tên, khác tên đệm", "surname and given name only"),
    LEVEL(NAME_OTHER, false, "", ""),
};
static const struct level_words WORDS[MATCH_LEVELS_MAX] = {
    LEVEL(WORDS_SAME, true, "", ""),
    LEVEL(WORDS_SLIP, true, "lệch một chữ, như gõ nhầm", "one letter differs, as by a slip"),
    LEVEL(WORDS_NEAR, true, "lệch một chữ", "one letter differs"),
    LEVEL(WORDS_ALIKE, true, "gần giống", "nearly"),
    LEVEL(WORDS_PARTLY, false, "hơi giống", "a little alike"),
    LEVEL(WORDS_OTHER, false, "", ""),
};
static const struct level_words DAYS[MATCH_LEVELS_MAX] = {
    LEVEL(DAY_SAME, true, "", ""),
    LEVEL(DAY_IN_PART, true, "phần cả hai bên có ghi", "as far as both are told"),
    LEVEL(DAY_SWAPPED, true, "ngày và tháng đổi chỗ", "day and month swapped"),
    LEVEL(DAY_SLIP, true, "lệch một chữ số hoặc một ngày", "one digit or one day apart"),
    LEVEL(DAY_YEAR, false, "chỉ giống năm", "the year only"),
    LEVEL(DAY_YEAR_NEAR, false, "năm lệch một", "one year apart"),
    LEVEL(DAY_OTHER, false, "", ""),
};
static const struct level_words NUMBERS[MATCH_LEVELS_MAX] = {
    LEVEL(NUMBER_SAME, true, "", ""),
    LEVEL(NUMBER_NEAR, true, "gần giống", "nearly"),
    LEVEL(NUMBER_OTHER, false, "", ""),
};
static const struct level_words IDENTITIES[MATCH_LEVELS_MAX] = {
    LEVEL(NUMBER_SAME, true, "", ""),
    LEVEL(NUMBER_NEAR, true, "lệch một chữ số", "one digit differs"),
    LEVEL(NUMBER_OTHER, false, "", ""),
};
static const struct level_words CODES[MATCH_LEVELS_MAX] = {
    LEVEL(CODE_SAME, true, "", ""),
    LEVEL(CODE_OTHER, false, "", ""),
};
#undef LEVEL

static const struct level_words *level_of(enum match_kind kind, unsigned level)
{
    static const struct level_words *const kinds[] = {
        [MATCH_NAME] = NAMES,          [MATCH_WORDS] = WORDS,        [MATCH_DAY] = DAYS,
        [MATCH_IDENTITY] = IDENTITIES, [MATCH_CONTACT] = IDENTITIES,

        [MATCH_CODE] = CODES,          [MATCH_SEX] = CODES,          [MATCH_NUMBER] = NUMBERS};
    return &kinds[kind][level < MATCH_LEVELS_MAX ? level : 0];
}

struct text match_level_words(enum match_kind kind, unsigned level, enum language language)
{
    const struct level_words *words = level_of(kind, level);
    return language == LANGUAGE_VI ? words->vi : words->en;
}

enum part { ALIKE, OTHER, UNKNOWN, PARTS };

static enum part part_of(enum match_kind kind, unsigned level)
{
    return level == 0 ? UNKNOWN : level_of(kind, level)->alike ? ALIKE : OTHER;
}

struct text match_words(struct arena *arena, const struct match_plan *plan, uint64_t levels,
                        enum language language)
{
    static const struct text fronts[PARTS][2] = {{TEXT_ENTRY("giống ở "), TEXT_ENTRY("the same in ")},
                                                 {TEXT_ENTRY("khác ở "), TEXT_ENTRY("other in ")},
                                                 {TEXT_ENTRY("chưa rõ "), TEXT_ENTRY("not known: ")}};
    struct text said[PARTS];
    size_t parts = 0;
    for (enum part part = ALIKE; part < PARTS; part++) {
        struct text items[MATCH_FIELDS_MAX];
        size_t count = 0;
        for (size_t f = 0; f < plan->field_count; f++) {
            enum match_kind kind = plan->fields[f].kind;
            unsigned level = match_level(levels, f);
            struct text title = plan->fields[f].title, how = match_level_words(kind, level, language);
            if (part_of(kind, level) == part)
                items[count++] = how.length == 0
                                     ? title
                                     : text_format(arena, "%.*s (%.*s)", TEXT_ARGS(title), TEXT_ARGS(how));
        }
        struct text list = text_join(arena, items, count, TEXT(", "));
        if (count > 0)
            said[parts++] = text_join(arena, (struct text[]){fronts[part][language == LANGUAGE_EN], list}, 2,
                                      (struct text){0});
    }
    return text_join(arena, said, parts, TEXT("; "));
}
