/*
 * book.h — a register's book as the official form prints it, page by page.
 *
 *     struct book_request ask = {.register_ = TEXT("reception_entry"), .unit = TEXT("004.ubnd"), .from = first, .to = last, .viewer = &viewer};
 *     struct document *document;
 *     if (!book_build(instance, &ask, arena, &document, why)) …           NOT_FOUND, DENIED, TOO_BIG
 *
 * Lines come in order of day; each stands in the form that was in force on its day (keep/definition/book.h), BOOK_PAGE_LINES
 * to a page, with the form's column numbers under its titles. For those who see whole rows of that organisation. What is sealed
 * is not opened here: its column says so. The document borrows nothing from the house.
 */
#pragma once

#include "base/list.h"
#include "engine/document/document.h"
#include "keep/account/account.h"
#include "keep/instance/instance.h"

enum { BOOK_PAGE_LINES = 15, BOOK_LINES_MAX = 2000, BOOK_OPENED_MAX = 100 };

struct book_request {
    struct text register_, unit;
    struct day from, to;
    const struct viewer *viewer;
    enum language language;
    const struct list *opened; /* answers of dossier-open (const struct node *) for its lines; NULL: sealed columns say so */
};

/* Numbers of the lines whose dossiers this person may open, in the order of the book: at most BOOK_OPENED_MAX, else TOO_BIG. */
MUST_CHECK bool book_sealed(struct instance *instance, const struct book_request *request, struct arena *arena, int64_t **records,
                            size_t *count, struct failure *why);

MUST_CHECK bool book_build(struct instance *instance, const struct book_request *request, struct arena *arena,
                           struct document **document, struct failure *why);
