/* seen.c — which record is asked, and what of it this person may see. */
#include "work/view/seen_inside.h"

#include "keep/box/dossier.h"
#include "work/act/act.h"

bool seen_register(struct view_context *view, const struct register_definition **register_, struct failure *why)
{
    *register_ = definition_register(view->house->definition, view_given(view, "register"));
    return *register_ || FAIL(why, FAILURE_NOT_FOUND, "no register has that name");
}

/* Whoever sees the rows of an organisation sees what it joined, too; the persons in it are the leader's. */
static void see_as_joined(const struct view_context *view, struct seen_record *seen)
{
    const struct field_definition *field = seen->register_->joint;
    for (size_t i = 0; field && i < seen->record->values[field->slot].many_count; i++) {
        const struct unit *unit = unit_by_number(view->house->units, seen->record->values[field->slot].many[i].number.digits);
        if (unit && seen->sight < SIGHT_ROWS_WITHOUT_PERSONS &&
            account_sight(view->viewer, view->house->definition, seen->register_, unit) >= SIGHT_ROWS_WITHOUT_PERSONS)
            seen->sight = SIGHT_ROWS_WITHOUT_PERSONS;
    }
}

/* Whom a record is meant for sees it; the persons in it are the sender's. */
static void see_as_addressed(const struct view_context *view, struct seen_record *seen)
{
    const struct field_definition *field = seen->register_->addressee;
    struct value named = field ? seen->record->values[field->slot].value : value_unknown();
    const struct unit *unit = named.kind == VALUE_NUMBER ? unit_by_number(view->house->units, named.number.digits) : NULL;
    if (unit && seen->sight < SIGHT_ROWS_WITHOUT_PERSONS && account_is_addressed(view->viewer, unit))
        seen->sight = SIGHT_ROWS_WITHOUT_PERSONS;
}

struct unit_set *seen_senders(const struct view_context *view, const struct register_definition *register_)
{
    const struct unit_set *all = unit_all(view->arena, view->house->units, DAY_NONE);
    const struct unit **senders = arena_make_many(view->arena, all->count, sizeof *senders);
    struct unit_set *set = arena_make(view->arena, sizeof *set);
    for (size_t i = 0; i < all->count; i++)
        if (all->units[i]->is_organisation && seen_enters(register_, all->units[i]))
            senders[set->count++] = all->units[i];
    set->units = senders;
    return set;
}

bool seen_is_addressed(const struct view_context *view, const struct register_definition *register_)
{
    const struct unit *unit = view->viewer->acting_for;
    return register_->addressee && unit && account_is_addressed(view->viewer, unit);
}

bool seen_load(struct view_context *view, struct seen_record *seen, struct failure *why)
{
    int64_t number;
    if (!seen_register(view, &seen->register_, why) || !view_read(view, why))
        return false;
    if (!text_read_int64(view_given(view, "record"), &number))
        return FAIL(why, FAILURE_NOT_FOUND, "that is no record's number");
    if (!record_load(view->arena, view->reading, view->house->units, seen->register_, number, &seen->record, why))
        return false;
    seen->sight = account_sight(view->viewer, view->house->definition, seen->register_, seen->record->unit);
    seen->writes = account_may_write(view->viewer, seen->register_, seen->record->unit);
    if (seen->writes)
        seen->sight = SIGHT_ROWS;
    if (!disposal_find(view->arena, view->reading, seen->record->unit->shard, number, &seen->disposal, &seen->disposed, why))
        return false;
    seen->writes = seen->writes && !seen->disposed;
    see_as_joined(view, seen);
    see_as_addressed(view, seen);
    if (seen->sight >= SIGHT_ROWS_WITHOUT_PERSONS && (view_signed_in(view) || !seen->record->withdrawn))
        return true;
    return FAIL(why, view_signed_in(view) ? FAILURE_DENIED : FAILURE_NOT_FOUND, "this person may not see the record");
}

bool seen_enters(const struct register_definition *register_, const struct unit *unit)
{
    for (size_t i = 0; i < register_->entered_by_count; i++)
        if (text_equal(register_->entered_by[i], unit->kind))
            return true;
    return false;
}

bool seen_field(const struct view_context *view, const struct field_definition *field, enum sight sight)
{
    if (field->within) /* a mark says nothing to people but of whom else it speaks: mission.c */
        return false;
    if (!view_signed_in(view))
        return field->is_public && !field->personal;
    return !field->personal || sight == SIGHT_ROWS;
}

void seen_put_register(const struct view_context *view, struct node *page, const struct register_definition *register_)
{
    struct text title = view_title(view, register_->title), plural = view_title(view, register_->plural);
    struct node *shown = node_put(page, "register", node_map(view->arena));
    view_put_text(view, shown, "register", register_->name);
    view_put_text(view, shown, "title", title);
    view_put_text(view, shown, "plural", plural.length > 0 ? plural : title);
    view_put_text(view, shown, "href", text_format(view->arena, "/so/%.*s", TEXT_ARGS(register_->name)));
}

struct text seen_state_title(const struct view_context *view, const struct register_definition *register_, struct text state)
{
    for (size_t i = 0; i < register_->state_count; i++)
        if (text_equal(register_->states[i].code, state))
            return view_title(view, register_->states[i].title);
    return state;
}

static struct text shown_value(const struct view_context *view, const struct field_definition *field, const struct record *record)
{
    return record_value_people(view->arena, field, &record->values[field->slot], view->house->definition, view->house->units, view->language);
}

void seen_put_record(const struct view_context *view, struct node *row, const struct record *record, enum sight sight)
{
    const struct field_definition *name = record->register_->name_field;
    struct text title = name && seen_field(view, name, sight) ? shown_value(view, name, record) : (struct text){0};
    struct text href = text_format(view->arena, "/muc-ghi/%.*s/%lld", TEXT_ARGS(record->register_->name), (long long)record->number);
    node_put(row, "record", node_whole(view->arena, record->number));
    node_put(row, "version", node_whole(view->arena, record->version));
    view_put_text(view, row, "name",
                  title.length > 0 ? title
                                   : text_format(view->arena, "%.*s %lld", TEXT_ARGS(view_title(view, record->register_->title)),
                                                 (long long)record->number));
    view_put_text(view, row, "href", href);
    view_put_text(view, row, "copy_href", text_format(view->arena, "%.*s/nhan-ban", TEXT_ARGS(href)));
    struct node *state = node_put(row, "state", node_map(view->arena));
    view_put_text(view, state, "code", record->state);
    view_put_text(view, state, "title", seen_state_title(view, record->register_, record->state));
    view_put_truth(view, row, "withdrawn", record->withdrawn);
    if (day_is_some(record->day))
        view_put_day(view, row, "day", record->day);
    else
        node_put(row, "day", node_nothing(view->arena));
    view_put_unit(view, row, "unit", record->unit);
}

void seen_put_fields(const struct view_context *view, struct node *map, const struct record *record, enum sight sight)
{
    struct node *list = node_put(map, "columns", node_list(view->arena));
    for (size_t i = 0; i < record->register_->field_count; i++) {
        const struct field_definition *field = &record->register_->fields[i];
        struct text shown = shown_value(view, field, record);
        if (field->sealed || !seen_field(view, field, sight) || (field->retired && shown.length == 0))
            continue;
        struct node *column = node_append(list, node_map(view->arena));
        view_put_text(view, column, "field", field->name);
        view_put_text(view, column, "title", view_title(view, field->title));
        view_put_text(view, column, "value",
                      record_value_machine(view->arena, field, &record->values[field->slot], view->house->units));
        view_put_text(view, column, "shown", shown);
        view_put_truth(view, column, "number", field->kind == FIELD_NUMBER || field->kind == FIELD_DECIMAL || field->kind == FIELD_MONEY);
        view_put_text(view, column, "unit", shown.length > 0 ? view_title(view, field->unit) : (struct text){0});
    }
}

bool seen_may_open(struct view_context *view, const struct record *record)
{
    struct dossier *dossier;
    struct failure unread;
    const struct account *own = view->viewer->account;
    if (!own || !register_has_sealed(record->register_) ||
        !dossier_load(view->arena, view->reading, unit_tree_shard(view->house->units), record->number, &dossier, &unread) || !dossier)
        return false;
    const struct unit *unit = unit_by_number(view->house->units, dossier->unit);
    return unit && act_may_hold_key(own, view->today, unit);
}

struct text seen_why_not_due(const struct view_context *view)
{
    return view_words(view, "Lịch ngày nghỉ của hệ thống chưa có năm ấy; khi lịch được bổ sung, ngày đến hạn sẽ hiện ra.",
                      "The calendar of days off does not reach that year yet; the day shows once it does.");
}
