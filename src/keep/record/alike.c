/* alike.c — what a register's `same` compares: one query for an organisation's neighbourhood and day, the rest here. */
#include "keep/record/alike.h"

#include "base/map.h"
#include "keep/record/record_inside.h"

#include <stdlib.h>

enum {
    WORDS_MAX = 60,             /* of one text: a longer one is compared by its first words */
    ROWS_COMPARED_MAX = 500,    /* rows of one day, the latest */
    KEPT_BYTES_MAX = 64 << 20,  /* then a book forgets what it read; it is read again when asked */
    ROWS_BYTES_MAX = 64 << 20,  /* then a book forgets the rows so far: those of one day mostly stand together */
    ALIKE_SQL_MAX = 64 * 1024,
};

struct hashes {
    uint64_t *items; /* ascending, none twice */
    size_t count;
};

/* What one field says: a text's words, and the numbers among them; or one word, the whole value. None: unknown. */
struct said {
    struct hashes words, numbers;
};

struct mark {
    struct alike of;
    struct said *fields; /* in the order of `same` */
    const struct mark *before; /* of the rows of a day */
};

struct kept { /* marks of the records of one place's neighbourhood and day */
    struct mark *marks;
    size_t count;
};

struct rows { /* of one day, the latest first */
    const struct mark *latest;
};

struct alike_book {
    const struct register_definition *register_;
    const struct unit_tree *tree;
    struct arena *own;     /* of the book itself and `near` */
    struct map *near;      /* place -> struct text *, numbers of organisations in line with it */
    struct arena *keeping;
    struct map *days;      /* place and day -> struct kept * */
    struct arena *telling;
    struct map *rows;      /* day -> struct rows * */
    struct sql sql;
};

/* ---- the book ---- */

static void forget_kept(struct alike_book *book)
{
    arena_close(book->keeping);
    book->keeping = arena_open();
    book->days = map_make(book->keeping);
}

static void forget_rows(struct alike_book *book)
{
    arena_close(book->telling);
    book->telling = arena_open();
    book->rows = map_make(book->telling);
}

/* ?1 shard, ?2 numbers of units "4,17,19", ?3 day, ?4 how many. */
static struct sql day_sql(struct arena *arena, const struct register_definition *register_)
{
    struct buffer CLOSING(buffer) out;
    struct text table = record_table(arena, register_);
    buffer_init(&out, ALIKE_SQL_MAX);
    record_columns(&out, register_);
    REQUIRE(!out.full);
    struct text columns = text_copy(arena, buffer_text(&out));
    struct text head = text_format(arena, "SELECT %.*s FROM %.*s WHERE shard = ?1 AND unit ", TEXT_ARGS(columns), TEXT_ARGS(table));
    static const char tail[] = " AND day = ?3 AND withdrawn = 0 ORDER BY record DESC LIMIT ?4";
    return (struct sql){
        .name = text_format(arena, "alike %.*s", TEXT_ARGS(table)).bytes,
        .text = text_format(arena, "%.*sIN (SELECT value FROM json_each('[' || ?2 || ']'))%s", TEXT_ARGS(head), tail).bytes,
        .postgres = text_format(arena, "%.*s= ANY (CAST('{' || ?2 || '}' AS bigint[]))%s", TEXT_ARGS(head), tail).bytes,
    };
}

struct alike_book *alike_book_open(const struct register_definition *register_, const struct unit_tree *tree)
{
    struct arena *own = arena_open();
    struct alike_book *book = arena_make(own, sizeof *book);
    *book = (struct alike_book){.register_ = register_, .tree = tree, .own = own, .near = map_make(own), .sql = day_sql(own, register_)};
    forget_kept(book);
    forget_rows(book);
    return book;
}

void alike_book_close(struct alike_book *book)
{
    if (!book)
        return;
    arena_close(book->keeping);
    arena_close(book->telling);
    arena_close(book->own);
}

/* ---- what a record says ---- */

static int compare_hashes(const void *a, const void *b)
{
    uint64_t one = *(const uint64_t *)a, other = *(const uint64_t *)b;
    return (one > other) - (one < other);
}

static bool of_words(const struct field_definition *field)
{
    return field->kind == FIELD_TEXT;
}

static bool in_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

static struct hashes hashes_of(struct arena *arena, uint64_t *found, size_t count)
{
    size_t kept = 0;
    if (count > 1)
        qsort(found, count, sizeof *found, compare_hashes);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || found[i] != found[i - 1])
            found[kept++] = found[i];
    return (struct hashes){arena_copy(arena, found, kept * sizeof *found), kept};
}

static bool is_number(struct text word)
{
    for (size_t i = 0; i < word.length; i++)
        if (word.bytes[i] < '0' || word.bytes[i] > '9')
            return false;
    return true;
}

static struct said words_of(struct arena *arena, struct text text)
{
    struct text folded = text_fold(arena, text);
    uint64_t words[WORDS_MAX], numbers[WORDS_MAX];
    size_t count = 0, number_count = 0;
    for (size_t i = 0; i < folded.length && count < WORDS_MAX; i++) {
        size_t start = i;
        while (i < folded.length && in_word(folded.bytes[i]))
            i++;
        struct text word = text_part(folded, start, i - start);
        if (word.length == 0)
            continue;
        words[count++] = text_hash(word);
        if (is_number(word))
            numbers[number_count++] = text_hash(word);
    }
    return (struct said){hashes_of(arena, words, count), hashes_of(arena, numbers, number_count)};
}

static struct said field_says(struct arena *arena, const struct field_definition *field, struct value value)
{
    if (!value_known(value))
        return (struct said){0};
    struct text written = value_write(arena, value);
    if (of_words(field))
        return words_of(arena, written);
    uint64_t hash = text_hash(written);
    return (struct said){.words = hashes_of(arena, &hash, 1)};
}

static struct mark mark_of(struct alike_book *book, struct arena *arena, const struct record *record)
{
    const struct register_definition *register_ = book->register_;
    struct mark mark = {.of = {record->number, record->unit}, .fields = arena_make_many(arena, register_->same_count, sizeof *mark.fields)};
    for (size_t i = 0; i < register_->same_count; i++)
        mark.fields[i] = field_says(arena, register_->same[i], record->values[register_->same[i]->slot].value);
    return mark;
}

/* ---- are they alike? ---- */

static size_t in_common(const struct hashes *a, const struct hashes *b)
{
    size_t i = 0, k = 0, common = 0;
    while (i < a->count && k < b->count) {
        bool first = a->items[i] <= b->items[k], second = b->items[k] <= a->items[i];
        common += first && second;
        i += first;
        k += second;
    }
    return common;
}

/* "Họp tổ dân phố số 5" is not "Họp tổ dân phố số 7": each names a number that the other does not. */
static bool numbers_differ(const struct said *a, const struct said *b)
{
    size_t common = in_common(&a->numbers, &b->numbers);
    return common < a->numbers.count && common < b->numbers.count;
}

static bool words_agree(const struct said *a, const struct said *b)
{
    size_t common = in_common(&a->words, &b->words), both = a->words.count + b->words.count;
    return 2 * common * 100 >= ALIKE_WORDS_PERCENT * both && !numbers_differ(a, b);
}

static bool agree(const struct field_definition *field, const struct said *a, const struct said *b)
{
    size_t both = a->words.count + b->words.count;
    return !of_words(field) || both == 0 ? 2 * in_common(&a->words, &b->words) == both : words_agree(a, b);
}

bool alike_texts(struct arena *arena, struct text a, struct text b)
{
    struct said one = words_of(arena, a), other = words_of(arena, b);
    return one.words.count > 0 && other.words.count > 0 && words_agree(&one, &other);
}

static const struct unit *place_of(const struct unit *unit)
{
    return unit->is_organisation && unit->in ? unit->in : unit;
}

/* One's place holds the other's. */
static bool in_line(const struct unit *a, const struct unit *b)
{
    return unit_is_inside(place_of(a), place_of(b)) || unit_is_inside(place_of(b), place_of(a));
}

static bool alike(const struct alike_book *book, const struct mark *a, const struct mark *b)
{
    for (size_t i = 0; i < book->register_->same_count; i++)
        if (!agree(book->register_->same[i], &a->fields[i], &b->fields[i]))
            return false;
    return in_line(a->of.unit, b->of.unit);
}

/* ---- kept records ---- */

/* Numbers of the organisations in line with a place; those below only where they are not too many. */
static struct text gather_near(struct alike_book *book, const struct unit *place)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    const struct unit_set *all = unit_all(scratch, book->tree, DAY_NONE);
    size_t below = 0;
    for (size_t i = 0; i < all->count; i++)
        below += all->units[i]->is_organisation && unit_is_inside(place_of(all->units[i]), place);
    struct buffer CLOSING(buffer) out;
    buffer_init(&out, ALIKE_SQL_MAX * 16);
    for (size_t i = 0; i < all->count; i++) {
        const struct unit *own = place_of(all->units[i]);
        bool holds = unit_is_inside(place, own), held = below <= ALIKE_UNITS_MAX && unit_is_inside(own, place);
        if (!all->units[i]->is_organisation || (!holds && !held))
            continue;
        buffer_add(&out, buffer_text(&out).length > 0 ? TEXT(",") : TEXT(""));
        buffer_add_int64(&out, all->units[i]->number);
    }
    REQUIRE(!out.full);
    return text_copy(book->own, buffer_text(&out));
}

static struct text near_numbers(struct alike_book *book, const struct unit *place)
{
    struct text key = value_write(book->own, value_whole(place->number)), *near = map_find(book->near, key);
    if (!near) {
        struct text gathered = gather_near(book, place);
        near = arena_copy(book->own, &gathered, sizeof gathered);
        map_put(book->near, key, near);
    }
    return *near;
}

static bool read_day(struct alike_book *book, struct connection *connection, const struct record *record, struct kept *kept,
                     struct failure *why)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    struct text near = near_numbers(book, place_of(record->unit));
    struct store_value asked[] = {store_int64(unit_tree_shard(book->tree)), store_text(near), store_int64(record->day.number),
                                  store_int64(ALIKE_READ_MAX)};
    struct statement *row_of;
    bool row;
    kept->marks = arena_make_many(scratch, ALIKE_READ_MAX, sizeof *kept->marks);
    kept->count = 0;
    if (!store_select(connection, &book->sql, asked, LENGTH_OF(asked), &row_of, why))
        return false;
    for (;;) {
        if (!statement_step(row_of, &row, why))
            return false;
        if (!row)
            break;
        struct record *read = record_row_read(scratch, row_of, book->tree, book->register_);
        if (read->unit && kept->count < ALIKE_READ_MAX)
            kept->marks[kept->count++] = mark_of(book, book->keeping, read);
    }
    kept->marks = arena_copy(book->keeping, kept->marks, kept->count * sizeof *kept->marks);
    return true;
}

static bool find_day(struct alike_book *book, struct connection *connection, const struct record *record, const struct kept **kept,
                     struct failure *why)
{
    if (arena_used(book->keeping) > KEPT_BYTES_MAX)
        forget_kept(book);
    struct text key = text_format(book->keeping, "%lld %d", (long long)place_of(record->unit)->number, (int)record->day.number);
    struct kept *found = map_find(book->days, key);
    if (!found) {
        found = arena_make(book->keeping, sizeof *found);
        if (!read_day(book, connection, record, found, why))
            return false;
        map_put(book->days, key, found);
    }
    *kept = found;
    return true;
}

bool alike_find(struct alike_book *book, struct connection *connection, const struct record *record, struct alike found[ALIKE_FOUND_MAX],
                size_t *count, struct failure *why)
{
    const struct kept *kept;
    *count = 0;
    if (book->register_->same_count == 0 || !day_is_some(record->day))
        return true;
    if (!find_day(book, connection, record, &kept, why))
        return false;
    struct arena *CLOSING(arena) scratch = arena_open();
    struct mark mark = mark_of(book, scratch, record);
    for (size_t i = 0; i < kept->count && *count < ALIKE_FOUND_MAX; i++)
        if (kept->marks[i].of.number != record->number && alike(book, &kept->marks[i], &mark))
            found[(*count)++] = kept->marks[i].of;
    return true;
}

/* ---- rows of one sheet ---- */

bool alike_row(struct alike_book *book, const struct record *record, int64_t number, struct alike *found)
{
    if (book->register_->same_count == 0 || !day_is_some(record->day))
        return false;
    if (arena_used(book->telling) > ROWS_BYTES_MAX)
        forget_rows(book);
    struct text key = value_write(book->telling, value_day(record->day));
    struct rows *rows = map_find(book->rows, key);
    if (!rows) {
        rows = arena_make(book->telling, sizeof *rows);
        map_put(book->rows, key, rows);
    }
    struct mark *mark = arena_make(book->telling, sizeof *mark);
    *mark = mark_of(book, book->telling, record);
    mark->of.number = number;
    mark->before = rows->latest;
    rows->latest = mark;
    size_t compared = 0;
    bool any = false;
    for (const struct mark *one = mark->before; one && compared < ROWS_COMPARED_MAX; one = one->before, compared++)
        if (alike(book, one, mark)) {
            *found = one->of; /* the earliest of those compared stays */
            any = true;
        }
    return any;
}
