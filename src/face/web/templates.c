/* templates.c — the templates inside the program, or those of a developer's folder. */
#include "face/web/site_inside.h"

#include "base/file.h"
#include "face/web/assets.h"

enum { FILES_MAX = 500 };

#define START "templates/"
#define ENDING ".mustache"

static bool put_one(struct arena *arena, struct template_set *set, struct text path, struct text source, struct failure *why)
{
    struct text name = text_part(path, 0, path.length - (sizeof ENDING - 1));
    struct problems problems;
    problems_init(&problems, arena, 10);
    const struct template *template = template_read(arena, name, source, &problems);
    if (!template)
        return FAIL(why, FAILURE_BROKEN, "template %.*s", TEXT_ARGS(problem_line(arena, &problems.items[0], LANGUAGE_EN)));
    template_set_put(set, template);
    return true;
}

static bool put_inside(struct arena *arena, struct template_set *set, struct failure *why)
{
    for (unsigned long i = 0; i < assets_count; i++) {
        struct text path = text_of(assets[i].path);
        struct text source = {(const char *)assets[i].bytes, assets[i].length};
        if (text_starts(path, TEXT(START)) && text_ends(path, TEXT(ENDING)) &&
            !put_one(arena, set, text_from(path, sizeof START - 1), source, why))
            return false;
    }
    return true;
}

static bool put_folder(struct arena *arena, struct template_set *set, const char *folder, struct failure *why)
{
    struct list paths = {0};
    if (!folder_files(arena, folder, FILES_MAX, &paths, why))
        return false;
    for (size_t i = 0; i < paths.count; i++) {
        struct text path = *(struct text *)paths.items[i], source;
        if (!text_ends(path, TEXT(ENDING)))
            continue;
        if (!file_read(arena, text_format(arena, "%s/%.*s", folder, TEXT_ARGS(path)).bytes, TEMPLATE_SOURCE_MAX, &source, why) ||
            !put_one(arena, set, path, source, why))
            return false;
    }
    return true;
}

bool templates_load(struct arena *arena, const char *folder, struct template_set **set, struct failure *why)
{
    struct template_set *made = template_set_make(arena);
    if (!(folder ? put_folder(arena, made, folder, why) : put_inside(arena, made, why)))
        return false;
    *set = made;
    return true;
}
