#include "unit/keep/store/fresh_store.h"

#include "base/file.h"
#include "support/store/address.h"

#include <stdio.h>
#include <stdlib.h>

static const struct sql NOTE_INSERT = {"note insert", "INSERT INTO note (number, text) VALUES (?1, ?2)",
                                       NULL};
static const struct sql NOTE_COUNT = {"note count", "SELECT count(*) FROM note", NULL};

static bool make_table(void *context, struct connection *writer, struct failure *why)
{
    (void)context;
    return store_define(
        writer, "CREATE TABLE IF NOT EXISTS note (number INTEGER PRIMARY KEY, text TEXT) STRICT", why);
}

void fresh_store_reopen(struct fresh_store *fresh)
{
    struct failure why;
    store_close(fresh->store);
    struct store_options options = {
        .address = fresh->path, .writes = true, .create = true, .fault = &fresh->fault};
    REQUIRE(store_open(&options, &fresh->store, &why));
}

void fresh_store_open(struct fresh_store *fresh)
{
    struct failure why;
    *fresh = (struct fresh_store){.folder = "/tmp/danvan-store-XXXXXX"};
    REQUIRE(mkdtemp(fresh->folder) != NULL);
    struct arena *CLOSING(arena) scratch = arena_open();
    (void)snprintf(fresh->path, sizeof fresh->path, "%s", test_store_address(scratch, fresh->folder, "danvan"));
    fresh_store_reopen(fresh);
    REQUIRE(store_write(fresh->store, make_table, NULL, &why));
}

void fresh_store_closing(struct fresh_store *fresh)
{
    struct failure why;
    store_close(fresh->store);
    REQUIRE(folder_delete(fresh->folder, &why));
}

bool note_write(void *context, struct connection *writer, struct failure *why)
{
    const struct note *note = context;
    const struct store_value values[] = {store_int64(note->number), store_text(text_of(note->text))};
    if (!store_run(writer, &NOTE_INSERT, values, LENGTH_OF(values), why))
        return false;
    return !note->refused || FAIL(why, FAILURE_DENIED, "refused by the test");
}

int64_t notes_seen(struct store *store)
{
    struct failure why;
    struct connection *CLOSING(store_read) reading = NULL;
    int64_t count = -1;
    REQUIRE(store_read_begin(store, &reading, &why));
    REQUIRE(store_find_int64(reading, &NOTE_COUNT, NULL, 0, 0, &count, &why));
    return count;
}
