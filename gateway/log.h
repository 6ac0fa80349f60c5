/* The log: one event a line, in logfmt, time in UTC:
 *     time=2026-11-23T14:05:09.123Z level=info event=request id=4z… route=/espace/ status=200 ms=3
 * No personal data, no token, no query string: accounts and clients are named by their random ids, addresses
 * by a keyed hash. Values that came from outside are quoted and escaped, so an event never becomes two lines.
 * Thread-safe. */
#ifndef PORTILLON_LOG_H
#define PORTILLON_LOG_H

#include "base/str.h"

enum log_level { LOG_LEVEL_INFO, LOG_LEVEL_WARNING, LOG_LEVEL_ERROR, LOG_LEVEL__MAX };

struct log;

/* Appends to the file, made with mode 0640; NULL path: to standard error. NULL and errno when it cannot be
 * opened. */
struct log *log_open(const char *path);
void log_close(struct log *log);
/* Opens the file of that name again, after it was rotated away. When that fails the old one goes on. */
void log_reopen(struct log *log);

struct log_field {
    const char *name;
    bool is_text;
    struct str text;
    int64_t number;
};
#define LOG_TEXT(field_name, value)                            \
    {                                                          \
        .name = (field_name), .is_text = true, .text = (value) \
    }
#define LOG_INT(field_name, value)              \
    {                                           \
        .name = (field_name), .number = (value) \
    }

/* Writes the line with LOG_EVENT(log, LOG_LEVEL_INFO, "request", LOG_TEXT("id", id), LOG_INT("ms", 3)). A
 * NULL log writes nothing. */
void log_write(struct log *log, enum log_level level, const char *event, const struct log_field *fields,
               size_t n);
#define LOG_EVENT(log, level, event, ...)                                                  \
    log_write((log), (level), (event), (const struct log_field[]){{0}, ##__VA_ARGS__} + 1, \
              sizeof((const struct log_field[]){{0}, ##__VA_ARGS__}) / sizeof(struct log_field) - 1)

#endif
