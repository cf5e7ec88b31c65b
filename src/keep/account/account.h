/*
 * account.h — people, their roles, their sessions; the one place that says who may.
 *
 * A role is granted on an organisation's branch, with an end day or none: it reaches
 * that organisation and those `under` it, never a place's other organisations (C3).
 * One person may hold several grants and works "for" one of them at a time
 * ("đang ghi cho: …"). What a viewer may see of a register is the table who-may-see of
 * the pack; what a role may do is the table below, roles.def.
 *
 *     struct viewer viewer;                       nobody: {0}
 *     if (!account_may_write(&viewer, register, unit)) …
 *     enum sight sight = account_sight(&viewer, definition, register, record_unit);
 *
 * Passwords are hashed by engine/seal on the server's one slow thread, before the act;
 * this folder only stores the result. Sessions are not acts and are not in the journal.
 */
#pragma once

#include "base/day.h"
#include "base/list.h"
#include "base/world.h"
#include "keep/definition/definition.h"
#include "keep/store/store.h"
#include "keep/unit/unit.h"

enum role { ROLE_RECORDER, ROLE_OFFICER, ROLE_APPROVER, ROLE_CLERK, ROLE_SUPERVISOR, ROLE_RECEPTION, ROLE_CUSTODIAN, ROLE_PUBLISHER, ROLE_ADMINISTRATOR, ROLES };

struct text role_word(enum role role);                       /* "recorder": in packs and on the command line */
struct title role_title(enum role role);                     /* "người ghi sổ" */
MUST_CHECK bool role_read(struct text word, enum role *role);

struct grant {
    int64_t number; /* of the act that granted it */
    enum role role;
    const struct unit *unit; /* the organisation whose branch it reaches */
    struct day from, to;     /* to: last day, DAY_NONE: open */
};

struct account {
    int64_t number;          /* of the act that added it */
    struct text name;        /* for signing in: a–z 0–9 . - _, 3 to 32 */
    struct text full_name;   /* personal */
    bool locked;
    bool must_change_password;
    const struct grant *grants;
    size_t grant_count;
};

/* Who is looking or acting, for one request. {0} is the public. */
struct viewer {
    const struct account *account; /* NULL: nobody signed in */
    const struct unit *acting_for; /* one of the grants' units; NULL: nobody or none chosen */
    struct day today;
    enum language language;
    bool whole_house;              /* the folder's owner at the command line, and the demo's maker */
};

/* Brings this folder's tables up to this program (migration.h). */
MUST_CHECK bool account_migrate(struct store *store, struct failure *why);

MUST_CHECK bool account_load(struct arena *arena, struct connection *connection, const struct unit_tree *tree, struct text name,
                             const struct account **account, struct failure *why); /* NOT_FOUND */
MUST_CHECK bool account_load_number(struct arena *arena, struct connection *connection, const struct unit_tree *tree, int64_t number,
                                    const struct account **account, struct failure *why);
MUST_CHECK bool account_load_all(struct arena *arena, struct connection *connection, const struct unit_tree *tree, struct list *accounts,
                                 struct failure *why); /* items: struct account *, by name */
MUST_CHECK bool account_load_password(struct arena *arena, struct connection *connection, int64_t number, struct text *hash, struct failure *why);

/* Changes, inside an act's transaction. `number` is the act's. */
MUST_CHECK bool account_add(struct connection *writer, int64_t number, struct text name, struct text full_name, struct text password_hash,
                            bool must_change, struct failure *why); /* CONFLICT when the name is taken */
MUST_CHECK bool account_set_password(struct connection *writer, int64_t account, struct text password_hash, bool must_change, struct failure *why);
MUST_CHECK bool account_set_locked(struct connection *writer, int64_t account, bool locked, struct failure *why);
MUST_CHECK bool account_grant(struct connection *writer, int64_t number, int64_t account, enum role role, int64_t unit, struct day from,
                              struct day to, struct failure *why);
MUST_CHECK bool account_end_grant(struct connection *writer, int64_t grant, struct day last, struct failure *why);

/* Permission. Pure: reads only what it is given. */
bool account_has_role(const struct viewer *viewer, enum role role, const struct unit *organisation); /* valid today, organisation in its branch */
bool account_has_role_anywhere(const struct viewer *viewer, enum role role);
/* Does this viewer deal with the register's records at that organisation: anyone, where the register names no handlers. */
bool account_handles(const struct viewer *viewer, const struct register_definition *register_, const struct unit *organisation);
/* A recorder, officer or supervisor of an organisation that enters this register; or the roles the register names. */
bool account_may_write(const struct viewer *viewer, const struct register_definition *register_, const struct unit *organisation);
bool account_may_move(const struct viewer *viewer, const struct transition_definition *transition, const struct unit *organisation);
/* The clerk of that very organisation, where the register's records are handled by whoever enters them, or by the clerk too. */
bool account_may_dispose(const struct viewer *viewer, const struct register_definition *register_, const struct unit *organisation);
/* What of a register's records written by `organisation` this viewer may see; the public's reach when nobody. */
enum sight account_sight(const struct viewer *viewer, const struct definition *definition,
                         const struct register_definition *register_, const struct unit *organisation);
/* Works this viewer for that very organisation, to which a record of another is addressed? Not for those above or under it. */
bool account_is_addressed(const struct viewer *viewer, const struct unit *named);
/* May this viewer read this figure at this place: by its reach, the viewer's place, and who-may-see. */
bool account_may_read_figure(const struct viewer *viewer, const struct definition *definition,
                             const struct figure_definition *figure, const struct unit *place);

/* Sessions: a random token in the cookie, its SHA-256 here. Ends after 12 hours idle or 7 days. */
struct session {
    int64_t account;
    int64_t acting_for;   /* unit number, 0: none */
    struct text form_key; /* against forged posts */
    struct moment seen;
};
MUST_CHECK bool session_open(struct connection *writer, const uint8_t token_hash[32], int64_t account, struct text form_key, struct moment now, struct failure *why);
MUST_CHECK bool session_load(struct arena *arena, struct connection *connection, const uint8_t token_hash[32], struct moment now, struct session *session, struct failure *why); /* NOT_FOUND */
/* Notes that the person is still there; callers do so at most every few minutes. */
MUST_CHECK bool session_touch(struct connection *writer, const uint8_t token_hash[32], struct moment now, struct failure *why);
MUST_CHECK bool session_set_acting_for(struct connection *writer, const uint8_t token_hash[32], int64_t unit, struct failure *why);
MUST_CHECK bool session_close(struct connection *writer, const uint8_t token_hash[32], struct failure *why);
MUST_CHECK bool session_close_all(struct connection *writer, int64_t account, struct failure *why); /* at lock and password reset */
MUST_CHECK bool session_sweep(struct connection *writer, struct moment now, struct failure *why);
