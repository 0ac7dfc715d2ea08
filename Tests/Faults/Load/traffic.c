// Makes hostile traffic, and measures what other clients see meanwhile. One process, one thread, one epoll each.
//
//   traffic ask    clients that want an answer, timed                    (ask.c)
//   traffic crowd  many connections that idle, drip, never read, vanish  (crowd.c)
//   traffic flood  endless inputs                                        (flood.c)
//
// Each takes --port and --seconds, ends early on SIGTERM, and prints one line of JSON in the end.
#define _GNU_SOURCE
#include "traffic.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static char **options;
static int option_count;
static volatile sig_atomic_t is_told_to_end;
static int64_t end_time;

void fail(const char *what) {
    fprintf(stderr, "traffic: %s: %s\n", what, strerror(errno));
    exit(2);
}

const char *option(const char *name, const char *standard) {
    for (int index = 0; index + 1 < option_count; index += 2)
        if (strcmp(options[index] + 2, name) == 0) return options[index + 1];
    return standard;
}

long number(const char *name, long standard) {
    const char *text = option(name, NULL);
    return text ? atol(text) : standard;
}

Text text_of(const char *path) {
    Text text = {NULL, 0};
    struct stat facts;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0 || fstat(file, &facts) < 0) fail(path);
    text.bytes = malloc((size_t)facts.st_size + 1);
    while (text.count < (size_t)facts.st_size) {
        ssize_t count = read(file, text.bytes + text.count, (size_t)facts.st_size - text.count);
        if (count <= 0) fail(path);
        text.count += (size_t)count;
    }
    close(file);
    return text;
}

int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

bool is_over(void) { return is_told_to_end || now() >= end_time; }

int begin_connect(int receive_buffer) {
    static unsigned turn;
    int one = 1;
    int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (descriptor < 0) return -1;
    // Before the connect, or the window is offered already.
    if (receive_buffer > 0) setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    setsockopt(descriptor, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof one);
    struct sockaddr_in source = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(0x7f000002 + turn++ % 64)};
    struct sockaddr_in target = {
        .sin_family = AF_INET,
        .sin_port = htons((uint16_t)number("port", 0)),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    if (bind(descriptor, (struct sockaddr *)&source, sizeof source) == 0 &&
        (connect(descriptor, (struct sockaddr *)&target, sizeof target) == 0 || errno == EINPROGRESS))
        return descriptor;
    int code = errno;
    close(descriptor);
    errno = code;
    return -1;
}

int connect_outcome(int descriptor) {
    int code = 0;
    socklen_t size = sizeof code;
    return getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &size) < 0 ? errno : code;
}

unsigned sent_again(int descriptor) {
    struct tcp_info facts;
    socklen_t size = sizeof facts;
    return getsockopt(descriptor, IPPROTO_TCP, TCP_INFO, &facts, &size) < 0 ? 0 : facts.tcpi_total_retrans;
}

void reset(int descriptor) {
    struct linger linger = {.l_onoff = 1, .l_linger = 0};
    setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
    close(descriptor);
}

int make_queue(void) {
    int queue = epoll_create1(EPOLL_CLOEXEC);
    if (queue < 0) fail("epoll_create1");
    return queue;
}

void watch(int queue, int descriptor, uint32_t events, uint64_t data) {
    struct epoll_event event = {.events = events, .data.u64 = data};
    if (epoll_ctl(queue, EPOLL_CTL_ADD, descriptor, &event) < 0) fail("epoll_ctl");
}

void rewatch(int queue, int descriptor, uint32_t events, uint64_t data) {
    struct epoll_event event = {.events = events, .data.u64 = data};
    if (epoll_ctl(queue, EPOLL_CTL_MOD, descriptor, &event) < 0) fail("epoll_ctl");
}

int status_of(const char *bytes, size_t count) {
    if (count < 12 || memcmp(bytes, "HTTP/1.1 ", 9) != 0) return 0;
    int status = atoi((char[]){bytes[9], bytes[10], bytes[11], 0});
    return status >= 100 && status < 600 ? status : 0;
}

void count_status(Statuses *statuses, int status) { statuses->of[status]++; }

void print_statuses(const Statuses *statuses) {
    const char *comma = "";
    printf("\"statuses\": {");
    for (int status = 0; status < 600; status++) {
        if (statuses->of[status] == 0) continue;
        printf("%s\"%d\": %ld", comma, status, statuses->of[status]);
        comma = ", ";
    }
    printf("}");
}

static void end(int signal) {
    (void)signal;
    is_told_to_end = 1;
}

int main(int count, char **arguments) {
    if (count < 2 || count % 2 != 0) {
        fprintf(stderr, "usage: traffic ask|crowd|flood --port PORT [--option value]…\n");
        return 2;
    }
    options = arguments + 2;
    option_count = count - 2;
    struct sigaction action = {.sa_handler = end};
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
    signal(SIGPIPE, SIG_IGN);
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
    end_time = now() + (int64_t)(atof(option("seconds", "10")) * 1e6);
    if (strcmp(arguments[1], "ask") == 0) return ask();
    if (strcmp(arguments[1], "crowd") == 0) return crowd();
    if (strcmp(arguments[1], "flood") == 0) return flood();
    fail(arguments[1]);
}
