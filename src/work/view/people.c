/*
 * people.c — who may do what here: for administrators; and what each person may set for oneself.
 *
 * An administrator looks after the people of the place of one's organisation, and those who hold
 * no role yet. Looking after people opens no register (account.h).
 */
#include "work/view/fields_inside.h"

static bool administers_unit(const struct view_context *view, const struct unit *unit)
{
    const struct account *own = view->viewer->account;
    if (view->viewer->whole_house)
        return true;
    for (size_t i = 0; own && i < own->grant_count; i++) {
        const struct unit *at = own->grants[i].unit;
        if (own->grants[i].role == ROLE_ADMINISTRATOR && account_has_role(view->viewer, ROLE_ADMINISTRATOR, at) && at->in &&
            unit_is_inside(unit, at->in))
            return true;
    }
    return false;
}

static bool administers(const struct view_context *view, const struct account *account)
{
    for (size_t i = 0; i < account->grant_count; i++)
        if (!administers_unit(view, account->grants[i].unit))
            return false;
    return true;
}

static bool allow(struct view_context *view, struct failure *why)
{
    return view_allow(account_has_role_anywhere(view->viewer, ROLE_ADMINISTRATOR), "look after people", why);
}

static bool holds(const struct grant *grant, struct day today)
{
    return !day_is_some(grant->to) || day_compare(grant->to, today) >= 0;
}

static struct text person_address(const struct view_context *view, const struct account *account)
{
    return text_format(view->arena, "/nguoi-dung/%.*s", TEXT_ARGS(account->name));
}

static void put_grants(const struct view_context *view, struct node *map, const struct account *account)
{
    struct node *list = node_put(map, "grants", node_list(view->arena));
    for (size_t i = 0; i < account->grant_count; i++) {
        const struct grant *grant = &account->grants[i];
        struct node *one = node_append(list, node_map(view->arena));
        node_put(one, "grant", node_whole(view->arena, grant->number));
        view_put_text(view, one, "role", view_title(view, role_title(grant->role)));
        view_put_unit(view, one, "unit", grant->unit);
        if (day_is_some(grant->from))
            view_put_day(view, one, "from", grant->from);
        else
            node_put(one, "from", node_nothing(view->arena));
        if (day_is_some(grant->to))
            view_put_day(view, one, "to", grant->to);
        else
            node_put(one, "to", node_nothing(view->arena));
        view_put_truth(view, one, "holds", holds(grant, view->today));
    }
    view_put_truth(view, map, "has_grants", account->grant_count > 0);
}

static void put_person(const struct view_context *view, struct node *map, const struct account *account)
{
    view_put_text(view, map, "account", account->name);
    view_put_text(view, map, "full_name", account->full_name);
    view_put_truth(view, map, "locked", account->locked);
    view_put_truth(view, map, "must_change_password", account->must_change_password);
    view_put_text(view, map, "href", person_address(view, account));
    put_grants(view, map, account);
}

bool people_view(struct view_context *view, struct node *page, struct failure *why)
{
    struct list accounts = {0};
    if (!allow(view, why) || !view_read(view, why) ||
        !account_load_all(view->arena, view->reading, view->house->units, &accounts, why))
        return false;
    struct node *list = node_put(page, "people", node_list(view->arena));
    for (size_t i = 0; i < accounts.count; i++)
        if (administers(view, accounts.items[i]))
            put_person(view, node_append(list, node_map(view->arena)), accounts.items[i]);
    view_put_truth(view, page, "has_people", node_count(list) > 0);
    return true;
}

static bool load_person(struct view_context *view, const struct account **account, struct failure *why)
{
    return allow(view, why) && view_read(view, why) &&
           account_load(view->arena, view->reading, view->house->units, view_given(view, "account"), account, why) &&
           view_allow(administers(view, *account), "look after this person", why);
}

bool person_view(struct view_context *view, struct node *page, struct failure *why)
{
    const struct account *account;
    if (!load_person(view, &account, why))
        return false;
    put_person(view, page, account);
    view_put_text(view, page, "page_title", account->full_name.length > 0 ? account->full_name : account->name);
    view_put_text(view, page, "lock_to", account->locked ? TEXT("no") : TEXT("yes"));
    view_put_truth(view, page, "oneself", view->viewer->account && view->viewer->account->number == account->number);
    return true;
}

/* ---- forms ---- */

static struct text password_hint(const struct view_context *view)
{
    return view_words(view, "Ít nhất 10 ký tự. Một câu ngắn dễ nhớ thì tốt hơn một từ khó.",
                      "At least 10 characters. A short sentence is better than a difficult word.");
}

static void add_password(const struct view_context *view, struct node *fields, struct text title)
{
    struct node *password = fields_add(view, fields, TEXT("password"), "is_new_password", title);
    fields_hint(view, password, password_hint(view));
}

bool person_form_view(struct view_context *view, struct node *page, struct failure *why)
{
    if (!allow(view, why))
        return false;
    fields_form(view, page,
                &(struct fields_form){.act = "account-add",
                                      .back = TEXT("/nguoi-dung"),
                                      .cancel = TEXT("/nguoi-dung"),
                                      .title = view_words(view, "Thêm người", "Add a person"),
                                      .button = view_words(view, "Thêm người này", "Add this person")});
    struct node *fields = fields_put(view, page);
    fields_add(view, fields, TEXT("full_name"), "is_text", view_words(view, "Họ và tên", "Full name"));
    struct node *name = fields_add(view, fields, TEXT("name"), "is_text", view_words(view, "Tên đăng nhập", "Sign-in name"));
    fields_hint(view, name, view_words(view, "3 đến 32 chữ thường không dấu, chữ số, dấu chấm hoặc gạch; ví dụ bode.ghiso",
                                       "3 to 32 lower-case letters, digits, dots, hyphens; such as bode.ghiso"));
    add_password(view, fields, view_words(view, "Mật khẩu tạm", "First password"));
    view_put_text(view, page, "lead",
                  view_words(view, "Lần đăng nhập đầu tiên, người này phải tự đặt mật khẩu mới.",
                             "At the first sign-in this person must choose a new password."));
    return true;
}

bool person_password_view(struct view_context *view, struct node *page, struct failure *why)
{
    const struct account *account;
    if (!load_person(view, &account, why))
        return false;
    fields_form(view, page,
                &(struct fields_form){.act = "account-password",
                                      .back = person_address(view, account),
                                      .cancel = person_address(view, account),
                                      .title = text_format(view->arena, "%.*s – %.*s",
                                                           TEXT_ARGS(view_words(view, "Đặt lại mật khẩu", "Set a new password")),
                                                           TEXT_ARGS(account->full_name)),
                                      .button = view_words(view, "Đặt lại", "Set it")});
    fields_hide(view, page, TEXT("account"), account->name);
    add_password(view, fields_put(view, page), view_words(view, "Mật khẩu tạm", "First password"));
    return true;
}

static void add_units(const struct view_context *view, struct node *field)
{
    const struct unit_set *all = unit_all(view->arena, view->house->units, view->today);
    for (size_t i = 0; i < all->count; i++)
        if (all->units[i]->is_organisation && administers_unit(view, all->units[i]))
            fields_option(view, field, all->units[i]->code, view_title(view, all->units[i]->name), false);
}

bool person_grant_view(struct view_context *view, struct node *page, struct failure *why)
{
    const struct account *account;
    if (!load_person(view, &account, why))
        return false;
    fields_form(view, page,
                &(struct fields_form){.act = "account-grant",
                                      .back = person_address(view, account),
                                      .cancel = person_address(view, account),
                                      .title = text_format(view->arena, "%.*s – %.*s",
                                                           TEXT_ARGS(view_words(view, "Giao vai trò", "Grant a role")),
                                                           TEXT_ARGS(account->full_name)),
                                      .button = view_words(view, "Giao vai trò này", "Grant this role")});
    fields_hide(view, page, TEXT("account"), account->name);
    struct node *fields = fields_put(view, page);
    struct node *unit = fields_add(view, fields, TEXT("unit"), "is_select", view_words(view, "Đơn vị", "Organisation"));
    fields_hint(view, unit, view_words(view, "Vai trò có hiệu lực ở đơn vị này và các đơn vị trực thuộc.",
                                       "The role holds in this organisation and those under it."));
    add_units(view, unit);
    struct node *role = fields_add(view, fields, TEXT("role"), "is_select", view_words(view, "Vai trò", "Role"));
    for (int i = 0; i < ROLES; i++)
        fields_option(view, role, role_word((enum role)i), view_title(view, role_title((enum role)i)), false);
    struct node *to = fields_add(view, fields, TEXT("to"), "is_day", view_words(view, "Đến hết ngày", "To the end of"));
    fields_optional(view, to);
    fields_hint(view, to, view_words(view, "Để trống nếu chưa định ngày kết thúc. Ví dụ 31/12/2021", "Leave empty for no end. Such as 31/12/2021"));
    return true;
}

/* ---- for oneself ---- */

bool own_password_view(struct view_context *view, struct node *page, struct failure *why)
{
    const struct account *own = view->viewer->account;
    if (!view_allow(own != NULL, "set a password", why))
        return false;
    fields_form(view, page,
                &(struct fields_form){.act = "account-password",
                                      .back = TEXT("/dang-nhap"),
                                      .cancel = own->must_change_password ? (struct text){0} : TEXT("/viec-hom-nay"),
                                      .title = view_words(view, "Đổi mật khẩu", "Change the password"),
                                      .button = view_words(view, "Đổi mật khẩu", "Change it")});
    fields_hide(view, page, TEXT("account"), own->name);
    struct node *fields = fields_put(view, page);
    if (!own->must_change_password)
        fields_add(view, fields, TEXT("old_password"), "is_password", view_words(view, "Mật khẩu hiện nay", "Present password"));
    add_password(view, fields, view_words(view, "Mật khẩu mới", "New password"));
    fields_add(view, fields, TEXT("password_again"), "is_new_password", view_words(view, "Nhập lại mật khẩu mới", "The new password again"));
    view_put_text(view, page, "lead",
                  own->must_change_password
                      ? view_words(view, "Mật khẩu hiện nay do người quản trị đặt. Hãy tự đặt mật khẩu mới trước khi làm việc.",
                                   "Your password was set by the administrator. Choose your own before you start.")
                      : view_words(view, "Đổi xong, hãy đăng nhập lại bằng mật khẩu mới.", "Sign in again with the new password afterwards."));
    return true;
}

bool acting_for_view(struct view_context *view, struct node *page, struct failure *why)
{
    const struct account *own = view->viewer->account;
    if (!view_allow(own != NULL, "choose an organisation", why))
        return false;
    struct node *fields = fields_put(view, page);
    struct node *field = fields_add(view, fields, TEXT("unit"), "", view_words(view, "Đơn vị", "Organisation"));
    for (size_t i = 0; i < own->grant_count; i++) {
        const struct grant *grant = &own->grants[i];
        bool before = false;
        for (size_t k = 0; k < i; k++)
            before = before || (own->grants[k].unit == grant->unit && holds(&own->grants[k], view->today));
        if (!before && holds(grant, view->today))
            fields_option(view, field, grant->unit->code, view_title(view, grant->unit->name), grant->unit == view->viewer->acting_for);
    }
    view_put_truth(view, page, "some", node_count(node_at(field, "options")) > 1);
    fields_choose(view, field);
    node_put(page, "hidden", node_list(view->arena));
    return true;
}
