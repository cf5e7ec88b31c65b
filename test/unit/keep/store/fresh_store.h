/* fresh_store.h — a store in a folder of its own, gone when the test ends. */
#pragma once

#include "keep/store/statement.h"
#include "keep/store/store.h"

struct fresh_store {
    char folder[64];
    char path[256]; /* of the file, or an address: the suite runs on both databases */
    struct store_fault fault;
    struct store *store;
};

/* Opened for writing, with table note(number PRIMARY KEY, text). */
void fresh_store_open(struct fresh_store *fresh);
void fresh_store_reopen(struct fresh_store *fresh);
void fresh_store_closing(struct fresh_store *fresh);

/* A work: context is `struct note *`; writes one row, then returns false when it is `refused`. */
struct note {
    int64_t number;
    const char *text;
    bool refused;
};
bool note_write(void *context, struct connection *writer, struct failure *why);
int64_t notes_seen(struct store *store);
