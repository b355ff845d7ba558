"use strict";
// A judge's marks are kept on this tablet first and delivered once there is a connection; what is typed stays as a draft.
(() => {
  const body = document.body, words = JSON.parse(body.dataset.words), lang = body.dataset.lang, here = location.pathname;
  const QUEUE = `dealflow:judge:${here}`, DRAFTS = `${QUEUE}:drafts`, waiting = document.getElementById("waiting");
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
  const formOf = (entry) => cardOf(entry)?.querySelector("form");
  const fieldsOf = (form) => Object.fromEntries(new FormData(form));
  function put(form, fields) {
    for (const [name, value] of Object.entries(fields)) {
      const field = form.elements[name];
      if (field && field.type !== "hidden") field.value = value;
    }
  }
  function state(entry, text, isGood) {
    const mark = cardOf(entry)?.querySelector(".state");
    if (!mark) return;
    mark.textContent = text;
    mark.className = `mark state ${isGood ? "good" : "warn"}`;
  }
  function show() {
    const queue = load(QUEUE), ids = Object.keys(queue);
    for (const card of document.querySelectorAll("article")) card.classList.toggle("waiting", card.id.slice(2) in queue);
    ids.forEach((entry) => state(entry, words.kept, false));
    waiting.hidden = !ids.length;
    waiting.textContent = ids.length ? fill(words.waiting, { n: ids.length }) : "";
  }
  let busy = false;
  async function deliver() {
    if (busy) return;
    busy = true;
    try {
      for (const entry of Object.keys(load(QUEUE))) {
        const { at, fields } = load(QUEUE)[entry];
        const answer = await fetch(`${here}/act?lang=${lang}`, { method: "POST", cache: "no-store", body: new URLSearchParams(fields) });
        if (!answer.ok && answer.status !== 409) throw new Error("later");
        const said = await answer.json();
        const queue = load(QUEUE);
        if (queue[entry]?.at === at) { delete queue[entry]; keep(QUEUE, queue); }
        if (answer.ok) { const drafts = load(DRAFTS); delete drafts[entry]; keep(DRAFTS, drafts); }
        state(entry, said.words, answer.ok);
        if (said.counts) document.getElementById("counts").textContent = said.counts;
      }
    } catch { /* it is tried again */ } finally { busy = false; show(); }
  }
  addEventListener("submit", (event) => {
    const form = event.target, entry = form.dataset?.entry;
    if (!entry) return;
    event.preventDefault();
    keep(QUEUE, { ...load(QUEUE), [entry]: { at: Date.now(), fields: fieldsOf(form) } });
    show();
    deliver();
  });
  addEventListener("input", (event) => {
    const form = event.target.form;
    if (form?.dataset.entry) keep(DRAFTS, { ...load(DRAFTS), [form.dataset.entry]: fieldsOf(form) });
  });
  for (const [entry, fields] of Object.entries(load(DRAFTS))) { const form = formOf(entry); if (form) put(form, fields); }
  for (const [entry, { fields }] of Object.entries(load(QUEUE))) { const form = formOf(entry); if (form) put(form, fields); }
  setInterval(deliver, 15000);
  addEventListener("online", deliver);
  addEventListener("visibilitychange", () => { if (!document.hidden) deliver(); });
  show();
  deliver();
  if ("serviceWorker" in navigator) {
    navigator.serviceWorker.register(`${here}/worker.js`, { scope: here }).catch(() => {});
  }
})();
