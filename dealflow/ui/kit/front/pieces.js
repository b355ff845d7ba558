// What the scripts of all components share; it stands before each of them (ui/kit/component_script.py).
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

// Where the focus is (`data-focus`), so that it can come back once everything is drawn anew.
const focusOf = (parent) => parent.activeElement && parent.activeElement.dataset.focus;

function focusAgain(root, name, options) {
  const again = name && [...root.querySelectorAll("[data-focus]")].find((box) => box.dataset.focus === name);
  if (again && again.offsetParent !== null) again.focus(options);
}

// A box that can be dragged: `lift` when it leaves its place, `lay` when it is let go, wherever that was.
function liftable(root, box, title, lift, lay) {
  box.ondragstart = (event) => {
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", title);
    // The browser takes its picture of the box first; only then may anything change its looks.
    setTimeout(() => {
      lift();
      box.classList.add("lifted");
      root.classList.add("dragging");
    });
  };
  box.ondragend = () => {
    layDown(root);
    lay();
  };
}

// Nothing is in the air any more: also where a box is put elsewhere before its own drag has ended.
function layDown(root) {
  root.classList.remove("dragging");
  for (const lifted of root.querySelectorAll(".lifted")) lifted.classList.remove("lifted");
}

// A place to drop on: `takes` says whether it takes what is dragged over it now.
function landing(box, takes, drop) {
  box.ondragover = (event) => {
    if (!takes()) return;
    event.preventDefault();
    box.classList.add("over");
  };
  box.ondragleave = (event) => {
    if (!box.contains(event.relatedTarget)) box.classList.remove("over");
  };
  box.ondrop = (event) => {
    event.preventDefault();
    box.classList.remove("over");
    drop();
  };
}

// A menu below its anchor, or above where there is no room below; arrow keys go round its choices.
function openBeside(anchor, menu, choices, first) {
  menu.onkeydown = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !choices.length) return;
    event.preventDefault();
    const place = choices.indexOf(menu.getRootNode().activeElement);
    choices[(place + step + choices.length) % choices.length].focus();
  };
  menu.showPopover();
  const at = anchor.getBoundingClientRect();
  const size = menu.getBoundingClientRect();
  menu.style.left = `${Math.max(8, Math.min(at.left, window.innerWidth - size.width - 8))}px`;
  const below = at.bottom + 4;
  menu.style.top = `${below + size.height > window.innerHeight ? Math.max(8, at.top - size.height - 4) : below}px`;
  (first || menu).focus();
}

