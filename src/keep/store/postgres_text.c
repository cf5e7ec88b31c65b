/* postgres_text.c — SQL that is written once, as PostgreSQL reads it. Quoted parts are never touched. */
#include "keep/store/postgres_text.h"

#include "base/buffer.h"

#include <string.h>

enum { DEFINE_MAX = 1 << 20, STATEMENT_TEXT_MAX = 4 << 20 };

static bool is_letter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Length of what stands in quotes at `at`, with its quotes; 0 when nothing does. */
static size_t quoted_length(const char *at)
{
    if (*at != '\'' && *at != '"')
        return 0;
    const char *end = strchr(at + 1, *at);
    return end == NULL ? strlen(at) : (size_t)(end - at) + 1;
}

static size_t word_length(const char *at)
{
    size_t length = 0;
    while (is_letter(at[length]) || is_digit(at[length]))
        length++;
    return length;
}

/* ---- places ---- */

/* The number of ?N, and how many bytes it takes; a place beyond all reason is a bug. */
static int place_read(const char *at, size_t *length)
{
    int place = 0;
    size_t i = 1;
    for (; is_digit(at[i]); i++) {
        place = place * 10 + (at[i] - '0');
        REQUIRE(place <= POSTGRES_PLACES_MAX);
    }
    REQUIRE(place > 0);
    *length = i;
    return place;
}

static int places_written(const char *text)
{
    int count = 0;
    for (const char *at = text; (at = strchr(at, '?')) != NULL; at++)
        count++;
    return count;
}

static int parameter_of(struct postgres_text *made, int place)
{
    for (int i = 0; i < made->count; i++)
        if (made->place_of[i] == place)
            return i + 1;
    made->place_of[made->count++] = place;
    made->places = place > made->places ? place : made->places;
    return made->count;
}

void postgres_text_make(struct arena *arena, const char *text, struct postgres_text *made)
{
    struct buffer CLOSING(buffer) out;
    buffer_init(&out, STATEMENT_TEXT_MAX);
    *made = (struct postgres_text){.place_of = arena_make_many(arena, (size_t)places_written(text), sizeof(int))};
    for (const char *at = text; *at != '\0';) {
        size_t length = quoted_length(at);
        if (length > 0) {
            buffer_add_bytes(&out, at, length);
        } else if (*at == '?') {
            int place = place_read(at, &length);
            buffer_add_format(&out, "$%d", parameter_of(made, place));
        } else {
            length = 1;
            buffer_add_char(&out, *at);
        }
        at += length;
    }
    REQUIRE(!out.full); /* half a statement must never run */
    made->text = text_copy(arena, buffer_text(&out)).bytes;
}

/* ---- definitions ---- */

/* Leaves out STRICT, WITHOUT ROWID and the comma between them; gives how many bytes that takes. */
static size_t options_length(const char *at, bool *without_rowid)
{
    size_t length = 0;
    for (;;) {
        const char *here = at + length;
        here += strspn(here, ", \n\t");
        if (strncmp(here, "STRICT", 6) == 0 && word_length(here) == 6) {
            here += 6;
        } else if (strncmp(here, "WITHOUT ROWID", 13) == 0) {
            here += 13;
            *without_rowid = true;
        } else
            return length;
        length = (size_t)(here - at);
    }
}

static void add_word(struct buffer *out, struct text word)
{
    static const struct {
        struct text ours, theirs;
    } types[] = {
        {TEXT_ENTRY("INTEGER"), TEXT_ENTRY("bigint")},
        {TEXT_ENTRY("BLOB"), TEXT_ENTRY("bytea")},
        {TEXT_ENTRY("TEXT"), TEXT_ENTRY("text COLLATE \"C\"")}, /* ordered by bytes, as on SQLite */
    };
    for (size_t i = 0; i < LENGTH_OF(types); i++)
        if (text_equal(word, types[i].ours))
            word = types[i].theirs;
    buffer_add(out, word);
}

/* The name after CREATE TABLE, with its quotes; `at` stands on CREATE. */
static struct text table_name(const char *at)
{
    at += strlen("CREATE TABLE ");
    if (strncmp(at, "IF NOT EXISTS ", 14) == 0)
        at += 14;
    size_t quoted = quoted_length(at);
    return (struct text){at, quoted > 0 ? quoted : word_length(at)};
}

const char *postgres_define_text(struct arena *arena, const char *text)
{
    struct buffer CLOSING(buffer) out;
    struct text table = {0};
    buffer_init(&out, DEFINE_MAX);
    for (const char *at = text; *at != '\0';) {
        size_t length = quoted_length(at), word = word_length(at);
        if (length > 0) {
            buffer_add_bytes(&out, at, length);
        } else if (word > 0) {
            length = word;
            table = strncmp(at, "CREATE TABLE ", 13) == 0 ? table_name(at) : table;
            add_word(&out, (struct text){at, word});
        } else {
            length = 1;
            buffer_add_char(&out, *at);
        }
        bool without_rowid = false;
        length += *at == ')' ? options_length(at + length, &without_rowid) : 0;
        if (without_rowid)
            buffer_add_format(&out, "; COMMENT ON TABLE %.*s IS 'WITHOUT ROWID'", TEXT_ARGS(table));
        at += length;
    }
    REQUIRE(!out.full);
    return text_copy(arena, buffer_text(&out)).bytes;
}
