package io.walterfleet.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.cli.TestSite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("unit")
class ErrorFilesTest {
  @TempDir private Path folder;

  @Test
  void theNewestStayAndNobodyElseCanReadThem() throws Exception {
    ErrorFiles errors = new ErrorFiles(new TestSite(folder).runtime());
    String last = "";
    for (int i = 0; i < ErrorFiles.KEPT + 20; i++) {
      last = errors.place(new IllegalStateException("x".repeat(1_000_000)));
    }
    Path file = Path.of(last);
    try (Stream<Path> all = Files.list(file.getParent())) {
      assertThat(all.toList()).hasSizeLessThanOrEqualTo(ErrorFiles.KEPT).isNotEmpty();
    }
    assertThat(Files.size(file)).isLessThan(100_000);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(List.of(file.getFileName().toString())).allMatch(name -> name.startsWith("error-"));
  }
}
