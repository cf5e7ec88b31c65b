/*
 * disposal.c — "Đến hạn tiêu hủy": what an organisation need not keep any longer, register by register, for its clerk.
 *
 * With `so` the records of that register that are due, longest first, and the form of the act: those ticked, or all of them.
 * Without, what was disposed of stands below, each with its minutes.
 */
#include "work/view/disposal_inside.h"

#include "keep/record/disposal.h"
#include "work/paper/desk.h"
#include "work/view/seen_inside.h"

enum { DONE_SHOWN = 100 };

static bool may_dispose(const struct view_context *view, const struct register_definition *register_, const struct unit *unit)
{
    return register_->keep_years > 0 && account_may_dispose(view->viewer, register_, unit);
}

static bool count_due(struct view_context *view, const struct register_definition *register_, const struct unit *unit, int64_t *total,
                      struct failure *why)
{
    const struct unit_set own = {&unit, 1};
    struct list none = {0};
    const struct disposal_query query = {.register_ = register_, .units = &own, .today = view->today};
    return disposal_list(view->arena, view->reading, view->house->units, &query, &none, total, why);
}

bool disposal_put_total(struct view_context *view, struct node *page, const struct unit *unit, struct failure *why)
{
    int64_t sum = 0, total;
    for (size_t i = 0; i < view->house->definition->register_count; i++) {
        const struct register_definition *register_ = &view->house->definition->registers[i];
        if (!may_dispose(view, register_, unit) || view->viewer->whole_house)
            continue;
        if (!count_due(view, register_, unit, &total, why))
            return false;
        sum += total;
    }
    node_put(page, "disposal", node_nothing(view->arena));
    if (sum > 0)
        view_put_number(view, node_put(page, "disposal", node_map(view->arena)), "total", value_whole(sum));
    return true;
}

static struct text address(const struct view_context *view, const struct register_definition *register_)
{
    return text_format(view->arena, "/tieu-huy?so=%.*s", TEXT_ARGS(register_->name));
}

static void put_term(const struct view_context *view, struct node *line, const struct register_definition *register_)
{
    struct text *laws = arena_make_many(view->arena, register_->law_count, sizeof *laws);
    for (size_t i = 0; i < register_->law_count; i++)
        laws[i] = definition_cite(view->arena, view->house->definition, register_->law[i], view->language);
    view_put_text(view, line, "law", text_join(view->arena, laws, register_->law_count, TEXT("; ")));
    view_put_text(view, line, "kept",
                  text_format(view->arena, view->language == LANGUAGE_EN ? "%d years" : "%d năm", register_->keep_years));
}

static bool put_registers(struct view_context *view, struct node *page, const struct unit *unit, struct failure *why)
{
    struct node *list = node_put(page, "registers", node_list(view->arena));
    int64_t total;
    for (size_t i = 0; i < view->house->definition->register_count; i++) {
        const struct register_definition *register_ = &view->house->definition->registers[i];
        if (!may_dispose(view, register_, unit))
            continue;
        if (!count_due(view, register_, unit, &total, why))
            return false;
        if (total == 0)
            continue;
        struct node *line = node_append(list, node_map(view->arena));
        view_put_text(view, line, "title", view_title(view, register_->title));
        view_put_text(view, line, "href", address(view, register_));
        view_put_number(view, line, "total", value_whole(total));
        put_term(view, line, register_);
    }
    view_put_truth(view, page, "has_registers", node_count(list) > 0);
    return true;
}

/* ---- what was disposed of ---- */

static bool put_done(struct view_context *view, struct node *page, const struct unit *unit, struct failure *why)
{
    const struct paper_desk desk = {.arena = view->arena, .house = view->house, .viewer = view->viewer, .language = view->language};
    struct node *list = node_put(page, "done", node_list(view->arena));
    struct list done = {0};
    if (!disposal_list_done(view->arena, view->reading, unit, DONE_SHOWN, &done, why))
        return false;
    for (size_t i = 0; i < done.count; i++) {
        const struct disposal *one = done.items[i];
        const struct register_definition *register_ = definition_register(view->house->definition, one->register_name);
        if (!register_ || !may_dispose(view, register_, unit))
            continue;
        struct node *row = node_append(list, node_map(view->arena));
        view_put_text(view, row, "title", view_title(view, register_->title));
        view_put_text(view, row, "decision", one->decision);
        view_put_day(view, row, "decided_on", one->decided_on);
        view_put_number(view, row, "total", value_whole(one->records));
        paper_disposal_offer(&desk, one->act, node_put(row, "papers", node_list(view->arena)));
    }
    view_put_truth(view, page, "has_done", node_count(list) > 0);
    return true;
}

/* ---- one register ---- */

static void put_due(const struct view_context *view, struct node *rows, struct node *chosen, const struct register_definition *register_,
                    const struct disposal_due *due)
{
    struct node *row = node_append(rows, node_map(view->arena));
    struct text number = text_format(view->arena, "%lld", (long long)due->record);
    node_put(row, "record", node_whole(view->arena, due->record));
    view_put_text(view, row, "href", text_format(view->arena, "/muc-ghi/%.*s/%.*s", TEXT_ARGS(register_->name), TEXT_ARGS(number)));
    view_put_text(view, row, "state", seen_state_title(view, register_, due->state));
    view_put_day(view, row, "closed", due->closed);
    view_put_day(view, row, "until", disposal_kept_until(register_, due->closed));
    fields_option(view, chosen, number,
                  text_format(view->arena, "%.*s %.*s", TEXT_ARGS(view_words(view, "Mục ghi", "Entry")), TEXT_ARGS(number)), true);
}

static void put_decision(const struct view_context *view, struct node *fields, int64_t total)
{
    struct node *all = fields_add(view, fields, TEXT("all"), "", view_words(view, "Nhiều mục ghi", "Many entries"));
    fields_option(view, all, TEXT("yes"),
                  text_format(view->arena, view->language == LANGUAGE_EN ? "All %lld that are due, also those of other pages (at most %d at once)"
                                                                         : "Cả %lld mục đến hạn, kể cả ở trang khác (mỗi lần nhiều nhất %d)",
                              (long long)total, DISPOSAL_PART_MAX),
                  false);
    fields_check(view, all);
    fields_optional(view, all);
    struct node *number = fields_add(view, fields, TEXT("decision"), "is_text", view_words(view, "Số quyết định tiêu hủy", "Number of the decision"));
    fields_hint(view, number, view_words(view, "Ví dụ: 12/QĐ-UBND", "Such as 12/QĐ-UBND"));
    struct node *day = fields_add(view, fields, TEXT("decided_on"), "is_day", view_words(view, "Ngày quyết định", "Day of the decision"));
    fields_hint(view, day, text_format(view->arena, "%s %.*s", view->language == LANGUAGE_EN ? "Such as" : "Ví dụ",
                                       TEXT_ARGS(day_write_people(view->arena, view->today, false))));
    struct node *council = fields_add(view, fields, TEXT("council"), "is_text", view_words(view, "Hội đồng gồm", "Who sat in the council"));
    fields_hint(view, council, view_words(view, "Ghi chức vụ, không ghi tên người. Ví dụ: Chánh Văn phòng, văn thư, công chức tư pháp",
                                          "Posts, no names. Such as: head of the office, clerk, justice officer"));
}

static bool put_register(struct view_context *view, struct node *page, const struct unit *unit, struct failure *why)
{
    const struct register_definition *register_ = definition_register(view->house->definition, view_given(view, "so"));
    const struct unit_set own = {&unit, 1};
    struct list due = {0};
    int64_t total;
    if (!register_)
        return FAIL(why, FAILURE_NOT_FOUND, "no register has that name");
    if (!view_allow(may_dispose(view, register_, unit), "dispose of this register's records", why))
        return false;
    size_t at = view_page(view, "trang"), rows = view_page_rows(view);
    const struct disposal_query query = {.register_ = register_, .units = &own, .today = view->today, .offset = (at - 1) * rows, .limit = rows};
    if (!disposal_list(view->arena, view->reading, view->house->units, &query, &due, &total, why))
        return false;
    struct node *shown = node_put(page, "one", node_map(view->arena));
    view_put_text(view, shown, "title", view_title(view, register_->title));
    put_term(view, shown, register_);
    view_put_number(view, shown, "total", value_whole(total));
    view_put_pages(view, page, at, total, address(view, register_));
    fields_form(view, page, &(struct fields_form){.act = "record-dispose", .back = TEXT("/tieu-huy"), .cancel = TEXT("/tieu-huy"),
                                                  .title = view_words(view, "Đến hạn tiêu hủy", "Due for disposal"),
                                                  .button = view_words(view, "Tiêu hủy", "Dispose of them")});
    fields_hide(view, page, TEXT("register"), register_->name);
    fields_hide(view, page, TEXT("unit"), unit->code);
    struct node *list = node_put(page, "rows", node_list(view->arena)), *fields = fields_put(view, page);
    struct node *chosen = fields_add(view, fields, TEXT("records"), "", view_words(view, "Mục ghi tiêu hủy", "Entries to dispose of"));
    for (size_t i = 0; i < due.count; i++)
        put_due(view, list, chosen, register_, due.items[i]);
    fields_check(view, chosen);
    put_decision(view, fields, total);
    view_put_truth(view, page, "has_rows", due.count > 0);
    return true;
}

bool disposal_view(struct view_context *view, struct node *page, struct failure *why)
{
    const struct unit *unit = view->viewer->acting_for;
    if (!view_allow(view_signed_in(view) && unit && account_has_role(view->viewer, ROLE_CLERK, unit), "see what is due for disposal", why) ||
        !view_read(view, why))
        return false;
    view_put_text(view, page, "page_title", view_words(view, "Đến hạn tiêu hủy", "Due for disposal"));
    view_put_unit(view, page, "unit", unit);
    node_put(page, "one", node_nothing(view->arena));
    node_put(page, "rows", node_list(view->arena));
    view_put_truth(view, page, "has_registers", false);
    view_put_truth(view, page, "has_rows", false);
    view_put_truth(view, page, "has_done", false);
    if (view_given(view, "so").length > 0)
        return put_register(view, page, unit, why);
    return put_registers(view, page, unit, why) && put_done(view, page, unit, why);
}
