package org.jivesoftware.openfire.plugin.cloudnotify.stanza;

import java.util.Iterator;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jspecify.annotations.Nullable;

/** Finds the message that another one wraps. Looks at the path to it alone. */
final class WrappedMessage {

    static final String PUBSUB_EVENT = "http://jabber.org/protocol/pubsub#event";
    private static final String FORWARD = "urn:xmpp:forward:0";

    private WrappedMessage() {
    }

    /** @return the message in a wrapper that forwards one (XEP-0297), or null */
    static @Nullable Element inForwarded(Element wrapper) {
        Element holder = wrapper.element(QName.get("forwarded", FORWARD));
        return holder == null ? null : messageIn(holder);
    }

    /** @return the message in a room's event (MUC-Sub), which is the item's payload, or null */
    static @Nullable Element inRoomEvent(Element event) {
        Element items = event.element(QName.get("items", PUBSUB_EVENT));
        String node = items == null ? null : items.attributeValue("node");
        if (node == null || !node.startsWith("urn:xmpp:mucsub:nodes:")) {
            return null;
        }
        Element item = items.element(QName.get("item", PUBSUB_EVENT));
        return item == null ? null : messageIn(item);
    }

    private static @Nullable Element messageIn(Element holder) {
        for (Iterator<?> children = holder.elementIterator(); children.hasNext();) {
            Element child = (Element) children.next();
            if (child.getName().equals("message") && Namespaces.ofStream(child.getNamespaceURI())) {
                return child;
            }
        }
        return null;
    }
}
