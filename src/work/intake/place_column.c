/* place_column.c — the sheet is read twice: once for its heading and width, once to be written with the answers. */
#include "work/intake/place_column.h"

#include "base/buffer.h"
#include "base/file.h"
#include "engine/codec/csv.h"
#include "engine/codec/sheet.h"
#include "engine/codec/xlsx_write.h"
#include "keep/unit/country.h"

enum { ADDED = 4, HEADING_ROWS = 50, OUT_MAX = 1 << 30 };

struct resolving {
    const struct place_column_request *request;
    const struct gazetteer *names;
    struct day day;
    struct arena *arena;
    size_t width;     /* columns of the sheet */
    uint32_t heading; /* its row; 0: not found */
    uint32_t column;
    struct place_column_made *made;
    struct buffer *csv;
    struct xlsx_writer *xlsx;
};

static struct text say(const struct resolving *resolving, const char *vi, const char *en)
{
    return text_of(resolving->request->language == LANGUAGE_VI ? vi : en);
}

/* ---- the lists ---- */

static bool read_names(struct resolving *resolving, const struct unit_tree *tree, struct problems *problems,
                       struct failure *why)
{
    struct country_list lists[] = {
        {.file = TEXT("places-2021-11.csv"), .from = DAY_NONE, .to = day_of(2025, 6, 30)},
        {.file = TEXT("places-2025-07.csv"), .from = day_of(2025, 7, 1), .to = DAY_NONE},
    };
    for (size_t i = 0; i < LENGTH_OF(lists); i++) {
        struct text path = text_format(resolving->arena, "%s/vietnam/%.*s", resolving->request->packs,
                                       TEXT_ARGS(lists[i].file));
        if (!file_read(resolving->arena, path.bytes, COUNTRY_LIST_MAX, &lists[i].bytes, why))
            return false;
    }
    resolving->names = country_make(resolving->arena, tree, lists, LENGTH_OF(lists), problems);
    return true;
}

/* ---- the heading ---- */

static void measure(struct resolving *resolving, struct workbook *workbook, size_t index)
{
    struct sheet *sheet = sheet_open(workbook, index);
    struct sheet_row row;
    struct text wanted = text_fold(resolving->arena, resolving->request->column);
    resolving->width = 0;
    while (sheet_next(sheet, &row)) {
        if (row.count > 0 && row.cells[row.count - 1].column + 1U > resolving->width)
            resolving->width = row.cells[row.count - 1].column + 1U;
        for (size_t i = 0; i < row.count && resolving->heading == 0 && row.number <= HEADING_ROWS; i++)
            if (row.cells[i].value == SHEET_TEXT &&
                text_equal(text_fold(resolving->arena, row.cells[i].text), wanted)) {
                resolving->heading = row.number;
                resolving->column = row.cells[i].column;
            }
    }
    sheet_close(sheet);
}

/* ---- one row ---- */

static struct text reason_said(const struct resolving *resolving, const struct gazetteer_answer *answer)
{
    switch (answer->reason) {
    case GAZETTEER_NO_REASON:
        return say(resolving, "chắc chắn", "sure");
    case GAZETTEER_SEVERAL:
        return say(resolving, "chưa chắc: nhiều nơi cùng tên", "unsure: several places are so called");
    case GAZETTEER_GONE:
        return say(resolving, "chưa chắc: ngày đó không còn", "unsure: no more on that day");
    case GAZETTEER_NOT_YET:
        return say(resolving, "chưa chắc: ngày đó chưa có", "unsure: not yet on that day");
    case GAZETTEER_MARKS:
        return say(resolving, "chưa chắc: khác dấu", "unsure: other diacritics");
    case GAZETTEER_KIND:
        return say(resolving, "chưa chắc: khác loại đơn vị", "unsure: another kind of unit");
    case GAZETTEER_REST:
        return say(resolving, "chưa chắc: có phần không hiểu", "unsure: a part is not understood");
    case GAZETTEER_NEAR:
        return say(resolving, "chưa chắc: gần giống", "unsure: a slip away");
    case GAZETTEER_NOWHERE:
        return say(resolving, "không rõ", "unknown");
    case GAZETTEER_EMPTY:
        return say(resolving, "không rõ: ô trống", "unknown: nothing is written");
    case GAZETTEER_TOO_LONG:
        return say(resolving, "không rõ: quá dài", "unknown: too long");
    }
    NEVER("a reason");
}

static struct text proposals_said(const struct resolving *resolving, struct arena *scratch,
                                  const struct gazetteer_answer *answer)
{
    struct text parts[GAZETTEER_PROPOSALS_MAX + 1];
    for (size_t i = 0; i < answer->count; i++)
        parts[i] = text_format(scratch, "%.*s %.*s", TEXT_ARGS(answer->places[i]->code),
                               TEXT_ARGS(gazetteer_full_name(scratch, resolving->names, answer->places[i])));
    size_t count = answer->count;
    if (answer->found > answer->count)
        parts[count++] = text_format(scratch, "… (%zu)", answer->found);
    return text_join(scratch, parts, count, TEXT("; "));
}

static void answer_row(const struct resolving *resolving, struct arena *scratch, struct text written,
                       struct text added[ADDED])
{
    struct gazetteer_answer answer;
    gazetteer_find(resolving->names, &(struct gazetteer_question){.written = written, .day = resolving->day},
                   &answer);
    bool sure = answer.sureness == GAZETTEER_SURE;
    added[0] = sure ? answer.places[0]->code : (struct text){0};
    added[1] = sure ? gazetteer_full_name(scratch, resolving->names, answer.places[0]) : (struct text){0};
    added[2] = reason_said(resolving, &answer);
    added[3] = sure ? (struct text){0} : proposals_said(resolving, scratch, &answer);
    resolving->made->rows++;
    resolving->made->sure += sure;
    resolving->made->unsure += answer.sureness == GAZETTEER_UNSURE;
    resolving->made->unknown += answer.sureness == GAZETTEER_UNKNOWN;
}

static void write_row(const struct resolving *resolving, struct arena *scratch, const struct sheet_row *row)
{
    size_t width = resolving->width + ADDED;
    struct text *cells = arena_make_many(scratch, width, sizeof *cells), *added = cells + resolving->width,
                written = {0};
    for (size_t i = 0; i < row->count; i++) {
        cells[row->cells[i].column] = row->cells[i].text;
        if (row->cells[i].column == resolving->column)
            written = row->cells[i].text;
    }
    if (row->number == resolving->heading) {
        added[0] = say(resolving, "Mã đơn vị", "Code");
        added[1] = say(resolving, "Tên chính thức", "Official name");
        added[2] = say(resolving, "Mức chắc chắn", "How sure");
        added[3] = say(resolving, "Đề xuất", "Proposals");
    } else if (row->number > resolving->heading) {
        answer_row(resolving, scratch, written, added);
    }
    if (resolving->csv) {
        csv_write_row(resolving->csv, ',', cells, width);
        return;
    }
    struct value *values = arena_make_many(scratch, width, sizeof *values);
    for (size_t i = 0; i < width; i++)
        values[i] = cells[i].length > 0 ? value_text(cells[i]) : (struct value){0};
    xlsx_writer_row(resolving->xlsx, values, width);
}

static void write_rows(struct resolving *resolving, struct workbook *workbook, size_t index)
{
    struct sheet *sheet = sheet_open(workbook, index);
    struct sheet_row row;
    while (sheet_next(sheet, &row)) {
        struct arena *CLOSING(arena) scratch = arena_open();
        write_row(resolving, scratch, &row);
    }
    sheet_close(sheet);
}

/* ---- the file ---- */

static bool write_csv(struct resolving *resolving, struct workbook *workbook, size_t index,
                      struct failure *why)
{
    struct buffer CLOSING(buffer) out;
    buffer_init(&out, OUT_MAX);
    csv_write_mark(&out);
    resolving->csv = &out;
    write_rows(resolving, workbook, index);
    if (!buffer_ok(&out, why))
        return false;
    resolving->made->bytes = text_copy(resolving->arena, buffer_text(&out));
    return true;
}

static bool write_xlsx(struct resolving *resolving, struct workbook *workbook, size_t index,
                       struct failure *why)
{
    struct xlsx_writer *CLOSING(xlsx_writer) writer = NULL;
    struct xlsx_column *columns =
        arena_make_many(resolving->arena, resolving->width + ADDED, sizeof *columns);
    if (resolving->width + ADDED > XLSX_COLUMNS_MAX)
        return FAIL(why, FAILURE_TOO_BIG, "the sheet has more than %d columns", XLSX_COLUMNS_MAX - ADDED);
    if (!xlsx_writer_open(resolving->arena, &writer, why))
        return false;
    struct text name = workbook_sheet_name(workbook, index); /* a text file is one without */
    if (name.length == 0)
        name = say(resolving, "Địa danh", "Places");
    xlsx_writer_sheet(writer, &(struct xlsx_sheet){.name = name,
                                                   .columns = columns,
                                                   .column_count = resolving->width + ADDED,
                                                   .bare = true});
    resolving->xlsx = writer;
    write_rows(resolving, workbook, index);
    return xlsx_writer_done(writer, resolving->arena, &resolving->made->bytes, why);
}

bool place_column_resolve(struct instance *instance, const struct place_column_request *request,
                          struct arena *arena, struct place_column_made *made, struct problems *problems,
                          struct failure *why)
{
    struct resolving resolving = {.request = request, .arena = arena, .made = made, .day = request->day};
    const struct house *house = instance_house(instance);
    struct workbook *CLOSING(workbook) workbook =
        workbook_open(request->file, request->bytes, WORKBOOK_USUAL, problems);
    size_t index = 0;
    *made = (struct place_column_made){0};
    if (!day_is_some(resolving.day))
        resolving.day = instance_today(instance);
    for (size_t i = 0; i < workbook_sheets(workbook) && resolving.heading == 0; i++)
        if (!workbook_sheet_hidden(workbook, i))
            measure(&resolving, workbook, index = i);
    if (workbook_sound(workbook) && resolving.heading == 0)
        problem_add(problems, (struct place){.file = request->file}, "places.no-column", request->column,
                    (struct text){0});
    bool done = read_names(&resolving, house->units, problems, why);
    if (done && problems->errors == 0)
        done = request->xlsx ? write_xlsx(&resolving, workbook, index, why)
                             : write_csv(&resolving, workbook, index, why);
    instance_release(instance, house);
    REQUIRE(made->rows == made->sure + made->unsure + made->unknown);
    return done;
}
