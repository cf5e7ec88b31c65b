/* sqlite.c — the store on SQLite; the only file that includes its header. */
#include "keep/store/store_inside.h"

#include "base/buffer.h"
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

enum {
    WAIT_MILLISECONDS = 10000, /* for another process, while it reads or checks */
    READER_CACHE_KIB = 2048,
    WRITER_CACHE_KIB = 8192,
    VALUE_MAX = 64 << 20,
    LOG_PAGES = 8000, /* in the log before they are carried over into the file: a page changed often is carried once */
    LOG_KIB = 65536,  /* what stays of the log's file once it has been emptied */
};

static enum failure_kind kind_of(int code)
{
    switch (code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_FOREIGNKEY:
        return FAILURE_CONFLICT;
    default:
        break;
    }
    switch (code & 0xff) {
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
    case SQLITE_NOTADB:
        return FAILURE_INVALID;
    case SQLITE_TOOBIG:
        return FAILURE_TOO_BIG;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return FAILURE_BUSY;
    case SQLITE_NOMEM:
        REQUIRE(!"out of memory");
        return FAILURE_BROKEN;
    default:
        return FAILURE_BROKEN;
    }
}

/* SQLite's own sentences name tables and columns, never values. */
static bool refuse(sqlite3 *database, const char *what, struct failure *why)
{
    enum failure_kind kind = kind_of(sqlite3_extended_errcode(database));
    return FAIL(why, kind, "%s: %s", what, sqlite3_errmsg(database));
}

static bool configure(sqlite3 *database, bool writes, struct failure *why)
{
    (void)sqlite3_extended_result_codes(database, 1);
    (void)sqlite3_busy_timeout(database, WAIT_MILLISECONDS);
    (void)sqlite3_limit(database, SQLITE_LIMIT_LENGTH, VALUE_MAX);
    (void)sqlite3_limit(database, SQLITE_LIMIT_ATTACHED, 0);
    (void)sqlite3_limit(database, SQLITE_LIMIT_WORKER_THREADS, 0);
    static const struct {
        int option, on;
    } settings[] = {
        {SQLITE_DBCONFIG_DEFENSIVE, 1},      {SQLITE_DBCONFIG_DQS_DDL, 0},
        {SQLITE_DBCONFIG_DQS_DML, 0},        {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
        {SQLITE_DBCONFIG_ENABLE_FKEY, 1},    {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
        {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0}, {SQLITE_DBCONFIG_ENABLE_VIEW, 0},
    };
    for (size_t i = 0; i < LENGTH_OF(settings); i++)
        if (sqlite3_db_config(database, settings[i].option, settings[i].on, NULL) != SQLITE_OK)
            return refuse(database, "settings", why);
    char text[500];
    (void)snprintf(text, sizeof text,
                   "%s PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY;"
                   "PRAGMA cell_size_check = ON; PRAGMA cache_size = -%d; PRAGMA journal_size_limit = %d;"
                   "PRAGMA wal_autocheckpoint = %d; %s",
                   writes ? "PRAGMA journal_mode = WAL;" : "", writes ? WRITER_CACHE_KIB : READER_CACHE_KIB,
                   LOG_KIB * 1024, LOG_PAGES, writes ? "" : "PRAGMA query_only = ON;");
    if (sqlite3_exec(database, text, NULL, NULL, NULL) != SQLITE_OK)
        return refuse(database, "settings", why);
    return true;
}

/* Nobody but its owner may read the file; the log beside it takes the same rights. */
static bool create_private(const char *path, struct failure *why)
{
    int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0)
        return FAIL(why, FAILURE_BROKEN, "creating %s: %s", path, strerror(errno));
    (void)close(file);
    return true;
}

static bool open_database(struct connection *connection, const char *path, bool create, struct failure *why)
{
    if (!file_exists(path)) {
        if (!create)
            return FAIL(why, FAILURE_NOT_FOUND, "no database at %s", path);
        if (!create_private(path, why))
            return false;
    }
    sqlite3 *database = NULL;
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    bool opened = sqlite3_open_v2(path, &database, flags, NULL) == SQLITE_OK;
    REQUIRE(database != NULL);
    if (!opened ? !refuse(database, path, why) : !configure(database, connection->writes, why)) {
        (void)sqlite3_close(database);
        return false;
    }
    connection->handle = database;
    return true;
}

static void close_database(struct connection *connection)
{
    /* A statement still prepared would keep it open: that is a bug of this folder. */
    REQUIRE(sqlite3_close(connection->handle) == SQLITE_OK);
    connection->handle = NULL;
}

static bool prepare(struct connection *connection, const struct sql *sql, void **handle, struct failure *why)
{
    sqlite3_stmt *prepared = NULL;
    const char *rest = "";
    if (sqlite3_prepare_v3(connection->handle, sql->text, -1, SQLITE_PREPARE_PERSISTENT, &prepared, &rest) !=
        SQLITE_OK)
        return refuse(connection->handle, sql->name, why);
    if (prepared == NULL || rest[strspn(rest, " \n\t;")] != '\0') {
        (void)sqlite3_finalize(prepared);
        return FAIL(why, FAILURE_INVALID, "%s: one statement is wanted", sql->name);
    }
    *handle = prepared;
    return true;
}

static bool prepared_from(void *handle, const struct sql *sql)
{
    return strcmp(sqlite3_sql(handle), sql->text) == 0;
}

static void unprepare(void *handle)
{
    (void)sqlite3_finalize(handle);
}

static void restart(void *handle)
{
    (void)sqlite3_reset(handle);
    (void)sqlite3_clear_bindings(handle);
}

static int places(void *handle)
{
    return sqlite3_bind_parameter_count(handle);
}

static bool bind(void *handle, int place, const struct store_value *value)
{
    const char *bytes = value->text.bytes == NULL ? "" : value->text.bytes;
    int code = SQLITE_OK;
    switch (value->kind) {
    case STORE_NULL:
        code = sqlite3_bind_null(handle, place);
        break;
    case STORE_INT64:
        code = sqlite3_bind_int64(handle, place, value->number);
        break;
    case STORE_TEXT:
        code = sqlite3_bind_text64(handle, place, bytes, value->text.length, SQLITE_STATIC, SQLITE_UTF8);
        break;
    case STORE_BLOB:
        code = sqlite3_bind_blob64(handle, place, bytes, value->text.length, SQLITE_STATIC);
        break;
    }
    REQUIRE(code == SQLITE_OK || code == SQLITE_TOOBIG);
    return code == SQLITE_OK;
}

static bool step(struct statement *statement, bool *row, struct failure *why)
{
    int code = sqlite3_step(statement->handle);
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        return refuse(sqlite3_db_handle(statement->handle), statement->name, why);
    *row = code == SQLITE_ROW;
    return true;
}

static int columns(void *handle)
{
    return sqlite3_column_count(handle);
}

static struct store_value value_at(void *handle, int column)
{
    struct store_value value = {.kind = STORE_NULL};
    switch (sqlite3_column_type(handle, column)) {
    case SQLITE_INTEGER:
        return store_int64(sqlite3_column_int64(handle, column));
    case SQLITE_TEXT:
        value.kind = STORE_TEXT;
        value.text.bytes = (const char *)sqlite3_column_text(handle, column);
        break;
    case SQLITE_BLOB:
        value.kind = STORE_BLOB;
        value.text.bytes = sqlite3_column_blob(handle, column);
        break;
    case SQLITE_NULL:
        return value;
    default:
        REQUIRE(!"a column holds no fractions: strict tables, whole numbers");
    }
    value.text.length = (size_t)sqlite3_column_bytes(handle, column);
    return value;
}

static int64_t changed(const struct connection *connection)
{
    return sqlite3_changes64(connection->handle);
}

static bool in_transaction(const struct connection *connection)
{
    return sqlite3_get_autocommit(connection->handle) == 0;
}

static bool define(struct connection *connection, const char *text, struct failure *why)
{
    if (sqlite3_exec(connection->handle, text, NULL, NULL, NULL) != SQLITE_OK)
        return refuse(connection->handle, "define", why);
    return true;
}

static bool lock_writing(const char *path, int *lock, struct failure *why)
{
    char name[4096];
    if ((size_t)snprintf(name, sizeof name, "%s.lock", path) >= sizeof name)
        return FAIL(why, FAILURE_TOO_BIG, "the path of the database is too long");
    int file = open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0)
        return FAIL(why, FAILURE_BROKEN, "opening %s: %s", name, strerror(errno));
    if (flock(file, LOCK_EX | LOCK_NB) != 0) {
        (void)close(file);
        return FAIL(why, FAILURE_BUSY, "another process writes to %s", path);
    }
    *lock = file;
    return true;
}

static void unlock_writing(int lock)
{
    (void)close(lock);
}

static bool copy_pages(sqlite3 *from, sqlite3 *to, struct failure *why)
{
    sqlite3_backup *copy = sqlite3_backup_init(to, "main", from, "main");
    if (copy == NULL)
        return refuse(to, "backup", why);
    int code = sqlite3_backup_step(copy, -1);
    (void)sqlite3_backup_finish(copy);
    if (code != SQLITE_DONE)
        return refuse(to, "backup", why);
    return true;
}

/* SQLite answers "ok", or sentences about pages and rows. */
static bool check_pragma(sqlite3 *database, const char *text, struct failure *why)
{
    sqlite3_stmt *check = NULL;
    if (sqlite3_prepare_v2(database, text, -1, &check, NULL) != SQLITE_OK)
        return refuse(database, text, why);
    bool whole = true;
    int code = sqlite3_step(check);
    if (code == SQLITE_ROW) {
        const char *says = (const char *)sqlite3_column_text(check, 0);
        if (says == NULL || strcmp(says, "ok") != 0)
            whole = FAIL(why, FAILURE_BROKEN, "%s: %s", text, says == NULL ? "refused" : says);
    } else if (code != SQLITE_DONE) {
        whole = refuse(database, text, why);
    }
    (void)sqlite3_finalize(check);
    return whole;
}

static bool check_whole(struct connection *reading, struct failure *why)
{
    return check_pragma(reading->handle, "PRAGMA integrity_check(1)", why) &&
           check_pragma(reading->handle, "PRAGMA foreign_key_check", why);
}

static bool write_copy(sqlite3 *from, const char *path, struct failure *why)
{
    if (!create_private(path, why))
        return false;
    sqlite3 *to = NULL;
    bool done = sqlite3_open_v2(path, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_EXRESCODE, NULL) == SQLITE_OK
                    ? copy_pages(from, to, why) && check_pragma(to, "PRAGMA integrity_check(1)", why)
                    : refuse(to, path, why);
    (void)sqlite3_close(to);
    return done;
}

/* So that the name is there after a power cut, too. */
static bool sync_folder(const char *path, struct failure *why)
{
    char folder[4096];
    const char *slash = strrchr(path, '/');
    int length = slash == NULL ? 1 : (int)(slash - path) + 1;
    (void)snprintf(folder, sizeof folder, "%.*s", length, slash == NULL ? "." : path);
    int opened = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool synced = opened >= 0 && fsync(opened) == 0;
    if (opened >= 0)
        (void)close(opened);
    return synced || FAIL(why, FAILURE_BROKEN, "syncing %s: %s", folder, strerror(errno));
}

static bool backup(struct connection *reading, const char *path, struct failure *why)
{
    char part[4096], side[4096 + 8];
    if ((size_t)snprintf(part, sizeof part, "%s.part", path) >= sizeof part)
        return FAIL(why, FAILURE_TOO_BIG, "the path of the backup is too long");
    (void)unlink(part);
    bool done = write_copy(reading->handle, part, why);
    /* link, not rename: somebody else's file of that name is never replaced. */
    if (done && link(part, path) != 0)
        done = FAIL(why, errno == EEXIST ? FAILURE_CONFLICT : FAILURE_BROKEN, "naming the backup %s: %s",
                    path, strerror(errno));
    (void)unlink(part);
    static const char *const sides[] = {"-wal", "-shm", "-journal"};
    for (size_t i = 0; i < LENGTH_OF(sides); i++) {
        (void)snprintf(side, sizeof side, "%s%s", part, sides[i]);
        (void)unlink(side);
    }
    return done && sync_folder(path, why);
}

static bool settle(struct connection *connection, struct failure *why)
{
    sqlite3 *database = connection->handle;
    int code = sqlite3_wal_checkpoint_v2(database, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    return code == SQLITE_OK || refuse(database, "settle", why);
}

static const struct sql LIST_TABLES = {"store tables",
                                       "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT "
                                       "LIKE 'sqlite^_%' ESCAPE '^' ORDER BY name",
                                       NULL};

static const struct sql LIST_COLUMNS = {"store columns",
                                        "SELECT name, pk FROM pragma_table_info(?1) ORDER BY name", NULL};

static const struct sql LIST_DEFINITIONS = {"store definitions",
                                            "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND type IN "
                                            "('table', 'index') ORDER BY type DESC, rowid",
                                            NULL};

const struct backend *sqlite_backend(void)
{
    static const struct backend backend = {
        .open = open_database,
        .close = close_database,
        .prepare = prepare,
        .prepared_from = prepared_from,
        .unprepare = unprepare,
        .restart = restart,
        .places = places,
        .bind = bind,
        .step = step,
        .columns = columns,
        .value = value_at,
        .changed = changed,
        .in_transaction = in_transaction,
        .define = define,
        .lock = lock_writing,
        .unlock = unlock_writing,
        .backup = backup,
        .check = check_whole,
        .settle = settle,
        .list_tables = &LIST_TABLES,
        .list_columns = &LIST_COLUMNS,
        .list_definitions = &LIST_DEFINITIONS,
    };
    return &backend;
}
