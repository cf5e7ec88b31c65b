/* sample_list.c — the list is read once for strata and amounts, and once more for the rows drawn. */
#include "work/check/sample_list.h"

#include "base/map.h"
#include "engine/seal/seal.h"

#define BETWEEN_STRATA " · "

struct drawing {
    const struct sample_request *request;
    struct arena *arena;
    struct list_file file;
    size_t by[SAMPLE_BY_MAX], by_count, money;
    bool by_money;
    struct map *strata_by_name;
    uint32_t *stratum;
    int64_t *amounts;
    struct sample_made *made;
};

/* ---- columns ---- */

static bool find_column(struct drawing *drawing, struct text title, size_t *column, struct problems *problems)
{
    if (list_file_find(drawing->arena, &drawing->file, title, column))
        return true;
    problem_add(problems, (struct place){.file = drawing->request->file}, "check.no-column", title, (struct text){0});
    return false;
}

static bool find_columns(struct drawing *drawing, struct problems *problems)
{
    struct text rest = drawing->request->by, title;
    while (text_next(&rest, ',', &title)) {
        if (drawing->by_count == SAMPLE_BY_MAX) {
            problem_add(problems, (struct place){.file = drawing->request->file}, "check.by-many", text_format(drawing->arena, "%d", SAMPLE_BY_MAX),
                        (struct text){0});
            return false;
        }
        if (!find_column(drawing, text_trimmed(title), &drawing->by[drawing->by_count], problems))
            return false;
        drawing->by_count++;
    }
    drawing->by_money = drawing->request->in_proportion.length > 0;
    return !drawing->by_money || find_column(drawing, drawing->request->in_proportion, &drawing->money, problems);
}

static const struct source_table *first_taken(const struct list_file *file)
{
    for (size_t i = 0; i < file->source.tables.count; i++)
        if (((const struct source_table *)file->source.tables.items[i])->taken)
            return file->source.tables.items[i];
    return NULL;
}

/* Tables with other headings than the first have no part in the draw: their columns stand elsewhere. */
static void keep_alike(struct drawing *drawing, struct problems *problems)
{
    const struct sheet_table *first = first_taken(&drawing->file)->table;
    for (size_t t = 0; t < drawing->file.source.tables.count; t++) {
        struct source_table *one = drawing->file.source.tables.items[t];
        bool alike = one->table->column_count == first->column_count;
        for (size_t i = 0; alike && i < first->column_count; i++)
            alike = text_equal(title_fold(drawing->arena, one->table->columns[i].title), title_fold(drawing->arena, first->columns[i].title));
        if (!one->taken || alike)
            continue;
        one->taken = false;
        drawing->file.rows -= (int64_t)one->table->rows;
        problem_warn(problems, source_place(&drawing->file.source, one, one->table->heading_first, one->table->first_column), "check.other-columns",
                     (struct text){0}, (struct text){0});
    }
}

static void add_text(struct list *list, struct arena *arena, struct text text)
{
    struct text *kept = arena_make(arena, sizeof *kept);
    *kept = text_copy(arena, text);
    list_add(list, arena, kept);
}

/* ---- the first reading ---- */

/* Rows that are written a little differently are of one stratum: folded. */
static bool stratum_of(struct drawing *drawing, struct arena *scratch, const struct list_row *row, uint32_t *stratum, struct failure *why)
{
    struct text parts[SAMPLE_BY_MAX];
    for (size_t i = 0; i < drawing->by_count; i++)
        parts[i] = list_text(scratch, row, drawing->by[i]);
    struct text name = text_join(scratch, parts, drawing->by_count, TEXT(BETWEEN_STRATA)), key = text_fold(scratch, name);
    uintptr_t found = (uintptr_t)map_find(drawing->strata_by_name, key);
    if (found == 0) {
        if (drawing->made->strata.count == SAMPLE_STRATA_MAX)
            return FAIL(why, FAILURE_TOO_BIG, "a list is divided into at most %d strata", SAMPLE_STRATA_MAX);
        add_text(&drawing->made->strata, drawing->arena, name);
        found = drawing->made->strata.count;
        map_put(drawing->strata_by_name, text_copy(drawing->arena, key), (void *)found);
    }
    *stratum = (uint32_t)(found - 1);
    return true;
}

static bool read_items(struct drawing *drawing, struct failure *why)
{
    struct list_reader *reader = list_reader_open(&drawing->file);
    struct list_row row;
    size_t count = 0;
    bool done = true;
    while (done && list_reader_next(reader, &row)) {
        struct arena *CLOSING(arena) scratch = arena_open();
        REQUIRE(count < (size_t)drawing->file.rows);
        done = stratum_of(drawing, scratch, &row, &drawing->stratum[count], why);
        drawing->amounts[count] = 1;
        if (drawing->by_money && !list_amount(scratch, &row, drawing->money, &drawing->amounts[count]))
            drawing->amounts[count] = 0;
        count++;
    }
    list_reader_close(reader);
    drawing->made->rows = (int64_t)count;
    return done;
}

/* ---- the second reading ---- */

static void keep_row(const struct drawing *drawing, const struct list_row *row, size_t index, struct text *cells, struct text *places,
                     struct text *dossiers)
{
    struct arena *arena = drawing->arena;
    const struct source_table *table = row->row.table;
    size_t width = drawing->made->titles.count;
    int dossier = list_column(row, TEXT("dossier"));
    for (size_t i = 0; i < width && i < table->table->column_count; i++)
        cells[index * width + i] = text_copy(arena, list_text(arena, row, i));
    places[index] = table->sheet_name.length > 0 ? text_format(arena, "%.*s › %u", TEXT_ARGS(table->sheet_name), row->row.row->number)
                                                 : text_format(arena, "%u", row->row.row->number);
    if (dossier >= 0)
        dossiers[index] = text_copy(arena, list_text(arena, row, (size_t)dossier));
}

static void keep_rows(struct drawing *drawing)
{
    const struct sample *sample = &drawing->made->sample;
    struct text *cells = arena_make_many(drawing->arena, sample->count * drawing->made->titles.count, sizeof *cells),
                *places = arena_make_many(drawing->arena, sample->count, sizeof *places),
                *dossiers = arena_make_many(drawing->arena, sample->count, sizeof *dossiers);
    struct list_reader *reader = list_reader_open(&drawing->file);
    struct list_row row;
    for (size_t item = 0, next = 0; next < sample->count && list_reader_next(reader, &row); item++)
        if (sample->drawn[next].item == item)
            keep_row(drawing, &row, next++, cells, places, dossiers);
    list_reader_close(reader);
    drawing->made->cells = cells;
    drawing->made->places = places;
    drawing->made->dossiers = dossiers;
}

bool sample_list_draw(struct arena *arena, const struct sample_request *request, struct sample_made *made, struct problems *problems,
                      struct failure *why)
{
    struct drawing drawing = {.request = request, .arena = arena, .made = made, .strata_by_name = map_make(arena)};
    const struct list_asking asking = {.name = request->file, .bytes = request->bytes, .sheet = request->sheet, .shape = list_shape_make(arena, NULL, 0)};
    struct problems of_titles; /* titles that are near those of lists do not matter here */
    *made = (struct sample_made){.request = request};
    problems_init(&of_titles, arena, problems->ceiling);
    if (!list_file_open(arena, &asking, &drawing.file, &of_titles)) {
        *problems = of_titles;
        return true;
    }
    keep_alike(&drawing, problems);
    if (!find_columns(&drawing, problems))
        return true;
    struct seal_hash hash = seal_sha256(request->bytes);
    made->list_hash = seal_hex(arena, hash.bytes, sizeof hash.bytes);
    const struct sheet_table *table = first_taken(&drawing.file)->table;
    for (size_t i = 0; i < table->column_count; i++)
        add_text(&made->titles, arena, column_title(arena, &table->columns[i]));
    drawing.stratum = arena_make_many(arena, (size_t)drawing.file.rows, sizeof *drawing.stratum);
    drawing.amounts = arena_make_many(arena, (size_t)drawing.file.rows, sizeof *drawing.amounts);
    if (!read_items(&drawing, why))
        return false;
    const struct sample_plan plan = {.count = (size_t)made->rows, .size = request->size, .seed = request->seed, .stratum = drawing.by_count > 0 ? drawing.stratum : NULL,
                                     .strata = made->strata.count, .money = drawing.by_money ? drawing.amounts : NULL};
    if (!sample_draw(arena, &plan, &made->sample, why))
        return false;
    keep_rows(&drawing);
    return true;
}
