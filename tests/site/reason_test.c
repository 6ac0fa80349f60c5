/* Why the system, SQLite or libcurl refused something, as French readers are told: what these libraries say
 * on this machine is known by the table, whatever version they have. */
#include "base/reason.h"

#include <curl/curl.h>
#include <errno.h>
#include <sqlite3.h>

#include "lib/test.h"

static void is_translated(const char *english)
{
    struct str french = reason_in_french(str_from(english));
    if (str_eq_z(french, english))
        fail_msg("%s", english);
}

static void what_files_and_sockets_meet_is_said_in_french(void **state)
{
    static const int errors[] = {EACCES,  EADDRINUSE, ECONNREFUSED, EDQUOT,       EEXIST, EIO,       EISDIR,
                                 ELOOP,   EMFILE,     ENFILE,       ENAMETOOLONG, ENOENT, ENOMEM,    ENOSPC,
                                 ENOTDIR, EPERM,      EPIPE,        EROFS,        EBUSY,  ENOTEMPTY, EXDEV,
                                 EFBIG,   ENOTSOCK,   ENXIO,        ETXTBSY,      EAGAIN};
    (void)state;
    for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++)
        is_translated(strerrordesc_np(errors[i]));
}

static void what_sqlite_says_is_said_in_french(void **state)
{
    static const int codes[] = {SQLITE_PERM,     SQLITE_BUSY,     SQLITE_LOCKED,  SQLITE_NOMEM,
                                SQLITE_READONLY, SQLITE_IOERR,    SQLITE_CORRUPT, SQLITE_FULL,
                                SQLITE_CANTOPEN, SQLITE_PROTOCOL, SQLITE_NOTADB};
    (void)state;
    for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
        is_translated(sqlite3_errstr(codes[i]));
}

static void what_a_link_s_server_does_wrong_is_said_in_french(void **state)
{
    static const CURLcode codes[] = {CURLE_UNSUPPORTED_PROTOCOL,
                                     CURLE_URL_MALFORMAT,
                                     CURLE_COULDNT_RESOLVE_PROXY,
                                     CURLE_COULDNT_RESOLVE_HOST,
                                     CURLE_COULDNT_CONNECT,
                                     CURLE_WEIRD_SERVER_REPLY,
                                     CURLE_HTTP2,
                                     CURLE_PARTIAL_FILE,
                                     CURLE_OPERATION_TIMEDOUT,
                                     CURLE_SSL_CONNECT_ERROR,
                                     CURLE_TOO_MANY_REDIRECTS,
                                     CURLE_GOT_NOTHING,
                                     CURLE_SEND_ERROR,
                                     CURLE_RECV_ERROR,
                                     CURLE_PEER_FAILED_VERIFICATION,
                                     CURLE_BAD_CONTENT_ENCODING,
                                     CURLE_SSL_CACERT_BADFILE,
                                     CURLE_HTTP2_STREAM};
    (void)state;
    for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
        is_translated(curl_easy_strerror(codes[i]));
}

static void what_is_not_known_is_given_back(void **state)
{
    (void)state;
    assert_true(str_eq_z(reason_in_french(STR("HTTP 404")), "HTTP 404"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_files_and_sockets_meet_is_said_in_french),
        cmocka_unit_test(what_sqlite_says_is_said_in_french),
        cmocka_unit_test(what_a_link_s_server_does_wrong_is_said_in_french),
        cmocka_unit_test(what_is_not_known_is_given_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
