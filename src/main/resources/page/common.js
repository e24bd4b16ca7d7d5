"use strict";
// What both pages need. Text from outside reaches the page through textContent alone.

const data = JSON.parse(document.getElementById("data").textContent);

const VERDICTS = {
  "blocked": {sign: "!", words: "blocked", long: "blocked: it must not be touched"},
  "unknown": {sign: "?", words: "unknown", long: "unknown: not all could be read"},
  "drift": {sign: "≠", words: "drifted", long: "drifted: changed on the machine"},
  "change": {sign: "~", words: "to change", long: "to change"},
  "in-sync": {sign: "=", words: "in sync", long: "in sync"},
};

const HEALTHS = {
  "not-ready": {sign: "✕", words: "not healthy", short: "not healthy", long: "not healthy: Walter does not serve its users"},
  "migration-blocked": {sign: "✕", words: "migration-blocked", short: "migration", long: "migration-blocked: Walter waits for its migration"},
  "unknown": {sign: "?", words: "of unknown health", short: "health ?", long: "of unknown health: Walter could not be asked"},
  "maintenance": {sign: "…", words: "down for a run", short: "in a run", long: "down for a run that goes on just now"},
  "ready": {sign: "✓", words: "healthy", long: "healthy"},
};

/** The element of the page with this id. */
const at = (id) => document.getElementById(id);

/** A new element with properties, and children: elements or text. */
function el(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === "class") made.className = value;
    else if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== ""));
  return made;
}

const plural = (number, noun) =>
  `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : noun.endsWith("ch") ? "es" : "s"}`;

/** A name that loses its middle, not its end, where there is no room for all of it. */
function name(text) {
  // the end is never cut: it tells the machines of a group apart
  const end = text.length > 6 ? text.length - Math.min(6, Math.floor(text.length / 2)) : text.length;
  return el("span", {class: "name", title: text}, el("span", {class: "head"}, text.slice(0, end)),
    el("span", {class: "tail"}, text.slice(end)));
}

const value = (text) => el("span", {class: "value"}, text);

function badge(kind, sign, words) {
  return el("span", {class: `badge ${kind}`}, el("span", {class: "sign", "aria-hidden": "true"}, sign), words);
}

/** A change on one line: the field, from what, to what. */
function delta(change, among) {
  return el("div", {class: "delta"},
    el("span", {class: "field"}, change.field),
    el("span", {class: "cut", title: `${change.from || "(none)"} → ${change.to}`},
      el("span", {class: "value from"}, change.from || "(none)"), " → ", value(change.to),
      among && change.cause === "drift" ? el("span", {class: "tag"}, " changed on the machine") : ""));
}

function facts(pairs) {
  const list = el("dl", {class: "facts"});
  for (const [label, shown] of pairs) {
    if (shown) list.append(el("dt", {}, label), el("dd", {}, shown));
  }
  return list;
}

/** Why, and what can be done about it. */
function note(tone, reason, fix) {
  return el("div", {class: `note ${tone}`},
    reason ? el("p", {}, reason) : "",
    fix ? el("p", {}, el("strong", {}, "Fix: "), fix) : "");
}

/** What a plan says of one machine, for the pane beside. */
function planned(machine) {
  const kind = data.kinds[machine.kind];
  const parts = [];
  if (machine.changes.length) {
    parts.push(el("h3", {}, kind.first ? "Changes: the first install" : "Changes"));
    parts.push(...machine.changes.map((change) => delta(change, machine.verdict === "change")));
  }
  if (kind.steps.length) {
    parts.push(facts([
      ["image", kind.image ? value(kind.image) : ""],
      ["digest", kind.digest ? value(kind.digest) : ""],
      ["backup", kind.backup],
      ["copies", kind.copies],
      ["no backup", kind.uncopied],
      ["downtime", kind.downtime],
    ]));
  }
  return parts;
}

/** State that a reload or a link keeps: it stands behind the # of the address. */
const state = {
  read() {
    return new URLSearchParams(location.hash.slice(1));
  },
  write(pairs) {
    const kept = new URLSearchParams(pairs.filter(([, shown]) => shown));
    history.replaceState(null, "", kept.size ? `#${kept}` : location.pathname + location.search);
  },
};

/**
 * Lets the arrow keys move among items as they lie on the screen; one of them at a time can be reached by Tab.
 */
class Rover {
  constructor(root, selector) {
    this.root = root;
    this.selector = selector;
    this.current = null;
    root.addEventListener("keydown", (event) => this.pressed(event));
    root.addEventListener("focusin", (event) => {
      const item = event.target.closest(selector);
      if (item) this.set(item);
    });
  }

  items() {
    return [...this.root.querySelectorAll(this.selector)].filter((item) => !item.hidden && !item.closest("[hidden]"));
  }

  /** Makes this the item that Tab reaches. */
  set(item) {
    if (this.current) this.current.tabIndex = -1;
    this.current = item;
    if (item) item.tabIndex = 0;
  }

  /** After a filter: the same item if it is still there, else the first. */
  refresh() {
    const items = this.items();
    this.set(items.includes(this.current) ? this.current : items[0] || null);
  }

  pressed(event) {
    const from = event.target.closest(this.selector);
    if (!from || event.altKey || event.ctrlKey || event.metaKey) return;
    const items = this.items();
    const to = this.next(items, items.indexOf(from), event.key);
    if (!to) return;
    event.preventDefault();
    to.focus();
  }

  next(items, index, key) {
    switch (key) {
      case "ArrowRight": return items[index + 1];
      case "ArrowLeft": return items[index - 1];
      case "ArrowDown": return this.beside(items, index, 1);
      case "ArrowUp": return this.beside(items, index, -1);
      case "Home": return items[0];
      case "End": return items[items.length - 1];
      default: return undefined;
    }
  }

  /** The nearest item in the next line in this direction. */
  beside(items, index, way) {
    const here = items[index].getBoundingClientRect();
    let best;
    let line;
    let distance = Infinity;
    for (let i = index + way; i >= 0 && i < items.length; i += way) {
      const there = items[i].getBoundingClientRect();
      if ((there.top - here.top) * way < 1) continue;
      if (line === undefined) line = there.top;
      if (Math.abs(there.top - line) > 1) break;
      if (Math.abs(there.left - here.left) < distance) {
        distance = Math.abs(there.left - here.left);
        best = items[i];
      }
    }
    return best;
  }
}
