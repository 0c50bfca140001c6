package org.jivesoftware.openfire.plugin.cloudnotify.feature;

import java.util.List;
import java.util.Set;
import org.dom4j.Element;
import org.jspecify.annotations.Nullable;

/** Chats that push only where they mention the user, or reply to them: Push 2.0 asks for it (behaviour §13), in its own words. */
public final class MentionsOnly implements Feature<Set<String>> {

    /** Its name among what is stored. */
    public static final String NAME = "mentions-only";

    MentionsOnly() {
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> announced() {
        return List.of();
    }

    /** {@inheritDoc} An XEP-0357 client does not. */
    @Override
    public @Nullable Set<String> read(Element enable) {
        return null;
    }

    @Override
    public String write(Set<String> wish) {
        return String.join("\n", wish);
    }

    @Override
    public Set<String> parse(String text) {
        return Set.of(text.split("\n"));
    }
}
