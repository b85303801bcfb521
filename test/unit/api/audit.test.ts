import { isWrite } from '../../../api/audit/trail';
import { idsIn } from '../../../api/audit/object-ids';
import { describedRoutes } from '../../../api/described-routes';

const writes = describedRoutes().filter(({ spec }) => spec.method !== 'get');

describe('a write', () => {
  it('leaves a trail by being in the table of routes: those that do not are named here', () => {
    const silent = writes.filter(({ spec }) => !isWrite(spec, {})).map(({ spec }) => spec.operationId);
    expect(silent.sort()).toEqual(['quote', 'whatIf']);
  });

  it('is by somebody who is known', () => {
    expect(writes.filter(({ spec }) => spec.access !== 'authenticated').map(({ spec }) => spec.operationId)).toEqual(
      [],
    );
  });

  it('is a quote that is kept, and no other', () => {
    const quote = writes.find(({ spec }) => spec.operationId === 'quote')?.spec;
    const bodies = [{ keep: true }, { keep: false }, { keep: 'true' }, undefined, null, 'keep'];
    expect(bodies.map((body) => quote !== undefined && isWrite(quote, body))).toEqual([
      ...[true, false, false, false, false, false],
    ]);
  });
});

describe('idsIn', () => {
  it('finds what a request is about, each once, and neither secrets nor long texts', () => {
    const body = {
      projectId: 'p',
      planId: 'q',
      name: 'A name',
      key: 'ek_secret',
      apiKey: 'ek_secret',
      longId: 'x'.repeat(101),
    };
    expect(idsIn({ groupKey: 'g' }, body, { id: 'o', projectId: 'p', items: [] })).toEqual(['g', 'p', 'q', 'o']);
    expect(idsIn({}, null, 'text')).toEqual([]);
  });
});
