/** A chart repository on loopback, with charts that helm itself has packaged. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export class Repository {
  private readonly folder = mkdtempSync(join(tmpdir(), 'chart-repository-'));
  private server: Server | undefined;
  /** Paths that somebody asked for. */
  readonly asked: string[] = [];
  url = '';

  /** `charts`: name to versions. */
  async start(helm: string, charts: Readonly<Record<string, readonly string[]>>): Promise<void> {
    for (const [name, versions] of Object.entries(charts)) {
      for (const version of versions) {
        const source = join(this.folder, 'source', `${name}-${version}`, name);
        mkdirSync(source, { recursive: true });
        writeFileSync(join(source, 'Chart.yaml'), `apiVersion: v2\nname: ${name}\nversion: ${version}\n`);
        await run(helm, ['package', source, '--destination', join(this.folder, 'served')]);
      }
    }
    await run(helm, ['repo', 'index', join(this.folder, 'served')]);
    const server = createServer((request, response) => {
      this.asked.push(request.url ?? '');
      try {
        response.end(readFileSync(join(this.folder, 'served', request.url ?? '')));
      } catch {
        response.writeHead(404).end();
      }
    });
    this.server = server;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server?.close();
    this.server?.closeAllConnections();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
