/* prepare.c — each cell brought to the one form its field is compared in; how many rows hold the same. */
#include "engine/match/match_inside.h"

#include "base/decimal.h"
#include "engine/codec/identity_number.h"

#include <math.h>
#include <pthread.h>
#include <string.h>

/* ---- threads ---- */

struct worker_start {
    worker_function *work;
    void *context;
    unsigned worker;
};

static void *worker_begin(void *context)
{
    const struct worker_start *start = context;
    start->work(start->context, start->worker);
    return NULL;
}

void workers_run(unsigned threads, worker_function *work, void *context)
{
    pthread_t others[MATCH_THREADS_MAX];
    struct worker_start starts[MATCH_THREADS_MAX];
    bool begun[MATCH_THREADS_MAX] = {false};
    for (unsigned i = 1; i < threads; i++) {
        starts[i] = (struct worker_start){work, context, i};
        begun[i] = pthread_create(&others[i], NULL, worker_begin, &starts[i]) == 0;
    }
    work(context, 0);
    for (unsigned i = 1; i < threads; i++) {
        if (begun[i])
            (void)pthread_join(others[i], NULL);
        else
            work(context, i); /* no thread to be had: the same work, later */
    }
}

/* ---- cells ---- */

uint64_t letters_hash(struct text a)
{
    uint64_t hash = a.length, piece = 0;
    size_t at = 0;
    for (; a.length - at >= sizeof piece; at += sizeof piece) {
        memcpy(&piece, a.bytes + at, sizeof piece);
        hash = (hash ^ piece) * UINT64_C(0x9E3779B97F4A7C15);
        hash ^= hash >> 32;
    }
    piece = 0;
    for (; at < a.length; at++)
        piece = piece << 8 | (unsigned char)a.bytes[at];
    hash = (hash ^ piece) * UINT64_C(0xD6E8FEB86659FD93);
    return hash ^ hash >> 29;
}

struct preparing {
    struct run *run;
    struct letters *letters;
};

static const struct text *raw_row(const struct run *run, const struct rows_block *block, size_t row)
{
    return block->cells + row % ROWS_BLOCK * run->plan->field_count;
}

static struct cell cell_make(struct arena *arena, struct text plain, struct text toned)
{
    struct cell cell = {0};
    if (plain.length == 0)
        return cell;
    plain = text_part(plain, 0, UINT8_MAX);
    toned = text_part(toned, 0, UINT8_MAX);
    if (toned.length == 0) {
        cell.bytes = plain.bytes;
    } else {
        char *bytes = arena_make(arena, plain.length + toned.length);
        memcpy(bytes, plain.bytes, plain.length);
        memcpy(bytes + plain.length, toned.bytes, toned.length);
        cell.bytes = bytes;
    }
    cell.plain = (uint8_t)plain.length;
    cell.toned = (uint8_t)toned.length;
    cell.hash = letters_hash(plain) | 1;
    return cell;
}

/* "Nam", "M", "male" and "Nữ", "F", "female"; anything else stays as it is. */
struct text sex_word(struct text plain)
{
    static const char *const men[] = {"nam", "m", "male", "trai"}, *const women[] = {"nu", "f", "female",
                                                                                     "gai"};
    for (size_t i = 0; i < LENGTH_OF(men); i++)
        if (text_is(plain, men[i]))
            return TEXT("m");
    for (size_t i = 0; i < LENGTH_OF(women); i++)
        if (text_is(plain, women[i]))
            return TEXT("f");
    return plain;
}

/* Letters and digits only, when the number is not one of Vietnam's. */
static struct text signs_only(struct arena *arena, struct text folded)
{
    char *bytes = arena_make(arena, folded.length + 1);
    size_t kept = 0;
    for (size_t i = 0; i < folded.length; i++) {
        char c = folded.bytes[i];
        if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'))
            bytes[kept++] = c;
    }
    return (struct text){bytes, kept};
}

static struct identity_person person_of(const struct run *run, const struct match_field *field, size_t row)
{
    struct identity_person person = {0};
    if (field->sex_field >= 0) {
        struct text sex = cell_plain(&run->columns[field->sex_field].cells[row]);
        person.sex = text_is(sex, "m")   ? IDENTITY_MAN
                     : text_is(sex, "f") ? IDENTITY_WOMAN
                                         : IDENTITY_SEX_UNKNOWN;
    }
    if (field->day_field >= 0)
        person.birth_year = run->columns[field->day_field].days[row].year;
    return person;
}

/* "0912 345 678", "+84912345678" and "912345678" are one; an account's zeros in front say nothing either. */
static struct text contact_of(struct text signs)
{
    if (signs.length == 11 && text_starts(signs, TEXT("84")))
        signs = text_from(signs, 2);
    while (text_starts(signs, TEXT("0")))
        signs = text_from(signs, 1);
    return signs;
}

/* Whether the digits are all there, so that they can be compared though something is wrong with them. */
static bool still_compared(const char *problem)
{
    static const char *const codes[] = {"identity.province", "identity.year", "identity.sex",
                                        "identity.length"};
    for (size_t i = 0; i < LENGTH_OF(codes); i++)
        if (strcmp(codes[i], problem) == 0)
            return true;
    return false;
}

/* Zeros are put in front only when proven. Digits that Excel rounded away, or that may be missing in front, make a number
 * that is not known: "9.1E+10" twice is no sign of one person. */
static struct cell identity_prepare(struct preparing *preparing, unsigned worker, size_t f, size_t row,
                                    struct text raw)
{
    struct run *run = preparing->run;
    struct arena *arena = run->workers[worker];
    const struct match_field *field = &run->plan->fields[f];
    bool proven = field->sex_field >= 0 || field->day_field >= 0;
    struct identity_number got = identity_number_read(arena, raw, person_of(run, field, row));
    bool good = got.verdict == IDENTITY_READ || got.verdict == IDENTITY_REPAIRED;
    if (got.verdict == IDENTITY_REPAIRED || (got.verdict == IDENTITY_PROBLEM && proven)) {
        const struct match_doubt doubt = {(uint32_t)row, (uint32_t)f, got.problem};
        buffer_add_bytes(&run->doubts[worker], &doubt, sizeof doubt);
    }
    if (got.verdict == IDENTITY_PROBLEM &&
        (proven ? !still_compared(got.problem) : strcmp(got.problem, "identity.rounded") == 0))
        return (struct cell){0};
    struct text signs = good ? got.number : signs_only(arena, words_read(arena, preparing->letters, raw));
    return cell_make(arena, signs, (struct text){0});
}

static struct cell with_letters(struct cell cell)
{
    struct letter_count letters = letter_count_of(cell_plain(&cell));
    cell.letters = letters.set;
    cell.more_letters = letters.more;
    return cell;
}

static double number_of(struct text raw)
{
    struct decimal number;
    if (!decimal_read(text_trimmed(raw), &number) && !decimal_read_people(text_trimmed(raw), &number))
        return NAN;
    return (double)number.digits / pow(10, number.scale);
}

static void cell_prepare(struct preparing *preparing, unsigned worker, size_t f, size_t row, struct text raw)
{
    struct run *run = preparing->run;
    struct arena *arena = run->workers[worker];
    struct column *column = &run->columns[f];
    struct person_name name;
    switch (run->plan->fields[f].kind) {
    case MATCH_NAME:
        name = person_name_read(arena, preparing->letters, raw);
        column->cells[row] = with_letters(cell_make(arena, name.plain, name.toned));
        break;
    case MATCH_WORDS:
        column->cells[row] =
            with_letters(cell_make(arena, words_read(arena, preparing->letters, raw), (struct text){0}));
        break;
    case MATCH_CODE:
        column->cells[row] = cell_make(arena, words_read(arena, preparing->letters, raw), (struct text){0});
        break;
    case MATCH_SEX:
        column->cells[row] =
            cell_make(arena, sex_word(words_read(arena, preparing->letters, raw)), (struct text){0});
        break;
    case MATCH_DAY:
        column->days[row] = partial_day_read(raw);
        break;
    case MATCH_NUMBER:
        column->numbers[row] = number_of(raw);
        break;
    case MATCH_CONTACT:
        column->cells[row] =
            cell_make(arena, contact_of(signs_only(arena, words_read(arena, preparing->letters, raw))),
                      (struct text){0});
        break;
    case MATCH_IDENTITY:
        column->cells[row] = identity_prepare(preparing, worker, f, row, raw);
        break;
    }
}

/* Most cells are ASCII, which is quickly seen. */
static bool cell_is_utf8(struct text raw)
{
    unsigned char all = 0;
    for (size_t i = 0; i < raw.length; i++)
        all |= (unsigned char)raw.bytes[i];
    return (all < 0x80 && memchr(raw.bytes, 0, raw.length) == NULL) || text_is_utf8(raw);
}

/* Identity numbers last: what proves them stands in other columns. */
static void row_prepare(struct preparing *preparing, unsigned worker, const struct text *raw, size_t row)
{
    const struct match_plan *plan = preparing->run->plan;
    for (int last = 0; last < 2; last++)
        for (size_t f = 0; f < plan->field_count; f++)
            if ((plan->fields[f].kind == MATCH_IDENTITY) == (last == 1) &&
                (raw[f].length > 0 || plan->fields[f].kind == MATCH_NUMBER))
                cell_prepare(preparing, worker, f, row, cell_is_utf8(raw[f]) ? raw[f] : (struct text){0});
}

/* Each worker takes whole blocks of rows, the first half or the second. */
static void half_prepare(void *context, unsigned worker)
{
    struct preparing *preparing = context;
    struct run *run = preparing->run;
    size_t blocks = (run->count + ROWS_BLOCK - 1) / ROWS_BLOCK;
    size_t begin = blocks * worker / run->threads, end = blocks * (worker + 1) / run->threads;
    const struct rows_block *block = run->rows->first;
    for (size_t b = 0; b < end; b++, block = block->next)
        for (size_t row = b * ROWS_BLOCK; b >= begin && row < (b + 1) * ROWS_BLOCK && row < run->count; row++)
            row_prepare(preparing, worker, raw_row(run, block, row), row);
}

void run_prepare(struct run *run)
{
    struct preparing preparing = {run, letters_make(run->arena)};
    for (size_t f = 0; f < run->plan->field_count; f++) {
        struct column *column = &run->columns[f];
        enum match_kind kind = run->plan->fields[f].kind;
        if (kind == MATCH_DAY)
            column->days = arena_make_many(run->arena, run->count, sizeof *column->days);
        else if (kind == MATCH_NUMBER)
            column->numbers = arena_make_many(run->arena, run->count, sizeof *column->numbers);
        else
            column->cells = arena_make_many(run->arena, run->count, sizeof *column->cells);
    }
    workers_run(run->threads, half_prepare, &preparing);
}

/* ---- frequencies ---- */

struct tally {
    uint64_t hash;
    uint32_t rows;
};

static struct tally *tally_at(struct tally *table, size_t room, uint64_t hash)
{
    size_t at = (size_t)(hash * UINT64_C(0x9E3779B97F4A7C15) >> 17) & (room - 1);
    while (table[at].hash != 0 && table[at].hash != hash)
        at = (at + 1) & (room - 1);
    return &table[at];
}

static uint64_t ends_hash(const struct cell *cell)
{
    struct text plain = cell_plain(cell);
    size_t first = 0, last = plain.length;
    while (first < plain.length && plain.bytes[first] != ' ')
        first++;
    while (last > 0 && plain.bytes[last - 1] != ' ')
        last--;
    return (letters_hash(text_part(plain, 0, first)) * 31 + letters_hash(text_from(plain, last))) | 1;
}

/* Gives the chance that two rows hold the same. `kin`: by first and last word. */
static double column_count(struct column *column, size_t count, bool kin)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    size_t room = 64;
    while (room < count * 2)
        room *= 2;
    struct tally *table = arena_make_many(scratch, room, sizeof *table);
    for (size_t i = 0; i < count; i++)
        if (column->cells[i].hash != 0) {
            uint64_t hash = kin ? ends_hash(&column->cells[i]) : column->cells[i].hash;
            struct tally *tally = tally_at(table, room, hash);
            tally->hash = hash;
            tally->rows++;
        }
    double equal = 0, known = 0;
    for (size_t i = 0; i < room; i++) {
        equal += (double)table[i].rows * ((double)table[i].rows - 1);
        known += table[i].rows;
    }
    for (size_t i = 0; i < count; i++)
        if (column->cells[i].hash != 0) {
            uint64_t hash = kin ? ends_hash(&column->cells[i]) : column->cells[i].hash;
            uint32_t rows = tally_at(table, room, hash)->rows;
            *(kin ? &column->kin[i] : &column->cells[i].rows) = rows;
        }
    return known > 1 ? equal / (known * (known - 1)) : 0;
}

static void columns_count(void *context, unsigned worker)
{
    struct run *run = context;
    for (size_t f = worker; f < run->plan->field_count; f += run->threads) {
        struct column *column = &run->columns[f];
        if (column->cells == NULL)
            continue;
        if (run->plan->fields[f].kind == MATCH_NAME)
            column->kin = arena_make_many(run->workers[worker], run->count, sizeof *column->kin);
        column->chance = column_count(column, run->count, false);
        if (run->plan->fields[f].kind == MATCH_NAME)
            column->kin_chance = column_count(column, run->count, true);
    }
}

void run_count_frequencies(struct run *run)
{
    workers_run(run->threads, columns_count, run);
}
