/*
 * attached.c — the files of a record: their list on its page, one to take along, the form that drops one.
 *
 * A file may show faces and lists of names, so only who sees the whole row sees it: nobody who sees a register without its
 * persons, and never the public.
 */
#include "keep/record/attached.h"

#include "engine/codec/picture.h"
#include "work/view/seen_inside.h"

static bool may_see(const struct view_context *view, const struct seen_record *seen)
{
    return view_signed_in(view) && seen->sight == SIGHT_ROWS && !register_has_sealed(seen->register_);
}

static struct text size_shown(const struct view_context *view, int64_t size)
{
    int64_t kilobytes = (size + 1023) / 1024;
    return text_format(view->arena, "%.*s KB",
                       TEXT_ARGS(decimal_write_people(view->arena, decimal_of(kilobytes), view->language == LANGUAGE_EN)));
}

static void put_file(const struct view_context *view, struct node *list, const struct seen_record *seen, const struct attached *file)
{
    struct node *shown = node_append(list, node_map(view->arena));
    struct text href = text_format(view->arena, "/muc-ghi/%.*s/%lld/tep/%lld", TEXT_ARGS(seen->register_->name), (long long)seen->record->number,
                                   (long long)file->number);
    node_put(shown, "file", node_whole(view->arena, file->number));
    view_put_text(view, shown, "name", file->name);
    view_put_text(view, shown, "size", size_shown(view, file->size));
    view_put_text(view, shown, "href", file->dropped ? (struct text){0} : href);
    view_put_text(view, shown, "drop_href", file->dropped || !seen->writes ? (struct text){0} : text_format(view->arena, "%.*s/bo", TEXT_ARGS(href)));
    view_put_text(view, shown, "hash", text_part(file->hash, 0, 12));
    view_put_truth(view, shown, "dropped", file->dropped);
}

bool seen_put_files(struct view_context *view, struct node *page, const struct seen_record *seen, struct failure *why)
{
    struct node *list = node_put(page, "files", node_list(view->arena));
    struct list files = {0};
    bool shown = may_see(view, seen);
    if (shown && !attached_load(view->arena, view->reading, seen->record->unit->shard, seen->record->number, &files, why))
        return false;
    for (size_t i = 0; i < files.count; i++)
        put_file(view, list, seen, files.items[i]);
    bool may_attach = shown && seen->writes && !seen->record->withdrawn;
    view_put_truth(view, page, "has_files", files.count > 0);
    view_put_truth(view, page, "may_attach", may_attach);
    if (may_attach) {
        fields_hide(view, page, TEXT("register"), seen->register_->name);
        fields_hide(view, page, TEXT("record"), text_format(view->arena, "%lld", (long long)seen->record->number));
        struct node *field = fields_add(view, fields_put(view, page), TEXT("file"), "is_file", view_words(view, "Chọn tệp", "Choose a file"));
        fields_hint(view, field,
                    view_words(view, "PDF, ảnh (JPEG, PNG, WebP), Word hoặc Excel, đến 10 MB. Ảnh được bỏ nơi chụp, giờ chụp và tên máy trước khi lưu.",
                               "PDF, a picture (JPEG, PNG, WebP), Word or Excel, up to 10 MB. Pictures lose place, time and device before they are kept."));
    }
    return true;
}

static bool find_file(struct view_context *view, struct seen_record *seen, struct attached *file, struct failure *why)
{
    int64_t number;
    if (!seen_load(view, seen, why) || !view_allow(may_see(view, seen), "see the files of this record", why))
        return false;
    if (!text_read_int64(view_given(view, "file"), &number))
        return FAIL(why, FAILURE_NOT_FOUND, "that is no file's number");
    return attached_find(view->arena, view->reading, seen->record->unit->shard, seen->record->number, number, file, why);
}

bool attached_take(struct view_context *view, struct view_file *taken, struct failure *why)
{
    struct seen_record seen;
    struct attached file;
    if (!find_file(view, &seen, &file, why) ||
        !attached_bytes(view->arena, view->reading, seen.record->unit->shard, file.hash, &taken->bytes, why))
        return false;
    taken->name = text_copy(view->arena, file.name);
    taken->type = text_copy(view->arena, file.type);
    taken->ending = file_kind_ending(file_kind_read(file.type));
    return true;
}

bool record_detach_view(struct view_context *view, struct node *page, struct failure *why)
{
    struct seen_record seen;
    struct attached file;
    if (!find_file(view, &seen, &file, why) || !view_allow(seen.writes, "drop a file of this record", why))
        return false;
    struct text back = text_format(view->arena, "/muc-ghi/%.*s/%lld", TEXT_ARGS(seen.register_->name), (long long)seen.record->number);
    fields_form(view, page,
                &(struct fields_form){.act = "record-detach",
                                      .back = back,
                                      .cancel = back,
                                      .title = view_words(view, "Bỏ tệp này", "Drop this file"),
                                      .button = view_words(view, "Bỏ tệp", "Drop it")});
    view_put_text(view, page, "lead",
                  text_format(view->arena, "%.*s. %.*s", TEXT_ARGS(file.name),
                              TEXT_ARGS(view_words(view, "Tệp và tên tệp bị xóa hẳn; mã kiểm, ngày và người bỏ vẫn còn trong lịch sử.",
                                                   "The file and its name are erased; its hash, the day and who dropped it stay in the history."))));
    fields_hide(view, page, TEXT("register"), seen.register_->name);
    fields_hide(view, page, TEXT("record"), text_format(view->arena, "%lld", (long long)seen.record->number));
    fields_hide(view, page, TEXT("file"), text_format(view->arena, "%lld", (long long)file.number));
    struct node *reason = fields_add(view, fields_put(view, page), TEXT("reason"), "is_text", view_words(view, "Lý do", "Reason"));
    fields_hint(view, reason, view_words(view, "Ví dụ: đã kiểm tra niêm yết, không cần giữ ảnh", "Such as: the posting was checked, the photo is not needed"));
    return true;
}
