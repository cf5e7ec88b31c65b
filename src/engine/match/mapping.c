/* mapping.c — the mapping file read and checked, each fault at its place. */
#include "engine/match/mapping.h"

#include "base/decimal.h"
#include "engine/codec/yaml.h"
#include "engine/codec/yaml_fields.h"

#include <math.h>

enum { BLOCK_MAX = 5000 };

static const struct text KINDS[] = {TEXT_PLAIN("name"),     TEXT_PLAIN("words"),   TEXT_PLAIN("day"),
                                    TEXT_PLAIN("identity"), TEXT_PLAIN("contact"), TEXT_PLAIN("code"),
                                    TEXT_PLAIN("sex"),      TEXT_PLAIN("number")};
static const struct text PARTS[] = {TEXT_PLAIN("whole"),     TEXT_PLAIN("first"), TEXT_PLAIN("last"),
                                    TEXT_PLAIN("words"),     TEXT_PLAIN("start"), TEXT_PLAIN("year"),
                                    TEXT_PLAIN("month-day"), TEXT_PLAIN("near")};
static const struct text FORMS[] = {TEXT_PLAIN("groups"), TEXT_PLAIN("one-to-one"),
                                    TEXT_PLAIN("many-to-one")};

struct reading {
    struct match_mapping *mapping;
    struct problems *problems;
    struct text file;
};

static void wrong(const struct reading *in, const struct node *node, const char *code, struct text said)
{
    const struct place place = {.file = in->file, .line = node->line, .column = node->column};
    problem_add(in->problems, place, code, said, (struct text){0});
}

/* The number of the field with this title; -1 when there is none. */
static int field_find(const struct match_plan *plan, struct text title)
{
    for (size_t f = 0; f < plan->field_count; f++)
        if (text_equal(plan->fields[f].title, title))
            return (int)f;
    return -1;
}

/* "0.92", as a part of one. */
static bool share_read(struct text text, double *share)
{
    struct decimal number;
    if (!decimal_read(text, &number) || number.digits < 0)
        return false;
    *share = (double)number.digits / pow(10, number.scale);
    return *share <= 1;
}

/* ---- fields ---- */

/* One heading, or a list of them whose cells belong together. */
static size_t columns_read(const struct reading *in, const struct node *node,
                           struct text columns[MATCH_COLUMNS_MAX])
{
    size_t count = 0;
    if (node->kind == NODE_TEXT && node->text.length > 0)
        columns[count++] = node->text;
    for (size_t i = 0; node->kind == NODE_LIST && i < node_count(node); i++)
        if (count < MATCH_COLUMNS_MAX && node->list.items[i]->kind == NODE_TEXT)
            columns[count++] = node->list.items[i]->text;
    if (count == 0)
        wrong(in, node, "match.column", (struct text){0});
    return count;
}

static void field_columns(const struct reading *in, const struct node *map, size_t f)
{
    struct match_mapping *mapping = in->mapping;
    const struct node *first = node_at(map, "column"), *second = node_at(map, "second-column");
    if (first != NULL)
        mapping->column_counts[0][f] = columns_read(in, first, mapping->columns[0][f]);
    if (second == NULL)
        second = first;
    if (second != NULL)
        mapping->column_counts[1][f] = columns_read(in, second, mapping->columns[1][f]);
}

static void field_read(const struct reading *in, const struct node_entry *entry)
{
    static const struct text known[] = {TEXT_PLAIN("kind"), TEXT_PLAIN("column"), TEXT_PLAIN("second-column"),
                                        TEXT_PLAIN("sex"),  TEXT_PLAIN("born"),   TEXT_PLAIN("tolerance")};
    const struct yaml_fields fields = {entry->value, in->file, in->problems};
    struct match_plan *plan = &in->mapping->plan;
    size_t kind = MATCH_WORDS;
    struct text tolerance;
    if (!yaml_fields_check(&fields, (struct yaml_words){known, LENGTH_OF(known)}))
        return;
    (void)yaml_fields_choice(&fields, "kind", YAML_MUST, (struct yaml_words){KINDS, LENGTH_OF(KINDS)}, &kind);
    if (node_at(entry->value, "column") == NULL)
        problem_add(in->problems, yaml_fields_place(&fields, entry->value), "yaml.missing", TEXT("column"),
                    (struct text){0});
    if (plan->field_count == MATCH_FIELDS_MAX) {
        wrong(in, entry->value, "match.too-many", TEXT("16"));
        return;
    }
    size_t f = plan->field_count++;
    plan->fields[f] = (struct match_field){.title = entry->key,
                                           .kind = (enum match_kind)kind,
                                           .sex_field = -1,
                                           .day_field = -1,
                                           .tolerance = 0.05};
    field_columns(in, entry->value, f);
    if (yaml_fields_text(&fields, "tolerance", YAML_MAY, &tolerance) &&
        !share_read(tolerance, &plan->fields[f].tolerance))
        wrong(in, node_at(entry->value, "tolerance"), "match.share", tolerance);
}

/* What proves an identity number: another field, of the kind wanted. */
static int proof_read(const struct reading *in, const struct node *map, const char *key, enum match_kind kind)
{
    struct text title = node_text_at(map, key);
    if (title.length == 0)
        return -1;
    int found = field_find(&in->mapping->plan, title);
    if (found < 0 || in->mapping->plan.fields[found].kind != kind) {
        wrong(in, node_at(map, key), "match.field", title);
        return -1;
    }
    return found;
}

static void fields_read(const struct reading *in, const struct node *map)
{
    struct match_plan *plan = &in->mapping->plan;
    for (size_t i = 0; i < node_count(map); i++)
        field_read(in, &map->map.entries[i]);
    for (size_t i = 0; i < node_count(map); i++) {
        int f = field_find(plan, map->map.entries[i].key);
        if (f < 0 || map->map.entries[i].value->kind != NODE_MAP)
            continue;
        plan->fields[f].sex_field = proof_read(in, map->map.entries[i].value, "sex", MATCH_SEX);
        plan->fields[f].day_field = proof_read(in, map->map.entries[i].value, "born", MATCH_DAY);
    }
}

/* ---- keys ---- */

static bool part_fits(enum match_kind kind, enum match_part part)
{
    if (part == PART_WHOLE)
        return kind != MATCH_NUMBER;
    if (kind == MATCH_DAY || part == PART_YEAR || part == PART_MONTH_DAY)
        return kind == MATCH_DAY && (part == PART_YEAR || part == PART_MONTH_DAY);
    return kind != MATCH_NUMBER;
}

/* "ngày sinh", or with a part behind it: "ngày sinh year". */
static bool atom_read(const struct reading *in, const struct node *node, struct match_atom *atom)
{
    const struct match_plan *plan = &in->mapping->plan;
    struct text said = node->kind == NODE_TEXT ? node->text : (struct text){0};
    int field = field_find(plan, said);
    size_t part = PART_WHOLE, cut = said.length;
    while (field < 0 && cut > 0 && said.bytes[cut - 1] != ' ')
        cut--;
    if (field < 0 && cut > 0) {
        struct text word = text_from(said, cut);
        for (part = 0; part < LENGTH_OF(PARTS) && !text_equal(PARTS[part], word); part++)
            continue;
        field = part < LENGTH_OF(PARTS) ? field_find(plan, text_part(said, 0, cut - 1)) : -1;
    }
    if (field < 0 || !part_fits(plan->fields[field].kind, (enum match_part)part)) {
        wrong(in, node, field < 0 ? "match.field" : "match.part", said);
        return false;
    }
    *atom = (struct match_atom){(uint8_t)field, (enum match_part)part};
    return true;
}

static void key_read(const struct reading *in, const struct node *list)
{
    struct match_plan *plan = &in->mapping->plan;
    struct match_key key = {.count = 0};
    if (list->kind != NODE_LIST || node_count(list) == 0 || node_count(list) > MATCH_ATOMS_MAX) {
        wrong(in, list, "match.key", (struct text){0});
        return;
    }
    for (size_t i = 0; i < node_count(list); i++)
        key.count += atom_read(in, list->list.items[i], &key.atoms[key.count]);
    if (plan->key_count == MATCH_KEYS_MAX)
        wrong(in, list, "match.too-many", TEXT("32"));
    else if (key.count > 0)
        plan->keys[plan->key_count++] = key;
}

/* ---- a fixed rule ---- */

static void test_read(const struct reading *in, const struct node_entry *entry, struct match_rule *rule)
{
    const struct match_plan *plan = &in->mapping->plan;
    struct text said = entry->value->kind == NODE_TEXT ? entry->value->text : (struct text){0};
    int f = field_find(plan, entry->key);
    if (f < 0) {
        wrong(in, entry->value, "match.field", entry->key);
        return;
    }
    bool day = plan->fields[f].kind == MATCH_DAY, number = plan->fields[f].kind == MATCH_NUMBER;
    if (text_is(said, "equal"))
        rule->tests[f] = TEST_EQUAL;
    else if (text_is(said, "in-part") && day)
        rule->tests[f] = TEST_IN_PART;
    else if (text_starts(said, TEXT("like ")) && !day && !number &&
             share_read(text_from(said, 5), &rule->least[f]))
        rule->tests[f] = TEST_LIKE;
    else
        wrong(in, entry->value, "match.test", said);
}

static void rules_read(const struct reading *in, const struct node *list)
{
    struct match_plan *plan = &in->mapping->plan;
    for (size_t i = 0; i < node_count(list); i++) {
        const struct node *line = list->list.items[i];
        if (line->kind != NODE_MAP || node_count(line) == 0 || plan->rule_count == MATCH_RULES_MAX) {
            wrong(in, line, "match.rule", (struct text){0});
            return;
        }
        struct match_rule *rule = &plan->rules[plan->rule_count++];
        for (size_t t = 0; t < node_count(line); t++)
            test_read(in, &line->map.entries[t], rule);
    }
}

/* ---- the whole ---- */

static void bands_read(const struct reading *in, const struct yaml_fields *root)
{
    struct match_plan *plan = &in->mapping->plan;
    struct text sure, doubtful;
    if (yaml_fields_text(root, "sure", YAML_MAY, &sure) && !share_read(sure, &plan->sure))
        wrong(in, node_at(root->map, "sure"), "match.share", sure);
    if (yaml_fields_text(root, "doubtful", YAML_MAY, &doubtful) && !share_read(doubtful, &plan->doubtful))
        wrong(in, node_at(root->map, "doubtful"), "match.share", doubtful);
}

static void root_read(const struct reading *in, const struct node *map)
{
    static const struct text known[] = {TEXT_PLAIN("fields"),  TEXT_PLAIN("keys"),  TEXT_PLAIN("same"),
                                        TEXT_PLAIN("form"),    TEXT_PLAIN("block"), TEXT_PLAIN("sure"),
                                        TEXT_PLAIN("doubtful")};
    const struct yaml_fields root = {map, in->file, in->problems};
    struct match_plan *plan = &in->mapping->plan;
    struct yaml_fields below;
    const struct node *list;
    int64_t block = 400;
    size_t form = MATCH_GROUPS;
    if (!yaml_fields_check(&root, (struct yaml_words){known, LENGTH_OF(known)}))
        return;
    if (yaml_fields_map(&root, "fields", YAML_MUST, &below))
        fields_read(in, below.map);
    if (yaml_fields_list(&root, "keys", YAML_MUST, &list))
        for (size_t i = 0; i < node_count(list); i++)
            key_read(in, list->list.items[i]);
    if (yaml_fields_list(&root, "same", YAML_MAY, &list))
        rules_read(in, list);
    (void)yaml_fields_whole(&root, "block", YAML_MAY, (struct yaml_range){2, BLOCK_MAX}, &block);
    in->mapping->form_given =
        yaml_fields_choice(&root, "form", YAML_MAY, (struct yaml_words){FORMS, LENGTH_OF(FORMS)}, &form);
    bands_read(in, &root);
    plan->block_max = (uint32_t)block;
    plan->form = (enum match_form)form;
    if (in->problems->errors == 0 && (plan->field_count == 0 || plan->key_count == 0))
        wrong(in, map, "match.empty", (struct text){0});
}

bool match_mapping_read(struct arena *arena, struct text file_name, struct text bytes,
                        struct match_mapping **mapping, struct problems *problems)
{
    struct node *root;
    size_t before = problems->errors;
    struct match_mapping *made = arena_make(arena, sizeof *made);
    const struct reading in = {made, problems, file_name};
    made->plan.sure = 0.999;
    made->plan.doubtful = 0.5;
    if (!yaml_read(arena, file_name, bytes, &root, problems))
        return false;
    root_read(&in, root);
    if (problems->errors > before)
        return false;
    *mapping = made;
    return true;
}
