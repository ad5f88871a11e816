import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { imageHeader, imageProblem } from '#shared/files/image-format.ts';
import { EXIF, jpegFrame, png, pngChunk } from '../../fixtures/pictures.ts';

const SIZE = { width: 627, height: 627 };
const asPng = { mediaType: 'image/png', ...SIZE } as const;
const asJpeg = { mediaType: 'image/jpeg', ...SIZE } as const;

describe('the header of a picture', () => {
  test('is read without decoding a pixel, also where the pixels would be a bomb', () => {
    expect(imageHeader(png({ ...SIZE, packedRows: 1 }))).toEqual(asPng);
    const bomb = png({ width: 60_000, height: 60_000, packedRows: 1 });
    expect(imageHeader(bomb)).toMatchObject({ width: 60_000, height: 60_000 });
    expect(imageHeader(jpegFrame(SIZE, [EXIF]))).toEqual(asJpeg);
  });

  test.each([
    ['nothing', Buffer.alloc(0)],
    ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')],
    ['a GIF', Buffer.from('GIF89a\x01\x00\x01\x00', 'latin1')],
    ['a PDF', Buffer.from('%PDF-1.7')],
    ['a PNG that ends in its header', png(SIZE).subarray(0, 30)],
    ['a PNG of no width', png({ width: 0, height: 5, packedRows: 0 })],
    ['a PNG whose first chunk is another', Buffer.concat([png(SIZE).subarray(0, 8), pngChunk('tEXt', Buffer.alloc(13))])],
    ['a JPEG without a frame', Buffer.from([0xff, 0xd8, 0xff, 0xd9])],
    ['a JPEG whose segment is longer than the file', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0xff, 0xff, 0x00])],
    ['a JPEG of nonsense', Buffer.from([0xff, 0xd8, 0x00, 0x01, 0x02, 0x03])],
  ])('of %s is none', (_name, bytes) => {
    expect(imageHeader(bytes)).toBeUndefined();
  });

  test('never throws and never runs on, whatever the bytes', () => {
    const start = fc.constantFrom(png(SIZE).subarray(0, 33), jpegFrame(SIZE).subarray(0, 40), Buffer.alloc(0));
    fc.assert(
      fc.property(start, fc.uint8Array({ maxLength: 300 }), (head, tail) => {
        const bytes = Buffer.concat([head, tail]);
        imageHeader(bytes);
        imageProblem(bytes, asPng);
        imageProblem(bytes, asJpeg);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a finished picture', () => {
  test('that is picture from the first to the last byte passes', () => {
    expect(imageProblem(png(SIZE), asPng)).toBeUndefined();
    expect(imageProblem(jpegFrame(SIZE), asJpeg)).toBeUndefined();
  });

  test.each([
    ['of another size', png({ width: 626, height: 627 }), asPng, 'unexpected'],
    ['of another format', png(SIZE), asJpeg, 'unexpected'],
    ['with a text chunk', png({ ...SIZE, extra: [pngChunk('tEXt', Buffer.from('Author\0somebody'))] }), asPng, 'not_clean'],
    ['with an EXIF chunk', png({ ...SIZE, extra: [pngChunk('eXIf', Buffer.from('MM'))] }), asPng, 'not_clean'],
    ['with a ZIP behind its end', png({ ...SIZE, behind: Buffer.from('PK\x03\x04') }), asPng, 'not_clean'],
    ['with a ZIP in its end', png({ ...SIZE, end: Buffer.from('PK\x03\x04') }), asPng, 'not_clean'],
    ['with more palette than there are colours', png({ ...SIZE, extra: [pngChunk('PLTE', Buffer.alloc(771))] }), asPng, 'not_clean'],
    ['with more transparency than there are colours', png({ ...SIZE, extra: [pngChunk('tRNS', Buffer.alloc(257))] }), asPng, 'not_clean'],
    ['with a second header', png({ ...SIZE, extra: [png(SIZE).subarray(8, 33)] }), asPng, 'not_an_image'],
    ['that is cut off', png(SIZE).subarray(0, -12), asPng, 'not_an_image'],
    ['with EXIF', jpegFrame(SIZE, [EXIF]), asJpeg, 'not_clean'],
    ['with HTML behind its end', jpegFrame(SIZE, [], Buffer.from('<script>')), asJpeg, 'not_clean'],
    ['without an end', jpegFrame(SIZE).subarray(0, -2), asJpeg, 'not_an_image'],
    ['that is nothing of the kind', Buffer.from('<html>'), asPng, 'not_an_image'],
  ] as const)('%s is refused', (_name, bytes, expected, problem) => {
    expect(imageProblem(bytes, expected)).toBe(problem);
  });

  test('whose checksum does not fit is refused', () => {
    const bytes = png(SIZE);
    bytes[60] = (bytes[60] ?? 0) ^ 1;
    expect(imageProblem(bytes, asPng)).toBe('not_an_image');
  });
});
