package io.walterfleet.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class ResourceTest {
  @Test
  void aScriptNamesTheProgramThatIsMissing() {
    assertThat(Resource.missing("#!/no/such/perl -w\n# a stand-in\n"))
        .contains(Path.of("/no/such/perl"));
    assertThat(Resource.missing("#!/bin/sh\n")).isEmpty();
  }

  @Test
  void theDockerOfTheDemoNamesPerl() {
    assertThat(new Resource("docker").text()).startsWith("#!/usr/bin/perl -w\n");
  }
}
