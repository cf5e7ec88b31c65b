/*
 * saved_inside.h — what the list of a register and its saved ways of looking share.
 */
#pragma once

#include "work/view/seen_inside.h"

/* The list's address as it was asked, without the keys named in `skip`, and with `also` behind: for links that sort, page, save. */
struct text entries_address(const struct view_context *view, const struct register_definition *register_, const char *skip, const char *also);
/* `saved`: {name, href, shared, own, drop_href}, has_saved; and save_href where something is asked for. Reads. */
MUST_CHECK bool saved_put(struct view_context *view, struct node *page, const struct register_definition *register_, struct failure *why);
