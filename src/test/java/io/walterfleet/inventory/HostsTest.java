package io.walterfleet.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class HostsTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "3com.example",
        "xn--kln-sna.example.com",
        "WALTER.Example.COM",
        "10.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "1::",
        "fe80::1",
        "1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7::",
        "::ffff:10.0.0.1",
        "1:2:3:4:5:6:10.0.0.1",
      })
  void isAHost(String host) {
    assertThat(readsHost(host)).isEqualTo("valid");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-a",
        "a-",
        "a.",
        ".a",
        "a_b",
        "a b",
        "ä.example.com",
        "1.2.3",
        "1.2.3.4.5",
        "1.2.3.256",
        "01.2.3.4",
        "1.2.3.",
        ":",
        ":::",
        "1:2",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7:8::",
        "1::2::3",
        "::g",
        "::1.2.3.256",
        "10.0.0.1::",
        "::10.0.0.1:1",
        "1:2:3:4:5:6:7:10.0.0.1",
        "[::1]",
      })
  void isNoHost(String host) {
    assertThat(readsHost(host)).contains("which is not a host name or an IP");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bastion",
        "bastion_2",
        "ops@bastion",
        "ops@10.0.0.1:1",
        "bastion:65535",
        "[::1]",
        "ops@[fe80::1]:22",
      })
  void isABastion(String jump) {
    assertThat(readsJump(jump)).isEqualTo("valid");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "@bastion",
        "o p@bastion",
        "-o@bastion",
        "bastion:",
        "bastion:0",
        "bastion:65536",
        "10.0.0",
        "[::g]",
        "[]",
        "fe80::1",
      })
  void isNoBastion(String jump) {
    assertThat(readsJump(jump)).contains("which is not a bastion");
  }

  private String readsHost(String host) {
    return reads("host: \"" + host + "\"");
  }

  private String readsJump(String jump) {
    return reads("ssh: {jump: \"" + jump + "\"}");
  }

  private String reads(String setting) {
    String yaml =
        "apiVersion: walter-fleet/v1\nfleet: f\ngroups: {g: {machines: {m: {" + setting + "}}}}\n";
    return Texts.shown(directory, Texts.reading(directory, yaml));
  }
}
