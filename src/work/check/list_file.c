/* list_file.c — every title is a field of a register made for the reading; several fields are one column. */
#include "work/check/list_file.h"

#include "work/intake/cell_value.h"

struct list_shape {
    struct register_definition register_;
    struct field_definition *fields; /* one for each title */
    struct text *columns;            /* the column a field stands for */
    size_t count;
};

/* ---- the shape ---- */

static const struct list_word WORDS[] = {
#define LIST_WORD(column, kind, title) {TEXT_ENTRY(column), kind, TEXT_ENTRY(title)},
#include "work/check/list_words.def"
#undef LIST_WORD
};

static bool is_named(const struct list_shape *shape, struct text column)
{
    for (size_t i = 0; i < shape->count; i++)
        if (text_equal(shape->columns[i], column))
            return true;
    return false;
}

static bool has_title(struct arena *scratch, const struct list_shape *shape, struct text title)
{
    struct text folded = title_fold(scratch, title);
    for (size_t i = 0; i < shape->count; i++)
        if (text_equal(title_fold(scratch, shape->fields[i].title.vi), folded))
            return true;
    return false;
}

/* The first title of a column bears its name, so that --map may name it; the others are numbered. */
static void put_word(struct list_shape *shape, struct arena *arena, const struct list_word *word)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    if (has_title(scratch, shape, word->title))
        return;
    size_t slot = shape->count;
    struct text name = is_named(shape, word->column) ? text_format(arena, "%.*s~%zu", TEXT_ARGS(word->column), slot) : word->column;
    shape->columns[slot] = word->column;
    shape->fields[slot] = (struct field_definition){.name = name, .title = {word->title, word->title}, .kind = word->kind, .slot = slot};
    shape->count++;
}

struct list_shape *list_shape_make(struct arena *arena, const struct list_word *own, size_t count)
{
    struct list_shape *shape = arena_make(arena, sizeof *shape);
    size_t most = count + LENGTH_OF(WORDS);
    shape->fields = arena_make_many(arena, most, sizeof *shape->fields);
    shape->columns = arena_make_many(arena, most, sizeof *shape->columns);
    for (size_t i = 0; i < LENGTH_OF(WORDS); i++)
        put_word(shape, arena, &WORDS[i]);
    for (size_t i = 0; i < count; i++)
        put_word(shape, arena, &own[i]);
    shape->register_ = (struct register_definition){.name = TEXT("list"), .fields = shape->fields, .field_count = shape->count};
    for (size_t i = 0; i < shape->count && !shape->register_.day; i++)
        if (shape->fields[i].kind == FIELD_DAY)
            shape->register_.day = &shape->fields[i];
    return shape;
}

struct text list_shape_title(const struct list_shape *shape, struct text column)
{
    for (size_t i = 0; i < shape->count; i++)
        if (text_equal(shape->columns[i], column))
            return shape->fields[i].title.vi;
    return column;
}

/* ---- the file ---- */

/* Sure, and the first of its column: what is twice is told. */
static bool is_taken(const struct column_match *match)
{
    return match->kind == COLUMN_FIELD && match->certainty == MATCH_SURE && !match->twice;
}

static void tell_near(const struct list_file *file, const struct source_table *table, struct arena *arena, struct problems *problems)
{
    for (size_t i = 0; i < table->table->column_count; i++) {
        const struct column_match *match = &table->matches[i];
        struct place place = source_place(&file->source, table, table->table->heading_first, table->table->columns[i].column);
        if (match->kind == COLUMN_FIELD && !is_taken(match) && !match->continues)
            problem_warn(problems, place, match->twice ? "check.column-twice" : "check.column-near",
                         column_title(arena, &table->table->columns[i]), list_shape_title(file->shape, file->shape->columns[match->field->slot]));
    }
}

static struct text last_line(const struct table_column *column)
{
    size_t last = TABLE_HEADING_LINES;
    while (last > 0 && column->lines[last - 1].length == 0)
        last--;
    return last > 0 ? column->lines[last - 1] : column->title;
}

/* "Người lao động › Họ và tên": the last line alone is sure where no other column of the table ends in the same words. */
static void take_last_lines(struct arena *scratch, struct source_table *table)
{
    const struct table_column *columns = table->table->columns;
    for (size_t i = 0; i < table->table->column_count; i++) {
        struct column_match *match = &table->matches[i];
        struct text folded = title_fold(scratch, last_line(&columns[i]));
        size_t same = 0;
        if (match->kind != COLUMN_FIELD || match->certainty != MATCH_LIKELY || !text_equal(title_fold(scratch, match->field->title.vi), folded))
            continue;
        for (size_t k = 0; k < table->table->column_count; k++)
            same += text_equal(title_fold(scratch, last_line(&columns[k])), folded);
        if (same == 1)
            match->certainty = MATCH_SURE;
    }
}

/* Two titles of one column in one table: the second is none. */
static void drop_second(const struct list_shape *shape, struct source_table *table)
{
    for (size_t i = 0; i < table->table->column_count; i++)
        for (size_t k = 0; k < i; k++)
            if (is_taken(&table->matches[i]) && is_taken(&table->matches[k]) && !table->matches[i].continues &&
                text_equal(shape->columns[table->matches[i].field->slot], shape->columns[table->matches[k].field->slot]))
                table->matches[i].twice = true;
}

bool list_file_open(struct arena *arena, const struct list_asking *asking, struct list_file *file, struct problems *problems)
{
    const struct source_asking survey = {.columns = {.register_ = &asking->shape->register_, .today = DAY_NONE, .map = asking->map},
                                         .sheet_name = asking->sheet, .keep_bytes = asking->keep_bytes};
    size_t errors = problems->errors, taken = 0;
    *file = (struct list_file){.shape = asking->shape};
    source_survey(arena, asking->name, asking->bytes, &survey, &file->source, problems);
    for (size_t i = 0; i < file->source.tables.count; i++) {
        struct source_table *table = file->source.tables.items[i];
        if (!table->taken)
            continue;
        if (table->table->sideways)
            problem_add(problems, source_place(&file->source, table, table->table->heading_first, table->table->first_column),
                        "intake.sideways", (struct text){0}, (struct text){0});
        take_last_lines(arena, table);
        drop_second(asking->shape, table);
        tell_near(file, table, arena, problems);
        file->rows += (int64_t)table->table->rows;
        taken++;
    }
    if (problems->errors == errors && taken == 0)
        problem_add(problems, (struct place){.file = asking->name}, "check.no-table", (struct text){0}, (struct text){0});
    return problems->errors == errors;
}

void list_file_forget(struct list_file *file)
{
    source_forget(&file->source);
}

struct node *list_file_columns(struct arena *arena, const struct list_file *file)
{
    struct node *list = node_list(arena);
    for (size_t t = 0; t < file->source.tables.count; t++) {
        const struct source_table *table = file->source.tables.items[t];
        for (size_t i = 0; table->taken && i < table->table->column_count; i++) {
            const struct table_column *column = &table->table->columns[i];
            struct node *one = node_append(list, node_map(arena));
            bool known = is_taken(&table->matches[i]);
            struct text is = known ? file->shape->columns[table->matches[i].field->slot] : (struct text){0};
            node_put(one, "sheet", node_text(arena, table->sheet_name));
            node_put(one, "title", node_text(arena, column_title(arena, column)));
            node_put(one, "column", node_text(arena, is));
            node_put(one, "known", node_truth(arena, known));
            node_put(one, "letters", node_text(arena, text_of(old_text_word(column->holds.old.encoding))));
        }
    }
    return list;
}

bool list_file_find(struct arena *scratch, const struct list_file *file, struct text title, size_t *column)
{
    struct text folded = title_fold(scratch, title);
    for (size_t t = 0; t < file->source.tables.count; t++) {
        const struct source_table *table = file->source.tables.items[t];
        for (size_t i = 0; table->taken && i < table->table->column_count; i++) {
            const struct table_column *one = &table->table->columns[i];
            bool named = is_taken(&table->matches[i]) && text_equal(file->shape->columns[table->matches[i].field->slot], title);
            for (size_t k = 0; k < TABLE_HEADING_LINES && !named; k++)
                named = one->lines[k].length > 0 && text_equal(title_fold(scratch, one->lines[k]), folded);
            if (named || text_equal(title_fold(scratch, one->title), folded)) {
                *column = i;
                return true;
            }
        }
    }
    return false;
}

/* ---- rows ---- */

struct list_reader {
    const struct list_file *file;
    struct source_reader *source;
};

struct list_reader *list_reader_open(const struct list_file *file)
{
    struct list_reader *reader = arena_make(file->source.arena, sizeof *reader);
    *reader = (struct list_reader){file, source_open(&file->source)};
    return reader;
}

bool list_reader_next(struct list_reader *reader, struct list_row *row)
{
    row->file = reader->file;
    while (source_next(reader->source, &row->row))
        if (row->row.role == ROW_DATA && row->row.table->taken)
            return true;
    return false;
}

void list_reader_close(struct list_reader *reader)
{
    if (reader)
        source_close(reader->source);
}

struct text list_file_column(const struct list_file *file, const struct source_table *table, size_t index)
{
    return is_taken(&table->matches[index]) ? file->shape->columns[table->matches[index].field->slot] : (struct text){0};
}

int list_file_place(const struct list_file *file, const struct source_table *table, struct text column)
{
    for (size_t i = 0; i < table->table->column_count; i++)
        if (!table->matches[i].continues && text_equal(list_file_column(file, table, i), column))
            return (int)i;
    return LIST_NONE;
}

int list_column(const struct list_row *row, struct text column)
{
    return list_file_place(row->file, row->row.table, column);
}

/* ---- cells ---- */

static bool truth_read(struct arena *scratch, struct text said, bool *truth)
{
    static const char *const YES[] = {"yes", "co", "x", "true", "dung", "1", "roi", "v"}, *const NO[] = {"no", "khong", "false", "sai", "0", "chua"};
    struct text folded = text_fold(scratch, said);
    for (size_t i = 0; i < LENGTH_OF(YES); i++)
        if (text_is(folded, YES[i]))
            return *truth = true;
    *truth = false;
    for (size_t i = 0; i < LENGTH_OF(NO); i++)
        if (text_is(folded, NO[i]))
            return true;
    return false;
}

static bool value_read(struct arena *scratch, enum field_kind kind, struct text said, struct value *value)
{
    struct day day;
    struct decimal number;
    bool truth;
    switch (kind) {
    case FIELD_DAY:
        *value = day_read_people(said, &day) ? value_day(day) : value_unknown();
        return value_known(*value);
    case FIELD_NUMBER:
    case FIELD_DECIMAL:
    case FIELD_MONEY:
        *value = decimal_read_people(said, &number) ? value_number(number) : value_unknown();
        return value_known(*value);
    case FIELD_TRUTH:
        *value = truth_read(scratch, said, &truth) ? value_truth(truth) : value_unknown();
        return value_known(*value);
    case FIELD_TEXT:
    case FIELD_LONG_TEXT:
    case FIELD_CHOICE:
    case FIELD_UNIT:
    case FIELD_RECORD:
    case FIELD_INSTRUMENT:
        *value = value_text(said);
        return true;
    }
    NEVER("a kind of field");
}

struct value list_value(struct arena *scratch, const struct list_row *row, int column, bool *strange)
{
    struct problems unseen;
    struct value value = value_unknown();
    struct text said;
    bool doubtful;
    *strange = false;
    if (column < 0)
        return value;
    const struct field_definition *field = row->row.table->matches[column].field;
    problems_init(&unseen, scratch, 1);
    *strange = !cell_say(scratch, field, source_cell(scratch, &row->row, (size_t)column, &doubtful), (struct place){0}, &said, &unseen);
    said = text_trimmed(said);
    if (*strange || said.length == 0)
        return value;
    *strange = !value_read(scratch, field->kind, said, &value);
    return value;
}

struct text list_text(struct arena *scratch, const struct list_row *row, size_t column)
{
    bool doubtful;
    struct text said = cell_people(scratch, source_cell(scratch, &row->row, column, &doubtful)), line_end = TEXT("\n");
    return text_contains(said, line_end) ? text_replace(scratch, said, line_end, TEXT(" ")) : said;
}

bool list_amount(struct arena *scratch, const struct list_row *row, size_t column, int64_t *amount)
{
    bool doubtful;
    struct decimal number, whole;
    const struct sheet_cell *cell = source_cell(scratch, &row->row, column, &doubtful);
    struct text said = cell_people(scratch, cell);
    if (!cell || !(cell->value == SHEET_NUMBER ? decimal_read(said, &number) : decimal_read_people(said, &number) || amount_read(scratch, said, &number)) ||
        !decimal_rescale(number, 0, &whole))
        return false;
    *amount = whole.digits;
    return true;
}

struct text list_cell_name(struct arena *arena, const struct list_row *row, size_t column)
{
    const struct source_table *table = row->row.table;
    struct text cell = sheet_address(arena, table->table->columns[column].column, row->row.row->number);
    if (table->sheet_name.length == 0)
        return cell;
    return text_format(arena, "%.*s › %.*s", TEXT_ARGS(table->sheet_name), TEXT_ARGS(cell));
}
