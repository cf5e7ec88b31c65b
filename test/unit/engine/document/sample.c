#include "unit/engine/document/sample.h"

#include "base/markers.h"

static const char *const wards[] = {"Bồ Đề",     "Cự Khối",   "Đức Giang",    "Gia Thụy",  "Giang Biên",
                                    "Long Biên", "Ngọc Lâm",  "Ngọc Thụy",    "Phúc Đồng", "Phúc Lợi",
                                    "Sài Đồng",  "Thạch Bàn", "Thượng Thanh", "Việt Hưng"};
static const int sessions[] = {31, 12, 27, 18, 9, 22, 35, 41, 16, -1, 20, 25, 0, 38}; /* -1: not sent */

static struct value value_of(int number)
{
    return number < 0 ? value_unknown() : value_whole(number);
}

struct chart *sample_wards(struct arena *arena)
{
    struct chart *chart =
        chart_make(arena, CHART_BARS, TEXT("Số buổi tuyên truyền, vận động theo phường, quý III năm 2021"));
    chart->unit = TEXT("buổi");
    chart_series(chart, TEXT("Quý III/2021"));
    for (size_t i = 0; i < LENGTH_OF(wards); i++)
        chart_point(chart, text_of(wards[i]))[0] = value_of(sessions[i]);
    return chart;
}

struct chart *sample_compared(struct arena *arena)
{
    static const struct {
        const char *name;
        int values[CHART_SERIES_MAX];
    } kinds[] = {
        {"Tuyên truyền trực tiếp tại khu dân cư, tổ dân phố", {1250, 1730, 2104}},
        {"Tuyên truyền trên mạng xã hội", {3860, 2915, -1}},
        {"Tổ Covid cộng đồng", {2170, 640, 0}},
    };
    struct chart *chart =
        chart_make(arena, CHART_BARS, TEXT("Lượt tuyên truyền theo hình thức, so với quý trước và cùng kỳ"));
    chart->unit = TEXT("lượt");
    chart_series(chart, TEXT("Quý III/2021"));
    chart_series(chart, TEXT("Quý II/2021"));
    chart_series(chart, TEXT("Quý III/2020"));
    for (size_t i = 0; i < LENGTH_OF(kinds); i++) {
        struct value *values = chart_point(chart, text_of(kinds[i].name));
        for (size_t s = 0; s < CHART_SERIES_MAX; s++)
            values[s] = value_of(kinds[i].values[s]);
    }
    return chart;
}

struct chart *sample_months(struct arena *arena)
{
    static const int now[] = {14, 18, 25, 21, 30, -1, 44, 52, 39},
                     before[] = {10, 12, 20, 20, 22, 25, 24, 30, 31};
    struct chart *chart = chart_make(arena, CHART_LINES, TEXT("Số buổi tuyên truyền theo tháng"));
    chart->unit = TEXT("buổi");
    chart_series(chart, TEXT("Năm 2021"));
    chart_series(chart, TEXT("Năm 2020"));
    for (int month = 0; month < (int)LENGTH_OF(now); month++) {
        struct value *values = chart_point(chart, text_format(arena, "T%d", month + 1));
        values[0] = value_of(now[month]);
        values[1] = value_of(before[month]);
    }
    return chart;
}

static void figure(struct runs *runs, const char *id, int number)
{
    struct arena *arena = runs->arena;
    const struct bound bound = {.figure = text_of(id),
                                .unit = TEXT("004"),
                                .period = TEXT("2021-Q3"),
                                .href = text_format(arena, "/so-lieu/%s?don-vi=004&ky=2021-Q3", id),
                                .value = value_of(number)};
    struct text words =
        number < 0 ? TEXT("chưa báo cáo") : decimal_write_people(arena, decimal_of(number), false);
    run_figure(runs, words, &bound);
}

static void wards_fill(struct table *table)
{
    table_column(table, TEXT("Phường"), ALIGN_LEFT);
    table_column(table, TEXT("Số buổi"), ALIGN_RIGHT);
    table_column(table, TEXT("Lượt người dự"), ALIGN_RIGHT);
    int sum = 0;
    for (size_t i = 0; i < LENGTH_OF(wards); i++) {
        struct row *row = table_row(table);
        run_text(&row->cells[0], text_of(wards[i]));
        figure(&row->cells[1], "outreach.sessions", sessions[i]);
        figure(&row->cells[2], "outreach.people", sessions[i] < 0 ? -1 : sessions[i] * 43);
        sum += sessions[i] < 0 ? 0 : sessions[i];
    }
    struct row *total = table_total(table);
    run_text(&total->cells[0], TEXT("Toàn quận"));
    figure(&total->cells[1], "outreach.sessions", sum);
    figure(&total->cells[2], "outreach.people", sum * 43);
    table->note = TEXT("Phường Phúc Lợi chưa gửi số liệu; số toàn quận là của 13 phường đã gửi.");
}

static void compared_fill(struct table *table)
{
    static const char *const rows[] = {"Cuộc giám sát", "Kiến nghị sau giám sát", "Mô hình “Dân vận khéo”"};
    table_column(table, TEXT("Chỉ tiêu"), ALIGN_LEFT);
    table_column(table, TEXT("Đơn vị tính"), ALIGN_CENTRE);
    table_column(table, TEXT("Số lượng"), ALIGN_RIGHT);
    table_column(table, TEXT("% kế hoạch"), ALIGN_RIGHT);
    table_column(table, TEXT("Quý II/2021"), ALIGN_RIGHT);
    table_column(table, TEXT("Quý III/2020"), ALIGN_RIGHT);
    table_group(table, TEXT("Quý III/2021"), 2, 2);
    table_group(table, TEXT("So sánh"), 4, 2);
    for (size_t i = 0; i < LENGTH_OF(rows); i++) {
        struct row *row = table_row(table);
        run_text(&row->cells[0], text_of(rows[i]));
        run_text(&row->cells[1], i == 2 ? TEXT("mô hình") : TEXT("cuộc"));
        for (int c = 2; c < 6; c++)
            figure(&row->cells[c], "supervision.missions", (int)i * 3 + c * 7);
    }
}

static void words_fill(struct document *report)
{
    document_heading(report, 1, TEXT("I. TÌNH HÌNH NHÂN DÂN"))->anchor = TEXT("tinh-hinh");
    struct runs *p = document_paragraph(report, PARAGRAPH_BODY);
    run_text(p, TEXT("Quý III năm 2021, công tác dân vận của cả hệ thống chính trị Quận bám sát các Chỉ thị, "
                     "Nghị quyết của "
                     "Trung ương, Thành ủy và Quận ủy, đặc biệt là "));
    run_link(p, TEXT("Kế hoạch số 206/KH-UBND"), TEXT("/van-ban/206-kh-ubnd"));
    run_text(p, TEXT(" ngày 08/9/2021 về “xét nghiệm diện rộng, tiêm chủng”."));
    document_heading(report, 1, TEXT("II. KẾT QUẢ THỰC HIỆN"));
    document_heading(report, 2, TEXT("1. Giám sát, phản biện xã hội"));
    p = document_paragraph(report, PARAGRAPH_BODY);
    run_text(p, TEXT("Cuối tháng 8, đầu tháng 9/2021, MTTQ và các đoàn thể Quận tổ chức "));
    figure(p, "supervision.missions", 1);
    run_text(p, TEXT(" cuộc giám sát tại "));
    figure(p, "supervision.units_supervised", 5);
    run_text(p, TEXT(" phường: Bồ Đề, Gia Thụy, Ngọc Lâm, Ngọc Thụy và Phúc Đồng."));
    struct block *list = document_list(report, false);
    run_text(document_list_item(report, list),
             TEXT("Nghị quyết 68/NQ-CP ngày 01/7/2021 của Chính phủ về một số chính sách hỗ trợ "
                  "người lao động và người sử dụng lao động gặp khó khăn do đại dịch COVID-19;"));
    run_text(document_list_item(report, list),
             TEXT("Quyết định số 3642/QĐ-UBND ngày 21/7/2021 của UBND thành phố Hà Nội."));
    list = document_list(report, true);
    run_text(document_list_item(report, list), TEXT("Thành lập đoàn & gửi kế hoạch;"));
    run_bold(document_list_item(report, list), TEXT("Làm việc với UBND phường."));
    p = document_paragraph(report, PARAGRAPH_OPINION);
    run_italic(p, TEXT("Nhận định của đơn vị: "));
    run_text(p, TEXT("nhân dân đồng tình với các chính sách <hỗ trợ>."));
    compared_fill(document_table(report, TEXT("Kết quả giám sát")));
    document_heading(report, 2, TEXT("2. Tuyên truyền, vận động"));
    struct table *table = table_make(report->arena, TEXT("Số buổi và lượt người dự theo phường"));
    wards_fill(table);
    document_chart(report, sample_wards(report->arena), table);
    p = document_paragraph(report, PARAGRAPH_NOTE);
    run_text(p, TEXT("Số liệu tính đến ngày 15/9/2021."));
}

static void head_fill(struct document *report, enum layout layout)
{
    struct document_head *head = &report->head;
    head->layout = layout;
    head->type_name = TEXT("BÁO CÁO");
    head->subject = TEXT("Kết quả công tác dân vận quý III năm 2021");
    head->place_and_date = TEXT("Long Biên, ngày 05 tháng 10 năm 2021");
    head->signature.name = TEXT("Nguyễn Văn A");
    document_recipient(report, TEXT("Thường trực Quận ủy (để báo cáo);"));
    document_recipient(report, TEXT("Ban Dân vận Thành ủy;"));
    switch (layout) {
    case LAYOUT_PARTY:
        head->superior = TEXT("QUẬN ỦY LONG BIÊN");
        head->issuer = TEXT("BAN DÂN VẬN");
        head->number = TEXT("Số 45-BC/BDVQU");
        head->signature.power = TEXT("K/T TRƯỞNG BAN");
        document_signature_title(report, TEXT("PHÓ TRƯỞNG BAN"));
        document_recipient(report, TEXT("Lưu Ban Dân vận."));
        break;
    case LAYOUT_STATE:
        head->superior = TEXT("ỦY BAN NHÂN DÂN QUẬN LONG BIÊN");
        head->issuer = TEXT("ỦY BAN NHÂN DÂN PHƯỜNG BỒ ĐỀ");
        head->number = TEXT("Số: 45/BC-UBND");
        head->signature.power = TEXT("TM. ỦY BAN NHÂN DÂN");
        document_signature_title(report, TEXT("KT. CHỦ TỊCH"));
        document_signature_title(report, TEXT("PHÓ CHỦ TỊCH"));
        document_recipient(report, TEXT("Lưu: VT."));
        break;
    case LAYOUT_FRONT:
        head->superior = TEXT("ỦY BAN MTTQ VIỆT NAM QUẬN LONG BIÊN");
        head->issuer = TEXT("BAN THƯỜNG TRỰC");
        head->number = TEXT("Số: 45/BC-MTTQ-BTT");
        head->signature.power = TEXT("TM. BAN THƯỜNG TRỰC");
        document_signature_title(report, TEXT("CHỦ TỊCH"));
        document_recipient(report, TEXT("Lưu: VP."));
        break;
    case LAYOUT_PLAIN:
        break;
    }
}

struct document *sample_report(struct arena *arena, enum layout layout)
{
    struct document *report =
        document_make(arena, LANGUAGE_VI, TEXT("Kết quả công tác dân vận quý III năm 2021"));
    report->notice = TEXT("số liệu minh họa");
    head_fill(report, layout);
    words_fill(report);
    return report;
}

struct document *sample_letter(struct arena *arena)
{
    struct document *letter = document_make(arena, LANGUAGE_VI, TEXT("Công văn đôn đốc"));
    head_fill(letter, LAYOUT_STATE);
    letter->head.type_name = TEXT("");
    letter->head.number = TEXT("Số: 46/UBND-VP");
    letter->head.subject = TEXT("V/v gửi số liệu công tác dân vận quý III năm 2021");
    document_addressed_to(letter, TEXT("Ủy ban nhân dân phường Phúc Lợi;"));
    document_addressed_to(letter, TEXT("Ủy ban nhân dân phường Thượng Thanh."));
    struct runs *p = document_paragraph(letter, PARAGRAPH_BODY);
    run_text(p,
             TEXT("Đến nay các phường có tên trên chưa gửi số liệu. Đề nghị gửi trước ngày 08/10/2021./."));
    return letter;
}

struct document *sample_long(struct arena *arena, enum layout layout)
{
    struct document *report = sample_report(arena, layout);
    for (int i = 0; i < 12; i++) {
        struct runs *p = document_paragraph(report, PARAGRAPH_BODY);
        run_text(p, TEXT("Thành viên Khối vận Đảng ủy phường, tổ dân vận tổ dân phố phát huy tinh thần trách "
                         "nhiệm, tận tụy với "
                         "công việc, là lực lượng nòng cốt tham gia các tổ công tác phòng chống dịch; tích "
                         "cực tuyên truyền, "
                         "vận động nhân dân nâng cao ý thức, trách nhiệm, nghiêm túc thực hiện các văn bản "
                         "chỉ đạo của Trung "
                         "ương, Thành phố và của Quận về công tác phòng chống dịch, tạo sự đồng thuận trong "
                         "nhân dân."));
    }
    struct runs *end = document_paragraph(report, PARAGRAPH_BODY);
    run_text(end, TEXT("Trên đây là báo cáo của đơn vị./."));
    document_annex(report, TEXT("Danh sách các buổi tuyên truyền"));
    struct table *table = document_table(report, TEXT("Các buổi tuyên truyền"));
    table_column(table, TEXT("TT"), ALIGN_CENTRE);
    table_column(table, TEXT("Ngày"), ALIGN_LEFT);
    table_column(table, TEXT("Phường"), ALIGN_LEFT);
    table_column(table, TEXT("Số người dự"), ALIGN_RIGHT);
    for (int i = 0; i < 70; i++) {
        struct row *row = table_row(table);
        run_text(&row->cells[0], text_format(arena, "%d", i + 1));
        run_text(&row->cells[1], text_format(arena, "%02d/8/2021", i % 31 + 1));
        run_text(&row->cells[2], text_of(wards[(size_t)i % LENGTH_OF(wards)]));
        run_text(&row->cells[3], text_format(arena, "%d", 20 + i * 7 % 60));
    }
    return report;
}
