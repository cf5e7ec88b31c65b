/*
 * template_render.c — walks the steps with a stack of contexts.
 *
 * Indentation is owed, not written: where a source line begins the line is
 * "pending", and the first words or value on it pay. So a line that is moved in
 * twice, or whose section says nothing, still gets its indentation once.
 */
#include "engine/template/template_inside.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* The blocks a parent was given; the template around it may itself have been given some. */
struct overrides {
    const struct template *template;
    size_t begin, end;
    const struct overrides *outer;
};

struct run {
    struct buffer *out; /* or the sink */
    const struct template_sink *sink;
    enum template_escape escape;
    const struct template_set *set;
    const struct node *contexts[TEMPLATE_CONTEXTS_MAX];
    size_t context_count;
    struct text indents[TEMPLATE_PARTIALS_MAX];
    size_t indent_begin, indent_end; /* those that count here */
    size_t depth;                    /* partials, parents, blocks */
    size_t nested;                   /* calls of run_steps */
    size_t steps_left;
    bool pending;   /* a line has begun, its indentation is owed */
    bool line_open; /* a block goes on with a line already begun */
    bool too_big;
};

static void run_steps(struct run *run, const struct template *template, size_t begin, size_t end,
                      const struct overrides *overrides);

static void put(struct run *run, struct text words)
{
    if (run->out != NULL)
        buffer_add(run->out, words);
    else
        run->sink->words(run->sink->context, words);
}

static void pay_indent(struct run *run)
{
    run->line_open = false;
    if (!run->pending)
        return;
    run->pending = false;
    for (size_t i = run->indent_begin; i < run->indent_end; i++)
        if (run->indents[i].length > 0)
            put(run, run->indents[i]);
}

static void begin_line(struct run *run)
{
    if (run->line_open)
        run->line_open = false;
    else
        run->pending = true;
}

static void put_words(struct run *run, const struct step *step)
{
    if (step->begins_line)
        begin_line(run);
    struct text rest = step->words;
    while (rest.length > 0) {
        const char *newline = NULL;
        if (run->indent_begin < run->indent_end)
            newline = memchr(rest.bytes, '\n', rest.length);
        size_t length = newline == NULL ? rest.length : (size_t)(newline - rest.bytes) + 1;
        pay_indent(run);
        put(run, text_part(rest, 0, length));
        rest = text_from(rest, length);
        run->pending = rest.length > 0;
    }
}

static const char *html_of(char c)
{
    switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\'': return "&#39;";
    default: return NULL;
    }
}

static void put_html(struct buffer *out, struct text printed)
{
    size_t done = 0;
    for (size_t i = 0; i < printed.length; i++) {
        const char *html = html_of(printed.bytes[i]);
        if (html == NULL)
            continue;
        buffer_add_bytes(out, printed.bytes + done, i - done);
        buffer_add(out, text_of(html));
        done = i + 1;
    }
    buffer_add_bytes(out, printed.bytes + done, printed.length - done);
}

enum { NUMBER_ROOM = 48 };

/* 1.10 prints as 1.1: what stands behind the comma without saying anything goes. */
static struct text print_number(char room[NUMBER_ROOM], struct decimal number)
{
    while (number.scale > 0 && number.digits % 10 == 0) {
        number.digits /= 10;
        number.scale--;
    }
    uint64_t size = number.digits < 0 ? 0 - (uint64_t)number.digits : (uint64_t)number.digits;
    uint64_t unit = 1;
    for (uint8_t i = 0; i < number.scale; i++)
        unit *= 10;
    const char *sign = number.digits < 0 ? "-" : "";
    int length = number.scale == 0
                     ? snprintf(room, NUMBER_ROOM, "%s%" PRIu64, sign, size)
                     : snprintf(room, NUMBER_ROOM, "%s%" PRIu64 ".%0*" PRIu64, sign, size / unit, number.scale,
                                size % unit);
    return (struct text){room, (size_t)length};
}

static bool print_node(char room[NUMBER_ROOM], const struct node *node, struct text *printed)
{
    switch (node->kind) {
    case NODE_TRUTH: *printed = node->truth ? TEXT("true") : TEXT("false"); return true;
    case NODE_NUMBER: *printed = print_number(room, node->number); return true;
    case NODE_TEXT: *printed = node->text; return true;
    case NODE_NOTHING: *printed = (struct text){0}; return true;
    case NODE_LIST:
    case NODE_MAP: break;
    }
    return false;
}

/* Walks out from the innermost context to the first that holds the name's first part. */
static const struct node *find_value(const struct run *run, const struct step *step)
{
    if (step->part_count == 0)
        return run->context_count > 0 ? run->contexts[run->context_count - 1] : NULL;
    const struct node *node = NULL;
    for (size_t i = run->context_count; i > 0 && node == NULL; i--)
        node = node_find(run->contexts[i - 1], step->parts[0]);
    for (size_t i = 1; i < step->part_count && node != NULL; i++)
        node = node_find(node, step->parts[i]);
    return node;
}

/* A map prints, and opens a section, as what it holds under ".". */
static const struct node *said_by(const struct node *node)
{
    const struct node *said = node == NULL ? NULL : node_find(node, TEXT("."));
    return said == NULL ? node : said;
}

static void put_value(struct run *run, const struct step *step)
{
    pay_indent(run);
    char room[NUMBER_ROOM];
    const struct node *node = said_by(find_value(run, step));
    struct text printed;
    if (node == NULL || !print_node(room, node, &printed))
        return;
    if (run->out == NULL)
        run->sink->value(run->sink->context, node, printed);
    else if (step->kind == STEP_VALUE_RAW || run->escape == TEMPLATE_ESCAPE_NONE)
        buffer_add(run->out, printed);
    else
        put_html(run->out, printed);
}

static bool is_true(const struct node *node)
{
    const struct node *said = said_by(node);
    if (said == NULL)
        return false;
    switch (said->kind) {
    case NODE_NOTHING: return false;
    case NODE_TRUTH: return said->truth;
    case NODE_TEXT: return said->text.length > 0;
    case NODE_LIST: return said->list.count > 0;
    case NODE_NUMBER:
    case NODE_MAP: break;
    }
    return true;
}

static void run_with(struct run *run, const struct node *context, const struct template *template, size_t section,
                     const struct overrides *overrides)
{
    if (run->context_count == TEMPLATE_CONTEXTS_MAX) {
        run->too_big = true;
        return;
    }
    run->contexts[run->context_count++] = context;
    run_steps(run, template, section + 1, template->steps[section].end, overrides);
    run->context_count--;
}

static void run_section(struct run *run, const struct template *template, size_t section,
                        const struct overrides *overrides)
{
    const struct node *node = find_value(run, &template->steps[section]);
    if (!is_true(node))
        return;
    if (node->kind != NODE_LIST) {
        run_with(run, node, template, section, overrides);
        return;
    }
    for (size_t i = 0; i < node->list.count && !run->too_big; i++)
        run_with(run, node->list.items[i], template, section, overrides);
}

/* One level deeper, moved in by one more indent; false when that is too deep. */
static bool go_in(struct run *run, struct text indent)
{
    if (run->depth == TEMPLATE_PARTIALS_MAX) {
        run->too_big = true;
        return false;
    }
    run->depth++;
    run->indents[run->indent_end++] = indent;
    return true;
}

static void go_out(struct run *run)
{
    run->depth--;
    run->indent_end--;
}

/* A partial inside a line moves nothing in: only its own line carries the indentation around it. */
static void run_partial(struct run *run, const struct step *step, const struct overrides *overrides)
{
    const struct template *partial = template_set_find(run->set, step->words);
    if (partial == NULL)
        return;
    size_t begin = run->indent_begin;
    if (!step->standalone) {
        pay_indent(run);
        run->indent_begin = run->indent_end;
    }
    if (go_in(run, step->indent)) {
        run_steps(run, partial, 0, partial->count, overrides);
        go_out(run);
    }
    run->indent_begin = begin;
}

static bool find_block(const struct overrides *overrides, struct text name, size_t *block)
{
    const struct step *steps = overrides->template->steps;
    for (size_t i = overrides->begin; i < overrides->end; i = steps[i].kind == STEP_BLOCK ? steps[i].end : i + 1) {
        if (steps[i].kind != STEP_BLOCK || !text_equal(steps[i].words, name))
            continue;
        *block = i;
        return true;
    }
    return false;
}

/* The outermost override wins, and is itself open only to those outside of it. */
static void run_block(struct run *run, const struct template *template, size_t block, const struct overrides *overrides)
{
    const struct step *site = &template->steps[block];
    const struct overrides *given = NULL;
    size_t body = block;
    for (const struct overrides *o = overrides; o != NULL; o = o->outer)
        if (find_block(o, site->words, &body))
            given = o;
    if (!go_in(run, given != NULL || site->standalone ? site->indent : (struct text){0}))
        return;
    if (site->standalone)
        run->pending = true;
    else
        run->line_open = given != NULL && !run->pending;
    if (given == NULL)
        run_steps(run, template, block + 1, site->end, overrides);
    else
        run_steps(run, given->template, body + 1, given->template->steps[body].end, given->outer);
    run->line_open = false;
    go_out(run);
}

static void run_parent(struct run *run, const struct template *template, size_t parent,
                       const struct overrides *overrides)
{
    const struct step *step = &template->steps[parent];
    struct overrides given = {.template = template, .begin = parent + 1, .end = step->end, .outer = overrides};
    run_partial(run, step, &given);
}

static bool may_go_on(struct run *run)
{
    if (run->steps_left == 0 || (run->out != NULL && run->out->full))
        run->too_big = true;
    else
        run->steps_left--;
    return !run->too_big;
}

static void run_steps(struct run *run, const struct template *template, size_t begin, size_t end,
                      const struct overrides *overrides)
{
    if (run->nested == TEMPLATE_CONTEXTS_MAX) {
        run->too_big = true;
        return;
    }
    run->nested++;
    size_t i = begin;
    while (i < end && may_go_on(run)) {
        const struct step *step = &template->steps[i];
        switch (step->kind) {
        case STEP_WORDS: put_words(run, step); break;
        case STEP_VALUE:
        case STEP_VALUE_RAW: put_value(run, step); break;
        case STEP_SECTION: run_section(run, template, i, overrides); break;
        case STEP_INVERTED:
            if (!is_true(find_value(run, step)))
                run_steps(run, template, i + 1, step->end, overrides);
            break;
        case STEP_PARTIAL: run_partial(run, step, overrides); break;
        case STEP_PARENT: run_parent(run, template, i, overrides); break;
        case STEP_BLOCK: run_block(run, template, i, overrides); break;
        }
        i = step->end > 0 ? step->end : i + 1;
    }
    run->nested--;
}

/* Says whether it came to its end. */
static bool run_all(struct run *run, const struct template *template, const struct node *root)
{
    run->steps_left = TEMPLATE_STEPS_MAX;
    if (root != NULL)
        run->contexts[run->context_count++] = root;
    run_steps(run, template, 0, template->count, NULL);
    return !run->too_big;
}

void template_render(struct buffer *out, const struct template_set *set, const struct template *template,
                     const struct node *root, enum template_escape escape)
{
    struct run run = {.out = out, .set = set, .escape = escape};
    if (!run_all(&run, template, root))
        out->full = true;
}

bool template_render_to(const struct template_sink *sink, const struct template_set *set,
                        const struct template *template, const struct node *root, struct failure *why)
{
    struct run run = {.sink = sink, .set = set};
    if (run_all(&run, template, root))
        return true;
    return FAIL(why, FAILURE_TOO_BIG, "template %.*s goes past a limit of rendering", TEXT_ARGS(template->name));
}
