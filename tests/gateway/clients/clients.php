<?php

/**
 * Sends one case with PHP's own curl, as the CRM vendor's sample does, and one with Guzzle, as Laravel does:
 * clients.php URL ORIGIN KEY-PREFIX FOLDER. A line for each: name, status.
 */

declare(strict_types=1);

require '/usr/share/php/GuzzleHttp/autoload.php';

[, $url, $origin, $prefix, $folder] = $argv;
$texts = [
    'case-type' => 'Request',
    'contact' => 'visitor@example.com',
    'description' => "one\r\ntwo ñ",
    'priority' => 'low',
    'form' => '{}',
];
$told = static function (string $client, int $status, string $text): void {
    echo $client, ' ', $status, ' ', $status === 200 ? '' : $text, "\n";
};
$key = static fn (string $client): string => '"' . $prefix . '-' . $client . '-key-of-a-request"';

$curl = curl_init($url);
curl_setopt_array($curl, [
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_POSTFIELDS => $texts + ['file' => new CURLFile("$folder/a.pdf", 'application/pdf', 'a.pdf')],
    CURLOPT_HTTPHEADER => ["Origin: $origin", 'Idempotency-Key: ' . $key('php-curl')],
]);
$text = (string) curl_exec($curl);
$told('php-curl', (int) curl_getinfo($curl, CURLINFO_RESPONSE_CODE), $text);

$parts = [];
foreach ($texts as $name => $contents) {
    $parts[] = ['name' => $name, 'contents' => $contents];
}
foreach (['a.pdf', 'b.csv'] as $file) {
    $parts[] = ['name' => 'file[]', 'contents' => fopen("$folder/$file", 'rb'), 'filename' => $file];
}
$answer = (new GuzzleHttp\Client(['http_errors' => false]))->post($url, [
    'multipart' => $parts,
    'headers' => ['Origin' => $origin, 'Idempotency-Key' => $key('guzzle')],
]);
$told('guzzle', $answer->getStatusCode(), (string) $answer->getBody());
