import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { EVIDENCE_LIMITS } from '#shared/campaign/evidence.ts';
import { imageHeader } from '#shared/files/image-format.ts';
import { FileDesk } from '../../../electron/main/campaign-files/file-desk.ts';
import { FileShelf } from '../../../electron/main/campaign-files/file-shelf.ts';
import type { ImageCodec } from '../../../electron/main/campaign-files/prepare-image.ts';
import { fileHandlers } from '../../../electron/main/ipc/handlers/file-handlers.ts';
import type { BankSide } from '../../../electron/main/bank-side.ts';
import { FakeBank } from '../../fixtures/desktop/fakes.ts';
import { hashed, pdf } from '../../fixtures/pdfs.ts';
import { aPicture, EXIF, exifOrientation, jpegFrame, png, pngChunk } from '../../fixtures/pictures.ts';

/** Sees what the header says, and paints one colour. */
const codec: ImageCodec = {
  decode: (bytes) => imageHeader(bytes),
  cover: (_bytes, size) => ({ ...size, pixels: Buffer.alloc(size.width * size.height * 4, 255) }),
  toPng: (bitmap) => png(bitmap),
  toJpeg: (bitmap) => jpegFrame(bitmap),
};

async function start(chosen?: { readonly name: string; readonly bytes: Buffer }) {
  const files = new FileShelf(await mkdtemp(join(tmpdir(), 'florin-evidence-')));
  const bank = new FakeBank();
  const desk = new FileDesk({ shelf: () => Promise.resolve(files), bank, codec });
  const saved: { readonly name: string; readonly bytes: Buffer }[] = [];
  const handlers = fileHandlers(() => ({ files: desk }) as unknown as BankSide, {
    chooseImage: () => Promise.resolve(undefined),
    chooseEvidence: () => Promise.resolve(chosen),
    saveEvidence: (name, bytes) => {
      saved.push({ name, bytes });
      return Promise.resolve(name);
    },
  }); // of the bank's side these handlers use the file desk alone
  return { files, bank, handlers, saved };
}

describe('evidence that is chosen', () => {
  test('as a PDF stays byte for byte as it is, under a name that is only a name', async () => {
    const { bytes, sha256 } = hashed(pdf());
    const { handlers, files } = await start({ name: '../maart\u202e.exe', bytes });
    expect(await handlers.chooseEvidence({})).toEqual({
      file: { sha256, name: 'maart.pdf', mediaType: 'application/pdf', sizeBytes: bytes.length },
    });
    expect((await files.find(sha256))?.bytes.equals(bytes)).toBe(true);
  });

  test('as a picture keeps its size in pixels and loses where it was taken', async () => {
    const source = png({ width: 90, height: 800, extra: [pngChunk('tEXt', Buffer.from('GPS\0 52.0116'))], behind: Buffer.from('PK') });
    const { handlers, files } = await start({ name: 'schap.png', bytes: source });
    const { file } = await handlers.chooseEvidence({});
    const kept = (await files.find(file?.sha256 ?? ''))?.bytes ?? Buffer.alloc(0);
    expect(imageHeader(kept)).toEqual({ mediaType: 'image/png', width: 90, height: 800 });
    expect(kept.includes('GPS')).toBe(false);
    const photograph = await start({ name: 'schap.jpg', bytes: jpegFrame({ width: 900, height: 80 }, [EXIF]) });
    expect((await photograph.handlers.chooseEvidence({})).file).toMatchObject({ name: 'schap.jpg', mediaType: 'image/jpeg' });
    const lying = await start({ name: 'schap.jpg', bytes: jpegFrame({ width: 900, height: 80 }, [exifOrientation(6)]) });
    const upright = (await lying.handlers.chooseEvidence({})).file?.sha256 ?? '';
    expect(imageHeader((await lying.files.find(upright))?.bytes ?? Buffer.alloc(0))).toMatchObject({ width: 80, height: 900 });
  });

  test('is none where nothing was chosen', async () => {
    expect(await (await start()).handlers.chooseEvidence({})).toEqual({ file: null });
  });

  test.each([
    ['a page of the web that says it is a PDF', Buffer.from('<html></html>'), 'not_evidence'],
    ['a PDF with a script', pdf({ objects: ['<< /S /JavaScript /JS (1) >>'] }), 'active_content'],
    ['a PDF above its limit', Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(EVIDENCE_LIMITS.fileBytes)]), 'too_large'],
    ['a picture of 60,000 × 60,000 pixels in a few bytes', png({ width: 60_000, height: 60_000, packedRows: 1 }), 'too_many_pixels'],
  ])('is refused where it is %s', async (_name, bytes, problem) => {
    const { handlers } = await start({ name: 'prijslijst.pdf', bytes });
    await expect(handlers.chooseEvidence({})).rejects.toMatchObject({ code: 'file_refused', detail: { problem } });
  });
});

describe('evidence that is looked at', () => {
  test('as a PDF never reaches the page, and is saved under the extension of what it is, whatever the page says', async () => {
    const { bytes, sha256 } = hashed(pdf());
    const { bank, handlers, saved } = await start();
    bank.answers = { '/v1/evidence/:fileHash': () => ({ mediaType: 'application/pdf', base64: bytes.toString('base64') }) };
    await expect(handlers.readEvidence({ sha256 })).rejects.toMatchObject({ code: 'not_found' });
    await expect(handlers.readFile({ sha256 })).rejects.toMatchObject({ code: 'not_found' });
    expect(await handlers.saveEvidence({ sha256, name: 'setup.exe' })).toEqual({ file: 'setup.pdf' });
    expect(saved[0]?.bytes.equals(bytes)).toBe(true);
  });

  test('as a picture is drawn; what the bank gave is not kept on this computer, and other bytes than its hash says are not believed', async () => {
    const { bytes, sha256 } = aPicture('logo');
    const { bank, files, handlers } = await start();
    bank.answers = { '/v1/evidence/:fileHash': () => ({ mediaType: 'image/png', base64: bytes.toString('base64') }) };
    expect(await handlers.readEvidence({ sha256 })).toEqual({ mediaType: 'image/png', base64: bytes.toString('base64') });
    expect(await files.find(sha256)).toBeUndefined();
    bank.answers = { '/v1/evidence/:fileHash': () => ({ mediaType: 'image/png', base64: aPicture('hero').bytes.toString('base64') }) };
    await expect(handlers.readEvidence({ sha256 })).rejects.toMatchObject({ code: 'bank_answer_invalid' });
  });
});
