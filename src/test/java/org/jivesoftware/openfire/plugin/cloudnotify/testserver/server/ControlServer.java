package org.jivesoftware.openfire.plugin.cloudnotify.testserver.server;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.control.ControlCall;

/** The server's end of the control channel: takes one call per connection and hands it to the class of its family. */
final class ControlServer {
    private final ServerSocket socket;
    private final Map<String, Object> families;

    ControlServer(ProcessControl process) throws IOException {
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        families = Map.of(
                "PropertyCommands", new PropertyControl(),
                "UserCommands", new UserControl(),
                "DatabaseCommands", new DatabaseControl(),
                "SessionCommands", new SessionControl(),
                "PluginCommands", new PluginControl(),
                "StanzaCommands", new StanzaControl(),
                "LoadCommands", new LoadControl(),
                "FaultCommands", new FaultControl(),
                "ClusterCommands", new ClusterControl(),
                "ProcessCommands", process);
    }

    int port() {
        return socket.getLocalPort();
    }

    void start() {
        daemon("control-accept", this::accept).start();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                daemon("control-call", () -> answer(connection)).start();
            } catch (IOException e) {
                return;
            }
        }
    }

    private void answer(Socket connection) {
        try (connection) {
            var call = (ControlCall) new ObjectInputStream(connection.getInputStream()).readObject();
            var out = new ObjectOutputStream(connection.getOutputStream());
            out.writeObject(run(call));
            out.flush();
        } catch (IOException | ClassNotFoundException e) {
            e.printStackTrace();
        }
    }

    private ControlCall.Result run(ControlCall call) {
        try {
            Object family = families.get(call.family());
            Class<?>[] types = new Class<?>[call.types().size()];
            for (int i = 0; i < types.length; i++) {
                types[i] = type(call.types().get(i));
            }
            var method = family.getClass().getMethod(call.method(), types);
            method.setAccessible(true);
            return new ControlCall.Result(method.invoke(family, call.arguments()), null);
        } catch (InvocationTargetException e) {
            return new ControlCall.Result(null, stackTrace(e.getCause()));
        } catch (ReflectiveOperationException | RuntimeException e) {
            return new ControlCall.Result(null, stackTrace(e));
        }
    }

    private static Class<?> type(String name) throws ClassNotFoundException {
        return switch (name) {
            case "int" -> int.class;
            case "long" -> long.class;
            case "boolean" -> boolean.class;
            default -> Class.forName(name);
        };
    }

    private static String stackTrace(Throwable problem) {
        var text = new StringWriter();
        problem.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    static Thread daemon(String name, Runnable work) {
        var thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }
}
