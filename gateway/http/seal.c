#include "http/seal.h"

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>

struct keys {
    unsigned char derived[KEY_USE__MAX][KEY_BYTES];
};

static const char derivation_context[crypto_kdf_CONTEXTBYTES] = {'p', 'o', 'r', 't', 'i', 'l', 'l', 'o'};

const struct keys *keys_from(struct arena *a, const unsigned char secret[KEY_BYTES])
{
    if (sodium_init() < 0)
        return NULL;
    struct keys *keys = ARENA_NEW(a, struct keys);
    for (unsigned use = 0; use < KEY_USE__MAX; use++)
        crypto_kdf_derive_from_key(keys->derived[use], KEY_BYTES, use, derivation_context, secret);
    return keys;
}

/* Another process that makes it at the same time wins or loses as a whole: the file is linked under its name
 * complete. */
static int make_key(const char *path, const char *unfinished)
{
    unsigned char secret[KEY_BYTES];
    randombytes_buf(secret, sizeof secret);
    int fd = open(unfinished, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0)
        return errno;
    bool written = write(fd, secret, sizeof secret) == (ssize_t)sizeof secret && fsync(fd) == 0;
    int error = written ? 0 : errno;
    close(fd);
    sodium_memzero(secret, sizeof secret);
    if (error == 0 && link(unfinished, path) != 0 && errno != EEXIST)
        error = errno;
    unlink(unfinished);
    return error;
}

static int read_key(const char *path, unsigned char secret[KEY_BYTES], struct stat *about)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0)
        return errno;
    int error = fstat(fd, about) != 0 ? errno : 0;
    if (error == 0 && read(fd, secret, KEY_BYTES) != KEY_BYTES)
        error = EINVAL;
    close(fd);
    return error;
}

const struct keys *keys_open(struct arena *a, const char *folder, struct str *error)
{
    if (sodium_init() < 0) {
        *error = STR("libsodium does not start");
        return NULL;
    }
    const struct str wrong_length = STR("it is not 32 bytes long");
    const char *path = arena_printf(a, "%s/key", folder).p;
    unsigned char secret[KEY_BYTES];
    struct stat about = {0};
    int number = read_key(path, secret, &about);
    if (number == ENOENT) {
        number = make_key(path, arena_printf(a, "%s/key.%ld", folder, (long)getpid()).p);
        if (number == 0)
            number = read_key(path, secret, &about);
    }
    if (number != 0)
        *error = number == EINVAL ? wrong_length : str_from(strerrordesc_np(number));
    else if (about.st_size != KEY_BYTES)
        *error = wrong_length;
    else if ((about.st_mode & 077) != 0)
        *error = STR("others can read it: chmod 600");
    else {
        const struct keys *keys = keys_from(a, secret);
        sodium_memzero(secret, sizeof secret);
        return keys;
    }
    return NULL;
}

void keys_hash(const struct keys *keys, enum key_use use, struct str message, unsigned char hash[HASH_BYTES])
{
    crypto_generichash(hash, HASH_BYTES, (const unsigned char *)message.p, message.n, keys->derived[use],
                       KEY_BYTES);
}

void seal_hash(struct str token, unsigned char hash[HASH_BYTES])
{
    crypto_generichash(hash, HASH_BYTES, (const unsigned char *)token.p, token.n, NULL, 0);
}

struct str base64url(struct arena *a, const unsigned char *bytes, size_t n)
{
    size_t size = sodium_base64_encoded_len(n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    char *text = arena_alloc(a, size);
    sodium_bin2base64(text, size, bytes, n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    return (struct str){text, size - 1};
}

struct str seal(const struct keys *keys, enum key_use use, struct str plain, struct arena *a)
{
    size_t size = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + plain.n;
    unsigned char *box = arena_alloc(a, size);
    randombytes_buf(box, crypto_secretbox_NONCEBYTES);
    crypto_secretbox_easy(box + crypto_secretbox_NONCEBYTES, (const unsigned char *)plain.p, plain.n, box,
                          keys->derived[use]);
    return base64url(a, box, size);
}

bool unseal(const struct keys *keys, enum key_use use, struct str sealed, struct arena *a, struct str *plain)
{
    unsigned char *box = arena_alloc(a, sealed.n + 1);
    size_t size = 0;
    const char *end = NULL;
    const size_t least = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
    if (sealed.n == 0 || sodium_base642bin(box, sealed.n, sealed.p, sealed.n, NULL, &size, &end,
                                           sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0)
        return false;
    if (end != sealed.p + sealed.n || size < least)
        return false;
    unsigned char *text = arena_alloc(a, size - least + 1);
    if (crypto_secretbox_open_easy(text, box + crypto_secretbox_NONCEBYTES,
                                   size - crypto_secretbox_NONCEBYTES, box, keys->derived[use]) != 0)
        return false;
    *plain = (struct str){(const char *)text, size - least};
    return true;
}

bool equal_in_constant_time(struct str a, struct str b)
{
    return a.n == b.n && sodium_memcmp(a.p, b.p, a.n) == 0;
}
