/* imports_inside.h — may this person see an import: its maker, and whoever writes for its organisation. */
#pragma once

#include "keep/import/import.h"
#include "work/view/view_inside.h"

bool import_is_seen(const struct view_context *view, const struct register_definition *register_, const struct import *import,
                    const struct unit *unit);
