/* rule_functions_inside.h — the functions a rule may call, by their place in rule_functions.def. */
#pragma once

#include "base/value.h"

enum { RULE_FUNCTION_VALUES_MAX = 4 };

struct rule_function {
    struct text word;
    enum value_kind takes, gives;
    size_t count; /* of values, at most RULE_FUNCTION_VALUES_MAX */
    struct value (*compute)(const struct value *values); /* all known */
};

size_t rule_function_count(void);
const struct rule_function *rule_function_at(size_t index);
