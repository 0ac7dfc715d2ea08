// Endless inputs: sends a beginning and then one thing without end, until the server ends the connection; then anew.
//
//   --send FILE     how a connection begins
//   --unit FILE     what follows, again and again
//   --clients N     connections at once (default: 4)
//   --bytes N       ends when so many were accepted by our kernel
//   --whole 1       in place of a unit: the beginning is a whole request, sent again once it was answered
//
// The kernel accepts more than the server ever takes off the socket: its count ("accepted") is an upper bound. What the
// server took is counted at the server, by taken.c.
#define _GNU_SOURCE
#include "traffic.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

typedef struct {
    int descriptor;
    size_t begun, place;
    // Of an answer's first bytes, however they were cut.
    char start[12];
    size_t start_count;
} Client;

static Client *clients;
static Text beginning, units;
static bool is_whole;
static long connections, accepted, ended, reset_count, refused, answers;
static Statuses statuses;
static int queue;

static void begin(Client *client) {
    *client = (Client){.descriptor = begin_connect(0)};
    if (client->descriptor < 0) {
        refused++;
        return;
    }
    connections++;
    watch(queue, client->descriptor, EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, (uint64_t)(client - clients));
}

static void leave(Client *client, long *counter) {
    (*counter)++;
    close(client->descriptor);
    begin(client);
}

// Sends as much as is taken. False when the connection is gone.
static bool send_on(Client *client) {
    while (true) {
        bool begins = client->begun < beginning.count;
        if (!begins && is_whole) return true;
        const char *bytes = begins ? beginning.bytes + client->begun : units.bytes + client->place;
        size_t count = begins ? beginning.count - client->begun : units.count - client->place;
        ssize_t sent = send(client->descriptor, bytes, count, MSG_NOSIGNAL);
        if (sent < 0) return errno == EAGAIN;
        accepted += sent;
        if (begins) client->begun += (size_t)sent;
        else client->place = (client->place + (size_t)sent) % units.count;
    }
    return true;
}

// Counts the answers by their status lines, which no body of ours holds.
static void look(Client *client, const char *bytes, size_t count) {
    static const char mark[] = "HTTP/1.1 ";
    for (size_t index = 0; index < count; index++) {
        size_t have = client->start_count;
        if (have < 9 && bytes[index] != mark[have]) {
            client->start_count = bytes[index] == 'H';
            client->start[0] = 'H';
            continue;
        }
        client->start[client->start_count++] = bytes[index];
        if (client->start_count < 12) continue;
        client->start_count = 0;
        answers++;
        count_status(&statuses, status_of(client->start, 12));
        if (is_whole) client->begun = 0;
    }
}

static void happened(Client *client, uint32_t events) {
    char bytes[65536];
    if (client->descriptor < 0) return begin(client);
    while (events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR)) {
        ssize_t got = recv(client->descriptor, bytes, sizeof bytes, 0);
        if (got < 0 && errno == EAGAIN) break;
        if (got == 0) {
            // The server has said its last word and still listens for a while: so we go on for as long as it does.
            if (is_whole || !send_on(client)) return leave(client, &ended);
            break;
        }
        if (got < 0) return errno == ECONNREFUSED ? leave(client, &refused) : leave(client, &reset_count);
        look(client, bytes, (size_t)got);
    }
    if (!send_on(client)) leave(client, &reset_count);
}

int flood(void) {
    long size = number("clients", 4), most = number("bytes", 1L << 40);
    beginning = text_of(option("send", "/dev/null"));
    Text unit = text_of(option("unit", "/dev/null"));
    is_whole = number("whole", 0);
    if (unit.count == 0 && !is_whole) return 2;
    // Many units in one buffer, so that a call sends many.
    size_t times = unit.count == 0 ? 0 : 262144 / unit.count + 1;
    units = (Text){malloc(unit.count * times + 1), unit.count * times};
    for (size_t index = 0; index < times; index++) memcpy(units.bytes + index * unit.count, unit.bytes, unit.count);
    clients = calloc((size_t)size, sizeof *clients);
    queue = make_queue();
    for (long index = 0; index < size; index++) begin(&clients[index]);

    int64_t start = now();
    struct epoll_event events[64];
    while (!is_over() && accepted < most) {
        int found = epoll_wait(queue, events, 64, 10);
        for (int index = 0; index < found; index++) happened(&clients[events[index].data.u64], events[index].events);
        for (long index = 0; index < size; index++)
            if (clients[index].descriptor < 0) begin(&clients[index]);
    }
    printf(
        "{\"seconds\": %.3f, \"connections\": %ld, \"accepted\": %ld, \"ended\": %ld, \"reset\": %ld, "
        "\"refused\": %ld, \"answers\": %ld, ",
        (double)(now() - start) / 1e6, connections, accepted, ended, reset_count, refused, answers
    );
    print_statuses(&statuses);
    printf("}\n");
    return 0;
}
