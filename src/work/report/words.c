/*
 * words.c — a section's text: rendered in pieces, its numbers bound, its sentences kept or dropped.
 *
 * A sentence whose figures are all left out goes with them. Where others remain, the place of
 * the one left out shows "…" and the officer is told. A new line begins a new paragraph.
 */
#include "work/report/report_inside.h"

#include "base/buffer.h"
#include "engine/template/template.h"

enum { PLAIN_MAX = 1 << 20, WORDING_PROBLEMS = 20 };

struct piece {
    struct text text;
    const struct printed *printed; /* NULL: words */
};

struct wording {
    struct building *building;
    const struct section_definition *section;
    struct list sentence; /* struct piece *, until its end is seen */
    size_t figures, gaps; /* in it */
    bool begun;           /* something of this section is printed */
    bool new_line;        /* the next piece begins a paragraph */
    struct buffer plain;
};

/* ---- printing ---- */

static struct runs *paragraph_of(struct wording *wording)
{
    struct building *building = wording->building;
    enum paragraph_style style = wording->section->kind == SECTION_WORDS ? PARAGRAPH_OPINION : PARAGRAPH_BODY;
    bool goes_on = building->open && !wording->new_line && (wording->begun || wording->section->joins);
    if (goes_on && !wording->begun)
        run_text(building->open, TEXT(" "));
    if (!goes_on) {
        report_begin_content(building);
        building->open = document_paragraph(building->built->document, style);
        if (wording->begun)
            buffer_add_char(&wording->plain, '\n');
    }
    wording->begun = true;
    wording->new_line = false;
    return building->open;
}

static void print_piece(struct wording *wording, const struct piece *piece)
{
    struct building *building = wording->building;
    if (piece->printed && piece->printed->gap) {
        run_text(paragraph_of(wording), TEXT("…"));
        buffer_add(&wording->plain, TEXT("…"));
    } else if (piece->printed) {
        struct runs *runs = paragraph_of(wording);
        report_print_number(building, runs, piece->printed);
        buffer_add(&wording->plain, piece->text);
        if (piece->printed->bound.value.kind == VALUE_UNKNOWN)
            report_warn(building, wording->section->id, "report.unknown-figure", report_title(building, piece->printed->figure->title),
                        (struct text){0});
    } else if (piece->text.length > 0) {
        run_text(paragraph_of(wording), piece->text);
        buffer_add(&wording->plain, piece->text);
    }
}

static void end_sentence(struct wording *wording)
{
    struct building *building = wording->building;
    bool dropped = wording->gaps > 0 && wording->figures == 0;
    if (wording->gaps > 0 && !dropped)
        report_warn(building, wording->section->id, "report.gap", (struct text){0}, (struct text){0});
    for (size_t i = 0; !dropped && i < wording->sentence.count; i++)
        print_piece(wording, wording->sentence.items[i]);
    wording->sentence.count = 0;
    wording->figures = wording->gaps = 0;
}

/* ---- gathering pieces into sentences ---- */

static void add_piece(struct wording *wording, struct text text, const struct printed *printed)
{
    struct arena *arena = wording->building->arena;
    const struct piece piece = {text_copy(arena, text), printed};
    list_add(&wording->sentence, arena, arena_copy(arena, &piece, sizeof piece));
}

static bool is_capital(char c)
{
    return c >= 'A' && c <= 'Z';
}

/* A full stop before a space ends a sentence, but not behind an abbreviation such as "TP." or a number "1.". */
static bool ends_here(struct text text, size_t at)
{
    if (text.bytes[at] != '.' || at + 1 >= text.length || text.bytes[at + 1] != ' ')
        return false;
    return at == 0 || (!is_capital(text.bytes[at - 1]) && !(text.bytes[at - 1] >= '0' && text.bytes[at - 1] <= '9'));
}

static void take_line(struct wording *wording, struct text line)
{
    size_t begin = 0;
    for (size_t i = 0; i < line.length; i++) {
        if (!ends_here(line, i))
            continue;
        add_piece(wording, text_part(line, begin, i + 1 - begin), NULL);
        end_sentence(wording);
        begin = i + 1;
        /* The space opens the next sentence, so that a dropped one takes its own along. */
        if (!wording->begun)
            begin++;
    }
    if (begin < line.length)
        add_piece(wording, text_from(line, begin), NULL);
}

static void take_words(void *context, struct text text)
{
    struct wording *wording = context;
    size_t begin = 0;
    for (size_t i = 0; i <= text.length; i++) {
        if (i < text.length && text.bytes[i] != '\n')
            continue;
        take_line(wording, text_part(text, begin, i - begin));
        if (i < text.length) {
            end_sentence(wording);
            wording->new_line = wording->begun;
        }
        begin = i + 1;
    }
}

static void take_value(void *context, const struct node *node, struct text printed)
{
    struct wording *wording = context;
    const struct printed *number = node->bound;
    if (!number) {
        add_piece(wording, printed, NULL);
        return;
    }
    if (number->gap)
        wording->gaps++;
    else
        wording->figures++;
    add_piece(wording, printed, number);
}

static void print_label(struct building *building, const struct section_definition *section)
{
    struct text mark = report_words(building, "Nhận định của đơn vị", "The unit's assessment");
    struct text title = report_title(building, section->title);
    bool same = title.length == 0 || text_equal(text_fold(building->arena, title), text_fold(building->arena, mark));
    struct text label = same ? text_format(building->arena, "%.*s: ", TEXT_ARGS(mark))
                             : text_format(building->arena, "%.*s (%.*s): ", TEXT_ARGS(title), TEXT_ARGS(mark));
    report_begin_content(building);
    building->open = document_paragraph(building->built->document, PARAGRAPH_OPINION);
    run_italic(building->open, label);
}

bool report_print_text(struct building *building, const struct section_definition *section, struct text *plain, struct failure *why)
{
    struct node *root;
    struct problems problems;
    struct text source = text_trimmed(report_title(building, section->text));
    struct wording wording = {.building = building, .section = section};
    if (!section->joins)
        building->open = NULL;
    *plain = (struct text){0};
    if (source.length == 0)
        return true;
    problems_init(&problems, building->arena, WORDING_PROBLEMS);
    if (!report_context(building, section, &root, why))
        return false;
    const struct template *template =
        template_read(building->arena, section->id, report_print_citations(building, section->id, source), &problems);
    if (!template)
        return FAIL(why, FAILURE_BROKEN, "section %.*s does not read as a template", TEXT_ARGS(section->id));
    buffer_init(&wording.plain, PLAIN_MAX);
    if (section->kind == SECTION_WORDS) {
        print_label(building, section);
        wording.begun = true;
    }
    const struct template_sink sink = {&wording, take_words, take_value};
    bool done = template_render_to(&sink, NULL, template, root, why);
    end_sentence(&wording);
    *plain = text_copy(building->arena, buffer_text(&wording.plain));
    buffer_clear(&wording.plain);
    report_check_citations(building, section->id, *plain);
    if (section->kind == SECTION_WORDS)
        building->open = NULL;
    return done;
}

void report_print_opinion(struct building *building, const struct section_definition *section, struct text words)
{
    struct text rest = words, line;
    bool first = true;
    print_label(building, section);
    while (text_next(&rest, '\n', &line)) {
        line = text_trimmed(line);
        if (line.length == 0)
            continue;
        struct runs *runs = first ? building->open : document_paragraph(building->built->document, PARAGRAPH_OPINION);
        run_text(runs, line);
        first = false;
    }
    building->open = NULL;
    report_check_citations(building, section->id, words);
}
