"use strict";
(() => {
  const body = document.body, words = JSON.parse(body.dataset.words), lang = body.dataset.lang;
  const here = location.pathname, store = (name) => `dealflow:${body.dataset.link}:${name}`;
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  const clock = (at) => new Date(at).toLocaleTimeString("ko-KR",
    { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: "Asia/Seoul" });

  const contacts = document.getElementById("contacts");
  if (contacts) {
    contacts.href = `${here.replace(/\/$/, "")}/contacts?lang=${lang}`;
    contacts.hidden = false;
  }
  const calendar = document.getElementById("calendar");
  if (calendar) {
    calendar.href = `${here.replace(/\/$/, "")}.ics?lang=${lang}`;
    calendar.hidden = false;
  }

  // --- what is next -------------------------------------------------------------------------------------------------
  const lines = [...document.querySelectorAll("li[data-start]")].filter((one) => Number(one.dataset.start));
  const card = document.getElementById("next");
  function untilThen(seconds) {
    const minutes = Math.ceil(seconds / 60);
    if (minutes < 60) return fill(words.in_minutes, { minutes });
    return fill(words.in_hours, { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
  }
  function tick() {
    const now = Date.now() / 1000;
    for (const one of lines) {
      one.classList.toggle("now", Number(one.dataset.start) <= now && now < Number(one.dataset.end));
      one.classList.toggle("past", Number(one.dataset.end) <= now);
    }
    if (!card || !card.querySelector("[data-part=count]")) return;
    const one = lines.find((each) => Number(each.dataset.end) > now && !each.classList.contains("gone"));
    const set = (part, text) => { card.querySelector(`[data-part=${part}]`).textContent = text; };
    if (!one) { set("head", ""); set("what", words.over); set("where", ""); set("count", ""); return; }
    const on = Number(one.dataset.start) <= now, at = one.querySelector(".when").textContent;
    set("head", on ? words.now : card.dataset.next || card.querySelector("[data-part=head]").textContent);
    set("what", one.querySelector(".who").textContent);
    set("where", [at, one.querySelector(".where").textContent].filter(Boolean).join(" · "));
    const left = (on ? Number(one.dataset.end) : Number(one.dataset.start)) - now;
    set("count", left < 86400 ? fill(on ? words.leave : words.until, { time: untilThen(left) }) : "");
  }
  if (card) card.dataset.next = card.querySelector("[data-part=head]")?.textContent || "";
  tick();
  setInterval(tick, 10000);

  // --- money --------------------------------------------------------------------------------------------------------
  const UNITS = { eok: 1e8, million: 1e6 };
  const plain = (number) => number.toLocaleString("en-US", { maximumFractionDigits: 4 });
  function inWords(won) {
    if (lang !== "ko") {
      const scale = won >= 1e9 ? [1e9, "B"] : won >= 1e6 ? [1e6, "M"] : won >= 1e3 ? [1e3, "K"] : [1, ""];
      return `₩${plain(won / scale[0])}${scale[1]}`;
    }
    const parts = [[1e12, "조"], [1e8, "억"], [1e4, "만"]], said = [];
    let rest = Math.round(won);
    for (const [size, name] of parts) {
      if (rest >= size) { said.push(`${plain(Math.floor(rest / size))}${name}`); rest %= size; }
    }
    if (rest || !said.length) said.push(plain(rest));
    return `${said.join(" ")} 원`;
  }
  function wonOf(form, end) {
    const text = form.elements[end].value.replace(/[,\s]/g, "");
    if (!text) return null;
    const number = Number(text);
    return Number.isFinite(number) && number >= 0 ? number * UNITS[form.elements.unit.value] : NaN;
  }
  function showMoney(form) {
    const ends = ["low", "high"].map((end) => wonOf(form, end)).filter((one) => one !== null);
    const place = form.querySelector(".preview");
    if (!ends.length || ends.some(Number.isNaN)) { place.textContent = ""; return; }
    ends.sort((one, other) => one - other);
    place.textContent = ends.length === 1 || ends[0] === ends[1]
      ? fill(words["preview.one"], { amount: inWords(ends[0]) })
      : fill(words.preview, { low: inWords(ends[0]), high: inWords(ends[1]) });
  }

  // --- logs: kept on this phone as typed, delivered when there is a connection ----------------------------------------
  const NAMES = ["interest", "low", "high", "unit", "requests", "next_step", "next_step_text", "next_due", "note"];
  const boxes = (form) => [...form.querySelectorAll("[name^=agreed-]")];
  const logs = [...document.querySelectorAll("form[data-log]")];
  const keyOf = (form) => store(form.dataset.later || `log:${form.dataset.log || "+"}`);
  function load(form) {
    try { return JSON.parse(localStorage.getItem(keyOf(form)) || "null"); } catch { return null; }
  }
  function keep(form, draft) {
    try { localStorage.setItem(keyOf(form), JSON.stringify(draft)); return true; } catch { return false; }
  }
  function read(form) {
    const values = {};
    for (const name of NAMES) values[name] = form.elements[name].value;
    values.agreed = boxes(form).filter((box) => box.checked).map((box) => box.name.slice(7)).join(" ");
    values.is_told = form.elements.is_told.checked;
    values.company = form.elements.company.value;
    return values;
  }
  function write(form, values) {
    for (const name of NAMES) form.elements[name].value = values[name] ?? "";
    const agreed = (values.agreed || "").split(" ");
    for (const box of boxes(form)) box.checked = agreed.includes(box.name.slice(7));
    form.elements.is_told.checked = values.is_told !== false;
    if (values.company) form.elements.company.value = values.company;
    look(form);
  }
  function stand(form, kind, text) {
    const place = form.querySelector(".stand");
    place.className = `stand ${kind}`;
    place.textContent = text;
    const mark = form.closest("li")?.querySelector("[data-stand]");
    if (mark) { mark.textContent = text; mark.className = `mark ${{ done: "good", wait: "warn", bad: "late" }[kind] || ""}`; }
  }
  function look(form) {
    showMoney(form);
    form.querySelector("[data-step]").hidden = form.elements.next_step.value === "none";
  }
  function tellStand(form, draft) {
    if (draft.state === "delivered") stand(form, "done", fill(words.delivered, { at: clock(draft.delivered_at) }));
    else if (draft.state === "pending") stand(form, "wait", fill(words.waiting, { at: clock(draft.typed_at) }));
    else if (draft.state === "refused") stand(form, "bad", draft.why);
    else if (draft.state === "other") stand(form, "bad", words.other);
    else stand(form, "wait", fill(words.saved, { at: clock(draft.typed_at) }));
  }
  function typed(form) {
    const before = load(form) || { knows: form.dataset.typed ? [form.dataset.typed] : [] };
    const draft = { ...before, values: read(form), typed_at: new Date().toISOString(), state: "typed" };
    if (keep(form, draft)) tellStand(form, draft);
  }
  async function deliver(form) {
    const draft = load(form);
    if (!draft || draft.state !== "pending" || form.dataset.busy) return;
    form.dataset.busy = "1";
    stand(form, "wait", words.sending);
    const sent = { ...draft, knows: [...draft.knows, draft.typed_at].slice(-30) };
    keep(form, sent);
    try {
      const answer = await fetch(`${here}/log?lang=${lang}`, {
        method: "POST", headers: { "Content-Type": "application/json" }, cache: "no-store",
        body: JSON.stringify({ typed_at: draft.typed_at, knows: draft.knows, ...draft.values }),
      });
      const said = await answer.json();
      const now = load(form);
      if (answer.status === 429 || answer.status >= 500) throw new Error("later");
      if (!answer.ok) { keep(form, { ...now, state: "refused", why: said.words || words.gone }); }
      else if (said.outcome === "other" || said.outcome === "older") keep(form, { ...now, state: "other", theirs: said });
      else if (now.typed_at === draft.typed_at) {
        keep(form, { ...now, state: "delivered", delivered_at: said.at, knows: [...now.knows, said.typed_at] });
        form.dataset.typed = said.typed_at;
        arrived(form, draft.values.company);
      }
      line(true);
    } catch { line(false); }
    delete form.dataset.busy;
    const now = load(form);
    if (now) { tellStand(form, now); both(form, now); }
  }
  function arrived(form, company) {
    if (form.dataset.log || !company) return;
    const draft = load(form);  // the form for one more company: its log is that company's from now on
    localStorage.setItem(store(`log:${company}`), JSON.stringify(draft));
    localStorage.removeItem(keyOf(form));
    location.reload();
  }
  function both(form, draft) {
    const place = form.querySelector(".other");
    place.hidden = draft.state !== "other";
    if (place.hidden) return;
    place.replaceChildren();
    const text = document.createElement("p");
    text.textContent = draft.theirs.shown;
    text.style.whiteSpace = "pre-line";
    const acts = document.createElement("div");
    const button = (label, act) => {
      const made = document.createElement("button");
      made.type = "button"; made.textContent = label; made.addEventListener("click", act); acts.append(made);
    };
    button(words["other.mine"], () => {
      const now = { ...draft, knows: [...draft.knows, draft.theirs.typed_at], typed_at: new Date().toISOString(), state: "pending" };
      keep(form, now); both(form, now); deliver(form);
    });
    button(words["other.theirs"], () => {
      localStorage.removeItem(keyOf(form));
      write(form, draft.theirs.values);
      form.dataset.typed = draft.theirs.typed_at;
      place.hidden = true;
      stand(form, "done", fill(words.delivered, { at: clock(draft.theirs.typed_at) }));
    });
    place.append(text, acts);
  }
  for (const form of logs) {
    const draft = load(form);
    const seen = form.dataset.typed ? Date.parse(form.dataset.typed) : 0;
    if (draft && (draft.state !== "delivered" || Date.parse(draft.typed_at) >= seen)) {
      write(form, draft.values);
      tellStand(form, draft);
      both(form, draft);
      if (draft.state !== "delivered") form.closest("details").open = true;
    } else if (draft) localStorage.removeItem(keyOf(form));
    look(form);
    form.addEventListener("input", () => { look(form); typed(form); });
    form.addEventListener("change", (event) => {
      if (event.target.name === "next_step" && !form.elements.next_step_text.value && event.target.value !== "none") {
        form.elements.next_step_text.value = event.target.nextElementSibling.textContent;
      }
      look(form); typed(form);
    });
    form.addEventListener("click", (event) => {
      const { add, days } = event.target.dataset;
      if (add) {
        const field = form.elements.requests;
        if (!field.value.includes(add)) field.value = [field.value.trim(), add].filter(Boolean).join(", ");
        typed(form);
      }
      if (days) {
        const then = new Date(Date.now() + Number(days) * 864e5);
        form.elements.next_due.value = then.toLocaleDateString("sv-SE", { timeZone: "Asia/Seoul" });
        typed(form);
      }
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      typed(form);
      keep(form, { ...load(form), state: "pending" });
      deliver(form);
    });
  }

  // --- a signature by hand: drawn on a sheet of the page, sent as a picture with the form --------------------------------
  for (const form of document.querySelectorAll("form.sign")) {
    const pad = form.querySelector(".pad"), sheet = pad.querySelector("canvas"), pen = sheet.getContext("2d");
    const at = (event) => {
      const { left, top, width, height } = sheet.getBoundingClientRect();
      return [((event.clientX - left) * sheet.width) / width, ((event.clientY - top) * sheet.height) / height];
    };
    let isDown = false, isDrawn = false;
    pad.hidden = false;
    pen.lineWidth = 4; pen.lineCap = pen.lineJoin = "round";
    sheet.addEventListener("pointerdown", (event) => {
      isDown = isDrawn = true; sheet.setPointerCapture(event.pointerId);
      pen.beginPath(); pen.moveTo(...at(event)); pen.lineTo(...at(event)); pen.stroke();
    });
    sheet.addEventListener("pointermove", (event) => { if (isDown) { pen.lineTo(...at(event)); pen.stroke(); } });
    for (const end of ["pointerup", "pointercancel"]) sheet.addEventListener(end, () => { isDown = false; });
    pad.querySelector("[data-clear]").addEventListener("click", () => {
      pen.clearRect(0, 0, sheet.width, sheet.height); isDrawn = false;
    });
    form.elements.who.addEventListener("change", () => {
      form.elements.name.value = form.elements.who.selectedOptions[0].textContent;
    });
    form.addEventListener("submit", () => { if (isDrawn) form.elements.drawn.value = sheet.toDataURL("image/png"); });
    pad.querySelector("[data-clear]").addEventListener("click", () => { form.elements.drawn.value = ""; });
  }

  // --- topics and signatures: kept and sent as the logs are; the same twice changes nothing, so none is asked back -------
  const laters = [...document.querySelectorAll("form[data-later]")];
  const isTyped = (field) => field.name && field.type !== "hidden" || field.name === "drawn";
  async function hand(form) {
    const draft = load(form);
    if (!draft || draft.state !== "pending" || form.dataset.busy) return;
    form.dataset.busy = "1";
    stand(form, "wait", words.sending);
    try {
      const answer = await fetch(`${here}?lang=${lang}`,
        { method: "POST", cache: "no-store", body: new URLSearchParams(draft.values) });
      if (answer.status === 429 || answer.status >= 500) throw new Error("later");
      line(true);
      if (answer.ok) {
        localStorage.removeItem(keyOf(form));
        stand(form, "done", fill(words.delivered, { at: clock(Date.now()) }));
        if (draft.values.act === "sign") { location.href = answer.url; return; }
      } else {
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const why = page.querySelector(".told, h1")?.textContent.trim() || words.gone;
        keep(form, { ...draft, state: "refused", why });
        tellStand(form, load(form));
      }
    } catch { line(false); tellStand(form, draft); }
    delete form.dataset.busy;
  }
  const noted = (form, state) => ({ values: Object.fromEntries(new FormData(form)), typed_at: new Date().toISOString(), state });
  for (const form of laters) {
    const draft = load(form);
    if (draft) {
      for (const field of form.elements) if (isTyped(field) && field.name in draft.values) field.value = draft.values[field.name];
      tellStand(form, draft);
      const card = form.closest("details");
      if (card) card.open = true;
    }
    form.addEventListener("input", () => { if (keep(form, noted(form, "typed"))) tellStand(form, load(form)); });
    form.addEventListener("submit", (event) => {
      if (!keep(form, noted(form, "pending"))) return;  // this browser keeps nothing: the form goes as forms go
      event.preventDefault();
      hand(form);
    });
  }
  const deliverAll = () => { logs.forEach(deliver); laters.forEach(hand); };

  // --- the connection -------------------------------------------------------------------------------------------------
  function line(is_on) {
    const place = document.getElementById("line");
    place.hidden = false;
    place.className = is_on ? "" : "off";
    place.textContent = is_on ? words.online : words.offline;
  }
  addEventListener("online", () => { line(true); deliverAll(); });
  addEventListener("offline", () => line(false));
  addEventListener("visibilitychange", () => { if (!document.hidden) { tick(); deliverAll(); } });
  setInterval(deliverAll, 15000 + Math.random() * 5000);
  line(navigator.onLine);
  deliverAll();
  if ("serviceWorker" in navigator) {
    navigator.serviceWorker.register(`${here}/worker.js`, { scope: here }).catch(() => {});
  }
})();
