<?php

/**
 * The CRM of mutants.mjs: judges what PHP made of a body against the field lock and answers with a digest of the rest as
 * the case's number. What came without the gateway (a header says so) is digested alone.
 */

declare(strict_types=1);

const LOCKED = ['operation', 'responsible', 'owner', 'status'];
const TEXTS = ['case-type', 'contact', 'description', 'priority', 'solution'];

/** What breaks the lock, or nothing. */
function escape(): ?string
{
    foreach (LOCKED as $name) {
        if (($_POST[$name] ?? null) !== 'LOCKED') {
            return "$name is " . json_encode($_POST[$name] ?? null);
        }
    }
    foreach ($_POST as $name => $value) {
        if (!in_array($name, [...LOCKED, ...TEXTS, 'form'], true) || !is_string($value)) {
            return 'there is ' . json_encode([$name => $value]);
        }
    }
    if (isset($_POST['form']) && json_decode($_POST['form'], true) !== []) {
        return 'form is ' . json_encode($_POST['form']);
    }
    foreach (array_keys($_FILES) as $field) {
        if ($field !== 'file') {
            return 'there is a file in ' . json_encode($field);
        }
    }
    return null;
}

/** Of an encoded word, which .NET writes beside filename*, the text. */
function plain_name(string $name): string
{
    return preg_match('/^=\?utf-8\?B\?(.*)\?=$/is', $name, $found) === 1 ? (string) base64_decode($found[1]) : $name;
}

/** Lines end in CRLF, what is empty is not there, and an address has no white space around it. */
function digest(): string
{
    $all = '';
    $add = static function (string ...$values) use (&$all): void {
        foreach ($values as $value) {
            $all .= strlen($value) . ':' . $value;
        }
    };
    foreach (TEXTS as $name) {
        $text = preg_replace('/\r?\n/', "\r\n", is_string($_POST[$name] ?? '') ? $_POST[$name] ?? '' : 'no text');
        $text = $name === 'contact' ? trim($text, " \t\r\n\v\f") : $text;
        if ($text !== '') {
            $add($name, $text);
        }
    }
    foreach ($_FILES['file'] ?? [] ? (array) $_FILES['file']['error'] : [] as $i => $error) {
        if ($error === UPLOAD_ERR_NO_FILE) {
            continue;
        }
        $of = static fn (string $key): string =>
            (string) (is_array($_FILES['file'][$key]) ? $_FILES['file'][$key][$i] : $_FILES['file'][$key]);
        $bytes = $error === UPLOAD_ERR_OK ? sha1_file($of('tmp_name')) : "error $error";
        $add(plain_name($of('name')), trim($of('type')), (string) $bytes);
    }
    return substr(sha1($all), 0, 24);
}

$wrong = isset($_SERVER['HTTP_AS_IT_CAME']) ? null : escape();
header('Content-Type: application/json');
$number = $wrong === null ? digest() : "ESCAPE $wrong";
echo json_encode([
    'code' => 200,
    'error' => 'null',
    'msg' => 'Succesfully create record',
    'data' => ['wolkvox_id' => '1', 'idPrefijo' => $number],
], JSON_INVALID_UTF8_SUBSTITUTE);
