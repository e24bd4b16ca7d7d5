package io.walterfleet.testbed;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Sees after each test that a second apply and a second plan find nothing to do, wherever the test
 * has applied. JUnit takes this up by itself, so that no test can forget it.
 */
public final class NothingLeftToDo implements AfterEachCallback {
  private static final Set<Place> OWING = ConcurrentHashMap.newKeySet();

  /** Where tests apply. */
  @FunctionalInterface
  public interface Place {
    /** Applies and plans again, and fails unless both find nothing to do. */
    void settle() throws IOException, InterruptedException;
  }

  /** Somebody has applied at this place. */
  public static void owes(Place place) {
    OWING.add(place);
  }

  /** Settles this place now, because it is about to be closed. */
  public static void settle(Place place) throws IOException {
    try {
      if (OWING.contains(place)) {
        place.settle();
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    } finally {
      OWING.remove(place);
    }
  }

  @Override
  public void afterEach(ExtensionContext test) throws Exception {
    try {
      if (test.getExecutionException().isEmpty()) {
        for (Place place : List.copyOf(OWING)) {
          place.settle();
        }
      }
    } finally {
      OWING.clear();
    }
  }
}
