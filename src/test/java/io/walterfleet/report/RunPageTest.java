package io.walterfleet.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.browser.Accessibility;
import io.walterfleet.browser.Chromium;
import io.walterfleet.browser.Chromium.Screen;
import io.walterfleet.browser.Tab;
import io.walterfleet.format.Logins;
import io.walterfleet.format.SampleRuns;
import io.walterfleet.plan.Plan;
import io.walterfleet.rollout.Event;
import io.walterfleet.rollout.Event.MachineFinished;
import io.walterfleet.rollout.Event.StepFinished;
import io.walterfleet.rollout.Event.StepStarted;
import io.walterfleet.rollout.MachineResult;
import io.walterfleet.rollout.Outcome;
import io.walterfleet.step.StepReport.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of a run, as a browser shows it. */
@Tag("browser")
class RunPageTest {
  private static final Instant LATER = SampleRuns.START.plusSeconds(3600);
  private static final String LEAD = "document.getElementById('lead').textContent";
  private static final String DETAIL = "document.getElementById('detail-title').textContent";
  private static final String LINES =
      "[...document.querySelectorAll('.part')].filter(part => part.checkVisibility()).map(part =>"
          + " [part.querySelector('h3').textContent, ...[...part.querySelectorAll('.row')]"
          + ".filter(row => row.checkVisibility()).map(row => '  ' + row.querySelector('.who')"
          + ".textContent + ': ' + [...row.querySelectorAll('.step')].map(bar => bar.title)"
          + ".join(' | '))].join('\\n')).join('\\n')";

  private static Chromium chromium;
  @TempDir static Path folder;

  @BeforeAll
  static void browser() throws IOException {
    chromium = Chromium.start();
  }

  @AfterAll
  static void end() throws IOException {
    chromium.close();
  }

  @Test
  void aRowAMachineABarAStepAndFailuresFirst() throws IOException, InterruptedException {
    String url = page("small", RunPage.of(SampleRuns.plan(), SampleRuns.events(), LATER));
    Tab tab = chromium.open(url, Screen.DESK);
    assertThat(tab.requests()).containsExactly(url);
    assertThat(tab.errors()).isEmpty();
    assertThat(tab.text("document.title")).isEqualTo("emea: run 20261123T100512Z-1c2d");
    assertThat(tab.text(LEAD)).isEqualTo("Stopped by the failure budget after 16 s: 1 failed.");
    assertThat(tab.text(LINES))
        .isEqualTo(
            """
            Failed 1 machine
              ✕ store-002: stage: nothing to do, 0.2 s | swap: failed after 1.0 s: no trace
            Batch 1: stores 1 machine, ended after 14 s, none failed
              ✓ store-001: stage: 1.9 s: 214 files | swap: 1.0 s""");
    double[] begins =
        tab
            .run("[...document.querySelectorAll('.row.applied .step')].map(bar => bar.style.left)")
            .values()
            .stream()
            .mapToDouble(left -> Double.parseDouble(left.asString().replace("%", "")))
            .toArray();
    assertThat(begins).containsExactly(0, 18.75);
  }

  @Test
  void aFailureSaysHowToLogInWithoutAClick() throws IOException, InterruptedException {
    Logins logins = new Logins(Map.of("store-002", "ssh -p 2222 10.0.0.2"));
    Tab tab =
        chromium.open(
            page("login", RunPage.of(SampleRuns.plan(), SampleRuns.events(), LATER, logins)),
            Screen.DESK);
    assertThat(tab.text("document.querySelector('.row.failed .because').innerText"))
        .endsWith("Look there: ssh -p 2222 10.0.0.2");
  }

  @Test
  void theKeyboardOpensAMachineAndABatchIsShownInItsOwnTime()
      throws IOException, InterruptedException {
    Plan plan = SamplePages.fleet(60);
    Tab tab =
        chromium.open(page("keys", RunPage.of(plan, SamplePages.run(plan), LATER)), Screen.DESK);
    for (int i = 0;
        i < 60 && !tab.text("document.activeElement.className").startsWith("row");
        i++) {
      tab.press("Tab");
    }
    tab.press("Enter");
    assertThat(tab.text(DETAIL)).isEqualTo("store-0042");
    assertThat(tab.text("document.querySelector('#detail .note').innerText"))
        .isEqualTo("it did not become ready: 503\n\nFix: read its log");
    tab.press("Escape", "ArrowDown", "ArrowDown", "Enter");
    assertThat(tab.text(DETAIL)).isEqualTo("store-0002");
    tab.run(
        "{const batch = document.getElementById('batch'); batch.value = '2';"
            + " batch.dispatchEvent(new Event('change'));}");
    assertThat(tab.text("document.getElementById('shown').textContent"))
        .isEqualTo("1 of 60 machines");
    String widths =
        "[...document.querySelectorAll('.row')].filter(row => row.checkVisibility())"
            + ".flatMap(row => [...row.querySelectorAll('.step')]).slice(2)"
            + ".reduce((sum, bar) => sum + parseFloat(bar.style.width), 0)";
    assertThat(tab.run(widths).asDouble()).isBetween(99.0, 101.0);
    assertThat(tab.errors()).isEmpty();
  }

  @Test
  void thePageOfARunningApplyLoadsItselfUntilTheEnd() throws IOException, InterruptedException {
    List<Event> events = SampleRuns.events(Instant.now().minusSeconds(10));
    String url = page("live", RunPage.of(SampleRuns.plan(), events.subList(0, 3), Instant.now()));
    Tab tab = chromium.open(url + "#machine=store-002", Screen.DESK);
    assertThat(tab.text(LEAD))
        .startsWith("Running for ")
        .endsWith(": 0 of 2 machines done, batch 1 of 2, none failed.");
    assertThat(tab.text(LINES)).contains("▸ store-001: stage: goes on");
    tab.run("document.querySelectorAll('.row')[1].focus()");
    page("live", RunPage.of(SampleRuns.plan(), events, Instant.now()));
    tab.await("document.title === 'emea: run 20261123T100512Z-1c2d'");
    assertThat(tab.text(LEAD)).startsWith("Stopped by the failure budget");
    assertThat(tab.text(DETAIL)).isEqualTo("store-002");
    assertThat(tab.run("document.getElementById('pause').checkVisibility()").asBoolean()).isFalse();
    assertThat(tab.errors()).isEmpty();
  }

  @Test
  void thePageOfAKilledRunSaysSo() throws IOException, InterruptedException {
    List<Event> some = SampleRuns.events().subList(0, 5);
    Instant killed = Instant.parse("2026-01-01T00:00:00Z");
    Tab tab =
        chromium.open(page("killed", RunPage.of(SampleRuns.plan(), some, killed)), Screen.DESK);
    assertThat(tab.text(LEAD))
        .startsWith("No end and no news since 2026-01-01T00:00:00Z: the run was killed, or")
        .endsWith("Steps that have begun keep running on their machines; apply resumes.");
  }

  @Test
  void whatOutsidersWroteStaysText() throws IOException, InterruptedException {
    String bad = SamplePages.HOSTILE;
    Plan plan = SamplePages.hostile();
    String name = plan.acting().get(0).name();
    Instant at = SampleRuns.START;
    List<Event> events =
        List.of(
            new StepStarted(at, name, bad),
            new StepFinished(at, name, bad, Result.FAILED, Duration.ofSeconds(2), bad),
            new StepStarted(at, "nobody", bad),
            new MachineFinished(at, new MachineResult(name, Outcome.FAILED, bad, bad)));
    Tab tab = chromium.open(page("hostile", RunPage.of(plan, events, LATER)), Screen.DESK);
    tab.run("document.querySelectorAll('.row').forEach(row => row.click())");
    tab.run("document.querySelector('.row').click()");
    String shown = bad.replace("\u202e\u0007", "\\u{202e}\\u{7}");
    assertThat(tab.text("document.querySelector('#detail .note p').textContent")).isEqualTo(shown);
    assertThat(tab.run("document.querySelectorAll('img, b, iframe').length").asInt()).isZero();
    assertThat(tab.text("typeof window.hit")).isEqualTo("undefined");
    assertThat(tab.errors()).isEmpty();
  }

  @Test
  void everybodyCanReadIt() throws IOException, InterruptedException {
    Plan plan = SamplePages.fleet(60);
    String url = page("read", RunPage.of(plan, SamplePages.run(plan), LATER));
    for (Screen screen : List.of(Screen.DESK, Screen.DESK.inDark(), new Screen(420, 860, false))) {
      Tab tab = chromium.open(url + "#machine=store-0042", screen);
      assertThat(Accessibility.complaints(tab)).as(screen.toString()).isEmpty();
      assertThat(tab.run("document.documentElement.scrollWidth <= innerWidth").asBoolean())
          .isTrue();
    }
  }

  @Test
  void aThousandMachinesStaySmooth() throws IOException, InterruptedException {
    Plan plan = SamplePages.fleet(1000);
    String url = page("thousand", RunPage.of(plan, SamplePages.run(plan), LATER));
    Tab tab = chromium.open(url, Screen.DESK);
    double loaded = tab.run("performance.getEntriesByType('navigation')[0].domComplete").asDouble();
    double filtered =
        tab.run(
                // the quickest of five rounds: what others do on this computer is not the page's
                // time
                "Math.min(...[1, 2, 3, 4, 5].map(() => {const begun = performance.now();"
                    + " const text = document.getElementById('text');"
                    + " for (const word of ['store-09', '']) {text.value = word;"
                    + " text.dispatchEvent(new Event('input')); document.body.offsetHeight;}"
                    + " return (performance.now() - begun) / 2;}))")
            .asDouble();
    System.out.printf(
        "run over 1000 machines: %d kB, loaded in %.0f ms, filtered in %.0f ms%n",
        Files.size(folder.resolve("thousand.html")) / 1000, loaded, filtered);
    assertThat(loaded).isLessThan(8000);
    assertThat(filtered).isLessThan(1000);
  }

  private static String page(String name, String html) throws IOException {
    Path partial = Files.writeString(folder.resolve(name + ".partial"), html);
    return Files.move(partial, folder.resolve(name + ".html"), StandardCopyOption.REPLACE_EXISTING)
        .toUri()
        .toString();
  }
}
