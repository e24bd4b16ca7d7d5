package io.walterfleet.loopback;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.examples.CiJob.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The CI examples as pasted, on real machines, with stand-ins for GitHub and GitLab alone. */
@Tag("loopback")
@Timeout(180)
class CiExamplesTest {
  @ParameterizedTest
  @EnumSource(CiDesk.Host.class)
  void whereAMachineIsDeadTheCommentAndThePlanComeAndTheCheckIsRed(CiDesk.Host host)
      throws Exception {
    try (Desk desk = Desk.withInstalled(3, Desk.FROM)) {
      Inventory wanted = desk.inventory().machine(desk.machine(2), "ssh: {port: 1}");
      CiDesk ci = CiDesk.of(host, desk, wanted);

      Ended plan = ci.plan(wanted.defaults("release: stable"));

      assertThat(plan.exitCode()).as(plan.said()).isEqualTo(8);
      assertThat(ci.comment())
          .startsWith("<!-- walter-fleet plan -->\n### Plan for fleet `loopback`: 2 of 3 machines")
          .contains("connection refused");
      assertThat(ci.artifact("plan.json")).exists();

      Ended apply = ci.merged();

      assertThat(apply.exitCode()).as(apply.said()).isEqualTo(8);
      assertThat(apply.said()).contains("2 applied");
      assertThat(ci.artifact("events.jsonl")).content().contains("\"run-finished\"");
      desk.forgetWishes();
    }
  }

  @ParameterizedTest
  @EnumSource(CiDesk.Host.class)
  void whatMustNotBeDoneIsRedAndNothingToDoIsGreen(CiDesk.Host host) throws Exception {
    try (Desk desk = Desk.withInstalled(1, Desk.FROM)) {
      CiDesk ci = CiDesk.of(host, desk, desk.inventory());
      Inventory same = desk.inventory().defaults("release: '1.8.2', bundle: keep");

      Ended green = ci.plan(same);

      assertThat(green.said()).doesNotContain("walter-fleet: ");
      assertThat(green.exitCode()).as(green.said()).isZero();
      assertThat(ci.comment()).contains("1 in sync");

      desk.machine(0).docker().uninstall();
      Ended blocked = ci.plan(same);

      assertThat(blocked.exitCode()).as(blocked.said()).isEqualTo(9);
      assertThat(ci.comment()).contains("1 blocked").contains("docker is not installed");
      assertThat(ci.artifact("plan.json")).exists();
      desk.forgetWishes();
    }
  }

  @ParameterizedTest
  @EnumSource(CiDesk.Host.class)
  void whatIsAMatterOfTrustIsNotPlannedAndCannotBeMergedIntoAnApply(CiDesk.Host host)
      throws Exception {
    try (Desk desk = Desk.withInstalled(1, Desk.FROM)) {
      CiDesk ci = CiDesk.of(host, desk, desk.inventory());
      desk.fleet().clearLogs();

      Ended plan = ci.plan(desk.inventory().with("envKeys", "{host: WALTER_HOST}"));

      assertThat(plan.exitCode()).as(plan.said()).isEqualTo(64);
      assertThat(ci.comment())
          .startsWith("### No plan: exit code 64\n\n~~~\n")
          .contains("'envKeys' is not as in the trusted inventory base/inventories");
      assertThat(ci.artifact("plan.json")).doesNotExist();
      assertThat(ci.merged().exitCode()).isNotZero();
      assertThat(desk.fleet().log().connections()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(CiDesk.Host.class)
  void noLinkOfTheChangeIsWrittenThrough(CiDesk.Host host) throws Exception {
    try (Desk desk = Desk.withInstalled(1, Desk.FROM)) {
      CiDesk ci = CiDesk.of(host, desk, desk.inventory());
      Path keys = Files.writeString(desk.folder().resolve("authorized_keys"), "mine\n");
      for (String name : List.of("plan.md", "plan.json", "plan.err", "base", "events.jsonl")) {
        ci.bring(name, keys);
      }

      Ended plan = ci.plan(desk.inventory().defaults("release: stable"));

      assertThat(plan.exitCode()).as(plan.said()).isZero();
      assertThat(keys).hasContent("mine\n");
      assertThat(Files.readString(ci.artifact("plan.json"))).contains("\"walter-fleet/plan/v1\"");
      desk.forgetWishes();
    }
  }

  @Test
  void withoutAReviewerNothingFromOutsideIsPlanned() throws Exception {
    try (Desk desk = Desk.withInstalled(1, Desk.FROM)) {
      CiDesk ci = CiDesk.of(CiDesk.Host.GITHUB, desk, desk.inventory());
      ci.withoutReviewers();
      desk.fleet().clearLogs();

      assertThat(ci.plan(desk.inventory()).exitCode()).isNotZero();
      assertThat(desk.fleet().log().connections()).isEmpty();
    }
  }

  @Test
  void beforeAnythingFromOutsideIsPlannedSomebodyApproves() throws IOException {
    String workflow = Files.readString(Path.of("examples/ci/github-actions.yml"));
    String pipeline = Files.readString(Path.of("examples/ci/gitlab-ci.yml"));

    assertThat(workflow)
        .contains("pull_request_target:\n    branches: [main]")
        .doesNotContain("  pull_request:")
        .contains("'plan' || 'plan-from-outside' }}");
    assertThat(pipeline).contains("when: manual").contains("environment: {name: plan,");
  }
}
