#include "command/watch.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdalign.h>
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

enum { DEEPEST = 64, PATH_MOST = 4096 };

int watch_open(void)
{
    return inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
}

static void add_below(int watch, const char *folder, int depth)
{
    char path[PATH_MOST];
    const unsigned events = IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_ONLYDIR;
    DIR *open_folder =
        depth < DEEPEST && inotify_add_watch(watch, folder, events) >= 0 ? opendir(folder) : NULL;
    if (!open_folder)
        return;
    for (const struct dirent *entry = readdir(open_folder); entry; entry = readdir(open_folder)) {
        int n = snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
        bool may_be_folder = entry->d_type == DT_DIR || entry->d_type == DT_UNKNOWN;
        if (entry->d_name[0] != '.' && may_be_folder && n > 0 && (size_t)n < sizeof(path))
            add_below(watch, path, depth + 1);
    }
    closedir(open_folder);
}

void watch_add(int watch, const char *folder)
{
    add_below(watch, folder, 0);
}

bool watch_take(int watch)
{
    alignas(struct inotify_event) char bytes[16384];
    bool matters = false;
    ssize_t n;
    while ((n = read(watch, bytes, sizeof(bytes))) > 0) {
        for (char *at = bytes; at < bytes + n;) {
            struct inotify_event event;
            memcpy(&event, at, sizeof(event));
            const char *name = at + sizeof(event);
            matters = matters || (event.mask & IN_Q_OVERFLOW) || (event.len > 0 && name[0] != '.');
            at += sizeof(event) + event.len;
        }
    }
    return matters;
}
