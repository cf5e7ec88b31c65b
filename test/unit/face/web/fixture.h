/* fixture.h — an instance of the small pack in a folder of its own, with people, on 8 October 2021. */
#pragma once

#include "face/web/server.h"
#include "face/web/site_inside.h"

struct fixture {
    struct arena *arena;
    char folder[64];
    struct instance *instance;
};

#define FIXTURE_PASSWORD "mot cau de nho"

/*
 * People: quantri (administrator of 004.bdv), ghiso (recorder of 00118.kv and 00136.kv), ghiso2 (recorder of
 * 00118.kv), chuyenvien (officer of 004.bdv), moi (recorder who must change the password).
 */
void fixture_open(struct fixture *fixture);
void fixture_close(struct fixture *fixture);
/* One act as the folder's owner, from "key=value" pairs ended by NULL; "f.x=…" is a field. The number of the record. */
int64_t fixture_act(struct fixture *fixture, const char *act, const char *const *pairs);
