package org.jivesoftware.openfire.plugin.cloudnotify.testserver.control;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.function.IntSupplier;

/**
 * The tests' hand in the server's JVM. Each family of commands is an interface here and a class in the server;
 * a call travels over a connection of its own, so that calls that block do not keep others waiting. Thread-safe.
 * <p>
 * To add a command: add a method to a family's interface and to its class. To add a family: a new interface,
 * a class, a line in {@code ControlServer}'s map and a method here.
 */
public final class ServerControl {
    private final IntSupplier port;

    /** @param port tells the port of the server's channel at the time of each call */
    public ServerControl(IntSupplier port) {
        this.port = port;
    }

    /** System properties. */
    public PropertyCommands properties() {
        return family(PropertyCommands.class);
    }

    /** Accounts. */
    public UserCommands users() {
        return family(UserCommands.class);
    }

    /** Database. */
    public DatabaseCommands database() {
        return family(DatabaseCommands.class);
    }

    /** Client sessions. */
    public SessionCommands sessions() {
        return family(SessionCommands.class);
    }

    /** Plugins. */
    public PluginCommands plugins() {
        return family(PluginCommands.class);
    }

    /** Raw stanzas. */
    public StanzaCommands stanzas() {
        return family(StanzaCommands.class);
    }

    /** Load and its cost. */
    public LoadCommands load() {
        return family(LoadCommands.class);
    }

    /** Faults. */
    public FaultCommands faults() {
        return family(FaultCommands.class);
    }

    /** The cluster. */
    public ClusterCommands cluster() {
        return family(ClusterCommands.class);
    }

    /** The JVM. */
    public ProcessCommands process() {
        return family(ProcessCommands.class);
    }

    /** Calls a method of the loaded Cloud Notify plugin; see {@link PluginCommands#call}. */
    public String callPlugin(String method, String... arguments) {
        return plugins().call(method, arguments);
    }

    private <T> T family(Class<T> family) {
        Object proxy = Proxy.newProxyInstance(family.getClassLoader(), new Class<?>[] {family},
                (self, method, arguments) -> method.getDeclaringClass() == Object.class
                        ? method.invoke(this, arguments) : call(family, method, arguments));
        return family.cast(proxy);
    }

    private Object call(Class<?> family, Method method, Object[] arguments) {
        var types = Arrays.stream(method.getParameterTypes()).map(Class::getName).toList();
        var call = new ControlCall(family.getSimpleName(), method.getName(), types, arguments);
        ControlCall.Result result;
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port.getAsInt())) {
            var out = new ObjectOutputStream(socket.getOutputStream());
            out.writeObject(call);
            out.flush();
            result = (ControlCall.Result) new ObjectInputStream(socket.getInputStream()).readObject();
        } catch (IOException e) {
            throw new UncheckedIOException("The test server did not answer " + family.getSimpleName() + "." + method.getName(), e);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
        if (result.error() != null) {
            throw new IllegalStateException(family.getSimpleName() + "." + method.getName() + " failed in the server: " + result.error());
        }
        return result.value();
    }
}
