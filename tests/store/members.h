/* Members stand for any rows in tests of the store: their ids are numbers, and nothing else is in them. */
#ifndef PORTILLON_TESTS_STORE_MEMBERS_H
#define PORTILLON_TESTS_STORE_MEMBERS_H

#include "store/store.h"

enum { MEMBERS_ID = 26 };
/* The id, written into `out`. */
struct str members_id(char out[static MEMBERS_ID + 1], unsigned number);
enum store_status members_insert(struct store_db *db, unsigned number);
bool members_exist(struct store *s, unsigned number);

#endif
