/*
 * attach_acts.c — a file is added to a record, or dropped from it (users.md C22).
 *
 * record-attach   register, record, name (as its sender calls it), file (its bytes), of at most ATTACHED_BYTES_MAX
 * record-detach   register, record, file (number of the act that attached it), reason
 *
 * Whoever writes the record's register for its organisation may. The kind is read from the content; pictures lose what they
 * tell of place, moment and device before anything is kept. A register with sealed fields takes scans alone, PDF or pictures,
 * and closes each with its name under the dossier's key (seal_scan.c): dossier-open reads it. A file is internal: no public
 * page shows one.
 */
#include "engine/codec/picture.h"
#include "engine/seal/seal.h"
#include "keep/record/attached.h"
#include "work/act/key_inside.h"

static void head_of(struct journal_entry *entry, const struct record *record)
{
    act_put_unit(entry, record->unit);
    entry->register_name = record->register_->name;
    entry->record = record->number;
    entry->day = record->day;
}

/* The record, if this person may write it. NULL: a problem was told. */
static bool find_record(struct act_context *context, const struct node *given, struct record **record, struct act_answer *answer,
                        struct failure *why)
{
    if (!act_given_record(context, given, record, answer, why))
        return false;
    if (!*record)
        return true;
    if (!act_allow(account_may_write(context->viewer, (*record)->register_, (*record)->unit), "change the files of this record", why))
        return false;
    return !(*record)->withdrawn || FAIL(why, FAILURE_CONFLICT, "record %lld has been withdrawn", (long long)(*record)->number);
}

/* What may be kept of it: a picture without what it tells. Empty, with a problem, when it is nothing we take. */
static struct text take_bytes(struct act_context *context, struct text bytes, bool closed, enum file_kind *kind, struct act_answer *answer)
{
    struct failure broken;
    *kind = file_kind_of(bytes);
    if (bytes.length == 0)
        act_problem(answer, "file", "act.file-none", (struct text){0}, (struct text){0});
    else if (bytes.length > ATTACHED_BYTES_MAX)
        act_problem(answer, "file", "act.file-big", text_format(context->arena, "%d", ATTACHED_BYTES_MAX >> 20), (struct text){0});
    else if (closed && *kind != FILE_PDF && !file_kind_is_picture(*kind))
        act_problem(answer, "file", "act.scan-kind", (struct text){0}, (struct text){0});
    else if (*kind == FILE_UNKNOWN)
        act_problem(answer, "file", "act.file-kind", (struct text){0}, (struct text){0});
    else if (file_kind_is_picture(*kind) && !picture_strip(context->arena, *kind, bytes, &bytes, &broken))
        act_problem(answer, "file", "act.file-broken", (struct text){0}, (struct text){0});
    return answer->problems.errors > 0 ? (struct text){0} : bytes;
}

/* Its last part, on one line; a name of ours where it says nothing. */
static struct text take_name(struct act_context *context, struct text given, enum file_kind kind)
{
    struct text rest = given, part, name = {0};
    while (text_next(&rest, '/', &part))
        name = text_trimmed(part);
    while (text_points(name) > ATTACHED_NAME_MAX)
        for (name.length--; name.length > 0 && ((unsigned char)name.bytes[name.length] & 0xC0) == 0x80;)
            name.length--;
    return name.length > 0 ? name : text_format(context->arena, "tep.%.*s", TEXT_ARGS(file_kind_ending(kind)));
}

static bool check_room(struct act_context *context, const struct record *record, struct text hash, struct act_answer *answer, struct failure *why)
{
    struct list files = {0};
    size_t there = 0;
    if (!attached_load(context->arena, context->connection, record->unit->shard, record->number, &files, why))
        return false;
    for (size_t i = 0; i < files.count; i++) {
        const struct attached *one = files.items[i];
        there += !one->dropped;
        if (!one->dropped && text_equal(one->hash, hash))
            act_problem(answer, "file", "act.file-there", (struct text){0}, (struct text){0});
    }
    if (there >= ATTACHED_MAX)
        act_problem(answer, "file", "act.file-many", text_format(context->arena, "%d", ATTACHED_MAX), (struct text){0});
    return true;
}

bool record_attach_act_prepare(struct act_context *context, const struct node *given, struct journal_entry *entry, struct act_answer *answer,
                               struct failure *why)
{
    struct record *record;
    enum file_kind kind;
    if (!find_record(context, given, &record, answer, why))
        return false;
    if (!record)
        return true;
    bool closed = register_has_sealed(record->register_);
    struct text bytes = take_bytes(context, node_text_at(given, "file"), closed, &kind, answer);
    if (answer->problems.errors > 0)
        return true;
    const struct scan scan = {.name = take_name(context, node_text_at(given, "name"), kind), .bytes = bytes};
    if (closed && !seal_scan(context, record, &scan, &bytes, answer, why))
        return false;
    if (answer->problems.errors > 0)
        return true;
    struct seal_hash hash = seal_sha256(bytes);
    struct text hex = seal_hex(context->arena, hash.bytes, sizeof hash.bytes);
    if (!check_room(context, record, hex, answer, why))
        return false;
    head_of(entry, record);
    entry->personal = body_make(context->arena);
    body_put(entry->facts, TEXT("hash"), value_code(hex));
    body_put(entry->facts, TEXT("type"), value_code(file_kind_type(kind)));
    body_put(entry->facts, TEXT("size"), value_whole((int64_t)bytes.length));
    if (closed)
        body_put(entry->facts, TEXT("sealed"), value_truth(true));
    body_put(entry->personal, TEXT("name"), value_text(closed ? TEXT("") : scan.name));
    context->carried = bytes;
    return true;
}

/* Carried out again, it finds no bytes and asks for none: table `file` proves itself (keep/record/attached.h). */
bool record_attach_act_carry_out(struct act_context *context, const struct journal_entry *entry, struct failure *why)
{
    const struct attached file = {.number = entry->number,
                                  .hash = body_text(entry->facts, TEXT("hash")),
                                  .type = body_text(entry->facts, TEXT("type")),
                                  .size = body_whole(entry->facts, TEXT("size")),
                                  .name = entry->personal ? body_text(entry->personal, TEXT("name")) : (struct text){0},
                                  .dropped = entry->personal == NULL};
    return attached_add(context->connection, entry->shard, entry->record, &file, context->carried, why);
}

bool record_detach_act_prepare(struct act_context *context, const struct node *given, struct journal_entry *entry, struct act_answer *answer,
                               struct failure *why)
{
    struct record *record;
    struct attached file;
    int64_t number;
    if (!find_record(context, given, &record, answer, why))
        return false;
    if (!record)
        return true;
    if (!act_number(given, "file", &number))
        return FAIL(why, FAILURE_NOT_FOUND, "no file was named");
    if (!attached_find(context->arena, context->connection, record->unit->shard, record->number, number, &file, why))
        return false;
    head_of(entry, record);
    body_put(entry->facts, TEXT("file"), value_whole(number));
    entry->personal = body_make(context->arena);
    body_put(entry->personal, TEXT("reason"), value_text(act_reason(given, answer)));
    return true;
}

bool record_detach_act_carry_out(struct act_context *context, const struct journal_entry *entry, struct failure *why)
{
    int64_t number = body_whole(entry->facts, TEXT("file"));
    return attached_drop(context->connection, entry->shard, entry->record, number, why) &&
           journal_erase_personal(context->connection, entry->shard, number, why);
}
