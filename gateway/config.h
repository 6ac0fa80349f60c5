/* portillon.yaml: the gateway's configuration. Every key has a default but base_url and site; mistakes are
 * diagnostics with the key, the line and what is allowed. See portillon.yaml(5). */
#ifndef PORTILLON_CONFIG_H
#define PORTILLON_CONFIG_H

#include "base/diag.h"
#include "theme/yaml.h"

struct config {
    struct str base_url;  /* "https://portail.example.org", no slash at the end; http only for localhost */
    bool secure;          /* https */
    struct str site;      /* path of site.db */
    struct str data;      /* folder of store.db and the key */
    struct str socket;    /* FastCGI, Unix, 0660 */
    struct str control;   /* control socket for portillonctl, 0600 */
    struct str time_zone; /* "Europe/Paris" */
    unsigned threads;     /* request threads */
    struct str log;       /* file of the log lines; empty: standard error */
    unsigned rate; /* requests a minute, address and page where the route sets no other limit: 120 by default;
                      0: no limit at all, for measuring */
    struct yaml_texts
        invitation; /* ids of the questionnaires that an invitation assigns; none: all by invitation */
    unsigned group; /* writes that share a commit at most; 0: as many as is good; 1: for measuring */
    struct {
        struct str folder;     /* of what clients upload; the web server's group must be able to read it */
        int64_t draft, client; /* bytes at most of one questionnaire's answers, of all of a client's */
    } files;
    struct {
        struct str folder;      /* write .eml files here instead of sending (make run) */
        struct place folder_at; /* where the file gives it */
        struct str url;         /* smtp://host:port or smtps://host:port */
        struct str helo;        /* our name for EHLO */
        struct str user, password_file;
        struct str ca_file; /* extra authority, for tests and private networks */
        struct str from, from_name;
        bool allow_plain; /* only for a server on a loopback address: no TLS */
        unsigned
            timeout; /* seconds for one step of the dialogue; 300 by default (RFC 5321 section 4.5.3.2) */
    } mail;
    bool mail_answers; /* put the answers into the adviser's mail; else only the link */
};

/* Reads and checks. false when there were errors. Relative paths are relative to the file's folder. */
bool config_read(struct arena *a, const char *path, struct config *out, struct diags *diags);

#endif
