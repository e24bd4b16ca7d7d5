package io.walterfleet.inventory;

import io.walterfleet.fleet.ComposeCall;
import io.walterfleet.fleet.EnvKeys;
import io.walterfleet.fleet.ManagedKey;
import io.walterfleet.fleet.ProductLayout;
import io.walterfleet.fleet.StackNames;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what the inventory says of Walter itself where the vendor says nothing. */
final class ProductLayoutReader {
  private final Section section;

  private ProductLayoutReader(Section section) {
    this.section = section;
  }

  /** The conventions that these two sections of an inventory say; an absent one says nothing. */
  static ProductLayout read(Optional<Cursor> envKeys, Optional<Cursor> stack) {
    return new ProductLayout(
        envKeys
            .map(cursor -> new ProductLayoutReader(Section.of(cursor, Keys.ENV_KEYS)).envKeys())
            .orElse(EnvKeys.DEFAULT),
        stack
            .map(cursor -> new ProductLayoutReader(Section.of(cursor, Keys.STACK)).stack())
            .orElse(StackNames.DEFAULT));
  }

  private EnvKeys envKeys() {
    Map<String, String> owners = new HashMap<>();
    return EnvKeys.of(key -> envKey(key.word(), form(key), key.usualName(), owners));
  }

  private static Form form(ManagedKey key) {
    return switch (key.kind()) {
      case IMAGE -> Form.IMAGE_KEY;
      case MODE -> Form.MODE_KEY;
      case HOST -> Form.HOST_KEY;
      case PORT -> Form.PORT_KEY;
    };
  }

  /** Two managed keys of one name would overwrite each other on every machine. */
  private String envKey(String key, Form form, String usual, Map<String, String> owners) {
    String name = section.at(key).flatMap(form::read).orElse(usual);
    String owner = owners.putIfAbsent(name, key);
    if (owner != null) {
      section
          .at(key)
          .or(() -> section.at(owner))
          .ifPresent(
              cursor ->
                  cursor.refuse(
                      "is "
                          + Quoted.of(name)
                          + ", so '"
                          + owner
                          + "' and '"
                          + key
                          + "' have one name",
                      "give each of the five a name of its own"));
    }
    return name;
  }

  private StackNames stack() {
    StackNames usual = StackNames.DEFAULT;
    StackNames stack =
        new StackNames(
            name("project", Form.PROJECT, usual.project()),
            name("postgresVolume", Form.VOLUME, usual.postgresVolume()),
            name("stateVolume", Form.VOLUME, usual.stateVolume()),
            name("setupService", Form.SERVICE, usual.setupService()),
            call());
    if (stack.postgresVolume().equals(stack.stateVolume())) {
      section
          .cursor()
          .refuse(
              "has one name for both volumes, " + Quoted.of(stack.stateVolume()),
              "name the two volumes that the stack has");
    }
    return stack;
  }

  private ComposeCall call() {
    return new ComposeCall(
        all("files", Form.STACK_FILE),
        section.at("overlay").flatMap(Form.OVERLAY::read),
        all("envFiles", Form.STACK_FILE),
        all("profiles", Form.PROFILE),
        all("oneShots", Form.SERVICE),
        all("compose", Form.COMMAND_WORD));
  }

  private List<String> all(String key, Form form) {
    return section.at(key).stream()
        .flatMap(cursor -> cursor.items().stream())
        .flatMap(item -> form.read(item).stream())
        .toList();
  }

  private String name(String key, Form form, String usual) {
    return section.at(key).flatMap(form::read).orElse(usual);
  }
}
