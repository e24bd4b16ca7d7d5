package io.walterfleet.fleet;

/**
 * The names of the managed keys in {@code .env.deploy}; data, because the vendor names but one of
 * them (WALTER.md: {@code PHX_HOST} is D, {@code WALTER_IMAGE} is O, the others are A).
 */
public record EnvKeys(String image, String host, String mode, String httpsPort, String httpPort) {
  /** The names that hold unless the inventory says others. */
  public static final EnvKeys DEFAULT =
      new EnvKeys(
          "WALTER_IMAGE", "PHX_HOST", "WALTER_MODE", "WALTER_HTTPS_PORT", "WALTER_HTTP_PORT");
}
