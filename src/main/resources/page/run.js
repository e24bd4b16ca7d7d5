// The page of a run: a row a machine, a bar a step.

const OUTCOMES = {
  "failed": {sign: "✕", words: "failed"},
  "migration-blocked": {sign: "✕", words: "migration-blocked"},
  "unreachable": {sign: "✕", words: "unreachable"},
  "rolled-back": {sign: "↶", words: "rolled back"},
  "running": {sign: "▸", words: "in progress"},
  "stale": {sign: "!", words: "stale"},
  "locked": {sign: "!", words: "locked"},
  "put-back": {sign: "✓", words: "rolled back"},
  "applied": {sign: "✓", words: "applied"},
  "waiting": {sign: "·", words: "waiting"},
  "skipped": {sign: "–", words: "skipped"},
  "in-sync": {sign: "=", words: "in sync"},
};
const FRESH = 60000;

const filter = {outcomes: new Set(), batch: "", text: ""};
const rows = [];
const parts = [];
const bars = [];
let selected = -1;
let paused = false;
let from = 0;
let to = Math.max(1, data.asOf);
const rover = new Rover(at("lines"), ".row");

const ended = "ending" in data;
const live = () => !ended && Date.now() - data.written < FRESH;

for (const machine of data.machines) {
  const untold = !machine.batch ? (machine.verdict === "in-sync" ? "in-sync" : "skipped")
    : machine.bars.some((bar) => !("took" in bar)) ? "running" : "waiting";
  machine.state = machine.outcome || untold;
}
const counts = {};
data.machines.forEach((machine) => { counts[machine.state] = (counts[machine.state] || 0) + 1; });
const haystacks = data.machines.map((machine) =>
  [machine.name, machine.address, machine.group, machine.reason, ...machine.bars.map((bar) => bar.detail || "")]
    .join("\n").toLowerCase());

function elapsed(milliseconds) {
  const seconds = Math.floor(milliseconds / 1000);
  if (seconds < 10) return `${seconds}.${Math.floor(milliseconds / 100) % 10} s`;
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

function lead() {
  const took = elapsed(data.asOf);
  const failed = data.machines.filter((machine) => machine.failed).length;
  const bad = failed ? `${failed} failed` : "none failed";
  if (data.ending === "complete") return `Done in ${took}: ${bad}.`;
  if (data.ending === "budget") return `Stopped by the failure budget after ${took}: ${bad}.`;
  if (data.ending === "interrupted") return `Interrupted after ${took}: ${bad}.`;
  const done = data.machines.filter((machine) => machine.batch && machine.outcome).length;
  const acting = data.machines.filter((machine) => machine.batch).length;
  const batch = Math.min(data.batches.length, data.batches.filter((one) => "end" in one).length + 1);
  const so = `${done} of ${plural(acting, "machine")} done, batch ${batch} of ${data.batches.length}, ${bad}`;
  return live() ? `Running for ${took}: ${so}.`
    : `No end and no news since ${new Date(data.written).toISOString().slice(0, 19)}Z: the run was killed, or writes no more. `
      + `Until then: ${so}. Steps that have begun keep running on their machines; apply resumes.`;
}

function header() {
  document.title = `${ended ? "" : live() ? "▸ " : "? "}${data.fleet}: run ${data.run}`;
  at("title").append("Run on fleet ", data.fleet);
  at("lead").append(lead());
  at("made").append("Run ", value(data.run), " of plan ", value(data.plan), ", began ",
    el("time", {datetime: data.began}, data.began), ended ? `, exit code ${data.exitCode}` : "");
  for (const state of Object.keys(OUTCOMES)) {
    const number = counts[state] || 0;
    if (!number) continue;
    const part = el("span", {class: state});
    part.style.flexGrow = number;
    at("bar").append(part);
    at("outcomes").append(el("button", {type: "button", class: `toggle ${state}`, "aria-pressed": "false",
      "data-outcome": state, onclick: () => toggle(state)},
      el("span", {class: "sign", "aria-hidden": "true"}, OUTCOMES[state].sign),
      `${number.toLocaleString("en")} ${OUTCOMES[state].words}`), " ");
  }
  at("batch").append(el("option", {value: ""}, "All batches"),
    ...data.batches.map((batch, i) => el("option", {value: String(i + 1)}, `Batch ${i + 1}: ${batch.wave}`)));
  const seen = new Set(data.machines.flatMap((machine) => machine.bars.map((bar) => bar.step)));
  at("legend").append(...Object.keys(STEPS).filter((step) => seen.has(step)).map((step) =>
    el("span", {class: `step ${step}`, title: STEPS[step]}, step)));
}

function bar(one) {
  const open = !("took" in one);
  const broken = one.result === "failed";
  const words = open ? "goes on" : one.result === "already" ? `nothing to do, ${elapsed(one.took)}`
    : broken ? `failed after ${elapsed(one.took)}` : elapsed(one.took);
  const made = el("span", {class: `step ${one.step}${open ? " open" : ""}${broken ? " broken" : ""}`,
    title: `${one.step}: ${words}${one.detail ? `: ${one.detail}` : ""}`});
  bars.push({made, begin: one.at, end: open ? data.asOf : one.at + one.took, words: broken ? `✕ ${one.step}` : one.step});
  return made;
}

/** What somebody must see to is told without a click. */
const tellsWhy = (machine) => (machine.failed || ["stale", "locked"].includes(machine.state)) && Boolean(machine.reason || machine.fix);

function row(index) {
  const machine = data.machines[index];
  const outcome = OUTCOMES[machine.state];
  const made = el("li", {role: "option", class: `row ${machine.state}`, tabindex: "-1", "aria-selected": "false"},
    el("span", {class: "who", title: machine.name}, el("span", {class: "sign", "aria-hidden": "true"}, outcome.sign), " ", name(machine.name)),
    el("span", {class: "track"}, ...machine.bars.map(bar)),
    tellsWhy(machine) ? el("div", {class: "because"},
      machine.reason ? el("span", {}, machine.reason) : "", machine.fix ? el("span", {}, el("strong", {}, "Fix: "), machine.fix) : "",
      machine.failed && machine.ssh ? el("span", {}, el("strong", {}, "Look there: "), machine.ssh) : "") : "");
  made.setAttribute("aria-label", [machine.name, outcome.words, ...(tellsWhy(machine) ? [machine.reason, machine.fix ? `fix: ${machine.fix}` : ""] : [])]
    .filter((part) => part).join(", "));
  made.dataset.index = index;
  return made;
}

function part(title, about, indexes) {
  if (!indexes.length) return;
  const id = `part-${parts.length}`;
  const list = el("ul", {class: "rows", role: "listbox", "aria-labelledby": id});
  for (const index of indexes) {
    rows[index] = row(index);
    list.append(rows[index]);
  }
  const section = el("section", {class: "part", "aria-labelledby": id},
    el("h3", {id}, `${title} `, el("span", {class: "muted"}, about)), list);
  parts.push({section, indexes});
  at("lines").append(section);
}

function timeline() {
  const all = data.machines.map((machine, index) => index);
  const is = (test) => all.filter((index) => test(data.machines[index]));
  const failed = is((machine) => machine.failed);
  part("Failed", plural(failed.length, "machine"), failed);
  data.batches.forEach((batch, i) => {
    const indexes = is((machine) => machine.batch === i + 1 && !machine.failed);
    const end = "end" in batch ? `ended after ${elapsed(batch.end)}, ${batch.failed ? `${batch.failed} failed` : "none failed"}`
      : indexes.some((index) => data.machines[index].state === "running") ? "in progress" : "not ended";
    part(`Batch ${i + 1}: ${batch.wave}`, `${plural(batch.machines.length, "machine")}, ${end}`, indexes);
  });
  const rest = is((machine) => !machine.batch && !machine.failed);
  part("Left alone", plural(rest.length, "machine"), rest);
  at("lines").addEventListener("click", (event) => {
    const item = event.target.closest(".row");
    if (item) open(Number(item.dataset.index), false);
  });
  at("lines").addEventListener("keydown", (event) => {
    const item = event.target.closest(".row");
    if (item && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      open(Number(item.dataset.index), true);
    }
  });
}

/** Draws the part of the run that is looked at over the whole width. */
function scale() {
  const whole = to - from;
  const width = at("axis").clientWidth || 800;
  for (const {made, begin, end, words} of bars) {
    const share = (end - begin) / whole;
    made.style.left = `${(100 * (begin - from)) / whole}%`;
    made.style.width = `${100 * share}%`;
    made.textContent = share * width > words.length * 6.6 + 8 ? words : "";
  }
  const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 86400];
  const step = 1000 * (steps.find((one) => (whole / (1000 * one)) * 75 <= width) || 172800);
  at("axis").replaceChildren();
  for (let time = Math.ceil(from / step) * step; time < to; time += step) {
    const tick = el("span", {}, time === 0 ? "0" : elapsed(time).replace(/\.0 s$/, " s").replace(/ 0 (s|min)$/, ""));
    tick.style.left = `${(100 * (time - from)) / whole}%`;
    if ((time - from) / whole < 0.96) at("axis").append(tick);
  }
  at("marks").replaceChildren(...data.batches.filter((batch) => "end" in batch && batch.end > from && batch.end < to)
    .map((batch) => {
      const mark = el("span");
      mark.style.left = `${(100 * (batch.end - from)) / whole}%`;
      return mark;
    }));
}

/** When a batch was worked on: from the end of the one before, without the preparation. */
function reach() {
  from = 0;
  to = Math.max(1, data.asOf);
  if (!filter.batch) return;
  const bound = data.batches[Number(filter.batch) - 1].machines.flatMap((index) => data.machines[index].bars)
    .filter((one) => !PREPARATIONS.includes(one.step));
  if (!bound.length) return;
  from = Math.min(...bound.map((one) => one.at));
  to = Math.max(from + 1, ...bound.map((one) => ("took" in one ? one.at + one.took : data.asOf)));
}

function isShown(machine, index) {
  return (filter.outcomes.size === 0 || filter.outcomes.has(machine.state))
    && (filter.batch === "" || filter.batch === String(machine.batch))
    && filter.text.split(/\s+/).every((word) => haystacks[index].includes(word));
}

function apply() {
  let all = 0;
  for (const {section, indexes} of parts) {
    let here = 0;
    for (const index of indexes) {
      const hit = isShown(data.machines[index], index);
      rows[index].hidden = !hit;
      here += hit ? 1 : 0;
    }
    section.hidden = here === 0;
    all += here;
  }
  const whole = all === data.machines.length;
  at("shown").textContent = whole ? plural(all, "machine") : `${all.toLocaleString("en")} of ${plural(data.machines.length, "machine")}`;
  at("none").hidden = all > 0;
  at("reset").hidden = whole;
  at("batch").value = filter.batch;
  for (const button of at("outcomes").querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String(filter.outcomes.has(button.dataset.outcome)));
  }
  rover.refresh();
  remember();
}

function remember() {
  state.write([["outcome", [...filter.outcomes].join(",")], ["batch", filter.batch], ["q", filter.text],
    ["machine", selected < 0 ? "" : data.machines[selected].name], ["paused", paused ? "yes" : ""]]);
}

function toggle(outcome) {
  if (!filter.outcomes.delete(outcome)) filter.outcomes.add(outcome);
  apply();
}

function showAll() {
  Object.assign(filter, {outcomes: new Set(), batch: "", text: ""});
  at("text").value = "";
  reach();
  scale();
  apply();
}

function open(index, entering) {
  if (selected >= 0) rows[selected].setAttribute("aria-selected", "false");
  selected = index;
  const machine = data.machines[index];
  const outcome = OUTCOMES[machine.state];
  rows[index].setAttribute("aria-selected", "true");
  rover.set(rows[index]);
  const batch = data.batches[machine.batch - 1];
  const done = el("dl", {class: "done"});
  for (const one of machine.bars) {
    const broken = one.result === "failed";
    done.append(el("dt", {}, one.step),
      el("dd", {class: "muted"}, "took" in one ? elapsed(one.took) : "goes on"),
      el("dd", {class: broken ? "bad" : "muted"}, broken ? "failed" : one.result === "already" ? "nothing to do" : "",
        one.detail ? `${one.result === "changed" ? "" : ": "}${one.detail}` : ""));
  }
  at("detail").replaceChildren(
    el("button", {type: "button", class: "close", onclick: close}, "Close"),
    el("h2", {id: "detail-title"}, machine.name),
    badge(machine.state, outcome.sign, outcome.words),
    machine.reason || machine.fix ? note(machine.state, machine.reason, machine.fix) : "",
    facts([["group", machine.group], ["address", value(machine.address)], ["log in", machine.ssh && value(machine.ssh)],
      ["batch", batch ? `${machine.batch} of ${data.batches.length}, wave ${batch.wave}` : ""],
      ["ended", "end" in machine && machine.bars.length ? `after ${elapsed(machine.end)}` : ""]]),
    ...(machine.bars.length ? [el("h3", {}, "What was done"), done] : []),
    ...planned(machine));
  at("detail").classList.remove("idle");
  at("detail").scrollTop = 0;
  if (entering) at("detail").focus();
  remember();
}

function close() {
  const before = rows[selected];
  if (before) before.setAttribute("aria-selected", "false");
  selected = -1;
  idle();
  if (before) before.focus();
  remember();
}

function idle() {
  at("detail").classList.add("idle");
  at("detail").replaceChildren(el("h2", {id: "detail-title"}, "No machine chosen"),
    el("p", {class: "muted"}, "Choose a machine to see what was done on it. The arrow keys move among them, "
      + "Enter opens one, Escape goes back. Dashed lines are the ends of batches; choosing a batch shows its time alone."));
}

/** What a reload must not lose beside the address: which row has the focus. */
function restore() {
  const kept = state.read();
  filter.outcomes = new Set((kept.get("outcome") || "").split(",").filter((word) => word in OUTCOMES));
  filter.text = (kept.get("q") || "").toLowerCase();
  filter.batch = data.batches[Number(kept.get("batch")) - 1] ? kept.get("batch") : "";
  paused = kept.get("paused") === "yes";
  at("text").value = filter.text;
  const index = data.machines.findIndex((machine) => machine.name === kept.get("machine"));
  reach();
  scale();
  apply();
  if (index >= 0) open(index, false);
  const focused = history.state && history.state.focus;
  if (focused === "detail" && index >= 0) at("detail").focus({preventScroll: true});
  else if (rows[focused]) rows[focused].focus({preventScroll: true});
}

function again() {
  const active = document.activeElement;
  const busy = active === at("text") || active === at("batch");
  if (!paused && !busy && !document.hidden) {
    const item = active.closest(".row");
    history.replaceState({focus: item ? item.dataset.index : active.id}, "");
    location.reload();
    return;
  }
  setTimeout(again, 1000);
}

function reloading() {
  at("pause").hidden = !live();
  if (!live()) return;
  const label = () => { at("pause").textContent = paused ? "Reload again" : "Stop reloading"; };
  at("pause").addEventListener("click", () => { paused = !paused; label(); remember(); });
  label();
  // a page that takes long to draw is drawn less often
  setTimeout(again, Math.max(2000, 10 * performance.now()));
}

at("text").addEventListener("input", () => { filter.text = at("text").value.trim().toLowerCase(); apply(); });
at("batch").addEventListener("change", () => { filter.batch = at("batch").value; reach(); scale(); apply(); });
at("all").addEventListener("click", showAll);
at("filters").addEventListener("submit", (event) => event.preventDefault());
at("filters").addEventListener("reset", (event) => { event.preventDefault(); showAll(); });
document.addEventListener("keydown", (event) => { if (event.key === "Escape" && selected >= 0) close(); });
let resizing;
addEventListener("resize", () => { clearTimeout(resizing); resizing = setTimeout(scale, 150); });

header();
timeline();
idle();
restore();
reloading();
