package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import org.dom4j.Element;
import org.jspecify.annotations.Nullable;

/** Knows what apps may ask for in their {@code <enable/>} beside the push itself (behaviour §10). Thread-safe; nothing blocks. */
@FunctionalInterface
public interface WishReader {

    /**
     * @param enable what a client sent: hostile until it is read
     * @return what it asks for, or null where that is nothing
     * @throws Refusal if it asks for something that is known, but wrong
     */
    @Nullable Wishes read(Element enable) throws Refusal;
}
