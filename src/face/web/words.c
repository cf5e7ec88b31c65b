/* words.c — what pages say, in two languages: words/vi.yaml and words/en.yaml, {{t.key}} in templates. */
#include "face/web/site_inside.h"

#include "engine/codec/yaml.h"
#include "face/web/assets.h"

bool words_load(struct arena *arena, const char *language, const struct node **words, struct failure *why)
{
    struct text name = text_format(arena, "words/%s.yaml", language), bytes;
    struct problems problems;
    struct node *root;
    problems_init(&problems, arena, 10);
    if (!asset_find(name, &bytes))
        return FAIL(why, FAILURE_BROKEN, "the program holds no %.*s", TEXT_ARGS(name));
    if (!yaml_read(arena, name, bytes, &root, &problems))
        return FAIL(why, FAILURE_BROKEN, "%.*s", TEXT_ARGS(problem_line(arena, &problems.items[0], LANGUAGE_EN)));
    *words = root;
    return true;
}

struct text words_find(const struct node *words, const char *path)
{
    struct text rest = text_of(path), part;
    while (text_next(&rest, '.', &part))
        words = node_find(words, part);
    return words && words->kind == NODE_TEXT ? words->text : (struct text){0};
}
