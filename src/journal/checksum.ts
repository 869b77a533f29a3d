/** For each byte what it becomes behind none, one, two and three others, so that four are taken in one step. */
const tables = new Int32Array(1024);
for (let byte = 0; byte < 256; byte++) {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  tables[byte] = value;
}
for (let i = 256; i < 1024; i++) tables[i] = next(at(i - 256), 0);

/**
 * The CRC-32 of a text in UTF-8 (ISO 3309, that of zip and zlib), as eight hexadecimal digits.
 *
 * @param end up to where. Default: the whole of it.
 */
export function checksum(text: string, end = text.length): string {
  let crc = -1;
  let i = 0;
  for (; i + 4 <= end; i += 4) {
    const [a, b] = [text.charCodeAt(i), text.charCodeAt(i + 1)];
    const [c, d] = [text.charCodeAt(i + 2), text.charCodeAt(i + 3)];
    if ((a | b | c | d) > 0x7f) return checksumOf(text.slice(0, end));
    crc ^= a | (b << 8) | (c << 16) | (d << 24);
    crc =
      at(768 + (crc & 0xff)) ^
      at(512 + ((crc >>> 8) & 0xff)) ^
      at(256 + ((crc >>> 16) & 0xff)) ^
      at(crc >>> 24);
  }
  for (; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code > 0x7f) return checksumOf(text.slice(0, end));
    crc = next(crc, code);
  }
  return hex(crc);
}

function checksumOf(text: string): string {
  let crc = -1;
  for (const byte of new TextEncoder().encode(text)) crc = next(crc, byte);
  return hex(crc);
}

function next(crc: number, byte: number): number {
  return at((crc ^ byte) & 0xff) ^ (crc >>> 8);
}

/** The index is that of a byte, so there is always something. */
function at(index: number): number {
  return tables[index] ?? 0;
}

const hex = (crc: number): string => (~crc >>> 0).toString(16).padStart(8, '0');
