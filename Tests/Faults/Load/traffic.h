// What the three kinds of traffic share: options, the clock, sockets, the end of a run.
#ifndef TRAFFIC_H
#define TRAFFIC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Options are `--name value` pairs; see traffic.c for what each kind takes.
const char *option(const char *name, const char *standard);
long number(const char *name, long standard);

// Bytes of a file, which stay in memory until the process ends.
typedef struct {
    char *bytes;
    size_t count;
} Text;
Text text_of(const char *path);

// Microseconds of the monotonic clock.
int64_t now(void);

// Whether the time given with --seconds is over, or SIGTERM came.
bool is_over(void);

// A non-blocking socket whose connect has begun, from the next of many loopback addresses, so that the ports of one do
// not run out. -1 with errno where it failed at once.
int begin_connect(int receive_buffer);
// The outcome of a connect once the socket is writable: 0 or an errno.
int connect_outcome(int descriptor);
// How often the kernel has sent something again on this socket: a SYN or data that found no room.
unsigned sent_again(int descriptor);
// Closes with a reset in place of an orderly end.
void reset(int descriptor);

int make_queue(void);
void watch(int queue, int descriptor, uint32_t events, uint64_t data);
void rewatch(int queue, int descriptor, uint32_t events, uint64_t data);

// The status of an answer that begins with these bytes, 0 where they do not begin one.
int status_of(const char *bytes, size_t count);

// Counts of answers by status.
typedef struct {
    long of[600];
} Statuses;
void count_status(Statuses *statuses, int status);
// `"statuses": {"200": 1}`
void print_statuses(const Statuses *statuses);

void fail(const char *what);

int ask(void);
int crowd(void);
int flood(void);

#endif
