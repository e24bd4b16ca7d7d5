package io.walterfleet.release;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.Size;

/** Whatever comes, it is either good or refused in our own words; nothing else is ever thrown. */
@Tag("unit")
class HostileInputTest {
  private static final Limits SMALL = new Limits(1 << 20, 20, 50_000, 1 << 20, 20, 200, 8192);

  @Property(tries = 300)
  void aManifestWithASpotOfDirtIsReadOrRefused(
      @ForAll @IntRange(max = 1200) int place,
      @ForAll @IntRange(max = 20) int lost,
      @ForAll String dirt) {
    String good = ManifestReaderTest.GOOD;
    int from = Math.min(place, good.length());
    int to = Math.min(from + lost, good.length());
    manifest((good.substring(0, from) + dirt + good.substring(to)).getBytes(UTF_8));
  }

  @Property(tries = 200)
  void aManifestWithAnotherNumberIsReadOrRefused(
      @ForAll @NumericChars String digits, @ForAll @IntRange(max = 10) int which) {
    int[] seen = {0};
    manifest(
        ManifestReaderTest.GOOD
            .replaceAll("[0-9]+", "#$0#")
            .chars()
            .mapToObj(Character::toString)
            .reduce(
                "",
                (text, next) ->
                    text + (next.equals("#") ? (seen[0]++ == which * 2 ? digits : "") : next))
            .getBytes(UTF_8));
  }

  @Property(tries = 200)
  void anyBytesAreRefusedAsAManifest(@ForAll byte[] bytes) {
    manifest(bytes);
  }

  @Property(tries = 200)
  void aTarWithASpotOfDirtIsReadOrRefused(
      @ForAll @IntRange(max = 6000) int place, @ForAll @Size(min = 1, max = 600) byte[] dirt)
      throws IOException {
    byte[] tar =
        Tars.walterWith(Tars.pax("walter-onprem/x", "path", "walter-onprem/" + "y".repeat(120)));
    int room = Math.max(0, Math.min(dirt.length, tar.length - place));
    System.arraycopy(dirt, 0, tar, Math.min(place, tar.length), room);
    archive(Tars.gzip(tar));
  }

  @Property(tries = 200)
  void anArchiveWithASpotOfDirtIsReadOrRefused(
      @ForAll @IntRange(max = 400) int place, @ForAll @Size(min = 1, max = 50) byte[] dirt)
      throws IOException {
    byte[] packed = Tars.gzip(Tars.walterWith());
    int at = Math.min(place, packed.length);
    System.arraycopy(dirt, 0, packed, at, Math.min(dirt.length, packed.length - at));
    archive(packed);
  }

  private static void manifest(byte[] json) {
    Location from = Location.of("https://vendor.test/m.json").orElseThrow();
    try {
      assertThat(ManifestReader.read(from, json).releases()).isNotEmpty();
    } catch (ReleaseException refused) {
      checkWords(refused);
    }
  }

  private static void archive(byte[] packed) throws IOException {
    Path file = Files.createTempFile("walter-fleet-", ".tar.gz");
    try {
      Files.write(file, packed);
      assertThat(Inspection.files("2026.1", file, SMALL)).isBetween(2, 20);
    } catch (ReleaseException refused) {
      checkWords(refused);
    } finally {
      Files.delete(file);
    }
  }

  /** Each message is for people: a fix, no class name, nothing that a terminal would obey. */
  private static void checkWords(ReleaseException refused) {
    assertThat(refused.problems()).isNotEmpty().hasSizeLessThanOrEqualTo(51);
    assertThat(refused.problems())
        .allSatisfy(
            problem -> {
              assertThat(problem.fix()).isNotBlank();
              assertThat(problem.message())
                  .doesNotContain("Exception", "jackson", "java.")
                  .hasSizeLessThan(700);
              assertThat(Sanitizer.isPlain(problem.message())).isTrue();
            });
  }
}
