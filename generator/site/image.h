/* The size of a picture, from the first bytes of its file: PNG, JPEG, GIF, WebP (all three kinds) and SVG. */
#ifndef PORTILLON_SITE_IMAGE_H
#define PORTILLON_SITE_IMAGE_H

#include "base/str.h"

struct image_size {
    int width, height; /* pixels; of an SVG without width and height those of its viewBox */
};

/* false: none of these formats, cut off, or a size that is 0 or beyond 65,535. */
bool image_read_size(struct str file, struct image_size *out);

#endif
