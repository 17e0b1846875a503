// The envelope of docs/encryption.md with Node's own crypto: for the application's developers.
// Checks the test vectors when run:  node docs/envelope.mjs docs/encryption-vectors.json

import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const NONCE = 12;
const TAG = 16;
const HEADER = 6;

const uint32 = (number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(number);
  return bytes;
};

/** The key of 32 bytes for one column; purpose is 'encrypt' or 'index'. */
export function subkey(dataKey, purpose, tableId, columnId) {
  const info = Buffer.concat([
    Buffer.from(`white-cross phi 1 ${purpose}`),
    uint32(tableId),
    uint32(columnId),
  ]);
  return Buffer.from(hkdfSync('sha256', dataKey, Buffer.alloc(0), info, 32));
}

function associatedData(header, tableId, columnId, rowKey) {
  const parts = [header, uint32(tableId), uint32(columnId), Buffer.from(rowKey, 'utf8')];
  return Buffer.concat(parts.flatMap((part) => [uint32(part.length), part]));
}

/** value: text. rowKey: the primary key as PostgreSQL writes it. nonce: 12 fresh random bytes. */
export function encrypt(dataKey, keyId, tableId, columnId, rowKey, value, nonce) {
  const header = Buffer.concat([Buffer.from([1, 1]), uint32(keyId)]);
  const key = subkey(dataKey, 'encrypt', tableId, columnId);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG });
  cipher.setAAD(associatedData(header, tableId, columnId, rowKey));
  const body = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()]);
  return Buffer.concat([header, nonce, body, cipher.getAuthTag()]);
}

/** dataKeys: a Map of key id to key. Throws if the value was changed, moved, or its key is gone. */
export function decrypt(dataKeys, tableId, columnId, rowKey, envelope) {
  if (envelope.length < HEADER + NONCE + TAG || envelope[0] !== 1 || envelope[1] !== 1) {
    throw new Error('not an envelope of version 1');
  }
  const dataKey = dataKeys.get(envelope.readUInt32BE(2));
  if (!dataKey) throw new Error('unknown key id');
  const nonce = envelope.subarray(HEADER, HEADER + NONCE);
  const key = subkey(dataKey, 'encrypt', tableId, columnId);
  const cipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG });
  cipher.setAAD(associatedData(envelope.subarray(0, HEADER), tableId, columnId, rowKey));
  cipher.setAuthTag(envelope.subarray(envelope.length - TAG));
  const body = envelope.subarray(HEADER + NONCE, envelope.length - TAG);
  return Buffer.concat([cipher.update(body), cipher.final()]).toString('utf8');
}

const RULES = {
  EXACT: (value) => value,
  DIGITS: (value) => value.replace(/[^0-9]/g, ''),
  LOWER: (value) => value.trim().toLowerCase(),
};

/** The 32 bytes by which equal values of a column are found. */
export function blindIndex(indexKey, rule, tableId, columnId, value) {
  const key = subkey(indexKey, 'index', tableId, columnId);
  return createHmac('sha256', key).update(RULES[rule](value), 'utf8').digest();
}

/** A data key as it stands in phi.data_keys.wrapped_key, unwrapped (RFC 3394). */
export function unwrap(keyEncryptionKey, wrappedKey) {
  const iv = Buffer.from('a6a6a6a6a6a6a6a6', 'hex');
  const cipher = createDecipheriv('id-aes256-wrap', keyEncryptionKey, iv);
  return Buffer.concat([cipher.update(wrappedKey), cipher.final()]);
}

function check(vectors) {
  const bytes = (hex) => Buffer.from(hex, 'hex');
  const failed = [];
  const same = (name, ours, theirs) => {
    if (ours !== theirs) failed.push(name);
  };
  const dataKey = unwrap(bytes(vectors.key_encryption_key), bytes(vectors.wrapped_key));
  same('wrapped key', dataKey.toString('hex'), vectors.data_key);
  for (const v of vectors.values) {
    const place = [v.table_id, v.column_id, v.row_key];
    const made = encrypt(dataKey, v.key_id, ...place, v.value, bytes(v.nonce));
    same(`${v.name}: encrypt`, made.toString('hex'), v.envelope);
    const keys = new Map([[v.key_id, dataKey]]);
    same(`${v.name}: decrypt`, decrypt(keys, ...place, bytes(v.envelope)), v.value);
  }
  for (const v of vectors.blind_indexes) {
    const made = blindIndex(bytes(vectors.index_key), v.rule, v.table_id, v.column_id, v.value);
    same(`${v.name}: blind index`, made.toString('hex'), v.blind_index);
  }
  for (const name of failed) console.error(`differs: ${name}`);
  console.log(`${vectors.values.length} values, ${vectors.blind_indexes.length} blind indexes`);
  process.exitCode = failed.length ? 1 : 0;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  check(JSON.parse(readFileSync(process.argv[2], 'utf8')));
}
