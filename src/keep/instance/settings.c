/* settings.c — danvan.yaml, the one file of a folder that people read. */
#include "keep/instance/instance_inside.h"

#include "base/buffer.h"
#include "base/file.h"
#include "engine/codec/yaml.h"

enum { SETTINGS_MAX = 64 * 1024 };

/* What stands between double quotes in danvan.yaml as it is. */
static bool check_store(struct text address, struct failure *why)
{
    if (address.length > 0 && !store_is_address(address.bytes))
        return FAIL(why, FAILURE_INVALID, "a store is postgres://… or, when it is a file, not named");
    for (size_t i = 0; i < address.length; i++)
        if (address.bytes[i] <= ' ' || address.bytes[i] > '~' || address.bytes[i] == '"' || address.bytes[i] == '\\')
            return FAIL(why, FAILURE_INVALID, "an address is written without spaces, quotes and letters beyond ASCII: %%20 stands for a space");
    return true;
}

static bool read_settings(struct arena *arena, const struct node *root, struct instance_settings *settings, struct failure *why)
{
    struct text today = node_text_at(root, "today");
    struct instance_settings read = {.demo = text_is(node_text_at(root, "demo"), "yes"), .today = DAY_NONE,
                                     .store = text_copy(arena, node_text_at(root, "store"))};
    if (!text_is(node_text_at(root, "format"), "1"))
        return FAIL(why, FAILURE_CONFLICT, "danvan.yaml names a format this program does not know");
    if (today.length > 0 && !day_read(today, &read.today))
        return FAIL(why, FAILURE_INVALID, "danvan.yaml: today is not a day");
    if (!check_store(read.store, why))
        return false;
    *settings = read;
    return true;
}

bool settings_load(struct arena *arena, const char *folder, struct instance_settings *settings, struct failure *why)
{
    const char *path = text_format(arena, "%s/danvan.yaml", folder).bytes;
    struct text bytes;
    struct node *root;
    struct problems problems;
    problems_init(&problems, arena, 10);
    if (!file_read(arena, path, SETTINGS_MAX, &bytes, why))
        return false;
    if (!yaml_read(arena, text_of(path), bytes, &root, &problems)) {
        struct text line = problem_line(arena, &problems.items[0], LANGUAGE_EN);
        return FAIL(why, FAILURE_INVALID, "%.*s", TEXT_ARGS(line));
    }
    return read_settings(arena, root, settings, why);
}

bool settings_write(struct arena *arena, const struct instance_settings *settings, struct text *bytes, struct failure *why)
{
    struct buffer CLOSING(buffer) out;
    buffer_init(&out, SETTINGS_MAX);
    buffer_add(&out, TEXT("# A danvan folder. Back it up with `danvan backup`, never by copying danvan.db alone while it is served.\nformat: 1\n"));
    if (settings->demo)
        buffer_add(&out, TEXT("demo: yes                # pages and documents say \"số liệu minh họa\"\n"));
    if (day_is_some(settings->today)) {
        struct text day = day_write(arena, settings->today);
        buffer_add_format(&out, "today: %.*s       # this folder lives on that day; take the line out for the real one\n", TEXT_ARGS(day));
    }
    if (!check_store(settings->store, why))
        return false;
    if (settings->store.length > 0)
        buffer_add_format(&out, "# The PostgreSQL database that holds it all. No password here: the file PGPASSFILE names keeps it.\nstore: \"%.*s\"\n",
                          TEXT_ARGS(settings->store));
    if (!buffer_ok(&out, why))
        return false;
    *bytes = text_copy(arena, buffer_text(&out));
    return true;
}

bool settings_save(const char *folder, const struct instance_settings *settings, struct failure *why)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    struct text bytes;
    return settings_write(scratch, settings, &bytes, why) &&
           file_replace(text_format(scratch, "%s/danvan.yaml", folder).bytes, bytes, why);
}
