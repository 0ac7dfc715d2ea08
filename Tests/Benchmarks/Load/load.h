// What the clients share: requests, answers, times. See load.c.
#ifndef LOAD_H
#define LOAD_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/types.h>

typedef struct {
    char *bytes;
    size_t count;
} Text;

typedef struct {
    int64_t *of;
    size_t count, room;
} Times;

typedef struct Client Client;

typedef struct {
    char name[32];
    bool creates;
    long connections, count, sent, answered;
    double rate;
    // When the next one is due, in nanoseconds.
    int64_t due;
    uint64_t seed;
    Client *clients;
    Times times, lags;
    // Whole requests: one for each target, or one whose numbers change.
    Text *requests;
    size_t request_count;
    size_t *numbers;
    size_t number_count;
} Stream;

enum { HEAD_ROOM = 8192 };

struct Client {
    Stream *stream;
    int descriptor;
    bool is_busy;
    int64_t due, free_since;
    size_t head_count;
    // Bytes of the body that have not come; -1 as long as the head is not whole.
    long body_left;
    char head[HEAD_ROOM];
};

typedef struct {
    int port;
    pid_t process;
    double seconds;
    const char *token;
    Stream *streams;
    int stream_count;
} Options;

int64_t now(void);
_Noreturn void fail(const char *what);

Options read_options(int count, char **arguments);
// The next request of a stream; `drawn` is from 0 to 1.
Text next_request(Stream *stream, double drawn);
// Reads what has come. True when the answer is whole.
bool read_answer(Client *client);

void add(Times *times, int64_t time);
void print_stream(Stream *stream, double seconds, double cpu);

#endif
