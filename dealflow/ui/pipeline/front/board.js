// A board of cards by stage: drag, or "move to" by mouse, finger or keyboard. Everything in `data` is written as text.
// Triggers: `moved` ({id, to, seen}), `opened` (an engagement's id), `listed` (a stage whose other cards are wanted).
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
  if (card.amounts) box.append(element("div", "amounts", card.amounts));
  if (card.figures) box.append(element("div", "sub", card.figures));
  if (card.next) box.append(element("div", `next ${card.next.tone || ""}`, card.next.text));
  const foot = element("div", "foot");
  if (card.owner) {
    const owner = element("span", "owner", card.owner.initial);
    owner.title = card.owner.name;
    owner.setAttribute("aria-label", card.owner.name);
    owner.style.background = card.owner.colour;
    foot.append(owner);
  }
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
  liftable(on.root, box, card.title, () => on.lift(card, box), on.lay);
  return box;
}

function drawColumn(column, cards, labels, on) {
  const box = element("section", cards.length ? "column" : "column empty");
  box.dataset.testid = `column-${column.id}`;
  box.setAttribute("aria-label", `${column.name} ${column.count}`);
  const head = element("header");
  head.append(element("span", "name", column.name), element("span", "count", column.count));
  if (column.note) {
    const note = element("span", "note", column.note);
    note.title = column.note_title || "";
    head.append(note);
  }
  box.append(head);
  for (const sum of column.sums || []) {
    const line = element("div", "sum", sum.text);
    line.title = sum.title;
    box.append(line);
  }
  box.append(element("div", "closed-note", labels.closed));
  const pile = element("div", "pile");
  for (const card of cards) pile.append(drawCard(card, labels, on));
  box.append(pile);
  if (column.rest) {
    const rest = button("rest", column.rest);
    rest.dataset.testid = `rest-${column.id}`;
    rest.onclick = () => on.list(column);
    box.append(rest);
  }
  landing(box, () => on.takes(column), () => on.drop(column, pile));
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
  // The stage after the present one is where most cards go.
  const here = data.columns.findIndex((column) => column.id === card.column);
  const isOpen = (item) => item.getAttribute("aria-disabled") === "false";
  openBeside(anchor, menu, items, items.slice(here).find(isOpen) || items.find(isOpen));
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const root = parentElement.querySelector(".board");
  const menu = parentElement.querySelector(".menu");
  const held = focusOf(parentElement);
  let lifted = null;
  const columns = new Map();
  const send = (card, column) => setTriggerValue("moved", { id: card.id, to: column.id, seen: card.seen });
  const on = {
    root,
    list: (column) => setTriggerValue("listed", column.id),
    open: (card) => setTriggerValue("opened", card.id),
    menu: (card, anchor) => openMenu(menu, card, anchor, data, send),
    takes: (column) => lifted !== null && lifted.card.moves.includes(column.id),
    lift: (card, box) => {
      lifted = { card, box };
      for (const [id, made] of columns) made.classList.toggle("closed", id !== card.column && !card.moves.includes(id));
    },
    lay: () => {
      lifted = null;
      for (const made of columns.values()) made.classList.remove("closed", "over");
    },
    drop: (column, pile) => {
      if (!on.takes(column)) return;
      const { card, box } = lifted;
      box.classList.add("pending");
      pile.prepend(box);
      layDown(root);
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
  focusAgain(root, held);
}
