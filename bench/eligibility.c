/* bench: engine/policy */
/*
 * eligibility.c — eight lines of a policy over many persons: who is entitled, which condition fails, how much.
 *
 *     build-release/bench/bench-eligibility [PERSONS… ]         (100,000, 1,000,000 and 5,000,000)
 *
 * The policy is packs/eligibility.yaml, read as any policy is; the persons are made up (splitmix64), so that every
 * machine must come to the same totals. Measured: computing over columns in memory, with AVX2 and without; keeping
 * eight amounts and the total of each person; reading the columnar file meanwhile. Beside it numpy, and DuckDB on one
 * thread writing eight amounts and the total to a table, both without reasons. Processor seconds of one thread, the
 * shortest of some rounds, in turns.
 */
#include "base/file.h"
#include "engine/codec/columnar.h"
#include "engine/policy/policy.h"
#include "engine/rule/rule_columns.h"
#include "engine/seal/seal.h"
#include "support/measure.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { COLUMNS = 24, LINES = 8, ROUNDS = 5, PEER_ROUNDS = 3, FIELDS_OF_A_PERSON = 16 };

/* ---- the persons ---- */

struct persons {
    size_t count;
    uint8_t *values[COLUMNS];
};

static const struct {
    const char *name;
    enum value_kind kind;
    uint8_t width; /* bytes */
} made[COLUMNS] = {
    {"birth", VALUE_DAY, 2},
    {"pregnant", VALUE_TRUTH, 1},
    {"children_u6", VALUE_NUMBER, 1},
    {"income", VALUE_NUMBER, 2},
    {"area", VALUE_NUMBER, 1},
    {"occupation", VALUE_NUMBER, 2},
    {"contract", VALUE_NUMBER, 1},
    {"status", VALUE_NUMBER, 1},
    {"stop_start", VALUE_DAY, 2},
    {"days_stopped", VALUE_NUMBER, 1},
    {"insured_months", VALUE_NUMBER, 1},
    {"quarantine_days", VALUE_NUMBER, 1},
    {"treatment_days", VALUE_NUMBER, 1},
    {"unemp_benefit", VALUE_TRUTH, 1},
    {"art_grade", VALUE_NUMBER, 1},
    {"business_registered", VALUE_TRUTH, 1},
    {"paid_1", VALUE_TRUTH, 1},
    {"paid_2", VALUE_TRUTH, 1},
    {"paid_3", VALUE_TRUTH, 1},
    {"paid_4", VALUE_TRUTH, 1},
    {"paid_5", VALUE_TRUTH, 1},
    {"paid_6", VALUE_TRUTH, 1},
    {"paid_7", VALUE_TRUTH, 1},
    {"paid_8", VALUE_TRUTH, 1},
};

/* The k-th random number of person i: draw() moves its seed on by the step of splitmix64 first. */
static uint64_t fate(uint64_t person, uint64_t k)
{
    uint64_t seed = person * 16 + k;
    return draw(&seed);
}

static int64_t days_of(int year, int month, int day)
{
    return day_of(year, month, day).number;
}

/* What stands in each column for one person. */
static void make_person(uint64_t i, int64_t values[COLUMNS])
{
    uint64_t insured = fate(i, 5), woman = fate(i, 6), given = fate(i, 11), apart = fate(i, 12),
             ill = fate(i, 13), rest = fate(i, 14);
    int64_t children = (int64_t)(fate(i, 7) % 8) - 4;
    uint64_t paid = given & given >> 8 & given >> 16 & given >> 24;
    values[0] = days_of(1941, 1, 1) + (int64_t)(fate(i, 0) % 25568);
    values[1] = (woman & 1) != 0 && (woman >> 8) % 12 == 0;
    values[2] = children > 0 ? children : 0;
    values[3] = (int64_t)(fate(i, 1) % 20001);
    values[4] = 1 + (int64_t)(fate(i, 4) % 96);
    values[5] = (int64_t)(fate(i, 8) % 400);
    values[6] = (int64_t)(fate(i, 9) % 4);
    values[7] = (int64_t)(fate(i, 10) % 4);
    values[8] = days_of(2021, 3, 1) + (int64_t)(fate(i, 3) % 300);
    values[9] = (int64_t)(fate(i, 2) % 91);
    values[10] = insured % 4 == 0 ? 0 : (int64_t)((insured >> 8) % 121);
    values[11] = apart % 4 == 0 ? (int64_t)((apart >> 8) % 61) : 0;
    values[12] = ill % 8 == 0 ? (int64_t)((ill >> 8) % 61) : 0;
    values[13] = rest % 3 == 0;
    values[14] = (int64_t)((rest >> 8) % 5);
    values[15] = (rest >> 16) % 4 != 0;
    for (int line = 0; line < LINES; line++)
        values[FIELDS_OF_A_PERSON + line] = (int64_t)(paid >> line & 1);
}

static void make_persons(struct arena *arena, size_t count, struct persons *persons)
{
    int64_t values[COLUMNS];
    persons->count = count;
    for (size_t c = 0; c < COLUMNS; c++)
        persons->values[c] = arena_make_many(arena, count, made[c].width);
    for (size_t i = 0; i < count; i++) {
        make_person(i, values);
        for (size_t c = 0; c < COLUMNS; c++)
            memcpy(persons->values[c] + i * made[c].width, &values[c], made[c].width); /* little-endian */
    }
}

static int64_t value_at(const struct persons *persons, size_t column, size_t i)
{
    int16_t wide;
    if (made[column].width == 1)
        return (int8_t)persons->values[column][i];
    memcpy(&wide, persons->values[column] + i * 2, sizeof wide);
    return wide;
}

/* ---- the policy over columns ---- */

struct lines {
    const struct policy *policy;
    struct rule_columns *rules;
    const struct rule *conditions[LINES][POLICY_CONDITIONS_MAX];
    struct rule_line items[LINES];
};

static const struct policy *read_policy(struct arena *arena)
{
    struct failure why;
    struct text bytes;
    struct problems problems;
    problems_init(&problems, arena, 20);
    must(seal_ready(&why) &&
             file_read(arena, BENCH_PACKS "/eligibility.yaml", POLICY_BYTES_MAX, &bytes, &why),
         &why);
    const struct policy *policy = policy_read(arena, TEXT("eligibility.yaml"), bytes, &problems);
    for (size_t i = 0; i < problems.count; i++)
        (void)fprintf(stderr, "%s\n", problem_line(arena, &problems.items[i], LANGUAGE_EN).bytes);
    REQUIRE(policy != NULL && policy->line_count == LINES && policy->column_count == COLUMNS);
    return policy;
}

static void read_lines(struct arena *arena, struct lines *lines)
{
    struct failure why;
    struct rule_column columns[COLUMNS];
    const struct policy *policy = lines->policy = read_policy(arena);
    const struct rule_constant as_of = {policy->column_count, value_day(day_of(2021, 7, 1))};
    for (size_t c = 0; c < COLUMNS; c++) {
        REQUIRE(text_is(policy->columns[c].name, made[c].name) && policy->columns[c].kind == made[c].kind);
        columns[c] = (struct rule_column){
            .slot = c, .kind = made[c].kind, .width = made[c].width == 1 ? RULE_WIDTH_8 : RULE_WIDTH_16};
    }
    for (size_t i = 0; i < LINES; i++) {
        const struct policy_line *line = &policy->lines[i];
        for (size_t k = 0; k < line->condition_count; k++)
            lines->conditions[i][k] = line->conditions[k].rule;
        lines->items[i] = (struct rule_line){lines->conditions[i], line->condition_count, line->pay};
    }
    const struct rule_columns_plan plan = {columns, COLUMNS, lines->items, LINES, &as_of, 1};
    must(rule_columns_read(arena, &plan, &lines->rules, &why), &why);
}

/* What comes out of all persons. */
struct totals {
    int64_t persons, something, sum, lines[LINES];
};

/* Eight amounts and the total of each person; NULL: only totals. */
struct kept {
    int64_t *amounts[LINES], *total;
};

/*
 * One income line only, the highest; what stands in no group is paid beside it. Loops over a whole block, so that the
 * compiler makes vector instructions of them as it does of the rules'; of a last block only the first `rows` count.
 */
static inline __attribute__((always_inline)) void add_rows(const struct lines *lines, const struct rule_columns_run *run,
                                                           size_t rows, const struct kept *kept, struct totals *totals)
{
    int64_t highest[RULE_BLOCK] = {0}, beside[RULE_BLOCK] = {0}, sum = 0, something = 0;
    uint8_t counted[RULE_BLOCK] = {0};
    memset(counted, 1, rows);
    for (size_t i = 0; i < LINES; i++) {
        const struct rule_line_answers *answers = rule_columns_answers(run, i);
        const int64_t *amounts = answers->amounts;
        uint32_t holds = 0;
        for (size_t row = 0; row < RULE_BLOCK; row++)
            holds += answers->holds[row] & counted[row];
        totals->lines[i] += holds;
        if (lines->policy->lines[i].group != NULL)
            for (size_t row = 0; row < RULE_BLOCK; row++)
                highest[row] = amounts[row] > highest[row] ? amounts[row] : highest[row];
        else
            for (size_t row = 0; row < RULE_BLOCK; row++)
                beside[row] += amounts[row];
        if (kept != NULL)
            memcpy(kept->amounts[i] + totals->persons, amounts, rows * sizeof *amounts);
    }
    for (size_t row = 0; row < RULE_BLOCK; row++) {
        highest[row] = counted[row] ? highest[row] + beside[row] : 0;
        sum += highest[row];
        something += highest[row] > 0;
    }
    if (kept != NULL)
        memcpy(kept->total + totals->persons, highest, rows * sizeof *highest);
    totals->sum += sum;
    totals->something += something;
    totals->persons += (int64_t)rows;
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) static void add_rows_avx2(const struct lines *lines, const struct rule_columns_run *run,
                                                          size_t rows, const struct kept *kept, struct totals *totals)
{
    add_rows(lines, run, rows, kept, totals);
}
#endif

/* With the instructions that the rules run with. */
static void add_block(const struct lines *lines, const struct rule_columns_run *run, size_t rows,
                      const struct kept *kept, struct totals *totals)
{
#if defined(__x86_64__)
    if (strcmp(rule_columns_instructions(run), "avx2") == 0) {
        add_rows_avx2(lines, run, rows, kept, totals);
        return;
    }
#endif
    add_rows(lines, run, rows, kept, totals);
}

static struct totals compute(const struct lines *lines, struct rule_columns_run *run,
                             const struct persons *persons, const struct kept *kept)
{
    struct totals totals = {0};
    for (size_t from = 0; from < persons->count; from += RULE_BLOCK) {
        size_t rows = persons->count - from < RULE_BLOCK ? persons->count - from : RULE_BLOCK;
        struct rule_column_block blocks[COLUMNS];
        for (size_t c = 0; c < COLUMNS; c++)
            blocks[c] = (struct rule_column_block){persons->values[c] + from * made[c].width, NULL};
        rule_columns_run(run, blocks, rows);
        add_block(lines, run, rows, kept, &totals);
    }
    return totals;
}

/* ---- the columnar file ---- */

static void write_columnar(struct arena *arena, const struct persons *persons, const char *path)
{
    struct columnar_column columns[COLUMNS];
    struct columnar_writer *writer;
    struct failure why;
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    REQUIRE(file >= 0);
    for (size_t c = 0; c < COLUMNS; c++)
        columns[c] = (struct columnar_column){
            .name = text_of(made[c].name), .kind = made[c].kind, .width = made[c].width};
    must(columnar_begin(arena, (struct columnar_target){.descriptor = file}, columns, COLUMNS, &writer, &why), &why);
    for (size_t from = 0; from < persons->count; from += COLUMNAR_ROWS) {
        struct columnar_values values[COLUMNS];
        for (size_t c = 0; c < COLUMNS; c++)
            values[c] = (struct columnar_values){persons->values[c] + from * made[c].width, NULL};
        const struct columnar_block block = {
            persons->count - from < COLUMNAR_ROWS ? persons->count - from : COLUMNAR_ROWS, values};
        must(columnar_write(writer, &block, &why), &why);
    }
    must(columnar_end(writer, &why), &why);
    REQUIRE(close(file) == 0);
}

static struct totals compute_file(const struct lines *lines, struct rule_columns_run *run, const char *path)
{
    struct arena *CLOSING(arena) arena = arena_open();
    struct totals totals = {0};
    struct columnar *file;
    struct columnar_block block;
    struct failure why;
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    REQUIRE(descriptor >= 0);
    must(columnar_open(arena, (struct columnar_source){.descriptor = descriptor}, &file, &why), &why);
    for (;;) {
        struct rule_column_block blocks[COLUMNS];
        must(columnar_next(file, &block, &why), &why);
        if (block.rows == 0)
            break;
        for (size_t c = 0; c < COLUMNS; c++)
            blocks[c] = (struct rule_column_block){block.columns[c].values, block.columns[c].missing};
        rule_columns_run(run, blocks, block.rows);
        add_block(lines, run, block.rows, NULL, &totals);
    }
    REQUIRE(close(descriptor) == 0);
    return totals;
}

/* ---- the peers ---- */

/* As CSV for DuckDB, and as plain numbers, column after column, for numpy. */
static void write_for_peers(const struct persons *persons, const char *csv)
{
    char plain[400];
    FILE *file = fopen(csv, "w");
    REQUIRE(file != NULL);
    for (size_t c = 0; c < COLUMNS; c++)
        (void)fprintf(file, "%s%s", made[c].name, c + 1 < COLUMNS ? "," : "\n");
    for (size_t i = 0; i < persons->count; i++)
        for (size_t c = 0; c < COLUMNS; c++)
            (void)fprintf(file, "%d%c", (int)value_at(persons, c, i), c + 1 < COLUMNS ? ',' : '\n');
    REQUIRE(fclose(file) == 0);
    (void)snprintf(plain, sizeof plain, "%s.int32", csv);
    file = fopen(plain, "w");
    REQUIRE(file != NULL);
    for (size_t c = 0; c < COLUMNS; c++)
        for (size_t i = 0; i < persons->count; i++) {
            int32_t value = (int32_t)value_at(persons, c, i);
            REQUIRE(fwrite(&value, sizeof value, 1, file) == 1);
        }
    REQUIRE(fclose(file) == 0);
}

/* Seconds; 0 when the peer is not there. It must come to the same totals. */
static double ask_peer(const char *command, const struct totals *totals)
{
    double taken = 0;
    long long sum = 0, line = 0;
    FILE *said = popen(command, "r"); /* NOLINT: every word of it is ours */
    REQUIRE(said != NULL);
    if (fscanf(said, "%lf %lld", &taken, &sum) == 2) {
        REQUIRE(sum == totals->sum);
        for (size_t i = 0; i < LINES; i++)
            REQUIRE(fscanf(said, "%lld", &line) == 1 && line == totals->lines[i]);
    }
    return pclose(said) == 0 ? taken : 0;
}

/* ---- measuring ---- */

static double processor_now(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

enum way { FAST, BASELINE, KEEPING, READING, WAYS };

struct bench {
    struct lines lines;
    struct rule_columns_run *fast, *baseline;
    struct persons persons;
    struct kept kept;
    char folder[300], columnar[340], csv[340];
};

static double measure(struct bench *bench, enum way way, struct totals *totals)
{
    double begin = processor_now();
    if (way == READING)
        *totals = compute_file(&bench->lines, bench->fast, bench->columnar);
    else
        *totals = compute(&bench->lines, way == BASELINE ? bench->baseline : bench->fast, &bench->persons,
                          way == KEEPING ? &bench->kept : NULL);
    return processor_now() - begin;
}

static void check_totals(const struct totals *totals)
{
    static const struct totals known[] = {
        {100000, 36459, 115761665000, {5927, 1630, 8668, 9282, 15996, 302, 946, 150}},
        {1000000, 364803, 1154305525000, {58227, 16942, 86610, 92194, 161319, 2975, 9704, 1485}},
        {5000000, 1822638, 5762776315000, {290791, 84794, 433106, 459779, 804826, 14939, 48820, 7656}},
    };
    for (size_t i = 0; i < LENGTH_OF(known); i++)
        REQUIRE(totals->persons != known[i].persons || memcmp(totals, &known[i], sizeof *totals) == 0);
}

static void show(const char *what, const struct bench *bench, double ours, double peer, double aim,
                 bool of_peer)
{
    char told[24];
    double rate = (double)bench->persons.count / ours / 1e6,
           other = peer > 0 ? (double)bench->persons.count / peer / 1e6 : 0;
    (void)snprintf(told, sizeof told, of_peer ? ">= %g x" : ">= %g M/s", aim);
    row_print(&(struct row){what, "M/s", rate, other, other > 0 ? rate / other : 0, told,
                            of_peer ? rate / other >= aim : rate >= aim});
}

static void compare(struct bench *bench)
{
    static const char *const names[WAYS] = {"computing", "computing, baseline",
                                            "and keeping 8 amounts, total", "and reading the columnar file"};
    static const double aims[WAYS] = {20, 10, 5, 5};
    double times[WAYS][ROUNDS], best[WAYS], peers[2] = {0};
    char command[1200], what[100];
    struct totals totals;
    const char *modules = getenv("DANVAN_DUCKDB");
    for (size_t round = 0; round < ROUNDS; round++)
        for (enum way way = FAST; way < WAYS; way++) {
            times[way][round] = measure(bench, way, &totals);
            check_totals(&totals);
        }
    (void)snprintf(command, sizeof command, "/usr/bin/python3 '%s/../support/eligibility_numpy.py' '%s' %d",
                   BENCH_PACKS, bench->csv, (int)PEER_ROUNDS);
    peers[0] = ask_peer(command, &totals);
    (void)snprintf(command, sizeof command, "node '%s/../support/eligibility_duck.mjs' '%s' '%s' %d",
                   BENCH_PACKS, modules ? modules : "", bench->csv, (int)PEER_ROUNDS);
    peers[1] = modules ? ask_peer(command, &totals) : 0;
    for (enum way way = FAST; way < WAYS; way++) {
        best[way] = least(times[way], ROUNDS);
        (void)snprintf(what, sizeof what, "%zu: %s", bench->persons.count,
                       way == FAST ? rule_columns_instructions(bench->fast) : "");
        (void)snprintf(what + strlen(what), sizeof what - strlen(what), "%s%s", way == FAST ? ", " : "",
                       names[way]);
        show(what, bench, best[way], 0, aims[way], false);
    }
    if (peers[0] > 0)
        show("  beside numpy, computing", bench, best[FAST], peers[0], 5, true);
    if (peers[0] > 0)
        show("  beside numpy, keeping", bench, best[KEEPING], peers[0], 5, true);
    if (peers[1] > 0)
        show("  beside DuckDB on one thread, computing", bench, best[FAST], peers[1], 8, true);
    if (peers[1] > 0)
        show("  beside DuckDB on one thread, keeping", bench, best[KEEPING], peers[1], 8, true);
}

static void run_size(struct bench *bench, size_t count)
{
    struct arena *CLOSING(arena) arena = arena_open();
    make_persons(arena, count, &bench->persons);
    bench->kept.total = arena_make_many(arena, count, sizeof(int64_t));
    for (size_t i = 0; i < LINES; i++)
        bench->kept.amounts[i] = arena_make_many(arena, count, sizeof(int64_t));
    write_columnar(arena, &bench->persons, bench->columnar);
    write_for_peers(&bench->persons, bench->csv);
    compare(bench);
    double bytes = (double)arena_used(arena) / (double)count;
    row_print(&(struct row){"  memory: columns, 8 amounts and total of each", "B/person", bytes, 0, 0,
                            "< 200", bytes < 200});
}

int main(int count, char **words)
{
    static const size_t sizes[] = {100000, 1000000, 5000000};
    struct arena *CLOSING(arena) arena = arena_open();
    struct bench *bench = arena_make(arena, sizeof *bench);
    struct failure why;
    (void)snprintf(bench->folder, sizeof bench->folder, "/var/tmp/danvan-eligibility-%d", (int)getpid());
    must(folder_make(bench->folder, &why), &why);
    (void)snprintf(bench->columnar, sizeof bench->columnar, "%s/persons.columns", bench->folder);
    (void)snprintf(bench->csv, sizeof bench->csv, "%s/persons.csv", bench->folder);
    read_lines(arena, &bench->lines);
    bench->fast = rule_columns_open(arena, bench->lines.rules);
    bench->baseline = rule_columns_open(arena, bench->lines.rules);
    rule_columns_use_baseline(bench->baseline);
    row_head();
    for (int i = 1; i < count; i++) {
        int64_t size;
        REQUIRE(text_read_int64(text_of(words[i]), &size) && size > 0 && size <= 20000000);
        run_size(bench, (size_t)size);
    }
    for (size_t i = 0; count == 1 && i < LENGTH_OF(sizes); i++)
        run_size(bench, sizes[i]);
    must(folder_delete(bench->folder, &why), &why);
    return 0;
}
