package io.walterfleet.adoption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
    Candidate one = Candidates.of(List.of(word), "").machines().get(0);
    assertThat(one.name()).isEqualTo(name);
    assertThat(one.address()).isEqualTo(address);
    assertThat(one.ssh()).hasToString(ssh);
    assertThat(one.group()).isEqualTo("servers");
  }

  @Test
  void aListHasOneALineAndEachMachineOnce() throws BadSource {
    String text = "# ours\n\nwalter@a:22   # the first\n  walter@a\nops@a\nb\n";
    assertThat(Candidates.of(List.of("b"), text).machines().stream().map(Candidate::name))
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
                       "ansible_ssh_common_args": "-o StrictHostKeyChecking=yes -o ProxyJump=ops@bastion"},
           "lone": {}}},
         "all": {"children": ["ungrouped", "emea"]},
         "emea": {"children": ["canary", "stores"]},
         "canary": {"hosts": ["edge-1"]},
         "retail": {"hosts": ["store 2"]},
         "stores": {"hosts": ["store 2"]},
         "ungrouped": {"hosts": ["lone"]}}
        """;
    assertThat(Candidates.of(List.of(), json).machines())
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "ansible_ssh_common_args": "-J ops@b1"                              | {jump=ops@b1}
          "ansible_ssh_common_args": "-C", "ansible_ssh_extra_args": "-Jops@b1" | {jump=ops@b1}
          "ansible_ssh_args": "-CqJ b0", "ansible_ssh_extra_args": "-J b1"    | {jump=b0}
          "ansible_ssh_common_args": "-oProxyJump='ops@b1' -o 'ProxyJump b2'" | {jump=ops@b1}
          "ansible_ssh_common_args": "-o ProxyJump=none"                      | {}
          "ansible_ssh_common_args": "-o ProxyCommand='ssh -W %h:%p -q ops@b1'" | {jump=ops@b1}
          "ansible_ssh_common_args": "-o ProxyCommand=\\"ssh -p 2222 -l ops b1 -W %h:%p\\"" | {jump=ops@b1:2222}
          "ansible_ssh_common_args": "-i k -l me -p 22 -o ControlMaster=auto -S none" | {identityFile=k, user=me, port=22}
          "ansible_ssh_common_args": "-o UserKnownHostsFile=/dev/null"        | {}
          "ansible_ssh_common_args": "-o UserKnownHostsFile=/k"               | {knownHostsFile=/k}
          "ansible_user": {"__ansible_unsafe": "me"}                          | {user=me}
          "ansible_become": "yes", "ansible_become_method": "sudo"            | {become=true}
          "ansible_become": false, "ansible_become_method": "doas"            | {}
          """)
  void theWayToAHostIsTakenOver(String variables, String ssh) throws BadSource {
    Candidates named = ansible(variables);
    assertThat(named.left()).isEmpty();
    assertThat(named.machines().get(0).ssh()).hasToString(ssh);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "ansible_host": {"__ansible_vault": "$ANSIBLE_VAULT;1.1;AES256"}    | its ansible_host is vaulted
          "ansible_host": "{{ ip }}" | its ansible_host is a template, which Ansible fills in when it runs
          "ansible_port": [22]                                                | its ansible_port is no text
          "ansible_ssh_common_args": "-J ops@b1,ops@b2" | its way leads through more than one bastion (ops@b1,ops@b2), and ssh.jump names one: name the last there, and in ~/.ssh/config a ProxyJump for it
          "ansible_ssh_common_args": "-o ProxyCommand='nc %h %p'" | its ProxyCommand 'nc %h %p' is more than 'ssh -W %h:%p BASTION', which is all that a jump can be
          "ansible_ssh_common_args": "-o ProxyCommand='ssh -i k b1 -W %h:%p'" | its ProxyCommand 'ssh -i k b1 -W %h:%p' is more than 'ssh -W %h:%p BASTION', which is all that a jump can be
          "ansible_ssh_extra_args": "-F other -4" | the option -F cannot be said in an inventory; the option -4 cannot be said in an inventory
          "ansible_ssh_extra_args": "-b 10.0.0.1" | the option -b cannot be said in an inventory
          "ansible_ssh_extra_args": "-o HostName=x" | the option HostName cannot be said in an inventory
          "ansible_ssh_extra_args": "-o x"        | the option '-o x' is not known
          "ansible_ssh_extra_args": "b1"          | the argument 'b1' is not known
          "ansible_ssh_extra_args": "-J 'b1"      | a quote in its ansible_ssh_extra_args is never closed
          "ansible_user": "a", "ansible_ssh_extra_args": "-l b" | its user is both 'a' and 'b'
          "ansible_connection": "local"           | its ansible_connection is 'local', not ssh
          "ansible_become": true, "ansible_become_user": "walter" | it becomes 'walter', and ssh.become is root
          "ansible_become": 1, "ansible_become_method": "doas" | it becomes root by 'doas', not by sudo
          """)
  void whatCannotBeTakenOverIsNamed(String variables, String reason) throws BadSource {
    Candidates named = ansible(variables);
    assertThat(named.machines()).isEmpty();
    assertThat(named.left()).containsExactly(Map.entry("h", reason));
  }

  @Test
  void anAddressBehindAnotherBastionIsAnotherMachine() throws BadSource {
    String json =
        """
        {"_meta": {"hostvars": {
           "a": {"ansible_host": "10.0.0.1", "ansible_ssh_common_args": "-J ops@b1"},
           "b": {"ansible_host": "10.0.0.1", "ansible_ssh_common_args": "-J ops@b2"},
           "c": {"ansible_host": "10.0.0.1", "ansible_ssh_common_args": "-J ops@b1"}}}}
        """;
    Candidates named = Candidates.of(List.of(), json);
    assertThat(named.machines().stream().map(one -> one.name() + " " + one.ssh()))
        .containsExactly("a {jump=ops@b1}", "b {jump=ops@b2}");
    assertThat(named.left())
        .containsExactly(Map.entry("c", "it is the same machine as 'a', by its way"));
  }

  @Test
  void namesThatBecomeAlikeAreKeptApart() throws BadSource {
    assertThat(
            Candidates.of(List.of("x=a", "x-2=b", "x=c"), "").machines().stream()
                .map(one -> one.name() + " " + one.address()))
        .containsExactly("x a", "x-2 b", "x-3 c");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[web]\nweb1\n",
        "[db]\n",
        "# ours\nweb1 ansible_host=10.0.0.1\n",
        "web1\n\n[web:children]\nx\n",
        "all:\n  hosts:\n    web1:\n",
        "---\nall:\n"
      })
  void anInventoryOfAnsibleGetsTheCommandThatMakesJsonOfIt(String text) {
    BadSource bad = catchThrowableOfType(BadSource.class, () -> Candidates.of(List.of(), text));
    assertThat(bad.reason())
        .isEqualTo("it is an inventory of Ansible as it is written, not as JSON");
    assertThat(bad.fix())
        .isEqualTo("ansible-inventory -i FILE --list | walter-fleet adopt --from -");
  }

  @Test
  void anExportThatLeavesVariablesWithTheGroupsIsRefused() {
    String json = "{\"_meta\": {\"hostvars\": {}}, \"web\": {\"vars\": {\"ansible_user\": \"x\"}}}";
    assertThat(catchThrowableOfType(BadSource.class, () -> Candidates.of(List.of(), json)).fix())
        .isEqualTo("leave --export out: ansible-inventory --list");
  }

  private static Candidates ansible(String variables) throws BadSource {
    return Candidates.of(List.of(), "{\"_meta\": {\"hostvars\": {\"h\": {" + variables + "}}}}");
  }
}
