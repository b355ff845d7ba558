// A table that people can sort, follow and read on a phone. Everything that comes in `data` is written as text, never
// as markup. Triggers: `sorted` (a column's id), `picked` ({row, column}), `ticked` (the ids of all rows that are ticked),
// `edited` ({row, column, text, seen}).
const plainClick = (event) => !(event.ctrlKey || event.metaKey || event.shiftKey || event.button);

// A colour behind a text goes no deeper than lets the text be read, by day and by night.
const DEEPEST = 24;
const SHORT = 4;

function head(columns, labels, send) {
  const row = element("tr");
  for (const column of columns) {
    const cell = element("th", column.align === "end" ? "end" : "");
    cell.scope = "col";
    if (column.width) cell.style.width = column.width;
    if (column.sort) {
      cell.setAttribute("aria-sort", column.sort);
      const sorting = button("sort", column.label);
      sorting.title = labels.sort;
      sorting.dataset.focus = `sort:${column.id}`;
      sorting.append(element("span", "arrow", { ascending: "▲", descending: "▼" }[column.sort] || ""));
      sorting.onclick = () => send("sorted", column.id);
      cell.append(sorting);
    } else {
      cell.append(element("span", "", column.label));
    }
    if (column.sub) cell.append(element("small", "", column.sub));
    row.append(cell);
  }
  const section = element("thead");
  section.append(row);
  return section;
}

function value(given, where, send) {
  const pick = (event) => {
    if (!plainClick(event)) return;
    event.preventDefault();
    send("picked", where);
  };
  if (given.href) {
    const link = element("a", "value", given.text);
    link.href = given.href;
    link.onclick = pick;
    link.dataset.focus = `${where.row}:${where.column}`;
    return link;
  }
  if (given.act) {
    const opening = button("value", given.text);
    opening.onclick = pick;
    opening.dataset.focus = `${where.row}:${where.column}`;
    return opening;
  }
  return element("span", "value", given.text);
}

// ---- editing in place: Enter or leaving the field keeps what was typed, Escape leaves it as it was

function editor(given, column, row, holder, send) {
  const isChoice = column.options.length > 0;
  const field = element(isChoice ? "select" : "input", "editor");
  for (const [code, words] of column.options) {
    const option = element("option", "", words);
    option.value = code;
    field.append(option);
  }
  field.value = given.edit.value;
  field.setAttribute("aria-label", column.label);
  let isDone = false;
  const leave = () => {
    isDone = true;
    holder.replaceWith(holder.drawn);
  };
  const keep = () => {
    if (isDone) return;
    if (field.value === given.edit.value && !given.edit.refused) {
      leave();
      return;
    }
    isDone = true;
    field.disabled = true;
    send("edited", { row: row.id, column: column.id, text: field.value, seen: row.seen });
  };
  field.onkeydown = (event) => {
    event.stopPropagation();
    if (event.key === "Enter") keep();
    if (event.key === "Escape") leave();
  };
  if (isChoice) field.onchange = keep;
  field.onblur = () => {
    if (!given.edit.refused) keep();
  };
  return field;
}

function editable(box, given, column, row, labels, send) {
  const drawn = element("div", "editable");
  const holder = element("div", "editing");
  holder.drawn = drawn;
  const open = () => {
    const field = editor(given, column, row, holder, send);
    field.dataset.testid = `editor-${row.id}-${column.id}`;
    holder.replaceChildren(field);
    if (given.edit.refused) holder.append(element("small", "late", given.edit.refused));
    drawn.replaceWith(holder);
    field.focus();
    if (field.select) field.select();
  };
  const pen = button("pen", "");
  pen.title = labels.edit;
  pen.setAttribute("aria-label", `${labels.edit}: ${column.label}`);
  pen.dataset.focus = `edit:${row.id}:${column.id}`;
  pen.dataset.testid = `edit-${row.id}-${column.id}`;
  pen.onclick = open;
  drawn.ondblclick = open;
  fill(drawn, { ...given, edit: null }, column, row, send, labels);
  drawn.append(pen);
  box.append(drawn);
  if (given.tone) box.classList.add(...given.tone.split(" ").filter(Boolean));
  if (given.edit.refused) setTimeout(open);
}

function ticker(label, isTicked, onTick) {
  const box = element("label", "tick");
  const input = element("input", "tick");
  input.type = "checkbox";
  input.checked = isTicked;
  input.setAttribute("aria-label", label);
  input.onchange = () => onTick(input.checked);
  box.append(input);
  return box;
}

// A tick is seen at once; what is ticked in quick succession goes to the server as one.
function ticking(root, data, send) {
  if (!data.ticked) return;
  const now = new Set(data.ticked);
  let waiting = 0;
  const lines = [...root.querySelectorAll("tbody > tr")];
  const boxes = [];
  const mark = (place, isOn) => {
    const { id } = data.rows[place];
    if (isOn) now.add(id);
    else now.delete(id);
    boxes[place].checked = isOn;
    lines[place].classList.toggle("ticked", isOn);
    clearTimeout(waiting);
    waiting = setTimeout(() => send("ticked", [...now]), 350);
  };
  data.rows.forEach((row, place) => {
    const head = lines[place].cells[0];
    const box = ticker(`${data.labels.tick}: ${row.cells[0].text}`, now.has(row.id), (isOn) => mark(place, isOn));
    box.firstChild.dataset.testid = `tick-${row.id}`;
    box.firstChild.dataset.focus = `tick:${row.id}`;
    lines[place].classList.toggle("ticked", now.has(row.id));
    head.classList.add("with-tick");
    head.prepend(box);
    boxes.push(box.firstChild);
  });
  if (!data.tick_all) return;
  const isFull = data.rows.length > 0 && data.rows.every((row) => now.has(row.id));
  const all = ticker(data.labels.tick_all, isFull, (isOn) => boxes.forEach((_, place) => mark(place, isOn)));
  all.firstChild.dataset.testid = "tick-all";
  all.firstChild.dataset.focus = "tick:all";
  const head = root.querySelector("thead th");
  head.classList.add("with-tick");
  head.prepend(all);
}

function fill(box, given, column, row, send, labels) {
  if (given.edit) {
    editable(box, given, column, row, labels, send);
    return;
  }
  if (given.tone) box.classList.add(...given.tone.split(" ").filter(Boolean));
  if (given.title) box.title = given.title;
  if (given.level) {
    const depth = Math.min(DEEPEST, Number(given.level));
    box.style.background = `color-mix(in srgb, var(--st-primary-color) ${depth}%, var(--st-background-color))`;
  }
  if (given.bar !== undefined) {
    box.classList.add("bar");
    box.style.setProperty("--done", `${Math.min(100, Math.max(0, Number(given.bar)))}%`);
  }
  const line = element("div", "line");
  if (given.text) line.append(value(given, { row: row.id, column: given.place || column.id }, send));
  for (const mark of given.marks || []) {
    const badge = element("span", `mark ${mark.kind}`, mark.text);
    badge.title = mark.title || "";
    if (mark.title) badge.setAttribute("aria-label", mark.title);
    line.append(badge);
  }
  box.append(line);
  if (given.sub) box.append(element("small", given.sub_tone || "", given.sub));
  for (const part of given.parts || []) {
    const place = element("div", "part");
    fill(place, part, column, row, send, labels);
    box.append(place);
  }
}

function cell(given, column, row, first, send, labels) {
  const box = element(first ? "th" : "td", column.align === "end" ? "end" : "");
  if (first) box.scope = "row";
  if (given) fill(box, given, column, row, send, labels);
  return box;
}

// ---- narrow screens: the columns that matter first, the rest of a row on a tap; a cue wherever something is cut off

const NARROW_PX = 600;
const opened = new WeakMap();
const watched = new WeakMap();

function setAside(table, place, aside) {
  for (const row of table.rows) {
    if (row.cells[place] && !row.classList.contains("rest")) row.cells[place].hidden = aside;
  }
}

// Least important columns go first until the table fits; the row's heading and one value always stay.
function fit(root, data) {
  const table = root.querySelector("table");
  if (data.pinned) return [];
  for (const rest of table.querySelectorAll("tr.rest, button.more")) rest.remove();
  data.columns.forEach((_, place) => setAside(table, place, false));
  root.classList.toggle("narrow", root.clientWidth < NARROW_PX);
  const going = data.columns.map((column, place) => ({ place, first: column.first }))
    .slice(1).sort((a, b) => a.first - b.first || b.place - a.place);
  const aside = [];
  while (root.clientWidth && root.clientWidth < NARROW_PX && table.scrollWidth > root.clientWidth + 1 && going.length > 1) {
    const { place } = going.shift();
    setAside(table, place, true);
    aside.unshift(place);
  }
  aside.sort((a, b) => a - b);
  return aside;
}

function rest(row, aside, data, send) {
  const line = element("tr", "rest");
  const box = element("td");
  box.colSpan = data.columns.length - aside.length;
  const list = element("dl");
  for (const place of aside) {
    const given = row.cells[place];
    if (!given) continue;
    const holder = element("dd");
    fill(holder, given, data.columns[place], row, send, data.labels);
    list.append(element("dt", "", data.columns[place].label), holder);
  }
  box.append(list);
  line.append(box);
  return line;
}

function offerRest(root, aside, data, send) {
  const rows = [...root.querySelectorAll("tbody > tr:not(.rest)")];
  const isOpen = opened.get(root) || new Set();
  opened.set(root, isOpen);
  data.rows.forEach((row, place) => {
    const more = button("more", "");
    const show = () => {
      const next = rows[place].nextElementSibling;
      if (next && next.classList.contains("rest")) next.remove();
      if (isOpen.has(row.id)) rows[place].after(rest(row, aside, data, send));
      more.textContent = isOpen.has(row.id) ? data.labels.less : data.labels.more;
      more.setAttribute("aria-expanded", String(isOpen.has(row.id)));
    };
    more.onclick = () => {
      if (!isOpen.delete(row.id)) isOpen.add(row.id);
      show();
    };
    rows[place].cells[0].append(more);
    show();
  });
}

function cue(root) {
  root.classList.toggle("more-right", root.scrollLeft + root.clientWidth < root.scrollWidth - 2);
}

function arrange(root, data, send) {
  const aside = fit(root, data);
  if (aside.length) offerRest(root, aside, data, send);
  cue(root);
  let width = root.clientWidth;
  if (watched.has(root)) watched.get(root).disconnect();
  const watcher = new ResizeObserver(() => {
    if (root.clientWidth === width) return;
    width = root.clientWidth;
    arrange(root, data, send);
  });
  watcher.observe(root);
  watched.set(root, watcher);
  root.onscroll = () => cue(root);
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const root = parentElement.querySelector(".grid");
  const held = focusOf(parentElement);
  const table = element("table");
  table.append(element("caption", "", data.caption));
  table.append(head(data.columns, data.labels, setTriggerValue));
  const body = element("tbody");
  for (const row of data.rows) {
    const line = element("tr", row.tone || "");
    line.dataset.testid = `row-${row.id}`;
    data.columns.forEach((column, place) => {
      line.append(cell(row.cells[place], column, row, place === 0, setTriggerValue, data.labels));
    });
    body.append(line);
  }
  table.append(body);
  root.classList.toggle("short", data.rows.every(({ cells: [first] }) => first && first.text.length <= SHORT && !first.sub));
  root.replaceChildren(table);
  ticking(root, data, setTriggerValue);
  root.style.maxHeight = data.height ? `${data.height}px` : "";
  arrange(root, data, setTriggerValue);
  focusAgain(root, held);
}
