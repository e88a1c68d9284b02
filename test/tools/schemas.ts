import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { GO_ENV, goUnavailable, moduleFolder, moduleInputs } from './go';
import { kindSchemas, type OpenApiDocument } from './openapi';
import { command } from './progress';
import type { Recipe } from './recipe';
import type { SchemaTool } from './table';

const MODULE = 'k8s.io/kubernetes';
/** The server's OpenAPI document lies in its source, so no server has to run to get it. */
const DOCUMENT = 'api/openapi-spec/swagger.json';

export const schemasRecipe: Recipe<SchemaTool> = {
  unavailable: goUnavailable,
  inputs: (_name, row) => [...moduleInputs(row.from), readFileSync(join(__dirname, 'openapi.ts'), 'utf8')],
  async build(_name, row, folder, progress) {
    const json = await progress.during(`downloading ${MODULE} for its OpenAPI document`, () =>
      command('go', ['mod', 'download', '-json', MODULE], { cwd: moduleFolder(row.from), env: GO_ENV }),
    );
    const { Dir, Version } = JSON.parse(json) as { Dir: string; Version: string };
    const document = JSON.parse(readFileSync(join(Dir, DOCUMENT), 'utf8')) as OpenApiDocument;
    const schemas = kindSchemas(document);
    for (const { path, schema } of schemas) {
      const file = join(folder, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, JSON.stringify(schema));
    }
    progress.say(`${schemas.length} kinds of Kubernetes ${Version}`);
  },
};
