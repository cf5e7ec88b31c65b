/*
 * search.c — the table `word`: which records hold a word, diacritics and capitals apart.
 *
 * It follows from the records: kept in step by each write, made anew by a rebuild. A row says how far its word reaches: what
 * the public may see of the record, what the organisations may, or what only those who see the persons in it may. Nothing
 * sealed comes here. Where a word stands in several fields of a record, its widest reach counts.
 */
#include "keep/record/record_inside.h"

#include <stdlib.h>

#define SQL(id, name, text, postgres) static const struct sql id __attribute__((unused)) = {name, text, postgres};
#include "keep/record/record_sql.def"
#undef SQL

enum { WORD_BYTES_MAX = 40, RECORD_WORDS_MAX = 600, REACHES = 3 };

struct word { struct text text; int reach; };
struct words { struct word *items; size_t count, room; };

static struct text cut(struct text word)
{
    size_t length = word.length;
    if (length <= WORD_BYTES_MAX)
        return word;
    for (length = WORD_BYTES_MAX; length > 0 && ((unsigned char)word.bytes[length] & 0xC0) == 0x80;)
        length--;
    return text_part(word, 0, length);
}

static struct text folded_words(struct arena *arena, struct text text)
{
    return text_words(arena, text_fold(arena, text));
}

static int compare(const void *a, const void *b)
{
    const struct word *one = a, *other = b;
    int order = text_compare(one->text, other->text);
    return order != 0 ? order : one->reach - other->reach;
}

/* Each once, with its widest reach. */
static void sort_once(struct words *words)
{
    size_t kept = 0;
    if (words->count > 1)
        qsort(words->items, words->count, sizeof *words->items, compare);
    for (size_t i = 0; i < words->count; i++)
        if (kept == 0 || !text_equal(words->items[kept - 1].text, words->items[i].text))
            words->items[kept++] = words->items[i];
    words->count = kept;
}

static void add_text(struct arena *arena, struct words *words, struct value value, int reach)
{
    struct text rest = value.kind == VALUE_TEXT ? folded_words(arena, value.text) : (struct text){0}, word;
    while (text_next(&rest, ' ', &word)) {
        if (word.length == 0)
            continue;
        if (words->count == words->room) {
            sort_once(words);
            if (words->count > RECORD_WORDS_MAX)
                return;
            size_t room = words->room ? words->room * 2 : 64;
            struct word *more = arena_make_many(arena, room, sizeof *more);
            for (size_t i = 0; i < words->count; i++)
                more[i] = words->items[i];
            words->items = more;
            words->room = room;
        }
        words->items[words->count++] = (struct word){cut(word), reach};
    }
}

static bool searched(const struct field_definition *field)
{
    return (field->kind == FIELD_TEXT || field->kind == FIELD_LONG_TEXT) && !field->sealed;
}

/* A withdrawn record keeps them, for it can be listed too. Of very many those behind are not found. */
static struct words words_of(struct arena *arena, const struct record *record)
{
    struct words words = {0};
    for (size_t i = 0; record && i < record->register_->field_count; i++) {
        const struct field_definition *field = &record->register_->fields[i];
        const struct record_value *value = &record->values[i];
        int reach = field->personal ? SEARCH_PERSONS : field->is_public ? SEARCH_PUBLIC : SEARCH_INTERNAL;
        if (!searched(field))
            continue;
        add_text(arena, &words, value->value, reach);
        for (size_t k = 0; k < value->many_count; k++)
            add_text(arena, &words, value->many[k], reach);
    }
    sort_once(&words);
    words.count = words.count > RECORD_WORDS_MAX ? RECORD_WORDS_MAX : words.count;
    return words;
}

static bool holds(const struct words *words, const struct word *wanted)
{
    const struct word *found = words->count == 0 ? NULL : bsearch(wanted, words->items, words->count, sizeof *words->items, compare);
    return found != NULL;
}

/* Those of `words` that `others` has not, with one space between. */
static struct text without(struct arena *arena, const struct words *words, const struct words *others, int reach)
{
    struct buffer CLOSING(buffer) out;
    buffer_init(&out, RECORD_WORDS_MAX * (WORD_BYTES_MAX + 1));
    for (size_t i = 0; i < words->count; i++) {
        if ((reach >= 0 && words->items[i].reach != reach) || (others && holds(others, &words->items[i])))
            continue;
        buffer_add(&out, out.length > 0 ? TEXT(" ") : TEXT(""));
        buffer_add(&out, words->items[i].text);
    }
    REQUIRE(!out.full);
    return text_copy(arena, buffer_text(&out));
}

bool search_save(struct arena *arena, struct connection *writer, const struct record *before, const struct record *after, struct failure *why)
{
    const struct record *record = after;
    struct words was = words_of(arena, before), is = words_of(arena, after);
    bool moved = before && before->unit != after->unit;
    struct text gone = without(arena, &was, moved ? NULL : &is, -1);
    struct store_value key[] = {store_int64(record->unit->shard), store_text(record->register_->name), store_int64(record->number), store_text(gone)};
    if (gone.length > 0 && !store_run(writer, &WORD_DROP, key, LENGTH_OF(key), why))
        return false;
    for (int reach = 0; reach < REACHES; reach++) {
        struct text added = without(arena, &is, moved ? NULL : &was, reach);
        struct store_value row[] = {key[0], key[1], key[2], store_int64(record->unit->number), store_int64(reach), store_text(added)};
        if (added.length > 0 && !store_run(writer, &WORD_ADD, row, LENGTH_OF(row), why))
            return false;
    }
    return true;
}

bool search_clear(struct connection *writer, struct failure *why)
{
    return store_run(writer, &WORD_CLEAR, NULL, 0, why);
}

/* ---- asking ---- */

size_t search_words(struct arena *arena, struct text asked, struct text words[SEARCH_WORDS_MAX])
{
    struct text rest = folded_words(arena, asked), word;
    size_t count = 0;
    while (count < SEARCH_WORDS_MAX && text_next(&rest, ' ', &word))
        if (word.length > 0)
            words[count++] = cut(word);
    return count;
}

static void whole_text(struct buffer *out, const struct unit_set *whole)
{
    buffer_add(out, TEXT(" AND (reach < 2 OR unit IN ("));
    for (size_t i = 0; i < whole->count; i++) {
        buffer_add(out, i == 0 ? TEXT("") : TEXT(","));
        buffer_add_int64(out, whole->units[i]->number);
    }
    buffer_add(out, TEXT("))"));
}

/* Persons are looked for where whole rows may be seen: of all that are listed, of some of them, of none. */
static void add_reach(struct buffer *out, const struct record_query *query)
{
    size_t whole = query->whole ? query->whole->count : 0;
    if (query->public_only)
        buffer_add(out, TEXT(" AND reach = 0"));
    else if (whole > 0 && whole == query->units->count)
        return;
    else if (whole == 0 || whole > SEARCH_WHOLE_MAX)
        buffer_add(out, TEXT(" AND reach < 2"));
    else
        whole_text(out, query->whole);
}

/* The register's name was checked to be an identifier; the words are bound. */
void search_text(struct buffer *out, const struct record_query *query, size_t words)
{
    for (size_t i = 0; i < words; i++) {
        buffer_add_format(out, " AND record IN (SELECT record FROM word WHERE shard = ?1 AND register = '%.*s' AND word >= ?%zu AND word < ?%zu",
                          TEXT_ARGS(query->register_->name), SEARCH_PLACE + 2 * i, SEARCH_PLACE + 2 * i + 1);
        add_reach(out, query);
        buffer_add(out, TEXT(")"));
    }
}
