/* cell_value.c — a cell's own kind first, then the spellings people use. */
#include "work/intake/cell_value.h"

enum { SERIAL_FIRST = 20000, SERIAL_LAST = 80000, PARTS_MAX = 12 }; /* serials: 1954 to 2119 */
enum { SERIAL_MARCH_1900 = 61 }; /* 1900-03-01, from which on Excel counts as the calendar does */

struct text cell_people(struct arena *arena, const struct sheet_cell *cell)
{
    if (!cell)
        return (struct text){0};
    if (cell->value == SHEET_DAY && day_is_some(cell->day))
        return day_write_people(arena, cell->day, false);
    if (cell->value == SHEET_TRUTH)
        return cell->number != 0 ? TEXT("Có") : TEXT("Không");
    return text_trimmed(cell->text);
}

/* ---- amounts ---- */

static bool scaled(struct decimal number, int64_t times, struct decimal *out)
{
    struct decimal product;
    if (!decimal_multiply(number, decimal_of(times), &product))
        return false;
    /* "1,5 triệu" is whole: the zeros behind the comma go. */
    while (product.scale > 0 && product.digits % 10 == 0) {
        product.digits /= 10;
        product.scale--;
    }
    *out = product;
    return true;
}

bool amount_read(struct arena *scratch, struct text text, struct decimal *number)
{
    static const struct { const char *word; int64_t times; } WORDS[] = {
        {"dong", 1}, {"vnd", 1}, {"d", 1}, {"nghin dong", 1000}, {"ngan dong", 1000}, {"nghin", 1000}, {"ngan", 1000}, {"trieu dong", 1000000},
        {"trieu", 1000000}, {"tr", 1000000}, {"ty dong", 1000000000}, {"ti dong", 1000000000}, {"ty", 1000000000}, {"ti", 1000000000},
    };
    struct text folded = text_fold(scratch, text);
    size_t digits = 0;
    struct decimal read;
    while (digits < folded.length && text_contains(TEXT("0123456789.,- "), text_part(folded, digits, 1)))
        digits++;
    struct text word = text_trimmed(text_from(folded, digits)), said = text_trimmed(text_part(folded, 0, digits));
    while (text_ends(word, TEXT(".")))
        word = text_part(word, 0, word.length - 1);
    if (text_ends(said, TEXT(",-")) || text_ends(said, TEXT(".-")))
        said = text_part(said, 0, said.length - 2);
    if (!decimal_read_people(said, &read))
        return false;
    for (size_t i = 0; i < LENGTH_OF(WORDS); i++)
        if (text_is(word, WORDS[i].word))
            return scaled(read, WORDS[i].times, number);
    return false;
}

/* ---- days ---- */

/* "ngày 8 tháng 9 năm 2021", "8 tháng 9, 2021": three numbers with words between. */
static bool day_in_words(struct arena *scratch, struct text text, struct day *day)
{
    struct text folded = text_fold(scratch, text), part;
    int64_t numbers[3];
    size_t count = 0, parts = 0;
    if (!text_contains(folded, TEXT("thang")))
        return false;
    folded = text_replace(scratch, folded, TEXT(","), TEXT(" "));
    while (parts++ < PARTS_MAX && text_next(&folded, ' ', &part)) {
        if (part.length == 0 || text_is(part, "ngay") || text_is(part, "thang") || text_is(part, "nam"))
            continue;
        if (count == LENGTH_OF(numbers) || !text_read_int64(part, &numbers[count]))
            return false;
        count++;
    }
    if (count != LENGTH_OF(numbers) || numbers[2] < 1900 || numbers[2] > 2199 || numbers[1] < 1 || numbers[1] > 12 || numbers[0] < 1 ||
        numbers[0] > 31 || !day_exists((int)numbers[2], (int)numbers[1], (int)numbers[0]))
        return false;
    *day = day_of((int)numbers[2], (int)numbers[1], (int)numbers[0]);
    return true;
}

static struct text say_day(struct arena *arena, const struct sheet_cell *cell, struct place place, struct problems *problems)
{
    struct day day;
    if ((cell->value == SHEET_DAY || cell->value == SHEET_MOMENT) && day_is_some(cell->day))
        return day_write(arena, cell->day);
    if (cell->value == SHEET_NUMBER && cell->number >= SERIAL_FIRST && cell->number <= SERIAL_LAST) {
        day = day_plus(day_of(1900, 3, 1), (int)cell->number - SERIAL_MARCH_1900);
        problem_warn(problems, place, "intake.serial-day", day_write_people(arena, day, false), (struct text){0});
        return day_write(arena, day);
    }
    if (cell->value == SHEET_TEXT && day_in_words(arena, cell->text, &day))
        return day_write(arena, day);
    return text_trimmed(cell->text);
}

/* ---- numbers ---- */

/* "35 suất", "45 người": the words behind are those of the field's unit. */
static bool without_unit(struct arena *scratch, const struct field_definition *field, struct text text, struct decimal *number)
{
    struct text folded = text_fold(scratch, text), unit = text_fold(scratch, field->unit.vi), word;
    size_t digits = 0;
    while (digits < folded.length && text_contains(TEXT("0123456789.,"), text_part(folded, digits, 1)))
        digits++;
    struct text rest = text_trimmed(text_from(folded, digits));
    if (rest.length == 0 || unit.length == 0)
        return false;
    unit = text_format(scratch, " %.*s ", TEXT_ARGS(unit));
    while (text_next(&rest, ' ', &word))
        if (word.length > 0 && !text_contains(unit, text_format(scratch, " %.*s ", TEXT_ARGS(word))))
            return false;
    return decimal_read_people(text_part(folded, 0, digits), number);
}

/* A number of Excel's has a point before its fraction, which people read as thousands. */
static struct text say_number(struct arena *arena, const struct field_definition *field, const struct sheet_cell *cell)
{
    struct decimal amount;
    struct text text = text_trimmed(cell->text);
    if (cell->value == SHEET_NUMBER)
        return text_replace(arena, text, TEXT("."), TEXT(","));
    if (cell->value == SHEET_TEXT && (amount_read(arena, text, &amount) || without_unit(arena, field, text, &amount)))
        return decimal_write_people(arena, amount, false);
    return text;
}

/* As it stands in a CSV file that a spreadsheet wrote, and in a sheet that was marked. */
static bool is_error_word(struct text text)
{
    static const char *const WORDS[] = {"#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NULL!", "#NUM!"};
    for (size_t i = 0; i < LENGTH_OF(WORDS); i++)
        if (text_is(text, WORDS[i]))
            return true;
    return false;
}

bool cell_say(struct arena *arena, const struct field_definition *field, const struct sheet_cell *cell, struct place place,
              struct text *said, struct problems *problems)
{
    *said = (struct text){0};
    if (!cell || cell->value == SHEET_EMPTY)
        return true;
    if (cell->value == SHEET_ERROR || (cell->value == SHEET_TEXT && is_error_word(cell->text))) {
        problem_add(problems, place, "intake.cell-error", field->title.vi, (struct text){0});
        return false;
    }
    switch (field->kind) {
    case FIELD_DAY:
        *said = say_day(arena, cell, place, problems);
        return true;
    case FIELD_NUMBER:
    case FIELD_DECIMAL:
    case FIELD_MONEY:
        *said = say_number(arena, field, cell);
        return true;
    case FIELD_TRUTH:
        *said = cell->value == SHEET_TRUTH ? (cell->number != 0 ? TEXT("yes") : TEXT("no")) : text_trimmed(cell->text);
        return true;
    case FIELD_LONG_TEXT:
        *said = cell_people(arena, cell);
        return true;
    case FIELD_TEXT:
    case FIELD_CHOICE:
    case FIELD_UNIT:
    case FIELD_RECORD:
    case FIELD_INSTRUMENT:
        /* A line broken to fit its cell is one line; values below each other stay so. */
        *said = cell_people(arena, cell);
        if (!field->many)
            *said = text_replace(arena, *said, TEXT("\n"), TEXT(" "));
        return true;
    }
    return true;
}
