// Loaded into the server with LD_PRELOAD: a disk that is worse than a disk may be, or as bad as one may.
//
//   FAULTS_NO_SYNC=1      fsync and fdatasync do nothing and say that they did: a planted fault, which must be found
//   FAULTS_SHORT_WRITE=N  the Nth pwrite, counted from 1 over all threads, writes half of what it was given; this is
//                         allowed. strace can only say that so many bytes were written, and then none were.
//   FAULTS_DONE=FILE      made when a short write has happened
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

static int is_without_sync;
static long short_at;
static _Atomic long writes;

__attribute__((constructor)) static void begin(void) {
    const char *at = getenv("FAULTS_SHORT_WRITE");
    is_without_sync = getenv("FAULTS_NO_SYNC") != NULL;
    short_at = at ? atol(at) : 0;
}

int fsync(int file) { return is_without_sync ? 0 : (int)syscall(SYS_fsync, file); }

int fdatasync(int file) { return is_without_sync ? 0 : (int)syscall(SYS_fdatasync, file); }

ssize_t pwrite(int file, const void *bytes, size_t count, off_t offset) {
    if (atomic_fetch_add(&writes, 1) + 1 == short_at && count > 1) {
        const char *path = getenv("FAULTS_DONE");
        if (path) close(open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
        count /= 2;
    }
    return syscall(SYS_pwrite64, file, bytes, count, offset);
}

ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t offset) {
    return pwrite(file, bytes, count, (off_t)offset);
}
