package io.walterfleet;

import io.walterfleet.app.Signals;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;

/**
 * SIGINT, SIGTERM and SIGHUP of this process.
 *
 * <p>Java has only {@code sun.misc.Signal} for this, which javac warns of in a way that nothing can
 * suppress; hence the method handles. A shutdown hook would not do: it cannot tell a second signal.
 */
final class ProcessSignals implements Signals {
  private static final List<String> NAMES = List.of("INT", "TERM", "HUP");

  @Override
  public void handle(Runnable onSignal) {
    for (String name : NAMES) {
      try {
        install(name, onSignal);
      } catch (Throwable refused) {
        // a Java that does without: the process ends at once, as by default, and machines recover
      }
    }
  }

  @Override
  public void leave(int exitCode) {
    Runtime.getRuntime().exit(exitCode);
  }

  private static void install(String name, Runnable onSignal) throws Throwable {
    Class<?> signal = Class.forName("sun.misc.Signal");
    Class<?> handler = Class.forName("sun.misc.SignalHandler");
    MethodHandles.Lookup lookup = MethodHandles.lookup();
    MethodHandle run =
        lookup
            .findVirtual(Runnable.class, "run", MethodType.methodType(void.class))
            .bindTo(onSignal);
    Object action =
        MethodHandleProxies.asInterfaceInstance(
            handler, MethodHandles.dropArguments(run, 0, signal));
    Object made =
        lookup
            .findConstructor(signal, MethodType.methodType(void.class, String.class))
            .invoke(name);
    lookup
        .findStatic(signal, "handle", MethodType.methodType(handler, signal, handler))
        .invoke(made, action);
  }
}
