package org.jivesoftware.openfire.plugin.cloudnotify.console;

import java.io.File;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.EnumSet;
import javax.servlet.DispatcherType;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.servlet.FilterHolder;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;
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
        var context = new ServletContextHandler(ServletContextHandler.SESSIONS);
        var login = new FilterHolder(new AuthCheckFilter());
        login.setInitParameter("excludes", "login.jsp");
        context.addFilter(login, "*.jsp", EnumSet.of(DispatcherType.REQUEST));
        context.addFilter(login, "/plugins/*", EnumSet.of(DispatcherType.REQUEST));
        var plugins = new ServletHolder(new PluginServlet());
        // Before the other plugins are loaded: it gives their servlets its configuration.
        plugins.setInitOrder(1);
        context.addServlet(plugins, "/plugins/*");
        context.addServlet(new ServletHolder(new LoginPage()), "/login.jsp");
        server.setHandler(context);
        try {
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException("The console did not start on port " + port, e);
        }
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
