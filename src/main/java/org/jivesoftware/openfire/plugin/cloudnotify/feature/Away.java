package org.jivesoftware.openfire.plugin.cloudnotify.feature;

import org.dom4j.Element;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Refusal;
import org.jspecify.annotations.Nullable;

/** The app wants pushes also while all of the user's connected, available sessions are away or xa: an attribute, and no child. */
public final class Away extends Switch {

    /** What is announced. */
    public static final String NAMESPACE = "tigase:push:away:0";

    Away() {
        super("away", NAMESPACE);
    }

    @Override
    public @Nullable Boolean read(Element enable) throws Refusal {
        String value = enable.attributeValue("away");
        if (value == null) {
            return null;
        }
        return switch (value) {
            case "true", "1" -> Boolean.TRUE;
            case "false", "0" -> null;
            default -> throw Refusal.badRequest("The attribute 'away' is true or false.");
        };
    }
}
