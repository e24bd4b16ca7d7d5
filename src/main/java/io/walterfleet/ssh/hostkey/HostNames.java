package io.walterfleet.ssh.hostkey;

import io.walterfleet.ssh.protocol.HostPattern;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The first field of a known hosts line: which hosts it is about (sshd(8)). */
sealed interface HostNames {
  /** Whether a host, {@code name} or {@code [name]:port} in lower case, is meant. */
  boolean include(String host);

  /** The field as it stands in a file; nothing when it is malformed. */
  static Optional<HostNames> parse(String field) {
    if (!field.startsWith("|")) {
      return Optional.of(new Patterns(List.of(field.toLowerCase(Locale.ROOT).split(",", -1))));
    }
    String[] parts = field.split("\\|", -1);
    if (parts.length != 4 || !parts[1].equals("1")) {
      return Optional.empty();
    }
    try {
      Base64.getDecoder().decode(parts[2]);
      return Optional.of(new Hashed(parts[2], parts[3]));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Names and patterns; one that begins with {@code !} excludes. */
  record Patterns(List<String> patterns) implements HostNames {
    public Patterns {
      patterns = List.copyOf(patterns);
    }

    @Override
    public boolean include(String host) {
      return HostPattern.anyMatches(patterns, host);
    }

    /** Whether these are nothing but names, so that they can be looked up. */
    boolean isPlain() {
      return patterns.stream().noneMatch(HostPattern::isPattern);
    }
  }

  /** The HMAC-SHA1 of one name, in Base64 as the file has it. */
  record Hashed(String salt, String hash) implements HostNames {
    @Override
    public boolean include(String host) {
      byte[] hmac = hmac(Base64.getDecoder().decode(salt), host);
      return Base64.getEncoder().encodeToString(hmac).equals(hash);
    }
  }

  /** A name as a hashed known hosts file has it. */
  static String hashed(String host, byte[] salt) {
    Base64.Encoder encoder = Base64.getEncoder();
    return "|1|" + encoder.encodeToString(salt) + "|" + encoder.encodeToString(hmac(salt, host));
  }

  private static byte[] hmac(byte[] salt, String host) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(salt, "HmacSHA1"));
      return mac.doFinal(host.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA1", e);
    }
  }
}
