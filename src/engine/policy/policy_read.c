/* policy_read.c — a policy file: its laws, papers, data dictionary and dated parameters. */
#include "engine/codec/yaml.h"
#include "engine/policy/policy_inside.h"
#include "engine/seal/seal.h"

enum { AMENDS_MAX = 10, HEADINGS_MAX = 20 };

/* A map of the file in which each entry is one thing with an id. */
struct things {
    const char *key;
    enum yaml_need need;
    size_t most;
};

static bool things_find(struct policy_reader *reader, const struct yaml_fields *in, struct things things, struct yaml_fields *below)
{
    return yaml_fields_map(in, things.key, things.need, below) && policy_count_check(reader, in, below->map, things.most);
}

/* ── laws ── */

static void law_read(struct policy_reader *reader, const struct yaml_fields *in, struct policy_law *law)
{
    static const struct text known[] = {TEXT_ENTRY("name"), TEXT_ENTRY("from"), TEXT_ENTRY("to"), TEXT_ENTRY("amends"), TEXT_ENTRY("confidence")};
    yaml_fields_check(in, (struct yaml_words){known, LENGTH_OF(known)});
    policy_words_read(reader, in, "name", YAML_MUST, &law->name);
    yaml_fields_day(in, "from", YAML_MUST, &law->from);
    yaml_fields_day(in, "to", YAML_MAY, &law->to);
    law->amends = policy_texts_read(reader, in, "amends", AMENDS_MAX, &law->amend_count);
    policy_confidence_read(in, &law->confidence);
}

static void amendments_check(struct policy_reader *reader, const struct policy_law *law)
{
    for (size_t i = 0; i < law->amend_count; i++) {
        bool found = false;
        for (size_t k = 0; k < reader->made->law_count && !found; k++)
            found = text_equal(reader->made->laws[k].id, law->amends[i]);
        if (!found)
            policy_complain(reader, law->place, "policy.unknown-law", law->amends[i], TEXT("–"));
    }
}

void policy_laws_read(struct policy_reader *reader, const struct yaml_fields *in)
{
    struct yaml_fields below, each;
    if (!things_find(reader, in, (struct things){"law", YAML_MUST, POLICY_LAWS_MAX}, &below))
        return;
    struct policy_law *laws = arena_make_many(reader->arena, below.map->map.count, sizeof *laws);
    for (size_t i = 0; i < below.map->map.count; i++) {
        const struct node_entry *entry = &below.map->map.entries[i];
        laws[i] = (struct policy_law){.id = text_copy(reader->arena, entry->key), .from = DAY_NONE, .to = DAY_NONE, .place = policy_entry_place(&below, entry)};
        policy_id_check(reader, entry->key, laws[i].place);
        if (yaml_fields_item_map(&below, entry->value, &each))
            law_read(reader, &each, &laws[i]);
    }
    reader->made->laws = laws;
    reader->made->law_count = below.map->map.count;
    for (size_t i = 0; i < reader->made->law_count; i++)
        amendments_check(reader, &laws[i]);
}

/* ── papers ── */

void policy_papers_read(struct policy_reader *reader, const struct yaml_fields *in)
{
    static const struct text known[] = {TEXT_ENTRY("title"), TEXT_ENTRY("issuer")};
    struct yaml_fields below, each;
    if (!things_find(reader, in, (struct things){"papers", YAML_MAY, POLICY_PAPERS_MAX}, &below))
        return;
    struct policy_paper *papers = arena_make_many(reader->arena, below.map->map.count, sizeof *papers);
    for (size_t i = 0; i < below.map->map.count; i++) {
        const struct node_entry *entry = &below.map->map.entries[i];
        papers[i].id = text_copy(reader->arena, entry->key);
        policy_id_check(reader, entry->key, policy_entry_place(&below, entry));
        if (!yaml_fields_item_map(&below, entry->value, &each))
            continue;
        yaml_fields_check(&each, (struct yaml_words){known, LENGTH_OF(known)});
        policy_words_read(reader, &each, "title", YAML_MUST, &papers[i].title);
        policy_words_read(reader, &each, "issuer", YAML_MUST, &papers[i].issuer);
    }
    reader->made->papers = papers;
    reader->made->paper_count = below.map->map.count;
}

/* ── the data dictionary ── */

static const struct text kind_words[] = {TEXT_ENTRY("truth"), TEXT_ENTRY("number"), TEXT_ENTRY("day"), TEXT_ENTRY("code"), TEXT_ENTRY("text")};
static const enum value_kind kinds[] = {VALUE_TRUTH, VALUE_NUMBER, VALUE_DAY, VALUE_CODE, VALUE_TEXT};

static void codes_read(struct policy_reader *reader, const struct yaml_fields *in, struct policy_column *column)
{
    struct yaml_fields below;
    if (!yaml_fields_map(in, "of", YAML_MUST, &below) || !policy_count_check(reader, in, below.map, POLICY_CODES_MAX))
        return;
    size_t count = below.map->map.count;
    struct text *codes = arena_make_many(reader->arena, count, sizeof *codes);
    struct policy_words *titles = arena_make_many(reader->arena, count, sizeof *titles);
    for (size_t i = 0; i < count; i++) {
        struct arena *CLOSING(arena) scratch = arena_open();
        struct text key = text_copy(scratch, below.map->map.entries[i].key);
        codes[i] = text_copy(reader->arena, key);
        policy_words_read(reader, &below, key.bytes, YAML_MUST, &titles[i]);
    }
    column->codes = codes;
    column->code_titles = titles;
    column->code_count = count;
}

/* `words`: a code and what else lists write for it. */
static void code_words_read(struct policy_reader *reader, const struct yaml_fields *in, struct policy_column *column)
{
    struct yaml_fields below;
    if (!yaml_fields_map(in, "words", YAML_MAY, &below))
        return;
    struct policy_code_words *words = arena_make_many(reader->arena, column->code_count, sizeof *words);
    yaml_fields_check(&below, (struct yaml_words){column->codes, column->code_count});
    for (size_t i = 0; i < column->code_count; i++)
        words[i].words = policy_texts_read(reader, &below, column->codes[i].bytes, HEADINGS_MAX, &words[i].count);
    column->code_words = words;
}

static void bound_read(const struct yaml_fields *in, const char *key, struct decimal *bound)
{
    int64_t whole;
    if (yaml_fields_whole(in, key, YAML_MAY, (struct yaml_range){INT64_MIN, INT64_MAX}, &whole))
        *bound = decimal_of(whole);
}

static void column_read(struct policy_reader *reader, const struct yaml_fields *in, struct policy_column *column)
{
    static const struct text known[] = {TEXT_ENTRY("is"), TEXT_ENTRY("of"), TEXT_ENTRY("title"), TEXT_ENTRY("ask"), TEXT_ENTRY("hint"),
        TEXT_ENTRY("paper"), TEXT_ENTRY("headings"), TEXT_ENTRY("sensitive"), TEXT_ENTRY("min"), TEXT_ENTRY("max"), TEXT_ENTRY("words")};
    size_t index = 0;
    yaml_fields_check(in, (struct yaml_words){known, LENGTH_OF(known)});
    policy_words_read(reader, in, "title", YAML_MUST, &column->title);
    policy_words_read(reader, in, "ask", YAML_MAY, &column->ask);
    policy_words_read(reader, in, "hint", YAML_MAY, &column->hint);
    column->paper = policy_paper_read(reader, in, "paper");
    column->headings = policy_texts_read(reader, in, "headings", HEADINGS_MAX, &column->heading_count);
    yaml_fields_truth(in, "sensitive", YAML_MAY, &column->sensitive);
    bound_read(in, "min", &column->least);
    bound_read(in, "max", &column->most);
    if (!yaml_fields_choice(in, "is", YAML_MUST, (struct yaml_words){kind_words, LENGTH_OF(kind_words)}, &index))
        return;
    column->kind = kinds[index];
    if (column->kind == VALUE_CODE) {
        codes_read(reader, in, column);
        code_words_read(reader, in, column);
    }
}

void policy_columns_read(struct policy_reader *reader, const struct yaml_fields *in)
{
    struct yaml_fields below, each;
    if (!things_find(reader, in, (struct things){"columns", YAML_MUST, POLICY_COLUMNS_MAX}, &below))
        return;
    struct policy_column *columns = arena_make_many(reader->arena, below.map->map.count, sizeof *columns);
    for (size_t i = 0; i < below.map->map.count; i++) {
        const struct node_entry *entry = &below.map->map.entries[i];
        columns[i] = (struct policy_column){.name = text_copy(reader->arena, entry->key), .kind = VALUE_TRUTH, .most = decimal_of(INT64_MAX),
                                            .place = policy_entry_place(&below, entry)};
        policy_id_check(reader, entry->key, columns[i].place);
        if (text_is(entry->key, "as_of"))
            policy_complain(reader, columns[i].place, "policy.as-of", (struct text){0}, (struct text){0});
        if (yaml_fields_item_map(&below, entry->value, &each))
            column_read(reader, &each, &columns[i]);
    }
    reader->made->columns = columns;
    reader->made->column_count = below.map->map.count;
}

/* ── parameters ── */

/* In order of time and apart: a day has one value at most. */
static void order_check(struct policy_reader *reader, const struct policy_param *param, size_t index)
{
    const struct policy_value *now = &param->values[index], *before = index == 0 ? NULL : &param->values[index - 1];
    if (day_is_some(now->from) && day_is_some(now->to) && day_compare(now->to, now->from) < 0)
        policy_complain(reader, now->place, "policy.days-turned", day_write(reader->arena, now->from), day_write(reader->arena, now->to));
    if (before != NULL && (!day_is_some(before->to) || !day_is_some(now->from) || day_compare(now->from, before->to) <= 0))
        policy_complain(reader, now->place, "policy.values-overlap", param->name, (struct text){0});
}

static void param_value_read(struct policy_reader *reader, const struct yaml_fields *in, enum value_kind kind, struct policy_value *value)
{
    static const struct text known[] = {TEXT_ENTRY("from"), TEXT_ENTRY("to"), TEXT_ENTRY("value"), TEXT_ENTRY("cite"), TEXT_ENTRY("confidence")};
    struct text text;
    yaml_fields_check(in, (struct yaml_words){known, LENGTH_OF(known)});
    yaml_fields_day(in, "from", YAML_MAY, &value->from);
    yaml_fields_day(in, "to", YAML_MAY, &value->to);
    policy_cite_read(reader, in, &value->cite);
    value->place = yaml_fields_place(in, in->map);
    if (yaml_fields_text(in, "value", YAML_MUST, &text) && !policy_scalar_read(reader->arena, kind, text, &value->value))
        policy_complain(reader, policy_value_place(in, "value"), "policy.value", text, kind_words[kind == VALUE_NUMBER ? 1 : kind == VALUE_DAY ? 2 : 0]);
}

static void param_read(struct policy_reader *reader, const struct yaml_fields *in, struct policy_param *param)
{
    static const struct text known[] = {TEXT_ENTRY("title"), TEXT_ENTRY("is"), TEXT_ENTRY("values")};
    static const struct text param_kinds[] = {TEXT_ENTRY("truth"), TEXT_ENTRY("number"), TEXT_ENTRY("day")};
    size_t index = 1;
    const struct node *list;
    struct yaml_fields each;
    yaml_fields_check(in, (struct yaml_words){known, LENGTH_OF(known)});
    policy_words_read(reader, in, "title", YAML_MUST, &param->title);
    yaml_fields_choice(in, "is", YAML_MAY, (struct yaml_words){param_kinds, LENGTH_OF(param_kinds)}, &index);
    param->kind = kinds[index];
    if (!yaml_fields_list(in, "values", YAML_MUST, &list) || !policy_count_check(reader, in, list, POLICY_VALUES_MAX))
        return;
    struct policy_value *values = arena_make_many(reader->arena, list->list.count, sizeof *values);
    param->values = values;
    for (size_t i = 0; i < list->list.count; i++) {
        values[i] = (struct policy_value){.from = DAY_NONE, .to = DAY_NONE};
        if (!yaml_fields_item_map(in, list->list.items[i], &each))
            continue;
        param_value_read(reader, &each, param->kind, &values[i]);
        order_check(reader, param, i);
    }
    param->count = list->list.count;
}

void policy_params_read(struct policy_reader *reader, const struct yaml_fields *in)
{
    struct yaml_fields below, each;
    if (!things_find(reader, in, (struct things){"params", YAML_MAY, POLICY_PARAMS_MAX}, &below))
        return;
    struct policy_param *params = arena_make_many(reader->arena, below.map->map.count, sizeof *params);
    for (size_t i = 0; i < below.map->map.count; i++) {
        const struct node_entry *entry = &below.map->map.entries[i];
        params[i] = (struct policy_param){.name = text_copy(reader->arena, entry->key), .kind = VALUE_NUMBER, .place = policy_entry_place(&below, entry)};
        policy_id_check(reader, entry->key, params[i].place);
        if (policy_column_find(reader->made, entry->key) < reader->made->column_count || text_is(entry->key, "as_of"))
            policy_complain(reader, params[i].place, "policy.param-column", entry->key, (struct text){0});
        if (yaml_fields_item_map(&below, entry->value, &each))
            param_read(reader, &each, &params[i]);
    }
    reader->made->params = params;
    reader->made->param_count = below.map->map.count;
}

/* ── the file ── */

static void scope_make(struct policy_reader *reader)
{
    const struct policy *policy = reader->made;
    struct rule_name *names = arena_make_many(reader->arena, policy_slot_count(policy), sizeof *names);
    size_t count = 0;
    for (; count < policy->column_count; count++) {
        const struct policy_column *column = &policy->columns[count];
        names[count] = (struct rule_name){column->name, column->kind, column->codes, column->code_count, count};
    }
    names[count] = (struct rule_name){.name = TEXT("as_of"), .kind = VALUE_DAY, .slot = count};
    count++;
    for (size_t i = 0; i < policy->param_count; i++, count++)
        names[count] = (struct rule_name){.name = policy->params[i].name, .kind = policy->params[i].kind, .slot = count};
    reader->scope = (struct rule_scope){names, count};
}

static void hash_write(struct policy *policy, struct text bytes)
{
    static const char digits[] = "0123456789abcdef";
    struct seal_hash hash = seal_sha256(bytes);
    for (size_t i = 0; i < sizeof hash.bytes; i++) {
        policy->hash[2 * i] = digits[hash.bytes[i] >> 4];
        policy->hash[2 * i + 1] = digits[hash.bytes[i] & 15];
    }
}

const struct policy *policy_read_tree(struct arena *arena, struct text file, struct text bytes, const struct node *root,
                                      struct problems *problems)
{
    static const struct text known[] = {TEXT_ENTRY("policy"), TEXT_ENTRY("title"), TEXT_ENTRY("law"), TEXT_ENTRY("papers"), TEXT_ENTRY("columns"),
        TEXT_ENTRY("params"), TEXT_ENTRY("groups"), TEXT_ENTRY("lines"), TEXT_ENTRY("tests")};
    size_t errors = problems->errors;
    struct policy_reader reader = {.arena = arena, .problems = problems, .file = text_copy(arena, file), .made = arena_make(arena, sizeof *reader.made)};
    struct yaml_fields in = {root, reader.file, problems};
    struct text id = {0};
    if (!yaml_fields_check(&in, (struct yaml_words){known, LENGTH_OF(known)}))
        return NULL;
    if (yaml_fields_text(&in, "policy", YAML_MUST, &id))
        policy_id_check(&reader, id, policy_value_place(&in, "policy"));
    reader.made->id = text_copy(arena, id);
    policy_words_read(&reader, &in, "title", YAML_MUST, &reader.made->title);
    policy_laws_read(&reader, &in);
    policy_papers_read(&reader, &in);
    policy_columns_read(&reader, &in);
    policy_params_read(&reader, &in);
    policy_groups_read(&reader, &in);
    if (problems->errors > errors)
        return NULL; /* every rule would tell it again */
    scope_make(&reader);
    policy_lines_read(&reader, &in);
    if (problems->errors == errors)
        policy_tests_read(&reader, &in);
    hash_write(reader.made, bytes);
    return problems->errors == errors ? reader.made : NULL;
}

const struct policy *policy_read(struct arena *arena, struct text file, struct text bytes, struct problems *problems)
{
    struct node *root;
    if (bytes.length > POLICY_BYTES_MAX) {
        problem_add(problems, (struct place){.file = file}, "policy.too-big", text_format(arena, "%d", POLICY_BYTES_MAX >> 20), (struct text){0});
        return NULL;
    }
    return yaml_read(arena, file, bytes, &root, problems) ? policy_read_tree(arena, file, bytes, root, problems) : NULL;
}
