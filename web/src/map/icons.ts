// Marks of the map, drawn here: shape tells what colour tells.
import { inside_colour, outside_colour, site_colour } from './colours';

const size = 32;                                                   // of 16 points at two pixels a point

function draw(paint: (context: CanvasRenderingContext2D) => void, width = size): ImageData {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = width;
  const context = canvas.getContext('2d')!;
  context.lineJoin = 'round';
  paint(context);
  return context.getImageData(0, 0, width, width);
}

/** A dot in a ring: inside. */
function inside(): ImageData {
  return draw((c) => {
    c.beginPath();
    c.arc(16, 16, 9, 0, 7);
    c.fillStyle = '#fff';
    c.fill();
    c.lineWidth = 3;
    c.strokeStyle = inside_colour;
    c.stroke();
    c.beginPath();
    c.arc(16, 16, 4.5, 0, 7);
    c.fillStyle = inside_colour;
    c.fill();
  });
}

/** A cross: outside. */
function outside(): ImageData {
  return draw((c) => {
    c.beginPath();
    for (const [x, y] of [[8, 8], [24, 8]] as const) {
      c.moveTo(x, y);
      c.lineTo(32 - x, 24);
    }
    c.lineCap = 'round';
    c.lineWidth = 10;
    c.strokeStyle = '#fff';
    c.stroke();
    c.lineWidth = 5;
    c.strokeStyle = outside_colour;
    c.stroke();
  });
}

/** A mast. */
function site(): ImageData {
  return draw((c) => {
    c.beginPath();
    c.moveTo(16, 7);
    c.lineTo(24, 25);
    c.lineTo(8, 25);
    c.closePath();
    c.lineWidth = 4;
    c.strokeStyle = '#fff';
    c.stroke();
    c.fillStyle = site_colour;
    c.fill();
  });
}

/** Lines where nobody lives. */
function blank(): ImageData {
  return draw((c) => {
    c.fillStyle = '#eceae4';
    c.fillRect(0, 0, 16, 16);
    c.beginPath();
    for (let k = -16; k <= 32; k += 8) {
      c.moveTo(k, 16);
      c.lineTo(k + 16, 0);
    }
    c.lineWidth = 1.5;
    c.strokeStyle = '#a9a79f';
    c.stroke();
  }, 16);
}

export function mapIcons(): Record<'inside' | 'outside' | 'site' | 'blank', ImageData> {
  return { inside: inside(), outside: outside(), site: site(), blank: blank() };
}
