/* people.c — the plan for people of Vietnam: what a list usually says of a person, and which rows are worth a look. */
#include "engine/match/match.h"

#define ATOM(field, part)                                                                                    \
    {                                                                                                        \
        PERSON_##field, PART_##part                                                                          \
    }

/* Shared are 1.7 million pairs in a million people (docs/matching.md); a surname alone is never a key: three in ten share one. */
static const struct match_plan PEOPLE = {
    .fields = {[PERSON_NAME] = {TEXT_ENTRY("họ và tên"), MATCH_NAME, -1, -1, 0},
               [PERSON_BORN] = {TEXT_ENTRY("ngày sinh"), MATCH_DAY, -1, -1, 0},
               [PERSON_IDENTITY] = {TEXT_ENTRY("số định danh"), MATCH_IDENTITY, PERSON_SEX, PERSON_BORN, 0},
               [PERSON_SEX] = {TEXT_ENTRY("giới tính"), MATCH_SEX, -1, -1, 0},
               [PERSON_PLACE] = {TEXT_ENTRY("nơi ở"), MATCH_CODE, -1, -1, 0},
               [PERSON_PHONE] = {TEXT_ENTRY("điện thoại"), MATCH_CONTACT, -1, -1, 0},
               [PERSON_ACCOUNT] = {TEXT_ENTRY("số tài khoản"), MATCH_CONTACT, -1, -1, 0}},
    .field_count = PERSON_FIELDS,
    .keys = {{{ATOM(IDENTITY, WHOLE)}, 1},
             {{ATOM(NAME, WHOLE), ATOM(BORN, YEAR)}, 2},
             {{ATOM(NAME, LAST), ATOM(BORN, WHOLE)}, 2},
             {{ATOM(NAME, LAST), ATOM(BORN, YEAR), ATOM(PLACE, WHOLE)}, 3},
             {{ATOM(NAME, WORDS), ATOM(BORN, YEAR)}, 2},
             {{ATOM(BORN, WHOLE), ATOM(PLACE, WHOLE)}, 2},
             {{ATOM(NAME, WHOLE), ATOM(PLACE, WHOLE)}, 2},
             {{ATOM(PHONE, WHOLE)}, 1},
             {{ATOM(ACCOUNT, WHOLE)}, 1},
             {{ATOM(IDENTITY, NEAR)}, 1}},
    .key_count = 10,
    .block_max = 400,
    .sure = 0.999,
    .doubtful = 0.5,
};

const struct match_plan *match_plan_people(struct arena *arena)
{
    return arena_copy(arena, &PEOPLE, sizeof PEOPLE);
}
