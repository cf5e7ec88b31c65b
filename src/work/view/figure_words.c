/* figure_words.c — what a figure counts, in the words of its register: for readers who know no rules language. */
#include "work/view/figure_inside.h"

#include "base/buffer.h"

enum { CONDITION_MAX = 1 << 13 };

struct text figure_part_title(const struct view_context *view, const struct figure_definition *figure, struct text code)
{
    for (size_t i = 0; figure->by && i < figure->by->choice_count; i++)
        if (text_equal(figure->by->choices[i].code, code))
            return view_title(view, figure->by->choices[i].title);
    const struct organisation_kind *kind = definition_organisation_kind(view->house->definition, code);
    if (kind)
        return view_title(view, kind->title);
    return code.length > 0 ? code : view_words(view, "Chưa rõ", "Not told");
}

/* ---- conditions ---- */

struct known_word {
    const char *rule, *vi, *en;
};

static const struct known_word RULE_WORDS[] = {
    {"and", "và", "and"},       {"or", "hoặc", "or"},
    {"not", "không phải", "not"}, {"in", "thuộc", "is one of"},
    {"state", "trạng thái", "state"}, {"unit_kind", "loại tổ chức", "kind of organisation"},
    {"between", "từ", "from"},  {"true", "có", "yes"},
    {"false", "không", "no"},   {"yes", "có", "yes"},
    {"no", "không", "no"},      {"known", "đã ghi", "given:"},
    {"!=", "khác", "is not"},   {"=", "là", "is"},
    {"<=", "không quá", "is at most"}, {">=", "từ", "is at least"},
    {"<", "dưới", "is below"},  {">", "trên", "is above"},
};

static bool is_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

/* A code's title, whichever choice or state bears it. */
static struct text code_title(const struct view_context *view, const struct register_definition *register_, struct text code)
{
    for (size_t i = 0; i < register_->state_count; i++)
        if (text_equal(register_->states[i].code, code))
            return view_title(view, register_->states[i].title);
    for (size_t f = 0; f < register_->field_count; f++)
        for (size_t i = 0; i < register_->fields[f].choice_count; i++)
            if (text_equal(register_->fields[f].choices[i].code, code))
                return view_title(view, register_->fields[f].choices[i].title);
    const struct organisation_kind *kind = definition_organisation_kind(view->house->definition, code);
    return kind ? view_title(view, kind->title) : (struct text){0};
}

static void say_quoted(struct buffer *out, struct text words)
{
    buffer_add(out, TEXT("“"));
    buffer_add(out, words);
    buffer_add(out, TEXT("”"));
}

static void say_word(const struct view_context *view, const struct register_definition *register_, struct text word, struct buffer *out)
{
    const struct field_definition *field = register_field(register_, word);
    struct text title = field ? view_title(view, field->title) : code_title(view, register_, word);
    if (title.length > 0) {
        say_quoted(out, title);
        return;
    }
    for (size_t i = 0; i < LENGTH_OF(RULE_WORDS); i++)
        if (text_is(word, RULE_WORDS[i].rule)) {
            buffer_add(out, view_words(view, RULE_WORDS[i].vi, RULE_WORDS[i].en));
            return;
        }
    buffer_add(out, word);
}

/* The end of the word that begins at `begin`: a name, a text in quotes, a sign. */
static size_t word_end(struct text source, size_t begin)
{
    size_t end = begin;
    if (source.bytes[begin] == '\'') {
        for (end++; end < source.length && source.bytes[end] != '\'';)
            end++;
        return end < source.length ? end + 1 : end;
    }
    if (is_name(source.bytes[begin])) {
        while (end < source.length && is_name(source.bytes[end]))
            end++;
        return end;
    }
    char first = source.bytes[begin];
    bool two = (first == '!' || first == '<' || first == '>') && end + 1 < source.length && source.bytes[end + 1] == '=';
    return end + (two ? 2 : 1);
}

struct text figure_condition(const struct view_context *view, const struct figure_definition *figure)
{
    struct text source = figure->where_source;
    struct buffer out;
    buffer_init(&out, CONDITION_MAX);
    for (size_t i = 0; i < source.length;) {
        size_t end = word_end(source, i);
        struct text word = text_part(source, i, end - i);
        if (word.bytes[0] == '\'') {
            struct text inner = text_part(word, 1, word.length > 1 ? word.length - 2 : 0);
            struct text title = code_title(view, figure->register_, inner);
            say_quoted(&out, title.length > 0 ? title : inner);
        } else
            say_word(view, figure->register_, word, &out);
        i = end;
    }
    struct text said = text_copy(view->arena, buffer_text(&out));
    buffer_clear(&out);
    return said;
}

/* ---- the whole sentence ---- */

static struct text register_words(const struct view_context *view, const struct figure_definition *figure)
{
    struct text plural = view_title(view, figure->register_->plural);
    return plural.length > 0 ? plural : view_title(view, figure->register_->title);
}

static struct text joined(const struct view_context *view, const char *vi, const char *en, struct text first, struct text second)
{
    return text_replace(view->arena, text_replace(view->arena, view_words(view, vi, en), TEXT("{1}"), first), TEXT("{2}"), second);
}

static struct text of_deadline(const struct view_context *view, const struct figure_definition *figure, const char *vi, const char *en)
{
    return joined(view, vi, en, figure->deadline ? view_title(view, figure->deadline->title) : (struct text){0}, (struct text){0});
}

struct text figure_counts(const struct view_context *view, const struct figure_definition *figure)
{
    struct text register_ = register_words(view, figure);
    struct text field = figure->field ? view_title(view, figure->field->title) : (struct text){0};
    struct text first = figure->first ? view_title(view, figure->first->title) : (struct text){0};
    struct text second = figure->second ? view_title(view, figure->second->title) : (struct text){0};
    switch (figure->kind) {
    case FIGURE_COUNT:
        return joined(view, "Đếm số mục ghi của sổ “{1}” trong kỳ.", "Counts the records of the register “{1}” in the period.", register_, field);
    case FIGURE_SUM:
        return joined(view, "Cộng “{2}” của các mục ghi trong sổ “{1}” trong kỳ.", "Adds up “{2}” of the records of “{1}” in the period.",
                      register_, field);
    case FIGURE_DISTINCT:
        return joined(view, "Đếm số “{2}” khác nhau trong sổ “{1}” trong kỳ, mỗi nơi chỉ tính một lần.",
                      "Counts how many different “{2}” stand in “{1}” in the period, each once.", register_, field);
    case FIGURE_BALANCE:
        return joined(view, "Lũy kế đến cuối kỳ: “{1}” trừ “{2}”.", "Running total to the period's end: “{1}” minus “{2}”.", first, second);
    case FIGURE_OPEN:
        return joined(view, "Đếm số mục ghi của sổ “{1}” đã bắt đầu và chưa kết thúc vào ngày cuối kỳ.",
                      "Counts the records of “{1}” begun and not ended on the period's last day.", register_, field);
    case FIGURE_LATE:
        return of_deadline(view, figure, "Đếm số mục ghi quá hạn “{1}”.", "Counts the records late for “{1}”.");
    case FIGURE_DUE:
        return of_deadline(view, figure, "Đếm số mục ghi sắp đến hạn “{1}”.", "Counts the records soon due for “{1}”.");
    case FIGURE_SHORT:
        return of_deadline(view, figure, "Đếm số mục ghi không đủ số ngày theo “{1}”.", "Counts the records that kept fewer days than “{1}” asks.");
    case FIGURE_SHARE:
        return joined(view, "“{1}” trên “{2}”, tính bằng phần trăm.", "“{1}” out of “{2}”, in percent.", first, second);
    }
    NEVER("a kind of figure");
}
