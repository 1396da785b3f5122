<?php

/**
 * What PHP makes of a body, as JSON: for tests/gateway/field_lock.test.mjs, under PHP's own server.
 */

declare(strict_types=1);

$files = [];
foreach ($_FILES as $name => $file) {
    $files[$name] = $file['error'];
}
header('Content-Type: application/json');
echo json_encode(['post' => (object) $_POST, 'files' => (object) $files], JSON_INVALID_UTF8_SUBSTITUTE);
