/* Folders watched for changes of the files below them (inotify). */
#ifndef PORTILLON_COMMAND_WATCH_H
#define PORTILLON_COMMAND_WATCH_H

#include <stdbool.h>

/* A descriptor that becomes readable when something changed; -1 and errno. */
int watch_open(void);
/* Watches a folder and all below it; watching again what is watched already costs little. */
void watch_add(int watch, const char *folder);
/* Takes what was reported off. True when a file that matters changed: names with a dot in front, which
 * editors write beside, do not. */
bool watch_take(int watch);

#endif
