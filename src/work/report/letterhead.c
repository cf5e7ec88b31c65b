/* letterhead.c — layout, issuer, number, place and day, signature: from the organisation as it is on that day. */
#include "work/report/letterhead.h"

enum { BODIES_MAX = 8 };

static const struct unit *sealed(const struct letterhead *letterhead)
{
    const struct unit *body = letterhead->issuer;
    for (int i = 0; i < BODIES_MAX && body && body->definition && !body->definition->seal && body->definition->reports_as.length > 0; i++) {
        const struct unit *next = unit_find(letterhead->house->units, body->definition->reports_as, letterhead->today);
        if (!next)
            break;
        body = next;
    }
    return body;
}

static enum layout layout_of(const struct letterhead *letterhead, const struct unit *body)
{
    const struct organisation_kind *kind = definition_organisation_kind(letterhead->house->definition, body->kind);
    if (!kind)
        return LAYOUT_PLAIN;
    if (text_is(kind->layout, "party"))
        return LAYOUT_PARTY;
    if (text_is(kind->layout, "state"))
        return LAYOUT_STATE;
    return text_is(kind->layout, "front") ? LAYOUT_FRONT : LAYOUT_PLAIN;
}

/* A letter of the Party bears CV; of the others no mark. */
static struct text blank_number(struct arena *arena, enum layout layout, struct text mark, struct text symbol)
{
    if (symbol.length == 0)
        return (struct text){0};
    if (layout == LAYOUT_PARTY)
        return text_format(arena, "Số …-%.*s/%.*s", TEXT_ARGS(mark.length > 0 ? mark : TEXT("CV")), TEXT_ARGS(symbol));
    return mark.length > 0 ? text_format(arena, "Số: …/%.*s-%.*s", TEXT_ARGS(mark), TEXT_ARGS(symbol))
                           : text_format(arena, "Số: …/%.*s", TEXT_ARGS(symbol));
}

/* The first who may sign today; a deputy's "K/T TRƯỞNG BAN" stands above his own post. */
static void print_signature(struct document *document, const struct unit_definition *body, struct day today)
{
    for (size_t i = 0; i < body->signer_count; i++) {
        const struct signer_definition *signer = &body->signers[i];
        if ((day_is_some(signer->from) && day_compare(today, signer->from) < 0) ||
            (day_is_some(signer->to) && day_compare(today, signer->to) > 0))
            continue;
        bool for_another = text_starts(signer->power, TEXT("K/T")) || text_starts(signer->power, TEXT("KT."));
        if (for_another)
            document_signature_title(document, signer->power);
        else
            document->head.signature.power = signer->power;
        document_signature_title(document, signer->post);
        return;
    }
}

static struct text day_of_paper(struct arena *arena, const struct letterhead *letterhead, enum language language)
{
    bool english = language == LANGUAGE_EN;
    if (letterhead->day_blank)
        return text_format(arena, english ? "… %d" : "ngày … tháng … năm %d", day_parts(letterhead->today).year);
    return english ? day_write_people(arena, letterhead->today, true) : day_write_formal(arena, letterhead->today);
}

bool letterhead_print(struct document *document, const struct letterhead *letterhead)
{
    struct document_head *head = &document->head;
    const struct unit *body = sealed(letterhead);
    const struct unit *place = body && body->in ? body->in : letterhead->place;
    struct text name = place ? title_in(place->short_name, document->language) : (struct text){0};
    if (name.length == 0 && place)
        name = title_in(place->name, document->language);
    head->place_and_date = text_format(document->arena, "%.*s, %.*s", TEXT_ARGS(name),
                                       TEXT_ARGS(day_of_paper(document->arena, letterhead, document->language)));
    if (!body || !body->definition)
        return false;
    head->layout = layout_of(letterhead, body);
    head->issuer = body->definition->issuer.length > 0 ? body->definition->issuer : title_in(body->name, document->language);
    head->superior = body->definition->superior_title;
    head->number = blank_number(document->arena, head->layout, letterhead->mark, body->definition->symbol);
    print_signature(document, body->definition, letterhead->today);
    return true;
}
