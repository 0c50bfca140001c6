package org.jivesoftware.openfire.plugin.cloudnotify.console;

import java.io.File;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.EnumSet;
import javax.servlet.DispatcherType;
import javax.servlet.ServletContext;
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

    private Server server;

    @Override
    public void initializePlugin(PluginManager manager, File pluginDirectory) {
        int port = JiveGlobals.getIntProperty(PORT, 0);
        server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        try {
            ServletContext context = context(server);
            var login = context.addFilter("login", new AuthCheckFilter());
            login.setInitParameter("excludes", "login.jsp");
            login.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, "*.jsp", "/plugins/*");
            var plugins = context.addServlet("plugins", new PluginServlet());
            // Before the other plugins are loaded: it gives their servlets its configuration.
            plugins.setLoadOnStartup(1);
            plugins.addMapping("/plugins/*");
            context.addServlet("login page", new LoginPage()).addMapping("/login.jsp");
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException("The console did not start on port " + port, e);
        }
    }

    /** Jetty's handler for servlets is in another package, and another kind of handler, where Openfire has Jetty 12. */
    private static ServletContext context(Server server) throws ReflectiveOperationException {
        Class<?> type;
        try {
            type = Class.forName("org.eclipse.jetty.ee8.servlet.ServletContextHandler");
        } catch (ClassNotFoundException e) {
            type = Class.forName("org.eclipse.jetty.servlet.ServletContextHandler");
        }
        Object handler = type.getConstructor(int.class).newInstance(type.getField("SESSIONS").get(null));
        for (Method method : Server.class.getMethods()) {
            if (method.getName().equals("setHandler") && method.getParameterTypes()[0].isInstance(handler)) {
                method.invoke(server, handler);
            }
        }
        return (ServletContext) type.getMethod("getServletContext").invoke(handler);
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
