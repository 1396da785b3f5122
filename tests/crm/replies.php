<?php

/**
 * What the stand-in CRM can be told to answer, by name, and how it answers.
 *
 * POST /control/next {"reply": "ids-empty"} queues one for the next POST; "times": 3 or "always" for more of them, and
 * every key of REPLY_DEFAULTS can be overridden: {"reply": "403-limit", "delay": 0.5}.
 *
 * `created` says whether the case was made before things went wrong. It is true by default wherever the caller cannot
 * know, because that is where a blind second try makes a second case. A reply with `created` answers a valid request
 * only; an invalid one gets the refusal that it deserves.
 */

declare(strict_types=1);

const REPLY_DEFAULTS = [
    'does' => 'json',
    'created' => true,
    'status' => 200,
    'code' => 200,              // in the JSON: a number, or a string as some answers have it
    'error' => 'null',          // the string, as documented; null for JSON's own
    'msg' => 'Succesfully create record', // spelt so
    'ids' => 'data',            // data, empty, record, top, none
    'contentType' => 'application/json', // null sends none
    'headers' => [],            // more lines, "Name: value"
    'framing' => 'chunked',     // or length
    'delay' => 0,               // seconds before the answer
    'pieces' => 1,              // the answer in so many writes,
    'every' => 0.05,            // so many seconds apart
    'at' => 'after',            // reset, silence: before, during or after the body
    'seconds' => 600,           // silence: how long until the connection is cut
    'bytes' => 0,               // nonsense, flood: how many
    'body' => '',               // raw: the answer itself,
    'base64' => '',             // or its bytes
];

const NO_SUCH_API = 'THE API YOU WANT TO CONSULT DOES NOT EXIST';
const TWO_AT_ONCE = 'EXCEEDS THE LIMIT OF SIMULTANEOUS REQUESTS PER TOKEN (2)';

/** @return array<string, array<string, mixed>> what each name changes in REPLY_DEFAULTS */
function replies(): array
{
    return [
        'created' => [],
        'code-as-number' => ['code' => 200],
        'code-as-text' => ['code' => '200'],
        'error-is-text' => ['error' => 'null'],
        'error-is-null' => ['error' => null],
        'ids-empty' => ['ids' => 'empty'],
        'ids-record-only' => ['ids' => 'record'],
        'ids-top-level' => ['ids' => 'top'],
        'ids-missing' => ['ids' => 'none'],

        'error-inside' => ['status' => 200] + refusal(400, 'SOME PARAMETERS ARE REQUIRED'),
        'zero-records' => ['created' => false, 'msg' => '0 records were found', 'ids' => 'none'],
        '400' => refusal(400, 'SOME PARAMETERS ARE REQUIRED'),
        '400-api' => refusal(400, NO_SUCH_API),
        '401' => refusal(401, 'PLEASE ENTER THE WOLKVOX-TOKEN'),
        '403-limit' => refusal(403, 'TOKEN LIMIT EXCEEDED'),
        '403-simultaneous' => refusal(403, TWO_AT_ONCE),
        '403-token' => refusal(403, 'PLEASE VALIDATE TOKEN'),
        '404' => refusal(404, 'NOT FOUND'),
        '405' => refusal(405, 'METHOD NOT ALLOWED'),
        '412' => refusal(412, 'PRECONDITION FAILED'),
        '416' => refusal(416, 'RANGE NOT SATISFIABLE'),
        '417' => refusal(417, 'EXPECTATION FAILED'),

        '413' => ['does' => 'page', 'status' => 413, 'created' => false],
        '500' => ['does' => 'fatal'],
        '502' => ['does' => 'page', 'status' => 502],
        '504' => ['does' => 'page', 'status' => 504],
        'empty' => ['does' => 'bytes'],
        'warning' => ['does' => 'warning'],
        'bom' => ['does' => 'bom'],
        'truncated' => ['does' => 'truncated'],
        'cut' => ['does' => 'cut'],
        'nonsense' => ['does' => 'nonsense', 'bytes' => 2 << 20],
        'flood' => ['does' => 'flood', 'bytes' => 200 << 20],
        'slow' => ['delay' => 2],
        'drip' => ['pieces' => 20],
        'silence' => ['does' => 'silence'],
        'reset' => ['does' => 'reset'],
        'raw' => ['does' => 'bytes'],
    ];
}

/** A refusal in the shape of the success: the vendor shows no sample of one. @return array<string, mixed> */
function refusal(int $status, string $text): array
{
    return ['created' => false, 'status' => $status, 'code' => $status, 'error' => $text, 'msg' => '', 'ids' => 'none'];
}

/**
 * A named reply with the caller's changes.
 *
 * @param array<string, mixed> $request
 * @return array<string, mixed>
 */
function chosen_reply(array $request): array
{
    $named = replies()[$request['reply'] ?? ''] ?? throw new InvalidArgumentException('no such reply');
    $reply = $named + REPLY_DEFAULTS;
    $unknown = array_diff_key($request, $reply, ['reply' => 1, 'times' => 1]);
    if ($unknown !== []) {
        throw new InvalidArgumentException('unknown: ' . implode(', ', array_keys($unknown)));
    }
    return ['times' => $request['times'] ?? 1] + array_intersect_key($request, $reply) + $reply;
}

/**
 * Answers, and ends.
 *
 * @param array<string, mixed> $reply
 * @param array{wolkvox_id: string, idPrefijo: string}|null $case
 */
function answer(array $reply, ?array $case, int $epoch): never
{
    if ($reply['delay'] > 0) {
        nap($reply['delay'], $epoch);
    }
    $json = envelope($reply, $case);
    match ($reply['does']) {
        'json' => send($reply, $json),
        'bytes' => send($reply, $reply['base64'] !== '' ? base64_decode($reply['base64']) : $reply['body']),
        'bom' => send($reply, "\u{FEFF}$json"),
        'truncated' => send($reply, substr($json, 0, intdiv(strlen($json), 2))),
        'cut' => send(['framing' => strlen($json), 'pieces' => 2] + $reply, substr($json, 0, intdiv(strlen($json), 2))),
        'nonsense' => send_stream($reply, fn (int $n): string => hash('sha512', "nonsense $n", true)),
        'flood' => send_stream($reply, fn (int $n): string => $n === 0 ? '{"code":200,"msg":"' : str_repeat('a', 8192)),
        'warning' => send_after_warning($json),
        'fatal' => throw new RuntimeException('as a bug in the endpoint would end it'),
        'page' => hand_over("/page/{$reply['status']}"), // nginx's own page, in HTML
        'reset' => hand_over('/close'),
        'silence' => [nap($reply['seconds'], $epoch), hand_over('/close')],
    };
    exit;
}

/**
 * @param array<string, mixed> $reply
 * @param array{wolkvox_id: string, idPrefijo: string}|null $case
 */
function envelope(array $reply, ?array $case): string
{
    $ids = match ($reply['ids']) {
        'empty' => ['wolkvox_id' => '', 'idPrefijo' => ''],
        'record' => ['wolkvox_id' => $case['wolkvox_id'] ?? ''],
        'none' => [],
        default => $case ?? [],
    };
    $answer = ['code' => $reply['code'], 'error' => $reply['error'], 'msg' => $reply['msg'], 'data' => $ids];
    return json_encode($reply['ids'] === 'top' ? ['result' => $reply['msg']] + $ids : $answer, JSON_THROW_ON_ERROR);
}

/** @param array<string, mixed> $reply */
function send_head(array $reply, int $length): void
{
    http_response_code($reply['status']);
    if ($reply['contentType'] === null) {
        ini_set('default_mimetype', '');
    } else {
        header("Content-Type: {$reply['contentType']}");
    }
    if ($reply['framing'] !== 'chunked') {
        header('Content-Length: ' . (is_int($reply['framing']) ? $reply['framing'] : $length));
    }
    if ($reply['pieces'] > 1) {
        header('X-Accel-Buffering: no'); // nginx hands on each piece as it comes
    }
    foreach ($reply['headers'] as $line) {
        header($line, false);
    }
}

/** @param array<string, mixed> $reply */
function send(array $reply, string $body): void
{
    send_head($reply, strlen($body));
    $pieces = $body === '' ? [] : str_split($body, (int) ceil(strlen($body) / $reply['pieces']));
    foreach ($pieces as $index => $piece) {
        if ($index > 0) {
            usleep((int) ($reply['every'] * 1e6));
        }
        echo $piece;
        flush();
    }
}

/**
 * @param array<string, mixed> $reply
 * @param callable(int): string $block
 */
function send_stream(array $reply, callable $block): void
{
    send_head($reply, $reply['bytes']);
    for ($n = 0, $sent = 0; $sent < $reply['bytes']; $n++) {
        $piece = substr($block($n), 0, $reply['bytes'] - $sent);
        $sent += strlen($piece);
        echo $piece;
    }
}

/** Lets nginx end the request, now: without output and flush PHP would first read what is left of the body. */
function hand_over(string $location): void
{
    header("X-Accel-Redirect: $location");
    echo "\n";
    flush();
}

/** A real warning, on a server that shows them: it comes first, and no header can be set after it. */
function send_after_warning(string $json): void
{
    ini_set('display_errors', '1');
    ini_set('html_errors', '1');
    $missing = $_POST['a field that nobody sends'];
    echo $missing, $json;
}
