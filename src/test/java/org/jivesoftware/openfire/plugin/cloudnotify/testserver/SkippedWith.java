package org.jivesoftware.openfire.plugin.cloudnotify.testserver;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/** Marks a test that an Openfire with one of these lacks cannot pass; there it is skipped, and the report says why. */
@Documented
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(LackCondition.class)
public @interface SkippedWith {

    /** The lacks. */
    Lack[] value();
}
