/*
 * copy.c — a record for another system: exactly the fields it asks, in its order, to be copied one by one or as a sheet.
 *
 * What is sealed stays closed here; its line leads to the page that opens it.
 */
#include "work/view/seen_inside.h"

#include "keep/definition/book.h"

static void put_line(const struct view_context *view, struct node *list, const struct seen_record *seen, const struct field_definition *field)
{
    struct node *line = node_append(list, node_map(view->arena));
    node_put(line, "order", node_whole(view->arena, (int64_t)node_count(list)));
    view_put_text(view, line, "field", field->name);
    view_put_text(view, line, "title", view_title(view, field->title));
    view_put_truth(view, line, "sealed", field->sealed != BOX_NONE);
    view_put_truth(view, line, "long", field->kind == FIELD_LONG_TEXT);
    if (field->sealed)
        view_put_text(view, line, "shown", view_words(view, "niêm phong", "sealed"));
    else if (seen_field(view, field, seen->sight))
        view_put_text(view, line, "shown",
                      record_value_people(view->arena, field, &seen->record->values[field->slot], view->house->definition, view->house->units, view->language));
}

bool record_national_view(struct view_context *view, struct node *page, struct failure *why)
{
    struct seen_record seen;
    if (!seen_load(view, &seen, why) || !view_allow(account_handles(view->viewer, seen.register_, seen.record->unit), "copy that record", why))
        return false;
    const struct copy_definition *copy = seen.register_->copy;
    if (!copy)
        return FAIL(why, FAILURE_NOT_FOUND, "no other system asks for that record");
    struct text href = text_format(view->arena, "/muc-ghi/%.*s/%lld", TEXT_ARGS(seen.register_->name), (long long)seen.record->number);
    seen_put_register(view, page, seen.register_);
    seen_put_record(view, page, seen.record, seen.sight);
    view_put_text(view, page, "page_title", view_title(view, copy->title));
    view_put_text(view, page, "law", copy->law);
    view_put_truth(view, page, "unconfirmed", copy->confidence == CONFIDENCE_C);
    view_put_truth(view, page, "may_open", seen_may_open(view, seen.record));
    view_put_text(view, page, "open_href", text_format(view->arena, "%.*s/mo?chep=1", TEXT_ARGS(href)));
    view_put_truth(view, page, "asks_number", copy->number && !value_known(seen.record->values[copy->number->slot].value));
    view_put_truth(view, page, "may_correct", seen.writes && !seen.record->withdrawn);
    struct node *list = node_put(page, "lines", node_list(view->arena));
    for (size_t i = 0; i < copy->field_count; i++)
        put_line(view, list, &seen, copy->fields[i]);
    return true;
}
