/* Functions that do not compile here, because each has a safer or clearer neighbour. Every file is compiled
 * with this one in front of it; the system's headers come first so that their own declarations stay
 * untouched. */
#ifndef PORTILLON_BASE_BANNED_H
#define PORTILLON_BASE_BANNED_H

#include <ctype.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

#define BANNED(name) the_function_##name##_is_banned_see_banned_h

/* No maximum: use struct buf, arena_str, memcpy with a checked length. */
#undef strcpy
#define strcpy(...) BANNED(strcpy)
#undef strcat
#define strcat(...) BANNED(strcat)
#undef stpcpy
#define stpcpy(...) BANNED(stpcpy)
#undef strncpy
#define strncpy(...) BANNED(strncpy)
#undef strncat
#define strncat(...) BANNED(strncat)
#undef sprintf
#define sprintf(...) BANNED(sprintf)
#undef vsprintf
#define vsprintf(...) BANNED(vsprintf)
#undef gets
#define gets(...) BANNED(gets)
#undef alloca
#define alloca(...) BANNED(alloca)

/* No errors: use str_to_int64, strtod with its end checked. */
#undef atoi
#define atoi(...) BANNED(atoi)
#undef atol
#define atol(...) BANNED(atol)
#undef atoll
#define atoll(...) BANNED(atoll)
#undef atof
#define atof(...) BANNED(atof)

/* State that threads share: use str_cut, strerrordesc_np and the functions in _r. */
#undef strtok
#define strtok(...) BANNED(strtok)
#undef strerror
#define strerror(...) BANNED(strerror)
#undef gmtime
#define gmtime(...) BANNED(gmtime)
#undef localtime
#define localtime(...) BANNED(localtime)
#undef ctime
#define ctime(...) BANNED(ctime)
#undef asctime
#define asctime(...) BANNED(asctime)
#undef setlocale
#define setlocale(...) BANNED(setlocale)

/* A shell, guessable names, guessable numbers, race with signals. */
#undef system
#define system(...) BANNED(system)
#undef popen
#define popen(...) BANNED(popen)
#undef mktemp
#define mktemp(...) BANNED(mktemp)
#undef tmpnam
#define tmpnam(...) BANNED(tmpnam)
#undef tempnam
#define tempnam(...) BANNED(tempnam)
#undef rand
#define rand(...) BANNED(rand)
#undef srand
#define srand(...) BANNED(srand)
#undef random
#define random(...) BANNED(random)
#undef signal
#define signal(...) BANNED(signal)

/* They obey the locale: use the functions of str.h and utf8.h. */
#undef strcasecmp
#define strcasecmp(...) BANNED(strcasecmp)
#undef strncasecmp
#define strncasecmp(...) BANNED(strncasecmp)

#endif
