// SHA-256 (FIPS 180-4) and CRC-32 for pages without https or network, where the browser offers none.
'use strict';
function sha256(bytes) {
  const K = sha256.k || (sha256.k = primes(64, 1 / 3));
  const H = Array.from(primes(8, 1 / 2));
  const padded = (bytes.length % 64 < 56 ? 64 : 128) - bytes.length % 64;
  const end = new Uint8Array(bytes.length % 64 + padded);
  end.set(bytes.subarray(bytes.length - bytes.length % 64));
  end[bytes.length % 64] = 0x80;
  const view = new DataView(end.buffer);
  view.setUint32(end.length - 8, Math.floor(bytes.length / 0x20000000));
  view.setUint32(end.length - 4, (bytes.length << 3) >>> 0);
  const W = new Int32Array(64);
  const turn = (x, n) => (x >>> n) | (x << (32 - n));
  function block(from, at) {
    for (let i = 0; i < 16; i++, at += 4) W[i] = (from[at] << 24) | (from[at + 1] << 16) | (from[at + 2] << 8) | from[at + 3];
    for (let i = 16; i < 64; i++) {
      const a = W[i - 15], b = W[i - 2];
      W[i] = (W[i - 16] + (turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)) + W[i - 7] + (turn(b, 17) ^ turn(b, 19) ^ (b >>> 10))) | 0;
    }
    let [a, b, c, d, e, f, g, h] = H;
    for (let i = 0; i < 64; i++) {
      const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + W[i]) | 0;
      const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g; g = f; f = e; e = (d + one) | 0; d = c; c = b; b = a; a = (one + two) | 0;
    }
    [a, b, c, d, e, f, g, h].forEach((x, i) => { H[i] = (H[i] + x) | 0; });
  }
  for (let at = 0; at + 64 <= bytes.length; at += 64) block(bytes, at);
  for (let at = 0; at < end.length; at += 64) block(end, at);
  return H.map((x) => (x >>> 0).toString(16).padStart(8, '0')).join('');
}
// The first 32 bits behind the point of the roots of the first primes, as the standard has them.
function primes(count, power) {
  const found = new Int32Array(count);
  for (let n = 2, i = 0; i < count; n++) {
    let prime = true;
    for (let d = 2; d * d <= n; d++) if (n % d === 0) { prime = false; break; }
    if (prime) { const root = Math.pow(n, power); found[i++] = ((root - Math.floor(root)) * 0x100000000) | 0; }
  }
  return found;
}
function crc32(bytes) {
  const T = crc32.t || (crc32.t = Int32Array.from({ length: 256 }, (_, n) => {
    for (let k = 0; k < 8; k++) n = n & 1 ? (n >>> 1) ^ 0xEDB88320 : n >>> 1;
    return n;
  }));
  let sum = -1;
  for (let i = 0; i < bytes.length; i++) sum = T[(sum ^ bytes[i]) & 255] ^ (sum >>> 8);
  return (sum ^ -1) >>> 0;
}
