/* check_rows.c — the lists, row by row, as far as the run needs them. */
#include "work/check/check_inside.h"

#include "base/map.h"

enum { LINES_KEPT = 1024, SCRATCH_ROWS = 256, KEEP_BYTES = 256 << 20 /* of all lists together */ };

/* Of values that no single column holds. */
#define COLUMN_BORN SIZE_MAX
#define COLUMN_SEX (SIZE_MAX - 1)

/* ---- columns ---- */

static size_t slot_of(const struct checking *checking, struct arena *scratch, const struct list_file *file, const struct source_table *table, size_t column)
{
    const struct policy *policy = checking->run->request->policy;
    struct text is = list_file_column(file, table, column), title = table->table->columns[column].title, part;
    size_t slot = is.length > 0 ? policy_column_find(policy, is) : policy->column_count;
    if (slot == policy->column_count)
        slot = policy_column_by_heading(policy, scratch, title);
    /* "Thông tin › Ngày mất việc": by the last line, where the column was taken by it */
    for (struct text rest = text_replace(scratch, title, TEXT(" › "), TEXT("\n")); slot == policy->column_count && is.length > 0 && text_next(&rest, '\n', &part);)
        if (rest.length == 0)
            slot = policy_column_by_heading(policy, scratch, part);
    return slot;
}

static void put_slot(const struct policy *policy, struct check_table *table, bool *taken, size_t slot, size_t column)
{
    if (slot == policy->column_count || taken[slot])
        return;
    taken[slot] = true;
    table->slots[table->slot_count] = slot;
    table->columns[table->slot_count++] = column;
}

static void find_slots(const struct checking *checking, const struct list_file *file, struct check_table *table)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    const struct policy *policy = checking->run->request->policy;
    size_t count = table->table->table->column_count;
    bool *taken = arena_make_many(scratch, policy->column_count + 1, sizeof *taken);
    table->slots = arena_make_many(checking->arena, count + 2, sizeof *table->slots);
    table->columns = arena_make_many(checking->arena, count + 2, sizeof *table->columns);
    for (size_t i = 0; i < count; i++)
        put_slot(policy, table, taken, slot_of(checking, scratch, file, table->table, i), i);
    if (table->born_man >= 0 || table->born_woman >= 0) {
        put_slot(policy, table, taken, policy_column_by_heading(policy, scratch, TEXT("Ngày sinh")), COLUMN_BORN);
        put_slot(policy, table, taken, policy_column_by_heading(policy, scratch, TEXT("Giới tính")), COLUMN_SEX);
    }
}

static struct check_table *table_make(const struct checking *checking, const struct list_file *file, const struct source_table *source)
{
    struct check_table *table = arena_make(checking->arena, sizeof *table);
    *table = (struct check_table){.table = source};
    const struct { int *column; const char *name; } columns[] = {
        {&table->dossier, "dossier"}, {&table->name, "full_name"}, {&table->family, "family_name"}, {&table->given, "given_name"},
        {&table->identity, "identity"}, {&table->born, "born"}, {&table->born_man, "born_man"}, {&table->born_woman, "born_woman"}, {&table->sex, "sex"},
        {&table->phone, "phone"}, {&table->account, "account"}, {&table->ward, "ward"}, {&table->line, "line"}, {&table->amount, "amount"},
        {&table->applied_on, "applied_on"}, {&table->decided_on, "decided_on"}, {&table->paid_on, "paid_on"},
    };
    for (size_t i = 0; i < LENGTH_OF(columns); i++)
        *columns[i].column = list_file_place(file, source, text_of(columns[i].name));
    find_slots(checking, file, table);
    table->said = arena_make_many(checking->arena, table->slot_count * CHECK_SAID, sizeof *table->said);
    table->letters = OLD_TEXT_UNSURE;
    for (size_t i = 0; i < source->table->column_count; i++) {
        enum old_text one = source->table->columns[i].holds.old.encoding;
        table->letters = one == OLD_TEXT_TCVN3 || one == OLD_TEXT_VNI ? one : table->letters;
    }
    return table;
}

const struct check_table *check_table_of(const struct checking *checking, const struct check_row *row)
{
    for (size_t i = 0; i < checking->tables.count; i++)
        if (((const struct check_table *)checking->tables.items[i])->table == row->table)
            return checking->tables.items[i];
    NEVER("a row of no table");
}

/* ---- which line of support ---- */

/* By id or title; else the one line whose title says all of the cell's words. */
static uint8_t line_search(const struct policy *policy, struct arena *scratch, struct text folded)
{
    uint8_t found = 0;
    size_t times = 0;
    for (size_t i = 0; i < policy->line_count; i++) {
        struct text id = text_fold(scratch, policy->lines[i].id), title = text_words(scratch, text_fold(scratch, policy->lines[i].title.vi)),
                    words = text_words(scratch, folded);
        if (text_equal(id, folded) || text_equal(title, words))
            return (uint8_t)(i + 1);
        if (text_contains(title, words)) {
            found = (uint8_t)(i + 1);
            times++;
        }
    }
    return times == 1 ? found : 0;
}

static uint8_t line_of(const struct checking *checking, struct arena *scratch, const struct list_row *row, const struct check_table *table)
{
    const struct check_request *request = checking->run->request;
    struct text said = table->line >= 0 ? list_text(scratch, row, (size_t)table->line) : (struct text){0};
    if (said.length == 0)
        said = row->row.group;
    if (said.length == 0)
        said = request->line.length > 0 ? request->line : request->policy->line_count == 1 ? request->policy->lines[0].id : said;
    if (said.length == 0)
        return 0;
    struct text folded = text_fold(scratch, said);
    uintptr_t known = (uintptr_t)map_find(checking->lines, folded);
    if (known == 0) {
        known = (uintptr_t)line_search(request->policy, scratch, folded) + 1;
        if (map_count(checking->lines) < LINES_KEPT)
            map_put(checking->lines, text_copy(checking->arena, folded), (void *)known);
    }
    return (uint8_t)(known - 1);
}

/* ---- one row ---- */

static struct day day_at(struct arena *scratch, const struct list_row *row, int column)
{
    bool strange;
    struct value value = list_value(scratch, row, column, &strange);
    return value.kind == VALUE_DAY ? value.day : DAY_NONE;
}

static struct text text_at(struct arena *arena, const struct list_row *row, int column)
{
    return column >= 0 ? list_text(arena, row, (size_t)column) : (struct text){0};
}

static bool is_year(struct text said, uint16_t *year)
{
    int64_t number;
    if (said.length != 4 || !text_read_int64(said, &number) || number < 1900 || number > 2199)
        return false;
    *year = (uint16_t)number;
    return true;
}

/* The sex may stand in which of two columns the year of birth does. */
static struct text sex_of(struct arena *scratch, const struct list_row *row, const struct check_table *table)
{
    if (table->sex >= 0)
        return text_at(scratch, row, table->sex);
    return text_at(scratch, row, table->born_man).length > 0     ? TEXT("Nam")
           : text_at(scratch, row, table->born_woman).length > 0 ? TEXT("Nữ")
                                                                  : (struct text){0};
}

static struct text born_of(struct arena *scratch, const struct list_row *row, const struct check_table *table)
{
    struct text said = text_at(scratch, row, table->born);
    said = said.length > 0 ? said : text_at(scratch, row, table->born_man);
    return said.length > 0 ? said : text_at(scratch, row, table->born_woman);
}

/* A column of "Cã" alone looks like Unicode; what the policy cannot read so is tried in the letters the table is typed in. */
static bool value_read(const struct checking *checking, struct arena *scratch, const struct check_table *table, const struct policy_column *column,
                       struct text said, struct value *value)
{
    struct text converted;
    return policy_value_read(checking->arena, column, said, value) ||
           (table->letters != OLD_TEXT_UNSURE && old_text_convert(scratch, table->letters, said, &converted) &&
            policy_value_read(checking->arena, column, converted, value));
}

/* The same, but for words that were read in this column before. Of kinds that have few: yes or no, codes. */
static bool value_known_or_read(const struct checking *checking, struct arena *scratch, const struct check_table *table, size_t index, struct text text,
                                struct value *value)
{
    const struct policy_column *column = &checking->run->request->policy->columns[table->slots[index]];
    struct check_said *said = &table->said[index * CHECK_SAID + text_hash(text) % CHECK_SAID];
    bool few = column->kind == VALUE_TRUTH || column->kind == VALUE_CODE;
    if (few && text.length > 0 && text_equal(said->text, text)) {
        *value = said->value;
        return true;
    }
    if (!value_read(checking, scratch, table, column, text, value))
        return false;
    if (few && said->text.length == 0)
        *said = (struct check_said){text_copy(checking->arena, text), *value};
    return true;
}

/* What the policy reads: each cell of its columns; birth and sex also where two columns tell them. */
static void read_values(const struct checking *checking, struct arena *scratch, const struct list_row *row, const struct check_table *table, struct check_row *made)
{
    const struct policy *policy = checking->run->request->policy;
    struct value *values = arena_make_many(checking->arena, table->slot_count, sizeof *values);
    uint16_t *years = NULL;
    for (size_t i = 0; i < table->slot_count; i++) {
        const struct policy_column *column = &policy->columns[table->slots[i]];
        struct text said = table->columns[i] == COLUMN_BORN  ? born_of(scratch, row, table)
                           : table->columns[i] == COLUMN_SEX ? sex_of(scratch, row, table)
                                                             : list_text(scratch, row, table->columns[i]);
        uint16_t year;
        if (column->kind == VALUE_DAY && is_year(said, &year)) {
            years = years ? years : arena_make_many(checking->arena, table->slot_count, sizeof *years);
            years[i] = year;
        } else if (value_known_or_read(checking, scratch, table, i, said, &values[i]) && values[i].kind == VALUE_TEXT) {
            values[i].text = text_copy(checking->arena, values[i].text);
        }
    }
    made->values = values;
    made->years = years;
}

/* The run borrows the cells until it is over. */
static bool add_to_match(struct checking *checking, struct arena *scratch, const struct list_row *row, const struct check_table *table,
                         const struct check_row *made, struct failure *why)
{
    struct text cells[PERSON_FIELDS] = {
        [PERSON_BORN] = born_of(scratch, row, table),
        [PERSON_IDENTITY] = text_at(scratch, row, table->identity),
        [PERSON_SEX] = sex_of(scratch, row, table),
        [PERSON_PLACE] = text_at(scratch, row, table->ward),
        [PERSON_PHONE] = text_at(scratch, row, table->phone),
        [PERSON_ACCOUNT] = text_at(scratch, row, table->account),
    };
    for (size_t i = 0; i < PERSON_FIELDS; i++)
        if (cells[i].length > 0)
            cells[i] = text_copy(checking->arena, cells[i]);
    cells[PERSON_NAME] = made->name;
    return match_rows_add(checking->match, 0, cells, why);
}

static bool take_row(struct checking *checking, struct arena *scratch, const struct list_row *row, const struct check_table *table, enum check_list list,
                     struct failure *why)
{
    struct check_run *run = checking->run;
    if (run->row_count == CHECK_ROWS_MAX)
        return FAIL(why, FAILURE_TOO_BIG, "the lists have more than %d rows together", CHECK_ROWS_MAX);
    struct check_row *made = &run->rows[run->row_count];
    struct text name = text_at(scratch, row, table->name);
    if (name.length == 0 && table->given >= 0)
        name = text_trimmed(text_format(scratch, "%.*s %.*s", TEXT_ARGS(text_at(scratch, row, table->family)), TEXT_ARGS(text_at(scratch, row, table->given))));
    *made = (struct check_row){.file = row->file, .table = row->row.table, .number = row->row.row->number, .list = (uint8_t)list,
                               .line = line_of(checking, scratch, row, table), .applied_on = day_at(scratch, row, table->applied_on),
                               .decided_on = day_at(scratch, row, table->decided_on), .paid_on = day_at(scratch, row, table->paid_on),
                               .number_of = text_copy(checking->arena, text_at(scratch, row, table->dossier)), .name = text_copy(checking->arena, name)};
    made->amount_known = table->amount >= 0 && list_amount(scratch, row, (size_t)table->amount, &made->amount);
    read_values(checking, scratch, row, table, made);
    run->list_rows[list]++;
    run->lineless += made->line == 0;
    run->row_count++;
    return add_to_match(checking, scratch, row, table, made, why);
}

static bool read_file(struct checking *checking, const struct list_file *file, enum check_list list, struct failure *why)
{
    struct list_reader *reader = list_reader_open(file);
    const struct check_table *table = NULL;
    struct arena *scratch = arena_open();
    struct list_row row;
    size_t in_scratch = 0;
    bool done = true;
    while (done && list_reader_next(reader, &row)) {
        if (!table || table->table != row.row.table) {
            struct check_row probe = {.table = row.row.table};
            table = check_table_of(checking, &probe);
        }
        done = take_row(checking, scratch, &row, table, list, why);
        if (++in_scratch == SCRATCH_ROWS) {
            arena_close(scratch);
            scratch = arena_open();
            in_scratch = 0;
        }
    }
    arena_close(scratch);
    list_reader_close(reader);
    return done;
}

/* ---- all lists ---- */

static struct list_shape *shape_make(const struct checking *checking)
{
    const struct policy *policy = checking->run->request->policy;
    size_t count = 0, most = 0;
    for (size_t i = 0; i < policy->column_count; i++)
        most += policy->columns[i].heading_count + 1;
    struct list_word *words = arena_make_many(checking->arena, most, sizeof *words);
    for (size_t i = 0; i < policy->column_count; i++) {
        const struct policy_column *column = &policy->columns[i];
        words[count++] = (struct list_word){column->name, FIELD_TEXT, column->title.vi};
        for (size_t k = 0; k < column->heading_count; k++)
            words[count++] = (struct list_word){column->name, FIELD_TEXT, column->headings[k]};
    }
    return list_shape_make(checking->arena, words, count);
}

/* Without a name nobody can be found again on another list, and nothing would come out as if all were well. */
static bool names_people(const struct checking *checking, const struct list_file *file, const struct source_table *table)
{
    if (list_file_place(file, table, TEXT("full_name")) >= 0 || list_file_place(file, table, TEXT("given_name")) >= 0)
        return true;
    problem_add(checking->problems, source_place(&file->source, table, table->table->heading_first, table->table->first_column), "check.no-name",
                (struct text){0}, (struct text){0});
    return false;
}

static bool open_files(struct checking *checking)
{
    const struct check_request *request = checking->run->request;
    const struct list_shape *shape = shape_make(checking);
    int64_t rows = 0;
    bool sound = true;
    for (size_t i = 0; i < request->file_count; i++) {
        struct list_file *file = arena_make(checking->arena, sizeof *file);
        const struct list_asking asking = {.name = request->files[i].name, .bytes = request->files[i].bytes, .shape = shape, .map = request->map,
                                            .keep_bytes = KEEP_BYTES / request->file_count};
        sound = list_file_open(checking->arena, &asking, file, checking->problems) && sound;
        list_add(&checking->run->files, checking->arena, file);
        for (size_t t = 0; sound && t < file->source.tables.count; t++) {
            const struct source_table *table = file->source.tables.items[t];
            if (table->taken && names_people(checking, file, table))
                list_add(&checking->tables, checking->arena, table_make(checking, file, table));
            else
                sound = !table->taken;
        }
        rows += file->rows;
    }
    checking->run->rows = arena_make_many(checking->arena, (size_t)(rows < CHECK_ROWS_MAX ? rows : CHECK_ROWS_MAX) + 1, sizeof *checking->run->rows);
    return sound;
}

bool check_read(struct checking *checking, struct failure *why)
{
    const struct check_request *request = checking->run->request;
    checking->lines = map_make(checking->arena);
    bool done = true, sound = open_files(checking); /* else the problems tell */
    for (size_t i = 0; i < checking->run->files.count; i++) {
        struct list_file *file = checking->run->files.items[i];
        done = done && (!sound || read_file(checking, file, request->files[i].list, why));
        list_file_forget(file);
    }
    return done;
}
