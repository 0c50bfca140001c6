package org.jivesoftware.openfire.plugin.cloudnotify.feature;

import java.util.List;
import org.dom4j.Element;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.WebEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * Pushes go to the endpoint of a browser (behaviour §13), for which they are encrypted. Nobody asks for that in words: the node says it,
 * and it is kept as if it had been asked for, so that it need not be read out of the node each time.
 */
public final class Endpoint implements Feature<Boolean> {

    Endpoint() {
    }

    @Override
    public String name() {
        return "endpoint";
    }

    /** {@inheritDoc} The service of such nodes announces itself. */
    @Override
    public List<String> announced() {
        return List.of();
    }

    @Override
    public @Nullable Boolean read(Element enable) {
        return WebEndpoint.isNode(enable.attributeValue("node")) ? Boolean.TRUE : null;
    }

    @Override
    public String write(Boolean wish) {
        return "";
    }

    @Override
    public Boolean parse(String text) {
        return Boolean.TRUE;
    }

    /**
     * @param registration any
     * @return whether it is so; cheap
     */
    public boolean asked(Registration registration) {
        return registration.wishes() != null && registration.wishes().has(name());
    }
}
