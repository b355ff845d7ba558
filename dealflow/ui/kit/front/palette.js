// The search palette: Ctrl+K (Cmd+K) from every screen, and a sign on top of each.
// It asks /search.json while somebody types, and opens what is chosen without loading the page anew. Texts of decks and
// people only ever become textContent.
const PALETTE_WAIT_MS = 140;
const palette = { component: null, box: null, lines: [], at: 0, asked: 0, timer: 0, before: null };

function piece(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function paletteWords() { return palette.component?.data?.words || {}; }

function openPalette() {
  if (palette.box) { palette.box.querySelector("input").focus(); return; }
  const words = paletteWords();
  palette.before = document.activeElement;
  const box = piece("div", "dealflow-palette");
  box.setAttribute("role", "dialog");
  box.setAttribute("aria-modal", "true");
  box.setAttribute("aria-label", words.title);
  const inner = piece("div", "inner");
  const input = piece("input");
  Object.assign(input, { type: "text", placeholder: words.placeholder, autocomplete: "off", spellcheck: false, maxLength: 100 });
  input.dataset.testid = "palette-input";
  for (const [name, value] of [["role", "combobox"], ["aria-expanded", "true"], ["aria-controls", "dealflow-palette-list"],
    ["aria-label", words.title], ["aria-autocomplete", "list"]]) input.setAttribute(name, value);
  const shut = piece("button", "shut", "×");
  shut.type = "button";
  shut.setAttribute("aria-label", words.close);
  shut.onclick = closePalette;
  const top = piece("div", "top");
  top.append(input, shut);
  const list = piece("div", "list");
  list.id = "dealflow-palette-list";
  list.setAttribute("role", "listbox");
  list.dataset.testid = "palette-list";
  const told = piece("p", "told", words.hint);
  told.setAttribute("role", "status");
  told.dataset.testid = "palette-told";
  inner.append(top, told, list, piece("p", "keys", words.keys));
  box.append(inner);
  box.addEventListener("mousedown", (event) => { if (event.target === box) closePalette(); });
  box.addEventListener("keydown", onPaletteKey);
  input.addEventListener("input", () => { clearTimeout(palette.timer); palette.timer = setTimeout(askPalette, PALETTE_WAIT_MS); });
  document.body.append(box);
  Object.assign(palette, { box, lines: [], at: 0 });
  input.focus();
}

function closePalette() {
  if (!palette.box) return;
  clearTimeout(palette.timer);
  palette.box.remove();
  palette.box = null;
  palette.asked += 1;
  if (palette.before && palette.before.isConnected) palette.before.focus({ preventScroll: true });
}

function onPaletteKey(event) {
  event.stopPropagation();
  if (event.isComposing) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.key === "Escape") closePalette();
  else if (step && palette.lines.length) choosePalette((palette.at + step + palette.lines.length) % palette.lines.length);
  else if (event.key === "Enter" && palette.lines[palette.at]) palette.lines[palette.at].go();
  else if (event.key === "Tab") return;
  else return;
  event.preventDefault();
}

function choosePalette(at) {
  palette.at = at;
  const input = palette.box.querySelector("input");
  palette.lines.forEach((line, place) => {
    line.element.setAttribute("aria-selected", String(place === at));
    if (place === at) {
      input.setAttribute("aria-activedescendant", line.element.id);
      line.element.scrollIntoView({ block: "nearest" });
    }
  });
}

async function askPalette() {
  const text = palette.box.querySelector("input").value;
  const number = ++palette.asked;
  if (!text.trim()) { showPalette({ groups: [], nothing: paletteWords().hint }, text); return; }
  const base = window.__streamlit?.BACKEND_BASE_URL || `${window.location.origin}/`;
  const address = new URL("search.json", base);
  address.search = new URLSearchParams({ q: text, lang: paletteWords().lang }).toString();
  let answer = { groups: [], nothing: paletteWords().failed };
  try {
    const response = await fetch(address, { credentials: "same-origin" });
    if (response.ok) answer = await response.json();
  } catch { /* no answer: said in words below */ }
  if (palette.box && number === palette.asked) showPalette(answer, text);
}

function showPalette(answer, text) {
  const list = palette.box.querySelector(".list");
  const told = palette.box.querySelector(".told");
  told.textContent = answer.nothing;
  told.hidden = !answer.nothing;
  palette.lines = [];
  const parts = [];
  for (const group of answer.groups) {
    parts.push(piece("h4", "", group.name));
    for (const hit of group.hits) parts.push(paletteLine(hit, () => goFromPalette(hit.screen, hit.query)));
  }
  if (answer.groups.length) {
    const all = { title: paletteWords().all, sub: "", pieces: [] };
    parts.push(paletteLine(all, () => goFromPalette("search", { q: text })));
  }
  list.replaceChildren(...parts);
  if (palette.lines.length) choosePalette(0);
}

function paletteLine(hit, go) {
  const line = piece("div", "line");
  line.id = `dealflow-palette-${palette.lines.length}`;
  line.setAttribute("role", "option");
  line.dataset.testid = "palette-line";
  const title = piece("div", "title", hit.title);
  if (hit.sub) title.append(piece("span", "sub", hit.sub));
  line.append(title);
  if (hit.pieces.length) {
    const around = piece("div", "around");
    hit.pieces.forEach(([text, isHit]) => around.append(isHit ? piece("mark", "", text) : text));
    line.append(around);
  }
  const place = palette.lines.length;
  line.onmousemove = () => { if (palette.at !== place) choosePalette(place); };
  line.onclick = go;
  palette.lines.push({ element: line, go });
  return line;
}

function goFromPalette(screen, query) {
  closePalette();
  palette.component.setTriggerValue("go", { screen, query });
}

function onPaletteShortcut(event) {
  if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.code === "KeyK") {
    event.preventDefault();
    event.stopImmediatePropagation();
    if (palette.box) closePalette(); else openPalette();
  }
}

// The sign stands on the page itself, over Streamlit's header: at the same place on every screen.
function drawPaletteWays(component) {
  palette.component = component;
  const words = paletteWords();
  let sign = document.querySelector(".dealflow-search-sign");
  if (!sign) {
    sign = piece("button", "dealflow-search-sign");
    sign.type = "button";
    sign.onclick = openPalette;
    document.body.append(sign);
  }
  sign.replaceChildren(words.title, piece("kbd", "", "Ctrl K"));
  sign.setAttribute("aria-label", words.title);
}
