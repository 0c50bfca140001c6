package org.jivesoftware.openfire.plugin.cloudnotify.console;

import java.io.File;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.EnumSet;
import java.util.stream.IntStream;
import javax.servlet.DispatcherType;
import javax.servlet.Filter;
import javax.servlet.Servlet;
import org.eclipse.jetty.server.Server;
import org.jivesoftware.admin.AuthCheckFilter;
import org.jivesoftware.openfire.container.Plugin;
import org.jivesoftware.openfire.container.PluginManager;
import org.jivesoftware.openfire.container.PluginServlet;
import org.jivesoftware.util.JiveGlobals;

/**
 * As much of Openfire's admin console as the plugin's pages need: Openfire's own plugin servlet behind Openfire's own login filter, with a
 * login page. Its frame around the pages is not on Maven Central. Runs in the server's JVM, where the admin console's plugin would be.
 */
public final class ConsoleHost implements Plugin {

    /** System property with the port to listen on. */
    public static final String PORT = "test.console.port";

    private static final int SESSIONS = 1;

    private Server server;

    @Override
    public void initializePlugin(PluginManager manager, File pluginDirectory) {
        int port = JiveGlobals.getIntProperty(PORT, 0);
        server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        try {
            serve();
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException("The console did not start on port " + port, e);
        }
    }

    private void serve() throws ReflectiveOperationException {
        Object context = jetty("ServletContextHandler").getConstructor(int.class).newInstance(SESSIONS);
        Object login = jetty("FilterHolder").getConstructor(Filter.class).newInstance(new AuthCheckFilter());
        call(login, "setInitParameter", "excludes", "login.jsp");
        call(context, "addFilter", login, "*.jsp", EnumSet.of(DispatcherType.REQUEST));
        call(context, "addFilter", login, "/plugins/*", EnumSet.of(DispatcherType.REQUEST));
        Object plugins = servlet(new PluginServlet());
        // Before the other plugins are loaded: it gives their servlets its configuration.
        call(plugins, "setInitOrder", 1);
        call(context, "addServlet", plugins, "/plugins/*");
        call(context, "addServlet", servlet(new LoginPage()), "/login.jsp");
        call(server, "setHandler", context);
    }

    private static Object servlet(Servlet servlet) throws ReflectiveOperationException {
        return jetty("ServletHolder").getConstructor(Servlet.class).newInstance(servlet);
    }

    /** Jetty's classes for servlets are in another package, and the handler is of another kind, where Openfire has Jetty 12. */
    private static Class<?> jetty(String name) throws ClassNotFoundException {
        try {
            return Class.forName("org.eclipse.jetty.ee8.servlet." + name);
        } catch (ClassNotFoundException e) {
            return Class.forName("org.eclipse.jetty.servlet." + name);
        }
    }

    private static void call(Object on, String name, Object... arguments) throws ReflectiveOperationException {
        for (Method method : on.getClass().getMethods()) {
            if (method.getName().equals(name) && method.getParameterCount() == arguments.length
                && IntStream.range(0, arguments.length).allMatch(i -> takes(method.getParameterTypes()[i], arguments[i]))) {
                method.invoke(on, arguments);
                return;
            }
        }
        throw new NoSuchMethodException(on.getClass() + "." + name);
    }

    private static boolean takes(Class<?> type, Object argument) {
        return type == int.class ? argument instanceof Integer : type.isInstance(argument);
    }

    @Override
    public void destroyPlugin() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
