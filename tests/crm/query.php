<?php

/**
 * The stand-in for the CRM's cases/queryCases: finds the cases whose custom field has a value.
 *
 * Documented: the path, the header, POST with a JSON body of `operation`, `field` and `value`. Seen on the vendor's
 * platform: code 200 with "0 records…" when there is none. Ours, for want of a source: that a custom field can be asked
 * for by its name. The field `unknown` is one that it ignores: then it lists all.
 */

declare(strict_types=1);

require __DIR__ . '/spool.php';

header('Content-Type: application/json');
$asked = json_decode((string) file_get_contents('php://input'), true, 8) ?? [];
$field = $asked['field'] ?? '';
$value = $asked['value'] ?? '';
$found = [];
foreach (glob(spool('posts/*.json')) ?: [] as $file) {
    $post = json_decode((string) file_get_contents($file), true);
    $form = json_decode($post['post']['form'] ?? '{}', true);
    if ($post['created'] === null || ($post['post']['operation'] ?? '') !== ($asked['operation'] ?? null)) {
        continue;
    }
    if ($field !== 'unknown' && ($form[$field] ?? null) !== $value) {
        continue;
    }
    $found[] = ['idCase' => $post['created']['idPrefijo'], 'wolkvox-id' => $post['created']['wolkvox_id'], ...$form];
}
if (!hash_equals(settings()['token'], $_SERVER['HTTP_WOLKVOX_TOKEN'] ?? '')) {
    http_response_code(403);
    echo json_encode(['code' => 403, 'error' => 'PLEASE VALIDATE TOKEN', 'msg' => '', 'data' => []]);
    exit;
}
echo json_encode(['code' => '200', 'error' => null, 'msg' => count($found) . ' records were found', 'data' => $found]);
