package io.walterfleet.alerting;

import io.walterfleet.fleet.Controls;
import io.walterfleet.fleet.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/** Reads secrets from where the inventory says that they are, when they are needed. */
final class SecretValues {
  private static final int LONGEST = 4096;

  private final Map<String, String> environment;

  SecretValues(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /** Why there is no secret; its text is fit to show. */
  static final class Missing extends Exception {
    private static final long serialVersionUID = 1;

    Missing(String why) {
      super(why);
    }
  }

  String of(Secret secret) throws Missing {
    if (secret instanceof Secret.InVariable variable) {
      return checked(
          environment.getOrDefault(variable.name(), ""),
          "the environment variable " + variable.name());
    }
    String path = ((Secret.InFile) secret).path();
    try (InputStream in = Files.newInputStream(Path.of(path))) {
      byte[] bytes = in.readNBytes(LONGEST + 1);
      return checked(new String(bytes, StandardCharsets.UTF_8).strip(), "the file " + path);
    } catch (NoSuchFileException none) {
      throw new Missing("there is no file " + path);
    } catch (AccessDeniedException closed) {
      throw new Missing("the file " + path + " may not be read");
    } catch (IOException unreadable) {
      throw new Missing("the file " + path + " cannot be read");
    }
  }

  private static String checked(String value, String place) throws Missing {
    if (value.isEmpty()) {
      throw new Missing(place + " is empty or not set");
    }
    if (value.length() > LONGEST || Controls.isIn(value)) {
      throw new Missing(place + " has more than one line, or is too long");
    }
    return value;
  }
}
