package io.walterfleet.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.browser.Accessibility;
import io.walterfleet.browser.Chromium;
import io.walterfleet.browser.Chromium.Screen;
import io.walterfleet.browser.Look;
import io.walterfleet.browser.Tab;
import io.walterfleet.format.SamplePlans;
import io.walterfleet.plan.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The page of a plan, as a browser shows it to somebody with a mouse or a keyboard. */
@Tag("browser")
class FleetPageTest {
  private static final String SHOWN = "document.getElementById('shown').textContent";
  private static final String DETAIL = "document.getElementById('detail-title').textContent";
  private static final String TILES =
      "[...document.querySelectorAll('.tile')].filter(tile => tile.checkVisibility())"
          + ".map(tile => tile.querySelector('.name').textContent).join(' ')";

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
  void itNeedsNothingButItselfAndHasNoErrors() throws IOException, InterruptedException {
    String url = page("alone", FleetPage.of(SamplePlans.mixed()));
    Tab tab = chromium.open(url, Screen.DESK);
    assertThat(tab.requests()).containsExactly(url);
    assertThat(tab.errors()).isEmpty();
    assertThat(tab.text("document.title")).isEqualTo("emea: plan 20261123T100000Z-7f3a");
    assertThat(tab.text("document.getElementById('lead').textContent"))
        .isEqualTo(
            "15 of 19 machines to act on, in 6 batches. Stops when more than 1 of 15 machines"
                + " fail.");
    assertThat(
            tab.text(
                "[...document.querySelectorAll('#kinds tbody tr')].map(row =>"
                    + " [...row.cells].slice(0, 2).map(cell => cell.innerText.replace(/\\s+/g, ' '))"
                    + ".join(': ')).join('\\n')"))
        .isEqualTo(
            """
            !blocked: store-014
            ?unknown: 2 machines store-015, store-016
            ≠drifted: store-013
            +first install: 2 machines edge-01, edge-02
            ~to change: 12 machines store-[001:012]
            =in sync: store-017""");
    assertThat(
            tab.text(
                "[...document.querySelectorAll('#batches tbody tr')].map(row =>"
                    + " row.innerText.replace(/\\s+/g, ' ').trim()).join('\\n')"))
        .isEqualTo(
            """
            Batch 1 canary 1 7 % edge-01
            Batch 2 canary 1 13 % edge-02
            Batch 3 stores 1 20 % store-001
            Batch 4 stores 4 47 % store-[002:005]
            Batch 5 stores 4 73 % store-[006:009]
            Batch 6 stores 4 100 % store-[010:013]""");
  }

  @Test
  void filtersShowTheMachinesThatTheyName() throws IOException, InterruptedException {
    Tab tab = chromium.open(page("filters", FleetPage.of(SamplePlans.mixed())), Screen.DESK);
    assertThat(tab.text(SHOWN)).isEqualTo("19 machines");
    tab.run("document.querySelector('[data-verdict=unknown]').click()");
    tab.run("document.querySelector('[data-verdict=drift]').click()");
    assertThat(tab.text(TILES)).isEqualTo("store-013 store-015 store-016");
    assertThat(tab.text(SHOWN)).isEqualTo("3 of 19 machines");
    tab.run("document.getElementById('text').focus()");
    tab.type("connection 10.1.0.16");
    assertThat(tab.text(TILES)).isEqualTo("store-016");
    assertThat(tab.text("location.hash"))
        .isEqualTo("#verdict=unknown%2Cdrift&q=connection+10.1.0.16");
    tab.type("7");
    assertThat(tab.text(TILES)).isEmpty();
    assertThat(tab.run("document.getElementById('none').checkVisibility()").asBoolean()).isTrue();
    tab.run("document.getElementById('reset').click()");
    assertThat(tab.text(SHOWN)).isEqualTo("19 machines");
    choose(tab, "group", "canary");
    assertThat(tab.text(TILES)).isEqualTo("edge-01 edge-02");
    choose(tab, "batch", "2");
    assertThat(tab.text(TILES)).isEqualTo("edge-02");
    assertThat(tab.errors()).isEmpty();
  }

  @Test
  void aLinkKeepsTheFiltersAndTheMachine() throws IOException, InterruptedException {
    String url = page("link", FleetPage.of(SamplePlans.mixed()));
    Tab tab = chromium.open(url + "#batch=4&machine=store-003", Screen.DESK);
    assertThat(tab.text(TILES)).isEqualTo("store-002 store-003 store-004 store-005");
    assertThat(tab.text(DETAIL)).isEqualTo("store-003");
  }

  @Test
  void theKeyboardReachesAMachineAndOpensIt() throws IOException, InterruptedException {
    Tab tab = chromium.open(page("keys", FleetPage.of(SamplePlans.mixed())), Screen.DESK);
    for (int i = 0; i < 60 && !focus(tab).equals("edge-01"); i++) {
      tab.press("Tab");
    }
    tab.press("ArrowRight", "ArrowDown", "ArrowDown");
    // five tiles stand in a line, edge-02 is the second
    assertThat(focus(tab)).isEqualTo("store-007");
    tab.press("End", "ArrowLeft", "ArrowLeft", "ArrowLeft", "Enter");
    assertThat(tab.text(DETAIL)).isEqualTo("store-014");
    assertThat(tab.text("document.activeElement.id")).isEqualTo("detail");
    assertThat(tab.text("document.querySelector('#detail .note').innerText"))
        .isEqualTo(
            "no disk space: 12 MB free in the home, 80 MB needed\n\nFix: free some space; old"
                + " backups: walter-fleet backups --limit store-014");
    tab.press("Escape");
    assertThat(focus(tab)).isEqualTo("store-014");
    tab.press("Home", "Enter");
    assertThat(tab.text(DETAIL)).isEqualTo("edge-01");
    assertThat(
            tab.text(
                "[...document.querySelectorAll('.steps li')].map(step => step.firstChild.textContent).join(' ')"))
        .isEqualTo("stage pull swap migrate restart gate finish");
  }

  @Test
  void whatOutsidersWroteStaysText() throws IOException, InterruptedException {
    Tab tab = chromium.open(page("hostile", FleetPage.of(SamplePages.hostile())), Screen.DESK);
    tab.run("document.querySelectorAll('.tile').forEach(tile => tile.click())");
    String shown = SamplePages.HOSTILE.replace("\u202e\u0007", "\\u{202e}\\u{7}");
    assertThat(tab.text(DETAIL)).isEqualTo("b" + shown);
    assertThat(tab.text("document.querySelector('#detail .note p').textContent")).isEqualTo(shown);
    assertThat(tab.run("document.querySelectorAll('img, b, iframe').length").asInt()).isZero();
    assertThat(tab.text("typeof window.hit")).isEqualTo("undefined");
    assertThat(tab.errors()).isEmpty();
  }

  @Test
  void noOtherScriptRunsInIt() throws IOException, InterruptedException {
    Tab tab = chromium.open(page("policy", FleetPage.of(SamplePlans.mixed())), Screen.DESK);
    tab.run(
        "window.refused = []; document.addEventListener('securitypolicyviolation', refusal =>"
            + " window.refused.push(refusal.effectiveDirective));"
            + " {const made = document.createElement('script'); made.textContent = 'window.hit = 1';"
            + " const image = new Image(); image.src = 'http://127.0.0.1:9/x';"
            + " document.body.append(made, image);"
            + " fetch('http://127.0.0.1:9/y').catch(() => {});} 0");
    tab.await("window.refused.length === 3");
    assertThat(tab.text("window.refused.sort().join(' ')"))
        .isEqualTo("connect-src img-src script-src-elem");
    assertThat(tab.text("typeof window.hit")).isEqualTo("undefined");
  }

  @Test
  void everybodyCanReadIt() throws IOException, InterruptedException {
    String url = page("read", FleetPage.of(SamplePlans.mixed())) + "#machine=store-001";
    for (Screen screen : List.of(Screen.DESK, Screen.DESK.inDark(), new Screen(420, 860, false))) {
      Tab tab = chromium.open(url, screen);
      assertThat(Accessibility.complaints(tab)).as(screen.toString()).isEmpty();
      assertThat(tab.run("document.documentElement.scrollWidth <= innerWidth").asBoolean())
          .isTrue();
    }
  }

  /** Pictures of each are left in target/pictures, for whoever wants to look. */
  @ParameterizedTest
  @MethodSource("io.walterfleet.browser.Look#half")
  void theStatusOfFewAndOfManyIsReadOnADeskAndOnAPhone(Look look)
      throws IOException, InterruptedException {
    String url = page("status-" + look, FleetPage.of(SamplePages.status(look.machines())));
    Tab tab = chromium.open(url, look.screen());
    Path pictures = Files.createDirectories(Path.of("target/pictures"));
    tab.picture(pictures.resolve("status-" + look + ".png"));
    assertThat(Accessibility.complaints(tab)).isEmpty();
    assertThat(tab.run("document.documentElement.scrollWidth <= innerWidth").asBoolean()).isTrue();
    tab.run("document.querySelector('.tile.health-not-ready').click()");
    tab.picture(pictures.resolve("status-" + look + "-open.png"));
    assertThat(Accessibility.complaints(tab)).isEmpty();
    assertThat(tab.errors()).isEmpty();
  }

  @Test
  void noTileOfADeadWalterIsGreenAndThePageSaysSoFirst() throws IOException, InterruptedException {
    Tab tab = chromium.open(page("dead", FleetPage.of(SamplePages.status(6))), Screen.DESK);
    assertThat(tab.text("document.title")).isEqualTo("✕ emea: status");
    assertThat(tab.text("document.getElementById('lead').textContent"))
        .isEqualTo(
            "6 machines: 3 in sync, 1 to change, 1 drifted, 1 unknown; 1 not healthy, 1 of unknown"
                + " health.");
    assertThat(tab.text("document.querySelector('main').innerText"))
        .doesNotContain("Batch", "Steps", "Downtime", "will be done");
    String green = "getComputedStyle(document.querySelector('.toggle.in-sync')).borderTopColor";
    assertThat(
            tab.run(
                    "[...document.querySelectorAll('.tile')].filter(tile =>"
                        + " getComputedStyle(tile).borderLeftColor === "
                        + green
                        + ").length")
                .asInt())
        .isEqualTo(1);
    tab.run("document.querySelector('[data-health=\"not-ready\"]').click()");
    assertThat(tab.text(TILES)).isEqualTo("store-0002");
    assertThat(tab.text("location.hash")).isEqualTo("#health=not-ready");
    assertThat(
            tab.text(
                "[...document.querySelectorAll('#kinds tbody tr:not([hidden])')]"
                    + ".map(row => row.innerText.replace(/\\s+/g, ' ').trim()).join('; ')"))
        .isEqualTo(
            "✕not healthy store-0002 /health/ready answered 503; =in sync 1 of 3 machines"
                + " store-0001, store-0002, store-0004");
    tab.run("document.querySelector('.tile.health-not-ready').click()");
    assertThat(tab.text("document.querySelector('#detail .note').innerText"))
        .isEqualTo("/health/ready answered 503");
    assertThat(tab.text("document.querySelector('#detail').innerText"))
        .contains("As it was read", "1.8.3")
        .doesNotContain("Steps", "batch");
    tab.run("document.querySelectorAll('.close').forEach(button => button.click())");
    assertThat(tab.errors()).isEmpty();
  }

  @Test
  void filtersFilterTheTablesToo() throws IOException, InterruptedException {
    Tab tab = chromium.open(page("tables", FleetPage.of(SamplePlans.mixed())), Screen.DESK);
    choose(tab, "group", "stores");
    tab.run("document.querySelector('[data-verdict=change]').click()");
    assertThat(tab.text(rows("kinds"))).isEqualTo("12 machines");
    tab.run("document.getElementById('text').focus()");
    tab.type("store-00");
    assertThat(tab.text(rows("kinds"))).isEqualTo("9 of 12 machines");
    assertThat(
            tab.text(
                "[...document.querySelectorAll('#batches tbody tr')].filter(row => !row.hidden)"
                    + ".map(row => row.cells[0].innerText + ': ' + row.cells[2].innerText)"
                    + ".join('; ')"))
        .isEqualTo("Batch 3: 1; Batch 4: 4; Batch 5: 4");
  }

  @Test
  void aTileTellsAReaderOfTheScreenWhatWillChange() throws IOException, InterruptedException {
    Tab tab = chromium.open(page("spoken", FleetPage.of(SamplePlans.mixed())), Screen.DESK);
    assertThat(
            tab.text(
                "[...document.querySelectorAll('.tile')].find(tile =>"
                    + " tile.innerText.includes('001')).getAttribute('aria-label')"))
        .startsWith("store-001, to change, release from 1.8.2 to 1.8.3");
  }

  @Test
  void aLongNameLosesItsMiddleAndKeepsItsEnd() throws IOException, InterruptedException {
    String name = "store_emea_germany_berlin_mitte_friedrichstrasse-0042";
    Tab tab =
        chromium.open(
            page(
                "long",
                FleetPage.of(
                    SamplePlans.of(List.of(SamplePlans.still(name, Verdict.IN_SYNC, "", ""))))),
            Screen.DESK);
    assertThat(tab.text("document.querySelector('.tile .name').textContent")).isEqualTo(name);
    assertThat(
            tab.run(
                    "(() => {const tile = document.querySelector('.tile');"
                        + " const tail = tile.querySelector('.tail').getBoundingClientRect();"
                        + " const head = tile.querySelector('.head');"
                        + " return head.scrollWidth > head.clientWidth && tail.width > 20"
                        + " && tail.right <= tile.getBoundingClientRect().right;})()")
                .asBoolean())
        .isTrue();
  }

  private static String rows(String table) {
    return "[...document.querySelectorAll('#%s tbody tr')].filter(row => !row.hidden)"
            .formatted(table)
        + ".map(row => row.cells[1].querySelector('button').innerText).join('; ')";
  }

  @Test
  void aThousandMachinesStaySmooth() throws IOException, InterruptedException {
    String url = page("thousand", FleetPage.of(SamplePages.fleet(1000)));
    Tab tab = chromium.open(url, Screen.DESK);
    double loaded = tab.run("performance.getEntriesByType('navigation')[0].domComplete").asDouble();
    choose(tab, "view", "names");
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
        "1000 machines: %d kB, loaded in %.0f ms, filtered in %.0f ms%n",
        Files.size(folder.resolve("thousand.html")) / 1000, loaded, filtered);
    assertThat(tab.text(SHOWN)).isEqualTo("1,000 machines");
    assertThat(loaded).isLessThan(5000);
    assertThat(filtered).isLessThan(500);
  }

  private static String page(String name, String html) throws IOException {
    return Files.writeString(folder.resolve(name + ".html"), html).toUri().toString();
  }

  private static String focus(Tab tab) throws IOException, InterruptedException {
    return tab.text(
        "document.activeElement.closest('.tile')?.querySelector('.name').textContent || ''");
  }

  private static void choose(Tab tab, String select, String option)
      throws IOException, InterruptedException {
    tab.run(
        "{const select = document.getElementById('%s'); select.value = '%s';"
                .formatted(select, option)
            + " select.dispatchEvent(new Event('change'));}");
  }
}
