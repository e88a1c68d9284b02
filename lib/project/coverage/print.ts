import { type Painter, plainPainter } from '../../diagnostics/painter';
import { visible } from '../../diagnostics/visible';
import { type Application, isFine, type Standing } from './coverage';

const WORDS: Readonly<Record<Standing, (application: Application) => string>> = {
  installed: ({ chart = 'nothing tells the version' }) => `installed: ${chart}`,
  outdated: ({ chart = '', wanted = '' }) => `outdated: ${chart} is installed, the project names ${wanted}`,
  missing: () => 'missing: the project asks for it and it is not installed',
  broken: ({ status = '', revision = 0 }) => `broken: revision ${revision} is ${status}`,
  removed: () => 'removed, as the project asks',
  unwanted: ({ chart = 'it' }) => `to be removed: ${chart} is still installed`,
};

/** One application in a line that ends with a newline. */
export function formatApplication(application: Application, paint: Painter = plainPainter): string {
  const { namespace, application: name, standing } = application;
  const words = WORDS[standing](application);
  return `${paint('place', visible(`${namespace}/${name}`))}: ${paint(isFine(application) ? 'good' : 'warning', visible(words))}\n`;
}
