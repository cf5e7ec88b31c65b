/* empty_sheet.c — a register's definition becomes columns, each with what may be written in it. */
#include "work/intake/empty_sheet.h"

#include "engine/codec/xlsx_write.h"
#include "keep/record/record.h"
#include "work/intake/field_note.h"

enum { CHOICES_MAX = 20000, COLUMNS_MAX = REGISTER_FIELDS_MAX + 2 };

struct making {
    struct arena *arena;
    const struct house *house;
    const struct register_definition *register_;
    const struct viewer *viewer;
    struct day today;
    const struct unit **writers; /* the organisations this person may write for */
    size_t writer_count;
    struct xlsx_column columns[COLUMNS_MAX];
    struct text names[COLUMNS_MAX]; /* as the mark has them */
    size_t count;
};

static struct text in_language(const struct making *making, const char *vi, const char *en)
{
    return text_of(making->viewer->language == LANGUAGE_EN ? en : vi);
}

static struct text title_of(const struct making *making, struct title title)
{
    return title_in(title, making->viewer->language);
}

/* ---- who writes ---- */

static void find_writers(struct making *making)
{
    const struct unit_set *all = unit_all(making->arena, making->house->units, making->today);
    making->writers = arena_make_many(making->arena, all->count, sizeof *making->writers);
    for (size_t i = 0; i < all->count && making->writer_count < CHOICES_MAX; i++)
        if (all->units[i]->is_organisation && account_may_write(making->viewer, making->register_, all->units[i]))
            making->writers[making->writer_count++] = all->units[i];
    unit_sort_official(making->writers, making->writer_count);
}

/* A unit as the reader finds it again: its short name, its name, or where others bear it too its code. */
static struct text unit_word(const struct making *making, const struct unit *unit)
{
    const struct text names[] = {unit->short_name.vi, unit->name.vi};
    for (size_t i = 0; i < LENGTH_OF(names); i++)
        if (names[i].length > 0 && unit_find_named(making->house->units, names[i], unit->kind, making->today, NULL) == unit)
            return names[i];
    return unit->code;
}

/* ---- what may be written in a column ---- */

static struct text *choices_of(const struct making *making, struct xlsx_column *column, size_t most)
{
    struct text *choices = arena_make_many(making->arena, most, sizeof *choices);
    column->choices = choices;
    return choices;
}

static void list_choices(const struct making *making, struct xlsx_column *column, const struct field_definition *field)
{
    struct text *choices = choices_of(making, column, field->choice_count);
    for (size_t i = 0; i < field->choice_count; i++)
        if (!field->choices[i].retired)
            choices[column->choice_count++] = title_of(making, field->choices[i].title);
}

static void list_truths(const struct making *making, struct xlsx_column *column)
{
    struct text *choices = choices_of(making, column, 2);
    choices[column->choice_count++] = in_language(making, "Có", "Yes");
    choices[column->choice_count++] = in_language(making, "Không", "No");
}

/* The lowest place that holds all who write. */
static const struct unit *common_place(const struct making *making)
{
    const struct unit *place = making->writers[0]->in;
    for (size_t i = 1; i < making->writer_count; i++)
        while (place && !(making->writers[i]->in && unit_is_inside(making->writers[i]->in, place)))
            place = place->in;
    return place;
}

/* Units of the field's kind around those who write: a ward itself is the only ward in it, so all of the district are meant. */
static void list_units(const struct making *making, struct xlsx_column *column, const struct field_definition *field)
{
    const struct unit_set *all = unit_all(making->arena, making->house->units, making->today);
    const struct unit **found = arena_make_many(making->arena, all->count, sizeof *found);
    size_t count = 0;
    for (const struct unit *place = common_place(making);; place = place->in) {
        count = 0;
        for (size_t i = 0; i < all->count; i++)
            if (text_equal(all->units[i]->kind, field->of) && (!place || unit_is_inside(all->units[i], place)))
                found[count++] = all->units[i];
        if (count > 1 || !place)
            break;
    }
    if (field->of.length == 0 || count > CHOICES_MAX)
        return;
    unit_sort_official(found, count);
    struct text *choices = choices_of(making, column, count);
    for (size_t i = 0; i < count; i++)
        choices[column->choice_count++] = unit_word(making, found[i]);
    column->open = true; /* a unit that is no more may stand in an old record */
}

/* Those in force; by number, which is how the reader finds them, or where two bear one by our own word. */
static void list_instruments(const struct making *making, struct xlsx_column *column)
{
    const struct definition *definition = making->house->definition;
    struct text *choices = choices_of(making, column, definition->instrument_count);
    for (size_t i = 0; i < definition->instrument_count; i++) {
        const struct instrument_definition *instrument = &definition->instruments[i];
        bool ended = day_is_some(instrument->to) && day_compare(instrument->to, making->today) < 0, twice = instrument->number.length == 0;
        for (size_t k = 0; k < definition->instrument_count && !twice; k++)
            twice = k != i && text_equal(definition->instruments[k].number, instrument->number);
        if (!ended && day_compare(instrument->day, making->today) <= 0)
            choices[column->choice_count++] = twice ? instrument->id : instrument->number;
    }
    column->open = true;
}

static enum xlsx_kind cell_kind(const struct field_definition *field)
{
    switch (field->many ? FIELD_TEXT : field->kind) {
    case FIELD_DAY:
        return XLSX_DAY;
    case FIELD_NUMBER:
    case FIELD_DECIMAL:
    case FIELD_MONEY:
        return XLSX_NUMBER;
    case FIELD_TEXT:
    case FIELD_LONG_TEXT:
    case FIELD_TRUTH:
    case FIELD_CHOICE:
    case FIELD_UNIT:
    case FIELD_RECORD:
    case FIELD_INSTRUMENT:
        return XLSX_TEXT;
    }
    NEVER("a kind of field");
}

static struct xlsx_column *add_column(struct making *making, struct text name, struct text title, struct text note)
{
    struct xlsx_column *column = &making->columns[making->count];
    REQUIRE(making->count < COLUMNS_MAX);
    making->names[making->count++] = name;
    *column = (struct xlsx_column){.title = title, .note = note};
    return column;
}

static void add_field(struct making *making, const struct field_definition *field)
{
    struct xlsx_column *column = add_column(making, field->name, title_of(making, field->title), field_note(making->arena, making->viewer->language, field));
    column->kind = cell_kind(field);
    column->scale = field->kind == FIELD_DECIMAL ? field->scale : 0;
    column->width = field->kind == FIELD_LONG_TEXT ? 40 : field->kind == FIELD_TEXT ? 28 : 0;
    if (field->kind == FIELD_CHOICE)
        list_choices(making, column, field);
    else if (field->kind == FIELD_TRUTH)
        list_truths(making, column);
    else if (field->kind == FIELD_UNIT)
        list_units(making, column, field);
    else if (field->kind == FIELD_INSTRUMENT)
        list_instruments(making, column);
    column->open = column->open || field->many;
}

static void add_unit(struct making *making)
{
    struct xlsx_column *column = add_column(making, TEXT(EMPTY_SHEET_UNIT), in_language(making, "Đơn vị", "Unit"),
                                            in_language(making, "Bắt buộc. Đơn vị ghi sổ; chọn trong danh sách.",
                                                        "Required. The organisation that writes; choose from the list."));
    struct text *choices = choices_of(making, column, making->writer_count);
    for (size_t i = 0; i < making->writer_count; i++)
        choices[column->choice_count++] = unit_word(making, making->writers[i]);
    column->width = 28;
}

static void add_state(struct making *making)
{
    const struct register_definition *register_ = making->register_;
    struct xlsx_column *column = add_column(making, TEXT(EMPTY_SHEET_STATE), in_language(making, "Trạng thái", "State"),
                                            in_language(making, "Để trống thì mục ghi ở bước đầu tiên.", "Left empty, the record is at its first step."));
    struct text *choices = choices_of(making, column, register_->state_count);
    for (size_t i = 0; i < register_->state_count; i++)
        choices[column->choice_count++] = title_of(making, register_->states[i].title);
}

static void make_columns(struct making *making)
{
    if (making->writer_count > 1)
        add_unit(making);
    for (size_t i = 0; i < making->register_->field_count; i++)
        if (!making->register_->fields[i].retired && !making->register_->fields[i].within)
            add_field(making, &making->register_->fields[i]);
    if (making->register_->state_count > 1)
        add_state(making);
}

/* ---- the workbook ---- */

struct text empty_sheet_version(struct arena *arena, const struct definition *definition)
{
    struct text version = {0};
    for (size_t i = 0; i < EMPTY_SHEET_VERSION / 2; i++)
        version = text_format(arena, "%.*s%02x", TEXT_ARGS(version), definition->digest[i]);
    return version;
}

static void write_mark(const struct making *making, struct xlsx_writer *writer)
{
    const struct xlsx_column columns[COLUMNS_MAX] = {0};
    struct value cells[COLUMNS_MAX] = {0};
    const struct value first[] = {value_text(TEXT(EMPTY_SHEET_MARK)), value_text(making->register_->name),
                                  value_text(empty_sheet_version(making->arena, making->house->definition))};
    size_t count = making->count < LENGTH_OF(first) ? LENGTH_OF(first) : making->count;
    const struct xlsx_sheet sheet = {.name = TEXT(EMPTY_SHEET_MARK), .columns = columns, .column_count = count, .hidden = true, .bare = true};
    for (size_t i = 0; i < making->count; i++)
        cells[i] = value_text(making->names[i]);
    xlsx_writer_sheet(writer, &sheet);
    xlsx_writer_row(writer, first, LENGTH_OF(first));
    xlsx_writer_row(writer, cells, making->count);
}

static bool write_sheets(const struct making *making, struct text *bytes, struct failure *why)
{
    struct xlsx_writer *CLOSING(xlsx_writer) writer = NULL;
    struct text plural = title_of(making, making->register_->plural);
    const struct xlsx_sheet sheet = {.name = plural.length > 0 ? plural : title_of(making, making->register_->title),
                                     .columns = making->columns, .column_count = making->count};
    if (!xlsx_writer_open(making->arena, &writer, why))
        return false;
    xlsx_writer_sheet(writer, &sheet);
    write_mark(making, writer);
    return xlsx_writer_done(writer, making->arena, bytes, why);
}

static bool make_sheet(struct making *making, struct text register_name, struct text *bytes, struct failure *why)
{
    making->register_ = making->house->definition ? definition_register(making->house->definition, register_name) : NULL;
    if (!making->register_)
        return FAIL(why, FAILURE_NOT_FOUND, "no register has that name");
    find_writers(making);
    if (making->writer_count == 0)
        return FAIL(why, FAILURE_DENIED, "this person writes in the register for no organisation");
    make_columns(making);
    return write_sheets(making, bytes, why);
}

bool empty_sheet_make(struct instance *instance, struct text register_name, const struct viewer *viewer, struct arena *arena,
                      struct text *bytes, struct failure *why)
{
    struct making *making = arena_make(arena, sizeof *making);
    bool dated = day_is_some(viewer->today) && viewer->today.number != 0;
    making->arena = arena;
    making->house = instance_house(instance);
    making->viewer = viewer;
    making->today = dated ? viewer->today : instance_today(instance);
    bool done = make_sheet(making, register_name, bytes, why);
    instance_release(instance, making->house);
    return done;
}
