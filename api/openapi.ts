import type { RouteConfig } from '@asteasolutions/zod-to-openapi';
import { OpenAPIRegistry, OpenApiGeneratorV31 } from '@asteasolutions/zod-to-openapi';
import type { oas31 } from 'openapi3-ts';
import { z } from 'zod';
import type { ProblemCode } from './problem-table';
import { problemTable } from './problem-table';
import type { Route, RouteSpec } from './route';
import { acceptLanguage, contentLanguage } from './language';
import { yamlType } from './yaml';

const Problem = z
  .object({
    type: z.string().meta({ format: 'uri-reference', example: '/problems/order-decided' }),
    title: z.string(),
    status: z.number().int(),
    detail: z.string().optional().meta({ description: 'What is wrong in this case, for people.' }),
    instance: z.string().meta({ format: 'uri-reference', description: 'The path that was asked for.' }),
    requestId: z.string().meta({ description: 'Names the request in the logs: tell it to the operator.' }),
    errors: z
      .array(
        z.object({
          in: z.enum(['body', 'query', 'path', 'header']),
          pointer: z.string().meta({ format: 'json-pointer', example: '/quantities/seats' }),
          detail: z.string(),
        }),
      )
      .optional()
      .meta({ description: 'The places of the request that are wrong.' }),
    details: z
      .record(z.string(), z.unknown())
      .optional()
      .meta({ description: 'Facts that the refusal was decided by.' }),
  })
  .meta({
    id: 'Problem',
    description: 'RFC 9457. The last part of `type` is the code of the problem; its address explains it.',
  });

const introduction = `Entrepot is a self-hosted marketplace for anything as a service: find an offering, price it, order it, see it decided,
provided, metered and invoiced.

Try it: choose *Authorize*, paste an API key that \`npm start\` has printed, and begin with \`GET /v1/me\` and \`GET /v1/offerings\`.

* A purchase is \`POST /v1/quotes\`, \`POST /v1/orders\` from the same input, and a decision of somebody who may approve. Then the
  subscription goes its way by itself: read it, its order, and \`GET /v1/events\`.
* A write that may be repeated carries an \`Idempotency-Key\` or an id of your own. Repeat it with the same one after a lost answer: nothing is done twice.
* Money is \`{currency, minor}\` with an integer of minor units as text; quantities, rates and percentages are decimal text.
* Instants are UTC, ISO 8601 with milliseconds. Periods are half-open.
* Lists take \`limit\` and \`cursor\`; \`nextCursor\` of an answer is the \`cursor\` of the next page.
* What you may not see answers 404, what you see but may not do 403. Problems are \`application/problem+json\`.
* \`x-request-id\` of a request is kept, else made, and stands in the answer and in the logs.`;

/** The OpenAPI 3.1 document of some routes: a pure function of their specs. */
export const openApiDocument = (routes: readonly Route[]): oas31.OpenAPIObject => {
  const registry = new OpenAPIRegistry();
  registry.registerComponent('securitySchemes', 'apiKey', {
    type: 'http',
    scheme: 'bearer',
    description: 'An API key: `Authorization: Bearer ek_…`.',
  });
  registry.registerComponent('securitySchemes', 'accessToken', {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'An access token of an OpenID provider that this installation trusts.',
  });
  for (const { spec } of routes) registry.registerPath(pathOf(spec));
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: {
      title: 'Entrepot',
      version: '1',
      description: introduction,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    tags: Object.entries(tagTexts)
      .filter(([name]) => routes.some(({ spec }) => spec.tag === name))
      .map(([name, description]) => ({ name, description })),
  });
};

// In the order of the reference.
const tagTexts: Readonly<Record<string, string>> = {
  Identity: 'Who calls.',
  Organizations: 'Companies of all kinds, and where they stand in the channel.',
  'API keys': 'What programs call with: limited, expiring, rotated, revoked.',
  Projects: 'What a customer keeps its subscriptions in.',
  Members: 'Who has which role on the platform, an organization, a project or an offering.',
  Catalog: 'What is for sale, at the prices of your channel.',
  Categories: 'Where offerings are listed, and what the offerings of each tell of themselves.',
  'Price lists': 'What each tier of the channel asks of the tier below it.',
  Pricing: 'What a purchase would cost.',
  Discounts: 'Coupons: who pays for them, who may use them, and who has.',
  Orders: 'Requests to purchase and to terminate, and the decisions on them.',
  Approvals: 'Who is asked about orders, by which policies, and what came of it.',
  Subscriptions: 'Running contracts, and what vendors say of their resources.',
  Syndication: 'Attempts to have a vendor do something, and the reports that end them.',
  Metering: 'What was used.',
  Proceeds: 'Settled income, a row for each component and period.',
  Invoices: 'What customers are charged.',
  'Test clocks': 'Time in a sandbox: a year of billing in seconds.',
  Events: 'What happened, in order: follow it to keep another system up to date.',
  Audit: 'Who did what, and what was refused.',
  Health: 'For those who run it: does it live, can it serve.',
};

const pathOf = (spec: RouteSpec): RouteConfig => {
  const { method, path, operationId, tag, summary, description, params, query, body, yaml, upload } = spec;
  return {
    method,
    path,
    operationId,
    summary,
    tags: [tag],
    ...(description === undefined ? {} : { description }),
    security: spec.access === 'public' ? [] : [{ apiKey: [] }, { accessToken: [] }],
    request: {
      ...(params === undefined ? {} : { params }),
      ...(query === undefined ? {} : { query }),
      ...headersOf(spec),
      ...(body === undefined
        ? {}
        : { body: { required: true, content: upload ? bytesOf(upload) : contentOf(body, yaml) } }),
    },
    responses: { ...answerOf(spec), ...problemsOf(spec) },
  };
};

const headersOf = ({ headers, localized = false }: RouteSpec) => {
  if (!localized) return headers === undefined ? {} : { headers };
  return { headers: z.object({ ...headers?.shape, ...acceptLanguage }) };
};

const contentOf = (schema: z.ZodType, yaml = false) => ({
  'application/json': { schema },
  ...(yaml ? { [yamlType]: { schema } } : {}),
});

const bytesOf = (types: readonly string[]) =>
  Object.fromEntries(types.map((type) => [type, { schema: { type: 'string', format: 'binary' } as const }]));

const answerTexts: Readonly<Record<number, string>> = {
  201: 'Made; `Location` tells where',
  202: 'Taken; the rest happens in its own time',
};

const answerOf = ({
  status,
  response,
  responseHeaders,
  yaml,
  localized = false,
  download,
}: RouteSpec): RouteConfig['responses'] => ({
  [status]: {
    description: answerTexts[status] ?? 'The answer',
    content: download ? bytesOf(download) : contentOf(response, yaml),
    ...(responseHeaders === undefined && !localized
      ? {}
      : { headers: z.object({ ...responseHeaders?.shape, ...(localized ? contentLanguage : {}) }) }),
  },
});

/** The problems of an operation, those of one status together. */
const problemsOf = (spec: RouteSpec): RouteConfig['responses'] => {
  const codes = codesOf(spec);
  const statuses = [...new Set(codes.map((code) => problemTable[code].status))].sort((a, b) => a - b);
  const textOf = (status: number): string =>
    codes
      .filter((code) => problemTable[code].status === status)
      .map((code) => `\`${code}\`: ${problemTable[code].title}`)
      .join('\n\n');
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      { description: textOf(status), content: { 'application/problem+json': { schema: Problem } } },
    ]),
  );
};

const codesOf = (spec: RouteSpec): ProblemCode[] => {
  const reads = [spec.params, spec.query, spec.headers, spec.body].some((part) => part !== undefined);
  return [
    ...new Set<ProblemCode>([
      ...(reads ? (['validation-failed'] as const) : []),
      ...(spec.query !== undefined && 'cursor' in spec.query.shape ? (['cursor-invalid'] as const) : []),
      ...(spec.access === 'public' ? [] : (['unauthenticated', 'rate-limited'] as const)),
      ...(spec.problems ?? []),
      ...(spec.body === undefined ? [] : (['malformed-json', 'payload-too-large', 'unsupported-media-type'] as const)),
      ...(spec.body !== undefined && spec.yaml === true ? (['malformed-yaml'] as const) : []),
      ...(spec.permission === undefined ? [] : (['forbidden'] as const)),
      'internal',
      'unavailable',
    ]),
  ];
};
