import { createHash } from 'node:crypto';
import { NotEvaluable } from '../go-value';
import { go, type Table } from './function';
import { bytesOf, textOf } from './go/utf8';

const digest = (algorithm: string) => (text: string) => createHash(algorithm).update(bytesOf(text)).digest('hex');

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function encodeBase32(text: string): string {
  const bits = [...bytesOf(text)].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const digits = bits.match(/.{1,5}/g)?.map((group) => BASE32.charAt(Number.parseInt(group.padEnd(5, '0'), 2))) ?? [];
  return digits.join('') + '='.repeat((8 - (digits.length % 8)) % 8);
}

/** Helm gives the decoder's message for wrong text; that is not repeated here. */
function decodeBase32(text: string): string {
  const plain = text.replace(/[\r\n]/g, '');
  if (!/^(?:[A-Z2-7]{8})*(?:[A-Z2-7]{2}={6}|[A-Z2-7]{4}={4}|[A-Z2-7]{5}={3}|[A-Z2-7]{7}=)?$/.test(plain))
    throw new NotEvaluable('text that is no base 32');
  const bits = [...plain.replace(/=+$/, '')]
    .map((digit) => BASE32.indexOf(digit).toString(2).padStart(5, '0'))
    .join('');
  return textOf(Uint8Array.from(bits.match(/.{8}/g) ?? [], (group) => Number.parseInt(group, 2)));
}

function decodeBase64(text: string): string {
  const plain = text.replace(/[\r\n]/g, '');
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(plain))
    throw new NotEvaluable('text that is no base 64');
  return textOf(Buffer.from(plain, 'base64'));
}

function adler32(text: string): string {
  let [a, b] = [1, 0];
  for (const byte of bytesOf(text)) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return String(b * 65536 + a);
}

/** Encodings and checksums, and what makes keys and certificates (left to chance, so without a value here). */
export const ENCODING: Table = {
  b64enc: go(['string'], 'string', 'In base 64.', ([text]) => bytesOf(text).toString('base64')),
  b64dec: go(['string'], 'string', 'What base 64 stands for; a message for wrong text.', ([text]) =>
    decodeBase64(text),
  ),
  b32enc: go(['string'], 'string', 'In base 32.', ([text]) => encodeBase32(text)),
  b32dec: go(['string'], 'string', 'What base 32 stands for; a message for wrong text.', ([text]) =>
    decodeBase32(text),
  ),
  sha1sum: go(['string'], 'string', 'SHA-1, in hexadecimal.', ([text]) => digest('sha1')(text)),
  sha256sum: go(['string'], 'string', 'SHA-256, in hexadecimal.', ([text]) => digest('sha256')(text)),
  sha512sum: go(['string'], 'string', 'SHA-512, in hexadecimal.', ([text]) => digest('sha512')(text)),
  adler32sum: go(['string'], 'string', 'Adler-32, as a decimal number.', ([text]) => adler32(text)),
  bcrypt: go(['string'], 'string', 'A bcrypt hash with a salt left to chance.'),
  htpasswd: go(['string', 'string'], 'string', 'A line of an htpasswd file, with a salt left to chance.'),
  derivePassword: go(
    ['uint32', 'string', 'string', 'string', 'string'],
    'string',
    'A password derived from a master password.',
  ),
  encryptAES: go(['string', 'string'], 'string', 'Text encrypted with a password (first).'),
  decryptAES: go(['string', 'string'], 'string', 'Text decrypted with a password (first).'),
  genPrivateKey: go(['string'], 'string', 'A new private key.'),
  buildCustomCert: go(['string', 'string'], 'certificate', 'A certificate from base 64 texts of certificate and key.'),
  genCA: go(['string', 'int'], 'certificate', 'A new certificate authority.'),
  genCAWithKey: go(['string', 'int', 'string'], 'certificate', 'A new certificate authority, with a given key.'),
  genSelfSignedCert: go(['string', 'any', 'any', 'int'], 'certificate', 'A new self-signed certificate.'),
  genSelfSignedCertWithKey: go(
    ['string', 'any', 'any', 'int', 'string'],
    'certificate',
    'A new self-signed certificate, with a given key.',
  ),
  genSignedCert: go(
    ['string', 'any', 'any', 'int', 'any'],
    'certificate',
    'A new certificate, signed by an authority.',
  ),
  genSignedCertWithKey: go(
    ['string', 'any', 'any', 'int', 'any', 'string'],
    'certificate',
    'A new signed certificate, with a given key.',
  ),
  randAlphaNum: go(['int'], 'string', 'Letters and digits left to chance.'),
  randAlpha: go(['int'], 'string', 'Letters left to chance.'),
  randNumeric: go(['int'], 'string', 'Digits left to chance.'),
  randAscii: go(['int'], 'string', 'ASCII characters left to chance.'),
  randBytes: go(['int'], 'string', 'Bytes left to chance, in base 64.'),
  uuidv4: go([], 'string', 'A UUID left to chance.'),
};
