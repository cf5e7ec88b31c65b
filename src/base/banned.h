/*
 * banned.h — calls that do not compile outside base; forced into every file by the build.
 * `text`, `buffer`, `arena`, `day` and `text_read_int64` do their work safely.
 *
 * The names are poisoned once the C library has declared them. Other libraries use
 * the words malloc, calloc, realloc and strtoul in their headers; those four are refused when called.
 */
#pragma once

#ifndef DANVAN_BASE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#pragma GCC poison strcpy strcat sprintf vsprintf strtok gets atoi atol strtol strtoll localtime gmtime
#ifndef __clang__ /* which takes the attribute on a first declaration only; gcc builds what we ship */
#define BANNED __attribute__((error("memory comes from an arena or a buffer")))
extern void *malloc(size_t size) BANNED;
extern void *calloc(size_t count, size_t size) BANNED;
extern void *realloc(void *memory, size_t size) BANNED;
#undef BANNED
extern unsigned long strtoul(const char *text, char **end, int base)
    __attribute__((error("text_read_int64 reads numbers")));
#endif
#endif
