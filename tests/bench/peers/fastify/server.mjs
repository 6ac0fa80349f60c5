// The space's page and the sending of a questionnaire, written plainly: Fastify with better-sqlite3, statements prepared once.
// node server.mjs SOCKET DATABASE FOLDER
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { readFileSync } from "node:fs";
import fastify from "fastify";
import formbody from "@fastify/formbody";
import Database from "better-sqlite3";

const [socket, database, folder] = process.argv.slice(2);
const QUESTIONNAIRE = "Profil investisseur";
const db = new Database(database);
db.pragma("journal_mode = WAL");
db.pragma("synchronous = FULL");
db.pragma("busy_timeout = 5000");
db.pragma("foreign_keys = ON");

const questions = JSON.parse(readFileSync(`${folder}/questions.json`, "utf8"));
const pageHtml = readFileSync(`${folder}/page.html`, "utf8");
const itemHtml = readFileSync(`${folder}/item.html`, "utf8");

const find = {
  session: db.prepare(`SELECT s.csrf, c.id AS client, c.name, c.email, a.name AS adviser, a.email AS adviserEmail, a.phone AS adviserPhone
    FROM session AS s JOIN client AS c ON c.id = s.client JOIN adviser AS a ON a.id = c.adviser WHERE s.hash = ? AND s.seen_at > ?`),
  assignments: db.prepare("SELECT * FROM assignment WHERE client = ? ORDER BY created_at DESC"),
  draft: db.prepare("SELECT question, text FROM draft WHERE assignment = ?"),
  last: db.prepare("SELECT number, hash FROM profile WHERE client = ? ORDER BY number DESC LIMIT 1"),
};
const put = {
  sent: db.prepare("UPDATE assignment SET state = 'sent', sent_at = ? WHERE id = ? AND client = ? AND state <> 'sent'"),
  submission: db.prepare("INSERT INTO submission VALUES (?, ?, ?, ?, ?, ?)"),
  profile: db.prepare("INSERT INTO profile VALUES (?, ?, ?, ?, ?, ?)"),
  mail: db.prepare("INSERT INTO outbox VALUES (?, ?, ?, 'waiting', ?)"),
  forget: db.prepare("DELETE FROM draft WHERE assignment = ?"),
};

const sha256 = (text) => createHash("sha256").update(text).digest("hex");
const now = () => Math.floor(Date.now() / 1000);
const entities = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escape = (text) => String(text).replace(/[&<>"']/g, (c) => entities[c]);
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
const number = (text) => Number((text ?? "0").replaceAll(" ", "").replace(",", "."));

function session(request) {
  const token = /(?:^|; )portillon=([^;]*)/.exec(request.headers.cookie ?? "")?.[1] ?? "";
  return find.session.get(sha256(token), now() - 1800);
}

const draft = (id) => Object.fromEntries(find.draft.all(id).map((row) => [row.question, row.text]));

/** What is wrong with an answer, or null. A list's codes stand one a line. */
function problem(question, text) {
  if (!text) return question.optional || question.hidden ? null : "missing";
  if (question.options) return text.split("\n").every((code) => code in question.options) ? null : "unknown";
  return Number.isFinite(number(text)) ? null : "not a number";
}

/** The same scores as the example's questionnaire. */
function score(a) {
  const p = (id) => (a[id] ?? "").split("\n").reduce((sum, code) => sum + (questions[id].options[code] ?? 0), 0);
  const assets = number(a.liquidites) + number(a.placements);
  const poids = number(a.montant) * 4 <= assets ? 30 : number(a.montant) * 2 <= assets ? 15 : 0;
  const marge = number(a.charges) * 3 <= number(a.revenus) ? 20 : number(a.charges) * 2 <= number(a.revenus) ? 10 : 0;
  const tolerance = p("preference") + p("scenario") + p("reaction");
  const capacite = Math.min(p("supportable"), p("reserve") + poids + marge + p("activite"));
  const duree = a.retrait === "yes" ? Math.min(p("horizon"), 30) : p("horizon");
  const savoir = ["risque", "repartition", "action", "taux", "unites", "revente"].reduce((sum, id) => sum + p(id), 0);
  const pratique = p("produits") + p("anciennete") + p("frequence") + p("volume");
  const profil = Math.min(tolerance, capacite, duree);
  return { tolerance, capacite, duree, savoir, pratique, profil, connaissance: savoir + p("formation") + pratique };
}

const level = (value, levels) => levels.filter(([from]) => value >= from).at(-1)[1];

/** RFC 2045, section 6.7. */
function quotedPrintable(text) {
  const encoded = Buffer.from(text).toString("latin1")
    .replace(/[^\n\x20-\x3c\x3e-\x7e]|[ \t](?=\n)/g, (c) => "=" + c.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0"));
  return encoded.split("\n").map((line) => line.replace(/.{70}(?=.{7})(?![0-9A-F]{1,2})/g, "$&=\r\n")).join("\r\n");
}

function mail(to, subject, text, html) {
  const b = "=-" + randomBytes(10).toString("hex");
  return `From: Cabinet Valmont <portail@valmont.example>\r\nTo: <${to}>\r\nSubject: =?UTF-8?B?${Buffer.from(subject).toString("base64")}?=\r\n` +
    `Message-Id: <${randomBytes(13).toString("hex")}@valmont.example>\r\nDate: ${new Date().toUTCString()}\r\nMIME-Version: 1.0\r\n` +
    `Content-Type: multipart/alternative; boundary="${b}"\r\n\r\n--${b}\r\nContent-Type: text/plain; charset=utf-8\r\n` +
    `Content-Transfer-Encoding: quoted-printable\r\n\r\n${quotedPrintable(text)}\r\n--${b}\r\nContent-Type: text/html; charset=utf-8\r\n` +
    `Content-Transfer-Encoding: quoted-printable\r\n\r\n${quotedPrintable(html)}\r\n--${b}--\r\n`;
}

const store = db.transaction((who, id, answers, scores, levels, mails) => {
  const at = now();
  if (put.sent.run(at, id, who.client).changes !== 1) return;
  put.submission.run(id, "P-" + randomBytes(4).toString("hex").toUpperCase(), who.client, JSON.stringify(answers), JSON.stringify(scores), at);
  const last = find.last.get(who.client) ?? { number: 0, hash: "" };
  const concluded = JSON.stringify(levels);
  put.profile.run(who.client, last.number + 1, id, concluded, at, sha256(last.hash + who.client + concluded + at));
  for (const [to, text] of mails) put.mail.run(randomBytes(13).toString("hex"), to, text, at);
  put.forget.run(id);
});

const app = fastify();
app.register(formbody);

app.get("/espace/", (request, reply) => {
  const who = session(request);
  if (!who) return reply.code(401).send();
  let items = "";
  for (const a of find.assignments.all(who.client)) {
    const answers = draft(a.id);
    const complete = {};
    for (const [id, q] of Object.entries(questions)) complete[q.point] = (complete[q.point] ?? true) && problem(q, answers[id]) === null;
    items += fill(itemHtml, { id: escape(a.id), title: QUESTIONNAIRE, saved: new Date(a.saved_at * 1000).toLocaleString("fr"),
      complete: Object.values(complete).filter(Boolean).length, total: Object.keys(complete).length });
  }
  return reply.type("text/html; charset=utf-8").header("Cache-Control", "no-store")
    .send(fill(pageHtml, { csrf: escape(who.csrf), name: escape(who.name), items, adviser: escape(who.adviser) }));
});

app.post("/espace/q/:id/envoyer", (request, reply) => {
  const who = session(request);
  if (!who) return reply.code(401).send();
  const given = Buffer.from(request.body?.csrf ?? ""), expected = Buffer.from(who.csrf);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return reply.code(403).send();
  const id = request.params.id;
  const answers = draft(id);
  for (const [question, q] of Object.entries(questions)) if (problem(q, answers[question]) !== null) return reply.code(422).send();
  const scores = score(answers);
  const levels = {
    profil: level(scores.profil, [[0, "Sécuritaire"], [20, "Prudent"], [40, "Équilibré"], [60, "Dynamique"], [80, "Offensif"]]),
    connaissance: level(scores.connaissance, [[0, "Novice"], [30, "Informé"], [65, "Expérimenté"]]),
  };
  let text = `${who.name} a envoyé un questionnaire.\n\n`;
  let html = `<!DOCTYPE html><html lang="fr"><body><h1>${escape(who.name)}</h1><table>`;
  for (const [question, q] of Object.entries(questions)) {
    text += `${q.title}\n  ${answers[question] ?? ""}\n`;
    html += `<tr><th>${escape(q.title)}</th><td>${escape(answers[question] ?? "")}</td></tr>`;
  }
  for (const [name, value] of Object.entries({ ...scores, ...levels })) {
    text += `${name}: ${value}\n`;
    html += `<p>${escape(`${name}: ${value}`)}</p>`;
  }
  html += "</table></body></html>";
  store.immediate(who, id, answers, scores, levels, [
    [who.adviserEmail, mail(who.adviserEmail, `${QUESTIONNAIRE} : ${who.name}`, text, html)],
    [who.email, mail(who.email, "Vos réponses sont bien arrivées", `Bonjour ${who.name}\n`, `<p>Bonjour ${escape(who.name)}</p>`)],
  ]);
  return reply.code(303).header("Location", `/espace/q/${id}/recu`).send();
});

await app.listen({ path: socket });
