/*
 * house.h — a fresh instance of the small pack, with people in it, for tests that act and look.
 *
 *     struct test_house house;
 *     house_open(&house);                              in a temporary folder, on 08/09/2021 at 09:00
 *     const struct viewer *lan = house_person(&house, "lan", ROLE_RECORDER, "00118.kv");
 *     int64_t number = house_write(&house, "outreach", "00118.kv", "held_on", "08/09/2021", "topic", "Tiêm vắc-xin",
 *                                  "form", "loudspeaker", NULL);
 *     struct value sessions = house_figure(&house, "outreach.sessions", "004", "2021-Q3");
 *     house_close(&house);
 *
 * Whatever these helpers are not asked to try must work: they print why it did not, and abort. The clock stands
 * still until house_at moves it, so what is made repeats to the byte. All that is returned lives until house_close, but for definitions and units,
 * and the records and viewers that point into them: an upgrade puts others in their place.
 */
#pragma once

#include "keep/instance/instance.h"
#include "keep/record/figure.h"
#include "work/act/act.h"

struct test_house {
    struct arena *arena;
    struct instance *instance;
    char folder[48];
    struct viewer owner; /* of the whole house: may do everything */
    struct arena *own;   /* of house_setup: holds this struct */
};

void house_open(struct test_house *house);
void house_open_empty(struct test_house *house); /* without any definitions: another pack is brought by the act `upgrade` */
void house_open_packs(struct test_house *house); /* with the packs we ship, all that long-bien-2021 brings */
void house_close(struct test_house *house); /* the folder goes too */
/* Moves the clock to 09:00 of that day. */
void house_at(struct test_house *house, int year, int month, int day);

/* The files of the small pack, and the same with one text of one file ("registers/outreach.yaml") replaced. */
struct definition_source house_source(struct arena *arena);
struct definition_source house_source_changed(struct arena *arena, struct definition_source source, const char *file, const char *old,
                                              const char *fresh);
/* A pack of test/data on top: `funds` (box: funds, gift: their entries, with a ledger), `plans` (plan, its goals and steps). */
struct definition_source house_source_with(struct arena *arena, struct definition_source source, const char *pack);
/* What the act `upgrade` is given for these files. */
struct node *house_files_given(struct arena *arena, struct definition_source source);

/* A map of texts: key, value, key, value …, NULL. */
struct node *house_given(struct test_house *house, const char *key, ...) __attribute__((sentinel));

/* Brings the register `petition`, with sealed fields: received_on, summary, petitioner and address (identity), id_number
 * (write_only), story (content). Written by the district's front (004.mttq). */
void house_add_petitions(struct test_house *house);
struct definition_source house_petition_source(struct arena *arena); /* version 7 of the small pack */
/* An officer of 004.mttq with a key of one's own under the passphrase "cau khoa cua NAME", and as a custodian with the
 * organisation's first key too. What the last act told in `opened` is in `*opened`, unless NULL. */
const struct viewer *house_key_person(struct test_house *house, const char *name, enum role role);
const struct viewer *house_custodian(struct test_house *house, const char *name, const struct node **opened);

/* Any act. house_try hands back what act_perform says; house_act must succeed without problems. */
MUST_CHECK bool house_try(struct test_house *house, const struct viewer *viewer, const char *act, const struct node *given,
                          struct act_answer *answer, struct failure *why);
struct act_answer house_act(struct test_house *house, const struct viewer *viewer, const char *act, const struct node *given);

/* Adds a person (password "mat khau cua NAME") with one role; house_grant gives another one. The viewer as of now, acting for `unit`. */
const struct viewer *house_person(struct test_house *house, const char *name, enum role role, const char *unit);
const struct viewer *house_grant(struct test_house *house, const char *name, enum role role, const char *unit);
/* The person as the database has them now. */
const struct viewer *house_viewer(struct test_house *house, const char *name);

/* A record written by the owner: field, value, field, value …, NULL. Its number. */
int64_t house_write(struct test_house *house, const char *register_, const char *unit, const char *field, ...) __attribute__((sentinel));
/* What `record-write` is given for it: the fields likewise. */
struct node *house_write_given(struct test_house *house, const char *register_, const char *unit, const char *field, ...)
    __attribute__((sentinel));
/* The record as it stands, and one field of it in machine form. */
const struct record *house_read(struct test_house *house, const char *register_, int64_t number);
struct text house_read_field(struct test_house *house, const char *register_, int64_t number, const char *field);
/* "register", "record" and "version" of the record as it stands: what a change of it is given. */
struct node *house_change_given(struct test_house *house, const char *register_, int64_t number);

/* A figure of a place with all below it, for a period. */
struct value house_figure(struct test_house *house, const char *figure, const char *unit, const char *period);

/* Definitions and units as of now, and a unit by code, valid today (else the newest). */
const struct house *house_now(struct test_house *house);
const struct unit *house_unit(struct test_house *house, const char *code);

/* As cmocka's setup and teardown of one test: `*state` is a struct test_house. The teardown also asks house_replays. */
int house_setup(void **state);
int house_teardown(void **state);

/* The whole journal carried out on an empty store beside it makes the same tables: prints where not, and is false. */
bool house_replays(struct test_house *house);
