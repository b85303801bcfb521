import { createHash } from 'node:crypto';
import { attachmentRoutes } from '../../api/catalog/attachment-routes';
import { catalogRoutes } from '../../api/catalog/routes';
import type { Answer, Caller } from '../support/api';
import type { Market } from '../support/builders';
import { day, insertMarket, insertOrganization } from '../support/builders';
import { useDatabase } from '../support/database';
import { useServer } from '../support/served';

const picture = (filling: string) => Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.from(filling)]);
const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

describe('files of an offering', () => {
  const { knex } = useDatabase();
  const served = useServer(knex, day(1), (deps) => [...catalogRoutes(deps), ...attachmentRoutes(deps)]);
  let market: Market;
  let vendor: Caller;
  let buyer: Caller;
  let stranger: Caller;
  let path = '';

  const keep = (name: string, bytes: Buffer, purpose = 'image', type = 'image/png', caller = vendor): Promise<Answer> =>
    caller.put(`${path}/${encodeURIComponent(name)}?purpose=${purpose}`, bytes, { 'content-type': type });
  const listed = async () =>
    (await buyer.get(path)).body.items.map(({ name, purpose }: Record<string, string>) => [name, purpose]);

  beforeAll(async () => {
    market = await insertMarket(knex);
    vendor = await served.ownerOf(market.vendorId);
    buyer = await served.ownerOf(market.customerId);
    stranger = await served.ownerOf(await insertOrganization(knex, { kinds: ['vendor'] }));
    path = `/v1/offerings/${market.offeringId}/attachments`;
  });
  beforeEach(async () => {
    await knex('offering_attachments').delete();
    await knex('offerings').where({ id: market.offeringId }).update({ state: 'active', details: {} });
  });

  it('are kept under their names and told with the offering, whose one logo is the last', async () => {
    const { status, body } = await keep('old.png', picture('1'), 'logo');
    const hash = hashOf(picture('1'));
    const old = { name: 'old.png', path: `${path}/old.png`, contentType: 'image/png', purpose: 'logo', size: 9, hash };
    expect([status, body]).toEqual([200, { ...old, changedAt: day(1) }]);
    await keep('Ä new (1).png', picture('2'), 'logo');
    expect(await listed()).toEqual([
      ['Ä new (1).png', 'logo'],
      ['old.png', 'image'],
    ]);
    const logo = `${path}/${encodeURIComponent('Ä new (1).png')}`;
    expect((await buyer.get(`/v1/offerings/${market.offeringId}`)).body.logo).toBe(logo);
    expect((await buyer.get('/v1/offerings')).body.items).toMatchObject([{ logo }]);
    expect((await buyer.get(logo)).status).toBe(200);
    await vendor.post(`${logo}/remove`, {});
    expect((await buyer.get('/v1/offerings')).body.items).toMatchObject([{ logo: null }]);
  });

  it('change nothing when they are kept again, and are replaced by others of their name', async () => {
    const changes = async () => Number((await knex('offering_attachment_changes').count())[0]?.['count']);
    const before = await changes();
    const first = await keep('a.png', picture('1'));
    expect((await keep('a.png', picture('1'))).body).toEqual(first.body);
    expect(await changes()).toBe(before + 1);
    expect((await keep('a.png', picture('22'))).body).toMatchObject({ size: 10, hash: hashOf(picture('22')) });
    expect(await listed()).toEqual([['a.png', 'image']]);
    expect(await changes()).toBe(before + 2);
  });

  it('are read with headers that let nothing run, and not sent again to who has them', async () => {
    await keep('Ä "1".png'.replaceAll('"', ''), picture('1'));
    const { headers } = await buyer.get(`${path}/${encodeURIComponent('Ä 1.png')}`);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'image/png',
      'content-length': '9',
      'content-disposition': `inline; filename="_ 1.png"; filename*=UTF-8''%C3%84%201.png`,
      'cache-control': 'private, no-cache',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
      etag: `"${hashOf(picture('1'))}"`,
    });
    const again = (etag: string) => buyer.get(`${path}/${encodeURIComponent('Ä 1.png')}`, { 'if-none-match': etag });
    expect([(await again(headers.get('etag') ?? '')).status, (await again('"other"')).status]).toEqual([304, 200]);
    await keep('terms.pdf', Buffer.from('%PDF-1.7 x'), 'document', 'application/pdf');
    const pdf = await buyer.get(`${path}/terms.pdf`);
    expect([pdf.body, pdf.headers.get('content-disposition')?.split(';')[0]]).toEqual(['%PDF-1.7 x', 'attachment']);
  });

  it.each<[string, () => Promise<Answer>, number, string]>([
    ['of other bytes', () => keep('a.png', Buffer.from('<svg onload=x>')), 422, 'attachment-refused'],
    ['of another extension', () => keep('a.html', picture('1')), 422, 'attachment-refused'],
    [
      'of a logo that is none',
      () => keep('a.pdf', Buffer.from('%PDF-'), 'logo', 'application/pdf'),
      422,
      'attachment-refused',
    ],
    ['of a type that runs', () => keep('a.svg', picture('1'), 'image', 'image/svg+xml'), 415, 'unsupported-media-type'],
    ['of too many bytes', () => keep('a.png', picture('x'.repeat(100_000))), 413, 'payload-too-large'],
    ['without bytes', () => keep('a.png', Buffer.alloc(0)), 422, 'attachment-refused'],
    ['above its folder', () => keep('../a.png', picture('1')), 400, 'validation-failed'],
    ['with a line break', () => keep('a\r\nx: y.png', picture('1')), 400, 'validation-failed'],
    ['with a hidden turn of its letters', () => keep('a\u202egpj.png', picture('1')), 400, 'validation-failed'],
    ['of a stranger', () => keep('a.png', picture('1'), 'image', 'image/png', stranger), 403, 'forbidden'],
    ['of a buyer', () => keep('a.png', picture('1'), 'image', 'image/png', buyer), 403, 'forbidden'],
  ])('are not taken %s', async (_, send, status, code) => {
    const answer = await send();
    expect([answer.status, answer.body.type]).toEqual([status, `/problems/${code}`]);
    expect(await listed()).toEqual([]);
  });

  it('are there for those alone who may see the offering', async () => {
    await keep('a.png', picture('1'));
    await knex('offerings').where({ id: market.offeringId }).update({ state: 'draft' });
    const seen = async (caller: Caller) => [
      (await caller.get(path)).status,
      (await caller.get(`${path}/a.png`)).status,
    ];
    expect([await seen(vendor), await seen(buyer), await seen(stranger)]).toEqual([
      [200, 200],
      [404, 404],
      [404, 404],
    ]);
    expect((await keep('b.png', picture('1'), 'image', 'image/png', stranger)).status).toBe(404);
    expect((await vendor.get(`${path}/b.png`)).body.type).toBe('/problems/attachment-not-found');
    expect((await vendor.post(`${path}/b.png/remove`, {})).status).toBe(404);
  });

  it('stay as they are once the offering is archived', async () => {
    await keep('a.png', picture('1'));
    await knex('offerings').where({ id: market.offeringId }).update({ state: 'archived' });
    expect([
      (await keep('b.png', picture('1'))).status,
      (await vendor.post(`${path}/a.png/remove`, {})).status,
    ]).toEqual([...[422, 422]]);
    expect((await vendor.get(`${path}/a.png`)).status).toBe(200);
  });

  it('are never more than there may be, however many come at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 24 }, (_, at) =>
        keep(`${String(at)}.png`, picture(String(at)), at % 2 === 0 ? 'logo' : 'image'),
      ),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(20);
    expect((await listed()).filter(([, purpose]: string[]) => purpose === 'logo')).toHaveLength(1);
  });
});
