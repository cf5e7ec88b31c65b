/* official.c — one form, built and dropped. */
#include "support/official.h"

#include "work/paper/form.h"

void must(bool done, const struct failure *why); /* support/measure.h, whose rows are not a document's */

size_t official_build(struct instance *instance, const struct viewer *viewer, const char *form, const char *unit, const char *period)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    struct failure why;
    struct form_built built;
    const struct form_request ask = {.form = text_of(form), .unit = text_of(unit), .period = text_of(period), .viewer = viewer};
    must(form_build(instance, &ask, scratch, &built, &why), &why);
    return node_count(built.broken);
}
