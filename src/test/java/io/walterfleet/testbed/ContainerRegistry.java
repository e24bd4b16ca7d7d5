package io.walterfleet.testbed;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.PushResponseItem;
import com.github.dockerjava.api.model.Volume;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/**
 * A registry that is ghcr.io to the machines of a network, with a certificate of its own. What was
 * pushed once stays in a volume, since pushing is the slowest act of the tests.
 */
final class ContainerRegistry extends GenericContainer<ContainerRegistry> {
  private static final int HTTPS = 443;
  private static final List<String> RELEASES =
      List.of("1.7.8", "1.7.9", "1.8.2", "1.8.3", "1.8.90", "1.8.91", "1.8.92");

  private final Map<String, String> digests = new ConcurrentSkipListMap<>();

  ContainerRegistry(Network network) {
    super(DockerImageName.parse("walter-fleet-test/registry:latest"));
    withImagePullPolicy(name -> false);
    withNetwork(network);
    withNetworkAliases("ghcr.io");
    withExposedPorts(HTTPS);
    withCreateContainerCmdModifier(
        command ->
            command
                .getHostConfig()
                .withBinds(
                    new Bind("walter-fleet-test-registry", new Volume("/var/lib/registry"))));
    waitingFor(Wait.forLogMessage(".*listening on .*", 1));
  }

  /** The certificate that machines must trust. */
  byte[] certificate() {
    return copyFileFromContainer("/tls/registry.crt", InputStream::readAllBytes);
  }

  /** Pushes the database and every release that the tests know. */
  void pushAll() throws InterruptedException {
    push("walter-fleet-test/postgres:15", "postgres", "15");
    for (String release : RELEASES) {
      digests.put(release, push("walter-fleet-test/walter:" + release, "walter", release));
    }
  }

  /** The digests that the releases were pushed under. */
  Map<String, String> digests() {
    return Map.copyOf(digests);
  }

  // dockerd trusts 127.0.0.0/8 without a certificate, so pushing goes to the published port
  private String push(String image, String name, String tag) throws InterruptedException {
    DockerClient docker = DockerClientFactory.lazyClient();
    String repository = "127.0.0.1:" + getMappedPort(HTTPS) + "/matchylabs/" + name;
    List<String> errors = new CopyOnWriteArrayList<>();
    docker.tagImageCmd(image, repository, tag).exec();
    docker
        .pushImageCmd(repository)
        .withTag(tag)
        .withAuthConfig(new AuthConfig())
        .exec(
            new ResultCallback.Adapter<PushResponseItem>() {
              @Override
              public void onNext(PushResponseItem item) {
                if (item.isErrorIndicated()) {
                  errors.add(String.valueOf(item.getErrorDetail()));
                }
              }
            })
        .awaitCompletion();
    List<String> names = docker.inspectImageCmd(repository + ":" + tag).exec().getRepoDigests();
    docker.removeImageCmd(repository + ":" + tag).exec();
    if (!errors.isEmpty()) {
      throw new IllegalStateException("could not push " + image + ": " + errors);
    }
    return names.stream()
        .filter(digest -> digest.startsWith(repository + "@"))
        .map(digest -> digest.substring(repository.length() + 1))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
