// What every screen has besides its own parts: the menu that closes on a telephone once a screen was chosen, and the
// browser's calendar beside a field for a day. It listens to the document once for as long as the page is open.
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

function onClick(event) {
  if (event.target.closest('[data-testid="stSidebarNavLink"]')) {
    setTimeout(foldMenu, 0);
    return;
  }
  const field = event.target.closest('[data-testid="stTextInputRootElement"]');
  const input = field && field.querySelector("input");
  const sign = field && field.querySelector('[data-testid="stIconMaterial"]');
  if (!input || event.target === input || !sign || sign.textContent.trim() !== CALENDAR) return;
  event.preventDefault();
  openCalendar(field, input);
}

function begin() {
  if (window.dealflowPage) return;
  window.dealflowPage = true;
  document.addEventListener("click", onClick, true);
  // The menu comes open with the page, and stays so over a telephone's whole width.
  const wait = (left) => {
    const menu = document.querySelector('[data-testid="stSidebar"]');
    if (menu && menu.dataset.collapsed === "false") foldMenu();
    else if (left) setTimeout(wait, 100, left - 1);
  };
  if (NARROW.matches) wait(20);
}

export default function () {
  begin();
}
