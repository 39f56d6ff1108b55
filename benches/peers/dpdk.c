/* Longest-prefix match by DPDK's rte_lpm, rte_fib and rte_fib6, and tuples in rte_hash, for `tollgate-bench lookup`,
 * which builds and runs this where Debian's dpdk-dev is installed.
 *
 * dpdk FILE ROUNDS: FILE has, as 32-bit words of the machine's order, the number of bytes of an address (4 or 16),
 * the number of routes, each route (address in network order, length, next hop), the number of
 * destinations, and those. Or 0, the number of keys, each of 16 bytes, the number of those that are looked
 * for, and those. Prints for each structure and round "NAME NANOSECONDS BYTES".
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <rte_eal.h>
#include <rte_fib.h>
#include <rte_fib6.h>
#include <rte_hash.h>
#include <rte_hash_crc.h>
#include <rte_lpm.h>
#include <rte_malloc.h>
#include <rte_vect.h>

#define BURST 256

static uint32_t *words;
static size_t words_left;

static uint32_t take(void) {
    if (words_left == 0) {
        fprintf(stderr, "the file ends early\n");
        exit(1);
    }
    words_left--;
    return *words++;
}

static void must(int ok, const char *what) {
    if (!ok) {
        fprintf(stderr, "%s failed\n", what);
        exit(1);
    }
}

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1e9 + t.tv_nsec;
}

static size_t heap(void) {
    struct rte_malloc_socket_stats stats;
    rte_malloc_get_socket_stats(0, &stats);
    return stats.heap_allocsz_bytes;
}

/* Keeps results from being optimised away. */
static volatile uint64_t sink;

static void ipv4(uint32_t routes, int rounds) {
    const uint32_t *table = words;
    for (uint32_t i = 0; i < routes * 3; i++)
        take();
    uint32_t count = take() / BURST * BURST;
    /* DPDK wants host order. */
    uint32_t *dsts = malloc(count * sizeof *dsts);
    for (uint32_t i = 0; i < count; i++)
        dsts[i] = __builtin_bswap32(take());

    size_t before = heap();
    struct rte_lpm_config lpm_config = {.max_rules = routes + 1, .number_tbl8s = 1 << 17};
    struct rte_lpm *lpm = rte_lpm_create("lpm", 0, &lpm_config);
    must(lpm != NULL, "rte_lpm_create");
    for (uint32_t i = 0; i < routes; i++)
        must(rte_lpm_add(lpm, __builtin_bswap32(table[3 * i]), table[3 * i + 1], table[3 * i + 2]) == 0,
             "rte_lpm_add");
    size_t lpm_bytes = heap() - before;

    before = heap();
    struct rte_fib_conf fib_config = {
        .type = RTE_FIB_DIR24_8,
        .default_nh = 0,
        .max_routes = routes + 1,
        .dir24_8 = {.nh_sz = RTE_FIB_DIR24_8_4B, .num_tbl8 = 1 << 17},
    };
    struct rte_fib *fib = rte_fib_create("fib", 0, &fib_config);
    must(fib != NULL, "rte_fib_create");
    for (uint32_t i = 0; i < routes; i++)
        must(rte_fib_add(fib, __builtin_bswap32(table[3 * i]), table[3 * i + 1], table[3 * i + 2]) == 0,
             "rte_fib_add");
    size_t fib_bytes = heap() - before;
    int vector = rte_fib_select_lookup(fib, RTE_FIB_LOOKUP_DIR24_8_VECTOR_AVX512) == 0;

    for (int round = 0; round < rounds; round++) {
        uint32_t hops[BURST];
        double start = now();
        for (uint32_t i = 0; i < count; i += BURST) {
            rte_lpm_lookup_bulk(lpm, dsts + i, hops, BURST);
            sink += hops[0];
        }
        printf("rte_lpm %f %zu\n", (now() - start) / count, lpm_bytes);
        uint64_t wide[BURST];
        start = now();
        for (uint32_t i = 0; i < count; i += BURST) {
            rte_fib_lookup_bulk(fib, dsts + i, wide, BURST);
            sink += wide[0];
        }
        printf("rte_fib%s %f %zu\n", vector ? ",AVX-512" : "", (now() - start) / count, fib_bytes);
    }
}

static void ipv6(uint32_t routes, int rounds) {
    const uint32_t *table = words;
    for (uint32_t i = 0; i < routes * 6; i++)
        take();
    uint32_t count = take() / BURST * BURST;
    uint8_t(*dsts)[16] = malloc((size_t)count * 16);
    for (uint32_t i = 0; i < count; i++)
        for (int word = 0; word < 4; word++) {
            uint32_t value = take();
            memcpy(&dsts[i][4 * word], &value, 4);
        }
    size_t before = heap();
    struct rte_fib6_conf config = {
        .type = RTE_FIB6_TRIE,
        .default_nh = 0,
        .max_routes = routes + 1,
        .trie = {.nh_sz = RTE_FIB6_TRIE_4B, .num_tbl8 = 1 << 20},
    };
    struct rte_fib6 *fib = rte_fib6_create("fib6", 0, &config);
    must(fib != NULL, "rte_fib6_create");
    for (uint32_t i = 0; i < routes; i++)
        if (rte_fib6_add(fib, (const uint8_t *)&table[6 * i], table[6 * i + 4], table[6 * i + 5]) != 0) {
            fprintf(stderr, "rte_fib6 has room for %u of %u routes\n", i, routes);
            return;
        }
    size_t bytes = heap() - before;
    int vector = rte_fib6_select_lookup(fib, RTE_FIB6_LOOKUP_TRIE_VECTOR_AVX512) == 0;
    for (int round = 0; round < rounds; round++) {
        uint64_t hops[BURST];
        double start = now();
        for (uint32_t i = 0; i < count; i += BURST) {
            rte_fib6_lookup_bulk(fib, dsts + i, hops, BURST);
            sink += hops[0];
        }
        printf("rte_fib6%s %f %zu\n", vector ? ",AVX-512" : "", (now() - start) / count, bytes);
    }
}

#define KEY 16

static void hash(int rounds) {
    uint32_t keys = take();
    const uint8_t(*key)[KEY] = (const void *)words;
    for (uint32_t i = 0; i < keys * (KEY / 4); i++)
        take();
    uint32_t count = take() / BURST * BURST;
    const uint8_t(*wanted)[KEY] = (const void *)words;
    for (uint32_t i = 0; i < count * (KEY / 4); i++)
        take();
    size_t before = heap();
    struct rte_hash_parameters config = {
        .name = "tuples",
        /* With less to spare a key may find no place. */
        .entries = keys + keys / 4,
        .key_len = KEY,
        .hash_func = rte_hash_crc,
    };
    struct rte_hash *table = rte_hash_create(&config);
    must(table != NULL, "rte_hash_create");
    for (uint32_t i = 0; i < keys; i++)
        must(rte_hash_add_key(table, key[i]) >= 0, "rte_hash_add_key");
    size_t bytes = heap() - before;
    for (int round = 0; round < rounds; round++) {
        uint32_t hits = 0;
        double start = now();
        for (uint32_t i = 0; i < count; i++)
            hits += rte_hash_lookup(table, wanted[i]) >= 0;
        printf("rte_hash %f %zu\n", (now() - start) / count, bytes);
        must(hits == count, "rte_hash_lookup");
        hits = 0;
        start = now();
        for (uint32_t i = 0; i < count; i += RTE_HASH_LOOKUP_BULK_MAX) {
            const void *burst[RTE_HASH_LOOKUP_BULK_MAX];
            int32_t at[RTE_HASH_LOOKUP_BULK_MAX];
            for (int j = 0; j < RTE_HASH_LOOKUP_BULK_MAX; j++)
                burst[j] = wanted[i + j];
            rte_hash_lookup_bulk(table, burst, RTE_HASH_LOOKUP_BULK_MAX, at);
            for (int j = 0; j < RTE_HASH_LOOKUP_BULK_MAX; j++)
                hits += at[j] >= 0;
        }
        printf("rte_hash,bulk %f %zu\n", (now() - start) / count, bytes);
        must(hits == count, "rte_hash_lookup_bulk");
    }
}

int main(int argc, char **argv) {
    must(argc == 3, "dpdk FILE ROUNDS: arguments");
    /* In huge pages, as DPDK is meant to be used, if there are enough. */
    char *huge[] = {argv[0], "--in-memory", "--no-pci", "--no-telemetry", "-l", "0", "-m", "1536",
                    "--log-level", "critical", "--force-max-simd-bitwidth=512", NULL};
    char *small[] = {argv[0], "--no-huge", "--no-pci", "--no-shconf", "--no-telemetry", "-l", "0", "-m", "2048",
                     "--log-level", "critical", "--force-max-simd-bitwidth=512", NULL};
    if (getenv("HUGE"))
        must(rte_eal_init(11, huge) >= 0, "rte_eal_init");
    else
        must(rte_eal_init(12, small) >= 0, "rte_eal_init");
    FILE *file = fopen(argv[1], "rb");
    must(file != NULL, "open");
    fseek(file, 0, SEEK_END);
    size_t bytes = ftell(file);
    rewind(file);
    words = malloc(bytes);
    must(fread(words, 1, bytes, file) == bytes, "read");
    words_left = bytes / 4;
    uint32_t width = take();
    if (width == 0)
        hash(atoi(argv[2]));
    else if (width == 4)
        ipv4(take(), atoi(argv[2]));
    else
        ipv6(take(), atoi(argv[2]));
    return 0;
}
