/*
 * sealed.c — an instance travels as one file under a passphrase, and becomes a folder elsewhere.
 *
 * Out: a backup is made in a folder of its own, verified, then sealed beside the file's name and named. In: the file is
 * opened there, and goes the way of every backup, or on into a database. What lies open meanwhile lies in that folder,
 * which nobody else may read and which is deleted.
 */
#include "work/upkeep/upkeep_inside.h"

#include "base/file.h"
#include "engine/seal/stream.h"
#include "keep/instance/instance.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

struct pipe { /* from one file into another */
    FILE *in, *out;
    struct seal_stream stream;
    char *piece, *sealed;
};

static bool pipe_open(struct pipe *pipe, struct arena *arena, const char *from, const char *to, struct failure *why)
{
    *pipe = (struct pipe){.piece = arena_make(arena, SEAL_PIECE), .sealed = arena_make(arena, SEAL_PIECE_SEALED)};
    pipe->in = fopen(from, "rbe");
    if (pipe->in == NULL)
        return FAIL(why, errno == ENOENT ? FAILURE_NOT_FOUND : FAILURE_BROKEN, "opening %s: errno %d", from, errno);
    int out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    pipe->out = out < 0 ? NULL : fdopen(out, "wb");
    return pipe->out != NULL || FAIL(why, FAILURE_BROKEN, "making %s: errno %d", to, errno);
}

/* What was written is on the disk, or `done` was false already. */
static bool pipe_close(struct pipe *pipe, bool done, const char *to, struct failure *why)
{
    seal_stream_end(&pipe->stream);
    if (pipe->in != NULL)
        (void)fclose(pipe->in);
    if (pipe->out == NULL)
        return done;
    bool kept = fflush(pipe->out) == 0 && fsync(fileno(pipe->out)) == 0;
    kept = fclose(pipe->out) == 0 && kept;
    if (done && !kept)
        (void)FAIL(why, FAILURE_BROKEN, "writing %s: errno %d", to, errno);
    if (!done || !kept)
        (void)unlink(to);
    return done && kept;
}

static bool put(struct pipe *pipe, const void *bytes, size_t length, struct failure *why)
{
    return fwrite(bytes, 1, length, pipe->out) == length || FAIL(why, FAILURE_BROKEN, "writing a sealed file: errno %d", errno);
}

static bool seal_all(struct pipe *pipe, struct world *world, struct text passphrase, struct failure *why)
{
    uint8_t random[SEAL_RANDOM_BYTES], head[SEAL_HEAD_BYTES];
    world_random(world, random, sizeof random);
    if (!seal_stream_begin(&pipe->stream, passphrase, random, head, why) || !put(pipe, head, sizeof head, why))
        return false;
    for (bool last = false; !last;) {
        size_t length = fread(pipe->piece, 1, SEAL_PIECE, pipe->in);
        if (ferror(pipe->in) != 0)
            return FAIL(why, FAILURE_BROKEN, "reading what is to be sealed: errno %d", errno);
        last = length < SEAL_PIECE;
        length = seal_stream_push(&pipe->stream, (struct text){pipe->piece, length}, last, (uint8_t *)pipe->sealed);
        if (!put(pipe, pipe->sealed, length, why))
            return false;
    }
    return true;
}

static bool open_all(struct pipe *pipe, struct text passphrase, struct failure *why)
{
    uint8_t head[SEAL_HEAD_BYTES];
    bool last = false;
    if (fread(head, 1, sizeof head, pipe->in) != sizeof head)
        return FAIL(why, FAILURE_INVALID, "this is no sealed file of danvan");
    if (!seal_stream_open(&pipe->stream, passphrase, head, why))
        return false;
    while (!last) {
        size_t length = fread(pipe->sealed, 1, SEAL_PIECE_SEALED, pipe->in);
        if (!seal_stream_pull(&pipe->stream, (struct text){pipe->sealed, length}, (uint8_t *)pipe->piece, &length, &last, why) ||
            !put(pipe, pipe->piece, length, why))
            return false;
    }
    return fgetc(pipe->in) == EOF || FAIL(why, FAILURE_INVALID, "something stands behind the end of the sealed file");
}

/* ---- out ---- */

static bool back_up(const char *from, const char *to, struct failure *why)
{
    struct instance *CLOSING(instance) instance = NULL;
    const struct instance_options options = {.writing = true, .readers = 2, .world = world_real()};
    return instance_open(from, &options, &instance, why) && instance_backup(instance, to, why);
}

static bool seal_file(const char *from, const struct upkeep_move *ask, struct arena *arena, struct failure *why)
{
    struct world world = world_real();
    const char *making = text_format(arena, "%s.making-%ld", ask->to, (long)getpid()).bytes;
    struct pipe pipe;
    bool done = pipe_open(&pipe, arena, from, making, why) && seal_all(&pipe, &world, ask->passphrase, why);
    if (!pipe_close(&pipe, done, making, why))
        return false;
    /* link, not rename: a file of that name is never replaced. */
    bool named = link(making, ask->to) == 0 || FAIL(why, errno == EEXIST ? FAILURE_CONFLICT : FAILURE_BROKEN, "naming %s: errno %d", ask->to, errno);
    (void)unlink(making);
    return named;
}

static bool move_out(const struct upkeep_move *ask, const char *scratch, const struct progress *progress, struct arena *arena,
                     struct upkeep_verified *verified, struct failure *why)
{
    const char *open = text_format(arena, "%s/open.db", scratch).bytes;
    if (file_exists(ask->to))
        return FAIL(why, FAILURE_CONFLICT, "%s is there already", ask->to);
    progress_step(progress, "copy", 0, 0);
    return back_up(ask->from, open, why) && upkeep_verify(open, progress, arena, verified, why) &&
           (verified->problems.errors > 0 || seal_file(open, ask, arena, why));
}

/* ---- in ---- */

static bool move_in(const struct upkeep_move *ask, const char *scratch, const struct progress *progress, struct arena *arena,
                    struct upkeep_verified *verified, struct failure *why)
{
    const char *open = text_format(arena, "%s/open.db", scratch).bytes, *folder = text_format(arena, "%s/folder", scratch).bytes;
    struct pipe pipe;
    bool done = pipe_open(&pipe, arena, ask->from, open, why) && open_all(&pipe, ask->passphrase, why);
    if (!pipe_close(&pipe, done, open, why))
        return false;
    if (ask->store == NULL)
        return upkeep_restore(open, ask->to, progress, arena, verified, why);
    const struct upkeep_move on = {.from = folder, .to = ask->to, .store = ask->store};
    return folder_make(folder, why) && instance_unpack(open, folder, why) && upkeep_move(&on, progress, arena, verified, why);
}

bool upkeep_move_sealed(const struct upkeep_move *ask, const struct progress *progress, struct arena *arena, struct upkeep_verified *verified,
                        struct failure *why)
{
    const char *scratch;
    struct failure unseen;
    if (!making_scratch(arena, &scratch, why))
        return false;
    bool done = folder_exists(ask->from) ? move_out(ask, scratch, progress, arena, verified, why)
                                         : move_in(ask, scratch, progress, arena, verified, why);
    return folder_delete(scratch, done ? why : &unseen) && done;
}
