import { mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FILE_LIMITS } from '#shared/campaign/files.ts';
import { imageHeader } from '#shared/files/image-format.ts';
import { jpegOrientation } from '#shared/files/jpeg-orientation.ts';
import { FileDesk } from '../../../electron/main/campaign-files/file-desk.ts';
import { FileShelf } from '../../../electron/main/campaign-files/file-shelf.ts';
import { type Bitmap, type ImageCodec, prepareImage } from '../../../electron/main/campaign-files/prepare-image.ts';
import { turnedUpright } from '../../../electron/main/campaign-files/turn-upright.ts';
import { FakeBank } from '../../fixtures/desktop/fakes.ts';
import { aPicture, EXIF, exifOrientation, jpegFrame, png, pngChunk } from '../../fixtures/pictures.ts';

/** Sees what the header says, paints one colour, and counts how often it was asked to decode. */
class FakeCodec implements ImageCodec {
  decoded = 0;
  pngBytes: Buffer | undefined;
  jpegSizes: number[] = [];
  painted: Bitmap | undefined;
  readonly decode = (bytes: Buffer) => {
    this.decoded += 1;
    return imageHeader(bytes);
  };
  readonly cover = (_bytes: Buffer, size: { width: number; height: number }): Bitmap => ({
    ...size,
    pixels: Buffer.alloc(size.width * size.height * 4, 0),
  });
  readonly toPng = ({ width, height }: Bitmap) => this.pngBytes ?? png({ width, height });
  readonly toJpeg = (bitmap: Bitmap, _quality: number) => {
    this.painted = bitmap;
    const padding = this.jpegSizes.shift() ?? 0;
    const frame = jpegFrame(bitmap);
    return Buffer.concat([frame.subarray(0, -2), Buffer.alloc(padding, 0x11), frame.subarray(-2)]);
  };
}

const refused = (source: Buffer, codec: ImageCodec = new FakeCodec()) => problemOf('logo', source, codec);
const problemOf = (kind: 'logo' | 'hero', source: Buffer, codec: ImageCodec = new FakeCodec()) => {
  try {
    prepareImage(kind, source, codec);
    return 'taken';
  } catch (error) {
    return (error as { readonly detail: { readonly problem: string } }).detail.problem;
  }
};

describe('a picture from outside', () => {
  test.each([
    ['an SVG that says it is a PNG', Buffer.from('<svg onload="alert(1)"/>'), 'not_an_image'],
    ['a PDF', Buffer.from('%PDF-1.7 1 0 obj'), 'not_an_image'],
    ['a bomb of 60,000 × 60,000 pixels in a few bytes', png({ width: 60_000, height: 60_000, packedRows: 1 }), 'too_many_pixels'],
    ['a JPEG that says it is 65,535 × 65,535', jpegFrame({ width: 65_535, height: 65_535 }), 'too_many_pixels'],
    ['a stamp', png({ width: 64, height: 64 }), 'too_small'],
    ['more bytes than anybody needs', Buffer.alloc(FILE_LIMITS.sourceImageBytes + 1), 'too_large'],
  ])('%s is refused before anything is decoded', (_name, source, problem) => {
    const codec = new FakeCodec();
    expect(refused(source, codec)).toBe(problem);
    expect(codec.decoded).toBe(0);
  });

  test('that cannot be decoded, or decodes to another size than its header says, is refused', () => {
    expect(refused(png({ width: 700, height: 700 }), Object.assign(new FakeCodec(), { decode: () => undefined }))).toBe('not_an_image');
    expect(refused(png({ width: 700, height: 700 }), Object.assign(new FakeCodec(), { decode: () => ({ width: 9, height: 9 }) }))).toBe(
      'not_an_image',
    );
  });

  test('leaves with the exact size of its place and without what it carried', () => {
    const source = png({ width: 900, height: 800, extra: [pngChunk('tEXt', Buffer.from('GPS\0 52.0116'))], behind: Buffer.from('PK') });
    const prepared = prepareImage('logo', source, new FakeCodec());
    expect(imageHeader(prepared.bytes)).toEqual({ mediaType: 'image/png', width: 627, height: 627 });
    expect(prepared.bytes.includes('GPS')).toBe(false);
    const photograph = prepareImage('hero', jpegFrame({ width: 2_400, height: 1_600 }, [EXIF]), new FakeCodec());
    expect(photograph.mediaType).toBe('image/jpeg');
    expect(photograph.bytes.includes('Exif')).toBe(false);
  });

  // The camera wrote A B C over D E F; what it saw is what each row says.
  test.each([
    [1, 'ABC DEF'],
    [2, 'CBA FED'],
    [3, 'FED CBA'],
    [4, 'DEF ABC'],
    [5, 'AD BE CF'],
    [6, 'DA EB FC'],
    [7, 'FC EB DA'],
    [8, 'CF BE AD'],
  ] as const)('is turned upright by the camera’s note %i', (orientation, seen) => {
    const pixels = Buffer.from([...'ABCDEF'].flatMap((letter) => [letter.charCodeAt(0), 0, 0, 255]));
    const upright = turnedUpright({ width: 3, height: 2, pixels }, orientation);
    const letters = Array.from({ length: upright.height }, (_, y) =>
      Array.from({ length: upright.width }, (_column, x) => String.fromCharCode(upright.pixels[(y * upright.width + x) * 4] ?? 0)).join(''),
    );
    expect(letters.join(' ')).toBe(seen);
  });

  test('lying on its side is measured, cut and turned as it is seen', () => {
    const asked: unknown[] = [];
    const codec = new FakeCodec();
    const cover = codec.cover;
    const watched = Object.assign(codec, {
      cover: (bytes: Buffer, size: { width: number; height: number }) => {
        asked.push(size);
        return cover(bytes, size);
      },
    });
    for (const order of ['II', 'MM'] as const) {
      const prepared = prepareImage('hero', jpegFrame({ width: 1_600, height: 2_400 }, [exifOrientation(6, order)]), watched);
      expect(imageHeader(prepared.bytes)).toEqual({ mediaType: 'image/jpeg', width: 1_200, height: 627 });
    }
    expect(asked).toEqual([
      { width: 627, height: 1_200 },
      { width: 627, height: 1_200 },
    ]);
    // Wide enough as it is stored, too narrow as it is seen.
    expect(problemOf('hero', jpegFrame({ width: 1_300, height: 700 }, [exifOrientation(8)]))).toBe('too_small');
  });

  test.each([
    ['no position', 0],
    ['a position that does not exist', 9],
  ])('with %s is left as it lies', (_name, value) => {
    expect(jpegOrientation(jpegFrame({ width: 700, height: 700 }, [exifOrientation(value)]))).toBe(1);
  });

  test('with a damaged note is left as it lies', () => {
    const note = exifOrientation(6);
    for (let at = 4; at < note.length; at += 1)
      for (const value of [0x00, 0x7f, 0xff]) {
        const damaged = Buffer.from(note);
        damaged[at] = value;
        expect(jpegOrientation(jpegFrame({ width: 700, height: 700 }, [damaged]))).toBeGreaterThanOrEqual(1);
      }
    expect(jpegOrientation(jpegFrame({ width: 700, height: 700 }, [EXIF]))).toBe(1);
    expect(jpegOrientation(png({ width: 700, height: 700 }))).toBe(1);
  });

  test('an encoder that leaves something behind the picture is not believed', () => {
    const codec = Object.assign(new FakeCodec(), { pngBytes: png({ width: 627, height: 627, behind: Buffer.from('x') }) });
    expect(refused(png({ width: 700, height: 700 }), codec)).toBe('not_clean');
  });

  test('too large as a PNG becomes a JPEG on white, in the best quality that fits; what fits in none is refused', () => {
    const codec = new FakeCodec();
    codec.pngBytes = Buffer.alloc(FILE_LIMITS.imageBytes + 1);
    codec.jpegSizes = [FILE_LIMITS.imageBytes, FILE_LIMITS.imageBytes, 0];
    const prepared = prepareImage('logo', png({ width: 700, height: 700 }), codec);
    expect(prepared.mediaType).toBe('image/jpeg');
    expect(prepared.bytes.length).toBeLessThan(FILE_LIMITS.imageBytes);
    expect(codec.jpegSizes).toEqual([]);
    // All of the bitmap was transparent.
    expect([...(codec.painted?.pixels.subarray(0, 4) ?? [])]).toEqual([255, 255, 255, 255]);
    codec.jpegSizes = Array.from({ length: 20 }, () => FILE_LIMITS.imageBytes);
    expect(refused(png({ width: 700, height: 700 }), codec)).toBe('not_reducible');
  });
});

describe('the shelf of an account', () => {
  const shelf = async () => {
    const folder = await mkdtemp(join(tmpdir(), 'florin-files-'));
    return { folder, files: new FileShelf(folder) };
  };

  test('keeps a file by its hash, and does not give out bytes that changed on disk', async () => {
    const { folder, files } = await shelf();
    const { bytes, sha256 } = aPicture('logo');
    expect(await files.put(bytes)).toBe(sha256);
    expect((await files.find(sha256))?.bytes.equals(bytes)).toBe(true);
    await writeFile(join(folder, sha256), png({ width: 627, height: 627, colour: [1, 2, 3] }));
    expect(await files.find(sha256)).toBeUndefined();
  });

  test('makes no file name of anything but a hash', async () => {
    const { files } = await shelf();
    await expect(files.find('../../../etc/passwd')).rejects.toMatchObject({ code: 'not_found' });
  });

  test('forgets at the start what no draft names', async () => {
    const { folder, files } = await shelf();
    const kept = await files.put(aPicture('logo').bytes);
    await files.put(aPicture('hero').bytes);
    await files.keepOnly(new Set([kept]));
    expect(await readdir(folder)).toEqual([kept]);
  });

  test('a picture of another computer comes from the bank, once; other bytes than its hash says are not believed', async () => {
    const { files } = await shelf();
    const { bytes, sha256 } = aPicture('logo');
    const bank = new FakeBank();
    const desk = new FileDesk({ shelf: () => Promise.resolve(files), bank, codec: new FakeCodec() });
    bank.answers = { '/v1/files/:fileHash': () => ({ mediaType: 'image/png', base64: aPicture('hero').bytes.toString('base64') }) };
    await expect(desk.read(sha256)).rejects.toMatchObject({ code: 'bank_answer_invalid' });
    bank.answers = { '/v1/files/:fileHash': () => ({ mediaType: 'image/png', base64: bytes.toString('base64') }) };
    expect((await desk.read(sha256)).bytes.equals(bytes)).toBe(true);
    bank.isReachable = false;
    expect((await desk.read(sha256)).mediaType).toBe('image/png');
    expect(bank.calls).toHaveLength(2);
  });
});
