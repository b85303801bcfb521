import { z } from 'zod';
import { describedRoutes } from '../../../api/described-routes';
import { createPick } from '../../../api/listed-fields';

describe('createPick', () => {
  const schema = z.object({
    id: z.string(),
    gone: z.string().optional(),
    nothing: z.union([z.object({ a: z.string() }), z.null()]),
    something: z.union([z.object({ a: z.string() }), z.null()]),
    scalars: z.record(z.string(), z.union([z.string(), z.boolean(), z.array(z.string())])),
    list: z.array(z.object({ n: z.number() })),
    texts: z.record(z.string(), z.string()),
    map: z.record(z.string(), z.object({ v: z.string() })),
    shapes: z.array(
      z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('flat'), price: z.string() }),
        z.object({ kind: z.literal('tiers'), tiers: z.array(z.object({ upTo: z.union([z.string(), z.null()]) })) }),
      ]),
    ),
  });
  const extra = { secret: 'stays' };
  const value = {
    id: 'x',
    nothing: null,
    something: { a: 'b', ...extra },
    scalars: { a: 'b', c: true, d: ['e'] },
    list: [{ n: 1, ...extra }],
    texts: { en: 'hello' },
    map: { k: { v: 'w', ...extra } },
    shapes: [
      { kind: 'flat', price: '1', ...extra },
      { kind: 'tiers', tiers: [{ upTo: null, ...extra }], ...extra },
    ],
    ...extra,
  };

  it('keeps what the schema lists, as its own parsing would', () => {
    expect(createPick(schema)(value)).toEqual(schema.parse(value));
    expect(JSON.stringify(createPick(schema)(value))).not.toContain('secret');
  });

  it('lets nothing through in a shape that is not listed', () => {
    expect(createPick(schema.shape.shapes)([{ kind: 'other', ...extra }])).toEqual([undefined]);
  });

  it.each(describedRoutes().map(({ spec }) => [spec.operationId, spec.response] as const))(
    'can be made for the answer of %s',
    (_, response) => {
      expect(createPick(response)).toBeInstanceOf(Function);
    },
  );

  it('refuses shapes that cannot be told apart', () => {
    expect(() => createPick(z.union([z.object({ a: z.string() }), z.object({ b: z.string() })]))).toThrow('one shape');
    expect(() => createPick(z.string().transform(Number))).toThrow('cannot hold');
  });
});
