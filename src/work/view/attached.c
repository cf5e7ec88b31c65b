/*
 * attached.c — the files of a record: their list on its page, one to take along, the form that drops one.
 *
 * A file may show faces and lists of names, so only who sees the whole row sees it: nobody who sees a register without its
 * persons, and never the public. A register with sealed fields has sealed scans instead: the list tells their kind, size and
 * day; what they hold is opened as the record's boxes are (keys.c).
 */
#include "keep/record/attached.h"

#include "engine/codec/picture.h"
#include "keep/journal/journal.h"
#include "work/view/seen_inside.h"

static bool may_see(const struct view_context *view, const struct seen_record *seen)
{
    return view_signed_in(view) && seen->sight == SIGHT_ROWS;
}

/* Files of the time before a register had sealed fields are not shown. */
static bool belongs(const struct seen_record *seen, const struct attached *file)
{
    return file->dropped || file->sealed == register_has_sealed(seen->register_);
}

static struct text size_shown(const struct view_context *view, int64_t size)
{
    int64_t kilobytes = (size + 1023) / 1024;
    return text_format(view->arena, "%.*s KB",
                       TEXT_ARGS(decimal_write_people(view->arena, decimal_of(kilobytes), view->language == LANGUAGE_EN)));
}

static struct text kind_shown(const struct attached *file)
{
    static const char *const KINDS[] = {[FILE_UNKNOWN] = "", [FILE_PDF] = "PDF",   [FILE_JPEG] = "JPEG", [FILE_PNG] = "PNG",
                                        [FILE_WEBP] = "WebP", [FILE_DOCX] = "Word", [FILE_XLSX] = "Excel"};
    return text_of(KINDS[file_kind_read(file->type)]);
}

/* A sealed one has no name here: it is called by its place in the list. */
static bool put_scan(struct view_context *view, struct node *shown, const struct attached *file, size_t place, bool opens, struct failure *why)
{
    struct journal_entry *entry;
    if (!journal_load(view->arena, view->reading, unit_tree_shard(view->house->units), file->number, &entry, why))
        return false;
    view_put_day(view, shown, "day", moment_day(entry->at));
    view_put_text(view, shown, "name", text_format(view->arena, "%.*s %zu", TEXT_ARGS(view_words(view, "Bản chụp", "Scan")), place));
    view_put_text(view, shown, "href", opens ? text_format(view->arena, "%.*s/mo", TEXT_ARGS(node_text_at(shown, "href"))) : (struct text){0});
    return true;
}

static void put_file(const struct view_context *view, struct node *shown, const struct seen_record *seen, const struct attached *file)
{
    struct text href = text_format(view->arena, "/muc-ghi/%.*s/%lld/tep/%lld", TEXT_ARGS(seen->register_->name), (long long)seen->record->number,
                                   (long long)file->number);
    node_put(shown, "file", node_whole(view->arena, file->number));
    view_put_text(view, shown, "name", file->name);
    view_put_text(view, shown, "kind", kind_shown(file));
    view_put_text(view, shown, "size", size_shown(view, file->size));
    view_put_text(view, shown, "href", file->dropped ? (struct text){0} : href);
    view_put_text(view, shown, "drop_href", file->dropped || !seen->writes ? (struct text){0} : text_format(view->arena, "%.*s/bo", TEXT_ARGS(href)));
    view_put_text(view, shown, "hash", text_part(file->hash, 0, 12));
    node_put(shown, "day", node_nothing(view->arena));
    view_put_truth(view, shown, "is_scan", file->sealed);
    view_put_truth(view, shown, "dropped", file->dropped);
}

static bool put_files(struct view_context *view, struct node *list, const struct seen_record *seen, struct failure *why)
{
    struct list files = {0};
    bool opens = seen_may_open(view, seen->record);
    if (!attached_load(view->arena, view->reading, seen->record->unit->shard, seen->record->number, &files, why))
        return false;
    for (size_t i = 0; i < files.count; i++) {
        const struct attached *file = files.items[i];
        if (!belongs(seen, file))
            continue;
        struct node *shown = node_append(list, node_map(view->arena));
        put_file(view, shown, seen, file);
        if (file->sealed && !put_scan(view, shown, file, i + 1, opens, why))
            return false;
    }
    return true;
}

static struct node *add_file(const struct view_context *view, struct node *fields, const char *name, struct text title, const char *accepts)
{
    struct node *field = fields_add(view, fields, text_of(name), "is_file", title);
    view_put_text(view, field, "accepts", text_of(accepts));
    return field;
}

/* By a phone's camera, or from what is there already: either will do, several pages at once too. */
static void add_scan_fields(const struct view_context *view, struct node *fields)
{
    struct node *photo = add_file(view, fields, "photo", view_words(view, "Chụp bằng máy ảnh của điện thoại", "Take a picture with the phone"),
                                  "image/jpeg,image/png,image/webp");
    view_put_truth(view, photo, "camera", true);
    struct node *file = add_file(view, fields, "file", view_words(view, "Hoặc chọn tệp đã có", "Or choose files that are there already"),
                                 "application/pdf,image/jpeg,image/png,image/webp");
    view_put_truth(view, file, "several", true);
    fields_hint(view, file,
                view_words(view, "Ảnh (JPEG, PNG, WebP) hoặc PDF, mỗi tệp đến 10 MB, chọn được nhiều trang một lần. Gửi xong hãy xóa ảnh khỏi máy.",
                           "Pictures (JPEG, PNG, WebP) or PDF, up to 10 MB each, several pages at once. Delete them from the device once sent."));
}

static void add_fields(const struct view_context *view, struct node *page, const struct seen_record *seen)
{
    struct node *fields = fields_put(view, page);
    fields_hide(view, page, TEXT("register"), seen->register_->name);
    fields_hide(view, page, TEXT("record"), text_format(view->arena, "%lld", (long long)seen->record->number));
    if (register_has_sealed(seen->register_)) {
        add_scan_fields(view, fields);
        return;
    }
    struct node *field = fields_add(view, fields, TEXT("file"), "is_file", view_words(view, "Chọn tệp", "Choose a file"));
    fields_hint(view, field,
                view_words(view, "PDF, ảnh (JPEG, PNG, WebP), Word hoặc Excel, đến 10 MB. Ảnh được bỏ nơi chụp, giờ chụp và tên máy trước khi lưu.",
                           "PDF, a picture (JPEG, PNG, WebP), Word or Excel, up to 10 MB. Pictures lose place, time and device before they are kept."));
}

bool seen_put_files(struct view_context *view, struct node *page, const struct seen_record *seen, struct failure *why)
{
    struct node *list = node_put(page, "files", node_list(view->arena));
    bool shown = may_see(view, seen);
    if (shown && !put_files(view, list, seen, why))
        return false;
    bool may_attach = shown && seen->writes && !seen->record->withdrawn, scans = register_has_sealed(seen->register_);
    view_put_truth(view, page, "takes_scans", scans);
    view_put_truth(view, page, "shows_files", node_count(list) > 0 || (may_attach && scans));
    view_put_truth(view, page, "may_attach", may_attach);
    if (may_attach)
        add_fields(view, page, seen);
    return true;
}

bool seen_find_file(struct view_context *view, const struct seen_record *seen, struct attached *file, struct failure *why)
{
    int64_t number;
    if (!view_allow(may_see(view, seen), "see the files of this record", why))
        return false;
    if (!text_read_int64(view_given(view, "file"), &number))
        return FAIL(why, FAILURE_NOT_FOUND, "that is no file's number");
    return attached_find(view->arena, view->reading, seen->record->unit->shard, seen->record->number, number, file, why) &&
           (belongs(seen, file) || FAIL(why, FAILURE_NOT_FOUND, "the record has no such file"));
}

bool attached_take(struct view_context *view, struct view_file *taken, struct failure *why)
{
    struct seen_record seen;
    struct attached file;
    if (!seen_load(view, &seen, why) || !seen_find_file(view, &seen, &file, why) ||
        !view_allow(!file.sealed, "take along what is sealed: it is opened with a passphrase and a reason", why) ||
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
    if (!seen_load(view, &seen, why) || !seen_find_file(view, &seen, &file, why) || !view_allow(seen.writes, "drop a file of this record", why))
        return false;
    struct text back = text_format(view->arena, "/muc-ghi/%.*s/%lld", TEXT_ARGS(seen.register_->name), (long long)seen.record->number);
    fields_form(view, page,
                &(struct fields_form){.act = "record-detach",
                                      .back = back,
                                      .cancel = back,
                                      .title = view_words(view, "Bỏ tệp này", "Drop this file"),
                                      .button = view_words(view, "Bỏ tệp", "Drop it")});
    view_put_text(view, page, "lead",
                  text_format(view->arena, "%.*s. %.*s", TEXT_ARGS(file.sealed ? view_words(view, "Bản chụp niêm phong", "A sealed scan") : file.name),
                              TEXT_ARGS(view_words(view, "Tệp và tên tệp bị xóa hẳn; mã kiểm, ngày và người bỏ vẫn còn trong lịch sử.",
                                                   "The file and its name are erased; its hash, the day and who dropped it stay in the history."))));
    fields_hide(view, page, TEXT("register"), seen.register_->name);
    fields_hide(view, page, TEXT("record"), text_format(view->arena, "%lld", (long long)seen.record->number));
    fields_hide(view, page, TEXT("file"), text_format(view->arena, "%lld", (long long)file.number));
    struct node *reason = fields_add(view, fields_put(view, page), TEXT("reason"), "is_text", view_words(view, "Lý do", "Reason"));
    fields_hint(view, reason, view_words(view, "Ví dụ: đã kiểm tra niêm yết, không cần giữ ảnh", "Such as: the posting was checked, the photo is not needed"));
    return true;
}
