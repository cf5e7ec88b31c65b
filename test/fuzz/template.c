/* fuzz: engine/template */
/*
 * Any bytes as a template, and as the partial "p" of itself, over a small tree:
 * reading gives a template or problems, rendering ends and stays under its ceiling.
 */
#include "engine/template/template.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct node *tree(struct arena *arena)
{
    struct node *root = node_map(arena);
    struct node *list = node_put(root, "l", node_list(arena));
    for (int i = 0; i < 3; i++) {
        struct node *item = node_append(list, node_map(arena));
        node_put(item, "n", node_whole(arena, i));
        node_put(item, ".", node_text(arena, TEXT("<mục>")));
    }
    node_put(root, "t", node_text(arena, TEXT("a\nb & c")));
    node_put(root, "y", node_truth(arena, true));
    node_put(root, "m", node_map(arena));
    return root;
}

static void ignore_words(void *context, struct text text)
{
    *(size_t *)context += text.length;
}

static void ignore_value(void *context, const struct node *node, struct text printed)
{
    *(size_t *)context += node->kind == NODE_LIST ? 0 : printed.length;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *CLOSING(arena) arena = arena_open();
    struct problems problems;
    problems_init(&problems, arena, 10);
    const struct template *template =
        template_read(arena, TEXT("p"), (struct text){(const char *)data, size}, &problems);
    REQUIRE((template == NULL) == (problems.errors > 0));
    if (template == NULL)
        return 0;
    struct template_set *set = template_set_make(arena);
    template_set_put(set, template);
    struct node *root = tree(arena);
    struct buffer CLOSING(buffer) out;
    buffer_init(&out, 1 << 16);
    template_render(&out, set, template, root, TEMPLATE_ESCAPE_HTML);
    REQUIRE(out.length <= 1 << 16);
    struct failure why;
    size_t heard = 0;
    struct template_sink sink = {&heard, ignore_words, ignore_value};
    if (buffer_ok(&out, &why))
        REQUIRE(template_render_to(&sink, set, template, root, &why));
    return 0;
}
