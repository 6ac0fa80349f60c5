/* The files that clients handed in: their bytes are what their names say. */
#include "store/files.h"
#include "verify/verify.h"

/* What is wrong with the bytes of a file; the digest of what is there instead, nothing where it is missing.
 */
static bool is_damaged(struct files *files, struct str hash, char found[FILE_HASH_LENGTH + 1])
{
    found[0] = 0;
    return files_digest(files, hash, found) != STORE_OK || !str_eq_z(hash, found);
}

enum store_status uploads_verify(struct store_db *db, struct files *files, struct findings *findings)
{
    char last[FILE_HASH_LENGTH + 1] = {0}, found[FILE_HASH_LENGTH + 1] = {0};
    bool is_wrong = false;
    struct store_rows rows = store_query(db, SQL_VERIFY_UPLOADS, NULL, 0);
    while (store_next(&rows)) {
        struct str hash = store_text(&rows, 1);
        /* One file of several rows is read once. */
        if (!str_eq_z(hash, last)) {
            is_wrong = is_damaged(files, hash, found);
            snprintf(last, sizeof(last), STR_FMT, STR_ARG(hash));
        }
        if (is_wrong)
            findings_add(findings, &(struct finding){.table = "upload",
                                                     .id = store_text(&rows, 0),
                                                     .reference = store_text(&rows, 2),
                                                     .column = "hash",
                                                     .expected = hash,
                                                     .found = str_from(found),
                                                     .changed = true});
        findings_row(findings);
    }
    return rows.status;
}
