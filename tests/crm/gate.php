<?php

/**
 * Asked by nginx (auth_request) for each request once its header is read and before any byte of its body is.
 *
 * Takes the next waiting reply out of the queue and hands it to nginx, which passes it on to insert.php, so that one
 * request uses up one reply. What must happen before the body is read happens here: 403 makes nginx cut the
 * connection, sleeping makes it fall silent.
 *
 * Many requests at once cannot know whose turn in the queue it is: one may bring its own reply, in a header that holds
 * base64 of what control/next takes.
 */

declare(strict_types=1);

require __DIR__ . '/spool.php';
require __DIR__ . '/replies.php';

$plan = change_state(function (array &$state): array {
    $reply = null;
    if ($_SERVER['REQUEST_METHOD'] === 'POST' && $state['waiting'] !== []) {
        $reply = $state['waiting'][0];
        if ($reply['times'] !== 'always' && --$state['waiting'][0]['times'] <= 0) {
            array_shift($state['waiting']);
        }
    }
    return ['epoch' => $state['epoch'], 'reply' => $reply];
});
$own = $_SERVER['HTTP_CRM_REPLY'] ?? '';
if ($own !== '') {
    $plan['reply'] = chosen_reply(json_decode((string) base64_decode($own), true, 8, JSON_THROW_ON_ERROR));
}

header('X-Crm-Plan: ' . base64_encode(json_encode($plan, JSON_THROW_ON_ERROR)));
$does = $plan['reply']['does'] ?? '';
$at = $plan['reply']['at'] ?? '';
if ($at === 'before' && ($does === 'reset' || $does === 'silence')) {
    if ($does === 'silence') {
        nap($plan['reply']['seconds'], $plan['epoch']);
    }
    http_response_code(403);
    exit;
}
// insert.php then reads the body itself: PHP would have read all of it before the script's first line.
header('X-Crm-Body: ' . ($at === 'during' ? 'by-hand' : 'by-php'));
http_response_code(204);
