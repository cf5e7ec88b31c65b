/* progress.c — a register's `progress:`: which figures say what was planned under one of its records, and what was done. */
#include "keep/definition/definition_inside.h"

/* The field by which records of a figure's register say which of ours they belong to; NULL when there is none. */
static const struct field_definition *belongs_by(const struct figure_definition *figure, const struct register_definition *ours)
{
    for (size_t i = 0; i < figure->register_->field_count; i++) {
        const struct field_definition *field = &figure->register_->fields[i];
        if (field->kind == FIELD_RECORD && text_equal(field->of, ours->name) && !field->many && !field->personal && !field->retired)
            return field;
    }
    return NULL;
}

static void refuse(struct reading *reading, const struct yaml_fields *in, const char *key, const struct figure_definition *figure, const char *wanted)
{
    problem_of(reading, value_place(in, key), "definition.progress-of", figure->name, text_of(wanted));
}

/* Whole numbers of records that belong to one of ours; NULL with a problem. */
static const struct figure_definition *figure_at(struct reading *reading, const struct register_reading *reg, const struct yaml_fields *in,
                                                 const char *key, const struct field_definition **of)
{
    struct text name;
    if (!yaml_fields_text(in, key, YAML_MUST, &name) || !vocabulary_check(reading, &reading->figures, name, value_place(in, key)))
        return NULL;
    const struct figure_definition *figure = vocabulary_find(&reading->figures, name);
    bool whole = figure && figure->kind == FIGURE_SUM && figure->field && figure->field->kind == FIELD_NUMBER;
    *of = figure ? belongs_by(figure, reg->made) : NULL;
    if (figure && !whole)
        refuse(reading, in, key, figure, "sum: number");
    else if (figure && !*of)
        refuse(reading, in, key, figure, "is: record, of: …");
    return whole && *of ? figure : NULL;
}

/* What was done is read beside what was planned for the same work. */
static bool same_parts(const struct figure_definition *one, const struct figure_definition *other)
{
    if (one->by_unit_kind || other->by_unit_kind || !one->by != !other->by || (one->by && one->by->choice_count != other->by->choice_count))
        return false;
    for (size_t i = 0; one->by && i < one->by->choice_count; i++)
        if (!text_equal(one->by->choices[i].code, other->by->choices[i].code))
            return false;
    return true;
}

void progress_read(struct reading *reading, struct register_reading *reg)
{
    static const struct text known[] = {TEXT_ENTRY("done"), TEXT_ENTRY("planned"), TEXT_ENTRY("begins"), TEXT_ENTRY("ends"), TEXT_ENTRY("measure")};
    struct yaml_fields in;
    if (!yaml_fields_map(&reg->in, "progress", YAML_MAY, &in))
        return;
    yaml_fields_check(&in, (struct yaml_words){known, LENGTH_OF(known)});
    struct progress_definition *progress = arena_make(reading->arena, sizeof *progress);
    progress->done = figure_at(reading, reg, &in, "done", &progress->done_of);
    progress->planned = figure_at(reading, reg, &in, "planned", &progress->planned_of);
    progress->begins = field_day_at(reading, reg, &in, "begins", YAML_MUST);
    progress->ends = field_day_at(reading, reg, &in, "ends", YAML_MUST);
    progress->measure = field_at(reading, reg, &in, "measure", YAML_MAY);
    if (progress->done && progress->planned && !same_parts(progress->done, progress->planned))
        refuse(reading, &in, "planned", progress->planned, "by: …");
    reg->made->progress = progress;
}
