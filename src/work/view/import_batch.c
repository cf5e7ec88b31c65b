/* import_batch.c — one import: its file's name and hash, what it brought, how far it is, whether it can be taken back. */
#include "work/view/imports_inside.h"

#include "work/view/fields_inside.h"

bool import_is_seen(const struct view_context *view, const struct register_definition *register_, const struct import *import,
                    const struct unit *unit)
{
    bool own = view->viewer->account && view->viewer->account->number == import->account;
    return view->viewer->whole_house || own || (unit && account_may_write(view->viewer, register_, unit));
}

static void put_parts(const struct view_context *view, struct node *page, const struct import *import, const struct list *parts)
{
    int64_t undone = 0;
    for (size_t i = 0; i < parts->count; i++)
        undone += ((const struct import_part *)parts->items[i])->undone;
    view_put_number(view, page, "parts", value_whole(import->parts));
    view_put_number(view, page, "parts_kept", value_whole((int64_t)parts->count));
    view_put_number(view, page, "parts_undone", value_whole(undone));
}

static void put_import(const struct view_context *view, struct node *page, const struct import *import)
{
    const struct { const char *key; int64_t number; } NUMBERS[] = {
        {"rows", import->rows}, {"added", import->added}, {"changed", import->changed}, {"same", import->same}};
    for (size_t i = 0; i < LENGTH_OF(NUMBERS); i++)
        view_put_number(view, page, NUMBERS[i].key, value_whole(NUMBERS[i].number));
    view_put_text(view, page, "file_name", import->file_name);
    view_put_text(view, page, "sha256", import->sha256);
    view_put_moment(view, page, "at", import->at);
    view_put_text(view, page, "state", text_of(import_state_word(import->state)));
    view_put_truth(view, page, import_state_word(import->state), true);
    view_put_text(view, page, "reason", import->reason);
}

static void put_form(const struct view_context *view, struct node *page, const struct import *import, struct text back)
{
    bool may = import->state != IMPORT_UNDONE;
    fields_form(view, page,
                &(struct fields_form){.act = "import-undo",
                                      .back = text_format(view->arena, "/dot-nhap/%lld", (long long)import->act),
                                      .cancel = back,
                                      .title = view_words(view, "Đợt nhập từ bảng", "Import of a sheet"),
                                      .button = import->state == IMPORT_UNDOING ? view_words(view, "Rút tiếp", "Go on taking back")
                                                                                : view_words(view, "Rút cả đợt này", "Take all of it back")});
    struct node *fields = fields_put(view, page);
    view_put_truth(view, page, "may_undo", may);
    if (!may)
        return;
    struct node *reason = fields_add(view, fields, TEXT("reason"), "is_long", view_words(view, "Lý do rút", "Why it is taken back"));
    fields_hint(view, reason, view_words(view, "Ít nhất 5 chữ.", "At least 5 characters."));
}

bool import_batch_view(struct view_context *view, struct node *page, struct failure *why)
{
    int64_t number, shard = unit_tree_shard(view->house->units);
    struct import *import;
    struct list parts = {0};
    if (!text_read_int64(view_given(view, "import"), &number))
        return FAIL(why, FAILURE_NOT_FOUND, "no such import");
    if (!view_read(view, why) || !import_load(view->arena, view->reading, shard, number, &import, why) ||
        !import_load_parts(view->arena, view->reading, shard, number, &parts, why))
        return false;
    const struct register_definition *register_ = definition_register(view->house->definition, import->register_name);
    const struct unit *unit = import->unit ? unit_by_number(view->house->units, import->unit) : NULL;
    if (!register_)
        return FAIL(why, FAILURE_NOT_FOUND, "the import's register is not defined any more");
    if (!view_allow(import_is_seen(view, register_, import, unit), "see this import", why))
        return false;
    struct text href = text_format(view->arena, "/so/%.*s", TEXT_ARGS(register_->name));
    put_form(view, page, import, href);
    put_import(view, page, import);
    put_parts(view, page, import, &parts);
    view_put_text(view, page, "register_title", view_title(view, register_->title));
    view_put_text(view, page, "register_href", href);
    view_put_text(view, page, "address", text_format(view->arena, "/dot-nhap/%lld", (long long)number));
    if (unit)
        view_put_unit(view, page, "unit", unit);
    return true;
}
