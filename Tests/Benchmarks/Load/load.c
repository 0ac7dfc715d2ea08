// Clients of one server, timed: one process, one thread, keep-alive connections on the loopback.
//
//   load --port PORT --pid PID --seconds S [--token FILE] STREAM…
//
// A STREAM is NAME,KIND,CONNECTIONS,RATE,COUNT,FILE. KIND `get` asks for the targets of FILE, a line each, in a mixed
// order, without a token; `read` does so with it; `create` posts FILE to /v1/meetings, with a number of four digits for each @@@@. With a RATE the requests are
// due at moments that were drawn before (exponential gaps, so many a second, the same in every run), whether or not
// earlier ones were answered, and each is timed from the moment it was due: what the server holds up is not left out.
// With RATE 0, each connection asks as soon as it was answered, COUNT times in all, and is timed from then.
//
// Prints a line for each stream:
//   NAME REQUESTS PER_SECOND P50_MS P99_MS MAX_MS LAG_P99_MS CPU_US
// LAG is how late this program itself was: from when a request was due and a connection free, to when it was sent.
// CPU_US is what the server used in the whole run, divided by the requests of all streams. Anything but a 2xx ends it
// with status 2.
#define _GNU_SOURCE
#include "load.h"

#include <arpa/inet.h>
#include <math.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { DRAIN_SECONDS = 30 };

static int64_t clock_of(clockid_t clock) {
    struct timespec time;
    if (clock_gettime(clock, &time) < 0) fail("clock_gettime");
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

int64_t now(void) { return clock_of(CLOCK_MONOTONIC); }

void fail(const char *what) {
    perror(what);
    exit(2);
}

static double draw(Stream *stream) {
    stream->seed ^= stream->seed << 13, stream->seed ^= stream->seed >> 7, stream->seed ^= stream->seed << 17;
    return (double)(stream->seed >> 11) / 9007199254740992.0;
}

static void plan_next(Stream *stream) { stream->due += (int64_t)(-log(1 - draw(stream)) * 1e9 / stream->rate); }

static int connect_to(int port) {
    int one = 1, descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in target = {
        .sin_family = AF_INET,
        .sin_port = htons((uint16_t)port),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    if (descriptor < 0 || connect(descriptor, (struct sockaddr *)&target, sizeof target) < 0) fail("connect");
    setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    return descriptor;
}

static void open_connections(Stream *stream, int port, int queue) {
    stream->clients = calloc((size_t)stream->connections, sizeof *stream->clients);
    for (long index = 0; index < stream->connections; index++) {
        Client *client = &stream->clients[index];
        client->stream = stream;
        client->descriptor = connect_to(port);
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = client};
        if (epoll_ctl(queue, EPOLL_CTL_ADD, client->descriptor, &event) < 0) fail("epoll_ctl");
    }
}

static void send_one(Stream *stream, Client *client, int64_t due, int64_t time) {
    Text request = next_request(stream, draw(stream));
    client->is_busy = true;
    client->due = due;
    client->head_count = 0;
    client->body_left = -1;
    int64_t ready = due > client->free_since ? due : client->free_since;
    add(&stream->lags, time - ready);
    if (send(client->descriptor, request.bytes, request.count, MSG_NOSIGNAL) != (ssize_t)request.count) fail("send");
}

// Gives what is due to whoever is free. Answers when the next request is due, or INT64_MAX.
static int64_t hand_out(Stream *stream, int64_t end) {
    for (;;) {
        int64_t time = now();
        int64_t due = stream->rate > 0 ? stream->due : time;
        bool is_done = stream->rate > 0 ? due >= end : stream->sent >= stream->count || time >= end;
        if (is_done) return INT64_MAX;
        if (due > time) return due;
        Client *client = NULL;
        for (long index = 0; index < stream->connections && !client; index++)
            if (!stream->clients[index].is_busy) client = &stream->clients[index];
        if (!client) return INT64_MAX;
        stream->sent++;
        send_one(stream, client, due, time);
        if (stream->rate > 0) plan_next(stream);
    }
}

static bool is_busy(const Stream *stream, int64_t end) {
    if (stream->rate > 0 && stream->due < end) return true;
    return stream->answered < stream->sent;
}

static void take(Client *client) {
    if (!read_answer(client)) return;
    Stream *stream = client->stream;
    client->free_since = now();
    client->is_busy = false;
    add(&stream->times, client->free_since - client->due);
    stream->answered++;
}

static void wait_until(int queue, int64_t due) {
    struct epoll_event events[64];
    int64_t left = due == INT64_MAX ? 100000000 : due - now();
    if (left < 0) left = 0;
    struct timespec timeout = {.tv_sec = left / 1000000000, .tv_nsec = left % 1000000000};
    int found = epoll_pwait2(queue, events, 64, &timeout, NULL);
    for (int index = 0; index < found; index++) take(events[index].data.ptr);
}

int main(int count, char **arguments) {
    Options options = read_options(count, arguments);
    prctl(PR_SET_TIMERSLACK, 1);
    clockid_t processor;
    if (clock_getcpuclockid(options.process, &processor) != 0) fail("--pid");
    int queue = epoll_create1(EPOLL_CLOEXEC);
    for (int index = 0; index < options.stream_count; index++)
        open_connections(&options.streams[index], options.port, queue);

    int64_t used = clock_of(processor), begin = now(), end = begin + (int64_t)(options.seconds * 1e9);
    for (int index = 0; index < options.stream_count; index++) {
        Stream *stream = &options.streams[index];
        stream->due = begin;
        if (stream->rate > 0) plan_next(stream);
        for (long client = 0; client < stream->connections; client++) stream->clients[client].free_since = begin;
    }
    for (bool is_open = true; is_open;) {
        int64_t next = INT64_MAX;
        is_open = false;
        for (int index = 0; index < options.stream_count; index++) {
            int64_t due = hand_out(&options.streams[index], end);
            if (due < next) next = due;
            is_open = is_open || is_busy(&options.streams[index], end);
        }
        if (is_open) wait_until(queue, next);
        if (now() > end + DRAIN_SECONDS * INT64_C(1000000000)) {
            fprintf(stderr, "load: requests are not answered within %d seconds\n", DRAIN_SECONDS);
            return 2;
        }
    }
    double seconds = (double)(now() - begin) / 1e9;
    used = clock_of(processor) - used;
    long requests = 0;
    for (int index = 0; index < options.stream_count; index++) requests += options.streams[index].answered;
    for (int index = 0; index < options.stream_count; index++)
        print_stream(&options.streams[index], seconds, (double)used / 1000 / (double)(requests > 0 ? requests : 1));
    return 0;
}
