import type { Place } from '../diagnostic';
import { formatPath } from '../place';
import { type Located, locator } from './located';
import type { PrinterFactory } from './printer';

/** Where the schema of SARIF 2.1.0 with errata 01 is published. */
const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/**
 * SARIF 2.1.0: one log with one run. GitLab (`artifacts:reports:sarif`) drops results without a rule or without a
 * physical location, so every result has both. Severities have the same names here as there.
 */
export const sarif: PrinterFactory = (options) => {
  const { tool, rules: descriptions = {} } = options;
  const rules = new Map<string, number>();
  const results: object[] = [];
  const locate = locator(options);
  let successful = true;
  return {
    input: (input) => {
      if (input.unreadable === true) successful = false;
      for (const located of locate(input)) {
        const { code } = located.diagnostic;
        if (!rules.has(code)) rules.set(code, rules.size);
        results.push(toResult(located, rules.get(code) ?? 0));
      }
      return '';
    },
    end: () => {
      const log = {
        $schema: SCHEMA,
        version: '2.1.0',
        runs: [
          {
            tool: {
              driver: {
                name: tool.name,
                version: tool.version,
                informationUri: tool.homepage,
                rules: [...rules.keys()].map((id) => ({ id, shortDescription: { text: descriptions[id] ?? id } })),
              },
            },
            invocations: [{ executionSuccessful: successful }],
            columnKind: 'utf16CodeUnits',
            results,
          },
        ],
      };
      return `${JSON.stringify(log, undefined, 2)}\n`;
    },
  };
};

function toResult({ diagnostic, file, line, fingerprint }: Located, ruleIndex: number): object {
  const { code, severity, message, hint, place = {} } = diagnostic;
  const path = formatPath(place);
  return {
    ruleId: code,
    ruleIndex,
    level: severity,
    message: { text: hint === undefined ? message : `${message}\n${hint}` },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: toUri(file) }, region: toRegion(place, line) },
        ...(path === undefined ? {} : { logicalLocations: [{ fullyQualifiedName: path }] }),
      },
    ],
    partialFingerprints: { 'containerSecurity/v1': fingerprint },
  };
}

function toRegion({ column, endLine, endColumn }: Place, startLine: number): object {
  return {
    startLine,
    ...(column === undefined ? {} : { startColumn: column }),
    ...(endLine === undefined ? {} : { endLine }),
    ...(endColumn === undefined ? {} : { endColumn }),
  };
}

/** A relative reference, or a file URI for an absolute path. A Windows drive counts as absolute. */
function toUri(file: string): string {
  const path = /^[A-Za-z]:[\\/]/.test(file) ? `/${file.replaceAll('\\', '/')}` : file;
  const encoded = path.split('/').map(encodeSegment).join('/');
  return path.startsWith('/') ? `file://${encoded}` : encoded;
}

/** Half a surrogate pair, which a broken file name can hold, has no encoding. */
function encodeSegment(segment: string): string {
  return encodeURIComponent(segment.replace(/\p{Surrogate}/gu, '\ufffd'));
}
