// A table that people can sort, follow and read on a phone. Everything that comes in `data` is written as text, never
// as markup. Triggers: `sorted` (a column's id), `picked` ({row, column}).
const plainClick = (event) => !(event.ctrlKey || event.metaKey || event.shiftKey || event.button);

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
    body.append(line);
  }
  table.append(body);
  root.replaceChildren(table);
  root.style.maxHeight = data.height ? `${data.height}px` : "";
  focusAgain(root, held);
}
