// The review workbench: a slide with boxes, the claims beside it, and a person's word by mouse or keyboard.
// Choosing and turning pages happen here; a word goes to the server as an act with a number, in order, once.
// Text of decks only ever becomes textContent.

const benches = new WeakMap();
const KEYS = { KeyA: "accept", KeyE: "correct", KeyR: "reject", KeyN: "next", KeyJ: "next", KeyK: "previous",
  KeyU: "undo", KeyM: "add", KeyZ: "zoom", KeyF: "wide", ArrowLeft: "page-back", ArrowRight: "page-on" };
const AFTER = { accept: "verified", reject: "rejected", correct: "corrected" };
const RESEND_MS = 5000;
const SLOW_MS = 300;

class Bench {
  constructor(root, component) {
    this.root = root;
    this.queue = [];
    this.sent = [];
    this.seq = 0;
    this.expected = new Map();
    this.rows = new Map();
    this.headings = new Map();
    this.zoomed = false;
    this.chosen = null;
    this.page = null;
    this.form = null;
    this.waiting = null;
    this.$ = (selector) => root.querySelector(selector);
    this.onKey = (event) => this.key(event);
    window.addEventListener("keydown", this.onKey, true);
    root.querySelector(".bench").addEventListener("click", (event) => {
      const button = event.target.closest("[data-do]");
      if (button) this.perform(button.dataset.do);
    });
    this.$(".slide img").addEventListener("error", () => this.broken(true));
    this.$(".slide img").addEventListener("load", () => this.broken(false));
    this.$(".form").addEventListener("submit", (event) => { event.preventDefault(); this.save(); });
    this.watchDrawing();
    this.update(component);
  }

  close() {
    window.removeEventListener("keydown", this.onKey, true);
    clearTimeout(this.timer);
  }

  // ---- data from the server

  update(component) {
    this.component = component;
    const data = component.data;
    const first = !this.data;
    this.data = data;
    this.claims = new Map(data.claims.map((claim) => [claim.id, claim]));
    this.prints = new Map(data.claims.map((claim) => [claim.id, JSON.stringify(claim)]));
    if (this.sent.length && data.acked >= this.sent[this.sent.length - 1].seq) {
      this.sent.forEach((act) => [act.claim, ...Object.keys(act.all || {})].forEach((id) => this.expected.delete(id)));
      this.sent = [];
      clearTimeout(this.timer);
    }
    if (first) {
      this.page = data.page;
      this.label();
      const there = data.find && data.page ? this.order().find((claim) => claim.page === data.page) : null;
      const start = this.claims.get(data.selected) || there || this.order().find((claim) => this.open(claim));
      if (start) this.chosen = start.id;
      if (start && (data.selected || !data.page)) this.page = start.page;
      this.page = this.page || 1;
    }
    const wish = [data.find, data.selected, data.page].join("|");
    if (!first && data.find && wish !== this.wish && data.page && data.page !== this.page) this.turn(data.page);
    this.wish = wish;
    if (data.focus && data.focus.seq !== this.focused && !first && !this.batch && !this.isRefused) this.choose(data.focus.id, true);
    this.focused = data.focus ? data.focus.seq : 0;
    if (!this.sent.length) this.batch = null;
    this.tell(data.told);
    this.answered();
    this.draw();
    if (first) requestAnimationFrame(() => this.reveal(false));
    this.send();
  }

  order() { return this.data.claims.filter((claim) => claim.shown); }
  state(claim) { return this.expected.get(claim.id) || claim.state; }
  open(claim) { return this.state(claim) === "proposed" || this.again(claim); }
  again(claim) { return claim.again && !this.expected.has(claim.id); }

  tell(told) {
    const old = !told || told.seq === this.toldSeq || this.toldSeq === undefined;
    this.toldSeq = told ? told.seq : 0;
    if (!old) this.say(told.words, told.kind);
  }

  say(words, kind, stays) {
    const place = this.$(".told");
    place.textContent = words;
    place.className = "told " + kind;
    place.hidden = false;
    clearTimeout(this.quiet);
    if (kind !== "error" && !stays) this.quiet = setTimeout(() => { place.hidden = true; }, 4000);
  }

  // ---- acts

  act(kind, claim, form) {
    this.$(".told").hidden = true;
    this.seq = Math.max(Date.now(), this.seq + 1);
    const seen = claim && !this.expected.has(claim.id) ? claim.version : null;
    this.queue.push({ seq: this.seq, kind, claim: claim ? claim.id : "", seen, form: form || null });
    if (claim && AFTER[kind]) this.expected.set(claim.id, AFTER[kind]);
    this.send();
  }

  send() {
    if (this.sent.length || !this.queue.length) return;
    this.sent = this.queue.splice(0);
    this.transmit();
  }

  transmit() {
    this.component.setTriggerValue("acts", this.sent);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => { if (this.sent.length) this.transmit(); }, RESEND_MS);
  }

  perform(what) {
    if (this.waiting && !/^page-|zoom|wide/.test(what)) return;
    const claim = this.claims.get(this.chosen);
    const may = this.data.mayReview;
    if (what === "page-back") this.turn(this.page - 1);
    else if (what === "page-on") this.turn(this.page + 1);
    else if (what === "zoom") { this.zoomed = !this.zoomed; this.drawSlide(); }
    else if (what === "wide") this.widen();
    else if (what === "next") this.step(1);
    else if (what === "previous") this.step(-1);
    else if (what === "undo" && may) this.act("undo");
    else if (what === "add" && may) { if (this.form && this.form.kind === "add") this.shut(); else this.ask("add"); }
    else if (what === "correct" && may && claim) this.ask("correct", claim);
    else if ((what === "accept" || what === "reject") && may && claim) {
      const after = this.following(claim);
      this.act(what, claim);
      if (after) this.choose(after.id, true);
      else { this.draw(); this.finished(); }
    } else if (/^(accept|reject)-page$/.test(what) && may) this.judgePage(what.split("-")[0]);
    else if (what === "next-deck" && this.data.next) this.component.setTriggerValue("go", this.data.next.deck);
    else if (what === "reopen" && may && claim) this.act("reopen", claim);
  }

  // The menu gives its width to the slide, or takes it back.
  widen() {
    const menu = document.querySelector('[data-testid="stSidebar"]');
    const isFolded = !menu || menu.dataset.collapsed !== "false";
    const fold = isFolded ? '[data-testid="stExpandSidebarButton"]' : '[data-testid="stSidebarCollapseButton"] button';
    const button = document.querySelector(fold);
    if (button) button.click();
  }

  // All that waits on this page, in one act that one undo takes back.
  judgePage(what) {
    const may = (claim) => what === "reject" || !claim.unproved;
    const here = this.order().filter((claim) => claim.page === this.page && this.open(claim) && !this.again(claim) && may(claim));
    if (!here.length) return;
    this.$(".told").hidden = true;
    this.seq = Math.max(Date.now(), this.seq + 1);
    const all = Object.fromEntries(here.map((claim) => [claim.id, this.expected.has(claim.id) ? null : claim.version]));
    this.queue.push({ seq: this.seq, kind: `${what}_all`, claim: here[0].id, all });
    here.forEach((claim) => this.expected.set(claim.id, AFTER[what]));
    this.batch = here.map((claim) => claim.id);
    this.send();
    const after = this.following(here[here.length - 1]);
    if (after) this.choose(after.id, true);
    else { this.draw(); this.finished(); }
  }

  // Nothing waits in this deck any more: say so, with the way to the next one.
  finished() {
    this.say(this.data.words.finished, "done", true);
    if (!this.data.next) return;
    const button = this.link(this.data.next.words, () => this.perform("next-deck"));
    button.dataset.testid = "next-deck";
    this.$(".told").append(" ", button);
  }

  following(claim) {
    const order = this.order();
    const here = order.findIndex((one) => one.id === claim.id);
    const round = [...order.slice(here + 1), ...order.slice(0, Math.max(here, 0))];
    return round.find((one) => one.id !== claim.id && this.open(one));
  }

  step(by) {
    const order = this.order();
    if (!order.length) return;
    const here = order.findIndex((claim) => claim.id === this.chosen);
    if (by > 0) {
      const next = here < 0 ? order.find((claim) => this.open(claim)) : this.following(order[here]);
      this.choose((next || order[Math.min(here + 1, order.length - 1)]).id, true);
    } else this.choose(order[Math.max(here - 1, 0)].id, true);
  }

  choose(id, scroll) {
    const claim = this.claims.get(id);
    if (!claim) return;
    this.chosen = id;
    if (!claim.evidence.some((one) => one.page === this.page)) { this.page = claim.page; this.dropBox(); }
    this.draw();
    this.address();
    if (scroll) this.reveal();
  }

  // On a phone the slide stays on top and everything else runs below it.
  get isStacked() { return this.$(".stage").getBoundingClientRect().width > window.innerWidth / 2; }

  below(element) {
    element.style.scrollMarginTop = `${this.$(".stage").offsetHeight + 24}px`;
    element.scrollIntoView({ block: "start" });
  }

  // Bring the chosen claim into sight: in the list beside the slide, or under the slide where they are stacked.
  reveal(below = true) {
    const row = this.$(".claim.chosen");
    const list = this.$(".list");
    if (row && list.scrollHeight > list.clientHeight + 1) {
      const top = row.offsetTop - list.offsetTop;
      if (top < list.scrollTop || top + row.offsetHeight > list.scrollTop + list.clientHeight) {
        list.scrollTop = Math.max(0, top - list.clientHeight / 4);
      }
    } else if (row && below && this.isStacked) this.below(row);
    const box = this.$(".box.chosen");
    if (box && this.zoomed) box.scrollIntoView({ block: "nearest", inline: "center" });
  }

  turn(page) {
    if (page < 1 || page > this.data.pages.length) return;
    this.page = page;
    this.dropBox();
    this.draw();
    this.address();
    const row = this.$(`.list [data-page="${page}"]`);
    const list = this.$(".list");
    if (row && list.scrollHeight > list.clientHeight) list.scrollTop = row.offsetTop - list.offsetTop;
  }

  // A box belongs to the page on which it was drawn.
  dropBox() {
    if (this.form) this.form.box = null;
    this.$(".drawn").hidden = true;
  }

  address() {
    const url = new URL(window.location.href);
    if (this.chosen) url.searchParams.set("claim", this.chosen);
    url.searchParams.set("page", this.page);
    window.history.replaceState(window.history.state, "", url);
  }

  key(event) {
    const target = event.composedPath()[0];
    const writing = target && (/^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.isContentEditable);
    if (event.key === "Escape" && this.form) { this.shut(); event.stopPropagation(); return; }
    if (writing || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (document.querySelector('[role="dialog"]')) return;
    const what = (event.shiftKey && { KeyA: "accept-page", KeyR: "reject-page" }[event.code]) || KEYS[event.code];
    if (!what || !this.$(".bench").isConnected) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.perform(what);
  }

  // ---- drawing

  label() {
    const words = this.data.words;
    const keys = { accept: "A", correct: "E", reject: "R", "accept-page": "⇧A", "reject-page": "⇧R", undo: "U", add: "M",
                   zoom: "Z", wide: "F" };
    this.root.querySelectorAll("[data-do]").forEach((button) => {
      const what = button.dataset.do;
      const name = words[what.replace("-", "_")];
      if (button.classList.contains("icon")) { button.title = name; button.setAttribute("aria-label", name); return; }
      button.textContent = name;
      button.append(element("kbd", "", keys[what]));
    });
    this.$(".list").setAttribute("aria-label", words.claims);
  }

  draw() {
    this.drawSlide();
    this.drawThumbs();
    this.drawList();
    this.drawHead();
  }

  drawHead() {
    const all = this.data.claims.length;
    const done = this.data.claims.filter((claim) => !this.open(claim)).length;
    this.$(".count").textContent = this.data.words.progress.replace("{done}", done).replace("{all}", all);
    this.$(".meter i").style.width = all ? `${(100 * done) / all}%` : "0";
    const idle = !this.data.mayReview || !this.claims.has(this.chosen);
    const unproved = !idle && this.claims.get(this.chosen).unproved;
    for (const what of ["accept", "correct", "reject"]) this.$(`[data-do=${what}]`).disabled = idle || (unproved && what === "accept");
    const left = this.order().some((claim) => claim.page === this.page && this.open(claim));
    for (const what of ["accept-page", "reject-page"]) this.$(`[data-do=${what}]`).disabled = !this.data.mayReview || !left;
    for (const what of ["undo", "add"]) this.$(`[data-do=${what}]`).disabled = !this.data.mayReview;
    this.$("[data-do=page-back]").disabled = this.page <= 1;
    this.$("[data-do=page-on]").disabled = this.page >= this.data.pages.length;
    this.$(".where").textContent = `${this.page} / ${this.data.pages.length}`;
  }

  picture(page) { return `/pages/${encodeURIComponent(this.data.deck)}/${page}.jpg`; }

  // Small pictures are the slides themselves, one after the other, so that the one being looked at never waits for them.
  fillThumbs() {
    const empty = [...this.root.querySelectorAll(".thumb img:not([src])")];
    const away = (image) => Math.abs(Number(image.dataset.page) - this.page);
    const here = empty.sort((one, other) => away(one) - away(other))[0];
    if (!here || this.filling) return;
    this.filling = true;
    here.onload = here.onerror = () => { this.filling = false; this.fillThumbs(); };
    here.src = this.picture(here.dataset.page);
  }

  // A slide that takes its time must not leave the one before it under the new boxes.
  awaited() {
    clearTimeout(this.slow);
    this.slow = setTimeout(() => { this.$(".slide").classList.add("loading"); this.note(this.data.words.drawing); }, SLOW_MS);
  }

  broken(is) {
    clearTimeout(this.slow);
    document.querySelectorAll(".first-slide").forEach((shown) => { shown.hidden = true; });
    this.$(".slide").classList.remove("loading");
    this.fillThumbs();
    this.$(".slide").classList.toggle("broken", is);
    this.note(is ? this.data.words.no_picture : this.data.pages[this.page - 1].unread);
  }

  note(words) {
    this.$(".unread").textContent = words;
    this.$(".unread").hidden = !words;
  }

  drawSlide() {
    const page = this.data.pages[this.page - 1];
    const slide = this.$(".slide");
    const image = this.$(".slide img");
    slide.style.aspectRatio = page ? `${page.w} / ${page.h}` : "16 / 9";
    slide.style.width = this.zoomed ? "200%" : "100%";
    slide.classList.toggle("drawing", Boolean(this.form));
    const source = this.picture(this.page);
    if (page && image.getAttribute("src") !== source) {
      image.src = source;
      image.alt = this.data.words.slide.replace("{page}", this.page);
      this.note(page.unread);
      this.awaited();
    }
    const boxes = this.$(".boxes");
    const focused = this.root.activeElement && this.root.activeElement.dataset && this.root.activeElement.dataset.claim;
    boxes.replaceChildren(...this.boxesHere());
    if (focused) { const again = boxes.querySelector(`[data-claim="${CSS.escape(focused)}"]`); if (again) again.focus(); }
  }

  boxesHere() {
    const drawn = (this.data.marks[this.page] || []).map((box) => this.place(element("div", "box found"), box));
    for (const claim of this.data.claims) {
      if (!claim.shown && claim.id !== this.chosen) continue;
      for (const one of claim.evidence) {
        if (one.page !== this.page) continue;
        const chosen = claim.id === this.chosen;
        if (chosen) one.label.forEach((box) => drawn.push(this.place(element("div", "box label"), box)));
        one.boxes.forEach((box, index) => drawn.push(this.boxOf(claim, box, index, chosen)));
      }
    }
    return drawn;
  }

  boxOf(claim, box, index, chosen) {
    const button = element("button", `box ${this.state(claim)}${chosen ? " chosen" : ""}`);
    button.type = "button";
    button.title = `${claim.name}: ${claim.value}`;
    button.setAttribute("aria-label", `${claim.name}: ${claim.value}`);
    button.dataset.claim = claim.id;
    if (!index) button.dataset.testid = `box-${claim.id}`;
    if (index) button.tabIndex = -1;
    button.onclick = () => this.choose(claim.id, true);
    button.onmouseenter = () => this.near(claim.id, true);
    button.onmouseleave = () => this.near(claim.id, false);
    return this.place(button, box);
  }

  place(element, [x, y, w, h]) {
    Object.assign(element.style, { left: `calc(${x}% - 3px)`, top: `calc(${y}% - 2px)`, width: `calc(${w}% + 6px)`,
      height: `calc(${h}% + 4px)` });
    return element;
  }

  near(id, is) {
    this.root.querySelectorAll(`[data-claim="${CSS.escape(id)}"]`).forEach((one) => one.classList.toggle("near", is));
  }

  drawThumbs() {
    const place = this.$(".thumbs");
    const waiting = new Map();
    for (const claim of this.data.claims) if (this.open(claim)) waiting.set(claim.page, (waiting.get(claim.page) || 0) + 1);
    if (place.childElementCount !== this.data.pages.length) {
      place.replaceChildren(...this.data.pages.map((page) => this.thumb(page)));
    }
    [...place.children].forEach((button, index) => {
      const count = waiting.get(index + 1) || 0;
      button.classList.toggle("here", index + 1 === this.page);
      button.classList.toggle("found", Boolean(this.data.marks[index + 1]));
      button.querySelector("b").textContent = count;
      button.querySelector("b").hidden = !count;
    });
    const here = place.children[this.page - 1];
    if (here && this.shownThumb !== this.page) {
      this.shownThumb = this.page;
      place.scrollLeft = here.offsetLeft - place.offsetLeft - place.clientWidth / 2 + here.clientWidth / 2;
    }
  }

  thumb(page) {
    const button = element("button", "thumb");
    button.type = "button";
    button.dataset.testid = `thumb-${page.n}`;
    const image = element("img");
    image.alt = "";
    image.dataset.page = page.n;
    image.style.aspectRatio = `${page.w} / ${page.h}`;
    button.append(image, element("span", "", String(page.n)), element("b"));
    button.onclick = () => this.turn(page.n);
    return button;
  }

  drawList() {
    const list = this.$(".list");
    const kept = list.scrollTop;
    const rows = [];
    let page = null;
    for (const claim of this.order()) {
      if (claim.page !== page && !this.data.byDoubt) {
        page = claim.page;
        rows.push(this.heading(page));
      }
      rows.push(this.keptRow(claim));
    }
    if (!rows.length) rows.push(element("p", "empty", this.data.claims.length ? this.data.words.none_shown : this.data.words.none));
    if (rows.length !== list.childNodes.length || rows.some((row, place) => row !== list.childNodes[place])) {
      list.replaceChildren(...rows);
      list.scrollTop = kept;
    }
  }

  heading(page) {
    if (!this.headings.has(page)) {
      const heading = element("h4", "", this.data.words.page.replace("{page}", page));
      heading.dataset.page = page;
      this.headings.set(page, heading);
    }
    return this.headings.get(page);
  }

  // A row is made anew only where something in it has changed.
  keptRow(claim) {
    const print = [this.state(claim), this.expected.has(claim.id), claim.id === this.chosen, this.data.mayReview,
      this.prints.get(claim.id)].join("|");
    const kept = this.rows.get(claim.id);
    if (kept && kept.print === print) return kept.element;
    const element = this.row(claim);
    this.rows.set(claim.id, { print, element });
    return element;
  }

  row(claim) {
    const state = this.state(claim);
    const row = element("div", `claim ${state}`);
    row.dataset.testid = `claim-${claim.id}`;
    row.dataset.claim = claim.id;
    row.setAttribute("role", "option");
    row.setAttribute("aria-selected", String(claim.id === this.chosen));
    row.tabIndex = 0;
    row.classList.toggle("chosen", claim.id === this.chosen);
    row.classList.toggle("pending", this.expected.has(claim.id));
    const top = element("div", "row");
    top.append(element("span", "metric", claim.name), element("span", "value", claim.value));
    const chips = element("div", "chips");
    chips.append(element("span", "chip state", this.data.words.states[state]));
    if (this.again(claim)) chips.append(element("span", "chip warn", this.data.words.again));
    claim.chips.forEach((words) => chips.append(element("span", "chip", words)));
    const counted = (told, n) => n && chips.append(element("span", "chip warn", told.replace("{n}", n)));
    counted(this.data.words.apart, claim.findings.length + claim.rivals.length);
    counted(this.data.words.look, claim.reasons.length);
    row.append(top, chips);
    if (claim.id === this.chosen) row.append(this.more(claim));
    row.onclick = (event) => { if (!event.target.closest("button")) this.choose(claim.id, false); };
    row.onkeydown = (event) => { if (event.key === "Enter" && event.target === row) this.choose(claim.id, false); };
    row.onmouseenter = () => this.near(claim.id, true);
    row.onmouseleave = () => this.near(claim.id, false);
    return row;
  }

  more(claim) {
    const words = this.data.words;
    const more = element("div", "more");
    const quote = element("p");
    quote.append(element("q", "", claim.evidence[0].quote));
    more.append(quote);
    if (claim.reasons.length + claim.findings.length) {
      const list = element("ul");
      claim.reasons.forEach((reason) => list.append(element("li", "", reason)));
      claim.findings.forEach((finding) => list.append(this.finding(finding)));
      more.append(list);
    }
    const facts = element("dl");
    claim.facts.forEach(([name, value]) => facts.append(element("dt", "", name), element("dd", "", value)));
    more.append(facts);
    if (claim.instead) {
      const line = element("p", "", `${words.now} `);
      line.append(this.link(claim.instead.words, () => this.choose(claim.instead.id, true)));
      more.append(line);
    }
    if (claim.rivals.length) {
      const line = element("p", "", `${words.rival} `);
      claim.rivals.forEach((rival, index) => {
        if (index) line.append(" · ");
        line.append(this.link(rival.words, () => this.choose(rival.id, true)));
      });
      more.append(line);
    }
    if (claim.evidence.length > 1) {
      const line = element("p", "", `${words.also} `);
      claim.evidence.forEach((one) => {
        line.append(this.link(words.page.replace("{page}", one.page), () => this.turn(one.page)), " ");
      });
      more.append(line);
    }
    if (this.data.mayReview && this.state(claim) !== "proposed") more.append(this.link(words.reopen, () => this.perform("reopen")));
    return more;
  }

  // What does not add up, with both sides: the figures that it was computed from are one click away.
  finding(finding) {
    const item = element("li", "", `${finding.words} ${finding.expected} `);
    finding.others.forEach((other, index) => {
      if (index) item.append(" · ");
      item.append(this.link(other.words, () => this.choose(other.id, true)));
    });
    return item;
  }

  link(words, act) {
    const button = element("button", "link", words);
    button.type = "button";
    button.onclick = act;
    return button;
  }

  // ---- correcting and adding

  ask(kind, claim) {
    if (this.waiting) return;
    const words = this.data.words;
    const filled = claim ? claim.form : this.data.blank;
    this.form = { kind, claim, box: null, filledValue: filled.value };
    const form = this.$(".form");
    form.replaceChildren(element("h3", "", kind === "add" ? words.add_title : words.correct_title));
    form.append(element("p", "hint", kind === "add" ? words.add_hint : words.correct_hint));
    const metric = this.select("metric", this.data.choices.metrics, filled.metric, true);
    metric.onchange = () => this.fitUnits(metric.value);
    form.append(this.field("metric", metric, true));
    form.append(this.field("value", this.input("value", filled.value)));
    form.append(this.field("unit", this.select("unit", this.data.choices.units, filled.unit)));
    form.append(this.field("high", this.input("high", filled.high)));
    form.append(this.field("bound", this.select("bound", this.data.choices.bounds, filled.bound)));
    form.append(this.field("scope", this.select("scope", this.data.choices.scopes, filled.scope)));
    form.append(this.field("status", this.select("status", this.data.choices.statuses, filled.status)));
    form.append(this.field("aggregation", this.select("aggregation", this.data.choices.aggregations, filled.aggregation)));
    form.append(this.field("period", this.input("period", filled.period)));
    if (kind === "add") form.append(this.field("quote", this.input("quote", ""), true));
    const approx = this.input("approx", "");
    approx.type = "checkbox";
    approx.checked = filled.approx;
    const tick = element("label", "tick");
    tick.append(approx, element("span", "", words.fields.approx));
    form.append(tick);
    if (kind === "correct") form.append(this.field("note", this.input("note", "")));
    const ends = element("div", "ends");
    const save = element("button", "main", words.save);
    save.type = "submit";
    save.dataset.testid = "form-save";
    const cancel = element("button", "quiet", words.cancel);
    cancel.type = "button";
    cancel.dataset.testid = "form-cancel";
    cancel.onclick = () => this.shut();
    ends.append(save, cancel);
    form.append(ends);
    form.hidden = false;
    form.querySelector("[name=unit]").onchange = () => this.fitWords();
    form.querySelector("[name=value]").oninput = (event) => this.followUnit(event.target.value);
    for (const name of ["high", "bound", "aggregation", "approx"]) {
      form.querySelector(`[name=${name}]`).closest("label").classList.add("amount");
    }
    this.fitUnits(filled.metric);
    this.$(".drawn").hidden = true;
    this.drawSlide();
    const value = form.querySelector("[name=value]");
    value.focus({ preventScroll: this.isStacked });
    if (this.isStacked) this.below(form);
    value.select();
  }

  // A metric counts in some units only; the others are not offered.
  fitUnits(metric) {
    const fitting = this.data.choices.metrics.flatMap(([, named]) => named).find(([id]) => id === metric);
    const unit = this.$(".form [name=unit]");
    const kept = unit.value;
    const offered = this.data.choices.units.filter(([id]) => !fitting || !fitting[2].length || fitting[2].includes(id));
    unit.replaceChildren(...offered.map(([id, words]) => { const one = element("option", "", words); one.value = id; return one; }));
    unit.value = offered.some(([id]) => id === kept) ? kept : offered[0][0];
    this.fitWords();
  }

  // A unit that is written into the value is the one that is meant, where the metric counts in it.
  followUnit(text) {
    const plain = text.normalize("NFKC").trim().toLowerCase().replace(/(이상|초과|이하|미만|육박|\+)$/, "").trim();
    const at = /\d/.test(plain) && this.data.choices.signs.flatMap(([id, signs]) => signs.map((sign) => [id, sign.toLowerCase()]))
      .sort((a, b) => b[1].length - a[1].length)
      .find(([, sign]) => plain.endsWith(sign) || plain.replace(/^[-−–△▲(]/, "").startsWith(sign));
    const unit = this.$(".form [name=unit]");
    if (at && [...unit.options].some((option) => option.value === at[0])) {
      unit.value = at[0];
      this.fitWords();
    }
  }

  // Facts in words have no range, bound or sum: what cannot be said of them is not asked.
  fitWords() {
    const form = this.$(".form");
    const worded = form.querySelector("[name=unit]").value === "text";
    form.classList.toggle("worded", worded);
    if (!worded) return;
    form.querySelector("[name=high]").value = "";
    form.querySelector("[name=bound]").value = "";
    form.querySelector("[name=approx]").checked = false;
  }

  field(name, control, wide) {
    const label = element("label", wide ? "wide" : "", this.data.words.fields[name]);
    label.append(control);
    return label;
  }

  input(name, value) {
    const input = element("input");
    input.name = name;
    input.value = value;
    input.autocomplete = "off";
    input.dataset.testid = `form-${name}`;
    const hint = this.data.words.hints[name];
    if (hint) input.placeholder = hint;
    return input;
  }

  select(name, options, value, grouped) {
    const select = element("select");
    select.name = name;
    select.dataset.testid = `form-${name}`;
    const option = ([id, words]) => { const one = element("option", "", words); one.value = id; return one; };
    for (const entry of options) {
      if (!grouped) { select.append(option(entry)); continue; }
      const group = element("optgroup");
      group.label = entry[0];
      entry[1].forEach((one) => group.append(option(one)));
      select.append(group);
    }
    select.value = value;
    return select;
  }

  save() {
    const { kind, claim, box } = this.form;
    const form = {};
    this.$(".form").querySelectorAll("[name]").forEach((one) => { form[one.name] = one.type === "checkbox" ? one.checked : one.value; });
    if (kind === "add" || box) { form.page = this.page; form.box = box; }
    const after = claim && this.open(claim) ? this.following(claim) : null;
    this.act(kind === "correct" && box ? "replace" : kind, claim, form);
    this.waiting = { seq: this.seq, after: after ? after.id : "" };
    this.busy(true);
  }

  // Whether what waits was refused.
  get isRefused() {
    const told = this.data.told;
    return Boolean(this.waiting && told && told.seq === this.waiting.seq && told.kind === "error");
  }

  // The form stays as it was typed until the server has answered: a refusal must cost nobody what was typed or drawn.
  answered() {
    if (!this.waiting || this.data.acked < this.waiting.seq) return;
    const { after } = this.waiting;
    const refused = this.isRefused;
    this.waiting = null;
    this.busy(false);
    if (refused) return;
    this.shut();
    if (after) this.choose(after, true);
  }

  busy(isBusy) {
    const save = this.$(".form [type=submit]");
    if (save) save.disabled = isBusy;
    this.$(".form").setAttribute("aria-busy", String(isBusy));
  }

  shut() {
    this.form = null;
    this.$(".form").hidden = true;
    this.$(".drawn").hidden = true;
    this.drawSlide();
  }

  // What stands under the box that was drawn fills the value, its unit and the words; what a person typed stays.
  async fillFromBox() {
    const form = this.form;
    if (!form || !form.box) return;
    const page = this.page;
    let onPage = [];
    try {
      const response = await fetch(`/words/${encodeURIComponent(this.data.deck)}/${page}.json`, { credentials: "same-origin" });
      if (response.ok) onPage = await response.json();
    } catch { /* no answer: the person types it */ }
    if (this.form !== form || this.page !== page) return;
    const [x, y, w, h] = form.box;
    const isIn = ([, x0, y0, x1, y1]) => (x0 + x1) / 2 >= x && (x0 + x1) / 2 <= x + w && (y0 + y1) / 2 >= y && (y0 + y1) / 2 <= y + h;
    const under = onPage.filter(isIn);
    const text = under.map(([word]) => word).join(" ");
    if (!text) { this.say(this.data.words.no_words, "done"); return; }
    const value = this.$(".form [name=value]");
    const quote = this.$(".form [name=quote]");
    if (quote && (!quote.value || quote.value === form.filledQuote)) quote.value = form.filledQuote = text;
    const [amount, high] = this.amountIn(text);
    if (amount && (!value.value || value.value === form.filledValue)) {
      value.value = form.filledValue = this.scaled(amount, under);
      this.$(".form [name=high]").value = high ? this.scaled(high, under) : "";
      this.$(".form [name=bound]").value = "";  // what was said of the value before says nothing of this one
      this.$(".form [name=approx]").checked = false;
      this.followUnit(value.value);
    }
  }

  // A bare number under a head such as (단위: 백만원) counts in what the head says.
  scaled(amount, under) {
    if (!/^[-−–△▲]?[\d,.]+$/.test(amount)) return amount;
    const digits = amount.replace(/[^\d,.]/g, "");
    const headed = under.find(([word, , , , , scale]) => scale && word.includes(digits));
    return headed ? amount + headed[5] : amount;
  }

  // The number that a text states, with its sign, scale, unit and bound, and the end of its range: "매출 △1,230억 원" gives
  // "△1,230억 원", "10~15억 원" gives "10억 원" and "15억 원". Of several the first counts in a unit of the metric, else in
  // any scale or none; what is a year, a month or a day counts only where there is nothing else.
  amountIn(text) {
    const units = this.data.choices.signs;
    const signs = units.flatMap(([, names]) => names).sort((a, b) => b.length - a.length)
      .map((sign) => sign.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|");
    const scale = "조|천만|백만|십만|억|천|만|trillion|billion|million|thousand|crore|lakh|mn|bn|[KMB](?![A-Za-z])";
    const tail = `((?:\\s?(?:${scale}))*여?(?:\\s?(?:${signs}))?(?:\\s?(?:이상|초과|이하|미만|육박)|\\+)?)`;
    const plain = "\\d[\\d,]*(?:\\.\\d+)?";
    const digits = `${plain}(?:\\s?[조억만]\\s?${plain}(?=\\s?[억만천백]))*`;
    const lead = `(?<![\\w.])(약\\s?)?([-−–△▲(]?)\\s?((?:${signs})\\s?)?`;
    const range = `(?:\\s?[~∼～–-]\\s?((?:${signs})\\s?)?(${digits})${tail})?`;
    const pattern = new RegExp(`${lead}([-−–△▲]?${digits})${tail}(\\)?)${range}`, "gi");
    const offered = new Set([...this.$(".form [name=unit]").options].map((option) => option.value));
    const namedIn = (one, some) => some.some(([, names]) => names.some((sign) => one.amount.toLowerCase().includes(sign.toLowerCase())));
    const rank = (one) => (one.isTime ? 8 : 0) + (one.isScaled ? 0 : 2)
      + (namedIn(one, units.filter(([id]) => offered.has(id))) ? 0 : namedIn(one, units) ? 4 : 1);
    const best = [...text.matchAll(pattern)].map((match) => this.stated(match, text)).sort((one, other) => rank(one) - rank(other))[0];
    return best ? [best.amount, best.high] : ["", ""];
  }

  // One number of a text in its parts. A bracket is a minus only where it holds nothing but digits.
  stated([all, about = "", minus, sign = "", number, tail, closed, , end, endTail], text) {
    const behind = text.slice(text.indexOf(all) + all.length);
    const isYear = /^(?:19|20)\d\d$/.test(number) && (!tail || /^\s?년$/.test(tail));
    const isDay = /^\d{1,2}$/.test(number) && /^\s?(?:월|일|분기|Q|H\d)/i.test(tail + behind);
    const isNegative = minus && (minus !== "(" || (closed && !tail && !sign));
    const mark = isNegative ? (minus === "(" ? "-" : minus) : "";
    const amount = `${about}${mark}${sign}${number}${end ? tail || endTail : tail}`.trim();
    return { amount, high: end ? `${sign}${end}${endTail}`.trim() : "", isTime: !sign && (isYear || isDay), isScaled: Boolean(sign || tail.trim() || end) };
  }

  watchDrawing() {
    const slide = this.$(".slide");
    const drawn = this.$(".drawn");
    let start = null;
    const at = (event) => {
      const edge = slide.getBoundingClientRect();
      const within = (value) => Math.min(100, Math.max(0, value));
      return [within((100 * (event.clientX - edge.left)) / edge.width), within((100 * (event.clientY - edge.top)) / edge.height)];
    };
    slide.addEventListener("pointerdown", (event) => {
      if (!this.form || this.waiting) return;
      event.preventDefault();
      start = at(event);
      slide.setPointerCapture(event.pointerId);
    });
    slide.addEventListener("pointermove", (event) => {
      if (!start) return;
      const [x, y] = at(event);
      const box = [Math.min(x, start[0]), Math.min(y, start[1]), Math.abs(x - start[0]), Math.abs(y - start[1])];
      Object.assign(drawn.style, { left: `${box[0]}%`, top: `${box[1]}%`, width: `${box[2]}%`, height: `${box[3]}%` });
      drawn.hidden = false;
      if (this.form) this.form.box = box[2] > 0.3 && box[3] > 0.3 ? box : null;
    });
    const end = () => {
      if (!start) return;
      start = null;
      this.fillFromBox();
      const value = this.$(".form [name=value]");
      if (value) value.focus();
    };
    slide.addEventListener("pointerup", end);
    slide.addEventListener("pointercancel", end);
  }
}

export default function (component) {
  const root = component.parentElement;
  const bench = benches.get(root);
  if (bench) bench.update(component);
  else benches.set(root, new Bench(root, component));
  return () => {
    const old = benches.get(root);
    if (old) old.close();
    benches.delete(root);
  };
}
