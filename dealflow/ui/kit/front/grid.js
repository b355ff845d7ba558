// A table that people can sort, follow and read on a phone. Everything that comes in `data` is written as text, never
// as markup. Triggers: `sorted` (a column's id), `picked` ({row, column}), `ticked` (ids of the rows that are chosen).
const plainClick = (event) => !(event.ctrlKey || event.metaKey || event.shiftKey || event.button);

// A box at the head of each row, where rows can be chosen: what is chosen then goes out as a list of rows.
function tickBox(root, row, data, send) {
  const box = element("input", "tick");
  box.type = "checkbox";
  box.value = row.id;
  box.checked = data.ticked.includes(row.id);
  box.setAttribute("aria-label", `${data.labels.tick}: ${(row.cells[0] && row.cells[0].text) || ""}`);
  box.dataset.focus = `tick:${row.id}`;
  box.onchange = () => {
    const here = [...root.querySelectorAll("input.tick")];
    const chosen = new Set(data.ticked);
    for (const other of here) (other.checked ? chosen.add(other.value) : chosen.delete(other.value));
    send("ticked", [...chosen]);
  };
  return box;
}

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

function fill(box, given, column, row, send) {
  if (given.tone) box.classList.add(...given.tone.split(" ").filter(Boolean));
  if (given.title) box.title = given.title;
  if (given.level) {
    box.style.background = `color-mix(in srgb, var(--st-primary-color) ${Number(given.level)}%, var(--st-background-color))`;
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
    fill(place, part, column, row, send);
    box.append(place);
  }
}

function cell(given, column, row, first, send) {
  const box = element(first ? "th" : "td", column.align === "end" ? "end" : "");
  if (first) box.scope = "row";
  if (given) fill(box, given, column, row, send);
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
    fill(holder, given, data.columns[place], row, send);
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
      line.append(cell(row.cells[place], column, row, place === 0, setTriggerValue));
    });
    if (data.ticked) line.cells[0].querySelector(".line").prepend(tickBox(root, row, data, setTriggerValue));
    body.append(line);
  }
  table.append(body);
  root.replaceChildren(table);
  root.style.maxHeight = data.height ? `${data.height}px` : "";
  arrange(root, data, setTriggerValue);
  focusAgain(root, held);
}
