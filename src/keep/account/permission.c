/* permission.c — who may: read from what it is given, never from the database. */
#include "keep/account/account.h"

static const bool ENTERS[] = {
#define ROLE(id, word, vi, en, enters) [ROLE_##id] = (enters),
#include "keep/account/roles.def"
#undef ROLE
};

static bool valid_today(const struct grant *grant, struct day today)
{
    return day_is_some(today) && (!day_is_some(grant->from) || day_compare(grant->from, today) <= 0) &&
           (!day_is_some(grant->to) || day_compare(grant->to, today) >= 0);
}

/* Locked people, and nobody, hold no grants. */
static size_t grant_count(const struct viewer *viewer)
{
    return viewer->account && !viewer->account->locked ? viewer->account->grant_count : 0;
}

bool account_has_role(const struct viewer *viewer, enum role role, const struct unit *organisation)
{
    if (viewer->whole_house)
        return true;
    for (size_t i = 0; i < grant_count(viewer); i++) {
        const struct grant *grant = &viewer->account->grants[i];
        if (grant->role == role && valid_today(grant, viewer->today) && unit_is_under(organisation, grant->unit))
            return true;
    }
    return false;
}

bool account_has_role_anywhere(const struct viewer *viewer, enum role role)
{
    if (viewer->whole_house)
        return true;
    for (size_t i = 0; i < grant_count(viewer); i++)
        if (viewer->account->grants[i].role == role && valid_today(&viewer->account->grants[i], viewer->today))
            return true;
    return false;
}

static bool entered_by(const struct register_definition *register_, const struct unit *organisation)
{
    for (size_t i = 0; i < register_->entered_by_count; i++)
        if (text_equal(register_->entered_by[i], organisation->kind))
            return true;
    return false;
}

static bool role_among(enum role role, const struct text *words, size_t count)
{
    enum role named;
    for (size_t i = 0; i < count; i++)
        if (role_read(words[i], &named) && named == role)
            return true;
    return false;
}

/* A register with handlers is a matter between the organisation and those who come to it: nobody above it, and not the
 * folder's owner either, takes part (users.md C3, C23). */
bool account_handles(const struct viewer *viewer, const struct register_definition *register_, const struct unit *organisation)
{
    if (register_->handled_by_count == 0)
        return true;
    for (size_t i = 0; i < grant_count(viewer); i++) {
        const struct grant *grant = &viewer->account->grants[i];
        if (grant->unit == organisation && valid_today(grant, viewer->today) &&
            role_among(grant->role, register_->handled_by, register_->handled_by_count))
            return true;
    }
    return false;
}

static bool role_writes(const struct register_definition *register_, enum role role)
{
    return register_->written_by_count > 0 ? role_among(role, register_->written_by, register_->written_by_count) : ENTERS[role];
}

/* Writing is for one's own organisation, not for those below: a district's officer does not write a ward's records. */
bool account_may_write(const struct viewer *viewer, const struct register_definition *register_, const struct unit *organisation)
{
    if (!entered_by(register_, organisation) || !account_handles(viewer, register_, organisation))
        return false;
    if (viewer->whole_house)
        return true;
    for (size_t i = 0; i < grant_count(viewer); i++) {
        const struct grant *grant = &viewer->account->grants[i];
        if (role_writes(register_, grant->role) && grant->unit == organisation && valid_today(grant, viewer->today))
            return true;
    }
    return false;
}

bool account_may_move(const struct viewer *viewer, const struct transition_definition *transition, const struct unit *organisation)
{
    enum role role;
    return role_read(transition->by, &role) && account_has_role(viewer, role, organisation);
}

bool account_may_dispose(const struct viewer *viewer, const struct register_definition *register_, const struct unit *organisation)
{
    if (!account_handles(viewer, register_, organisation))
        return false;
    for (size_t i = 0; i < grant_count(viewer); i++) {
        const struct grant *grant = &viewer->account->grants[i];
        if (grant->role == ROLE_CLERK && grant->unit == organisation && valid_today(grant, viewer->today))
            return true;
    }
    return viewer->whole_house;
}

/* The viewing class of one grant towards records of `organisation`. */
static enum viewer_class class_of(const struct grant *grant, const struct definition *definition, const struct unit *organisation)
{
    if (grant->unit == organisation)
        return VIEWER_ENTERING;
    const struct organisation_kind *kind = definition_organisation_kind(definition, grant->unit->kind);
    bool above = grant->unit->in && organisation->in && grant->unit->in != organisation->in &&
                 unit_is_inside(organisation->in, grant->unit->in);
    bool beside = grant->unit->in && grant->unit->in == organisation->in;
    if (kind && (above || beside) && kind->class_ != VIEWER_PEERS)
        return kind->class_;
    return unit_is_under(organisation, grant->unit) ? VIEWER_ENTERING : VIEWER_PEERS;
}

static enum sight public_sight(const struct register_definition *register_)
{
    if (register_->is_public == PUBLIC_RECORDS)
        return SIGHT_ROWS_WITHOUT_PERSONS;
    return register_->is_public == PUBLIC_FIGURES ? SIGHT_FIGURES : SIGHT_NOTHING;
}

static enum sight table_sight(const struct viewer *viewer, const struct definition *definition,
                              const struct register_definition *register_, const struct unit *organisation)
{
    if (viewer->whole_house)
        return SIGHT_ROWS;
    enum sight best = public_sight(register_);
    for (size_t i = 0; i < grant_count(viewer); i++) {
        const struct grant *grant = &viewer->account->grants[i];
        /* An administrator looks after people and opens no register (users.md C23). */
        if (grant->role == ROLE_ADMINISTRATOR || !valid_today(grant, viewer->today))
            continue;
        enum sight sight = register_->sight[class_of(grant, definition, organisation)];
        best = sight > best ? sight : best;
    }
    return best;
}

/* What the table gives, and to those who do not handle the records no more than their figures; of a discreet register nothing. */
enum sight account_sight(const struct viewer *viewer, const struct definition *definition,
                         const struct register_definition *register_, const struct unit *organisation)
{
    enum sight sight = table_sight(viewer, definition, register_, organisation);
    enum sight most = register_->discreet ? SIGHT_NOTHING : SIGHT_FIGURES;
    return sight > most && !account_handles(viewer, register_, organisation) ? most : sight;
}

bool account_is_addressed(const struct viewer *viewer, const struct unit *named)
{
    for (size_t i = 0; i < grant_count(viewer); i++) {
        const struct grant *grant = &viewer->account->grants[i];
        if (grant->unit == named && grant->role != ROLE_ADMINISTRATOR && valid_today(grant, viewer->today))
            return true;
    }
    return false;
}

/* A discreet register's figures are the receiving body's own, for those who handle its records (users.md C6).
 * A figure marked superior is for those whose organisation stands at or above the asked place; internal
 * ones for whoever the table who-may-see gives figures of any organisation at that place. */
bool account_may_read_figure(const struct viewer *viewer, const struct definition *definition,
                             const struct figure_definition *figure, const struct unit *place)
{
    if (figure->register_->discreet)
        return place->is_organisation && account_handles(viewer, figure->register_, place);
    if (viewer->whole_house || (figure->reach == REACH_PUBLIC && figure->register_->is_public != PUBLIC_NOTHING))
        return true;
    for (size_t i = 0; i < grant_count(viewer); i++) {
        const struct grant *grant = &viewer->account->grants[i];
        if (grant->role == ROLE_ADMINISTRATOR || !valid_today(grant, viewer->today) || !grant->unit->in)
            continue;
        bool covers = unit_is_inside(place, grant->unit->in) || place == grant->unit;
        if (figure->reach == REACH_SUPERIOR && !covers)
            continue;
        const struct organisation_kind *kind = definition_organisation_kind(definition, grant->unit->kind);
        enum viewer_class class_ = covers && kind ? kind->class_ : VIEWER_PEERS;
        bool enters = covers && entered_by(figure->register_, grant->unit);
        if (enters || figure->register_->sight[class_] >= SIGHT_FIGURES)
            return true;
    }
    return false;
}
