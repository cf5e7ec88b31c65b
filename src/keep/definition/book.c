/* book.c — a register's book on paper, how often something must be done, and who receives. */
#include "keep/definition/book.h"

#include "keep/definition/definition_inside.h"

static void column_fields(struct reading *reading, const struct register_reading *reg, const struct yaml_fields *in, struct book_column *column)
{
    struct text is;
    column->kind = BOOK_FIELDS;
    column->fields = fields_at(reading, reg, in, "of", &column->field_count);
    size_t sealed = 0;
    for (size_t i = 0; i < column->field_count; i++)
        sealed += column->fields[i]->sealed != BOX_NONE;
    if (sealed > 0 && sealed == column->field_count)
        column->kind = BOOK_SEALED;
    for (size_t i = 0; column->kind != BOOK_SEALED && i < column->field_count; i++)
        sealed_check(reading, column->fields[i], value_place(in, "of"));
    if (!yaml_fields_text(in, "is", YAML_MAY, &is))
        return;
    column->kind = BOOK_MARK;
    column->is = is;
    struct row codes = ROW_OF(struct text);
    size_t index;
    for (size_t i = 0; column->field_count == 1 && i < column->fields[0]->choice_count; i++)
        *(struct text *)row_add(&codes, reading->arena) = column->fields[0]->choices[i].code;
    struct yaml_words known = {(const struct text *)(const void *)codes.items, codes.count};
    if (!word_among(is, known, &index))
        word_unknown(reading, value_place(in, "is"), "definition.unknown-choice", is, known);
}

static void column_read(struct reading *reading, const struct register_reading *reg, const struct yaml_fields *in, struct book_column *column)
{
    static const struct text known[] = {TEXT_ENTRY("title"), TEXT_ENTRY("group"), TEXT_ENTRY("of"), TEXT_ENTRY("is")};
    const struct node *of = node_of_key(in, "of");
    yaml_fields_check(in, (struct yaml_words){known, LENGTH_OF(known)});
    *column = (struct book_column){0};
    title_read(reading, in, "title", YAML_MUST, &column->title);
    title_read(reading, in, "group", YAML_MAY, &column->group);
    if (of != NULL && of->kind == NODE_TEXT && text_is(of->text, "order"))
        column->kind = BOOK_ORDER;
    else if (of != NULL && of->kind == NODE_TEXT && text_is(of->text, "sealed"))
        column->kind = BOOK_SEALED;
    else
        column_fields(reading, reg, in, column);
}

static void version_read(struct reading *reading, const struct register_reading *reg, const struct yaml_fields *in, struct book_version *version)
{
    static const struct text known[] = {TEXT_ENTRY("from"), TEXT_ENTRY("to"), TEXT_ENTRY("form"), TEXT_ENTRY("confidence"), TEXT_ENTRY("columns")};
    const struct node *list;
    yaml_fields_check(in, (struct yaml_words){known, LENGTH_OF(known)});
    *version = (struct book_version){.from = DAY_NONE, .to = DAY_NONE};
    validity_read(reading, in, &version->from, &version->to);
    title_read(reading, in, "form", YAML_MUST, &version->form);
    confidence_read(in, &version->confidence);
    if (!yaml_fields_list(in, "columns", YAML_MUST, &list) || !count_check(reading, in, list, BOOK_COLUMNS_MAX))
        return;
    struct book_column *columns = arena_make_many(reading->arena, list->list.count, sizeof *columns);
    for (size_t i = 0; i < list->list.count; i++) {
        struct yaml_fields item;
        if (yaml_fields_item_map(in, list->list.items[i], &item))
            column_read(reading, reg, &item, &columns[i]);
    }
    version->columns = columns;
    version->column_count = list->list.count;
}

static void times_read(struct reading *reading, const struct register_reading *reg, const struct yaml_fields *in, struct desk_times *times)
{
    static const struct text known[] = {TEXT_ENTRY("rule"), TEXT_ENTRY("of"), TEXT_ENTRY("where")};
    struct rule_scope scope = scope_of(reading, reg, false);
    struct text name, source;
    yaml_fields_check(in, (struct yaml_words){known, LENGTH_OF(known)});
    if (yaml_fields_text(in, "rule", YAML_MUST, &name) && vocabulary_check(reading, &reading->deadlines, name, value_place(in, "rule")))
        times->rule = vocabulary_find(&reading->deadlines, name);
    if (yaml_fields_text(in, "of", YAML_MUST, &times->of))
        (void)vocabulary_check(reading, &reading->place_kinds, times->of, value_place(in, "of"));
    times->where = rule_at(reading, in, "where", &scope, &source);
}

static void receiver_read(struct reading *reading, const struct yaml_fields *in, struct receiver_definition *receiver)
{
    static const struct text known[] = {TEXT_ENTRY("about"), TEXT_ENTRY("works_at"), TEXT_ENTRY("to"), TEXT_ENTRY("address"), TEXT_ENTRY("say"), TEXT_ENTRY("law")};
    static const struct text ways[] = {TEXT_ENTRY("outside"), TEXT_ENTRY("above")};
    size_t way = 0;
    yaml_fields_check(in, (struct yaml_words){known, LENGTH_OF(known)});
    struct row about = texts_read(reading, in, "about", RECEIVERS_MAX), kinds = texts_read(reading, in, "works_at", RECEIVERS_MAX);
    for (size_t i = 0; i < kinds.count; i++)
        (void)vocabulary_check(reading, &reading->organisation_kinds, *(struct text *)row_at(&kinds, i), value_place(in, "works_at"));
    (void)yaml_fields_choice(in, "to", YAML_MUST, (struct yaml_words){ways, LENGTH_OF(ways)}, &way);
    *receiver = (struct receiver_definition){.about = (const struct text *)(const void *)about.items, .about_count = about.count,
                                             .works_at = (const struct text *)(const void *)kinds.items, .works_at_count = kinds.count, .above = way == 1};
    title_read(reading, in, "address", way == 1 ? YAML_MAY : YAML_MUST, &receiver->address);
    title_read(reading, in, "say", YAML_MUST, &receiver->say);
    law_read(reading, in, YAML_MUST, &receiver->law);
}

static void copy_read(struct reading *reading, struct register_reading *reg)
{
    static const struct text known[] = {TEXT_ENTRY("title"), TEXT_ENTRY("law"), TEXT_ENTRY("confidence"), TEXT_ENTRY("fields"), TEXT_ENTRY("number")};
    struct yaml_fields in;
    if (!yaml_fields_map(&reg->in, "copy", YAML_MAY, &in))
        return;
    struct copy_definition *copy = arena_make(reading->arena, sizeof *copy);
    yaml_fields_check(&in, (struct yaml_words){known, LENGTH_OF(known)});
    *copy = (struct copy_definition){0};
    title_read(reading, &in, "title", YAML_MUST, &copy->title);
    law_read(reading, &in, YAML_MUST, &copy->law);
    confidence_read(&in, &copy->confidence);
    copy->fields = fields_at(reading, reg, &in, "fields", &copy->field_count);
    copy->number = field_at(reading, reg, &in, "number", YAML_MAY);
    reg->made->copy = copy;
}

/* The items of a list of maps, each given its place in an array of `size`. */
static size_t items_of(struct reading *reading, const struct yaml_fields *in, const char *key, size_t most, const struct node **list)
{
    if (!yaml_fields_list(in, key, YAML_MAY, list) || !count_check(reading, in, *list, most))
        return 0;
    return (*list)->list.count;
}

void book_read_all(struct reading *reading, struct register_reading *reg)
{
    copy_read(reading, reg);
    const struct node *books, *times, *receivers;
    struct register_definition *made = reg->made;
    struct yaml_fields item;
    made->book_count = items_of(reading, &reg->in, "book", BOOK_VERSIONS_MAX, &books);
    made->times_count = items_of(reading, &reg->in, "times", DESK_TIMES_MAX, &times);
    made->receiver_count = items_of(reading, &reg->in, "receivers", RECEIVERS_MAX, &receivers);
    struct book_version *versions = arena_make_many(reading->arena, made->book_count, sizeof *versions);
    struct desk_times *often = arena_make_many(reading->arena, made->times_count, sizeof *often);
    struct receiver_definition *who = arena_make_many(reading->arena, made->receiver_count, sizeof *who);
    for (size_t i = 0; i < made->book_count; i++)
        if (yaml_fields_item_map(&reg->in, books->list.items[i], &item))
            version_read(reading, reg, &item, &versions[i]);
    for (size_t i = 0; i < made->times_count; i++)
        if (yaml_fields_item_map(&reg->in, times->list.items[i], &item))
            times_read(reading, reg, &item, &often[i]);
    for (size_t i = 0; i < made->receiver_count; i++)
        if (yaml_fields_item_map(&reg->in, receivers->list.items[i], &item))
            receiver_read(reading, &item, &who[i]);
    made->books = versions;
    made->times = often;
    made->receivers = who;
}

const struct book_version *book_on(const struct register_definition *register_, struct day day)
{
    for (size_t i = 0; i < register_->book_count; i++)
        if (validity_holds(register_->books[i].from, register_->books[i].to, day))
            return &register_->books[i];
    return NULL;
}
