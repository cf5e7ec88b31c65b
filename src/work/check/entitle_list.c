/* entitle_list.c — a block of rows after the other: read, judged, written; its memory is let go before the next. */
#include "work/check/entitle_list.h"

#include "base/buffer.h"
#include "engine/codec/csv.h"
#include "engine/codec/xlsx_write.h"
#include "engine/policy/policy_people.h"

enum { OUT_MAX = 1 << 30, OF_LIST = 3, OF_LINE = 3, BEHIND = 3, CELLS_MAX = OF_LIST + OF_LINE * POLICY_LINES_MAX + BEHIND };
enum { BLOCK = 1024 }; /* rows judged at once */

struct entitling {
    const struct entitle_request *request;
    struct entitle_made *made;
    struct problems *problems;
    struct buffer *csv; /* NULL: the workbook */
    struct xlsx_writer *xlsx;
    size_t width;
    struct policy_people *people;
};

/* Rows read and not yet answered. */
struct block {
    struct arena *arena;
    struct value *values;         /* of each row, in the order of the policy's columns */
    struct value (*told)[OF_LIST]; /* what the list itself says of the row */
    size_t rows;
};

static struct text word(const struct entitle_request *request, const char *vi, const char *en)
{
    return text_of(request->language == LANGUAGE_VI ? vi : en);
}

/* ---- the list's columns ---- */

static enum field_kind kind_of(enum value_kind kind)
{
    switch (kind) {
    case VALUE_TRUTH:
        return FIELD_TRUTH;
    case VALUE_NUMBER:
        return FIELD_DECIMAL;
    case VALUE_DAY:
        return FIELD_DAY;
    case VALUE_CODE:
    case VALUE_TEXT:
    case VALUE_UNKNOWN:
        break;
    }
    return FIELD_TEXT; /* a code is read by its titles */
}

const struct list_word *entitle_words(struct arena *arena, const struct policy *policy, size_t *count)
{
    size_t most = 0;
    for (size_t i = 0; i < policy->column_count; i++)
        most += 3 + policy->columns[i].heading_count;
    struct list_word *words = arena_make_many(arena, most, sizeof *words);
    *count = 0;
    for (size_t i = 0; i < policy->column_count; i++) {
        const struct policy_column *column = &policy->columns[i];
        enum field_kind kind = kind_of(column->kind);
        words[(*count)++] = (struct list_word){column->name, kind, column->title.vi};
        words[(*count)++] = (struct list_word){column->name, kind, column->title.en};
        words[(*count)++] = (struct list_word){column->name, kind, column->name};
        for (size_t k = 0; k < column->heading_count; k++)
            words[(*count)++] = (struct list_word){column->name, kind, column->headings[k]};
    }
    return words;
}

static struct value value_at(struct arena *scratch, const struct policy_column *column, const struct list_row *row, int at, bool *strange)
{
    struct value value = value_unknown();
    if (column->kind != VALUE_CODE && column->kind != VALUE_TEXT)
        return list_value(scratch, row, at, strange);
    *strange = !policy_value_read(scratch, column, list_text(scratch, row, (size_t)at), &value);
    return value;
}

void entitle_values(struct arena *scratch, const struct policy *policy, const struct list_row *row, struct value *values, int64_t *strange,
                    struct problems *problems)
{
    for (size_t i = 0; i < policy->column_count; i++) {
        bool wrong = false;
        int at = list_column(row, policy->columns[i].name);
        values[i] = at < 0 ? value_unknown() : value_at(scratch, &policy->columns[i], row, at, &wrong);
        if (!wrong)
            continue;
        (*strange)++;
        const struct source_table *table = row->row.table;
        problem_warn(problems, source_place(&row->file->source, table, row->row.row->number, table->table->columns[at].column), "check.strange",
                     policy->columns[i].title.vi, (struct text){0});
    }
}

/* ---- the words of an answer ---- */

static struct text answer_word(const struct entitle_request *request, const struct policy_line_result *result)
{
    if (result->yields_to != NULL)
        return word(request, "nhường khoản khác", "yields");
    return result->verdict.answer == POLICY_YES ? word(request, "có", "yes")
         : result->verdict.answer == POLICY_NO  ? word(request, "không", "no")
                                                : word(request, "chưa rõ", "unknown");
}

static struct text reason_text(struct arena *scratch, const struct entitle_request *request, const struct policy_reason *reason)
{
    struct text values[POLICY_COLUMNS_MAX];
    if (reason->condition == NULL)
        return word(request, "chưa tính được mức tiền", "the amount cannot be worked out");
    for (size_t i = 0; i < reason->reading_count; i++) {
        const struct policy_reading *reading = &reason->readings[i];
        values[i] = text_format(scratch, "%.*s: %.*s", TEXT_ARGS(policy_words_in(reading->title, request->language)),
                                TEXT_ARGS(policy_value_show(scratch, reading->column, reading->value, request->language)));
    }
    struct text read = text_join(scratch, values, reason->reading_count, TEXT("; "));
    return text_format(scratch, "%.*s (%.*s) — %.*s", TEXT_ARGS(policy_words_in(reason->condition->say, request->language)), TEXT_ARGS(read),
                       TEXT_ARGS(policy_cite_write(scratch, reason->condition->cite, request->language)));
}

static struct text why_text(struct arena *scratch, const struct entitle_request *request, const struct policy_line_result *result)
{
    struct text reasons[POLICY_CONDITIONS_MAX + 1];
    if (result->yields_to != NULL)
        return policy_words_in(result->yields_to->title, request->language);
    if (result->verdict.at_least)
        return word(request, "ít nhất: còn khoản cộng thêm chưa rõ", "at least: a supplement is not known");
    for (size_t i = 0; i < result->reason_count; i++)
        reasons[i] = reason_text(scratch, request, &result->reasons[i]);
    struct text all = text_join(scratch, reasons, result->reason_count, TEXT(" | "));
    if (result->paper == NULL || result->verdict.answer != POLICY_UNKNOWN)
        return all;
    return text_format(scratch, "%.*s | %.*s %.*s (%.*s)", TEXT_ARGS(all), TEXT_ARGS(word(request, "cần:", "needs:")),
                       TEXT_ARGS(policy_words_in(result->paper->title, request->language)), TEXT_ARGS(policy_words_in(result->paper->issuer, request->language)));
}

/* ---- rows ---- */

static struct value said(struct text text)
{
    return text.length > 0 ? value_text(text) : value_unknown();
}

static void count_line(struct entitle_count *count, const struct policy_line_result *result)
{
    count->yields += result->yields_to != NULL;
    count->yes += result->verdict.answer == POLICY_YES && result->yields_to == NULL;
    count->unknown += result->verdict.answer == POLICY_UNKNOWN;
    count->no += result->verdict.answer == POLICY_NO;
    if (result->yields_to == NULL && __builtin_add_overflow(count->money, result->verdict.amount, &count->money))
        count->money = INT64_MAX;
}

static void write_row(const struct entitling *now, struct arena *scratch, const struct value *cells)
{
    if (now->csv == NULL) {
        xlsx_writer_row(now->xlsx, cells, now->width);
        return;
    }
    struct text texts[CELLS_MAX];
    for (size_t i = 0; i < now->width; i++)
        texts[i] = value_write(scratch, cells[i]);
    csv_write_row(now->csv, ',', texts, now->width);
}

static void list_cells(struct arena *scratch, const struct list_row *row, struct value *cells)
{
    static const struct text columns[] = {TEXT_ENTRY("dossier"), TEXT_ENTRY("full_name")};
    const struct source_table *table = row->row.table;
    cells[0] = value_text(table->sheet_name.length > 0 ? text_format(scratch, "%.*s › %u", TEXT_ARGS(table->sheet_name), row->row.row->number)
                                                       : text_format(scratch, "%u", row->row.row->number));
    for (size_t i = 0; i < LENGTH_OF(columns); i++) {
        int at = list_column(row, columns[i]);
        cells[1 + i] = at < 0 ? value_unknown() : said(list_text(scratch, row, (size_t)at));
    }
}

static void texts_keep(struct arena *arena, struct value *values, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (values[i].kind == VALUE_TEXT)
            values[i].text = text_copy(arena, values[i].text);
}

static void row_read(const struct entitling *now, const struct list_row *row, struct block *block)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    const struct policy *policy = now->request->policy;
    struct value *values = block->values + block->rows * policy->column_count, *told = block->told[block->rows++];
    entitle_values(scratch, policy, row, values, &now->made->strange, now->problems);
    list_cells(scratch, row, told);
    texts_keep(block->arena, values, policy->column_count);
    texts_keep(block->arena, told, OF_LIST);
}

static void row_answer(const struct entitling *now, const struct value *told, const struct policy_facts *facts, const struct policy_verdict *verdicts)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    const struct entitle_request *request = now->request;
    struct value cells[CELLS_MAX];
    size_t at = 0;
    const struct policy_result *result = policy_explain(scratch, request->policy, facts, verdicts);
    while (at < OF_LIST) {
        cells[at] = told[at];
        at++;
    }
    for (size_t i = 0; i < request->policy->line_count; i++) {
        const struct policy_line_result *line = &result->lines[i];
        count_line(&now->made->lines[i], line);
        cells[at++] = value_text(answer_word(request, line));
        cells[at++] = line->verdict.answer == POLICY_YES && line->line->pay != NULL ? value_whole(line->verdict.amount) : value_unknown();
        cells[at++] = said(why_text(scratch, request, line));
    }
    cells[at++] = result->total < 0 ? value_unknown() : value_whole(result->total);
    cells[at++] = value_day(request->as_of);
    cells[at++] = value_text(text_of(request->policy->hash));
    write_row(now, scratch, cells);
    now->made->rows++;
}

static void block_answer(const struct entitling *now, const struct block *block)
{
    const struct policy *policy = now->request->policy;
    struct policy_verdict *verdicts = arena_make_many(block->arena, block->rows * policy->line_count, sizeof *verdicts);
    policy_people_judge(now->people, block->values, block->rows, verdicts);
    for (size_t i = 0; i < block->rows; i++) {
        const struct policy_facts facts = {block->values + i * policy->column_count, policy->column_count, now->request->as_of};
        row_answer(now, block->told[i], &facts, verdicts + i * policy->line_count);
    }
}

/* False when no row was left. */
static bool block_next(const struct entitling *now, struct list_reader *reader)
{
    struct arena *CLOSING(arena) arena = arena_open();
    struct block block = {.arena = arena, .values = arena_make_many(arena, BLOCK * now->request->policy->column_count, sizeof *block.values),
                          .told = arena_make_many(arena, BLOCK, sizeof *block.told)};
    struct list_row row;
    while (block.rows < BLOCK && list_reader_next(reader, &row))
        row_read(now, &row, &block);
    block_answer(now, &block);
    return block.rows == BLOCK;
}

/* ---- headings ---- */

static void headings(const struct entitling *now, struct arena *arena, struct xlsx_column *columns)
{
    const struct entitle_request *request = now->request;
    size_t at = 0;
    columns[at++] = (struct xlsx_column){.title = word(request, "Trang, dòng", "Sheet, row")};
    columns[at++] = (struct xlsx_column){.title = word(request, "Số hồ sơ", "Dossier")};
    columns[at++] = (struct xlsx_column){.title = word(request, "Họ và tên", "Full name")};
    for (size_t i = 0; i < request->policy->line_count; i++) {
        struct text title = policy_words_in(request->policy->lines[i].title, request->language);
        columns[at++] = (struct xlsx_column){.title = title};
        columns[at++] = (struct xlsx_column){.title = text_format(arena, "%.*s: %.*s", TEXT_ARGS(title), TEXT_ARGS(word(request, "số tiền", "amount"))), .kind = XLSX_NUMBER};
        columns[at++] = (struct xlsx_column){.title = text_format(arena, "%.*s: %.*s", TEXT_ARGS(title), TEXT_ARGS(word(request, "vì sao", "why"))), .width = 60};
    }
    columns[at++] = (struct xlsx_column){.title = word(request, "Tổng số tiền", "Total"), .kind = XLSX_NUMBER};
    columns[at++] = (struct xlsx_column){.title = word(request, "Tính đến ngày", "As of"), .kind = XLSX_DAY};
    columns[at++] = (struct xlsx_column){.title = word(request, "Dấu kiểm chứng của tệp chính sách", "Hash of the policy file")};
}

static bool rows_write(struct entitling *now, struct arena *arena, const struct list_file *file)
{
    struct xlsx_column *columns = arena_make_many(arena, CELLS_MAX, sizeof *columns);
    struct value titles[CELLS_MAX];
    struct list_reader *reader = list_reader_open(file);
    bool more = true;
    headings(now, arena, columns);
    for (size_t i = 0; i < now->width; i++)
        titles[i] = value_text(columns[i].title);
    if (now->csv == NULL)
        xlsx_writer_sheet(now->xlsx, &(struct xlsx_sheet){.name = word(now->request, "Kết quả", "Answers"), .columns = columns, .column_count = now->width});
    else
        write_row(now, arena, titles);
    while (more)
        more = block_next(now, reader);
    list_reader_close(reader);
    return true;
}

static bool write_csv(struct entitling *now, struct arena *arena, const struct list_file *file, struct failure *why)
{
    struct buffer CLOSING(buffer) out;
    buffer_init(&out, OUT_MAX);
    csv_write_mark(&out);
    now->csv = &out;
    if (!rows_write(now, arena, file) || !buffer_ok(&out, why))
        return false;
    now->made->bytes = text_copy(arena, buffer_text(&out));
    return true;
}

static bool write_xlsx(struct entitling *now, struct arena *arena, const struct list_file *file, struct failure *why)
{
    struct xlsx_writer *CLOSING(xlsx_writer) writer = NULL;
    if (!xlsx_writer_open(arena, &writer, why))
        return false;
    now->xlsx = writer;
    return rows_write(now, arena, file) && xlsx_writer_done(writer, arena, &now->made->bytes, why);
}

bool entitle_list(struct arena *arena, const struct entitle_request *request, struct entitle_made *made, struct problems *problems, struct failure *why)
{
    size_t count;
    const struct list_word *words = entitle_words(arena, request->policy, &count);
    const struct list_asking asking = {.name = request->file, .bytes = request->bytes, .sheet = request->sheet, .shape = list_shape_make(arena, words, count)};
    struct list_file file;
    struct entitling now = {.request = request, .made = made, .problems = problems, .width = OF_LIST + OF_LINE * request->policy->line_count + BEHIND};
    *made = (struct entitle_made){0};
    if (!list_file_open(arena, &asking, &file, problems))
        return true;
    now.people = policy_people_open(arena, request->policy, request->as_of);
    return request->xlsx ? write_xlsx(&now, arena, &file, why) : write_csv(&now, arena, &file, why);
}

struct node *entitle_node(struct arena *arena, const struct entitle_request *request, const struct entitle_made *made)
{
    const struct policy *policy = request->policy;
    struct node *node = node_map(arena), *lines;
    node_put(node, "policy", node_text(arena, policy->id));
    node_put(node, "hash", node_text(arena, text_of(policy->hash)));
    node_put(node, "as_of", node_text(arena, day_write(arena, request->as_of)));
    node_put(node, "rows", node_whole(arena, made->rows));
    node_put(node, "strange", node_whole(arena, made->strange));
    lines = node_put(node, "lines", node_list(arena));
    for (size_t i = 0; i < policy->line_count; i++) {
        const struct entitle_count *line = &made->lines[i];
        struct node *one = node_append(lines, node_map(arena));
        node_put(one, "id", node_text(arena, policy->lines[i].id));
        node_put(one, "title", node_text(arena, policy_words_in(policy->lines[i].title, request->language)));
        node_put(one, "yes", node_whole(arena, line->yes));
        node_put(one, "yields", node_whole(arena, line->yields));
        node_put(one, "unknown", node_whole(arena, line->unknown));
        node_put(one, "no", node_whole(arena, line->no));
        node_put(one, "money", node_whole(arena, line->money));
    }
    return node;
}
