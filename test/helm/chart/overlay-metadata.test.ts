import { Block, Expression, Overlay } from '../../../lib/helm';
import { integer, judgeChart, object, text, texts } from './problems';

judgeChart([
  [
    'an expression in place of the metadata',
    (chart) => {
      const all = chart.values.addAny('all', { description: 'All of it.' });
      Overlay.on(object(chart, 'one')).put('/metadata', all);
    },
    'HELM1026 shop#all: nothing in the chart uses the value "all" (use its expression, or take the value away: setting it would do nothing)',
    'HELM1013 shop/one#metadata: "metadata" must be a map, not the value "all": the chart puts its labels into it (put what is inside: "/metadata/labels", "/metadata/annotations/key", "/metadata/namespace")',
  ],
  [
    'metadata under a condition',
    (chart) => void Overlay.on(object(chart, 'one')).when('/metadata', integer(chart).gt(1)),
    /^HELM1026 shop#integer/,
    /^HELM1013 shop\/one#metadata: "metadata" must be a map, not a block: the chart puts its labels into it/,
  ],
  [
    'metadata that is a text',
    (chart) => void Overlay.on(object(chart, 'one')).put('/metadata', 'x'),
    /^HELM1013 shop\/one#metadata: "metadata" must be a map, not the string "x"/,
  ],
  [
    'labels that are a text, annotations that are a list',
    (chart) => {
      chart.addAnnotations({ a: 'b' });
      Overlay.on(object(chart, 'one')).put('/metadata/labels', text(chart)).put('/metadata/annotations', texts(chart));
      Overlay.on(object(chart, 'two')).put('/metadata/labels', ['a']);
      Overlay.on(object(chart, 'three')).put('/metadata/labels', Block.when(Expression.literal(true), 'x'));
    },
    /^HELM1026 shop#text/,
    /^HELM1026 shop#texts/,
    /^HELM1013 shop\/one#metadata.annotations: "metadata.annotations" must be a map, not the value "texts"/,
    'HELM1013 shop/one#metadata.labels: "metadata.labels" must be a map, not the value "text": the chart puts its own labels beside it (a map, an expression of one, or Block.when with one of these; or single keys with Overlay)',
    /^HELM1013 shop\/three#metadata.labels: "metadata.labels" must be a map, not a block/,
    /^HELM1013 shop\/two#metadata.labels: "metadata.labels" must be a map, not an array/,
  ],
]);
