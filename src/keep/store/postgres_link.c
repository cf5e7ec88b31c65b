/* postgres_link.c — one connection to PostgreSQL: opened, used round by round, opened again after a loss. */
#include "keep/store/postgres_inside.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

enum {
    SERVER_LEAST = 150000,
    LOCK_NUMBER = 0x64616e76, /* "danv": ours among a database's advisory locks */
    RETURN_SECONDS = 10,      /* to reach a server that has gone, trying again after each RETURN_PAUSE */
    RETURN_PAUSE = 250,       /* milliseconds */
};

/* ---- failures ---- */

static enum failure_kind kind_of(const char *state)
{
    static const struct {
        const char *starts;
        enum failure_kind kind;
    } kinds[] = {
        {"23505", FAILURE_CONFLICT}, {"23503", FAILURE_CONFLICT}, {"23", FAILURE_INVALID},
        {"22003", FAILURE_TOO_BIG},  {"22", FAILURE_INVALID},     {"54", FAILURE_TOO_BIG},
        {"25006", FAILURE_DENIED},   {"28", FAILURE_DENIED},      {"42501", FAILURE_DENIED},
        {"3D000", FAILURE_NOT_FOUND}, {"3F000", FAILURE_NOT_FOUND}, {"40", FAILURE_BUSY},
        {"53300", FAILURE_BUSY},     {"55P03", FAILURE_BUSY},     {"57014", FAILURE_BUSY},
        {"57P", FAILURE_BUSY},       {"08", FAILURE_BUSY},
    };
    for (size_t i = 0; i < LENGTH_OF(kinds); i++)
        if (strncmp(state, kinds[i].starts, strlen(kinds[i].starts)) == 0)
            return kinds[i].kind;
    return FAILURE_BROKEN;
}

/* The first sentence names tables and columns; values stand only in the detail, which is left alone. */
bool link_refuse(const PGresult *result, const char *name, struct failure *why)
{
    const char *state = result == NULL ? NULL : PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char *says = result == NULL ? NULL : PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    if (state != NULL)
        return FAIL(why, kind_of(state), "%s: %s", name, says == NULL ? state : says);
    /* Also when a new connection stands already: this was asked over the old one. */
    return FAIL(why, FAILURE_BUSY, "%s: the connection to the database was lost; what was not yet answered is not kept", name);
}

/* ---- opening ---- */

static void say_nothing(void *context, const char *message)
{
    (void)context;
    (void)message;
}

/* An address lies in danvan.yaml and in lists of processes: no place for a password. */
static bool check_address(const char *address, struct failure *why)
{
    PQconninfoOption *options = PQconninfoParse(address, NULL);
    bool fine = options != NULL || FAIL(why, FAILURE_INVALID, "this is no PostgreSQL address");
    for (PQconninfoOption *option = options; fine && option->keyword != NULL; option++)
        if ((strcmp(option->keyword, "password") == 0 || strcmp(option->keyword, "sslpassword") == 0) && option->val != NULL)
            fine = FAIL(why, FAILURE_INVALID, "no password in the address: keep it in the file PGPASSFILE names");
    PQconninfoFree(options);
    return fine;
}

static PGconn *dial(const char *address)
{
    const char *const names[] = {"fallback_application_name", "connect_timeout", "keepalives_idle", "keepalives_interval",
                                 "keepalives_count", "tcp_user_timeout", "dbname", "client_encoding", NULL};
    const char *const values[] = {"danvan", "10", "30", "10", "3", "30000", address, "UTF8", NULL};
    PGconn *wire = PQconnectdbParams(names, values, 1);
    REQUIRE(wire != NULL);
    (void)PQsetNoticeProcessor(wire, say_nothing, NULL);
    return wire;
}

/* Runs a text of its own, outside all rounds. */
static bool tell(struct link *link, const char *text, PGresult **answer, struct failure *why)
{
    PGresult *result = PQexec(link->wire, text);
    ExecStatusType status = PQresultStatus(result);
    bool done = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || link_refuse(result, "settings", why);
    if (done && answer != NULL)
        *answer = result;
    else
        PQclear(result);
    return done;
}

/* The last two hold for whoever may set them; store_warning tells of the others. */
static const char SETTINGS[] =
    "SET standard_conforming_strings = on; SET jit = off; SET statement_timeout = '60s'; SET lock_timeout = '10s';"
    "SET log_parameter_max_length_on_error = 0; SET debug_print_parse = off; SET debug_print_rewritten = off; SET debug_print_plan = off;"
    "SELECT set_config('log_parameter_max_length', '0', false) WHERE has_parameter_privilege('log_parameter_max_length', 'SET');"
    "SELECT set_config('log_error_verbosity', 'terse', false) WHERE has_parameter_privilege('log_error_verbosity', 'SET')";

static bool make_schema(struct link *link, struct text name, struct failure *why)
{
    char text[240];
    if (!store_identifier(name))
        return FAIL(why, FAILURE_INVALID, "the schema of the address is named by a-z, 0-9 and _");
    (void)snprintf(text, sizeof text, "CREATE SCHEMA \"%.*s\"; COMMENT ON SCHEMA \"%.*s\" IS '" SCHEMA_IS_OURS "'", TEXT_ARGS(name),
                   TEXT_ARGS(name));
    return tell(link, text, NULL, why);
}

/* An instance is one schema of one database. */
static bool check_schema(struct link *link, bool create, struct failure *why)
{
    PGresult *found = NULL;
    if (!tell(link, "SELECT current_schema(), current_setting('search_path'), pg_encoding_to_char(encoding),"
                    " extract(epoch FROM pg_postmaster_start_time())::text FROM pg_database WHERE datname = current_database()", &found, why))
        return false;
    struct text path = text_of(PQgetvalue(found, 0, 1));
    (void)snprintf(link->began, sizeof link->began, "%s", PQgetvalue(found, 0, 3));
    bool fine = true;
    if (strcmp(PQgetvalue(found, 0, 2), "UTF8") != 0)
        fine = FAIL(why, FAILURE_INVALID, "the database is not in UTF8");
    else if (PQgetisnull(found, 0, 0))
        fine = create ? make_schema(link, path, why)
                      : FAIL(why, FAILURE_NOT_FOUND, "no schema %.*s in the database", TEXT_ARGS(path));
    PQclear(found);
    return fine;
}

/* The writer waits some seconds: of a process that was killed the server may not know yet. */
static bool take_lock(struct link *link, struct failure *why)
{
    char text[160];
    struct failure refused;
    (void)snprintf(text, sizeof text, "SET lock_timeout = '3s'; SELECT pg_advisory_lock(%d, hashtext(current_schema()))", LOCK_NUMBER);
    if (!tell(link, text, NULL, &refused)) {
        if (refused.kind == FAILURE_BUSY && PQstatus(link->wire) == CONNECTION_OK)
            return FAIL(why, FAILURE_BUSY, "another process writes to this database");
        *why = refused;
        return false;
    }
    /* A new index on a large table takes its time. */
    return tell(link, "SET lock_timeout = '10s'; SET statement_timeout = '30min'; SET synchronous_commit = on", NULL, why);
}

/* By which values would reach the server's log, each with the words that tell of it. Extensions have settings only
 * where they are loaded. */
static const struct {
    const char *holds, *warning;
} LOGS[] = {
    {"current_setting('log_parameter_max_length') <> '0' AND"
     " (current_setting('log_statement') IN ('all', 'mod') OR current_setting('log_min_duration_statement') <> '-1' OR"
     " current_setting('log_min_duration_sample') <> '-1' OR current_setting('log_transaction_sample_rate') <> '0' OR"
     " current_setting('log_duration') = 'on')",
     "the server logs the values of statements: ALTER ROLE … SET log_parameter_max_length = 0"},
    {"current_setting('log_error_verbosity') <> 'terse'",
     "the server logs the values of keys that collide: ALTER ROLE … SET log_error_verbosity = terse"},
    {"coalesce(current_setting('auto_explain.log_min_duration', true), '-1') <> '-1' AND"
     " coalesce(current_setting('auto_explain.log_parameter_max_length', true), '-1') <> '0'",
     "the server's auto_explain logs values: ALTER ROLE … SET auto_explain.log_min_duration = -1"},
    {"coalesce(current_setting('pgaudit.log_parameter', true), 'off') <> 'off'",
     "the server's pgaudit logs values: ALTER ROLE … SET pgaudit.log_parameter = off"},
};

/* Looked at while the store is opened, by one connection; later ones find the same. */
static bool look_at_log(struct link *link, struct failure *why)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    struct store *store = link->connection->store;
    struct text asked[LENGTH_OF(LOGS)];
    PGresult *found = NULL;
    if (store->opened)
        return true;
    for (size_t i = 0; i < LENGTH_OF(LOGS); i++)
        asked[i] = text_of(LOGS[i].holds);
    struct text all = text_join(scratch, asked, LENGTH_OF(LOGS), TEXT(", "));
    if (!tell(link, text_format(scratch, "SELECT %.*s", TEXT_ARGS(all)).bytes, &found, why))
        return false;
    for (size_t i = LENGTH_OF(LOGS); i-- > 0;)
        if (PQgetvalue(found, 0, (int)i)[0] == 't')
            store->warning = LOGS[i].warning;
    PQclear(found);
    return true;
}

static bool set_up(struct link *link, bool create, struct failure *why)
{
    if (PQstatus(link->wire) != CONNECTION_OK)
        return FAIL(why, strstr(PQerrorMessage(link->wire), "does not exist") != NULL ? FAILURE_NOT_FOUND : FAILURE_BUSY,
                    "the database cannot be reached: %s", PQerrorMessage(link->wire));
    if (PQserverVersion(link->wire) < SERVER_LEAST)
        return FAIL(why, FAILURE_INVALID, "PostgreSQL 15 or later is wanted");
    return tell(link, SETTINGS, NULL, why) && look_at_log(link, why) && check_schema(link, create, why) &&
           (link->connection->writes ? take_lock(link, why) : tell(link, "SET default_transaction_read_only = on", NULL, why));
}

bool link_open(struct connection *connection, const char *address, bool create, struct failure *why)
{
    if (!check_address(address, why))
        return false;
    struct arena *arena = arena_open();
    struct link *link = arena_make(arena, sizeof *link);
    link->arena = arena;
    link->connection = connection;
    link->wire = dial(address);
    link->opened = 1;
    buffer_init(&link->dropped, LINK_DROPPED_MAX);
    connection->handle = link;
    if (set_up(link, create, why))
        return true;
    link_close(connection);
    return false;
}

void link_close(struct connection *connection)
{
    struct link *link = connection->handle;
    PQfinish(link->wire);
    buffer_clear(&link->dropped);
    arena_close(link->arena);
    connection->handle = NULL;
}

static void pause_milliseconds(long milliseconds)
{
    const struct timespec time = {milliseconds / 1000, milliseconds % 1000 * 1000000};
    (void)nanosleep(&time, NULL);
}

static time_t seconds_now(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec;
}

/* A server that restarts is back within seconds. */
static bool open_again(struct link *link, struct failure *why)
{
    for (time_t until = seconds_now() + RETURN_SECONDS; seconds_now() <= until;) {
        PQfinish(link->wire);
        link->wire = dial(link->connection->store->address);
        buffer_rewind(&link->dropped);
        link->queued_count = 0;
        held_forget(link);
        link->opened++;
        connection_reopened(link->connection);
        if (set_up(link, false, why))
            return true;
        if (PQstatus(link->wire) == CONNECTION_OK)
            return false;
        pause_milliseconds(RETURN_PAUSE);
    }
    return false;
}

/* ---- one round ---- */

bool link_in_transaction(const struct link *link)
{
    PGTransactionStatusType status = PQtransactionStatus(link->wire);
    return link->pending_count > 0 || status == PQTRANS_INTRANS || status == PQTRANS_INERROR || status == PQTRANS_ACTIVE;
}

static bool send_plain(struct link *link, const char *text)
{
    return PQsendQueryParams(link->wire, text, 0, NULL, NULL, NULL, NULL, 1) == 1;
}

static bool send_run(struct link *link, const struct prepared *run)
{
    size_t count = (size_t)run->sql.count;
    struct arena *CLOSING(arena) scratch = arena_open();
    const char **values = arena_make_many(scratch, count, sizeof *values);
    int *lengths = arena_make_many(scratch, count, sizeof *lengths), *formats = arena_make_many(scratch, count, sizeof *formats);
    for (size_t i = 0; i < count; i++) {
        int place = run->sql.place_of[i] - 1;
        formats[i] = 1;
        values[i] = run->bound[place] == 0 ? NULL : run->values[place].bytes;
        lengths[i] = (int)run->values[place].length;
    }
    return PQsendQueryPrepared(link->wire, run->name, (int)count, values, lengths, formats, 1) == 1;
}

static bool send_prepare(struct link *link, struct prepared *prepare)
{
    (void)snprintf(prepare->name, sizeof prepare->name, "s%llu", (unsigned long long)++link->named);
    return PQsendPrepare(link->wire, prepare->name, prepare->sql.text, prepare->sql.count, prepare->types) == 1;
}

/* Sends all; `*count` commands will be answered, those sent before included. */
static bool send_round(struct link *link, const struct round *round, int *count)
{
    bool sent = true;
    int commands = (int)link->queued_count;
    for (size_t i = 0; sent && i < link->pending_count; i++, commands++)
        sent = send_plain(link, link->pending[i]);
    if (sent && round->prepare != NULL) {
        sent = send_prepare(link, round->prepare);
        commands++;
    }
    if (sent && round->describe) {
        sent = PQsendDescribePrepared(link->wire, round->prepare->name) == 1;
        commands++;
    }
    if (sent && round->run != NULL) {
        sent = send_run(link, round->run);
        commands++;
    }
    if (sent && round->plain != NULL) {
        sent = send_plain(link, round->plain);
        commands++;
    }
    *count = commands;
    return sent;
}

static bool is_good(const PGresult *result)
{
    ExecStatusType status = PQresultStatus(result);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

/* See link_commit. */
static void note_transaction(struct link *link, const PGresult *result)
{
    if (PQntuples(result) == 1 && PQnfields(result) == 1 && PQgetlength(result, 0, 0) < (int)sizeof link->transaction)
        (void)snprintf(link->transaction, sizeof link->transaction, "%.*s", PQgetlength(result, 0, 0), PQgetvalue(result, 0, 0));
}

static void note_changed(struct link *link, PGresult *result)
{
    const char *status = PQcmdStatus(result);
    int64_t changed = 0;
    if (strncmp(status, "SELECT", 6) != 0 && text_read_int64(text_of(PQcmdTuples(result)), &changed))
        link->changed = changed;
}

/* Reads `count` answers and the end of the round: the last good one, or the first that is not, and which it was. */
static PGresult *read_round(struct link *link, int count, size_t *which)
{
    PGresult *kept = NULL;
    for (int i = 0; i < count; i++) {
        PGresult *result = PQgetResult(link->wire);
        if (result == NULL)
            break;
        PGresult *end = PQgetResult(link->wire); /* NULL stands after each */
        PQclear(end);
        if (kept != NULL && !is_good(kept)) {
            PQclear(result);
            continue;
        }
        PQclear(kept);
        kept = result;
        *which = (size_t)i;
        note_changed(link, kept);
    }
    if (PQstatus(link->wire) == CONNECTION_OK)
        PQclear(PQgetResult(link->wire)); /* the round's own end */
    return kept;
}

static bool go_once(struct link *link, const struct round *round, PGresult **result, size_t *which)
{
    int count = 0;
    PGresult *last = NULL;
    if (PQstatus(link->wire) == CONNECTION_BAD || PQenterPipelineMode(link->wire) != 1)
        return false;
    if (send_round(link, round, &count) && PQpipelineSync(link->wire) == 1)
        last = read_round(link, count, which);
    (void)PQexitPipelineMode(link->wire);
    *result = last;
    return last != NULL && is_good(last) && PQstatus(link->wire) == CONNECTION_OK;
}

static bool is_fresh(const struct link *link)
{
    return !link_in_transaction(link) || (link->pending_count > 0 && strncmp(link->pending[0], "BEGIN", 5) == 0);
}

/* Says what failed: something sent before, or the round itself. */
static bool round_refuse(struct link *link, const PGresult *result, const char *name, size_t which, struct failure *why)
{
    bool before = which < link->queued_count && link->queued[which][0] != '\0';
    return link_refuse(result, before ? link->queued[which] : name, why);
}

bool link_round(struct link *link, const struct round *round, PGresult **result, struct failure *why)
{
    bool fresh = is_fresh(link) && link->queued_count == 0;
    size_t which = 0;
    PGresult *last = NULL;
    if (link->first.kind != FAILURE_NONE) {
        *why = link->first;
        return false;
    }
    bool done = go_once(link, round, &last, &which);
    if (!done && fresh && PQstatus(link->wire) == CONNECTION_BAD) {
        PQclear(last);
        last = NULL;
        struct round again = *round;
        if (!open_again(link, why))
            return false;
        again.prepare = round->run != NULL ? round->run : round->prepare;
        done = go_once(link, &again, &last, &which);
        if (done && again.prepare != NULL)
            again.prepare->opened = link->opened;
    }
    link->pending_count = 0;
    if (!done)
        (void)round_refuse(link, last, round->name, which, why);
    link->queued_count = 0;
    if (!done) {
        PQclear(last);
        return false;
    }
    if (round->prepare != NULL)
        round->prepare->opened = link->opened;
    *result = last;
    return true;
}

void link_settle(struct link *link)
{
    const struct round nothing = {.name = "changes", .plain = "SELECT 1"};
    PGresult *result = NULL;
    struct failure why;
    if (link->queued_count == 0 || link->first.kind != FAILURE_NONE)
        return;
    if (link_round(link, &nothing, &result, &why))
        PQclear(result);
    else
        link->first = why;
}

bool link_hear(struct link *link, struct failure *why)
{
    link_settle(link);
    *why = link->first;
    return link->first.kind == FAILURE_NONE;
}

/* Notes the names of what is about to be sent: commands first, as send_round does. */
static void note_queued(struct link *link, const struct round *round)
{
    size_t unnamed = link->pending_count + (round->prepare != NULL);
    for (size_t i = 0; i < unnamed; i++)
        link->queued[link->queued_count++][0] = '\0';
    (void)snprintf(link->queued[link->queued_count++], sizeof link->queued[0], "%s", round->name);
}

bool link_change(struct link *link, const struct round *round, struct failure *why)
{
    PGresult *result = NULL;
    int count = 0;
    if (is_fresh(link) || link->queued_count + link->pending_count + 2 > LINK_QUEUED_MAX) {
        if (!link_round(link, round, &result, why))
            return false;
        PQclear(result);
        return true;
    }
    if (link->first.kind != FAILURE_NONE) {
        *why = link->first;
        return false;
    }
    if (PQstatus(link->wire) == CONNECTION_BAD || PQenterPipelineMode(link->wire) != 1 || !send_round(link, round, &count))
        return link_refuse(NULL, round->name, why);
    note_queued(link, round);
    link->pending_count = 0;
    if (round->prepare != NULL)
        round->prepare->opened = link->opened;
    return true;
}

static bool run_plain(struct link *link, const char *name, const char *text, PGresult **result, struct failure *why)
{
    const struct round round = {.name = name, .plain = text};
    return link_round(link, &round, result, why);
}

bool link_script(struct link *link, const char *text, struct failure *why)
{
    PGresult *pushed = NULL;
    if (link->pending_count > 0 || link->queued_count > 0) {
        if (!run_plain(link, "define", "SELECT 1", &pushed, why))
            return false;
        PQclear(pushed);
    }
    PGresult *result = PQexec(link->wire, text);
    bool done = is_good(result) || link_refuse(result, "define", why);
    PQclear(result);
    return done;
}

/* ---- transactions ---- */

static void add_pending(struct link *link, const char *command)
{
    REQUIRE(strlen(command) < LINK_COMMAND_MAX && link->pending_count < LINK_PENDING_MAX);
    (void)snprintf(link->pending[link->pending_count++], LINK_COMMAND_MAX, "%s", command);
}

/* Statements no longer used are forgotten between transactions, where nothing can go wrong with it. */
static void forget_dropped(struct link *link)
{
    if (link->dropped.length == 0 || PQtransactionStatus(link->wire) != PQTRANS_IDLE)
        return;
    buffer_add_char(&link->dropped, '\0');
    if (!link->dropped.full)
        PQclear(PQexec(link->wire, link->dropped.bytes));
    buffer_rewind(&link->dropped);
}

/* The writer begins at once: a link that is gone is opened again before any work recalls what may no longer be so. */
static bool begin_now(struct link *link, const char *name, struct failure *why)
{
    PGresult *result = NULL;
    link->transaction[0] = '\0';
    if (!run_plain(link, name, "SELECT pg_current_xact_id()::text", &result, why))
        return false;
    note_transaction(link, result);
    PQclear(result);
    return true;
}

bool link_later(struct link *link, const char *command, struct failure *why)
{
    bool begins = strncmp(command, "BEGIN", 5) == 0;
    if (begins) { /* what was lost with a connection is nothing to this transaction */
        link->first = (struct failure){0};
        held_forget(link);
    }
    if (link->first.kind != FAILURE_NONE) {
        *why = link->first;
        return false;
    }
    if (PQtransactionStatus(link->wire) == PQTRANS_INERROR)
        return FAIL(why, FAILURE_BROKEN, "%s: a statement before it has failed", command);
    /* Who changed something is told here whether all of it went well. */
    bool tells = strncmp(command, "RELEASE", 7) == 0 && link->queued_count > 0;
    if (tells || link->pending_count + 2 > LINK_PENDING_MAX) {
        PGresult *result = NULL;
        if (!run_plain(link, command, tells ? command : "SELECT 1", &result, why))
            return false;
        PQclear(result);
        if (tells)
            return true;
    }
    if (begins)
        forget_dropped(link);
    add_pending(link, command);
    return !begins || !link->connection->writes || begin_now(link, command, why);
}

/*
 * What became of the transaction whose commit was not answered. A server that crashed may give the number of a
 * transaction it lost to another one: after a restart "committed" holds only once the server's last checkpoint, which
 * ends its recovery, stands behind that number. A number the server does not know yet was lost with all it wrote.
 */
enum fate { FATE_OPEN, FATE_KEPT, FATE_LOST, FATE_UNKNOWN };

static enum fate fate_of(struct link *link, const char *began)
{
    char text[400];
    PGresult *found = NULL;
    struct failure why;
    (void)snprintf(text, sizeof text,
                   "SELECT pg_xact_status('%s'::xid8), extract(epoch FROM pg_postmaster_start_time())::text = '%s' OR"
                   " (SELECT split_part(next_xid, ':', 1)::numeric * 4294967296 + split_part(next_xid, ':', 2)::numeric > %s"
                   " FROM pg_control_checkpoint())", link->transaction, began, link->transaction);
    if (!tell(link, text, &found, &why))
        return why.kind == FAILURE_INVALID ? FATE_LOST : FATE_UNKNOWN;
    bool sure = PQgetvalue(found, 0, 1)[0] == 't', committed = strcmp(PQgetvalue(found, 0, 0), "committed") == 0,
         aborted = strcmp(PQgetvalue(found, 0, 0), "aborted") == 0;
    PQclear(found);
    return aborted ? FATE_LOST : committed && sure ? FATE_KEPT : FATE_OPEN;
}

/* The answer to a commit got lost: the server that comes back still knows which way it went. */
static bool ask_committed(struct link *link, const char *name, struct failure *why)
{
    char began[sizeof link->began];
    struct failure lost;
    (void)snprintf(began, sizeof began, "%s", link->began);
    if (link->transaction[0] == '\0')
        return FAIL(why, FAILURE_BUSY, "%s: the connection was lost before anything was kept", name);
    enum fate fate = FATE_OPEN;
    for (time_t until = seconds_now() + RETURN_SECONDS; fate == FATE_OPEN && seconds_now() <= until;) {
        fate = open_again(link, &lost) ? fate_of(link, began) : FATE_UNKNOWN;
        if (fate == FATE_OPEN)
            pause_milliseconds(RETURN_PAUSE);
    }
    if (fate == FATE_LOST)
        return FAIL(why, FAILURE_BUSY, "%s: the connection was lost; nothing of this was kept", name);
    return fate == FATE_KEPT ||
           FAIL(why, FAILURE_BROKEN, "%s: the connection was lost for good; whether this was kept is not known", name);
}

void link_forgive(struct link *link)
{
    link_settle(link);
    link->first = (struct failure){0};
}

bool link_commit(struct link *link, const char *name, struct failure *why)
{
    PGresult *result = NULL;
    if (link->first.kind != FAILURE_NONE) {
        *why = link->first;
        return false;
    }
    if (PQtransactionStatus(link->wire) == PQTRANS_INERROR)
        return FAIL(why, FAILURE_BROKEN, "%s: a statement before it has failed", name);
    /* Nothing was ever sent: nothing is to be kept. */
    if (link->pending_count > 0 && strncmp(link->pending[0], "BEGIN", 5) == 0) {
        link->pending_count = 0;
        return true;
    }
    if (!run_plain(link, name, "COMMIT", &result, why))
        return PQstatus(link->wire) == CONNECTION_BAD && ask_committed(link, name, why);
    bool kept = strcmp(PQcmdStatus(result), "COMMIT") == 0 ||
                FAIL(why, FAILURE_BROKEN, "%s: the database undid it all", name);
    PQclear(result);
    return kept;
}

/* A link that is gone has nothing left to undo. */
bool link_rollback(struct link *link, const char *name, struct failure *why)
{
    PGresult *result = NULL;
    link_forgive(link);
    bool unsent = link->pending_count > 0 && strncmp(link->pending[0], "BEGIN", 5) == 0;
    link->pending_count = 0;
    if (unsent || PQstatus(link->wire) == CONNECTION_BAD)
        return true;
    if (!run_plain(link, name, "ROLLBACK", &result, why))
        return PQstatus(link->wire) == CONNECTION_BAD;
    PQclear(result);
    return true;
}
