package org.jivesoftware.openfire.plugin.cloudnotify.feature;

import java.util.List;
import org.dom4j.Element;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Refusal;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Wishes;
import org.jspecify.annotations.Nullable;

/**
 * One thing that an app may ask for in its {@code <enable/>} (behaviour §10): how it is announced, read and stored. What it does with an
 * occasion or a push is the business of the class that implements this; here it can be asked whether a registration asked for it.
 *
 * <p>Stateless and thread-safe; nothing blocks.
 *
 * @param <W> what it understands of a request: immutable; its text form shows no keys
 */
public interface Feature<W> {

    /** @return its name in the stored wishes, which never changes: lower-case letters and hyphens */
    String name();

    /** @return the features that the account announces for it (XEP-0030) */
    List<String> announced();

    /**
     * Reads what a client asks of it: one of its child elements, or an attribute.
     *
     * @param enable the whole {@code <enable/>}: hostile until it is read
     * @return the wish, or null where the client does not ask for it
     * @throws Refusal if the client does, but in a way that is wrong; nothing is stored then
     */
    @Nullable W read(Element enable) throws Refusal;

    /**
     * @param wish what {@link #read} gave
     * @return the text to store, which {@link #parse} understands; maybe empty
     */
    String write(W wish);

    /**
     * @param text what {@link #write} gave, maybe of another version of the plugin
     * @return the wish
     * @throws IllegalArgumentException if it cannot be understood; the message holds nothing of the text, since keys may be in it
     */
    W parse(String text);

    /**
     * @param registration any
     * @return what its app asked for, or null for nothing
     * @throws IllegalArgumentException as {@link #parse} does
     */
    default @Nullable W of(Registration registration) {
        Wishes wishes = registration.wishes();
        String text = wishes == null ? null : wishes.text(name());
        return text == null ? null : parse(text);
    }
}
