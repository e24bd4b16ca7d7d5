package io.walterfleet.adoption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The machines that somebody names for adoption. */
@Tag("unit")
class CandidatesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          10.0.0.11                    | 10.0.0.11     | 10.0.0.11 | {}
          walter@edge.example.com      | edge.example.com | edge.example.com | {user=walter}
          walter@10.0.0.11:2222        | 10.0.0.11     | 10.0.0.11 | {user=walter, port=2222}
          edge-1=walter@10.0.0.11      | edge-1        | 10.0.0.11 | {user=walter}
          [2001:db8::1]:22             | 2001-db8--1   | 2001:db8::1 | {port=22}
          _alias                       | alias         | _alias    | {}
          """)
  void aMachineIsOneWord(String word, String name, String address, String ssh) throws BadSource {
    Candidate one = Candidates.of(List.of(word), "").get(0);
    assertThat(one.name()).isEqualTo(name);
    assertThat(one.address()).isEqualTo(address);
    assertThat(one.ssh()).hasToString(ssh);
    assertThat(one.group()).isEqualTo("servers");
  }

  @Test
  void aListHasOneALineAndEachMachineOnce() throws BadSource {
    String text = "# ours\n\nwalter@a:22   # the first\n  walter@a\nops@a\nb\n";
    assertThat(Candidates.of(List.of("b"), text).stream().map(Candidate::name))
        .containsExactly("b", "a", "a-2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          walter@               | line 1 is not a machine
          a b                   | line 1 is not a machine
          a:ssh                 | line 1 is not a machine
          {"all": {}}           | it is not what ansible-inventory --list prints: it has no _meta.hostvars
          {"all":               | it is not valid JSON, at line 1
          """)
  void whatIsNoMachineIsNamed(String text, String reason) {
    assertThatThrownBy(() -> Candidates.of(List.of(), text))
        .isInstanceOf(BadSource.class)
        .hasMessage(reason);
  }

  @Test
  void ansibleGroupsBecomeGroupsAndTags() throws BadSource {
    String json =
        """
        {"_meta": {"hostvars": {
           "edge-1": {"ansible_host": "10.0.0.11", "ansible_user": "walter", "ansible_port": 2222,
                      "ansible_become": true, "ansible_password": "canary"},
           "store 2": {"ansible_ssh_private_key_file": "~/.ssh/stores",
                       "ansible_ssh_common_args": "-o StrictHostKeyChecking=yes -o ProxyJump=ops@bastion",
                       "ansible_user": "{{ secret }}"},
           "lone": {}}},
         "all": {"children": ["ungrouped", "emea"]},
         "emea": {"children": ["canary", "stores"]},
         "canary": {"hosts": ["edge-1"]},
         "retail": {"hosts": ["store 2"]},
         "stores": {"hosts": ["store 2"]},
         "ungrouped": {"hosts": ["lone"]}}
        """;
    assertThat(Candidates.of(List.of(), json))
        .containsExactly(
            new Candidate(
                "edge-1",
                "canary",
                Set.of("emea"),
                "10.0.0.11",
                Map.of("user", "walter", "port", "2222", "become", "true")),
            new Candidate(
                "store-2",
                "retail",
                Set.of("emea", "stores"),
                "store 2",
                Map.of("identityFile", "~/.ssh/stores", "jump", "ops@bastion")),
            new Candidate("lone", "servers", Set.of(), "lone", Map.of()));
  }
}
