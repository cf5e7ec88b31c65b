/* view.c — every view goes one way: the house, the view's own permission, its tree. */
#include "work/view/seen_inside.h"

struct view_kind {
    struct text name;
    view_function *show;
};

#define VIEW(name_, stem) {{name_, sizeof(name_) - 1}, stem##_view},
static const struct view_kind KINDS[] = {
#include "work/view/views.def"
};
#undef VIEW

static const struct view_kind *find_kind(struct text name)
{
    for (size_t i = 0; i < LENGTH_OF(KINDS); i++)
        if (text_equal(KINDS[i].name, name))
            return &KINDS[i];
    return NULL;
}

static struct view_context context_of(struct instance *instance, const struct house *house, const struct view_request *request,
                                      struct arena *arena)
{
    struct day today = request->viewer->today;
    return (struct view_context){.arena = arena,
                                 .instance = instance,
                                 .house = house,
                                 .viewer = request->viewer,
                                 .given = request->given,
                                 .language = request->viewer->language,
                                 .today = day_is_some(today) && today.number != 0 ? today : instance_today(instance)};
}

bool view_show(struct instance *instance, struct text name, const struct view_request *request, struct arena *arena,
               struct node **page, struct failure *why)
{
    const struct view_kind *kind = find_kind(name);
    if (!kind)
        return FAIL(why, FAILURE_NOT_FOUND, "no view is called %.*s", TEXT_ARGS(name));
    const struct house *house = instance_house(instance);
    struct view_context view = context_of(instance, house, request, arena);
    struct node *made = node_map(arena);
    bool done = house->definition ? kind->show(&view, made, why) : FAIL(why, FAILURE_NOT_FOUND, "no definitions are in force yet");
    view_release(&view);
    instance_release(instance, house);
    if (done)
        *page = made;
    return done;
}

bool view_take_file(struct instance *instance, const struct view_request *request, struct arena *arena, struct view_file *file,
                    struct failure *why)
{
    const struct house *house = instance_house(instance);
    struct view_context view = context_of(instance, house, request, arena);
    bool done = house->definition ? attached_take(&view, file, why) : FAIL(why, FAILURE_NOT_FOUND, "no definitions are in force yet");
    view_release(&view);
    instance_release(instance, house);
    return done;
}

/* ---- the frame ---- */

struct link {
    const char *href, *vi, *en;
    bool (*shown)(const struct view_context *view); /* NULL: to anyone */
};

static bool looks_after_people(const struct view_context *view)
{
    return account_has_role_anywhere(view->viewer, ROLE_ADMINISTRATOR);
}

static bool keeps_keys(const struct view_context *view)
{
    const struct viewer *viewer = view->viewer;
    return viewer->account && (account_has_role_anywhere(viewer, ROLE_CUSTODIAN) || account_has_role_anywhere(viewer, ROLE_RECEPTION)) &&
           !looks_after_people(view);
}

static bool receives(const struct view_context *view)
{
    return view->viewer->account && view->viewer->acting_for && account_has_role(view->viewer, ROLE_RECEPTION, view->viewer->acting_for);
}

static bool keeps_funds(const struct view_context *view)
{
    bool some = false;
    for (size_t i = 0; view->house->definition && i < view->house->definition->register_count; i++)
        some = some || view->house->definition->registers[i].ledger;
    return some;
}

static bool has_policies(const struct view_context *view)
{
    return view->house->definition && view->house->definition->policy_count > 0;
}

/* Nobody is led where they may not go. */
static const struct link MENU[] = {
    {"/", "Kết quả", "Results", NULL},
    {"/viec-hom-nay", "Việc hôm nay", "Today", view_signed_in},
    {"/tiep-dan", "Tiếp công dân", "Reception", receives},
    {"/ho-tro", "Tôi có được hỗ trợ?", "Support", has_policies},
    {"/so", "Sổ", "Registers", NULL},
    {"/kiem-tra", "Đối chiếu danh sách", "Check lists", view_checks_lists},
    {"/ky", "Kỳ báo cáo", "Periods", view_reports},
    {"/quy", "Quỹ ủng hộ", "Funds", keeps_funds},
    {"/bao-cao", "Báo cáo đã công khai", "Published reports", NULL},
    {"/khoa", "Khóa của cơ quan", "Keys", keeps_keys},
    {"/nguoi-dung", "Người dùng", "People", looks_after_people},
};

static bool is_here(struct text path, struct text address)
{
    if (text_equal(path, address))
        return true;
    return address.length > 1 && text_starts(path, address) && path.bytes[address.length] == '/';
}

static void put_menu(struct view_context *view, struct node *frame)
{
    struct node *menu = node_put(frame, "menu", node_list(view->arena));
    for (size_t i = 0; i < LENGTH_OF(MENU); i++) {
        if (MENU[i].shown && !MENU[i].shown(view))
            continue;
        struct node *link = node_append(menu, node_map(view->arena));
        view_put_text(view, link, "href", text_of(MENU[i].href));
        view_put_text(view, link, "title", view_words(view, MENU[i].vi, MENU[i].en));
        view_put_truth(view, link, "here", is_here(view_given(view, "path"), text_of(MENU[i].href)));
    }
}

static void put_person(struct view_context *view, struct node *frame)
{
    const struct account *account = view->viewer->account;
    view_put_truth(view, frame, "signed_in", view_signed_in(view));
    if (account) {
        view_put_text(view, frame, "person", account->full_name.length > 0 ? account->full_name : account->name);
        view_put_text(view, frame, "account", account->name);
    }
    if (view->viewer->acting_for)
        view_put_unit(view, frame, "acting_for", view->viewer->acting_for);
}

bool view_frame(struct instance *instance, const struct view_request *request, struct arena *arena, struct node **frame,
                struct failure *why)
{
    (void)why;
    const struct house *house = instance_house(instance);
    struct view_context view = context_of(instance, house, request, arena);
    struct node *made = node_map(arena);
    const struct unit *home = house->definition ? view_home(&view) : NULL;
    view_put_text(&view, made, "place", home ? view_title(&view, home->name) : (struct text){0});
    view_put_truth(&view, made, "demo", instance_is_demo(instance));
    view_put_day(&view, made, "today", view.today);
    put_person(&view, made);
    put_menu(&view, made);
    instance_release(instance, house);
    *frame = made;
    return true;
}
