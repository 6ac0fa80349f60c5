/* What a file is by its first bytes, or by what a container holds: whether it is what its name says. */
#ifndef PORTILLON_UPLOAD_SIGNATURE_H
#define PORTILLON_UPLOAD_SIGNATURE_H

#include "form/file.h"
#include "store/files.h"

/* True when the content is of this kind: the signatures of PDF (ISO 32000), JPEG (ITU-T T.81), PNG (RFC 2083)
 * and HEIF (ISO 23008-12); a ZIP archive with the members that make it an Office Open XML document (ECMA-376)
 * without macros, or an OpenDocument text or spreadsheet (ISO 26300); text without control characters. */
bool signature_fits(const struct incoming *content, enum form_file_kind kind);

#endif
