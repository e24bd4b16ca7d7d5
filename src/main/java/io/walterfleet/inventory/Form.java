package io.walterfleet.inventory;

import java.util.Optional;
import java.util.regex.Pattern;

/** The forms that texts in an inventory can have. */
enum Form {
  NAME(
      "[A-Za-z0-9][A-Za-z0-9._-]{0,127}",
      "a name",
      "use up to 128 letters, digits, '.', '_' and '-', beginning with a letter or a digit"),
  USER(
      "[A-Za-z0-9_][A-Za-z0-9_.@\\\\$+-]{0,127}",
      "a user name",
      "write the name that logs in to the machine, such as 'walter'"),
  FINGERPRINT(
      "SHA256:[A-Za-z0-9+/]{43}",
      "a host key fingerprint",
      "write what 'ssh-keygen -lf' shows: SHA256: and 43 letters"),
  IMAGE_KEY(Names.key("IMAGE|TAG"), "a key for an image", Names.advice("IMAGE or TAG")),
  HOST_KEY(
      Names.key("HOST|HOSTNAME|DOMAIN|FQDN"),
      "a key for a host name",
      Names.advice("HOST, HOSTNAME, DOMAIN or FQDN")),
  MODE_KEY(Names.key("MODE|TLS"), "a key for a mode", Names.advice("MODE or TLS")),
  PORT_KEY(Names.key("PORT"), "a key for a port", Names.advice("PORT")),
  PROJECT(
      "[a-z0-9][a-z0-9_-]{0,127}",
      "a Compose project name",
      "use lower-case letters, digits, '_' and '-'"),
  VOLUME(
      "[A-Za-z0-9][A-Za-z0-9_.-]{0,127}",
      "a volume name",
      "use letters, digits, '.', '_' and '-', beginning with a letter or a digit"),
  SERVICE(
      "[A-Za-z0-9][A-Za-z0-9_.-]{0,127}",
      "a Compose service name",
      "use letters, digits, '.', '_' and '-', beginning with a letter or a digit"),
  PROFILE(
      "[A-Za-z0-9][A-Za-z0-9_.-]{0,127}",
      "a Compose profile",
      "use letters, digits, '.', '_' and '-', beginning with a letter or a digit"),
  STACK_FILE(
      "/?[A-Za-z0-9._][A-Za-z0-9._+-]*+(?:/[A-Za-z0-9._][A-Za-z0-9._+-]*+)*+",
      "a path from the install directory",
      "use letters, digits, '.', '_', '+', '-' and '/'"),
  OVERLAY(
      "(?=[A-Za-z0-9._+/-]*\\{mode\\}[A-Za-z0-9._+/-]*+$)[^-].*",
      "a path with {mode}",
      "write it from the install directory on, such as compose.{mode}.yml"),
  COMMAND_WORD(
      "(?:[A-Za-z0-9._=:@+/-]|\\{mode\\}){1,128}",
      "a word of a command",
      "use letters, digits, '.', '_', '=', ':', '@', '+', '-', '/' and {mode}"),
  MAIL_ADDRESS(
      "[A-Za-z0-9._%+=-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,188}[A-Za-z0-9])?",
      "a mail address", "write the address alone, such as ops@example.com"),
  MAIL_SERVER(
      "(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\\[::1\\]):[0-9]{1,5}",
      "a mail server with its port",
      "write host:port, such as smtp.example.com:587"),
  MAIL_USER("[\\x21-\\x7E]{1,128}", "a user name", "use visible ASCII characters without spaces"),
  VARIABLE(
      "[A-Za-z_][A-Za-z0-9_]{0,127}",
      "the name of an environment variable",
      "use letters, digits and '_', not beginning with a digit"),
  TIME("([01]\\d|2[0-3]):[0-5]\\d", "a time of day", "write hours and minutes, such as \"02:30\""),
  /** A time of day, or midnight at the end of a day. */
  END(
      "([01]\\d|2[0-3]):[0-5]\\d|24:00",
      "a time of day",
      "write hours and minutes, such as \"02:30\", or \"24:00\" for the end of the day"),
  DIRECTORY(
      "[A-Za-z0-9._][A-Za-z0-9._-]*+(?:/[A-Za-z0-9._][A-Za-z0-9._-]*+)*+",
      "a directory below the home",
      "write it without a leading '/' or '~', with letters, digits, '.', '_', '-' and '/'");

  private final Pattern pattern;
  private final String what;
  private final String fix;

  Form(String pattern, String what, String fix) {
    this.pattern = Pattern.compile(pattern);
    this.what = what;
    this.fix = fix;
  }

  boolean fits(String text) {
    return pattern.matcher(text).matches();
  }

  String advice() {
    return fix;
  }

  /** The text at the cursor, if it has this form. */
  Optional<String> read(Cursor cursor) {
    return cursor.text().flatMap(text -> check(cursor, text));
  }

  /** The same, where a range of numbers may stand in it. */
  Optional<String> readRanged(Cursor cursor) {
    return cursor.rangedText().flatMap(text -> check(cursor, text));
  }

  private Optional<String> check(Cursor cursor, String text) {
    return fits(text) ? Optional.of(text) : cursor.refuse(text, "is not " + what, fix);
  }

  /**
   * The names that managed keys may have. Their values are read, shown and written over, so a name
   * says by its last word what it holds, and no word of it speaks of a secret or of another
   * service.
   */
  private static final class Names {
    private static final String SECRETS =
        "SECRET|PASS|PWD|TOKEN|KEY|CRED|AUTH|SALT|PRIVATE|SIGN|CRYPT|DSN|URL|URI";
    private static final String SERVICES =
        "DATABASE|DB|PG|POSTGRES|POSTGRESQL|MYSQL|REDIS|SMTP|MAIL|MAILER|LDAP|PROXY|S3|AWS";

    private static String key(String last) {
      return "(?!.*(?:%s))(?!(?:.*_)?(?:%s)_)(?:[A-Z_][A-Z0-9_]{0,118}_)?(?:%s)"
          .formatted(SECRETS, SERVICES, last);
    }

    private static String advice(String last) {
      return "use a name in capital letters that ends in "
          + last
          + ", without a word of a secret or of another service";
    }
  }
}
