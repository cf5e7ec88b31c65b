/*
 * outline.h — which parts stand in a report's draft, and in which order?
 *
 * The pack's report is the outline (đề cương) as it ships. The superior sends a new one each time, so an officer copies
 * the last one, moves, drops and adds parts and picks figures in a page (users.md C14). Kept is the whole list, for one
 * report, place and period; without one the pack's own order holds.
 *
 *     struct outline outline;
 *     if (!outline_load(arena, connection, definition, report, &of, &outline, why)) …
 *     for (size_t i = 0; i < outline.count; i++) …                      outline.parts[i].section
 *
 * A part of one's own is made into the same section_definition as the pack's, so whoever prints, edits words or leaves a
 * figure out needs to know no difference. A part or figure that an upgrade took away is passed over.
 * Everything lives in the arena given.
 */
#pragma once

#include "base/list.h"
#include "keep/definition/definition.h"
#include "keep/report/draft.h"

enum { OUTLINE_PARTS_MAX = 250, OUTLINE_FIGURES_MAX = 12, OUTLINE_TITLE_MAX = 300, OUTLINES_MAX = 200 };

struct outline_part {
    struct text id;    /* the section's; a heading of the pack has "heading-3" */
    const struct section_definition *section;
    struct text kind;  /* of one's own: heading, words, figures, table; of the pack: empty */
};

struct outline {
    const struct definition *definition;
    const struct report_definition *report;
    struct outline_part *parts; /* room for OUTLINE_PARTS_MAX */
    size_t count;
    int64_t act;       /* that last changed it; 0: the pack's own */
};

MUST_CHECK bool outline_load(struct arena *arena, struct connection *connection, const struct definition *definition,
                             const struct report_definition *report, const struct draft_of *of, struct outline *outline, struct failure *why);
/* The pack's own. */
void outline_reset(struct arena *arena, const struct definition *definition, const struct report_definition *report, struct outline *outline);
struct outline_part *outline_find(const struct outline *outline, struct text id); /* NULL when it has none */
/* Parts of the pack that are not in it. items: const struct section_definition * */
void outline_dropped(struct arena *arena, const struct outline *outline, struct list *dropped);

/* Changes; false when nothing is to be done. A heading moves with all that stands under it, and is dropped alone. */
bool outline_move(struct outline *outline, struct text id, bool up);
bool outline_drop(struct outline *outline, struct text id);
/* A part of the pack, by its id or, of a heading, its Vietnamese title: behind the part it follows in the pack. */
bool outline_bring_back(struct arena *arena, struct outline *outline, struct text id);

/* A part of one's own behind `after` (empty: at the end): a heading, free words, figures in a sentence each, a table. */
struct outline_own {
    struct text kind, title, after;
    const struct text *figures; size_t figure_count;
    bool by_place;     /* a table with a row for each place below */
};
bool outline_add(struct arena *arena, struct outline *outline, const struct outline_own *own);
/* May the report print it: its reach is wide enough, and its register is not discreet. */
bool outline_may_show(const struct report_definition *report, const struct figure_definition *figure);

/* As it is kept, and read again; text that is none gives the pack's own. */
struct text outline_write(struct arena *arena, const struct outline *outline);
void outline_read(struct arena *arena, struct text kept, struct outline *outline);
/* Inside an act's transaction. `kept` empty: back to the pack's own. */
MUST_CHECK bool outline_save(struct connection *writer, const struct draft_of *of, struct text kept, int64_t act, struct failure *why);

/* Those of a report, latest first; at most OUTLINES_MAX. items: struct outline_kept * */
struct outline_kept { int64_t unit; struct text period; int64_t act; };
MUST_CHECK bool outline_list(struct arena *arena, struct connection *connection, int64_t shard, struct text report, struct list *kept, struct failure *why);

/* "I. TÌNH HÌNH" is of the first level, "1. …" of the second, "a) …" and "1.1. …" of the third. */
int outline_level(struct text heading);
