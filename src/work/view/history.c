/*
 * history.c — what happened to a record: from the journal, who, when, what it said before and after, why.
 *
 * People are named to those who see whole rows; others read which organisation it was.
 */
#include "work/view/seen_inside.h"

#include "keep/journal/journal.h"
#include "work/act/act.h"

#define FIELD_PREFIX "f:"

static void put_who(struct view_context *view, struct node *line, const struct journal_entry *entry, const struct seen_record *seen)
{
    const struct account *account;
    struct failure gone;
    const struct unit *unit = entry->on_behalf.length > 0 ? unit_find(view->house->units, entry->on_behalf, DAY_NONE) : NULL;
    struct text who = {0};
    if (seen->sight == SIGHT_ROWS && entry->account != 0 && view_signed_in(view) &&
        account_load_number(view->arena, view->reading, view->house->units, entry->account, &account, &gone))
        who = account->full_name.length > 0 ? account->full_name : account->name;
    if (entry->account == 0)
        who = view_words(view, "Người quản lý máy chủ", "The keeper of this server");
    view_put_text(view, line, "who", who);
    view_put_text(view, line, "who_unit", unit ? view_title(view, unit->name) : (struct text){0});
}

static struct record_value item_value(const struct body_item *item)
{
    return item->kind == BODY_LIST ? (struct record_value){.many = item->values, .many_count = item->count}
                                   : (struct record_value){.value = item->value};
}

/* `known` are the values as of the entry before; they move on. */
static void put_changes(const struct view_context *view, struct node *line, const struct journal_entry *entry,
                        const struct seen_record *seen, struct record_value *known)
{
    struct node *changes = node_put(line, "changes", node_list(view->arena));
    for (size_t i = 0; i < seen->register_->field_count; i++) {
        const struct field_definition *field = &seen->register_->fields[i];
        const struct body_item *item = journal_said(entry, text_format(view->arena, FIELD_PREFIX "%.*s", TEXT_ARGS(field->name)));
        if (!item)
            continue;
        struct record_value before = known[field->slot], after = item_value(item);
        known[field->slot] = after;
        if (!seen_field(view, field, seen->sight))
            continue;
        const struct definition *definition = view->house->definition;
        struct node *change = node_append(changes, node_map(view->arena));
        view_put_text(view, change, "title", view_title(view, field->title));
        view_put_text(view, change, "before",
                      record_value_people(view->arena, field, &before, definition, view->house->units, view->language));
        view_put_text(view, change, "after", record_value_people(view->arena, field, &after, definition, view->house->units, view->language));
    }
}

static struct text title_of(const struct view_context *view, const struct journal_entry *entry, const struct seen_record *seen)
{
    const struct transition_definition *move = register_transition(seen->register_, body_text(entry->facts, TEXT("move")));
    if (text_is(entry->name, "dossier-open") && body_find(entry->facts, TEXT("file")))
        return view_words(view, "Mở bản chụp niêm phong để xem", "Sealed scan opened to read");
    return move ? view_title(view, move->title) : act_title(entry->name, view->language);
}

static struct text reason_of(const struct journal_entry *entry)
{
    const struct body_item *said = journal_said(entry, TEXT("reason"));
    return said && said->value.kind == VALUE_TEXT ? said->value.text : (struct text){0};
}

bool seen_put_history(struct view_context *view, struct node *page, const struct seen_record *seen, struct failure *why)
{
    struct list entries = {0};
    const struct journal_query query = {
        .shard = seen->record->unit->shard, .register_name = seen->register_->name, .record = seen->record->number};
    struct record_value *known = arena_make_many(view->arena, seen->register_->field_count, sizeof *known);
    if (!journal_load_page(view->arena, view->reading, &query, &entries, why))
        return false;
    struct node **lines = arena_make_many(view->arena, entries.count, sizeof *lines);
    for (size_t i = 0; i < entries.count; i++) {
        const struct journal_entry *entry = entries.items[i];
        lines[i] = node_map(view->arena);
        node_put(lines[i], "act", node_whole(view->arena, entry->number));
        view_put_text(view, lines[i], "title", title_of(view, entry, seen));
        view_put_moment(view, lines[i], "at", entry->at);
        view_put_text(view, lines[i], "reason", view_signed_in(view) ? reason_of(entry) : (struct text){0});
        put_who(view, lines[i], entry, seen);
        if (seen->disposed) /* what it said is shown no more; that it was said, when and by whom, is */
            view_put_text(view, lines[i], "reason", (struct text){0});
        else
            put_changes(view, lines[i], entry, seen, known);
    }
    struct node *list = node_put(page, "history", node_list(view->arena));
    for (size_t i = entries.count; i > 0; i--)
        node_append(list, lines[i - 1]);
    return true;
}
