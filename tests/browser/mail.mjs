// Reads a mail as a mailbox would: header fields, text and HTML parts, decoded. Knows what Portillon writes (quoted-printable,
// base64, RFC 2047 words, one level of alternatives), and throws at anything else.

function words(text) {
  const joined = text.replace(/\?=\s+=\?/g, "?==?");
  return joined.replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind, data) =>
    (kind.toLowerCase() === "b" ? Buffer.from(data, "base64") : quoted(data.replaceAll("_", " "))).toString("utf8"));
}

function quoted(text) {
  const bytes = text.replace(/=\r?\n/g, "").replace(/=([0-9A-F]{2})/gi, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1");
}

function split(source) {
  const end = source.match(/\r?\n\r?\n/);
  const fields = {};
  for (const line of source.slice(0, end.index).replace(/\r?\n[ \t]/g, " ").split(/\r?\n/)) {
    const colon = line.indexOf(":");
    fields[line.slice(0, colon).toLowerCase()] = words(line.slice(colon + 1).trim());
  }
  return { fields, body: source.slice(end.index + end[0].length) };
}

function decode(part) {
  const encoding = part.fields["content-transfer-encoding"] ?? "7bit";
  const decoders = { "quoted-printable": quoted, base64: (text) => Buffer.from(text, "base64"), "7bit": (text) => Buffer.from(text) };
  if (!decoders[encoding]) throw new Error(`an encoding nobody expected: ${encoding}`);
  return decoders[encoding](part.body).toString("utf8");
}

/** { fields, subject, to, text, html } of the source of a mail, a latin1 string. */
export function readMail(source) {
  const mail = split(source);
  const boundary = mail.fields["content-type"].match(/^multipart\/alternative;.*boundary="([^"]+)"/)?.[1];
  if (!boundary) throw new Error(`not alternatives: ${mail.fields["content-type"]}`);
  const parts = mail.body.split(`--${boundary}`).slice(1, -1).map((part) => split(part.replace(/^\r?\n/, "")));
  const part = (type) => decode(parts.find((p) => p.fields["content-type"].startsWith(type)));
  return { fields: mail.fields, subject: mail.fields.subject, to: mail.fields.to, text: part("text/plain"), html: part("text/html") };
}
