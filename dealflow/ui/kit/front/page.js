// What every screen has besides its own parts: the menu that closes on a telephone once a screen was chosen, the
// browser's calendar beside a field for a day, and the question before a page is left on which something was typed and
// not handed in. It listens to the document once for as long as the page is open.
const NARROW = window.matchMedia("(max-width: 768px)");
const CALENDAR = "calendar_today";

function foldMenu() {
  const menu = document.querySelector('[data-testid="stSidebar"]');
  const fold = menu && menu.querySelector('[data-testid="stSidebarCollapseButton"] button');
  if (NARROW.matches && fold && menu.dataset.collapsed === "false") fold.click();
}

// React hears of a value only by the element's own setter and an event.
function put(input, text) {
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(input, text);
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

function openCalendar(field, input) {
  const day = document.createElement("input");
  day.type = "date";
  day.tabIndex = -1;
  Object.assign(day.style, { position: "absolute", insetInlineStart: "0", bottom: "0", width: "1px", height: "1px", opacity: "0" });
  if (/^\d{4}-\d{2}-\d{2}$/.test(input.value)) day.value = input.value;
  field.style.position = "relative";
  field.append(day);
  const done = () => day.remove();
  day.onchange = () => {
    if (day.value) {
      input.focus();
      put(input, day.value);
      input.blur();
    }
    done();
  };
  day.onblur = () => setTimeout(done, 300);
  day.focus({ preventScroll: true });
  day.showPicker();
}

// Fields that somebody typed into, with what stood in them before; none once their form's button was pressed.
const typed = new Map();

function onInput(event) {
  const field = event.target;
  const isOurs = field.matches && field.matches('[data-testid="stMain"] :is(input[type="text"], textarea), [role="dialog"] :is(input[type="text"], textarea)');
  if (!isOurs || field.closest('[role="combobox"]') || field.getAttribute("role") === "combobox") return;
  const sign = field.closest('[data-testid="stTextInput"]')?.querySelector('[data-testid="stIconMaterial"]');
  if (sign && sign.textContent.trim() === "search") return;
  if (!typed.has(field)) typed.set(field, field.defaultValue);
}

// What was refused is not handed in: it still stands in its field, and something on the page says why.
const ANSWER_MS = 4000;

function forgetBeside(button) {
  const place = button.closest('[data-testid="stForm"], [role="dialog"], [data-testid="stMain"]') || document.body;
  const handed = [...typed].filter(([field]) => place.contains(field)).map(([field, before]) => [field, before, field.value]);
  handed.forEach(([field]) => typed.delete(field));
  setTimeout(() => {
    if (!document.querySelector('[data-testid="stAlert"]')) return;
    for (const [field, before, text] of handed) if (field.isConnected && field.value === text) typed.set(field, before);
  }, ANSWER_MS);
}

function onLeave(event) {
  const isLost = [...typed].some(([field, before]) => field.isConnected && field.value !== before && field.value.trim());
  if (isLost) event.preventDefault();
}

let isMenuWanted = false;

// For two seconds, as what the menu hangs on may be drawn late, and not once somebody opens it.
function foldOnceOpen(left = 20) {
  const menu = document.querySelector('[data-testid="stSidebar"]');
  if (isMenuWanted) return;
  if (menu && menu.dataset.collapsed === "false") foldMenu();
  if (left) setTimeout(foldOnceOpen, 100, left - 1);
}

// A finger may be faster than this script: whoever opened the menu keeps it, whoever chose a screen in it is done with it.
function isMenuDue() {
  const [arrival] = performance.getEntriesByType("navigation");
  const isElsewhere = arrival && new URL(arrival.name).pathname !== window.location.pathname;
  return isElsewhere || !navigator.userActivation?.hasBeenActive;
}

// A link in a text that leads to another of our screens opens it here, as menus and tables do; with a key held, as the
// browser does it.
function followHere(event) {
  const link = event.target.closest('[data-testid="stMarkdownContainer"] a[href]');
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const address = new URL(link.href);
  const screen = address.pathname.slice(1);
  if (address.origin !== window.location.origin || address.hash || !paletteWords().screens.includes(screen)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  palette.component.setTriggerValue("go", { screen, query: Object.fromEntries(address.searchParams) });
}

function onClick(event) {
  followHere(event);
  const pressed = event.target.closest('button[data-testid^="stBaseButton"]');
  if (pressed) forgetBeside(pressed);
  if (event.target.closest('[data-testid="stExpandSidebarButton"]')) isMenuWanted = true;
  if (event.target.closest('[data-testid="stSidebarNavLink"]')) {
    isMenuWanted = false;
    if (NARROW.matches) setTimeout(foldOnceOpen, 0);
    return;
  }
  const field = event.target.closest('[data-testid="stTextInputRootElement"]');
  const input = field && field.querySelector("input");
  const sign = field && field.querySelector('[data-testid="stIconMaterial"]');
  if (!input || event.target === input || !sign || sign.textContent.trim() !== CALENDAR) return;
  event.preventDefault();
  openCalendar(field, input);
}

// Whoever is signed out (elsewhere, by disuse, by leaving) is led to the log-in, and back to where they were.
const LOOKS_EVERY_MS = 3000;

async function leaveIfSignedOut() {
  const app = document.querySelector('[data-testid="stApp"]');
  if (!app || app.dataset.testConnectionState === "CONNECTED") return;
  const answer = await fetch("/_stcore/host-config", { cache: "no-store" }).catch(() => null);
  if (answer && answer.status === 401) {
    typed.clear();
    window.location.assign(`/login?next=${encodeURIComponent(window.location.pathname + window.location.search)}`);
  }
}

function begin() {
  if (window.dealflowPage) return;
  window.dealflowPage = true;
  setInterval(leaveIfSignedOut, LOOKS_EVERY_MS);
  beginTellingRefused();
  document.addEventListener("click", onClick, true);
  document.addEventListener("input", onInput, true);
  window.addEventListener("beforeunload", onLeave);
  window.addEventListener("keydown", onPaletteShortcut, true);
  // The menu comes open with the page, and stays so over a telephone's whole width.
  if (NARROW.matches && isMenuDue()) foldOnceOpen();
}

export default function (component) {
  begin();
  drawPaletteWays(component);
}
