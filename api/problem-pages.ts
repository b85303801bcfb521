import type { Express } from 'express';
import type { ProblemCode } from './problem-table';
import { isProblemCode, problemTable } from './problem-table';
import { RequestProblem } from './request-problem';
import { sendJson, sendText } from './send';

/** The addresses that problems name as their `type`: what each means and how to mend it, for people and programs. */
export const mountProblemPages = (app: Express): void => {
  app.get('/problems/:code', (request, response) => {
    const { code } = request.params;
    if (!isProblemCode(code)) throw new RequestProblem('not-found', 'there is no problem of this name');
    if (request.accepts(['application/json', 'text/html']) === 'text/html') {
      sendText(response, 200, 'text/html', page(code));
    } else sendJson(response, 200, { type: `/problems/${code}`, ...problemTable[code] });
  });
};

// The table's texts hold no characters that HTML would read as its own, except those that escaping takes away.
const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const page = (code: ProblemCode): string => {
  const { status, title, mend } = problemTable[code];
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>${escape(title)}</title>
<h1>${escape(title)}</h1>
<p><code>${code}</code>, HTTP status ${status}</p>
<p>${escape(mend)}</p>
</html>
`;
};
