/* deadline_answer.c — a limit worked out from days that were typed, and told. */
#include "work/view/deadline_answer.h"

#include "engine/calendar/deadline_words.h"

struct answering {
    struct arena *arena;
    const struct deadline_ask *ask;
    struct problems *problems;
    struct node *answer;
};

static void put_text(const struct answering *answering, struct node *map, const char *key, struct text text)
{
    node_put(map, key, node_text(answering->arena, text));
}

static void put_truth(const struct answering *answering, struct node *map, const char *key, bool truth)
{
    node_put(map, key, node_truth(answering->arena, truth));
}

/* {value, shown}, as views show days. */
static void put_day(const struct answering *answering, struct node *map, const char *key, struct day day)
{
    if (!day_is_some(day))
        return;
    struct node *shown = node_put(map, key, node_map(answering->arena));
    put_text(answering, shown, "value", day_write(answering->arena, day));
    put_text(answering, shown, "shown", day_write_people(answering->arena, day, answering->ask->language == LANGUAGE_EN));
}

static struct text in_words(const struct answering *answering, struct deadline_words words)
{
    return answering->ask->language == LANGUAGE_EN && words.en.length > 0 ? words.en : words.vi;
}

static struct text law_in_words(const struct answering *answering, struct text law)
{
    return definition_cite(answering->arena, answering->ask->definition, law, answering->ask->language);
}

static void put_law(const struct answering *answering, struct node *map, const struct deadline_version *version)
{
    put_text(answering, map, "law", version->law);
    put_text(answering, map, "instrument", law_in_words(answering, version->law));
}

/* ---- what the rule says ---- */

static struct text extension_words(const struct answering *answering, const struct deadline_extension *extension)
{
    bool english = answering->ask->language == LANGUAGE_EN;
    struct text by = in_words(answering, extension->by);
    return text_format(answering->arena, english ? "at most %d times, %d days each%s%.*s" : "không quá %d lần, mỗi lần không quá %d ngày%s%.*s",
                       extension->times, extension->days, by.length > 0 ? (english ? ", by " : ", do ") : "", TEXT_ARGS(by));
}

static void put_variant(const struct answering *answering, struct node *list, const struct deadline_version *version,
                        const struct deadline_variant *variant)
{
    struct node *shown = node_append(list, node_map(answering->arena));
    put_text(answering, shown, "name", variant->name);
    put_text(answering, shown, "title", in_words(answering, variant->title));
    put_text(answering, shown, "length", deadline_length_words(answering->arena, version, variant->days, answering->ask->language));
    put_truth(answering, shown, "chosen", text_equal(variant->name, answering->ask->variant));
    if (variant->extension.times > 0)
        put_text(answering, shown, "extension", extension_words(answering, &variant->extension));
}

static void put_version(const struct answering *answering, struct node *list, const struct deadline_version *version)
{
    struct node *shown = node_append(list, node_map(answering->arena));
    put_day(answering, shown, "from", version->from);
    put_day(answering, shown, "to", version->to);
    put_text(answering, shown, "length", deadline_length_words(answering->arena, version, version->days, answering->ask->language));
    put_law(answering, shown, version);
    put_truth(answering, shown, "unconfirmed", version->confidence == CALENDAR_C);
    put_truth(answering, shown, "takes_over", version->takes_over);
    put_text(answering, shown, "note", in_words(answering, version->note));
    if (version->extension.times > 0)
        put_text(answering, shown, "extension", extension_words(answering, &version->extension));
    if (version->suspension.allowed)
        put_text(answering, shown, "suspension", law_in_words(answering, version->suspension.law));
    struct node *variants = node_put(shown, "variants", node_list(answering->arena));
    for (size_t i = 0; i < version->variant_count; i++)
        put_variant(answering, variants, version, &version->variants[i]);
}

/* Each variant once, as its latest version names it: what one may choose. */
static void put_choices(const struct answering *answering, const struct deadline_rule *rule)
{
    struct node *list = node_put(answering->answer, "variants", node_list(answering->arena));
    for (size_t i = 0; i < rule->version_count; i++) {
        const struct deadline_version *version = &rule->versions[i];
        for (size_t j = 0; j < version->variant_count; j++) {
            bool later = false;
            for (size_t k = i + 1; k < rule->version_count; k++)
                later = later || deadline_variant_named(&rule->versions[k], version->variants[j].name);
            if (!later)
                put_variant(answering, list, version, &version->variants[j]);
        }
    }
    put_truth(answering, answering->answer, "has_variants", node_count(list) > 0);
}

static void put_rule(const struct answering *answering, const struct deadline_definition *definition)
{
    const struct deadline_rule *rule = &definition->rule;
    struct node *answer = answering->answer;
    enum language language = answering->ask->language;
    bool suspends = false, extends = false;
    put_text(answering, answer, "rule", definition->name);
    put_text(answering, answer, "title", title_in(definition->title, language));
    put_text(answering, answer, "starts", title_in(definition->starts, language));
    put_text(answering, answer, "ends", title_in(definition->ends, language));
    put_truth(answering, answer, "at_least", rule->at_least);
    put_truth(answering, answer, "before", rule->versions[0].before);
    struct node *versions = node_put(answer, "versions", node_list(answering->arena));
    for (size_t i = 0; i < rule->version_count; i++) {
        const struct deadline_version *version = &rule->versions[i];
        put_version(answering, versions, version);
        suspends = suspends || version->suspension.allowed;
        extends = extends || version->extension.times > 0;
        for (size_t j = 0; j < version->variant_count; j++)
            extends = extends || version->variants[j].extension.times > 0;
    }
    put_truth(answering, answer, "suspends", suspends);
    put_truth(answering, answer, "extends", extends);
    put_choices(answering, rule);
}

/* ---- what was typed ---- */

static void wrong(const struct answering *answering, const char *field, const char *code, struct text first)
{
    problem_add(answering->problems, (struct place){.field = text_of(field)}, code, first, (struct text){0});
}

/* Empty is no day, and no problem. */
static struct day day_typed(const struct answering *answering, struct text typed, const char *field)
{
    struct day day = DAY_NONE;
    if (typed.length > 0 && !day_read_people(typed, &day))
        wrong(answering, field, "record.not-a-day", typed);
    return day;
}

static struct deadline_event event_typed(const struct answering *answering, const struct deadline_ask_event *given, struct day start)
{
    struct deadline_event event = {.kind = given->kind, .day = day_typed(answering, given->day, given->field)};
    int64_t days = 0;
    if (given->days.length > 0 && (!text_read_int64(given->days, &days) || days < 1 || days > DEADLINE_DAYS_MAX))
        wrong(answering, given->days_field, "view.deadline-days", given->days);
    event.days = (int)days;
    if (given->day.length == 0)
        event.day = start;
    return event;
}

static bool is_given(const struct deadline_ask_event *event)
{
    return event->day.length > 0 || event->days.length > 0;
}

static bool matter_typed(const struct answering *answering, const struct deadline_rule *rule, struct deadline_matter *matter)
{
    const struct deadline_ask *ask = answering->ask;
    struct deadline_event *events = arena_make_many(answering->arena, ask->event_count + 1, sizeof *events);
    size_t errors = answering->problems->errors;
    *matter = (struct deadline_matter){.start = day_typed(answering, ask->from, "from"), .stop = day_typed(answering, ask->stop, "done"),
                                       .variant = ask->variant, .events = events};
    if (ask->from.length == 0)
        wrong(answering, "from", "view.deadline-from", (struct text){0});
    if (ask->variant.length > 0 && !deadline_rule_has_variant(rule, ask->variant))
        wrong(answering, "variant", "view.deadline-variant", ask->variant);
    for (size_t i = 0; i < ask->event_count; i++)
        if (is_given(&ask->events[i]))
            events[matter->event_count++] = event_typed(answering, &ask->events[i], matter->start);
    return answering->problems->errors == errors;
}

/* ---- what comes out ---- */

static void put_steps(const struct answering *answering, const struct deadline_date *date)
{
    struct node *steps = node_put(answering->answer, "steps", node_list(answering->arena));
    for (size_t i = 0; i < date->step_count; i++) {
        const struct deadline_step *step = &date->steps[i];
        struct node *shown = node_append(steps, node_map(answering->arena));
        put_text(answering, shown, "kind", text_of(deadline_step_word(step->kind)));
        put_text(answering, shown, "words", deadline_step_sentence(answering->arena, date, step, answering->ask->language));
        put_day(answering, shown, "day", step->day);
        put_day(answering, shown, "until", step->until);
        node_put(shown, "number", node_whole(answering->arena, step->number));
    }
}

static void put_date(const struct answering *answering, const struct deadline_definition *definition, const struct deadline_matter *matter,
                     const struct deadline_date *date)
{
    static const char *const standings[] = {
        [DEADLINE_KNOWN] = "known", [DEADLINE_RESTS] = "rests", [DEADLINE_UNTOLD] = "untold", [DEADLINE_NEVER] = "never"};
    const struct deadline_ask *ask = answering->ask;
    struct node *answer = answering->answer;
    put_text(answering, answer, "standing", text_of(standings[date->standing]));
    put_truth(answering, answer, standings[date->standing], true);
    put_steps(answering, date);
    if (date->version)
        put_law(answering, answer, date->version);
    put_truth(answering, answer, "unconfirmed", date->version && date->confidence == CALENDAR_C);
    if (date->standing != DEADLINE_KNOWN)
        return;
    put_day(answering, answer, "due", date->due);
    put_day(answering, answer, "reached", date->reached);
    bool open = !day_is_some(matter->stop), at_least = definition->rule.at_least;
    bool late = !at_least && day_compare(open ? ask->today : matter->stop, date->due) > 0;
    put_truth(answering, answer, "late", late);
    if (open && !at_least && day_is_some(ask->today))
        put_text(answering, answer, "left", deadline_left_words(answering->arena, date->due, ask->today, ask->language));
}

struct node *deadline_answer(struct arena *arena, const struct deadline_ask *ask, struct problems *problems)
{
    const struct answering answering = {arena, ask, problems, node_map(arena)};
    const struct deadline_definition *definition = definition_deadline(ask->definition, ask->rule);
    struct deadline_matter matter;
    struct deadline_date date;
    struct failure why;
    if (!definition) {
        wrong(&answering, "rule", "view.deadline-rule", ask->rule);
        return answering.answer;
    }
    put_rule(&answering, definition);
    if (!matter_typed(&answering, &definition->rule, &matter))
        return answering.answer;
    if (!deadline_compute(arena, ask->definition->calendar, &definition->rule, &matter, &date, &why))
        wrong(&answering, "from", "view.deadline-from", (struct text){0});
    else
        put_date(&answering, definition, &matter, &date);
    return answering.answer;
}

struct node *deadline_rules(struct arena *arena, const struct deadline_ask *ask)
{
    const struct answering answering = {arena, ask, NULL, node_list(arena)};
    for (size_t i = 0; i < ask->definition->deadline_count; i++) {
        const struct deadline_definition *definition = &ask->definition->deadlines[i];
        struct node *shown = node_append(answering.answer, node_map(arena));
        put_text(&answering, shown, "name", definition->name);
        put_text(&answering, shown, "title", title_in(definition->title, ask->language));
        put_truth(&answering, shown, "chosen", text_equal(definition->name, ask->rule));
    }
    return answering.answer;
}
