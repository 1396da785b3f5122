<?php

/**
 * The tests' side of the stand-in CRM, on a port of its own that no page can guess.
 *
 *   GET  /control/health    204 once PHP answers
 *   GET  /control/cases     the POSTs that made a case, as insert.php recorded them
 *   GET  /control/posts     all POSTs that reached insert.php
 *   GET  /control/body?N    the raw body of the N-th POST (when the CRM keeps them)
 *   GET  /control/requests  nginx's log, JSON lines: refused, cut and aborted requests included; nginx itself answers
 *   GET  /control/busy      nginx's stub_status, likewise
 *   GET  /control/stats     {posts, cases, waiting}
 *   POST /control/next      queues a reply: {"reply": name, "times": n or "always", …}, see replies.php
 *   POST /control/reset     forgets everything; whatever sleeps wakes up
 */

declare(strict_types=1);

require __DIR__ . '/spool.php';
require __DIR__ . '/replies.php';

/** The recorded POSTs, oldest first. @return list<stdClass> */
function posts(): array
{
    $files = glob(spool('posts/*.json')) ?: [];
    natsort($files);
    return array_map(fn (string $file): mixed => json_decode((string) file_get_contents($file)), array_values($files));
}

/** Those that made a case. @return list<stdClass> */
function cases(): array
{
    return array_values(array_filter(posts(), fn (stdClass $post): bool => $post->created !== null));
}

function reset_all(): void
{
    change_state(function (array &$state): void {
        $state = ['epoch' => $state['epoch'] + 1] + FRESH_STATE;
        array_map(unlink(...), [...glob(spool('posts/*')) ?: [], ...glob(spool('bodies/*')) ?: []]);
        file_put_contents(spool('requests.jsonl'), ''); // nginx appends: an emptied log goes on
    });
}

function queue_reply(): void
{
    $reply = chosen_reply((array) json_decode((string) file_get_contents('php://input'), true));
    change_state(function (array &$state) use ($reply): void {
        $state['waiting'][] = $reply;
    });
}

function say(mixed $value): void
{
    header('Content-Type: application/json');
    echo json_encode($value, JSON_THROW_ON_ERROR | JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES);
}

try {
    match ($_SERVER['REQUEST_METHOD'] . ' ' . $_SERVER['DOCUMENT_URI']) {
        'GET /control/health' => http_response_code(204),
        'GET /control/cases' => say(cases()),
        'GET /control/posts' => say(posts()),
        'GET /control/body' => readfile(spool('bodies/' . (int) $_SERVER['QUERY_STRING'])),
        'GET /control/stats' => say(array_intersect_key(state(), ['posts' => 1, 'cases' => 1, 'waiting' => 1])),
        'POST /control/next' => queue_reply(),
        'POST /control/reset' => reset_all(),
        default => http_response_code(404),
    };
} catch (InvalidArgumentException $problem) {
    http_response_code(400);
    say(['error' => $problem->getMessage()]);
}
