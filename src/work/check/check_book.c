/* check_book.c — one row for each kind of each finding, with the cells it rests on. */
#include "work/check/check_book.h"

#include "engine/codec/xlsx_write.h"

enum { TITLE_LINES = 5, SCRATCH_ROWS = 200 };

#define GAP "……………………"

static const enum policy_finding_kind KINDS[] = {CHECK_KINDS};

struct booking {
    const struct check_run *run;
    const struct check_head *head;
    struct arena *arena;
    struct xlsx_writer *writer;
    struct text title[TITLE_LINES];
};

static struct text say(const struct booking *booking, const char *vi, const char *en)
{
    return text_of(booking->head->language == LANGUAGE_VI ? vi : en);
}

static struct text gap(struct text text)
{
    return text.length > 0 ? text : TEXT(GAP);
}

/* ---- the head of every sheet ---- */

static void make_title(struct booking *booking)
{
    struct arena *arena = booking->arena;
    const struct check_run *run = booking->run;
    bool vi = booking->head->language == LANGUAGE_VI;
    booking->title[0] = say(booking, "KẾT QUẢ ĐỐI CHIẾU DANH SÁCH VỚI CHÍNH SÁCH", "LISTS AGAINST THE POLICY");
    booking->title[1] = text_format(arena, vi ? "Cuộc giám sát: %.*s. Người giữ: %.*s. Hủy tệp này chậm nhất ngày %.*s." : "Mission: %.*s. Held by: %.*s. To be destroyed by %.*s.",
                                    TEXT_ARGS(gap(booking->head->mission)), TEXT_ARGS(gap(booking->head->holder)),
                                    TEXT_ARGS(day_write_people(arena, booking->head->destroy_on, !vi)));
    booking->title[2] = say(booking, "Mỗi dòng là việc cần rà soát, chưa phải kết luận về ai: đối chiếu hồ sơ, nghe đơn vị giải trình rồi mới xác định đúng hoặc loại.",
                            "Each row is something to look at, not a verdict on anybody: compare the dossier and hear the body first.");
    booking->title[3] = text_format(arena, vi ? "Chính sách: %.*s (dấu tệp %.12s…), tính đến ngày %.*s." : "Policy: %.*s (file %.12s…), as of %.*s.",
                                    TEXT_ARGS(policy_words_in(run->request->policy->title, booking->head->language)), run->request->policy->hash,
                                    TEXT_ARGS(day_write_people(arena, run->request->as_of, !vi)));
    booking->title[4] = (struct text){0};
}

static void begin(const struct booking *booking, const char *vi, const char *en, const struct xlsx_column *columns, size_t count)
{
    xlsx_writer_sheet(booking->writer, &(struct xlsx_sheet){.name = say(booking, vi, en), .title = booking->title, .title_count = TITLE_LINES,
                                                            .columns = columns, .column_count = count});
}

static struct value text_or_none(struct text text)
{
    return text.length > 0 ? value_text(text) : value_unknown();
}

/* ---- what came out ---- */

static void write_totals(const struct booking *booking)
{
    const struct policy *policy = booking->run->request->policy;
    struct node *summary = check_summary(booking->arena, booking->run, booking->head->language);
    struct xlsx_column columns[LENGTH_OF(KINDS) + 1] = {{.title = say(booking, "Diện hỗ trợ", "Line of support"), .width = 50}};
    struct value cells[LENGTH_OF(KINDS) + 1];
    for (size_t k = 0; k < LENGTH_OF(KINDS); k++)
        columns[k + 1] = (struct xlsx_column){.title = check_kind_title(KINDS[k], booking->head->language), .kind = XLSX_NUMBER, .width = 14};
    begin(booking, "Tổng hợp", "Totals", columns, LENGTH_OF(columns));
    for (size_t i = 0; i <= policy->line_count; i++) {
        const struct node *one = i < policy->line_count ? node_at(summary, "by_line")->list.items[i] : summary;
        const struct node *counts = node_at(one, "findings");
        cells[0] = value_text(i < policy->line_count ? node_text_at(one, "title") : say(booking, "Cộng (lượt cần rà soát)", "All (to be looked at)"));
        for (size_t k = 0; k < LENGTH_OF(KINDS); k++)
            cells[k + 1] = value_number(node_find(counts, policy_finding_word(KINDS[k]))->number);
        if (i < policy->line_count)
            xlsx_writer_row(booking->writer, cells, LENGTH_OF(cells));
        else
            xlsx_writer_total(booking->writer, cells, LENGTH_OF(cells));
    }
}

/* ---- the findings ---- */

static void write_finding(const struct booking *booking, struct arena *scratch, const struct check_finding *finding, enum policy_finding_kind kind, int64_t number)
{
    const struct check_row *row = &booking->run->rows[finding->dossier];
    bool reasons = kind == POLICY_WRONG || kind == POLICY_UNPROVEN, money = kind == POLICY_SHORT || kind == POLICY_OVER;
    const struct value cells[] = {
        value_whole(number),
        value_text(check_kind_title(kind, booking->head->language)),
        value_text(policy_words_in(booking->run->request->policy->lines[finding->line].title, booking->head->language)),
        text_or_none(row->number_of),
        text_or_none(row->name),
        value_text(check_finding_say(scratch, booking->run, finding, kind, booking->head->language)),
        text_or_none(reasons ? finding->cite : (struct text){0}),
        text_or_none(kind == POLICY_WRONG ? finding->values : (struct text){0}),
        money ? value_whole(finding->found.difference) : value_unknown(),
        text_or_none(check_finding_cells(scratch, booking->run, finding, kind)),
        value_text(say(booking, "cần rà soát", "to be looked at")),
    };
    xlsx_writer_row(booking->writer, cells, LENGTH_OF(cells));
}

static void write_findings(const struct booking *booking)
{
    const struct xlsx_column columns[] = {
        {.title = say(booking, "STT", "No."), .kind = XLSX_NUMBER, .width = 6},
        {.title = say(booking, "Loại", "Kind"), .width = 16},
        {.title = say(booking, "Diện hỗ trợ", "Line of support"), .width = 24},
        {.title = say(booking, "Số hồ sơ", "Dossier"), .width = 12},
        {.title = say(booking, "Họ và tên", "Name"), .width = 22},
        {.title = say(booking, "Nội dung", "What"), .width = 50},
        {.title = say(booking, "Căn cứ", "Article"), .width = 30},
        {.title = say(booking, "Danh sách ghi", "The lists say"), .width = 30},
        {.title = say(booking, "Chênh lệch (đồng)", "Difference (đồng)"), .kind = XLSX_NUMBER, .width = 14},
        {.title = say(booking, "Ở ô", "At"), .width = 40},
        {.title = say(booking, "Trạng thái", "State"), .width = 12},
    };
    struct arena *scratch = arena_open();
    int64_t number = 0;
    begin(booking, "Cần rà soát", "To be looked at", columns, LENGTH_OF(columns));
    for (size_t i = 0; i < booking->run->finding_count; i++) {
        for (size_t k = 0; k < LENGTH_OF(KINDS); k++)
            if (booking->run->findings[i].found.kinds & KINDS[k])
                write_finding(booking, scratch, &booking->run->findings[i], KINDS[k], ++number);
        if (i % SCRATCH_ROWS == SCRATCH_ROWS - 1) {
            arena_close(scratch);
            scratch = arena_open();
        }
    }
    arena_close(scratch);
}

/* ---- the other sheets ---- */

static void write_pairs(const struct booking *booking)
{
    const struct check_run *run = booking->run;
    const struct xlsx_column columns[] = {
        {.title = say(booking, "Hồ sơ thứ nhất", "First dossier"), .width = 14}, {.title = say(booking, "Họ và tên", "Name"), .width = 24},
        {.title = say(booking, "Ở ô", "At"), .width = 30},                       {.title = say(booking, "Hồ sơ thứ hai", "Second dossier"), .width = 14},
        {.title = say(booking, "Họ và tên", "Name"), .width = 24},               {.title = say(booking, "Ở ô", "At"), .width = 30},
        {.title = say(booking, "Giống và khác", "Alike and apart"), .width = 60},
        {.title = say(booking, "Trọng số (bit)", "Weight (bits)"), .width = 12},
        {.title = say(booking, "Người rà soát nói", "Said by whoever looked"), .width = 18},
    };
    size_t shown = run->pair_count < CHECK_ALIKE_MAX ? run->pair_count : CHECK_ALIKE_MAX;
    begin(booking, "Có thể là một người", "Perhaps one person", columns, LENGTH_OF(columns));
    for (size_t i = 0; i < shown; i++) {
        struct arena *CLOSING(arena) scratch = arena_open();
        const struct check_row *a = &run->rows[run->pairs[i].a], *b = &run->rows[run->pairs[i].b];
        const struct value cells[] = {
            text_or_none(a->number_of), text_or_none(a->name), value_text(check_row_cell(scratch, run, a, TEXT("full_name"))),
            text_or_none(b->number_of), text_or_none(b->name), value_text(check_row_cell(scratch, run, b, TEXT("full_name"))),
            value_text(match_words(scratch, run->plan, run->pairs[i].levels, booking->head->language)),
            value_text(text_replace(scratch, text_format(scratch, "%+.1f", (double)run->pairs[i].weight), TEXT("."), TEXT(","))),
            value_text(run->pairs[i].said == PAIR_ONE   ? say(booking, "là một người", "one person")
                       : run->pairs[i].said == PAIR_TWO ? say(booking, "không phải một người", "two people")
                                                        : say(booking, "chưa xem", "not looked at")),
        };
        xlsx_writer_row(booking->writer, cells, LENGTH_OF(cells));
    }
}

static void write_doubts(const struct booking *booking)
{
    const struct check_run *run = booking->run;
    const struct xlsx_column columns[] = {{.title = say(booking, "Số hồ sơ", "Dossier"), .width = 14},
                                          {.title = say(booking, "Ở ô", "At"), .width = 30},
                                          {.title = say(booking, "Số giấy tờ", "Identity number"), .width = 80}};
    begin(booking, "Số giấy tờ", "Identity numbers", columns, LENGTH_OF(columns));
    for (size_t i = 0; i < run->match.doubt_count; i++) {
        struct arena *CLOSING(arena) scratch = arena_open();
        const struct match_doubt *doubt = &run->match.doubts[i];
        const struct check_row *row = &run->rows[doubt->row];
        const struct problem problem = {.code = doubt->problem};
        const struct value cells[] = {
            text_or_none(row->number_of), value_text(check_row_cell(scratch, run, row, TEXT("identity"))),
            value_text(doubt->problem ? problem_sentence(scratch, &problem, booking->head->language)
                                      : say(booking, "đã thêm số 0 bị mất ở đầu; khớp với giới tính và năm sinh", "lost zeros were put back; they agree with sex and year of birth")),
        };
        xlsx_writer_row(booking->writer, cells, LENGTH_OF(cells));
    }
}

static void write_columns(const struct booking *booking)
{
    const struct check_run *run = booking->run;
    const struct xlsx_column columns[] = {{.title = say(booking, "Tệp", "File"), .width = 30},       {.title = say(booking, "Danh sách", "List"), .width = 18},
                                          {.title = say(booking, "Trang", "Sheet"), .width = 18},    {.title = say(booking, "Tên cột", "Heading"), .width = 40},
                                          {.title = say(booking, "Được hiểu là", "Read as"), .width = 40}};
    begin(booking, "Cách đọc", "How it was read", columns, LENGTH_OF(columns));
    for (size_t i = 0; i < run->files.count; i++) {
        const struct list_file *file = run->files.items[i];
        const struct node *list = list_file_columns(booking->arena, file);
        for (size_t k = 0; k < node_count(list); k++) {
            const struct node *one = list->list.items[k];
            struct text column = node_text_at(one, "column");
            const struct value cells[] = {
                value_text(file->source.file_name), value_text(check_list_title(run->request->files[i].list, booking->head->language)),
                text_or_none(node_text_at(one, "sheet")), value_text(node_text_at(one, "title")),
                value_text(column.length > 0 ? list_shape_title(file->shape, column) : say(booking, "(bỏ qua)", "(passed over)")),
            };
            xlsx_writer_row(booking->writer, cells, LENGTH_OF(cells));
        }
    }
}

bool check_book(struct arena *arena, const struct check_run *run, const struct check_head *head, struct text *bytes, struct failure *why)
{
    struct xlsx_writer *CLOSING(xlsx_writer) writer = NULL;
    struct booking booking = {.run = run, .head = head, .arena = arena};
    if (!xlsx_writer_open(arena, &writer, why))
        return false;
    booking.writer = writer;
    make_title(&booking);
    write_totals(&booking);
    write_findings(&booking);
    write_pairs(&booking);
    write_doubts(&booking);
    write_columns(&booking);
    return xlsx_writer_done(writer, arena, bytes, why);
}

struct text check_plain(struct arena *arena, const struct check_run *run, enum language language)
{
    bool vi = language == LANGUAGE_VI;
    struct node *summary = check_summary(arena, run, language);
    const struct node *counts = node_at(summary, "findings");
    struct text lines[LENGTH_OF(KINDS) + 4];
    size_t count = 0;
    lines[count++] = text_format(arena, vi ? "%zu dòng, %zu hồ sơ, %zu người." : "%zu rows, %zu dossiers, %zu people.", run->row_count, run->dossiers, run->persons);
    for (size_t k = 0; k < LENGTH_OF(KINDS); k++)
        lines[count++] = text_format(arena, "  %.*s: %lld", TEXT_ARGS(check_kind_title(KINDS[k], language)),
                                     (long long)node_find(counts, policy_finding_word(KINDS[k]))->number.digits);
    lines[count++] = text_format(arena, vi ? "  Có thể là một người: %zu cặp" : "  Perhaps one person: %zu pairs", run->pair_count);
    if (run->lineless > 0)
        lines[count++] = text_format(arena, vi ? "  Chưa rõ diện hỗ trợ nên chưa xét: %zu dòng" : "  Not judged, for nobody can say which line they are of: %zu rows", run->lineless);
    lines[count++] = vi ? TEXT("Đây là việc cần rà soát, chưa phải kết luận.") : TEXT("These are things to look at, not verdicts.");
    return text_join(arena, lines, count, TEXT("\n"));
}
