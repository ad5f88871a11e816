import { promisify } from 'node:util';
import { deflateSync, inflate } from 'node:zlib';
import { expect, test } from 'vitest';
import { pdfProblem, type Unpack } from '#shared/files/pdf-format.ts';
import { packedObject, pdf, pdfStream } from '../../fixtures/pdfs.ts';

const unpack: Unpack = (bytes, mostBytes) => promisify(inflate)(bytes, { maxOutputLength: mostBytes }).catch(() => undefined);
const problem = (bytes: Buffer) => pdfProblem(bytes, unpack);
const SCRIPT = '<< /S /JavaScript /JS (app.alert(1)) >>';

test.each([
  ['of one page', pdf()],
  ['with a page that opens at a place', pdf({ catalog: '/OpenAction [2 0 R /Fit]' })],
  ['whose opening goes to a place by an action', pdf({ catalog: '/OpenAction 3 0 R', objects: ['<< /S /GoTo /D [2 0 R /Fit] >>'] })],
  ['with that action in a packed object', pdf({ catalog: '/OpenAction 9 0 R', objects: [packedObject(9, '<< /S /GoTo /D (top) >>')] })],
  ['with packed objects that only say something', pdf({ objects: [packedObject(9, '<< /Title (Prijslijst) >>')] })],
  [
    'whose packed pixels hold “/JS ” by chance',
    pdf({ objects: [pdfStream('/Subtype /Image /Filter /DCTDecode', Buffer.from('\xff\xd8/JS \xff\xd9', 'latin1'))] }),
  ],
  ['with a link to a page on the web', pdf({ objects: ['<< /Subtype /Link /A << /S /URI /URI (https://example.org) >> >>'] })],
  ['with names that only begin like one that is refused', pdf({ objects: ['<< /JSON 1 /LaunchDate (2026) /EncryptMetadata false >>'] })],
])('a PDF %s is taken', async (_name, bytes) => {
  expect(await problem(bytes)).toBeUndefined();
});

test.each([
  ['a page of the web', Buffer.from('<html></html>'), 'not_evidence'],
  ['a PDF behind something else', pdf({ header: 'MZ\n%PDF-1.7\n' }), 'not_evidence'],
  ['a PDF of no version that there is', pdf({ header: '%PDF-9.9\n' }), 'not_evidence'],
  ['a PDF that was cut off', pdf().subarray(0, -20), 'not_evidence'],
  ['a PDF with a program behind its end', pdf({ behind: 'MZ' }), 'not_evidence'],
  ['a locked one', pdf({ trailer: '/Encrypt 3 0 R' }), 'encrypted'],
  ['one that is locked in its packed part', pdf({ objects: [packedObject(9, '<< /Encrypt 3 0 R >>')] }), 'encrypted'],
  ['a script', pdf({ objects: [SCRIPT] }), 'active_content'],
  ['a script whose name is written with escapes', pdf({ objects: ['<< /S /Java#53cript /#4a#53 (1) >>'] }), 'active_content'],
  ['a script in a packed object', pdf({ objects: [packedObject(9, SCRIPT)] }), 'active_content'],
  ['a script in an object stream that is not packed', pdf({ objects: [packedObject(9, SCRIPT, '')] }), 'active_content'],
  [
    'a script in a packed object whose stream does not say that it is one',
    pdf({ objects: [pdfStream('/N 1 /First 4 /Filter /FlateDecode', deflateSync(Buffer.from(`9 0 ${SCRIPT}`)))] }),
    'active_content',
  ],
  [
    'a script that stands within another stream',
    pdf({ objects: [pdfStream('', Buffer.from(`9 0 obj ${SCRIPT} endobj`))] }),
    'active_content',
  ],
  ['a rendition with a script', pdf({ objects: ['<< /S /Rendition /JS (1) >>'] }), 'active_content'],
  ['a script of one short key', pdf({ objects: ['<< /JS(1) >>'] }), 'active_content'],
  ['a program that is started', pdf({ objects: ['<< /S /Launch /F (cmd.exe) >>'] }), 'active_content'],
  ['a file within it', pdf({ objects: [pdfStream('/Type /EmbeddedFile', Buffer.from('x'))] }), 'active_content'],
  ['a list of files within it', pdf({ catalog: '/Names << /EmbeddedFiles << /Names [] >> >>' }), 'active_content'],
  ['rich media', pdf({ objects: ['<< /Subtype /RichMedia >>'] }), 'active_content'],
  ['a dynamic form', pdf({ catalog: '/AcroForm << /XFA 3 0 R >>' }), 'active_content'],
  ['a form that sends', pdf({ objects: ['<< /S /SubmitForm /F (https://example.org) >>'] }), 'active_content'],
  ['an opening that does something', pdf({ catalog: '/OpenAction << /S /Named /N /Print >>' }), 'active_content'],
  ['an opening that does something else next', pdf({ catalog: '/OpenAction << /S /GoTo /D (a) /Next 3 0 R >>' }), 'active_content'],
  ['an opening that leads nowhere', pdf({ catalog: '/OpenAction 77 0 R' }), 'active_content'],
  [
    'an opening that was a place and was changed later',
    pdf({ catalog: '/OpenAction 3 0 R', objects: ['[2 0 R /Fit]\nendobj\n3 0 obj\n<< /S /Named /N /Print >>'] }),
    'active_content',
  ],
  [
    'packed objects that do not unpack',
    pdf({ objects: [pdfStream('/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode', Buffer.from('no'))] }),
    'not_readable',
  ],
  ['objects packed in another way', pdf({ objects: [packedObject(9, '<< >>', '/Filter /LZWDecode')] }), 'not_readable'],
  ['objects packed twice', pdf({ objects: [packedObject(9, '<< >>', '/Filter [/ASCIIHexDecode /FlateDecode]')] }), 'not_readable'],
  [
    'objects that unpack to more than anybody needs',
    pdf({ objects: [pdfStream('/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode', deflateSync(Buffer.alloc(34_000_000)))] }),
    'not_readable',
  ],
  ['a stream without an end', pdf({ objects: ['<< /Length 9 >>\nstream\nabc'] }), 'not_readable'],
])('%s is refused', async (_name, bytes, expected) => {
  expect(await problem(bytes)).toBe(expected);
});
