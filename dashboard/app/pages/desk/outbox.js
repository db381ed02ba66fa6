// What was decided and is not stored yet. Every event lies in this browser under a key of its own
// until the server says that it is on its disk, so that neither a closed tab nor a dead server
// loses one, and two tabs never write over each other.
class Outbox {
  constructor(desk, api, told) {
    this.prefix = `offcut-desk:${desk}:event:`;
    this.desk = desk;
    this.api = api;
    this.told = told;
    this.events = new Map();
    this.isSending = false;
    this.failures = 0;
    this.problem = "";
    this.refused = [];
    this.keepsNothing = false;
    for (const name of Object.keys(localStorage).filter((n) => n.startsWith(this.prefix)).sort()) {
      try {
        const event = JSON.parse(localStorage.getItem(name));
        this.events.set(event.id, event);
      } catch {
        localStorage.removeItem(name);
      }
    }
    const byTime = [...this.events.values()].sort((a, b) => a.at.localeCompare(b.at));
    this.events = new Map(byTime.map((event) => [event.id, event]));
  }

  add(event) {
    this.events.set(event.id, event);
    try {
      localStorage.setItem(this.prefix + event.id, JSON.stringify(event));
    } catch {
      this.keepsNothing = true;
    }
    this.sendSoon(250);
  }

  sendSoon(wait) {
    clearTimeout(this.timer);
    if (this.events.size) this.timer = setTimeout(() => this.send(), wait);
  }

  batch(most) {
    return JSON.stringify({
      desk: this.desk,
      sent_at: new Date().toISOString(),
      events: [...this.events.values()].slice(0, most),
    });
  }

  async send() {
    if (this.isSending || !this.events.size) return;
    this.isSending = true;
    try {
      const answer = await fetch(this.api, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: this.batch(100),
        signal: AbortSignal.timeout(15000),
      });
      const said = await answer.json();
      if (!answer.ok) throw new Error(said.error || `The server answered ${answer.status}.`);
      for (const id of said.stored) this.forget(id);
      for (const [id, why] of Object.entries(said.refused)) {
        this.forget(id);
        this.refused.push(why);
      }
      this.failures = 0;
      this.problem = "";
    } catch (error) {
      this.failures += 1;
      this.problem = error instanceof TypeError || error.name === "TimeoutError" ? "" : error.message;
    }
    this.isSending = false;
    this.told();
    this.sendSoon(this.failures ? Math.min(1000 * 2 ** (this.failures - 1), 10000) : 0);
  }

  forget(id) {
    this.events.delete(id);
    localStorage.removeItem(this.prefix + id);
  }

  // The last chance before the tab is gone; what does not get through is sent when it comes back.
  leave() {
    if (!this.events.size) return;
    const headers = { "content-type": "application/json" };
    fetch(this.api, { method: "POST", headers, body: this.batch(60), keepalive: true }).catch(() => {});
  }

  get words() {
    const n = this.events.size;
    const kept = `${n} kept in this browser`;
    if (this.keepsNothing && n) return `${n} not stored, and this browser keeps nothing: leave the tab open`;
    if (this.problem) return `${kept}: ${this.problem}`;
    if (this.failures) return `offline, ${kept}`;
    return n ? `${n} being stored` : "all stored";
  }
}

function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
