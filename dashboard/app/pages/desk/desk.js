const SAID = { approved: "approved", rejected: "rejected", needs_edit: "needs an edit" };
const ACTIONS = [
  ["a", "Approve", (desk) => desk.decide("approved")],
  ["x", "Reject", (desk) => desk.decide("rejected")],
  ["e", "Needs an edit", (desk) => desk.decide("needs_edit")],
  ["s", "Skip", (desk) => desk.skip()],
  ["u", "Undo", (desk) => desk.undo()],
  ["z", "Large or sheet", (desk) => desk.zoom()],
  ["j", "Next", (desk) => desk.move(1)],
  ["k", "Previous", (desk) => desk.move(-1)],
  [" ", "Play", (desk) => desk.play()],
];
const ALSO = { ArrowRight: "j", ArrowDown: "j", ArrowLeft: "k", ArrowUp: "k", Enter: "z" };
const POLL_MS = 5000;
const LONGEST_S = 3600;

class Desk {
  constructor(id) {
    this.id = id;
    this.decided = new Map(); // stage and output → what was said of it in this window or elsewhere
    this.own = new Set();
    this.pictures = new Pictures();
    this.history = this.kept("history", []);
    this.isLarge = this.kept("large", false);
    this.at = 0;
    this.lastAt = 0;
    this.spent = 0;
    this.shownAt = performance.now();
  }

  // --- what is kept while the tab lives ------------------------------------------------------
  kept(name, otherwise) {
    try {
      return JSON.parse(sessionStorage.getItem(`offcut-desk:${this.id}:${name}`)) ?? otherwise;
    } catch {
      return otherwise;
    }
  }

  keep(name, value) {
    try {
      sessionStorage.setItem(`offcut-desk:${this.id}:${name}`, JSON.stringify(value));
    } catch {
      // it is only where one was
    }
  }

  // --- a run of the page ----------------------------------------------------------------------
  mount(root, data, more) {
    const current = this.item?.key ?? this.kept("at", null);
    this.root = root;
    this.data = data;
    this.more = more;
    this.since = this.since ?? data.since;
    this.outbox = this.outbox ?? new Outbox(this.id, data.api, () => this.tell());
    this.items = data.briefs.flatMap((brief, place) => brief.due.map((item) => ({ ...item, place })));
    for (const event of this.outbox.events.values()) this.note(event, true);
    const found = this.items.findIndex((item) => item.key === current);
    this.at = found >= 0 ? found : this.firstOpen(0);
    this.drawnPlace = null;
    this.listen();
    this.drawKeys();
    this.draw();
    this.outbox.sendSoon(0);
  }

  listen() {
    this.ac?.abort();
    this.ac = new AbortController();
    const { signal } = this.ac;
    document.addEventListener("keydown", (event) => this.pressed(event), { signal, capture: true });
    document.addEventListener("visibilitychange", () => this.pause(), { signal });
    window.addEventListener("pagehide", () => this.outbox.leave(), { signal });
    window.addEventListener("online", () => this.outbox.send(), { signal });
    this.find(".sheet").addEventListener("click", (event) => this.clicked(event), { signal });
    const name = this.find(".reviewer");
    name.value = this.reviewer;
    const named = () => localStorage.setItem("offcut-desk:reviewer", name.value.trim());
    name.addEventListener("input", () => (named(), name.classList.remove("asked")), { signal });
    name.addEventListener("keydown", (event) => event.key === "Enter" && name.blur(), { signal });
    this.find(".more").addEventListener("click", () => this.more(), { signal });
    clearInterval(this.poll);
    this.poll = setInterval(() => this.ask(), POLL_MS);
    signal.addEventListener("abort", () => clearInterval(this.poll));
  }

  leave() {
    this.ac?.abort();
    this.outbox?.leave();
  }

  find(selector) {
    return this.root.querySelector(selector);
  }

  get item() {
    return this.items?.[this.at];
  }

  get reviewer() {
    return localStorage.getItem("offcut-desk:reviewer") ?? "";
  }

  // --- keys -------------------------------------------------------------------------------------
  pressed(event) {
    if (event.repeat || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const on = event.composedPath()[0];
    if (!this.root.isConnected && !this.root.host?.isConnected) return;
    if (["INPUT", "TEXTAREA", "SELECT"].includes(on.tagName) || on.isContentEditable) return;
    if (["BUTTON", "A", "SUMMARY"].includes(on.tagName) && [" ", "Enter"].includes(event.key)) return;
    if (document.querySelector("[role=dialog], [role=listbox][data-baseweb]")) return;
    const key = ALSO[event.key] ?? event.key.toLowerCase();
    const action = ACTIONS.find(([name]) => name === key);
    const reason = /^[1-9]$/.test(key) ? this.data.reasons[Number(key) - 1] : undefined;
    if (!action && !reason) return;
    event.preventDefault();
    event.stopPropagation();
    if (reason) this.decide("rejected", reason);
    else action[2](this);
  }

  clicked(event) {
    const tile = event.composedPath().find((each) => each.dataset?.place);
    if (!tile) return;
    const place = Number(tile.dataset.place);
    if (place === this.at) this.zoom();
    else this.go(place);
  }

  // --- deciding -----------------------------------------------------------------------------------
  decide(decision, reason) {
    const { item } = this;
    if (!item) return this.say("Nothing is left to decide here.");
    if (!this.reviewer) {
      this.find(".reviewer").classList.add("asked");
      return this.refuse("Say who you are first: write your name above.");
    }
    const shown = this.isLarge ? this.pictures.largeOf(item) : this.pictures.smallOf(item);
    if (!this.pictures.isSeen(shown)) {
      const isBroken = shown.classList.contains("broken");
      return this.refuse(isBroken ? "Its picture cannot be loaded: s skips it." : "Its picture is not there yet: look, then decide.");
    }
    const [source, source_id, output_index] = item.output;
    const event = {
      id: newId(), source, source_id, output_index, decision, stage: this.data.stage, reviewer: this.reviewer,
      review_seconds: Math.min(Math.round(this.seconds() * 100) / 100, LONGEST_S), at: this.now(),
    };
    if (reason) event.reason = reason;
    this.note(event, true);
    this.outbox.add(event);
    this.history.push({ id: event.id, key: item.key, reviewer: event.reviewer, name: item.name });
    this.keep("history", this.history.slice(-200));
    this.mark(this.at);
    this.say(`${item.name}: ${SAID[decision]}${reason ? `, ${reason}` : ""}.`);
    this.go(this.firstOpen(this.at + 1));
  }

  undo() {
    const last = this.history.pop();
    if (!last) return this.say("Nothing to take back.");
    this.keep("history", this.history);
    const event = { id: newId(), undoes: last.id, reviewer: last.reviewer, at: this.now() };
    this.outbox.add(event);
    this.note(event, true);
    const place = this.items.findIndex((item) => item.key === last.key);
    if (place >= 0) this.go(place);
    this.mark(this.at);
    this.say(`Taken back: ${last.name}.`);
  }

  // What was said of an output, here or by somebody else; an undo leaves what was said before it.
  note(event, isOwn) {
    if (isOwn) this.own.add(event.id);
    if (event.undoes) {
      for (const said of this.decided.values()) {
        const place = said.findIndex((each) => each.id === event.undoes);
        if (place >= 0) said.splice(place, 1);
      }
      return;
    }
    const name = this.nameOf(event.stage, [event.source, event.source_id, event.output_index]);
    const said = this.decided.get(name) ?? [];
    if (said.some((each) => each.id === event.id)) return;
    said.push({ id: event.id, decision: event.decision, reviewer: event.reviewer, isOwn, at: Date.now() - 1000 * (event.age_s ?? 0) });
    this.decided.set(name, said);
  }

  nameOf(stage, output) {
    return JSON.stringify([stage, ...output]);
  }

  saidOf(item) {
    return this.decided.get(this.nameOf(this.data.stage, item.output)) ?? [];
  }

  now() {
    this.lastAt = Math.max(Date.now(), this.lastAt + 1);
    return new Date(this.lastAt).toISOString();
  }

  seconds() {
    return (this.spent + (document.hidden ? 0 : performance.now() - this.shownAt)) / 1000;
  }

  pause() {
    if (document.hidden) this.spent += performance.now() - this.shownAt;
    this.shownAt = performance.now();
  }

  // --- moving -------------------------------------------------------------------------------------
  firstOpen(from) {
    const order = [...this.items.keys()];
    const open = [...order.slice(from), ...order.slice(0, from)].find((place) => !this.saidOf(this.items[place]).length);
    return open ?? Math.min(from, this.items.length - 1);
  }

  skip() {
    if (this.item) this.say(`${this.item.name}: skipped.`);
    this.move(1);
  }

  move(by) {
    this.go(Math.max(0, Math.min(this.items.length - 1, this.at + by)));
  }

  go(place) {
    const before = this.at;
    this.at = place;
    this.spent = 0;
    this.shownAt = performance.now();
    this.keep("at", this.item?.key ?? null);
    this.mark(before);
    this.draw();
  }

  zoom() {
    this.isLarge = !this.isLarge;
    this.keep("large", this.isLarge);
    this.draw();
  }

  play() {
    if (!this.item?.is_clip) return;
    if (!this.isLarge) return this.zoom();
    const clip = this.pictures.largeOf(this.item);
    if (clip.tagName === "VIDEO") clip.paused ? clip.play() : clip.pause();
  }

  // --- others ---------------------------------------------------------------------------------------
  async ask() {
    try {
      const since = this.since ? `?since=${encodeURIComponent(this.since)}` : "";
      const answer = await fetch(this.data.api + since, { signal: AbortSignal.timeout(POLL_MS) });
      if (!answer.ok) return;
      const { events } = await answer.json();
      for (const event of events) {
        this.since = event.received_at;
        if (!this.own.has(event.id)) this.note(event, false);
      }
      this.items.forEach((_, place) => this.mark(place));
      this.tell();
    } catch {
      // the outbox tells that the server is away
    }
  }

  // --- drawing ----------------------------------------------------------------------------------------
  draw() {
    const { item } = this;
    this.find(".sheet").hidden = this.isLarge;
    this.find(".large").hidden = !this.isLarge;
    if (item && item.place !== this.drawnPlace) this.drawBrief(item.place);
    if (item && this.isLarge) this.drawLarge(item);
    for (const tile of this.root.querySelectorAll(".sheet .tile")) {
      const isHere = Number(tile.dataset.place) === this.at;
      if (isHere !== (tile.getAttribute("aria-selected") === "true")) tile.setAttribute("aria-selected", isHere);
      if (isHere && !this.isLarge) tile.scrollIntoView({ block: "nearest" });
    }
    this.tell();
    if (item) this.pictures.fetchAhead(this.items.slice(this.at), this.isLarge);
  }

  drawKeys() {
    const button = (key, title, act) => {
      const made = element("button");
      made.append(element("kbd", "", key === " " ? "space" : key), ` ${title}`);
      made.title = title;
      made.addEventListener("click", () => (act(), made.blur()));
      return made;
    };
    this.find(".actions").replaceChildren(...ACTIONS.map(([key, title, act]) => button(key, title, () => act(this))));
    const reasons = this.data.reasons.map((reason, n) => button(String(n + 1), reason, () => this.decide("rejected", reason)));
    this.find(".reasons").replaceChildren(element("span", "", "Reject because:"), ...reasons);
  }

  drawBrief(place) {
    const brief = this.data.briefs[place];
    this.drawnPlace = place;
    this.find(".title").textContent = brief.title;
    this.find(".where").textContent = brief.where;
    const first = this.items.findIndex((item) => item.place === place);
    this.find(".sheet").replaceChildren(...brief.due.map((_, n) => this.tile(this.items[first + n], first + n)));
    brief.due.forEach((_, n) => this.mark(first + n));
    this.find(".table").classList.toggle("alone", !brief.approved.length);
    this.find("aside").hidden = !brief.approved.length;
    this.find("aside h2").textContent = `Approved of this brief (${brief.approved.length})`;
    this.find(".approved").replaceChildren(...brief.approved.map((item) => this.tile(item)));
  }

  tile(item, place) {
    const tile = element("div", "tile");
    if (place !== undefined) {
      tile.dataset.place = place;
      tile.setAttribute("role", "option");
      tile.setAttribute("aria-selected", "false");
    }
    const facts = element("p", "facts");
    facts.append(element("b", "", item.name), item.thumb ? item.facts : "");
    tile.append(this.pictures.smallOf(item), facts);
    return tile;
  }

  drawLarge(item) {
    const shown = this.pictures.largeOf(item);
    const stand = this.find(".stand");
    if (stand.firstChild !== shown) stand.replaceChildren(shown);
    if (shown.tagName === "VIDEO") shown.play().catch(() => {});
    this.find("figcaption").textContent = `${item.name} · ${item.facts}`;
    const word = this.word(item);
    if (word) stand.append(word);
  }

  word(item) {
    const said = this.saidOf(item).at(-1);
    if (!said) return null;
    const ago = Math.max(0, Math.round((Date.now() - said.at) / 1000));
    const when = ago < 90 ? `${ago} s` : `${Math.round(ago / 60)} min`;
    return element("span", `word ${said.decision}`, said.isOwn ? SAID[said.decision] : `${said.reviewer}: ${SAID[said.decision]}, ${when} ago`);
  }

  mark(place) {
    const tile = this.root.querySelector(`.sheet .tile[data-place="${place}"]`);
    if (!tile) return;
    tile.querySelector(".word")?.remove();
    const word = this.word(this.items[place]);
    tile.classList.toggle("is-decided", Boolean(word));
    if (word) tile.append(word);
  }

  tell() {
    const done = this.items.filter((item) => this.saidOf(item).length).length;
    const bar = this.find("progress");
    bar.max = Math.max(this.items.length, 1);
    bar.value = done;
    this.find(".count").textContent = `${done} of ${this.items.length} decided`;
    const more = this.find(".more");
    more.hidden = done < this.items.length || this.outbox.events.size > 0;
    more.textContent = this.data.n_more ? `Show the next ${this.data.n_more}` : "Look for more";
    const stored = this.find(".stored");
    stored.textContent = this.outbox.words + (this.outbox.refused.length ? ` · ${this.outbox.refused.length} refused: ${this.outbox.refused.at(-1)}` : "");
    stored.classList.toggle("late", this.outbox.failures > 0 || this.outbox.refused.length > 0);
  }

  say(words) {
    const told = this.find(".told");
    told.classList.remove("refusing");
    told.textContent = words;
  }

  refuse(words) {
    this.say(words);
    this.find(".told").classList.add("refusing");
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  const desks = (window.__offcutDesks ??= new Map());
  if (!desks.has(data.desk)) desks.set(data.desk, new Desk(data.desk));
  const desk = desks.get(data.desk);
  desk.mount(parentElement, data, () => setTriggerValue("more", true));
  return () => desk.leave();
}
