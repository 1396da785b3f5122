<?php

/**
 * The stand-in CRM's memory: one folder, shared by gate.php, insert.php and control.php.
 *
 *   settings.json   what the tests asked for when they started it (token, limits, lists)
 *   state.json      counters, the replies that wait, and the epoch, which changes at each reset
 *   posts/N.json    what insert.php received in its N-th POST
 *   bodies/N        the raw body of that POST, when the tests asked to keep it
 *   requests.jsonl  nginx's own log, one JSON object a request, refused ones included
 *
 * Several PHP processes run at once, so every change of state.json happens under its lock.
 */

declare(strict_types=1);

const FRESH_STATE = ['epoch' => 1, 'posts' => 0, 'cases' => 0, 'accepted' => 0, 'waiting' => []];

/** The path of something in the spool folder. */
function spool(string $name): string
{
    return $_SERVER['CRM_SPOOL'] . '/' . $name;
}

/** @return array<string, mixed> */
function settings(): array
{
    return json_decode((string) file_get_contents(spool('settings.json')), true, 8, JSON_THROW_ON_ERROR);
}

/**
 * Runs $change on the state, by reference and alone, and keeps what it left there.
 *
 * @param callable(array<string, mixed>&): mixed $change
 */
function change_state(callable $change): mixed
{
    $file = fopen(spool('state.json'), 'c+');
    flock($file, LOCK_EX);
    $text = (string) stream_get_contents($file);
    $state = $text === '' ? FRESH_STATE : json_decode($text, true, 32, JSON_THROW_ON_ERROR);
    $result = $change($state);
    $after = json_encode($state, JSON_THROW_ON_ERROR);
    if ($after !== $text) {
        rewind($file);
        ftruncate($file, 0);
        fwrite($file, $after);
    }
    fclose($file); // and with it the lock
    return $result;
}

/** @return array<string, mixed> */
function state(): array
{
    return change_state(fn (array &$state): array => $state);
}

/** Waits, but no longer than until the tests reset the CRM: no process stays asleep after its test. */
function nap(float $seconds, int $epoch): void
{
    $end = microtime(true) + $seconds;
    while (microtime(true) < $end && state()['epoch'] === $epoch) {
        usleep((int) min(20_000, max(0, ($end - microtime(true)) * 1e6)));
    }
}

/** Writes a file that readers see whole or not at all. */
function write_whole(string $name, string $bytes): void
{
    $path = spool($name);
    file_put_contents("$path.part", $bytes);
    rename("$path.part", $path);
}

/**
 * A value as JSON can hold it: text as it is, bytes that are not UTF-8 as {"base64": …}, lists as lists, everything
 * else as an object. A key that is not UTF-8 becomes "base64:…".
 */
function as_json(mixed $value): mixed
{
    if (is_string($value)) {
        return preg_match('//u', $value) === 1 ? $value : ['base64' => base64_encode($value)];
    }
    if (!is_array($value)) {
        return $value;
    }
    if (array_is_list($value)) {
        return array_map(as_json(...), $value);
    }
    $object = new stdClass();
    foreach ($value as $key => $item) {
        $key = (string) $key;
        $object->{preg_match('//u', $key) === 1 ? $key : 'base64:' . base64_encode($key)} = as_json($item);
    }
    return $object;
}
