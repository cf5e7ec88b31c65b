/*
 * mission.c — what a mission found and what came of it: both numbers, what is recommended, what was mended.
 *
 * A mission is a record that persons are known within (definition.h: known_within); what it found stands in the register that knows
 * them, what is recommended in the one with a field of several findings in a state (`of`, `many`, `state`): only what was confirmed
 * may be recommended upon (users.md C16). On a finding's own page stands of which others it speaks of the same person.
 */
#include "work/view/mission_inside.h"

#include "base/map.h"
#include "engine/calendar/deadline.h"

enum { PAGES_MAX = 100, RECOMMENDED_AT_ONCE = 200 };

/* ---- which registers ---- */

static const struct field_definition *findings_field(const struct register_definition *register_, const struct register_definition *findings)
{
    for (size_t i = 0; i < register_->field_count; i++) {
        const struct field_definition *field = &register_->fields[i];
        if (field->kind == FIELD_RECORD && field->many && !field->retired && field->of_register == findings && field->state.length > 0)
            return field;
    }
    return NULL;
}

static const struct field_definition *mission_field(const struct register_definition *register_, const struct register_definition *missions)
{
    for (size_t i = 0; i < register_->field_count; i++)
        if (register_->fields[i].kind == FIELD_RECORD && !register_->fields[i].many && register_->fields[i].of_register == missions)
            return &register_->fields[i];
    return NULL;
}

bool mission_registers(const struct definition *definition, const struct register_definition *missions, struct mission_registers *made)
{
    *made = (struct mission_registers){.missions = missions};
    for (size_t i = 0; i < definition->register_count; i++) {
        const struct field_definition *person = register_person(&definition->registers[i]);
        if (person && person->within->of_register == missions)
            made->findings = &definition->registers[i];
    }
    for (size_t i = 0; made->findings && i < definition->register_count; i++) {
        const struct field_definition *field = findings_field(&definition->registers[i], made->findings);
        if (!field || !mission_field(&definition->registers[i], missions))
            continue;
        made->advice = &definition->registers[i];
        made->stands_on = field;
        made->of_mission = mission_field(&definition->registers[i], missions);
    }
    return made->findings && made->advice;
}

/* ---- reading ---- */

/* All records of `register_` whose `field` says this; the organisation's own. */
static bool load_all(struct view_context *view, const struct record *of, const struct field_definition *field, struct value says,
                     const struct register_definition *register_, struct list *found, struct failure *why)
{
    const struct unit_set own = {&of->unit, 1};
    struct record_page page = {.count = RECORD_PAGE_MAX};
    struct record_query query = {.register_ = register_, .units = &own, .begin = DAY_NONE, .end = DAY_NONE, .filter_field = field, .filter_value = says,
                                 .ascending = true, .limit = RECORD_PAGE_MAX};
    for (size_t pages = 0; page.count == RECORD_PAGE_MAX && pages < PAGES_MAX; pages++) {
        if (!record_list(view->arena, view->reading, view->house->units, &query, &page, why))
            return false;
        for (size_t i = 0; i < page.count; i++)
            list_add(found, view->arena, page.records[i]);
        query.offset += RECORD_PAGE_MAX;
    }
    return true;
}

static int64_t number_in(const struct record *record, const char *name)
{
    const struct field_definition *field = register_field(record->register_, text_of(name));
    struct value value = field ? record->values[field->slot].value : value_unknown();
    return value.kind == VALUE_NUMBER ? value.number.digits : 0;
}

static struct text number_key(const struct view_context *view, int64_t number)
{
    return text_format(view->arena, "%lld", (long long)number);
}

/* Findings by number -> the recommendation that stands on them. */
static struct map *recommended(const struct view_context *view, const struct mission_registers *registers, const struct list *advice)
{
    struct map *by = map_make(view->arena);
    for (size_t i = 0; i < advice->count; i++) {
        struct record *one = advice->items[i];
        const struct record_value *on = &one->values[registers->stands_on->slot];
        for (size_t k = 0; k < on->many_count; k++)
            map_put(by, number_key(view, on->many[k].number.digits), one);
    }
    return by;
}

static bool load_mission(struct view_context *view, const struct record *mission, const struct mission_registers *registers, struct list *findings,
                         struct list *advice, struct failure *why)
{
    struct value number = value_whole(mission->number);
    *findings = *advice = (struct list){0};
    return load_all(view, mission, register_person(registers->findings)->within, number, registers->findings, findings, why) &&
           load_all(view, mission, registers->of_mission, number, registers->advice, advice, why);
}

/* ---- the mission's page ---- */

struct counting {
    int64_t to_review, confirmed, dropped, advised, mended;
};

static bool is_confirmed(const struct mission_registers *registers, const struct record *finding)
{
    return text_equal(finding->state, registers->stands_on->state);
}

/* Mended is what its recommendation was carried out for: its day of that is known. */
static struct counting count_all(const struct view_context *view, const struct mission_registers *registers, const struct list *findings,
                                 const struct map *by)
{
    const struct field_definition *done = register_field(registers->advice, TEXT("done_on"));
    struct counting counts = {0};
    for (size_t i = 0; i < findings->count; i++) {
        const struct record *one = findings->items[i];
        int64_t cases = number_in(one, "cases"), confirmed = is_confirmed(registers, one) ? number_in(one, "confirmed_cases") : 0;
        const struct record *advice = map_find(by, number_key(view, one->number));
        counts.to_review += cases;
        counts.confirmed += confirmed;
        counts.dropped += text_is(one->state, "dropped") ? cases : 0;
        counts.advised += advice ? confirmed : 0;
        counts.mended += advice && done && value_known(advice->values[done->slot].value) ? confirmed : 0;
    }
    return counts;
}

struct ward_cases {
    const struct unit *ward; /* NULL: not known */
    size_t count;
};

static const struct unit *ward_of(const struct view_context *view, const struct record *finding)
{
    int64_t number = number_in(finding, "ward");
    return number ? unit_by_number(view->house->units, number) : NULL;
}

/* By ward, what was confirmed and nothing recommends upon yet: one click opens the recommendation to that ward. */
static void put_open(const struct view_context *view, struct node *shown, const struct record *mission, const struct mission_registers *registers,
                     const struct list *findings, const struct map *by)
{
    struct map *wards = map_make(view->arena);
    struct node *list = node_put(shown, "open", node_list(view->arena));
    for (size_t i = 0; i < findings->count; i++) {
        const struct record *one = findings->items[i];
        if (!is_confirmed(registers, one) || map_find(by, number_key(view, one->number)))
            continue;
        const struct unit *ward = ward_of(view, one);
        struct ward_cases *cases = map_find(wards, ward ? ward->code : (struct text){0});
        if (!cases) {
            cases = arena_make(view->arena, sizeof *cases);
            cases->ward = ward;
            map_put(wards, ward ? ward->code : (struct text){0}, cases);
        }
        cases->count++;
    }
    for (size_t i = 0; i < map_count(wards); i++) {
        const struct ward_cases *cases = map_value(wards, i);
        struct node *one = node_append(list, node_map(view->arena));
        view_put_text(view, one, "ward", cases->ward ? view_title(view, cases->ward->name) : view_words(view, "chưa rõ phường", "ward not known"));
        node_put(one, "count", node_whole(view->arena, (int64_t)cases->count));
        view_put_text(view, one, "href",
                      text_format(view->arena, "/muc-ghi/%.*s/%lld/kien-nghi?phuong=%.*s", TEXT_ARGS(mission->register_->name), (long long)mission->number,
                                  TEXT_ARGS(cases->ward ? cases->ward->code : (struct text){0})));
    }
    view_put_truth(view, shown, "has_open", node_count(list) > 0);
}

static void put_advice(const struct view_context *view, struct node *shown, const struct mission_registers *registers, const struct list *advice)
{
    const struct field_definition *due = register_field(registers->advice, TEXT("due_on"));
    struct node *list = node_put(shown, "advice", node_list(view->arena));
    for (size_t i = 0; i < advice->count; i++) {
        const struct record *record = advice->items[i];
        struct node *one = node_append(list, node_map(view->arena));
        seen_put_record(view, one, record, SIGHT_ROWS);
        node_put(one, "due", node_nothing(view->arena));
        if (due && record->values[due->slot].value.kind == VALUE_DAY)
            view_put_day(view, one, "due", record->values[due->slot].value.day);
        node_put(one, "count", node_whole(view->arena, (int64_t)record->values[registers->stands_on->slot].many_count));
    }
    view_put_truth(view, shown, "has_advice", node_count(list) > 0);
}

static bool put_mission(struct view_context *view, struct node *page, const struct record *mission, const struct mission_registers *registers,
                        struct failure *why)
{
    struct list findings, advice;
    if (!load_mission(view, mission, registers, &findings, &advice, why))
        return false;
    if (findings.count == 0)
        return true;
    const struct map *by = recommended(view, registers, &advice);
    struct counting counts = count_all(view, registers, &findings, by);
    struct node *shown = node_put(page, "mission", node_map(view->arena));
    view_put_number(view, shown, "to_review", value_whole(counts.to_review));
    view_put_number(view, shown, "confirmed", value_whole(counts.confirmed));
    view_put_number(view, shown, "dropped", value_whole(counts.dropped));
    view_put_number(view, shown, "advised", value_whole(counts.advised));
    view_put_number(view, shown, "mended", value_whole(counts.mended));
    view_put_text(view, shown, "href", text_format(view->arena, "/so/%.*s", TEXT_ARGS(registers->findings->name)));
    bool may = view->viewer->acting_for == mission->unit && account_may_write(view->viewer, registers->advice, mission->unit) && !mission->withdrawn;
    view_put_truth(view, shown, "may_advise", may);
    put_open(view, shown, mission, registers, &findings, by);
    put_advice(view, shown, registers, &advice);
    return true;
}

/* ---- of whom else, and what it stands on ---- */

static void put_line(const struct view_context *view, struct node *list, const struct record *record)
{
    struct node *one = node_append(list, node_map(view->arena));
    const struct field_definition *kind = register_field(record->register_, TEXT("kind")), *line = register_field(record->register_, TEXT("line"));
    const struct field_definition *told[] = {kind, line};
    seen_put_record(view, one, record, SIGHT_ROWS);
    struct text words[LENGTH_OF(told)];
    size_t count = 0;
    for (size_t i = 0; i < LENGTH_OF(told); i++)
        if (told[i])
            words[count++] = record_value_people(view->arena, told[i], &record->values[told[i]->slot], view->house->definition, view->house->units, view->language);
    view_put_text(view, one, "about", text_join(view->arena, words, count, TEXT(", ")));
}

/* Other findings of the mission whose mark is the same. A mark of another mission's is never equal: it was made under another key. */
static bool put_same_person(struct view_context *view, struct node *page, const struct seen_record *seen, struct failure *why)
{
    const struct field_definition *person = register_person(seen->register_);
    struct node *list = node_put(page, "same_person", node_list(view->arena));
    struct list found = {0};
    struct value mark = seen->record->values[person->slot].value;
    if (seen->sight == SIGHT_ROWS && mark.kind == VALUE_TEXT && !load_all(view, seen->record, person, mark, seen->register_, &found, why))
        return false;
    for (size_t i = 0; i < found.count; i++) {
        const struct record *other = found.items[i];
        if (other->number != seen->record->number &&
            value_same(other->values[person->within->slot].value, seen->record->values[person->within->slot].value))
            put_line(view, list, other);
    }
    view_put_truth(view, page, "has_same_person", node_count(list) > 0);
    return true;
}

static bool put_stands_on(struct view_context *view, struct node *page, const struct seen_record *seen, const struct field_definition *field,
                          struct failure *why)
{
    const struct record_value *on = &seen->record->values[field->slot];
    struct node *list = node_put(page, "stands_on", node_list(view->arena));
    bool sees = account_may_write(view->viewer, field->of_register, seen->record->unit) ||
                account_sight(view->viewer, view->house->definition, field->of_register, seen->record->unit) >= SIGHT_ROWS_WITHOUT_PERSONS;
    for (size_t i = 0; i < on->many_count && sees; i++) {
        struct record *finding;
        if (!record_load(view->arena, view->reading, view->house->units, field->of_register, on->many[i].number.digits, &finding, why))
            return false;
        put_line(view, list, finding);
    }
    view_put_truth(view, page, "has_stands_on", node_count(list) > 0);
    return true;
}

/* The recommendations that stand on a finding. */
static bool put_advised(struct view_context *view, struct node *page, const struct seen_record *seen, const struct mission_registers *registers,
                        struct failure *why)
{
    struct node *list = node_put(page, "advised", node_list(view->arena));
    struct value mission = seen->record->values[register_person(seen->register_)->within->slot].value;
    struct list advice = {0};
    if (!load_all(view, seen->record, registers->of_mission, mission, registers->advice, &advice, why))
        return false;
    for (size_t i = 0; i < advice.count; i++) {
        const struct record *one = advice.items[i];
        const struct record_value *on = &one->values[registers->stands_on->slot];
        for (size_t k = 0; k < on->many_count; k++)
            if (on->many[k].number.digits == seen->record->number)
                seen_put_record(view, node_append(list, node_map(view->arena)), one, SIGHT_ROWS);
    }
    view_put_truth(view, page, "has_advised", node_count(list) > 0);
    return true;
}

bool seen_put_mission(struct view_context *view, struct node *page, const struct seen_record *seen, struct failure *why)
{
    const struct definition *definition = view->house->definition;
    const struct field_definition *person = register_person(seen->register_);
    struct mission_registers registers;
    node_put(page, "mission", node_nothing(view->arena));
    view_put_truth(view, page, "has_same_person", false);
    view_put_truth(view, page, "has_stands_on", false);
    view_put_truth(view, page, "has_advised", false);
    if (!view_signed_in(view) || seen->disposed)
        return true;
    if (person && mission_registers(definition, person->within->of_register, &registers))
        return put_same_person(view, page, seen, why) && put_advised(view, page, seen, &registers, why);
    if (mission_registers(definition, seen->register_, &registers))
        return !account_may_write(view->viewer, registers.findings, seen->record->unit) || put_mission(view, page, seen->record, &registers, why);
    for (size_t i = 0; i < seen->register_->field_count; i++) {
        const struct field_definition *field = &seen->register_->fields[i];
        if (field->kind == FIELD_RECORD && field->many && field->state.length > 0)
            return put_stands_on(view, page, seen, field, why);
    }
    return true;
}

/* ---- the form of a recommendation ---- */

static void fill(struct record_value *values, const struct register_definition *register_, const char *name, struct value value)
{
    const struct field_definition *field = register_field(register_, text_of(name));
    if (field)
        values[field->slot].value = value;
}

/* The day the letter will ask for: the law sets none, and the pack proposes one (recommendation-asked), which stays to be changed. */
static struct day asked_by(const struct view_context *view)
{
    const struct deadline_definition *rule = definition_deadline(view->house->definition, TEXT("recommendation-asked"));
    const struct deadline_matter matter = {.start = view->today, .stop = DAY_NONE};
    struct deadline_date date;
    struct failure why;
    bool told = rule && deadline_compute(view->arena, view->house->definition->calendar, &rule->rule, &matter, &date, &why);
    return told && date.standing == DEADLINE_KNOWN ? date.due : DAY_NONE;
}

static void fill_addressee(const struct view_context *view, const struct register_definition *advice, const struct unit *ward, struct record_value *values)
{
    const struct unit_set *bodies =
        ward ? unit_organisations(view->arena, view->house->units, ward, TEXT("government"), view->today, view->today) : NULL;
    if (!bodies || bodies->count == 0)
        return;
    if (advice->addressee) /* sees the record, and answers it */
        values[advice->addressee->slot].value = value_whole(bodies->units[0]->number);
    fill(values, advice, "addressee", value_text(bodies->units[0]->name.vi));
    fill(values, advice, "addressee_level", value_code(TEXT("ward")));
}

bool mission_advice(struct view_context *view, const struct record *mission, struct text ward_code, struct mission_registers *registers,
                    struct record_value **values, struct failure *why)
{
    struct list findings, advice;
    const struct unit *ward = NULL;
    if (!mission_registers(view->house->definition, mission->register_, registers))
        return FAIL(why, FAILURE_NOT_FOUND, "nothing is recommended in that register");
    if (!load_mission(view, mission, registers, &findings, &advice, why))
        return false;
    const struct map *by = recommended(view, registers, &advice);
    struct record_value *made = arena_make_many(view->arena, registers->advice->field_count, sizeof *made);
    struct value *on = arena_make_many(view->arena, findings.count, sizeof *on);
    size_t count = 0;
    for (size_t i = 0; i < findings.count && count < RECOMMENDED_AT_ONCE; i++) {
        const struct record *one = findings.items[i];
        const struct unit *own = ward_of(view, one);
        if (!is_confirmed(registers, one) || map_find(by, number_key(view, one->number)) || !text_equal(own ? own->code : (struct text){0}, ward_code))
            continue;
        ward = own;
        on[count++] = value_whole(one->number);
    }
    made[registers->of_mission->slot].value = value_whole(mission->number);
    made[registers->stands_on->slot] = (struct record_value){.many = on, .many_count = count};
    made[registers->advice->day->slot].value = value_day(view->today);
    if (day_is_some(asked_by(view)))
        fill(made, registers->advice, "due_on", value_day(asked_by(view)));
    fill_addressee(view, registers->advice, ward, made);
    *values = made;
    return true;
}
