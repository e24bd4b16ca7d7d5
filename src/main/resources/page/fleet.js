// The page of a fleet: how it is, or what a plan would do; tiles, filters, and one machine in detail.

const isPlan = data.subject === "plan";
const filter = {verdicts: new Set(), healths: new Set(), group: "", batch: "", kind: "", text: ""};
const counts = {};
data.machines.forEach((machine) => { counts[machine.verdict] = (counts[machine.verdict] || 0) + 1; });
const healthCounts = {};
const healthOf = (machine) => (machine.health ? machine.health.state : "");
data.machines.forEach((machine) => {
  if (machine.health) healthCounts[machine.health.state] = (healthCounts[machine.health.state] || 0) + 1;
});
const isAiling = (machine) => machine.health !== undefined && machine.health.state !== "ready";
const kindRows = [];
const batchRows = [];
const tiles = [];
const sections = [];
let selected = -1;
const rover = new Rover(at("groups"), ".tile");

const haystacks = data.machines.map((machine) =>
  [machine.name, machine.address, machine.group, machine.reason, machine.health ? machine.health.reason : "",
    ...machine.changes.flatMap((change) => [change.field, change.from, change.to]),
    ...Object.values(machine.facts)].join("\n").toLowerCase());

function sign(machine) {
  if (isAiling(machine)) return HEALTHS[healthOf(machine)].sign;
  return machine.verdict === "change" && data.kinds[machine.kind].first ? "+" : VERDICTS[machine.verdict].sign;
}

/** What a tile says beside the name: what it comes to, or what it has. */
function what(machine) {
  if (isAiling(machine)) return HEALTHS[healthOf(machine)].short;
  if (!isPlan && machine.facts.release) return machine.facts.release;
  const change = machine.changes.find((one) => one.field === "release")
    || machine.changes.find((one) => one.field === "image") || machine.changes[0];
  if (!change) return machine.facts.release || "";
  return change.field === "release" || change.field === "image" ? `→ ${change.to}` : change.field;
}

/** All that a tile says, and all that will change, for those who hear it. */
function spoken(machine) {
  const health = machine.health ? [HEALTHS[healthOf(machine)].words] : [];
  const changes = machine.changes.map((change) => `${change.field} from ${change.from || "none"} to ${change.to}`);
  const has = !changes.length && machine.facts.release ? [`release ${machine.facts.release}`] : [];
  return [machine.name, VERDICTS[machine.verdict].words, ...health, ...changes, ...has].join(", ");
}

function title() {
  at("kinds-title").append(isPlan ? "What will be done" : "How the machines are");
  at("title").append("Fleet ", data.fleet);
  if (isPlan) planTitle();
  else statusTitle();
}

function statusTitle() {
  const ailing = data.machines.filter(isAiling).length;
  document.title = `${ailing ? "✕ " : ""}${data.fleet}: status`;
  at("lead").append(`${plural(data.machines.length, "machine")}: ${data.counts}.`);
  at("lead").classList.toggle("bad", ailing > 0);
  at("made").append("Read ", el("time", {datetime: data.created}, data.created), ", current bundle ", value(data.bundle));
  at("changes-title").textContent = "Differs";
  document.body.classList.add("how");
}

function planTitle() {
  const acting = (counts.change || 0) + (counts.drift || 0);
  document.title = `${data.fleet}: plan ${data.plan}`;
  at("lead").append(acting === 0 ? `Nothing to do${data.limited || ` on ${plural(data.machines.length, "machine")}`}.`
    : `${acting.toLocaleString("en")} of ${data.of} to act on${data.limited}, `
      + `in ${plural(data.batches.length, "batch")}. ${data.budget}`);
  for (const {label, text, link} of data.about) {
    at("about").append(el("dt", {}, label), el("dd", {}, text, link ? el("a", {href: link, rel: "noreferrer"}, link) : ""));
  }
  at("about").hidden = data.about.length === 0;
  at("outlook").append(...data.outlook.map((sentence) => el("p", {}, sentence)));
  at("made").append("Plan ", value(data.plan), ", made ", el("time", {datetime: data.created}, data.created),
    ", bundle ", value(data.bundle), data.counts.includes(";") ? `; ${data.counts}` : "");
}

/** The whole in colours: first those whose Walter is not well, then the verdicts of the others. */
function bar() {
  const shares = new Map();
  const add = (kind) => shares.set(kind, (shares.get(kind) || 0) + 1);
  const order = [...Object.keys(HEALTHS).map((health) => `health-${health}`), ...Object.keys(VERDICTS)];
  data.machines.forEach((machine) => add(isAiling(machine) ? `health-${healthOf(machine)}` : machine.verdict));
  order.filter((kind) => shares.has(kind)).forEach((kind) => {
    const part = el("span", {class: kind});
    part.style.flexGrow = shares.get(kind);
    at("bar").append(part);
  });
}

/** Those whose Walter is not well stand above all else, once for each reason. */
function ailing() {
  const groups = new Map();
  data.machines.forEach((machine, index) => {
    if (!isAiling(machine)) return;
    const key = `${healthOf(machine)}\n${machine.health.reason}`;
    if (!groups.has(key)) groups.set(key, {health: machine.health, indexes: []});
    groups.get(key).indexes.push(index);
  });
  const states = Object.keys(HEALTHS);
  return [...groups.values()].sort((a, b) => states.indexOf(a.health.state) - states.indexOf(b.health.state));
}

function ailingRows(body) {
  for (const {health, indexes} of ailing()) {
    const words = HEALTHS[health.state];
    const only = () => show(indexes.length === 1 ? {text: data.machines[indexes[0]].name.toLowerCase()}
      : {healths: new Set([health.state]), text: health.reason.toLowerCase()});
    const number = el("button", {type: "button", class: "link", onclick: only},
      indexes.length === 1 ? data.machines[indexes[0]].name : plural(indexes.length, "machine"));
    const line = el("tr", {class: "kind"}, el("td", {}, badge(`health-${health.state}`, words.sign, words.words)),
      el("th", {scope: "row"}, number),
      el("td", {class: "deltas"}, el("div", {}, health.reason), health.fix ? el("div", {}, el("strong", {}, "Fix: "), health.fix) : ""),
      el("td", {class: "todo"}), el("td", {class: "todo"}));
    kindRows.push({line, number, size: indexes.length, indexes});
    body.append(line);
  }
}

function header() {
  title();
  bar();
  for (const verdict of Object.keys(VERDICTS)) {
    const number = counts[verdict] || 0;
    if (!number) continue;
    at("verdicts").append(el("button", {type: "button", class: `toggle ${verdict}`, "aria-pressed": "false",
      "data-verdict": verdict, onclick: () => toggle(verdict)},
      el("span", {class: "sign", "aria-hidden": "true"}, VERDICTS[verdict].sign),
      `${number.toLocaleString("en")} ${VERDICTS[verdict].words}`), " ");
  }
  for (const health of Object.keys(HEALTHS)) {
    const number = healthCounts[health] || 0;
    if (!number) continue;
    at("healths").append(el("button", {type: "button", class: `toggle health-${health}`, "aria-pressed": "false",
      "data-health": health, onclick: () => toggleHealth(health)},
      el("span", {class: "sign", "aria-hidden": "true"}, HEALTHS[health].sign),
      `${number.toLocaleString("en")} ${HEALTHS[health].words}`), " ");
  }
}

function choices() {
  const groups = [...new Set(data.machines.map((machine) => machine.group))];
  at("group").append(el("option", {value: ""}, "All groups"), ...groups.map((name) => el("option", {value: name}, name)));
  at("batch").append(el("option", {value: ""}, "All batches"),
    ...data.batches.map((batch, i) => el("option", {value: String(i + 1)}, `Batch ${i + 1}: ${batch.wave}`)));
  at("batch").hidden = data.batches.length === 0;
}

function kinds() {
  const body = at("kinds").tBodies[0];
  ailingRows(body);
  data.kinds.forEach((kind, i) => {
    const verdict = VERDICTS[kind.verdict];
    const changes = kind.changes.map((change) => delta(change, kind.verdict === "change"));
    const number = el("button", {type: "button", class: "link", onclick: () => show({kind: String(i)})},
      kind.machines === 1 ? kind.names : plural(kind.machines, "machine"));
    const line = el("tr", {class: "kind"},
      el("td", {}, badge(kind.verdict, kind.first ? "+" : verdict.sign, kind.first ? "first install" : verdict.words)),
      el("th", {scope: "row"},
        number,
        kind.machines === 1 ? "" : el("div", {class: "cut", title: kind.names}, kind.names)),
      el("td", {class: "deltas"}, kind.reason ? el("div", {}, kind.reason) : "", ...changes),
      el("td", {class: "todo"}, kind.steps.join(", ")),
      el("td", {class: "todo"}, kind.downtime || ""));
    kindRows.push({line, number, size: kind.machines,
      indexes: data.machines.map((machine, index) => index).filter((index) => data.machines[index].kind === i)});
    body.append(line);
  });
}

function tile(machine, index) {
  const made = el("li", {role: "option", class: `tile ${machine.verdict}${isAiling(machine) ? ` health-${healthOf(machine)}` : ""}`, tabindex: "-1", "aria-selected": "false",
    title: spoken(machine)},
    el("span", {class: "sign", "aria-hidden": "true"}, sign(machine)),
    name(machine.name),
    el("span", {class: "what"}, what(machine)));
  made.setAttribute("aria-label", spoken(machine));
  made.dataset.index = index;
  return made;
}

function machines() {
  const groups = new Map();
  data.machines.forEach((machine, index) => {
    if (!groups.has(machine.group)) groups.set(machine.group, []);
    groups.get(machine.group).push(index);
  });
  let number = 0;
  for (const [group, indexes] of groups) {
    const id = `group-${number++}`;
    const shown = el("span", {class: "muted"});
    const list = el("ul", {class: "tiles", role: "listbox", "aria-labelledby": id});
    for (const index of indexes) {
      tiles[index] = tile(data.machines[index], index);
      list.append(tiles[index]);
    }
    const section = el("section", {"aria-labelledby": id}, el("h3", {id}, `${group} `, shown), list);
    sections.push({section, shown, indexes});
    at("groups").append(section);
  }
  at("groups").addEventListener("click", (event) => {
    const item = event.target.closest(".tile");
    if (item) open(Number(item.dataset.index), false);
  });
  at("groups").addEventListener("keydown", (event) => {
    const item = event.target.closest(".tile");
    if (item && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      open(Number(item.dataset.index), true);
    }
  });
}

function batches() {
  const body = at("batches").tBodies[0];
  const acting = data.batches.reduce((sum, batch) => sum + batch.machines.length, 0);
  let done = 0;
  data.batches.forEach((batch, i) => {
    done += batch.machines.length;
    const percent = Math.round((100 * done) / acting);
    const full = el("span");
    full.style.width = `${percent}%`;
    const number = el("td", {class: "number"}, batch.machines.length.toLocaleString("en"));
    const line = el("tr", {},
      el("th", {scope: "row"}, el("button", {type: "button", class: "link", onclick: () => show({batch: String(i + 1)})},
        `Batch ${i + 1}`)),
      el("td", {}, batch.wave),
      number,
      el("td", {class: "number"}, `${percent} %`, el("div", {class: "flow", "aria-hidden": "true"}, full)),
      el("td", {}, el("div", {class: "value cut", title: batch.names}, batch.names)));
    batchRows.push({line, number, size: batch.machines.length});
    body.append(line);
  });
  at("budget").append(data.batches.length
    ? `One after the other; the machines of a batch side by side. ${data.budget}` : "");
  at("batches-section").hidden = data.batches.length === 0;
}

function isShown(machine, index) {
  return (filter.verdicts.size === 0 || filter.verdicts.has(machine.verdict))
    && (filter.healths.size === 0 || filter.healths.has(healthOf(machine)))
    && (filter.group === "" || filter.group === machine.group)
    && (filter.batch === "" || filter.batch === String(machine.batch))
    && (filter.kind === "" || filter.kind === String(machine.kind))
    && filter.text.split(/\s+/).every((word) => haystacks[index].includes(word));
}

/** Tables show what the tiles show: rows without a shown machine go, the others say how many. */
function narrow() {
  const kindHits = kindRows.map(({indexes}) => indexes.filter((index) => !tiles[index].hidden).length);
  const batchHits = batchRows.map(() => 0);
  data.machines.forEach((machine, index) => {
    if (tiles[index].hidden) return;
    if (machine.batch) batchHits[machine.batch - 1] += 1;
  });
  kindRows.forEach(({line, number, size}, i) => {
    line.hidden = kindHits[i] === 0;
    if (size > 1) number.textContent = kindHits[i] === size ? plural(size, "machine") : `${kindHits[i]} of ${plural(size, "machine")}`;
  });
  batchRows.forEach(({line, number, size}, i) => {
    line.hidden = batchHits[i] === 0;
    number.textContent = batchHits[i] === size ? size.toLocaleString("en") : `${batchHits[i]} of ${size.toLocaleString("en")}`;
  });
  at("kinds-section").hidden = !kindHits.some((hits) => hits > 0);
  at("batches-section").hidden = !batchHits.some((hits) => hits > 0);
}

function apply() {
  let all = 0;
  for (const {section, shown, indexes} of sections) {
    let here = 0;
    for (const index of indexes) {
      const hit = isShown(data.machines[index], index);
      tiles[index].hidden = !hit;
      here += hit ? 1 : 0;
    }
    section.hidden = here === 0;
    shown.textContent = here === indexes.length ? plural(here, "machine") : `${here} of ${plural(indexes.length, "machine")}`;
    all += here;
  }
  const whole = all === data.machines.length;
  at("shown").textContent = whole ? plural(all, "machine") : `${all.toLocaleString("en")} of ${plural(data.machines.length, "machine")}`;
  at("none").hidden = all > 0;
  at("reset").hidden = whole;
  for (const button of at("verdicts").querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String(filter.verdicts.has(button.dataset.verdict)));
  }
  for (const button of at("healths").querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String(filter.healths.has(button.dataset.health)));
  }
  narrow();
  at("group").value = filter.group;
  at("batch").value = filter.batch;
  at("groups").className = `groups ${at("view").value}`;
  rover.refresh();
  remember();
}

function remember() {
  state.write([["verdict", [...filter.verdicts].join(",")], ["health", [...filter.healths].join(",")], ["group", filter.group], ["batch", filter.batch],
    ["kind", filter.kind], ["q", filter.text], ["machine", selected < 0 ? "" : data.machines[selected].name]]);
}

function toggle(verdict) {
  if (!filter.verdicts.delete(verdict)) filter.verdicts.add(verdict);
  apply();
}

function toggleHealth(health) {
  if (!filter.healths.delete(health)) filter.healths.add(health);
  apply();
}

/** Shows these machines alone. */
function show(only) {
  Object.assign(filter, {verdicts: new Set(), healths: new Set(), group: "", batch: "", kind: "", text: ""}, only);
  at("text").value = filter.text;
  apply();
  at("machines").focus({preventScroll: true});
  at("machines").scrollIntoView();
}

function open(index, entering) {
  if (selected >= 0) tiles[selected].setAttribute("aria-selected", "false");
  selected = index;
  const machine = data.machines[index];
  const verdict = VERDICTS[machine.verdict];
  tiles[index].setAttribute("aria-selected", "true");
  rover.set(tiles[index]);
  const kind = data.kinds[machine.kind];
  const batch = data.batches[machine.batch - 1];
  at("detail").replaceChildren(
    el("button", {type: "button", class: "close", onclick: close}, "Close"),
    el("h2", {id: "detail-title"}, machine.name),
    badge(machine.verdict, verdict.sign, verdict.long), " ",
    machine.health ? badge(`health-${healthOf(machine)}`, HEALTHS[healthOf(machine)].sign, HEALTHS[healthOf(machine)].words) : "",
    isAiling(machine) && (machine.health.reason || machine.health.fix)
      ? note(`health-${healthOf(machine)}`, machine.health.reason, machine.health.fix) : "",
    machine.reason || machine.fix ? note(machine.verdict, machine.reason, machine.fix) : "",
    facts([["group", machine.group], ["address", value(machine.address)], ["log in", machine.ssh && value(machine.ssh)],
      ["batch", batch ? `${machine.batch} of ${data.batches.length}, wave ${batch.wave}` : ""]]),
    ...(isPlan ? planned(machine) : differs(machine)),
    ...(isPlan && kind.steps.length ? [el("h3", {}, "Steps"),
      el("ol", {class: "steps"}, ...kind.steps.map((step) => el("li", {}, el("span", {}, step), el("span", {class: "muted"}, STEPS[step] || ""))))] : []),
    ...(Object.keys(machine.facts).length ? [el("h3", {}, "As it was read"),
      facts(Object.entries(machine.facts).map(([label, shown]) => [label, value(shown)]))] : []));
  at("detail").classList.remove("idle");
  at("detail").scrollTop = 0;
  if (entering) at("detail").focus();
  remember();
}

/** What is not as it shall be, on a page that is not about what will be done. */
function differs(machine) {
  return machine.changes.length ? [el("h3", {}, "Differs"), ...machine.changes.map((change) => delta(change, false))] : [];
}

function close() {
  const before = tiles[selected];
  if (before) before.setAttribute("aria-selected", "false");
  selected = -1;
  idle();
  if (before) before.focus();
  remember();
}

function idle() {
  at("detail").classList.add("idle");
  at("detail").replaceChildren(el("h2", {id: "detail-title"}, "No machine chosen"),
    el("p", {class: "muted"}, `Choose a machine to see ${isPlan ? "what would be done on it" : "how it is"}.`
      + " The arrow keys move among them, "
      + "Enter opens one, Escape goes back."),
    el("ul", {class: "legend"}, ...Object.entries(VERDICTS).map(([word, verdict]) =>
      el("li", {}, badge(word, verdict.sign, verdict.long))),
    ...Object.entries(HEALTHS).filter(([word]) => healthCounts[word]).map(([word, health]) =>
      el("li", {}, badge(`health-${word}`, health.sign, health.long)))));
}

function restore() {
  const kept = state.read();
  filter.verdicts = new Set((kept.get("verdict") || "").split(",").filter((word) => word in VERDICTS));
  filter.healths = new Set((kept.get("health") || "").split(",").filter((word) => word in HEALTHS));
  filter.text = (kept.get("q") || "").toLowerCase();
  filter.kind = data.kinds[Number(kept.get("kind"))] && kept.has("kind") ? kept.get("kind") : "";
  filter.group = data.machines.some((machine) => machine.group === kept.get("group")) ? kept.get("group") : "";
  filter.batch = data.batches[Number(kept.get("batch")) - 1] ? kept.get("batch") : "";
  at("text").value = filter.text;
  const index = data.machines.findIndex((machine) => machine.name === kept.get("machine"));
  apply();
  if (index >= 0) open(index, false);
}

at("text").addEventListener("input", () => { filter.text = at("text").value.trim().toLowerCase(); apply(); });
at("group").addEventListener("change", () => { filter.group = at("group").value; apply(); });
at("batch").addEventListener("change", () => { filter.batch = at("batch").value; apply(); });
at("view").addEventListener("change", apply);
at("all").addEventListener("click", () => show({}));
at("filters").addEventListener("submit", (event) => event.preventDefault());
at("filters").addEventListener("reset", (event) => { event.preventDefault(); show({}); });
document.addEventListener("keydown", (event) => { if (event.key === "Escape" && selected >= 0) close(); });

at("view").value = data.machines.length > 300 ? "compact" : "names";
header();
choices();
kinds();
machines();
batches();
idle();
restore();
