/* rule_functions.c — the functions of rule_functions.def, quickly. All values given are known. */
#include "engine/rule/rule_functions_inside.h"

static struct value days_between(const struct value *values)
{
    return value_whole((int64_t)values[1].day.number - values[0].day.number);
}

/* Complete years. Who is born on 29 February completes a common year on 1 March. Before birth: unknown. */
static struct value age_on(const struct value *values)
{
    struct day birth = values[0].day, on = values[1].day;
    if (day_compare(on, birth) < 0)
        return value_unknown();
    struct day_parts born = day_parts(birth), now = day_parts(on);
    bool before_birthday = now.month < born.month || (now.month == born.month && now.day < born.day);
    return value_whole(now.year - born.year - (before_birthday ? 1 : 0));
}

static const struct rule_function FUNCTIONS[] = {
#define FUNCTION(id, word, takes, gives, count) {TEXT_ENTRY(word), takes, gives, count, id},
#include "engine/rule/rule_functions.def"
#undef FUNCTION
};

size_t rule_function_count(void)
{
    return LENGTH_OF(FUNCTIONS);
}

const struct rule_function *rule_function_at(size_t index)
{
    return &FUNCTIONS[index];
}
