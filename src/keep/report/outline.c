/* outline.c — the pack's order of a report changed by hand: read, moved, dropped, added, kept as JSON. */
#include "keep/report/outline.h"

#include "base/buffer.h"
#include "engine/codec/json.h"
#include "keep/store/statement.h"

#define SQL(id, name, text, postgres) static const struct sql id __attribute__((unused)) = {name, text, postgres};
#include "keep/report/report_sql.def"
#undef SQL

enum { OUTLINE_BYTES_MAX = 1 << 19, OUTLINE_READ_PROBLEMS = 5 };

int outline_level(struct text heading)
{
    if (heading.length == 0 || !(heading.bytes[0] >= '0' && heading.bytes[0] <= '9'))
        return heading.length > 1 && heading.bytes[1] == ')' ? 3 : 1;
    return text_contains(text_part(heading, 0, 4), TEXT(".")) && heading.length > 2 && heading.bytes[2] >= '0' && heading.bytes[2] <= '9' ? 3 : 2;
}

bool outline_may_show(const struct report_definition *report, const struct figure_definition *figure)
{
    return figure->reach >= report->reach && !figure->register_->discreet;
}

/* ---- the pack's own ---- */

void outline_reset(struct arena *arena, const struct definition *definition, const struct report_definition *report, struct outline *outline)
{
    *outline = (struct outline){.definition = definition, .report = report,
                                .parts = arena_make_many(arena, OUTLINE_PARTS_MAX, sizeof *outline->parts)};
    for (size_t i = 0; i < report->section_count && outline->count < OUTLINE_PARTS_MAX; i++) {
        const struct section_definition *section = &report->sections[i];
        struct text id = section->kind == SECTION_HEADING ? text_format(arena, "heading-%zu", i + 1) : section->id;
        outline->parts[outline->count++] = (struct outline_part){.id = id, .section = section};
    }
}

struct outline_part *outline_find(const struct outline *outline, struct text id)
{
    for (size_t i = 0; i < outline->count; i++)
        if (id.length > 0 && text_equal(outline->parts[i].id, id))
            return &outline->parts[i];
    return NULL;
}

/* A heading of the pack is known by its words: it has no other name that stays. */
static bool same_section(const struct section_definition *one, const struct section_definition *other)
{
    if (one->kind == SECTION_HEADING || other->kind == SECTION_HEADING)
        return one->kind == other->kind && text_equal(one->title.vi, other->title.vi);
    return text_equal(one->id, other->id);
}

static bool holds(const struct outline *outline, const struct section_definition *section)
{
    for (size_t i = 0; i < outline->count; i++)
        if (same_section(outline->parts[i].section, section))
            return true;
    return false;
}

void outline_dropped(struct arena *arena, const struct outline *outline, struct list *dropped)
{
    *dropped = (struct list){0};
    for (size_t i = 0; i < outline->report->section_count; i++)
        if (!holds(outline, &outline->report->sections[i]))
            list_add(dropped, arena, (void *)(uintptr_t)&outline->report->sections[i]);
}

/* ---- parts of one's own ---- */

static struct text sentence_of(struct arena *arena, const struct figure_definition *figure, bool english)
{
    enum language language = english ? LANGUAGE_EN : LANGUAGE_VI;
    struct text title = title_in(figure->title, language), unit = title_in(figure->unit, language);
    return text_format(arena, "%.*s: {{%.*s}}%s%.*s.", TEXT_ARGS(title), TEXT_ARGS(figure->name), unit.length > 0 ? " " : "", TEXT_ARGS(unit));
}

static struct title sentences_of(struct arena *arena, const struct figure_definition *const *figures, size_t count)
{
    struct text vi[OUTLINE_FIGURES_MAX], en[OUTLINE_FIGURES_MAX];
    for (size_t i = 0; i < count; i++) {
        vi[i] = sentence_of(arena, figures[i], false);
        en[i] = sentence_of(arena, figures[i], true);
    }
    return (struct title){text_join(arena, vi, count, TEXT(" ")), text_join(arena, en, count, TEXT(" "))};
}

/* The level of places that the pack's own charts and tables are made for. */
static struct text level_of_report(const struct report_definition *report)
{
    for (size_t i = 0; i < report->section_count; i++)
        if (report->sections[i].by.length > 0)
            return report->sections[i].by;
    return (struct text){0};
}

static const struct figure_definition **figures_of(struct arena *arena, const struct outline *outline, const struct outline_own *own, size_t *count)
{
    const struct figure_definition **figures = arena_make_many(arena, OUTLINE_FIGURES_MAX, sizeof *figures);
    *count = 0;
    for (size_t i = 0; i < own->figure_count && *count < OUTLINE_FIGURES_MAX; i++) {
        const struct figure_definition *figure = definition_figure(outline->definition, own->figures[i]);
        if (figure && outline_may_show(outline->report, figure))
            figures[(*count)++] = figure;
    }
    return figures;
}

/* NULL when it is of no kind, or would show nothing. */
static const struct section_definition *section_of(struct arena *arena, const struct outline *outline, struct text id, const struct outline_own *own)
{
    size_t count;
    const struct figure_definition **figures = figures_of(arena, outline, own, &count);
    struct section_definition *section = arena_make(arena, sizeof *section);
    *section = (struct section_definition){.id = id, .title = {own->title, own->title}};
    if (text_is(own->kind, "heading")) {
        section->kind = SECTION_HEADING;
        section->id = (struct text){0};
        return own->title.length > 0 ? section : NULL;
    }
    if (text_is(own->kind, "words")) {
        section->kind = SECTION_WORDS;
        return section;
    }
    if (count == 0)
        return NULL;
    if (text_is(own->kind, "figures")) {
        section->kind = SECTION_TEXT;
        section->text = sentences_of(arena, figures, count);
        section->uses = figures;
        section->use_count = count;
        return section;
    }
    section->kind = SECTION_TABLE;
    section->figures = figures;
    section->figure_count = count;
    section->compare = true;
    section->by = own->by_place ? level_of_report(outline->report) : (struct text){0};
    if (own->title.length == 0)
        section->title = figures[0]->title;
    return text_is(own->kind, "table") ? section : NULL;
}

static void insert(struct outline *outline, size_t at, struct outline_part part)
{
    for (size_t i = outline->count++; i > at; i--)
        outline->parts[i] = outline->parts[i - 1];
    outline->parts[at] = part;
}

static struct text own_id(struct arena *arena, const struct outline *outline)
{
    for (size_t number = 1;; number++) {
        struct text id = text_format(arena, "own-%zu", number);
        if (!outline_find(outline, id))
            return id;
    }
}

bool outline_add(struct arena *arena, struct outline *outline, const struct outline_own *own)
{
    const struct outline_part *after = outline_find(outline, own->after);
    if (outline->count == OUTLINE_PARTS_MAX)
        return false;
    struct text id = own_id(arena, outline);
    const struct section_definition *section = section_of(arena, outline, id, own);
    if (section)
        insert(outline, after ? (size_t)(after - outline->parts) + 1 : outline->count, (struct outline_part){id, section, own->kind});
    return section != NULL;
}

/* ---- moving, dropping, bringing back ---- */

static int level_at(const struct outline *outline, size_t at)
{
    const struct section_definition *section = outline->parts[at].section;
    return section->kind == SECTION_HEADING ? outline_level(section->title.vi) : 0;
}

/* Behind the last part that moves with this one. */
static size_t block_end(const struct outline *outline, size_t at)
{
    int level = level_at(outline, at);
    size_t end = at + 1;
    while (level > 0 && end < outline->count && (level_at(outline, end) == 0 || level_at(outline, end) > level) &&
           outline->parts[end].section->annex == outline->parts[at].section->annex)
        end++;
    return end;
}

/* What stands in front of `at` and may change places with it: a part, or for a heading the block of one no lower. */
static bool block_before(const struct outline *outline, size_t at, size_t *begin)
{
    int level = level_at(outline, at);
    for (size_t i = at; i-- > 0;) {
        bool same_half = outline->parts[i].section->annex == outline->parts[at].section->annex;
        bool fits = level == 0 || (level_at(outline, i) > 0 && level_at(outline, i) <= level);
        if (same_half && fits) {
            *begin = i;
            return true;
        }
    }
    return false;
}

/* What stands behind [at, end) and may change places with it, up to `*stop`. Behind a heading of a higher level it comes first. */
static bool block_after(const struct outline *outline, size_t at, size_t end, size_t *begin, size_t *stop)
{
    int level = level_at(outline, at);
    for (size_t i = end; i < outline->count; i++) {
        bool same_half = outline->parts[i].section->annex == outline->parts[at].section->annex;
        bool fits = level == 0 || (level_at(outline, i) > 0 && level_at(outline, i) <= level);
        if (same_half && fits) {
            *begin = i;
            *stop = level > 0 && level_at(outline, i) == level ? block_end(outline, i) : i + 1;
            return true;
        }
    }
    return false;
}

/* [begin, middle) and [middle, end) change places. */
static void rotate(struct outline *outline, size_t begin, size_t middle, size_t end)
{
    for (size_t moved = middle; moved < end; moved++) {
        struct outline_part part = outline->parts[moved];
        size_t to = begin + (moved - middle);
        for (size_t i = moved; i > to; i--)
            outline->parts[i] = outline->parts[i - 1];
        outline->parts[to] = part;
    }
}

bool outline_move(struct outline *outline, struct text id, bool up)
{
    struct outline_part *part = outline_find(outline, id);
    size_t begin, stop;
    if (!part)
        return false;
    size_t at = (size_t)(part - outline->parts), end = block_end(outline, at);
    if (up) {
        if (!block_before(outline, at, &begin))
            return false;
        rotate(outline, begin, at, end);
        return true;
    }
    if (!block_after(outline, at, end, &begin, &stop))
        return false;
    rotate(outline, at, begin, stop);
    return true;
}

bool outline_drop(struct outline *outline, struct text id)
{
    struct outline_part *part = outline_find(outline, id);
    if (!part)
        return false;
    outline->count--;
    for (size_t i = (size_t)(part - outline->parts); i < outline->count; i++)
        outline->parts[i] = outline->parts[i + 1];
    return true;
}

static size_t place_in_pack(const struct outline *outline, size_t index)
{
    const struct report_definition *report = outline->report;
    for (size_t before = index; before-- > 0;)
        for (size_t i = 0; i < outline->count; i++)
            if (same_section(outline->parts[i].section, &report->sections[before]))
                return i + 1;
    return 0;
}

bool outline_bring_back(struct arena *arena, struct outline *outline, struct text id)
{
    const struct report_definition *report = outline->report;
    for (size_t i = 0; i < report->section_count; i++) {
        const struct section_definition *section = &report->sections[i];
        bool heading = section->kind == SECTION_HEADING;
        if (id.length == 0 || !text_equal(heading ? section->title.vi : section->id, id) || holds(outline, section) ||
            outline->count == OUTLINE_PARTS_MAX)
            continue;
        insert(outline, place_in_pack(outline, i), (struct outline_part){.id = heading ? own_id(arena, outline) : section->id, .section = section});
        return true;
    }
    return false;
}

/* ---- as it is kept ---- */

static struct node *part_node(struct arena *arena, const struct outline_part *part)
{
    const struct section_definition *section = part->section;
    struct node *node = node_map(arena);
    node_put(node, "id", node_text(arena, part->id));
    if (part->kind.length == 0) {
        if (section->kind == SECTION_HEADING)
            node_put(node, "pack", node_text(arena, section->title.vi));
        return node;
    }
    node_put(node, "kind", node_text(arena, part->kind));
    node_put(node, "title", node_text(arena, section->title.vi));
    struct node *figures = node_put(node, "figures", node_list(arena));
    bool sentences = section->kind == SECTION_TEXT;
    for (size_t i = 0; i < (sentences ? section->use_count : section->figure_count); i++)
        node_append(figures, node_text(arena, (sentences ? section->uses[i] : section->figures[i])->name));
    node_put(node, "by_place", node_truth(arena, section->by.length > 0));
    return node;
}

struct text outline_write(struct arena *arena, const struct outline *outline)
{
    struct node *list = node_list(arena);
    struct buffer out;
    for (size_t i = 0; i < outline->count; i++)
        node_append(list, part_node(arena, &outline->parts[i]));
    buffer_init(&out, OUTLINE_BYTES_MAX);
    json_write(&out, list);
    struct text kept = text_copy(arena, buffer_text(&out));
    buffer_clear(&out);
    return kept;
}

static const struct section_definition *of_the_pack(const struct report_definition *report, struct text id, struct text heading)
{
    for (size_t i = 0; i < report->section_count; i++) {
        const struct section_definition *section = &report->sections[i];
        if (section->kind == SECTION_HEADING ? heading.length > 0 && text_equal(section->title.vi, heading) : text_equal(section->id, id))
            return section;
    }
    return NULL;
}

static void read_part(struct arena *arena, const struct node *node, struct outline *outline)
{
    struct text id = node_text_at(node, "id"), names[OUTLINE_FIGURES_MAX], heading = node_text_at(node, "pack");
    const struct node *figures = node_at(node, "figures"), *by_place = node_at(node, "by_place");
    struct outline_own own = {.kind = node_text_at(node, "kind"), .title = node_text_at(node, "title"), .figures = names,
                              .by_place = by_place && by_place->kind == NODE_TRUTH && by_place->truth};
    for (size_t i = 0; figures && figures->kind == NODE_LIST && i < node_count(figures) && i < OUTLINE_FIGURES_MAX; i++)
        if (figures->list.items[i]->kind == NODE_TEXT)
            names[own.figure_count++] = figures->list.items[i]->text;
    if (id.length == 0 || outline_find(outline, id))
        return;
    const struct section_definition *section = own.kind.length > 0 ? section_of(arena, outline, id, &own) : of_the_pack(outline->report, id, heading);
    if (section && outline->count < OUTLINE_PARTS_MAX)
        outline->parts[outline->count++] = (struct outline_part){id, section, own.kind};
}

void outline_read(struct arena *arena, struct text kept, struct outline *outline)
{
    struct problems problems;
    struct node *list;
    problems_init(&problems, arena, OUTLINE_READ_PROBLEMS);
    if (!json_read(arena, TEXT("outline"), kept, &list, &problems) || list->kind != NODE_LIST)
        return;
    outline->count = 0;
    for (size_t i = 0; i < node_count(list); i++)
        if (list->list.items[i]->kind == NODE_MAP)
            read_part(arena, list->list.items[i], outline);
}

bool outline_load(struct arena *arena, struct connection *connection, const struct definition *definition,
                  const struct report_definition *report, const struct draft_of *of, struct outline *outline, struct failure *why)
{
    struct store_value key[] = {store_int64(of->shard), store_text(of->report), store_int64(of->unit), store_text(of->period)};
    struct statement *row;
    if (!store_find(connection, &OUTLINE_OF, key, LENGTH_OF(key), &row, why))
        return false;
    outline_reset(arena, definition, report, outline);
    if (!row)
        return true;
    outline_read(arena, text_copy(arena, statement_text(row, 0)), outline);
    outline->act = statement_int64(row, 1);
    return true;
}

bool outline_save(struct connection *writer, const struct draft_of *of, struct text kept, int64_t act, struct failure *why)
{
    struct store_value row[] = {store_int64(of->shard), store_text(of->report), store_int64(of->unit),
                                store_text(of->period), store_text(kept),       store_int64(act)};
    return kept.length > 0 ? store_run(writer, &OUTLINE_SAVE, row, LENGTH_OF(row), why) : store_run(writer, &OUTLINE_DROP, row, 4, why);
}

bool outline_list(struct arena *arena, struct connection *connection, int64_t shard, struct text report, struct list *kept, struct failure *why)
{
    struct store_value key[] = {store_int64(shard), store_text(report), store_int64(OUTLINES_MAX)};
    struct statement *row_of;
    struct list found = {0};
    if (!store_select(connection, &OUTLINE_LIST, key, LENGTH_OF(key), &row_of, why))
        return false;
    while (statement_next(row_of, why)) {
        const struct outline_kept one = {statement_int64(row_of, 0), text_copy(arena, statement_text(row_of, 1)), statement_int64(row_of, 2)};
        list_add(&found, arena, arena_copy(arena, &one, sizeof one));
    }
    if (!statement_sound(row_of))
        return false;
    *kept = found;
    return true;
}
