/*
 * rule_token.c — the rule's text cut into words, numbers, days, quoted texts and marks.
 */
#include "engine/rule/rule_read_inside.h"

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Bytes above ASCII count as letters, so that a Vietnamese word is named whole in a problem. */
static bool letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (unsigned char)c >= 0x80;
}

static bool space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The byte `ahead` of the reading point; NUL behind the end (the source holds none). */
static char look(const struct rule_reader *reader, size_t ahead)
{
    size_t at = reader->at + ahead;
    return at < reader->source.length ? reader->source.bytes[at] : '\0';
}

static void take(struct rule_reader *reader, enum rule_token_kind kind, size_t length)
{
    reader->token.kind = kind;
    reader->token.source = (struct text){reader->source.bytes + reader->at, length};
    reader->at += length;
}

/* Space, and from # to the line's end. */
static void skip_space(struct rule_reader *reader)
{
    while (space(look(reader, 0)) || look(reader, 0) == '#') {
        if (look(reader, 0) == '#')
            while (reader->at < reader->source.length && look(reader, 0) != '\n')
                reader->at++;
        else
            reader->at++;
    }
}

static bool day_ahead(const struct rule_reader *reader)
{
    static const char shape[] = "dddd-dd-dd";
    for (size_t i = 0; i < sizeof shape - 1; i++)
        if (shape[i] == 'd' ? !digit(look(reader, i)) : look(reader, i) != shape[i])
            return false;
    return !digit(look(reader, sizeof shape - 1));
}

/* What people who know other languages write, and what is written here. */
static const struct instead {
    const char *wrong, *right;
} insteads[] = {
    {"==", "="}, {"<>", "!="}, {"=<", "<="}, {"=>", ">="}, {"&&", "and"},  {"||", "or"},
    {"≤", "<="}, {"≥", ">="},  {"≠", "!="},  {"×", "*"},   {"!", "not"},   {"\"", "'"},
    {"&", "and"}, {"|", "or"}, {"‘", "'"},   {"’", "'"},   {"“", "'"},     {"”", "'"},
};

/* The wrong sign that stands `ahead` of the reading point, or NULL. */
static const struct instead *find_instead(const struct rule_reader *reader, size_t ahead)
{
    struct text rest = text_from(reader->source, reader->at + ahead);
    if (text_starts(rest, TEXT("!=")))
        return NULL;
    for (size_t i = 0; i < LENGTH_OF(insteads); i++)
        if (text_starts(rest, text_of(insteads[i].wrong)))
            return &insteads[i];
    return NULL;
}

/* A word goes on: a letter or digit, or a dot before a letter or digit; ≤ and its like end it. */
static bool word_goes_on(const struct rule_reader *reader, size_t ahead)
{
    char c = look(reader, ahead);
    char next = look(reader, ahead + 1);
    if ((unsigned char)c >= 0x80)
        return find_instead(reader, ahead) == NULL;
    return letter(c) || digit(c) || (c == '.' && (letter(next) || digit(next)));
}

/* Takes all that hangs together: a wrong number is named whole, as it was written. */
static void take_number(struct rule_reader *reader)
{
    if (day_ahead(reader)) {
        take(reader, RULE_TOKEN_DAY, 10);
        return;
    }
    size_t length = 0;
    while (word_goes_on(reader, length))
        length++;
    take(reader, RULE_TOKEN_NUMBER, length);
}

/* A quote inside is written twice: 'Ban ''Dân vận'''. */
static void take_quoted(struct rule_reader *reader)
{
    size_t length = 1;
    while (look(reader, length) != '\0' && (look(reader, length) != '\'' || look(reader, length + 1) == '\''))
        length += look(reader, length) == '\'' ? 2 : 1;
    bool closed = look(reader, length) == '\'';
    take(reader, closed ? RULE_TOKEN_QUOTED : RULE_TOKEN_WRONG, closed ? length + 1 : 1);
    if (!closed)
        rule_complain(reader, reader->token.source, "rule.quote-open", (struct text){0}, (struct text){0});
}

static void take_word(struct rule_reader *reader)
{
    size_t length = 0;
    while (word_goes_on(reader, length))
        length++;
    take(reader, RULE_TOKEN_WORD, length);
}

static const char *const marks[] = {"!=", "<=", ">=", "(", ")", ",", "+", "-", "*", "=", "<", ">"};

static bool take_instead(struct rule_reader *reader)
{
    const struct instead *instead = find_instead(reader, 0);
    if (instead == NULL)
        return false;
    struct text wrong = text_of(instead->wrong);
    take(reader, RULE_TOKEN_WRONG, wrong.length);
    rule_complain(reader, reader->token.source, "rule.write-instead", wrong, text_of(instead->right));
    return true;
}

static void take_mark(struct rule_reader *reader)
{
    struct text rest = text_from(reader->source, reader->at);
    for (size_t i = 0; i < LENGTH_OF(marks); i++)
        if (text_starts(rest, text_of(marks[i]))) {
            take(reader, RULE_TOKEN_MARK, text_of(marks[i]).length);
            return;
        }
    take(reader, RULE_TOKEN_WRONG, 1);
    rule_complain(reader, reader->token.source, "rule.character", reader->token.source, (struct text){0});
}

void rule_token_next(struct rule_reader *reader)
{
    if (reader->token.kind == RULE_TOKEN_WRONG)
        return; /* one syntax problem is said, then all stops */
    reader->read_until = reader->at;
    skip_space(reader);
    char c = look(reader, 0);
    if (reader->at == reader->source.length)
        take(reader, RULE_TOKEN_END, 0);
    else if (digit(c))
        take_number(reader);
    else if (c == '\'')
        take_quoted(reader);
    else if (take_instead(reader))
        return;
    else if (letter(c))
        take_word(reader);
    else
        take_mark(reader);
}

bool rule_word_reserved(struct text word)
{
    static const char *const words[] = {"and", "or",   "not",  "in",  "between", "case",
                                        "when", "then", "else", "end", "yes",     "no"};
    for (size_t i = 0; i < LENGTH_OF(words); i++)
        if (text_is(word, words[i]))
            return true;
    return false;
}

struct place rule_place(struct text whole, struct place begin, struct text part)
{
    struct place place = begin;
    struct text before = text_part(whole, 0, (size_t)(part.bytes - whole.bytes));
    size_t line_begin = 0;
    if (place.line == 0)
        place.line = 1;
    if (place.column == 0)
        place.column = 1;
    for (size_t i = 0; i < before.length; i++)
        if (before.bytes[i] == '\n') {
            place.line++;
            place.column = 1;
            line_begin = i + 1;
        }
    place.column += (uint32_t)text_points(text_from(before, line_begin));
    return place;
}

void rule_complain(struct rule_reader *reader, struct text source, const char *code, struct text first,
                   struct text second)
{
    problem_add(reader->problems, rule_place(reader->source, reader->place, source), code, first, second);
}
