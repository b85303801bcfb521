import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { permissionTexts, permissions, rolePermissions, roles } from '../../../../domain/identity/permission-table';

const document = readFileSync(join(__dirname, '../../../../docs/permissions.md'), 'utf8');
const cellsOf = (line: string): string[] =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
/** The rows of the document's table that begin with the name of a permission. */
const rows = document
  .split('\n')
  .map(cellsOf)
  .filter(([first = '']) => /^`[\w-]+\.[\w-]+`$/.test(first));

describe('the table of permissions', () => {
  it('is the one that is written down', () => {
    expect(rows).toEqual(
      permissions.map((permission) => [
        `\`${permission}\``,
        permissionTexts[permission],
        ...roles.map((role) => (rolePermissions[role].includes(permission) ? 'x' : '')),
      ]),
    );
  });

  it('has a column for each role, in the order of the roles', () => {
    const head = document.split('\n').find((line) => line.includes('| permission'));
    expect(cellsOf(head ?? '').slice(2)).toEqual(roles.map((role) => `\`${role}\``));
  });

  it('names permissions in their order, each held by somebody', () => {
    expect(permissions).toEqual([...permissions].sort());
    for (const permission of permissions)
      expect(roles.some((role) => rolePermissions[role].includes(permission))).toBe(true);
  });
});
