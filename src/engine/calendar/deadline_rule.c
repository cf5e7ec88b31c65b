/* deadline_rule.c — finding the version and the variant that a matter follows. */
#include "engine/calendar/deadline_rule.h"

const struct deadline_version *deadline_rule_on(const struct deadline_rule *rule, struct day day)
{
    for (size_t i = 0; i < rule->version_count; i++) {
        const struct deadline_version *version = &rule->versions[i];
        bool begun = !day_is_some(version->from) || day_compare(version->from, day) <= 0;
        if (begun && (!day_is_some(version->to) || day_compare(day, version->to) <= 0))
            return version;
    }
    return NULL;
}

const struct deadline_variant *deadline_variant_named(const struct deadline_version *version, struct text name)
{
    for (size_t i = 0; i < version->variant_count; i++)
        if (text_equal(version->variants[i].name, name))
            return &version->variants[i];
    return NULL;
}

bool deadline_rule_has_variant(const struct deadline_rule *rule, struct text name)
{
    for (size_t i = 0; i < rule->version_count; i++)
        if (deadline_variant_named(&rule->versions[i], name))
            return true;
    return false;
}
