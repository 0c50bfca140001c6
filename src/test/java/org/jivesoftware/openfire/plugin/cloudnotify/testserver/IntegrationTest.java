package org.jivesoftware.openfire.plugin.cloudnotify.testserver;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks a test class (named {@code …IT}) that uses the running Openfire server. Its constructor, test and life-cycle methods may have
 * parameters of the types
 * {@link TestServer} (the one that all tests of the JVM share, started with the first),
 * {@link org.jivesoftware.openfire.plugin.cloudnotify.testserver.control.ServerControl} and {@link Scenario} (fresh for each test method,
 * cleaned up after it).
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(TestServerExtension.class)
public @interface IntegrationTest {
}
