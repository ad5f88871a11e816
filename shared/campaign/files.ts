import { z } from 'zod';
import { Sha256 } from '../units.ts';
import type { EvidenceFile, EvidenceMediaType } from './evidence.ts';

/** Sizes in pixels of the pictures of a message; nothing else is accepted. */
export const IMAGE_SIZES = { logo: { width: 627, height: 627 }, hero: { width: 1_200, height: 627 } } as const;
export type ImageKind = keyof typeof IMAGE_SIZES;
export const IMAGE_KINDS = ['logo', 'hero'] as const satisfies readonly ImageKind[];

export const FILE_LIMITS = {
  /** A picture of a message, as it is stored, sent and delivered. */
  imageBytes: 524_288,
  /** A picture as a person hands it over; it is cut, scaled and encoded anew. */
  sourceImageBytes: 20_971_520,
  /** Pixels of a picture that is handed over: more are not decoded. */
  sourceImagePixels: 40_000_000,
  altTextLength: 120,
} as const;

export const FileKind = z.enum(IMAGE_KINDS);
export type FileKind = z.infer<typeof FileKind>;
export const FileMediaType = z.enum(['image/png', 'image/jpeg']);
export type FileMediaType = z.infer<typeof FileMediaType>;

/** A picture by the hash of its bytes. The bytes are kept beside the draft and, from the submission on, at the bank. */
export const ImageFile = z.strictObject({
  sha256: Sha256,
  mediaType: FileMediaType,
  sizeBytes: z.int().min(1).max(FILE_LIMITS.imageBytes),
});
export type ImageFile = z.infer<typeof ImageFile>;

/** Shown in every language; its alternative text is part of each language's words. */
export const CreativeImages = z.strictObject({ logo: ImageFile.optional(), hero: ImageFile.optional() });
export type CreativeImages = z.infer<typeof CreativeImages>;

/** What a kept file is for: a place in a message, or evidence. */
export type StoredKind = FileKind | 'evidence';
/** What a kept file can be; pictures are never PDFs. */
export type StoredMediaType = EvidenceMediaType;

/** A file that a content names, and where. */
export interface NamedFile {
  readonly sha256: string;
  readonly kind: StoredKind;
  readonly mediaType: StoredMediaType;
  readonly sizeBytes: number;
}

/** A picture that a content names: the only files that are delivered to customers. */
export interface NamedPicture extends NamedFile {
  readonly kind: FileKind;
  readonly mediaType: FileMediaType;
}

/** A content or a draft, as far as it names files. */
interface NamingFiles extends NamingPictures {
  readonly evidence?: readonly EvidenceFile[] | undefined;
}

interface NamingPictures {
  readonly images?: CreativeImages | undefined;
  readonly alternative?: { readonly images?: CreativeImages | undefined } | null | undefined;
}

/** Every file that a content needs, each once: its pictures, then its evidence. */
export function filesOfContent(content: NamingFiles): readonly NamedFile[] {
  const evidence = (content.evidence ?? []).map(({ sha256, mediaType, sizeBytes }) => ({
    kind: 'evidence' as const,
    sha256,
    mediaType,
    sizeBytes,
  }));
  return [...picturesOfContent(content), ...evidence];
}

/** The pictures of a content's message, each once. */
export function picturesOfContent(content: NamingPictures): readonly NamedPicture[] {
  const files = [content.images, content.alternative?.images].flatMap((images) =>
    IMAGE_KINDS.flatMap((kind) => {
      const image = images?.[kind];
      return image === undefined ? [] : [{ kind, ...image }];
    }),
  );
  return files.filter((file, index) => files.findIndex((other) => other.sha256 === file.sha256 && other.kind === file.kind) === index);
}

/** Why a file may not be used. */
export const FileProblem = z.enum([
  /** Neither PNG nor JPEG, or broken. */
  'not_an_image',
  /** Another format or size than was said. */
  'unexpected',
  /** Holds more than picture. */
  'not_clean',
  'too_large',
  'too_many_pixels',
  /** Fewer pixels than its place needs; nothing is blown up. */
  'too_small',
  /** Even as a JPEG it does not fit the limit. */
  'not_reducible',
  'wrong_hash',
  'unreadable',
  /** Evidence that is neither a PDF nor a PNG or JPEG, by its bytes. */
  'not_evidence',
  /** A PDF that needs a password, or says that parts of it are locked. */
  'encrypted',
  /** A PDF that can do more than be read: scripts, programs, forms that send, files or media within it. */
  'active_content',
  /** A PDF whose parts cannot be looked into. */
  'not_readable',
]);
export type FileProblem = z.infer<typeof FileProblem>;
