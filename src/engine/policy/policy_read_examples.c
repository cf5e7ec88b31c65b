/* policy_read_examples.c — a policy file: the tests that stand beside its rules. */
#include "engine/policy/policy_inside.h"

/* What a test gives: values by column. */
static void given_read(struct policy_reader *reader, const struct yaml_fields *above, struct policy_test *test)
{
    struct yaml_fields in;
    const struct policy *policy = reader->made;
    struct text known[POLICY_COLUMNS_MAX];
    struct value *values = arena_make_many(reader->arena, policy->column_count, sizeof *values);
    test->facts.values = values;
    test->facts.count = policy->column_count;
    if (!yaml_fields_map(above, "given", YAML_MUST, &in))
        return;
    for (size_t i = 0; i < policy->column_count; i++)
        known[i] = policy->columns[i].name;
    for (size_t i = 0; i < in.map->map.count; i++) {
        const struct node_entry *entry = &in.map->map.entries[i];
        size_t column = policy_column_find(policy, entry->key);
        struct text text;
        struct value value;
        if (column == policy->column_count) {
            policy_complain_unknown(reader, policy_entry_place(&in, entry), "policy.unknown-column", entry->key, (struct yaml_words){known, column});
            continue;
        }
        if (!yaml_fields_item_text(&in, entry->value, &text))
            continue;
        bool read = policy_scalar_read(reader->arena, policy->columns[column].kind, text, &value);
        values[column] = read ? policy_value_admit(&policy->columns[column], value) : value_unknown();
        if (!value_known(values[column]))
            policy_complain(reader, yaml_fields_place(&in, entry->value), "policy.value", text, entry->key);
    }
}

static bool condition_index(const struct policy_line *line, struct text id, size_t *index)
{
    for (*index = 0; *index < line->condition_count; (*index)++)
        if (text_equal(line->conditions[*index].id, id))
            return true;
    return line->pay != NULL && text_is(id, "amount"); /* the bit behind the conditions */
}

static void because_read(struct policy_reader *reader, const struct yaml_fields *in, const struct node *node, struct policy_expectation *expected)
{
    const struct policy_line *line = &reader->made->lines[expected->line];
    struct text known[POLICY_CONDITIONS_MAX], id;
    expected->because_given = true;
    for (size_t i = 0; i < line->condition_count; i++)
        known[i] = line->conditions[i].id;
    for (size_t i = 0; i < node_count(node); i++) {
        size_t index;
        if (!yaml_fields_item_text(in, node->list.items[i], &id))
            continue;
        if (condition_index(line, id, &index))
            expected->because |= (uint32_t)1 << index;
        else
            policy_complain_unknown(reader, yaml_fields_place(in, node->list.items[i]), "policy.unknown-condition", id,
                                    (struct yaml_words){known, line->condition_count});
    }
}

/* yes | no | unknown | yields | an amount | [conditions that fail] | {unknown: [conditions]} */
static void expectation_read(struct policy_reader *reader, const struct yaml_fields *in, const struct node *node, struct policy_expectation *expected)
{
    static const struct text words[] = {TEXT_ENTRY("no"), TEXT_ENTRY("unknown"), TEXT_ENTRY("yes"), TEXT_ENTRY("yields")}, keys[] = {TEXT_ENTRY("unknown")};
    struct yaml_fields below;
    const struct node *list;
    struct value value;
    if (node->kind == NODE_LIST) {
        expected->want = POLICY_WANT_NO;
        because_read(reader, in, node, expected);
        return;
    }
    if (node->kind == NODE_MAP) {
        expected->want = POLICY_WANT_UNKNOWN;
        if (yaml_fields_item_map(in, node, &below) && yaml_fields_check(&below, (struct yaml_words){keys, LENGTH_OF(keys)}) &&
            yaml_fields_list(&below, "unknown", YAML_MUST, &list))
            because_read(reader, in, list, expected);
        return;
    }
    for (size_t i = 0; i < LENGTH_OF(words) && node->kind == NODE_TEXT; i++)
        if (text_equal(node->text, words[i])) {
            expected->want = (enum policy_want)i;
            return;
        }
    expected->want = POLICY_WANT_AMOUNT;
    if (node->kind != NODE_TEXT || !policy_scalar_read(reader->arena, VALUE_NUMBER, node->text, &value) || !policy_money(value, &expected->amount))
        policy_complain(reader, yaml_fields_place(in, node), "policy.expect", node->kind == NODE_TEXT ? node->text : TEXT(""), (struct text){0});
}

static void expected_read(struct policy_reader *reader, const struct yaml_fields *above, struct policy_test *test)
{
    struct yaml_fields in;
    const struct policy *policy = reader->made;
    struct text known[POLICY_LINES_MAX];
    if (!yaml_fields_map(above, "expect", YAML_MUST, &in) || !policy_count_check(reader, above, in.map, POLICY_LINES_MAX))
        return;
    for (size_t i = 0; i < policy->line_count; i++)
        known[i] = policy->lines[i].id;
    struct policy_expectation *expected = arena_make_many(reader->arena, in.map->map.count, sizeof *expected);
    test->expected = expected;
    for (size_t i = 0; i < in.map->map.count; i++) {
        const struct node_entry *entry = &in.map->map.entries[i];
        const struct policy_line *line = policy_line_find(policy, entry->key);
        if (line == NULL) {
            policy_complain_unknown(reader, policy_entry_place(&in, entry), "policy.unknown-line", entry->key, (struct yaml_words){known, policy->line_count});
            continue;
        }
        struct policy_expectation *each = &expected[test->expected_count++];
        each->line = (size_t)(line - policy->lines);
        each->place = policy_entry_place(&in, entry);
        expectation_read(reader, &in, entry->value, each);
    }
}

void policy_tests_read(struct policy_reader *reader, const struct yaml_fields *in)
{
    static const struct text known[] = {TEXT_ENTRY("name"), TEXT_ENTRY("as_of"), TEXT_ENTRY("given"), TEXT_ENTRY("expect")};
    const struct node *list;
    struct yaml_fields each;
    struct policy_tests *tests = arena_make(reader->arena, sizeof *tests);
    reader->made->tests = tests;
    if (!yaml_fields_list(in, "tests", YAML_MUST, &list) || !policy_count_check(reader, in, list, POLICY_TESTS_MAX))
        return;
    struct policy_test *items = arena_make_many(reader->arena, list->list.count, sizeof *items);
    for (size_t i = 0; i < list->list.count; i++) {
        items[i].facts.as_of = DAY_NONE;
        items[i].place = yaml_fields_place(in, list->list.items[i]);
        if (!yaml_fields_item_map(in, list->list.items[i], &each))
            continue;
        yaml_fields_check(&each, (struct yaml_words){known, LENGTH_OF(known)});
        if (yaml_fields_text(&each, "name", YAML_MUST, &items[i].name))
            items[i].name = text_copy(reader->arena, items[i].name);
        yaml_fields_day(&each, "as_of", YAML_MUST, &items[i].facts.as_of);
        given_read(reader, &each, &items[i]);
        expected_read(reader, &each, &items[i]);
    }
    tests->items = items;
    tests->count = list->list.count;
}
