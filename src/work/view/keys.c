/*
 * keys.c — the keys of an organisation and of oneself: what there is, who holds them, and the forms that make, share, renew.
 *
 * The forms ask for passphrases; what they send goes to acts of work/act/key_acts.c and dossier_acts.c and to no other place.
 */
#include "work/view/seen_inside.h"

#include "keep/box/body_key.h"
#include "keep/box/dossier.h"
#include "keep/record/attached.h"
#include "work/act/act.h"

static const struct text KEYS = TEXT_ENTRY("/khoa");

/* The organisation the person works for; a person without one, or an administrator, has no keys. */
static bool ask_unit(struct view_context *view, const struct unit **unit, struct failure *why)
{
    *unit = view->viewer->acting_for;
    return view_allow(*unit && view->viewer->account && act_may_hold_key(view->viewer->account, view->today, *unit), "look after keys", why) &&
           view_read(view, why);
}

static bool ask_custodian(struct view_context *view, const struct unit **unit, struct failure *why)
{
    return ask_unit(view, unit, why) && view_allow(account_has_role(view->viewer, ROLE_CUSTODIAN, *unit), "look after that key", why);
}

static struct text person_name(struct view_context *view, int64_t number)
{
    const struct account *account;
    struct failure gone;
    if (!account_load_number(view->arena, view->reading, view->house->units, number, &account, &gone))
        return (struct text){0};
    return account->full_name.length > 0 ? account->full_name : account->name;
}

static bool put_holders(struct view_context *view, struct node *page, const struct unit *unit, struct failure *why)
{
    struct list holders;
    struct node *list = node_put(page, "holders", node_list(view->arena));
    bool holds = false;
    if (!body_key_holders(view->arena, view->reading, unit_tree_shard(view->house->units), unit->number, &holders, why))
        return false;
    for (size_t i = 0; i < holders.count; i++) {
        const struct key_holder *holder = holders.items[i];
        bool oneself = holder->account == view->viewer->account->number;
        struct node *one = node_append(list, node_map(view->arena));
        view_put_text(view, one, "name", person_name(view, holder->account));
        view_put_truth(view, one, "oneself", oneself);
        holds = holds || oneself;
    }
    view_put_truth(view, page, "holds", holds);
    view_put_truth(view, page, "has_holders", holders.count > 0);
    return true;
}

bool keys_view(struct view_context *view, struct node *page, struct failure *why)
{
    const struct unit *unit;
    struct officer_key *own;
    struct body_key *body;
    int64_t shard = unit_tree_shard(view->house->units), dossiers;
    if (!ask_unit(view, &unit, why) ||
        !officer_key_load(view->arena, view->reading, shard, view->viewer->account->number, &own, why) ||
        !body_key_load(view->arena, view->reading, shard, unit->number, &body, why) ||
        !dossier_count(view->reading, shard, unit->number, &dossiers, why) || !put_holders(view, page, unit, why))
        return false;
    view_put_unit(view, page, "unit", unit);
    view_put_truth(view, page, "has_own", own != NULL);
    view_put_truth(view, page, "has_key", body != NULL);
    view_put_truth(view, page, "custodian", account_has_role(view->viewer, ROLE_CUSTODIAN, unit));
    view_put_number(view, page, "dossiers", value_whole(dossiers));
    return true;
}

/* ---- forms ---- */

static struct node *begin_form(const struct view_context *view, struct node *page, const char *act, struct text title, struct text button)
{
    fields_form(view, page, &(struct fields_form){.act = act, .back = KEYS, .cancel = KEYS, .title = title, .button = button});
    return fields_put(view, page);
}

static void add_passphrase(const struct view_context *view, struct node *fields)
{
    struct node *field = fields_add(view, fields, TEXT("passphrase"), "is_secret", view_words(view, "Câu khóa của bạn", "Your passphrase"));
    fields_hint(view, field, view_words(view, "Không phải mật khẩu đăng nhập.", "Not the sign-in password."));
}

static void add_reason(const struct view_context *view, struct node *fields)
{
    fields_add(view, fields, TEXT("reason"), "is_text", view_words(view, "Lý do", "Reason"));
}

static void add_papers(const struct view_context *view, struct node *fields)
{
    struct node *first = fields_add(view, fields, TEXT("half_1"), "is_text", view_words(view, "Tờ phục hồi thứ nhất", "First recovery sheet"));
    fields_hint(view, first, view_words(view, "14 nhóm, mỗi nhóm 4 chữ hoặc số; cách hay viết thường đều được.",
                                        "14 groups of 4 letters or digits; small letters and spaces do not matter."));
    fields_add(view, fields, TEXT("half_2"), "is_text", view_words(view, "Tờ phục hồi thứ hai", "Second recovery sheet"));
}

static void add_new_passphrase(const struct view_context *view, struct node *fields)
{
    struct node *fresh = fields_add(view, fields, TEXT("passphrase_new"), "is_secret", view_words(view, "Câu khóa mới", "New passphrase"));
    fields_hint(view, fresh, view_words(view, "Ít nhất 12 ký tự, khác mật khẩu đăng nhập. Nên là bốn, năm từ chỉ bạn nhớ.",
                                        "At least 12 characters, not the sign-in password. Four or five words only you remember."));
    fields_add(view, fields, TEXT("passphrase_again"), "is_secret", view_words(view, "Nhập lại câu khóa mới", "The new passphrase again"));
}

bool key_own_view(struct view_context *view, struct node *page, struct failure *why)
{
    const struct unit *unit;
    if (!ask_unit(view, &unit, why))
        return false;
    struct node *fields = begin_form(view, page, "officer-key-make", view_words(view, "Đặt khóa riêng", "Make your own key"),
                                     view_words(view, "Đặt khóa này", "Make this key"));
    add_new_passphrase(view, fields);
    view_put_text(view, page, "lead",
                  view_words(view,
                             "Không ai đặt lại được câu khóa. Nếu đã có khóa riêng, khóa cũ mất hiệu lực và đồng nghiệp phải trao lại khóa của cơ quan cho bạn.",
                             "Nobody can reset a passphrase. If you have a key already, it ends, and a colleague must share the organisation's key with you again."));
    return true;
}

bool key_passphrase_view(struct view_context *view, struct node *page, struct failure *why)
{
    const struct unit *unit;
    if (!ask_unit(view, &unit, why))
        return false;
    struct node *fields = begin_form(view, page, "officer-key-rewrap", view_words(view, "Đổi câu khóa", "Change your passphrase"),
                                     view_words(view, "Đổi câu khóa", "Change it"));
    add_passphrase(view, fields);
    add_new_passphrase(view, fields);
    view_put_text(view, page, "lead",
                  view_words(view, "Khóa riêng giữ nguyên: bạn vẫn mở được những gì đang mở được, bằng câu khóa mới.",
                             "Your key stays the same: what you can open now, you open with the new passphrase."));
    return true;
}

bool key_make_view(struct view_context *view, struct node *page, struct failure *why)
{
    const struct unit *unit;
    if (!ask_custodian(view, &unit, why))
        return false;
    struct node *fields = begin_form(view, page, "body-key-make", view_words(view, "Tạo khóa của cơ quan", "Make the organisation's key"),
                                     view_words(view, "Tạo khóa", "Make the key"));
    fields_hide(view, page, TEXT("unit"), unit->code);
    add_passphrase(view, fields);
    view_put_text(view, page, "lead",
                  view_words(view, "Trang sau hiện hai tờ phục hồi, một lần duy nhất. Hãy chuẩn bị máy in và hai người cất giữ.",
                             "The next page shows two recovery sheets, once only. Have a printer ready, and two people to keep them."));
    return true;
}

/* People of that organisation who may hold its key and do not yet. */
static bool add_people(struct view_context *view, struct node *field, const struct unit *unit, bool holding, struct failure *why)
{
    struct list people, holders;
    if (!account_load_all(view->arena, view->reading, view->house->units, &people, why) ||
        !body_key_holders(view->arena, view->reading, unit_tree_shard(view->house->units), unit->number, &holders, why))
        return false;
    for (size_t i = 0; i < people.count; i++) {
        const struct account *person = people.items[i];
        bool holds = false;
        for (size_t k = 0; k < holders.count; k++)
            holds = holds || ((const struct key_holder *)holders.items[k])->account == person->number;
        bool fits = holding ? holds && person->number != view->viewer->account->number
                            : !holds && act_may_hold_key(person, view->today, unit);
        if (fits)
            fields_option(view, field, person->name, person->full_name.length > 0 ? person->full_name : person->name, false);
    }
    return true;
}

bool key_share_view(struct view_context *view, struct node *page, struct failure *why)
{
    const struct unit *unit;
    if (!ask_custodian(view, &unit, why))
        return false;
    struct node *fields = begin_form(view, page, "body-key-wrap", view_words(view, "Trao khóa cho một người", "Share the key with somebody"),
                                     view_words(view, "Trao khóa", "Share the key"));
    fields_hide(view, page, TEXT("unit"), unit->code);
    struct node *person = fields_add(view, fields, TEXT("account"), "is_select", view_words(view, "Người được mở niêm phong", "Who may open seals"));
    fields_hint(view, person, view_words(view, "Người ấy phải đã tự đặt khóa riêng.", "That person must have made a key of one's own."));
    if (!add_people(view, person, unit, false, why))
        return false;
    add_passphrase(view, fields);
    return true;
}

static struct node *begin_renewal(struct view_context *view, struct node *page, const struct unit *unit)
{
    struct node *fields = begin_form(view, page, "body-key-renew", view_words(view, "Thay khóa của cơ quan", "Renew the organisation's key"),
                                     view_words(view, "Thay khóa", "Renew the key"));
    fields_hide(view, page, TEXT("unit"), unit->code);
    view_put_text(view, page, "lead",
                  view_words(view,
                             "Mọi hồ sơ được niêm phong lại bằng khóa mới; khóa và tờ phục hồi cũ không còn mở được gì. Trang sau hiện hai tờ phục hồi mới, một lần duy nhất.",
                             "All dossiers are sealed anew; the old key and sheets open nothing more. The next page shows two new recovery sheets, once only."));
    return fields;
}

bool key_renew_view(struct view_context *view, struct node *page, struct failure *why)
{
    const struct unit *unit;
    if (!ask_custodian(view, &unit, why))
        return false;
    struct node *fields = begin_renewal(view, page, unit);
    struct node *gone = fields_add(view, fields, TEXT("without"), "is_select", view_words(view, "Người thôi giữ khóa", "Who no longer holds it"));
    if (!add_people(view, gone, unit, true, why))
        return false;
    fields_optional(view, gone);
    add_reason(view, fields);
    add_passphrase(view, fields);
    return true;
}

bool key_recover_view(struct view_context *view, struct node *page, struct failure *why)
{
    const struct unit *unit;
    if (!ask_custodian(view, &unit, why))
        return false;
    struct node *fields = begin_renewal(view, page, unit);
    add_papers(view, fields);
    add_reason(view, fields);
    return true;
}

bool key_pass_view(struct view_context *view, struct node *page, struct failure *why)
{
    const struct unit *unit;
    if (!ask_custodian(view, &unit, why))
        return false;
    struct node *fields =
        begin_form(view, page, "dossier-pass", view_words(view, "Chuyển niêm phong cho cơ quan kế thừa", "Pass sealed dossiers on"),
                   view_words(view, "Chuyển tất cả", "Pass all of them on"));
    fields_hide(view, page, TEXT("from"), unit->code);
    struct node *to = fields_add(view, fields, TEXT("unit"), "is_text", view_words(view, "Mã cơ quan nhận", "Code of the organisation that receives"));
    fields_hint(view, to, view_words(view, "Cơ quan nhận phải đã có khóa. Sau khi chuyển, cơ quan này không mở được nữa.",
                                     "It must have a key. Afterwards this organisation opens them no more."));
    add_reason(view, fields);
    add_passphrase(view, fields);
    return true;
}

/* ---- opening one ---- */

static void add_why(const struct view_context *view, struct node *fields)
{
    struct node *reason = fields_add(view, fields, TEXT("reason"), "is_text", view_words(view, "Lý do xem", "Why it is read"));
    fields_hint(view, reason, view_words(view, "Lịch sử của mục ghi cho biết ai đã mở, lúc nào và vì sao. Đừng viết tên ai ở đây.",
                                         "The record's history tells who opened it, when and why. Name nobody here."));
    add_passphrase(view, fields);
}

/* Name, address and number are opened for a paper that is sent: the answer is the Word file. */
static void open_for_paper(const struct view_context *view, struct node *page, struct text paper)
{
    fields_hide(view, page, TEXT("paper"), paper);
    fields_hide(view, page, TEXT("each"), view_given(view, "cho"));
    fields_hide(view, page, TEXT("for"), TEXT("notice"));
    fields_hide(view, page, TEXT("box"), seal_box_word(BOX_IDENTITY));
    view_put_text(view, page, "lead",
                  view_words(view, "Văn bản tải về có họ tên, địa chỉ; hãy giữ như giữ hồ sơ, xóa khỏi máy khi đã in.",
                             "The file names the person: keep it as you keep the dossier, and delete it once printed."));
}

static void open_scan(const struct view_context *view, struct node *page, const struct attached *scan)
{
    fields_hide(view, page, TEXT("file"), text_format(view->arena, "%lld", (long long)scan->number));
    view_put_text(view, page, "lead",
                  view_words(view, "Tệp tải về cho biết người gửi là ai; hãy giữ như giữ hồ sơ, xóa khỏi máy khi đã xem xong.",
                             "The file tells who sent it: keep it as you keep the dossier, and delete it once read."));
}

/* What it is called to open that: a paper to print, a scan, or the fields. */
static void begin_opening(const struct view_context *view, struct node *page, const struct seen_record *seen, bool prints, bool scan)
{
    struct text back = text_format(view->arena, "/muc-ghi/%.*s/%lld", TEXT_ARGS(seen->register_->name), (long long)seen->record->number);
    struct fields_form form = {.act = "dossier-open",
                               .back = back,
                               .cancel = back,
                               .title = view_words(view, "Mở niêm phong để xem", "Open the seal to read"),
                               .button = view_words(view, "Mở để xem (được ghi lại)", "Open to read (it is noted)")};
    if (prints) {
        form.title = view_words(view, "Mở niêm phong để in văn bản", "Open the seal to print the paper");
        form.button = view_words(view, "Mở và tải về Word (được ghi lại)", "Open and take as Word (it is noted)");
    } else if (scan) {
        form.title = view_words(view, "Mở niêm phong bản chụp", "Open the seal of a scan");
        form.button = view_words(view, "Mở và tải về (được ghi lại)", "Open and take along (it is noted)");
    }
    fields_form(view, page, &form);
    fields_hide(view, page, TEXT("register"), seen->register_->name);
    fields_hide(view, page, TEXT("record"), text_format(view->arena, "%lld", (long long)seen->record->number));
}

bool record_open_view(struct view_context *view, struct node *page, struct failure *why)
{
    struct seen_record seen;
    struct attached scan = {0};
    bool boxes[SEAL_BOXES] = {false};
    struct text paper = view_given(view, "van-ban");
    if (!seen_load(view, &seen, why))
        return false;
    for (size_t i = 0; i < seen.register_->field_count; i++)
        boxes[seen.register_->fields[i].sealed] = true;
    if (!view_allow(seen_may_open(view, seen.record), "open what is sealed there", why) ||
        (view_given(view, "file").length > 0 && !seen_find_file(view, &seen, &scan, why)))
        return false;
    begin_opening(view, page, &seen, paper.length > 0, scan.number > 0);
    struct node *fields = fields_put(view, page);
    if (scan.number > 0)
        open_scan(view, page, &scan);
    else if (paper.length > 0)
        open_for_paper(view, page, paper);
    else if (view_given(view, "chep").length > 0) {
        fields_hide(view, page, TEXT("for"), TEXT("notice"));
        fields_hide(view, page, TEXT("box"), seal_box_word(BOX_IDENTITY));
    }
    else if (boxes[BOX_IDENTITY] && boxes[BOX_CONTENT]) {
        struct node *box = fields_add(view, fields, TEXT("box"), "is_select", view_words(view, "Cần xem", "What is needed"));
        fields_option(view, box, seal_box_word(BOX_CONTENT), view_words(view, "Nội dung", "The content"), true);
        fields_option(view, box, seal_box_word(BOX_IDENTITY), view_words(view, "Danh tính", "Who it is"), false);
    }
    add_why(view, fields);
    return true;
}

/* The official book of a month with its names: each line's dossier is opened, and each history says so. */
bool book_open_view(struct view_context *view, struct node *page, struct failure *why)
{
    const struct unit *unit = view->viewer->acting_for;
    const struct register_definition *register_;
    struct text period = view_given(view, "ky");
    if (!seen_register(view, &register_, why) ||
        !view_allow(unit && view->viewer->account && act_may_hold_key(view->viewer->account, view->today, unit), "open that book", why))
        return false;
    struct text back = text_format(view->arena, "/so/%.*s/so-giay?ky=%.*s", TEXT_ARGS(register_->name), TEXT_ARGS(period));
    fields_form(view, page,
                &(struct fields_form){.act = "dossier-open",
                                      .back = back,
                                      .cancel = back,
                                      .title = view_words(view, "In sổ có họ tên, địa chỉ", "Print the book with names"),
                                      .button = view_words(view, "Mở và tải về Word (được ghi lại)", "Open and take as Word (it is noted)")});
    fields_hide(view, page, TEXT("register"), register_->name);
    fields_hide(view, page, TEXT("book"), period);
    fields_hide(view, page, TEXT("book_unit"), unit->code);
    view_put_text(view, page, "lead",
                  view_words(view, "Mọi dòng của kỳ này được mở niêm phong; lịch sử từng dòng ghi lại việc đó. Hãy xóa tệp khỏi máy khi đã in.",
                             "Every line of that time is opened, and the history of each says so. Delete the file once it is printed."));
    add_why(view, fields_put(view, page));
    return true;
}
