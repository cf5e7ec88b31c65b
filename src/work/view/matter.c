/*
 * matter.c — a petition's page: which matter it may belong to, and what a mixed one is split into.
 *
 * The hint compares content, place and day among what the same body received, then asks (users.md C9): it reads nothing sealed,
 * knows no person, and counts nobody's petitions. What is filed again is marked on the matter. Such a register is handled
 * (`handled_by`) and has a field that is a record of another handled register, the matter; `split_keeps` says what a part of a mixed
 * petition keeps, and its field that is a record of its own register what it was split from.
 */
#include "work/view/seen_inside.h"

#include "keep/record/alike.h"

enum { READ_MOST = 500, SIMILAR_SHOWN = 5, WINDOW_DAYS = 365 };

static const struct field_definition *record_field(const struct register_definition *register_, bool own)
{
    for (size_t i = 0; i < register_->field_count; i++) {
        const struct field_definition *field = &register_->fields[i];
        if (field->kind == FIELD_RECORD && !field->many && !field->retired && (own ? field->of_register == register_ : field->of_register != register_ && field->of_register->handled_by_count > 0))
            return field;
    }
    return NULL;
}

const struct field_definition *seen_matter_field(const struct register_definition *register_)
{
    return register_->handled_by_count > 0 ? record_field(register_, false) : NULL;
}

const struct field_definition *seen_part_field(const struct register_definition *register_)
{
    return register_->split_keep_count > 0 ? record_field(register_, true) : NULL;
}

/* Where it happened: the first place the register asks for. */
static struct value place_of(const struct record *record)
{
    for (size_t i = 0; i < record->register_->field_count; i++)
        if (record->register_->fields[i].kind == FIELD_UNIT && !record->register_->fields[i].many)
            return record->values[i].value;
    return value_unknown();
}

static struct text subject_of(const struct record *record)
{
    const struct field_definition *name = record->register_->name_field;
    struct value value = name ? record->values[name->slot].value : value_unknown();
    return value.kind == VALUE_TEXT ? value.text : (struct text){0};
}

/* Not known is no reason to ask, nor one not to. */
static bool same_matter(const struct view_context *view, const struct record *a, const struct record *b)
{
    struct value here = place_of(a), there = place_of(b);
    bool apart = value_known(here) && value_known(there) && !value_same(here, there);
    return !apart && alike_texts(view->arena, subject_of(a), subject_of(b));
}

static void put_similar(struct view_context *view, struct node *list, const struct record *record, const struct record *other, int64_t matter)
{
    struct node *line = node_append(list, node_map(view->arena));
    seen_put_record(view, line, other, SIGHT_ROWS);
    view_put_text(view, line, "register", view_title(view, other->register_->title));
    view_put_text(view, line, "join_href",
                  matter == 0 ? (struct text){0}
                              : text_format(view->arena, "/muc-ghi/%.*s/%lld/vu-viec?vao=%lld", TEXT_ARGS(record->register_->name),
                                            (long long)record->number, (long long)matter));
}

/* Records of one register that tell of the same: the nearest days are read first. */
static bool find_similar(struct view_context *view, struct node *list, const struct record *record, const struct register_definition *among,
                         struct failure *why)
{
    const struct field_definition *field = seen_matter_field(record->register_);
    const struct unit_set own = {&record->unit, 1};
    struct record_page found = {0};
    bool matters = among == field->of_register;
    const struct record_query query = {.register_ = among, .units = &own, .begin = matters ? DAY_NONE : day_plus(record->day, -WINDOW_DAYS),
                                       .end = matters ? DAY_NONE : day_plus(record->day, WINDOW_DAYS), .limit = READ_MOST};
    if (!record_list(view->arena, view->reading, view->house->units, &query, &found, why))
        return false;
    for (size_t i = 0; i < found.count && node_count(list) < SIMILAR_SHOWN; i++) {
        const struct record *other = found.records[i];
        struct value joined = matters ? value_whole(other->number) : other->values[field->slot].value;
        if ((matters || other->number != record->number) && same_matter(view, record, other))
            put_similar(view, list, record, other, joined.kind == VALUE_NUMBER ? joined.number.digits : 0);
    }
    return true;
}

bool seen_put_matter(struct view_context *view, struct node *page, const struct seen_record *seen, struct failure *why)
{
    const struct record *record = seen->record;
    const struct field_definition *matter = seen_matter_field(seen->register_), *part = seen_part_field(seen->register_);
    struct node *list = node_put(page, "similar", node_list(view->arena));
    bool handles = seen->writes && !record->withdrawn && account_handles(view->viewer, seen->register_, record->unit);
    bool asks = matter && handles && day_is_some(record->day) && !value_known(record->values[matter->slot].value);
    if (asks && (!find_similar(view, list, record, matter->of_register, why) || !find_similar(view, list, record, seen->register_, why)))
        return false;
    view_put_truth(view, page, "has_similar", node_count(list) > 0);
    view_put_truth(view, page, "may_join", matter && handles);
    view_put_text(view, page, "join_href",
                  text_format(view->arena, "/muc-ghi/%.*s/%lld/vu-viec", TEXT_ARGS(seen->register_->name), (long long)record->number));
    view_put_truth(view, page, "may_split", part && handles && view->viewer->acting_for &&
                                                account_may_write(view->viewer, seen->register_, view->viewer->acting_for));
    view_put_text(view, page, "split_href",
                  text_format(view->arena, "/muc-ghi/%.*s/%lld/tach", TEXT_ARGS(seen->register_->name), (long long)record->number));
    return true;
}
