import { describe, expect, test } from 'vitest';
import { DiagnosticError } from '../../../lib/diagnostics';
import { Expression, HelmApp, HelmChart, Hook, HookEvent, Loop, Overlay } from '../../../lib/helm';
import { judgeChart, object, PROPS, problemsOfChart, text, untyped } from '../chart/problems';

const shop = (): HelmChart => new HelmChart(new HelmApp(), 'shop', PROPS);

describe('calls that cannot give anything back are told at once', () => {
  test.each<readonly [string, () => unknown, string, string]>([
    [
      'an overlay on nothing',
      () => Overlay.on(untyped(undefined)),
      'HELM1050',
      'Overlay.on() must be given a construct, not undefined',
    ],
    [
      'an overlay on an empty chart',
      () => Overlay.on(shop()),
      'HELM1050',
      'Overlay.on() was given shop, which holds no object',
    ],
    [
      'a hook on nothing',
      () => Hook.on(untyped(null), { events: [HookEvent.TEST] }),
      'HELM1050',
      'Hook.on() must be given a construct, not null',
    ],
    [
      'a loop over nothing',
      () => Loop.over(untyped(undefined)),
      'HELM1050',
      'Loop.over() must be given an expression, not undefined',
    ],
    ['a loop over a list that is known', () => Loop.over(untyped([])), 'HELM1050', 'not an empty array'],
    ['a function in another case', () => Expression.call('tojson', 1), 'HELM1060', 'did you mean "toJson"?'],
    ['a function that every object has', () => Expression.call('constructor'), 'HELM1060', 'no function "constructor"'],
    ['too few arguments', () => Expression.call('trunc'), 'HELM1060', '"trunc" takes 2 arguments, not 0'],
    ['a template that is not there', () => shop().template('fullnam'), 'HELM1061', 'did you mean "fullname"?'],
  ])('%s', (_, call, code, says) => {
    const error = thrownBy(call);
    expect(error).toBeInstanceOf(DiagnosticError);
    expect((error as DiagnosticError).diagnostics).toMatchObject([{ code, severity: 'error' }]);
    expect((error as DiagnosticError).message).toContain(says);
    // The place is the line of the program.
    expect((error as DiagnosticError).stack).toMatch(/^DiagnosticError: [\s\S]*bad-calls\.test\.ts:\d+/);
  });
});

function thrownBy(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    return error;
  }
}

describe('arguments of a chart', () => {
  judgeChart([
    [
      'notes that are no text',
      (chart) => chart.addNotes(...untyped<string[]>([undefined, 5, 'fine', null])),
      'HELM1050 shop#addNotes.lines: "lines" of addNotes() must be a string or an expression, not null',
      'HELM1050 shop#addNotes.lines: "lines" of addNotes() must be a string or an expression, not the number 5',
      'HELM1050 shop#addNotes.lines: "lines" of addNotes() must be a string or an expression, not undefined',
    ],
    [
      'notes under no condition',
      (chart) => chart.addNotesWhen(untyped(undefined), 'x'),
      /^HELM1050 shop#addNotesWhen.condition: "condition" of addNotesWhen\(\) must be an expression, not undefined/,
    ],
    [
      'labels and annotations that are no map',
      (chart) => {
        object(chart, 'a');
        chart.addAnnotations(null);
        chart.addLabels('x');
      },
      /^HELM1050 shop#addAnnotations.annotations: .* must be a map, or an expression of one, not null/,
      /^HELM1050 shop#addLabels.labels: .* not the string "x"/,
    ],
    [
      'a check of nothing',
      (chart) => chart.addCheck(untyped(undefined), untyped(undefined)),
      'HELM1050 shop#addCheck.failWhen: "failWhen" of addCheck() must be an expression, not undefined',
      'HELM1050 shop#addCheck.message: "message" of addCheck() must be a string or an expression, not undefined',
    ],
    [
      'a CRD that is nothing',
      (chart) => chart.addCrd('z', undefined),
      /^HELM1052 shop#crds.z: the content of "z" must be an object, not undefined/,
    ],
    [
      'a subchart of no name',
      (chart) => chart.addSubchart(untyped({})),
      /^HELM1007 shop#dependencies.0.name: a subchart has no name/,
      /^HELM1007 shop#dependencies.0.repository: the subchart dependencies.0 has no repository/,
      /^HELM1007 shop#dependencies.0.version: the subchart dependencies.0 has no version/,
    ],
    [
      'a circle in an object',
      (chart) => {
        const circle: Record<string, unknown> = {};
        circle.b = [{ c: circle }];
        object(chart, 'one', { a: circle });
      },
      'HELM1010 shop/one#spec.a.b.0.c: "spec.a.b.0.c" holds itself (cut the circle: nothing in YAML goes round)',
    ],
    [
      'an instance of a class',
      (chart) => void object(chart, 'one', { a: new Date(0) }),
      /^HELM1010 shop\/one: can't render non-simple object of type 'Date' \(give plain data/,
    ],
  ]);

  test('a choice of nothing is told once, not of its default too', () => {
    const problems = problemsOfChart((chart) => {
      const choice = chart.values.addChoice('x', { description: 'x', choices: [], defaultValue: 'a' });
      object(chart, 'one', { choice });
    });
    expect(problems).toEqual([expect.stringMatching(/^HELM2112/)]);
  });
});

describe('paths of overlays', () => {
  const template = { template: { spec: { containers: [{}] } } };

  judgeChart([
    [
      'a mistyped key on the way of put',
      (chart) => void Overlay.on(object(chart, 'one', template)).put('/spec/templte/spec/hostNetwork', true),
      'HELM1012 shop/one#spec.templte.spec.hostNetwork: the overlay\'s path /spec/templte/spec/hostNetwork leads nowhere: there is no "templte" (did you mean "template"? To make a new map, put it whole at /spec/templte)',
    ],
    [
      'a mistyped key on the way of add',
      (chart) => void Overlay.on(object(chart, 'one', template)).add('/sepc/template/args', 'x'),
      /^HELM1012 shop\/one#sepc.template.args: .* there is no "sepc" \(did you mean "spec"\?/,
    ],
  ]);

  test('maps of other names are made on the way, and the last key may be like another', () => {
    const chart = shop();
    Overlay.on(object(chart, 'one', template))
      .put('/spec/template/spec/securityContext/seccompProfile/type', 'RuntimeDefault')
      .put('/spec/templates', text(chart));
    expect(chart.render()).toMatchObject([
      {
        spec: {
          template: { spec: { securityContext: { seccompProfile: { type: 'RuntimeDefault' } } } },
          templates: 'x',
        },
      },
    ]);
  });
});
