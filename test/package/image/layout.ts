import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** Media types of the OCI image specification, version 1. */
export const MEDIA_TYPES = {
  index: 'application/vnd.oci.image.index.v1+json',
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar+gzip',
} as const;

/** What an image runs, as the configuration of the specification has it. */
export interface RunConfig {
  readonly User: string;
  readonly Env: readonly string[];
  readonly Entrypoint: readonly string[];
  readonly Cmd: readonly string[];
  readonly Labels: Readonly<Record<string, string>>;
}

export interface ImageParts {
  /** As Go names it: `amd64`, `arm64`. */
  readonly architecture: string;
  /** The root file system, a tar archive. */
  readonly layer: Buffer;
  readonly config: RunConfig;
  /** Of the image's manifest. */
  readonly annotations: Readonly<Record<string, string>>;
  /** The tag. */
  readonly name: string;
  /** When it was made: a fixed time, in seconds since 1970. */
  readonly created: number;
}

/** A file of a layout, as others refer to it. */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  /** Bytes. */
  readonly size: number;
}

export const digestOf = (content: Buffer): string => `sha256:${createHash('sha256').update(content).digest('hex')}`;

/** Which system a gzip file comes from stands in this byte; 255 is «unknown». Node writes no time. */
const GZIP_SYSTEM_AT = 9;

function gzip(content: Buffer): Buffer {
  const packed = gzipSync(content, { level: 9 });
  packed[GZIP_SYSTEM_AT] = 255;
  return packed;
}

/** Keys in the order in which they are written here: nothing but the content decides the bytes. */
const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

/**
 * Writes an image as an OCI image layout of one platform, in the place of whatever stands in `folder`.
 * @returns what refers to the image: the digest by which a registry knows it
 */
export function writeLayout(folder: string, image: ImageParts): Descriptor & { readonly layer: Descriptor } {
  const blobs = join(folder, 'blobs/sha256');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(blobs, { recursive: true });
  const add = (mediaType: string, content: Buffer): Descriptor => {
    const digest = digestOf(content);
    writeFileSync(join(blobs, digest.replace(/^sha256:/, '')), content);
    return { mediaType, digest, size: content.length };
  };
  const created = new Date(image.created * 1000).toISOString().replace('.000Z', 'Z');
  const platform = { architecture: image.architecture, os: 'linux' };
  const layer = add(MEDIA_TYPES.layer, gzip(image.layer));
  const config = add(
    MEDIA_TYPES.config,
    json({
      created,
      ...platform,
      config: image.config,
      rootfs: { type: 'layers', diff_ids: [digestOf(image.layer)] },
      history: [{ created, created_by: 'the root file system' }],
    }),
  );
  const manifest = add(
    MEDIA_TYPES.manifest,
    json({
      schemaVersion: 2,
      mediaType: MEDIA_TYPES.manifest,
      config,
      layers: [layer],
      annotations: { 'org.opencontainers.image.created': created, ...image.annotations },
    }),
  );
  const tag = { 'org.opencontainers.image.ref.name': image.name };
  writeFileSync(
    join(folder, 'index.json'),
    json({ schemaVersion: 2, mediaType: MEDIA_TYPES.index, manifests: [{ ...manifest, platform, annotations: tag }] }),
  );
  writeFileSync(join(folder, 'oci-layout'), json({ imageLayoutVersion: '1.0.0' }));
  return { ...manifest, layer };
}
