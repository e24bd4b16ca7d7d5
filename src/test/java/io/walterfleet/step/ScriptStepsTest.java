package io.walterfleet.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The steps from stage to finish, under every shell. */
@Tag("scripts")
class ScriptStepsTest {
  private static final String ENV =
      "# ours\nSECRET=hunter22\nWALTER_IMAGE=" + Bench.OLD + "\nPHX_HOST=a.example.com\n";

  @TempDir Path root;

  @ParameterizedTest
  @EnumSource
  void anUpgradeReplacesTheDirectoryAndKeepsWhatIsTheOperators(Shell shell) throws Exception {
    Bench bench = new Bench(root, shell);
    bench.vendorInstall(Bench.OLD, ENV);
    bench.begin();

    List<Facts> answers = bench.steps(Bench.DIRECTORY);

    assertThat(answers).extracting(Facts::exit).containsOnly(0);
    assertThat(answers).extracting(answer -> answer.all("error.why")).containsOnly(List.of());
    assertThat(answers).extracting(answer -> answer.all("result")).containsOnly(List.of("changed"));
    assertThat(Files.readString(bench.install().resolve(".env.deploy")))
        .isEqualTo(ENV.replace(Bench.OLD, Bench.NEW));
    Facts survey = bench.survey();
    assertThat(survey.all("env.image")).containsExactly(Bench.NEW);
    assertThat(survey.all("journal")).containsExactly("ended");
    assertThat(survey.all("backup")).hasSize(1);
    assertThat(survey.all("files.intact")).isEqualTo(survey.all("files.total"));
  }

  @ParameterizedTest
  @EnumSource
  void aSecondRoundOfTheSameStepsChangesNothing(Shell shell) throws Exception {
    Bench bench = new Bench(root, shell);
    bench.vendorInstall(Bench.OLD, ENV);
    bench.begin();
    bench.steps("stage pull backup swap");

    List<Facts> again = bench.run("r2").steps("stage pull backup swap");

    assertThat(again).extracting(answer -> answer.all("error.why")).containsOnly(List.of());
    assertThat(again).extracting(answer -> answer.all("result")).containsOnly(List.of("already"));
  }
}
