/*
 * assets.h — which files travel inside the program?
 *
 *     struct text css;
 *     if (asset_find(TEXT("assets/danvan.css"), &css)) …
 *
 * The build (tools/embed.py) makes the table from templates/, words/ and assets/, sorted by path.
 */
#pragma once

#include "base/text.h"

struct asset {
    const char *path; /* "templates/layout.mustache", "assets/danvan.css", "words/vi.yaml" */
    const unsigned char *bytes;
    unsigned long length;
};

extern const struct asset assets[];
extern const unsigned long assets_count;

/* False when there is none of that path. */
bool asset_find(struct text path, struct text *bytes);
