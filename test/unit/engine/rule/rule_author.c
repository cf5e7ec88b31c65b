/* rule_author.c — random rules, each of a kind. */
#include "unit/engine/rule/rule_author.h"

unsigned roll(struct dice *dice, unsigned sides)
{
    uint64_t z = (dice->state += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return (unsigned)((z ^ (z >> 31)) % sides);
}

struct author {
    struct dice *dice;
    struct buffer *out;
};

static void write_any(struct author *author, enum value_kind kind, unsigned depth);

static void say(struct author *author, const char *words)
{
    buffer_add(author->out, text_of(words));
}

static const char *pick(struct author *author, const char *const *words, unsigned count)
{
    return words[roll(author->dice, count)];
}

#define PICK(author, ...)                                                                                    \
    pick(author, (const char *const[]){__VA_ARGS__},                                                         \
         (unsigned)LENGTH_OF(((const char *const[]){__VA_ARGS__})))

static void write_leaf(struct author *author, enum value_kind kind)
{
    switch (kind) {
    case VALUE_UNKNOWN:
    case VALUE_TRUTH:
        say(author, PICK(author, "yes", "no", "public", "urgent", "agreed"));
        return;
    case VALUE_NUMBER:
        say(author, PICK(author, "0", "1", "2.5", "2.50", "-3", "9_000_000_000_000_000_000", "dossiers",
                         "amount", "rate", "huge", "paid"));
        return;
    case VALUE_TEXT:
        say(author, PICK(author, "'một'", "'it''s'", "''", "title", "note"));
        return;
    case VALUE_DAY:
        say(author, PICK(author, "2020-02-29", "2021-03-01", "1999-12-31", "worked_on", "reported", "born",
                         "planned_for"));
        return;
    case VALUE_CODE:
        break;
    }
    say(author, PICK(author, "'planned'", "'reported'", "'closed'", "state", "outcome"));
}

static void write_list(struct author *author, enum value_kind kind, unsigned depth, unsigned least)
{
    unsigned count = least + roll(author->dice, 3);
    for (unsigned i = 0; i < count; i++) {
        say(author, i == 0 ? "(" : ", ");
        write_any(author, kind, depth);
    }
    say(author, ")");
}

static void write_joined(struct author *author, enum value_kind kind, const char *word, unsigned depth)
{
    unsigned count = 2 + roll(author->dice, 2);
    for (unsigned i = 0; i < count; i++) {
        say(author, i == 0 ? "(" : word);
        write_any(author, kind, depth);
    }
    say(author, ")");
}

static void write_case(struct author *author, enum value_kind kind, unsigned depth)
{
    say(author, "case");
    for (unsigned i = roll(author->dice, 3) + 1; i > 0; i--) {
        say(author, " when ");
        write_any(author, VALUE_TRUTH, depth);
        say(author, " then ");
        write_any(author, kind, depth);
    }
    say(author, " else ");
    write_any(author, kind, depth);
    say(author, " end");
}

static void write_comparison(struct author *author, unsigned depth)
{
    enum value_kind kind = (enum value_kind)(VALUE_TRUTH + roll(author->dice, 5));
    bool ordered = kind == VALUE_NUMBER || kind == VALUE_DAY;
    unsigned form = roll(author->dice, ordered ? 4 : 2);
    say(author, "(");
    write_any(author, kind, depth);
    if (form == 0) {
        say(author, PICK(author, " in ", " not in "));
        write_list(author, kind, depth, 1);
    } else if (form == 3) {
        say(author, PICK(author, " between ", " not between "));
        write_any(author, kind, depth);
        say(author, " and ");
        write_any(author, kind, depth);
    } else {
        say(author, form == 1 ? PICK(author, " = ", " != ") : PICK(author, " < ", " <= ", " > ", " >= "));
        write_any(author, kind, depth);
    }
    say(author, ")");
}

static void write_truth(struct author *author, unsigned depth)
{
    switch (roll(author->dice, 6)) {
    case 0:
        write_joined(author, VALUE_TRUTH, " and ", depth);
        return;
    case 1:
        write_joined(author, VALUE_TRUTH, " or ", depth);
        return;
    case 2:
        say(author, "(not ");
        write_any(author, VALUE_TRUTH, depth);
        say(author, ")");
        return;
    case 3:
        say(author, "known(");
        write_any(author, (enum value_kind)(VALUE_TRUTH + roll(author->dice, 5)), depth);
        say(author, ")");
        return;
    default:
        write_comparison(author, depth);
    }
}

static void write_number(struct author *author, unsigned depth)
{
    switch (roll(author->dice, 5)) {
    case 0:
        say(author, PICK(author, "days_between(", "age_on("));
        write_any(author, VALUE_DAY, depth);
        say(author, ", ");
        write_any(author, VALUE_DAY, depth);
        say(author, ")");
        return;
    case 1:
        say(author, "-");
        write_any(author, VALUE_NUMBER, depth);
        return;
    case 2:
        say(author, PICK(author, "min", "max"));
        write_list(author, VALUE_NUMBER, depth, 2);
        return;
    default:
        write_joined(author, VALUE_NUMBER, PICK(author, " + ", " - ", " * "), depth);
    }
}

static void write_any(struct author *author, enum value_kind kind, unsigned depth)
{
    unsigned form = depth == 0 ? 0 : roll(author->dice, 6);
    if (form == 0)
        write_leaf(author, kind);
    else if (form == 1)
        write_case(author, kind, depth - 1);
    else if (kind == VALUE_TRUTH)
        write_truth(author, depth - 1);
    else if (kind == VALUE_NUMBER)
        write_number(author, depth - 1);
    else if (kind == VALUE_DAY && form > 3) {
        say(author, PICK(author, "min", "max"));
        write_list(author, VALUE_DAY, depth - 1, 2);
    } else
        write_leaf(author, kind);
}

void author_write(struct dice *dice, struct buffer *out, enum value_kind kind, unsigned depth)
{
    struct author author = {dice, out};
    write_any(&author, kind, depth);
}
