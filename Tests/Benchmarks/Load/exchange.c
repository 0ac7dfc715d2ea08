// Requests as bytes, made before the first is sent, and answers taken off a socket.
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>

#include "load.h"

enum { DIGITS = 4, LOWEST = 1000, NUMBERS = 9000 };

static Text contents(const char *path) {
    Text text = {NULL, 0};
    FILE *file = fopen(path, "r");
    size_t room = 0;
    if (!file) fail(path);
    for (size_t got = 1; got > 0; text.count += got) {
        if (room - text.count < 65536) text.bytes = realloc(text.bytes, room = room * 2 + 65536);
        got = fread(text.bytes + text.count, 1, room - text.count - 1, file);
    }
    fclose(file);
    while (text.count > 0 && strchr("\r\n", text.bytes[text.count - 1])) text.count--;
    text.bytes[text.count] = 0;
    return text;
}

static Text request(const char *method, const char *target, const char *token, const char *body) {
    Text text;
    char *line = NULL, *fields = NULL;
    if (token && asprintf(&line, "Authorization: Bearer %s\r\n", token) < 0) fail("asprintf");
    if (body && asprintf(&fields, "Content-Type: application/json\r\nContent-Length: %zu\r\n", strlen(body)) < 0)
        fail("asprintf");
    int count = asprintf(&text.bytes, "%s %s HTTP/1.1\r\nHost: localhost\r\n%s%s\r\n%s", method, target,
                         line ? line : "", fields ? fields : "", body ? body : "");
    if (count < 0) fail("asprintf");
    text.count = (size_t)count;
    free(line);
    free(fields);
    return text;
}

static void prepare(Stream *stream, const char *path, const char *token) {
    Text file = contents(path);
    if (stream->creates) {
        stream->requests = malloc(sizeof(Text));
        stream->requests[stream->request_count++] = request("POST", "/v1/meetings", token, file.bytes);
        char *bytes = stream->requests[0].bytes;
        for (char *place = bytes; (place = strstr(place, "@@@@")); place += DIGITS) {
            stream->numbers = realloc(stream->numbers, (stream->number_count + 1) * sizeof(size_t));
            stream->numbers[stream->number_count++] = (size_t)(place - bytes);
        }
        return;
    }
    for (char *line = strtok(file.bytes, "\n"); line; line = strtok(NULL, "\n")) {
        stream->requests = realloc(stream->requests, (stream->request_count + 1) * sizeof(Text));
        stream->requests[stream->request_count++] = request("GET", line, token, NULL);
    }
    if (stream->request_count == 0) fail(path);
}

Text next_request(Stream *stream, double drawn) {
    Text text = stream->requests[(size_t)(drawn * (double)stream->request_count)];
    for (size_t index = 0; index < stream->number_count; index++) {
        long number = LOWEST + stream->sent % NUMBERS;
        for (int digit = DIGITS; digit-- > 0; number /= 10)
            text.bytes[stream->numbers[index] + (size_t)digit] = (char)('0' + number % 10);
    }
    return text;
}

static void take_head_apart(Client *client) {
    client->head[client->head_count] = 0;
    char *end = strstr(client->head, "\r\n\r\n"), *length = strcasestr(client->head, "\r\ncontent-length:");
    if (!end && client->head_count < HEAD_ROOM - 1) return;
    if (!end || !length || length > end || strncmp(client->head, "HTTP/1.1 2", 10) != 0) {
        fprintf(stderr, "load: %s: %s\n", client->stream->name, client->head);
        exit(2);
    }
    client->body_left = strtol(length + 17, NULL, 10) - (long)(client->head_count - (size_t)(end + 4 - client->head));
}

bool read_answer(Client *client) {
    char rest[65536];
    for (;;) {
        bool in_head = client->body_left < 0;
        char *place = in_head ? client->head + client->head_count : rest;
        size_t room = in_head ? HEAD_ROOM - 1 - client->head_count : sizeof rest;
        ssize_t got = recv(client->descriptor, place, room, MSG_DONTWAIT);
        if (got < 0 && (errno == EAGAIN || errno == EINTR)) return false;
        if (got <= 0 || !client->is_busy) fail("an answer is cut off");
        if (in_head) {
            client->head_count += (size_t)got;
            take_head_apart(client);
        } else {
            client->body_left -= got;
        }
        if (client->body_left == 0) return true;
    }
}

static Stream read_stream(char *text, const char *token) {
    char *field[6];
    for (int index = 0; index < 6; index++)
        if (!(field[index] = strsep(&text, index < 5 ? "," : ""))) {
            errno = EINVAL;
            fail("a stream is NAME,KIND,CONNECTIONS,RATE,COUNT,FILE");
        }
    Stream stream = {
        .creates = strcmp(field[1], "create") == 0,
        .connections = atol(field[2]),
        .rate = atof(field[3]),
        .count = atol(field[4]),
        .seed = 0x9e3779b97f4a7c15,
    };
    snprintf(stream.name, sizeof stream.name, "%s", field[0]);
    for (const char *letter = field[0]; *letter; letter++) stream.seed = stream.seed * 31 + (uint64_t)*letter;
    prepare(&stream, field[5], strcmp(field[1], "get") == 0 ? NULL : token);
    return stream;
}

Options read_options(int count, char **arguments) {
    Options options = {.seconds = 10};
    int index = 1;
    for (; index + 1 < count && strncmp(arguments[index], "--", 2) == 0; index += 2) {
        const char *name = arguments[index] + 2, *value = arguments[index + 1];
        if (strcmp(name, "port") == 0) options.port = atoi(value);
        else if (strcmp(name, "pid") == 0) options.process = atoi(value);
        else if (strcmp(name, "seconds") == 0) options.seconds = atof(value);
        else if (strcmp(name, "token") == 0) options.token = contents(value).bytes;
        else break;
    }
    if (index >= count || strncmp(arguments[index], "--", 2) == 0 || !options.port || !options.process) {
        fprintf(stderr, "usage: load --port PORT --pid PID [--seconds S] [--token FILE] STREAM…\n");
        exit(2);
    }
    options.streams = calloc((size_t)(count - index), sizeof(Stream));
    for (; index < count; index++)
        options.streams[options.stream_count++] = read_stream(arguments[index], options.token);
    return options;
}
