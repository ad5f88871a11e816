import { z } from 'zod';

const Coordinate = z.int().min(-100_000).max(100_000);
const Size = z.int().min(1).max(100_000);

export const WindowState = z.strictObject({
  format: z.literal('florin-window/1'),
  bounds: z.strictObject({ x: Coordinate, y: Coordinate, width: Size, height: Size }),
  isMaximized: z.boolean(),
});
export type WindowState = z.infer<typeof WindowState>;

/** In device-independent pixels. */
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface WindowPlace {
  /** Without x and y the window is centred. */
  readonly x?: number;
  readonly y?: number;
  readonly width: number;
  readonly height: number;
  readonly isMaximized: boolean;
}

export const DEFAULT_SIZE = { width: 1280, height: 800 } as const;
export const MINIMUM_SIZE = { width: 800, height: 560 } as const;
/** So much of a window must lie on a screen that it can be grasped. */
const VISIBLE = { width: 200, height: 100 } as const;

/** Where the window opens: where it was, if that place still is on a screen; else centred, in the size it had as far as that fits. */
export function windowPlace(saved: WindowState | undefined, workAreas: readonly Area[]): WindowPlace {
  if (saved === undefined) return { ...DEFAULT_SIZE, isMaximized: false };
  const width = Math.max(saved.bounds.width, MINIMUM_SIZE.width);
  const height = Math.max(saved.bounds.height, MINIMUM_SIZE.height);
  const screen = workAreas.find((area) => isGraspable({ ...saved.bounds, width, height }, area));
  const largest = screen ?? workAreas[0];
  const size = { width: Math.min(width, largest?.width ?? width), height: Math.min(height, largest?.height ?? height) };
  if (screen === undefined) return { ...size, isMaximized: saved.isMaximized };
  return { ...size, x: saved.bounds.x, y: saved.bounds.y, isMaximized: saved.isMaximized };
}

/** Enough of the window, its upper edge included, lies on the screen. */
function isGraspable(bounds: Area, area: Area): boolean {
  const width = Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x);
  const height = Math.min(bounds.y + bounds.height, area.y + area.height) - Math.max(bounds.y, area.y);
  return width >= VISIBLE.width && height >= VISIBLE.height && bounds.y >= area.y;
}
