/*
 * template_read.c — from matched tags to the flat list of steps.
 */
#include "engine/template/template_inside.h"

struct building {
    const struct template_reading *reading;
    const struct tags *tags;
    struct template *template;
    size_t open[TEMPLATE_SECTIONS_MAX]; /* steps whose end is not known yet */
    size_t depth;
    uint32_t sections; /* how many of them are {{#sections}} */
};

static struct step *add_step(struct building *building, enum step_kind kind, struct text words)
{
    struct template *template = building->template;
    template->steps = template_grown(building->reading->arena, template->steps, template->count, &template->room,
                                     sizeof *template->steps);
    struct step *step = &template->steps[template->count++];
    *step = (struct step){.kind = kind, .words = words};
    return step;
}

static void add_name(struct building *building, const struct tag *tag)
{
    if (text_is(tag->words, "."))
        return;
    struct template *template = building->template;
    template->names = template_grown(building->reading->arena, template->names, template->name_count,
                                     &template->name_room, sizeof *template->names);
    bool section = tag->kind == TAG_SECTION || tag->kind == TAG_INVERTED;
    template->names[template->name_count++] = (struct template_name){
        .name = tag->words, .line = tag->line, .column = tag->column, .section = section, .inside = building->sections};
}

static void set_parts(struct building *building, struct step *step)
{
    if (text_is(step->words, "."))
        return;
    size_t count = 1;
    for (size_t i = 0; i < step->words.length; i++)
        count += step->words.bytes[i] == '.' ? 1 : 0;
    step->parts = arena_make_many(building->reading->arena, count, sizeof *step->parts);
    struct text rest = step->words;
    while (step->part_count < count && text_next(&rest, '.', &step->parts[step->part_count]))
        step->part_count++;
}

/* Words that follow each other in the source stay one step. */
static void build_words(struct building *building, const struct tag *tag)
{
    if (tag->dropped)
        return;
    struct text words = tag->words;
    if (tag->begins_line)
        words = text_from(words, tag->strip < words.length ? tag->strip : words.length - text_ends(words, TEXT("\n")));
    struct template *template = building->template;
    struct step *last = template->count > 0 ? &template->steps[template->count - 1] : NULL;
    if (last != NULL && last->kind == STEP_WORDS && tag->begins_line && last->words.length > 0 &&
        last->words.bytes + last->words.length == words.bytes) {
        last->words.length += words.length;
        return;
    }
    struct step *step = add_step(building, STEP_WORDS, words);
    step->begins_line = tag->begins_line;
}

static void build_opener(struct building *building, const struct tag *tag, enum step_kind kind)
{
    struct step *step = add_step(building, kind, tag->words);
    step->indent = tag->indent;
    step->standalone = tag->standalone;
    if (kind == STEP_SECTION || kind == STEP_INVERTED) {
        set_parts(building, step);
        add_name(building, tag);
    }
    building->open[building->depth++] = building->template->count - 1;
    building->sections += kind == STEP_SECTION ? 1 : 0;
}

static void build_close(struct building *building)
{
    struct template *template = building->template;
    struct step *opener = &template->steps[building->open[--building->depth]];
    opener->end = template->count;
    building->sections -= opener->kind == STEP_SECTION ? 1 : 0;
}

static void build_value(struct building *building, const struct tag *tag, enum step_kind kind)
{
    set_parts(building, add_step(building, kind, tag->words));
    add_name(building, tag);
}

static void build_partial(struct building *building, const struct tag *tag)
{
    struct step *step = add_step(building, STEP_PARTIAL, tag->words);
    step->indent = tag->indent;
    step->standalone = tag->standalone;
}

static void build_tag(struct building *building, const struct tag *tag)
{
    if (tag->kind != TAG_WORDS && tag->begins_line && !tag->standalone && !tag->in_parent)
        add_step(building, STEP_WORDS, (struct text){0})->begins_line = true;
    switch (tag->kind) {
    case TAG_WORDS: build_words(building, tag); break;
    case TAG_VALUE: build_value(building, tag, STEP_VALUE); break;
    case TAG_VALUE_RAW: build_value(building, tag, STEP_VALUE_RAW); break;
    case TAG_SECTION: build_opener(building, tag, STEP_SECTION); break;
    case TAG_INVERTED: build_opener(building, tag, STEP_INVERTED); break;
    case TAG_PARENT: build_opener(building, tag, STEP_PARENT); break;
    case TAG_BLOCK: build_opener(building, tag, STEP_BLOCK); break;
    case TAG_PARTIAL: build_partial(building, tag); break;
    case TAG_CLOSE: build_close(building); break;
    case TAG_SILENT: break;
    }
}

static void build(struct building *building)
{
    const struct tags *tags = building->tags;
    for (size_t i = 0; i < tags->count; i++) {
        const struct tag *tag = &tags->items[i];
        bool counts = !tag->in_parent || tag->kind == TAG_BLOCK ||
                      (tag->kind == TAG_CLOSE && tags->items[tag->match].kind == TAG_BLOCK);
        if (counts)
            build_tag(building, tag);
        else if (tag_opens(tag->kind))
            i = tag->match;
    }
}

struct template *template_read(struct arena *arena, struct text name, struct text source, struct problems *problems)
{
    struct template_reading reading = {.arena = arena, .name = name, .source = source, .problems = problems};
    if (source.length > TEMPLATE_SOURCE_MAX) {
        template_problem(&reading, 0, 0, "template.too-big", (struct text){0}, (struct text){0});
        return NULL;
    }
    if (!text_is_utf8(source)) {
        template_problem(&reading, 0, 0, "template.utf8", (struct text){0}, (struct text){0});
        return NULL;
    }
    struct tags tags = {0};
    if (!template_scan(&reading, &tags) || !template_layout(&reading, &tags))
        return NULL;
    struct template *template = arena_make(arena, sizeof *template);
    template->name = name;
    struct building building = {.reading = &reading, .tags = &tags, .template = template};
    build(&building);
    return template;
}

struct text template_name(const struct template *template)
{
    return template->name;
}

const struct template_name *template_names(const struct template *template, size_t *count)
{
    *count = template->name_count;
    return template->names;
}
