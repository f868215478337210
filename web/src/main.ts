import { readData, readMesh } from './data/decode';

const data = await readData();
const mesh = await readMesh(data);
const app = document.getElementById('app')!;
app.textContent = `${data.title}: ${data.municipalities.length}, ${mesh?.cells ?? 0}`;
