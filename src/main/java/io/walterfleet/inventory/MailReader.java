package io.walterfleet.inventory;

import io.walterfleet.fleet.Channel;
import io.walterfleet.fleet.Channel.Mail;
import io.walterfleet.fleet.Channel.Mail.Login;
import io.walterfleet.fleet.Secret;
import java.util.List;
import java.util.Optional;

/** Reads who gets mail, and by which server. */
final class MailReader {
  private static final int LAST_PORT = 65_535;
  private static final int WITHOUT_STARTTLS = 465;

  private MailReader() {}

  static Optional<Channel> read(Section section) {
    List<String> to =
        section.required("to", "write to: [ops@example.com]").map(Cursor::items).stream()
            .flatMap(List::stream)
            .flatMap(item -> Form.MAIL_ADDRESS.read(item).stream())
            .toList();
    Optional<String> from =
        section
            .required("from", "write from: walter-fleet@example.com")
            .flatMap(Form.MAIL_ADDRESS::read);
    Optional<Server> server =
        section
            .required("server", "write server: \"smtp.example.com:587\"")
            .flatMap(MailReader::server);
    Optional<Login> login = login(section);
    return server.flatMap(at -> from.map(by -> new Mail(to, by, at.host(), at.port(), login)));
  }

  private record Server(String host, int port) {}

  private static Optional<Server> server(Cursor cursor) {
    return Form.MAIL_SERVER
        .read(cursor)
        .flatMap(
            text -> {
              int colon = text.lastIndexOf(':');
              int port = Integer.parseInt(text.substring(colon + 1));
              String host = text.substring(0, colon).replaceAll("[\\[\\]]", "");
              if (port < 1 || port > LAST_PORT) {
                return cursor.refuse(
                    "has the port " + port + ", but it must be from 1 to 65535",
                    "write the one for submission, 587");
              }
              return port == WITHOUT_STARTTLS
                  ? cursor.refuse(
                      "has the port 465, where STARTTLS is not spoken",
                      "use the port for submission, 587")
                  : Optional.of(new Server(host, port));
            });
  }

  private static Optional<Login> login(Section section) {
    Optional<Cursor> user = section.at("user");
    boolean isSaid = SecretReader.isSaid(section, "password");
    if (user.isPresent() != isSaid) {
      return section
          .cursor()
          .refuse(
              user.isPresent() ? "has a user, but no password" : "has a password, but no user",
              "name both, or neither: user, and passwordFile or passwordVariable");
    }
    Optional<Secret> password = SecretReader.read(section, "password");
    return user.flatMap(Form.MAIL_USER::read)
        .flatMap(name -> password.map(secret -> new Login(name, secret)));
  }
}
