/* lists_check.c — what is asked before lists are checked against a policy: the mission, the policy, the lists. */
#include "work/view/fields_inside.h"

#include "engine/policy/policy.h"

enum { MISSIONS_MAX = 100 };

#define KEPT_IN "finding"

static const struct register_definition *kept_in(const struct view_context *view)
{
    return view->house->definition ? definition_register(view->house->definition, TEXT(KEPT_IN)) : NULL;
}

bool view_checks_lists(const struct view_context *view)
{
    const struct unit *unit = view->viewer->acting_for;
    const struct register_definition *register_ = kept_in(view);
    return register_ && unit && view->viewer->account &&
           account_has_role(view->viewer, ROLE_SUPERVISOR, unit) &&
           account_may_write(view->viewer, register_, unit);
}

static bool is_over(const struct record *mission)
{
    return text_is(mission->state, "closed") || text_is(mission->state, "cancelled");
}

static bool add_missions(struct view_context *view, struct node *fields, struct failure *why)
{
    const struct register_definition *missions = register_field(kept_in(view), TEXT("mission"))->of_register;
    const struct unit_set own = {&view->viewer->acting_for, 1};
    const struct record_query query = {
        .register_ = missions, .units = &own, .begin = DAY_NONE, .end = DAY_NONE, .limit = MISSIONS_MAX};
    struct node *field =
        fields_add(view, fields, TEXT("mission"), "is_select", view_words(view, "Cuộc giám sát", "Mission"));
    struct record_page page;
    if (!view_read(view, why) ||
        !record_list(view->arena, view->reading, view->house->units, &query, &page, why))
        return false;
    for (size_t i = 0; i < page.count; i++) {
        const struct record *one = page.records[i];
        struct text name =
            record_value_people(view->arena, missions->name_field, &one->values[missions->name_field->slot],
                                view->house->definition, view->house->units, view->language);
        if (!is_over(one))
            fields_option(view, field, text_format(view->arena, "%lld", (long long)one->number), name, false);
    }
    return true;
}

static void add_policies(struct view_context *view, struct node *fields)
{
    const struct definition *definition = view->house->definition;
    struct node *field =
        fields_add(view, fields, TEXT("policy"), "is_select", view_words(view, "Chính sách", "Policy"));
    for (size_t i = 0; i < definition->policy_count; i++)
        fields_option(view, field, definition->policies[i]->id,
                      policy_words_in(definition->policies[i]->title, view->language), false);
    fields_optional(view, field);
    struct node *file =
        fields_add(view, fields, TEXT("policy_file"), "is_file",
                   view_words(view, "Hoặc tệp chính sách khác (.yaml)", "Or another policy file (.yaml)"));
    fields_optional(view, file);
}

static void add_lists(const struct view_context *view, struct node *fields)
{
    static const struct {
        const char *name, *vi, *en;
    } LISTS[] = {
        {"applied", "Danh sách đề nghị", "Those who applied"},
        {"refused", "Danh sách không đủ điều kiện", "Those who were refused"},
        {"approved", "Danh sách được duyệt", "Those who were approved"},
        {"paid", "Danh sách đã chi", "Those who were paid"},
    };
    for (size_t i = 0; i < LENGTH_OF(LISTS); i++) {
        struct node *field = fields_add(view, fields, text_of(LISTS[i].name), "is_file",
                                        view_words(view, LISTS[i].vi, LISTS[i].en));
        view_put_truth(view, field, "several", true);
        fields_optional(view, field);
        if (i == 0)
            fields_hint(view, field,
                        view_words(view,
                                   "Tệp .xlsx, .xls, .csv của các phường, chọn nhiều tệp một lần. Tên phường "
                                   "trong tên tệp giúp đếm theo phường. Tất cả nhiều nhất 20 MB.",
                                   "The wards' .xlsx, .xls or .csv, several at once. A ward's name in the "
                                   "file's name helps to count by ward. At most 20 MB in all."));
    }
}

bool lists_check_view(struct view_context *view, struct node *page, struct failure *why)
{
    if (!view_allow(view_checks_lists(view), "check lists for the organisation", why))
        return false;
    fields_form(view, page,
                &(struct fields_form){.act = "check",
                                      .back = TEXT("/kiem-tra"),
                                      .cancel = TEXT("/so/" KEPT_IN),
                                      .title = view_words(view, "Đối chiếu danh sách với chính sách",
                                                          "Check lists against a policy"),
                                      .button = view_words(view, "Đối chiếu", "Check")});
    view_put_unit(view, page, "unit", view->viewer->acting_for);
    struct node *fields = fields_put(view, page);
    if (!add_missions(view, fields, why))
        return false;
    add_policies(view, fields);
    add_lists(view, fields);
    struct node *day =
        fields_add(view, fields, TEXT("as_of"), "is_day", view_words(view, "Tính đến ngày", "As of"));
    fields_hint(view, day,
                view_words(view, "Ngày tính quá hạn, ví dụ 15/10/2021. Để trống: hôm nay.",
                           "Late is counted to this day. Empty: today."));
    fields_optional(view, day);
    return true;
}
