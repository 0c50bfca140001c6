package org.jivesoftware.openfire.plugin.cloudnotify.testserver;

import java.util.HashMap;
import java.util.Map;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.control.ServerControl;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Starts the shared server with the first test that wants it, gives it to the tests, closes it after the last one,
 * and shows what the servers logged during a test that failed.
 */
public final class TestServerExtension implements ParameterResolver, BeforeEachCallback, AfterTestExecutionCallback {
    private static final Namespace NAMESPACE = Namespace.create(TestServerExtension.class);

    /** The marks in the logs of all open servers at a test's start. */
    private record Marks(Map<TestServer, Long> marks) {
    }

    /** A constructor's scenario is the test method's, too, and ends with it. */
    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext rootContext) {
        return ExtensionContextScope.TEST_METHOD;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == TestServer.class || type == ServerControl.class || type == Scenario.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        TestServer server = server(context);
        if (type == TestServer.class) {
            return server;
        }
        if (type == ServerControl.class) {
            return server.control();
        }
        return context.getStore(NAMESPACE).getOrComputeIfAbsent(Scenario.class, key -> new Scenario(server), Scenario.class);
    }

    private static TestServer server(ExtensionContext context) {
        return context.getRoot().getStore(NAMESPACE).getOrComputeIfAbsent(TestServer.class,
                key -> TestServer.start(ServerConfig.usual().named("shared")), TestServer.class);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        var marks = new HashMap<TestServer, Long>();
        TestServer.forgetClosed();
        TestServer.known().forEach(server -> marks.put(server, server.log().mark()));
        context.getStore(NAMESPACE).put(Marks.class, new Marks(marks));
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        if (context.getExecutionException().isEmpty()) {
            return;
        }
        Map<TestServer, Long> marks = context.getStore(NAMESPACE).get(Marks.class, Marks.class).marks();
        for (TestServer server : TestServer.known()) {
            System.err.println("Server log during the failed test " + context.getDisplayName() + " (" + server.log().file() + "):");
            System.err.println(server.tail(marks.getOrDefault(server, 0L)));
        }
    }
}
