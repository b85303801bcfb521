import { welcome } from '../../../bin/launcher/welcome.js';

const keys = [
  { role: 'buyer', name: 'Bea', key: 'ek_1', organizationId: 'org-1', projectId: 'project-1' },
  { role: 'platform', name: 'Operator', key: 'ek_2' },
];
const options = { apiUrl: 'http://a:1', temporalUi: 'http://t:2', keys, planId: 'plan-1', logs: '/logs' };

describe('welcome', () => {
  it('leads to the workflows of the customer in the Temporal UI', () => {
    expect(welcome(options)).toContain('http://t:2/namespaces/default/workflows?query=OrgId%3D%22org-1%22\n');
    expect(welcome({ ...options, keys: [] })).toContain('http://t:2/namespaces/default/workflows\n');
  });

  it('shows one key a role, and calls that can be pasted', () => {
    const text = welcome(options);
    expect(text).toContain('buyer     ek_1  (Bea)');
    expect(text).toContain('platform  ek_2  (Operator)');
    expect(text.match(/^ {2}curl .*Bearer ek_1/gm)).toHaveLength(3);
    expect(text).toContain(
      `-d '{"projectId":"project-1","planId":"plan-1","quantities":{"seats":"5"}}' http://a:1/v1/quotes`,
    );
  });

  it('offers no calls where nobody has a key', () => {
    expect(welcome({ ...options, keys: [] })).not.toContain('curl');
  });
});
