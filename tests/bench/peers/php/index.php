<?php
// The space's page and the sending of a questionnaire, written plainly: PHP-FPM with PDO and SQLite, the connection kept.
declare(strict_types=1);

const QUESTIONNAIRE = 'Profil investisseur';

function database(): PDO
{
    $db = new PDO('sqlite:' . $_SERVER['BENCH_DATABASE'], null, null, [
        PDO::ATTR_PERSISTENT => true, PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION, PDO::ATTR_DEFAULT_FETCH_MODE => PDO::FETCH_ASSOC]);
    $db->exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON');
    return $db;
}

function rows(PDO $db, string $sql, array $values): array
{
    $statement = $db->prepare($sql);
    $statement->execute($values);
    return $statement->fetchAll();
}

function refuse(int $status): never
{
    http_response_code($status);
    exit;
}

function session(PDO $db): array
{
    $hash = hash('sha256', $_COOKIE['portillon'] ?? '');
    $found = rows($db, 'SELECT s.csrf, c.id AS client, c.name, c.email, a.name AS adviser, a.email AS adviser_email, a.phone AS adviser_phone
        FROM session AS s JOIN client AS c ON c.id = s.client JOIN adviser AS a ON a.id = c.adviser
        WHERE s.hash = ? AND s.seen_at > ?', [$hash, time() - 1800]);
    return $found[0] ?? refuse(401);
}

function questions(): array
{
    return require $_SERVER['BENCH_FOLDER'] . '/questions.php';
}

function draft(PDO $db, string $assignment): array
{
    return array_column(rows($db, 'SELECT question, text FROM draft WHERE assignment = ?', [$assignment]), 'text', 'question');
}

// What is wrong with an answer, or null. A list's codes stand one a line.
function problem(array $question, ?string $text): ?string
{
    if ($text === null || $text === '') {
        return $question['optional'] || $question['hidden'] ? null : 'missing';
    }
    if ($question['options']) {
        foreach (explode("\n", $text) as $code) {
            if (!isset($question['options'][$code])) {
                return 'unknown';
            }
        }
        return null;
    }
    return is_numeric(str_replace([' ', ','], ['', '.'], $text)) ? null : 'not a number';
}

function points(array $questions, array $answers, string $id): float
{
    $sum = 0.0;
    foreach (explode("\n", $answers[$id] ?? '') as $code) {
        $sum += $questions[$id]['options'][$code] ?? 0;
    }
    return $sum;
}

// The same scores as the example's questionnaire.
function score(array $questions, array $a): array
{
    $p = fn (string $id) => points($questions, $a, $id);
    $n = fn (string $id) => (float) str_replace([' ', ','], ['', '.'], $a[$id] ?? '0');
    $avoirs = $n('liquidites') + $n('placements');
    $poids = $n('montant') * 4 <= $avoirs ? 30 : ($n('montant') * 2 <= $avoirs ? 15 : 0);
    $marge = $n('charges') * 3 <= $n('revenus') ? 20 : ($n('charges') * 2 <= $n('revenus') ? 10 : 0);
    $tolerance = $p('preference') + $p('scenario') + $p('reaction');
    $capacite = min($p('supportable'), $p('reserve') + $poids + $marge + $p('activite'));
    $duree = ($a['retrait'] ?? 'no') === 'yes' ? min($p('horizon'), 30) : $p('horizon');
    $savoir = $p('risque') + $p('repartition') + $p('action') + $p('taux') + $p('unites') + $p('revente');
    $pratique = $p('produits') + $p('anciennete') + $p('frequence') + $p('volume');
    $profil = min($tolerance, $capacite, $duree);
    $connaissance = $savoir + $p('formation') + $pratique;
    return compact('tolerance', 'capacite', 'duree', 'savoir', 'pratique', 'profil', 'connaissance');
}

function level(float $score, array $levels): string
{
    $name = '';
    foreach ($levels as $from => $level) {
        $name = $score >= $from ? $level : $name;
    }
    return $name;
}

function escape(string $text): string
{
    return htmlspecialchars($text, ENT_QUOTES);
}

function mail_text(string $to, string $subject, string $text, string $html): string
{
    $b = '=-' . bin2hex(random_bytes(10));
    return 'From: Cabinet Valmont <portail@valmont.example>' . "\r\nTo: <$to>\r\nSubject: " . '=?UTF-8?B?' . base64_encode($subject) . '?='
        . "\r\nMessage-Id: <" . bin2hex(random_bytes(13)) . "@valmont.example>\r\nDate: " . date(DATE_RFC2822) . "\r\nMIME-Version: 1.0\r\n"
        . "Content-Type: multipart/alternative; boundary=\"$b\"\r\n\r\n--$b\r\nContent-Type: text/plain; charset=utf-8\r\n"
        . "Content-Transfer-Encoding: quoted-printable\r\n\r\n" . quoted_printable_encode($text)
        . "\r\n--$b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        . quoted_printable_encode($html) . "\r\n--$b--\r\n";
}

function page(PDO $db): void
{
    $who = session($db);
    $items = '';
    $questions = questions();
    foreach (rows($db, 'SELECT * FROM assignment WHERE client = ? ORDER BY created_at DESC', [$who['client']]) as $a) {
        $answers = draft($db, $a['id']);
        $complete = [];
        foreach ($questions as $id => $q) {
            $complete[$q['point']] = ($complete[$q['point']] ?? true) && problem($q, $answers[$id] ?? null) === null;
        }
        $items .= strtr(file_get_contents($_SERVER['BENCH_FOLDER'] . '/item.html'), [
            '{id}' => escape($a['id']), '{title}' => escape(QUESTIONNAIRE), '{saved}' => date('d/m/Y H:i', (int) $a['saved_at']),
            '{complete}' => count(array_filter($complete)), '{total}' => count($complete)]);
    }
    header('Content-Type: text/html; charset=utf-8');
    header('Cache-Control: no-store');
    echo strtr(file_get_contents($_SERVER['BENCH_FOLDER'] . '/page.html'), [
        '{csrf}' => escape($who['csrf']), '{name}' => escape($who['name']), '{items}' => $items, '{adviser}' => escape($who['adviser'])]);
}

function store(PDO $db, array $who, string $id, array $answers, array $scores, array $levels, array $mails): void
{
    $at = time();
    $db->exec('BEGIN IMMEDIATE');
    $sent = $db->prepare("UPDATE assignment SET state = 'sent', sent_at = ? WHERE id = ? AND client = ? AND state <> 'sent'");
    $sent->execute([$at, $id, $who['client']]);
    if ($sent->rowCount() === 1) {
        $reference = 'P-' . strtoupper(bin2hex(random_bytes(4)));
        $db->prepare('INSERT INTO submission VALUES (?, ?, ?, ?, ?, ?)')->execute(
            [$id, $reference, $who['client'], json_encode($answers), json_encode($scores), $at]);
        $last = rows($db, 'SELECT number, hash FROM profile WHERE client = ? ORDER BY number DESC LIMIT 1', [$who['client']])[0] ?? ['number' => 0, 'hash' => ''];
        $db->prepare('INSERT INTO profile VALUES (?, ?, ?, ?, ?, ?)')->execute([$who['client'], $last['number'] + 1, $id, json_encode($levels), $at,
            hash('sha256', $last['hash'] . $who['client'] . json_encode($levels) . $at)]);
        $out = $db->prepare("INSERT INTO outbox VALUES (?, ?, ?, 'waiting', ?)");
        foreach ($mails as $to => $mail) {
            $out->execute([bin2hex(random_bytes(13)), $to, $mail, $at]);
        }
        $db->prepare('DELETE FROM draft WHERE assignment = ?')->execute([$id]);
    }
    $db->exec('COMMIT');
}

function send(PDO $db, string $id): void
{
    $who = session($db);
    if (!hash_equals($who['csrf'], $_POST['csrf'] ?? '')) {
        refuse(403);
    }
    $questions = questions();
    $answers = draft($db, $id);
    foreach ($questions as $question => $q) {
        if (problem($q, $answers[$question] ?? null) !== null) {
            refuse(422);
        }
    }
    $scores = score($questions, $answers);
    $levels = ['profil' => level($scores['profil'], [0 => 'Sécuritaire', 20 => 'Prudent', 40 => 'Équilibré', 60 => 'Dynamique', 80 => 'Offensif']),
        'connaissance' => level($scores['connaissance'], [0 => 'Novice', 30 => 'Informé', 65 => 'Expérimenté'])];
    $text = "{$who['name']} a envoyé un questionnaire.\n\n";
    $html = '<!DOCTYPE html><html lang="fr"><body><h1>' . escape($who['name']) . '</h1><table>';
    foreach ($questions as $question => $q) {
        $text .= "{$q['title']}\n  " . ($answers[$question] ?? '') . "\n";
        $html .= '<tr><th>' . escape($q['title']) . '</th><td>' . escape($answers[$question] ?? '') . '</td></tr>';
    }
    foreach ($scores + $levels as $name => $value) {
        $text .= "$name: $value\n";
        $html .= '<p>' . escape("$name: $value") . '</p>';
    }
    $html .= '</table></body></html>';
    store($db, $who, $id, $answers, $scores, $levels, [
        $who['adviser_email'] => mail_text($who['adviser_email'], QUESTIONNAIRE . " : {$who['name']}", $text, $html),
        $who['email'] => mail_text($who['email'], 'Vos réponses sont bien arrivées', "Bonjour {$who['name']}\n", '<p>Bonjour ' . escape($who['name']) . '</p>')]);
    header("Location: /espace/q/$id/recu", true, 303);
}

$db = database();
if (preg_match('~^/espace/q/([0-9a-z]{26})/envoyer$~', $_SERVER['DOCUMENT_URI'], $match) && $_SERVER['REQUEST_METHOD'] === 'POST') {
    send($db, $match[1]);
} elseif ($_SERVER['DOCUMENT_URI'] === '/espace/') {
    page($db);
} else {
    refuse(404);
}
