/*
 * template.h — how words and values become a page or a paragraph: Mustache.
 *
 * A template is read once into a flat list of steps and rendered many times, from
 * any thread. What it may say is the Mustache specification 1.4 (comments,
 * delimiters, interpolation, sections, inverted, partials) and its inheritance;
 * no lambdas, no dynamic names.
 *
 *     struct template_set *set = template_set_make(arena);
 *     template_set_put(set, template_read(arena, TEXT("page"), source, &problems));
 *     template_render(&out, set, template_set_find(set, TEXT("page")), root, TEMPLATE_ESCAPE_HTML);
 *     if (!buffer_ok(&out, why)) …
 *
 * A name that leads nowhere prints nothing. A map prints what it holds under the key
 * ".", so that {{units}} and {{units.names}} can both be said. Nothing, false, the empty text and the
 * empty list close a section; every other value opens it, the number 0 too: zero
 * is an answer. Numbers print in machine form; whoever shows people a number puts
 * it into the tree as text. {{{x}}} and {{&x}} print without escaping.
 *
 * Templates, sets and what they name live in the arena given; name and source are
 * borrowed and must live as long.
 */
#pragma once

#include "base/buffer.h"
#include "base/node.h"
#include "base/problem.h"

enum {
    TEMPLATE_SOURCE_MAX = 1 << 18,     /* bytes; more is a problem */
    TEMPLATE_SECTIONS_MAX = 32,        /* sections inside sections in one template; more is a problem */
    TEMPLATE_PARTIALS_MAX = 32,        /* partials, parents and blocks inside each other while rendering; more is too big */
    TEMPLATE_CONTEXTS_MAX = 256,       /* sections inside sections while rendering; more is too big */
    TEMPLATE_STEPS_MAX = 50 * 1000000, /* steps of one rendering; more is too big */
};

struct template;
struct template_set;

/* NULL when the source is not a template; why is in `problems`, whose places carry `name` as file. */
struct template *template_read(struct arena *arena, struct text name, struct text source, struct problems *problems);
struct text template_name(const struct template *template);

/* A name a template reads ("total", "units.names"; never "."), in the order of writing. */
struct template_name {
    struct text name;
    uint32_t line, column; /* of its tag */
    bool section;          /* {{#name}} or {{^name}}, else {{name}} */
    uint32_t inside;       /* {{#sections}} around it, whose items may answer for it */
};
const struct template_name *template_names(const struct template *template, size_t *count);

/* The templates that partials {{>name}} and parents {{<name}} are looked for in. */
struct template_set *template_set_make(struct arena *arena);
void template_set_put(struct template_set *set, const struct template *template); /* NULL is passed over */
const struct template *template_set_find(const struct template_set *set, struct text name);

/* HTML serves XML and SVG, between tags and in quoted attributes. */
enum template_escape { TEMPLATE_ESCAPE_NONE, TEMPLATE_ESCAPE_HTML };

/*
 * Adds the rendering to `out`; `set` may be NULL. When the buffer's ceiling or a
 * limit of rendering is met it stops and leaves the buffer full, so that buffer_ok
 * says FAILURE_TOO_BIG.
 */
void template_render(struct buffer *out, const struct template_set *set, const struct template *template,
                     const struct node *root, enum template_escape escape);

/*
 * The same in pieces, nothing escaped: the report builder catches bound figures by
 * node->bound. Texts are good for the call only. A name that leads nowhere calls nothing.
 */
struct template_sink {
    void *context;
    void (*words)(void *context, struct text text);
    void (*value)(void *context, const struct node *node, struct text printed);
};

/* FAILURE_TOO_BIG past a limit; pieces already given stay given. */
MUST_CHECK bool template_render_to(const struct template_sink *sink, const struct template_set *set,
                                   const struct template *template, const struct node *root, struct failure *why);
