"use strict";
// What a judge declares and marks is kept on this tablet first and delivered, the declaration before all marks, once
// there is a connection; what is typed stays as a draft.
(() => {
  const body = document.body, words = JSON.parse(body.dataset.words), lang = body.dataset.lang, here = location.pathname;
  const QUEUE = `dealflow:judge:${here}`, DRAFTS = `${QUEUE}:drafts`, DECLARED = `${QUEUE}:declared`;
  const DECLARE = "declare", waiting = document.getElementById("waiting"), message = document.getElementById("message");
  const section = document.getElementById("declare"), sheets = document.getElementById("sheets");
  const next = document.getElementById("next");
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  const memory = {};
  function load(key) {
    if (memory[key]) return memory[key];
    try { return JSON.parse(localStorage.getItem(key) || "{}"); } catch { return {}; }
  }
  function keep(key, value) {
    try { localStorage.setItem(key, JSON.stringify(value)); delete memory[key]; } catch { memory[key] = value; }
  }
  const cardOf = (entry) => document.getElementById(`e-${entry}`);
  const linkOf = (entry) => document.querySelector(`nav a[data-case="${entry}"]`);
  const foldOf = (entry) => cardOf(entry).querySelector("details.case");
  const formOf = (key) => (key === DECLARE ? section?.querySelector("form") : cardOf(key)?.querySelector("form"));
  const keyOf = (form) => form?.dataset?.entry || (form?.dataset && "declare" in form.dataset ? DECLARE : "");
  const fieldsOf = (form) => Object.fromEntries(new FormData(form));
  function put(form, fields) {
    for (const [name, value] of Object.entries(fields)) {
      const field = form.elements[name];
      if (!field || field.type === "hidden") continue;
      if (field.type === "checkbox") field.checked = true;
      else field.value = value;
    }
  }
  function state(entry, text, tone) {
    const mark = cardOf(entry)?.querySelector(".state"), link = linkOf(entry);
    if (!mark) return;
    mark.textContent = text;
    mark.className = `mark state ${tone}`;
    if (link) {
      link.className = tone;
      link.querySelector("em").textContent = text;
    }
  }
  function show() {
    const queue = load(QUEUE), ids = Object.keys(queue);
    for (const card of document.querySelectorAll("article")) card.classList.toggle("waiting", card.id.slice(2) in queue);
    ids.forEach((entry) => state(entry, words.kept, "warn"));
    waiting.hidden = !ids.length;
    waiting.textContent = ids.length ? fill(words.waiting, { n: ids.length }) : "";
    next.hidden = !document.querySelector("nav a[class='']");
  }
  // ---- declaring: the sheets open at once, but for cases with an interest
  function interestsOf(fields) {
    return Object.keys(fields).filter((name) => name.startsWith("kind-") && fields[name]).map((name) => name.slice(5));
  }
  function open(fields) {
    if (!section) return;
    section.hidden = true;
    sheets.hidden = false;
    for (const entry of interestsOf(fields)) {
      const card = cardOf(entry);
      if (!card) continue;
      card.querySelector(".locked").hidden = false;
      const form = card.querySelector("form");
      if (form) form.hidden = true;
      state(entry, words.aside, "aside");
    }
  }
  function close(text) {
    section.hidden = false;
    sheets.hidden = true;
    message.textContent = text;
    message.hidden = !text;
    scrollTo(0, 0);
  }
  function askWhy() {
    for (const choice of section?.querySelectorAll("select") || []) {
      section.querySelector(`[name="because-${choice.name.slice(5)}"]`).required = Boolean(choice.value);
    }
  }
  function answered(key, answer, said) {
    if (key !== DECLARE) {
      state(key, said.words, !answer.ok ? "late" : said.aside ? "aside" : "good");
      if (!answer.ok) foldOf(key).open = true;
    } else if (!answer.ok) {
      keep(DECLARED, {});
      close(said.words);
    } else if (said.undeclared) {
      location.reload();
    }
    if (said.counts) document.getElementById("counts").textContent = said.counts;
  }
  let busy = false;
  async function deliver() {
    if (busy) return;
    busy = true;
    try {
      const first = (a, b) => (b === DECLARE) - (a === DECLARE);
      for (const key of Object.keys(load(QUEUE)).sort(first)) {
        const { at, fields } = load(QUEUE)[key];
        const answer = await fetch(`${here}/act?lang=${lang}`, { method: "POST", cache: "no-store", body: new URLSearchParams(fields) });
        if (!answer.ok && answer.status !== 409) throw new Error("later");
        const said = await answer.json();
        const queue = load(QUEUE);
        if (queue[key]?.at === at) { delete queue[key]; keep(QUEUE, queue); }
        if (answer.ok) { const drafts = load(DRAFTS); delete drafts[key]; keep(DRAFTS, drafts); }
        answered(key, answer, said);
        if (key === DECLARE && !answer.ok) break;
      }
    } catch { /* it is tried again */ } finally { busy = false; show(); }
  }
  addEventListener("submit", (event) => {
    const form = event.target, key = keyOf(form);
    if (!key) return;
    event.preventDefault();
    const fields = fieldsOf(form);
    keep(QUEUE, { ...load(QUEUE), [key]: { at: Date.now(), fields } });
    if (key === DECLARE) {
      keep(DECLARED, fields);
      message.hidden = true;
      open(fields);
      scrollTo(0, 0);
    }
    show();
    if (key !== DECLARE) goOn(key);
    deliver();
  });
  addEventListener("input", (event) => {
    const form = event.target.form, key = keyOf(form);
    if (key) keep(DRAFTS, { ...load(DRAFTS), [key]: fieldsOf(form) });
    askWhy();
  });
  // What was saved folds up, and the next case below that nobody judged unfolds.
  function goOn(entry) {
    foldOf(entry).open = false;
    const cases = [...document.querySelectorAll("nav a")], place = cases.indexOf(linkOf(entry));
    const open = cases.slice(place + 1).find((link) => !link.className);
    if (open) foldOf(open.dataset.case).open = true;
    cardOf(entry).scrollIntoView();
  }
  function unfold() {
    const card = location.hash ? document.getElementById(location.hash.slice(1)) : null;
    const fold = card?.querySelector("details.case");
    if (fold) fold.open = true;
    card?.scrollIntoView();
  }
  addEventListener("hashchange", unfold);
  document.querySelector("nav")?.addEventListener("click", (event) => {
    if (event.target.closest("a")?.getAttribute("href") === location.hash) unfold();
  });
  next.addEventListener("click", () => document.querySelector("nav a[class='']")?.click());
  for (const [key, fields] of Object.entries(load(DRAFTS))) { const form = formOf(key); if (form) put(form, fields); }
  for (const [key, { fields }] of Object.entries(load(QUEUE))) { const form = formOf(key); if (form) put(form, fields); }
  // A page that was kept from before the declaration asks again only where a case is new.
  const spoken = load(DECLARED), cases = [...(section?.querySelectorAll("[type=hidden][name^='entry-']") || [])];
  if (cases.length && cases.every((field) => field.name in spoken) && message.hidden && !navigator.onLine) open(spoken);
  if (load(QUEUE)[DECLARE]) open(load(QUEUE)[DECLARE].fields);
  askWhy();
  setInterval(deliver, 15000);
  addEventListener("online", deliver);
  addEventListener("visibilitychange", () => { if (!document.hidden) deliver(); });
  show();
  deliver();
  if ("serviceWorker" in navigator) {
    navigator.serviceWorker.register(`${here}/worker.js`, { scope: here }).catch(() => {});
  }
})();
