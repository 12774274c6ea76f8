// Makes the drawn map live: links that move it answer in place, it is dragged by hand and moved by keys.
const TILE = 256;

function middleOf(map) {
  const [zoom, latitude, longitude] = map.dataset.window.split("/").map(Number);
  return { zoom, latitude, longitude, world: TILE * 2 ** zoom };
}

function moved(map, across, down) { // pixels of the drawing → the window's address
  const { zoom, latitude, longitude, world } = middleOf(map);
  const y = ((1 - Math.asinh(Math.tan((latitude * Math.PI) / 180)) / Math.PI) / 2) * world + down;
  const there = (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / world))) * 180) / Math.PI;
  return `${zoom}/${there.toFixed(4)}/${(longitude + (across / world) * 360).toFixed(4)}`;
}

async function go(box, href, focus) {
  const address = new URL(href, location.href);
  address.searchParams.set("partie", "dessin");
  const reply = await fetch(address);
  if (!reply.ok) return location.assign(href);
  box.innerHTML = await reply.text();
  if (focus) box.querySelector(`[data-key="${CSS.escape(focus)}"]`)?.focus();
  else if (focus === "") box.querySelector("[data-key='+']")?.focus();
}

function drag(box) {
  let from;
  box.addEventListener("pointerdown", (event) => {
    const svg = event.target.closest("svg");
    if (svg && event.isPrimary) from = { x: event.clientX, y: event.clientY, svg, moved: false };
  });
  box.addEventListener("pointermove", (event) => {
    if (!from || !event.buttons) return;
    const [dx, dy] = [event.clientX - from.x, event.clientY - from.y];
    if (Math.hypot(dx, dy) < 6 && !from.moved) return;
    from.moved = true;
    const scale = from.svg.viewBox.baseVal.width / from.svg.clientWidth;
    from.svg.setAttribute("viewBox", `${-dx * scale} ${-dy * scale} ${from.svg.viewBox.baseVal.width} ${from.svg.viewBox.baseVal.height}`);
    from.shift = [-dx * scale, -dy * scale];
  });
  const end = () => {
    if (from?.moved) {
      const map = from.svg.closest(".pl-map");
      const address = new URL(map.querySelector("[data-key='+']").href);
      address.searchParams.set("carte", moved(map, ...from.shift));
      go(box, address);
      addEventListener("click", (event) => { event.preventDefault(); event.stopPropagation(); }, { capture: true, once: true });
      setTimeout(() => dispatchEvent(new MouseEvent("click", { cancelable: true })));
    }
    from = undefined;
  };
  box.addEventListener("pointerup", end);
  box.addEventListener("pointercancel", end);
  box.addEventListener("dragstart", (event) => event.preventDefault());
}

export function live(box) {
  if (box.dataset.alive) return;
  box.dataset.alive = "yes";
  box.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-go]");
    if (!link || event.metaKey || event.ctrlKey || event.defaultPrevented) return;
    event.preventDefault();
    go(box, link.getAttribute("href"), link.dataset.key ?? "");
  });
  box.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const link = box.querySelector(`a[data-key="${CSS.escape(event.key)}"]`);
    if (!link) return;
    event.preventDefault();
    go(box, link.getAttribute("href"), event.key);
  });
  drag(box);
}

document.querySelectorAll("[data-live]").forEach(live);
