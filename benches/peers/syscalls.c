/* What system calls cost for a frame of a tap and of a packet socket, for `tollgate-bench syscalls`, which
 * builds and runs this in a network namespace of its own.
 *
 * syscalls ROUNDS: prints for each kind of port, size of frame, direction, way and round
 * "PORT BYTES DIRECTION WAY NANOSECONDS": CPU time of this thread for each frame, which is what the kernel does
 * below the call as well. Ways take turns within a round. What feeds a way is not counted, except where it
 * says so: a packet socket's frames are put into its ring or queue while they are being sent. A read of 0 bytes
 * finds no frame: it is what the call itself costs.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_packet.h>
#include <linux/if_tun.h>
#include <linux/io_uring.h>
#include <linux/virtio_net.h>
#include <net/if.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

/* Newer than Debian's headers: Linux 6.7. */
#define OP_READ_MULTISHOT 49
#define HEADER ((int)sizeof(struct virtio_net_hdr))
#define MOST 512
#define BATCH 64
#define SMALL 2048
#define LARGE (66 * 1024)

static long must(long result, const char *what) {
    if (result < 0) {
        fprintf(stderr, "%s: %s\n", what, strerror(errno));
        exit(1);
    }
    return result;
}

static void *memory(size_t len) {
    void *at = mmap(NULL, len, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
    must(at == MAP_FAILED ? -1 : 0, "mmap");
    return at;
}

static double cpu(void) {
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return t.tv_sec * 1e9 + t.tv_nsec;
}

static void report(const char *port, int bytes, const char *direction, const char *way, double nanos, long frames) {
    printf("%s %d %s %s %.1f\n", port, bytes, direction, way, nanos / frames);
}

/* A frame for nobody with its virtio-net header; a TCP super-frame if it is longer than 1,514 bytes. */
static int frame(uint8_t *to, int len) {
    memset(to, 0, HEADER + len);
    if (len > 1514) {
        struct virtio_net_hdr header = {
            .flags = VIRTIO_NET_HDR_F_NEEDS_CSUM, .gso_type = VIRTIO_NET_HDR_GSO_TCPV4, .hdr_len = 54,
            .gso_size = 1448, .csum_start = 34, .csum_offset = 16,
        };
        memcpy(to, &header, HEADER);
    }
    uint8_t *ip = to + HEADER + 14;
    uint16_t total = htons(len - 14);
    memcpy(to + HEADER, "\x02\xfe\xed\0\0\1\x02\1\1\1\1\1\x08\0", 14);
    memcpy(ip, "\x45\0\0\0\0\0\0\0\x40\6\0\0\x0a\0\0\1\x0a\0\0\2", 20);
    memcpy(ip + 2, &total, 2);
    ip[32] = 0x50;
    return HEADER + len;
}

static int packet_socket(const char *device, int protocol) {
    int fd = must(socket(AF_PACKET, SOCK_RAW | SOCK_NONBLOCK, 0), "socket"), on = 1, big = 64 << 20;
    must(setsockopt(fd, SOL_PACKET, PACKET_VNET_HDR, &on, sizeof on), "PACKET_VNET_HDR");
    must(setsockopt(fd, SOL_PACKET, PACKET_QDISC_BYPASS, &on, sizeof on), "PACKET_QDISC_BYPASS");
    must(setsockopt(fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, &on, sizeof on), "PACKET_IGNORE_OUTGOING");
    must(setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &big, sizeof big), "SO_SNDBUFFORCE");
    must(setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &big, sizeof big), "SO_RCVBUFFORCE");
    struct sockaddr_ll to = {
        .sll_family = AF_PACKET, .sll_ifindex = if_nametoindex(device), .sll_protocol = htons(protocol),
    };
    must(bind(fd, (struct sockaddr *)&to, sizeof to), "bind");
    return fd;
}

/* Messages of one buffer each. */
struct messages {
    struct mmsghdr heads[MOST];
    struct iovec parts[MOST];
};

static void messages(struct messages *all, int count, uint8_t *buffers, size_t apart, int len) {
    memset(all->heads, 0, sizeof all->heads);
    for (int i = 0; i < count; i++) {
        all->parts[i] = (struct iovec){buffers + i * apart, len};
        all->heads[i].msg_hdr.msg_iov = &all->parts[i];
        all->heads[i].msg_hdr.msg_iovlen = 1;
    }
}

static int send_batches(int fd, struct messages *all, int count, int batch) {
    int sent = 0;
    while (sent < count) {
        int now = count - sent < batch ? count - sent : batch;
        sent += must(sendmmsg(fd, all->heads + sent, now, 0), "sendmmsg");
    }
    return sent;
}

/* An io_uring with one file. Requests go round its buffers. */
struct uring {
    int fd, registered;
    unsigned *sq_tail, *cq_head, *cq_tail, sq_mask, cq_mask;
    struct io_uring_sqe *sqes;
    struct io_uring_cqe *cqes;
    uint8_t *buffers;
    size_t apart;
    struct io_uring_buf_ring *provided;
    unsigned provided_mask;
    int armed;
};

/* Fails where io_uring is refused. */
static int uring_open(struct uring *u, int file, size_t apart, int registered) {
    struct io_uring_params p = {
        .flags = IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN | IORING_SETUP_CQSIZE, .cq_entries = 4 * MOST,
    };
    memset(u, 0, sizeof *u);
    u->fd = syscall(SYS_io_uring_setup, BATCH, &p);
    if (u->fd < 0)
        return -1;
    size_t len = p.cq_off.cqes + p.cq_entries * sizeof(struct io_uring_cqe);
    uint8_t *rings = mmap(NULL, len, PROT_READ | PROT_WRITE, MAP_SHARED, u->fd, IORING_OFF_SQ_RING);
    must(rings == MAP_FAILED ? -1 : 0, "mmap");
    u->sqes = mmap(NULL, p.sq_entries * sizeof *u->sqes, PROT_READ | PROT_WRITE, MAP_SHARED, u->fd, IORING_OFF_SQES);
    must(u->sqes == MAP_FAILED ? -1 : 0, "mmap");
    u->sq_tail = (unsigned *)(rings + p.sq_off.tail);
    u->cq_head = (unsigned *)(rings + p.cq_off.head);
    u->cq_tail = (unsigned *)(rings + p.cq_off.tail);
    u->cqes = (struct io_uring_cqe *)(rings + p.cq_off.cqes);
    u->sq_mask = p.sq_entries - 1;
    u->cq_mask = p.cq_entries - 1;
    for (unsigned i = 0; i < p.sq_entries; i++)
        ((unsigned *)(rings + p.sq_off.array))[i] = i;
    u->apart = apart;
    u->buffers = memory(BATCH * apart);
    must(syscall(SYS_io_uring_register, u->fd, IORING_REGISTER_FILES, &file, 1), "IORING_REGISTER_FILES");
    u->registered = registered;
    if (registered) {
        struct iovec all = {u->buffers, BATCH * apart};
        must(syscall(SYS_io_uring_register, u->fd, IORING_REGISTER_BUFFERS, &all, 1), "IORING_REGISTER_BUFFERS");
    }
    return 0;
}

static struct io_uring_sqe *uring_next(struct uring *u) {
    struct io_uring_sqe *sqe = &u->sqes[*u->sq_tail & u->sq_mask];
    memset(sqe, 0, sizeof *sqe);
    sqe->flags = IOSQE_FIXED_FILE;
    __atomic_store_n(u->sq_tail, *u->sq_tail + 1, __ATOMIC_RELEASE);
    return sqe;
}

static void uring_enter(struct uring *u, int submit, int wait) {
    must(syscall(SYS_io_uring_enter, u->fd, submit, wait, IORING_ENTER_GETEVENTS, NULL, 0), "io_uring_enter");
}

/* Reads or writes `batch` frames in one call; gives the number that it was done to. */
static int uring_batch(struct uring *u, int batch, int len, int writes) {
    for (int i = 0; i < batch; i++) {
        struct io_uring_sqe *sqe = uring_next(u);
        if (u->registered)
            sqe->opcode = writes ? IORING_OP_WRITE_FIXED : IORING_OP_READ_FIXED;
        else
            sqe->opcode = writes ? IORING_OP_WRITE : IORING_OP_READ;
        sqe->addr = (uintptr_t)(u->buffers + i * u->apart);
        sqe->len = len;
        /* Else a read without a frame waits for one. */
        sqe->rw_flags = writes ? 0 : RWF_NOWAIT;
    }
    uring_enter(u, batch, batch);
    unsigned tail = __atomic_load_n(u->cq_tail, __ATOMIC_ACQUIRE), head = *u->cq_head;
    int done = 0;
    for (; head != tail; head++)
        done += u->cqes[head & u->cq_mask].res > 0;
    __atomic_store_n(u->cq_head, head, __ATOMIC_RELEASE);
    return done;
}

static void uring_give(struct uring *u, unsigned buffer, size_t len) {
    /* The tail lies within the first entry. */
    struct io_uring_buf *entry = (struct io_uring_buf *)u->provided + (u->provided->tail & u->provided_mask);
    entry->addr = (uintptr_t)(u->buffers + buffer * u->apart);
    entry->len = len;
    entry->bid = buffer;
    __atomic_store_n(&u->provided->tail, u->provided->tail + 1, __ATOMIC_RELEASE);
}

/* Lets one request read frame after frame into buffers that it takes itself. */
static void uring_provide(struct uring *u, unsigned count) {
    u->buffers = memory(count * u->apart);
    u->provided = memory(count * sizeof(struct io_uring_buf));
    u->provided_mask = count - 1;
    struct io_uring_buf_reg reg = {.ring_addr = (uintptr_t)u->provided, .ring_entries = count};
    must(syscall(SYS_io_uring_register, u->fd, IORING_REGISTER_PBUF_RING, &reg, 1), "IORING_REGISTER_PBUF_RING");
    for (unsigned i = 0; i < count; i++)
        uring_give(u, i, u->apart);
}

static int uring_multishot(struct uring *u) {
    int submit = !u->armed, got = 0;
    if (submit) {
        struct io_uring_sqe *sqe = uring_next(u);
        sqe->opcode = OP_READ_MULTISHOT;
        sqe->flags |= IOSQE_BUFFER_SELECT;
        u->armed = 1;
    }
    uring_enter(u, submit, 0);
    unsigned tail = __atomic_load_n(u->cq_tail, __ATOMIC_ACQUIRE), head = *u->cq_head;
    for (; head != tail; head++) {
        struct io_uring_cqe *cqe = &u->cqes[head & u->cq_mask];
        if (!(cqe->flags & IORING_CQE_F_MORE))
            u->armed = 0;
        if (cqe->res > 0) {
            uring_give(u, cqe->flags >> IORING_CQE_BUFFER_SHIFT, u->apart);
            got++;
        } else if (cqe->res != -ENOBUFS && cqe->res != -ECANCELED) {
            errno = -cqe->res;
            must(-1, "IORING_OP_READ_MULTISHOT");
        }
    }
    __atomic_store_n(u->cq_head, head, __ATOMIC_RELEASE);
    return got;
}

static void uring_disarm(struct uring *u) {
    if (u->armed) {
        struct io_uring_sqe *sqe = uring_next(u);
        sqe->opcode = IORING_OP_ASYNC_CANCEL;
        sqe->flags = 0;
        uring_enter(u, 1, 2);
        __atomic_store_n(u->cq_head, *u->cq_tail, __ATOMIC_RELEASE);
        u->armed = 0;
    }
}

/* Reads what there is, a call a frame. What is small is copied out of the one large buffer, as a port does. */
static int read_each(int fd, uint8_t *large, uint8_t *small) {
    for (int got = 0;; got++) {
        ssize_t len = read(fd, large, LARGE);
        if (len < 0)
            return got;
        if (len <= SMALL)
            memcpy(small + got % BATCH * SMALL, large, len);
    }
}

/* Ways to read and write a tap. */
enum { EACH, URING_32, URING_64, REGISTERED, MULTISHOT, TAP_WAYS };
static const char *const TAP_WAY[] = {
    "one_call_a_frame", "io_uring,_32_a_call", "io_uring,_64_a_call", "io_uring,_64,_registered", "io_uring,_multishot",
};

static void tap(int rounds) {
    int fd = must(open("/dev/net/tun", O_RDWR | O_NONBLOCK), "open /dev/net/tun");
    struct ifreq request = {.ifr_name = "t0", .ifr_flags = IFF_TAP | IFF_NO_PI | IFF_VNET_HDR};
    must(ioctl(fd, TUNSETIFF, &request), "TUNSETIFF");
    must(ioctl(fd, TUNSETOFFLOAD, TUN_F_CSUM | TUN_F_TSO4 | TUN_F_TSO6), "TUNSETOFFLOAD");
    must(system("ip link set t0 up txqueuelen 1000") ? -1 : 0, "ip link set t0 up");
    int feeder = packet_socket("t0", 0);
    uint8_t *large = memory(LARGE), *small = memory(BATCH * SMALL);
    for (int round = 0; round < rounds; round++) {
        double before = cpu();
        long nothing = 0;
        /* But for what the host says by itself. */
        while (nothing < 10000)
            nothing += read(fd, large, LARGE) < 0;
        report("tap", 0, "read", "one_call_a_frame", cpu() - before, nothing);
    }
    const int sizes[] = {60, 1514, 65226};
    static struct messages feed;
    for (int s = 0; s < 3; s++) {
        int len = sizes[s], count = len > 1514 ? BATCH : MOST, times = len > 1514 ? 20 : 40;
        size_t apart = len > 1514 ? LARGE : SMALL;
        uint8_t *frames = memory(count * apart);
        int whole = 0;
        for (int i = 0; i < count; i++)
            whole = frame(frames + i * apart, len);
        messages(&feed, count, frames, apart, whole);
        struct uring rings[TAP_WAYS];
        int ways = TAP_WAYS;
        for (int way = URING_32; way < ways; way++)
            if (uring_open(&rings[way], fd, apart, way == REGISTERED) < 0) {
                fprintf(stderr, "io_uring_setup: %s\n", strerror(errno));
                ways = URING_32;
            }
        if (ways == TAP_WAYS)
            uring_provide(&rings[MULTISHOT], len > 1514 ? 2 * BATCH : 2 * MOST);
        for (int round = 0; round < rounds; round++)
            for (int way = 0; way < ways; way++) {
                struct uring *u = &rings[way];
                int batch = way == URING_32 ? 32 : BATCH;
                double took = 0;
                long done = 0;
                for (int i = 0; i < times; i++) {
                    int sent = send_batches(feeder, &feed, count, count), got = 0;
                    double before = cpu();
                    if (way == EACH)
                        got = read_each(fd, large, small);
                    else if (way == MULTISHOT)
                        while (got < sent)
                            got += uring_multishot(u);
                    else
                        for (int some = batch; some == batch; got += some)
                            some = uring_batch(u, batch, apart, 0);
                    took += cpu() - before;
                    done += got;
                }
                report("tap", len, "read", TAP_WAY[way], took, done);
                if (way == MULTISHOT) {
                    uring_disarm(u);
                    continue;
                }
                for (int i = 0; way != EACH && i < BATCH; i++)
                    frame(u->buffers + i * apart, len);
                took = done = 0;
                for (int i = 0; i < times; i++) {
                    double before = cpu();
                    if (way == EACH)
                        for (int n = 0; n < count; n++)
                            done += must(write(fd, frames + n % BATCH * apart, whole), "write") > 0;
                    else
                        for (int n = 0; n < count; n += batch)
                            done += uring_batch(u, batch, whole, 1);
                    took += cpu() - before;
                }
                report("tap", len, "write", TAP_WAY[way], took, done);
            }
        for (int way = URING_32; way < ways; way++)
            close(rings[way].fd);
    }
}

/* Slots of a packet socket's ring as Tollgate has them: an odd number of cache lines apart. */
#define SLOT 2112
#define BLOCK 65536
#define SLOTS 1024

struct ring {
    uint8_t *slots;
    unsigned at, count;
    size_t len;
};

static void ring_open(struct ring *r, int fd, int which) {
    int version = TPACKET_V2, each = BLOCK / SLOT, blocks = SLOTS / each;
    must(setsockopt(fd, SOL_PACKET, PACKET_VERSION, &version, sizeof version), "PACKET_VERSION");
    struct tpacket_req req = {BLOCK, blocks, SLOT, blocks * each};
    must(setsockopt(fd, SOL_PACKET, which, &req, sizeof req), "a packet ring");
    *r = (struct ring){.count = blocks * each, .len = (size_t)blocks * BLOCK};
    r->slots = mmap(NULL, r->len, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    must(r->slots == MAP_FAILED ? -1 : 0, "mmap");
}

static struct tpacket2_hdr *ring_slot(struct ring *r) {
    const unsigned each = BLOCK / SLOT;
    return (struct tpacket2_hdr *)(r->slots + r->at / each * BLOCK + r->at % each * SLOT);
}

/* Copies the frames that there are to `into`, as a port does. */
static int ring_receive(struct ring *r, uint8_t *into) {
    for (int got = 0;; got++) {
        struct tpacket2_hdr *slot = ring_slot(r);
        if (!(__atomic_load_n(&slot->tp_status, __ATOMIC_ACQUIRE) & TP_STATUS_USER))
            return got;
        memcpy(into + got % BATCH * SMALL, (uint8_t *)slot + slot->tp_mac - HEADER, slot->tp_snaplen + HEADER);
        __atomic_store_n(&slot->tp_status, TP_STATUS_KERNEL, __ATOMIC_RELEASE);
        r->at = (r->at + 1) % r->count;
    }
}

static int ring_send(struct ring *r, int fd, const uint8_t *bytes, int len, int batch) {
    for (int i = 0; i < batch; i++) {
        struct tpacket2_hdr *slot = ring_slot(r);
        uint8_t *at = (uint8_t *)slot + TPACKET_ALIGN(sizeof *slot);
        must(__atomic_load_n(&slot->tp_status, __ATOMIC_ACQUIRE) == TP_STATUS_AVAILABLE ? 0 : -1, "a free slot");
        memcpy(at, bytes, len);
        /* All contiguous, as Tollgate's. */
        ((struct virtio_net_hdr *)at)->hdr_len = len - HEADER;
        slot->tp_len = len;
        __atomic_store_n(&slot->tp_status, TP_STATUS_SEND_REQUEST, __ATOMIC_RELEASE);
        r->at = (r->at + 1) % r->count;
    }
    must(send(fd, NULL, 0, 0), "send");
    return batch;
}

/* Ways to use a packet socket. */
enum { RING, MESSAGES_32, MESSAGES_64, SINGLE, PACKET_WAYS };
static const char *const PACKET_WAY[] = {"ring", "mmsg,_32_a_call", "mmsg,_64_a_call", "one_call_a_frame"};

static void packet(int rounds) {
    must(system("ip link add v0 type veth peer name v1 && ip link set v0 up && ip link set v1 up && sleep 1") ? -1 : 0,
         "ip link add v0");
    const int sizes[] = {60, 1514};
    static struct messages out, back;
    for (int s = 0; s < 2; s++) {
        int len = sizes[s], whole = 0, plain = packet_socket("v0", 0), with_ring = packet_socket("v0", 0);
        uint8_t *frames = memory(MOST * SMALL), *into = memory(BATCH * SMALL);
        for (int i = 0; i < MOST; i++)
            whole = frame(frames + i * SMALL, len);
        messages(&out, MOST, frames, SMALL, whole);
        messages(&back, BATCH, into, SMALL, SMALL);
        struct ring sender;
        ring_open(&sender, with_ring, PACKET_TX_RING);
        for (int round = 0; round < rounds; round++)
            for (int way = 0; way < PACKET_WAYS; way++) {
                int batch = way == SINGLE ? 1 : way == MESSAGES_32 ? 32 : BATCH;
                double took = 0;
                long done = 0;
                for (int i = 0; i < 30; i++) {
                    double before = cpu();
                    if (way == RING)
                        for (int n = 0; n < MOST; n += batch)
                            done += ring_send(&sender, with_ring, frames, whole, batch);
                    else if (way == SINGLE)
                        for (int n = 0; n < MOST; n++)
                            done += must(send(plain, frames + n * SMALL, whole, 0), "send") > 0;
                    else
                        done += send_batches(plain, &out, MOST, batch);
                    took += cpu() - before;
                }
                report("packet", len, "send", PACKET_WAY[way], took, done);

                int fd = packet_socket("v1", 0x0003);
                struct ring receiver;
                if (way == RING)
                    ring_open(&receiver, fd, PACKET_RX_RING);
                took = done = 0;
                for (int i = 0; i < 30; i++) {
                    double before = cpu();
                    send_batches(plain, &out, MOST, MOST);
                    if (way == RING)
                        done += ring_receive(&receiver, into);
                    else if (way == SINGLE)
                        while (recv(fd, into, SMALL, MSG_DONTWAIT) > 0)
                            done++;
                    else
                        for (int some = batch; some == batch; done += some > 0 ? some : 0)
                            some = recvmmsg(fd, back.heads, batch, MSG_DONTWAIT, NULL);
                    took += cpu() - before;
                }
                report("packet", len, "send_and_receive", PACKET_WAY[way], took, done);
                if (way == RING)
                    munmap(receiver.slots, receiver.len);
                close(fd);
            }
        munmap(sender.slots, sender.len);
        close(plain);
        close(with_ring);
    }
}

int main(int argc, char **argv) {
    int rounds = argc > 1 ? atoi(argv[1]) : 9;
    tap(rounds);
    packet(rounds);
    return 0;
}
