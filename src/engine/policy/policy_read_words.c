/* policy_read_words.c — what all parts of a policy file are written with: ids, words, articles, rules, values. */
#include "engine/policy/policy_inside.h"

enum { ID_LETTERS_MAX = 40, KNOWN_SHOWN = 6, SCALAR_MAX = 64 };

void policy_complain(struct policy_reader *reader, struct place place, const char *code, struct text first, struct text second)
{
    problem_add(reader->problems, place, code, first, second);
}

void policy_complain_unknown(struct policy_reader *reader, struct place place, const char *code, struct text word,
                             struct yaml_words known)
{
    struct text use = text_nearest(word, known.words, known.count);
    size_t shown = known.count < KNOWN_SHOWN ? known.count : KNOWN_SHOWN;
    if (use.length == 0 && shown > 0)
        use = text_join(reader->arena, known.words, shown, TEXT(", "));
    policy_complain(reader, place, code, word, use.length > 0 ? use : TEXT("–"));
}

struct place policy_entry_place(const struct yaml_fields *in, const struct node_entry *entry)
{
    return (struct place){.file = in->file, .line = entry->line, .column = entry->column};
}

struct place policy_value_place(const struct yaml_fields *in, const char *key)
{
    const struct node *node = node_at(in->map, key);
    return node != NULL && node->line > 0 ? yaml_fields_place(in, node) : yaml_fields_key_place(in, key);
}

bool policy_count_check(struct policy_reader *reader, const struct yaml_fields *in, const struct node *node, size_t ceiling)
{
    if (node_count(node) <= ceiling)
        return true;
    policy_complain(reader, yaml_fields_place(in, node), "policy.too-many", text_format(reader->arena, "%zu", ceiling), (struct text){0});
    return false;
}

bool policy_id_check(struct policy_reader *reader, struct text id, struct place place)
{
    bool good = id.length > 0 && id.length <= ID_LETTERS_MAX;
    for (size_t i = 0; i < id.length && good; i++) {
        char c = id.bytes[i];
        bool joint = c == '-' || c == '_';
        good = (c >= 'a' && c <= 'z') || (i > 0 && ((c >= '0' && c <= '9') || (joint && i + 1 < id.length)));
    }
    if (!good)
        policy_complain(reader, place, "policy.id", id, text_format(reader->arena, "%d", ID_LETTERS_MAX));
    return good;
}

bool policy_words_read(struct policy_reader *reader, const struct yaml_fields *in, const char *key, enum yaml_need need,
                       struct policy_words *words)
{
    static const struct text known[] = {TEXT_ENTRY("vi"), TEXT_ENTRY("en")};
    const struct node *node = node_at(in->map, key);
    struct yaml_fields below;
    struct policy_words read = {0};
    bool plain = node == NULL || node->kind == NODE_TEXT;
    if (plain ? !yaml_fields_text(in, key, need, &read.vi)
              : !yaml_fields_map(in, key, need, &below) || !yaml_fields_check(&below, (struct yaml_words){known, LENGTH_OF(known)}) ||
                    !yaml_fields_text(&below, "vi", YAML_MUST, &read.vi))
        return false;
    read.vi = text_copy(reader->arena, read.vi);
    read.en = read.vi;
    if (!plain && yaml_fields_text(&below, "en", YAML_MAY, &read.en))
        read.en = text_copy(reader->arena, read.en);
    *words = read;
    return true;
}

const struct text *policy_texts_read(struct policy_reader *reader, const struct yaml_fields *in, const char *key, size_t ceiling,
                                     size_t *count)
{
    const struct node *node = node_at(in->map, key), *list;
    struct text *texts, text;
    *count = 0;
    if (node == NULL)
        return NULL;
    if (node->kind == NODE_TEXT) {
        texts = arena_make(reader->arena, sizeof *texts);
        if (yaml_fields_text(in, key, YAML_MUST, &text))
            texts[(*count)++] = text_copy(reader->arena, text);
        return texts;
    }
    if (!yaml_fields_list(in, key, YAML_MUST, &list) || !policy_count_check(reader, in, list, ceiling))
        return NULL;
    texts = arena_make_many(reader->arena, list->list.count, sizeof *texts);
    for (size_t i = 0; i < list->list.count; i++)
        if (yaml_fields_item_text(in, list->list.items[i], &text))
            texts[(*count)++] = text_copy(reader->arena, text);
    return texts;
}

void policy_confidence_read(const struct yaml_fields *in, enum policy_confidence *confidence)
{
    static const struct text words[] = {TEXT_ENTRY("A"), TEXT_ENTRY("B"), TEXT_ENTRY("C")};
    size_t index = 0;
    if (yaml_fields_choice(in, "confidence", YAML_MAY, (struct yaml_words){words, LENGTH_OF(words)}, &index))
        *confidence = (enum policy_confidence)index;
}

static const struct policy_law *law_named(struct policy_reader *reader, struct text id, struct place place)
{
    struct text known[POLICY_LAWS_MAX];
    const struct policy *policy = reader->made;
    for (size_t i = 0; i < policy->law_count; i++) {
        if (text_equal(policy->laws[i].id, id))
            return &policy->laws[i];
        known[i] = policy->laws[i].id;
    }
    policy_complain_unknown(reader, place, "policy.unknown-law", id, (struct yaml_words){known, policy->law_count});
    return NULL;
}

void policy_cite_read(struct policy_reader *reader, const struct yaml_fields *in, struct policy_cite *cite)
{
    struct text written, rest, id;
    struct place place = policy_value_place(in, "cite");
    if (node_at(in->map, "cite") == NULL) {
        policy_complain(reader, yaml_fields_place(in, in->map), "policy.no-article", (struct text){0}, (struct text){0});
        return;
    }
    if (!yaml_fields_text(in, "cite", YAML_MUST, &written))
        return;
    rest = text_trimmed(written);
    if (!text_next(&rest, ' ', &id) || text_trimmed(rest).length == 0) {
        policy_complain(reader, place, "policy.no-article", (struct text){0}, (struct text){0});
        return;
    }
    cite->law = law_named(reader, id, place);
    cite->article = text_copy(reader->arena, text_trimmed(rest));
    cite->confidence = cite->law == NULL ? POLICY_C : cite->law->confidence;
    policy_confidence_read(in, &cite->confidence);
}

const struct rule *policy_rule_read(struct policy_reader *reader, const struct yaml_fields *in, const char *key, enum yaml_need need,
                                    enum value_kind wanted)
{
    struct text source;
    if (!yaml_fields_text(in, key, need, &source))
        return NULL;
    struct place place = policy_value_place(in, key);
    if (node_at(in->map, key)->quoted)
        place.column++; /* the rule begins behind the quote */
    const struct rule *rule = rule_read(reader->arena, source, place, &reader->scope, wanted, reader->problems);
    if (rule != NULL && rule_asks_known(rule))
        policy_complain(reader, place, "policy.known", (struct text){0}, (struct text){0}); /* what nobody told would entitle */
    return rule;
}

static bool number_read(struct text text, struct decimal *number)
{
    char plain[SCALAR_MAX];
    size_t length = 0;
    for (size_t i = 0; i < text.length; i++) {
        bool between = text.bytes[i] == '_' && i > 0 && i + 1 < text.length;
        if (between)
            continue;
        if (length == sizeof plain)
            return false;
        plain[length++] = text.bytes[i];
    }
    return decimal_read((struct text){plain, length}, number);
}

bool policy_scalar_read(struct arena *arena, enum value_kind kind, struct text text, struct value *value)
{
    struct decimal number;
    struct day day;
    bool yes = text_is(text, "yes") || text_is(text, "true"), no = text_is(text, "no") || text_is(text, "false");
    switch (kind) {
    case VALUE_NUMBER:
        if (!number_read(text, &number))
            return false;
        *value = value_number(number);
        return true;
    case VALUE_DAY:
        if (!day_read(text, &day))
            return false;
        *value = value_day(day);
        return true;
    case VALUE_TRUTH:
        *value = value_truth(yes);
        return yes || no;
    case VALUE_CODE:
        *value = value_code(text_copy(arena, text));
        return true;
    case VALUE_TEXT:
        *value = value_text(text_copy(arena, text));
        return true;
    case VALUE_UNKNOWN:
        break;
    }
    return false;
}

const struct policy_paper *policy_paper_named(struct policy_reader *reader, struct text id, struct place place)
{
    struct text known[POLICY_PAPERS_MAX];
    const struct policy *policy = reader->made;
    for (size_t i = 0; i < policy->paper_count; i++) {
        if (text_equal(policy->papers[i].id, id))
            return &policy->papers[i];
        known[i] = policy->papers[i].id;
    }
    policy_complain_unknown(reader, place, "policy.unknown-paper", id, (struct yaml_words){known, policy->paper_count});
    return NULL;
}

const struct policy_paper *policy_paper_read(struct policy_reader *reader, const struct yaml_fields *in, const char *key)
{
    struct text id;
    return yaml_fields_text(in, key, YAML_MAY, &id) ? policy_paper_named(reader, id, policy_value_place(in, key)) : NULL;
}
