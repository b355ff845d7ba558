// A day by rooms and time. Everything that comes in `data` is written as text, never as markup. Triggers: `picked` (id),
// `moved` ({id, from, column}): a part was dragged with the mouse, or moved with Alt and an arrow.
const STEP = 5;
const SLACK = 6;
const TALL = 46;
const FLAT = 30;

function part(given, data, scale, send) {
  const box = button(`part ${given.kind}${given.wrong ? " wrong" : ""}`);
  const height = Math.max((given.to - given.from) * scale - 2, 14);
  box.style.top = `${(given.from - data.from) * scale + 1}px`;
  box.style.height = `${height}px`;
  if (given.of > 1) {
    box.style.left = `calc(${(100 * given.at) / given.of}% + 3px)`;
    box.style.right = `calc(${100 - (100 * (given.at + 1)) / given.of}% + 3px)`;
  }
  if (height >= TALL) box.classList.add("tall");
  if (height < FLAT) box.classList.add("flat");
  box.append(element("b", "", given.title), element("span", "", given.sub));
  box.title = `${given.title} ${given.sub}`;
  box.dataset.focus = given.id;
  box.dataset.testid = `part-${given.id}`;
  box.onclick = () => { if (!box.dataset.dragged) send("picked", given.id); };
  movable(box, given, data, scale, send);
  return box;
}

// A finger scrolls and taps; a mouse also drags. What clashes afterwards is said by the screen, and undone by another move.
function movable(box, given, data, scale, send) {
  const columns = data.columns.map((column) => column.id);
  const snapped = (minute) => Math.round(minute / STEP) * STEP;
  box.addEventListener("keydown", (event) => {
    const by = { ArrowUp: -STEP, ArrowDown: STEP }[event.key], aside = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!event.altKey || (!by && !aside)) return;
    event.preventDefault();
    const place = columns.indexOf(given.column) + (aside || 0);
    send("moved", { id: given.id, from: given.from + (by || 0), column: columns[place] ?? given.column });
  });
  box.addEventListener("pointerdown", (down) => {
    if (down.pointerType === "touch" || down.button) return;
    delete box.dataset.dragged;
    const sheet = box.closest(".sheet");
    const columnAt = (x) => [...sheet.querySelectorAll(".column")].findIndex((one) => {
      const { left, right } = one.getBoundingClientRect();
      return x >= left && x < right;
    });
    const move = (event) => {
      if (!box.dataset.dragged && Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) < SLACK) return;
      box.dataset.dragged = "1";
      box.classList.add("dragged");
      box.style.transform = `translate(${event.clientX - down.clientX}px, ${event.clientY - down.clientY}px)`;
    };
    const up = (event) => {
      removeEventListener("pointermove", move);
      removeEventListener("pointerup", up);
      removeEventListener("pointercancel", stop);
      if (!box.dataset.dragged) return;
      const from = snapped(given.from + (event.clientY - down.clientY) / scale), place = columnAt(event.clientX);
      const column = columns[place] ?? given.column;
      stop();
      if (from !== given.from || column !== given.column) send("moved", { id: given.id, from, column });
    };
    const stop = () => {
      removeEventListener("pointermove", move);
      box.classList.remove("dragged");
      box.style.transform = "";
      setTimeout(() => delete box.dataset.dragged, 0);
    };
    addEventListener("pointermove", move);
    addEventListener("pointerup", up);
    addEventListener("pointercancel", stop);
  });
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const root = parentElement.querySelector(".day");
  const held = focusOf(parentElement);
  const scale = data.scale;
  const high = (data.to - data.from) * scale;
  const sheet = element("div", "sheet");
  sheet.style.gridTemplateColumns = `52px repeat(${data.columns.length}, minmax(${data.least}px, 1fr))`;
  sheet.append(element("div", "head", ""));
  for (const column of data.columns) {
    const head = element("div", "head", column.name);
    if (column.sub) head.append(element("small", "", column.sub));
    sheet.append(head);
  }
  const times = element("div", "times");
  times.style.height = `${high}px`;
  for (const mark of data.marks) {
    if (mark.at === data.from || mark.at === data.to) continue;
    const words = element("span", "", mark.text);
    words.style.top = `${(mark.at - data.from) * scale}px`;
    times.append(words);
  }
  sheet.append(times);
  data.columns.forEach((column) => {
    const place = element("div", "column");
    place.style.height = `${high}px`;
    for (const mark of data.marks) {
      const line = element("div", "line");
      line.style.top = `${(mark.at - data.from) * scale}px`;
      place.append(line);
    }
    for (const closed of data.closed.filter((one) => one.column === column.id)) {
      const box = element("div", "closed");
      box.style.top = `${(closed.from - data.from) * scale}px`;
      box.style.height = `${(closed.to - closed.from) * scale}px`;
      place.append(box);
    }
    for (const given of data.parts.filter((one) => one.column === column.id)) {
      place.append(part(given, data, scale, setTriggerValue));
    }
    sheet.append(place);
  });
  root.setAttribute("aria-label", data.caption);
  root.replaceChildren(sheet);
  for (const wide of data.wide) {
    const box = part(wide, data, scale, setTriggerValue);
    const first = sheet.children[data.columns.length + 2];
    box.style.right = "auto";
    first.append(box);
    box.style.width = `calc(${100 * data.columns.length}% + ${data.columns.length - 7}px)`;
    box.style.zIndex = "1";
  }
  focusAgain(root, held);
}
