// Times, and what is said of them in the end.
#include <stdio.h>
#include <stdlib.h>

#include "load.h"

void add(Times *times, int64_t time) {
    if (times->count == times->room) {
        times->room = times->room ? times->room * 2 : 4096;
        times->of = realloc(times->of, times->room * sizeof *times->of);
        if (!times->of) fail("realloc");
    }
    times->of[times->count++] = time;
}

static int compare(const void *one, const void *other) {
    int64_t a = *(const int64_t *)one, b = *(const int64_t *)other;
    return (a > b) - (a < b);
}

// In milliseconds; 0 if there are none. `part` is from 0 to 1.
static double part_of(const Times *times, double part) {
    if (times->count == 0) return 0;
    return (double)times->of[(size_t)((double)(times->count - 1) * part)] / 1e6;
}

void print_stream(Stream *stream, double seconds, double cpu) {
    qsort(stream->times.of, stream->times.count, sizeof(int64_t), compare);
    qsort(stream->lags.of, stream->lags.count, sizeof(int64_t), compare);
    printf("%s %ld %.1f %.4f %.4f %.4f %.4f %.2f\n", stream->name, stream->answered, (double)stream->answered / seconds,
           part_of(&stream->times, 0.5), part_of(&stream->times, 0.99), part_of(&stream->times, 1),
           part_of(&stream->lags, 0.99), cpu);
}
