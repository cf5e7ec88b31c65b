/* policy_read_line.c — a policy file: its lines of support, and the groups of which a person gets one. */
#include "engine/policy/policy_inside.h"

enum { STEP_DAYS_MAX = 400, LINE_PAPERS_MAX = 20 };

/* ── groups ── */

void policy_groups_read(struct policy_reader *reader, const struct yaml_fields *in)
{
    static const struct text known[] = {TEXT_ENTRY("title"), TEXT_ENTRY("pick"), TEXT_ENTRY("cite"), TEXT_ENTRY("confidence")};
    static const struct text picks[] = {TEXT_ENTRY("none"), TEXT_ENTRY("highest"), TEXT_ENTRY("first")};
    struct yaml_fields below, each;
    if (!yaml_fields_map(in, "groups", YAML_MAY, &below) || !policy_count_check(reader, in, below.map, POLICY_GROUPS_MAX))
        return;
    struct policy_group *groups = arena_make_many(reader->arena, below.map->map.count, sizeof *groups);
    for (size_t i = 0; i < below.map->map.count; i++) {
        const struct node_entry *entry = &below.map->map.entries[i];
        size_t pick = POLICY_PICK_NONE;
        groups[i] = (struct policy_group){.id = text_copy(reader->arena, entry->key), .place = policy_entry_place(&below, entry)};
        policy_id_check(reader, entry->key, groups[i].place);
        if (!yaml_fields_item_map(&below, entry->value, &each))
            continue;
        yaml_fields_check(&each, (struct yaml_words){known, LENGTH_OF(known)});
        policy_words_read(reader, &each, "title", YAML_MUST, &groups[i].title);
        policy_cite_read(reader, &each, &groups[i].cite);
        yaml_fields_choice(&each, "pick", YAML_MAY, (struct yaml_words){picks, LENGTH_OF(picks)}, &pick);
        groups[i].pick = (enum policy_pick)pick;
    }
    reader->made->groups = groups;
    reader->made->group_count = below.map->map.count;
}

static const struct policy_group *group_read(struct policy_reader *reader, const struct yaml_fields *in)
{
    struct text id, known[POLICY_GROUPS_MAX];
    const struct policy *policy = reader->made;
    if (!yaml_fields_text(in, "group", YAML_MAY, &id))
        return NULL;
    for (size_t i = 0; i < policy->group_count; i++) {
        if (text_equal(policy->groups[i].id, id))
            return &policy->groups[i];
        known[i] = policy->groups[i].id;
    }
    policy_complain_unknown(reader, policy_value_place(in, "group"), "policy.unknown-group", id, (struct yaml_words){known, policy->group_count});
    return NULL;
}

/* ── which day picks the law, and the window it must lie in ── */

static void anchor_read(struct policy_reader *reader, const struct yaml_fields *in, struct policy_line *line)
{
    const struct policy *policy = reader->made;
    struct text name, known[POLICY_COLUMNS_MAX + 1];
    size_t days = 0;
    line->anchor = policy->column_count;
    if (!yaml_fields_text(in, "anchor", YAML_MUST, &name) || text_is(name, "as_of"))
        return;
    line->anchor = policy_column_find(policy, name);
    if (line->anchor < policy->column_count && policy->columns[line->anchor].kind == VALUE_DAY)
        return;
    for (size_t i = 0; i < policy->column_count; i++)
        if (policy->columns[i].kind == VALUE_DAY)
            known[days++] = policy->columns[i].name;
    known[days++] = TEXT("as_of");
    policy_complain_unknown(reader, policy_value_place(in, "anchor"), "policy.anchor", name, (struct yaml_words){known, days});
}

/* The window is a condition as any other: its rule is written from its two days. */
static void window_read(struct policy_reader *reader, const struct yaml_fields *above, struct policy_line *line, struct policy_condition *window)
{
    static const struct text known[] = {TEXT_ENTRY("from"), TEXT_ENTRY("to"), TEXT_ENTRY("cite"), TEXT_ENTRY("say"), TEXT_ENTRY("confidence")};
    const struct policy *policy = reader->made;
    struct text source, anchor = line->anchor < policy->column_count ? policy->columns[line->anchor].name : TEXT("as_of");
    struct yaml_fields in;
    if (!yaml_fields_map(above, "window", YAML_MUST, &in))
        return;
    yaml_fields_check(&in, (struct yaml_words){known, LENGTH_OF(known)});
    *window = (struct policy_condition){.id = TEXT("window"), .place = yaml_fields_key_place(above, "window")};
    policy_words_read(reader, &in, "say", YAML_MUST, &window->say);
    policy_cite_read(reader, &in, &window->cite);
    if (!yaml_fields_day(&in, "from", YAML_MUST, &line->from))
        return;
    yaml_fields_day(&in, "to", YAML_MAY, &line->to);
    if (day_is_some(line->to) && day_compare(line->to, line->from) < 0)
        policy_complain(reader, window->place, "policy.days-turned", day_write(reader->arena, line->from), day_write(reader->arena, line->to));
    struct text from = day_write(reader->arena, line->from);
    if (day_is_some(line->to))
        source = text_format(reader->arena, "%.*s between %.*s and %.*s", TEXT_ARGS(anchor), TEXT_ARGS(from), TEXT_ARGS(day_write(reader->arena, line->to)));
    else
        source = text_format(reader->arena, "%.*s >= %.*s", TEXT_ARGS(anchor), TEXT_ARGS(from));
    window->rule = rule_read(reader->arena, source, window->place, &reader->scope, VALUE_TRUTH, reader->problems);
}

/* ── conditions ── */

static void condition_read(struct policy_reader *reader, const struct yaml_fields *in, struct policy_condition *condition)
{
    static const struct text known[] = {TEXT_ENTRY("if"), TEXT_ENTRY("cite"), TEXT_ENTRY("say"), TEXT_ENTRY("need"), TEXT_ENTRY("confidence")};
    yaml_fields_check(in, (struct yaml_words){known, LENGTH_OF(known)});
    policy_words_read(reader, in, "say", YAML_MUST, &condition->say);
    policy_cite_read(reader, in, &condition->cite);
    condition->paper = policy_paper_read(reader, in, "need");
    condition->rule = policy_rule_read(reader, in, "if", YAML_MUST, VALUE_TRUTH);
}

static void conditions_read(struct policy_reader *reader, const struct yaml_fields *in, struct policy_line *line)
{
    struct yaml_fields below, each;
    struct policy_condition *conditions = arena_make_many(reader->arena, POLICY_CONDITIONS_MAX, sizeof *conditions);
    line->conditions = conditions;
    window_read(reader, in, line, &conditions[0]);
    line->condition_count = 1;
    if (!yaml_fields_map(in, "conditions", YAML_MUST, &below) || !policy_count_check(reader, in, below.map, POLICY_CONDITIONS_MAX - 1))
        return;
    if (below.map->map.count == 0)
        policy_complain(reader, policy_value_place(in, "conditions"), "policy.no-condition", line->id, (struct text){0});
    for (size_t i = 0; i < below.map->map.count; i++) {
        const struct node_entry *entry = &below.map->map.entries[i];
        struct policy_condition *condition = &conditions[line->condition_count++];
        *condition = (struct policy_condition){.id = text_copy(reader->arena, entry->key), .place = policy_entry_place(&below, entry)};
        if (policy_id_check(reader, entry->key, condition->place) && text_is(entry->key, "window"))
            policy_complain(reader, condition->place, "policy.window-twice", (struct text){0}, (struct text){0});
        if (yaml_fields_item_map(&below, entry->value, &each))
            condition_read(reader, &each, condition);
    }
}

/* ── what is given ── */

static void amount_read(struct policy_reader *reader, const struct yaml_fields *above, struct policy_line *line)
{
    static const struct text known[] = {TEXT_ENTRY("pay"), TEXT_ENTRY("cite"), TEXT_ENTRY("confidence")};
    struct yaml_fields in;
    policy_words_read(reader, above, "benefit", YAML_MAY, &line->benefit);
    if (node_at(above->map, "amount") == NULL) {
        if (line->benefit.vi.length == 0)
            policy_complain(reader, line->place, "policy.gives-nothing", line->id, (struct text){0});
        return;
    }
    if (!yaml_fields_map(above, "amount", YAML_MUST, &in))
        return;
    yaml_fields_check(&in, (struct yaml_words){known, LENGTH_OF(known)});
    policy_cite_read(reader, &in, &line->pay_cite);
    line->pay = policy_rule_read(reader, &in, "pay", YAML_MUST, VALUE_NUMBER);
}

static void supplements_read(struct policy_reader *reader, const struct yaml_fields *in, struct policy_line *line)
{
    static const struct text known[] = {TEXT_ENTRY("if"), TEXT_ENTRY("pay"), TEXT_ENTRY("cite"), TEXT_ENTRY("say"), TEXT_ENTRY("confidence")};
    struct yaml_fields below, each;
    if (!yaml_fields_map(in, "add", YAML_MAY, &below) || !policy_count_check(reader, in, below.map, POLICY_SUPPLEMENTS_MAX))
        return;
    struct policy_supplement *supplements = arena_make_many(reader->arena, below.map->map.count, sizeof *supplements);
    for (size_t i = 0; i < below.map->map.count; i++) {
        const struct node_entry *entry = &below.map->map.entries[i];
        supplements[i] = (struct policy_supplement){.id = text_copy(reader->arena, entry->key), .place = policy_entry_place(&below, entry)};
        policy_id_check(reader, entry->key, supplements[i].place);
        if (!yaml_fields_item_map(&below, entry->value, &each))
            continue;
        yaml_fields_check(&each, (struct yaml_words){known, LENGTH_OF(known)});
        policy_words_read(reader, &each, "say", YAML_MUST, &supplements[i].say);
        policy_cite_read(reader, &each, &supplements[i].cite);
        supplements[i].where = policy_rule_read(reader, &each, "if", YAML_MUST, VALUE_TRUTH);
        supplements[i].pay = policy_rule_read(reader, &each, "pay", YAML_MUST, VALUE_NUMBER);
    }
    line->supplements = supplements;
    line->supplement_count = below.map->map.count;
    if (line->supplement_count > 0 && line->pay == NULL)
        policy_complain(reader, policy_value_place(in, "add"), "policy.adds-to-nothing", line->id, (struct text){0});
}

/* ── by when, from whom, with which papers ── */

static void apply_by_read(struct policy_reader *reader, const struct yaml_fields *above, struct policy_line *line)
{
    static const struct text known[] = {TEXT_ENTRY("day"), TEXT_ENTRY("cite"), TEXT_ENTRY("confidence")};
    struct yaml_fields in;
    line->apply_by = DAY_NONE;
    if (!yaml_fields_map(above, "apply_by", YAML_MAY, &in))
        return;
    yaml_fields_check(&in, (struct yaml_words){known, LENGTH_OF(known)});
    yaml_fields_day(&in, "day", YAML_MUST, &line->apply_by);
    policy_cite_read(reader, &in, &line->apply_by_cite);
}

static void step_read(struct policy_reader *reader, const struct yaml_fields *in, struct policy_step *step)
{
    static const struct text known[] = {TEXT_ENTRY("who"), TEXT_ENTRY("does"), TEXT_ENTRY("days"), TEXT_ENTRY("count"), TEXT_ENTRY("ends"),
        TEXT_ENTRY("cite"), TEXT_ENTRY("confidence")};
    static const struct text counts[] = {TEXT_ENTRY("calendar"), TEXT_ENTRY("working")}, ends[] = {TEXT_ENTRY("step"), TEXT_ENTRY("decided"), TEXT_ENTRY("paid")};
    size_t count = 1, end = POLICY_STEP;
    int64_t days = 0;
    yaml_fields_check(in, (struct yaml_words){known, LENGTH_OF(known)});
    policy_words_read(reader, in, "who", YAML_MUST, &step->who);
    policy_words_read(reader, in, "does", YAML_MUST, &step->does);
    policy_cite_read(reader, in, &step->cite);
    yaml_fields_whole(in, "days", YAML_MAY, (struct yaml_range){1, STEP_DAYS_MAX}, &days);
    yaml_fields_choice(in, "count", YAML_MAY, (struct yaml_words){counts, LENGTH_OF(counts)}, &count);
    yaml_fields_choice(in, "ends", YAML_MAY, (struct yaml_words){ends, LENGTH_OF(ends)}, &end);
    step->days = (int)days;
    step->working = count == 1;
    step->ends = (enum policy_outcome)end;
}

static void steps_read(struct policy_reader *reader, const struct yaml_fields *in, struct policy_line *line)
{
    struct yaml_fields below, each;
    if (!yaml_fields_map(in, "steps", YAML_MAY, &below) || !policy_count_check(reader, in, below.map, POLICY_STEPS_MAX))
        return;
    struct policy_step *steps = arena_make_many(reader->arena, below.map->map.count, sizeof *steps);
    for (size_t i = 0; i < below.map->map.count; i++) {
        const struct node_entry *entry = &below.map->map.entries[i];
        steps[i].id = text_copy(reader->arena, entry->key);
        policy_id_check(reader, entry->key, policy_entry_place(&below, entry));
        if (yaml_fields_item_map(&below, entry->value, &each))
            step_read(reader, &each, &steps[i]);
    }
    line->steps = steps;
    line->step_count = below.map->map.count;
}

static void papers_read(struct policy_reader *reader, const struct yaml_fields *in, struct policy_line *line)
{
    size_t count;
    const struct text *ids = policy_texts_read(reader, in, "papers", LINE_PAPERS_MAX, &count);
    const struct policy_paper **papers = arena_make_many(reader->arena, count, sizeof *papers);
    for (size_t i = 0; i < count; i++) {
        const struct policy_paper *paper = policy_paper_named(reader, ids[i], policy_value_place(in, "papers"));
        if (paper != NULL)
            papers[line->paper_count++] = paper;
    }
    line->papers = papers;
}

/* ── a parameter has a value on every day the line can ask for it ── */

static void coverage_check_rule(struct policy_reader *reader, const struct policy_line *line, const struct rule *rule, struct place place)
{
    size_t count;
    const struct policy *policy = reader->made;
    const size_t *slots = rule == NULL ? (count = 0, NULL) : rule_slots(rule, &count);
    for (size_t i = 0; i < count; i++) {
        struct day gap;
        if (slots[i] <= policy_slot_as_of(policy))
            continue;
        const struct policy_param *param = &policy->params[slots[i] - policy_slot_as_of(policy) - 1];
        if (policy_param_gap(param, line->from, line->to, &gap))
            policy_complain(reader, place, "policy.gap", param->name, day_write(reader->arena, gap));
    }
}

static void coverage_check(struct policy_reader *reader, const struct yaml_fields *in, const struct policy_line *line)
{
    for (size_t i = 0; i < line->condition_count; i++)
        coverage_check_rule(reader, line, line->conditions[i].rule, line->conditions[i].place);
    coverage_check_rule(reader, line, line->pay, policy_value_place(in, "amount"));
    for (size_t i = 0; i < line->supplement_count; i++) {
        coverage_check_rule(reader, line, line->supplements[i].where, line->supplements[i].place);
        coverage_check_rule(reader, line, line->supplements[i].pay, line->supplements[i].place);
    }
}

/* ── one line ── */

static void line_read(struct policy_reader *reader, const struct yaml_fields *in, struct policy_line *line)
{
    static const struct text known[] = {TEXT_ENTRY("title"), TEXT_ENTRY("anchor"), TEXT_ENTRY("window"), TEXT_ENTRY("conditions"),
        TEXT_ENTRY("benefit"), TEXT_ENTRY("amount"), TEXT_ENTRY("add"), TEXT_ENTRY("group"), TEXT_ENTRY("once_per"), TEXT_ENTRY("apply_by"),
        TEXT_ENTRY("apply_at"), TEXT_ENTRY("steps"), TEXT_ENTRY("papers"), TEXT_ENTRY("complain"), TEXT_ENTRY("sensitive")};
    static const struct text onces[] = {TEXT_ENTRY("person"), TEXT_ENTRY("child"), TEXT_ENTRY("household"), TEXT_ENTRY("employer"), TEXT_ENTRY("each_time")};
    size_t errors = reader->problems->errors, once = POLICY_ONCE_PERSON;
    yaml_fields_check(in, (struct yaml_words){known, LENGTH_OF(known)});
    policy_words_read(reader, in, "title", YAML_MUST, &line->title);
    anchor_read(reader, in, line);
    conditions_read(reader, in, line);
    amount_read(reader, in, line);
    supplements_read(reader, in, line);
    line->group = group_read(reader, in);
    if (yaml_fields_choice(in, "once_per", YAML_MUST, (struct yaml_words){onces, LENGTH_OF(onces)}, &once))
        line->once = (enum policy_once)once;
    apply_by_read(reader, in, line);
    policy_words_read(reader, in, "apply_at", YAML_MAY, &line->apply_at);
    policy_words_read(reader, in, "complain", YAML_MAY, &line->complain);
    steps_read(reader, in, line);
    papers_read(reader, in, line);
    yaml_fields_truth(in, "sensitive", YAML_MAY, &line->sensitive);
    if (reader->problems->errors == errors)
        coverage_check(reader, in, line);
}

static bool rule_reads(const struct rule *rule, size_t slot)
{
    size_t count;
    const size_t *slots = rule == NULL ? (count = 0, NULL) : rule_slots(rule, &count);
    for (size_t i = 0; i < count; i++)
        if (slots[i] == slot)
            return true;
    return false;
}

static bool line_reads(const struct policy_line *line, size_t slot)
{
    bool reads = rule_reads(line->pay, slot);
    for (size_t i = 0; i < line->condition_count && !reads; i++)
        reads = rule_reads(line->conditions[i].rule, slot);
    for (size_t i = 0; i < line->supplement_count && !reads; i++)
        reads = rule_reads(line->supplements[i].where, slot) || rule_reads(line->supplements[i].pay, slot);
    return reads;
}

/* A threshold that is set and used nowhere looks like law and decides nothing. */
static void use_check(struct policy_reader *reader)
{
    const struct policy *policy = reader->made;
    for (size_t i = 0; i < policy->param_count; i++) {
        bool used = false;
        for (size_t k = 0; k < policy->line_count && !used; k++)
            used = line_reads(&policy->lines[k], policy_slot_as_of(policy) + 1 + i);
        if (!used)
            policy_complain(reader, policy->params[i].place, "policy.unused", policy->params[i].name, (struct text){0});
    }
}

void policy_lines_read(struct policy_reader *reader, const struct yaml_fields *in)
{
    struct yaml_fields below, each;
    size_t errors = reader->problems->errors;
    if (!yaml_fields_map(in, "lines", YAML_MUST, &below) || !policy_count_check(reader, in, below.map, POLICY_LINES_MAX))
        return;
    struct policy_line *lines = arena_make_many(reader->arena, below.map->map.count, sizeof *lines);
    for (size_t i = 0; i < below.map->map.count; i++) {
        const struct node_entry *entry = &below.map->map.entries[i];
        lines[i] = (struct policy_line){.id = text_copy(reader->arena, entry->key), .from = DAY_NONE, .to = DAY_NONE, .apply_by = DAY_NONE,
                                        .place = policy_entry_place(&below, entry)};
        policy_id_check(reader, entry->key, lines[i].place);
        if (yaml_fields_item_map(&below, entry->value, &each))
            line_read(reader, &each, &lines[i]);
    }
    reader->made->lines = lines;
    reader->made->line_count = below.map->map.count;
    if (reader->problems->errors == errors)
        use_check(reader); /* a rule that was refused reads nothing */
}
