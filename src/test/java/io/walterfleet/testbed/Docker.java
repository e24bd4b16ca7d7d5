package io.walterfleet.testbed;

import java.io.IOException;
import java.util.List;

/** The Docker engine that the containers of the tests run on. */
final class Docker {
  private static final List<String> IMAGES = List.of("host-sshd", "host-dind", "registry");

  private Docker() {}

  /** Fails with what to do when there is no engine or an image is missing; never skips a test. */
  static void check() throws InterruptedException {
    try {
      LocalCommand.of("docker", "info").run();
    } catch (IOException silent) {
      throw new IllegalStateException(
          "these tests need a Docker engine, and none answers; .ci/run installs and starts one",
          silent);
    }
    for (String image : IMAGES) {
      try {
        LocalCommand.of("docker", "image", "inspect", "walter-fleet-test/" + image).run();
      } catch (IOException missing) {
        throw new IllegalStateException(
            "the image walter-fleet-test/" + image + " is missing; src/test/images/build makes it",
            missing);
      }
    }
  }
}
