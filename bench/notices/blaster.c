/* The raw limit of SMTP on this machine: hands the same message, with another Message-ID each time, to a server over
 * some connections, and keeps nothing. Each command waits for the answer to the one before, or, as the last word says,
 * MAIL, RCPT and DATA travel with the body of the message before (PIPELINING).
 *
 *   blaster PORT CONNECTIONS MESSAGES FILE OFFSET oneByOne|pipelined
 *
 * FILE holds the message as bytes of SMTP; at OFFSET sixteen hexadecimal digits are replaced by the message's number.
 * Prints the seconds from the first greeting to the last answer. */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

static const char *STEPS[] = {"MAIL FROM:<notices@bench.example>\r\n", "RCPT TO:<person@bench.example>\r\n", "DATA\r\n"};
static int one_by_one;
static const char ENVELOPE[] = "MAIL FROM:<notices@bench.example>\r\nRCPT TO:<person@bench.example>\r\nDATA\r\n";
enum { READ = 65536, MOST = 64 };

struct lane {
  int fd;
  long started, ended;
  int greeted, begun, step;
  char code[3];
  int column;
};

static char *message;
static long size, offset, left, next_id, answered, total;
static const char *name = "EHLO bench\r\n";

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static void put(int fd, struct iovec *parts, int count) {
  while (count > 0) {
    ssize_t done = writev(fd, parts, count);
    if (done < 0) fail("write");
    while (count > 0 && (size_t)done >= parts->iov_len) {
      done -= (ssize_t)parts->iov_len;
      parts++;
      count--;
    }
    if (count > 0) {
      parts->iov_base = (char *)parts->iov_base + done;
      parts->iov_len -= (size_t)done;
    }
  }
}

static struct iovec piece(const void *bytes, size_t length) {
  struct iovec part = {(void *)bytes, length};
  return part;
}

/* The body of the message announced last, and the envelope of the next one where there is one. */
static void body(struct lane *lane) {
  char id[17];
  snprintf(id, sizeof id, "%016lx", ++next_id);
  struct iovec parts[4] = {piece(message, (size_t)offset), piece(id, 16),
                           piece(message + offset + 16, (size_t)(size - offset - 16)), piece(ENVELOPE, 0)};
  lane->started = 0;
  if (left > 0 && !one_by_one) {
    left--;
    lane->started = 1;
    parts[3] = piece(ENVELOPE, sizeof ENVELOPE - 1);
  }
  put(lane->fd, parts, lane->started ? 4 : 3);
}

static void step(struct lane *lane) {
  struct iovec part = piece(STEPS[lane->step], strlen(STEPS[lane->step]));
  lane->step++;
  put(lane->fd, &part, 1);
}

static void announce(struct lane *lane) {
  if (left <= 0) return;
  left--;
  if (one_by_one) {
    lane->step = 0;
    step(lane);
    return;
  }
  struct iovec part = piece(ENVELOPE, sizeof ENVELOPE - 1);
  put(lane->fd, &part, 1);
}

static void reply(struct lane *lane, int code) {
  if (code == 220) {
    struct iovec part = piece(name, strlen(name));
    put(lane->fd, &part, 1);
    return;
  }
  if (code == 354) {
    lane->begun = 1;
    body(lane);
    return;
  }
  if (code != 250) {
    fprintf(stderr, "the server answered %d\n", code);
    exit(1);
  }
  if (!lane->greeted) {
    lane->greeted = 1;
    announce(lane);
    return;
  }
  /* after a body: its answer, then those to MAIL and RCPT; before the first: only the latter two */
  if (lane->begun) {
    lane->begun = 0;
    answered++;
    if (one_by_one) announce(lane);
  } else if (one_by_one) {
    step(lane);
  }
}

static void hear(struct lane *lane) {
  static char bytes[READ];
  ssize_t count = read(lane->fd, bytes, READ);
  if (count <= 0) fail("read");
  for (ssize_t at = 0; at < count; at++) {
    if (lane->column < 3) lane->code[lane->column] = bytes[at];
    if (lane->column == 3 && bytes[at] == '-') lane->column = 1000;
    if (bytes[at] == '\n') {
      if (lane->column < 1000) reply(lane, (lane->code[0] - '0') * 100 + (lane->code[1] - '0') * 10 + lane->code[2] - '0');
      lane->column = 0;
    } else {
      lane->column++;
    }
  }
}

static int dial(int port) {
  int fd = socket(AF_INET, SOCK_STREAM, 0), on = 1;
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((unsigned short)port)};
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (fd < 0 || connect(fd, (struct sockaddr *)&to, sizeof to) < 0) fail("connect");
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return fd;
}

static double now(void) {
  struct timespec at;
  clock_gettime(CLOCK_MONOTONIC, &at);
  return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

int main(int argc, char **argv) {
  if (argc != 7) return 64;
  one_by_one = strcmp(argv[6], "oneByOne") == 0;
  int port = atoi(argv[1]), connections = atoi(argv[2]);
  total = left = atol(argv[3]);
  offset = atol(argv[5]);
  FILE *file = fopen(argv[4], "rb");
  if (!file || connections > MOST) fail("open");
  fseek(file, 0, SEEK_END);
  size = ftell(file);
  rewind(file);
  message = malloc((size_t)size);
  if (fread(message, 1, (size_t)size, file) != (size_t)size) fail("read");

  static struct lane lanes[MOST];
  int poll = epoll_create1(0);
  double began = now();
  for (int at = 0; at < connections; at++) {
    lanes[at].fd = dial(port);
    struct epoll_event wanted = {.events = EPOLLIN, .data.ptr = &lanes[at]};
    epoll_ctl(poll, EPOLL_CTL_ADD, lanes[at].fd, &wanted);
  }
  while (answered < total) {
    struct epoll_event events[MOST];
    int count = epoll_wait(poll, events, MOST, -1);
    for (int at = 0; at < count; at++) hear(events[at].data.ptr);
  }
  printf("%.6f\n", now() - began);
  return 0;
}
