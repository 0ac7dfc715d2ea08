// Clients that ask for one thing, again and again, and time it.
//
//   --send FILE     the request
//   --kept N        clients that keep their connection    --fresh N      most clients at once, each with a new one
//   --kept-rate N   requests a second of all of these     --fresh-rate N connections a second
//   --kept-count N  without a rate: so many in all, each as soon as the last was answered; --fresh-count N likewise
//
// With a rate, a request's time counts from the moment it was due, not from when a client had time for it: what the
// server holds up is not left out. Where the kernel had to send something again (a full queue of connects costs a whole
// second), the time is kept apart, under "resent".
#define _GNU_SOURCE
#include "traffic.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum Stage { FREE, CONNECTING, ASKING };

enum { HEAD_ROOM = 4096, ANSWER_TIME = 10000000 };

typedef struct {
    int descriptor;
    enum Stage stage;
    int status;
    unsigned resent_before;
    int64_t due;
    size_t head_count, body_left;
    bool has_head;
    char head[HEAD_ROOM];
} Client;

typedef struct {
    uint32_t *of;
    size_t count, room;
} Times;

// One kind of client: those that keep their connection, or those that do not.
typedef struct {
    const char *name;
    bool keeps;
    Client *clients;
    long size, turn, rate, to_ask;
    int64_t next_due;
    // A ring of requests that are due and that no client has had time for.
    int64_t *late;
    long late_first, late_count;
    Times times, resent;
    long refused, reset, unanswered, malformed, skipped;
    Statuses statuses;
} Kind;

enum { LATE_ROOM = 100000 };

static Text request;
static int queue;
static Kind kinds[2] = {{.name = "kept", .keeps = true}, {.name = "fresh", .keeps = false}};

static void add(Times *times, int64_t time) {
    if (times->count == times->room) {
        times->room = times->room ? times->room * 2 : 1024;
        times->of = realloc(times->of, times->room * sizeof *times->of);
        if (!times->of) fail("realloc");
    }
    times->of[times->count++] = time < 0 ? 0 : (uint32_t)time;
}

static uint64_t name_of(const Kind *kind, const Client *client) {
    return (uint64_t)(kind - kinds) << 32 | (uint64_t)(client - kind->clients);
}

static void drop(Client *client) {
    if (client->descriptor >= 0) close(client->descriptor);
    client->descriptor = -1;
    client->stage = FREE;
}

static void fell(Kind *kind, Client *client, int code) {
    if (code == ECONNREFUSED) kind->refused++;
    else if (code == ETIMEDOUT) kind->unanswered++;
    else kind->reset++;
    drop(client);
}

static void send_request(Kind *kind, Client *client) {
    client->stage = ASKING;
    client->head_count = client->body_left = 0;
    client->has_head = false;
    if (send(client->descriptor, request.bytes, request.count, MSG_NOSIGNAL) != (ssize_t)request.count)
        fell(kind, client, errno);
}

static void start(Kind *kind, Client *client, int64_t due) {
    client->due = due;
    if (client->descriptor >= 0) {
        client->resent_before = sent_again(client->descriptor);
        return send_request(kind, client);
    }
    client->resent_before = 0;
    client->descriptor = begin_connect(0);
    if (client->descriptor < 0) return fell(kind, client, errno);
    client->stage = CONNECTING;
    watch(queue, client->descriptor, EPOLLOUT, name_of(kind, client));
}

static void answered(Kind *kind, Client *client) {
    bool is_resent = sent_again(client->descriptor) > client->resent_before;
    add(is_resent ? &kind->resent : &kind->times, now() - client->due);
    count_status(&kind->statuses, client->status);
    client->stage = FREE;
    if (!kind->keeps) drop(client);
}

// Takes the head apart once it is whole. False when it is none.
static bool read_head(Client *client) {
    char *end = memmem(client->head, client->head_count, "\r\n\r\n", 4);
    if (!end) return client->head_count < HEAD_ROOM;
    client->status = status_of(client->head, client->head_count);
    end[2] = 0;
    const char *length = strcasestr(client->head, "\r\ncontent-length:");
    if (client->status == 0 || !length) return false;
    size_t body = strtoul(length + 17, NULL, 10), come = client->head_count - (size_t)(end + 4 - client->head);
    if (come > body) return false;
    client->body_left = body - come;
    client->has_head = true;
    return true;
}

static void take(Kind *kind, Client *client) {
    char rest[65536];
    while (client->stage == ASKING) {
        bool in_head = !client->has_head;
        char *place = in_head ? client->head + client->head_count : rest;
        ssize_t got = recv(client->descriptor, place, in_head ? HEAD_ROOM - client->head_count : sizeof rest, 0);
        if (got < 0 && errno == EAGAIN) return;
        if (got <= 0) return fell(kind, client, got == 0 ? ECONNRESET : errno);
        if (in_head) {
            client->head_count += (size_t)got;
            if (!read_head(client)) {
                kind->malformed++;
                return drop(client);
            }
        } else {
            client->body_left -= (size_t)got < client->body_left ? (size_t)got : client->body_left;
        }
        if (client->has_head && client->body_left == 0) answered(kind, client);
    }
}

static void happened(Kind *kind, Client *client, uint32_t events) {
    if (client->stage == CONNECTING) {
        int code = connect_outcome(client->descriptor);
        if (code != 0) return fell(kind, client, code);
        rewatch(queue, client->descriptor, EPOLLIN, name_of(kind, client));
        send_request(kind, client);
    } else if (client->stage == ASKING) {
        take(kind, client);
    } else if (events & (EPOLLIN | EPOLLHUP | EPOLLERR)) {
        drop(client);  // ended while nothing was asked
    }
}

// Gives what is due to whoever is free, in turns. True while there is more to come.
static bool hand_out(Kind *kind, int64_t time, bool is_last) {
    while (kind->rate > 0 && !is_last && kind->next_due <= time) {
        if (kind->late_count == LATE_ROOM) kind->skipped++;
        else kind->late[(kind->late_first + kind->late_count++) % LATE_ROOM] = kind->next_due;
        kind->next_due += 1000000 / kind->rate;
    }
    bool is_busy = false;
    long first = ++kind->turn;
    for (long index = 0; index < kind->size; index++) {
        Client *client = &kind->clients[(first + index) % kind->size];
        if (client->stage != FREE && time - client->due > ANSWER_TIME) fell(kind, client, ETIMEDOUT);
        if (client->stage == FREE && kind->late_count > 0) {
            int64_t due = kind->late[kind->late_first];
            kind->late_first = (kind->late_first + 1) % LATE_ROOM;
            kind->late_count--;
            start(kind, client, due);
        } else if (client->stage == FREE && kind->rate == 0 && !is_last && kind->to_ask > 0) {
            kind->to_ask--;
            start(kind, client, now());
        }
        is_busy = is_busy || client->stage != FREE;
    }
    return is_busy || kind->late_count > 0 || (!is_last && (kind->rate > 0 || kind->to_ask > 0));
}

static int compare(const void *one, const void *other) {
    uint32_t a = *(const uint32_t *)one, b = *(const uint32_t *)other;
    return (a > b) - (a < b);
}

static void print_times(const char *name, Times *times) {
    if (times->count > 0) qsort(times->of, times->count, sizeof *times->of, compare);
    double part[] = {0.5, 0.99, 1};
    double found[3] = {0};
    for (int index = 0; index < 3 && times->count > 0; index++)
        found[index] = times->of[(size_t)((double)(times->count - 1) * part[index])] / 1000.0;
    printf("\"%s\": {\"count\": %zu, \"p50\": %.3f, \"p99\": %.3f, \"max\": %.3f}, ", name, times->count, found[0],
           found[1], found[2]);
}

int ask(void) {
    request = text_of(option("send", "/dev/null"));
    queue = make_queue();
    int64_t begin = now();
    for (Kind *kind = kinds; kind < kinds + 2; kind++) {
        kind->size = number(kind->keeps ? "kept" : "fresh", 0);
        kind->rate = number(kind->keeps ? "kept-rate" : "fresh-rate", 0);
        kind->to_ask = number(kind->keeps ? "kept-count" : "fresh-count", 0);
        kind->clients = calloc((size_t)kind->size + 1, sizeof *kind->clients);
        for (long index = 0; index < kind->size; index++) kind->clients[index].descriptor = -1;
        kind->late = calloc(LATE_ROOM, sizeof *kind->late);
        kind->next_due = begin;
        if (kind->size == 0) kind->rate = 0;
    }
    struct epoll_event events[256];
    // When the time is over, whatever was due by then is still waited for.
    for (int64_t ends = 0; ends == 0 || now() < ends;) {
        int64_t time = now();
        if (ends == 0 && is_over()) ends = time + ANSWER_TIME;
        bool is_open = hand_out(&kinds[0], time, ends > 0);
        if (!hand_out(&kinds[1], time, ends > 0) && !is_open) break;
        int found = epoll_wait(queue, events, 256, 1);
        for (int index = 0; index < found; index++) {
            Kind *kind = &kinds[events[index].data.u64 >> 32];
            happened(kind, &kind->clients[(uint32_t)events[index].data.u64], events[index].events);
        }
    }
    double seconds = (double)(now() - begin) / 1e6;
    printf("{\"seconds\": %.3f", seconds);
    for (Kind *kind = kinds; kind < kinds + 2; kind++) {
        // What was due and never asked, or never answered, is no less of a failure.
        long late = kind->skipped + kind->late_count;
        for (long index = 0; index < kind->size; index++)
            late += kind->clients[index].stage != FREE;
        printf(", \"%s\": {", kind->name);
        print_times("answered", &kind->times);
        print_times("resent", &kind->resent);
        printf("\"refused\": %ld, \"reset\": %ld, \"noAnswer\": %ld, \"malformed\": %ld, \"late\": %ld, ",
               kind->refused, kind->reset, kind->unanswered, kind->malformed, late);
        print_statuses(&kind->statuses);
        printf("}");
    }
    printf("}\n");
    return 0;
}
