/*
 * table.c — the registers' typed tables: made from definitions, extended by upgrades, never narrowed.
 *
 * A field may be called `order` or `user`: its column stands between double quotes wherever it is written. Tables need
 * none: r_ stands before each name.
 */
#include "keep/record/record_inside.h"

#include "keep/store/migration.h"
#include "keep/store/store.h"

enum { SQL_TEXT_MAX = 64 * 1024 };

static const char *const FIRST[] = {
    /* What each record counts for. `figure` is contribution_key of its name; `part` the breakdown or the distinct value. */
    "CREATE TABLE contribution (shard INTEGER NOT NULL, figure INTEGER NOT NULL, unit INTEGER NOT NULL, day INTEGER NOT NULL,"
    " record INTEGER NOT NULL, position INTEGER NOT NULL, part TEXT NOT NULL, amount INTEGER NOT NULL,"
    " PRIMARY KEY (shard, figure, unit, day, record, position)) STRICT, WITHOUT ROWID",
    "CREATE TABLE cell (shard INTEGER NOT NULL, unit INTEGER NOT NULL, bucket INTEGER NOT NULL, block BLOB NOT NULL,"
    " PRIMARY KEY (shard, unit, bucket)) STRICT, WITHOUT ROWID",
    "CREATE TABLE distinct_cell (shard INTEGER NOT NULL, figure INTEGER NOT NULL, unit INTEGER NOT NULL, bucket INTEGER NOT NULL,"
    " part TEXT NOT NULL, uses INTEGER NOT NULL, PRIMARY KEY (shard, figure, unit, bucket, part)) STRICT, WITHOUT ROWID",
    /* due: null when the calendar does not reach the days it takes to tell. */
    "CREATE TABLE deadline (shard INTEGER NOT NULL, record INTEGER NOT NULL, rule TEXT NOT NULL, register TEXT NOT NULL,"
    " unit INTEGER NOT NULL, due INTEGER, done INTEGER, PRIMARY KEY (shard, record, rule)) STRICT, WITHOUT ROWID",
    "CREATE INDEX deadline_unit ON deadline (shard, unit, rule, due)",
    "CREATE INDEX deadline_open ON deadline (shard, unit, due) WHERE done IS NULL",
    "CREATE TABLE register_column (shard INTEGER NOT NULL, register TEXT NOT NULL, field TEXT NOT NULL, kind TEXT NOT NULL,"
    " PRIMARY KEY (shard, register, field)) STRICT",
    NULL,
};
static const char *const NO_TABLES[] = {NULL};
/* With rowids: a block over 1 kB spills over in a table without them, and each change of it then moves four pages, not one. */
static const char *const WHOLE_BLOCKS[] = {
    "ALTER TABLE cell RENAME TO cell_apart",
    "CREATE TABLE cell (shard INTEGER NOT NULL, unit INTEGER NOT NULL, bucket INTEGER NOT NULL, block BLOB NOT NULL,"
    " PRIMARY KEY (shard, unit, bucket)) STRICT",
    "INSERT INTO cell (shard, unit, bucket, block) SELECT shard, unit, bucket, block FROM cell_apart ORDER BY shard, unit, bucket",
    "DROP TABLE cell_apart",
    NULL,
};
/* `first` and `last`: the period's half-months; `scale`: of the amount's digits. */
static const char *const RETYPED[] = {
    "CREATE TABLE retyped (shard INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, figure TEXT NOT NULL,"
    " unit INTEGER NOT NULL, amount INTEGER NOT NULL, scale INTEGER NOT NULL, paper_number TEXT NOT NULL, paper_day INTEGER NOT NULL,"
    " paper_name TEXT NOT NULL, act INTEGER NOT NULL, account INTEGER NOT NULL, at INTEGER NOT NULL,"
    " PRIMARY KEY (shard, first, last, figure, unit)) STRICT, WITHOUT ROWID",
    NULL,
};
/* The books of funds: ledger.h. Every leg a row; `via`: the sending of what is on its way; `reverses`: the record taken back. */
static const char *const LEDGER[] = {
    "CREATE TABLE ledger (shard INTEGER NOT NULL, record INTEGER NOT NULL, position INTEGER NOT NULL, fund INTEGER NOT NULL, account TEXT NOT NULL,"
    " item TEXT NOT NULL, name TEXT NOT NULL, lot INTEGER NOT NULL, day INTEGER NOT NULL, amount INTEGER NOT NULL, via INTEGER NOT NULL,"
    " reverses INTEGER NOT NULL, PRIMARY KEY (shard, record, position)) STRICT, WITHOUT ROWID",
    "CREATE INDEX ledger_fund ON ledger (shard, fund, account, item, lot, day, amount)",
    "CREATE INDEX ledger_lot ON ledger (shard, lot)",
    "CREATE INDEX ledger_via ON ledger (shard, via, account, item) WHERE via <> 0",
    "CREATE INDEX ledger_reverses ON ledger (shard, reverses) WHERE reverses <> 0",
    NULL,
};
static bool index_lists(struct connection *writer, struct failure *why);
static const char *const MOVED[] = {
    /* Each time an act of a register was done that says its day: `days` of an extension, 0 where it says none. */
    "CREATE TABLE moved (shard INTEGER NOT NULL, record INTEGER NOT NULL, act INTEGER NOT NULL, move TEXT NOT NULL,"
    " day INTEGER NOT NULL, days INTEGER NOT NULL, PRIMARY KEY (shard, record, act)) STRICT, WITHOUT ROWID",
    /* Since when a limit is suspended; null while it runs. */
    "ALTER TABLE deadline ADD COLUMN rests INTEGER",
    NULL,
};
/* Made from the records (search.c): those that are there already are read once, when the instance is opened. */
static const char *const WORDS[] = {
    "CREATE TABLE word (shard INTEGER NOT NULL, register TEXT NOT NULL, word TEXT NOT NULL, record INTEGER NOT NULL, unit INTEGER NOT NULL,"
    " reach INTEGER NOT NULL, PRIMARY KEY (shard, register, word, record)) STRICT, WITHOUT ROWID",
    NULL,
};
/* name: null once the file was dropped. */
static const char *const FILES[] = {
    "CREATE TABLE file (shard INTEGER NOT NULL, hash TEXT NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (shard, hash)) STRICT",
    "CREATE TABLE attached (shard INTEGER NOT NULL, record INTEGER NOT NULL, number INTEGER NOT NULL, hash TEXT NOT NULL, type TEXT NOT NULL,"
    " size INTEGER NOT NULL, name TEXT, PRIMARY KEY (shard, record, number)) STRICT",
    "CREATE INDEX attached_hash ON attached (shard, hash)",
    NULL,
};
/* Lists of limits and those nobody can tell yet, each from its index alone (bench/petitions.c). Each index names
 * what its own condition says as well: SQLite takes it for the whole answer only then. */
static const char *const LIMITS[] = {
    "DROP INDEX deadline_open",
    "CREATE INDEX deadline_open ON deadline (shard, unit, due, record, rule, register, done) WHERE done IS NULL",
    "CREATE INDEX deadline_tally ON deadline (shard, unit, register, due, done) WHERE done IS NULL",
    "CREATE INDEX deadline_untold ON deadline (shard, unit, record, rule, register, due, done, rests)"
    " WHERE done IS NULL AND due IS NULL AND rests IS NULL",
    NULL,
};
/* disposed: which records a decision took; what remains of each stands in its own row. */
static const char *const DISPOSAL[] = {
    "CREATE TABLE disposal (shard INTEGER NOT NULL, act INTEGER NOT NULL, register TEXT NOT NULL, unit INTEGER NOT NULL, decision TEXT NOT NULL,"
    " decided_on INTEGER NOT NULL, council TEXT NOT NULL, records INTEGER NOT NULL, PRIMARY KEY (shard, act)) STRICT",
    "CREATE TABLE disposed (shard INTEGER NOT NULL, record INTEGER NOT NULL, act INTEGER NOT NULL, PRIMARY KEY (shard, record)) STRICT,"
    " WITHOUT ROWID",
    NULL,
};
/* lasts: 1 where something must last until that day (a notice posted): then it is not late, and waits for nobody. Rows that are there
 * already say so once their limits are made anew. */
static const char *const LASTING[] = {
    "ALTER TABLE deadline ADD COLUMN lasts INTEGER NOT NULL DEFAULT 0",
    "DROP INDEX deadline_open",
    "DROP INDEX deadline_tally",
    "CREATE INDEX deadline_open ON deadline (shard, unit, lasts, due, record, rule, register, done) WHERE done IS NULL",
    "CREATE INDEX deadline_tally ON deadline (shard, unit, register, lasts, due, done) WHERE done IS NULL",
    NULL,
};
/* How many limits are open, by the day they fall due: counted from a row a day, however many there are. */
static const char *const DUE_DAYS[] = {
    "DROP INDEX deadline_tally",
    "CREATE TABLE deadline_due (shard INTEGER NOT NULL, unit INTEGER NOT NULL, register TEXT NOT NULL, lasts INTEGER NOT NULL, due INTEGER NOT NULL,"
    " open INTEGER NOT NULL, PRIMARY KEY (shard, unit, register, lasts, due)) STRICT, WITHOUT ROWID",
    "INSERT INTO deadline_due (shard, unit, register, lasts, due, open) SELECT shard, unit, register, lasts, due, count(*) FROM deadline"
    " WHERE done IS NULL AND due IS NOT NULL GROUP BY shard, unit, register, lasts, due",
    NULL,
};
static const struct migration STEPS[] = {{1, "records and what they count for", FIRST, NULL},
                                         {2, "sums of provinces", NO_TABLES, cell_sum_homes},
                                         {3, "a block of cells in one page", WHOLE_BLOCKS, NULL},
                                         {4, "lists of records read from their index", NO_TABLES, index_lists},
                                         {5, "figures typed in from old reports", RETYPED, NULL},
                                         {6, "acts that move time limits", MOVED, NULL},
                                         {7, "the books of funds", LEDGER, NULL},
                                         {8, "words that records are found by", WORDS, NULL},
                                         {9, "files of records", FILES, NULL},
                                         {10, "limits read from their indexes", LIMITS, NULL},
                                         {11, "records disposed of after their term", DISPOSAL, NULL},
                                         {12, "what must last so long, told from what must be done", LASTING, NULL},
                                         {13, "open limits by the day they fall due", DUE_DAYS, NULL}};

bool record_migrate(struct store *store, struct failure *why)
{
    return store_migrate(store, "record", STEPS, LENGTH_OF(STEPS), why);
}

bool record_has_column(const struct field_definition *field)
{
    return !field->many && !field->sealed;
}

struct text record_table(struct arena *arena, const struct register_definition *register_)
{
    return text_format(arena, "r_%.*s", TEXT_ARGS(register_->name));
}

/* By hand: these texts are made for every piece of work, and a format costs more than the row. */
static void add_name(struct buffer *out, struct text name)
{
    buffer_add(out, TEXT(", \""));
    buffer_add(out, name);
    buffer_add_char(out, '"');
}

static void add_place(struct buffer *out, const char *before, size_t place)
{
    buffer_add(out, text_of(before));
    buffer_add_int64(out, (int64_t)place);
}

void record_columns(struct buffer *out, const struct register_definition *register_)
{
    buffer_add(out, TEXT("record, version, unit, day, state, withdrawn"));
    for (size_t i = 0; i < register_->field_count; i++)
        if (record_has_column(&register_->fields[i]))
            add_name(out, register_->fields[i].name);
}

static struct sql sql_of(struct arena *arena, const char *verb, struct text table, const struct buffer *text)
{
    REQUIRE(!text->full); /* half a statement must never run */
    return (struct sql){.name = text_format(arena, "%s %.*s", verb, TEXT_ARGS(table)).bytes,
                        .text = text_copy(arena, buffer_text(text)).bytes};
}

/* "INSERT INTO r_x (shard, record, …) VALUES (?1, ?2, …)"; places: shard, then the columns in order. */
static void insert_text(struct buffer *out, struct text table, const struct register_definition *register_)
{
    size_t places = 7;
    buffer_add_format(out, "INSERT INTO %.*s (shard, ", TEXT_ARGS(table));
    record_columns(out, register_);
    for (size_t i = 0; i < register_->field_count; i++)
        places += record_has_column(&register_->fields[i]);
    buffer_add(out, TEXT(") VALUES (?1"));
    for (size_t place = 2; place <= places; place++)
        add_place(out, ", ?", place);
    buffer_add(out, TEXT(")"));
}

/* The same places as the insert. */
static void update_text(struct buffer *out, struct text table, const struct register_definition *register_)
{
    size_t place = 8;
    buffer_add_format(out, "UPDATE %.*s SET version = ?3, unit = ?4, day = ?5, state = ?6, withdrawn = ?7", TEXT_ARGS(table));
    for (size_t i = 0; i < register_->field_count; i++)
        if (record_has_column(&register_->fields[i])) {
            add_name(out, register_->fields[i].name);
            add_place(out, " = ?", place++);
        }
    buffer_add(out, TEXT(" WHERE shard = ?1 AND record = ?2"));
}

static const char *const VERBS[] = {[RECORD_INSERT] = "insert", [RECORD_UPDATE] = "update", [RECORD_SELECT] = "select"};

struct sql record_sql(struct arena *arena, const struct register_definition *register_, enum record_statement which)
{
    struct buffer CLOSING(buffer) out;
    struct text table = record_table(arena, register_);
    buffer_init(&out, SQL_TEXT_MAX);
    switch (which) {
    case RECORD_INSERT:
        insert_text(&out, table, register_);
        break;
    case RECORD_UPDATE:
        update_text(&out, table, register_);
        break;
    case RECORD_SELECT:
        buffer_add(&out, TEXT("SELECT "));
        record_columns(&out, register_);
        buffer_add_format(&out, " FROM %.*s WHERE shard = ?1 AND record = ?2", TEXT_ARGS(table));
        break;
    }
    return sql_of(arena, VERBS[which], table, &out);
}

struct sql record_link_sql(struct arena *arena, const struct register_definition *register_, const struct field_definition *field,
                           enum record_statement which)
{
    struct text table = text_format(arena, "r_%.*s__%.*s", TEXT_ARGS(register_->name), TEXT_ARGS(field->name));
    struct sql sql = {.name = text_format(arena, "%s %.*s", VERBS[which], TEXT_ARGS(table)).bytes};
    switch (which) {
    case RECORD_INSERT:
        sql.text = text_format(arena, "INSERT INTO %.*s (shard, record, position, value) VALUES (?1, ?2, ?3, ?4)", TEXT_ARGS(table)).bytes;
        break;
    case RECORD_UPDATE:
        sql.text = text_format(arena, "DELETE FROM %.*s WHERE shard = ?1 AND record = ?2", TEXT_ARGS(table)).bytes;
        break;
    case RECORD_SELECT:
        sql.text = text_format(arena, "SELECT value FROM %.*s WHERE shard = ?1 AND record = ?2 ORDER BY position", TEXT_ARGS(table)).bytes;
        break;
    }
    return sql;
}

/* ---- making and extending ---- */

#define SQL(id, name, text, postgres) static const struct sql id __attribute__((unused)) = {name, text, postgres};
SQL(COLUMN_FIND, "column find", "SELECT kind FROM register_column WHERE shard = 0 AND register = ?1 AND field = ?2", NULL)
SQL(TABLES_ALL, "register tables", "SELECT register FROM register_column WHERE shard = 0 AND field = '' ORDER BY register", NULL)
SQL(COLUMN_ADD, "column add", "INSERT INTO register_column (shard, register, field, kind) VALUES (0, ?1, ?2, ?3)", NULL)
SQL(COLUMN_RENAME, "column rename", "UPDATE register_column SET field = ?3 WHERE shard = 0 AND register = ?1 AND field = ?2", NULL)
#undef SQL

static bool column_exists(struct connection *writer, struct text register_name, struct text field, bool *exists, struct failure *why)
{
    struct store_value key[] = {store_text(register_name), store_text(field)};
    struct statement *row;
    if (!store_find(writer, &COLUMN_FIND, key, LENGTH_OF(key), &row, why))
        return false;
    *exists = row != NULL;
    /* Read to its end: SQLite drops no index while anything is being read. */
    return !row || (!statement_next(row, why) && statement_sound(row));
}

/* What a list is ordered, filtered and counted by: only the rows of the page itself are then read from the table. */
static struct text index_text(struct arena *arena, struct text table)
{
    return text_format(arena, "CREATE INDEX %.*s_by_day ON %.*s (shard, unit, day, record, withdrawn, state)", TEXT_ARGS(table), TEXT_ARGS(table));
}

static bool index_lists(struct connection *writer, struct failure *why)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    struct list tables = {0};
    struct statement *row_of;
    if (!store_statement(writer, &TABLES_ALL, &row_of, why))
        return false;
    while (statement_next(row_of, why)) {
        struct text table = text_format(scratch, "r_%.*s", TEXT_ARGS(statement_text(row_of, 0)));
        list_add(&tables, scratch, arena_copy(scratch, &table, sizeof table));
    }
    if (!statement_sound(row_of))
        return false;
    for (size_t i = 0; i < tables.count; i++) {
        struct text table = *(struct text *)tables.items[i];
        struct text text = text_format(scratch, "DROP INDEX %.*s_by_day; %.*s", TEXT_ARGS(table), TEXT_ARGS(index_text(scratch, table)));
        if (!store_define(writer, text.bytes, why))
            return false;
    }
    return true;
}

static bool add_table(struct arena *arena, struct connection *writer, const struct register_definition *register_, struct failure *why)
{
    struct text table = record_table(arena, register_);
    struct text text = text_format(
        arena,
        "CREATE TABLE %.*s (shard INTEGER NOT NULL, record INTEGER NOT NULL, version INTEGER NOT NULL, unit INTEGER NOT NULL,"
        " day INTEGER, state TEXT NOT NULL, withdrawn INTEGER NOT NULL, PRIMARY KEY (shard, record)) STRICT;%.*s",
        TEXT_ARGS(table), TEXT_ARGS(index_text(arena, table)));
    struct store_value key[] = {store_text(register_->name), store_text(TEXT("")), store_text(TEXT("table"))};
    return store_define(writer, text.bytes, why) && store_run(writer, &COLUMN_ADD, key, LENGTH_OF(key), why);
}

static struct text column_text(struct arena *arena, const struct register_definition *register_, const struct field_definition *field)
{
    if (record_has_column(field))
        return text_format(arena, "ALTER TABLE r_%.*s ADD COLUMN \"%.*s\" %s", TEXT_ARGS(register_->name), TEXT_ARGS(field->name),
                           field_kind_column(field->kind));
    return text_format(arena,
                       "CREATE TABLE r_%.*s__%.*s (shard INTEGER NOT NULL, record INTEGER NOT NULL, position INTEGER NOT NULL,"
                       " value %s NOT NULL, PRIMARY KEY (shard, record, position)) STRICT, WITHOUT ROWID",
                       TEXT_ARGS(register_->name), TEXT_ARGS(field->name), field_kind_column(field->kind));
}

static struct text rename_text(struct arena *arena, const struct register_definition *register_, const struct field_definition *field)
{
    if (record_has_column(field))
        return text_format(arena, "ALTER TABLE r_%.*s RENAME COLUMN \"%.*s\" TO \"%.*s\"", TEXT_ARGS(register_->name), TEXT_ARGS(field->was),
                           TEXT_ARGS(field->name));
    return text_format(arena, "ALTER TABLE r_%.*s__%.*s RENAME TO r_%.*s__%.*s", TEXT_ARGS(register_->name), TEXT_ARGS(field->was),
                       TEXT_ARGS(register_->name), TEXT_ARGS(field->name));
}

static bool save_column(struct arena *arena, struct connection *writer, const struct register_definition *register_,
                        const struct field_definition *field, struct failure *why)
{
    bool exists = false, was = false;
    if (field->sealed) /* its value comes to no column */
        return true;
    if (!column_exists(writer, register_->name, field->name, &exists, why))
        return false;
    if (exists)
        return true;
    if (!store_identifier(field->name))
        return FAIL(why, FAILURE_INVALID, "%.*s cannot name a column", TEXT_ARGS(field->name));
    if (field->was.length > 0 && !column_exists(writer, register_->name, field->was, &was, why))
        return false;
    struct store_value renamed[] = {store_text(register_->name), store_text(field->was), store_text(field->name)};
    if (was)
        return store_define(writer, rename_text(arena, register_, field).bytes, why) &&
               store_run(writer, &COLUMN_RENAME, renamed, LENGTH_OF(renamed), why);
    struct store_value added[] = {store_text(register_->name), store_text(field->name), store_text(text_of(field_kind_column(field->kind)))};
    return store_define(writer, column_text(arena, register_, field).bytes, why) &&
           store_run(writer, &COLUMN_ADD, added, LENGTH_OF(added), why);
}

/* What record_find_same looks up; where the key holds the register's day, the index by day serves. */
static bool save_key(struct arena *arena, struct connection *writer, const struct register_definition *register_, struct failure *why)
{
    struct text table = record_table(arena, register_), columns = TEXT("shard, unit");
    for (size_t i = 0; i < register_->key_count; i++) {
        if (register_->key[i] == register_->day)
            return true;
        columns = text_format(arena, "%.*s, \"%.*s\"", TEXT_ARGS(columns), TEXT_ARGS(register_->key[i]->name));
    }
    if (register_->key_count == 0)
        return true;
    struct text text = text_format(arena, "DROP INDEX IF EXISTS %.*s_by_key; CREATE INDEX %.*s_by_key ON %.*s (%.*s)", TEXT_ARGS(table),
                                   TEXT_ARGS(table), TEXT_ARGS(table), TEXT_ARGS(columns));
    return store_define(writer, text.bytes, why);
}

/* What keep/record/joined.c looks up. */
static bool save_joint(struct arena *arena, struct connection *writer, const struct register_definition *register_, struct failure *why)
{
    if (!register_->joint)
        return true;
    struct text table = text_format(arena, "%.*s__%.*s", TEXT_ARGS(record_table(arena, register_)), TEXT_ARGS(register_->joint->name));
    struct text text = text_format(arena, "CREATE INDEX IF NOT EXISTS %.*s_joint ON %.*s (shard, value, record)", TEXT_ARGS(table), TEXT_ARGS(table));
    return store_define(writer, text.bytes, why);
}

bool record_save_definition(struct connection *writer, const struct definition *definition, struct failure *why)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    if (!contribution_keys_apart(definition, why))
        return false;
    for (size_t i = 0; i < definition->register_count; i++) {
        const struct register_definition *register_ = &definition->registers[i];
        bool exists = false;
        if (!store_identifier(register_->name))
            return FAIL(why, FAILURE_INVALID, "%.*s cannot name a table", TEXT_ARGS(register_->name));
        if (!column_exists(writer, register_->name, TEXT(""), &exists, why) ||
            (!exists && !add_table(scratch, writer, register_, why)))
            return false;
        for (size_t k = 0; k < register_->field_count; k++)
            if (!save_column(scratch, writer, register_, &register_->fields[k], why))
                return false;
        if (!save_key(scratch, writer, register_, why) || !save_joint(scratch, writer, register_, why))
            return false;
    }
    return true;
}
