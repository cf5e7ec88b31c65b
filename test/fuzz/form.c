/* fuzz: engine/codec */
/* The first line is the content type, the rest the body; fields read are written as a query and read back. */
#include "engine/codec/form.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void write_and_compare(struct arena *arena, const struct form *form)
{
    struct buffer CLOSING(buffer) out;
    struct failure why;
    struct form again;
    buffer_init(&out, 64 << 20);
    size_t plain = 0;
    for (size_t i = 0; i < form->count; i++) {
        if (form->fields[i].file)
            continue;
        form_write_pair(&out, form->fields[i].name, form->fields[i].value);
        plain++;
    }
    form_init(&again, arena);
    again.limits.value *= 2;
    REQUIRE(form_read_query(&again, buffer_text(&out), &why));
    REQUIRE(again.count == plain);
    for (size_t i = 0, k = 0; i < form->count; i++)
        if (!form->fields[i].file)
            REQUIRE(text_equal(form->fields[i].name, again.fields[k++].name));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *CLOSING(arena) arena = arena_open();
    struct text body = {(const char *)data, size}, type;
    struct failure why = {0};
    struct form form;
    form_init(&form, arena);
    form.limits.file = 1 << 16;
    if (!text_next(&body, '\n', &type))
        return 0;
    if (form_read(&form, type, body, &why))
        write_and_compare(arena, &form);
    else
        REQUIRE(form.count == 0 && why.kind != FAILURE_NONE);
    struct form query;
    form_init(&query, arena);
    (void)!form_read_query(&query, body, &why);
    struct text path;
    (void)!form_read_escaped(arena, body, &path);
    return 0;
}
