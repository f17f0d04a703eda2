/*
 * Loaded into a process by LD_PRELOAD: writes down, as JSON lines in the file that RECORD_JOURNAL names, everything
 * that the process does to files whose path begins with RECORD_PREFIX. What is mapped into memory isn't seen.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#define MOST_FILES 65536
static char *names[MOST_FILES];
static int journal = -1;
static const char *prefix;
static size_t folder_length;
static pthread_mutex_t order = PTHREAD_MUTEX_INITIALIZER;

#define REAL(type, name, ...) \
  static type (*real)(__VA_ARGS__); \
  if (!real) real = dlsym(RTLD_NEXT, name)

static ssize_t real_write(int fd, const void *data, size_t length) {
  REAL(ssize_t, "write", int, const void *, size_t);
  return real(fd, data, length);
}

static int real_open(const char *path, int flags, mode_t mode) {
  REAL(int, "open64", const char *, int, ...);
  return real(path, flags, mode);
}

__attribute__((constructor)) static void begin(void) {
  const char *file = getenv("RECORD_JOURNAL");
  prefix = getenv("RECORD_PREFIX");
  if (!file || !prefix) return;
  const char *end = strrchr(prefix, '/');
  folder_length = end ? (size_t)(end - prefix) + 1 : 0;
  journal = real_open(file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static const char *recorded(const char *path) {
  size_t length;
  if (journal < 0 || !path || strncmp(path, prefix, strlen(prefix))) return NULL;
  length = strlen(path);
  /* Shared memory beside the file, and its lock: neither outlives a power cut. */
  if ((length > 4 && !strcmp(path + length - 4, "-shm")) || strstr(path, ".lock")) return NULL;
  return path + folder_length;
}

static const char *name_of(int fd) { return fd >= 0 && fd < MOST_FILES ? names[fd] : NULL; }

static void record(const char *format, ...) {
  char line[4096];
  va_list more;
  va_start(more, format);
  int length = vsnprintf(line, sizeof line, format, more);
  va_end(more);
  real_write(journal, line, length);
}

static void record_write(const char *file, off64_t at, const unsigned char *data, size_t length) {
  static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  char *line = malloc(length / 3 * 4 + 4096);
  size_t n = sprintf(line, "{\"op\":\"write\",\"file\":\"%s\",\"at\":%lld,\"data\":\"", file, (long long)at);
  for (size_t i = 0; i < length; i += 3) {
    unsigned a = data[i], b = i + 1 < length ? data[i + 1] : 0, c = i + 2 < length ? data[i + 2] : 0;
    line[n++] = digits[a >> 2];
    line[n++] = digits[(a & 3) << 4 | b >> 4];
    line[n++] = i + 1 < length ? digits[(b & 15) << 2 | c >> 6] : '=';
    line[n++] = i + 2 < length ? digits[c & 63] : '=';
  }
  memcpy(line + n, "\"}\n", 3);
  real_write(journal, line, n + 3);
  free(line);
}

static int opened(int fd, const char *path, int flags, int was_there) {
  const char *file = fd >= 0 && fd < MOST_FILES ? recorded(path) : NULL;
  if (!file) return fd;
  pthread_mutex_lock(&order);
  if (!was_there) record("{\"op\":\"create\",\"file\":\"%s\"}\n", file);
  if (flags & O_TRUNC) record("{\"op\":\"truncate\",\"file\":\"%s\",\"size\":0}\n", file);
  free(names[fd]);
  names[fd] = strdup(file);
  pthread_mutex_unlock(&order);
  return fd;
}

static int open_any(const char *path, int flags, mode_t mode) {
  int was_there = recorded(path) ? access(path, F_OK) == 0 : 1;
  return opened(real_open(path, flags, mode), path, flags, was_there);
}

#define MODE(flags) \
  mode_t mode = 0; \
  if (flags & O_CREAT) { va_list more; va_start(more, flags); mode = va_arg(more, mode_t); va_end(more); }

int open(const char *path, int flags, ...) { MODE(flags) return open_any(path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE(flags) return open_any(path, flags, mode); }

int close(int fd) {
  REAL(int, "close", int);
  if (name_of(fd)) {
    pthread_mutex_lock(&order);
    free(names[fd]);
    names[fd] = NULL;
    pthread_mutex_unlock(&order);
  }
  return real(fd);
}

ssize_t write(int fd, const void *data, size_t length) {
  if (!name_of(fd)) return real_write(fd, data, length);
  pthread_mutex_lock(&order);
  off64_t at = lseek64(fd, 0, SEEK_CUR);
  ssize_t written = real_write(fd, data, length);
  if (written > 0) record_write(name_of(fd), at, data, written);
  pthread_mutex_unlock(&order);
  return written;
}

ssize_t pwrite64(int fd, const void *data, size_t length, off64_t at) {
  REAL(ssize_t, "pwrite64", int, const void *, size_t, off64_t);
  if (!name_of(fd)) return real(fd, data, length, at);
  pthread_mutex_lock(&order);
  ssize_t written = real(fd, data, length, at);
  if (written > 0) record_write(name_of(fd), at, data, written);
  pthread_mutex_unlock(&order);
  return written;
}
ssize_t pwrite(int fd, const void *data, size_t length, off_t at) { return pwrite64(fd, data, length, at); }

static int synced(int fd, int result) {
  if (result == 0 && name_of(fd)) {
    pthread_mutex_lock(&order);
    record("{\"op\":\"sync\",\"file\":\"%s\"}\n", name_of(fd));
    pthread_mutex_unlock(&order);
  }
  return result;
}
int fsync(int fd) {
  REAL(int, "fsync", int);
  return synced(fd, real(fd));
}
int fdatasync(int fd) {
  REAL(int, "fdatasync", int);
  return synced(fd, real(fd));
}

int ftruncate64(int fd, off64_t size) {
  REAL(int, "ftruncate64", int, off64_t);
  int result = real(fd, size);
  if (result == 0 && name_of(fd)) {
    pthread_mutex_lock(&order);
    record("{\"op\":\"truncate\",\"file\":\"%s\",\"size\":%lld}\n", name_of(fd), (long long)size);
    pthread_mutex_unlock(&order);
  }
  return result;
}
int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }

int unlink(const char *path) {
  REAL(int, "unlink", const char *);
  int result = real(path);
  const char *file = recorded(path);
  if (result == 0 && file) {
    pthread_mutex_lock(&order);
    record("{\"op\":\"unlink\",\"file\":\"%s\"}\n", file);
    pthread_mutex_unlock(&order);
  }
  return result;
}
