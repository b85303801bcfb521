import { needsServers, parseStartFlags, selectedProjects } from '../../../bin/launcher/flags.js';

describe('parseStartFlags', () => {
  it('plays the demo and keeps the state unless told otherwise', () => {
    expect(parseStartFlags([])).toEqual({ demo: true, fresh: false, help: false, unknown: [] });
    expect(parseStartFlags(['--no-demo', '--fresh'])).toMatchObject({ demo: false, fresh: true });
  });

  it('names what it does not know', () => {
    expect(parseStartFlags(['--frsh', '--help'])).toMatchObject({ help: true, unknown: ['--frsh'] });
  });
});

describe('needsServers', () => {
  it.each([
    [[], true],
    [['--selectProjects', 'unit'], false],
    [['--selectProjects', 'unit', 'replay', '--silent'], false],
    [['--selectProjects=architecture'], false],
    [['--selectProjects', 'unit', 'e2e'], true],
    [['-t', 'some name'], true],
  ])('%j: %s', (args, expected) => {
    expect(needsServers(args)).toBe(expected);
  });

  it('reads the projects up to the next flag', () => {
    expect(selectedProjects(['-i', '--selectProjects', 'unit', 'e2e', '-t', 'x'])).toEqual(['unit', 'e2e']);
  });
});
