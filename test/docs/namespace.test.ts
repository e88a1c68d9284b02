import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from './markdown';

const LABEL = /pod-security\.kubernetes\.io\/enforce(=|: )privileged/;

/** Wherever a reader is told to install the loader. */
const PLACES = [
  'README.md',
  'docs/apparmor.md',
  'docs/gitlab.md',
  'ci-templates/apparmor.gitlab-ci.yml',
  'charts/apparmor/README.md',
  'charts/apparmor/templates/NOTES.txt',
  'examples/nginx-chart/README.md',
];

describe('the label without which no loader is let into a namespace', () => {
  it.each(PLACES)('stands in %s', (place) => {
    expect(readFileSync(join(ROOT, place), 'utf8')).toMatch(LABEL);
  });
});
