package io.walterfleet.ssh.hostkey;

import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Where a new host key may be recorded, and under which name; nothing is read. */
@Tag("unit")
class RecordableTest {
  private static final List<Path> KNOWN = List.of(Path.of("/home/me/.ssh/known_hosts"));

  @Test
  void noNameCanForgeALine() {
    for (String name :
        List.of("a b", "a,b", "*", "!a", "@revoked", "#a", "|1|a", "a\nb", "[a b]:22", "", "-a")) {
      assertThatThrownBy(() -> Recordable.check(KNOWN, name, true))
          .as(name)
          .hasMessage("the server's name has a character that no name can have");
    }
    for (String name : List.of("a", "10.0.0.1", "[fe80::1%eth0]:2222", "fe80::1", "[a_b.c]:22")) {
      assertThatNoException().as(name).isThrownBy(() -> Recordable.check(KNOWN, name, true));
    }
  }

  @Test
  void aFileOfAnInventoryMustBeNamedLikeOneAlsoWhereALinkLeads() {
    Path keys = Path.of("/home/me/.ssh/authorized_keys");
    List<Path> names = List.of(KNOWN.get(0), keys);
    assertThatThrownBy(() -> Recordable.check(names, "a", true))
        .hasMessageStartingWith(keys + " is not named like a known hosts file");
    assertThatNoException().isThrownBy(() -> Recordable.check(names, "a", false));
  }
}
