const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

/** The CRC-32 of a text in UTF-8 (ISO 3309, that of zip and zlib), as eight hexadecimal digits. */
export function checksum(text: string): string {
  let crc = -1;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0x7f) return checksumOf(new TextEncoder().encode(text));
    crc = next(crc, code);
  }
  return hex(~crc);
}

function checksumOf(bytes: Uint8Array): string {
  let crc = -1;
  for (const byte of bytes) crc = next(crc, byte);
  return hex(~crc);
}

// The index is that of a byte, so it is always there.
const next = (crc: number, byte: number): number => (table[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);

const digits = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** A checksum as eight hexadecimal digits: from a table, as `toString(16)` takes longer than the checksum itself. */
export function hex(crc: number): string {
  const byte = (shift: number): string => digits[(crc >>> shift) & 0xff] ?? '';
  return byte(24) + byte(16) + byte(8) + byte(0);
}
