import { join } from 'node:path';
import { apparmor, helm } from 'cdk8s-container-security';
import { Deployment, EmptyDirMedium, Volume } from 'cdk8s-plus-27';

const app = new helm.HelmApp({ outdir: process.argv[2] ?? 'dist' });
const chart = new helm.HelmChart(app, 'shop', {
  version: '1.0.0',
  appVersion: '1.27',
  description: 'A web server that can do what a web server must do, and nothing else.',
  kubeVersion: '>=1.30.0-0',
});

const { values } = chart;
const replicas = values.addInteger('replicas', { description: 'How many pods.', defaultValue: 2, minimum: 1 });
const image = values.addImage('image', {
  description: 'Image of nginx, one that does not run as root and listens on port 8080.',
  repository: 'docker.io/nginxinc/nginx-unprivileged',
});
const confine = values.addBoolean('confine', { description: 'Put nginx under its profile.', defaultValue: true });

// Read and checked now: a mistake in the profile is told with its line, and no chart is written.
const nginx = apparmor.AppArmorProfile.fromFile(chart, 'nginx', join(__dirname, 'profiles/nginx.aa'));
new apparmor.AppArmorLoader(chart, 'loader', {
  image: 'registry.gitlab.com/cdk8s-container-security/apparmor-loader:0.1.0',
  profiles: [nginx],
});

// The root file system is read-only: nginx writes here, and nowhere else.
const writable = ['/tmp', '/var/cache/nginx'].map((path, index) => ({
  path,
  volume: Volume.fromEmptyDir(chart, `writable-${index}`, `writable-${index}`, { medium: EmptyDirMedium.MEMORY }),
}));
const web = new Deployment(chart, 'web', {
  replicas: replicas.asNumber(),
  containers: [
    {
      name: 'nginx',
      image: image.reference.asString(),
      // Not the script of the image: under the profile there is no shell that could run it.
      command: ['/usr/sbin/nginx', '-g', 'daemon off;'],
      portNumber: 8080,
      securityContext: { user: 101, group: 101, ensureNonRoot: true, readOnlyRootFilesystem: true },
      volumeMounts: writable,
    },
  ],
});
web.exposeViaService({ ports: [{ port: 80, targetPort: 8080 }] });

// No token stands for an enum, and cdk8s-plus-27 is older than `appArmorProfile`: the overlay reaches the finished object.
const container = '/spec/template/spec/containers/0';
helm.Overlay.on(web)
  .put(`${container}/imagePullPolicy`, image.pullPolicy)
  .put(`${container}/securityContext/appArmorProfile`, {
    type: helm.Expression.choose(confine, 'Localhost', 'RuntimeDefault'),
    localhostProfile: helm.Block.when(confine, nginx.localhostProfile),
  });

app.synth();
