/* require.c — the end of a program that found a bug in itself. */
#include "base/markers.h"

#include <stdio.h>
#include <stdlib.h>

_Noreturn void require_failed(const char *condition, const char *file, int line)
{
    fprintf(stderr, "danvan: bug at %s:%d: %s\n", file, line, condition);
    abort();
}
