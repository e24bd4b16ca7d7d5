package io.walterfleet.format;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The published schemas, as a reader of our JSON would use them. */
public final class Schemas {
  private Schemas() {}

  /** What the schema has against the JSON text. */
  public static List<String> complaints(String schema, String json) throws IOException {
    return complaints(Path.of("schema", schema), json);
  }

  /** What the schema of a receiver of notifications has against the body of a request. */
  public static List<String> receiver(String name, String json) throws IOException {
    return complaints(Path.of("src/test/resources/receivers", name + ".schema.json"), json);
  }

  private static List<String> complaints(Path schema, String json) throws IOException {
    SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    Schema read = registry.getSchema(Files.readString(schema));
    return read.validate(json, InputFormat.JSON).stream().map(Error::toString).toList();
  }
}
