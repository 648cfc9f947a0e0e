/**
 * Renders the chart for both example sizes into `rendered/`: `npm run build && HELM=/path/to/helm node dist/deploy/helm/render.js`. Helm is no
 * part of the project; the tests look at the renderings and fail when the chart has changed since. Helm is built by
 * `go build helm.sh/helm/v3/cmd/helm` in a module that requires it, or taken from its publisher.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../local/project-root.js';
import { chartHash } from './chart-hash.js';

const folder = join(projectRoot, 'deploy', 'helm');
const chart = join(folder, 'trivselshub');
const helm = process.env['HELM'] ?? 'helm';
/** A fixed version, so that the rendering does not depend on the helm that makes it. */
const AS_FOR = ['--kube-version', '1.33.0', '--api-versions', 'monitoring.coreos.com/v1/PodMonitor'];

execFileSync(helm, ['lint', '--strict', chart], { stdio: 'inherit' });
for (const size of ['small', 'large']) {
  const args = ['template', 'hub', chart, '--values', join(chart, `values-${size}.yaml`), ...AS_FOR];
  const manifests = execFileSync(helm, args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  const head = `# Rendered by deploy/helm/render.ts from the chart with sha256 ${chartHash(chart)}\n`;
  writeFileSync(join(folder, 'rendered', `${size}.yaml`), head + manifests);
  process.stdout.write(`rendered: ${size}\n`);
}
