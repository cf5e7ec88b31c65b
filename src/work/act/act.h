/*
 * act.h — the only way anything changes: one act, by one person, at one moment.
 *
 * Every act goes the same way: permission and checks on what was given, then two bodies
 * for the journal are written down, then the journal's entry alone is carried out. The
 * entry is all that carrying out reads, so replaying the journal (verify, rebuild) makes
 * the same tables to the byte.
 *
 *     struct node *given = node_map(arena);                what the form, sheet or command line said
 *     node_put(given, "register", …); node_put(given, "fields", …);
 *     struct act_request request = {.name = TEXT("record-write"), .viewer = &viewer, .given = given, .once = form_token};
 *     struct act_answer answer;
 *     if (!act_perform(instance, &request, arena, &answer, why)) …      denied, conflict, busy, broken
 *     if (answer.problems.errors) …                                    nothing was changed; each at its field
 *
 * acts.def lists all acts: name, what it is called on screens, who may, what it reads
 * from `given` (documented at the head of each act's file). A dry run stops before the
 * journal and returns the same problems and the difference.
 *
 * `once` makes a form posted twice one act: the second answer is the first's, `repeated`.
 */
#pragma once

#include "base/list.h"
#include "base/node.h"
#include "base/problem.h"
#include "keep/account/account.h"
#include "keep/instance/instance.h"

struct password_queue;

enum { ACT_ONCE_MAX = 64, ACT_PART_MAX = 20000, ACT_PROBLEMS_MAX = 200 };

struct act_request {
    struct text name;
    const struct viewer *viewer;
    const struct node *given;
    struct text once; /* empty: none */
    bool dry_run;
    struct password_queue *queue; /* for acts that hash a password; NULL: on the calling thread */
};

struct act_answer {
    int64_t act;              /* number in the journal; 0 for a dry run or with problems */
    int64_t record;           /* made or changed, 0 when none */
    bool repeated;
    struct problems problems; /* errors: nothing changed */
    struct node *opened;      /* what was sealed, for whoever asked alone: NULL, or what the act's file says. Never kept, logged or sent on */
    struct node *difference;  /* list of {field, title, before, after}; or what the act's file says. Of an act alone: NULL for one of many */
};

/* Nothing is wrong but that the event may be recorded already: given again with `twice`: yes, it is written. */
bool act_only_alike(const struct problems *problems);
/* "outreach/123": the record that such a problem speaks of, where the person may see it; else empty. */
struct text act_alike_record(const struct problem *problem);

MUST_CHECK bool act_perform(struct instance *instance, const struct act_request *request, struct arena *arena,
                            struct act_answer *answer, struct failure *why);

/* Many acts as one piece of work: all are kept or, when one has an error or fails, none. At most ACT_PART_MAX.
 * `answers` has room for `count`. On problems the answers up to the first bad one tell them all. */
MUST_CHECK bool act_perform_many(struct instance *instance, const struct act_request *requests, size_t count, struct arena *arena,
                                 struct act_answer *answers, struct failure *why);

/* Carries out pages of one store's journal, from its first entry on, on another, empty store: verify and restore. */
struct store;
struct act_replay;
MUST_CHECK bool act_replay_open(struct store *into, struct act_replay **replay, struct failure *why);
MUST_CHECK bool act_replay_page(struct act_replay *replay, const struct list *entries, struct failure *why); /* struct journal_entry * */
void act_replay_close(struct act_replay *replay);

/* May this person type in what an old report said of the figure, for that unit? */
bool act_may_retype(const struct viewer *viewer, const struct house *house, const struct figure_definition *figure, const struct unit *unit);

/* May this person hold the key of that body, and open what is sealed to it? Those who receive and handle; never an administrator. */
bool act_may_hold_key(const struct account *account, struct day today, const struct unit *unit);

/* `once` of a form: its own mark, and what was sent with it. Bound to the session's secret, for what was sent may hold names and
 * passphrases: nobody finds them by trying, even with the journal at hand. */
struct text act_once(struct arena *arena, struct text mark, struct text secret, struct text sent);

/* What the act is called on screens ("Sửa mục ghi"), and an example of its `given` for --help. */
struct text act_title(struct text name, enum language language);
size_t act_count(void);
/* Does it ask for a passphrase or tell a secret? Then it is done on a page, over no command line. */
bool act_is_of_keys(struct text name);
struct text act_name(size_t index);

/* Signing in and out change no record and are no acts. The password is checked on the slow thread.
 * DENIED for a wrong name, a locked person or a wrong password alike. */
struct sign_in_request { struct text name, password; struct password_queue *queue; /* NULL: hashed on this thread */ };
struct sign_in { struct text token; /* for the cookie */ struct text form_key; bool must_change_password; };
MUST_CHECK bool sign_in(struct instance *instance, const struct sign_in_request *request, struct arena *arena, struct sign_in *done,
                        struct failure *why);
MUST_CHECK bool sign_out(struct instance *instance, struct text token, struct failure *why);
/* Chooses whom the person acts for; must be the unit of one of the grants. */
MUST_CHECK bool sign_in_act_for(struct instance *instance, const struct viewer *viewer, struct text token, struct text unit_code, struct failure *why);
/* The viewer behind a cookie; nobody when there is none or it ended. Also the session's form key. */
MUST_CHECK bool viewer_load(struct instance *instance, const struct house *house, struct text token, struct arena *arena,
                            struct viewer *viewer, struct text *form_key, struct failure *why);
