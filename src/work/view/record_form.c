/*
 * record_form.c — the forms that write, copy, correct, withdraw and move a record, and the two versions of a conflict.
 *
 * A form is a list of fields (fields_inside.h) for one act; the face puts back what was typed when
 * the act finds problems. A new entry belongs to the organisation the person is recording for.
 */
#include "work/view/mission_inside.h"

#include "keep/box/body_key.h"
#include "keep/import/import.h"
#include "keep/journal/journal.h"
#include "keep/record/ledger.h"
#include "work/view/imports_inside.h"

static struct text number_text(const struct view_context *view, int64_t number)
{
    return text_format(view->arena, "%lld", (long long)number);
}

static struct text record_address(const struct view_context *view, const struct seen_record *seen)
{
    return text_format(view->arena, "/muc-ghi/%.*s/%lld", TEXT_ARGS(seen->register_->name), (long long)seen->record->number);
}

/* A later step asks for it (the day it was done, why it was returned); until then nobody is asked. */
static bool needed_later(const struct register_definition *register_, const struct field_definition *field)
{
    bool needed = false;
    for (size_t i = 0; i < register_->transition_count; i++)
        for (size_t k = 0; k < register_->transitions[i].need_count; k++)
            needed = needed || register_->transitions[i].needs[k] == field;
    return needed && !field->required;
}

/* The organisations whose records of `of` this person sees by name: a ward's officer finds the district's campaign. */
static struct unit_set seen_owners(const struct view_context *view, const struct register_definition *of)
{
    const struct unit_set *all = unit_all(view->arena, view->house->units, view->today);
    const struct unit **owners = arena_make_many(view->arena, all->count + 1, sizeof(struct unit *));
    bool public = of->is_public == PUBLIC_RECORDS && of->name_field->is_public;
    size_t count = 0;
    for (size_t i = 0; i < all->count; i++)
        if (public || account_may_write(view->viewer, of, all->units[i]) ||
            account_sight(view->viewer, view->house->definition, of, all->units[i]) >= SIGHT_ROWS_WITHOUT_PERSONS)
            owners[count++] = all->units[i];
    return (struct unit_set){owners, count};
}

/* Reads at most one more than are offered. */
enum { OFFERED_MAX = 60 };
static bool read_offered(struct view_context *view, const struct register_definition *of, struct unit_set owners, struct record_page *page,
                         struct failure *why)
{
    const struct record_query query = {.register_ = of, .units = &owners, .begin = DAY_NONE, .end = DAY_NONE, .limit = OFFERED_MAX + 1};
    *page = (struct record_page){0};
    return owners.count == 0 || (view_read(view, why) && record_list(view->arena, view->reading, view->house->units, &query, page, why));
}

static struct text offered_name(const struct view_context *view, const struct register_definition *of, const struct record *one)
{
    struct text name = record_value_people(view->arena, of->name_field, &one->values[of->name_field->slot], view->house->definition,
                                           view->house->units, view->language);
    return one->unit == view->viewer->acting_for ? name
                                                 : text_format(view->arena, "%.*s (%.*s)", TEXT_ARGS(name), TEXT_ARGS(view_title(view, one->unit->short_name)));
}

static void offer_one(const struct view_context *view, struct node *shown, const struct record *one, bool chosen)
{
    fields_option(view, shown, number_text(view, one->number), offered_name(view, one->register_, one), chosen);
}

/* Several of the organisation's own in the state that is asked for, and under the same record where that is known: those chosen,
   then the newest. */
static bool offer_several(struct view_context *view, struct node *shown, const struct field_definition *field, const struct record_value *values,
                          struct failure *why)
{
    const struct record_value *value = &values[field->slot];
    const struct value under = field->shared_here ? values[field->shared_here->slot].value : value_unknown();
    const struct unit_set own = {&view->viewer->acting_for, 1};
    const struct record_query query = {.register_ = field->of_register, .units = &own, .begin = DAY_NONE, .end = DAY_NONE, .state = field->state, .limit = OFFERED_MAX,
                                       .filter_field = value_known(under) ? field->shared_there : NULL, .filter_value = under};
    struct record_page page = {0};
    struct record *chosen;
    if (!view->viewer->acting_for || !field->of_register->name_field)
        return true;
    if (!view_read(view, why) || !record_list(view->arena, view->reading, view->house->units, &query, &page, why))
        return false;
    for (size_t i = 0; i < value->many_count; i++) {
        if (!record_load(view->arena, view->reading, view->house->units, field->of_register, value->many[i].number.digits, &chosen, why))
            return false;
        offer_one(view, shown, chosen, true);
    }
    for (size_t i = 0; i < page.count; i++) {
        bool among = false;
        for (size_t k = 0; k < value->many_count; k++)
            among = among || value->many[k].number.digits == page.records[i]->number;
        if (!among)
            offer_one(view, shown, page.records[i], false);
    }
    view_put_truth(view, shown, "is_number", false);
    fields_hint(view, shown, view_title(view, field->hint));
    fields_check(view, shown);
    return true;
}

/* One of the records seen by name where they are few, else of the organisation's own; else its number is typed. */
static bool offer_records(struct view_context *view, struct node *shown, const struct register_definition *register_,
                          const struct field_definition *field, struct value value, struct failure *why)
{
    const struct unit *unit = view->viewer->acting_for;
    const struct register_definition *of = field->of_register;
    struct record_page page;
    bool among = !value_known(value);
    if (field->many || of == register_ || !unit || !of->name_field || of->name_field->personal || of->discreet)
        return true;
    bool own_book = register_->ledger && field == register_->ledger->fund; /* nobody writes into another's */
    if (!read_offered(view, of, own_book ? (struct unit_set){&unit, 1} : seen_owners(view, of), &page, why))
        return false;
    if (page.count > OFFERED_MAX && account_may_write(view->viewer, of, unit) && !read_offered(view, of, (struct unit_set){&unit, 1}, &page, why))
        return false;
    for (size_t i = 0; i < page.count; i++)
        among = among || (value.kind == VALUE_NUMBER && value.number.digits == page.records[i]->number);
    if (page.count == 0 || page.count > OFFERED_MAX || !among)
        return true;
    for (size_t i = 0; i < 2 * page.count; i++) { /* one's own first */
        const struct record *one = page.records[i % page.count];
        if ((one->unit == unit) == (i < page.count))
            fields_option(view, shown, number_text(view, one->number), offered_name(view, of, one),
                          value.kind == VALUE_NUMBER && value.number.digits == one->number);
    }
    view_put_truth(view, shown, "is_number", false);
    fields_hint(view, shown, view_title(view, field->hint));
    fields_choose(view, shown);
    return true;
}

/* Which entry one takes back is said by the act alone. `begins`: the record is not there yet. */
static bool asked(const struct register_definition *register_, const struct field_definition *field, const struct record_value *value, bool begins)
{
    bool unknown = value->value.kind == VALUE_UNKNOWN && value->many_count == 0;
    return !field->retired && !field->within && !(unknown && (needed_later(register_, field) || (begins && field->later))) &&
           (!register_->ledger || field != register_->ledger->reverses);
}

static bool add_fields(struct view_context *view, struct node *fields, const struct register_definition *register_,
                       const struct record_value *values, bool begins, struct failure *why)
{
    for (size_t i = 0; i < register_->field_count; i++) {
        const struct field_definition *field = &register_->fields[i];
        if (!asked(register_, field, &values[i], begins))
            continue;
        fields_add_record(view, fields, field, &values[i]);
        struct node *shown = fields->list.items[fields->list.count - 1];
        if (field->kind == FIELD_RECORD && !(field->many ? offer_several(view, shown, field, values, why)
                                                         : offer_records(view, shown, register_, field, values[i].value, why)))
            return false;
    }
    return true;
}

/* What is sealed of a record that is there is not seen: left empty it stays. */
static void keep_sealed(const struct view_context *view, struct node *fields)
{
    for (size_t i = 0; i < node_count(fields); i++) {
        struct node *field = fields->list.items[i];
        if (!node_at(field, "closed")->truth)
            continue;
        fields_optional(view, field);
        fields_hint(view, field, view_words(view, "Đã niêm phong. Để trống nếu giữ nguyên; chỉ ghi khi cần thay.",
                                            "Sealed. Leave it empty to keep it; write only what replaces it."));
    }
}

static void add_reason(const struct view_context *view, struct node *fields)
{
    struct node *reason = fields_add(view, fields, TEXT("reason"), "is_long", view_words(view, "Lý do", "Reason"));
    fields_hint(view, reason,
                view_words(view, "Ít nhất 5 chữ; người sau đọc lịch sử sẽ hiểu vì sao.", "At least 5 characters, for those who read the history."));
}

static void hide_record(const struct view_context *view, struct node *page, const struct seen_record *seen)
{
    fields_hide(view, page, TEXT("register"), seen->register_->name);
    fields_hide(view, page, TEXT("record"), number_text(view, seen->record->number));
    fields_hide(view, page, TEXT("version"), number_text(view, seen->record->version));
}

/* ---- a new entry ---- */

/* Nothing sealed is written before the organisation has a key: who can make it stands above the form. */
static bool put_no_key(struct view_context *view, struct node *page, const struct unit *unit, struct failure *why)
{
    struct body_key *key;
    struct list people = {0};
    if (!view_read(view, why) || !body_key_load(view->arena, view->reading, unit_tree_shard(view->house->units), unit->number, &key, why))
        return false;
    if (key)
        return true;
    if (!account_load_all(view->arena, view->reading, view->house->units, &people, why))
        return false;
    struct node *told = node_put(page, "no_key", node_map(view->arena)), *list = node_put(told, "custodians", node_list(view->arena));
    for (size_t i = 0; i < people.count; i++) {
        const struct account *person = people.items[i];
        const struct viewer viewer = {.account = person, .today = view->today};
        if (person->locked || !account_has_role(&viewer, ROLE_CUSTODIAN, unit))
            continue;
        view_put_text(view, node_append(list, node_map(view->arena)), "name", person->full_name.length > 0 ? person->full_name : person->name);
    }
    view_put_truth(view, told, "has_custodians", node_count(list) > 0);
    view_put_truth(view, told, "oneself", account_has_role(view->viewer, ROLE_CUSTODIAN, unit));
    return true;
}

static bool put_new(struct view_context *view, struct node *page, const struct register_definition *register_,
                    const struct record_value *values, struct failure *why)
{
    const struct unit *unit = view->viewer->acting_for;
    if (!view_allow(unit && account_may_write(view->viewer, register_, unit), "write in this register", why))
        return false;
    struct text title = view_title(view, register_->title);
    fields_form(view, page,
                &(struct fields_form){.act = "record-write",
                                      .back = text_format(view->arena, "/muc-ghi/%.*s/{record}", TEXT_ARGS(register_->name)),
                                      .cancel = text_format(view->arena, "/so/%.*s", TEXT_ARGS(register_->name)),
                                      .title = text_format(view->arena, "%.*s", TEXT_ARGS(title)),
                                      .button = view_words(view, "Ghi vào sổ", "Record")});
    seen_put_register(view, page, register_);
    view_put_unit(view, page, "unit", unit);
    view_put_text(view, page, "lead", view_title(view, register_->note));
    fields_hide(view, page, TEXT("register"), register_->name);
    fields_hide(view, page, TEXT("unit"), unit->code);
    return (!register_has_sealed(register_) || put_no_key(view, page, unit, why)) &&
           add_fields(view, fields_put(view, page), register_, values, true, why);
}

static struct record_value *blank_values(const struct view_context *view, const struct register_definition *register_)
{
    return arena_make_many(view->arena, register_->field_count, sizeof(struct record_value));
}

bool record_form_view(struct view_context *view, struct node *page, struct failure *why)
{
    const struct register_definition *register_;
    if (!seen_register(view, &register_, why))
        return false;
    struct record_value *values = blank_values(view, register_);
    if (register_->day && register_->day->required)
        values[register_->day->slot].value = value_day(view->today);
    return put_new(view, page, register_, values, why);
}

/* The newest imports into the register, for whoever may write there. */
static bool put_imports(struct view_context *view, struct node *page, const struct register_definition *register_, struct failure *why)
{
    enum { SHOWN = 5 };
    struct list imports = {0};
    if (!view_read(view, why) ||
        !import_list(view->arena, view->reading, unit_tree_shard(view->house->units), register_->name, SHOWN, &imports, why))
        return false;
    struct node *list = node_put(page, "imports", node_list(view->arena));
    for (size_t i = 0; i < imports.count; i++) {
        const struct import *import = imports.items[i];
        const struct unit *unit = import->unit ? unit_by_number(view->house->units, import->unit) : NULL;
        if (!import_is_seen(view, register_, import, unit))
            continue;
        struct node *one = node_append(list, node_map(view->arena));
        view_put_text(view, one, "href", text_format(view->arena, "/dot-nhap/%lld", (long long)import->act));
        view_put_text(view, one, "file_name", import->file_name);
        view_put_moment(view, one, "at", import->at);
        view_put_number(view, one, "rows", value_whole(import->rows));
        view_put_truth(view, one, import_state_word(import->state), true);
    }
    view_put_truth(view, page, "has_imports", node_count(list) > 0);
    return true;
}

/* A sheet of many entries at once: a workbook, or cells pasted. */
bool import_view(struct view_context *view, struct node *page, struct failure *why)
{
    const struct register_definition *register_;
    const struct unit *unit = view->viewer->acting_for;
    if (!seen_register(view, &register_, why))
        return false;
    if (!view_allow(unit && account_may_write(view->viewer, register_, unit), "write in this register", why))
        return false;
    if (!view_allow(!register_has_sealed(register_), "lay open in a sheet what that register seals", why))
        return false;
    struct text address = text_format(view->arena, "/so/%.*s", TEXT_ARGS(register_->name));
    fields_form(view, page,
                &(struct fields_form){.act = "import",
                                      .back = address,
                                      .cancel = address,
                                      .title = view_words(view, "Nhập từ bảng", "From a sheet"),
                                      .button = view_words(view, "Xem trước", "Preview")});
    seen_put_register(view, page, register_);
    view_put_unit(view, page, "unit", unit);
    fields_hide(view, page, TEXT("unit"), unit->code);
    struct node *file = fields_add(view, fields_put(view, page), TEXT("file"), "is_file", view_words(view, "Tệp bảng tính", "Workbook"));
    fields_hint(view, file,
                view_words(view, "Tệp .xlsx, .xls hoặc .csv đang dùng, để nguyên tiêu đề và dòng tổng. Nhiều nhất 20 MB.",
                           "The .xlsx, .xls or .csv you use, with its titles and totals as they are. At most 20 MB."));
    struct node *pasted = fields_add(view, node_at(page, "fields"), TEXT("pasted"), "is_long", view_words(view, "Hoặc dán vào đây", "Or paste here"));
    fields_hint(view, pasted,
                view_words(view, "Ô chép từ Excel, bảng từ Word, hoặc tin nhắn có các dòng “Ngày: …”, “Nội dung: …”.",
                           "Cells from Excel, a table from Word, or a message with lines such as “Ngày: …”."));
    fields_optional(view, pasted);
    struct node *columns = node_put(page, "columns", node_list(view->arena));
    for (size_t i = 0; i < register_->field_count; i++) {
        if (register_->fields[i].retired || register_->fields[i].within || (register_->ledger && &register_->fields[i] == register_->ledger->reverses))
            continue;
        struct node *one = node_append(columns, node_map(view->arena));
        view_put_text(view, one, "field", register_->fields[i].name);
        view_put_text(view, one, "title", view_title(view, register_->fields[i].title));
        view_put_text(view, one, "hint", view_title(view, register_->fields[i].hint));
        view_put_truth(view, one, "required", register_->fields[i].required);
    }
    return put_imports(view, page, register_, why);
}

/* The values of an earlier entry with today's day: what comes again each week is one button away. */
bool record_copy_view(struct view_context *view, struct node *page, struct failure *why)
{
    struct seen_record seen;
    if (!seen_load(view, &seen, why))
        return false;
    struct record_value *values = blank_values(view, seen.register_);
    for (size_t i = 0; i < seen.register_->field_count; i++) {
        const struct field_definition *field = &seen.register_->fields[i];
        const struct record_value unknown = {.value = value_unknown()};
        if (seen_field(view, field, seen.sight) && asked(seen.register_, field, &unknown, true)) /* what came of the earlier one is its own */
            values[i] = seen.record->values[i];
    }
    values[seen.register_->day->slot].value = value_day(view->today);
    return put_new(view, page, seen.register_, values, why);
}

/* A part of a mixed petition: what both have in common is there, and from which it was split. */
bool record_split_view(struct view_context *view, struct node *page, struct failure *why)
{
    struct seen_record seen;
    if (!seen_load(view, &seen, why))
        return false;
    const struct field_definition *part = seen_part_field(seen.register_);
    if (!part)
        return FAIL(why, FAILURE_NOT_FOUND, "nothing is split in that register");
    if (!view_allow(seen.writes, "split this record", why))
        return false;
    struct record_value *values = blank_values(view, seen.register_);
    for (size_t i = 0; i < seen.register_->split_keep_count; i++)
        values[seen.register_->split_keeps[i]->slot] = seen.record->values[seen.register_->split_keeps[i]->slot];
    values[part->slot].value = value_whole(seen.record->number);
    return put_new(view, page, seen.register_, values, why);
}

/* A recommendation upon what a mission confirmed in one ward (`phuong`). */
bool record_recommend_view(struct view_context *view, struct node *page, struct failure *why)
{
    struct seen_record seen;
    struct mission_registers registers;
    struct record_value *values;
    return seen_load(view, &seen, why) && view_allow(seen.writes && view->viewer->acting_for == seen.record->unit, "recommend upon this mission", why) &&
           mission_advice(view, seen.record, view_given(view, "phuong"), &registers, &values, why) &&
           put_new(view, page, registers.advice, values, why);
}

/* ---- changes of one ---- */

static bool load_own(struct view_context *view, struct seen_record *seen, struct failure *why)
{
    return seen_load(view, seen, why) && view_allow(seen->writes, "change this record", why);
}

static void put_form(const struct view_context *view, struct node *page, const struct seen_record *seen, struct fields_form form)
{
    form.back = form.cancel = record_address(view, seen);
    fields_form(view, page, &form);
    seen_put_register(view, page, seen->register_);
    hide_record(view, page, seen);
}

bool record_correct_view(struct view_context *view, struct node *page, struct failure *why)
{
    struct seen_record seen;
    if (!load_own(view, &seen, why))
        return false;
    put_form(view, page, &seen,
             (struct fields_form){.act = "record-correct",
                                  .title = view_words(view, "Sửa mục ghi", "Correct the record"),
                                  .button = view_words(view, "Lưu bản sửa", "Save the correction")});
    struct node *fields = fields_put(view, page);
    if (!add_fields(view, fields, seen.register_, seen.record->values, false, why))
        return false;
    keep_sealed(view, fields);
    add_reason(view, fields);
    return true;
}

/* To which matter it belongs: a correction of that field alone. `vao`: the one that was looked at. */
bool record_matter_view(struct view_context *view, struct node *page, struct failure *why)
{
    struct seen_record seen;
    int64_t asked;
    if (!load_own(view, &seen, why))
        return false;
    const struct field_definition *field = seen_matter_field(seen.register_);
    if (!field)
        return FAIL(why, FAILURE_NOT_FOUND, "records of that register belong to no matter");
    struct record_value value = seen.record->values[field->slot];
    if (text_read_int64(view_given(view, "vao"), &asked))
        value.value = value_whole(asked);
    struct text title = view_words(view, "Gắn vào vụ việc", "Add to a matter");
    put_form(view, page, &seen, (struct fields_form){.act = "record-correct", .title = title, .button = title});
    view_put_text(view, page, "lead",
                  view_words(view, "Đơn nộp lại được đánh dấu ở vụ việc, không ở người gửi.", "What is filed again is marked on the matter, never on a person."));
    struct node *fields = fields_put(view, page);
    fields_add_record(view, fields, field, &value);
    if (!offer_records(view, fields->list.items[0], seen.register_, field, value.value, why))
        return false;
    add_reason(view, fields);
    fields_value(view, fields->list.items[1], view_words(view, "Cùng một vụ việc", "The same matter"));
    return true;
}

bool record_withdraw_view(struct view_context *view, struct node *page, struct failure *why)
{
    struct seen_record seen;
    if (!load_own(view, &seen, why))
        return false;
    put_form(view, page, &seen,
             (struct fields_form){.act = "record-withdraw",
                                  .title = view_words(view, "Rút mục ghi", "Withdraw the record"),
                                  .button = view_words(view, "Rút mục ghi này", "Withdraw this record")});
    view_put_text(view, page, "lead",
                  view_words(view, "Mục ghi được rút không mất đi: nó vẫn xem được, kèm lý do, nhưng không còn được tính vào số liệu.",
                             "A withdrawn record is not lost: it can still be seen, with the reason, and is no longer counted."));
    add_reason(view, fields_put(view, page));
    return true;
}

bool record_reverse_view(struct view_context *view, struct node *page, struct failure *why)
{
    struct seen_record seen;
    if (!load_own(view, &seen, why))
        return false;
    if (!ledger_posts(seen.record))
        return FAIL(why, FAILURE_NOT_FOUND, "the record stands in no fund's book");
    struct fields_form form = {.act = "record-reverse", .cancel = record_address(view, &seen),
                               .title = view_words(view, "Đảo mục ghi", "Reverse the entry"), .button = view_words(view, "Đảo mục này", "Reverse this entry")};
    form.back = text_format(view->arena, "/muc-ghi/%.*s/{record}", TEXT_ARGS(seen.register_->name));
    fields_form(view, page, &form);
    seen_put_register(view, page, seen.register_);
    hide_record(view, page, &seen);
    view_put_text(view, page, "lead",
                  view_words(view, "Một mục mới sẽ được ghi với số ngược lại, vào ngày dưới đây. Số dư trở lại như trước; cả hai mục vẫn xem được. Sau đó hãy ghi lại cho đúng.",
                             "A new entry is recorded with the opposite amounts, on the day below. The balance goes back; both entries can still be seen. Then record it anew."));
    struct node *fields = fields_put(view, page);
    fields_value(view, fields_add(view, fields, TEXT("day"), "is_day", view_words(view, "Ngày đảo", "Day of the reversal")),
                 day_write_people(view->arena, view->today, false));
    add_reason(view, fields);
    return true;
}

bool record_move_view(struct view_context *view, struct node *page, struct failure *why)
{
    struct seen_record seen;
    if (!seen_load(view, &seen, why))
        return false;
    const struct transition_definition *move = register_transition(seen.register_, view_given(view, "viec"));
    if (!move)
        return FAIL(why, FAILURE_NOT_FOUND, "the register has no such act");
    if (!view_allow(account_may_move(view->viewer, move, seen.record->unit), "do this with the record", why))
        return false;
    put_form(view, page, &seen,
             (struct fields_form){.act = "record-move", .title = view_title(view, move->title), .button = view_title(view, move->title)});
    fields_hide(view, page, TEXT("act"), move->name);
    struct node *fields = fields_put(view, page);
    for (size_t i = 0; i < move->need_count; i++)
        fields_add_record(view, fields, move->needs[i], &seen.record->values[move->needs[i]->slot]);
    return true;
}

/* ---- two people changed one record ---- */

/* What was typed, as people read it; as it was typed where it does not read. */
static struct text typed_people(struct view_context *view, const struct field_definition *field, const struct node *typed)
{
    struct problems problems;
    struct record_value value = {.value = value_unknown()};
    size_t count = typed->kind == NODE_LIST ? typed->list.count : 1;
    struct text *texts = arena_make_many(view->arena, count, sizeof *texts);
    for (size_t i = 0; i < count; i++)
        texts[i] = typed->kind == NODE_LIST ? typed->list.items[i]->text : typed->text;
    problems_init(&problems, view->arena, 1);
    if (!record_read_value(view->arena, field, texts, count, view->house->definition, view->house->units, view->today, (struct place){0},
                           &value, &problems))
        return text_join(view->arena, texts, count, TEXT(", "));
    return record_value_people(view->arena, field, &value, view->house->definition, view->house->units, view->language);
}

static bool put_versions(struct view_context *view, struct node *page, const struct seen_record *seen)
{
    const struct node *typed = node_at(view->given, "fields");
    struct node *rows = node_put(page, "versions", node_list(view->arena));
    for (size_t i = 0; i < node_count(typed); i++) {
        const struct field_definition *field = register_field(seen->register_, typed->map.entries[i].key);
        if (!field || field->retired)
            continue;
        struct text theirs = record_value_people(view->arena, field, &seen->record->values[field->slot], view->house->definition,
                                                 view->house->units, view->language);
        struct text mine = typed_people(view, field, typed->map.entries[i].value);
        struct node *row = node_append(rows, node_map(view->arena));
        view_put_text(view, row, "title", view_title(view, field->title));
        view_put_text(view, row, "theirs", theirs);
        view_put_text(view, row, "mine", mine);
        view_put_truth(view, row, "differs", !text_equal(theirs, mine));
    }
    return node_count(rows) > 0;
}

bool conflict_view(struct view_context *view, struct node *page, struct failure *why)
{
    struct seen_record seen;
    if (!load_own(view, &seen, why) || !seen_put_history(view, page, &seen, why))
        return false;
    put_form(view, page, &seen,
             (struct fields_form){.act = "record-correct",
                                  .title = view_words(view, "Có người vừa sửa mục này", "Somebody has just corrected this record"),
                                  .button = view_words(view, "Lưu bản dưới đây", "Save what stands below")});
    bool typed = put_versions(view, page, &seen);
    struct node *history = node_at(page, "history");
    node_put(page, "last", node_count(history) > 0 ? history->list.items[0] : node_nothing(view->arena));
    view_put_truth(view, page, "withdrawn", seen.record->withdrawn);
    view_put_truth(view, page, "may_save", typed && !seen.record->withdrawn);
    struct node *fields = fields_put(view, page);
    if (!add_fields(view, fields, seen.register_, seen.record->values, false, why))
        return false;
    keep_sealed(view, fields);
    add_reason(view, fields);
    return true;
}
