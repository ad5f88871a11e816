import { type NativeImage, nativeImage } from 'electron';
import type { ImageCodec } from '../campaign-files/prepare-image.ts';

/** Electron's own decoders and encoders. They write picture and nothing else. */
export const electronImageCodec: ImageCodec = {
  decode: (bytes) => {
    const image = nativeImage.createFromBuffer(bytes);
    return image.isEmpty() ? undefined : image.getSize();
  },
  cover: (bytes, size) => {
    const image = nativeImage.createFromBuffer(bytes);
    const { width, height } = image.getSize();
    const scale = Math.max(size.width / width, size.height / height);
    const scaled = scale === 1 ? image : resized(image, Math.ceil(width * scale), Math.ceil(height * scale));
    const has = scaled.getSize();
    const cut = scaled.crop({
      x: Math.floor((has.width - size.width) / 2),
      y: Math.floor((has.height - size.height) / 2),
      ...size,
    });
    return { ...size, pixels: cut.toBitmap() };
  },
  toPng: ({ pixels, width, height }) => nativeImage.createFromBitmap(pixels, { width, height }).toPNG(),
  toJpeg: ({ pixels, width, height }, quality) => nativeImage.createFromBitmap(pixels, { width, height }).toJPEG(quality),
};

function resized(image: NativeImage, width: number, height: number): NativeImage {
  return image.resize({ width, height, quality: 'best' });
}
