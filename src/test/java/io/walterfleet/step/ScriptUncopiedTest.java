package io.walterfleet.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a stack's containers may write to and no backup has is told by the survey. */
@Tag("scripts")
class ScriptUncopiedTest {
  private static final String ENV =
      "WALTER_IMAGE=%s\nPHX_HOST=a.example.com\n".formatted(Bench.OLD);
  private static final String STATE = "walter_state:/state";

  @TempDir Path root;

  @ParameterizedTest
  @EnumSource
  void volumesAndDirectoriesBesideTheTwoThatAreCopiedAreTold(Shell shell) throws Exception {
    Bench bench = running(shell);
    assertThat(bench.survey().all("uncopied")).isEmpty();

    Path uploads = Files.createDirectories(bench.home().resolve("up loads"));
    Path config = Files.createDirectories(bench.install().resolve("config"));
    Path file = Files.createFile(bench.home().resolve("file"));
    mounts(
        bench,
        "walter_uploads:/uploads," + STATE + ",walter_seen:/seen:ro," + "3f".repeat(32) + ":/cache",
        uploads
            + ":/up,"
            + config
            + ":/config,"
            + file
            + ":/file,/etc:/host-etc,/dev:/host-dev,/tmp:/host-tmp");
    assertThat(bench.survey().all("uncopied"))
        .containsExactly("walter_uploads", uploads.toString());
    assertThat(bench.begin().all("uncopied")).containsExactly("walter_uploads", uploads.toString());
  }

  @ParameterizedTest
  @EnumSource
  void theDatabasesVolumeIsKnownByItsPlaceWhereNobodyNamesIt(Shell shell) throws Exception {
    Bench bench = running(shell).with("postgres_volume", "other").with("state_volume", "another");
    mounts(bench, "z_local:/state,a_uploads:/uploads", "");
    assertThat(bench.survey().all("uncopied")).containsExactly("a_uploads");

    mounts(bench, "z_local:/local,a_uploads:/uploads", "");
    assertThat(bench.survey().all("uncopied")).containsExactly("z_local");

    mounts(bench, "z_state:/state,a_uploads:/uploads", "");
    assertThat(bench.survey().all("uncopied")).containsExactly("a_uploads");

    // which of them is the database's, nobody knows
    bench.docker().set("walter-onprem-postgres-1", "mounts", "walter_postgres:/data");
    assertThat(bench.survey().all("uncopied")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aDatabaseInADirectoryIsTold(Shell shell) throws Exception {
    Bench bench = running(shell);
    Path data = Files.createDirectories(bench.home().resolve("pg"));
    bench.docker().set("walter-onprem-postgres-1", "mounts", "");
    bench.docker().set("walter-onprem-postgres-1", "binds", data + ":/var/lib/postgresql/data");

    Facts survey = bench.survey();

    assertThat(survey.all("data.directory")).containsExactly(data.toString());
    assertThat(survey.all("uncopied")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void ofAStackThatWasTakenDownTheRecordTells(Shell shell) throws Exception {
    Bench bench = running(shell);
    Files.createDirectories(bench.state());
    Files.writeString(
        bench.state().resolve("installed"),
        "format=1\nimage=%s\ndatabase=walter_postgres\nvolumes=walter_uploads walter_state walter_postgres\nend=1\n"
            .formatted(Bench.OLD));
    bench.shell(
        "cd \"$HOME/walter-onprem\" && docker compose -p walter-onprem --env-file .env.deploy down");

    assertThat(bench.survey().all("uncopied")).containsExactly("walter_uploads");
  }

  private Bench running(Shell shell) throws Exception {
    Bench bench = new Bench(root, shell);
    bench.vendorInstall(Bench.OLD, ENV);
    return bench;
  }

  /** What the container of Walter mounts. */
  private static void mounts(Bench bench, String volumes, String binds) throws Exception {
    for (List<String> fact : List.of(List.of("mounts", volumes), List.of("binds", binds))) {
      bench.docker().set("walter-onprem-walter-1", fact.get(0), fact.get(1));
    }
  }
}
