/* yaml.c — libyaml's events made into one tree with places. */
#include "engine/codec/yaml.h"

#include "engine/codec/door_inside.h"

#include <string.h>
#include <yaml.h>

struct reading {
    yaml_parser_t parser;
    struct arena *arena;
    struct text file;
    struct text bytes;
    struct problems *problems;
    size_t nodes;
    bool broken; /* nothing more can be read */
};

static void parser_closing(struct reading *reading)
{
    yaml_parser_delete(&reading->parser);
}

static void event_closing(yaml_event_t *event)
{
    yaml_event_delete(event);
}

static struct place place_of(const struct reading *reading, yaml_mark_t mark)
{
    return (struct place){.file = reading->file, .line = (uint32_t)mark.line + 1, .column = (uint32_t)mark.column + 1};
}

/* Names a problem and ends the reading. */
static void stop(struct reading *reading, yaml_mark_t mark, const char *code, struct text first)
{
    problem_add(reading->problems, place_of(reading, mark), code, first, (struct text){0});
    reading->broken = true;
}

/*
 * What libyaml says, and what we say. The first row that fits is taken; NULL
 * fits everything. `at_start`: the fault is where the construct begins (a quote
 * never closed), not where the parser noticed.
 */
static const struct saying {
    const char *context;
    const char *problem;
    const char *code;
    bool at_start;
} sayings[] = {
    {"quoted scalar", "unexpected end of stream", "yaml.open-quote", true},
    {"quoted scalar", "document indicator", "yaml.open-quote", true},
    {"quoted scalar", NULL, "yaml.escape", false},
    {NULL, "tab character", "yaml.tab", false},
    {"anchor", NULL, "yaml.alias", false},
    {"alias", NULL, "yaml.alias", false},
    {NULL, "tag", "yaml.tag", false},
    {" tag", NULL, "yaml.tag", false},
    {"directive", NULL, "yaml.directive", false},
    {NULL, "directive", "yaml.directive", false},
    {"block scalar", NULL, "yaml.block-text", false},
    {NULL, "expected ',' or ']'", "yaml.open-list", true},
    {NULL, "expected ',' or '}'", "yaml.open-map", true},
    {NULL, "cannot start any token", "yaml.first-character", false},
    {NULL, "mapping values are not allowed", "yaml.colon", false},
    {"plain scalar", NULL, "yaml.colon", false},
    {NULL, "could not find expected ':'", "yaml.no-colon", true},
    {NULL, "control characters", "yaml.character", false},
    {NULL, "expected node content", "yaml.no-content", false},
    {NULL, "expected key", "yaml.indent", false},
    {NULL, "'-' indicator", "yaml.indent", false},
    {NULL, "are not allowed in this context", "yaml.indent", false},
    {NULL, "expected <document start>", "yaml.two-documents", false},
    {NULL, NULL, "yaml.form", false},
};

static bool fits(const char *wanted, const char *said)
{
    return wanted == NULL || (said != NULL && text_contains(text_of(said), text_of(wanted)));
}

/* The bytes from the start of a line, from 0; nothing behind the last. */
static struct text bytes_from_line(const struct reading *reading, size_t line)
{
    struct text rest = reading->bytes, part;
    while (line-- > 0)
        if (!text_next(&rest, '\n', &part))
            return (struct text){0};
    return rest;
}

/* No more than blanks and line ends behind the place, whose column counts characters. */
static bool at_end(const struct reading *reading, yaml_mark_t mark)
{
    struct text rest = bytes_from_line(reading, mark.line);
    for (size_t column = 0; column < mark.column && rest.length > 0; column++)
        do
            rest = text_from(rest, 1);
        while (rest.length > 0 && ((unsigned char)rest.bytes[0] & 0xC0) == 0x80);
    return text_trimmed(rest).length == 0;
}

/* A tab in the indentation is the commonest of characters that can begin nothing. */
static bool is_tab(const struct reading *reading, yaml_mark_t mark)
{
    struct text lead = text_part(bytes_from_line(reading, mark.line), 0, mark.column + 1);
    return text_contains(lead, TEXT("\t")) && text_trimmed(lead).length == 0;
}

/* libyaml counts bytes where it refuses a character. */
static yaml_mark_t mark_at(struct text bytes, size_t offset)
{
    yaml_mark_t mark = {0};
    struct text rest = text_part(bytes, 0, offset), line = {0};
    while (text_next(&rest, '\n', &line))
        mark.line++;
    if (mark.line > 0)
        mark.line--;
    mark.column = text_points(line);
    return mark;
}

static void stop_as_parser_says(struct reading *reading)
{
    const yaml_parser_t *parser = &reading->parser;
    if (parser->error == YAML_READER_ERROR) {
        yaml_mark_t bad = mark_at(reading->bytes, parser->problem_offset);
        stop(reading, bad, "yaml.character", (struct text){0});
        return;
    }
    const struct saying *saying = sayings;
    while (!fits(saying->context, parser->context) || !fits(saying->problem, parser->problem))
        saying++;
    const char *code = saying->code;
    yaml_mark_t mark = saying->at_start && parser->context != NULL ? parser->context_mark : parser->problem_mark;
    if (is_tab(reading, parser->problem_mark)) {
        code = "yaml.tab";
        mark = parser->problem_mark;
    } else if (!saying->at_start && at_end(reading, mark)) {
        code = "yaml.torn";
    }
    stop(reading, mark, code, text_format(reading->arena, "%zu", parser->problem_mark.line + 1));
}

/* False when the file cannot be read further; the event then holds nothing. */
static bool next(struct reading *reading, yaml_event_t *event)
{
    if (yaml_parser_parse(&reading->parser, event))
        return true;
    stop_as_parser_says(reading);
    return false;
}

static struct node *node_read(struct reading *reading, const yaml_event_t *event, size_t depth);

static struct node *scalar_read(struct reading *reading, const yaml_event_t *event)
{
    struct text raw = {(const char *)event->data.scalar.value, event->data.scalar.length}, text;
    if (event->data.scalar.anchor != NULL) {
        stop(reading, event->start_mark, "yaml.alias", (struct text){0});
        return NULL;
    }
    if (event->data.scalar.tag != NULL) {
        stop(reading, event->start_mark, "yaml.tag", (struct text){0});
        return NULL;
    }
    /* Only an escape such as "\0" can bring a character that the bytes did not hold. */
    if (!door_copy(reading->arena, raw, &text)) {
        stop(reading, event->start_mark, "yaml.character", (struct text){0});
        return NULL;
    }
    struct node *node = node_text(reading->arena, text);
    node->quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
    return node;
}

static struct node *list_read(struct reading *reading, size_t depth)
{
    struct node *list = node_list(reading->arena);
    for (;;) {
        yaml_event_t CLOSING(event) event;
        memset(&event, 0, sizeof event);
        if (!next(reading, &event))
            return NULL;
        if (event.type == YAML_SEQUENCE_END_EVENT)
            return list;
        struct node *item = node_read(reading, &event, depth + 1);
        if (item == NULL)
            return NULL;
        node_append(list, item);
    }
}

/* The key of the next entry; NULL when the reading stopped. */
static const struct node *key_read(struct reading *reading, const yaml_event_t *event, const struct node *map)
{
    bool is_scalar = event->type == YAML_SCALAR_EVENT;
    if (event->type != YAML_ALIAS_EVENT && (!is_scalar || event->data.scalar.length == 0)) {
        stop(reading, event->start_mark, "yaml.key", (struct text){0});
        return NULL;
    }
    if (node_count(map) >= YAML_KEYS_MAX) {
        stop(reading, event->start_mark, "yaml.too-many", text_format(reading->arena, "%d", YAML_KEYS_MAX));
        return NULL;
    }
    return node_read(reading, event, 0);
}

/* Puts the entry, or names the key that is there already. */
static void map_add(struct reading *reading, struct node *map, const struct node *key, struct node *value)
{
    for (size_t i = 0; i < map->map.count; i++) {
        const struct node_entry *first = &map->map.entries[i];
        if (!text_equal(first->key, key->text))
            continue;
        struct place place = {.file = reading->file, .line = key->line, .column = key->column};
        problem_add(reading->problems, place, "yaml.duplicate", key->text,
                    text_format(reading->arena, "%u", (unsigned)first->line));
        return;
    }
    node_put_text(map, key->text, value);
    struct node_entry *entry = &map->map.entries[map->map.count - 1];
    entry->line = key->line;
    entry->column = key->column;
}

static struct node *map_read(struct reading *reading, size_t depth)
{
    struct node *map = node_map(reading->arena);
    for (;;) {
        yaml_event_t CLOSING(event) key_event, CLOSING(event) value_event;
        memset(&key_event, 0, sizeof key_event);
        memset(&value_event, 0, sizeof value_event);
        if (!next(reading, &key_event))
            return NULL;
        if (key_event.type == YAML_MAPPING_END_EVENT)
            return map;
        const struct node *key = key_read(reading, &key_event, map);
        if (key == NULL || !next(reading, &value_event))
            return NULL;
        struct node *value = node_read(reading, &value_event, depth + 1);
        if (value == NULL)
            return NULL;
        map_add(reading, map, key, value);
    }
}

/* A list or a map: what both refuse, then what is in it. */
static struct node *branch_read(struct reading *reading, const yaml_event_t *event, size_t depth)
{
    bool is_map = event->type == YAML_MAPPING_START_EVENT;
    const yaml_char_t *anchor = is_map ? event->data.mapping_start.anchor : event->data.sequence_start.anchor;
    const yaml_char_t *tag = is_map ? event->data.mapping_start.tag : event->data.sequence_start.tag;
    if (anchor != NULL)
        stop(reading, event->start_mark, "yaml.alias", (struct text){0});
    else if (tag != NULL)
        stop(reading, event->start_mark, "yaml.tag", (struct text){0});
    else if (depth > YAML_DEPTH_MAX)
        stop(reading, event->start_mark, "yaml.deep", text_format(reading->arena, "%d", YAML_DEPTH_MAX));
    if (reading->broken)
        return NULL;
    return is_map ? map_read(reading, depth) : list_read(reading, depth);
}

/* The node that begins with `event`; NULL when the reading stopped. Goes no deeper than YAML_DEPTH_MAX. */
static struct node *node_read(struct reading *reading, const yaml_event_t *event, size_t depth)
{
    struct node *node;
    if (++reading->nodes > YAML_NODES_MAX) {
        stop(reading, event->start_mark, "yaml.too-many", text_format(reading->arena, "%d", YAML_NODES_MAX));
        return NULL;
    }
    if (event->type == YAML_ALIAS_EVENT) {
        stop(reading, event->start_mark, "yaml.alias", (struct text){0});
        return NULL;
    }
    if (event->type == YAML_SCALAR_EVENT)
        node = scalar_read(reading, event);
    else
        node = branch_read(reading, event, depth);
    if (node != NULL) {
        node->line = (uint32_t)event->start_mark.line + 1;
        node->column = (uint32_t)event->start_mark.column + 1;
    }
    return node;
}

/* The document's root behind its start event. */
static struct node *document_read(struct reading *reading, const yaml_event_t *start)
{
    if (start->data.document_start.version_directive != NULL ||
        start->data.document_start.tag_directives.start != start->data.document_start.tag_directives.end) {
        stop(reading, start->start_mark, "yaml.directive", (struct text){0});
        return NULL;
    }
    yaml_event_t CLOSING(event) event;
    memset(&event, 0, sizeof event);
    if (!next(reading, &event))
        return NULL;
    return node_read(reading, &event, 1);
}

/* The whole stream: nothing, or one document. */
static struct node *stream_read(struct reading *reading)
{
    struct node *root = NULL;
    for (;;) {
        yaml_event_t CLOSING(event) event;
        memset(&event, 0, sizeof event);
        if (!next(reading, &event))
            return NULL;
        if (event.type == YAML_STREAM_END_EVENT)
            break;
        if (event.type != YAML_DOCUMENT_START_EVENT)
            continue;
        if (root != NULL) {
            stop(reading, event.start_mark, "yaml.two-documents", (struct text){0});
            return NULL;
        }
        root = document_read(reading, &event);
        if (root == NULL)
            return NULL;
    }
    return root != NULL ? root : node_nothing(reading->arena);
}

bool yaml_read(struct arena *arena, struct text file_name, struct text bytes, struct node **root,
               struct problems *problems)
{
    size_t errors = problems->errors;
    struct place place = {.file = file_name};
    if (bytes.length > YAML_BYTES_MAX) {
        problem_add(problems, place, "yaml.too-big", text_format(arena, "%d", YAML_BYTES_MAX >> 20), (struct text){0});
        return false;
    }
    if (door_find_bad(bytes, &place.line, &place.column)) {
        problem_add(problems, place, "yaml.utf8", (struct text){0}, (struct text){0});
        return false;
    }
    if (text_starts(bytes, TEXT("\xEF\xBB\xBF")))
        bytes = text_from(bytes, 3);
    struct reading CLOSING(parser) reading = {.arena = arena, .file = file_name, .bytes = bytes, .problems = problems};
    REQUIRE(yaml_parser_initialize(&reading.parser)); /* fails only without memory */
    yaml_parser_set_encoding(&reading.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&reading.parser, (const unsigned char *)bytes.bytes, bytes.length);
    struct node *read = stream_read(&reading);
    if (read == NULL || problems->errors > errors)
        return false;
    *root = read;
    return true;
}

/* Characters from `first` (from 1), at most `most`, with control characters as blanks. */
static void window_add(struct buffer *out, struct text line, uint32_t first, uint32_t most)
{
    uint32_t column = 0;
    for (size_t i = 0; i < line.length; i++) {
        unsigned char c = (unsigned char)line.bytes[i];
        if ((c & 0xC0) != 0x80)
            column++;
        if (column >= first && column < first + most)
            buffer_add_char(out, c < ' ' || c == 0x7F ? ' ' : (char)c);
    }
}

void yaml_show(struct buffer *out, struct text bytes, const struct problem *problem, enum language language)
{
    enum { SHOWN_MAX = 120, BEFORE_MAX = 80 };
    struct arena *CLOSING(arena) scratch = arena_open();
    buffer_add(out, problem_line(scratch, problem, language));
    buffer_add_char(out, '\n');
    struct text rest = bytes, line = {0};
    if (text_starts(rest, TEXT("\xEF\xBB\xBF")))
        rest = text_from(rest, 3);
    for (uint32_t number = 0; number < problem->place.line; number++)
        if (!text_next(&rest, '\n', &line))
            line = (struct text){0};
    if (problem->place.line == 0 || problem->place.column == 0)
        return;
    uint32_t column = problem->place.column;
    uint32_t first = column > BEFORE_MAX ? column - BEFORE_MAX + 1 : 1;
    buffer_add(out, TEXT("    "));
    window_add(out, line, first, SHOWN_MAX);
    buffer_add_format(out, "\n    %*s^\n", (int)(column - first), "");
}
