package org.jivesoftware.openfire.plugin.cloudnotify.feature;

import java.util.List;
import java.util.Objects;
import org.dom4j.Element;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jspecify.annotations.Nullable;

/** What no client of XEP-0357 asks for, but one of Push 2.0 does, in other words (behaviour §13). Kept as a text. */
public final class Kept implements Feature<String> {

    private final String name;

    Kept(String name) {
        this.name = Objects.requireNonNull(name);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<String> announced() {
        return List.of();
    }

    @Override
    public @Nullable String read(Element enable) {
        return null;
    }

    @Override
    public String write(String wish) {
        return wish;
    }

    @Override
    public String parse(String text) {
        return text;
    }

    /**
     * @param registration any
     * @return whether its client asked for it; cheap
     */
    public boolean asked(Registration registration) {
        return registration.wishes() != null && registration.wishes().has(name);
    }
}
