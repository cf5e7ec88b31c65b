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

#include "engine/document/document.h"
#include "keep/account/account.h"
#include "keep/instance/instance.h"

enum { BOOK_PAGE_LINES = 15, BOOK_LINES_MAX = 2000 };

struct book_request {
    struct text register_, unit;
    struct day from, to;
    const struct viewer *viewer;
    enum language language;
};

MUST_CHECK bool book_build(struct instance *instance, const struct book_request *request, struct arena *arena,
                           struct document **document, struct failure *why);
