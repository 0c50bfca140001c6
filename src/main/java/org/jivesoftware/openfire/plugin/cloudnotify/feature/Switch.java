package org.jivesoftware.openfire.plugin.cloudnotify.feature;

import java.util.List;
import java.util.Objects;
import org.dom4j.Element;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Refusal;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jspecify.annotations.Nullable;

/** Something that an app asks for or not, without saying more: by a child of its {@code <enable/>} that is there. */
abstract class Switch implements Feature<Boolean> {

    private final String name;
    private final String namespace;

    /**
     * @param name as in {@link Feature}, and the child's name
     * @param namespace the child's namespace, which is what is announced
     */
    Switch(String name, String namespace) {
        this.name = Objects.requireNonNull(name);
        this.namespace = Objects.requireNonNull(namespace);
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final List<String> announced() {
        return List.of(namespace);
    }

    @Override
    public @Nullable Boolean read(Element enable) throws Refusal {
        return Asked.child(enable, name, namespace) == null ? null : Boolean.TRUE;
    }

    @Override
    public final String write(Boolean wish) {
        return "";
    }

    @Override
    public final Boolean parse(String text) {
        return Boolean.TRUE;
    }

    /**
     * @param registration any
     * @return whether its app asked for it; cheap
     */
    public final boolean asked(Registration registration) {
        return registration.wishes() != null && registration.wishes().has(name);
    }
}
