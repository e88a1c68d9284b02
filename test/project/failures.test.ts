import { describe, expect, it } from 'vitest';
import { knownFailure } from '../../lib/project/failures';

describe('what programs say of the world around them', () => {
  it.each<[string, string, string, string]>([
    [
      'a repository that is not there',
      'PROJECT1015',
      'https://charts.example.com',
      'Error: looks like "https://charts.example.com" is not a valid chart repository or cannot be reached: Get "https://charts.example.com/index.yaml": dial tcp: lookup charts.example.com: no such host',
    ],
    [
      'a registry that is not there',
      'PROJECT1015',
      'https://registry.example.com/v2/charts/falco/manifests/9.1.0',
      'Error: failed to do request: Head "https://registry.example.com/v2/charts/falco/manifests/9.1.0": dial tcp 192.0.2.1:443: connect: connection refused',
    ],
    [
      'pods that do not become ready, with Helm 4',
      'PROJECT1019',
      'ready in time',
      'Error: INSTALLATION FAILED: resource Deployment/shop/web not ready. status: InProgress, message: Available: 0/1\ncontext deadline exceeded',
    ],
    [
      'pods that do not become ready, with Helm 3',
      'PROJECT1019',
      'ready in time',
      'Error: UPGRADE FAILED: release shop failed, and has been rolled back due to atomic being set: context deadline exceeded',
    ],
    [
      'a cluster that does not answer',
      'PROJECT1005',
      'the cluster cannot be reached',
      'Error: Kubernetes cluster unreachable: Get "https://192.0.2.1:6443/version": context deadline exceeded',
    ],
  ])('%s', (_name, code, words, said) => {
    const [found] = knownFailure(said)?.diagnostics ?? [];
    expect(found).toMatchObject({ code, message: expect.stringContaining(words) });
  });
});
