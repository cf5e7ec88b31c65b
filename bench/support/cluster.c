/* cluster.c — straight to the server, without keep/store: for peers and for cleaning up. */
#include "support/cluster.h"

#include "base/markers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *cluster_address(char *room, size_t size)
{
    const char *folder = getenv("DANVAN_TEST_CLUSTER");
    size_t length;
    if (!folder)
        return NULL;
    (void)snprintf(room, size, "postgres://danvan@/danvan?host=");
    length = strlen(room);
    for (const char *at = folder; *at; at++) {
        REQUIRE(length + 4 < size);
        length += (size_t)snprintf(room + length, size - length, *at == '/' ? "%%2F" : "%c", *at);
    }
    return room;
}

PGconn *cluster_connect(const char *address)
{
    PGconn *connection = PQconnectdb(address);
    if (PQstatus(connection) != CONNECTION_OK) {
        (void)fprintf(stderr, "%s", PQerrorMessage(connection));
        exit(9);
    }
    return connection;
}

static PGresult *ask(PGconn *connection, const char *text)
{
    PGresult *result = PQexec(connection, text);
    ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
        (void)fprintf(stderr, "%s", PQerrorMessage(connection));
        exit(9);
    }
    return result;
}

void cluster_run(PGconn *connection, const char *command)
{
    PQclear(ask(connection, command));
}

double cluster_number(PGconn *connection, const char *query)
{
    PGresult *result = ask(connection, query);
    double number = PQntuples(result) > 0 ? strtod(PQgetvalue(result, 0, 0), NULL) : 0;
    PQclear(result);
    return number;
}

void cluster_clear(const char *address)
{
    PGconn *connection = cluster_connect(address);
    cluster_run(connection, "SET client_min_messages = warning");
    cluster_run(connection, "DROP SCHEMA public CASCADE");
    cluster_run(connection, "CREATE SCHEMA public");
    PQfinish(connection);
}
