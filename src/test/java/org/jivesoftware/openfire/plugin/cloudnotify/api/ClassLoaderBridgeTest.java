package org.jivesoftware.openfire.plugin.cloudnotify.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.jivesoftware.openfire.container.Plugin;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

/** Two copies of the API in two class loaders. "There" is the copy of Cloud Notify, "here" that of another plugin. */
class ClassLoaderBridgeTest {

    private static final String PACKAGE = "org.jivesoftware.openfire.plugin.cloudnotify.api.";

    /** Loads the API's classes anew, and all others as usual. */
    private static final class Copy extends ClassLoader {

        Copy() {
            super(ClassLoaderBridgeTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(PACKAGE)) {
                return super.loadClass(name, resolve);
            }
            Class<?> known = findLoadedClass(name);
            if (known != null) {
                return known;
            }
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }

        Class<?> type(String name) {
            try {
                return loadClass(PACKAGE + name, false);
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException(e);
            }
        }

        /** An implementation of an interface of this copy, in terms of method names. */
        Object implementation(String type, Map<String, Function> methods) {
            InvocationHandler handler = (self, method, arguments) -> {
                Function function = methods.get(method.getName());
                if (function != null) {
                    return function.call(arguments == null ? new Object[0] : arguments);
                }
                return method.isDefault() ? InvocationHandler.invokeDefault(self, method, arguments) : switch (method.getName()) {
                    case "equals" -> self == arguments[0];
                    case "hashCode" -> System.identityHashCode(self);
                    default -> null;
                };
            };
            return Proxy.newProxyInstance(this, new Class<?>[] {type(type)}, handler);
        }
    }

    @FunctionalInterface
    private interface Function {
        Object call(Object[] arguments) throws Exception;
    }

    private final Copy there = new Copy();
    private final Map<String, Function> api = new HashMap<>();
    private final CloudNotify here = ClassLoaderBridge.to(CloudNotify.class, there.implementation("CloudNotify", api));

    private static Object call(Object object, String type, String method, Object... arguments) throws Exception {
        for (Method candidate : object.getClass().getMethods()) {
            if (candidate.getName().equals(method) && candidate.getParameterCount() == arguments.length) {
                try {
                    return object.getClass().getInterfaces()[0].getMethod(method, candidate.getParameterTypes()).invoke(object, arguments);
                } catch (InvocationTargetException e) {
                    throw (Exception) e.getCause();
                }
            }
        }
        throw new AssertionError(type + "." + method);
    }

    private Object registration(String user) {
        return there.implementation("PushRegistration", Map.of("username", arguments -> user));
    }

    @Test
    void theCopiesAreTwo() {
        assertNotSame(CloudNotify.class, there.type("CloudNotify"));
    }

    @Test
    void plainCallsGoThrough() {
        Object[] seen = new Object[1];
        api.put("ping", arguments -> seen[0] = arguments[0]);
        here.ping("alice");
        assertEquals("alice", seen[0]);
    }

    @Test
    void objectsComeAndGoBackAsTheyWere() throws Exception {
        Object alice = registration("alice");
        Object[] seen = new Object[1];
        api.put("registrations", arguments -> CompletableFuture.completedStage(List.of(alice, registration("bob"))));
        api.put("ping", arguments -> seen[0] = arguments[0]);
        List<PushRegistration> all = here.registrations("x").toCompletableFuture().get();
        assertEquals("alice", all.get(0).username());
        assertThrows(UnsupportedOperationException.class, () -> all.remove(0));
        here.ping(all.get(0));
        assertSame(alice, seen[0]);
        assertEquals(all.get(0), here.registrations("x").toCompletableFuture().get().get(0));
        assertNotEquals(all.get(0), all.get(1));
        assertEquals(all.get(0).hashCode(), here.registrations("x").toCompletableFuture().get().get(0).hashCode());
    }

    @Test
    void whatAPluginAddsIsCalledWithItsOwnTypes() throws Exception {
        Object[] added = new Object[1];
        boolean[] closed = new boolean[1];
        api.put("addPushReviewer", arguments -> {
            added[0] = arguments[0];
            return there.implementation("CloudNotify$Handle", Map.of("close", nothing -> closed[0] = true));
        });
        PushReason[] reason = new PushReason[1];
        CloudNotify.Handle handle = here.addPushReviewer(draft -> {
            reason[0] = draft.reason();
            draft.add(DocumentHelper.createElement("x"));
        });
        assertTrue(there.type("PushReviewer").isInstance(added[0]));
        Object[] child = new Object[1];
        Object draft = there.implementation("PushDraft", Map.of("reason", arguments -> there.type("PushReason").getEnumConstants()[4],
            "add", arguments -> child[0] = arguments[0]));
        call(added[0], "PushReviewer", "review", draft);
        assertEquals(PushReason.CALL, reason[0]);
        assertInstanceOf(Element.class, child[0]);
        handle.close();
        assertTrue(closed[0]);
        try (handle) {
            closed[0] = false;
        }
        assertTrue(closed[0]);
    }

    @Test
    void exceptionsArePassedOn() {
        api.put("ping", arguments -> {
            throw new IllegalArgumentException("Not a user's name");
        });
        assertEquals("Not a user's name", assertThrows(IllegalArgumentException.class, () -> here.ping("")).getMessage());
        api.put("addListener", arguments -> {
            call(arguments[0], "PushListener", "added", registration("alice"));
            return null;
        });
        assertEquals("mine", assertThrows(IllegalStateException.class, () -> here.addListener(new PushListener() {
            @Override
            public void added(PushRegistration registration) {
                throw new IllegalStateException("mine");
            }
        })).getMessage());
    }

    @Test
    void defaultsOfThePluginsCopyHold() {
        api.put("addListener", arguments -> {
            call(arguments[0], "PushListener", "removed", registration("alice"));
            return null;
        });
        here.addListener(new PushListener() { });
    }

    @Test
    void findsTheRunningPluginOnly() {
        assertEquals(Optional.empty(), RunningPlugin.find(List.of()));
        assertEquals(Optional.empty(), RunningPlugin.find(List.of(Mockito.mock(Plugin.class))));
    }
}
