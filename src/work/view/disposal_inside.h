/*
 * disposal_inside.h — is anything of an organisation due for disposal, for whoever may dispose of it?
 */
#pragma once

#include "work/view/view_inside.h"

/* Puts `disposal`: {total, href} when there is something, else nothing. Reads. */
MUST_CHECK bool disposal_put_total(struct view_context *view, struct node *page, const struct unit *unit, struct failure *why);
