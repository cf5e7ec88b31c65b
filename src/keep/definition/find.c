/* find.c — finding a thing of the snapshot by its name. */
#include "keep/definition/form.h"
#include "keep/definition/paper.h"

/* The lists are short (tens) and names differ early: walking them is quicker than any table. */

const struct register_definition *definition_register(const struct definition *definition, struct text name)
{
    for (size_t i = 0; i < definition->register_count; i++)
        if (text_equal(definition->registers[i].name, name))
            return &definition->registers[i];
    return NULL;
}

const struct field_definition *register_field(const struct register_definition *register_, struct text name)
{
    for (size_t i = 0; i < register_->field_count; i++)
        if (text_equal(register_->fields[i].name, name))
            return &register_->fields[i];
    return NULL;
}

bool register_has_sealed(const struct register_definition *register_)
{
    for (size_t i = 0; i < register_->field_count; i++)
        if (register_->fields[i].sealed)
            return true;
    return false;
}

const struct transition_definition *register_transition(const struct register_definition *register_, struct text name)
{
    for (size_t i = 0; i < register_->transition_count; i++)
        if (text_equal(register_->transitions[i].name, name))
            return &register_->transitions[i];
    return NULL;
}

bool register_ends_in(const struct register_definition *register_, struct text state)
{
    for (size_t i = 0; i < register_->transition_count; i++)
        for (size_t k = 0; k < register_->transitions[i].from_count; k++)
            if (text_equal(register_->transitions[i].from[k], state))
                return false;
    return register_->transition_count > 0;
}

const struct field_definition *register_person(const struct register_definition *register_)
{
    for (size_t i = 0; i < register_->field_count; i++)
        if (register_->fields[i].within)
            return &register_->fields[i];
    return NULL;
}

bool definition_keeps_persons(const struct definition *definition, const struct register_definition *register_)
{
    for (size_t i = 0; i < definition->register_count; i++) {
        const struct field_definition *person = register_person(&definition->registers[i]);
        if (person && person->within->of_register == register_)
            return true;
    }
    return false;
}

const struct figure_definition *definition_figure(const struct definition *definition, struct text name)
{
    for (size_t i = 0; i < definition->figure_count; i++)
        if (text_equal(definition->figures[i].name, name))
            return &definition->figures[i];
    return NULL;
}

const struct report_definition *definition_report(const struct definition *definition, struct text name)
{
    for (size_t i = 0; i < definition->report_count; i++)
        if (text_equal(definition->reports[i].name, name))
            return &definition->reports[i];
    return NULL;
}

const struct deadline_definition *definition_deadline(const struct definition *definition, struct text name)
{
    for (size_t i = 0; i < definition->deadline_count; i++)
        if (text_equal(definition->deadlines[i].name, name))
            return &definition->deadlines[i];
    return NULL;
}

const struct instrument_definition *definition_instrument(const struct definition *definition, struct text id)
{
    for (size_t i = 0; i < definition->instrument_count; i++)
        if (text_equal(definition->instruments[i].id, id))
            return &definition->instruments[i];
    return NULL;
}

const struct organisation_kind *definition_organisation_kind(const struct definition *definition, struct text name)
{
    for (size_t i = 0; i < definition->organisation_kind_count; i++)
        if (text_equal(definition->organisation_kinds[i].name, name))
            return &definition->organisation_kinds[i];
    return NULL;
}

const struct paper_definition *definition_paper(const struct definition *definition, struct text name)
{
    for (size_t i = 0; i < definition->paper_count; i++)
        if (text_equal(definition->papers[i].name, name))
            return &definition->papers[i];
    return NULL;
}

struct text definition_cite(struct arena *arena, const struct definition *definition, struct text law, enum language language)
{
    struct text article = law, id;
    if (!text_next(&article, ' ', &id))
        return law;
    const struct instrument_definition *instrument = definition_instrument(definition, id);
    if (!instrument)
        return law;
    bool english = language == LANGUAGE_EN;
    if (english)
        article = text_replace(arena, article, TEXT("Điều"), TEXT("Article"));
    return text_format(arena, "%.*s%s%.*s (%.*s)", TEXT_ARGS(article), article.length == 0 ? "" : english ? " of the " : " ",
                       TEXT_ARGS(title_in(instrument->title, language)), TEXT_ARGS(instrument->number));
}

const struct form_definition *definition_form(const struct definition *definition, struct text name)
{
    for (size_t i = 0; i < definition->form_count; i++)
        if (text_equal(definition->forms[i].name, name))
            return &definition->forms[i];
    return NULL;
}
