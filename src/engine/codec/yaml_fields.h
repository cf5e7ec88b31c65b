/*
 * yaml_fields.h — is this map of a definition filled in as it should be?
 *
 * A reader of definitions asks a map for its fields by name and kind; whatever is
 * wrong becomes a problem at file:line:column, in plain words.
 *
 *     struct yaml_fields in = {map, file_name, &problems};
 *     static const struct text known[] = {TEXT_PLAIN("title"), …};
 *     yaml_fields_check(&in, (struct yaml_words){known, LENGTH_OF(known)});
 *     struct text owner;
 *     bool required = false;
 *     yaml_fields_text(&in, "owner", YAML_MUST, &owner);
 *     yaml_fields_truth(&in, "required", YAML_MAY, &required);
 *
 * Each getter is true when the field is there and good. Else its output is
 * untouched (set a default before) and a problem stands where the field is wrong,
 * or at the map when a YAML_MUST field is missing. Absence of a YAML_MAY field is
 * no problem. Nothing allocates but problems; texts borrow the tree.
 */
#pragma once

#include "base/day.h"
#include "base/node.h"
#include "base/problem.h"

/* For static tables: TEXT() is a value, this an initialiser. */
#define TEXT_PLAIN(literal) {"" literal, sizeof(literal) - 1}

/* The map being read, and where its problems go. */
struct yaml_fields {
    const struct node *map;
    struct text file;
    struct problems *problems;
};

enum yaml_need { YAML_MAY, YAML_MUST };

struct yaml_words {
    const struct text *words;
    size_t count;
};

struct yaml_range {
    int64_t least, most;
};

/* Every key is one of `known`; an unknown one is named with the nearest known word. False too when it is no map. */
bool yaml_fields_check(const struct yaml_fields *in, struct yaml_words known);

/* Text as written. An empty value (`owner:`) is a problem; "" in quotes is not. */
bool yaml_fields_text(const struct yaml_fields *in, const char *key, enum yaml_need need, struct text *text);
/* One of the words, else a problem that proposes the nearest. `*index` is its number in `words`. */
bool yaml_fields_choice(const struct yaml_fields *in, const char *key, enum yaml_need need,
                        struct yaml_words words, size_t *index);
/* Only yes, no, true, false, without quotes. */
bool yaml_fields_truth(const struct yaml_fields *in, const char *key, enum yaml_need need, bool *truth);
/* A whole number in the range, both ends included. */
bool yaml_fields_whole(const struct yaml_fields *in, const char *key, enum yaml_need need,
                       struct yaml_range range, int64_t *number);
/* A day as 2021-09-08 or 08/09/2021. */
bool yaml_fields_day(const struct yaml_fields *in, const char *key, enum yaml_need need, struct day *day);
bool yaml_fields_list(const struct yaml_fields *in, const char *key, enum yaml_need need, const struct node **list);
/* A map; `*below` then reads it. */
bool yaml_fields_map(const struct yaml_fields *in, const char *key, enum yaml_need need, struct yaml_fields *below);

/* The same for an item of a list, or any node: is it a text, a map? */
bool yaml_fields_item_text(const struct yaml_fields *in, const struct node *item, struct text *text);
bool yaml_fields_item_map(const struct yaml_fields *in, const struct node *item, struct yaml_fields *below);

/* Where a node, or the key of a field, stands. A key that is absent gives the map's place. */
struct place yaml_fields_place(const struct yaml_fields *in, const struct node *node);
struct place yaml_fields_key_place(const struct yaml_fields *in, const char *key);
