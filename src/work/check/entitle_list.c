/* entitle_list.c — a block of rows after the other: read, judged, written; its memory is let go before the next. */
#include "work/check/entitle_list.h"

#include "base/buffer.h"
#include "engine/codec/csv.h"
#include "engine/codec/xlsx_write.h"
#include "engine/policy/policy_people.h"
#include "engine/policy/policy_table.h"
#include "engine/rule/rule_columns.h"

enum { OUT_MAX = 1 << 30, OF_LIST = 3, OF_LINE = 3, BEHIND = 3, CELLS_MAX = OF_LIST + OF_LINE * POLICY_LINES_MAX + BEHIND };

struct entitling {
    const struct entitle_request *request;
    struct entitle_made *made;
    struct problems *problems;
    struct buffer *csv; /* one of the three is what is written */
    struct xlsx_writer *xlsx;
    struct policy_answers *columnar;
    size_t width;
    struct policy_people *people;
    struct list_reader *list; /* one of the two is what is read */
    struct policy_table *table;
};

/* Rows read and not yet answered. */
struct block {
    struct arena *arena;
    const struct value *values;    /* of each row, in the order of the policy's columns */
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

static void count_line(struct entitle_count *count, const struct policy_verdict *verdict)
{
    bool yields = verdict->yields_to > 0;
    count->yields += yields;
    count->yes += verdict->answer == POLICY_YES && !yields;
    count->unknown += verdict->answer == POLICY_UNKNOWN;
    count->no += verdict->answer == POLICY_NO;
    if (!yields && __builtin_add_overflow(count->money, verdict->amount, &count->money))
        count->money = INT64_MAX;
}

static void write_row(const struct entitling *now, struct arena *scratch, const struct value *cells)
{
    if (now->xlsx != NULL) {
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

static void row_read(const struct entitling *now, const struct list_row *row, struct value *values, struct value *told, struct arena *arena)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    size_t columns = now->request->policy->column_count;
    entitle_values(scratch, now->request->policy, row, values, &now->made->strange, now->problems);
    list_cells(scratch, row, told);
    texts_keep(arena, values, columns);
    texts_keep(arena, told, OF_LIST);
}

static void list_rows(const struct entitling *now, struct block *block)
{
    size_t columns = now->request->policy->column_count;
    struct value *values = arena_make_many(block->arena, RULE_BLOCK * columns, sizeof *values);
    struct list_row row;
    while (block->rows < RULE_BLOCK && list_reader_next(now->list, &row)) {
        row_read(now, &row, values + block->rows * columns, block->told[block->rows], block->arena);
        block->rows++;
    }
    block->values = values;
}

/* Persons of a table are known by their number in it. */
static bool table_rows(const struct entitling *now, struct block *block, struct failure *why)
{
    struct policy_table_rows rows;
    if (!policy_table_next(now->table, &rows, why))
        return false;
    for (size_t i = 0; i < rows.count; i++)
        block->told[i][0] = value_text(text_format(block->arena, "%lld", (long long)rows.first + (long long)i));
    block->values = rows.values;
    block->rows = rows.count;
    now->made->strange = policy_table_strange(now->table);
    return true;
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
        cells[at++] = value_text(answer_word(request, line));
        cells[at++] = line->verdict.answer == POLICY_YES && line->line->pay != NULL ? value_whole(line->verdict.amount) : value_unknown();
        cells[at++] = said(why_text(scratch, request, line));
    }
    cells[at++] = result->total < 0 ? value_unknown() : value_whole(result->total);
    cells[at++] = value_day(request->as_of);
    cells[at++] = value_text(text_of(request->policy->hash));
    write_row(now, scratch, cells);
}

static bool block_answer(const struct entitling *now, const struct block *block, struct failure *why)
{
    const struct policy *policy = now->request->policy;
    struct policy_verdict *verdicts = arena_make_many(block->arena, block->rows * policy->line_count, sizeof *verdicts);
    policy_people_judge(now->people, block->values, block->rows, verdicts);
    for (size_t i = 0; i < block->rows * policy->line_count; i++)
        count_line(&now->made->lines[i % policy->line_count], &verdicts[i]);
    now->made->rows += (int64_t)block->rows;
    if (now->columnar)
        return policy_answers_write(now->columnar, verdicts, block->rows, why);
    for (size_t i = 0; i < block->rows; i++) {
        const struct policy_facts facts = {block->values + i * policy->column_count, policy->column_count, now->request->as_of};
        row_answer(now, block->told[i], &facts, verdicts + i * policy->line_count);
    }
    return true;
}

/* `*more` becomes false when no row was left. */
static bool block_next(const struct entitling *now, bool *more, struct failure *why)
{
    struct arena *CLOSING(arena) arena = arena_open();
    struct block block = {.arena = arena, .told = arena_make_many(arena, RULE_BLOCK, sizeof *block.told)};
    if (now->list)
        list_rows(now, &block);
    else if (!table_rows(now, &block, why))
        return false;
    *more = block.rows == RULE_BLOCK;
    return block_answer(now, &block, why);
}

static bool rows_answer(const struct entitling *now, struct failure *why)
{
    bool more = true;
    while (more)
        if (!block_next(now, &more, why))
            return false;
    return true;
}

/* ---- headings ---- */

static void headings(const struct entitling *now, struct arena *arena, struct xlsx_column *columns)
{
    const struct entitle_request *request = now->request;
    size_t at = 0;
    columns[at++] = (struct xlsx_column){.title = now->table ? word(request, "Người thứ", "Person") : word(request, "Trang, dòng", "Sheet, row")};
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

static bool write_csv(struct entitling *now, struct arena *arena, struct failure *why)
{
    struct buffer CLOSING(buffer) out;
    struct xlsx_column *columns = arena_make_many(arena, CELLS_MAX, sizeof *columns);
    struct value titles[CELLS_MAX];
    buffer_init(&out, OUT_MAX);
    csv_write_mark(&out);
    now->csv = &out;
    headings(now, arena, columns);
    for (size_t i = 0; i < now->width; i++)
        titles[i] = value_text(columns[i].title);
    write_row(now, arena, titles);
    if (!rows_answer(now, why) || !buffer_ok(&out, why))
        return false;
    now->made->bytes = text_copy(arena, buffer_text(&out));
    return true;
}

static bool write_xlsx(struct entitling *now, struct arena *arena, struct failure *why)
{
    struct xlsx_writer *CLOSING(xlsx_writer) writer = NULL;
    struct xlsx_column *columns = arena_make_many(arena, CELLS_MAX, sizeof *columns);
    if (!xlsx_writer_open(arena, &writer, why))
        return false;
    now->xlsx = writer;
    headings(now, arena, columns);
    xlsx_writer_sheet(writer, &(struct xlsx_sheet){.name = word(now->request, "Kết quả", "Answers"), .columns = columns, .column_count = now->width});
    return rows_answer(now, why) && xlsx_writer_done(writer, arena, &now->made->bytes, why);
}

static bool write_columnar(struct entitling *now, struct arena *arena, struct failure *why)
{
    struct buffer CLOSING(buffer) out;
    buffer_init(&out, OUT_MAX);
    if (!policy_answers_begin(arena, now->request->policy, now->request->as_of, &out, &now->columnar, why) || !rows_answer(now, why) ||
        !policy_answers_end(now->columnar, why))
        return false;
    now->made->bytes = text_copy(arena, buffer_text(&out));
    return true;
}

static bool answers_write(struct entitling *now, struct arena *arena, struct failure *why)
{
    now->people = policy_people_open(arena, now->request->policy, now->request->as_of);
    switch (now->request->form) {
    case ENTITLE_CSV:
        return write_csv(now, arena, why);
    case ENTITLE_XLSX:
        return write_xlsx(now, arena, why);
    case ENTITLE_COLUMNAR:
        return write_columnar(now, arena, why);
    }
    NEVER("a form");
}

static bool answer_list(struct entitling *now, struct arena *arena, struct failure *why)
{
    const struct entitle_request *request = now->request;
    size_t count;
    const struct list_word *words = entitle_words(arena, request->policy, &count);
    const struct list_asking asking = {.name = request->file, .bytes = request->bytes, .sheet = request->sheet, .shape = list_shape_make(arena, words, count)};
    struct list_file file;
    if (!list_file_open(arena, &asking, &file, now->problems))
        return true;
    now->list = list_reader_open(&file);
    bool done = answers_write(now, arena, why);
    list_reader_close(now->list);
    return done;
}

static bool answer_table(struct entitling *now, struct arena *arena, struct failure *why)
{
    const struct policy_table_source source = {now->request->file, now->request->bytes};
    if (!policy_table_open(arena, now->request->policy, &source, &now->table, now->problems, why))
        return false;
    return !now->table || answers_write(now, arena, why);
}

bool entitle_list(struct arena *arena, const struct entitle_request *request, struct entitle_made *made, struct problems *problems, struct failure *why)
{
    struct entitling now = {.request = request, .made = made, .problems = problems, .width = OF_LIST + OF_LINE * request->policy->line_count + BEHIND};
    *made = (struct entitle_made){0};
    return policy_table_is(request->policy, request->bytes) ? answer_table(&now, arena, why) : answer_list(&now, arena, why);
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
