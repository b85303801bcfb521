import { dirname, join } from 'node:path';
import type { Express, RequestHandler } from 'express';
import express from 'express';
import { catalogJsonSchema, catalogSchemaPath } from '../catalog/file-json-schema';
import { priceListJsonSchema, priceListSchemaPath } from '../channel/list-file-json-schema';
import { openApiDocument } from '../openapi';
import type { Route } from '../route';
import { contextOf } from '../request-context';
import { releaseHeaders, sendText } from '../send';
import { docsPage, docsScript } from './page';

// The page runs our own files alone. Swagger UI draws its icons from data URLs.
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const files = ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png'];

/** The browsable reference, from local files, the document that it shows, and the schema of catalog files. */
export const mountDocs = (app: Express, routes: readonly Route[]): void => {
  const text = JSON.stringify(openApiDocument(routes));
  app.get('/openapi.json', send('application/json', text));
  app.get(catalogSchemaPath, send('application/schema+json', JSON.stringify(catalogJsonSchema())));
  app.get(priceListSchemaPath, send('application/schema+json', JSON.stringify(priceListJsonSchema())));
  const docs = express.Router();
  docs.use((_request, response, next) => {
    const { headers } = contextOf(response);
    headers['content-security-policy'] = policy;
    headers['cache-control'] = 'public, max-age=3600';
    releaseHeaders(response);
    next();
  });
  docs.get('/', (request, response, next) => {
    // The page names its files from where it stands.
    if (request.originalUrl.startsWith('/docs/')) next();
    else response.redirect(308, '/docs/');
  });
  docs.get('/', send('text/html', docsPage));
  docs.get('/start.js', send('text/javascript', docsScript));
  const assets = dirname(require.resolve('swagger-ui-dist/package.json'));
  for (const file of files) docs.get(`/${file}`, (_request, response) => response.sendFile(join(assets, file)));
  app.use('/docs', docs);
};

const send =
  (type: string, text: string): RequestHandler =>
  (_request, response) => {
    sendText(response, 200, type, text);
  };
