/**
 * Unpack: the texts of texts.js, compressed with bzip2 and encoded in base64 (draaiboek/render/search_texts.py).
 *
 * Web servers compress with gzip, which looks back 32 kB at most; bzip2 sorts the whole text, so that what is alike is
 * adjacent, and makes it a quarter smaller. The format is that of bzip2 1.0: blocks of bits, each a run of Huffman
 * codes for the positions of bytes in a move-to-front list, and these bytes the last column of the Burrows-Wheeler
 * sort. A capital is a small letter after a sign, so that a word is the same at the beginning of a sentence. Checksums
 * are not verified: whoever can change the texts can change those too.
 */
(function (search) {
  "use strict";

  const HEADER = 4; // BZh9
  const BLOCK = 0x314159; // the first half of the six bytes with which a block begins
  const GROUP = 50; // consecutive codes that use the same table
  const RAISED = /\x7f(.)/g; // a sign, and the small letter that is a capital
  const REPEATED = 4; // the number of equal bytes after which a count of further repetitions follows

  /** A bit reader over bytes, the highest bit first. */
  class Bits {
    /** @param {Uint8Array} bytes */
    constructor(bytes) {
      this.bytes = bytes;
      this.at = HEADER * 8;
    }

    /** @param {number} count of bits, at most 24 */
    take(count) {
      let value = 0;
      for (let left = count; left > 0; left -= 1, this.at += 1) {
        value = (value << 1) | ((this.bytes[this.at >> 3] >> (7 - (this.at & 7))) & 1);
      }
      return value;
    }

    /** Return the number of ones before the next zero. */
    ones() {
      let count = 0;
      while (this.take(1)) count += 1;
      return count;
    }
  }

  /**
   * Return the text in `packed`.
   *
   * @param {string} packed
   */
  function unpack(packed) {
    const bits = new Bits(Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0)));
    /** @type {number[]} */
    const text = [];
    while (bits.take(24) === BLOCK) {
      bits.take(24); // the rest of the block's magic number
      bits.take(24); // a checksum, with the 8 bits below, and one that is always 0
      bits.take(9);
      const first = bits.take(24);
      repeat(unsorted(readBlock(bits), first), text);
    }
    return new TextDecoder().decode(Uint8Array.from(text)).replace(RAISED, (_, letter) => letter.toUpperCase());
  }

  /**
   * Return the bytes of the next block in their sorted order.
   *
   * @param {Bits} bits
   */
  function readBlock(bits) {
    const rows = bits.take(16);
    /** @type {number[]} */
    const used = [];
    for (let row = 0; row < 16; row += 1) {
      const here = (rows >> (15 - row)) & 1 ? bits.take(16) : 0;
      for (let column = 0; column < 16; column += 1) if ((here >> (15 - column)) & 1) used.push(16 * row + column);
    }
    const tables = bits.take(3);
    const order = Array.from({ length: tables }, (_, table) => table);
    const selected = Array.from({ length: bits.take(15) }, () => toFront(order, bits.ones()));
    const codes = Array.from({ length: tables }, () => readTable(bits, used.length + 2));
    /** @type {number[]} */
    const bytes = [];
    let [run, worth] = [0, 1];
    for (let count = 0; ; count += 1) {
      const code = readCode(bits, codes[selected[Math.floor(count / GROUP)]]);
      if (code < 2) {
        run += worth << code; // run lengths are in bijective base 2: 1 for code 0, 2 for code 1
        worth <<= 1;
        continue;
      }
      for (; run > 0; run -= 1) bytes.push(used[0]);
      worth = 1;
      if (code > used.length) return bytes;
      bytes.push(toFront(used, code - 1));
    }
  }

  /**
   * Move the item at `place` to the front of `items`, and return it.
   *
   * @param {number[]} items
   * @param {number} place
   */
  function toFront(items, place) {
    const [item] = items.splice(place, 1);
    items.unshift(item);
    return item;
  }

  /**
   * Return a table of Huffman codes for `size` symbols. Codes of one length are consecutive: `below` has, by length,
   * where they end, and `shift` what to add to a code to get the index of its symbol.
   *
   * @param {Bits} bits
   * @param {number} size
   */
  function readTable(bits, size) {
    let length = bits.take(5);
    const lengths = Array.from({ length: size }, () => {
      while (bits.take(1)) length += bits.take(1) ? -1 : 1;
      return length;
    });
    /** @type {number[]} */
    const symbols = [];
    const [below, shift] = [[0], [0]];
    for (let code = 0; symbols.length < size; code <<= 1) {
      const known = symbols.length;
      lengths.forEach((each, symbol) => {
        if (each === below.length) symbols.push(symbol);
      });
      shift.push(known - code);
      code += symbols.length - known;
      below.push(code);
    }
    return { symbols, below, shift };
  }

  /**
   * @param {Bits} bits
   * @param {ReturnType<typeof readTable>} table
   */
  function readCode(bits, { symbols, below, shift }) {
    let [code, length] = [0, 0];
    do {
      code = (code << 1) | bits.take(1);
      length += 1;
    } while (code >= below[length]);
    return symbols[code + shift[length]];
  }

  /**
   * Return `bytes` in their order before the Burrows-Wheeler sort, in which the block was at index `first`.
   *
   * @param {number[]} bytes
   * @param {number} first
   */
  function unsorted(bytes, first) {
    /** @type {number[]} how many bytes of the block are smaller than each byte value */
    const before = Array.from({ length: 257 }, () => 0);
    for (const byte of bytes) before[byte + 1] += 1;
    for (let byte = 1; byte < before.length; byte += 1) before[byte] += before[byte - 1];
    const next = new Uint32Array(bytes.length);
    bytes.forEach((byte, place) => {
      next[before[byte]] = place;
      before[byte] += 1;
    });
    let place = next[first];
    return bytes.map(() => {
      const byte = bytes[place];
      place = next[place];
      return byte;
    });
  }

  /**
   * Append `bytes` to `text`, expanding the repetitions that they only count.
   *
   * @param {number[]} bytes
   * @param {number[]} text
   */
  function repeat(bytes, text) {
    let equal = 0;
    bytes.forEach((byte, place) => {
      if (equal === REPEATED) {
        for (let left = byte; left > 0; left -= 1) text.push(bytes[place - 1]);
        equal = 0;
        return;
      }
      equal = byte === bytes[place - 1] ? equal + 1 : 1;
      text.push(byte);
    });
  }

  search.unpack = unpack;
})(self.draaiboekSearch);
