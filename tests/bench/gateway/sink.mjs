/** A CRM that reads every body to its end, throws it away and says that a case was made: node sink.mjs PORT */
import { createServer } from 'node:http';
import { ANSWER } from './servers.mjs';

createServer((request, response) => {
  request.resume().on('end', () => {
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': ANSWER.length,
    });
    response.end(ANSWER);
  });
}).listen(Number(process.argv[2]), '127.0.0.1');
