/* check_keep.c — each kind of each finding as a row without persons; the rest as totals. */
#include "work/check/check_keep.h"

#include "base/map.h"
#include "engine/codec/csv.h"

enum {
    SHEET_BYTES = 64 << 20,
    DOSSIER_LETTERS = 60,
    LINE_LETTERS = 200,
    ARTICLES_LETTERS = 500,
    CONDITIONS_LETTERS = 300,
    PERSON_DIGITS = 9,
    HASH_PART = 8
};

static const enum policy_finding_kind KINDS[CHECK_KIND_COUNT] = {CHECK_KINDS};

struct keeping {
    const struct check_run *run;
    const struct check_keeping *asked;
    struct arena *arena;
    struct buffer *out;
    const struct text *persons; /* by a person's first row */
    struct map *seen;   /* dossier, line and kind -> this */
    struct map *totals; /* file's ward, line and kind -> struct total */
};

struct total {
    size_t file;
    uint8_t line;
    enum policy_finding_kind kind;
    int64_t cases;
};

size_t check_finding_file(const struct check_run *run, const struct check_finding *finding)
{
    const struct list_file *file = run->rows[finding->dossier].file;
    for (size_t i = 0; i < run->files.count; i++)
        if (run->files.items[i] == file)
            return i;
    NEVER("a row of a file of the run");
}

/* ---- what may stand there ---- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* An identity or telephone number in place of the dossier's: what begins with 0 is often written in groups. */
static bool may_be_a_persons(struct text number)
{
    for (size_t i = 0; i < number.length;) {
        size_t digits = 0;
        bool grouped = number.bytes[i] == '0';
        for (; i < number.length; i++) {
            char c = number.bytes[i];
            if (is_digit(c))
                digits++;
            else if (digits == 0 || !grouped || (c != ' ' && c != '.' && c != '-'))
                break;
        }
        if (digits >= PERSON_DIGITS)
            return true;
        i += digits == 0 || i < number.length;
    }
    return false;
}

static bool is_kept_alone(const struct check_run *run, const struct check_finding *finding)
{
    struct text number = run->rows[finding->dossier].number_of;
    return !run->request->policy->lines[finding->line].sensitive && number.length > 0 &&
           text_points(number) <= DOSSIER_LETTERS && !may_be_a_persons(number);
}

static struct text shortened(struct text text, size_t letters)
{
    return text_points(text) <= letters ? text : (struct text){0};
}

/* "1, 3": ids of conditions may tell of health, their numbers in the file do not. */
static struct text condition_numbers(const struct keeping *keeping, const struct check_finding *finding)
{
    const struct policy_line *line = &keeping->run->request->policy->lines[finding->line];
    struct text rest = finding->conditions, id, numbers[POLICY_CONDITIONS_MAX];
    size_t count = 0;
    while (text_next(&rest, ' ', &id))
        for (size_t i = 0; i < line->condition_count && count < LENGTH_OF(numbers); i++)
            if (text_equal(line->conditions[i].id, id))
                numbers[count++] = text_format(keeping->arena, "%zu", i + 1);
    return shortened(text_join(keeping->arena, numbers, count, TEXT(", ")), CONDITIONS_LETTERS);
}

/* Apart in groups, so that no run of digits in it looks like somebody's number. */
static struct text hash_parts(const struct keeping *keeping)
{
    struct text hash = text_of(keeping->run->request->policy->hash), parts[POLICY_HASH_LETTERS / HASH_PART];
    for (size_t i = 0; i < LENGTH_OF(parts); i++)
        parts[i] = text_part(hash, i * HASH_PART, HASH_PART);
    return text_join(keeping->arena, parts, LENGTH_OF(parts), TEXT(":"));
}

/* ---- rows ---- */

struct kept_words {
    struct text dossier, person, conditions, articles;
};

static void write_row(struct keeping *keeping, const struct total *row, const struct kept_words *words)
{
    const struct check_request *request = keeping->run->request;
    const struct text cells[] = {
        text_format(keeping->arena, "%lld", (long long)keeping->asked->mission),
        day_write(keeping->arena, request->as_of),
        words->dossier,
        keeping->asked->wards[row->file],
        policy_finding_word(row->kind),
        shortened(request->policy->lines[row->line].title.vi, LINE_LETTERS),
        words->conditions,
        words->articles,
        request->policy->id,
        hash_parts(keeping),
        words->person,
        text_starts(words->dossier, TEXT(CHECK_TOTAL)) ? TEXT("yes") : (struct text){0},
        text_format(keeping->arena, "%lld", (long long)row->cases),
    };
    csv_write_row(keeping->out, ',', cells, LENGTH_OF(cells));
}

static void add_to_total(struct keeping *keeping, const struct total *one)
{
    struct text key = text_format(keeping->arena, "%.*s %u %u", TEXT_ARGS(keeping->asked->wards[one->file]),
                                  one->line, (unsigned)one->kind);
    struct total *total = map_find(keeping->totals, key);
    if (total)
        total->cases++;
    else
        map_put(keeping->totals, key, arena_copy(keeping->arena, one, sizeof *one));
}

/* Two wards may count their dossiers alike: then the ward is named beside the number. Empty: one of two cannot be told. */
static struct text dossier_name(struct keeping *keeping, const struct check_finding *finding,
                                const struct total *one)
{
    static const char MARK[] = "seen";
    struct text number = keeping->run->rows[finding->dossier].number_of,
                ward = keeping->asked->ward_names[one->file];
    for (int tried = 0; tried < 2; tried++) {
        struct text key =
            text_format(keeping->arena, "%u %u %.*s", one->line, (unsigned)one->kind, TEXT_ARGS(number));
        if (!map_find(keeping->seen, key)) {
            map_put(keeping->seen, key, (void *)(uintptr_t)MARK);
            return number;
        }
        number = text_format(keeping->arena, "%.*s (%.*s)", TEXT_ARGS(number), TEXT_ARGS(ward));
    }
    return (struct text){0};
}

static void keep_kind(struct keeping *keeping, const struct check_finding *finding,
                      enum policy_finding_kind kind)
{
    const struct total one = {check_finding_file(keeping->run, finding), finding->line, kind, 1};
    bool reasons = kind == POLICY_WRONG || kind == POLICY_UNPROVEN;
    struct text dossier =
        is_kept_alone(keeping->run, finding) ? dossier_name(keeping, finding, &one) : (struct text){0};
    if (dossier.length == 0)
        add_to_total(keeping, &one);
    else
        write_row(keeping, &one,
                  &(struct kept_words){.dossier = dossier,
                                       .person = keeping->persons[keeping->run->rows[finding->dossier].person],
                                       .conditions = reasons ? condition_numbers(keeping, finding) : (struct text){0},
                                       .articles = reasons ? shortened(finding->cite, ARTICLES_LETTERS) : (struct text){0}});
}

/* "tổng số (Bồ Đề)": a total of a ward is known again by it, and takes the place of the one kept before. */
static void write_total(struct keeping *keeping, const struct total *total)
{
    struct text ward = keeping->asked->ward_names[total->file];
    write_row(keeping, total,
              &(struct kept_words){.dossier = ward.length > 0 ? text_format(keeping->arena, CHECK_TOTAL " (%.*s)", TEXT_ARGS(ward))
                                                              : TEXT(CHECK_TOTAL)});
}

bool check_keep_sheet(struct arena *arena, const struct check_run *run, const struct check_keeping *asked,
                      struct text *bytes, struct failure *why)
{
    static const struct text HEADINGS[] = {
        TEXT_ENTRY("mission"), TEXT_ENTRY("found_on"),    TEXT_ENTRY("dossier"),    TEXT_ENTRY("ward"),
        TEXT_ENTRY("kind"),    TEXT_ENTRY("line"),        TEXT_ENTRY("conditions"), TEXT_ENTRY("articles"),
        TEXT_ENTRY("policy"),  TEXT_ENTRY("policy_file"), TEXT_ENTRY(CHECK_PERSON), TEXT_ENTRY("total"), TEXT_ENTRY("cases")};
    struct arena *CLOSING(wiped) scratch = arena_open(); /* holds persons */
    struct buffer CLOSING(buffer) out;
    buffer_init(&out, SHEET_BYTES);
    struct keeping keeping = {.run = run,
                              .asked = asked,
                              .arena = scratch,
                              .out = &out,
                              .persons = check_person_words(scratch, run),
                              .seen = map_make(scratch),
                              .totals = map_make(scratch)};
    csv_write_row(&out, ',', HEADINGS, LENGTH_OF(HEADINGS));
    for (size_t i = 0; i < run->finding_count; i++)
        for (size_t k = 0; k < LENGTH_OF(KINDS); k++)
            if (run->findings[i].found.kinds & KINDS[k])
                keep_kind(&keeping, &run->findings[i], KINDS[k]);
    for (size_t i = 0; i < map_count(keeping.totals); i++)
        write_total(&keeping, map_value(keeping.totals, i));
    if (!buffer_ok(&out, why))
        return false;
    *bytes = text_copy(arena, buffer_text(&out));
    return true;
}
