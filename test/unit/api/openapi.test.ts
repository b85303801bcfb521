import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describedRoutes } from '../../../api/described-routes';
import { openApiDocument } from '../../../api/openapi';
import { problemTable } from '../../../api/problem-table';

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: unknown;
}

interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly parameters?: readonly { readonly in: string; readonly name: string }[];
  readonly security: unknown;
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly responses: Readonly<Record<string, { readonly content: object }>>;
}

const document = JSON.parse(JSON.stringify(openApiDocument(describedRoutes())));
const operations = Object.entries<Record<string, Operation>>(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

/** Every value below a key of this name, wherever it is. */
const valuesOf = (value: unknown, key: string): unknown[] => {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [...(name === key ? [inner] : []), ...valuesOf(inner, key)]);
};

describe('the OpenAPI document', () => {
  it('is the one that is committed', () => {
    const stored = readFileSync(join(__dirname, '../../../docs/openapi.json'), 'utf8');
    expect(`${JSON.stringify(document, null, 2)}\n`).toBe(stored);
  });

  it('is the same however often it is made', () => {
    expect(JSON.stringify(openApiDocument(describedRoutes()))).toBe(JSON.stringify(document));
  });

  it('refers to nothing that is not there', () => {
    const known = new Set(Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`));
    for (const reference of valuesOf(document, '$ref')) expect(known).toContain(reference);
  });

  it('names each operation once', () => {
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('describes every tag', () => {
    const described = document.tags.map(({ name }: { readonly name: string }) => name);
    const used = operations.flatMap(({ operation }) => operation.tags);
    expect([...new Set(used)].sort()).toEqual([...described].sort());
  });

  it('gives examples of bodies that its own operations take', () => {
    const examples = describedRoutes().flatMap(({ spec: { body } }) => {
      const example: unknown = body?.meta()?.example;
      return example === undefined ? [] : [body?.safeParse(example).error];
    });
    expect(examples.length).toBeGreaterThan(5);
    expect(examples.filter((error) => error !== undefined)).toEqual([]);
  });

  it('declares every parameter of a path', () => {
    for (const { path, operation } of operations) {
      const inPath = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path');
      const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect(inPath.map((parameter) => parameter.name)).toEqual(names);
    }
  });

  it.each(operations.map(({ method, path, operation }) => [`${method} ${path}`, operation]))(
    '%s asks who calls, unless it is about health, and says how it can fail',
    (name, operation) => {
      const isPublic = name.endsWith('z');
      expect(operation.security).toEqual(isPublic ? [] : [{ apiKey: [] }, { accessToken: [] }]);
      const statuses = Object.keys(operation.responses);
      expect(statuses).toEqual(expect.arrayContaining(isPublic ? ['500', '503'] : ['401', '429', '500', '503']));
      for (const status of statuses.filter((text) => Number(text) >= 400)) {
        expect(Object.keys(operation.responses[status]!.content)).toEqual(['application/problem+json']);
      }
    },
  );

  it('is strict about what comes in: no body takes a field that it does not know', () => {
    for (const { operation } of operations) {
      const schema = operation.requestBody?.content['application/json']?.schema;
      if (schema === undefined) continue;
      for (const shape of objectsOf(schema)) expect(shape.additionalProperties).not.toBe(undefined);
    }
  });
});

/** The object shapes that a schema is made of, references followed. */
const objectsOf = (schema: Schema): Schema[] => {
  if (schema.$ref !== undefined) return objectsOf(document.components.schemas[schema.$ref.split('/').at(-1)!]);
  const branches = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.items ? [schema.items] : [])];
  const below = [...branches, ...Object.values(schema.properties ?? {})].flatMap(objectsOf);
  return schema.type === 'object' ? [schema, ...below] : below;
};

describe('problemTable', () => {
  it.each(Object.entries(problemTable))('%s says what is wrong and how to mend it', (_, { status, title, mend }) => {
    expect(status).toBeGreaterThanOrEqual(400);
    expect(title).toMatch(/^[A-Z].*[^.]$/);
    expect(mend).toMatch(/\.$/);
  });

  it.each(Object.entries(problemTable).filter(([code]) => code.endsWith('-not-found')))('%s is a 404', (_, kind) => {
    expect(kind.status).toBe(404);
  });
});
