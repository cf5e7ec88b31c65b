/* word.c — names, titles and what the readers of all subjects need. */
#include "keep/definition/definition_inside.h"

enum { KNOWN_SHOWN = 6, KNOWN_COMPARED = 4000 };

/* ── problems ── */

void problem_of(struct reading *reading, struct place place, const char *code, struct text first, struct text second)
{
    problem_add(reading->problems, place, code, first, second);
}

struct node *node_of_key(const struct yaml_fields *in, const char *key)
{
    return node_at(in->map, key);
}

struct place value_place(const struct yaml_fields *in, const char *key)
{
    const struct node *node = node_of_key(in, key);
    return node != NULL && node->line > 0 ? yaml_fields_place(in, node) : yaml_fields_key_place(in, key);
}

struct place entry_place(const struct yaml_fields *in, const struct node_entry *entry)
{
    return (struct place){.file = in->file, .line = entry->line, .column = entry->column};
}

bool count_check(struct reading *reading, const struct yaml_fields *in, const struct node *node, size_t ceiling)
{
    if (node_count(node) <= ceiling)
        return true;
    problem_of(reading, yaml_fields_place(in, node), "definition.too-many",
               text_format(reading->arena, "%zu", ceiling), (struct text){0});
    return false;
}

/* ── rows ── */

struct row row_of(size_t size)
{
    return (struct row){.size = size};
}

void *row_add(struct row *row, struct arena *arena)
{
    if (row->count == row->room) {
        size_t room = row->room == 0 ? 8 : row->room * 2;
        char *items = arena_make_many(arena, room, row->size);
        for (size_t i = 0; i < row->count * row->size; i++)
            items[i] = row->items[i];
        row->items = items;
        row->room = room;
    }
    return row->items + row->size * row->count++;
}

void *row_at(const struct row *row, size_t index)
{
    REQUIRE(index < row->count);
    return row->items + row->size * index;
}

/* ── words and vocabularies ── */

bool word_among(struct text word, struct yaml_words known, size_t *index)
{
    for (size_t i = 0; i < known.count; i++)
        if (text_equal(word, known.words[i])) {
            *index = i;
            return true;
        }
    return false;
}

void word_unknown(struct reading *reading, struct place place, const char *code, struct text word, struct yaml_words known)
{
    struct text use = text_nearest(word, known.words, known.count);
    if (use.length == 0) {
        size_t shown = known.count < KNOWN_SHOWN ? known.count : KNOWN_SHOWN;
        use = text_join(reading->arena, known.words, shown, TEXT(", "));
        if (shown < known.count)
            use = text_format(reading->arena, "%.*s …", TEXT_ARGS(use));
        if (shown == 0)
            use = TEXT("–");
    }
    problem_of(reading, place, code, word, use);
}

void vocabulary_init(struct vocabulary *vocabulary, struct arena *arena, const char *unknown)
{
    vocabulary->words = map_make(arena);
    vocabulary->unknown = unknown;
}

struct word *vocabulary_add(struct reading *reading, struct vocabulary *vocabulary, struct text name, struct place place)
{
    const struct word *first = map_find(vocabulary->words, name);
    if (first != NULL) {
        problem_of(reading, place, "definition.twice", name,
                   text_format(reading->arena, "%.*s:%u", TEXT_ARGS(first->place.file), (unsigned)first->place.line));
        return NULL;
    }
    struct word *word = arena_make(reading->arena, sizeof *word);
    word->place = place;
    map_put(vocabulary->words, name, word);
    return word;
}

bool vocabulary_knows(const struct vocabulary *vocabulary, struct text name)
{
    return map_find(vocabulary->words, name) != NULL;
}

void *vocabulary_find(const struct vocabulary *vocabulary, struct text name)
{
    const struct word *word = map_find(vocabulary->words, name);
    return word == NULL ? NULL : word->item;
}

bool vocabulary_check(struct reading *reading, const struct vocabulary *vocabulary, struct text name, struct place place)
{
    if (vocabulary_knows(vocabulary, name))
        return true;
    const struct problems *problems = reading->problems;
    struct row known = ROW_OF(struct text);
    struct arena *CLOSING(arena) scratch = arena_open();
    /* Past the ceiling nobody reads the proposal: a torn file of thousands of units stays quick to refuse. */
    if (problems->count < problems->ceiling)
        for (size_t i = 0; i < map_count(vocabulary->words) && i < KNOWN_COMPARED; i++)
            *(struct text *)row_add(&known, scratch) = map_key(vocabulary->words, i);
    word_unknown(reading, place, vocabulary->unknown, name, (struct yaml_words){(struct text *)(void *)known.items, known.count});
    return false;
}

/* ── names ── */

static bool name_is_formed(struct text name, char joint)
{
    bool after_joint = true; /* a name begins with a letter, as if a joint stood before it */
    for (size_t i = 0; i < name.length; i++) {
        char c = name.bytes[i];
        bool letter = c >= 'a' && c <= 'z', digit = c >= '0' && c <= '9';
        if (!letter && !(digit && i > 0) && !(c == joint && !after_joint))
            return false;
        after_joint = c == joint;
    }
    return !after_joint;
}

bool name_check(struct reading *reading, struct text name, enum name_form form, struct place place)
{
    if (!name_is_formed(name, form == NAME_OF_COLUMN ? '_' : '-')) {
        problem_of(reading, place, form == NAME_OF_COLUMN ? "definition.name-column" : "definition.name-rule", name,
                   (struct text){0});
        return false;
    }
    if (name.length > NAME_LENGTH_MAX) {
        problem_of(reading, place, "definition.name-long", name, text_format(reading->arena, "%d", NAME_LENGTH_MAX));
        return false;
    }
    return true;
}

/* Tables that a register's own stands beside. */
static const struct text reserved_tables[] = {
    TEXT_ENTRY("act"), TEXT_ENTRY("contribution"), TEXT_ENTRY("cell"), TEXT_ENTRY("deadline"), TEXT_ENTRY("moved"), TEXT_ENTRY("file"),
    TEXT_ENTRY("account"), TEXT_ENTRY("session"), TEXT_ENTRY("checkpoint"), TEXT_ENTRY("published"), TEXT_ENTRY("word"),
    TEXT_ENTRY("unit_successor"), TEXT_ENTRY("period"),
};

/* The columns every register has, those a database keeps for itself, and words of the rules language. Words of SQL
 * are free: keep/record/table.c writes names between quotes. */
static const struct text reserved_names[] = {
    TEXT_ENTRY("shard"), TEXT_ENTRY("id"), TEXT_ENTRY("unit"), TEXT_ENTRY("day"), TEXT_ENTRY("state"), TEXT_ENTRY("version"),
    TEXT_ENTRY("withdrawn"), TEXT_ENTRY("unit_kind"), TEXT_ENTRY("record"), TEXT_ENTRY("rowid"), TEXT_ENTRY("oid"),
    TEXT_ENTRY("tableoid"), TEXT_ENTRY("ctid"), TEXT_ENTRY("xmin"), TEXT_ENTRY("xmax"), TEXT_ENTRY("cmin"), TEXT_ENTRY("cmax"),
    TEXT_ENTRY("and"), TEXT_ENTRY("or"), TEXT_ENTRY("not"), TEXT_ENTRY("in"), TEXT_ENTRY("between"), TEXT_ENTRY("case"),
    TEXT_ENTRY("when"), TEXT_ENTRY("then"), TEXT_ENTRY("else"), TEXT_ENTRY("end"), TEXT_ENTRY("yes"), TEXT_ENTRY("no"),
    TEXT_ENTRY("unknown"), TEXT_ENTRY("known"), TEXT_ENTRY("min"), TEXT_ENTRY("max"), TEXT_ENTRY("days_between"),
    TEXT_ENTRY("age_on"), TEXT_ENTRY("true"), TEXT_ENTRY("false"), TEXT_ENTRY("null"),
};

static bool name_check_free(struct reading *reading, struct text name, struct yaml_words reserved, struct place place)
{
    size_t index;
    if (!word_among(name, reserved, &index))
        return true;
    problem_of(reading, place, "definition.name-reserved", name, (struct text){0});
    return false;
}

bool name_check_column(struct reading *reading, struct text name, struct place place)
{
    return name_check(reading, name, NAME_OF_COLUMN, place) &&
           name_check_free(reading, name, (struct yaml_words){reserved_names, LENGTH_OF(reserved_names)}, place);
}

bool name_check_table(struct reading *reading, struct text name, struct place place)
{
    return name_check_column(reading, name, place) &&
           name_check_free(reading, name, (struct yaml_words){reserved_tables, LENGTH_OF(reserved_tables)}, place);
}

/* ── titles and other common fields ── */

struct text title_in(struct title title, enum language language)
{
    return language == LANGUAGE_EN && title.en.length > 0 ? title.en : title.vi;
}

bool title_read_node(struct reading *reading, const struct yaml_fields *in, const struct node *node, struct title *title)
{
    (void)reading;
    static const struct text known[] = {TEXT_ENTRY("vi"), TEXT_ENTRY("en")};
    struct yaml_fields words;
    if (!yaml_fields_item_map(in, node, &words) || !yaml_fields_check(&words, (struct yaml_words){known, LENGTH_OF(known)}))
        return false;
    struct title read = {0};
    if (!yaml_fields_text(&words, "vi", YAML_MUST, &read.vi))
        return false;
    read.en = read.vi;
    yaml_fields_text(&words, "en", YAML_MAY, &read.en);
    *title = read;
    return true;
}

bool title_read(struct reading *reading, const struct yaml_fields *in, const char *key, enum yaml_need need, struct title *title)
{
    struct yaml_fields words;
    if (!yaml_fields_map(in, key, need, &words))
        return false;
    return title_read_node(reading, in, words.map, title);
}

struct row texts_read(struct reading *reading, const struct yaml_fields *in, const char *key, size_t ceiling)
{
    struct row texts = ROW_OF(struct text);
    const struct node *node = node_of_key(in, key);
    struct text text;
    if (node == NULL)
        return texts;
    if (node->kind == NODE_TEXT) {
        if (yaml_fields_text(in, key, YAML_MUST, &text))
            *(struct text *)row_add(&texts, reading->arena) = text;
        return texts;
    }
    const struct node *list;
    if (!yaml_fields_list(in, key, YAML_MUST, &list) || !count_check(reading, in, list, ceiling))
        return texts;
    for (size_t i = 0; i < list->list.count; i++)
        if (yaml_fields_item_text(in, list->list.items[i], &text))
            *(struct text *)row_add(&texts, reading->arena) = text;
    return texts;
}

void confidence_read(const struct yaml_fields *in, enum confidence *confidence)
{
    static const struct text words[] = {TEXT_ENTRY("A"), TEXT_ENTRY("B"), TEXT_ENTRY("C")};
    size_t index = 0;
    if (yaml_fields_choice(in, "confidence", YAML_MAY, (struct yaml_words){words, LENGTH_OF(words)}, &index))
        *confidence = (enum confidence)index;
}

void law_check(struct reading *reading, struct text law, struct place place)
{
    struct text rest = law, id;
    if (!text_next(&rest, ' ', &id))
        id = law;
    vocabulary_check(reading, &reading->instruments, id, place);
}

void law_read(struct reading *reading, const struct yaml_fields *in, enum yaml_need need, struct text *law)
{
    if (yaml_fields_text(in, "law", need, law))
        law_check(reading, *law, value_place(in, "law"));
}

void validity_read(struct reading *reading, const struct yaml_fields *in, struct day *from, struct day *to)
{
    *from = DAY_NONE;
    *to = DAY_NONE;
    bool both = yaml_fields_day(in, "from", YAML_MAY, from);
    both = yaml_fields_day(in, "to", YAML_MAY, to) && both;
    if (both && day_compare(*to, *from) < 0)
        problem_of(reading, value_place(in, "to"), "definition.days-order", day_write(reading->arena, *from),
                   day_write(reading->arena, *to));
}

bool validity_holds(struct day from, struct day to, struct day day)
{
    return (!day_is_some(from) || day_compare(from, day) <= 0) && (!day_is_some(to) || day_compare(day, to) <= 0);
}
