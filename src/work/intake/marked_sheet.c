/* marked_sheet.c — the list of problems, then each sheet read once more and written with its marks. */
#include "work/intake/marked_sheet.h"

#include "engine/codec/xlsx_write.h"
#include "keep/instance/instance.h"
#include "work/intake/empty_sheet.h"
#include "work/intake/field_note.h"

enum { CHOICES_SHOWN = 20, DIGITS_MAX = 15, SCRATCH_ROWS = 256, LIST_COLUMNS = 5 };

struct marking {
    struct arena *arena;
    struct xlsx_writer *writer;
    const struct intake_answer *answer;
    const struct register_definition *register_; /* NULL: not known, so nothing is advised */
    enum language language;
    const struct problem **marks; /* of the sheet being written: by row, then column */
    size_t mark_count, next;
    struct value *cells;
    size_t columns;
    uint32_t row;                 /* written last */
};

static struct text in(const struct marking *marking, const char *vi, const char *en)
{
    return text_of(marking->language == LANGUAGE_EN ? en : vi);
}

/* ---- what would be right ---- */

/* The columns of the table that has its heading next above the problem. */
static const struct node *columns_above(const struct marking *marking, struct place place)
{
    const struct node *tables = marking->answer->tables, *columns = NULL;
    for (size_t i = 0; i < node_count(tables); i++) {
        const struct node *table = tables->list.items[i], *heading = node_at(table, "heading"), *taken = node_at(table, "taken");
        if (taken && taken->truth && heading && heading->number.digits <= place.line && text_equal(node_text_at(table, "sheet"), place.sheet))
            columns = node_at(table, "columns");
    }
    return columns;
}

static const struct field_definition *field_at(const struct marking *marking, struct place place)
{
    const struct node *columns = marking->register_ ? columns_above(marking, place) : NULL;
    struct text letters = place_cell(marking->arena, 0, place.column), name = {0};
    for (size_t i = 0; i < node_count(columns); i++)
        if (text_equal(node_text_at(columns->list.items[i], "letters"), letters))
            name = node_text_at(columns->list.items[i], "field");
    for (size_t i = 0; name.length > 0 && i < marking->register_->field_count; i++)
        if (text_equal(marking->register_->fields[i].name, name))
            return &marking->register_->fields[i];
    return NULL;
}

static struct text advice(const struct marking *marking, const struct problem *problem)
{
    const struct field_definition *field = problem->place.column > 0 ? field_at(marking, problem->place) : NULL;
    struct text choices[CHOICES_SHOWN + 1], note;
    size_t count = 0;
    if (!field)
        return (struct text){0};
    note = field_note(marking->arena, marking->language, field);
    for (size_t i = 0; i < field->choice_count && count < CHOICES_SHOWN; i++)
        if (!field->choices[i].retired)
            choices[count++] = title_in(field->choices[i].title, marking->language);
    if (count == CHOICES_SHOWN)
        choices[count++] = TEXT("…");
    struct text list = text_join(marking->arena, choices, count, TEXT("; "));
    return text_format(marking->arena, "%.*s: %.*s%s%.*s", TEXT_ARGS(title_in(field->title, marking->language)), TEXT_ARGS(note),
                       list.length > 0 ? " " : "", TEXT_ARGS(list));
}

/* ---- the list ---- */

static void write_list(struct marking *marking)
{
    const struct problems *problems = &marking->answer->problems;
    size_t more = problems->errors + problems->warnings - problems->count;
    const struct text title[] = {
        text_format(marking->arena, MARKED_SHEET_MARK "%s", in(marking, "chỗ cần sửa", "what is to be mended").bytes),
        in(marking, "Sửa ngay ở các trang sau rồi nhập lại chính tệp này; trang này không được đọc.",
           "Mend it on the sheets behind and bring this very file again; this sheet is not read."),
        more > 0 ? text_format(marking->arena, "%s: %zu", in(marking, "Còn nữa, chưa liệt kê", "More of them, not listed").bytes, more)
                 : (struct text){0},
    };
    const struct xlsx_column columns[LIST_COLUMNS] = {{.title = in(marking, "Trang tính", "Sheet")},
                                                      {.title = in(marking, "Ô", "Cell")},
                                                      {.title = in(marking, "Mức", "Weight")},
                                                      {.title = in(marking, "Sai chỗ nào", "What is wrong")},
                                                      {.title = in(marking, "Thế nào là đúng", "What would be right")}};
    const struct xlsx_sheet sheet = {.name = in(marking, "Lỗi", "Problems"), .title = title, .title_count = LENGTH_OF(title) - (more == 0),
                                     .columns = columns, .column_count = LIST_COLUMNS};
    xlsx_writer_sheet(marking->writer, &sheet);
    for (size_t i = 0; i < problems->count; i++) {
        const struct problem *problem = &problems->items[i];
        struct place place = problem->place;
        bool at = place.line > 0 || place.column > 0;
        const struct value row[LIST_COLUMNS] = {
            value_text(place.sheet), value_text(at ? place_cell(marking->arena, place.line, place.column > 0 ? place.column : 1) : (struct text){0}),
            value_text(problem->weight == PROBLEM_ERROR ? in(marking, "sai", "wrong") : in(marking, "lưu ý", "note")),
            value_text(problem_sentence(marking->arena, problem, marking->language)), value_text(advice(marking, problem))};
        xlsx_writer_row(marking->writer, row, LIST_COLUMNS);
    }
}

/* ---- one sheet ---- */

static int compare_marks(const void *a, const void *b)
{
    const struct place one = (*(const struct problem *const *)a)->place, other = (*(const struct problem *const *)b)->place;
    if (one.line != other.line)
        return one.line < other.line ? -1 : 1;
    return one.column < other.column ? -1 : one.column > other.column;
}

/* Those at a cell; what speaks of a whole row stands at its first cell. */
static void find_marks(struct marking *marking, struct text sheet)
{
    const struct problems *problems = &marking->answer->problems;
    marking->marks = arena_make_many(marking->arena, problems->count, sizeof(const struct problem *));
    marking->mark_count = marking->next = 0;
    for (size_t i = 0; i < problems->count; i++) {
        const struct problem *problem = &problems->items[i];
        if (problem->place.line > 0 && text_equal(problem->place.sheet, sheet))
            marking->marks[marking->mark_count++] = problem;
    }
    qsort((void *)(uintptr_t)marking->marks, marking->mark_count, sizeof(const struct problem *), compare_marks);
}

/* How wide the sheet is, and which of its cells are merged: known when all of it has been read. */
static struct list measure(struct marking *marking, struct workbook *workbook, size_t index)
{
    struct sheet *sheet = sheet_open(workbook, index);
    struct list spans = {0};
    struct sheet_row row;
    size_t count;
    marking->columns = 1;
    while (sheet_next(sheet, &row))
        if (row.count > 0 && row.cells[row.count - 1].column >= marking->columns)
            marking->columns = row.cells[row.count - 1].column + 1;
    for (size_t i = 0; i < marking->mark_count; i++)
        if (marking->marks[i]->place.column > marking->columns)
            marking->columns = marking->marks[i]->place.column;
    if (marking->columns > XLSX_COLUMNS_MAX)
        marking->columns = XLSX_COLUMNS_MAX;
    const struct sheet_span *all = sheet_spans(sheet, &count);
    for (size_t i = 0; i < count && spans.count < MARKED_SPANS_MAX; i++)
        list_add(&spans, marking->arena, arena_copy(marking->arena, &all[i], sizeof all[i]));
    sheet_close(sheet);
    return spans;
}

static bool meet(const struct sheet_span *a, const struct sheet_span *b)
{
    return a->first_row <= b->last_row && b->first_row <= a->last_row && a->first_column <= b->last_column && b->first_column <= a->last_column;
}

static void merge(struct marking *marking, struct list *spans, uint32_t row)
{
    for (size_t i = 0; i < spans->count; i++) {
        const struct sheet_span *span = spans->items[i];
        bool alone = span->first_row == row;
        for (size_t k = 0; alone && k < i; k++)
            alone = !meet(span, spans->items[k]);
        if (alone)
            xlsx_writer_merge(marking->writer, span->first_column, span->last_column, span->last_row - span->first_row + 1);
    }
}

static struct value cell_value(const struct sheet_cell *cell)
{
    struct decimal number;
    switch (cell->value) {
    case SHEET_EMPTY:
        return value_unknown();
    case SHEET_TRUTH:
        return value_truth(cell->number != 0);
    case SHEET_DAY:
        return day_is_some(cell->day) ? value_day(cell->day) : value_text(cell->text);
    case SHEET_NUMBER:
        return decimal_read(cell->text, &number) ? value_number(number) : value_text(cell->text);
    case SHEET_MOMENT:
    case SHEET_TIME:
    case SHEET_TEXT:
    case SHEET_ERROR:
        return value_text(cell->text);
    }
    NEVER("a kind of cell");
}

/* All that is wrong at one cell becomes one note. */
static void mark_row(struct marking *marking, struct arena *scratch)
{
    while (marking->next < marking->mark_count && marking->marks[marking->next]->place.line == marking->row) {
        const struct problem *first = marking->marks[marking->next];
        struct text note = {0};
        bool wrong = false;
        for (; marking->next < marking->mark_count && compare_marks((const void *)&first, (const void *)&marking->marks[marking->next]) == 0; marking->next++) {
            const struct problem *problem = marking->marks[marking->next];
            struct text sentence = problem_sentence(scratch, problem, marking->language);
            note = note.length > 0 ? text_format(scratch, "%.*s\n%.*s", TEXT_ARGS(note), TEXT_ARGS(sentence)) : sentence;
            wrong = wrong || problem->weight == PROBLEM_ERROR;
        }
        xlsx_writer_mark(marking->writer, first->place.column > 0 ? first->place.column - 1 : 0, wrong ? XLSX_WRONG : XLSX_DOUBTFUL, note);
    }
}

static void write_row(struct marking *marking, struct arena *scratch, struct list *spans, uint32_t number, const struct sheet_row *row)
{
    for (size_t i = 0; i < marking->columns; i++)
        marking->cells[i] = value_unknown();
    for (size_t i = 0; row && i < row->count; i++)
        if (row->cells[i].column < marking->columns)
            marking->cells[row->cells[i].column] = cell_value(&row->cells[i]);
    marking->row = number;
    xlsx_writer_go(marking->writer, number);
    merge(marking, spans, number);
    mark_row(marking, scratch);
    xlsx_writer_row(marking->writer, marking->cells, marking->columns);
}

/* Problems at rows that hold nothing have a row of their own. */
static void write_before(struct marking *marking, struct arena *scratch, struct list *spans, uint32_t row)
{
    while (marking->next < marking->mark_count && marking->marks[marking->next]->place.line < row)
        write_row(marking, scratch, spans, marking->marks[marking->next]->place.line, NULL);
}

static void write_sheet(struct marking *marking, struct workbook *workbook, size_t index)
{
    struct arena *scratch = arena_open();
    struct sheet_row row;
    struct text name = workbook_sheet_name(workbook, index);
    find_marks(marking, name);
    struct list spans = measure(marking, workbook, index);
    struct xlsx_column *columns = arena_make_many(marking->arena, marking->columns, sizeof *columns);
    const struct xlsx_sheet made = {.name = name.length > 0 ? name : in(marking, "Bảng", "Sheet"), .columns = columns,
                                    .column_count = marking->columns, .bare = true, .hidden = workbook_sheet_hidden(workbook, index)};
    marking->cells = arena_make_many(marking->arena, marking->columns, sizeof *marking->cells);
    xlsx_writer_sheet(marking->writer, &made);
    struct sheet *sheet = sheet_open(workbook, index);
    for (size_t count = 1; sheet_next(sheet, &row); count++) {
        write_before(marking, scratch, &spans, row.number);
        write_row(marking, scratch, &spans, row.number, &row);
        if (count % SCRATCH_ROWS == 0) {
            arena_close(scratch);
            scratch = arena_open();
        }
    }
    write_before(marking, scratch, &spans, UINT32_MAX);
    sheet_close(sheet);
    arena_close(scratch);
}

/* Hidden sheets are not read, so they do not come back; only the mark of our own empty sheet does. */
static bool is_wanted(struct workbook *workbook, size_t index)
{
    return !workbook_sheet_hidden(workbook, index) || text_is(workbook_sheet_name(workbook, index), EMPTY_SHEET_MARK);
}

static bool write_workbook(struct marking *marking, const struct intake_request *request, struct text *bytes, struct failure *why)
{
    struct xlsx_writer *CLOSING(xlsx_writer) writer = NULL;
    struct problems unseen;
    problems_init(&unseen, marking->arena, 1);
    if (!xlsx_writer_open(marking->arena, &writer, why))
        return false;
    marking->writer = writer;
    write_list(marking);
    struct workbook *CLOSING(workbook) workbook = workbook_open(request->file_name, request->bytes, WORKBOOK_USUAL, &unseen);
    for (size_t i = 0; i < workbook_sheets(workbook) && workbook_sound(workbook); i++)
        if (is_wanted(workbook, i))
            write_sheet(marking, workbook, i);
    return xlsx_writer_done(writer, marking->arena, bytes, why);
}

bool marked_sheet_make(struct instance *instance, const struct intake_request *request, struct arena *arena, struct intake_answer *answer,
                       struct text *bytes, struct failure *why)
{
    struct intake_request ask = *request;
    ask.dry_run = true;
    ask.problems_max = MARKED_PROBLEMS_MAX;
    if (!intake_import(instance, &ask, arena, answer, why))
        return false;
    if (answer->counts.read > MARKED_ROWS_MAX)
        return FAIL(why, FAILURE_TOO_BIG, "a sheet of more than %d rows is not marked: its problems are listed", MARKED_ROWS_MAX);
    const struct house *house = instance_house(instance);
    struct marking marking = {.arena = arena, .answer = answer, .language = request->viewer->language,
                              .register_ = house->definition ? definition_register(house->definition, request->register_name) : NULL};
    bool done = write_workbook(&marking, request, bytes, why);
    instance_release(instance, house);
    return done;
}
