/*
 * Runs a fuzz target over its corpus without a fuzzer: each file is one test.
 *
 *     fuzz-yaml test/fuzz/corpus/yaml
 *
 * A crash, a sanitizer's report or an abort ends the program, and TAP counts
 * the files that were announced and not reached as failed.
 */
#include <dirent.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int seen(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static bool replay(const char *folder, const char *name)
{
    char path[4096];
    if (snprintf(path, sizeof path, "%s/%s", folder, name) >= (int)sizeof path)
        return false;
    FILE *file = fopen(path, "rb");
    if (file == NULL || fseek(file, 0, SEEK_END) != 0)
        return false;
    long size = ftell(file);
    rewind(file);
    /* The exact size, so that the sanitizer sees a read one byte too far. */
    uint8_t *bytes = malloc(size > 0 ? (size_t)size : 1);
    bool whole = bytes != NULL && size >= 0 && fread(bytes, 1, (size_t)size, file) == (size_t)size;
    fclose(file);
    if (whole)
        (void)LLVMFuzzerTestOneInput(bytes, (size_t)size);
    free(bytes);
    return whole;
}

int main(int count, char **words)
{
    struct dirent **entries = NULL;
    int files = count == 2 ? scandir(words[1], &entries, seen, alphasort) : -1;
    if (files <= 0) {
        fprintf(stderr, "no corpus in %s\n", count == 2 ? words[1] : "(no folder given)");
        return 1;
    }
    printf("1..%d\n", files);
    for (int i = 0; i < files; i++) {
        bool good = replay(words[1], entries[i]->d_name);
        printf("%s %d - %s\n", good ? "ok" : "not ok", i + 1, entries[i]->d_name);
        fflush(stdout);
        free(entries[i]);
    }
    free(entries);
    return 0;
}
