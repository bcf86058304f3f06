package dev.windsock.server;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;

/**
 * Makes the signals that ask a program to end a clean end: else the JVM's exit code would be 143 or 130, as if something
 * had failed. The class for it is one of those that every JDK has and no compiler likes to see named.
 */
final class Signals {
    private static final List<String> ENDS = List.of("TERM", "INT");

    private Signals() {}

    /** From now on such a signal ends the program with exit code 0, its shutdown hooks included. */
    static void endCleanly() {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Method handle = signal.getMethod("handle", signal, handler);
            Object exit = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handler}, (self, method, args) -> {
                        System.exit(0);
                        return null;
                    });
            for (String name : ENDS) {
                handle.invoke(null, signal.getConstructor(String.class).newInstance(name), exit);
            }
        } catch (ReflectiveOperationException e) {
            // Another kind of JVM, or signals are off (-Xrs): the end is as clean, only the exit code tells otherwise.
            System.getLogger(Signals.class.getName()).log(System.Logger.Level.DEBUG, "No signals", e);
        }
    }
}
