/* desk_page.c — what a check found, as a tree. */
#include "work/intake/desk_page.h"

static void put_counts(struct node *result, const struct intake_counts *counts)
{
    struct arena *arena = result->arena;
    const struct { const char *key; int64_t number; } NUMBERS[] = {
        {"read", counts->read},   {"added", counts->added}, {"changed", counts->changed}, {"same", counts->same},
        {"wrong", counts->wrong}, {"blank", counts->blank}, {"hidden", counts->hidden}, {"alike", counts->alike}};
    int64_t left_out = counts->blank;
    for (size_t i = 0; i < LENGTH_OF(NUMBERS); i++)
        node_put(result, NUMBERS[i].key, node_whole(arena, NUMBERS[i].number));
    struct node *roles = node_put(result, "left_out_roles", node_list(arena));
    for (size_t i = 0; i < ROW_ROLES; i++) {
        left_out += counts->left_out[i];
        if (counts->left_out[i] == 0)
            continue;
        struct node *one = node_append(roles, node_map(arena));
        node_put(one, text_format(arena, "is_%s", row_role_word((enum row_role)i)).bytes, node_truth(arena, true)); /* "total" alone is the page's */
        node_put(one, "count", node_whole(arena, counts->left_out[i]));
    }
    node_put(result, "left_out", node_whole(arena, left_out));
}

/* Sheet and cell; the file's name is told once, above. */
static struct text where_of(struct arena *arena, const struct problem *problem)
{
    struct place place = problem->place;
    place.file = (struct text){0};
    if (place.sheet.length > 0)
        return place_write(arena, place);
    return place.line > 0 ? place_cell(arena, place.line, place.column > 0 ? place.column : 1) : (struct text){0};
}

void desk_page_problems(struct node *result, const struct problems *problems)
{
    struct arena *arena = result->arena;
    struct node *list = node_put(result, "problems", node_list(arena));
    for (size_t i = 0; i < problems->count; i++) {
        const struct problem *problem = &problems->items[i];
        struct node *one = node_append(list, node_map(arena));
        node_put(one, "where", node_text(arena, where_of(arena, problem)));
        node_put(one, "warning", node_truth(arena, problem->weight == PROBLEM_WARNING));
        node_put(one, "vi", node_text(arena, problem_sentence(arena, problem, LANGUAGE_VI)));
        node_put(one, "en", node_text(arena, problem_sentence(arena, problem, LANGUAGE_EN)));
    }
    node_put(result, "errors", node_whole(arena, (int64_t)problems->errors));
    node_put(result, "warnings", node_whole(arena, (int64_t)problems->warnings));
    node_put(result, "not_shown", node_whole(arena, (int64_t)(problems->errors + problems->warnings - problems->count)));
}

struct node *desk_page_result(struct arena *arena, const struct intake_answer *answer)
{
    struct node *result = node_map(arena);
    put_counts(result, &answer->counts);
    desk_page_problems(result, &answer->problems);
    node_put(result, "rows", node_whole(arena, answer->rows));
    node_put(result, "tables", answer->tables);
    node_put(result, "sums", answer->sums);
    node_put(result, "shown", answer->shown);
    node_put(result, "remembered", node_truth(arena, answer->remembered));
    return result;
}

/* ---- for one reader ---- */

static void put_option(struct node *options, struct text code, struct text label, struct text chosen)
{
    struct arena *arena = options->arena;
    struct node *option = node_append(options, node_map(arena));
    node_put(option, "code", node_text(arena, code));
    node_put(option, "label", node_text(arena, label));
    node_put(option, "chosen", node_truth(arena, text_equal(code, chosen)));
}

static bool is_sure(const struct node *column)
{
    return text_is(node_text_at(column, "certainty"), "sure");
}

/* The encodings a person may choose from; what a cell would be in each that it can be in. */
static void fill_letters(struct node *letters, enum language language, size_t index)
{
    static const struct { enum old_text letters; const char *name; } NAMES[] = {
        {OLD_TEXT_UNICODE, "Unicode"}, {OLD_TEXT_DECOMPOSED, "Unicode"}, {OLD_TEXT_ETH, "Unicode"},
        {OLD_TEXT_TCVN3, "TCVN3 (ABC)"}, {OLD_TEXT_VNI, "VNI"}, {OLD_TEXT_CP1258, "Windows-1258"}};
    struct text chosen = node_text_at(letters, "chosen");
    struct node *options = node_put(letters, "options", node_list(letters->arena)), *readings = node_at(letters, "readings");
    put_option(options, (struct text){0}, language == LANGUAGE_EN ? TEXT("as recognised") : TEXT("như đã nhận ra"), chosen);
    for (size_t i = 0; i < LENGTH_OF(NAMES); i++) {
        struct text word = text_of(old_text_word(NAMES[i].letters)), name = text_of(NAMES[i].name);
        if (NAMES[i].letters != OLD_TEXT_DECOMPOSED && NAMES[i].letters != OLD_TEXT_ETH)
            put_option(options, word, name, chosen);
        for (size_t k = 0; k < node_count(readings); k++)
            if (text_equal(node_text_at(readings->list.items[k], "word"), word))
                node_put(readings->list.items[k], "label", node_text(letters->arena, name));
    }
    node_put(letters, "id", node_text(letters->arena, text_format(letters->arena, "chu-%zu", index)));
}

static void fill_column(struct node *column, const struct register_definition *register_, enum language language, size_t index)
{
    bool english = language == LANGUAGE_EN, unsure = text_is(node_text_at(column, "certainty"), "unsure");
    /* What is likely stands there to be confirmed; what is unsure must be chosen; what fits nothing is passed over. */
    struct text chosen = unsure ? (struct text){0} : node_text_at(column, "field");
    if (text_is(node_text_at(column, "certainty"), "none"))
        chosen = TEXT("-");
    struct node *options = node_put(column, "options", node_list(column->arena));
    if (unsure)
        put_option(options, (struct text){0}, english ? TEXT("– choose –") : TEXT("– hãy chọn –"), chosen);
    put_option(options, TEXT("-"), english ? TEXT("leave this column out") : TEXT("bỏ qua cột này"), chosen);
    for (size_t i = 0; i < register_->field_count; i++)
        if (!register_->fields[i].retired)
            put_option(options, register_->fields[i].name, title_in(register_->fields[i].title, language), chosen);
    put_option(options, TEXT("unit"), english ? TEXT("the organisation that writes") : TEXT("đơn vị ghi"), chosen);
    put_option(options, TEXT("state"), english ? TEXT("state") : TEXT("trạng thái"), chosen);
    if (node_at(column, "reading"))
        fill_letters(node_at(column, "reading"), language, index);
    node_put(column, "doubtful", node_truth(column->arena, !is_sure(column)));
    node_put(column, "id", node_text(column->arena, text_format(column->arena, "cot-%zu", index)));
}

void desk_page_sentences(struct node *result, enum language language)
{
    struct node *problems = node_at(result, "problems");
    for (size_t i = 0; i < node_count(problems); i++)
        node_put(problems->list.items[i], "sentence",
                 node_text(result->arena, node_text_at(problems->list.items[i], language == LANGUAGE_EN ? "en" : "vi")));
}

void desk_page_fill(struct node *result, const struct register_definition *register_, enum language language)
{
    struct arena *arena = result->arena;
    struct node *tables = node_at(result, "tables"), *problems = node_at(result, "problems");
    bool needs_choice = false;
    size_t index = 0;
    for (size_t i = 0; i < node_count(tables); i++) {
        struct node *columns = node_at(tables->list.items[i], "columns");
        const struct node *taken = node_at(tables->list.items[i], "taken");
        for (size_t k = 0; k < node_count(columns); k++) {
            fill_column(columns->list.items[k], register_, language, index++);
            needs_choice = needs_choice || (taken && taken->truth && !is_sure(columns->list.items[k]));
        }
    }
    desk_page_sentences(result, language);
    const struct node *errors = node_at(result, "errors");
    node_put(result, "several_tables", node_truth(arena, node_count(tables) > 1));
    node_put(result, "needs_choice", node_truth(arena, needs_choice));
    node_put(result, "clean", node_truth(arena, errors && errors->number.digits == 0));
    node_put(result, "has_problems", node_truth(arena, node_count(problems) > 0));
}
