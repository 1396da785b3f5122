<?php

/**
 * The stand-in for the CRM's cases/insert: checks what the contract says, records what PHP made of the body, answers.
 *
 * Documented: the path, the header Wolkvox-Token, the fields, which of them are required, the file extensions, the
 * shape of the success. Seen on the vendor's platform: the texts of 400, 401 and 403. Ours, for want of a source: the
 * text for a file extension that is not allowed, the 405, and the shape of a refusal (that of the success).
 *
 * It is deliberately as plain as such endpoints are: it answers OPTIONS with 405, knows no CORS header, looks at $_POST
 * and $_FILES only, and makes the case although PHP lost a file on the way.
 */

declare(strict_types=1);

require __DIR__ . '/spool.php';
require __DIR__ . '/replies.php';

const REQUIRED = ['operation', 'case-type', 'responsible', 'owner', 'contact', 'description', 'status', 'priority'];

const EXTENSIONS = [
    'xlsx', 'csv', 'pdf', 'jpg', 'png', 'docx', 'mp4', 'mp3', 'wmv', 'wma', 'wap', 'doc', 'jpeg', 'avi', 'bmp', 'bpm',
    'mov', 'tiff', 'zip', '7z', 'rar',
];

$plan = json_decode((string) base64_decode($_SERVER['CRM_PLAN'] ?? ''), true, 32, JSON_THROW_ON_ERROR);
$reply = $plan['reply'] ?? REPLY_DEFAULTS;

if ($reply['at'] === 'during') {
    fread(fopen('php://input', 'r'), 65_536);
    answer($reply, null, $plan['epoch']);
}
if ($_SERVER['REQUEST_METHOD'] !== 'POST') {
    answer(refusal(405, 'METHOD NOT ALLOWED') + REPLY_DEFAULTS, null, $plan['epoch']);
}

$files = received_files();
$fault = fault($files);
if ($fault !== null && $reply['created']) {
    $reply = refusal(...$fault) + REPLY_DEFAULTS;
}
answer($reply, record($files, $reply['created'], $plan['epoch']), $plan['epoch']);

/**
 * The first thing that the CRM would object to.
 *
 * @param list<array<string, mixed>> $files
 * @return array{int, string}|null status and text
 */
function fault(array $files): ?array
{
    $settings = settings();
    $token = $_SERVER['HTTP_WOLKVOX_TOKEN'] ?? '';
    if ($token === '') {
        return [401, 'PLEASE ENTER THE WOLKVOX-TOKEN'];
    }
    if (!hash_equals($settings['token'], $token)) {
        return [403, 'PLEASE VALIDATE TOKEN'];
    }
    $accepted = change_state(fn (array &$state): int => ++$state['accepted']);
    if ($settings['dailyLimit'] > 0 && $accepted > $settings['dailyLimit']) {
        return [403, 'TOKEN LIMIT EXCEEDED'];
    }
    $required = REQUIRED;
    if (in_array($_POST['status'] ?? null, $settings['closedStatuses'], true)) {
        $required[] = 'solution';
    }
    foreach ($required as $field) {
        if (!is_string($_POST[$field] ?? null) || trim($_POST[$field]) === '') {
            return [400, 'SOME PARAMETERS ARE REQUIRED'];
        }
    }
    if (isset($_POST['form']) && !is_form($_POST['form'])) {
        return [400, 'SOME PARAMETERS ARE REQUIRED'];
    }
    foreach ($files as $file) {
        $extension = strtolower(pathinfo($file['name'], PATHINFO_EXTENSION));
        if ($file['error'] !== UPLOAD_ERR_NO_FILE && !in_array($extension, EXTENSIONS, true)) {
            return [400, 'FILE FORMAT NOT ALLOWED'];
        }
    }
    return null;
}

/** The custom fields: a JSON object whose values are plain, or typed: {"type": …, "value": …}. */
function is_form(mixed $text): bool
{
    $form = is_string($text) ? json_decode($text, false, 8) : null;
    if (!$form instanceof stdClass) {
        return false;
    }
    foreach (get_object_vars($form) as $value) {
        if (is_array($value) || (is_object($value) && !isset($value->type, $value->value))) {
            return false;
        }
    }
    return true;
}

/**
 * $_FILES as a flat list. `file[]` and `file[a][b]` give one entry for each file, with its keys in `path`.
 *
 * @return list<array<string, mixed>>
 */
function received_files(): array
{
    $list = [];
    $visit = function (string $field, array $path, array $entry) use (&$visit, &$list): void {
        if (is_array($entry['error'])) {
            foreach (array_keys($entry['error']) as $key) {
                $visit($field, [...$path, (string) $key], array_map(fn (mixed $part): mixed => $part[$key], $entry));
            }
            return;
        }
        $list[] = ['field' => $field, 'path' => $path] + $entry;
    };
    foreach ($_FILES as $field => $entry) {
        $visit((string) $field, [], $entry);
    }
    return $list;
}

/** MD5 and SHA-256 of a file, read once and in small pieces. @return array<string, string> */
function digests(string $path): array
{
    $md5 = hash_init('md5');
    $sha256 = hash_init('sha256');
    $file = fopen($path, 'r');
    while (($piece = fread($file, 65_536)) !== '' && $piece !== false) {
        hash_update($md5, $piece);
        hash_update($sha256, $piece);
    }
    fclose($file);
    return ['md5' => hash_final($md5), 'sha256' => hash_final($sha256)];
}

/**
 * Keeps what was received, and gives the new case its ids.
 *
 * @param list<array<string, mixed>> $files
 * @return array{wolkvox_id: string, idPrefijo: string}|null
 */
function record(array $files, bool $created, int $epoch): ?array
{
    foreach ($files as &$file) {
        $whole = $file['error'] === UPLOAD_ERR_OK;
        $file += $whole ? digests($file['tmp_name']) : ['md5' => null, 'sha256' => null];
        unset($file['tmp_name']);
    }
    unset($file);
    $now = change_state(function (array &$state) use ($created, $epoch): ?array {
        if ($state['epoch'] !== $epoch) {
            return null; // it arrived before a reset: no test waits for it any more
        }
        $state['posts']++;
        $state['cases'] += $created ? 1 : 0;
        return $state;
    });
    if ($now === null) {
        return null;
    }
    $case = !$created ? null : [
        'wolkvox_id' => dechex(0x64ca + $now['cases']),
        'idPrefijo' => 'SOP-' . (10_481 + $now['cases']),
    ];
    $bodyFile = $_SERVER['CRM_BODY_FILE'] ?? '';
    if ($bodyFile !== '') {
        copy($bodyFile, spool("bodies/{$now['posts']}"));
    }
    write_whole("posts/{$now['posts']}.json", json_encode([
        'number' => $now['posts'],
        'time' => microtime(true),
        'created' => $case,
        'headers' => (object) as_json(array_change_key_case(getallheaders(), CASE_LOWER)),
        'post' => (object) as_json($_POST),
        'files' => array_map(as_json(...), $files),
    ], JSON_THROW_ON_ERROR | JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES));
    return $case;
}
