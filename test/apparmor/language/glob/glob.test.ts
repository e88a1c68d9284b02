import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { common, contains, intersects } from '../../../../lib/apparmor/language/glob/compare';
import {
  filterSlashes,
  type Glob,
  isExact,
  isGlob,
  matches,
  parseGlob,
} from '../../../../lib/apparmor/language/glob/glob';

function glob(text: string): Glob {
  const read = parseGlob(text);
  if (!isGlob(read)) throw new Error(`${text}: ${read.fault} at ${read.at}`);
  return read;
}

describe('a glob', () => {
  it.each([
    ['/a/*', ['/a/b', '/a/.b'], ['/a/', '/a', '/a/b/c', '/a/b/']],
    ['/a/**', ['/a/b', '/a/b/', '/a/b/c', '/a/b//'], ['/a/', '/a', '/a//']],
    ['/a/*b', ['/a/b', '/a/bb'], ['/a/', '/a/b/b']],
    ['/a/**/', ['/a/b/', '/a/b/c/'], ['/a/', '/a/b']],
    ['/a*', ['/a', '/ab'], ['/a/b']],
    ['/a**', ['/a', '/a/', '/a/b'], ['/b']],
    ['/*/b', ['/x/b'], ['//b', '/b']],
    ['/a?', ['/ab'], ['/a', '/a/', '/abc']],
    ['/a[bc]', ['/ab', '/ac'], ['/ad', '/a']],
    ['/a[a-c]', ['/ab'], ['/ad']],
    ['/a[^b]', ['/ac', '/a/'], ['/ab']],
    ['/a{,b}', ['/a', '/ab'], ['/abb', '/a,']],
    ['/a{b,c{d,e}}f', ['/abf', '/acdf', '/acef'], ['/acf', '/af']],
    ['/a{b,*}', ['/ab', '/a', '/axyz'], ['/ax/']],
    ['/a\\*', ['/a*'], ['/ab']],
    ['/a\\x41\\102\\d067', ['/aABC'], ['/aAB']],
    ['/a.b+(c)|d^e$', ['/a.b+(c)|d^e$'], ['/axb']],
    ['/a\\,b', ['/a,b'], ['/a']],
    ['/é?', ['/éa'], ['/éé', '/é']],
    ['/a[*]', ['/a/]', '/a[]', '/a]', '/a^]'], ['/a*', '/a*]']],
  ])('%s matches what the parser takes it for', (text, good, bad) => {
    expect(good.filter((each) => !matches(glob(text), each))).toEqual([]);
    expect(bad.filter((each) => matches(glob(text), each))).toEqual([]);
  });

  it.each([
    ['/a]', 'unopened-class', 2],
    ['/a}', 'unopened-group', 2],
    ['/{a}', 'one-item', 3],
    ['/{a,b', 'unclosed', 1],
    ['/x[a', 'unclosed', 2],
    ['/a\\', 'trailing-escape', 2],
    ['/[a-]', 'class', 1],
    [`/${'{a,'.repeat(50)}`, 'depth', 148],
  ])('%s is refused with the place', (text, fault, at) => {
    expect(parseGlob(text)).toEqual({ fault, at });
  });

  it('is exact as long as it holds no wildcard, and classes count from 4.1 on', () => {
    const exact = (text: string): boolean[] => [isExact(glob(text), false), isExact(glob(text), true)];
    expect(exact('/bin/{a,b}')).toEqual([true, true]);
    expect(exact('/bin/[ab]')).toEqual([false, true]);
    expect(exact('/bin/[^ab]')).toEqual([false, false]);
    expect(exact('/bin/a*')).toEqual([false, false]);
  });

  it('has its double slashes filtered, but for two at the beginning', () => {
    expect(['//a//b', '///a', '/a//', '/', '//'].map(filterSlashes)).toEqual(['//a/b', '/a', '/a/', '/', '//']);
  });
});

describe('two globs', () => {
  it.each([
    ['/a/*', '/a/b', true],
    ['/a/*', '/a/b/c', false],
    ['/a/**', '/*/b/c', true],
    ['/a{b,c}*d', '/a*e', false],
    ['/a{b,c}*d', '/ac[^x]', true],
    ['/a', '/a', true],
    ['/usr/**/x', '/usr/lib/*', true],
    ['/usr/**/x', '/usr/*', false],
  ])('%s and %s meet: %s', (a, b, meet) => {
    expect(intersects(glob(a), glob(b))).toBe(meet);
    expect(intersects(glob(b), glob(a))).toBe(meet);
    expect(common(glob(a), glob(b)) !== undefined).toBe(meet);
  });

  it.each([
    ['/a/**', '/a/*', true],
    ['/a/*', '/a/**', false],
    ['/**', '/usr/{a,b}*', true],
    ['/{a,b}', '/b', true],
    ['/[a-c]', '/{a,b,d}', false],
  ])('%s contains %s: %s', (outer, inner, all) => {
    expect(contains(glob(outer), glob(inner))).toBe(all);
  });

  it('of hundreds of thousands of characters, classes and alternatives are read', () => {
    const count = 200_000;
    expect(matches(glob(`/${'a'.repeat(count)}`), `/${'a'.repeat(count)}`)).toBe(true);
    expect(matches(glob(`/[${'a'.repeat(count)}]`), '/a')).toBe(true);
    expect(matches(glob(`/{${'a,'.repeat(count)}b}`), '/b')).toBe(true);
  });

  it('of hundreds of ** are not followed to the end: they neither meet nor contain each other', () => {
    const many = (piece: string): Glob => glob(`/${piece.repeat(400)}**a`);
    expect(common(many('**a'), many('**b'))).toBeUndefined();
    expect(contains(many('**a'), many('**b**a'))).toBe(false);
    expect(contains(many('**a'), many('**a'))).toBe(true);
  });
});

const piece = fc.constantFrom('a', 'b', '/', '*', '**', '?', '[ab]', '[^a]', '{a,b}', '{,/b}', '{a*,b/}', '\\x61');
const pattern = fc.array(piece, { maxLength: 8 }).map((pieces) => `/${pieces.join('')}`);
const path = fc.array(fc.constantFrom('a', 'b', 'c', '/'), { maxLength: 8 }).map((chars) => `/${chars.join('')}`);

/** What JavaScript's own regular expressions say of the text that the parser would compile. */
const oracle = (each: Glob): RegExp => new RegExp(`^(?:${each.regex})$`, 's');

describe('generated globs', () => {
  it('match what the regular expression matches', () => {
    fc.assert(
      fc.property(pattern, fc.array(path, { maxLength: 10 }), (text, paths) => {
        const one = glob(text);
        for (const each of paths) expect([each, matches(one, each)]).toEqual([each, oracle(one).test(each)]);
      }),
      { numRuns: 500 },
    );
  });

  it('meet where the common text says so, and nowhere else', () => {
    fc.assert(
      fc.property(pattern, pattern, path, (a, b, each) => {
        const [one, other] = [glob(a), glob(b)];
        const shared = common(one, other);
        expect(intersects(one, other)).toBe(shared !== undefined);
        if (shared !== undefined) expect([matches(one, shared), matches(other, shared)]).toEqual([true, true]);
        else expect(matches(one, each) && matches(other, each)).toBe(false);
        if (contains(one, other) && matches(other, each)) expect(matches(one, each)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
