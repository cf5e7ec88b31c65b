/* sample_write.c — what was drawn, as a workbook, as CSV, as sheets of questions, in the words of the minutes. */
#include "work/check/sample_list.h"

#include "base/buffer.h"
#include "engine/codec/csv.h"
#include "engine/codec/xlsx_write.h"
#include "work/paper/copies.h"

enum { OUT_MAX = 1 << 30, OWN_COLUMNS = 3 };

static struct text word(const struct sample_made *made, const char *vi, const char *en)
{
    return text_of(made->request->language == LANGUAGE_VI ? vi : en);
}

static struct text stratum_name(const struct sample_made *made, size_t stratum)
{
    const struct text *name = stratum < made->strata.count ? made->strata.items[stratum] : NULL;
    return name && name->length > 0 ? *name : word(made, "Toàn bộ danh sách", "The whole list");
}

static struct text method(const struct sample_made *made)
{
    bool by = made->request->by.length > 0, money = made->request->in_proportion.length > 0;
    if (by && money)
        return word(made, "phân tầng, trong mỗi tầng theo tỷ lệ số tiền", "stratified, inside each stratum in proportion to money");
    return by    ? word(made, "ngẫu nhiên phân tầng", "stratified at random")
           : money ? word(made, "ngẫu nhiên theo tỷ lệ số tiền", "at random in proportion to money")
                   : word(made, "ngẫu nhiên đơn giản", "simply at random");
}

struct text sample_list_minutes(struct arena *arena, const struct sample_made *made)
{
    const struct sample_request *ask = made->request;
    struct text command = text_format(arena, "danvan sample %.*s --size %zu", TEXT_ARGS(ask->file), ask->size);
    if (ask->by.length > 0)
        command = text_format(arena, "%.*s --by \"%.*s\"", TEXT_ARGS(command), TEXT_ARGS(ask->by));
    if (ask->in_proportion.length > 0)
        command = text_format(arena, "%.*s --in-proportion \"%.*s\"", TEXT_ARGS(command), TEXT_ARGS(ask->in_proportion));
    command = text_format(arena, "%.*s --seed \"%.*s\"", TEXT_ARGS(command), TEXT_ARGS(ask->seed));
    const char *sentence = ask->language == LANGUAGE_VI
        ? "Đoàn giám sát đã chọn %zu hồ sơ trong danh sách %lld dòng (%.*s; dấu kiểm chứng SHA-256 của tệp: %.*s), theo cách %.*s. "
          "Từ mồi đọc tại cuộc họp: “%.*s”. Ai cũng chọn lại được đúng các hồ sơ ấy bằng lệnh: %.*s --to mau.xlsx"
        : "The team drew %zu dossiers from a list of %lld rows (%.*s; SHA-256 of the file: %.*s), %.*s. "
          "Seed said at the meeting: “%.*s”. Anybody draws the same again with: %.*s --to sample.xlsx";
    return text_format(arena, sentence, made->sample.count, (long long)made->rows, TEXT_ARGS(ask->file), TEXT_ARGS(made->list_hash),
                       TEXT_ARGS(method(made)), TEXT_ARGS(ask->seed), TEXT_ARGS(command));
}

struct node *sample_list_node(struct arena *arena, const struct sample_made *made)
{
    struct node *node = node_map(arena);
    node_put(node, "rows", node_whole(arena, made->rows));
    node_put(node, "drawn", node_whole(arena, (int64_t)made->sample.count));
    node_put(node, "seed", node_text(arena, made->request->seed));
    node_put(node, "list", node_text(arena, made->list_hash));
    node_put(node, "method", node_text(arena, method(made)));
    struct node *strata = node_put(node, "strata", node_list(arena));
    for (size_t i = 0; i < made->sample.stratum_count; i++) {
        const struct sample_stratum *stratum = &made->sample.strata[i];
        struct node *one = node_append(strata, node_map(arena));
        node_put(one, "name", node_text(arena, stratum_name(made, i)));
        node_put(one, "items", node_whole(arena, (int64_t)stratum->items));
        node_put(one, "able", node_whole(arena, (int64_t)stratum->able));
        node_put(one, "drawn", node_whole(arena, (int64_t)stratum->drawn));
        if (made->request->in_proportion.length > 0)
            node_put(one, "money", node_whole(arena, stratum->money));
    }
    return node;
}

/* ---- rows ---- */

static struct text title_of(const struct sample_made *made, size_t column)
{
    return *(const struct text *)made->titles.items[column];
}

/* Number drawn, place in the list, stratum; then the row as it stands there. */
static void row_cells(struct arena *scratch, const struct sample_made *made, size_t index, struct text *cells)
{
    cells[0] = text_format(scratch, "%zu", index + 1);
    cells[1] = made->places[index];
    cells[2] = stratum_name(made, made->sample.drawn[index].stratum);
    for (size_t i = 0; i < made->titles.count; i++)
        cells[OWN_COLUMNS + i] = made->cells[index * made->titles.count + i];
}

static void heading_cells(const struct sample_made *made, struct text *cells)
{
    cells[0] = word(made, "Mẫu số", "Sample no.");
    cells[1] = word(made, "Trang, dòng trong danh sách", "Sheet and row of the list");
    cells[2] = word(made, "Tầng", "Stratum");
    for (size_t i = 0; i < made->titles.count; i++)
        cells[OWN_COLUMNS + i] = title_of(made, i);
}

bool sample_list_csv(struct arena *arena, const struct sample_made *made, struct text *bytes, struct failure *why)
{
    struct buffer CLOSING(buffer) out;
    size_t width = OWN_COLUMNS + made->titles.count;
    struct text *cells = arena_make_many(arena, width, sizeof *cells);
    buffer_init(&out, OUT_MAX);
    csv_write_mark(&out);
    heading_cells(made, cells);
    csv_write_row(&out, ',', cells, width);
    for (size_t i = 0; i < made->sample.count; i++) {
        row_cells(arena, made, i, cells);
        csv_write_row(&out, ',', cells, width);
    }
    if (!buffer_ok(&out, why))
        return false;
    *bytes = text_copy(arena, buffer_text(&out));
    return true;
}

static void write_drawn(struct arena *arena, const struct sample_made *made, struct xlsx_writer *writer)
{
    size_t width = OWN_COLUMNS + made->titles.count;
    struct xlsx_column *columns = arena_make_many(arena, width, sizeof *columns);
    struct text *cells = arena_make_many(arena, width, sizeof *cells);
    struct value *values = arena_make_many(arena, width, sizeof *values);
    heading_cells(made, cells);
    for (size_t i = 0; i < width; i++)
        columns[i].title = cells[i];
    xlsx_writer_sheet(writer, &(struct xlsx_sheet){.name = word(made, "Mẫu", "Sample"), .columns = columns, .column_count = width});
    for (size_t i = 0; i < made->sample.count; i++) {
        row_cells(arena, made, i, cells);
        for (size_t k = 0; k < width; k++)
            values[k] = cells[k].length > 0 ? value_text(cells[k]) : value_unknown();
        values[0] = value_whole((int64_t)i + 1);
        xlsx_writer_row(writer, values, width);
    }
}

static void write_way(struct arena *arena, const struct sample_made *made, struct xlsx_writer *writer)
{
    const struct xlsx_column columns[] = {{.title = word(made, "Tầng", "Stratum"), .width = 40},
                                          {.title = word(made, "Số hồ sơ", "Dossiers"), .kind = XLSX_NUMBER},
                                          {.title = word(made, "Chọn được", "Can be drawn"), .kind = XLSX_NUMBER},
                                          {.title = word(made, "Đã chọn", "Drawn"), .kind = XLSX_NUMBER}};
    const struct text title[] = {word(made, "Cách chọn mẫu (ghi vào biên bản)", "How the sample was drawn (for the minutes)"),
                                 sample_list_minutes(arena, made)};
    xlsx_writer_sheet(writer, &(struct xlsx_sheet){.name = word(made, "Cách chọn", "How"), .title = title, .title_count = LENGTH_OF(title),
                                                   .columns = columns, .column_count = LENGTH_OF(columns)});
    for (size_t i = 0; i < made->sample.stratum_count; i++) {
        const struct sample_stratum *stratum = &made->sample.strata[i];
        const struct value cells[] = {value_text(stratum_name(made, i)), value_whole((int64_t)stratum->items), value_whole((int64_t)stratum->able),
                                      value_whole((int64_t)stratum->drawn)};
        xlsx_writer_row(writer, cells, LENGTH_OF(cells));
    }
}

bool sample_list_xlsx(struct arena *arena, const struct sample_made *made, struct text *bytes, struct failure *why)
{
    struct xlsx_writer *CLOSING(xlsx_writer) writer = NULL;
    if (OWN_COLUMNS + made->titles.count > XLSX_COLUMNS_MAX)
        return FAIL(why, FAILURE_TOO_BIG, "the list has too many columns");
    if (!xlsx_writer_open(arena, &writer, why))
        return false;
    write_drawn(arena, made, writer);
    write_way(arena, made, writer);
    return xlsx_writer_done(writer, arena, bytes, why);
}

bool sample_list_survey(struct arena *arena, const struct sample_made *made, const struct definition *definition, int year,
                        struct document **document, struct failure *why)
{
    struct text *marks = arena_make_many(arena, made->sample.count, sizeof *marks);
    for (size_t i = 0; i < made->sample.count; i++) {
        struct text dossier = made->dossiers[i].length > 0 ? made->dossiers[i]
                                                           : text_format(arena, "%.*s %.*s", TEXT_ARGS(word(made, "dòng", "row")), TEXT_ARGS(made->places[i]));
        marks[i] = text_format(arena, "%.*s %zu/%zu · %.*s: %.*s", TEXT_ARGS(word(made, "Phiếu", "Sheet")), i + 1, made->sample.count,
                               TEXT_ARGS(word(made, "Hồ sơ số", "Dossier")), TEXT_ARGS(dossier));
    }
    const struct paper_copies ask = {.definition = definition, .paper = TEXT("supervision-survey"), .marks = marks, .count = made->sample.count,
                                     .year = year, .language = made->request->language};
    return paper_copies(arena, &ask, document, why);
}
