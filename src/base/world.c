/* world.c — the clock and chance of the machine, or of a test. */
#include "base/world.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

#define MINUTE_MS INT64_C(60000)
#define DAY_MS (24 * 60 * MINUTE_MS)
#define ZONE_MS (7 * 60 * MINUTE_MS) /* Asia/Ho_Chi_Minh, all year */

struct world world_real(void)
{
    return (struct world){.today = DAY_NONE};
}

struct world world_fixed(struct moment now, uint64_t seed)
{
    return (struct world){.fixed = true, .now = now, .today = DAY_NONE, .seed = seed};
}

struct moment world_now(const struct world *world)
{
    if (world->fixed)
        return world->now;
    struct timespec now;
    REQUIRE(clock_gettime(CLOCK_REALTIME, &now) == 0);
    return (struct moment){(int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000};
}

struct day world_today(const struct world *world)
{
    return day_is_some(world->today) ? world->today : moment_day(world_now(world));
}

/* The next number of a seeded stream (SplitMix64, public domain): good for samples, never for secrets. */
static uint64_t stream_next(uint64_t *seed)
{
    uint64_t z = (*seed += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static void random_of_kernel(unsigned char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t got = getrandom(bytes, length, 0);
        REQUIRE(got > 0 || (got < 0 && errno == EINTR));
        if (got > 0) {
            bytes += got;
            length -= (size_t)got;
        }
    }
}

void world_random(struct world *world, void *bytes, size_t length)
{
    unsigned char *out = bytes;
    if (!world->fixed) {
        random_of_kernel(out, length);
        return;
    }
    uint64_t number = 0;
    for (size_t i = 0; i < length; i++, number >>= 8) {
        if (i % 8 == 0)
            number = stream_next(&world->seed);
        out[i] = (unsigned char)number; /* lowest byte first on every machine */
    }
}

struct moment moment_of(struct day day, int hour, int minute)
{
    REQUIRE(day_is_some(day) && hour >= 0 && hour < 24 && minute >= 0 && minute < 60);
    return (struct moment){day.number * DAY_MS + (hour * 60 + minute) * MINUTE_MS - ZONE_MS};
}

/* Whole days from 1970-01-01 up to `milliseconds`, also before it; the rest is in 0 .. DAY_MS - 1. */
static struct day day_at(int64_t milliseconds, int64_t *rest)
{
    int64_t days = milliseconds / DAY_MS - (milliseconds % DAY_MS < 0);
    *rest = milliseconds - days * DAY_MS;
    struct day day = {(int32_t)days};
    REQUIRE(days == day.number && day_is_some(day));
    return day;
}

struct day moment_day(struct moment moment)
{
    int64_t rest;
    return day_at(moment.milliseconds + ZONE_MS, &rest);
}

struct text moment_write(struct arena *arena, struct moment moment)
{
    int64_t rest;
    struct day_parts parts = day_parts(day_at(moment.milliseconds, &rest));
    int minute = (int)(rest / MINUTE_MS), within = (int)(rest % MINUTE_MS);
    return text_format(arena, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", parts.year, parts.month, parts.day, minute / 60,
                       minute % 60, within / 1000, within % 1000);
}

struct text moment_write_people(struct arena *arena, struct moment moment)
{
    int64_t rest;
    struct day_parts parts = day_parts(day_at(moment.milliseconds + ZONE_MS, &rest));
    int minute = (int)(rest / MINUTE_MS);
    return text_format(arena, "%02d/%02d/%04d | %02d:%02d", parts.day, parts.month, parts.year, minute / 60,
                       minute % 60);
}

/* `length` digits at `at`, at most `most`. */
static bool number_at(struct text text, size_t at, size_t length, int64_t most, int64_t *number)
{
    struct text part = text_part(text, at, length);
    return !text_starts(part, TEXT("-")) && text_read_int64(part, number) && *number <= most;
}

bool moment_read(struct text text, struct moment *moment)
{
    static const char form[] = "0000-00-00T00:00:00.000Z";
    if (text.length != sizeof form - 1)
        return false;
    for (size_t i = 0; i < text.length; i++)
        if (form[i] != '0' && form[i] != text.bytes[i])
            return false;
    struct day day;
    int64_t hour, minute, second, within;
    if (!day_read(text_part(text, 0, 10), &day) || !number_at(text, 11, 2, 23, &hour) ||
        !number_at(text, 14, 2, 59, &minute) || !number_at(text, 17, 2, 59, &second) ||
        !number_at(text, 20, 3, 999, &within))
        return false;
    moment->milliseconds = day.number * DAY_MS + (hour * 60 + minute) * MINUTE_MS + second * 1000 + within;
    return true;
}
