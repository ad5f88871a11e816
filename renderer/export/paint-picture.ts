import { type Drawing, svgOf } from '#shared/export/drawing.ts';

/** Pixels of the picture per pixel of the screen: sharp on paper and on fine screens. */
const SCALE = 2;

/** Puts the drawing onto the clipboard as a picture: the one permission that this page has. */
export async function copyPicture(drawing: Drawing): Promise<void> {
  const canvas = await paint(drawing);
  const png = new Promise<Blob>((resolve, reject) => {
    canvas.toBlob((blob) => (blob === null ? reject(new TypeError('nothing was painted')) : resolve(blob)), 'image/png');
  });
  await navigator.clipboard.write([new ClipboardItem({ 'image/png': await png })]);
}

/** The drawing as a PNG in base64. */
export async function paintPicture(drawing: Drawing): Promise<string> {
  return (await paint(drawing)).toDataURL('image/png').replace(/^data:image\/png;base64,/, '');
}

/** The type face travels inside the picture that is painted; nothing is loaded from anywhere. */
async function paint(drawing: Drawing): Promise<HTMLCanvasElement> {
  // Loaded with the first picture: the window does not wait for it.
  const { default: fontAddress } = await import('@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?inline');
  const address = URL.createObjectURL(new Blob([svgOf(drawing, { fontAddress })], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(drawing.width * SCALE);
    canvas.height = Math.round(drawing.height * SCALE);
    const context = canvas.getContext('2d');
    if (context === null) throw new TypeError('no canvas to paint on');
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    return canvas;
  } finally {
    URL.revokeObjectURL(address);
  }
}
