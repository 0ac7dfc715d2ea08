// Many connections that all misbehave in one way, and begin again when they are ended.
//
//   --count N      connections
//   --rate N       of them begun in a second at most; 0: as many as can be at once
//   --send FILE    what each sends; with --send2 FILE every other connection sends that
//   --lead N       bytes of it sent at once (default: all); the rest drips, one byte each --every milliseconds
//   --endless 1    sends it again and again, as much as is taken
//   --read all|sip|none    sip: one byte each --every milliseconds
//   --buffer N     SO_RCVBUF, for those who do not read
//   --live N       ends each connection N milliseconds after it was connected, up to half as much later
//   --reset 1      ends with a reset
//   --again 0      whoever was ended stays away
//
// When as many as wanted are connected for the first time, a line {"connected": N, "milliseconds": N} comes first.
#define _GNU_SOURCE
#include "traffic.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum Stage { AWAY, CONNECTING, OPEN, DONE };

typedef struct {
    int descriptor;
    enum Stage stage;
    bool is_answered;
    unsigned sent;
    int64_t since, next, ends;
} Client;

enum { TICK = 20000, CONNECT_TIME = 10000000 };

static struct {
    long connected, ended, reset, refused, unanswered, short_of, left;
} counts;
static Statuses statuses;

static Client *clients;
static long count, away, open_now, most, rate;
static Text texts[2];
static bool drips, endless, reads, sips, resets, again;
static long lead, every, live, buffer;
static int queue;

static void leave(Client *client, bool orderly) {
    if (client->stage == OPEN) open_now--;
    if (orderly) close(client->descriptor);
    else reset(client->descriptor);
    client->stage = again ? AWAY : DONE;
    if (again) away++;
}

static void begin(Client *client, int64_t time) {
    away--;
    client->descriptor = begin_connect((int)buffer);
    if (client->descriptor < 0) {
        if (errno == ECONNREFUSED) counts.refused++;
        else counts.short_of++;  // descriptors or ports of ours, or of the kernel's
        client->stage = again ? AWAY : DONE;
        if (again) away++;
        return;
    }
    client->stage = CONNECTING;
    client->since = time;
    client->sent = 0;
    client->is_answered = false;
    watch(queue, client->descriptor, EPOLLOUT, (uint64_t)(client - clients));
}

// Sends up to `target` bytes of the text. False when the connection is gone.
static bool send_up_to(Client *client, size_t target) {
    Text text = texts[(client - clients) % 2];
    while (client->sent < target) {
        ssize_t sent = send(client->descriptor, text.bytes + client->sent, target - client->sent, MSG_NOSIGNAL);
        if (sent < 0) return errno == EAGAIN;
        client->sent += (unsigned)sent;
        if (endless && client->sent == text.count) client->sent = 0;
    }
    return true;
}

static void fallen(Client *client, int code) {
    if (code == ECONNREFUSED) counts.refused++;
    else if (code == ETIMEDOUT) counts.unanswered++;
    else counts.reset++;
    leave(client, false);
}

static void established(Client *client, int64_t time) {
    int code = connect_outcome(client->descriptor);
    if (code != 0) return fallen(client, code);
    counts.connected++;
    client->stage = OPEN;
    if (++open_now > most) most = open_now;
    // The drips of many do not all fall into the same moment.
    client->next = time + (every > 0 ? rand() % (every * 1000) : 0);
    client->ends = live >= 0 ? time + live * 1000 + (live > 0 ? rand() % (live * 500 + 1) : 0) : INT64_MAX;
    size_t whole = texts[(client - clients) % 2].count;
    if (!send_up_to(client, drips && (size_t)lead < whole ? (size_t)lead : whole)) return fallen(client, errno);
    if (live == 0) {
        counts.left++;
        return leave(client, !resets);
    }
    uint32_t events = (reads ? EPOLLIN | EPOLLRDHUP : 0) | (endless ? EPOLLOUT : 0);
    rewatch(queue, client->descriptor, events, (uint64_t)(client - clients));
}

// Reads at most `most` bytes. False when the connection has ended.
static bool take(Client *client, size_t most_bytes) {
    char bytes[65536];
    while (true) {
        size_t room = most_bytes < sizeof bytes ? most_bytes : sizeof bytes;
        ssize_t got = recv(client->descriptor, bytes, room, 0);
        if (got == 0) {
            counts.ended++;
            leave(client, true);
            return false;
        }
        if (got < 0) {
            if (errno == EAGAIN) return true;
            fallen(client, errno);
            return false;
        }
        if (!client->is_answered) {
            int status = status_of(bytes, (size_t)got);
            client->is_answered = status > 0;
            if (status > 0) count_status(&statuses, status);
        }
        if (most_bytes < sizeof bytes) return true;
    }
}

static void happened(Client *client, uint32_t events, int64_t time) {
    if (client->stage == CONNECTING) return established(client, time);
    if (client->stage != OPEN) return;
    if (reads && (events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR))) {
        if (!take(client, SIZE_MAX)) return;
    } else if (events & (EPOLLHUP | EPOLLERR)) {
        int code = connect_outcome(client->descriptor);
        if (code == 0) counts.ended++;
        return code == 0 ? leave(client, true) : fallen(client, code);
    }
    if ((events & EPOLLOUT) && endless && !send_up_to(client, texts[(client - clients) % 2].count))
        fallen(client, errno);
}

static void tick(int64_t time) {
    static int64_t last;
    static double allowed;
    allowed = rate == 0 ? (double)count : allowed + (double)rate * (double)(last ? time - last : TICK) / 1e6;
    if (allowed > (double)rate && rate > 0) allowed = (double)rate;
    last = time;
    for (Client *client = clients; client < clients + count; client++) {
        if (client->stage == AWAY && away > 0 && allowed >= 1) {
            allowed--;
            begin(client, time);
        } else if (client->stage == CONNECTING && time - client->since > CONNECT_TIME) {
            fallen(client, ETIMEDOUT);
        } else if (client->stage == OPEN && time >= client->ends) {
            counts.left++;
            leave(client, !resets);
        } else if (client->stage == OPEN && every > 0 && time >= client->next) {
            client->next += every * 1000;
            if (sips && !take(client, 1)) continue;
            Text text = texts[(client - clients) % 2];
            if (!drips || client->sent == text.count || send_up_to(client, client->sent + 1)) continue;
            // Whoever cannot send any more may still have been answered.
            int code = errno;
            if (!reads || take(client, SIZE_MAX)) fallen(client, code);
        }
    }
}

int crowd(void) {
    count = away = number("count", 1);
    rate = number("rate", 0);
    const char *file = option("send", "/dev/null");
    texts[0] = text_of(file);
    texts[1] = text_of(option("send2", file));
    lead = number("lead", -1);
    drips = lead >= 0;
    every = number("every", 0);
    endless = number("endless", 0);
    reads = strcmp(option("read", "all"), "all") == 0;
    sips = strcmp(option("read", "all"), "sip") == 0;
    buffer = number("buffer", 0);
    live = number("live", -1);
    resets = number("reset", 0);
    again = number("again", 1);
    clients = calloc((size_t)count, sizeof *clients);
    queue = make_queue();
    setvbuf(stdout, NULL, _IOLBF, 0);

    int64_t start = now(), next_tick = start;
    bool is_ready = false;
    struct epoll_event events[1024];
    while (!is_over()) {
        int64_t time = now();
        if (time >= next_tick) {
            tick(time);
            next_tick = time + TICK;
        }
        if (!is_ready && open_now == count) {
            is_ready = true;
            printf("{\"connected\": %ld, \"milliseconds\": %ld}\n", open_now, (long)(time - start) / 1000);
        }
        int found = epoll_wait(queue, events, 1024, (int)((next_tick - now()) / 1000 + 1));
        time = now();
        for (int index = 0; index < found; index++)
            happened(&clients[events[index].data.u64], events[index].events, time);
    }
    printf(
        "{\"connected\": %ld, \"most\": %ld, \"held\": %ld, \"ended\": %ld, \"reset\": %ld, \"refused\": %ld, "
        "\"noAnswerToConnect\": %ld, \"shortOf\": %ld, \"left\": %ld, ",
        counts.connected, most, open_now, counts.ended, counts.reset, counts.refused, counts.unanswered,
        counts.short_of, counts.left
    );
    print_statuses(&statuses);
    printf("}\n");
    return 0;
}
