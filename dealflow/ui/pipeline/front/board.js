// A board of cards by stage: drag, or "move to" by mouse, finger or keyboard. Everything in `data` is written as text.
// Triggers: `moved` ({id, to, seen}), `opened` (an engagement's id).
const element = (name, className, text) => {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined && text !== null) made.textContent = text;
  return made;
};

const button = (className, text) => {
  const made = element("button", className, text);
  made.type = "button";
  return made;
};

function chip(given) {
  const made = element("span", `chip ${given.tone || ""}`, given.text);
  if (given.title) made.title = given.title;
  return made;
}

function drawCard(card, labels, on) {
  const box = element("article", `card ${card.tone || ""}`);
  box.dataset.testid = `card-${card.id}`;
  box.draggable = card.moves.length > 0;
  const title = element("a", "title", card.title);
  title.href = card.href;
  title.dataset.focus = `open:${card.id}`;
  title.draggable = false;
  title.onclick = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    on.open(card);
  };
  title.onkeydown = (event) => {
    if ((event.key === "m" || event.key === "M") && card.moves.length) on.menu(card, more);
  };
  box.append(title);
  if (card.sub) box.append(element("div", "sub", card.sub));
  if (card.next) box.append(element("div", `next ${card.next.tone || ""}`, card.next.text));
  const foot = element("div", "foot");
  for (const one of card.chips) foot.append(chip(one));
  const more = button("more", labels.move);
  more.setAttribute("aria-haspopup", "menu");
  more.setAttribute("aria-label", `${card.title}: ${labels.move}`);
  more.dataset.focus = `move:${card.id}`;
  more.dataset.testid = `move-${card.id}`;
  more.onclick = () => on.menu(card, more);
  if (card.moves.length) foot.append(more);
  box.append(foot);
  box.onclick = (event) => {
    if (!event.target.closest("a, button")) on.open(card);
  };
  box.ondragstart = (event) => {
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", card.title);
    on.lift(card, box);
  };
  box.ondragend = () => on.lay();
  return box;
}

function drawColumn(column, cards, labels, on) {
  const box = element("section", cards.length ? "column" : "column empty");
  box.dataset.testid = `column-${column.id}`;
  box.setAttribute("aria-label", `${column.name} ${cards.length}`);
  const head = element("header");
  head.append(element("span", "name", column.name), element("span", "count", cards.length));
  if (column.note) {
    const note = element("span", "note", column.note);
    note.title = column.note_title || "";
    head.append(note);
  }
  box.append(head, element("div", "closed-note", labels.closed));
  const pile = element("div", "pile");
  for (const card of cards) pile.append(drawCard(card, labels, on));
  box.append(pile);
  box.ondragover = (event) => {
    if (!on.takes(column)) return;
    event.preventDefault();
    box.classList.add("over");
  };
  box.ondragleave = (event) => {
    if (!box.contains(event.relatedTarget)) box.classList.remove("over");
  };
  box.ondrop = (event) => {
    event.preventDefault();
    box.classList.remove("over");
    on.drop(column, pile);
  };
  return box;
}

function openMenu(menu, card, anchor, data, choose) {
  const items = [];
  menu.replaceChildren(element("div", "menu-title", data.labels.move_to));
  for (const column of data.columns) {
    const open = card.moves.includes(column.id);
    const here = column.id === card.column;
    const item = button("item", column.name);
    item.setAttribute("role", "menuitem");
    item.setAttribute("aria-disabled", String(!open));
    item.dataset.testid = `to-${column.id}`;
    if (!open) item.append(element("span", "why", here ? data.labels.here : data.labels.closed));
    item.onclick = () => {
      if (!open) return;
      menu.hidePopover();
      choose(card, column);
    };
    items.push(item);
    menu.append(item);
  }
  menu.onkeydown = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !items.length) return;
    event.preventDefault();
    const place = items.indexOf(menu.getRootNode().activeElement);
    items[(place + step + items.length) % items.length].focus();
  };
  menu.showPopover();
  const at = anchor.getBoundingClientRect();
  const size = menu.getBoundingClientRect();
  menu.style.left = `${Math.max(8, Math.min(at.left, window.innerWidth - size.width - 8))}px`;
  const below = at.bottom + 4;
  menu.style.top = `${below + size.height > window.innerHeight ? Math.max(8, at.top - size.height - 4) : below}px`;
  // The stage after the present one is where most cards go.
  const here = data.columns.findIndex((column) => column.id === card.column);
  const isOpen = (item) => item.getAttribute("aria-disabled") === "false";
  (items.slice(here).find(isOpen) || items.find(isOpen) || menu).focus();
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const root = parentElement.querySelector(".board");
  const menu = parentElement.querySelector(".menu");
  const held = parentElement.activeElement && parentElement.activeElement.dataset.focus;
  let lifted = null;
  const columns = new Map();
  const send = (card, column) => setTriggerValue("moved", { id: card.id, to: column.id, seen: card.seen });
  const on = {
    open: (card) => setTriggerValue("opened", card.id),
    menu: (card, anchor) => openMenu(menu, card, anchor, data, send),
    takes: (column) => lifted !== null && lifted.card.moves.includes(column.id),
    lift: (card, box) => {
      lifted = { card, box };
      // The browser takes its picture of the card first; only then may the columns change their looks.
      setTimeout(() => {
        root.classList.add("dragging");
        box.classList.add("lifted");
        for (const [id, made] of columns) made.classList.toggle("closed", id !== card.column && !card.moves.includes(id));
      });
    },
    lay: () => {
      lifted = null;
      root.classList.remove("dragging");
      for (const made of columns.values()) made.classList.remove("closed", "over");
      for (const box of root.querySelectorAll(".lifted")) box.classList.remove("lifted");
    },
    drop: (column, pile) => {
      if (!on.takes(column)) return;
      const { card, box } = lifted;
      box.classList.add("pending");
      pile.prepend(box);
      on.lay();
      send(card, column);
    },
  };
  const drawn = data.columns.map((column) => {
    const made = drawColumn(column, data.cards.filter((card) => card.column === column.id), data.labels, on);
    columns.set(column.id, made);
    return made;
  });
  root.replaceChildren(...drawn);
  if (held) {
    const again = [...root.querySelectorAll("[data-focus]")].find((one) => one.dataset.focus === held);
    if (again) again.focus();
  }
}
