package io.walterfleet.plan;

import io.walterfleet.fleet.ImageRef;
import java.util.List;
import java.util.Optional;

/**
 * The Compose stack as Docker reports it.
 *
 * @param project the running stack's project name, if it has a container
 * @param services its containers, one-off ones left out
 * @param imageId the id of the image that {@code .env.deploy} names, if the machine has it
 * @param data where its data are
 */
public record Stack(
    Optional<String> project, List<Service> services, Optional<String> imageId, Data data) {
  /** A stack without a container. */
  public static final Stack NONE = new Stack(Optional.empty(), List.of(), Optional.empty());

  public Stack {
    services = List.copyOf(services);
  }

  /** A stack whose data are where they were. */
  public Stack(Optional<String> project, List<Service> services, Optional<String> imageId) {
    this(project, services, imageId, Data.KEPT);
  }

  /**
   * Where a stack's data are, as far as that says something of its backups.
   *
   * @param gone the volume that held the data of a stack without containers, if it is gone, too; or
   *     the database's volume that has no name of its own, which went with its container
   * @param directory the directory of the machine that the database is in, if it is in no volume
   * @param uncopied the other volumes, by their names, and the directories of the machine, by their
   *     paths, that its containers may write to, and that no backup has
   */
  public record Data(Optional<String> gone, Optional<String> directory, List<String> uncopied) {
    /** The database and Walter's own state in their volumes, and nothing else. */
    static final Data KEPT = new Data(Optional.empty(), Optional.empty(), List.of());

    public Data {
      uncopied = List.copyOf(uncopied);
    }
  }

  /**
   * One container of the stack.
   *
   * @param state Docker's word: running, exited, created, restarting, paused, dead
   * @param image the reference that it was started from
   * @param imageId the id of the image that it runs
   * @param done true when it ended well and shall not run again until the next start of the stack
   */
  public record Service(String name, String state, String image, String imageId, boolean done) {
    /** A service that shall run. */
    public Service(String name, String state, String image, String imageId) {
      this(name, state, image, imageId, false);
    }
  }

  /** True for a volume that has but the name that Docker made up. */
  static boolean isUnnamed(String volume) {
    return volume.matches("[0-9a-f]{64}");
  }

  /** True when every container that shall run does, and one of them this image, in any build. */
  public boolean runs(ImageRef image) {
    return new Stack(project, services, Optional.empty()).difference(image.value()).isEmpty();
  }

  /** True when a container runs, and none that should is down. */
  public boolean isUp() {
    return services.stream().anyMatch(service -> service.state().equals("running"))
        && services.stream().allMatch(one -> one.done() || one.state().equals("running"));
  }

  /** True when there are containers, and none of them runs. */
  public boolean isStopped() {
    return !services.isEmpty()
        && services.stream().noneMatch(service -> service.state().equals("running"));
  }

  /** How the stack differs from one that runs this image; empty when it does not. */
  public Optional<String> difference(String image) {
    if (services.isEmpty()) {
      return Optional.of("no container");
    }
    List<Service> kept = services.stream().filter(service -> !service.done()).toList();
    Optional<Service> idle =
        kept.stream().filter(service -> !service.state().equals("running")).findFirst();
    if (idle.isPresent()) {
      return Optional.of(idle.get().name() + " is " + idle.get().state());
    }
    List<Service> walter = kept.stream().filter(one -> one.image().equals(image)).toList();
    if (walter.isEmpty()) {
      return Optional.of("no container runs " + image);
    }
    boolean older =
        imageId.isPresent()
            && walter.stream().anyMatch(one -> !one.imageId().equals(imageId.get()));
    return older ? Optional.of("runs an older build of " + image) : Optional.empty();
  }
}
