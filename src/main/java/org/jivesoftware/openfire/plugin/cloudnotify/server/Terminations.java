package org.jivesoftware.openfire.plugin.cloudnotify.server;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Predicate;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Part;
import org.jivesoftware.openfire.streammanagement.StreamManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Openfire's decision when a detached session ends, which it gives away since 5.0. Older versions have no such class: it is reached by
 * reflection.
 */
final class Terminations {

    private static final Logger LOG = LoggerFactory.getLogger(Terminations.class);
    private static final String DELEGATE = "org.jivesoftware.openfire.streammanagement.TerminationDelegate";

    private final Part part;
    private final @Nullable Class<?> type;
    private final @Nullable Method add;
    private final @Nullable Method remove;

    /** @param part is told what fails */
    Terminations(Part part) {
        this.part = Objects.requireNonNull(part);
        Class<?> found = null;
        Method adder = null;
        Method remover = null;
        try {
            found = Class.forName(DELEGATE, false, StreamManager.class.getClassLoader());
            adder = StreamManager.class.getMethod("addTerminationDelegate", found);
            remover = StreamManager.class.getMethod("removeTerminationDelegate", found);
        } catch (ReflectiveOperationException | LinkageError e) {
            LOG.debug("This version of Openfire decides alone when a detached session ends");
        }
        this.type = found;
        this.add = adder;
        this.remove = remover;
    }

    /**
     * @param manager a session's stream management
     * @param mayEnd decides, given Openfire's own time
     * @param idle Openfire's own rule, by which it goes where the decision fails
     * @return what {@link #remove} takes, or null where this version of Openfire does not give the decision away
     */
    @Nullable Object add(StreamManager manager, Predicate<Duration> mayEnd, Predicate<Duration> idle) {
        if (add == null || remove == null) {
            return null;
        }
        Object delegate = Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {type}, new Delegate(mayEnd, idle, part));
        return call(add, manager, delegate) ? delegate : null;
    }

    /**
     * @param manager the stream management that it was added to
     * @param delegate what {@link #add} gave
     */
    void remove(StreamManager manager, Object delegate) {
        call(Objects.requireNonNull(remove, "Nothing was added"), manager, delegate);
    }

    private static boolean call(Method method, StreamManager manager, Object delegate) {
        try {
            method.invoke(manager, delegate);
            return true;
        } catch (ReflectiveOperationException e) {
            LOG.debug("Openfire's termination delegates cannot be used", e);
            return false;
        }
    }

    /** Equal to itself only, since Openfire keeps delegates in a set. */
    record Delegate(Predicate<Duration> mayEnd, Predicate<Duration> idle, Part part) implements InvocationHandler {

        @Override
        public Object invoke(Object proxy, Method method, Object[] args) {
            try {
                return switch (method.getName()) {
                    case "shouldTerminate" -> (part.isOff() ? idle : mayEnd).test((Duration) args[0]);
                    case "equals" -> proxy == args[0];
                    case "hashCode" -> System.identityHashCode(proxy);
                    default -> "Cloud Notify keeps this session";
                };
            } catch (Throwable e) {
                part.failed(e);
                return idle(args);
            }
        }

        /** While it has a delegate, Openfire asks nobody else, and would keep the session for ever. */
        private boolean idle(Object[] args) {
            try {
                return idle.test((Duration) args[0]);
            } catch (Throwable e) {
                part.failed(e);
                return true;
            }
        }
    }
}
