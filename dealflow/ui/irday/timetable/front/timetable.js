// A day's grid: time down, stages and tables across. Drag, or pick a thing and then a cell, by mouse, finger or keys.
// Everything in `data` is written as text. Trigger: `asked` ({what, id, slot, place, other, seen}).
const HARD = new Set(["pinned", "taken", "company_away", "investor_away", "engaged", "not_allowed"]);

// What a cell is to the thing that is being placed: "free", "swap", or why it is closed to it.
function stand(data, item, cell, holder) {
  if (cell.kind !== item.kind) return { why: "kind" };
  if (cell.closed) return { why: cell.closed };
  if (cell.past) return { why: "past" };
  if (item.slot === cell.slot && item.place === cell.place) return { why: "here" };
  const barred = data.codes[item.barred[data.places[cell.slot]]];
  if (holder) {
    if (!item.slot) return { why: "occupied" };
    if (holder.pinned || holder.past) return { why: "fixed" };
    return HARD.has(barred) ? { why: barred } : { swap: holder };
  }
  return barred ? { why: barred } : { free: true };
}

function drawItem(item, data, on) {
  const box = button(`item ${item.kind} ${item.tone || ""}`);
  if (item.pinned) box.classList.add("pinned");
  if (item.past) box.classList.add("past");
  if (item.changed) box.classList.add("changed");
  box.dataset.focus = `item:${item.id}`;
  box.dataset.testid = `item-${item.id}`;
  box.title = [item.title, item.sub, item.note].filter(Boolean).join("\n");
  box.append(element("span", "name", item.title));
  if (item.sub) box.append(element("span", "with", item.sub));
  if (item.mark) box.append(element("span", "mark", item.mark));
  box.draggable = data.editable && !item.pinned && !item.past;
  liftable(on.root, box, item.title, () => on.enter(item), on.lay);
  box.onclick = (event) => {
    event.stopPropagation();
    on.chosen(item, box);
  };
  return box;
}

function openMenu(menu, item, anchor, data, on) {
  const parts = [element("div", "menu-title", [item.title, item.sub].filter(Boolean).join(" × "))];
  if (item.when) parts.push(element("div", "menu-when", item.when));
  if (item.note) parts.push(element("div", "menu-note", item.note));
  const act = (what, word, off) => {
    const made = button("choice", word);
    made.dataset.testid = `do-${what}`;
    made.disabled = Boolean(off);
    made.onclick = () => {
      menu.hidePopover();
      if (what === "move") on.pick(item, anchor);
      else on.send({ what, id: item.id });
    };
    parts.push(made);
  };
  if (data.editable && item.slot) {
    act("move", data.labels.move, item.pinned || item.past);
    if (item.pinned) act("unpin", data.labels.unpin);
    else act("pin", data.labels.pin);
    act("cancel", data.labels.cancel, item.pinned || item.past);
  } else if (data.editable) {
    act("move", data.labels.place);
  }
  menu.replaceChildren(...parts);
  const choices = [...menu.querySelectorAll("button:not([disabled])")];
  openBeside(anchor, menu, choices, choices[0]);
}

function drawCell(cell, data, holders, on) {
  const made = element("div", `cell ${cell.kind}`);
  made.dataset.testid = `cell-${cell.slot}-${cell.place}`;
  made.dataset.focus = `cell:${cell.slot}:${cell.place}`;
  if (cell.closed) {
    made.classList.add("shut");
    made.title = data.reasons[cell.closed];
  }
  for (const item of holders.get(`${cell.slot} ${cell.place}`) || []) made.append(drawItem(item, data, on));
  on.cell(cell, made);
  return made;
}

function drawHead(column) {
  const head = element("div", `head ${column.kind}`);
  head.append(element("span", "name", column.name));
  if (column.sub) head.append(element("span", "sub", column.sub));
  return head;
}

function drawBand(band) {
  const made = element("div", "band");
  made.append(element("span", "", band.text));
  return made;
}

// One place alone: time runs down, then on in the next column, so that the width is used and what follows is in sight.
function drawFold(given, data, holders, on) {
  const fold = element("div", "fold");
  const lines = element("div", "lines");
  const drawn = [
    ...given.bands.map((band) => [band.from, drawBand(band)]),
    ...given.cells.map((cell) => {
      const line = element("div", "fold-line");
      line.append(element("span", "time", cell.time.split("–")[0]), drawCell(cell, data, holders, on));
      return [cell.from, line];
    }),
  ];
  lines.append(...drawn.sort((a, b) => a[0] - b[0]).map(([, box]) => box));
  fold.append(...given.columns.map(drawHead), lines);
  return fold;
}

function drawGrid(given, data, holders, on) {
  if (given.columns.length === 1) return drawFold(given, data, holders, on);
  const grid = element("div", "grid");
  const row = new Map(given.bounds.map((minute, index) => [minute, index + 2]));
  const line = (minute) => row.get(minute);
  grid.style.gridTemplateColumns = `52px repeat(${given.columns.length}, minmax(92px, 1fr))`;
  grid.append(element("div", "corner"));
  given.columns.forEach((column, index) => {
    const head = drawHead(column);
    head.style.gridColumn = String(index + 2);
    grid.append(head);
  });
  for (const time of given.times) {
    const made = element("div", "time", time.text);
    made.style.gridRow = `${line(time.from)} / ${line(time.to)}`;
    grid.append(made);
  }
  for (const band of given.bands) {
    const made = drawBand(band);
    made.style.gridRow = `${line(band.from)} / ${line(band.to)}`;
    made.style.gridColumn = "2 / -1";
    grid.append(made);
  }
  const column = new Map(given.columns.map((one, index) => [one.id, index + 2]));
  for (const cell of given.cells) {
    const made = drawCell(cell, data, holders, on);
    made.style.gridRow = `${line(cell.from)} / ${line(cell.to)}`;
    made.style.gridColumn = String(column.get(cell.place));
    grid.append(made);
  }
  return grid;
}

function drawList(data, holders, on) {
  const list = element("div", "list");
  for (const given of data.grids) {
    const bySlot = new Map();
    for (const cell of given.cells) bySlot.set(cell.slot, [...(bySlot.get(cell.slot) || []), cell]);
    for (const cells of [...bySlot.values()].sort((a, b) => a[0].from - b[0].from || a[0].to - b[0].to)) {
      if (cells.every((cell) => cell.closed)) continue;
      const alone = cells.length === 1;
      const box = element("section", alone ? "round alone" : "round");
      if (!alone) box.append(element("h4", "", `${cells[0].time} ${data.labels[cells[0].kind]}`));
      const free = element("div", "free");
      for (const cell of cells) {
        for (const item of holders.get(`${cell.slot} ${cell.place}`) || []) {
          const line = element("div", "line");
          line.append(element("span", "where", alone ? cell.time : cell.name), drawItem(item, data, on));
          box.append(line);
        }
        const to = button("to", alone ? `${cell.time} ${cell.name}` : cell.name);
        on.cell(cell, to);
        free.append(to);
      }
      box.append(free);
      list.append(box);
    }
  }
  return list;
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const root = parentElement.querySelector(".timetable");
  const menu = parentElement.querySelector(".menu");
  // The frame draws us anew for its own reasons, too, even in the midst of a tap: what is the same stays as it stands.
  const sign = JSON.stringify(data);
  if (root.drawn === sign) {
    for (const box of root.querySelectorAll(".pending")) box.classList.remove("pending");
    return;
  }
  root.drawn = sign;
  const held = focusOf(parentElement);
  const scrolled = root.querySelector(".scroll");
  const at = scrolled ? [scrolled.scrollLeft, scrolled.scrollTop] : [0, 0];
  root.classList.remove("placing", "dragging");
  const holders = new Map();
  for (const item of data.items) {
    const key = `${item.slot} ${item.place}`;
    holders.set(key, [...(holders.get(key) || []), item]);
  }
  const boxes = [];
  const status = element("div", "status");
  status.setAttribute("role", "status");
  let picked = null;
  const named = (item) => [item.title, item.sub].filter(Boolean).join(" × ");
  const usual = () => {
    if (!picked) return data.editable ? data.labels.hint : "";
    const words = root.querySelector(".open") ? data.labels.choose : data.labels.full;
    return words.replace("{item}", named(picked));
  };
  const say = (words) => (status.textContent = words || usual());
  const send = (asked) => setTriggerValue("asked", { ...asked, seen: data.seen });
  const standing = (cell) => {
    const there = (holders.get(`${cell.slot} ${cell.place}`) || []).find((one) => !picked || one.id !== picked.id);
    return stand(data, picked, cell, there);
  };
  const drop = (cell, box) => {
    const found = standing(cell);
    if (found.why) return say(data.reasons[found.why]);
    const item = picked;
    box.classList.add("pending");
    leave();
    if (found.swap) send({ what: "swap", id: item.id, other: found.swap.id });
    else send({ what: item.slot ? "move" : "add", id: item.id, slot: cell.slot, place: cell.place });
  };
  const escape = (event) => {
    if (event.key === "Escape") leave();
  };
  const enter = (item) => {
    picked = item;
    document.addEventListener("keydown", escape);
    root.classList.add("placing");
    for (const { cell, box } of boxes) {
      const found = standing(cell);
      box.classList.toggle("open", Boolean(found.free));
      box.classList.toggle("swap", Boolean(found.swap));
      box.classList.toggle("barred", Boolean(found.why) && found.why !== "here");
      box.title = found.why ? data.reasons[found.why] || "" : "";
      if (found.why) continue;
      box.tabIndex = 0;
      box.setAttribute("role", "button");
      box.setAttribute("aria-label", `${cell.time} ${cell.name}: ${found.swap ? data.labels.swap : data.labels.here}`);
    }
  };
  const leave = () => {
    picked = null;
    document.removeEventListener("keydown", escape);
    root.classList.remove("placing");
    for (const { box } of boxes) {
      box.classList.remove("open", "swap", "barred", "over");
      if (box.tagName !== "BUTTON") box.removeAttribute("tabindex");
      box.removeAttribute("role");
      box.removeAttribute("aria-label");
      box.title = "";
    }
    say("");
  };
  const on = {
    root,
    send,
    enter,
    lay: () => picked && leave(),
    pick: (item, anchor) => {
      enter(item);
      say("");
      const first = boxes.find(({ box }) => box.classList.contains("open") && box.offsetParent !== null);
      (first ? first.box : anchor).focus();
    },
    chosen: (item, box) => {
      if (picked && picked.id !== item.id) {
        const own = boxes.find(({ cell }) => cell.slot === item.slot && cell.place === item.place);
        return own ? drop(own.cell, box) : undefined;
      }
      if (picked) return leave();
      openMenu(menu, item, box, data, on);
    },
    cell: (cell, box) => {
      boxes.push({ cell, box });
      box.onclick = () => picked && drop(cell, box);
      box.onkeydown = (event) => {
        if (!picked || event.target !== box || (event.key !== "Enter" && event.key !== " ")) return;
        event.preventDefault();
        drop(cell, box);
      };
      box.onfocus = box.onmouseenter = () => picked && say(data.reasons[standing(cell).why]);
      const takes = () => {
        if (!picked) return false;
        const found = standing(cell);
        say(data.reasons[found.why] || `${cell.time} ${cell.name}${found.swap ? ` · ${data.labels.swap}` : ""}`);
        return !found.why;
      };
      landing(box, takes, () => picked && drop(cell, box));
    },
  };
  const scroll = element("div", "scroll");
  scroll.append(...data.grids.map((given) => drawGrid(given, data, holders, on)));
  const body = element("div", "body");
  body.append(scroll, drawList(data, holders, on));
  if (data.tray.length) {
    const tray = element("aside", "tray");
    tray.append(element("h4", "", data.labels.tray), ...data.tray.map((item) => drawItem(item, data, on)));
    body.append(tray);
  }
  say("");
  root.replaceChildren(status, body);
  scroll.scrollTo(at[0], at[1]);
  focusAgain(root, held, { preventScroll: true });
}
