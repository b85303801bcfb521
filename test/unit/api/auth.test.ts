import { createHash } from 'node:crypto';
import type { Caller } from '../../../api/auth';
import { createAuthenticate } from '../../../api/auth';
import { RequestProblem } from '../../../api/request-problem';

const key = 'ek_demo_0123456789';
const bea: Caller = { userId: 'bea', name: 'Bea', grants: [], organizationId: null, testClockId: null };

const create = (believeMs?: number) => {
  const asked: string[] = [];
  let answer: () => Promise<Caller | undefined> = () => Promise.resolve(bea);
  const authenticate = createAuthenticate({
    actors: {
      byKeyHash: (hash) => {
        asked.push(hash.toString('hex'));
        return answer();
      },
      byLogin: () => Promise.resolve(undefined),
    },
    now: () => '2026-12-01T00:00:00.000Z',
    ...(believeMs === undefined ? {} : { believeMs }),
  });
  return { asked, authenticate, answerWith: (next: typeof answer) => (answer = next) };
};

describe('createAuthenticate', () => {
  it('asks by the hash of the key, once for a burst', async () => {
    const { asked, authenticate } = create();
    const callers = await Promise.all([1, 2, 3].map(() => authenticate(`Bearer ${key}`)));
    expect(callers).toEqual([bea, bea, bea]);
    expect(asked).toEqual([createHash('sha256').update(key).digest('hex')]);
  });

  it('asks again when it no longer believes', async () => {
    const { asked, authenticate } = create(-1);
    await authenticate(`Bearer ${key}`);
    await authenticate(`Bearer ${key}`);
    expect(asked).toHaveLength(2);
  });

  it('forgets a key that is not known, and a failure', async () => {
    const { authenticate, answerWith } = create();
    answerWith(() => Promise.resolve(undefined));
    await expect(authenticate(`Bearer ${key}`)).rejects.toThrow(RequestProblem);
    answerWith(() => Promise.reject(new Error('database away')));
    await expect(authenticate(`Bearer ${key}`)).rejects.toThrow('database away');
    answerWith(() => Promise.resolve(bea));
    expect(await authenticate(`Bearer ${key}`)).toBe(bea);
  });

  it.each([undefined, '', 'Bearer', key, `Basic ${key}`, 'Bearer other_key_format', `Bearer ${key} more`])(
    'refuses %j without asking',
    async (authorization) => {
      const { asked, authenticate } = create();
      await expect(authenticate(authorization)).rejects.toMatchObject({ code: 'unauthenticated' });
      expect(asked).toEqual([]);
    },
  );
});
