/*
 * run.h — what does danvan do for these words?
 *
 *     return command_run(words, count);       the words behind "danvan"; gives the exit code
 *
 * Results go to standard output, problems, failures and progress to standard error. The exit codes
 * stand in say.c: 0 done, 1 done and problems found, 2 usage, 3 denied, 4 not found, 5 busy or too
 * big, 6 conflict, 9 broken.
 */
#pragma once

#include <stddef.h>

int command_run(const char *const *words, size_t count);
