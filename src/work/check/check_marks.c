/* check_marks.c — the sheet of what is kept, once more: persons become marks, and what the mission has stays as it stands. */
#include "work/check/check_marks.h"

#include "base/map.h"
#include "engine/codec/csv.h"
#include "keep/box/person_key.h"
#include "keep/instance/instance.h"
#include "keep/record/record.h"
#include "work/act/act.h"

enum { SHEET_BYTES = 64 << 20, COLUMNS_MAX = 32, PROBLEMS_MAX = 5, PAGES_MAX = 500 };

struct marks {
    const struct check_marking *asked;
    const struct house *house;
    const struct register_definition *register_; /* what is kept in */
    struct arena *arena;                         /* wiped */
    struct person_key *key;
    struct map *kept; /* "policy|dossier|line|kind" -> struct record * */
    const struct field_definition *columns[COLUMNS_MAX];
    size_t column_count;
};

/* ---- the key ---- */

static bool load_key(struct marks *marks, struct failure *why)
{
    struct connection *CLOSING(store_read) reading = NULL;
    return store_read_begin(instance_store(marks->asked->instance), &reading, why) &&
           person_key_load(marks->arena, reading, unit_tree_shard(marks->house->units), marks->asked->mission, &marks->key, why);
}

/* Of two who keep at once one makes it, and the other finds it. */
static bool get_key(struct marks *marks, struct failure *why)
{
    struct act_answer answer;
    struct node *given = node_map(marks->arena);
    const struct act_request request = {.name = TEXT("person-key-make"), .viewer = marks->asked->viewer, .given = given};
    const struct register_definition *missions = register_person(marks->register_)->within->of_register;
    node_put(given, "register", node_text(marks->arena, missions->name));
    node_put(given, "record", node_whole(marks->arena, marks->asked->mission));
    if (!load_key(marks, why))
        return false;
    if (marks->key)
        return true;
    bool made = act_perform(marks->asked->instance, &request, marks->arena, &answer, why);
    struct failure unread;
    if (!made && why->kind == FAILURE_CONFLICT && load_key(marks, &unread) && marks->key)
        return true;
    return made && load_key(marks, why) && (marks->key || FAIL(why, FAILURE_CONFLICT, "the mission is over"));
}

/* ---- what is kept already ---- */

static struct text key_of(struct arena *arena, const struct text parts[4])
{
    return text_join(arena, parts, 4, TEXT("|"));
}

static struct text machine(const struct marks *marks, const struct record *record, const struct field_definition *field)
{
    return record_value_machine(marks->arena, field, &record->values[field->slot], marks->house->units);
}

static void note_kept(struct marks *marks, struct record *record)
{
    static const char *const NAMES[] = {"policy", "dossier", "line", "kind"};
    struct text parts[LENGTH_OF(NAMES)];
    for (size_t i = 0; i < LENGTH_OF(NAMES); i++)
        parts[i] = machine(marks, record, register_field(marks->register_, text_of(NAMES[i])));
    map_put(marks->kept, key_of(marks->arena, parts), record);
}

static bool load_kept(struct marks *marks, struct failure *why)
{
    struct connection *CLOSING(store_read) reading = NULL;
    const struct unit *unit = unit_find(marks->house->units, marks->asked->unit, DAY_NONE);
    const struct unit_set own = {&unit, 1};
    struct record_page page = {.count = RECORD_PAGE_MAX};
    struct record_query query = {.register_ = marks->register_,
                                 .units = &own,
                                 .begin = DAY_NONE,
                                 .end = DAY_NONE,
                                 .filter_field = register_person(marks->register_)->within,
                                 .filter_value = value_whole(marks->asked->mission),
                                 .limit = RECORD_PAGE_MAX};
    if (!unit || !store_read_begin(instance_store(marks->asked->instance), &reading, why))
        return unit || FAIL(why, FAILURE_NOT_FOUND, "the organisation is no more");
    for (size_t pages = 0; page.count == RECORD_PAGE_MAX && pages < PAGES_MAX; pages++) {
        if (!record_list(marks->arena, reading, marks->house->units, &query, &page, why))
            return false;
        for (size_t i = 0; i < page.count; i++)
            note_kept(marks, page.records[i]);
        query.offset += RECORD_PAGE_MAX;
    }
    return true;
}

/* ---- rows ---- */

static size_t column_of(const struct marks *marks, const char *name)
{
    for (size_t i = 0; i < marks->column_count; i++)
        if (text_is(marks->columns[i]->name, name))
            return i;
    NEVER("a column of what is kept");
}

static void write_row(const struct marks *marks, struct buffer *out, struct text *cells)
{
    size_t person = column_of(marks, CHECK_PERSON), found = column_of(marks, "found_on");
    const struct text parts[] = {cells[column_of(marks, "policy")], cells[column_of(marks, "dossier")], cells[column_of(marks, "line")],
                                 cells[column_of(marks, "kind")]};
    const struct record *kept = map_find(marks->kept, key_of(marks->arena, parts));
    bool looked_at = kept && !text_equal(kept->state, marks->register_->states[0].code);
    if (cells[person].length > 0)
        cells[person] = person_key_mark(marks->arena, marks->key, cells[person]);
    if (kept)
        cells[found] = machine(marks, kept, marks->columns[found]);
    for (size_t i = 0; i < marks->column_count && looked_at; i++)
        cells[i] = machine(marks, kept, marks->columns[i]);
    csv_write_row(out, ',', cells, marks->column_count);
}

static bool read_headings(struct marks *marks, struct csv *csv, struct buffer *out)
{
    struct csv_row row;
    if (!csv_next(csv, &row) || row.count > COLUMNS_MAX)
        return false;
    for (size_t i = 0; i < row.count; i++) {
        marks->columns[i] = register_field(marks->register_, row.cells[i]);
        if (!marks->columns[i])
            return false;
    }
    marks->column_count = row.count;
    csv_write_row(out, ',', row.cells, row.count);
    return true;
}

static bool write_rows(struct marks *marks, struct text *bytes, struct failure *why)
{
    struct buffer CLOSING(buffer) out;
    struct problems problems;
    struct csv_row row;
    buffer_init(&out, SHEET_BYTES);
    problems_init(&problems, marks->arena, PROBLEMS_MAX);
    struct csv *csv = csv_make(marks->arena, TEXT("kept.csv"), marks->asked->sheet, (struct csv_options){',', SHEET_BYTES, SHEET_BYTES, COLUMNS_MAX, CHECK_ROWS_MAX * CHECK_KIND_COUNT}, &problems);
    bool sound = read_headings(marks, csv, &out);
    while (sound && csv_next(csv, &row))
        write_row(marks, &out, row.cells);
    if (!sound || !csv_sound(csv))
        return FAIL(why, FAILURE_BROKEN, "the register does not take what is kept of a check");
    if (!buffer_ok(&out, why))
        return false;
    *bytes = text_copy(marks->arena, buffer_text(&out));
    return true;
}

bool check_marks(struct arena *arena, const struct check_marking *asked, struct text *bytes, struct failure *why)
{
    struct arena *CLOSING(wiped) scratch = arena_open(); /* holds persons and the key */
    const struct house *house = instance_house(asked->instance);
    struct marks marks = {.asked = asked,
                          .house = house,
                          .register_ = definition_register(house->definition, TEXT(CHECK_KEPT_IN)),
                          .arena = scratch,
                          .kept = map_make(scratch)};
    struct text made = {0};
    bool done = marks.register_ && register_person(marks.register_)
                    ? get_key(&marks, why) && load_kept(&marks, why) && write_rows(&marks, &made, why)
                    : FAIL(why, FAILURE_NOT_FOUND, "no register keeps findings");
    instance_release(asked->instance, house);
    if (done)
        *bytes = text_copy(arena, made);
    return done;
}
