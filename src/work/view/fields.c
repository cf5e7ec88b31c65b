/* fields.c — the fields of forms, as trees that one template draws. */
#include "work/view/fields_inside.h"

struct node *fields_put(const struct view_context *view, struct node *page)
{
    return node_put(page, "fields", node_list(view->arena));
}

struct node *fields_add(const struct view_context *view, struct node *fields, struct text name, const char *kind, struct text title)
{
    static const char *const KINDS[] = {"is_text",     "is_long",         "is_number", "is_day",   "is_name", "is_password",
                                        "is_new_password", "is_secret", "is_select", "is_group",  "is_radios", "is_checks", "is_file", "is_mail"};
    struct node *field = node_append(fields, node_map(view->arena));
    struct text id = text_replace(view->arena, name, TEXT("."), TEXT("-"));
    view_put_text(view, field, "name", name);
    view_put_text(view, field, "id", id);
    view_put_text(view, field, "first_id", id);
    view_put_text(view, field, "title", title);
    view_put_text(view, field, "hint", (struct text){0});
    view_put_text(view, field, "unit", (struct text){0});
    view_put_text(view, field, "value", (struct text){0});
    view_put_text(view, field, "problem", (struct text){0});
    view_put_text(view, field, "length", (struct text){0});
    view_put_text(view, field, "inputmode", TEXT("numeric"));
    view_put_truth(view, field, "required", true);
    view_put_truth(view, field, "folded", false);
    view_put_truth(view, field, "closed", false);
    view_put_truth(view, field, "several", false);
    view_put_text(view, field, "accepts", (struct text){0});
    view_put_truth(view, field, "camera", false);
    for (size_t i = 0; i < LENGTH_OF(KINDS); i++)
        view_put_truth(view, field, KINDS[i], text_is(text_of(KINDS[i]), kind));
    node_put(field, "options", node_list(view->arena));
    return field;
}

void fields_hint(const struct view_context *view, struct node *field, struct text hint)
{
    view_put_text(view, field, "hint", hint);
}

void fields_optional(const struct view_context *view, struct node *field)
{
    view_put_truth(view, field, "required", false);
}

void fields_value(const struct view_context *view, struct node *field, struct text value)
{
    view_put_text(view, field, "value", value);
}

void fields_option(const struct view_context *view, struct node *field, struct text code, struct text label, bool chosen)
{
    struct node *options = node_at(field, "options"), *option = node_append(options, node_map(view->arena));
    struct text id = text_format(view->arena, "%.*s-%zu", TEXT_ARGS(node_text_at(field, "id")), node_count(options));
    view_put_text(view, option, "code", code);
    view_put_text(view, option, "label", label);
    view_put_text(view, option, "option_id", id);
    view_put_truth(view, option, "chosen", chosen);
}

static void make_group(const struct view_context *view, struct node *field, const char *kind)
{
    view_put_truth(view, field, "is_select", false);
    view_put_truth(view, field, "is_group", true);
    view_put_truth(view, field, kind, true);
    view_put_text(view, field, "first_id", text_format(view->arena, "%.*s-1", TEXT_ARGS(node_text_at(field, "id"))));
}

/* What is folded says how many of it are chosen. */
void fields_check(const struct view_context *view, struct node *field)
{
    const struct node *options = node_at(field, "options");
    size_t count = node_count(options), chosen = 0;
    for (size_t i = 0; i < count; i++)
        chosen += node_at(options->list.items[i], "chosen")->truth;
    make_group(view, field, "is_checks");
    view_put_truth(view, field, "folded", count > FIELDS_OPEN_MAX);
    view_put_text(view, field, "folded_title",
                  text_format(view->arena, view->language == LANGUAGE_EN ? "Choose among %zu (%zu chosen)" : "Chọn trong %zu mục (đã chọn %zu)",
                              count, chosen));
}

void fields_choose(const struct view_context *view, struct node *field)
{
    size_t count = node_count(node_at(field, "options"));
    if (count > 0 && count <= FIELDS_RADIOS_MAX)
        make_group(view, field, "is_radios");
    else
        view_put_truth(view, field, "is_select", true);
}

void fields_hide(const struct view_context *view, struct node *page, struct text name, struct text value)
{
    struct node *hidden = node_at(page, "hidden");
    if (!hidden)
        hidden = node_put(page, "hidden", node_list(view->arena));
    struct node *one = node_append(hidden, node_map(view->arena));
    view_put_text(view, one, "name", name);
    view_put_text(view, one, "value", value);
}

void fields_form(const struct view_context *view, struct node *page, const struct fields_form *form)
{
    view_put_text(view, page, "act", text_of(form->act));
    view_put_text(view, page, "back", form->back);
    view_put_text(view, page, "cancel", form->cancel);
    view_put_text(view, page, "page_title", form->title);
    view_put_text(view, page, "button", form->button);
    if (!node_at(page, "hidden"))
        node_put(page, "hidden", node_list(view->arena));
}

/* ---- the fields of a register ---- */

static bool holds(const struct view_context *view, const struct field_definition *field, const struct record_value *value, struct text code)
{
    for (size_t i = 0; i < (field->many ? value->many_count : 1); i++) {
        const struct record_value one = {.value = field->many ? value->many[i] : value->value};
        struct field_definition single = *field;
        single.many = false;
        if (text_equal(record_value_machine(view->arena, &single, &one, view->house->units), code))
            return true;
    }
    return false;
}

static void add_choices(const struct view_context *view, struct node *shown, const struct field_definition *field,
                        const struct record_value *value)
{
    for (size_t i = 0; i < field->choice_count; i++) {
        bool chosen = holds(view, field, value, field->choices[i].code);
        if (!field->choices[i].retired || chosen)
            fields_option(view, shown, field->choices[i].code, view_title(view, field->choices[i].title), chosen);
    }
}

static void add_truths(const struct view_context *view, struct node *shown, const struct record_value *value)
{
    bool known = value->value.kind == VALUE_TRUTH;
    fields_option(view, shown, TEXT("yes"), view_words(view, "Có", "Yes"), known && value->value.truth);
    fields_option(view, shown, TEXT("no"), view_words(view, "Không", "No"), known && !value->value.truth);
}

/* Places of that kind where the person's organisation is; in the whole house when it has none inside. */
static const struct unit_set *units_for(const struct view_context *view, const struct field_definition *field)
{
    const struct unit *own = view->viewer->acting_for ? view->viewer->acting_for->in : NULL, *home = view_home(view);
    const struct unit *tops[] = {own, home};
    for (size_t i = 0; i < LENGTH_OF(tops); i++) {
        if (!tops[i])
            continue;
        const struct unit_set *set = unit_places(view->arena, view->house->units, tops[i], field->of, view->today, view->today);
        if (set->count == 0)
            set = unit_organisations(view->arena, view->house->units, tops[i], field->of, view->today, view->today);
        /* A ward itself is the only ward inside it: then all wards of the house are meant. */
        if (set->count > (tops[i] == own && own != home ? 1u : 0u))
            return set;
    }
    return NULL;
}

/* A field for units of any kind takes organisations: those at the own place, at the places right below it and at those above. */
static const struct unit_set *organisations_for(const struct view_context *view)
{
    const struct unit *own = view->viewer->acting_for ? view->viewer->acting_for : view_home(view);
    const struct unit *place = own && own->in && own->is_organisation ? own->in : own;
    const struct unit_set *all = unit_all(view->arena, view->house->units, view->today);
    const struct unit **near = arena_make_many(view->arena, all->count, sizeof *near);
    struct unit_set *set = arena_make(view->arena, sizeof *set);
    for (size_t i = 0; i < all->count && place; i++) {
        const struct unit *unit = all->units[i], *in = unit->in;
        if (unit->is_organisation && unit != own && in && (unit_is_inside(place, in) || in->in == place))
            near[set->count++] = unit;
    }
    unit_sort_official(near, set->count);
    set->units = near;
    return set;
}

static void add_units(const struct view_context *view, struct node *shown, const struct field_definition *field,
                      const struct record_value *value)
{
    const struct unit_set *set = field->of.length > 0 ? units_for(view, field) : organisations_for(view);
    for (size_t i = 0; set && i < set->count; i++) {
        const struct unit *unit = set->units[i];
        struct text name = view_title(view, unit->short_name);
        fields_option(view, shown, unit->code, name.length > 0 ? name : view_title(view, unit->name), holds(view, field, value, unit->code));
    }
}

static void add_instruments(const struct view_context *view, struct node *shown, const struct field_definition *field,
                            const struct record_value *value)
{
    const struct definition *definition = view->house->definition;
    for (size_t i = 0; i < definition->instrument_count; i++) {
        const struct instrument_definition *instrument = &definition->instruments[i];
        bool chosen = holds(view, field, value, instrument->id);
        bool ended = day_is_some(instrument->to) && day_compare(instrument->to, view->today) < 0;
        if ((ended || day_compare(instrument->day, view->today) > 0) && !chosen)
            continue;
        struct text label = text_format(view->arena, "%.*s – %.*s", TEXT_ARGS(instrument->number),
                                        TEXT_ARGS(view_title(view, instrument->title)));
        fields_option(view, shown, instrument->id, label, chosen);
    }
}

static struct text plain_value(const struct view_context *view, const struct field_definition *field, const struct record_value *value)
{
    if (!value->value.kind && !field->many)
        return (struct text){0};
    switch (field->kind) {
    case FIELD_DAY:
        return value->value.kind == VALUE_DAY ? day_write_people(view->arena, value->value.day, false) : (struct text){0};
    case FIELD_NUMBER:
    case FIELD_DECIMAL:
    case FIELD_MONEY:
        /* As it is read back, in either language: 1.500.000 and 2,5. */
        return value->value.kind == VALUE_NUMBER ? decimal_write_people(view->arena, value->value.number, false) : (struct text){0};
    case FIELD_TEXT:
    case FIELD_LONG_TEXT:
    case FIELD_TRUTH:
    case FIELD_CHOICE:
    case FIELD_UNIT:
    case FIELD_RECORD:
    case FIELD_INSTRUMENT:
        break;
    }
    return record_value_machine(view->arena, field, value, view->house->units);
}

static const char *kind_of(const struct field_definition *field)
{
    switch (field->kind) {
    case FIELD_LONG_TEXT: return "is_long";
    case FIELD_NUMBER:
    case FIELD_DECIMAL:
    case FIELD_MONEY:
    case FIELD_RECORD: return "is_number";
    case FIELD_DAY: return "is_day";
    case FIELD_TRUTH:
    case FIELD_CHOICE:
    case FIELD_UNIT:
    case FIELD_INSTRUMENT: return "";
    case FIELD_TEXT: return "is_text";
    }
    NEVER("a kind of field");
}

static void add_options(const struct view_context *view, struct node *shown, const struct field_definition *field,
                        const struct record_value *value)
{
    if (field->kind == FIELD_CHOICE)
        add_choices(view, shown, field, value);
    else if (field->kind == FIELD_TRUTH)
        add_truths(view, shown, value);
    else if (field->kind == FIELD_UNIT)
        add_units(view, shown, field, value);
    else if (field->kind == FIELD_INSTRUMENT)
        add_instruments(view, shown, field, value);
    if (node_count(node_at(shown, "options")) == 0)
        view_put_truth(view, shown, "is_text", true);
    else if (field->many)
        fields_check(view, shown);
    else
        fields_choose(view, shown);
}

static struct text hint_of(const struct view_context *view, const struct field_definition *field)
{
    struct text hint = view_title(view, field->hint);
    if (hint.length > 0)
        return hint;
    if (field->kind == FIELD_DAY)
        return text_format(view->arena, "%s %.*s", view->language == LANGUAGE_EN ? "Such as" : "Ví dụ",
                           TEXT_ARGS(day_write_people(view->arena, view->today, false)));
    if (field->kind == FIELD_DECIMAL)
        return view_words(view, "Ví dụ 2,5", "Such as 2,5");
    return field->kind == FIELD_RECORD ? view_words(view, "Số của mục ghi", "The record's number") : (struct text){0};
}

void fields_add_record(const struct view_context *view, struct node *fields, const struct field_definition *field,
                       const struct record_value *value)
{
    const char *kind = kind_of(field);
    struct text name = text_format(view->arena, "f.%.*s", TEXT_ARGS(field->name));
    struct node *shown = fields_add(view, fields, name, kind, view_title(view, field->title));
    fields_hint(view, shown, hint_of(view, field));
    view_put_text(view, shown, "unit", field->kind == FIELD_MONEY && field->unit.vi.length == 0 ? TEXT("đồng") : view_title(view, field->unit));
    view_put_truth(view, shown, "required", field->required);
    view_put_truth(view, shown, "closed", field->sealed != BOX_NONE); /* no browser keeps it for the next person */
    if (field->kind == FIELD_DECIMAL)
        view_put_text(view, shown, "inputmode", TEXT("decimal"));
    if (*kind == '\0')
        add_options(view, shown, field, value);
    if (text_is(text_of(kind), "") && !node_at(shown, "is_text")->truth)
        return;
    fields_value(view, shown, plain_value(view, field, value));
}
