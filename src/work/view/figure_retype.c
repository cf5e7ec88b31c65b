/* figure_retype.c — what an old report said of a number: shown where it stands in for records or beside them, and typed in. */
#include "keep/record/retyped.h"
#include "work/act/act.h"
#include "work/view/fields_inside.h"
#include "work/view/figure_inside.h"

bool figure_stand_in(struct figure_page *page, const struct unit *unit, int span, struct figure_values *values, struct failure *why)
{
    struct view_context *view = page->view;
    const struct retyped *retyped = retyped_find(&page->retyped[span], page->figure, unit);
    struct period period = page->periods[span];
    values->retyped[span] = retyped;
    if (!retyped)
        return true;
    if (!retyped_stands(view->reading, page->figure, unit_subtree(view->arena, view->house->units, unit, period.begin, period.end), period,
                        &values->stands[span], why))
        return false;
    if (values->stands[span])
        values->values[span] = value_number(retyped->value);
    return true;
}

/* ---- on the number's page ---- */

static struct text form_address(const struct figure_page *page, const char *word)
{
    struct arena *arena = page->view->arena;
    return text_format(arena, "/so-lieu/%.*s/%s?don-vi=%.*s&ky=%.*s", TEXT_ARGS(page->figure->name), word, TEXT_ARGS(page->unit->code),
                       TEXT_ARGS(period_write(arena, page->periods[0])));
}

static void put_paper(const struct view_context *view, struct node *map, const struct retyped *retyped)
{
    struct node *paper = node_put(map, "paper", node_map(view->arena));
    view_put_text(view, paper, "number", retyped->paper_number);
    view_put_text(view, paper, "name", retyped->paper_name);
    view_put_day(view, paper, "day", retyped->paper_day);
}

/* Who typed it in is told to those who work here. */
static bool put_who(struct view_context *view, struct node *map, const struct retyped *retyped, struct failure *why)
{
    const struct account *account;
    view_put_moment(view, map, "at", retyped->at);
    view_put_text(view, map, "who", (struct text){0});
    if (!view_signed_in(view))
        return true;
    struct text owner = view_words(view, "Chủ thư mục", "The folder's owner");
    if (retyped->account != 0) {
        if (!account_load_number(view->arena, view->reading, view->house->units, retyped->account, &account, why))
            return false;
        owner = account->full_name.length > 0 ? account->full_name : account->name;
    }
    view_put_text(view, map, "who", owner);
    return true;
}

/* The paper of a published number. */
static void put_noted(const struct view_context *view, struct node *map, const struct node *noted)
{
    struct node *shown = node_put(map, "retyped", node_map(view->arena)), *paper = node_put(shown, "paper", node_map(view->arena));
    struct day day;
    view_put_truth(view, shown, "stands", true);
    view_put_text(view, shown, "who", (struct text){0});
    view_put_truth(view, shown, "may", false);
    view_put_text(view, paper, "number", node_text_at(noted, "number"));
    view_put_text(view, paper, "name", node_text_at(noted, "name"));
    if (day_read(node_text_at(noted, "day"), &day))
        view_put_day(view, paper, "day", day);
}

bool figure_put_retyped(struct figure_page *page, struct node *map, const struct figure_values *values, struct failure *why)
{
    struct view_context *view = page->view;
    const struct retyped *retyped = values->retyped[0];
    bool may = page->by.length == 0 && retyped_allowed(page->figure) && page->periods[0].end.number < view->today.number &&
               act_may_retype(view->viewer, view->house, page->figure, page->unit);
    view_put_text(view, map, "retype_href", may && !retyped ? form_address(page, "nhap-lai") : (struct text){0});
    const struct node *noted = node_at(values->note, "retyped");
    if (noted)
        put_noted(view, map, noted);
    if (!retyped)
        return true;
    struct node *shown = node_put(map, "retyped", node_map(view->arena));
    struct decimal difference;
    put_paper(view, shown, retyped);
    view_put_truth(view, shown, "stands", values->stands[0]);
    view_put_number(view, shown, "number", value_number(retyped->value));
    bool told = values->values[0].kind == VALUE_NUMBER && decimal_subtract(values->values[0].number, retyped->value, &difference);
    view_put_number(view, shown, "difference", told ? value_number(difference) : value_unknown());
    view_put_truth(view, shown, "may", may);
    view_put_text(view, shown, "correct_href", form_address(page, "nhap-lai"));
    view_put_text(view, shown, "withdraw_href", form_address(page, "rut-nhap-lai"));
    return put_who(view, shown, retyped, why);
}

/* ---- the forms ---- */

struct asked_form {
    struct figure_page page;
    const struct retyped *there; /* NULL: none yet */
};

static bool ask_form(struct view_context *view, struct asked_form *asked, struct failure *why)
{
    struct figure_page *page = &asked->page;
    page->view = view;
    page->figure = definition_figure(view->house->definition, view_given(view, "figure"));
    if (!page->figure)
        return FAIL(why, FAILURE_NOT_FOUND, "no figure has that name");
    if (!view_period(view, "ky", &page->periods[0], why) || !view_unit(view, view_given(view, "don-vi"), page->periods[0].end, &page->unit, why) ||
        !view_allow(act_may_retype(view->viewer, view->house, page->figure, page->unit), "type in this figure", why) ||
        !view_read(view, why) ||
        !retyped_load(view->arena, view->reading, unit_tree_shard(view->house->units), page->periods[0], &page->retyped[0], why))
        return false;
    asked->there = retyped_find(&page->retyped[0], page->figure, page->unit);
    return true;
}

static void put_form(const struct asked_form *asked, struct node *map, struct fields_form form)
{
    const struct figure_page *page = &asked->page;
    const struct view_context *view = page->view;
    struct text period = period_write(view->arena, page->periods[0]);
    form.back = form.cancel = figure_page_address(page, page->unit->code, period, (struct text){0});
    fields_form(view, map, &form);
    view_put_text(view, map, "lead",
                  text_format(view->arena, "%.*s · %.*s · %.*s", TEXT_ARGS(view_title(view, page->figure->title)),
                              TEXT_ARGS(view_title(view, page->unit->name)),
                              TEXT_ARGS(period_title(view->arena, page->periods[0], view->language == LANGUAGE_EN))));
    fields_hide(view, map, TEXT("figure"), page->figure->name);
    fields_hide(view, map, TEXT("unit"), page->unit->code);
    fields_hide(view, map, TEXT("period"), period);
}

static void add_reason(const struct view_context *view, struct node *fields)
{
    struct node *reason = fields_add(view, fields, TEXT("reason"), "is_long", view_words(view, "Lý do", "Reason"));
    fields_hint(view, reason, view_words(view, "Ít nhất 5 chữ.", "At least 5 characters."));
}

static struct node *add_text(const struct view_context *view, struct node *fields, const char *name, const char *kind, struct text title)
{
    return fields_add(view, fields, text_of(name), kind, title);
}

bool figure_retype_view(struct view_context *view, struct node *map, struct failure *why)
{
    struct asked_form asked = {0};
    if (!ask_form(view, &asked, why))
        return false;
    const struct retyped *there = asked.there;
    put_form(&asked, map,
             (struct fields_form){.act = "figure-retype",
                                  .title = view_words(view, "Nhập lại từ báo cáo cũ", "Type in from an old report"),
                                  .button = view_words(view, "Ghi số liệu này", "Record this figure")});
    struct node *fields = fields_put(view, map);
    struct node *value = add_text(view, fields, "value", "is_number", view_words(view, "Số liệu trong báo cáo", "The figure in the report"));
    fields_hint(view, value,
                view_words(view, "Số này không cộng vào mục ghi: nó chỉ hiện khi sổ không có mục ghi nào của kỳ, kèm dấu “nhập lại từ báo cáo cũ”.",
                           "It is never added to records: it shows only where the register holds none of the period, and is marked."));
    struct node *name = add_text(view, fields, "paper_name", "is_text", view_words(view, "Tên báo cáo", "The report's name"));
    struct node *number = add_text(view, fields, "paper_number", "is_text", view_words(view, "Số, ký hiệu", "Its number"));
    struct node *day = add_text(view, fields, "paper_day", "is_day", view_words(view, "Ngày của báo cáo", "Its day"));
    if (!there)
        return true;
    fields_value(view, value, decimal_write_people(view->arena, there->value, view->language == LANGUAGE_EN));
    fields_value(view, name, there->paper_name);
    fields_value(view, number, there->paper_number);
    fields_value(view, day, day_write_people(view->arena, there->paper_day, false));
    add_reason(view, fields);
    return true;
}

bool figure_retype_withdraw_view(struct view_context *view, struct node *map, struct failure *why)
{
    struct asked_form asked = {0};
    if (!ask_form(view, &asked, why))
        return false;
    if (!asked.there)
        return FAIL(why, FAILURE_NOT_FOUND, "nothing was typed in for this figure");
    put_form(&asked, map,
             (struct fields_form){.act = "figure-retype-withdraw",
                                  .title = view_words(view, "Rút số nhập lại", "Withdraw what was typed in"),
                                  .button = view_words(view, "Rút số này", "Withdraw it")});
    add_reason(view, fields_put(view, map));
    return true;
}
