/* intake.c — a sheet is checked whole, then written part by part. */
#include "work/intake/intake_inside.h"

#include "engine/seal/seal.h"
#include "keep/journal/journal.h"
#include "keep/store/store.h"
#include "work/act/act.h"

enum { STEP_ROWS = 1000, ONCE_HASH = 16, COUNT_EACH = 64 };

static struct csv *open_sheet(const struct sheet *sheet, struct arena *arena, struct problems *problems)
{
    struct csv_options options = CSV_USUAL;
    options.rows_max = INTAKE_ROWS_MAX + 1;
    return csv_make(arena, sheet->request->file_name, sheet->request->bytes, options, problems);
}

/* ---- checking ---- */

/* How many rows there may be, for a sense of how far it has come. */
static int64_t guess_rows(struct text bytes)
{
    int64_t lines = 0;
    for (size_t i = 0; i < bytes.length; i++)
        lines += bytes.bytes[i] == '\n';
    return lines > 0 ? lines : 1;
}

static bool check_rows(struct sheet *sheet, struct csv *csv, int64_t guess, struct failure *why)
{
    struct arena *scratch = arena_open();
    struct csv_row row;
    bool done = true;
    for (int64_t count = 0; done && csv_next(csv, &row); count++) {
        if (count % COUNT_EACH == 0) {
            arena_close(scratch);
            scratch = arena_open();
        }
        if (count % STEP_ROWS == 0)
            progress_step(sheet->request->progress, "check", count, guess);
        done = row_check(sheet, scratch, &row, why);
        if (sheet->problems->errors > INTAKE_PROBLEMS_MAX)
            break;
    }
    arena_close(scratch);
    return done;
}

static bool check_sheet(struct sheet *sheet, struct failure *why)
{
    struct arena *CLOSING(arena) reading = arena_open();
    struct csv *csv = open_sheet(sheet, reading, sheet->problems);
    struct csv_row row;
    if (!csv_next(csv, &row)) {
        if (csv_sound(csv))
            problem_add(sheet->problems, (struct place){.file = sheet->request->file_name, .line = 1}, "intake.empty", (struct text){0},
                        (struct text){0});
        return true;
    }
    columns_read(sheet, &row);
    if (sheet->problems->errors > 0)
        return true;
    int64_t guess = guess_rows(sheet->request->bytes);
    if (!check_rows(sheet, csv, guess, why))
        return false;
    progress_step(sheet->request->progress, "check", sheet->rows, sheet->rows > 0 ? sheet->rows : 1);
    if (sheet->rows == 0 && sheet->problems->errors == 0)
        problem_add(sheet->problems, (struct place){.file = sheet->request->file_name, .line = 1}, "intake.empty", (struct text){0},
                    (struct text){0});
    return true;
}

/* ---- writing ---- */

/* What makes a part of this very sheet known again. */
struct writing {
    struct sheet *sheet;
    struct instance *instance;
    struct text name; /* of the sheet: from its bytes, register and unit */
    int64_t part, parts, kept, repeated;
};

static struct text sheet_name(const struct sheet *sheet)
{
    static const char DIGITS[] = "0123456789abcdef";
    struct text both = text_format(sheet->arena, "%.*s %.*s", TEXT_ARGS(sheet->register_->name), TEXT_ARGS(sheet->request->unit));
    const struct seal_hash of_bytes = seal_sha256(sheet->request->bytes);
    char *joined = arena_make(sheet->arena, both.length + sizeof of_bytes.bytes);
    memcpy(joined, of_bytes.bytes, sizeof of_bytes.bytes);
    memcpy(joined + sizeof of_bytes.bytes, both.bytes, both.length);
    const struct seal_hash all = seal_sha256((struct text){joined, both.length + sizeof of_bytes.bytes});
    char hex[ONCE_HASH * 2];
    for (size_t i = 0; i < ONCE_HASH; i++) {
        hex[2 * i] = DIGITS[all.bytes[i] >> 4];
        hex[2 * i + 1] = DIGITS[all.bytes[i] & 15];
    }
    return text_copy(sheet->arena, (struct text){hex, sizeof hex});
}

/* A part is kept wholly or not at all, so its first act tells of all of it. */
static bool part_is_kept(const struct writing *writing, struct text once, bool *kept, struct failure *why)
{
    struct connection *CLOSING(store_read) reading = NULL;
    int64_t number = 0;
    if (!store_read_begin(instance_store(writing->instance), &reading, why) ||
        !journal_find_once(reading, unit_tree_shard(writing->sheet->house->units), once, &number, why))
        return false;
    *kept = number != 0;
    return true;
}

static bool perform_part(struct writing *writing, struct act_request *requests, size_t count, struct arena *arena, struct failure *why)
{
    struct act_answer *answers = arena_make_many(arena, count, sizeof *answers);
    struct failure wrong;
    if (!act_perform_many(writing->instance, requests, count, arena, answers, &wrong))
        return FAIL(why, wrong.kind, "%s (%lld of %lld parts, %lld records, are kept; importing this file again goes on behind them)", wrong.text,
                    (long long)(writing->part - 1), (long long)writing->parts, (long long)writing->kept);
    for (size_t i = 0; i < count; i++)
        if (answers[i].problems.errors > 0)
            return FAIL(why, FAILURE_CONFLICT, "the definitions changed during the import (%lld of %lld parts are kept)",
                        (long long)(writing->part - 1), (long long)writing->parts);
    return true;
}

static bool write_part(struct writing *writing, struct csv *csv, bool *more, struct failure *why)
{
    struct arena *CLOSING(arena) arena = arena_open();
    const struct sheet *sheet = writing->sheet;
    struct act_request *requests = arena_make_many(arena, INTAKE_PART, sizeof *requests);
    struct text once = text_format(arena, "sheet-%.*s-%lld", TEXT_ARGS(writing->name), (long long)++writing->part);
    struct csv_row row;
    size_t count = 0;
    bool kept;
    if (!part_is_kept(writing, once, &kept, why))
        return false;
    while (count < INTAKE_PART && (*more = csv_next(csv, &row))) {
        const struct node *given = row_given(sheet, arena, &row);
        if (!given)
            continue;
        requests[count] = (struct act_request){.name = TEXT("record-write"), .viewer = sheet->request->viewer, .given = given,
                                               .once = count == 0 ? once : (struct text){0}};
        count++;
    }
    if (count > 0 && !kept && !perform_part(writing, requests, count, arena, why))
        return false;
    writing->kept += (int64_t)count;
    writing->repeated += kept ? (int64_t)count : 0;
    progress_step(sheet->request->progress, "write", writing->kept, sheet->rows);
    return true;
}

static bool write_sheet(struct sheet *sheet, struct instance *instance, struct intake_answer *answer, struct failure *why)
{
    struct arena *CLOSING(arena) reading = arena_open();
    struct writing writing = {.sheet = sheet, .instance = instance, .name = sheet_name(sheet),
                              .parts = (sheet->rows + INTAKE_PART - 1) / INTAKE_PART};
    struct problems unseen; /* all was read once without any */
    problems_init(&unseen, reading, 1);
    struct csv *csv = open_sheet(sheet, reading, &unseen);
    struct csv_row row;
    bool more = csv_next(csv, &row); /* the columns */
    while (more)
        if (!write_part(&writing, csv, &more, why))
            return false;
    answer->kept = writing.kept;
    answer->repeated = writing.repeated;
    return true;
}

/* ---- together ---- */

static bool prepare(struct sheet *sheet, struct failure *why)
{
    const struct intake_request *request = sheet->request;
    const struct definition *definition = sheet->house->definition;
    sheet->register_ = definition ? definition_register(definition, request->register_name) : NULL;
    if (!sheet->register_)
        return FAIL(why, FAILURE_NOT_FOUND, "no register is called %.*s", TEXT_ARGS(request->register_name));
    writers_index(sheet);
    if (request->unit.length == 0)
        return true;
    sheet->unit = map_find(sheet->writers, request->unit);
    return sheet->unit ||
           FAIL(why, FAILURE_NOT_FOUND, "no organisation that enters this register bears the code %.*s", TEXT_ARGS(request->unit));
}

static bool import(struct instance *instance, struct sheet *sheet, struct intake_answer *answer, struct failure *why)
{
    if (!prepare(sheet, why) || !check_sheet(sheet, why))
        return false;
    answer->rows = sheet->rows;
    answer->columns = columns_node(sheet);
    return sheet->problems->errors > 0 || sheet->request->dry_run || write_sheet(sheet, instance, answer, why);
}

bool intake_import(struct instance *instance, const struct intake_request *request, struct arena *arena, struct intake_answer *answer,
                   struct failure *why)
{
    struct intake_answer made = {0};
    struct sheet sheet = {.request = request, .arena = arena, .problems = &made.problems, .today = instance_today(instance)};
    problems_init(&made.problems, arena, INTAKE_PROBLEMS_MAX);
    sheet.house = instance_house(instance);
    bool done = import(instance, &sheet, &made, why);
    instance_release(instance, sheet.house);
    if (done)
        *answer = made;
    return done;
}
