/*
 * outline.c — the outline of a draft: its parts in order, what was dropped, what could be copied; and the form that adds one.
 *
 * Every button is the act outline-change; the page holds no order of its own.
 */
#include "base/buffer.h"
#include "keep/report/outline.h"
#include "work/report/report.h"
#include "work/view/fields_inside.h"

enum { WORDS_SHOWN_MAX = 140 };

struct outline_page {
    const struct report_definition *report;
    const struct unit *unit;
    struct period period;
    struct text address; /* of the draft */
    bool may_edit;
    struct outline outline;
};

static bool ask(struct view_context *view, struct outline_page *asked, struct failure *why)
{
    asked->report = definition_report(view->house->definition, view_given(view, "report"));
    if (!asked->report)
        return FAIL(why, FAILURE_NOT_FOUND, "there is no such report");
    if (!view_period(view, "period", &asked->period, why) || !view_unit(view, view_given(view, "unit"), asked->period.end, &asked->unit, why))
        return false;
    const struct unit *issuer = report_issuer(view->arena, view->house, asked->report, asked->unit, view->today);
    struct text period = period_write(view->arena, asked->period);
    const struct draft_of of = {asked->unit->shard, asked->report->name, asked->unit->number, period};
    asked->address = text_format(view->arena, "/du-thao/%.*s/%.*s/%.*s", TEXT_ARGS(asked->report->name), TEXT_ARGS(asked->unit->code), TEXT_ARGS(period));
    asked->may_edit = view->viewer->whole_house || (issuer && account_has_role(view->viewer, ROLE_OFFICER, issuer));
    return view_allow(report_may_draft(view->viewer, issuer), "see the outline of this report", why) && view_read(view, why) &&
           outline_load(view->arena, view->reading, view->house->definition, asked->report, &of, &asked->outline, why);
}

/* ---- what a part is ---- */

/* The beginning of a sentence of the pack, with "…" where its numbers and instruments stand. */
static struct text without_numbers(const struct view_context *view, struct text words)
{
    struct buffer out;
    struct text rest = text_replace(view->arena, text_replace(view->arena, words, TEXT("[["), TEXT("{{")), TEXT("]]"), TEXT("}}")), before;
    buffer_init(&out, WORDS_SHOWN_MAX * 8);
    while (out.length < WORDS_SHOWN_MAX && text_next(&rest, '{', &before)) {
        size_t end = 0;
        buffer_add(&out, before);
        if (!text_starts(rest, TEXT("{")))
            break;
        while (end < rest.length && rest.bytes[end] != '}')
            end++;
        buffer_add(&out, TEXT("…"));
        rest = text_from(rest, end + 2);
    }
    struct text shown = text_copy(view->arena, buffer_text(&out));
    buffer_clear(&out);
    return shown;
}

static struct text part_title(const struct view_context *view, const struct section_definition *section)
{
    struct text title = view_title(view, section->title), words = view_title(view, section->text);
    if (section->kind == SECTION_TEXT && title.length == 0)
        return without_numbers(view, words);
    if (section->kind != SECTION_WORDS || words.length == 0)
        return title;
    return text_format(view->arena, "%.*s: %.*s", TEXT_ARGS(title), TEXT_ARGS(without_numbers(view, words)));
}

static struct text kind_title(const struct view_context *view, const struct section_definition *section)
{
    switch (section->kind) {
    case SECTION_HEADING:
        return view_words(view, "Đề mục", "Heading");
    case SECTION_TEXT:
        return view_words(view, "Câu có số liệu", "Sentences with figures");
    case SECTION_WORDS:
        return view_words(view, "Lời của đơn vị", "The unit's words");
    case SECTION_CHART:
        return view_words(view, "Biểu đồ", "Chart");
    case SECTION_TABLE:
        return view_words(view, "Bảng số liệu", "Table");
    }
    NEVER("a kind of part without a title");
}

static struct node *put_part(const struct view_context *view, struct node *list, struct text id, const struct section_definition *section)
{
    struct node *part = node_append(list, node_map(view->arena));
    view_put_text(view, part, "id", id);
    view_put_text(view, part, "kind", kind_title(view, section));
    view_put_text(view, part, "title", part_title(view, section));
    view_put_truth(view, part, "is_heading", section->kind == SECTION_HEADING);
    view_put_truth(view, part, "annex", section->annex);
    return part;
}

static void put_parts(const struct view_context *view, struct node *page, const struct outline_page *asked)
{
    struct node *list = node_put(page, "parts", node_list(view->arena)), *gone = node_put(page, "dropped", node_list(view->arena));
    struct list dropped;
    for (size_t i = 0; i < asked->outline.count; i++) {
        const struct outline_part *one = &asked->outline.parts[i];
        struct node *part = put_part(view, list, one->id, one->section);
        view_put_truth(view, part, "own", one->kind.length > 0);
    }
    outline_dropped(view->arena, &asked->outline, &dropped);
    for (size_t i = 0; i < dropped.count; i++) {
        const struct section_definition *section = dropped.items[i];
        put_part(view, gone, section->kind == SECTION_HEADING ? section->title.vi : section->id, section);
    }
    view_put_truth(view, page, "has_dropped", dropped.count > 0);
}

/* Outlines changed for another period here, or for the place above: what an officer copies. */
static bool put_copies(struct view_context *view, struct node *page, const struct outline_page *asked, struct failure *why)
{
    struct list kept;
    struct node *list = node_put(page, "copies", node_list(view->arena));
    if (!outline_list(view->arena, view->reading, asked->unit->shard, asked->report->name, &kept, why))
        return false;
    for (size_t i = 0; i < kept.count; i++) {
        const struct outline_kept *one = kept.items[i];
        const struct unit *unit = unit_by_number(view->house->units, one->unit);
        struct period period;
        bool here = unit == asked->unit && text_equal(one->period, period_write(view->arena, asked->period));
        if (here || !unit || !(unit == asked->unit || unit_is_inside(asked->unit, unit)) || !period_read(one->period, &period))
            continue;
        struct node *copy = node_append(list, node_map(view->arena));
        view_put_text(view, copy, "from", text_format(view->arena, "%.*s %.*s", TEXT_ARGS(unit->code), TEXT_ARGS(one->period)));
        view_put_text(view, copy, "title",
                      text_format(view->arena, "%.*s, %.*s", TEXT_ARGS(view_title(view, unit->name)),
                                  TEXT_ARGS(period_title(view->arena, period, view->language == LANGUAGE_EN))));
    }
    view_put_truth(view, page, "has_copies", node_count(list) > 0);
    return true;
}

static void put_head(const struct view_context *view, struct node *page, const struct outline_page *asked)
{
    view_put_text(view, page, "report", asked->report->name);
    view_put_text(view, page, "report_title", text_replace(view->arena, view_title(view, asked->report->title), TEXT("{{period.title}}"),
                                                           period_title(view->arena, asked->period, view->language == LANGUAGE_EN)));
    view_put_unit(view, page, "unit", asked->unit);
    view_put_period(view, page, "period", asked->period);
    view_put_text(view, page, "draft", asked->address);
    view_put_text(view, page, "address", text_format(view->arena, "%.*s/de-cuong", TEXT_ARGS(asked->address)));
    view_put_truth(view, page, "may_edit", asked->may_edit);
    view_put_truth(view, page, "changed", asked->outline.act > 0);
}

bool outline_view(struct view_context *view, struct node *page, struct failure *why)
{
    struct outline_page asked = {0};
    if (!ask(view, &asked, why))
        return false;
    put_head(view, page, &asked);
    put_parts(view, page, &asked);
    return put_copies(view, page, &asked, why);
}

/* ---- a part of one's own ---- */

/* The figures of each register this report may print, folded under the register's name. */
static void add_figures(const struct view_context *view, struct node *fields, const struct report_definition *report)
{
    const struct definition *definition = view->house->definition;
    for (size_t r = 0; r < definition->register_count; r++) {
        const struct register_definition *register_ = &definition->registers[r];
        struct text title = view_title(view, register_->title);
        struct node *field = NULL;
        for (size_t i = 0; i < register_->figure_count; i++) {
            const struct figure_definition *figure = register_->figures[i];
            if (!outline_may_show(report, figure))
                continue;
            if (!field) {
                field = fields_add(view, fields, TEXT("figures"), "is_group", text_format(view->arena, "%.*s: %.*s", TEXT_ARGS(view_words(view, "Số liệu", "Figures")), TEXT_ARGS(title)));
                view_put_text(view, field, "id", text_format(view->arena, "figures-%zu", r + 1));
                fields_optional(view, field);
            }
            fields_option(view, field, figure->name, view_title(view, figure->title), false);
        }
        if (field) {
            fields_check(view, field);
            view_put_truth(view, field, "folded", true);
            view_put_text(view, field, "folded_title", text_format(view->arena, "%.*s (%zu)", TEXT_ARGS(title), node_count(node_at(field, "options"))));
        }
    }
}

static void add_kind(const struct view_context *view, struct node *fields)
{
    struct node *kind = fields_add(view, fields, TEXT("kind"), "is_group", view_words(view, "Loại phần", "Kind of part"));
    fields_option(view, kind, TEXT("heading"), view_words(view, "Đề mục", "Heading"), false);
    fields_option(view, kind, TEXT("words"), view_words(view, "Lời của đơn vị (viết trong dự thảo)", "The unit's words (written in the draft)"), false);
    fields_option(view, kind, TEXT("figures"), view_words(view, "Câu có số liệu", "Sentences with figures"), false);
    fields_option(view, kind, TEXT("table"), view_words(view, "Bảng số liệu, có kỳ trước và cùng kỳ", "Table, with the period before and last year"), false);
    fields_choose(view, kind);
}

bool outline_add_view(struct view_context *view, struct node *page, struct failure *why)
{
    struct outline_page asked = {0};
    if (!ask(view, &asked, why) || !view_allow(asked.may_edit, "change this outline", why))
        return false;
    struct text back = text_format(view->arena, "%.*s/de-cuong", TEXT_ARGS(asked.address));
    fields_form(view, page, &(struct fields_form){.act = "outline-change", .back = back, .cancel = back,
                                                  .title = view_words(view, "Thêm phần vào đề cương", "Add a part to the outline"),
                                                  .button = view_words(view, "Thêm phần này", "Add this part")});
    fields_hide(view, page, TEXT("report"), asked.report->name);
    fields_hide(view, page, TEXT("unit"), asked.unit->code);
    fields_hide(view, page, TEXT("period"), period_write(view->arena, asked.period));
    fields_hide(view, page, TEXT("change"), TEXT("add"));
    struct node *fields = fields_put(view, page);
    add_kind(view, fields);
    struct node *title = fields_add(view, fields, TEXT("title"), "is_text", view_words(view, "Tên phần", "Title"));
    fields_hint(view, title, view_words(view, "Đề mục ghi cả số thứ tự, ví dụ “4. Công tác phối hợp”. Câu có số liệu thì không cần tên.",
                                        "A heading with its number, such as “4. Joint work”. Sentences with figures need none."));
    fields_optional(view, title);
    struct node *after = fields_add(view, fields, TEXT("after"), "is_select", view_words(view, "Đặt sau phần", "Behind the part"));
    fields_optional(view, after);
    fields_hint(view, after, view_words(view, "Không chọn thì đặt ở cuối.", "At the end when none is chosen."));
    for (size_t i = 0; i < asked.outline.count; i++)
        fields_option(view, after, asked.outline.parts[i].id, part_title(view, asked.outline.parts[i].section), false);
    add_figures(view, fields, asked.report);
    struct node *by = fields_add(view, fields, TEXT("by_place"), "is_group", view_words(view, "Bảng chia theo địa bàn", "Table by place"));
    fields_optional(view, by);
    fields_option(view, by, TEXT("yes"), view_words(view, "Mỗi địa bàn một dòng", "A row for each place"), false);
    fields_option(view, by, TEXT("no"), view_words(view, "Chỉ số chung", "The whole only"), false);
    fields_choose(view, by);
    return true;
}
