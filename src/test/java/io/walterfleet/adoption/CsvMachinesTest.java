package io.walterfleet.adoption;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Tag("unit")
class CsvMachinesTest {
  private static final JsonNode SCHEMA =
      JsonMapper.shared().readTree(Path.of("schema/inventory.schema.json").toFile());

  @Test
  void whateverAMachineMaySayCanBeAColumn() {
    Set<String> keys = new TreeSet<>(keys("machine"));
    keys.remove("ssh");
    keys("ssh").forEach(key -> keys.add("ssh." + key));
    keys.add("name");
    keys.add("group");
    assertThat(CsvMachines.KEYS).isEqualTo(keys);
  }

  private static Set<String> keys(String definition) {
    JsonNode properties = SCHEMA.path("$defs").path(definition).path("properties");
    return new TreeSet<>(properties.propertyNames());
  }
}
