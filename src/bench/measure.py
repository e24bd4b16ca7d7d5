"""measure.py: times each tool in turn, round by round, and writes what it saw as JSON and Markdown. See src/bench/run."""
import argparse
import json
import os
import re
import statistics
import subprocess
import time
from pathlib import Path

BENCH, HERE, MACHINES = Path(os.environ["BENCH"]), Path(os.environ["BENCH_HERE"]), int(os.environ["BENCH_MACHINES"])
IMAGE = "ghcr.io/matchylabs/walter:1.5.0"
TICKS = os.sysconf("SC_CLK_TCK")
LIMIT = 900 + MACHINES // 2


class Group:
    """The processor time of a control group, in seconds; nothing where the machine has no such group."""

    def __init__(self, suffix):
        marker = BENCH / "group"
        self.path = Path(marker.read_text().strip() + suffix) if marker.exists() else None

    def join(self):
        if self.path:
            (self.path / "cgroup.procs").write_text(str(os.getpid()))

    def seconds(self):
        if not self.path:
            return None
        if (self.path / "cpuacct.usage").exists():
            return int((self.path / "cpuacct.usage").read_text()) / 1e9
        return int(re.search(r"usage_usec (\d+)", (self.path / "cpu.stat").read_text())[1]) / 1e6


def tool(*words, **options):
    return subprocess.run(["bash", str(HERE / "tools.sh"), *words], stdin=subprocess.DEVNULL, **options)


def busy():
    """The processor time that this computer has spent, all of it."""
    numbers = [int(word) for word in Path("/proc/stat").read_text().split("\n")[0].split()[1:]]
    return (sum(numbers[:3]) + sum(numbers[5:8])) / TICKS


def settle(quiet=0.35, longest=4):
    """Waits a while for other work to end."""
    end = time.monotonic() + longest
    while time.monotonic() < end:
        before = busy()
        time.sleep(0.5)
        if (busy() - before) / 0.5 < quiet:
            return


def prepare(name, work):
    tool("close", check=True)
    if work == "apply":
        subprocess.run([str(HERE / "fleet"), "reset"], check=True)
        if name == "saved":
            tool("saved", "before", check=True)
    settle()


def verdict(work, text, code):
    """What is wrong with a run; nothing when every machine did what it should."""
    if code != 0:
        return f"exit {code}: {text.strip().splitlines()[-1:]}"
    if work == "plan":
        answers = len(re.findall(r"(?:WALTER_IMAGE|^env\.image)=ghcr", text, re.M))
        if re.search(rf"^{MACHINES} machines?: {MACHINES} to change", text, re.M):
            answers = MACHINES
        return None if answers >= MACHINES else f"{answers} of {MACHINES} machines answered"
    done = 0
    for home in (BENCH / "machines").iterdir():
        keys = (home / "walter-onprem/.env.deploy").read_text()
        runs = [one.read_text() for one in (home / ".stand-in/containers").iterdir()]
        done += f"WALTER_IMAGE={IMAGE}\n" in keys and any(f"image={IMAGE}\n" in one and "status=running\n" in one for one in runs)
    return None if done == MACHINES else f"{done} of {MACHINES} machines have the new release"


def run(name, work):
    prepare(name, work)
    client, server = Group("-client"), Group("")
    out = BENCH / "output"
    before = (client.seconds(), server.seconds(), busy())
    begin = time.monotonic()
    with out.open("wb") as sink:
        child = subprocess.Popen(
            ["timeout", str(LIMIT), "bash", str(HERE / "tools.sh"), name, work],
            stdin=subprocess.DEVNULL, stdout=sink, stderr=subprocess.STDOUT, preexec_fn=client.join)
        _, status, usage = os.wait4(child.pid, 0)
    wall = time.monotonic() - begin
    child.returncode = os.waitstatus_to_exitcode(status)
    time.sleep(0.3)
    after = (client.seconds(), server.seconds(), busy())
    spent = [None if b is None else b - a for a, b in zip(before, after)]
    own = usage.ru_utime + usage.ru_stime if spent[0] is None else spent[0]
    text = out.read_text(errors="replace")
    return {
        "tool": name, "work": work, "wall": round(wall, 3),
        "client_ms": round(own / MACHINES * 1000, 2),
        "server_ms": None if spent[1] is None else round(spent[1] / MACHINES * 1000, 2),
        "other_s": None if spent[1] is None else round(max(0, spent[2] - own - spent[1]), 2),
        "rss_mb": round(usage.ru_maxrss / 1024, 1), "wrong": verdict(work, text, child.returncode)}


def span(values, digits):
    values = [value for value in values if value is not None]
    if not values:
        return "not measured"
    low, middle, high = min(values), statistics.median(values), max(values)
    return f"{middle:.{digits}f} ({low:.{digits}f}-{high:.{digits}f})"


def ratios(rounds, name, base, work):
    """The wall of a tool over that of another one, round by round, where both did all machines."""
    walls = {(one["round"], one["tool"]): one["wall"] for one in rounds if one["work"] == work and not one["wrong"]}
    return [walls[r, name] / walls[r, base] for r, t in walls if t == name and (r, base) in walls]


def table(rounds, work):
    names = list(dict.fromkeys(one["tool"] for one in rounds if one["work"] == work))
    lines = ["", f"### {work}, {MACHINES} machines", "",
             "| tool | wall s | x ssh | x walter-fleet | client ms a machine | server ms a machine | peak RSS MB | other work s |",
             "|---|---|---|---|---|---|---|---|"]
    for name in names:
        good = [one for one in rounds if one["tool"] == name and one["work"] == work and not one["wrong"]]
        column = lambda key, digits: span([one[key] for one in good], digits)
        lines.append("| " + " | ".join([
            name, column("wall", 2), span(ratios(rounds, name, "ssh", work), 2),
            span(ratios(rounds, name, "walter-fleet", work), 2), column("client_ms", 1), column("server_ms", 1),
            column("rss_mb", 0), column("other_s", 1)]) + " |")
    return lines


def facts(arguments):
    first = lambda *command: (subprocess.run(command, capture_output=True, text=True).stdout or "not installed").split("\n")[0]
    java = os.environ.get("JAVA_HOME", "") + "/bin/java" if os.environ.get("JAVA_HOME") else "java"
    return {
        "machines": MACHINES, "forks": int(os.environ["BENCH_FORKS"]), "key": os.environ["BENCH_KEY"],
        "options": os.environ["BENCH_OPTIONS"], "network": arguments.network or "loopback", "cores": os.cpu_count(),
        "java": subprocess.run([java, "-version"], capture_output=True, text=True).stderr.split("\n")[0],
        "ssh": subprocess.run(["ssh", "-V"], capture_output=True, text=True).stderr.strip(),
        "ansible": first("sh", "-c", "ansible --version 2>/dev/null")}


def left_out(arguments, tools):
    notes = [f"{name} is not installed: not measured" for name in arguments.tools.split(",") if name not in tools]
    if Group("").path is None:
        notes.append("no cgroup to account with (root is needed): server time not measured; client time is that of the "
                     "processes waited for, without Ansible's shared connections")
    notes.append("other work s is processor time of everything else on the computer during a run")
    return notes


def main():
    parser = argparse.ArgumentParser()
    for name in ("rounds", "work", "tools", "out", "network"):
        parser.add_argument("--" + name, required=True)
    arguments = parser.parse_args()
    tools = [name for name in arguments.tools.split(",") if tool(name, "has").returncode == 0]
    notes, rounds = left_out(arguments, tools), []
    for work in arguments.work.split(","):
        wanted = [name for name in tools if (name, work) not in (("saved", "plan"), ("same", "apply"))]
        if "same" in wanted:
            tool("same", "before", check=True)
        if "walter-fleet" in wanted or "saved" in wanted:
            for _ in range(2):  # the second has the class archive made, as any earlier use had
                tool("walter-fleet", "plan", stdout=subprocess.DEVNULL)
            time.sleep(5)
        for number in range(int(arguments.rounds)):
            for name in wanted:
                one = {"round": number, **run(name, work)}
                rounds.append(one)
                print(json.dumps(one), flush=True)
    notes += [f"{one['tool']} {one['work']}, round {one['round'] + 1}: {one['wrong']}; left out" for one in rounds if one["wrong"]]
    seen = facts(arguments)
    text = ["# walter-fleet side by side", "", *(f"- {key}: {value}" for key, value in seen.items() if value != "")]
    for work in arguments.work.split(","):
        text += table(rounds, work)
    text += ["", *(f"- {note}" for note in notes), ""]
    out = Path(arguments.out)
    out.parent.mkdir(parents=True, exist_ok=True)
    Path(f"{out}.json").write_text(json.dumps({"facts": seen, "notes": notes, "rounds": rounds}, indent=1) + "\n")
    Path(f"{out}.md").write_text("\n".join(text))
    print("\n".join(text))


main()
