package io.walterfleet.adoption;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.Controls;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.Tuple;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Whatever a machine, a list or an Ansible inventory says, it stays in its scalar or comment. */
@Tag("unit")
class AnyTextTest {
  private static final String ODD =
      "\u0000\u0001\t\n\u000b\f\r\u001b \u007f\u0080\u0085\u009b\u00a0\u00ad\u061c\u200b\u200e"
          + "\u2028\u2029\u202a\u202e\u2066\u2069\ufeff\ufffe\uffff\ufffd";
  private static final String YAML = "\"'\\#:,[]{}&*!|>%@`?-~=<.0123yestrunofl \n";

  /** Text of which most is odd to YAML or to a terminal; half of it looks like keys. */
  @Provide
  static Arbitrary<String> texts() {
    Arbitrary<String> pieces =
        Arbitraries.frequencyOf(
            Tuple.of(4, Arbitraries.of(characters(ODD))),
            Tuple.of(4, Arbitraries.of(characters(YAML))),
            Tuple.of(
                1, Arbitraries.of("\njump: evil", "\u2028jump: evil", ": ", " #", "---\n", "😀")),
            Tuple.of(1, Arbitraries.strings().ofMinLength(1).ofMaxLength(2)));
    return pieces
        .list()
        .ofMaxSize(12)
        .map(list -> String.join("", list))
        .filter(AnyTextTest::isText);
  }

  @Property(tries = 3000)
  void aTextIsReadBackAsItIs(@ForAll("texts") String text) {
    Map<String, String> map = Map.of("key", Yaml.text(text));

    assertThat(read(Yaml.map(map))).isEqualTo(Map.of("key", text));
    assertThat(read(Yaml.list(List.of(text, text)))).isEqualTo(List.of(text, text));
    assertThat(read(Yaml.quoted(text))).isEqualTo(text);
    assertThat(Yaml.text(text).codePoints()).noneMatch(Controls::isOne);
  }

  @Property(tries = 3000)
  void aCommentEndsNowhereBeforeItsLine(@ForAll("texts") String text) {
    assertThat(read("a: 1 # " + Yaml.comment(text) + "\nb: 2\n")).isEqualTo(Map.of("a", 1, "b", 2));
    assertThat(Yaml.comment(text).codePoints()).noneMatch(Controls::isOne);
  }

  @Property(tries = 2000)
  void noWordsOfOthersAddAKeyToAnInventory(
      @ForAll("texts") String one, @ForAll("texts") String two, @ForAll("texts") String three) {
    Map<String, String> ssh = Map.of("port", one, "user", two, "become", three);
    Candidate candidate = new Candidate("store-1", one, Set.of(two), three, ssh);
    Draft draft =
        new Draft(
            new Draft.Head(one, two, Map.of("port", three)),
            List.of(new Adopted(candidate, Map.of())),
            Map.of("store-2", one, "store-3" + two, three));

    String inventory = draft.text();
    assertThat(at(inventory).keySet().stream().map(String::valueOf))
        .isSubsetOf("apiVersion", "fleet", "releases", "ssh", "defaults", "groups");
    assertThat(at(inventory).get("fleet")).isEqualTo(one);
    assertThat(at(inventory, "groups")).hasSize(1);
    Map<?, ?> machine = at(inventory, "groups", one, "machines", "store-1");
    assertThat(machine.get("address")).isEqualTo(three);
    Map<?, ?> login = at(inventory, "groups", one, "machines", "store-1", "ssh");
    assertThat(login).hasSize(3);
    assertThat(String.valueOf(login.get("port"))).isEqualTo(one);
    assertThat(login.get("user")).isEqualTo(two);
    assertThat(String.valueOf(login.get("become"))).isEqualTo(three);
  }

  /** The mapping at a path of keys. */
  private static Map<?, ?> at(String yaml, String... path) {
    Map<?, ?> map = (Map<?, ?>) read(yaml);
    for (String key : path) {
      map = (Map<?, ?>) Objects.requireNonNull(map.get(key), key);
    }
    return map;
  }

  /** Half a character is no text: no reader of UTF-8 gives one. */
  private static boolean isText(String text) {
    return text.codePoints()
        .noneMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
  }

  private static List<String> characters(String text) {
    return text.codePoints().mapToObj(Character::toString).toList();
  }

  private static Object read(String yaml) {
    return new org.yaml.snakeyaml.Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
  }
}
