/* table_role.c — what a row below a heading is: an entry, a total, a group's name, a note. */
#include "work/intake/sheet_table.h"

#include "base/decimal.h"

const char *row_role_word(enum row_role role)
{
    static const char *const WORDS[ROW_ROLES] = {"outside", "heading", "repeated", "numbers", "data", "total", "group", "note"};
    return WORDS[role];
}

enum cell_looks cell_looks(const struct sheet_cell *cell)
{
    struct decimal number;
    struct day day;
    if (!cell || cell->value == SHEET_EMPTY)
        return LOOKS_EMPTY;
    if (cell->value == SHEET_NUMBER)
        return LOOKS_NUMBER;
    if (cell->value == SHEET_DAY || cell->value == SHEET_MOMENT)
        return LOOKS_DAY;
    struct text text = text_trimmed(cell->text);
    if (text.length == 0)
        return LOOKS_EMPTY;
    /* Only what begins as a number or a day is read as one: most cells are words. */
    bool digit = (text.bytes[0] >= '0' && text.bytes[0] <= '9') || text.bytes[0] == '-';
    if (digit && (decimal_read_people(text, &number) || decimal_read(text, &number)))
        return LOOKS_NUMBER;
    return digit && day_read_people(text, &day) ? LOOKS_DAY : LOOKS_TEXT;
}

struct text title_fold(struct arena *arena, struct text title)
{
    struct text folded = text_fold(arena, title);
    char *bytes = arena_make(arena, folded.length + 1);
    size_t length = 0, depth = 0;
    for (size_t i = 0; i < folded.length; i++) {
        unsigned char c = (unsigned char)folded.bytes[i];
        if (c == '(' || c == '[')
            depth++;
        bool word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c >= 0x80;
        if (depth == 0 && word)
            bytes[length++] = (char)c;
        else if (depth == 0 && length > 0 && bytes[length - 1] != ' ')
            bytes[length++] = ' ';
        if ((c == ')' || c == ']') && depth > 0)
            depth--;
    }
    while (length > 0 && bytes[length - 1] == ' ')
        length--;
    return (struct text){bytes, length};
}

const struct sheet_cell *row_cell(const struct sheet_row *row, uint32_t column)
{
    size_t low = 0, high = row->count;
    if (column < row->count && row->cells[column].column == column)
        return &row->cells[column]; /* no empty cell before it: the usual case */
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (row->cells[middle].column < column)
            low = middle + 1;
        else
            high = middle;
    }
    return low < row->count && row->cells[low].column == column ? &row->cells[low] : NULL;
}

size_t row_known(const struct sheet_row *row, const struct table_words *words, struct arena *scratch)
{
    size_t known = 0;
    for (size_t i = 0; i < row->count; i++) {
        enum cell_looks looks = cell_looks(&row->cells[i]);
        if (looks == LOOKS_NUMBER || looks == LOOKS_DAY)
            return 0;
        known += looks == LOOKS_TEXT && map_find(words->titles, title_fold(scratch, row->cells[i].text)) != NULL;
    }
    return known;
}

/* ---- a row at a glance ---- */

enum { GLANCE_TEXTS = 2 };

struct glance {
    size_t cells, texts, numbers, days;
    const struct sheet_cell *first;               /* that is not empty */
    const struct sheet_cell *words[GLANCE_TEXTS]; /* the first texts */
};

static struct glance glance_at(const struct sheet_table *table, const struct sheet_row *row)
{
    struct glance glance = {0};
    for (size_t i = 0; i < row->count; i++) {
        const struct sheet_cell *cell = &row->cells[i];
        if (cell->column < table->first_column || cell->column > table->last_column)
            continue;
        enum cell_looks looks = cell_looks(cell);
        if (looks == LOOKS_EMPTY)
            continue;
        glance.first = glance.first ? glance.first : cell;
        if (looks == LOOKS_TEXT && glance.texts < GLANCE_TEXTS)
            glance.words[glance.texts] = cell;
        glance.cells++;
        glance.texts += looks == LOOKS_TEXT;
        glance.numbers += looks == LOOKS_NUMBER;
        glance.days += looks == LOOKS_DAY;
    }
    return glance;
}

/* ---- words ---- */

/* `folded` begins with the word, and the word ends there. */
static bool begins(struct text folded, const char *word)
{
    struct text start = text_of(word);
    if (!text_starts(folded, start))
        return false;
    unsigned char next = folded.length > start.length ? (unsigned char)folded.bytes[start.length] : ' ';
    return !((next >= 'a' && next <= 'z') || (next >= '0' && next <= '9') || next >= 0x80);
}

static bool begins_any(struct text folded, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (begins(folded, words[i]))
            return true;
    return false;
}

/* "Cộng", "Cộng tháng 7" are totals; "Công tác …" is work, "Cộng đồng …" people. */
static bool says_total(struct text folded)
{
    static const char *const OF[] = {"thang", "quy", "nam", "trang", "muc", "phan", "nhom", "phuong", "toan"};
    static const char *const TOTALS[] = {"tong cong", "tong so", "total", "grand total", "luy ke", "binh quan", "trung binh", "cong don",
                                         "cong chung", "cong luy ke", "tong"};
    if (begins(folded, "cong")) {
        struct text rest = text_trimmed(text_from(folded, 4));
        if (rest.length == 0 || !(rest.bytes[0] >= 'a' && rest.bytes[0] <= 'z') || begins_any(rest, OF, LENGTH_OF(OF)))
            return true;
    }
    return begins_any(folded, TOTALS, LENGTH_OF(TOTALS));
}

static bool says_note(struct text folded)
{
    static const char *const NOTES[] = {"ghi chu", "nguoi lap", "nguoi tong hop", "nguoi bao cao", "nguoi ghi", "noi nhan", "thu truong", "tm.",
                                        "t/m", "kt.", "tl.", "(ky", "ky ten", "xac nhan", "lap bieu", "luu y", "nguon:", "note:", "signed"};
    if (begins_any(folded, NOTES, LENGTH_OF(NOTES)))
        return true;
    return text_contains(folded, TEXT("ngay")) && text_contains(folded, TEXT(" thang ")) && text_contains(folded, TEXT(" nam"));
}

static bool says_place(struct text folded)
{
    static const char *const PLACES[] = {"phuong", "xa", "thi tran", "quan", "huyen", "to dan pho", "khu dan cu", "thon", "khoi", "cum"};
    return begins_any(folded, PLACES, LENGTH_OF(PLACES));
}

/* Length of "I", "IV", "A" with what follows it (". ", ") ", " - "); 0 when the text begins with none. */
static size_t numeral(struct text text)
{
    size_t length = 0;
    while (length < text.length && length < 5 && text_contains(TEXT("IVX"), text_part(text, length, 1)))
        length++;
    if (length == 0 && text.length > 0 && text.bytes[0] >= 'A' && text.bytes[0] <= 'H')
        length = 1;
    if (length == 0)
        return 0;
    if (length == text.length)
        return length;
    if (!text_contains(TEXT(".)-/:"), text_part(text, length, 1)) && !text_starts(text_from(text, length), TEXT(" - ")))
        return 0;
    while (length < text.length && text_contains(TEXT(".)-/: "), text_part(text, length, 1)))
        length++;
    return length;
}

/* ---- roles ---- */

static bool is_title(struct arena *scratch, const struct table_column *column, struct text cell)
{
    for (size_t i = 0; i < TABLE_HEADING_LINES; i++)
        if (column->lines[i].length > 0 &&
            (text_equal(column->lines[i], cell) || text_equal(text_fold(scratch, column->lines[i]), text_fold(scratch, cell))))
            return true;
    return false;
}

static bool is_repeated(const struct sheet_table *table, const struct sheet_row *row, const struct glance *glance, struct arena *scratch)
{
    if (glance->numbers + glance->days > 0 || glance->cells < (table->column_count > 1 ? 2 : 1))
        return false;
    for (size_t i = 0; i < table->column_count; i++) {
        const struct sheet_cell *cell = row_cell(row, table->columns[i].column);
        if (cell_looks(cell) != LOOKS_EMPTY && !is_title(scratch, &table->columns[i], text_trimmed(cell->text)))
            return false;
    }
    return true;
}

/* (1) (2) (3), or A B 1 2 3: each at its place. Only right below a heading. */
static bool is_numbers(const struct sheet_table *table, const struct sheet_row *row, const struct glance *glance)
{
    int64_t next = 1;
    char letter = 'A';
    if (glance->cells < 3 || glance->days > 0)
        return false;
    for (size_t i = 0; i < table->column_count; i++) {
        const struct sheet_cell *cell = row_cell(row, table->columns[i].column);
        struct text text = cell ? text_trimmed(cell->text) : (struct text){0}, before;
        int64_t number;
        if (text.length > 2 && text.bytes[0] == '(' && text.bytes[text.length - 1] == ')')
            text = text_part(text, 1, text.length - 2);
        if (text.length == 0)
            continue;
        if (text.length == 1 && text.bytes[0] == letter && next == 1)
            letter++;
        else if (text_next(&text, '=', &before) && text_read_int64(text_trimmed(before), &number) && number == next)
            next++; /* "6 = 4 + 5" too */
        else
            return false;
    }
    return true;
}

static bool is_total(const struct glance *glance, struct arena *scratch)
{
    if (glance->days > 0 || glance->texts == 0 || (glance->numbers == 0 && glance->cells > 2))
        return false;
    for (size_t i = 0; i < glance->texts && i < GLANCE_TEXTS; i++)
        if (says_total(text_fold(scratch, glance->words[i]->text)))
            return glance->words[i] == glance->first || glance->texts <= 2;
    return false;
}

static bool is_group(const struct glance *glance, struct arena *scratch)
{
    if (glance->days > 0 || glance->texts == 0 || glance->first != glance->words[0])
        return false;
    struct text first = text_trimmed(glance->first->text);
    size_t number = numeral(first);
    if (number > 0 && number == first.length)
        return glance->texts == 2;
    if (glance->texts != 1)
        return false;
    return number > 0 || (glance->cells == 1 && says_place(text_fold(scratch, first)));
}

static bool is_note(const struct sheet_table *table, const struct table_state *state, const struct sheet_row *row, const struct glance *glance,
                    struct arena *scratch)
{
    if (glance->numbers + glance->days > 0 || glance->texts == 0)
        return false;
    bool apart = row->number > state->last + 1 || state->before == ROW_TOTAL;
    bool few = glance->texts * 2 < table->column_count || (table->column_count <= 2 && glance->texts == 1);
    if (apart && few && state->before != ROW_HEADING)
        return true;
    for (size_t i = 0; few && i < glance->texts && i < GLANCE_TEXTS; i++)
        if (says_note(text_fold(scratch, glance->words[i]->text)))
            return true;
    return false;
}

static enum row_role role_of(const struct sheet_table *table, const struct table_state *state, const struct sheet_row *row, struct arena *scratch)
{
    struct glance glance = glance_at(table, row);
    bool below_heading = state->before == ROW_HEADING || state->before == ROW_REPEATED;
    if (state->ended)
        return ROW_NOTE;
    if (glance.cells == 0)
        return ROW_OUTSIDE;
    if (below_heading && is_numbers(table, row, &glance))
        return ROW_NUMBERS;
    if (is_repeated(table, row, &glance, scratch))
        return ROW_REPEATED;
    if (is_total(&glance, scratch))
        return ROW_TOTAL;
    if (is_group(&glance, scratch))
        return ROW_GROUP;
    return is_note(table, state, row, &glance, scratch) ? ROW_NOTE : ROW_DATA;
}

enum row_role table_row_role(const struct sheet_table *table, struct table_state *state, const struct sheet_row *row, struct arena *scratch)
{
    if (state->last == 0)
        *state = (struct table_state){.last = table->heading_last, .before = ROW_HEADING};
    enum row_role role = role_of(table, state, row, scratch);
    if (role == ROW_OUTSIDE)
        return role; /* of the table beside it */
    state->ended = role == ROW_NOTE;
    state->before = role;
    state->last = row->number;
    return role;
}

struct text sheet_table_group(const struct sheet_table *table, const struct sheet_row *row)
{
    struct glance glance = glance_at(table, row);
    struct text first = text_trimmed(glance.first->text);
    size_t number = numeral(first);
    if (number == first.length && glance.texts > 1)
        return text_trimmed(glance.words[1]->text);
    return text_trimmed(text_from(first, number));
}
