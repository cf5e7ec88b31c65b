/*
 * node.h — one tree for what YAML and JSON say, what a view shows, what a template reads.
 *
 *     struct node *page = node_map(arena);
 *     node_put(page, "title", node_text(arena, TEXT("Việc hôm nay")));
 *     struct node *rows = node_put(page, "rows", node_list(arena));
 *     node_append(rows, node_whole(arena, 12));
 *
 * Nodes live in the arena they were made with. A map keeps the order of putting
 * and holds no key twice. `line` and `column` (from 1; 0: made here) tell where a
 * read node stands; `quoted` that a YAML scalar was written in quotes. YAML scalars
 * are always NODE_TEXT: their reader knows what it wants. `bound` is for the
 * report builder: a template hands it on with the text it prints.
 */
#pragma once

#include "base/arena.h"
#include "base/day.h"
#include "base/decimal.h"
#include "base/text.h"

enum node_kind { NODE_NOTHING, NODE_TRUTH, NODE_NUMBER, NODE_TEXT, NODE_LIST, NODE_MAP };

struct node_entry {
    struct text key;
    struct node *value;
    uint32_t line, column; /* of the key */
};

struct node {
    enum node_kind kind;
    bool quoted;
    uint32_t line, column;
    struct arena *arena;
    const void *bound;
    union {
        bool truth;
        struct decimal number;
        struct text text;
        struct {
            struct node **items;
            size_t count, room;
        } list;
        struct {
            struct node_entry *entries;
            size_t count, room;
        } map;
    };
};

struct node *node_nothing(struct arena *arena);
struct node *node_truth(struct arena *arena, bool truth);
struct node *node_number(struct arena *arena, struct decimal number);
struct node *node_whole(struct arena *arena, int64_t number);
struct node *node_text(struct arena *arena, struct text text); /* borrows the text */
struct node *node_list(struct arena *arena);
struct node *node_map(struct arena *arena);

/* Both return the value given, so that it can be filled on. A key already there is replaced. */
struct node *node_put(struct node *map, const char *key, struct node *value);
struct node *node_put_text(struct node *map, struct text key, struct node *value); /* key borrowed */
struct node *node_append(struct node *list, struct node *value);

/* NULL when `map` is not a map, or NULL, or has no such key. */
struct node *node_find(const struct node *map, struct text key);
struct node *node_at(const struct node *map, const char *key);
/* The text under a key; the empty text when there is none. */
struct text node_text_at(const struct node *map, const char *key);
size_t node_count(const struct node *node); /* of a list or a map, else 0 */
/* The same tree, whatever the order of keys; places, quotes and `bound` do not count. */
bool node_equal(const struct node *a, const struct node *b);
