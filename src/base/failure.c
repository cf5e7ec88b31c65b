/* failure.c — filling a failure once, and its word for machines. */
#include "base/failure.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* A text cut in the middle of a letter loses the letter's first half too. */
static void cut_to_whole_letters(char *text, size_t length)
{
    size_t start = length;
    while (start > 0 && ((unsigned char)text[start - 1] & 0xC0) == 0x80)
        start--;
    if (start == 0)
        return;
    unsigned char first = (unsigned char)text[start - 1];
    size_t wanted = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1;
    if (length - (start - 1) < wanted)
        text[start - 1] = '\0';
}

bool failure_set(struct failure *why, enum failure_kind kind, const char *file, int line, const char *format, ...)
{
    REQUIRE(kind != FAILURE_NONE);
    why->kind = kind;
    why->file = file;
    why->line = line;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(why->text, sizeof why->text, format, arguments);
    va_end(arguments);
    cut_to_whole_letters(why->text, strlen(why->text));
    return false;
}

const char *failure_word(enum failure_kind kind)
{
    switch (kind) {
    case FAILURE_NONE:
        return "none";
    case FAILURE_INVALID:
        return "invalid";
    case FAILURE_NOT_FOUND:
        return "not-found";
    case FAILURE_DENIED:
        return "denied";
    case FAILURE_CONFLICT:
        return "conflict";
    case FAILURE_BUSY:
        return "busy";
    case FAILURE_TOO_BIG:
        return "too-big";
    case FAILURE_BROKEN:
        return "broken";
    }
    NEVER("a kind of failure without a word");
}
