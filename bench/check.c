/* bench: work/check */
/*
 * check.c — a city's list of payments against the policy, from the .xlsx to the workbook of findings.
 *
 *     build-release/bench/bench-check [ROWS [FILE.xlsx]]          (230,000: as many as Hà Nội paid under Decision 3642)
 *
 * Where FILE is not there tools/make_lists.py makes it, some minutes long; without FILE it is kept beside the program. The policy is
 * packs/vietnam/policies/nq-68-2021.yaml. Measured: processor seconds of both threads and by the clock, the shortest of
 * some rounds, each in a process of its own; the most memory one takes. Beside it openpyxl (read_only), which only reads the same file.
 */
#include "base/file.h"
#include "engine/seal/seal.h"
#include "keep/definition/definition.h"
#include "support/measure.h"
#include "work/check/check_book.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ROWS = 230000, ROUNDS = 3, FILE_MAX = 200 << 20, TOOL_MAX = 1000 };

#define ROOT BENCH_PACKS "/../.."

struct taken {
    double seconds, processor;
    long kib;
};

static void must_read(bool sound, struct arena *arena, const struct problems *problems)
{
    for (size_t i = 0; i < problems->count; i++)
        (void)fprintf(stderr, "%s\n", problem_line(arena, &problems->items[i], LANGUAGE_EN).bytes);
    if (!sound)
        exit(1);
}

static struct check_request request_make(struct arena *arena, struct check_file *list)
{
    struct problems problems;
    struct failure why;
    struct text policy;
    struct definition_source source;
    struct check_request request = {.files = list, .file_count = 1, .as_of = day_of(2021, 10, 15), .threads = 2};
    problems_init(&problems, arena, 10);
    must(file_read(arena, ROOT "/packs/vietnam/policies/nq-68-2021.yaml", FILE_MAX, &policy, &why), &why);
    request.policy = policy_read(arena, TEXT("nq-68-2021.yaml"), policy, &problems);
    must_read(request.policy != NULL, arena, &problems);
    must(definition_source_read(arena, ROOT "/packs", TEXT("vietnam"), &source, &problems, &why), &why);
    request.definition = definition_make(arena, &source, &problems);
    must_read(request.definition != NULL, arena, &problems);
    return request;
}

static void check_once(const char *path, size_t rows)
{
    struct arena *CLOSING(arena) arena = arena_open();
    struct check_file list = {.list = CHECK_PAID, .name = TEXT("chi.xlsx")};
    struct check_request request = request_make(arena, &list);
    const struct check_head head = {.destroy_on = day_of(2021, 11, 15), .language = LANGUAGE_VI};
    struct check_run *run;
    struct problems problems;
    struct failure why;
    struct text book;
    problems_init(&problems, arena, 10);
    must(seal_ready(&why) && file_read(arena, path, FILE_MAX, &list.bytes, &why), &why);
    must(check_lists(arena, &request, &run, &problems, &why), &why);
    must_read(problems.errors == 0 && run->row_count == rows && run->finding_count > rows / 1000, arena, &problems);
    must(check_book(arena, run, &head, &book, &why), &why);
}

static double processor_of(const struct rusage *usage)
{
    return (double)(usage->ru_utime.tv_sec + usage->ru_stime.tv_sec) + 1e-6 * (double)(usage->ru_utime.tv_usec + usage->ru_stime.tv_usec);
}

/* In a process of its own: `command`, or the check. */
static bool measured(const char *command, const char *path, size_t rows, struct taken *taken)
{
    struct rusage usage;
    int status = 1;
    double begin = seconds_now();
    pid_t child = fork();
    if (child == 0) {
        if (command)
            _exit(execlp("/usr/bin/python3", "python3", "-c", command, path, (char *)NULL));
        check_once(path, rows);
        _exit(0);
    }
    if (child < 0 || wait4(child, &status, 0, &usage) != child || status != 0)
        return false;
    *taken = (struct taken){seconds_now() - begin, processor_of(&usage), usage.ru_maxrss};
    return true;
}

static void list_make(const char *path, long rows)
{
    char command[TOOL_MAX + sizeof ROOT + 100];
    if (access(path, R_OK) == 0)
        return;
    (void)printf("making %s\n", path);
    (void)snprintf(command, sizeof command, "/usr/bin/python3 '" ROOT "/tools/make_lists.py' --paid %ld '%s'", rows, path);
    if (system(command) != 0) {
        (void)fprintf(stderr, "tools/make_lists.py failed (python3-openpyxl?)\n");
        exit(1);
    }
}

int main(int count, char **given)
{
    static const char peer[] = "import sys, openpyxl\n"
                               "for row in openpyxl.load_workbook(sys.argv[1], read_only=True).active.iter_rows(values_only=True): pass";
    struct taken best = {1e9, 1e9, 0}, one, other = {0};
    int64_t rows = ROWS;
    char beside[TOOL_MAX];
    if (count > 1 && (!text_read_int64(text_of(given[1]), &rows) || rows < 1))
        return 2;
    (void)snprintf(beside, sizeof beside, "%s-%lld.xlsx", given[0], (long long)rows);
    const char *path = count > 2 ? given[2] : beside;
    list_make(path, rows);
    for (int round = 0; round < ROUNDS; round++) {
        if (!measured(NULL, path, (size_t)rows, &one))
            return 1;
        best.seconds = one.seconds < best.seconds ? one.seconds : best.seconds;
        best.processor = one.processor < best.processor ? one.processor : best.processor;
        best.kib = one.kib > best.kib ? one.kib : best.kib;
    }
    bool beside_it = measured(peer, path, (size_t)rows, &other);
    (void)printf("%lld payments, .xlsx to findings\n", (long long)rows);
    row_head();
    row_print(&(struct row){.what = "by the clock", .unit = "s", .ours = best.seconds, .aim = "≤ 10 s", .reached = best.seconds <= 10});
    row_print(&(struct row){.what = "processor; openpyxl only reads", .unit = "s", .ours = best.processor, .peer = beside_it ? other.processor : 0,
                            .ratio = beside_it ? other.processor / best.processor : 0});
    row_print(&(struct row){.what = "most memory", .unit = "MB", .ours = (double)best.kib / 1024});
    return 0;
}
