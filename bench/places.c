/* bench: keep/unit */
/* A million addresses of the country, resolved one after the other. */
#include "base/file.h"
#include "keep/unit/country.h"

#include <stdio.h>
#include <sys/resource.h>
#include <time.h>

enum { ADDRESSES = 1000000, AIM = 200000, SHAPES = 5 };

static double now(void)
{
    struct timespec moment;
    clock_gettime(CLOCK_MONOTONIC, &moment);
    return (double)moment.tv_sec + (double)moment.tv_nsec / 1e9;
}

/* As people write them; the last is a slip. */
static struct text address(struct arena *arena, const struct gazetteer *names, const struct gazetteer_place *place, int shape)
{
    struct text full = gazetteer_full_name(arena, names, place);
    switch (shape) {
    case 0: return full;
    case 1: return text_fold(arena, full);
    case 2: return text_format(arena, "Số 12 ngõ 5, tổ 7, %.*s", TEXT_ARGS(full));
    case 3: return text_replace(arena, text_replace(arena, full, TEXT(", "), TEXT(" - ")), TEXT("Phường "), TEXT("P."));
    default: return text_replace(arena, full, TEXT("n"), TEXT("m"));
    }
}

int main(void)
{
    struct arena *CLOSING(arena) arena = arena_open();
    struct country_list list = {TEXT("places-2021-11.csv"), {0}, DAY_NONE, DAY_NONE};
    struct problems problems;
    struct failure why;
    problems_init(&problems, arena, 5);
    if (!file_read(arena, BENCH_PACKS "/../../packs/vietnam/places-2021-11.csv", COUNTRY_LIST_MAX, &list.bytes, &why))
        return 1;
    double began = now();
    const struct gazetteer *names = country_make(arena, NULL, &list, 1, &problems);
    printf("index of the list made in %.1f ms, %.1f MB\n", (now() - began) * 1e3, (double)arena_used(arena) / 1e6);
    size_t rooms = 0;
    const struct gazetteer_place *places[20000];
    struct text line, rest = list.bytes, code;
    while (text_next(&rest, '\n', &line) && rooms < LENGTH_OF(places)) {
        struct gazetteer_answer answer;
        if (!text_next(&line, ',', &code) || code.length < 3)
            continue;
        gazetteer_find(names, &(struct gazetteer_question){.written = code, .day = DAY_NONE}, &answer);
        if (answer.sureness == GAZETTEER_SURE)
            places[rooms++] = answer.places[0];
    }
    for (int shape = 0; shape < SHAPES; shape++) {
        struct text *written = arena_make_many(arena, rooms, sizeof *written);
        size_t counts[3] = {0}, all = shape == SHAPES - 1 ? ADDRESSES / 10 : ADDRESSES;
        for (size_t i = 0; i < rooms; i++)
            written[i] = address(arena, names, places[i], shape);
        began = now();
        for (size_t i = 0; i < all; i++) {
            struct gazetteer_answer answer;
            gazetteer_find(names, &(struct gazetteer_question){.written = written[i * 7919 % rooms], .day = DAY_NONE}, &answer);
            counts[answer.sureness]++;
        }
        double rate = (double)all / (now() - began);
        printf("%-60.*s %8.0f a second (aim %d%s); %zu = %zu sure + %zu unsure + %zu unknown\n", TEXT_ARGS(written[rooms / 2]), rate, AIM,
               rate >= AIM ? ", reached" : shape == SHAPES - 1 ? ", not for slips" : "", all, counts[0], counts[1], counts[2]);
    }
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("most memory %ld MB\n", usage.ru_maxrss / 1024);
    return 0;
}
