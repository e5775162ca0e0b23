/* What a loop over events needs whatever its model: arrays that grow, heaps, chance and timelines. */

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *sized(void *memory, size_t bytes) {
    void *found = realloc(memory, bytes);
    if (!found) {
        fputs("out of memory\n", stderr);
        abort();
    }
    return found;
}

static void *zeroed(int64_t count, size_t bytes) { return memset(sized(NULL, count * bytes + 1), 0, count * bytes); }

#define ROOM_FOR_ONE(array, count, room) \
    if ((count) == (room)) (array) = sized((array), sizeof *(array) * ((room) = (room) ? 2 * (room) : 1024))

/* Heaps with four children a node: least key first, then least tag. An item is both in one integer, since integers
 * are compared without a branch. */

typedef unsigned __int128 Item;
typedef struct { Item *item; int64_t size, room; } Heap;

/* The bits of a double in an order that is that of its value. */
static inline uint64_t ordered(double key) {
    uint64_t bits;
    memcpy(&bits, &key, sizeof bits);
    return bits ^ (bits >> 63 ? UINT64_MAX : (uint64_t)1 << 63);
}

static inline double key_of(Item item) {
    uint64_t bits = item >> 64;
    bits ^= bits >> 63 ? (uint64_t)1 << 63 : UINT64_MAX;
    double key;
    memcpy(&key, &bits, sizeof key);
    return key;
}

static inline int64_t tag_of(Item item) { return (int64_t)item; }

static void push(Heap *heap, double key, int64_t tag) {
    ROOM_FOR_ONE(heap->item, heap->size, heap->room);
    Item *item = heap->item, new = (Item)ordered(key) << 64 | (uint64_t)tag;
    int64_t place = heap->size++;
    while (place > 0 && new < item[(place - 1) / 4]) {
        item[place] = item[(place - 1) / 4];
        place = (place - 1) / 4;
    }
    item[place] = new;
}

static inline int64_t lesser(const Item *item, int64_t a, int64_t b) { return item[b] < item[a] ? b : a; }

static Item pop(Heap *heap) {
    Item *item = heap->item, top = item[0], last = item[--heap->size];
    int64_t place = 0, size = heap->size;
    for (;;) {
        int64_t child = 4 * place + 1, least;
        if (child + 3 < size) {
            least = lesser(item, lesser(item, child, child + 1), lesser(item, child + 2, child + 3));
        } else {
            if (child >= size) break;
            for (least = child; ++child < size;) least = lesser(item, least, child);
        }
        if (item[least] >= last) break;
        item[place] = item[least];
        place = least;
    }
    if (size > 0) item[place] = last;
    return top;
}

/* Chance: xoshiro256++ (Blackman and Vigna 2021), seeded by SplitMix64; normals by Marsaglia's polar method */

typedef struct {
    uint64_t state[4];
    double spare; /* a normal number that is left over, or NAN */
} Chance;

static inline uint64_t turned(uint64_t x, int by) { return x << by | x >> (64 - by); }

static inline double uniform(Chance *chance) {
    uint64_t *s = chance->state, result = turned(s[0] + s[3], 23) + s[0], t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = turned(s[3], 45);
    return ((double)(result >> 12) + 0.5) * 0x1p-52;
}

static void seed_chance(Chance *chance, uint64_t seed) {
    for (int i = 0; i < 4; i++) {
        uint64_t z = seed += 0x9E3779B97F4A7C15u;
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
        z = (z ^ z >> 27) * 0x94D049BB133111EBu;
        chance->state[i] = z ^ z >> 31;
    }
    chance->spare = NAN;
}

static inline double gap(Chance *chance, double rate) { return -log(uniform(chance)) / rate; }

static double normal(Chance *chance) {
    double spare = chance->spare, u, v, s;
    chance->spare = NAN;
    if (!isnan(spare)) return spare;
    do {
        u = 2 * uniform(chance) - 1;
        v = 2 * uniform(chance) - 1;
        s = u * u + v * v;
    } while (s >= 1 || s == 0);
    s = sqrt(-2 * log(s) / s);
    chance->spare = v * s;
    return u * s;
}

typedef struct { double mu, sigma; } Lognormal;

static inline double lognormal(Chance *chance, Lognormal law) { return exp(law.mu + law.sigma * normal(chance)); }

typedef struct { int64_t first, end; } Range; /* a stretch of an array */

/* One of several, by cumulative shares. */
static int64_t picked(Chance *chance, const double *share, Range shares) {
    double u = uniform(chance);
    int64_t i = shares.first;
    while (i < shares.end - 1 && share[i] < u) i++;
    return i - shares.first;
}

/* Timelines: each piece's value holds until the next piece */

typedef struct { double from, value; } Piece;

static int64_t piece_at(const Piece *piece, Range line, double time) {
    int64_t low = line.first, high = line.end;
    while (high - low > 1) {
        int64_t middle = (low + high) / 2;
        if (piece[middle].from <= time) low = middle;
        else high = middle;
    }
    return low;
}
