<?php

/**
 * What PHP makes of a body, as JSON: for tests/gateway/rules/field_lock.test.mjs, under PHP's own server. Of files that are
 * there the name, the type and a digest; an input without a file is none.
 */

declare(strict_types=1);

$files = [];
foreach ($_FILES as $field => $file) {
    foreach ((array) $file['error'] as $i => $error) {
        if ($error === UPLOAD_ERR_NO_FILE) {
            continue;
        }
        $of = static fn (string $key): string => (string) (is_array($file[$key]) ? $file[$key][$i] : $file[$key]);
        $digest = $error === UPLOAD_ERR_OK ? sha1_file($of('tmp_name')) : $error;
        $files[] = [$field, $of('name'), $of('type'), $digest];
    }
}
header('Content-Type: application/json');
echo json_encode(['post' => (object) $_POST, 'files' => $files], JSON_INVALID_UTF8_SUBSTITUTE);
