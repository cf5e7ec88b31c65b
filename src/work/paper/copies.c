/* copies.c — the parts of the paper once more for each mark. */
#include "work/paper/copies.h"

#include "work/paper/paper_inside.h"

static struct node *root_of(struct arena *arena, const struct paper_copies *ask)
{
    struct node *root = node_map(arena), *unit = node_put(root, "unit", node_map(arena));
    node_put(root, "topic", node_text(arena, ask->topic.length > 0 ? ask->topic : TEXT(PAPER_GAP)));
    node_put(root, "year", node_text(arena, text_format(arena, "%d", ask->year)));
    node_put(unit, "name", node_text(arena, TEXT(PAPER_GAP)));
    node_put(unit, "short", node_text(arena, TEXT(PAPER_GAP)));
    return root;
}

static bool print_copy(struct papering *papering, struct text type, struct text subject, struct text mark, struct failure *why)
{
    const struct paper_definition *paper = papering->paper;
    run_bold(document_paragraph(papering->document, PARAGRAPH_CENTRED), type);
    run_text(document_paragraph(papering->document, PARAGRAPH_CENTRED), subject);
    run_bold(document_paragraph(papering->document, PARAGRAPH_CENTRED), mark);
    for (size_t i = 0; i < paper->part_count; i++)
        if (!paper_print_part(papering, &paper->parts[i], why))
            return false;
    return true;
}

bool paper_copies(struct arena *arena, const struct paper_copies *ask, struct document **document, struct failure *why)
{
    const struct house house = {.definition = ask->definition};
    const struct paper_desk desk = {.arena = arena, .house = &house, .language = ask->language};
    struct papering papering = {.desk = &desk, .paper = definition_paper(ask->definition, ask->paper), .root = root_of(arena, ask)};
    struct text subject;
    if (!papering.paper)
        return FAIL(why, FAILURE_NOT_FOUND, "there is no such paper");
    if (ask->count > PAPER_COPIES_MAX)
        return FAIL(why, FAILURE_TOO_BIG, "at most %d copies are printed at once", PAPER_COPIES_MAX);
    if (!paper_words(&papering, papering.paper->subject, papering.root, &subject, why))
        return false;
    papering.document = document_make(arena, ask->language, title_in(papering.paper->title, ask->language));
    for (size_t i = 0; i < ask->count; i++) {
        if (i > 0)
            document_page_break(papering.document);
        if (!print_copy(&papering, title_in(papering.paper->type, ask->language), subject, ask->marks[i], why))
            return false;
    }
    *document = papering.document;
    return true;
}
