/* column_match.c — titles compared with titles, then cells with what a field may hold. */
#include "work/intake/column_match.h"

#include "keep/record/record.h"

enum {
    SCORE_SAME = 100,   /* the title itself */
    SCORE_LIKELY = 60,
    SCORE_UNSURE = 35,
    WORDS_MAX = 32,
    FIT_PART = 3,       /* 3 of 4 cells must fit */
    FIT_WHOLE = 4,
};

/* ---- names ---- */

static bool is_word(struct text folded, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (text_is(folded, words[i]))
            return true;
    return false;
}

static const char *const UNIT[] = {"unit", "don vi", "ma don vi", "unit code", "don vi ghi"};
static const char *const STATE[] = {"state", "trang thai"};
static const char *const PASSED_OVER[] = {"stt", "tt", "so tt", "so thu tu", "no"};

struct table_words column_words_make(struct arena *arena, const struct register_definition *register_)
{
    static const char MARK[] = "title";
    struct map *titles = map_make(arena);
    static const struct { const char *const *words; size_t count; } OURS[] = {
        {UNIT, LENGTH_OF(UNIT)}, {STATE, LENGTH_OF(STATE)}, {PASSED_OVER, LENGTH_OF(PASSED_OVER)}};
    for (size_t i = 0; i < register_->field_count; i++) {
        const struct field_definition *field = &register_->fields[i];
        const struct text said[] = {field->name, field->title.vi, field->title.en};
        for (size_t k = 0; k < LENGTH_OF(said); k++) {
            struct text folded = k == 0 ? said[k] : title_fold(arena, said[k]);
            if (folded.length > 0)
                map_put(titles, folded, (void *)(uintptr_t)MARK);
            map_put(titles, title_fold(arena, said[k]), (void *)(uintptr_t)MARK);
        }
    }
    for (size_t i = 0; i < LENGTH_OF(OURS); i++)
        for (size_t k = 0; k < OURS[i].count; k++)
            map_put(titles, text_of(OURS[i].words[k]), (void *)(uintptr_t)MARK);
    return (struct table_words){titles};
}

/* By name, or by title in either language, however it is accented. */
static const struct field_definition *find_field(struct arena *scratch, const struct register_definition *register_, struct text given,
                                                 struct text folded)
{
    const struct field_definition *found = register_field(register_, given);
    for (size_t i = 0; !found && i < register_->field_count; i++) {
        const struct field_definition *field = &register_->fields[i];
        if (!field->retired && (text_equal(title_fold(scratch, field->name), folded) || text_equal(title_fold(scratch, field->title.vi), folded) ||
                                text_equal(title_fold(scratch, field->title.en), folded)))
            found = field;
    }
    return found && !found->retired ? found : NULL;
}

struct column_match column_named(struct arena *scratch, const struct register_definition *register_, struct text name)
{
    struct text trimmed = text_trimmed(name), folded = title_fold(scratch, trimmed);
    if (text_is(trimmed, "-"))
        return (struct column_match){.kind = COLUMN_PASSED_OVER, .certainty = MATCH_SURE};
    if (folded.length == 0)
        return (struct column_match){0};
    const struct field_definition *field = find_field(scratch, register_, trimmed, folded);
    if (field)
        return (struct column_match){.kind = COLUMN_FIELD, .field = field, .certainty = MATCH_SURE};
    if (is_word(folded, UNIT, LENGTH_OF(UNIT)))
        return (struct column_match){.kind = COLUMN_UNIT, .certainty = MATCH_SURE};
    if (is_word(folded, STATE, LENGTH_OF(STATE)))
        return (struct column_match){.kind = COLUMN_STATE, .certainty = MATCH_SURE};
    if (is_word(folded, PASSED_OVER, LENGTH_OF(PASSED_OVER)))
        return (struct column_match){.kind = COLUMN_PASSED_OVER, .certainty = MATCH_SURE};
    return (struct column_match){0};
}

struct text column_name(const struct column_match *match)
{
    switch (match->kind) {
    case COLUMN_UNIT:
        return TEXT("unit");
    case COLUMN_STATE:
        return TEXT("state");
    case COLUMN_PASSED_OVER:
        return TEXT("-");
    case COLUMN_FIELD:
        return match->field->name;
    case COLUMN_NONE:
        break;
    }
    return (struct text){0};
}

struct text column_title(struct arena *arena, const struct table_column *column)
{
    if (column->title.length > 0)
        return column->title;
    struct text letters = place_cell(arena, 0, column->column + 1);
    return text_format(arena, "(%.*s)", TEXT_ARGS(letters));
}

/* ---- titles with words in common ---- */

static size_t split(struct text folded, struct text *words)
{
    size_t count = 0;
    while (count < WORDS_MAX && text_next(&folded, ' ', &words[count]))
        if (words[count].length > 0)
            count++;
    return count;
}

/* Twice the words in common, by all words: 0 to 90. */
static int words_score(struct text a, struct text b)
{
    struct text as[WORDS_MAX], bs[WORDS_MAX];
    size_t a_count = split(a, as), b_count = split(b, bs), common = 0;
    bool used[WORDS_MAX] = {false};
    for (size_t i = 0; i < a_count; i++)
        for (size_t k = 0; k < b_count; k++)
            if (!used[k] && text_equal(as[i], bs[k])) {
                used[k] = true;
                common++;
                break;
            }
    if (common == 0)
        return 0;
    /* A title that says all of the other and more is nearer than the bare count tells. */
    int score = (int)(180 * common / (a_count + b_count));
    if (common == a_count || common == b_count)
        score += 15;
    return score > 90 ? 90 : score;
}

static int title_score(struct arena *scratch, struct text folded, struct text title)
{
    struct text own = title_fold(scratch, title);
    if (own.length == 0 || folded.length == 0)
        return 0;
    if (text_equal(own, folded))
        return SCORE_SAME;
    /* A slip of the keys in a title of some length. */
    if (own.length >= 6 && text_distance(own, folded, 2) <= 2)
        return 90;
    return words_score(folded, own);
}

static int best_title(struct arena *scratch, const struct field_definition *field, struct text title)
{
    struct text whole = title_fold(scratch, title), last = whole, part;
    for (struct text rest = text_replace(scratch, title, TEXT(" › "), TEXT("\n")); text_next(&rest, '\n', &part);)
        last = title_fold(scratch, part);
    int best = text_equal(whole, title_fold(scratch, field->name)) ? SCORE_SAME : 0;
    const struct text said[] = {field->title.vi, field->title.en};
    for (size_t i = 0; i < LENGTH_OF(said); i++) {
        int of_whole = title_score(scratch, whole, said[i]), of_last = title_score(scratch, last, said[i]);
        /* The last line alone may stand under several titles: sure only when it is the whole. */
        if (!text_equal(last, whole) && of_last > 95)
            of_last = 95;
        best = of_whole > best ? of_whole : best;
        best = of_last > best ? of_last : best;
    }
    return best;
}

/* ---- cells ---- */

static size_t readable(struct arena *scratch, const struct column_asking *asking, const struct field_definition *field,
                       const struct column_holds *holds)
{
    size_t count = 0;
    for (size_t i = 0; i < holds->sample_count; i++) {
        struct problems unseen;
        struct record_value value;
        problems_init(&unseen, scratch, 1);
        struct text parts[1] = {holds->samples[i]};
        count += record_read_value(scratch, field, parts, 1, NULL, asking->units, asking->today, (struct place){0}, &value, &unseen);
    }
    return count;
}

/* Do the cells fit the field? -1 no, 0 nothing said, 1 yes. */
static int fits(struct arena *scratch, const struct column_asking *asking, const struct field_definition *field,
                const struct column_holds *holds)
{
    size_t all = holds->texts + holds->numbers + holds->days;
    if (all == 0)
        return 0;
    switch (field->kind) {
    case FIELD_DAY:
        /* Serials of days look like numbers. */
        return holds->days * FIT_WHOLE >= all * FIT_PART ? 1 : holds->texts * 2 > all ? -1 : 0;
    case FIELD_NUMBER:
    case FIELD_DECIMAL:
    case FIELD_MONEY:
        return holds->numbers * FIT_WHOLE >= all * FIT_PART ? 1 : holds->days * 2 > all ? -1 : 0;
    case FIELD_CHOICE:
    case FIELD_UNIT:
    case FIELD_TRUTH: {
        size_t read = readable(scratch, asking, field, holds);
        return read * FIT_WHOLE >= holds->sample_count * FIT_PART ? 1 : holds->days * 2 > all ? -1 : 0;
    }
    case FIELD_TEXT:
    case FIELD_LONG_TEXT:
        return holds->days * 2 > all || holds->numbers * 2 > all ? -1 : 0;
    case FIELD_RECORD:
    case FIELD_INSTRUMENT:
        return 0;
    }
    return 0;
}

/* What the cells alone tell: a closed list read through is telling, a bare number is not. */
static int cells_alone(const struct field_definition *field, int fit)
{
    if (fit <= 0)
        return 0;
    return field->kind == FIELD_DAY || field->kind == FIELD_CHOICE || field->kind == FIELD_UNIT ? SCORE_UNSURE + 5 : 0;
}

static int score_of(struct arena *scratch, const struct column_asking *asking, const struct field_definition *field,
                    const struct table_column *column)
{
    int title = best_title(scratch, field, column->title), fit;
    if (title >= SCORE_SAME)
        return title;
    fit = fits(scratch, asking, field, &column->holds);
    if (fit < 0)
        return 0;
    int alone = cells_alone(field, fit);
    if (title == 0)
        return alone;
    title += fit > 0 ? 10 : 0;
    return title > 99 ? 99 : title > alone ? title : alone;
}

static enum match_certainty certainty_of(int score)
{
    return score >= SCORE_SAME ? MATCH_SURE : score >= SCORE_LIKELY ? MATCH_LIKELY : score >= SCORE_UNSURE ? MATCH_UNSURE : MATCH_NONE;
}

/* ---- together ---- */

static bool is_same(const struct column_match *a, const struct column_match *b)
{
    return a->kind != COLUMN_PASSED_OVER && a->kind != COLUMN_NONE && a->kind == b->kind && a->field == b->field;
}

/* ---- one value in several columns ---- */

static struct text last_line(struct arena *scratch, struct text title)
{
    struct text part = {0};
    for (struct text rest = text_replace(scratch, title, TEXT(" › "), TEXT("\n")); text_next(&rest, '\n', &part);)
        continue;
    return title_fold(scratch, part);
}

/* Is this column the first of three: "ngày", "tháng", "năm"? */
static bool is_split_day(struct arena *scratch, const struct sheet_table *table, size_t index)
{
    static const char *const PARTS[] = {"ngay", "thang", "nam"};
    for (size_t i = 0; i < LENGTH_OF(PARTS); i++)
        if (index + i >= table->column_count || !text_is(last_line(scratch, table->columns[index + i].title), PARTS[i]))
            return false;
    return true;
}

/* Which day it is: by the title above the three; else the register's own. */
static struct column_match split_day(struct arena *scratch, const struct register_definition *register_, struct text title)
{
    static const char BETWEEN[] = " › ";
    struct text above = {0};
    struct column_match match = {.kind = COLUMN_FIELD, .field = register_->day, .certainty = MATCH_LIKELY};
    for (size_t i = 0; i + sizeof BETWEEN - 1 <= title.length; i++)
        if (text_starts(text_from(title, i), text_of(BETWEEN)))
            above = text_part(title, 0, i);
    int best = 0;
    for (size_t i = 0; above.length > 0 && i < register_->field_count; i++) {
        const struct field_definition *field = &register_->fields[i];
        int score = field->kind == FIELD_DAY && !field->retired ? best_title(scratch, field, above) : 0;
        if (score > best) {
            best = score;
            match.field = field;
            match.certainty = score >= SCORE_SAME ? MATCH_SURE : MATCH_LIKELY;
        }
    }
    return match;
}

/* Does it go on with what `first` began? A text in several columns only where the map says so for each. */
static bool goes_on(struct arena *scratch, const struct sheet_table *table, const struct field_definition *field, size_t first, size_t index,
                    bool by_map)
{
    if (!field)
        return false;
    if (field->kind == FIELD_DAY)
        return is_split_day(scratch, table, first) && index - first < 3;
    bool text = field->kind == FIELD_TEXT || field->kind == FIELD_LONG_TEXT;
    return text && by_map && !text_equal(table->columns[first].title, table->columns[index].title);
}

/* What is said outright: by the map, by name or by title. */
static void match_outright(struct arena *arena, const struct column_asking *asking, const struct sheet_table *table, struct column_match *matches)
{
    size_t day = SIZE_MAX; /* the first column of a day in three */
    for (size_t i = 0; i < table->column_count; i++) {
        const struct node *said = node_find(asking->map, column_title(arena, &table->columns[i]));
        struct text name = said && said->kind == NODE_TEXT ? said->text : table->columns[i].title;
        day = is_split_day(arena, table, i) ? i : day;
        if (!said && day != SIZE_MAX && i - day < 3)
            matches[i] = i == day ? split_day(arena, asking->register_, table->columns[i].title) : matches[day];
        else
            matches[i] = column_named(arena, asking->register_, name);
        size_t first = 0;
        while (first < i && !is_same(&matches[first], &matches[i]))
            first++;
        matches[i].continues = first < i && goes_on(arena, table, matches[i].field, first, i, said != NULL);
        matches[i].twice = first < i && !matches[i].continues;
    }
}

static bool is_taken(const struct column_match *matches, size_t count, const struct field_definition *field)
{
    for (size_t i = 0; i < count; i++)
        if (matches[i].field == field)
            return true;
    return false;
}

struct offer {
    int score;
    size_t column;
    const struct field_definition *field;
};

static struct offer best_offer(const struct offer *offers, size_t count, const struct column_match *matches, size_t columns)
{
    struct offer best = {0};
    for (size_t i = 0; i < count; i++)
        if (offers[i].score > best.score && matches[offers[i].column].kind == COLUMN_NONE && !is_taken(matches, columns, offers[i].field))
            best = offers[i];
    return best;
}

void column_match(struct arena *arena, const struct column_asking *asking, const struct sheet_table *table, struct column_match *matches)
{
    const struct register_definition *register_ = asking->register_;
    size_t columns = table->column_count, count = 0;
    match_outright(arena, asking, table, matches);
    struct offer *offers = arena_make_many(arena, columns * register_->field_count, sizeof *offers);
    for (size_t i = 0; i < columns; i++)
        for (size_t k = 0; matches[i].kind == COLUMN_NONE && k < register_->field_count; k++) {
            const struct field_definition *field = &register_->fields[k];
            int score = field->retired || is_taken(matches, columns, field) ? 0 : score_of(arena, asking, field, &table->columns[i]);
            if (score >= SCORE_UNSURE)
                offers[count++] = (struct offer){score, i, field};
        }
    for (;;) {
        struct offer best = best_offer(offers, count, matches, columns);
        if (best.score == 0)
            return;
        matches[best.column] = (struct column_match){.kind = COLUMN_FIELD, .field = best.field, .certainty = certainty_of(best.score)};
    }
}
