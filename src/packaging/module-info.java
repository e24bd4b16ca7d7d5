/** The program as a module of the runtime that the packages carry: all that is in the jar, in one. */
module walterfleet {
  requires java.logging;
  requires java.management;
  requires java.naming;
  requires java.security.jgss;
  requires java.sql;
  requires jdk.crypto.ec;
  requires jdk.httpserver;
  requires jdk.net;
  requires jdk.unsupported;
  requires jdk.zipfs;

  uses jakarta.mail.Provider;
  uses jakarta.mail.util.StreamProvider;
  uses java.nio.file.spi.FileSystemProvider;
  uses org.apache.commons.compress.archivers.ArchiveStreamProvider;
  uses org.apache.commons.compress.compressors.CompressorStreamProvider;
  uses org.apache.sshd.common.io.IoServiceFactoryFactory;
  uses tools.jackson.databind.JacksonModule;

  provides jakarta.mail.Provider with
      org.eclipse.angus.mail.smtp.SMTPProvider;
  provides jakarta.mail.util.StreamProvider with
      org.eclipse.angus.mail.util.MailStreamProvider;
  provides java.nio.file.spi.FileSystemProvider with
      org.apache.sshd.common.file.root.RootedFileSystemProvider;
  provides tools.jackson.core.TokenStreamFactory with
      tools.jackson.core.json.JsonFactory;
  provides tools.jackson.databind.ObjectMapper with
      tools.jackson.databind.json.JsonMapper;
}
